"""The API, `/api/v1`: the archive as JSON for programs, and for the pages' own buttons. Who may ask is the guard's business.

An operation is a row of `OPERATIONS`: its types, and a pure function of the archive and what was asked. Routes and the OpenAPI
document are both made from the rows.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from dateline.text.errors import (
    BadCorrection,
    BadDate,
    BadJudgement,
    BadQuery,
    CannotStore,
    DatelineError,
    Overtaken,
)
from dateline.web import answering as give
from dateline.web import api_shapes as s
from dateline.web.guarding import LARGEST
from dateline.web.openapi import document
from dateline.web.shelf import Shelf
from dateline.wire.shapes import RecordShape

LOG = logging.getLogger(__name__)
_CODES: tuple[tuple[type[Exception], int, s.ErrorCode], ...] = (
    (give.Missing, 404, "not_found"),
    (give.Settled, 409, "conflict"),
    (Overtaken, 409, "conflict"),
    (CannotStore, 503, "cannot_store"),
    (BadQuery, 400, "bad_request"),
    (BadCorrection, 400, "bad_request"),
    (BadJudgement, 400, "bad_request"),
    (BadDate, 400, "bad_request"),
)


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked: `give` makes the answer from the shelf, the path's parts, and the query or the body."""

    method: str
    path: str
    summary: str
    give: Callable[[Shelf, dict[str, Any], Any], Any]
    answer: type[msgspec.Struct]
    query: type[msgspec.Struct] | None = None
    body: type[msgspec.Struct] | None = None


_ONE = "/api/v1/articles/{article}"
OPERATIONS = (
    Operation("GET", "/api/v1/articles", "Articles in their latest versions", give.articles, s.ArticlesAnswer, give.PageQuery),
    Operation("GET", _ONE, "One article", give.article, s.ArticleAnswer),
    Operation("GET", f"{_ONE}/record", "Its record, corrected or as it was read", give.record, RecordShape, give.RecordQuery),
    Operation("GET", "/api/v1/events", "What happened, by day", give.events, s.EventsAnswer, give.EventsQuery),
    Operation("GET", "/api/v1/events/{article}/{finding}", "One event: values by source, and who says so", give.event, s.TellingAnswer),
    Operation("GET", "/api/v1/names/{key}", "What each outlet calls somebody", give.name, s.NameAnswer),
    Operation("GET", "/api/v1/search", "Articles that have all the words", give.search, s.HitsAnswer, give.SearchQuery),
    Operation("GET", "/api/v1/adding", "How far the files are that are added from the first page", give.adding, s.AddingAnswer),
    Operation("GET", "/api/v1/corrections", "What was corrected", give.corrections, s.CorrectionsAnswer, give.CorrectionsQuery),
    Operation("POST", "/api/v1/corrections", "Correct a finding", give.correct, s.CorrectionAnswer, body=s.CorrectionAsked),
    Operation("POST", "/api/v1/judgements", "Say that two are the same, or not", give.judge, s.JudgementAnswer, body=s.JudgementAsked),
    Operation("POST", "/api/v1/undo", "Take a correction or a judgement back", give.undo, s.UndoneAnswer, body=s.UndoAsked),
)  # fmt: skip


@cache
def openapi() -> bytes:
    """The OpenAPI document."""
    return msgspec.json.format(msgspec.json.encode(document(OPERATIONS, version("dateline"))), indent=1)


def _route(operation: Operation) -> Route:
    async def answered(request: Request) -> Response:
        try:
            asked = await _asked(operation, request)
        except (msgspec.DecodeError, ValueError) as error:
            return _wrong(400, "bad_request", str(error))
        except ClientDisconnect:
            return _wrong(413, "too_large", f"more than {LARGEST:,} bytes; send one correction at a time")
        except _NotJson:
            return _wrong(415, "not_json", "send JSON, with the header Content-Type: application/json")
        if asked is _TOO_LARGE:
            return _wrong(413, "too_large", f"more than {LARGEST:,} bytes; send one correction at a time")
        shelf: Shelf = request.app.state.shelf
        return await shelf.read(_given, operation, request, asked)

    return Route(operation.path, answered, methods=[operation.method])


class _NotJson(Exception):
    """The body says that it is something else."""


_TOO_LARGE = object()


async def _asked(operation: Operation, request: Request) -> Any:
    """What was asked, in its type."""
    if operation.query is not None:
        told = dict(request.query_params)
        allowed = {field.encode_name for field in msgspec.structs.fields(operation.query)}
        if odd := sorted(set(told) - allowed):
            raise ValueError(f"{odd[0][:40]!r} is nothing that is asked here; there are {', '.join(sorted(allowed))}")
        return msgspec.convert(told, operation.query, strict=False)
    if operation.body is None:
        return None
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise _NotJson
    body = await request.body()
    return _TOO_LARGE if len(body) > LARGEST else msgspec.json.decode(body, type=operation.body)


def _given(operation: Operation, request: Request, asked: Any) -> Response:
    try:
        made = operation.give(request.app.state.shelf, dict(request.path_params), asked)
        return _json(msgspec.json.encode(msgspec.convert(made, operation.answer)), 201 if operation.body else 200)
    except DatelineError as error:
        found = next(((status, code) for kind, status, code in _CODES if isinstance(error, kind)), None)
        if found is None:
            LOG.error("%s: %s", request.url.path, error)
        status, code = found or (500, "failed")
        return _wrong(status, code, str(error), error.seen if isinstance(error, Overtaken) else None)


def _wrong(status: int, code: s.ErrorCode, message: str, seen: int | None = None) -> Response:
    return _json(msgspec.json.encode(s.ErrorAnswer(s.Wrong(code, message, seen))), status)


def _json(body: bytes, status: int = 200) -> Response:
    return Response(body, status, media_type="application/json")


def _described(_: Request) -> Response:
    return _json(openapi())


def _nothing(request: Request) -> Response:
    return _wrong(
        404, "not_found", f"{request.url.path[:100]}: there is nothing here; /api/v1/openapi.json says what there is"
    )


routes = [
    *(_route(operation) for operation in OPERATIONS),
    Route("/api/v1/openapi.json", _described),
    Route("/api/{rest:path}", _nothing, methods=["GET", "POST", "DELETE"]),
]
