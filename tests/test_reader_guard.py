"""Who may ask the reader, and what becomes of who may not. What every route answers is in test_reader_routes.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from dateline.web.guarding import HEADERS, LARGEST, LONGEST, POLICY, Keys
from reader_made import COOKIE, HOST, SECRET, app_of, archive, ask, blast

WRONG = (
    "/a/99", "/a/0", "/a/x", "/a/-1", "/a/99999999999999999999999", "/e/1/e@9999", "/e/1/%00", "/e/99/e@1", "/compare/1/n1", "/n/",
    "/n/nobody", "/?page=0", "/?page=2", "/?page=1e9", "/?page=-1", "/?page=", "/?page=999999999999", "/search?page=2&q=blast",
    "/search?kind=NONE", "/search?from=yesterday", "/search?to=31+February", "/static/", "/static/app.py", "/static/..%2fapp.py",
    "/static/%2e%2e%2fapp.py", "/static//etc/passwd", "/static/%00", "/static/%5C%5Cserver%5Cshare", "/nowhere", "/a/1/", "/a/1%0d%0aSet-Cookie:x",
)  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return app_of(archive(tmp_path_factory.mktemp("archive") / "blast.db", blast()))


def test_the_headers_are_these() -> None:
    assert POLICY == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self';"
        " frame-ancestors 'none'; base-uri 'none'"
    )
    assert HEADERS["x-content-type-options"] == "nosniff"
    assert HEADERS["referrer-policy"] == "no-referrer"
    assert HEADERS["cache-control"] == "no-store"


@pytest.mark.parametrize("path", WRONG)
def test_what_is_not_there_is_a_plain_page(app: Any, path: str) -> None:
    answer = ask(app, path)
    assert 400 <= answer.status < 500
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"] == POLICY
    if not path.startswith("/search"):
        assert answer.status == 404


def test_without_the_cookie_nothing_is_shown(app: Any) -> None:
    for cookie in ("", "dateline-8123=", "dateline-8123=wrong", f"other={SECRET}", "dateline-8123=\N{SNOWMAN}"):
        answer = ask(app, "/a/1", cookie=cookie)
        assert answer.status == 403
        assert "Osk" not in answer.text
        assert "dateline serve" in answer.text


def test_a_token_is_good_once(tmp_path: Path) -> None:
    told: list[str] = []
    keys = Keys(used=told.append)
    app = app_of(archive(tmp_path / "blast.db", blast()), keys)
    token = keys.token
    entered = ask(app, f"/search?q=blast&token={token}", cookie="")
    assert entered.status == 303
    assert entered.headers["location"] == "/search?q=blast"
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert ask(app, "/search?q=blast", cookie=cookie.partition(";")[0]).status == 200
    assert ask(app, f"/?token={token}", cookie="").status == 403
    assert told == [keys.token]
    assert ask(app, f"/?token={keys.token}", cookie="").status == 303
    assert ask(app, "/?token=", cookie="").status == 403


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "//evil.example/%2e%2e", "/%5Cevil.example"])
def test_no_redirect_leads_off_the_site(app: Any, path: str) -> None:
    keys = app_of(Path(app.state.shelf.path), fresh := Keys())
    answer = ask(keys, f"{path}?token={fresh.token}", cookie="")
    assert answer.status == 404
    assert "location" not in answer.headers


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1", "127.0.0.1:9", "localhost.:8123", "", "127.0.0.1:8123@evil.example", "[::1]:8123"],
)
def test_a_forged_host_is_turned_away(app: Any, host: str) -> None:
    answer = ask(app, "/", headers={"host": host, "x-forwarded-host": HOST})
    assert answer.status == 421
    assert "Osk" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {},
        {"origin": f"https://{HOST}"},
        {"origin": f"http://{HOST}", "sec-fetch-site": "cross-site"},
        {"origin": f"http://{HOST}", "sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1:8124"},
    ],
)
def test_another_site_changes_nothing(app: Any, headers: dict[str, str]) -> None:
    assert ask(app, "/api/v1/corrections", method="POST", headers=headers, body=b"{}").status == 403


def test_our_own_page_and_a_program_with_the_key_may_write(app: Any) -> None:
    ours = {"origin": f"http://{HOST}", "content-type": "application/json", "sec-fetch-site": "same-origin"}
    assert (
        ask(app, "/api/v1/undo", method="POST", headers=ours, body=b"{}").status == 400
    )  # it came in; it asks for nothing
    by_key = {"authorization": f"Bearer {SECRET}", "content-type": "application/json"}
    assert ask(app, "/api/v1/undo", method="POST", headers=by_key, cookie="", body=b"{}").status == 400
    assert (
        ask(app, "/api/v1/undo", method="POST", headers={"authorization": "Bearer x"}, cookie="", body=b"{}").status
        == 403
    )


def test_what_is_too_large_is_not_taken(app: Any) -> None:
    ours = {"origin": f"http://{HOST}", "content-type": "application/json"}
    assert ask(app, "/search?q=" + "a" * 1_000_000).status == 414
    assert ask(app, "/search?" + "&".join(f"f{n}=1" for n in range(100_000))).status == 414
    assert ask(app, "/" + "a" * LONGEST).status == 414
    for length in (str(LARGEST + 1), "9" * 40, "-1", "x"):
        answer = ask(app, "/api/v1/corrections", method="POST", headers={**ours, "content-length": length}, body=b"{}")
        assert answer.status == 413
    assert ask(app, "/api/v1/corrections", method="POST", headers=ours, body=b"x" * (LARGEST + 1)).status == 413


@pytest.mark.parametrize(
    "query", ['"', "NEAR(", "*", "a AND", '"blast', "blast*", "-", "^", "{x} : y", "%00", "%ff", "' OR 1=1 --"]
)
def test_odd_queries_are_words_or_nothing(app: Any, query: str) -> None:
    answer = ask(app, f"/search?q={quote(query, safe='%')}")
    assert answer.status in (200, 400)
    assert "Traceback" not in answer.text


def test_other_methods_are_turned_away(app: Any) -> None:
    for method in ("PUT", "TRACE", "CONNECT", "OPTIONS", "PATCH", "GET\r\n"):
        assert ask(app, "/", method=method).status == 405
    assert ask(app, "/a/1", method="POST", headers={"origin": f"http://{HOST}"}).status == 405
    head = ask(app, "/a/1", method="HEAD")
    assert head.status == 200


def test_ranges_are_not_worked_out(app: Any) -> None:
    answer = ask(app, "/static/reader.css", headers={"range": "bytes=" + "0-," * 5000})
    assert answer.status == 200
    assert "content-range" not in answer.headers


def test_two_readers_on_one_machine_have_a_cookie_each(tmp_path: Path) -> None:
    app = app_of(archive(tmp_path / "blast.db", blast()))
    assert ask(app, "/", cookie=COOKIE.replace("8123", "8124")).status == 403
