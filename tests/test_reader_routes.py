"""Every route of the reader, as the application itself lists them: each says the same of safety, keeps to its type, and lets nobody in
without the key. A new route has no place here until it has its example.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest
from starlette.routing import Route

from dateline.web import api, saying
from dateline.web.adding import Job
from dateline.web.api_shapes import ErrorAnswer
from dateline.web.guarding import HEADERS
from reader_made import HOST, Answer, app_of, archive, ask, blast

EVENT, OTHER = "1/e@55", "2/e@55"
FORM, JSON, FILES = "application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=edge"
FILE = b'--edge\r\nContent-Disposition: form-data; name="text"\r\n\r\n \r\n--edge--\r\n'


@dataclass(frozen=True)
class Example:
    """A request that a route answers, and how."""

    address: str
    status: int = 200
    body: bytes = b""
    kind: str = ""


def sent(**fields: str) -> bytes:
    return urlencode(fields).encode()


def told(**fields: Any) -> bytes:
    return msgspec.json.encode(fields)


# What is said and taken back stands in the order in which it can be.
EXAMPLES = {
    "GET /": Example("/"),
    "POST /add": Example("/add", 400, FILE, FILES),
    "GET /a/{article:int}": Example("/a/1"),
    "GET /e/{article:int}/{finding}": Example(f"/e/{EVENT}"),
    "GET /compare/{article:int}/{finding}": Example(f"/compare/{EVENT}"),
    "GET /n/{name:path}": Example("/n/Osk"),
    "GET /search": Example("/search?q=blast&source=organization"),
    "GET /time": Example("/time"),
    "GET /send/a/{article:int}": Example("/send/a/1"),
    "GET /send/e/{article:int}/{finding}": Example(f"/send/e/{EVENT}"),
    "GET /send/time": Example("/send/time"),
    "POST /say/{form}": Example("/say/same-event", 303, sent(event=EVENT, other="3/e@53", page=f"e/{EVENT}"), FORM),
    "GET /api/v1/articles": Example("/api/v1/articles"),
    "GET /api/v1/articles/{article}": Example("/api/v1/articles/1"),
    "GET /api/v1/articles/{article}/record": Example("/api/v1/articles/1/record"),
    "GET /api/v1/events": Example("/api/v1/events"),
    "GET /api/v1/events/{article}/{finding}": Example(f"/api/v1/events/{EVENT}"),
    "GET /api/v1/names/{key}": Example("/api/v1/names/Osk"),
    "GET /api/v1/search": Example("/api/v1/search?q=blast"),
    "GET /api/v1/adding": Example("/api/v1/adding"),
    "POST /api/v1/corrections": Example(
        "/api/v1/corrections", 201, told(article=1, finding="e@55", field="kind", value="COERCE"), JSON
    ),
    "GET /api/v1/corrections": Example("/api/v1/corrections"),
    "POST /api/v1/judgements": Example("/api/v1/judgements", 201, told(left=EVENT, right=OTHER, verdict="same"), JSON),
    "POST /api/v1/undo": Example("/api/v1/undo", 201, told(id="c1"), JSON),
    "GET /api/v1/openapi.json": Example("/api/v1/openapi.json"),
    "GET /api/{rest:path}": Example("/api/v1/nothing", 404),
    "POST /api/{rest:path}": Example("/api/v1/nothing", 404, b"{}", JSON),
    "DELETE /api/{rest:path}": Example("/api/v1/nothing", 404),
    "GET /static/{name}": Example("/static/reader.css"),
}
PAGES = [
    name
    for name in EXAMPLES
    if name.startswith("GET ") and not name.startswith(("GET /api", "GET /static", "GET /send"))
]


def served(app: Any) -> set[str]:
    """The routes that the application answers, each with its method."""
    assert all(isinstance(route, Route) for route in app.routes)
    return {f"{method} {route.path}" for route in app.routes for method in route.methods - {"HEAD"}}


def asked(app: Any, name: str, headers: dict[str, str] | None = None, **more: str) -> Answer:
    example = EXAMPLES[name]
    ours = {"origin": f"http://{HOST}", "content-type": example.kind, **(headers or {})}
    return ask(app, example.address, method=name.partition(" ")[0], headers=ours, body=example.body, **more)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return app_of(archive(tmp_path_factory.mktemp("archive") / "blast.db", blast()))


@pytest.fixture(scope="module")
def answers(app: Any) -> dict[str, Answer]:
    return {name: asked(app, name) for name in EXAMPLES}


def test_no_route_is_without_an_example(app: Any) -> None:
    assert served(app) == set(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_answer_says_the_same_of_safety(app: Any, answers: dict[str, Answer], name: str) -> None:
    unknown = asked(app, name, cookie="")
    elsewhere = asked(app, name, {"origin": "https://evil.example", "host": "evil.example"})
    expected = (EXAMPLES[name].status, 200 if name.startswith("GET /static") else 403, 421)
    for answer, status in zip((answers[name], unknown, elsewhere), expected, strict=True):
        assert answer.status == status
        assert {header: answer.headers.get(header) for header in HEADERS} == HEADERS
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("name", [name for name in EXAMPLES if not name.startswith("GET ")])
def test_nothing_is_written_at_the_word_of_another_site(app: Any, name: str) -> None:
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        assert asked(app, name, headers).status == 403


@pytest.mark.parametrize("name", PAGES)
def test_no_page_needs_more_than_the_policy_gives(answers: dict[str, Answer], name: str) -> None:
    for words in ("<style", " style=", "<script>", " onclick", "javascript:", "http://", "https://"):
        assert words not in answers[name].text, words


@pytest.mark.parametrize("operation", api.OPERATIONS, ids=lambda each: f"{each.method} {each.path}")
def test_every_answer_of_the_api_is_of_its_type(app: Any, answers: dict[str, Answer], operation: api.Operation) -> None:
    name = f"{operation.method} {operation.path}"
    answer = answers[name]
    assert answer.headers["content-type"] == "application/json"
    msgspec.json.decode(answer.text, type=operation.answer)
    assert set(msgspec.json.decode(answer.text)) <= {
        field.encode_name for field in msgspec.structs.fields(operation.answer)
    }
    wrong = ask(
        app,
        EXAMPLES[name].address.partition("?")[0] + "?odd=1",
        headers={"origin": f"http://{HOST}", "content-type": "text/odd"},
        method=operation.method,
    )
    if operation.query or operation.body:
        assert wrong.status in (400, 415)
        assert msgspec.json.decode(wrong.text, type=ErrorAnswer).error.message


def test_the_api_answers_what_is_nowhere_in_its_own_type(answers: dict[str, Answer]) -> None:
    for name in ("GET", "POST", "DELETE"):
        assert (
            msgspec.json.decode(answers[f"{name} /api/{{rest:path}}"].text, type=ErrorAnswer).error.code == "not_found"
        )


def test_the_job_of_adding_is_told_as_it_is(app: Any) -> None:
    answer = msgspec.json.decode(asked(app, "GET /api/v1/adding").text)
    assert answer == {"state": "idle", "files": 0, "added": 0, "there": 0, "failed": 0, "reasons": []}


@pytest.mark.parametrize("form", saying.FORMS)
def test_every_form_refuses_in_words_and_leads_nowhere_else(app: Any, form: str) -> None:
    for page in (
        "//evil.example",
        "/evil.example",
        "https://evil.example",
        "e/1/e@55/../../../evil",
        "\\\\evil.example",
    ):
        body = sent(page=page, id="c99", event=EVENT, name="Osk", other=OTHER, block="b0 boilerplate", article="1")
        answer = ask(
            app, f"/say/{form}", method="POST", headers={"origin": f"http://{HOST}", "content-type": FORM}, body=body
        )
        assert answer.headers.get("location", "/").startswith("/")
        assert not answer.headers.get("location", "/")[1:].startswith(("/", "%5C", "e/1/e@55/.."))
        assert answer.status in (303, 400, 404, 409)
        assert 'href="//evil' not in answer.text


def test_a_page_is_kept_while_files_are_added_unless_it_tells_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(archive(tmp_path / "blast.db", blast()))
    shelf, made = app.state.shelf, []
    monkeypatch.setattr("dateline.web.app.rendered", lambda template, **_: made.append(template) or "")
    for files in range(3):
        shelf.adding._job = Job("done", files)
        for address in ("/", "/a/1", "/search?q=blast"):
            ask(app, address)
    assert sorted(made) == ["article.html", "home.html", "home.html", "home.html", "search.html"]
