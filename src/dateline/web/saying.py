"""What people say by the forms of the pages: of events, names and blocks, and that they take it back. It needs no script.

A form is answered by sending the browser back to its page, which is made anew with what was said. Where somebody was quicker, a page
says so and offers the same form again. Who may send one is the guard's business, what is kept that of `answering`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import get_args
from urllib.parse import parse_qsl, quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from dateline.relate.corrections import Field
from dateline.relate.same_name import key_of
from dateline.store.side_by_side import event_pointer
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
from dateline.web.pages import rendered
from dateline.web.sameness import address_of, parted
from dateline.web.shelf import Shelf

MOST_FIELDS, MOST_PARTED = 500, 400
# Where a form leads back to: a page of ours, never an address of somebody else's.
_PAGE = re.compile(r"a/\d{1,18}|e/\d{1,18}/e@\d{1,18}|n/.{1,2000}", re.ASCII | re.DOTALL)
_CODES: tuple[tuple[type[DatelineError], int], ...] = (
    (give.Missing, 404),
    (give.Settled, 409),
    (Overtaken, 409),
    (CannotStore, 503),
    (BadQuery, 400),
    (BadCorrection, 400),
    (BadJudgement, 400),
    (BadDate, 400),
)


class Form:
    """The fields of a form, "" where one was not sent."""

    def __init__(self, body: bytes) -> None:
        try:
            pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
        except ValueError as error:
            raise BadQuery("that is no form of this reader; go back and send it again") from error
        self.pairs = tuple((name, value.replace("\r\n", "\n")) for name, value in pairs)

    def one(self, name: str) -> str:
        """The value of the field."""
        return next((value.strip() for field, value in self.pairs if field == name), "")

    def every(self, name: str) -> list[str]:
        """Its values, where it may be sent several times."""
        return [value for field, value in self.pairs if field == name]

    def number(self, name: str) -> int:
        """The value as a number; 0 where it is none."""
        return _number(self.one(name))

    def page(self) -> str:
        """The page that the form stands on."""
        page = self.one("page")
        return page if _PAGE.fullmatch(page) else ""


def same_event(shelf: Shelf, form: Form) -> str:
    """This event and another are one; the page to go on with."""
    other = address_of(form.one("address")) or form.one("other")
    if not other:
        raise BadQuery("choose an event, or give one by its id, such as 12/e@16")
    _judge(shelf, form, [(form.one("event"), other)], "same")
    return form.page()


def other_event(shelf: Shelf, form: Form) -> str:
    """One telling of this event is of another; the page of what it was taken for."""
    if not form.one("telling"):
        raise BadQuery("choose the telling that is of another event")
    page, telling = event_pointer(form.one("event")), event_pointer(form.one("telling"))
    found = parted(shelf.around(page), telling, page)
    _judge(shelf, form, [(str(found.telling), str(each)) for each in found.apart[:MOST_PARTED]], "different")
    return f"e/{found.rest.article}/{found.rest.finding}"


def same_name(shelf: Shelf, form: Form) -> str:
    """This name goes by another."""
    _judge(shelf, form, [(form.one("name"), form.one("other"))], "same")
    return form.page()


def other_name(shelf: Shelf, form: Form) -> str:
    """Two names that stand on one page are two."""
    _judge(shelf, form, [(form.one("name"), form.one("other"))], "different")
    return form.page()


def named_apart(shelf: Shelf, form: Form) -> str:
    """Who is named so in one article is somebody else, and goes by another name there."""
    article, _, entity = form.one("in").partition("/")
    name, called = form.one("name"), form.one("called")
    if not article or not called:
        raise BadQuery("choose the article, and give the name that somebody goes by there")
    if key_of(name) == key_of(called):
        raise BadQuery(f"{called}: is the same name; give one that tells the two apart")
    told = s.CorrectionAsked(
        _number(article), entity, "known_as", called, form.one("note"), form.one("by"), form.number("seen")
    )
    give.correct(shelf, {}, told)
    if key_of(called) not in shelf.archive.names().apart.get(key_of(name), ()):
        give.judge_all(shelf, [s.JudgementAsked(name, called, "different", form.one("note"), form.one("by"))])
    return form.page()


def set_right(shelf: Shelf, form: Form) -> str:
    """A finding of an article is something else than was found."""
    fields: dict[str, Field] = {each: each for each in get_args(Field)}
    field = fields.get(form.one("field"))
    if field is None:
        raise BadQuery(f"{form.one('field')[:40]!r} is nothing that can be set; there are {', '.join(fields)}")
    told = s.CorrectionAsked(
        form.number("article"), form.one("finding"), field, form.one("value"), form.one("note"), form.one("by"), form.number("seen")
    )  # fmt: skip
    give.correct(shelf, {}, told)
    return form.page()


def block_kind(shelf: Shelf, form: Form) -> str:
    """A block of an article is boilerplate, or part of the story."""
    block, _, kind = form.one("block").partition(" ")
    told = s.CorrectionAsked(form.number("article"), block, "kind", kind, seen=form.number("seen"))
    give.correct(shelf, {}, told)
    return form.page()


def undo(shelf: Shelf, form: Form) -> str:
    """Take back what was said."""
    give.undo_all(shelf, form.every("id"))
    return form.page()


FORMS: Mapping[str, Callable[[Shelf, Form], str]] = {
    "same-event": same_event,
    "other-event": other_event,
    "same-name": same_name,
    "other-name": other_name,
    "named-apart": named_apart,
    "set": set_right,
    "block": block_kind,
    "undo": undo,
}


def _judge(shelf: Shelf, form: Form, pairs: list[tuple[str, str]], verdict: s.Verdict) -> None:
    seen = form.number("seen")
    give.judge_all(
        shelf, [s.JudgementAsked(one, other, verdict, form.one("note"), form.one("by"), seen) for one, other in pairs]
    )


def _number(words: str) -> int:
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 16 else 0


async def _said(request: Request) -> Response:
    """Keep what the form says, and go back to its page; or say why not."""
    shelf: Shelf = request.app.state.shelf
    try:
        body = await request.body()
    except ClientDisconnect:
        return _refused(413, "That is more than is taken at once.", None, "")
    return await shelf.read(_kept, shelf, request.path_params["form"], body)


def _kept(shelf: Shelf, name: str, body: bytes) -> Response:
    if name not in FORMS:
        return _refused(404, "There is no such form.", None, "")
    form: Form | None = None
    try:
        form = Form(body)
        page = FORMS[name](shelf, form)
    except DatelineError as error:
        code = next((code for kind, code in _CODES if isinstance(error, kind)), 500)
        seen = error.seen if isinstance(error, Overtaken) else None
        return _refused(code, str(error).removeprefix(f"{shelf.path}: "), form, name, seen)
    return RedirectResponse("/" + quote(page, safe="/@") + "#people", status_code=303)


def _refused(code: int, words: str, form: Form | None, name: str, seen: int | None = None) -> Response:
    """A page that says what is wrong, and where somebody was quicker offers to say it all the same."""
    again = [
        (field, str(seen) if field == "seen" else value)
        for field, value in (form.pairs if form and seen is not None else ())
    ]
    html = rendered(
        "refused.html", link=lambda *_, **__: "", root="/", code=code, words=words,
        back="/" + quote(form.page() if form else "", safe="/@"), again=again, form=name,
    )  # fmt: skip
    return HTMLResponse(html, status_code=code)


routes = [Route("/say/{form}", _said, methods=["POST"])]
