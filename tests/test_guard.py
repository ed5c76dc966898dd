"""A document that ends the process which reads it, or never comes to an end, is set aside with its reason, and the next one is read."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.read import Input, Unread, guard, read_all, serving
from dateline.read.options import KNOWING_NOTHING
from dateline.text.article import Article
from documents_made import PAGE, STORY

# A process that does what it should, but for a document with this word in it.
POISONED = """
import sys; sys.path[:] = sys.argv[1:]
import os, socket, time
from dateline.read import serving
whole = serving.articles_of
def articles_of(given, options):
    if b"POISON" in given.data:
        {}
    return whole(given, options)
serving.articles_of = articles_of
serving.MOST_SECONDS = 1
serving.serve()
"""


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    guard.close()
    yield
    guard.close()


def poisoned(monkeypatch: pytest.MonkeyPatch, deed: str) -> str:
    """Why a document was set aside with which the process does this; the documents around it are read."""
    monkeypatch.setattr(guard, "_START", POISONED.format(deed))
    pages = [Input(f"{name}.html", (PAGE + name).encode()) for name in ("a", "POISON", "b")]
    found = [each for page in pages for each in guard.guarded(page, KNOWING_NOTHING)]
    assert [isinstance(each, Article) for each in found] == [True, False, True]
    assert isinstance(found[1], Unread)
    return found[1].reason


def test_a_process_that_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    reason = poisoned(monkeypatch, "os._exit(7)")
    assert "set aside" in reason
    assert "exit code 7" in reason
    assert "2 times" in reason


def test_a_process_that_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "DEADLINE", 4.0)
    assert "longer than 4 seconds" in poisoned(monkeypatch, "time.sleep(600)")


def test_a_process_that_computes_without_end_stops_of_its_own_accord(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "processor's time" in poisoned(
        monkeypatch, "[None for _ in iter(int, 1)] if 0 else sum(0 for _ in iter(int, 1))"
    )


def test_a_process_that_takes_too_much_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "MB of memory" in poisoned(monkeypatch, "bytearray(3_000_000_000)")


@pytest.mark.parametrize(
    "deed", ["socket.create_connection(('127.0.0.1', 9))", "socket.getaddrinfo('a.example', 80)", "os.system('true')"]
)
def test_a_process_talks_to_nobody(monkeypatch: pytest.MonkeyPatch, deed: str) -> None:
    assert "PermissionError" in poisoned(monkeypatch, deed)


def test_one_death_is_forgiven(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mark = tmp_path / "died"
    deed = f"os.path.exists({str(mark)!r}) or (open({str(mark)!r}, 'w').close(), os._exit(7))"
    monkeypatch.setattr(guard, "_START", POISONED.format(deed))
    (found,) = guard.guarded(Input("a.html", (PAGE + "POISON").encode()), KNOWING_NOTHING)
    assert isinstance(found, Article)
    assert mark.exists()


def test_one_process_serves_many_and_an_odd_path_comes_back(tmp_path: Path) -> None:
    odd = "a\udcff.html"
    pages = [Input(odd, PAGE.encode()) for _ in range(3)]
    found = [each for page in pages for each in guard.guarded(page, KNOWING_NOTHING)]
    assert [each.source.path for each in found if isinstance(each, Article)] == [odd] * 3
    assert len(guard._idle.children) == 1


def test_what_the_starting_process_holds_does_not_wear_out_its_children() -> None:
    held = bytearray(serving.WORN_OUT + 1)
    held[::4096] = b"x" * len(held[::4096])  # pages that were written to are held
    assert all(isinstance(each, Article) for each in guard.guarded(Input("a.html", PAGE.encode()), KNOWING_NOTHING))
    assert len(guard._idle.children) == 1


def test_a_process_that_was_killed_meanwhile_is_replaced() -> None:
    page = Input("a.html", PAGE.encode())
    assert all(isinstance(each, Article) for each in guard.guarded(page, KNOWING_NOTHING))
    os.kill(guard._idle.children[0].process.pid, signal.SIGTERM)
    assert all(isinstance(each, Article) for each in guard.guarded(page, KNOWING_NOTHING))


def test_the_run_goes_on_and_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(guard, "_START", POISONED.format("os._exit(7)"))
    (tmp_path / "a.html").write_text(PAGE + "POISON", "utf-8")
    (tmp_path / "b.html").write_text(PAGE, "utf-8")
    assert main(["times", str(tmp_path)]) == 3
    assert "set aside" in capsys.readouterr().err


def test_plain_text_starts_no_process(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n\n".join(STORY), "utf-8")
    assert isinstance(next(read_all([tmp_path / "a.txt"])), Article)
    assert not guard._idle.children
