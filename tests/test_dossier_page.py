"""The pages of many articles: one file each, no script, nothing fetched, and no text of an article that acts as markup."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dateline import Article, annotate
from dateline.cli import main
from dateline.relate.dossier import Dossier, relate
from dateline.show import called, compared, happened, told
from dateline.show.dossier_page import compare_page, names_page, timeline_page, who_says_page
from dateline.show.dossier_tables import counted
from dateline.store import Archive
from relate_records import Page
from store_made import record_of

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(2)>\u202e'


def dossier() -> Dossier:
    pages = []
    for toll, outlet in ((12, f"The Bee {EVIL}"), (17, "The Osk Post")):
        made = Page(f"{EVIL} said rebels shelled Vell on 3 July, killing {toll} people.", outlet=outlet, day=4)
        said = made.says(EVIL, f"rebels shelled Vell on 3 July, killing {toll} people", speaker=made.name(EVIL))
        made.event(
            "shelled", "ASSAULT", "shell", day=3, place="Vell", actor="rebels", toll=f"{toll} people", told_in=said
        )
        pages.append(made.record())
    return relate(pages, keys=["1", "2"])


def timeline() -> str:
    found = dossier()
    return timeline_page([*happened.rows(found, found.timeline())], 3)


def compare() -> str:
    found = dossier()
    happening = found.timeline()[0]
    names = compared.Names(found, found.sources(happening))
    return compare_page(happened.row(found, happening), found.tables(happening), names, ())


def who_says() -> str:
    found = dossier()
    happening = found.timeline()[0]
    return who_says_page(happened.row(found, happening), [*told.said(found, happening)], found)


def names() -> str:
    found = dossier()
    return names_page(EVIL, called.rows(found, found.names("Vell"), compared.Names(found)))


@pytest.mark.parametrize("page", [timeline, compare, who_says, names])
def test_a_page_stands_alone_and_runs_nothing(page: Callable[[], str]) -> None:
    made = page()
    assert made.startswith("<!DOCTYPE html>")
    assert "default-src 'none'" in made
    assert not re.search(r"<(script|img|link|iframe|a)\b|\bon\w+=\"|url\(|@import", made)
    assert "\u202e" not in made
    assert "&lt;script&gt;" in made
    assert len(made) < 40_000


def test_a_page_shows_what_the_terminal_shows() -> None:
    assert "3 more events are told without a day" in timeline()
    assert "sources conflict" in compare()
    assert all(value in compare() for value in ("12", "17"))
    assert "<mark>shelled</mark>" in who_says()


def test_the_commands_print_a_page(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "made.db"
    with Archive.open(path, write=True) as archive:
        archive.add(record_of(0))
        archive.add(record_of(1))
    name = record_of(0).entities[0].name
    for words in (["timeline"], ["compare"], ["who-says"], ["names"]):
        assert main([*words, str(path), *([name] if words == ["names"] else []), "--html"]) == 0
        assert capsysbinary.readouterr().out.startswith(b"<!DOCTYPE html>")


def test_what_is_not_known_is_said() -> None:
    """Articles of no known outlet are no outlets, what is planned is called planned, and forty years tell nothing of one week."""
    texts = (
        "Rebels shelled the port of Basra on 3 March 2021. The army plans to attack the camp on 9 March 2021.",
        "On 3 March 2021 rebels shelled the port of Basra, the mayor said. From 1980 to 2021 the state accepted no demands.",
    )
    found = relate([annotate(Article(text)) for text in texts], keys=["1", "2"])
    rows = {row.words[0]: row for row in happened.rows(found, found.timeline())}
    assert "2 articles → outlets unknown" in counted(rows["shell"])
    assert rows["attack"].status == "planned"
    assert rows["shell"].status == "told"
    week = found.timeline(first=date(2021, 3, 1), last=date(2021, 3, 10))
    assert not [each for each in week if each.when and each.when.first and each.when.first.year == 1980]
