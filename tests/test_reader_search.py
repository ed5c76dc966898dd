"""Search by who says so: the form, its address, and what is found, in words and in highlights."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest

from dateline.store.tellers import TELLERS
from dateline.web import search
from reader_made import app_of, archive, ask, blast
from relate_records import Page

OUTLETS = ("The Osk Bee", "Valley Post", "Harbour Wire", "Coast Daily")


class Form(HTMLParser):
    """The fields of the page's own form, and what each is set to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._select, self._chosen = "", False
        self.feed(page.partition('class="ask"')[2].partition("</form>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "option" and "selected" in given:
            self.fields[self._select], self._chosen = given.get("value") or "", "value" not in given
        if tag in ("input", "select"):
            self._select = given["name"] or ""
            self.fields[self._select] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._chosen:
            self.fields[self._select], self._chosen = data, False


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    page = Page(
        "Blast in Osk, by Coast Daily", "A blast killed 9 people in Osk on Monday.", outlet="Coast Daily", day=6
    )
    page.event("killed", "ASSAULT", "kill", day=4, place="Osk")
    rebels = Page("Raid in Vell", "Rebels said they took the harbour of Vell.", outlet="Coast Daily", day=7)
    rebels.event(
        "took", "COERCE", "take", day=7, told_in=rebels.says("Rebels", "they took the harbour of Vell"), place="Vell"
    )
    made = archive(tmp_path_factory.mktemp("search") / "blast.db", [*blast(), page.record(), rebels.record()])
    return app_of(made)


@pytest.mark.parametrize(
    ("asked", "found", "outlets"),
    [
        ("source=official", "1 article", ["The Osk Bee"]),
        ("source=organization", "3 articles", ["Harbour Wire", "Valley Post", "The Osk Bee"]),
        ("source=organization&outlet=valley+post", "1 article", ["Valley Post"]),
        ("source=own_voice", "1 article", ["Coast Daily"]),
        ("source=armed_group", "1 article", ["Coast Daily"]),
        ("source=witness", "0 articles", []),
        ("source=organization&place=Osk", "3 events", ["The Osk Bee", "Valley Post", "Harbour Wire"]),
        ("source=own_voice&kind=ASSAULT", "1 event", ["Coast Daily"]),
        ("source=own_voice&q=blast", "1 article", ["Coast Daily"]),
        ("source=organization&q=blast&outlet=valley+post", "1 article", ["Valley Post"]),
        ("source=official&place=Osk&from=2022-07&to=2022-07", "1 event", ["The Osk Bee"]),
        ("source=armed_group&place=Osk", "0 events", []),
    ],
)
def test_who_says_so_is_asked_alone_and_beside_the_rest(app: Any, asked: str, found: str, outlets: list[str]) -> None:
    page = ask(app, f"/search?{asked}").text
    rows = page.partition("<ol>")[2].split("</h3>")[1:]
    assert re.findall(r"<h2[^>]*>([^<]+)</h2>", page) == [found]
    assert [next(outlet for outlet in OUTLETS if outlet in row.partition("<mark>")[0]) for row in rows] == outlets
    assert all("<mark>" in row for row in rows)


def test_a_hit_names_who_says_so_and_marks_its_words(app: Any) -> None:
    page = ask(app, "/search?source=official&place=Osk").text
    assert "<mark>killed</mark>" in page
    assert "told by The ministry" in page.partition("<ol>")[2]


def test_an_article_shows_where_such_a_source_is_named(app: Any) -> None:
    page = ask(app, "/search?source=official").text
    assert "<mark>The ministry</mark>" in page
    assert "1 statement of such a source" in page
    (at,) = re.findall(r'href="a/1#c=(\d+)-(\d+)"', page)
    text = app.state.shelf.archive.article(1).text
    assert text[int(at[0]) : int(at[1])] == "The ministry"
    assert "<mark>killed</mark>" in ask(app, "/search?source=own_voice").text


def test_an_outlet_alone_lists_its_articles(app: Any) -> None:
    page = ask(app, "/search?outlet=coast+daily").text
    assert "2 articles" in page
    assert [article for article in (4, 5) if f'href="a/{article}"' in page] == [4, 5]


def test_an_address_that_is_sent_opens_the_same_form(app: Any) -> None:
    asked = {
        "q": "a “blast” & more",
        "about": "Ann",
        "place": "Osk",
        "from": "2022",
        "to": "2023-01",
        "outlet": "Bee",
        "kind": "ASSAULT",
        "source": "witness",
    }
    assert set(asked) == set(search.FIELDS)
    address = "/search?" + "&".join(f"{name}={quote(value)}" for name, value in asked.items())
    assert Form(ask(app, address).text).fields == asked


def test_pages_of_what_was_found_keep_all_that_was_asked(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "A_PAGE", 1)
    page = ask(app, "/search?source=organization&place=Osk&from=2022").text  # a page that is not kept yet
    (next_one,) = set(re.findall(r'href="search\?([^"]*page=2[^"]*)"', page))
    assert "Valley Post" in ask(app, "/search?" + next_one.replace("&amp;", "&")).text.partition("<ol>")[2]


def test_every_kind_of_source_can_be_asked_and_no_other(app: Any) -> None:
    assert set(search.SOURCES) == set(TELLERS)
    for kind in TELLERS:
        assert ask(app, f"/search?source={kind}").status == 200
    answer = ask(app, "/search?source=rumour")
    assert answer.status == 400
    assert "armed_group" in answer.text
