"""Open a reader in the browser: an archive, or articles that are read now. It answers on this machine only, to the browser it opens.

PATH is an archive, or what `dateline read` takes. Articles are put into an archive of their own, which goes when the reader stops:
to keep what you correct, put them into one with `dateline add`. Stop it with Control-C.
"""

from __future__ import annotations

import argparse
import importlib
import os
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dateline.cli import OK
from dateline.store.adding import add_all
from dateline.store.archive import Archive
from dateline.store.sqlite import is_archive
from dateline.text.errors import BadQuery
from dateline.web.app import reader
from dateline.web.guarding import Keys
from dateline.web.shelf import Shelf

HOST = "127.0.0.1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="an archive; or files and folders of articles")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="the port (any that is free)")
    parser.add_argument("--no-browser", action="store_true", help="print the address and open nothing")


def run(options: argparse.Namespace) -> int:
    """Serve until stopped; the exit code."""
    with shelf_of(options.paths) as shelf, _listening(options.port) as listener:
        port = listener.getsockname()[1]
        keys = Keys(
            used=lambda token: print(f"dateline: for another browser: {_address(port, token)}", file=sys.stderr)
        )
        app = reader(shelf, hosts=(f"{HOST}:{port}", f"localhost:{port}"), keys=keys)
        address = _address(port, keys.token)
        print(address, flush=True)
        if not options.no_browser:
            webbrowser.open(address)
        uvicorn = importlib.import_module("uvicorn")  # 100 ms, which no other command pays
        config = uvicorn.Config(
            app,
            log_level="error",
            proxy_headers=False,
            server_header=False,
            date_header=False,
            ws="none",
            lifespan="off",
        )
        uvicorn.Server(config).run(sockets=[listener])
    return OK


@contextmanager
def shelf_of(paths: list[str]) -> Iterator[Shelf]:
    """The archive, or one made of the articles for as long as it is looked at."""
    if len(paths) == 1 and is_archive(Path(paths[0])):
        shelf = Shelf(Path(paths[0]))
        try:
            yield shelf
        finally:
            shelf.close()
        return
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        made = Path(folder, "articles.db")
        print("dateline: reading the articles…", file=sys.stderr)
        with Archive.open(made, write=True) as archive:
            done = add_all(archive, paths, workers=0 if len(paths) < 4 else os.cpu_count() or 1)
            reasons = [f"{failure.path}: {failure.reason}" for failure in archive.failures()]
        for reason in reasons:
            print(f"dateline: {reason}", file=sys.stderr)
        if not done.added:
            raise BadQuery(f"{', '.join(paths)}: no archive, and no articles found there")
        shelf = Shelf(made, title=", ".join(Path(path).name for path in paths))
        try:
            yield shelf
        finally:
            shelf.close()


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    if not 0 <= port < 65_536:
        raise BadQuery(f"port {port}: ports go from 1 to 65535; leave --port out to take one that is free")
    try:
        listener = socket.create_server((HOST, port))
    except OSError as error:
        raise BadQuery(f"port {port}: {error.strerror}; leave --port out to take one that is free") from error
    # What accepts inherits it; the event loop sets it only on sockets that name their protocol. Without it small pages wait 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with listener:
        yield listener


def _address(port: int, token: str) -> str:
    return f"http://{HOST}:{port}/?token={token}"
