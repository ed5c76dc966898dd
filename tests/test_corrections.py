"""Corrections on records made by hand: each field, what follows from it, and how a finding is found again in another text."""

import contextlib
import random
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.relate.corrected import apply, corrected
from dateline.relate.corrections import (
    FIELDS,
    KINDS,
    LAYERS,
    Correction,
    correct,
    located,
    standing,
    target_of,
    undoing,
    unseen,
)
from dateline.relate.dossier import relate
from dateline.text.article import Article, Block
from dateline.text.errors import BadCorrection
from dateline.text.happening import Event, Role, TimeExpression
from dateline.text.naming import Entity, Mention
from dateline.text.record import Check, Record
from dateline.text.span import Span
from dateline.text.telling import ROOT, Statement
from dateline.text.when import When
from dateline.wire import from_json, to_json
from dateline.wire.inward import check_shape
from dateline.wire.outward import to_shape
from relate_records import Page

FIRST = "Rebels shelled Vell on 3 July, killing 12 people."
SECOND = "The shelling was denied by the Coast Guard, the mayor said."
THIRD = "Share this story with friends. Rebels bombed Osk."


def page(*paragraphs: str, outlet: str = "The Vell Bee") -> Record:
    made = Page(*(paragraphs or (FIRST, SECOND, THIRD)), outlet=outlet, day=5)
    teller = made.says("the mayor", "The shelling was denied by the Coast Guard", speaker=made.name("Coast Guard"))
    head = made.event("shelled", "ASSAULT", "shell", day=3, actor="Rebels", place="Vell", toll="12 people")
    made.event("shelling", "ASSAULT", "shell", day=3, told_in=teller)
    made.event("bombed", "ASSAULT", "bomb", actor="Rebels", place="Osk")
    record = made.record()
    time = made.span("3 July")
    second = next(event for event in record.events if event.lemma == "shelling")
    events = tuple(
        replace(event, same_as=head) if event.id == second.id else replace(event, time=f"t@{time.start}") if event.id == head else event
        for event in record.events
    )  # fmt: skip
    times = (TimeExpression(f"t@{time.start}", time, When.parse("2022-07-03"), None),)
    return record.having(events=events, times=times, checks=(Check("date-conflict", (head,), "days differ"),))


def id_of(record: Record, words: str) -> str:
    return next(event.id for event in record.events if event.lemma == words)


def said(record: Record, finding: str, field: str, value: str, **more: object) -> Correction:
    return replace(correct(record, finding, field, value), **{"by": "person:desk", **more})


def event(record: Record, words: str):
    return next(event for event in record.events if event.lemma == words)


def test_a_date_goes_to_all_mentions_that_had_the_same_and_says_by_whom() -> None:
    record = page()
    now = corrected(record, [said(record, id_of(record, "shelled"), "when", "2022-07-04", note="the wire")])
    assert [str(event(now, words).when) for words in ("shelled", "shelling")] == ["2022-07-04"] * 2
    assert event(now, "bombed").when is None
    why = event(now, "shelled").because[-1]
    assert (why.by, why.note) == ("person:desk", "when: 2022-07-03 → 2022-07-04 (the wire)")
    assert not now.checks  # what a person decided is in doubt no more
    assert record.checks
    unknown = corrected(record, [said(record, id_of(record, "shelled"), "when", "")])
    assert event(unknown, "shelled").when is None


def test_a_corrected_time_dates_what_hangs_on_it_and_a_rejected_one_leaves_it_undated() -> None:
    record = page()
    time = record.times[0].id
    assert str(event(corrected(record, [said(record, time, "when", "2022-07-02")]), "shelled").when) == "2022-07-02"
    gone = corrected(record, [said(record, time, "verdict", "rejected")])
    assert gone.times == ()
    assert event(gone, "shelled").when is None


def test_a_rejected_event_leaves_its_chain_and_its_count_in_order() -> None:
    record = page()
    now = corrected(record, [said(record, id_of(record, "shelled"), "verdict", "rejected")])
    assert [each.lemma for each in now.events] == ["shelling", "bombed"]
    assert now.events[0].same_as is None
    assert now.figures[0].event is None
    assert corrected(record, [said(record, id_of(record, "shelled"), "verdict", "accepted")]).events[0].because


