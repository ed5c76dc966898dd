"""`dateline serve` as a user starts it: a process of its own, the address that it prints, and how it ends."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.cli.serve import shelf_of
from reader_made import archive, blast


@contextmanager
def served(*arguments: str) -> Iterator[tuple[int, str]]:
    """The port and the token of a reader that runs until the block ends."""
    command = [sys.executable, "-m", "dateline", "serve", "--no-browser", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/\?token=(\S+)\n", process.stdout.readline())
        assert found is not None
        yield int(found[1]), found[2]
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
        assert "Traceback" not in said
        assert process.returncode in (0, 130)


def asked(port: int, path: str, cookie: str = "") -> tuple[int, str, str]:
    """Status, the cookie that was set, and the page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"cookie": cookie})
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    return answer.status, answer.getheader("set-cookie", "").partition(";")[0], page


@pytest.mark.network
def test_the_printed_address_opens_the_reader_once(tmp_path: Path) -> None:
    path = archive(tmp_path / "blast.db", blast())
    with served(str(path)) as (port, token):
        assert asked(port, "/")[0] == 403
        status, cookie, _ = asked(port, f"/?token={token}")
        assert status == 303
        status, _, page = asked(port, "/", cookie)
        assert status == 200
        assert "3 articles" in page
        assert asked(port, f"/?token={token}")[0] == 403
        assert asked(port, "/" + "a" * 20_000, cookie)[0] == 414


def test_what_cannot_be_served_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--no-browser", str(tmp_path / "none.db")]) == 1
    assert "no archive, and no articles found there" in capsys.readouterr().err
    assert main(["serve", "--no-browser", "--port", "99999", str(archive(tmp_path / "blast.db", blast()))]) == 1
    assert "port 99999" in capsys.readouterr().err


def test_articles_are_read_into_an_archive_that_goes() -> None:
    with shelf_of(["demo/articles/hpb-blast-at-port-arlen.txt"]) as shelf:
        path = shelf.path
        assert shelf.numbers == (1,)
        assert shelf.title == "hpb-blast-at-port-arlen.txt"
    assert not path.exists()
