"""The reader as its tests ask it: small archives made by hand, and a client that sends exactly what it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette

from dateline.store.archive import Archive
from dateline.text.record import Record
from dateline.web.app import reader
from dateline.web.guarding import Keys
from dateline.web.shelf import Shelf
from relate_records import Page

HOST = "127.0.0.1:8123"
SECRET = "the secret of this test"
COOKIE = f"dateline-8123={SECRET}"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


def blast() -> list[Record]:
    """Three articles by three outlets about one blast: they agree on the day, and not on the toll."""
    made = []
    for outlet, day, toll, source in (
        ("The Osk Bee", 5, "at least 12 people", "The ministry"),
        ("Valley Post", 6, "14 people", "The hospital"),
        ("Harbour Wire", 6, "17 people", "The union"),
    ):
        said = f"a blast killed {toll} in Osk on Monday"
        page = Page(f"Blast in Osk, by {outlet}", f"{source} said {said}.", outlet=outlet, day=day)
        speaker = page.name(source)
        told = page.says(source, said, speaker=speaker)
        page.event("killed", "ASSAULT", "kill", day=4, told_in=told, place="Osk", toll=toll)
        made.append(page.record())
    return made


def archive(path: Path, records: Iterable[Record]) -> Path:
    """An archive of these records."""
    with Archive.open(path, write=True) as made:
        for record in records:
            made.add(record)
    return path


def app_of(path: Path, keys: Keys | None = None) -> Starlette:
    """The reader of an archive."""
    return reader(Shelf(path), hosts=(HOST,), keys=keys or Keys(secret=SECRET))


def ask(
    app: Any,
    path: str,
    *,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    cookie: str = COOKIE,
    body: bytes = b"",
) -> Answer:
    """Send one request as it is, with nothing put right, and give the answer."""
    told = {"host": HOST, "cookie": cookie, **(headers or {})}
    raw, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http", "root_path": "",
        "path": unquote(raw), "raw_path": raw.encode("latin-1"), "query_string": query.encode("latin-1"),
        "headers": [(name.lower().encode(), value.encode("utf-8")) for name, value in told.items()],
        "client": ("127.0.0.1", 50_000), "server": ("127.0.0.1", 8123),
    }  # fmt: skip
    return asyncio.run(_answered(app, scope, body))


async def _answered(app: Any, scope: dict[str, Any], body: bytes) -> Answer:
    messages: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        messages.append(message)

    await app(scope, receive, send)
    headers = {name.decode(): value.decode("latin-1") for name, value in messages[0]["headers"]}
    text = b"".join(message.get("body", b"") for message in messages[1:]).decode()
    return Answer(messages[0]["status"], headers, text)