def test_who_did_it_where_and_what_it_was() -> None:
    record = page()
    bombed = id_of(record, "bombed")
    now = corrected(
        record,
        [
            said(record, bombed, "actor", "Coast Guard; the Ninth Fleet"),
            said(record, bombed, "recipient", "vell"),
            said(record, bombed, "place", "Port Arlen"),
            said(record, bombed, "kind", "threaten"),
            said(record, bombed, "status", "denied"),
        ],
    )
    found = event(now, "bombed")
    names = [now.entity(role.entity).name for role in found.fillers("actor")]
    assert names == ["Coast Guard", "the Ninth Fleet"]
    assert [now.entity(role.entity).name for role in found.fillers("recipient")] == ["Vell"]
    place = now.entity(found.place)
    assert place is not None
    assert (place.name, place.kind, found.kind, found.status) == ("Port Arlen", "place", "THREATEN", "denied")
    assert from_json(to_json(now)) == now


def test_names_are_merged_and_split() -> None:
    record = page()
    rebels, guard = (next(e for e in record.entities if e.name == name) for name in ("Rebels", "Coast Guard"))
    one = corrected(record, [said(record, rebels.id, "same_as", guard.id)])
    assert rebels.id not in {each.id for each in one.entities}
    assert "Rebels" in next(each for each in one.entities if each.id == guard.id).aliases
    assert {role.entity for each in one.events for role in each.fillers("actor")} == {guard.id}
    mention = next(each for each in record.mentions if each.entity == rebels.id)
    two = corrected(record, [said(record, mention.id, "entity", "new")])
    assert {each.entity for each in two.mentions} > {guard.id}
    assert all(each.entity != rebels.id for each in two.mentions)
    renamed = corrected(
        record, [said(record, rebels.id, "known_as", "Free Rebels"), said(record, rebels.id, "kind", "armed_group")]
    )
    changed = renamed.entity(rebels.id)
    assert changed is not None
    assert (changed.known_as, changed.kind) == ("Free Rebels", "armed_group")
    assert corrected(record, [said(record, rebels.id, "verdict", "rejected")]).events[0].roles[0].entity is None


def test_events_of_one_article_are_merged_and_held_apart() -> None:
    record = page()
    one = corrected(record, [said(record, id_of(record, "bombed"), "same_as", id_of(record, "shelling"))])
    assert event(one, "bombed").same_as == id_of(record, "shelled")
    assert len(relate([one]).happenings) == 1
    apart = corrected(record, [said(record, id_of(record, "shelling"), "same_as", "none")])
    assert event(apart, "shelling").same_as is None
    assert len(relate([apart]).happenings) == 3


def test_harm_in_one_sentence_is_held_apart_by_a_person() -> None:
    made = Page("Rebels shelled Vell on 3 July and stabbed a guard.", outlet="The Bee", day=5)
    made.event("shelled", "ASSAULT", "shell", day=3)
    made.event("stabbed", "ASSAULT", "stab", day=3)
    record = made.record()
    assert len(relate([record]).happenings) == 1
    apart = corrected(record, [said(record, id_of(record, "stabbed"), "same_as", "none")])
    assert len(relate([apart]).happenings) == 2


def test_a_statement_gets_another_speaker_and_its_rejection_gives_its_words_to_its_teller() -> None:
    record = page()
    told = record.statements[1].id
    now = corrected(
        record, [said(record, told, "speaker", "Rebels"), said(record, told, "span", "denied by the Coast Guard")]
    )
    changed = now.statements[1]
    assert now.entity(changed.speaker).name == "Rebels"
    assert [now.article.quote(part) for part in changed.content] == ["denied by the Coast Guard"]
    gone = corrected(record, [said(record, told, "verdict", "rejected")])
    assert [each.id for each in gone.statements] == ["s0"]
    assert event(gone, "shelling").told_in == "s0"
    assert corrected(record, [said(record, told, "speaker", "")]).statements[1].source_kind == "unnamed"


def test_a_span_is_resized_and_keeps_its_id() -> None:
    record = page()
    shelled = event(record, "shelled")
    now = corrected(record, [said(record, shelled.id, "span", f"{shelled.span.start}-{shelled.span.end + 5}")])
    assert now.article.quote(now.find(shelled.id).span) == "shelled Vell"
    assert from_json(to_json(now)) == now


