"""The API, asked as a browser would ask it but without a network: answers, typed errors, what is written, and its own description."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from starlette.applications import Starlette

from dateline.store import Archive
from dateline.web import api
from dateline.web.shelf import Shelf
from dateline.wire import from_json
from store_made import record_of

JSON = "application/json"


class Asked:
    """The application, asked one question at a time."""

    def __init__(self, path: Path) -> None:
        self.shelf = Shelf(path)
        self._app = Starlette(routes=api.routes)
        self._app.state.shelf = self.shelf

    def get(self, address: str) -> tuple[int, Any]:
        return self._ask("GET", address, b"", JSON)

    def post(self, address: str, body: Any, kind: str = JSON) -> tuple[int, Any]:
        return self._ask("POST", address, body if isinstance(body, bytes) else json.dumps(body).encode(), kind)

    def _ask(self, method: str, address: str, body: bytes, kind: str) -> tuple[int, Any]:
        path, _, query = address.partition("?")
        scope = {
            "type": "http", "method": method, "path": f"/api/v1{unquote(path)}", "raw_path": f"/api/v1{path}".encode(), "query_string": query.encode(),
            "headers": [(b"content-type", kind.encode())], "http_version": "1.1", "scheme": "http", "root_path": "", "server": ("127.0.0.1", 1),
        }  # fmt: skip
        told: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            told.append(message)

        asyncio.run(self._app(scope, receive, send))
        return told[0]["status"], json.loads(b"".join(each.get("body", b"") for each in told))


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    path = tmp_path / "made.db"
    with Archive.open(path, write=True) as archive:
        for number in range(4):
            archive.add(record_of(number))
    made = Asked(path)
    yield made
    made.shelf.close()


EVENT = record_of(0).events[0].id
CORRECTION = {"article": 1, "finding": EVENT, "field": "when", "value": "2019-03-04"}


def test_articles_come_in_pages(asked: Asked) -> None:
    status, first = asked.get("/articles?most=3")
    assert (status, [each["article"] for each in first["articles"]], first["next"]) == (200, [1, 2, 3], 3)
    _, rest = asked.get(f"/articles?after={first['next']}")
    assert ([each["article"] for each in rest["articles"]], rest["next"]) == ([4], None)
    assert asked.get("/articles/2")[1]["outlet"] == record_of(1).article.outlet
    assert from_json(json.dumps(asked.get("/articles/2/record")[1])) == record_of(1)


def test_what_is_kept_can_be_asked(asked: Asked) -> None:
    _, found = asked.get("/events?from=2021-05&to=2021-05")
    assert [each["first"] for each in found["events"]] == sorted(each["first"] for each in found["events"])
    _, told = asked.get(f"/events/1/{EVENT}")
    assert told["event"]["when"] == "2021-05-01"
    assert {each["aspect"] for each in told["values"]} >= {"day", "dead"}
    assert told["mentions"][0]["mention"] == f"1/{EVENT}"
    name = record_of(0).entities[0].name
    _, called = asked.get(f"/names/{quote(name)}")
    assert called["called"][0]["words"] == name
    _, hits = asked.get("/search?q=valley%20desk")
    assert len(hits["hits"]) == 4
    outlets = [record_of(number).article.outlet or "" for number in range(4)]
    same = [number for number, outlet in enumerate(outlets, 1) if outlet == outlets[2]]
    told = f"source=person&outlet={quote(outlets[2])}"
    for narrower, found in (("source=person", [1, 2, 3, 4]), ("source=witness", []), (told, same)):
        _, hits = asked.get(f"/search?q=valley%20desk&{narrower}")
        assert sorted(hit["article"] for hit in hits["hits"]) == found, narrower


def test_a_correction_is_kept_followed_and_taken_back(asked: Asked) -> None:
    status, kept = asked.post("/corrections", {**CORRECTION, "note": "so", "by": "desk"})
    assert (status, kept["id"], kept["was"], kept["state"]) == (201, "c1", "2021-05-01", "")
    assert asked.get(f"/events/1/{EVENT}")[1]["event"]["when"] == "2019-03-04"
    assert asked.get("/articles/1/record")[1]["events"][0]["when"] == "2019-03-04"
    assert asked.get("/articles/1/record?as_read=true")[1]["events"][0]["when"] == "2021-05-01"
    _, listed = asked.get(f"/corrections?article=1&finding={EVENT}")
    assert ([each["by"] for each in listed["corrections"]], listed["seen"]) == (["desk"], 1)
    assert asked.post("/undo", {"id": "c1"}) == (201, {"undone": "c1", "seen": 2})
    assert asked.get(f"/events/1/{EVENT}")[1]["event"]["when"] == "2021-05-01"
    status, refused = asked.post("/undo", {"id": "c1"})
    assert (status, refused["error"]["code"]) == (409, "conflict")


def test_the_second_of_two_tabs_is_told(asked: Asked) -> None:
    assert asked.post("/corrections", CORRECTION)[0] == 201
    status, refused = asked.post("/corrections", {**CORRECTION, "value": "2019-03-05"})
    assert (status, refused["error"]["code"], refused["error"]["seen"]) == (409, "conflict", 1)
    assert asked.post("/corrections", {**CORRECTION, "value": "2019-03-05", "seen": 1})[0] == 201
    assert len(asked.get("/corrections")[1]["corrections"]) == 2


def test_a_judgement_is_kept_and_taken_back(asked: Asked) -> None:
    left, right = (f"{number}/{record_of(number - 1).events[0].id}" for number in (1, 2))
    status, kept = asked.post("/judgements", {"left": left, "right": right, "verdict": "same", "by": "desk"})
    assert (status, kept["id"]) == (201, "j1")
    assert asked.get(f"/events/{left}")[1]["event"]["articles"] == ["1", "2"]
    assert asked.post("/undo", {"id": "j1"})[0] == 201
    assert asked.get(f"/events/{left}")[1]["event"]["articles"] == ["1"]
    assert asked.post("/undo", {"id": "j1"})[0] == 409


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/articles/99", 404),
        ("/articles/0", 404),
        ("/articles/" + "9" * 5000, 404),
        ("/articles/x", 404),
        ("/articles?after=x", 400),
        ("/articles?odd=1", 400),
        ("/events/1/e@99999", 404),
        ("/events/1/zebra", 404),
        ("/events?from=yesterday", 400),
        ("/names/nobody", 404),
        ("/search", 400),
        ("/search?q=%22", 400),
        ("/search?q=valley&source=rumour", 400),
        ("/search?q=NEAR(%22", 200),
        ("/search?q=" + "x" * 3000, 200),
        ("/corrections?article=99", 404),
        ("/nothing", 404),
    ],
)
def test_odd_questions_have_plain_answers(asked: Asked, address: str, status: int) -> None:
    found, said = asked.get(address)
    assert found == status
    assert status == 200 or len(said["error"]["message"]) > 10


@pytest.mark.parametrize(
    ("address", "body", "kind", "status"),
    [
        ("/corrections", {**CORRECTION, "field": "colour"}, JSON, 400),
        ("/corrections", {**CORRECTION, "value": "yesterday"}, JSON, 400),
        ("/corrections", {**CORRECTION, "finding": "s0"}, JSON, 400),
        ("/corrections", {**CORRECTION, "article": 99}, JSON, 404),
        ("/corrections", {**CORRECTION, "article": 10**30}, JSON, 404),
        ("/corrections", {**CORRECTION, "odd": 1}, JSON, 400),
        ("/corrections", {**CORRECTION, "note": "x" * 70_000}, JSON, 413),
        ("/corrections", CORRECTION, "text/plain", 415),
        ("/corrections", b"{", JSON, 400),
        ("/corrections", b"[" * 50_000, JSON, 400),
        ("/corrections", b"\xff\xfe", JSON, 400),
        ("/judgements", {"left": "1", "right": "1", "verdict": "same"}, JSON, 400),
        ("/judgements", {"left": "1", "right": "2", "verdict": "perhaps"}, JSON, 400),
        ("/undo", {"id": "c99"}, JSON, 404),
        ("/undo", {"id": "zebra"}, JSON, 400),
    ],
)
def test_nothing_is_kept_of_a_bad_request(asked: Asked, address: str, body: Any, kind: str, status: int) -> None:
    found, said = asked.post(address, body, kind)
    assert found == status
    assert said["error"]["message"]
    assert asked.shelf.archive.corrections() == ()
    assert asked.shelf.archive.judgements() == ()


def test_of_two_judgements_on_one_pair_the_second_is_told(asked: Asked) -> None:
    names = sorted({record_of(number).entities[0].name for number in range(4)})
    pairs: tuple[tuple[str, str], ...] = ((f"1/{EVENT}", f"2/{record_of(1).events[0].id}"), (names[0], names[1]))
    for left, right in pairs:
        told = {"left": left, "right": right, "verdict": "same", "by": "desk"}
        status, kept = asked.post("/judgements", told | {"seen": 0})
        assert status == 201
        status, refused = asked.post(
            "/judgements", told | {"left": right, "right": left, "verdict": "different", "seen": 0}
        )
        assert (status, refused["error"]["code"]) == (409, "conflict")
        assert f"j{refused['error']['seen']}" == kept["id"]
        assert asked.post("/judgements", told | {"seen": refused["error"]["seen"]})[0] == 201
        assert asked.post("/judgements", told)[0] == 201
    assert asked.shelf.archive.names().goes_by(names[0]) == names[1]


def test_the_description_has_every_operation_and_no_loose_end(asked: Asked) -> None:
    status, told = asked.get("/openapi.json")
    assert status == 200
    assert told["openapi"].startswith("3.1")
    described = {(method.upper(), path) for path, methods in told["paths"].items() for method in methods}
    assert described == {(each.method, each.path) for each in api.OPERATIONS}
    text = json.dumps(told)
    refers = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert refers <= set(told["components"]["schemas"])
    asked_for = {each["name"] for each in told["paths"]["/api/v1/events"]["get"]["parameters"]}
    assert asked_for == {"about", "place", "from", "to"}
