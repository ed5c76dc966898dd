"""The demo corpus as a dossier: what a careful reader of the eight articles finds when the pages lie side by side.

What hangs on the parser's model is held to the least that must come out, not to a count that the next model moves.
"""

from functools import lru_cache
from pathlib import Path

from dateline import When, annotate, from_json, read, to_json
from dateline.relate.conflicts import Table
from dateline.relate.dossier import Dossier, Happening, relate
from dateline.relate.judgement import PERSON, Judgement, Pointer
from dateline.show.happened import row

FILES = sorted(Path("demo/articles").iterdir())
WIRE, WHOLE, CUT = "hpb-blast-at-port-arlen", "ledger-deadly-attack-on-port", "courier-blast-at-pier"
TOLLS, REPORT = "courier-two-lists-two-tolls", "hpb-commission-report-on-blast"
LATER = "ledger-first-grain-ship-leaves"  # which tells of the attack in its own words, a month on
STATE, MOVEMENT = "standard-nation-honours-guards", "freetide-massacre-in-netmakers-quarter"


@lru_cache(maxsize=1)
def dossier() -> Dossier:
    return relate([annotate(read(file)) for file in FILES], keys=[file.name.partition(".")[0] for file in FILES])


def night() -> Happening:
    """The attack of 9 May: the happening that most articles tell of."""
    return max(dossier().happenings, key=lambda happening: len(happening.articles))


def table(aspect: str) -> Table:
    return next(each for each in dossier().tables(night()) if each.aspect == aspect)


def test_five_outlets_tell_of_one_night() -> None:
    assert str(night().when) == "2023-05-09"
    assert {WIRE, WHOLE, CUT, TOLLS, REPORT, STATE, MOVEMENT} <= set(night().articles)
    assert len(dossier().sources(night()).outlets) == 5


def test_the_raid_of_the_eleventh_is_another_event() -> None:
    days = {str(happening.when) for happening in dossier().timeline() if {STATE, MOVEMENT} <= set(happening.articles)}
    assert {"2023-05-09", "2023-05-11"} <= days
    told = {
        str(event.when): event.id
        for event in dossier().records[LATER].events
        if event.lemma in ("attack", "raid") and event.when
    }
    assert len(told) > 1
    assert dossier().happening(Pointer(LATER, told["2023-05-09"])) == night()
    assert dossier().happening(Pointer(LATER, told["2023-05-11"])) != night()


def test_an_event_has_no_day_that_is_told_of_something_else() -> None:
    """The mine disaster of 1987 is not the blast's year; a strike on Sunday over the massacre does not date the massacre."""
    blasts = [event for event in dossier().records[REPORT].events if event.lemma == "blast"]
    assert blasts
    assert all(event.when is None or event.when.last is None or event.when.last.year == 2023 for event in blasts)
    assert all(
        str(event.when) != "2023-05-14" for event in dossier().records[MOVEMENT].events if event.lemma == "massacre"
    )


def test_a_pronoun_and_a_day_are_no_party() -> None:
    named = {
        name.casefold()
        for happening in dossier().happenings
        for name in (*row(dossier(), happening).who, *row(dossier(), happening).whom)
    }
    assert named
    assert not named & {"its", "it", "they", "she", "thursday", "we"}


def test_three_tolls_and_who_gives_them() -> None:
    rows = {row.value: set(row.origins) for row in table("dead").rows}
    assert "interior ministry" in rows["12"] & rows["12 or more"]
    assert {"brannic colle", "dock workers union"} <= rows["17"]
    assert {given.article for row in table("dead").rows if row.value == "14" for given in row.given} == {TOLLS, REPORT}
    against = {frozenset((each.left, each.right)) for each in table("dead").conflicts}
    assert {frozenset(pair) for pair in (("12", "17"), ("12", "14"), ("14", "17"))} <= against
    assert all("12 or more" not in pair for pair in against)


def test_nobody_disputes_the_day_or_the_injured() -> None:
    assert not table("day").conflicts
    assert [(row.value, row.origins) for row in table("injured").rows] == [("31", ("harbour road hospital",))]


def test_a_paper_that_carries_the_agency_is_no_source() -> None:
    sources = dossier().sources(night())
    ledger = [origin for origin in sources.origins if origin.key == "outlet the inland ledger"]
    assert all(telling.article == LATER for origin in ledger for telling in origin.tellings)
    hospital = next(origin for origin in sources.origins if origin.key == "harbour road hospital")
    assert {telling.article for telling in hospital.tellings} == {WIRE, WHOLE, CUT}
    assert {str(telling.copied) for telling in hospital.tellings} == {"None", WIRE}
    assert len(sources.articles) > len(sources.outlets)
    assert len(sources.no_party) < len(sources.origins)


def test_the_movement_is_a_party() -> None:
    assert {origin.name: origin.party for origin in dossier().sources(night()).origins}["Free Coast Movement"]


def test_each_side_has_its_words_for_the_other() -> None:
    loaded = {(called.outlet, called.words) for called in dossier().names("Free Coast Movement") if called.leaning}
    assert ("Halvern Standard", "terrorists") in loaded
    assert {outlet for outlet, _ in loaded} == {"Halvern Standard"}


def test_a_timeline_is_in_order_and_can_be_narrowed() -> None:
    found = dossier()
    days = [happening.when.first for happening in found.timeline() if happening.when and happening.when.first]
    assert days == sorted(days)
    june = When.parse("2023-06")
    assert {str(each.when)[:7] for each in found.timeline(first=june.first, last=june.last)} == {"2023-06"}
    assert night() in found.timeline(place="Port Arlen")
    assert night() in found.timeline(about="Free Coast Movement")


def test_records_from_the_wire_say_the_same() -> None:
    found = dossier()
    again = relate([from_json(to_json(record)) for record in found.records.values()], keys=list(found.records))
    assert again.happenings == found.happenings
    assert again.judgements == found.judgements


def test_a_person_can_take_an_article_out() -> None:
    report = [incident for incident in night().incidents if incident.pointer.article == REPORT]
    others = [incident for incident in night().incidents if incident.pointer.article != REPORT]
    said = [Judgement(one.pointer, other.pointer, "no", by=PERSON + "desk") for one in report for other in others]
    apart = dossier().judged(*said)
    assert REPORT not in apart.happening(others[0].pointer).articles
    assert REPORT in dossier().happening(others[0].pointer).articles


def test_a_pier_is_no_other_place_than_its_port() -> None:
    """Nobody says where Pier 4 lies, so it may lie in either town; the two towns conflict."""
    found = {frozenset((each.left, each.right)): each.relation for each in table("place").conflicts}
    assert frozenset(("Port Arlen", "Merrow")) in found
    assert not [pair for pair in found if "Pier 4" in pair]