def test_a_block_that_is_no_part_of_the_story_is_silent() -> None:
    record = page()
    block = record.article.blocks[2]
    now = corrected(record, [said(record, f"b@{block.span.start}", "kind", "boilerplate")])
    assert now.article.blocks[2].kind == "boilerplate"
    assert [each.lemma for each in now.events] == ["shelled", "shelling"]


def test_a_block_of_thousands_of_findings_is_silent_at_once() -> None:
    """One by one they took a minute."""
    line, count = "Ana shelled Vell on 3 July. ", 3000
    record = Record(
        Article(line * count, blocks=(Block(Span(0, len(line) * count), "paragraph"),)),
        entities=tuple(Entity(f"n{nth}", f"Ana {nth}", "person") for nth in range(count)),
        mentions=tuple(Mention(f"m@{at}", Span(at, at + 3), f"n{nth}", "name") for nth, at in _starts(line, count)),
        statements=(Statement(ROOT, Span(0, len(line) * count), "own_voice", within=None, source_kind="outlet"),),
        events=tuple(
            Event(f"e@{at + 4}", Span(at + 4, at + 11), "ASSAULT", "shell", roles=(Role("actor", Span(at, at + 3), f"n{nth}"),))
            for nth, at in _starts(line, count)
        ),
    )  # fmt: skip
    before = time.process_time()
    now = corrected(record, [said(record, "b@0", "kind", "boilerplate")])
    assert time.process_time() - before < 5
    assert (now.events, now.mentions, now.entities, len(now.statements)) == ((), (), (), 1)


def _starts(line: str, count: int) -> list[tuple[int, int]]:
    return [(nth, nth * len(line)) for nth in range(count)]


def test_the_later_of_two_holds_and_what_is_taken_back_does_not() -> None:
    record = page()
    shelled = id_of(record, "shelled")
    first = said(record, shelled, "when", "2022-07-01", number=1)
    second = said(record, shelled, "when", "2022-07-02", number=2)
    assert str(event(corrected(record, [first, second]), "shelled").when) == "2022-07-02"
    back = replace(undoing(second, seen=2, by="person:desk", at=""), number=3)
    assert standing([first, second, back]) == (first,)
    assert str(event(corrected(record, [first, second, back]), "shelled").when) == "2022-07-01"
    assert corrected(record, []) is record
    assert unseen([first, second], second) == (first,)
    assert unseen([first], replace(second, seen=1)) == ()


def test_a_rejected_finding_waits_with_what_else_was_said_of_it() -> None:
    record = page()
    bombed = id_of(record, "bombed")
    done = apply(record, [said(record, bombed, "when", "2022-07-02"), said(record, bombed, "verdict", "rejected")])
    assert all(each.lemma != "bombed" for each in done.record.events)
    assert len(done.made) == 2


def test_a_changed_text_has_the_correction_at_the_same_words() -> None:
    record = page()
    told = said(record, id_of(record, "bombed"), "status", "denied")
    longer = page("Sirens were heard. Rebels shelled Osk, too.", FIRST, SECOND, THIRD)
    assert event(corrected(longer, [told]), "bombed").status == "denied"
    name = said(record, next(e.id for e in record.entities if e.name == "Coast Guard"), "kind", "government")
    assert next(e for e in corrected(longer, [name]).entities if e.name == "Coast Guard").kind == "government"


def test_what_is_not_found_again_waits_and_says_why() -> None:
    record = page()
    told = said(record, id_of(record, "bombed"), "status", "denied")
    other = Page("Rebels bombed a bridge in spring, long after the harvest.", outlet="The Vell Bee", day=6).record()
    (waits,) = apply(other, [told]).waiting
    assert waits.why == "nothing is found on its words now"
    (gone,) = apply(Page("Rain fell.", outlet="The Vell Bee", day=6).record(), [told]).waiting
    assert gone.why == "its words do not stand in this text"
    merged = said(record, id_of(record, "bombed"), "same_as", id_of(record, "shelling"))
    shorter = record.having(events=tuple(each for each in record.events if each.lemma != "shelling"))
    assert apply(shorter, [merged]).waiting


