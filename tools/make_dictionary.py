"""Makes src/dateline/store/record.dictionary, which records of an archive are compressed against, from the demo corpus.

    python tools/make_dictionary.py

Archives keep the dictionary that they were written with, so it may be made anew at any time: when a layer gets new fields, say.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from dateline.annotate.layers import annotate
from dateline.read import Unread, read_all
from dateline.store.packing import pack
from dateline.text.article import Source
from dateline.text.record import Record
from dateline.wire.outward import to_shape

HOME = Path(__file__).parent.parent
OUT = HOME / "src" / "dateline" / "store" / "record.dictionary"
MOST = 48_000  # bytes; twice as many save 1 % more and double what each process prepares


def main() -> int:
    """Write the file; the exit code."""
    found = [article for article in read_all([HOME / "demo" / "articles"]) if not isinstance(article, Unread)]
    plain = [replace(article, source=Source(Path(article.source.path or "").name)) for article in found]
    packed = [pack(to_shape(annotate(article))) for article in plain]
    names = pack(to_shape(Record(plain[0])))  # of all fields, at the end, where they cost least to point at
    OUT.write_bytes(b"".join([*packed, names])[-MOST:])
    print(f"{OUT.name}: {OUT.stat().st_size} bytes from {len(packed)} records")
    return 0


if __name__ == "__main__":
    sys.exit(main())
