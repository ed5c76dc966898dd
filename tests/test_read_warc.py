"""WARC files, whole and damaged: each damage is named with its record, and the next record is read."""

import base64
import gzip
import hashlib
import io
import random
import time
import zlib

import pytest

from dateline.read.formats import unpacking
from dateline.read.inputs import inputs_of
from dateline.read.options import ReadOptions, Unread
from dateline.read.reading import articles_of
from documents_made import PAGE, STORY, arc, record

A, B, C = (f"https://post.example/{name}" for name in "abc")


def cut(data: bytes) -> list[str]:
    """What the file falls into: the address of each record, or what is wrong with it."""
    return [
        given.refused or given.data.split(b"Target-URI: ")[1].split(b"\r")[0].decode()
        for given in inputs_of(io.BytesIO(data), "a.warc")
    ]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("length", "words"),
    [
        (10, "length that is not its own"),
        (1000, ""),
        (100_000, "cut off"),
        (-5, "no length"),
        (10**15, "more than 50 MB"),
    ],
)
def test_a_wrong_length_costs_one_record(length: int, words: str, packed: bool) -> None:
    told = cut(record(A, packed=packed) + record(B, length=length, packed=packed) + record(C, packed=packed))
    assert (told[0], told[2]) == (A, C)
    assert told[1].startswith("record 2: ")
    assert words in told[1]


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_that_ends_too_soon(packed: bool) -> None:
    told = cut((record(A, packed=packed) + record(B, packed=packed))[:-60])
    assert told[0] == A
    assert "cut off" in told[1]


def test_damage_between_and_within_packed_records() -> None:
    damaged = bytearray(record(B, packed=True))
    damaged[80] ^= 0xFF
    assert cut(record(A, packed=True) + bytes(damaged) + record(C, packed=True))[::2] == [A, C]
    assert cut(record(A, packed=True) + b"rubbish" * 30 + record(C, packed=True))[::2] == [A, C]


def test_damage_anywhere_is_told_alike_by_either_library_that_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert unpacking._library() is not zlib, "zlib-ng is not installed: this test compares it with zlib"
    whole, told = b"".join(record(each, packed=True) for each in (A, B, C)), []
    places = random.Random(5).sample(range(len(whole)), 60)
    for library in (unpacking._library(), zlib):
        monkeypatch.setattr(unpacking, "_library", lambda library=library: library)
        told.append([cut(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]) for at in places])
        told.append([cut(whole[:at]) for at in places])
    assert told[:2] == told[2:]
    assert any(len(each) < 3 or any("packed in a way" in line for line in each) for each in told[0])


def test_all_records_packed_as_one() -> None:
    assert cut(gzip.compress(record(A) + record(B, length=10) + record(C)))[::2] == [A, C]


@pytest.mark.parametrize("size", [0, 1, 65_000, 131_072, 999_000, 3_000_000])
def test_a_record_packed_by_itself_is_the_same_record(size: int) -> None:
    noise = random.Random(size).randbytes(size)  # as long packed as it is unpacked: it reaches over several reads
    plain = [record(A, noise), record(B, noise[:7] * 9), record(C, noise)]
    given = [each.data for each in inputs_of(io.BytesIO(b"".join(map(gzip.compress, plain))), "a.warc.gz")]
    assert given == [each.data for each in inputs_of(io.BytesIO(b"".join(plain)), "a.warc")]
    assert given == [each.removesuffix(b"\r\n\r\n") for each in plain]


@pytest.mark.parametrize("packed", [False, True])
def test_a_page_makes_no_record_of_its_own(packed: bool) -> None:
    """The bytes of a page are its own, whatever stands in them: nobody puts words into the mouth of another outlet."""
    for inner in (record(B), record(B, packed=True)):
        assert cut(record(A, PAGE.encode() + b"\r\n\r\n" + inner, packed=packed)) == [A]


def test_damage_at_the_end_of_a_packed_record_is_told_behind_it() -> None:
    noise = random.Random(1).randbytes(200_000)
    broken = bytearray(record(A, noise, packed=True))
    broken[-6] ^= 0xFF  # its check sum
    told = cut(bytes(broken) + record(B, packed=True))
    assert told[-1] == B
    assert "the file is damaged there" in told[-2]


def test_a_bomb_is_passed_over() -> None:
    began = time.process_time()
    told = cut(record(A, packed=True) + record(B, bytes(200_000_000), packed=True) + record(C, packed=True))
    assert told == [A, "record 2: has more than 50 MB, or says so", C]
    assert time.process_time() - began < 10


def articles(data: bytes) -> list[str]:
    """The last line of each article, or why there is none."""
    return [
        found.reason if isinstance(found, Unread) else found.text.rsplit("\n\n", 1)[-1]
        for given in inputs_of(io.BytesIO(data), "a.warc")
        for found in articles_of(given, ReadOptions())
    ]


def block_digest(data: bytes) -> str:
    block = data.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n")
    return base64.b32encode(hashlib.sha1(block).digest()).decode()


def test_digests_are_checked() -> None:
    right = f"WARC-Block-Digest: sha1:{block_digest(record(A))}\r\n"
    assert articles(record(A, more=right)) == [STORY[-1]]
    (wrong,) = articles(record(A, more="WARC-Block-Digest: sha1:AAAA\r\n"))
    assert "not those that were archived" in wrong
    read, told = articles(record(A, more="WARC-Payload-Digest: sha1:AAAA\r\n"))
    assert (read, "another digest" in told) == (STORY[-1], True)


def test_bodies_packed_and_in_chunks() -> None:
    page = PAGE.encode()
    chunked = b"".join(
        b"%x\r\n%s\r\n" % (len(page[at : at + 100]), page[at : at + 100]) for at in range(0, len(page), 100)
    )
    assert articles(record(A, gzip.compress(page), sent="Content-Encoding: gzip\r\n")) == [STORY[-1]]
    assert articles(record(A, chunked + b"0\r\n\r\n", sent="Transfer-Encoding: chunked\r\n")) == [STORY[-1]]
    (short,) = articles(record(A, chunked[:-60], sent="Transfer-Encoding: chunked\r\n"))
    assert "cut off" in short
    (bomb,) = articles(record(A, gzip.compress(bytes(100_000_000)), sent="Content-Encoding: gzip\r\n"))
    assert "more than 20 MB" in bomb


def test_arc_records() -> None:
    head = b"filedesc://a.arc 0.0.0.0 20230515000000 text/plain 8\n1 0 test\n\n"
    assert articles(head + arc("https://post.example/a b")) == [STORY[-1]]


def test_what_is_no_page_is_left_out() -> None:
    picture = record(B).replace(b"Content-Type: text/html", b"Content-Type: image/png")
    assert cut(record(A) + picture + record(C).replace(b"200 OK", b"404 NO")) == [A]
