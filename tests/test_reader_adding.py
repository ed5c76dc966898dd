"""Files that are sent to the first page: added beside the pages, with reasons; nobody else's form, no name that leads elsewhere."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from dateline.store.archive import Archive
from dateline.text.errors import BadQuery
from dateline.web.adding import MOST_FILES, Adding, Job, uploads_of
from dateline.web.guarding import LARGER
from reader_made import HOST, Answer, app_of, archive, ask, blast

KIND = "multipart/form-data; boundary=edge"
OURS = {"origin": f"http://{HOST}", "content-type": KIND}
ARTICLE = (
    b"Ferry line reopens\n\nOn 3 March 2021 the ferry line between Osk and Vell reopened, the harbour master said.\n"
)


def form(*parts: tuple[str, str | None, bytes]) -> bytes:
    """A form as browsers send it: (field, file name, content)."""
    made = b""
    for field, name, content in parts:
        file = f'; filename="{name}"' if name is not None else ""
        made += f'--edge\r\nContent-Disposition: form-data; name="{field}"{file}\r\n\r\n'.encode() + content + b"\r\n"
    return made + b"--edge--\r\n"


def send(app: Any, body: bytes, headers: dict[str, str] | None = None) -> Answer:
    told = {**OURS, "content-length": str(len(body)), **(headers or {})}
    return ask(app, "/add", method="POST", headers=told, body=body)


def ended(adding: Adding) -> None:
    """Wait for the job; a minute is far more than it takes."""
    for _ in range(600):
        if adding.job.state != "reading":
            return
        time.sleep(0.1)
    pytest.fail("the job did not end")


def looked_through(app: Any) -> str:
    """The first page, once it has all that it shows."""
    for _ in range(100):
        answer = ask(app, "/")
        if "refresh" not in answer.headers:
            return answer.text
        time.sleep(0.1)
    return pytest.fail("the page was not finished")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive(tmp_path_factory.mktemp("archive") / "blast.db", blast())


def test_a_dropped_file_is_an_article_and_what_fails_says_why(path: Path) -> None:
    app = app_of(path)
    sent = send(app, form(("files", "../../evil/ferry.txt", ARTICLE), ("files", "odd.bin", b"\x00\x01\x02" * 99)))
    assert (sent.status, sent.headers["location"]) == (303, "/")
    ended(app.state.shelf.adding)
    job = app.state.shelf.adding.job
    assert (job.state, job.files, job.progress.added, job.progress.failed) == ("done", 2, 1, 1)
    home = looked_through(app)
    assert [words in home for words in ("Ferry line reopens", "1 article added, 1 failed", "odd.bin")] == [True] * 3
    assert "evil" not in home
    with Archive.open(path) as opened:
        assert len(opened.numbers()) == 4


def test_a_pasted_text_is_an_article(path: Path) -> None:
    assert uploads_of(form(("files", "", b""), ("text", None, ARTICLE)), KIND) == [
        ("pasted.txt", ARTICLE.rstrip(b"\r\n") + b"\n")
    ]


def test_every_file_is_taken_byte_for_byte() -> None:
    mail = b"From: a@b.example\r\nSubject: Ferry\r\n\r\n--edg\r\nThe ferry left.\r\n"
    for content in (mail, bytes(range(256)), b"\r\n\r\n", b"a\nb\rc\r\nd", "é🌊".encode()):
        sent = form(("files", "x.eml", content)).replace(
            b'filename="x.eml"', b'filename="x.eml"\r\nContent-Type: message/rfc822'
        )
        assert uploads_of(sent + form(("text", None, b"y")), KIND)[0] == ("x.eml", content) if content.strip() else True


def test_a_job_that_breaks_leaves_the_form_open(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    adding = Adding(path)
    monkeypatch.setattr("dateline.web.adding.add_all", lambda *_, **__: 1 / 0)
    assert adding.begin([("a.txt", ARTICLE)])
    ended(adding)
    assert (adding.job.state, adding.job.reasons) == ("failed", ("ZeroDivisionError: division by zero",))


def test_only_our_own_form_adds(path: Path) -> None:
    app, body = app_of(path), form(("files", "a.txt", ARTICLE))
    assert send(app, body, {"origin": "http://example.org"}).status == 403
    assert send(app, body, {"origin": "null"}).status == 403
    assert send(app, body, {"origin": "null", "sec-fetch-site": "cross-site"}).status == 403
    assert send(app, body, {"content-length": str(LARGER["/add"] + 1)}).status == 413
    assert app.state.shelf.adding.job.state == "idle"
    form_of_ours = {
        "origin": "null",
        "sec-fetch-site": "same-origin",
    }  # our pages send no referrer, so browsers say "null"
    assert send(app, form(("text", None, b" ")), form_of_ours).status == 400
    assert ask(app, "/add").status == 405


def test_one_job_at_a_time(path: Path) -> None:
    app = app_of(path)
    app.state.shelf.adding._job = Job("reading", 1)
    answer = send(app, form(("files", "a.txt", ARTICLE)))
    assert answer.status == 409
    assert "being added" in answer.text
    waiting = ask(app, "/")
    assert waiting.headers["refresh"] == "1"
    assert '<form method="post"' not in waiting.text


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data", "multipart/form-data; boundary=", ""])
def test_what_is_no_form_is_refused_in_words(kind: str) -> None:
    with pytest.raises(BadQuery):
        uploads_of(b"--edge\r\nnothing of use", kind)


def test_too_many_files_are_refused() -> None:
    many = form(*(("files", f"{n}.txt", b"x") for n in range(MOST_FILES + 1)))
    with pytest.raises(BadQuery, match="dateline add"):
        uploads_of(many, KIND)
