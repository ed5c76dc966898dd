"""What was fetched, kept as a WARC file: the answer as it came, its digests, and when. It is read like any other.

A page that has not changed since is not fetched again: its tag stands in the file.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import uuid
from datetime import UTC, datetime
from pathlib import Path

from dateline.read.fetching.fetch import Fetched
from dateline.read.formats.unpacking import Unpacked
from dateline.read.formats.warc import records_of
from dateline.text.errors import CannotStore


def known_in(path: Path) -> dict[str, dict[str, str]]:
    """For each address in the file, what its host called the version that was got last ("etag", "last-modified")."""
    known: dict[str, dict[str, str]] = {}
    if not path.exists():
        return known
    with path.open("rb") as stream:
        for header, body in records_of(Unpacked(stream)):
            if header.get(b"warc-type") != b"response":
                continue
            told = {}
            for line in body[:65_536].partition(b"\r\n\r\n")[0].split(b"\r\n")[1:]:
                name, _, value = line.decode("latin-1").partition(":")
                if name.lower() in ("etag", "last-modified"):
                    told[name.lower()] = value.strip()
            known[header.get(b"warc-target-uri", b"").decode("utf-8", "replace")] = told
    return known


def keep(path: Path, asked: str, answer: Fetched) -> None:
    """Put the answer at the end of the file, as a member by itself; CannotStore says why it is not there."""
    lines = [b"HTTP/1.1 %d" % answer.status, *(name + b": " + value for name, value in answer.header)]
    block = b"\r\n".join(lines) + b"\r\n\r\n" + answer.sent
    told = {
        "WARC-Type": "response", "WARC-Record-ID": f"<{uuid.uuid4().urn}>",
        "WARC-Date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "WARC-Target-URI": answer.url,
        "WARC-Block-Digest": _digest(block), "WARC-Payload-Digest": _digest(answer.sent),
        "Content-Type": "application/http; msgtype=response", "Content-Length": str(len(block)),
    }  # fmt: skip
    if asked != answer.url:
        told["Dateline-Asked-URI"] = asked
    header = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in told.items()) + "\r\n"
    try:
        with path.open("ab") as stream:
            stream.write(gzip.compress(header.encode() + block + b"\r\n\r\n"))
    except OSError as error:
        raise CannotStore(f"{path}: cannot be written to ({error.strerror or error}); give another --into") from error


def _digest(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()
