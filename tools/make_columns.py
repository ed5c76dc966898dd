"""Makes the columns of a build for trying `dateline relate` at its size, without reading or parsing: records of tools/make_archive.py.

    python tools/make_columns.py TEXTS COUNT FOLDER     TEXTS: a file or folder that `dateline read` can read

Every tenth article has the text of one told before it, under another outlet and some days later; a third of those more than a month.
Only what relating reads is there: the articles with their records, and the manifest. The same arguments give the same files.
"""

from __future__ import annotations

import importlib
import json
import random
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

from dateline.relate.judgement import article_key
from dateline.scale import columns
from dateline.scale.building import FORMAT
from dateline.text.article import Article, Published, Source
from dateline.text.when import Grain, When

sys.path.append(str(Path(__file__).parent))
make_archive = importlib.import_module("make_archive")
COPIES = 10  # every so many articles one is a copy
BACK = 1000  # of one of so many before it
DAYS = (0, 1, 3, 40, 90, 2)  # after which it comes


def make(pool: list[str], count: int, folder: Path) -> int:
    """Write the columns of so many articles; the bytes of their texts."""
    days: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
    text = 0
    for shape in _shapes(pool, count):
        day = shape.article.published.when
        told = Published(When.at(date.fromisoformat(day), Grain.DAY))
        source = Source(shape.article.source.path, shape.article.source.id)
        article = Article(
            shape.article.text, source=source, outlet=shape.article.outlet, url=shape.article.url, published=told
        )
        days[day].append((article_key(article), zlib.compress(msgspec.json.encode(shape), 1)))
        text += len(shape.article.text.encode())
    files = {}
    for day, rows in sorted(days.items()):
        name = f"day={day}/articles.parquet"
        held = [{"key": key, "day": day, "record": zlib.decompress(line)} for key, line in sorted(rows)]
        columns.write(columns.table(held, columns.ARTICLE), str(folder / name))
        files[name] = {"rows": len(held), "sha256": columns.digest(folder / name)}
    (folder / "work").mkdir(exist_ok=True)
    told_of = {"format": FORMAT, "inputs": f"made {count}", "articles": count, "failures": 0, "files": files}
    columns.write_text(json.dumps(told_of, indent=1) + "\n", folder / "manifest.json")
    return text


def _shapes(pool: list[str], count: int) -> Iterator[Any]:
    for number, shape in enumerate(make_archive.records(pool, count)):
        if number % COPIES == COPIES - 1:
            chance = random.Random(number)
            shape, own = (
                next(iter(make_archive.records(pool, 1, first=max(0, number - chance.randint(1, BACK))))),
                shape,
            )
            later = date.fromisoformat(shape.article.published.when) + timedelta(days=chance.choice(DAYS))
            shape.article.published.when = str(later)
            shape.article.outlet, shape.article.url = f"{own.article.outlet} again", own.article.url
            shape.article.source = own.article.source
        yield shape


def main() -> int:
    """Write the folder; the exit code."""
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(sys.argv[3])
    folder.mkdir(parents=True)
    print(f"{make(make_archive.sentences(Path(sys.argv[1])), int(sys.argv[2]), folder):,} bytes of text")
    return 0


if __name__ == "__main__":
    sys.exit(main())
