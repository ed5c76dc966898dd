"""What went wrong in programs like this one, and the test that would notice it here. Each row is a hole that was told of in public.

Holes of readers of files (archives, PDF, XML) and of exports have their tests beside those.
"""

from __future__ import annotations

import ast
import re
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from dateline.store.adding import add_all
from dateline.store.archive import Archive
from dateline.web.guarding import Keys
from reader_made import HOST, app_of, archive, ask, blast
from test_reader_routes import EXAMPLES, FORM, asked

HERE = Path(__file__).parent
THIS = "test_reader_peers"
# Whose hole, what it was, and the test: file::name.
PEERS = (
    ("ArchiveBox, titles", "a script in the title of a saved page", "test_reader_hostile::test_no_hostile_text_runs_on_any_screen"),
    ("ArchiveBox GHSA-cr45-98w9-gwqx", "a saved page runs as the reader's own", f"{THIS}::test_a_saved_page_is_never_given_back_as_a_page"),
    ("hister", "a later change took the policy off", "test_reader_routes::test_every_answer_says_the_same_of_safety"),
    ("Datasette CVE-2021-32670", "what an address asks comes back as markup", f"{THIS}::test_what_an_address_asks_never_comes_back_as_markup"),
    ("Datasette GHSA-7ch3-7pp7-7cpq", "names are told to who was not let in", f"{THIS}::test_who_was_not_let_in_learns_no_name"),
    ("Datasette, its key", "the key stands on a page", f"{THIS}::test_the_key_stands_on_no_page"),
    ("Datasette, redirects", "a redirect to //host or /\\host", "test_reader_guard::test_no_redirect_leads_off_the_site"),
    ("Datasette, redirects", "the same by a form", "test_reader_routes::test_every_form_refuses_in_words_and_leads_nowhere_else"),
    ("Datasette, names", "a name with ] becomes part of a query", f"{THIS}::test_a_name_is_never_part_of_a_query"),
    ("Datasette, forms", "another site writes", "test_reader_routes::test_nothing_is_written_at_the_word_of_another_site"),
    ("Starlette CVE-2023-29159", "a path that begins like the folder of files", "test_reader_guard::test_what_is_not_there_is_a_plain_page"),
    ("Starlette CVE-2025-54121", "a large part of a form holds up all others", f"{THIS}::test_a_form_of_many_parts_takes_linear_time"),
    ("Starlette CVE-2025-62727", "a thousand ranges of one file", "test_reader_guard::test_ranges_are_not_worked_out"),
    ("Starlette CVE-2026-48710", "a forged Host", "test_reader_guard::test_a_forged_host_is_turned_away"),
    ("Starlette CVE-2026-48817", "a method that nobody thought of", "test_reader_guard::test_other_methods_are_turned_away"),
    ("Starlette CVE-2026-48818", "a path to another machine's files", "test_reader_guard::test_what_is_not_there_is_a_plain_page"),
    ("Starlette CVE-2026-54282, -54283", "a form with 100,000 fields", f"{THIS}::test_a_form_of_many_fields_is_refused_at_once"),
    ("Starlette, all", "an old release is installed", f"{THIS}::test_no_release_with_these_holes_is_asked_for"),
    ("Stringer GHSA-496x-437q-h35q", "an address that is sent is fetched", f"{THIS}::test_an_address_that_is_pasted_is_words"),
    ("Stringer GHSA-496x-437q-h35q", "a redirect leads to an inner address", "test_fetch::test_a_redirect_leads_nowhere_else"),
    ("django-feed-reader, OwnPilot", "a name that first leads out, then in", "test_fetch::test_a_second_answer_of_the_name_server_leads_nowhere"),
    ("ammonia RUSTSEC-2025-0071, bleach CVE-2020-6816", "markup that changes its meaning when read twice", "test_reader_hostile::test_no_hostile_text_runs_on_any_screen"),
    ("FeedRay", "a command or a page that empties the store", f"{THIS}::test_no_route_takes_anything_away"),
)  # fmt: skip
SCRIPT = "<script>window.ran=1</script>"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return app_of(archive(tmp_path_factory.mktemp("archive") / "blast.db", blast()))


@pytest.mark.parametrize(("peer", "hole", "test"), PEERS, ids=lambda each: "" if " " in each else each)
def test_each_hole_has_its_test(peer: str, hole: str, test: str) -> None:
    file, _, name = test.partition("::")
    there = {
        node.name
        for node in ast.parse((HERE / f"{file}.py").read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert name in there, f"{peer} ({hole}): {test} is gone"


def test_a_saved_page_is_never_given_back_as_a_page(tmp_path: Path) -> None:
    page = "<html><head><title>Ferry line reopens</title></head><body><article id=theirs><script>window.theirs=1</script><p onclick='theirs()'>"
    page += "The ferry line between Osk and Vell reopened on 3 March 2021, the harbour master said on Tuesday.</p></article></body></html>"
    (tmp_path / "ferry.html").write_text(page)
    with Archive.open(tmp_path / "ferry.db", write=True) as made:
        add_all(made, [tmp_path / "ferry.html"], workers=0)
        assert b"window.theirs" in (made.original(1) or b"")
        event = made.record(1).events[0].id
    app = app_of(tmp_path / "ferry.db")
    for name in EXAMPLES:
        if name.startswith("GET "):
            answer = ask(
                app, EXAMPLES[name].address.replace("e@55", event).replace("Osk", "Vell").replace("blast", "ferry")
            )
            assert not re.search("theirs|onclick=", answer.text), name


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name.startswith("GET ")])
def test_what_an_address_asks_never_comes_back_as_markup(app: Any, name: str) -> None:
    address = EXAMPLES[name].address.partition("?")[0]
    for asked_for in ("_trace", "q", "kind", "source", "from", "about", "page", "outlet", "next", "callback"):
        answer = ask(app, f"{address}?{asked_for}=%3Cscript%3Ewindow.ran%3D1%3C/script%3E%22%3E")
        assert SCRIPT not in answer.text or answer.headers["content-type"] == "application/json"
        assert '1</script>">' not in answer.text or answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("name", [name for name in EXAMPLES if not name.startswith("GET /static")])
