"""What people say by the reader's forms: it is kept, holds in pages and counts at once, is taken back, and never lost to who was quicker."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from dateline.store.archive import Archive
from dateline.text.article import Article, Block
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.web.linking import safe
from dateline.web.site import write_site
from reader_made import COOKIE, HOST, Answer, app_of, archive, ask, blast
from relate_records import Page

FORM = {"origin": f"http://{HOST}", "content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def app(tmp_path: Path) -> Any:
    return app_of(archive(tmp_path / "blast.db", [*blast(), fire()]))


def fire() -> Record:
    """A fire in the same town two days later, by a fourth outlet."""
    page = Page("A fire at the mill injured 3 people in Osk on Wednesday.", outlet="Mill Echo", day=7)
    page.event("injured", "ASSAULT", "injure", day=6, place="Osk")
    return page.record()


def send(app: Any, form: str, **fields: str | list[str]) -> Answer:
    """Send a form as a browser does."""
    return ask(app, f"/say/{form}", method="POST", headers=FORM, body=urlencode(fields, doseq=True).encode())


def words(app: Any, page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", ask(app, page).text).split())


def event(app: Any, article: int) -> str:
    return f"{article}/{app.state.shelf.archive.record(article).events[0].id}"


def undo(app: Any, page: str) -> Answer:
    """Press the first Undo of the page."""
    form = re.search(
        r'<form method="post" action="[./]*say/undo">(.*?)</form>', ask(app, f"/{quote(page)}").text, re.DOTALL
    )
    assert form is not None
    return send(app, "undo", page=page, id=re.findall(r'name="id" value="(\w+)"', form[1]))


def seen(app: Any, page: str, form: str) -> str:
    """The number that the form of the page says was seen."""
    found = re.search(rf'say/{form}">.*?name="seen" value="(\d+)"', ask(app, f"/{page}").text, re.DOTALL)
    assert found is not None
    return found[1]


def test_two_events_become_one_and_two_again(app: Any) -> None:
    here, other = event(app, 1), event(app, 4)
    page = f"e/{here}"
    assert "A fire at the mill" in words(app, f"/{page}").partition("One event, or several")[2]
    answer = send(app, "same-event", page=page, event=here, other=other, seen="0", by="night desk", note="one night")
    assert (answer.status, answer.headers["location"]) == (303, f"/{page}#people")
    told = words(app, f"/{page}")
    assert "4 articles" in told
    assert re.search(
        r"“killed”, The Osk Bee is the same event as “injured”, Mill Echo night desk , \d{4}-\d\d-\d\d \d\d:\d\d: one night",
        told,
    )
    assert "4 articles" in words(app, f"/e/{other}")
    assert "1 event with a day" in words(app, "/time")
    assert "Mill Echo" in words(app, f"/compare/{here}")
    assert undo(app, page).status == 303
    assert "3 articles" in words(app, f"/{page}")
    assert "1 article 1 outlet" in words(app, f"/e/{other}")


def test_an_event_is_named_by_its_id_or_the_address_of_its_page(app: Any) -> None:
    here, other = event(app, 1), event(app, 4)
    for address in (other, f"http://{HOST}/e/{other}#said-h", f"/e/{other.replace('@', '%40')}?x=1"):
        assert (
            send(
                app,
                "same-event",
                page=f"e/{here}",
                event=here,
                address=address,
                seen=seen(app, f"e/{here}", "same-event"),
            ).status
            == 303
        )
        assert "4 articles" in words(app, f"/e/{here}")
        undo(app, f"e/{here}")
        assert "3 articles" in words(app, f"/e/{here}")


@pytest.mark.parametrize("article", [1, 2, 3])
def test_a_telling_is_parted_from_all_others_at_once(app: Any, article: int) -> None:
    here, telling = event(app, 1), event(app, article)
    page, rest = f"e/{here}", f"e/{event(app, 2 if article == 1 else 1)}"
    answer = send(app, "other-event", page=page, event=here, telling=telling, seen="0")
    assert (answer.status, answer.headers["location"]) == (303, f"/{rest}#people")
    assert "2 articles 2 outlets" in words(app, f"/{rest}")
    assert "1 article 1 outlet" in words(app, f"/e/{telling}")
    assert "Is not the same event as" in words(app, f"/e/{telling}")
    assert send(app, "other-event", page=page, event=telling, telling=telling).status == 400
    assert undo(app, f"e/{telling}").status == 303
    assert "3 articles 3 outlets" in words(app, f"/{page}")
    assert words(app, f"/{page}").count("Undo") == 0


def test_names_become_one_page_and_two_again(app: Any) -> None:
    answer = send(app, "same-name", page="n/The hospital", name="The hospital", other="the ministry", by="desk")
    assert (answer.status, answer.headers["location"]) == (303, "/n/The%20hospital#people")
    told = words(app, "/n/The%20hospital")
    assert "The ministry" in told.partition("named 2 times in 2 articles")[0]
    assert "“The hospital” goes by “The ministry” desk" in told
    assert "2 times in 2 articles" in words(app, "/n/The%20ministry")
    assert undo(app, "n/The hospital").status == 303
    assert "1 time in 1 article" in words(app, "/n/The%20hospital")


def test_another_name_leads_to_the_page_of_the_known_one(tmp_path: Path) -> None:
    made = []
    for number, called in enumerate(("CB", "CB", "Coast Brigade")):
        page = Page(f"{called} shelled Osk.", outlet=f"Outlet {number}", day=9)
        page.name(called, known_as="Coast Brigade")
        made.append(page.record())
    app = app_of(archive(tmp_path / "known.db", made))
    assert "3 times in 3 articles" in words(app, "/n/CB")
    assert ask(app, "/n/CB").text == ask(app, "/n/Coast%20Brigade").text


def test_who_bears_one_name_in_one_article_is_told_apart(app: Any) -> None:
    osk = next(each.id for each in app.state.shelf.archive.record(4).entities if each.name == "Osk")
    assert "named 4 times in 4 articles" in words(app, "/n/Osk")
    assert "4 events" in words(app, "/search?place=Osk")
    told = {"page": "n/Osk", "name": "Osk", "in": f"4/{osk}", "called": "Osk Mill", "seen": "0"}
    assert send(app, "named-apart", **told).status == 303
    assert "named 3 times in 3 articles" in words(app, "/n/Osk")
    assert "named 1 time in 1 article" in words(app, "/n/Osk%20Mill")
    assert "“Osk” is another than “Osk Mill”" in words(app, "/n/Osk")
    assert "In article 4 , “Osk” – known as: Osk Mill" in words(app, "/n/Osk")
    assert "In article 4 , “Osk” – known as: Osk Mill" in words(app, "/n/Osk%20Mill")
    assert send(app, "named-apart", **told).status == 409
    for _ in range(2):
        assert undo(app, "n/Osk Mill").status == 303
    assert "named 4 times in 4 articles" in words(app, "/n/Osk")


def test_a_name_that_stands_for_two_is_parted(tmp_path: Path) -> None:
    made = []
    for number, known in enumerate((None, "Vell Harbour Authority")):
        page = Page(f"Vell said so, report {number}.", outlet=f"Outlet {number}", day=3)
        page.name("Vell", known_as=known)
        made.append(page.record())
    app = app_of(archive(tmp_path / "vell.db", made))
    assert "2 times in 2 articles" in words(app, "/n/Vell")
    told = {"page": "n/Vell", "name": "Vell Harbour Authority", "other": "Vell"}
    assert 'name="other" value="Vell"' in ask(app, "/n/Vell").text
    with Archive.open(tmp_path / "vell.db") as held:
        assert held.spelled("vell harbour authority") == "Vell Harbour Authority"
    assert send(app, "other-name", **told).status == 303
    assert "1 time in 1 article" in words(app, "/n/Vell")
    assert undo(app, "n/Vell").status == 303
    assert "2 times in 2 articles" in words(app, "/n/Vell")


def test_what_stands_in_boilerplate_counts_no_more_until_it_is_taken_back(app: Any) -> None:
    record = app.state.shelf.archive.record(1)
    block = record.article.blocks[1]
    before = ask(app, "/a/1").text
    assert f'value="b@{block.span.start} boilerplate"' in before
    answer = send(app, "block", page="a/1", article="1", block=f"b@{block.span.start} boilerplate", seen="0")
    assert (answer.status, answer.headers["location"]) == (303, "/a/1#people")
    told = words(app, "/a/1")
    assert "– left out as boilerplate somebody unnamed" in told
    assert "Left out as not part of the story" in told
    assert "Counts" not in told
    assert "2 articles 2 outlets" in words(app, f"/e/{event(app, 2)}")
    assert ask(app, f"/e/1/{record.events[0].id}").status == 404
    assert "3 events" in words(app, "/search?place=Osk")
    assert send(app, "block", page="a/1", article="1", block=f"b@{block.span.start} quotation", seen="0").status == 409
    assert undo(app, "a/1").status == 303
    assert "4 events" in words(app, "/search?place=Osk")
    assert app.state.shelf.archive.record(1) == record
    assert re.sub(r'value="\d+"', "", ask(app, "/a/1").text) == re.sub(r'value="\d+"', "", before)


def test_a_finding_is_set_right_and_the_timeline_follows(app: Any) -> None:
    here = event(app, 4)
    told = {"page": "a/4", "article": "4", "finding": here.partition("/")[2], "field": "when", "value": "2021-03-01"}
    assert send(app, "set", seen="0", by="desk", **told).status == 303
    assert "– when: 2022-07-06 → 2021-03-01 desk" in words(app, "/a/4")
    assert "1 Mar 2021" in words(app, "/time")
    assert send(app, "set", seen="0", **told).status == 409
    assert undo(app, "a/4").status == 303
    assert "1 Mar 2021" not in words(app, "/time")


def test_a_block_that_a_rule_left_out_is_taken_in(tmp_path: Path) -> None:
    text = "Gunmen shelled Vell.\nSubscribe to our letter."
    blocks = (Block(Span(0, 20), "paragraph"), Block(Span(21, len(text)), "boilerplate"))
    app = app_of(archive(tmp_path / "letter.db", [Record(Article(text, blocks=blocks))]))
    assert "Left out as not part of the story" in words(app, "/a/1")
    assert send(app, "block", page="a/1", article="1", block="b@21 paragraph").status == 303
    assert "Left out" not in words(app, "/a/1")
    assert "part of the story: paragraph" in words(app, "/a/1")
    assert send(app, "block", page="a/1", article="1", block="b@21 boilerplate", seen="0").status == 409
    assert send(app, "block", page="a/1", article="1", block="b@21 boilerplate", seen="1").status == 303
    assert 'name="id" value="c2">Undo what was said of it' in ask(app, "/a/1").text


@pytest.mark.parametrize("form", ["same-event", "same-name", "block"])
def test_of_two_tabs_the_second_is_told_and_may_say_it_all_the_same(app: Any, form: str) -> None:
    here, other, block = event(app, 1), event(app, 4), app.state.shelf.archive.article(1).blocks[1].span.start
    page, told, contrary = {
        "same-event": (f"e/{here}", {"event": here, "other": other}, ("same-event", {"event": other, "other": here})),
        "same-name": ("n/Osk", {"name": "Osk", "other": "The union"}, ("other-name", {"name": "Osk", "other": "The union"})),
        "block": ("a/1", {"article": "1", "block": f"b@{block} boilerplate"}, ("block", {"article": "1", "block": f"b@{block} quotation"})),
    }[form]  # fmt: skip
    number = "0" if form == "block" else seen(app, page, form)
    assert send(app, form, page=page, seen=number, **told).status == 303
    second = send(app, contrary[0], page=page, seen=number, note="mine", **contrary[1])
    assert second.status == 409
    assert "meanwhile" in second.text
    offered = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', second.text))
    assert offered["note"] == "mine"
    assert offered["seen"] != number
    assert send(app, contrary[0], **offered).status == 303


def test_of_contrary_words_the_later_holds_and_the_earlier_is_said_to_be_over(app: Any) -> None:
    here, other = event(app, 1), event(app, 4)
    page = f"e/{here}"
    send(app, "same-event", page=page, event=here, other=other, by="day desk")
    told = {"page": page, "event": here, "telling": other, "by": "night desk"}
    assert send(app, "other-event", seen=seen(app, page, "other-event"), **told).status == 303
    told_of = words(app, f"/{page}")
    assert "Is not the same event as “injured”, Mill Echo night desk" in told_of
    assert "Is the same event as “injured”, Mill Echo a later word says otherwise day desk" in told_of
    assert "3 articles 3 outlets" in told_of
    assert undo(app, page).status == 303
    assert "4 articles" in words(app, f"/{page}")
    assert "a later word" not in words(app, f"/{page}")
    send(app, "set", page="a/4", article="4", finding=other.partition("/")[2], field="verdict", value="rejected")
    assert f"same event as {other} one of the two is told no more day desk" in words(app, f"/{page}")
    assert "3 articles 3 outlets" in words(app, f"/{page}")


def test_what_was_taken_back_in_another_tab_is_taken_back_once(app: Any) -> None:
    here = event(app, 1)
    send(app, "same-event", page=f"e/{here}", event=here, other=event(app, 4))
    (number,) = re.findall(r'name="id" value="(\w+)"', ask(app, f"/e/{here}").text)
    assert [send(app, "undo", page=f"e/{here}", id=number).status for _ in range(2)] == [303, 409]
    assert "taken back already" in send(app, "undo", page=f"e/{here}", id=number).text


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ("same-event", {}),
        ("same-event", {"event": "1/e@1", "other": "9/e@9"}),
        ("same-event", {"event": "x", "other": "y"}),
        ("same-event", {"event": "1/e@55", "other": "1/e@55"}),
        ("same-event", {"event": "9" * 400, "other": "\x00"}),
        ("other-event", {"event": "x", "telling": "y"}),
        ("other-event", {"event": "1/e@99999", "telling": "1/e@99998"}),
        ("other-event", {"event": "99/e@1", "telling": "99/e@1"}),
        ("same-name", {"name": "Osk", "other": ""}),
        ("same-name", {"name": "Osk", "other": "x" * 9000}),
        ("same-name", {"name": "Osk", "other": "osk"}),
        ("named-apart", {"name": "Osk", "in": "1/n99", "called": "x"}),
        ("named-apart", {"name": "Osk", "in": "1/n1", "called": "OSK"}),
        ("named-apart", {"name": "Osk", "in": "/", "called": "x"}),
        ("block", {"article": "1", "block": "b@7777 boilerplate"}),
        ("block", {"article": "1", "block": "e@55 boilerplate"}),
        ("block", {"article": "1" * 30, "block": "b@0 boilerplate"}),
        ("set", {"article": "1", "finding": "e@55", "field": "colour", "value": "red"}),
        ("set", {"article": "1", "finding": "e@55", "field": "when", "value": "yesterday"}),
        ("set", {"article": "1", "finding": "s0", "field": "verdict", "value": "rejected"}),
        ("undo", {}),
        ("undo", {"id": ["c9", "zebra"]}),
        ("undo", {"id": "j1"}),
        ("nothing", {"page": "a/1"}),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_kept(app: Any, form: str, fields: dict[str, Any]) -> None:
    answer = send(app, form, **fields)
    assert answer.status in ((400, 404) if form != "undo" or fields else (303,)), answer.text
    assert "Traceback" not in answer.text
    held = app.state.shelf.archive
    assert (held.judgements(), held.corrections()) == ((), ())


@pytest.mark.parametrize("body", [b"\xff\xfe", b"event=%ff", b"&".join([b"a=b"] * 2000), b"", b"=", b"page=%00"])
def test_odd_bodies_are_refused(app: Any, body: bytes) -> None:
    answer = ask(app, "/say/same-event", method="POST", headers=FORM, body=body)
    assert answer.status == 400


@pytest.mark.parametrize(
    "page", ["//evil.example", "https://evil.example/", "a/1\r\nX: y", "e/1", "", "n/../../x", "n//evil.example"]
)
def test_no_form_leads_off_the_site(app: Any, page: str) -> None:
    answer = send(app, "same-name", page=page, name="The union", other="The ministry")
    assert answer.status == 303
    assert re.match(r"/(n/|#people)", answer.headers["location"])
    assert "\n" not in answer.headers["location"]


def test_another_site_says_nothing(app: Any) -> None:
    body = urlencode({"name": "The union", "other": "The ministry"}).encode()
    for headers in ({**FORM, "origin": "https://evil.example"}, {"content-type": FORM["content-type"]}):
        assert ask(app, "/say/same-name", method="POST", headers=headers, body=body).status == 403
    assert ask(app, "/say/same-name", method="POST", headers=FORM, cookie=COOKIE + "x", body=body).status == 403
    assert ask(app, "/say/same-name").status in (404, 405)
    assert app.state.shelf.archive.judgements() == ()


@pytest.mark.parametrize("name", ["Osk/Vell", "100% <b>", "a & b", "“Osk”", "Ósk"])
def test_any_name_can_be_spoken_of(tmp_path: Path, name: str) -> None:
    made = []
    for number, called in enumerate((name, "Vell")):
        page = Page(f"{called} said so.", outlet=f"Outlet {number}", day=3)
        page.name(called)
        made.append(page.record())
    app = app_of(archive(tmp_path / "names.db", made))
    answer = send(app, "same-name", page=f"n/{name}", name=name, other="Vell")
    assert answer.status == 303
    assert "2 times in 2 articles" in words(app, answer.headers["location"].partition("#")[0])
    assert undo(app, f"n/{name}").status == 303
    assert "1 time in 1 article" in words(app, "/n/Vell")


def test_a_sent_page_and_a_site_show_what_was_said_and_no_form(app: Any, tmp_path: Path) -> None:
    here, block = event(app, 1), app.state.shelf.archive.article(3).blocks[0].span.start
    send(app, "same-event", page=f"e/{here}", event=here, other=event(app, 4), by="night desk")
    send(app, "same-name", page="n/Osk", name="Osk", other="The union", by="map desk")
    send(app, "block", page="a/3", article="3", block=f"b@{block} boilerplate", seen="0")
    sent = ask(app, f"/send/e/{here}").text
    assert "night desk" in sent
    with Archive.open(app.state.shelf.path) as archive:
        write_site(archive, tmp_path / "site")
    pages = {file.stem: file.read_text() for file in (tmp_path / "site").rglob("*.html")}
    assert "night desk" in pages[here.replace("/", "-")]
    assert [name for name, page in pages.items() if "map desk" in page] == [safe("The union")]
    assert "– left out as boilerplate" in pages["3"]
    assert [page for page in (sent, *pages.values()) if "<form" in page or "<button" in page] == []


def test_who_may_not_write_reads_and_is_told() -> None:
    folder = Path(tempfile.mkdtemp())
    app = app_of(archive(folder / "blast.db", blast()))
    here = event(app, 1)
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        answer = send(app, "same-event", page=f"e/{here}", event=here, other=event(app, 2))
        told = words(app, f"/e/{here}")
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)
    assert (answer.status, "3 articles" in told) == (503, True)
    assert "may not be written to; check the permissions" in answer.text
    assert f'href="/e/{here}"' in answer.text
