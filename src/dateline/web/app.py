"""The reader as an application: which address shows which screen. Screens are made by pure functions in files of their own.

A page that was made is kept for as long as nothing is added to the archive.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterable
from functools import cache
from typing import Any, NamedTuple

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from dateline.relate.dossier import Dossier, Happening
from dateline.relate.judgement import Pointer
from dateline.show.inert import one_line
from dateline.show.page import page as page_of
from dateline.text.errors import BadQuery, DatelineError
from dateline.text.kept import Kept
from dateline.web import api, article, compare, event, home, name, people, saying, search, time_place
from dateline.web.adding import uploads_of
from dateline.web.guarding import LARGER, Guard, Keys
from dateline.web.linking import safe, served
from dateline.web.pages import STATIC, rendered
from dateline.web.sameness import sameness
from dateline.web.sending import sent
from dateline.web.shelf import Shelf

PATIENCE = 0.3  # seconds that a page waits for what takes long; then it says so, and asks again
LONG = 600.0  # and that a file to keep waits
WAITING: dict[str, Any] = {"pending": True, "islands": (), "here": "", "count": 0}
PAGES = 48_000_000  # bytes of pages that are kept
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json"}
LOG = logging.getLogger(__name__)
Show = Callable[[Shelf, Request], tuple[str, dict[str, Any]]]


class Page(NamedTuple):
    """A page that was made, and whether all of it is there."""

    html: bytes
    done: bool


def reader(shelf: Shelf, *, hosts: Iterable[str], keys: Keys | None = None) -> Starlette:
    """The application that shows this archive, at these hosts ("127.0.0.1:8123"), to whom these keys let in."""
    guard = Middleware(Guard, hosts=tuple(hosts), keys=keys or Keys(), plain=plain)
    made = Starlette(
        routes=[
            _page("/", _home, also=lambda shelf: shelf.adding.job),
            Route("/add", _add, methods=["POST"]),
            _page("/a/{article:int}", _article),
            _page("/e/{article:int}/{finding}", _event),
            _page("/compare/{article:int}/{finding}", _compare),
            _page("/n/{name:path}", _name),
            _page("/search", _search),
            _page("/time", _time),
            _file("/send/a/{article:int}", _send_article),
            _file("/send/e/{article:int}/{finding}", _send_event),
            _file("/send/time", _send_time),
            *saying.routes,
            *api.routes,
            Route("/static/{name}", _static),
        ],
        middleware=[guard],
        exception_handlers={HTTPException: _refused, DatelineError: _refused, Exception: _broken},
    )
    made.router.redirect_slashes = False  # to a path that was asked for, nobody is sent
    made.state.shelf = shelf
    made.state.pages = Kept(PAGES)
    return made


def plain(code: int, words: str) -> Response:
    """A page that says what is wrong and what to do."""
    return HTMLResponse(
        rendered("refused.html", link=lambda *_, **__: "", root="/", code=code, words=words), status_code=code
    )


def root_of(path: str) -> str:
    """What leads from a page to the first one.

    >>> root_of("/"), root_of("/search"), root_of("/e/1/e@16")
    ('', '', '../../')
    """
    return "../" * (path.count("/") - 1)


def _page(path: str, show: Show, *, also: Callable[[Shelf], Hashable] = lambda _: None) -> Route:
    """The route of a screen: `show` gives its template and what stands in it, `also` what it shows that is not in the archive."""

    async def made(request: Request) -> Response:
        shelf: Shelf = request.app.state.shelf
        pages: Kept = request.app.state.pages
        key = (request.url.path, request.url.query, shelf.archive.state(), also(shelf))

        def page() -> Page:
            template, shown = show(shelf, request)
            root = root_of(request.scope["path"])
            done = not shown.get("pending", False)
            return Page(rendered(template, link=served(root), root=root, shelf=shelf.title, **shown).encode(), done)

        def kept() -> Page:
            return pages.get(key, page, lambda page: len(page.html), lambda page: page.done)

        # What is kept is given at once; a thread is for what takes longer.
        shown = kept() if pages.holds(key) else await shelf.read(kept)
        return HTMLResponse(shown.html, headers={} if shown.done else {"refresh": "1"})

    return Route(path, made)


def _file(path: str, send: Callable[[Request], Response]) -> Route:
    """The route of a file to keep."""

    async def made(request: Request) -> Response:
        shelf: Shelf = request.app.state.shelf
        return await shelf.read(send, request)

    return Route(path, made)


def _article(shelf: Shelf, request: Request) -> tuple[str, dict[str, Any]]:
    number = request.path_params["article"]
    versions = tuple(shelf.archive.versions(number)) if number < 2**63 else ()
    if not versions:
        raise HTTPException(404, f"There is no article {number}.")
    told, seen = people.of_article(shelf.archive, number), shelf.archive.state()[2]
    view = article.screen(number, shelf.archive.record(number), versions, told=told, seen=seen)
    shown = {"choices": article.choices(), "islands": islands("article"), "here": "Articles"}
    return "article.html", {"view": view, "quiet": article.QUIET, **shown}


def _home(shelf: Shelf, request: Request) -> tuple[str, dict[str, Any]]:
    page = _number(request, "page")
    if not 1 <= page <= home.pages_of(len(shelf.numbers)):
        raise HTTPException(404, f"There is no page {page}; the last is {home.pages_of(len(shelf.numbers))}.")
    eye = shelf.in_time("eye", lambda: home.look(shelf.whole(), shelf.archive), PATIENCE)
    if eye is not None:
        shelf.prepare([Pointer(*entry.parts) for entry in eye.events])
    view, job = home.screen(shelf.archive, page, eye), shelf.adding.job
    waits = eye is None or job.state == "reading"
    return "home.html", {"view": view, "job": job, "islands": islands("home"), "here": "Articles", "pending": waits}


async def _add(request: Request) -> Response:
    """Take what a form sends, and go on with the first page, which tells how far it is."""
    shelf: Shelf = request.app.state.shelf
    try:
        uploads = uploads_of(await request.body(), request.headers.get("content-type", ""))
    except ClientDisconnect:
        raise HTTPException(
            413, f"More than {LARGER['/add'] // 1_000_000} MB are not taken at once; use `dateline add`."
        ) from None
    if not shelf.adding.begin(uploads):
        raise HTTPException(409, "Other files are being added; go back when they are done, and send these again.")
    return RedirectResponse("/", status_code=303)


def _name(shelf: Shelf, request: Request) -> tuple[str, dict[str, Any]]:
    asked = request.path_params["name"]
    view = name.asked_for(shelf.archive, asked)
    if view is None:
        raise HTTPException(404, f"Nobody and no place is named {one_line(asked, 80)!r} here.")
    return "name.html", {"view": view, "islands": islands("name"), "here": ""}


def _search(shelf: Shelf, request: Request) -> tuple[str, dict[str, Any]]:
    fields = {key: value for key, value in request.query_params.items() if key in search.FIELDS and value.strip()}
    view = search.screen(shelf.archive, search.asked_for(fields), _number(request, "page"))
    if view is None:
        raise HTTPException(404, "The list of what was found has no such page.")
    shown = {
        "kinds": search.KINDS,
        "sources": search.SOURCES,
        "fields": fields,
        "searched": bool(fields),
        "asked": view.asked.words,
    }
    return "search.html", {"view": view, "islands": islands("search"), "here": "", **shown}


def _time(shelf: Shelf, request: Request, patience: float = PATIENCE) -> tuple[str, dict[str, Any]]:
    fields = {key: value for key, value in request.query_params.items() if key in time_place.FIELDS and value.strip()}
    asked = time_place.asked_for(fields)
    numbers = time_place.chosen(shelf.archive, asked, shelf.numbers)
    if not shelf.is_laid(numbers, patience):
        return "wait.html", {**WAITING, "count": len(numbers), "here": "Time and place"}
    view = time_place.screen(shelf.beside(numbers), asked, len(shelf.numbers))
    shown = {"asks": time_place.FIELDS, "fields": fields, "islands": islands("time"), "here": "Time and place"}
    return "time.html", {"view": view, **shown}


def _number(request: Request, name: str) -> int:
    """A whole number that the address gives; 1 where it gives none."""
    words = request.query_params.get(name, "1")
    if not (words.isascii() and words.isdecimal() and len(words) < 10):
        raise HTTPException(404, f"{name}: {words[:40]!r} is no number.")
    return int(words)


def _event(shelf: Shelf, request: Request, patience: float = PATIENCE) -> tuple[str, dict[str, Any]]:
    pointer = _pointer(shelf, request)
    if not shelf.is_laid(pointer, patience):
        return "wait.html", WAITING
    dossier, happening = _told(shelf, pointer)
    shown = {"article": pointer.article, "finding": pointer.finding, "islands": islands("event"), "here": ""}
    said = people.of_events(shelf.archive, dossier)(happening)
    one = sameness(dossier, happening, shelf.archive.state()[1])
    return "event.html", {"view": event.screen(dossier, happening, said=said, one=one), **shown}


def _compare(shelf: Shelf, request: Request) -> tuple[str, dict[str, Any]]:
    pointer = _pointer(shelf, request)
    if not shelf.is_laid(pointer, PATIENCE):
        return "wait.html", WAITING
    dossier, happening = _told(shelf, pointer)
    shown = {"article": pointer.article, "finding": pointer.finding, "islands": islands("compare"), "here": ""}
    return "compare.html", {"view": compare.screen(dossier, happening), **shown}


def _pointer(shelf: Shelf, request: Request) -> Pointer:
    """The event that the address names."""
    number, finding = request.path_params["article"], request.path_params["finding"]
    if number >= 2**63 or not shelf.archive.versions(number):
        raise HTTPException(404, f"There is no article {number}.")
    if not any(finding == each.id for each in shelf.archive.record(number).events):
        raise HTTPException(404, f"Article {number} tells no event {finding[:40]}.")
    return Pointer(str(number), finding)


def _told(shelf: Shelf, pointer: Pointer) -> tuple[Dossier, Happening]:
    """The event among the articles that may tell of it."""
    dossier = shelf.around(pointer)
    try:
        return dossier, dossier.happening(pointer)
    except KeyError:
        raise HTTPException(404, f"The event {pointer} stands alone; its article has it.") from None


def _send_article(request: Request) -> Response:
    number = request.path_params["article"]
    _, shown = _article(request.app.state.shelf, request)
    return _sent(page_of(request.app.state.shelf.archive.record(number)), f"article-{number}", shown["view"].heading)


def _send_event(request: Request) -> Response:
    template, shown = _event(request.app.state.shelf, request, LONG)
    return _sent(sent(template, **shown), f"event-{shown['article']}-{shown['finding']}", shown["view"].when)


def _send_time(request: Request) -> Response:
    template, shown = _time(request.app.state.shelf, request, LONG)
    return _sent(sent(template, **shown), "time-and-place", " ".join(shown["fields"].values()))


def _sent(html: str, name: str, words: str) -> Response:
    """A file to keep: it is never shown from here, where the pages' own policy would take its style away."""
    file = f"{safe(f'{name} {words}')}.html"
    return HTMLResponse(
        html.encode("utf-8", "replace"), headers={"content-disposition": f'attachment; filename="{file}"'}
    )


@cache
def islands(*names: str) -> tuple[str, ...]:
    """Those of the scripts that are there."""
    return tuple(name for name in names if (STATIC / f"{name}.js").is_file())


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    """The files that pages load, by name; no other name leads to a file."""
    return {file.name: (file.read_bytes(), TYPES[file.suffix]) for file in STATIC.iterdir() if file.suffix in TYPES}


def _static(request: Request) -> Response:
    found = _files().get(request.path_params["name"])
    if found is None:
        raise HTTPException(404, "There is no such file.")
    return Response(found[0], media_type=found[1])


def _refused(_: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        return plain(error.status_code, error.detail)
    return plain(400 if isinstance(error, BadQuery) else 500, str(error))


def _broken(request: Request, error: Exception) -> Response:
    LOG.error("%s: %s: %s", request.url.path, type(error).__name__, error)
    return plain(500, "This page could not be made; the reader itself goes on. Please report it.")
