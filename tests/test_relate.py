"""Many articles: the same event found, sources counted once, differences told apart. On records made by hand."""

from dataclasses import replace
from datetime import date

import pytest

from dateline import Record, Span
from dateline.relate.conflicts import Given, Row, _figures
from dateline.relate.dossier import Dossier, Happening, relate
from dateline.relate.judgement import PERSON, Judgement, Pointer
from dateline.text.happening import Role
from relate_records import Page

WIRE = (
    "Shells hit the market of Ostrel on Sunday and killed 9 people, the army said.",
    "Smoke stood over the town for hours, and the road to the coast was shut until the evening by fallen trees.",
    "Three stalls burned down, and a school nearby lost its windows. Nobody has been allowed to return to the square since.",
)


def wire(outlet: str, day: int, *more: str, bylines: tuple[str, ...] = ()) -> Record:
    page = Page(*WIRE, *more, outlet=outlet, day=day, bylines=bylines)
    told = page.says("the army", WIRE[0].partition(", the army")[0], speaker=page.name("army"))
    page.event("hit", "ASSAULT", "hit", day=3, place="Ostrel", told_in=told)
    page.event("killed", "ASSAULT", "kill", day=3, place="Ostrel", told_in=told, toll="9 people")
    page.event("burned", "OTHER", "burn")
    return page.record()


def rebels(outlet: str = "Hill Radio", day: int = 4, toll: str = "12 people") -> Record:
    text = f"The bombardment of Ostrel on Sunday killed {toll}, said the League, whose men hold the town."
    page = Page(text, outlet=outlet, day=day)
    told = page.says("the League", text.partition(", said")[0], speaker=page.name("League"))
    page.event("killed", "ASSAULT", "kill", day=3, place="Ostrel", told_in=told, toll=toll)
    return page.record()


def elsewhere() -> Record:
    page = Page("A mine killed 2 people near Brandal on Sunday.", outlet="Hill Radio", day=4)
    page.event("killed", "ASSAULT", "kill", day=3, place="Brandal", toll="2 people")
    return page.record()


def dossier(*records: Record) -> Dossier:
    return relate(records, keys=[chr(ord("a") + number) for number in range(len(records))])


def shelling(found: Dossier) -> Happening:
    return max(found.happenings, key=lambda happening: len(happening.articles))


def test_the_same_event_is_found_and_another_town_s_is_not() -> None:
    found = dossier(wire("Valley Press", 4), rebels(), elsewhere())
    assert shelling(found).articles == ("a", "b")
    assert [happening.articles for happening in found.timeline(place="Brandal")] == [("c",)]


def test_what_a_copy_tells_is_its_origin_s_event_and_word() -> None:
    found = dossier(wire("Valley Press", 4), wire("Echo", 5, bylines=("Valley Press",)), rebels())
    sources = found.sources(shelling(found))
    assert (len(sources.articles), len(sources.outlets)) == (3, 3)
    assert [origin.key for origin in sources.origins] == ["army", "league"]
    copied = {telling.article: telling.copied for telling in sources.origins[0].tellings}
    assert copied == {"a": None, "b": Pointer("a")}
    burned = found.happening(Pointer("b", next(e.id for e in found.records["b"].events if e.lemma == "burned")))
    assert [origin.name for origin in found.sources(burned).origins] == ["Valley Press"]


def test_who_takes_part_is_a_party() -> None:
    page = Page("The League shelled Ostrel on Sunday, the army said. The mayor said so too.", outlet="Echo", day=4)
    first = page.says("the army", "The League shelled Ostrel on Sunday", speaker=page.name("army"))
    page.event("shelled", "ASSAULT", "shell", day=3, place="Ostrel", actor="League", told_in=first)
    found = dossier(page.record(), rebels())
    sources = found.sources(shelling(found)).origins
    assert {origin.key: origin.party for origin in sources} == {"army": False, "league": True}


def test_the_judgements_know_no_side() -> None:
    def told(actor: str, other: str) -> list[tuple[str, str, str, float, list[str]]]:
        pages = []
        for outlet, doer, sufferer in (("Echo", actor, other), ("Times", actor, other), ("Hill Radio", other, actor)):
            page = Page(f"Men of {doer} shot at men of {sufferer} near Ostrel on Sunday.", outlet=outlet, day=4)
            page.event("shot", "ASSAULT", "shoot", day=3, place="Ostrel", actor=doer, recipient=sufferer)
            pages.append(page.record())
        judgements = relate(pages, keys=["a", "b", "c"]).judgements
        names = {actor.lower(): "one side", other.lower(): "the other"}
        return [
            (j.left.article, j.right.article, j.verdict, j.score, sorted({names.get(word.strip(","), word) for e in j.because for word in e.note.split()}))
            for j in judgements
        ]  # fmt: skip

    assert [row[:4] for row in told("Zeta", "Quin")] == [row[:4] for row in told("Quin", "Zeta")]
    assert told("Zeta", "Quin") == told("Gamma", "Beth")


def test_two_tolls_of_one_day_are_a_conflict_between_named_origins() -> None:
    found = dossier(wire("Valley Press", 4), wire("Echo", 4, bylines=("Valley Press",)), rebels())
    dead = next(table for table in found.tables(shelling(found)) if table.aspect == "dead")
    assert {row.value: row.origins for row in dead.rows} == {"9": ("army",), "12": ("league",)}
    assert [difference.relation for difference in dead.conflicts] == ["conflict"]