@pytest.mark.parametrize(
    ("finding", "field", "value", "says"),
    [
        ("EVENT", "colour", "red", "there are verdict, when"),
        ("EVENT", "when", "yesterday", "not an EDTF date"),
        ("EVENT", "kind", "PARTY", "there are AGREE"),
        ("EVENT", "kind", "", "cannot be unknown"),
        ("EVENT", "actor", "n99", "nobody by the id n99"),
        ("EVENT", "same_as", "e@9999", "no other event of this article"),
        ("EVENT", "span", "9-3", "no piece of the text"),
        ("EVENT", "span", "no such words", "do not stand in the text"),
        ("EVENT", "place", "x" * 3000, "too long"),
        ("n1", "same_as", "n1", "same as itself"),
        ("n1", "same_as", "Nobody Here", "names nobody"),
        ("s0", "speaker", "Rebels", "own voice"),
        ("e@9999", "when", "2020", "no such finding"),
        ("zebra", "when", "2020", "id of no finding"),
    ],
)
def test_what_cannot_be_corrected_is_refused_with_what_can(finding: str, field: str, value: str, says: str) -> None:
    record = page()
    with pytest.raises(BadCorrection, match=says):
        correct(record, finding.replace("EVENT", id_of(record, "shelled")), field, value)


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_corrected_the_record_holds_together(seed: int) -> None:
    chance, record = random.Random(seed), page()
    who = [*(each.id for each in record.entities), "Nobody New", "new", ""]
    values = {
        "verdict": ["accepted", "rejected"], "when": ["", "2022-07", "../2022-07-02"], "status": ["denied"], "span": ["3-9", "Rebels", "20-40"],
    }  # fmt: skip
    for _ in range(15):
        told: list[Correction] = []
        for number in range(1, chance.randrange(2, 16)):
            ids = [each.id for each in record.findings() if each.id != "s0"] + [
                f"b@{b.span.start}" for b in record.article.blocks
            ]
            finding = chance.choice(ids)
            layer = LAYERS[finding[0]]
            field = chance.choice(FIELDS[layer])
            same = [each.id for each in record.events] + ["none"]
            options = (
                KINDS[layer]
                if field == "kind"
                else same
                if (field, layer) == ("same_as", "events")
                else values.get(field, who)
            )
            with contextlib.suppress(BadCorrection):
                told.append(said(record, finding, field, chance.choice(options), number=number))
        now = corrected(record, told)
        check_shape(to_shape(now))
        assert from_json(to_json(now)) == now
        known, events = {each.id for each in now.entities} | {None}, {each.id for each in now.events} | {None}
        tellers = {each.id for each in now.statements}
        assert {each.entity for each in now.mentions} <= known
        assert {role.entity for each in now.events for role in each.roles} | {
            each.place for each in now.events
        } <= known
        assert {each.same_as for each in now.events} | {each.part_of for each in now.events} <= events
        assert {each.told_in for each in now.events} <= tellers
        relate([now])


def test_every_layer_and_kind_has_its_fields() -> None:
    assert set(FIELDS) == set(LAYERS.values())
    assert {layer for layer, fields in FIELDS.items() if "kind" in fields} == set(KINDS)


def test_a_place_is_the_one_with_the_same_words_around_it() -> None:
    text = "one killed here. two killed there. three killed anywhere."
    record = Page(text, outlet="A", day=1).record()
    at = text.index("killed there")
    target = replace(target_of(record.having(times=(TimeExpression("t@1", Span(at, at + 6), None, None),)), "k", "t@1"))
    moved = "A new beginning was put before it all: " + text
    assert located(moved, target) == moved.index("killed there")
    assert located(text.replace("killed there", "hurt there"), target) is None


@given(
    st.text(alphabet="ab \n", max_size=80),
    st.text(alphabet="ab \n", max_size=60),
    st.integers(0, 79),
    st.integers(1, 12),
)
def test_a_place_is_found_at_once_in_the_same_text_and_never_where_other_words_stand(
    text: str, other: str, start: int, length: int
) -> None:
    words = text[start : start + length]
    if not words:
        return
    record = Page(text, outlet="A", day=1).record()
    span = Span(start, start + len(words))
    target = target_of(record.having(times=(TimeExpression("t@1", span, None, None),)), "k", "t@1")
    assert located(text, target) == start
    at = located(other, target)
    assert at is None or other[at : at + len(words)] == words
