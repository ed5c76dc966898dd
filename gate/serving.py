"""A reader in a process of its own, and a client that asks it over connections that stay open, as many at once as it is told."""

from __future__ import annotations

import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PATIENCE = 120  # seconds for one answer
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: its status, its body, and whether the page will come by itself later."""

    status: int
    body: bytes
    later: bool


@dataclass(frozen=True, slots=True)
class Load:
    """Requests a second, and milliseconds of the middle one and of the slowest in a hundred."""

    rate: float
    middle: float
    slow: float


class Connection:
    """One connection that stays open, let in by the cookie."""

    def __init__(self, host: str, cookie: str) -> None:
        name, _, port = host.partition(":")
        self._socket = socket.create_connection((name, int(port)), PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head = f" HTTP/1.1\r\nhost: {host}\r\ncookie: {cookie}\r\n\r\n".encode()

    def ask(self, path: str) -> Answer:
        """Send one request and read its answer."""
        self._socket.sendall(f"GET {path}".encode() + self._head)
        got = bytearray()
        while (at := got.find(b"\r\n\r\n")) < 0:
            got += self._more()
        head = bytes(got[:at]).lower()
        length = _LENGTH.search(head)
        whole = at + 4 + (int(length[1]) if length else 0)
        while len(got) < whole:
            got += self._more()
        return Answer(int(head.split(b" ", 2)[1]), bytes(got[at + 4 : whole]), b"\r\nrefresh:" in head)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _more(self) -> bytes:
        read = self._socket.recv(1 << 18)
        if not read:
            raise ConnectionError("the reader hung up")
        return read


class Server:
    """A reader that runs: its host, its cookie, and the address that lets a browser in."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self._process = process
        parts = urlsplit(address)
        self.host = parts.netloc
        self.cookie = self._let_in(f"{parts.path}?{parts.query}")

    @property
    def address(self) -> str:
        """Where its pages are."""
        return f"http://{self.host}"

    def memory(self) -> float:
        """What its process holds of the machine's memory, in MB; where the system tells it, without the archive's file that it maps."""
        told = Path(f"/proc/{self._process.pid}/status")
        found = re.search(r"RssAnon:\s+(\d+)", told.read_text()) if told.exists() else None
        if found is None:
            command = ["ps", "-o", "rss=", "-p", str(self._process.pid)]
            return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) / 1024
        return int(found[1]) / 1024

    def connect(self) -> Connection:
        """A connection that is let in."""
        return Connection(self.host, self.cookie)

    def load(self, paths: Iterable[str], clients: int) -> Load:
        """Ask for all these, so many at a time."""
        every = list(paths)
        waiting, spent, lock = iter(every), list[float](), threading.Lock()

        def client() -> None:
            connection = self.connect()
            while True:
                with lock:
                    path = next(waiting, None)
                if path is None:
                    return connection.close()
                began = time.perf_counter()
                if connection.ask(path).status == 200:
                    spent.append(time.perf_counter() - began)

        began = time.perf_counter()
        threads = [threading.Thread(target=client) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - began
        if len(spent) < len(every):
            raise ConnectionError(
                f"{len(every) - len(spent)} of {len(every)} requests were not answered as they should be"
            )
        ranked = sorted(spent)
        return Load(len(ranked) / seconds, 1000 * statistics.median(ranked), 1000 * ranked[int(len(ranked) * 0.99)])

    def _let_in(self, path: str) -> str:
        """The cookie that the token is exchanged for."""
        with socket.create_connection(
            (self.host.partition(":")[0], int(self.host.partition(":")[2])), PATIENCE
        ) as opened:
            opened.sendall(f"GET {path} HTTP/1.1\r\nhost: {self.host}\r\nconnection: close\r\n\r\n".encode())
            answer = b"".join(iter(lambda: opened.recv(65_536), b"")).decode("latin-1")
        found = re.search(r"set-cookie: ([^;\r]+)", answer, re.IGNORECASE)
        if found is None:
            raise ConnectionError(f"the reader let nobody in: {answer[:100]!r}")
        return found[1]


@contextmanager
def served(path: Path) -> Iterator[Server]:
    """The reader of this archive, until it is no longer needed."""
    command = [sys.executable, "-m", "dateline", "serve", str(path), "--no-browser"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        yield Server(process, process.stdout.readline().strip())
    finally:
        process.terminate()
        process.wait(30)
