"""The process that parses strangers' bytes for another: requests come in on standard input, articles go out as they are read.

It cannot open a connection or start a program, takes no more memory than it may, and dies of its own accord where one article
takes too much of the processor's time, even if nobody is left to stop it.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

import msgspec

from dateline.read.inputs import Input
from dateline.read.late import late
from dateline.read.options import Address, ReadOptions, Unread
from dateline.read.reading import articles_of
from dateline.text.article import Article
from dateline.text.collecting import seldom_collecting
from dateline.text.errors import DatelineError

MOST_MEMORY = 1_000_000_000  # bytes that reading one document may take
MOST_ADDRESSES = 4_000_000_000  # bytes of address space: libraries map far more than they use
WORN_OUT = 600_000_000  # bytes after which a process is replaced: parsers do not give back all they take
MOST_SECONDS = 10  # of the processor for one article; the slowest page of news in 400 takes 0.5
_FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto", "subprocess.Popen", "os.system",
              "os.exec", "os.fork", "os.posix_spawn", "os.startfile")  # fmt: skip


class Request(msgspec.Struct, array_like=True):
    """An input to be read; the first `skip` articles of it are known. `listing`: the addresses in it are wanted, no articles."""

    given: Input
    options: ReadOptions
    skip: int = 0
    listing: bool = False


class Reply(msgspec.Struct, array_like=True):
    """An article, or why there is none; with neither, the input is done. `last`: the process is worn out."""

    article: Article | None = None
    unread: Unread | None = None
    last: bool = False
    listed: tuple[Address, ...] | None = None


def serve() -> None:
    """What the process does until its standard input is closed."""
    requests = sys.stdin.buffer
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no reply
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    sys.addaudithook(_refuse)
    sys.dont_write_bytecode = True
    with seldom_collecting():
        _answer(requests, replies)


def _answer(requests: BinaryIO, replies: BinaryIO) -> None:
    decoder = msgspec.msgpack.Decoder(Request)
    while (data := receive(requests)) is not None:
        request = decoder.decode(data)
        last = False
        _allow(MOST_SECONDS)
        for number, reply in enumerate(_replies(request)):
            if number >= request.skip:
                send(replies, msgspec.msgpack.encode(reply))
            last = last or reply.last
            _allow(MOST_SECONDS)
        send(replies, msgspec.msgpack.encode(Reply(last=last or _size() > WORN_OUT)))


def _replies(request: Request) -> Iterator[Reply]:
    given = request.given
    try:
        if request.listing:
            yield Reply(listed=tuple(late("dateline.read.formats.sitemap").addresses(given.data)))
            return
        for found in articles_of(given, request.options):
            yield Reply(unread=found) if isinstance(found, Unread) else Reply(found)
    except MemoryError:
        reason = f"needs more than {MOST_MEMORY // 1_000_000} MB of memory; split it into its articles"
        yield Reply(unread=Unread(given.path, None, reason), last=True)
    except DatelineError as error:
        yield Reply(unread=Unread(given.path, None, str(error)))
    except Exception as error:  # a parser that stumbles over one document
        told = " ".join(str(error).split())[:200]
        yield Reply(unread=Unread(given.path, None, f"cannot be read ({type(error).__name__}: {told})"))


def send(stream: BinaryIO, data: bytes) -> None:
    """A message with its length before it."""
    for piece in (len(data).to_bytes(8, "big"), data):
        view = memoryview(piece)
        while view:
            view = view[stream.write(view) :]
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """The next message; None where the other side is gone."""
    size = stream.read(8)
    if len(size) < 8:
        return None
    data = stream.read(int.from_bytes(size, "big"))
    return data if len(data) == int.from_bytes(size, "big") else None


def _refuse(event: str, arguments: object) -> None:
    """Nothing in a document makes the reader talk to anybody."""
    del arguments
    if event in _FORBIDDEN:
        raise PermissionError(f"reading a document tried to use {event}")


def _limit_memory() -> None:
    if os.name == "posix":
        resource = importlib.import_module("resource")
        for limit, most in (("RLIMIT_AS", MOST_ADDRESSES), ("RLIMIT_DATA", MOST_MEMORY), ("RLIMIT_CORE", 0)):
            _set_limit(resource, limit, most)


def _allow(seconds: int) -> None:
    """So many seconds more of the processor's time; then the system ends the process."""
    if os.name == "posix":
        resource = importlib.import_module("resource")
        used = resource.getrusage(resource.RUSAGE_SELF)
        _set_limit(resource, "RLIMIT_CPU", int(used.ru_utime + used.ru_stime) + 1 + seconds)


def _set_limit(resource: Any, name: str, most: int) -> None:
    """Lower a limit; a system that knows it not, or keeps a lower one, goes on with its own."""
    which = getattr(resource, name, None)
    if which is None:
        return
    try:
        hard = resource.getrlimit(which)[1]
        resource.setrlimit(which, (most if hard < 0 else min(most, hard), hard))
    except (ValueError, OSError):
        return


def _size() -> int:
    """The memory that the process holds, in bytes; 0 where the system does not say.

    Not the most that it has held: Linux counts there what the process that started it held, and a large one would have each
    of its children replaced after one document.
    """
    if sys.platform == "linux":
        with suppress(OSError), open("/proc/self/statm", "rb") as told:
            return int(told.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    if os.name != "posix":
        return 0
    resource = importlib.import_module("resource")
    held: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held if sys.platform == "darwin" else held * 1024