def test_who_was_not_let_in_learns_no_name(app: Any, name: str) -> None:
    answer = asked(app, name, cookie="")
    assert not re.search("Osk|ministry|blast|dateline/1|/api/v1", answer.text)


def test_the_key_stands_on_no_page(tmp_path: Path) -> None:
    keys = Keys()
    app = app_of(archive(tmp_path / "blast.db", blast()), keys)
    for name in EXAMPLES:
        answer = asked(app, name, cookie=f"dateline-8123={keys.secret}")
        told = answer.text + str(answer.headers)
        assert keys.secret not in told, name
        assert keys.token not in told, name
        assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "words",
    ["x']; ATTACH 'y' AS y; --", 'x"]; DROP TABLE article; --', "x' || key || '", "\\", "%", "s1x* OR d", "{0}", "'"],
)
def test_a_name_is_never_part_of_a_query(app: Any, words: str) -> None:
    asked_for = "".join(f"%{byte:02x}" for byte in words.encode())
    for field in ("q", "about", "place", "outlet"):
        answer = ask(app, f"/search?{field}={asked_for}")
        assert answer.status == (400 if field == "q" and not re.search(r"\w", words) else 200)
        assert "article" not in re.findall(r"<h2[^>]*>[1-9][^<]*</h2>", answer.text)
    for page in (f"/n/{asked_for}", f"/e/1/{asked_for}"):
        assert ask(app, page).status == 404
    assert ask(app, f"/api/v1/names/{asked_for}").status == 404
    assert app.state.shelf.archive.numbers() == [1, 2, 3]


def test_a_form_of_many_parts_takes_linear_time(app: Any) -> None:
    def seconds(parts: int) -> float:
        body = b"--edge\r\nContent-Disposition: form-data; name=x\r\n\r\n\r\n" * parts
        headers = {"origin": f"http://{HOST}", "content-type": "multipart/form-data; boundary=edge"}
        begun = time.perf_counter()
        assert ask(app, "/add", method="POST", headers=headers, body=body).status == 400
        return time.perf_counter() - begun

    few = min(seconds(300) for _ in range(2))
    assert seconds(3000) < 40 * few + 0.5


def test_a_form_of_many_fields_is_refused_at_once(app: Any) -> None:
    headers = {"origin": f"http://{HOST}", "content-type": FORM}
    for body, status in (
        (b"&".join(b"f%d=1" % n for n in range(5_000)), 400),
        (b"a=1&" * 100_000, 413),
        (b"\xff=%ff", 400),
    ):
        assert ask(app, "/say/undo", method="POST", headers=headers, body=body).status == status


def test_no_release_with_these_holes_is_asked_for() -> None:
    told = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))
    (least,) = [
        re.match(r"starlette>=([\d.]+)", each)
        for each in told["project"]["dependencies"]
        if each.startswith("starlette")
    ]
    assert least is not None
    assert tuple(map(int, least[1].split("."))) >= (1, 3, 1)


def test_an_address_that_is_pasted_is_words(tmp_path: Path) -> None:
    app = app_of(archive(tmp_path / "blast.db", blast()))
    body = (
        b'--edge\r\nContent-Disposition: form-data; name="text"\r\n\r\nhttp://169.254.169.254/latest/\r\n--edge--\r\n'
    )
    headers = {"origin": f"http://{HOST}", "content-type": "multipart/form-data; boundary=edge"}
    assert ask(app, "/add", method="POST", headers=headers, body=body).status == 303
    for _ in range(600):
        if app.state.shelf.adding.job.state != "reading":
            break
        time.sleep(0.1)
    job = app.state.shelf.adding.job
    assert (job.state, job.progress.added + job.progress.failed) == ("done", 1)
    if job.progress.added:
        assert "169.254.169.254" in app.state.shelf.archive.article(4).text


def test_no_route_takes_anything_away(app: Any) -> None:
    archive = app.state.shelf.archive
    before = [archive.shape(number, as_read=True) for number in archive.numbers()]
    for name in EXAMPLES:
        for method in ("GET", "POST", "DELETE", "PUT"):
            ask(
                app,
                EXAMPLES[name].address,
                method=method,
                headers={"origin": f"http://{HOST}", "content-type": EXAMPLES[name].kind},
                body=EXAMPLES[name].body,
            )
    assert [archive.shape(number, as_read=True) for number in archive.numbers()] == before
