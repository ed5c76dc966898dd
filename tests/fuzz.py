"""Fuzz the readers: documents of each format, damaged at random, are read as the guard's process reads them; nothing may stumble.

python tests/fuzz.py [--minutes 10] [--only mail] [--into build/fuzz]      ten minutes for each reader

What is found is written to the folder, one file each, to be made a test of. A reader stumbles where anything other than
an error of ours comes out of it, where a span lies beyond its text, or where one document takes longer than it may.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pyarrow.parquet
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from compound_made import compound, fixed, told
from dateline.read import ReadOptions, Unread
from dateline.read.inputs import inputs_of
from dateline.read.reading import articles_of
from dateline.text.errors import DatelineError
from documents_made import PAGE, STORY, arc, docx, mail, mhtml, pdf, record, zipped

SLOW = 10.0  # seconds of the processor for one document, as in the guard
BATCH = 200  # documents between two looks at the clock


def parquet(**columns: list[str]) -> bytes:
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), out)
    return out.getvalue()


_ITEM = f"<item><title>Boats</title><link>https://a.example/1</link><pubDate>Mon, 15 May 2023 10:00:00 GMT</pubDate><description>&lt;p&gt;{STORY[0]}</description></item>"
_DATA = json.dumps(
    {"@type": "NewsArticle", "headline": "Boats", "datePublished": "2023-05-15", "author": [{"name": "A B"}]}
)
SEEDS = {
    "page": ("a.html", PAGE.replace("<article>", f'<script type="application/ld+json">{_DATA}</script><article>').encode()),
    "feed": ("a.xml", f"<rss><channel><title>Post</title>{_ITEM * 2}</channel></rss>".encode()),
    "json feed": ("a.json", json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"id": 1, "content_html": STORY[0]}]}).encode()),
    "sitemap": ("a.xml", b"<urlset><url><loc>https://a.example/1</loc><lastmod>2023-05-15</lastmod></url></urlset>"),
    "warc": ("a.warc", record("https://a.example/1") + record("https://a.example/2", packed=True)),
    "arc": ("a.arc", arc("https://a.example/1") + arc("https://a.example/2")),
    "wacz": ("a.wacz", zipped({"datapackage.json": b"{}", "archive/a.warc.gz": record("https://a.example/1", packed=True) * 2})),
    "parquet": ("a.parquet", parquet(text=[STORY[0]] * 3, published=["2023-05-15"] * 3)),
    "docx": ("a.docx", docx(("Title", "Boats burn"), ("Normal", STORY[0]))),
    "pdf": ("a.pdf", pdf(*STORY)),
    "mail": ("a.eml", mail(enclosed=docx(("Normal", STORY[0])))),
    "mhtml": ("a.mhtml", mhtml()),
    "outlook": ("a.msg", compound(fixed() | told(_0037="Boats", _1000=STORY[0]) | {"__attach_version1.0_#0": told(_3707="a.pdf")})),
    "table": ("a.csv", f'text,date\n"{STORY[0]}",2023-05-15\n'.encode()),
    "lines": ("a.jsonl.gz", gzip.compress(json.dumps({"text": STORY[0], "published": "2023-05-15"}).encode() * 2)),
    "text": ("a.txt", f"Boats burn\n\nBy Karin Dolland\n15 May 2023\n\n{STORY[0]}".encode()),
}  # fmt: skip


def main() -> int:
    """Fuzz each reader for its minutes; exit code 1 where one stumbles."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--only", choices=[*SEEDS], action="append")
    parser.add_argument("--into", type=Path, default=Path("build/fuzz"))
    options = parser.parse_args()
    stumbled = 0
    for name in options.only or SEEDS:
        count, found = fuzz(*SEEDS[name], minutes=options.minutes)
        print(f"{name}: {count:,} documents, {len(found)} kinds of stumbling", flush=True)
        for reason, data in found.items():
            options.into.mkdir(parents=True, exist_ok=True)
            path = options.into / f"{hashlib.sha256(data).hexdigest()[:12]}-{SEEDS[name][0]}"
            path.write_bytes(data)
            print(f"  {reason}\n    {path}", flush=True)
        stumbled += len(found)
    return 1 if stumbled else 0


def fuzz(path: str, seed: bytes, *, minutes: float) -> tuple[int, dict[str, bytes]]:
    """How many documents were read, and for each kind of stumbling the smallest that shows it."""
    until, found, count = time.monotonic() + minutes * 60, dict[str, bytes](), 0

    @settings(
        max_examples=BATCH, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck]
    )
    @given(damaged(seed))
    def batch(data: bytes) -> None:
        nonlocal count
        count += 1
        reason = stumbles(path, data)
        if reason and len(data) < len(found.get(reason, data + b"x")):
            found[reason] = data

    while time.monotonic() < until:
        batch()
    return count, found


def damaged(seed: bytes) -> some.SearchStrategy[bytes]:
    """The document with pieces of it lost, doubled, moved or written over."""
    place = some.integers(0, len(seed))
    odd = some.one_of(some.binary(max_size=8), some.sampled_from(ODD))
    deed = some.tuples(place, some.integers(0, 64), odd, some.integers(0, 3))

    def done(deeds: list[tuple[int, int, bytes, int]]) -> bytes:
        data = seed
        for at, size, new, times in deeds:
            data = data[:at] + new + data[at : at + size] * times + data[at + size :]
        return data

    return some.lists(deed, min_size=1, max_size=6).map(done)


ODD = (b"", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"<", b"]]>", b"&#x110000;", b"9" * 5000, b"-1", b"0000-00-00", b"\r\n\r\n", b"=?x?q?=",
       b"<!--", b"<![CDATA[", b"{" * 50, b'"', b"\xe2\x80\xae", b"10000-13-32T25:61", b"1e999", b"null", b"\x1f\x8b")  # fmt: skip


def stumbles(path: str, data: bytes) -> str:
    """What goes wrong where the document is read; "" where nothing does."""
    began = time.process_time()  # not the clock's: others may keep the machine busy
    try:
        reason = next((told for told in _wrong(path, data) if told), "")
    except DatelineError:
        reason = ""
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        ours = [each for each in traceback.extract_tb(error.__traceback__) if "dateline" in each.filename]
        reason = f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}, from {Path(ours[-1].filename).name}:{ours[-1].lineno}"
    return reason or ("takes too long" if time.process_time() - began > SLOW else "")


def _wrong(path: str, data: bytes) -> Iterator[str]:
    for given_input in inputs_of(io.BytesIO(data), path):
        for article in articles_of(given_input, ReadOptions()):
            if isinstance(article, Unread):
                yield "" if article.reason and "\n" not in article.reason else "a reason of no line, or of two"
                continue
            article.text.encode()
            within = all(0 <= block.span.start < block.span.end <= len(article.text) for block in article.blocks)
            yield "" if within else "a block beyond the text"


if __name__ == "__main__":
    sys.exit(main())