def given(low: int, high: int | None, day: int, scope: str = "") -> Row:
    one = Given(f"{low}-{high}", "who", "a", date(2022, 7, day), Span(0, 1), low, high, scope)
    return Row(one.value, (one,))


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (given(9, 9, 4), given(12, 12, 4), "conflict"),
        (given(9, 9, 4), given(12, 12, 6), "update"),  # a toll that rises
        (given(12, 12, 4), given(9, 9, 6), "conflict"),  # and one that falls
        (given(9, None, 4), given(12, 12, 4), "precision"),  # at least nine
        (given(5, 5, 4, "guards"), given(12, 12, 4), "scope"),
        (given(17, 17, 4, "dockers"), given(12, 12, 4), "conflict"),  # a part is no larger than the whole
        (given(5, 5, 4, "guards"), given(7, 7, 4, "guards"), "conflict"),
    ],
)
def test_how_two_tolls_differ(one: Row, other: Row, relation: str) -> None:
    assert _figures(one, other)[0] == relation
    assert _figures(other, one)[0] == relation


def test_a_person_s_word_regroups_and_can_be_taken_back() -> None:
    found = dossier(wire("Valley Press", 4), rebels())
    left, right = shelling(found).incidents
    mention = Pointer(right.pointer.article, right.mentions[-1].id)
    apart = found.judged(Judgement(left.pointer, mention, "no", by=PERSON + "desk"))
    assert len(shelling(apart).articles) == 1
    again = apart.judged(Judgement(left.pointer, mention, "withdrawn", by=PERSON + "desk"))
    assert shelling(again).articles == ("a", "b")
    assert again.judgements[: len(found.judgements)] == found.judgements


def test_a_copy_that_a_person_denies_is_two_origins() -> None:
    found = dossier(wire("Valley Press", 4), wire("Echo", 5, bylines=("Valley Press",)))
    denied = found.judged(Judgement(Pointer("b"), Pointer("a"), "no", by=PERSON + "desk"))
    assert (found.copy_groups(), denied.copy_groups()) == ((("a", "b"),), ())
    burned = Pointer("b", next(event.id for event in found.records["b"].events if event.lemma == "burned"))
    assert len(found.sources(found.happening(burned)).origins) == 1
    assert {origin.name for origin in denied.sources(denied.happening(burned)).origins} >= {"Echo"}


def test_the_chain_goes_on_through_the_copy() -> None:
    found = dossier(wire("Valley Press", 4), wire("Echo", 5, bylines=("Valley Press",)))
    chains = {
        (link[0].article, event.lemma): [each.article for each in link]
        for event, link in found.who_says(shelling(found))
        if link
    }
    assert chains["b", "killed"] == ["b", "a", "b"]
    assert chains["a", "killed"] == ["a", "a"]


def test_no_record_and_empty_records_are_borne() -> None:
    assert relate(()).timeline() == ()
    empty = Page("", outlet="Echo", day=1).record()
    assert relate([empty, empty]).happenings == ()


def test_a_record_that_points_into_the_void_is_borne() -> None:
    page = Page("Shells hit Ostrel on Sunday. 4 people died.", outlet="Echo", day=4)
    page.event("hit", "ASSAULT", "hit", day=3, place="Ostrel")
    page.event("died", "OTHER", "die", toll="4 people")
    whole = page.record()
    first, second = whole.events
    looped = (
        replace(first, same_as=second.id, part_of=first.id, place="n99", told_in="s@99", figures=("f@99",)),
        replace(second, same_as=first.id, roles=(Role("actor", Span(900, 950), "n98"),)),
    )
    odd = whole.having(
        events=looped,
        statements=(replace(whole.statements[0], within="s0", source=(Span(0, 0),)),),
        article=replace(whole.article, language="xx", blocks=()),
    )
    found = relate([odd, whole], keys=["a", "b"])
    for happening in found.happenings:
        assert found.sources(happening).articles
        assert list(found.who_says(happening))
        found.tables(happening)


def test_a_pronoun_that_means_nobody_known_is_one_source_in_its_text_alone() -> None:
    pages = []
    for outlet in ("The Vell Bee", "The Osk Post"):
        page = Page(f"She said rebels shelled Vell on 3 July, {outlet} reports.", outlet=outlet, day=4)
        told = page.says("She", "rebels shelled Vell on 3 July", kind="named")
        page.event("shelled", "ASSAULT", "shell", day=3, place="Vell", told_in=told)
        pages.append(page.record())
    found = relate(pages)
    happening = found.timeline()[0]
    assert len(happening.articles) == 2
    origins = found.sources(happening).origins
    assert [(origin.name, origin.kind) for origin in origins] == [("“She”", "unnamed")] * 2
    assert found.sources(happening).no_party == ()


def test_more_of_a_part_than_of_all_is_a_conflict_that_says_so() -> None:
    all_of_them = Page("Rebels shelled Vell on 3 July, killing 12 people.", outlet="The Vell Bee", day=4)
    all_of_them.event("shelled", "ASSAULT", "shell", day=3, place="Vell", toll="12 people")
    part = Page("Rebels shelled Vell on 3 July, killing 17 dockers.", outlet="The Osk Post", day=4)
    part.event("shelled", "ASSAULT", "shell", day=3, place="Vell", toll="17 dockers")
    found = relate([all_of_them.record(), part.record()])
    table = next(each for each in found.tables(found.timeline()[0]) if each.aspect == "dead")
    (difference,) = table.differences
    assert (difference.relation, difference.note) == (
        "conflict",
        "the higher one counts dockers only, who are among all",
    )
