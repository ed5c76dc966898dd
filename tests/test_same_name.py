"""Names that people judged to be one, or two: what the judgements come to, and that all that is asked of an archive follows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.relate.judgement import PERSON, Judgement, Pointer, Verdict
from dateline.relate.same_name import name_in, name_pointer, names_said
from dateline.store import Archive
from dateline.store.side_by_side import related
from dateline.text.naming import Entity
from reader_made import archive
from relate_records import Page

ANN, BEN = PERSON + "ann", PERSON + "ben"


def said(left: str, right: str, verdict: Verdict = "yes", by: str = ANN) -> Judgement:
    return Judgement(name_pointer(left), name_pointer(right), verdict, by=by)


def goes_by(names: str, *judgements: Judgement) -> list[str]:
    alike = names_said(judgements)
    return [alike.goes_by(name) for name in names.split()]


def test_left_goes_by_right_and_of_a_chain_all_go_by_its_end() -> None:
    assert goes_by("Aa Bb Cc Dd", said("Aa", "Bb"), said("bb", "Cc")) == ["Cc", "Cc", "Cc", "Dd"]
    assert goes_by("Aa Bb Cc", said("Bb", "Cc"), said("Aa", "Bb")) == ["Cc", "Cc", "Cc"]


def test_who_turns_a_word_round_is_the_last_to_speak_and_nothing_goes_in_circles() -> None:
    turned = said("Aa", "Bb"), said("Bb", "Aa")
    assert goes_by("Aa Bb", *turned) == ["Aa", "Aa"]
    assert goes_by("Aa Bb", *turned, said("AA", "BB", "withdrawn")) == ["Bb", "Bb"]
    assert goes_by("Aa", said("Aa", "Bb"), said("Bb", "Cc", by=BEN), said("Cc", "Aa")) == ["Aa"]


def test_two_names_that_are_held_apart_are_apart_with_all_that_is_one_with_them() -> None:
    alike = names_said([said("Aa", "Bb"), said("Cc", "Dd"), said("Bb", "Dd", "no")])
    assert alike.apart["aa"] == {"cc", "dd"} == alike.apart["bb"]
    assert names_said([said("Aa", "Bb", "no"), said("Aa", "Bb", by=BEN)]).apart == {}
    called = alike.calling("Aa")
    assert called(Entity("n1", "Bb", "person"))
    assert not called(Entity("n1", "Dd", "person", aliases=("Aa",)))
    assert called(Entity("n1", "Ee", "person", aliases=("Aa",)))


@pytest.mark.parametrize("name", ["Osk/Vell", "100%", "%2F", "12/e@16", "/", "a\nb", "n:x"])
def test_any_name_has_a_pointer_that_comes_back(name: str) -> None:
    assert name_in(Pointer.parse(str(name_pointer(name)))) == " ".join(name.split())
    assert names_said([Judgement(Pointer("a", "n1"), Pointer("b", "n1"), "yes")]).groups == {}


def tolls(tmp_path: Path) -> Path:
    """Two outlets that spell one party differently, each with an event of its own."""
    made = []
    for outlet, day, party, place in (
        ("The Osk Bee", 5, "Coast Brigade", "Osk"),
        ("Valley Post", 9, "Brigade of the Coast", "Vell"),
    ):
        page = Page(f"{party} shelled {place}.", outlet=outlet, day=day)
        page.event("shelled", "ASSAULT", "shell", day=day - 1, actor=party, place=place)
        made.append(page.record())
    return archive(tmp_path / "two.db", made)


def rows(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[dict[str, object]]:
    assert main([*map(str, arguments), "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_timeline_names_and_records_follow_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tolls(tmp_path)
    asked = [("timeline", path, "--about", name) for name in ("Coast Brigade", "Brigade of the Coast")]
    assert [len(rows(capsys, *each)) for each in asked] == [1, 1]
    assert main(["judge", str(path), "Brigade of the Coast", "coast brigade", "same", "--by", "desk"]) == 0
    capsys.readouterr()
    assert [len(rows(capsys, *each)) for each in asked] == [2, 2]
    assert {row["outlet"] for row in rows(capsys, "names", path, "Brigade of the Coast")} == {
        "The Osk Bee",
        "Valley Post",
    }
    with Archive.open(path, write=True) as made:
        assert [made.record(n).entities[0].known_as for n in (1, 2)] == [None, "Coast Brigade"]
        assert made.record(2, as_read=True).entities[0].known_as is None
        assert [each.article for each in made.find(about="Coast Brigade")] == [1, 2]
        assert made.telling(about="Brigade of the Coast") == [1, 2]
        assert list(made.check()) == []
    assert main(["undo", str(path), "Coast Brigade", "Brigade of the Coast", "--by", "desk"]) == 0
    capsys.readouterr()
    assert [len(rows(capsys, *each)) for each in asked] == [1, 1]


def test_another_name_of_somebody_known_stands_for_the_known_one(tmp_path: Path) -> None:
    made = []
    for number, (name, known) in enumerate((("CB", "Coast Brigade"), ("Brigadiers", None), ("CB", "Coast Brigade"))):
        page = Page(f"{name} shelled Osk.", outlet=f"Outlet {number}", day=9)
        page.name(name, known_as=known)
        page.event("shelled", "ASSAULT", "shell", day=3 + number, actor=name)
        made.append(page.record())
    path = archive(tmp_path / "known.db", made)
    assert main(["judge", str(path), "Brigadiers", "CB", "same"]) == 0
    with Archive.open(path) as held:
        assert held.record(2).entities[0].known_as == "Coast Brigade"
        for name in ("Coast Brigade", "Brigadiers"):
            assert len(related(held, [1, 2, 3]).timeline(about=name)) == 3
    assert main(["undo", str(path), "Brigadiers", "CB"]) == 0
    with Archive.open(path) as held:
        assert held.record(2).entities[0].known_as is None


def test_an_article_that_is_added_later_follows(tmp_path: Path) -> None:
    path = tolls(tmp_path)
    assert main(["judge", str(path), "Brigade of the Coast", "Coast Brigade", "same"]) == 0
    late = Page("Brigade of the Coast burned Osk.", outlet="Harbour Wire", day=12)
    late.event("burned", "ASSAULT", "burn", day=11, actor="Brigade of the Coast")
    archive(path, [late.record()])
    with Archive.open(path) as made:
        assert made.telling(about="Coast Brigade") == [1, 2, 3]
        assert made.shape(3).entities[0].known_as == "Coast Brigade"


def test_a_bundle_takes_it_along(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, bundle, other = tolls(tmp_path), tmp_path / "out.zip", tmp_path / "other.db"
    assert main(["judge", str(path), "Brigade of the Coast", "Coast Brigade", "same"]) == 0
    assert main(["export", "bundle", str(path), "--out", str(bundle)]) == 0
    assert main(["import", "bundle", str(bundle), "--into", str(other)]) == 0
    capsys.readouterr()
    with Archive.open(other) as made:
        assert made.names().goes_by("Brigade of the Coast") == "Coast Brigade"


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        ("Nobody", "Coast Brigade", "nobody and no place is named 'Nobody'"),
        ("Coast Brigade", "COAST  BRIGADE", "are one name already"),
        ("Coast Brigade", "1/e@14", "write an article's number"),
        ("...", "Coast Brigade", "nobody and no place is named '...'"),
        ("x" * 5000, "Coast Brigade", "nobody and no place is named"),
    ],
)
def test_what_cannot_be_said_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], left: str, right: str, why: str
) -> None:
    path = tolls(tmp_path)
    assert main(["judge", str(path), left, right, "same"]) == 1
    told = capsys.readouterr().err
    assert why in told
    with Archive.open(path) as made:
        assert made.judgements() == ()
