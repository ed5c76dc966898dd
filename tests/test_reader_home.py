"""What the first page says needs an eye: chains that end in nobody, outlets that are quoted and not here, names that nobody knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dateline.relate.judgement import Judgement
from dateline.store.archive import Archive
from dateline.store.pairs import pair
from dateline.store.side_by_side import related
from dateline.text.naming import Mention
from dateline.text.record import Record
from dateline.web.home import Heap, look
from reader_made import app_of, archive, ask
from relate_records import Page


def heaps(path: Path) -> dict[str, Heap]:
    with Archive.open(path) as held:
        return {heap.name: heap for heap in look(related(held, held.numbers()), held).heaps}


def words(heap: Heap | None) -> list[tuple[str, ...]]:
    return [(entry.words, *entry.notes) for entry in heap.entries] if heap else []


def mill() -> Page:
    """One told by name, one by nobody named with two events, one by a pronoun, one by somebody unnamed."""
    page = Page(
        "Fire at the mill",
        "Several reports said the mill burned and three fled. A woman said the dogs barked. It said the dam held.",
        "The Osk Union said the mayor lied.",
        outlet="The Osk Bee",
        day=5,
    )
    page.says("A woman", "the dogs barked", kind="unnamed")
    told = page.says("Several reports", "the mill burned and three fled", kind="unnamed")
    for verb in ("burned", "fled"):
        page.event(verb, "OTHER", verb, told_in=told)
    page.says("It", "the dam held")
    page.mentions.append(Mention("m@107", page.span("It"), None, "pronoun"))
    page.says("The Osk Union", "the mayor lied", speaker=page.name("The Osk Union"))
    return page


def test_a_chain_that_ends_in_nobody_is_broken_and_what_most_events_hang_on_comes_first(tmp_path: Path) -> None:
    path = archive(tmp_path / "mill.db", [mill().record()])
    broken = heaps(path)["Broken chains"]
    assert (broken.count, words(broken)[0]) == (
        3,
        ("the mill burned and three fled", "“Several reports”, unnamed", "Fire at the mill"),
    )
    assert {each[:2] for each in words(broken)[1:]} == {
        ("the dogs barked", "“A woman”, unnamed"),
        ("the dam held", "“It”, and nobody knows who that is"),
    }
    page, target = ask(app_of(path), "/a/1").text, broken.entries[0].at
    assert (broken.entries[0].screen, f'id="{target}"' in page) == ("article", True)


def test_whose_words_come_through_another_is_asked_for_at_the_end_of_the_chain_alone(tmp_path: Path) -> None:
    page = Page("Several reports said a dock worker said the crane fell.", outlet="The Osk Bee", day=5)
    outer = page.says("Several reports", "a dock worker said the crane fell", kind="unnamed")
    page.says("a dock worker", "the crane fell", kind="unnamed")
    page.statements[-1] = replace(page.statements[-1], within=outer)
    broken = heaps(archive(tmp_path / "crane.db", [page.record()]))["Broken chains"]
    assert [each[:2] for each in words(broken)] == [("the crane fell", "“a dock worker”, unnamed")]


def quoting(outlet: str, medium: str) -> Record:
    page = Page(f"{medium} quoted the union as saying the dam held.", outlet=outlet, day=6)
    page.says("the union", "the dam held", speaker=page.name("the union"))
    page.statements[-1] = replace(page.statements[-1], medium=page.name(medium))
    return page.record()


@pytest.mark.parametrize(
    ("medium", "here"), [("Radio Vell", False), ("The Osk Bee", True), ("the Bee", True), ("VP", True), ("Osk", True)]
)
def test_an_outlet_that_is_quoted_is_here_or_not(tmp_path: Path, medium: str, here: bool) -> None:
    found = heaps(archive(tmp_path / "quoted.db", [mill().record(), quoting("Valley Post", medium)]))
    assert words(found.get("Quoted, not here")) == ([] if here else [(medium, "quoted in 1 article")])


def test_names_that_several_articles_have_and_nobody_knows(tmp_path: Path) -> None:
    made = []
    for number, names in enumerate(
        (("Ana Vell", "Osk Union"), ("Ana Vell", "Osk Union"), ("Ana Vell", "Osk"), ("Mill",))
    ):
        page = Page(" and ".join(names) + " came.", outlet=f"Outlet {number}", day=3)
        for name in names:
            page.name(name, known_as="Osk Dockers" if name == "Osk Union" and number else None)
        made.append(page.record())
    path = archive(tmp_path / "names.db", made)
    assert words(heaps(path)["Unknown names"]) == [("Ana Vell", "organization", "3 articles")]
    with Archive.open(path, write=True) as held:
        held.judge([Judgement(*pair(held, "Ana Vell", "Osk Dockers"), "yes")])
    assert "Unknown names" not in heaps(path)
