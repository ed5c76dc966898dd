"""Strangers' bytes are parsed in processes that can be stopped; they are kept, so a document costs what its parser costs.

A document that a process dies on, or that takes too long, is tried once more in a fresh one and then set aside with its reason.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.read.inputs import Input
from dateline.read.late import late
from dateline.read.options import Address, ReadOptions, Unread
from dateline.read.reading import articles_of
from dateline.text.article import Article
from dateline.text.errors import CannotRead

if TYPE_CHECKING:
    from subprocess import Popen

DEADLINE = 30.0  # seconds for one article by the clock; by the processor's time it is `serving.MOST_SECONDS`
MOST_DEATHS = 2
PIPE = 1 << 20  # bytes: a page goes over at once, where 64 KB at a time would have both processes wait for each other
OUT_OF_TIME = -24  # how the system ends a process that has had its time (SIGXCPU)
_START = "import sys; sys.path[:] = sys.argv[1:]; from dateline.read.serving import serve; serve()"
# One process, one thread: the numeric libraries would start one for each core, and reserve memory for each.
_QUIET = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(slots=True)
class _Child:
    """A process that parses, when its time for the answer that is waited for is up, and whether it was stopped for that."""

    process: Popen[bytes]
    until: float = 0.0
    late: bool = False


@dataclass(slots=True)
class _Idle:
    """The processes that have nothing to do. They belong to the process that started them, not to one forked from it."""

    owner: int = 0
    children: list[_Child] = field(default_factory=list)
    busy: list[_Child] = field(default_factory=list)
    watch: threading.Thread | None = None


_idle = _Idle()


def guarded(given: Input, options: ReadOptions) -> Iterator[Article | Unread]:
    """The articles of the input, read by another process; Unread says why it was set aside, where it was."""
    if not sys.executable or sys.platform == "emscripten":  # nothing to start a process with
        return articles_of(given, options)
    return (found for found in _tried(given, options) if not isinstance(found, tuple))


def guarded_addresses(data: bytes) -> tuple[Address, ...]:
    """The addresses that a feed or a sitemap names, read by another process; CannotRead where it is neither."""
    for found in _tried(Input("list", data), ReadOptions(), listing=True):
        if isinstance(found, tuple):
            return found
        if isinstance(found, Unread):
            raise CannotRead(found.reason)
    return ()


def _tried(
    given: Input, options: ReadOptions, *, listing: bool = False
) -> Iterator[Article | Unread | tuple[Address, ...]]:
    """What a process answers; where it dies, what another one does, and then that they died."""
    serving = late("dateline.read.serving")
    path = given.path.encode("utf-8", "replace").decode()  # a name that is no UTF-8 stays on this side
    told = 0
    reason = ""
    for _ in range(MOST_DEATHS):
        child = _take()
        try:
            for found in _asked(child, serving.Request(replace(given, path=path), options, told, listing)):
                told += 1
                yield _back(found, path, given.path)
            return
        except (EOFError, OSError):
            reason = _death(child)
            if child.process.returncode == OUT_OF_TIME:
                break  # another would take as long: its time is counted, not the clock's
            reason += f", {MOST_DEATHS} times over"
        finally:
            if not _is_free(child):
                _stop(child)
    yield Unread(given.path, None, f"set aside: {reason}; give its text, or look at what it holds")


def _asked(child: _Child, request: Any) -> Iterator[Article | Unread | tuple[Address, ...]]:
    """What the process answers; EOFError where it dies."""
    serving, msgpack = late("dateline.read.serving"), late("msgspec.msgpack")
    _watch(child)
    try:
        serving.send(child.process.stdin, msgpack.encode(request))
        while True:
            data = serving.receive(child.process.stdout)
            child.until = float("inf")  # what is done with the answer takes the time that it takes
            if data is None:
                raise EOFError
            reply = msgpack.decode(data, type=serving.Reply)
            found = reply.article or reply.unread or reply.listed
            if found is not None:
                yield found
            else:
                if not reply.last:
                    _idle.children.append(child)
                return
            child.until = time.monotonic() + DEADLINE
    finally:
        _idle.busy.remove(child)


def _back(
    found: Article | Unread | tuple[Address, ...], sent: str, path: str
) -> Article | Unread | tuple[Address, ...]:
    """What was found, with the path as it was given and what the process put behind it."""
    match found:
        case Article():
            return replace(found, source=replace(found.source, path=path + (found.source.path or "")[len(sent) :]))
        case Unread():
            return replace(found, path=path + (found.path or "")[len(sent) :])
        case _:
            return found


def _watch(child: _Child) -> None:
    """Have the process stopped when its time is up: what waits for its answer then sees it end.

    One thread watches all: to start a timer for each document would cost more than to read a short one.
    """
    child.until = time.monotonic() + DEADLINE
    _idle.busy.append(child)
    if _idle.watch is None or not _idle.watch.is_alive():
        _idle.watch = threading.Thread(target=_stop_late_ones, daemon=True)
        _idle.watch.start()


def _stop_late_ones() -> None:
    while True:
        time.sleep(0.25)
        for child in [*_idle.busy]:
            if time.monotonic() > child.until:
                child.late = True
                child.process.kill()


def _take() -> _Child:
    if _idle.owner != os.getpid():
        if not _idle.owner:
            atexit.register(close)
        _idle.owner, _idle.children, _idle.busy, _idle.watch = os.getpid(), [], [], None
    while _idle.children:
        child = _idle.children.pop()
        if child.process.poll() is None:
            return child
        _stop(child)
    return _Child(_started())


def _started() -> Popen[bytes]:
    subprocess: Any = late("subprocess")
    paths = [str(Path(path).absolute()) for path in sys.path]
    process: Popen[bytes] = subprocess.Popen(
        [sys.executable, "-I", "-c", _START, *paths],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **_QUIET},
    )
    fcntl: Any = late("fcntl") if sys.platform == "linux" else None
    for stream in (process.stdin, process.stdout):
        if fcntl is not None and stream is not None:
            with suppress(OSError):  # a user may have no more such room: then pages go over in pieces
                fcntl.fcntl(stream.fileno(), fcntl.F_SETPIPE_SZ, PIPE)
    return process


def _is_free(child: _Child) -> bool:
    return any(each is child for each in _idle.children)


def _death(child: _Child) -> str:
    """What ended the process, in words."""
    code = child.process.wait()
    if child.late:
        return f"took longer than {DEADLINE:g} seconds to read"
    serving = late("dateline.read.serving")
    if code == OUT_OF_TIME:
        return f"took more than {serving.MOST_SECONDS} seconds of the processor's time to read"
    return f"ended the process that read it (exit code {code})"


def _stop(child: _Child) -> None:
    child.process.kill()
    child.process.wait()
    for stream in (child.process.stdin, child.process.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:  # what was not sent to a process that is gone
                continue


def close() -> None:
    """Stop all processes that wait for work."""
    if _idle.owner == os.getpid():
        while _idle.children:
            _stop(_idle.children.pop())
