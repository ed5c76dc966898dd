"""Events on hand-built sentences: roles, status, time, place, figures and grouping without a model; and the rule files' errors."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dateline.annotate.events import find_events
from dateline.languages.events import event_words, words_of
from dateline.languages.figures import figure_words
from dateline.text.article import Article, Block, Published
from dateline.text.errors import BadRules
from dateline.text.happening import Event, TimeExpression
from dateline.text.naming import Entity, Mention
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.telling import Statement
from dateline.text.token import Token
from dateline.text.when import When

# word/lemma/tag/dep/head, the head counted from 0 within the sentence
KILLED = "Rebels/rebel/NNS/nsubj/1 killed/kill/VBD/ROOT/1 12/12/CD/nummod/3 soldiers/soldier/NNS/dobj/1 in/in/IN/prep/1 Mosul/mosul/NNP/pobj/4 on/on/IN/prep/1 Friday/friday/NNP/pobj/6"
PASSIVE = "Soldiers/soldier/NNS/nsubjpass/2 were/be/VBD/auxpass/2 killed/kill/VBN/ROOT/2 by/by/IN/agent/2 rebels/rebel/NNS/pobj/3"
NO_AGENT = "Soldiers/soldier/NNS/nsubjpass/2 were/be/VBD/auxpass/2 killed/kill/VBN/ROOT/2"
PLANNED = "Rebels/rebel/NNS/nsubj/1 planned/plan/VBD/ROOT/1 to/to/TO/aux/3 kill/kill/VB/xcomp/1 Omar/omar/NNP/dobj/3"
WILL = "Rebels/rebel/NNS/nsubj/2 will/will/MD/aux/2 kill/kill/VB/ROOT/2 Omar/omar/NNP/dobj/2"
NEVER = "Rebels/rebel/NNS/nsubj/3 did/do/VBD/aux/3 not/not/RB/neg/3 kill/kill/VB/ROOT/3 Omar/omar/NNP/dobj/3"
FAILED = "Rebels/rebel/NNS/nsubj/1 failed/fail/VBD/ROOT/1 to/to/TO/aux/3 kill/kill/VB/xcomp/1 Omar/omar/NNP/dobj/3"
MAY = "Rebels/rebel/NNS/nsubj/3 may/may/MD/aux/3 have/have/VB/aux/3 killed/kill/VBN/ROOT/3 Omar/omar/NNP/dobj/3"
IF = "If/if/IN/mark/2 rebels/rebel/NNS/nsubj/2 kill/kill/VBP/advcl/5 Omar/omar/NNP/dobj/2 we/we/PRP/nsubj/5 leave/leave/VBP/ROOT/5"
NOW = "Rebels/rebel/NNS/nsubj/2 are/be/VBP/aux/2 attacking/attack/VBG/ROOT/2 Omar/omar/NNP/dobj/2"
LISTS = "Rebels/rebel/NNS/nsubj/3 and/and/CC/cc/0 miners/miner/NNS/conj/0 killed/kill/VBD/ROOT/3 Omar/omar/NNP/dobj/3 and/and/CC/cc/4 Ali/ali/NNP/conj/4"
STRIKE = "Omar/omar/NNP/nsubjpass/2 was/be/VBD/auxpass/2 killed/kill/VBN/ROOT/2 in/in/IN/prep/2 a/a/DT/det/6 drone/drone/NN/compound/6 strike/strike/NN/pobj/3"
THE_STRIKE = "The/the/DT/det/1 strike/strike/NN/nsubj/2 angered/anger/VBD/ROOT/2 many/many/JJ/dobj/2"
PLOT = "An/an/DT/det/2 assassination/assassination/NN/compound/2 plot/plot/NN/nsubj/3 surfaced/surface/VBD/ROOT/3"
HELICOPTER = "An/an/DT/det/2 attack/attack/NN/compound/2 helicopter/helicopter/NN/nsubj/3 landed/land/VBD/ROOT/3"
LIGHT = "Rebels/rebel/NNS/nsubj/1 carried/carry/VBD/ROOT/1 out/out/RP/prt/1 an/a/DT/det/4 attack/attack/NN/dobj/1 on/on/IN/prep/4 Omar/omar/NNP/pobj/5"
SAID = "Officials/official/NNS/nsubj/1 said/say/VBD/ROOT/1 Friday/friday/NNP/npadvmod/1 rebels/rebel/NNS/nsubj/4 killed/kill/VBD/ccomp/1 Omar/omar/NNP/dobj/4"
RANGE = "Between/between/IN/quantmod/1 20/20/CD/nummod/4 and/and/CC/cc/1 30/30/CD/conj/1 people/people/NNS/nsubjpass/6 were/be/VBD/auxpass/6 killed/kill/VBN/ROOT/6"
LEAST = "At/at/IN/advmod/1 least/least/JJS/advmod/2 12/12/CD/nummod/3 people/people/NNS/nsubjpass/5 were/be/VBD/auxpass/5 killed/kill/VBN/ROOT/5"
HALF = "More/more/JJR/advmod/2 than/than/IN/quantmod/2 half/half/NN/nsubjpass/8 of/of/IN/prep/2 the/the/DT/det/6 40/40/CD/nummod/6 miners/miner/NNS/pobj/3 were/be/VBD/auxpass/8 killed/kill/VBN/ROOT/8"
MANY = "As/as/RB/advmod/3 many/many/JJ/amod/3 as/as/IN/quantmod/3 12/12/CD/nummod/4 people/people/NNS/nsubjpass/6 were/be/VBD/auxpass/6 killed/kill/VBN/ROOT/6"
YEARS = "Rebels/rebel/NNS/nsubj/1 fought/fight/VBD/ROOT/1 for/for/IN/prep/1 two/two/CD/nummod/4 years/year/NNS/pobj/2"

CLAIMED = "Rebels/rebel/NNS/nsubj/1 claimed/claim/VBD/ROOT/1 responsibility/responsibility/NN/dobj/1 for/for/IN/prep/2 the/the/DT/det/5 attack/attack/NN/pobj/3"
BLAMED = "Police/police/NNS/nsubj/1 blamed/blame/VBD/ROOT/1 Omar/omar/NNP/dobj/1 for/for/IN/prep/1 the/the/DT/det/5 attack/attack/NN/pobj/3"
DENIED = "Rebels/rebel/NNS/nsubj/1 denied/deny/VBD/ROOT/1 responsibility/responsibility/NN/dobj/1 for/for/IN/prep/2 the/the/DT/det/5 attack/attack/NN/pobj/3"
BLAST = "A/a/DT/det/1 bomb/bomb/NN/nsubj/2 exploded/explode/VBD/ROOT/2 on/on/IN/prep/2 Friday/friday/NNP/pobj/3 ,/,/,/punct/2 killing/kill/VBG/advcl/2 Omar/omar/NNP/dobj/6"
BEFORE = "A/a/DT/det/1 bomb/bomb/NN/nsubj/2 exploded/explode/VBD/ROOT/2"
OCCURRED = "The/the/DT/det/1 murder/murder/NN/nsubjpass/10 of/of/IN/prep/1 Omar/omar/NNP/pobj/2 ,/,/,/punct/1 which/which/WDT/nsubj/6 occurred/occur/VBD/relcl/1 on/on/IN/prep/6 Friday/friday/NNP/pobj/7 was/be/VBD/auxpass/10 condemned/condemn/VBN/ROOT/10"
WALKOUT = "Omar/omar/NNP/nsubj/1 struck/strike/VBD/ROOT/1 on/on/IN/prep/1 Friday/friday/NNP/pobj/2"
REFUSED = "Rebels/rebel/NNS/nsubj/3 will/will/MD/aux/3 not/not/RB/neg/3 release/release/VB/ROOT/3 Omar/omar/NNP/dobj/3"
SINCE = "Rebels/rebel/NNS/nsubj/2 have/have/VBP/aux/2 killed/kill/VBN/ROOT/2 Omar/omar/NNP/dobj/2 since/since/IN/prep/2 Friday/friday/NNP/pobj/4"
HIT = "The/the/DT/det/1 strike/strike/NN/nsubj/2 hit/hit/VBD/ROOT/2 Omar/omar/NNP/dobj/2 on/on/IN/prep/2 Friday/friday/NNP/pobj/4"
OF_ANOTHER = "The/the/DT/det/1 attack/attack/NN/nsubj/2 was/be/VBD/ROOT/2 the/the/DT/det/4 deadliest/deadly/JJS/attr/2 since/since/IN/prep/4 the/the/DT/det/7 disaster/disaster/NN/pobj/5 of/of/IN/prep/7 Friday/friday/NNP/pobj/8"
SINCE_OF = "Ships/ship/NNS/nsubj/1 left/leave/VBD/ROOT/1 since/since/IN/prep/1 the/the/DT/det/4 attack/attack/NN/pobj/2 of/of/IN/prep/4 Friday/friday/NNP/pobj/5"
COUNTED = "Ships/ship/NNS/nsubj/1 left/leave/VBD/ROOT/1 on/on/IN/prep/1 Friday/friday/NNP/pobj/2 after/after/IN/prep/1 the/the/DT/det/6 attack/attack/NN/pobj/4"
ANSWERED = "Crews/crew/NNS/nsubj/1 marched/march/VBD/ROOT/1 on/on/IN/prep/1 Friday/friday/NNP/pobj/2 over/over/IN/prep/1 the/the/DT/det/6 massacre/massacre/NN/pobj/4"

_POS = {
    "NN": "NOUN",
    "VB": "VERB",
    "NP": "PROPN",
    "CD": "NUM",
    "IN": "ADP",
    "DT": "DET",
    "MD": "AUX",
    "JJ": "ADJ",
    "RB": "ADV",
    "TO": "PART",
    "PR": "PRON",
    "CC": "CCONJ",
    "RP": "ADP",
    "WD": "PRON",
    ",": "PUNCT",
}


def record_of(*sentences: str, kind: str = "paragraph") -> Record:
    """A record of written-out parses, one block a sentence; names are entities, "Friday" is a day."""
    tokens: list[Token] = []
    blocks: list[Block] = []
    text = ""
    for number, sentence in enumerate(sentences):
        base, start = len(tokens), len(text)
        for piece in sentence.split(" "):
            word, lemma, tag, dep, head = piece.split("/")
            pos = "PROPN" if tag == "NNP" else "AUX" if dep in ("aux", "auxpass") and tag != "TO" else _POS[tag[:2]]
            at = len(text)
            text += word + " "
            tokens.append(Token(Span(at, at + len(word)), word, lemma, pos, tag, dep, base + int(head), number))
        blocks.append(Block(Span(start, len(text) - 1), kind))
        text += "\n"
    entities = (Entity("n1", "Omar", "person"), Entity("n2", "Mosul", "place"))
    mentions = [
        Mention(f"m@{token.span.start}", token.span, "n1" if token.text == "Omar" else "n2", "name")
        for token in tokens
        if token.text in ("Omar", "Mosul")
    ]
    times = [
        TimeExpression(f"t@{token.span.start}", token.span, When.parse("2020-02-07"), None)
        for token in tokens
        if token.text == "Friday"
    ]
    article = Article(text, blocks=tuple(blocks), published=Published(When.parse("2020-02-12")))
    return Record(article, tokens=tuple(tokens), entities=entities, mentions=tuple(mentions), times=tuple(times))


def events_of(*sentences: str) -> tuple[list[Event], Record]:
    record = find_events(record_of(*sentences))
    return list(record.events), record


def roles_of(event: Event, record: Record) -> list[tuple[str, str]]:
    return [(role.role, record.article.quote(role.span)) for role in event.roles]


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        (KILLED, [("actor", "Rebels"), ("recipient", "12 soldiers")]),
        (PASSIVE, [("actor", "rebels"), ("recipient", "Soldiers")]),
        (NO_AGENT, [("recipient", "Soldiers")]),
        (LISTS, [("actor", "Rebels"), ("actor", "miners"), ("recipient", "Omar"), ("recipient", "Ali")]),
        (LIGHT, [("actor", "Rebels"), ("recipient", "Omar")]),
    ],
)
def test_roles(sentence: str, roles: list[tuple[str, str]]) -> None:
    (event,), record = events_of(sentence)
    assert roles_of(event, record) == roles
    assert (event.kind, event.main) == ("ASSAULT", True)


def test_a_strike_that_kills_is_the_means() -> None:
    events, record = events_of(STRIKE)
    assert roles_of(events[0], record) == [("recipient", "Omar"), ("instrument", "a drone strike")]
    assert (events[0].mode, events[1].same_as) == ("drone", events[0].id)


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        (KILLED, "happened"), (PLANNED, "planned"), (WILL, "planned"), (NEVER, "did_not_happen"), (FAILED, "did_not_happen"),
        (MAY, "possible"), (IF, "hypothetical"), (NOW, "ongoing"), (PLOT, "planned"),
    ],
)  # fmt: skip
def test_status(sentence: str, status: str) -> None:
    events, _ = events_of(sentence)
    assert [event.status for event in events if event.kind == "ASSAULT"] == [status]


def test_a_modifier_is_no_event() -> None:
    events, _ = events_of(HELICOPTER)
    assert not [event for event in events if event.kind == "ASSAULT"]


def test_denied_in_a_denial() -> None:
    record = record_of(SAID)
    statements = (
        Statement("s0", Span(0, len(record.article.text)), "own_voice", within=None),
        Statement("s@0", Span(0, 40), "reported", content=(Span(22, 46),), act="denial"),
    )
    killed = next(event for event in find_events(record.having(statements=statements)).events if event.lemma == "kill")
    assert (killed.status, killed.told_in) == ("denied", "s@0")


def test_time_and_place_of_the_own_clause() -> None:
    (event,), _ = events_of(KILLED)
    assert (str(event.when), event.time, event.place) == ("2020-02-07", "t@38", "n2")
    assert "events/when:clause" in [each.by for each in event.because]


def test_the_day_of_saying_does_not_date_what_is_said() -> None:
    events, _ = events_of(SAID)
    killed = next(event for event in events if event.lemma == "kill")
    assert killed.time is None
    assert str(killed.when) == "../2020-02-12"


def test_what_will_be_has_no_past_date() -> None:
    (event,), _ = events_of(WILL + " on/on/IN/prep/2 Friday/friday/NNP/pobj/4")
    assert event.when is None


def test_mentions_of_one_killing_are_joined() -> None:
    events, _ = events_of(STRIKE, THE_STRIKE, PLANNED)
    first, strike, again, *planned = events
    assert first.same_as is None
    assert strike.same_as == again.same_as == first.id
    assert all(event.same_as is None for event in planned)


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        (CLAIMED, [("Rebels", "claimed")]),
        (BLAMED, [("Omar", "accused_by_authorities")]),
        (DENIED, []),
    ],
)
def test_who_is_held_responsible(sentence: str, actors: list[tuple[str, str]]) -> None:
    events, record = events_of(sentence)
    attack = next(event for event in events if event.lemma == "attack")
    assert [(record.article.quote(role.span), role.vouched) for role in attack.fillers("actor")] == actors
    assert any("/responsibility:" in each.by for each in attack.because)


def test_deaths_are_part_of_the_explosion_that_caused_them() -> None:
    blast, killing = events_of(BLAST)[0]
    assert (blast.kind, blast.mode, killing.part_of) == ("ASSAULT", "explosives", blast.id)
    blast, killing = events_of(BEFORE, NO_AGENT)[0]
    assert killing.part_of is None, "another paragraph"
    record = record_of(BEFORE, NO_AGENT)
    whole = Block(Span(0, len(record.article.text) - 1), "paragraph")
    blast, killing = find_events(record.having(article=replace(record.article, blocks=(whole,)))).events
    assert killing.part_of == blast.id


def test_what_only_occurs_is_dated_where_it_occurs() -> None:
    murder = next(event for event in events_of(OCCURRED)[0] if event.lemma == "murder")
    assert str(murder.when) == "2020-02-07"


def test_since_tells_when_it_began() -> None:
    (killed,), _ = events_of(SINCE)
    assert (str(killed.when), killed.because[1].by) == ("2020-02-07/2020-02-12", "events/when:since")


def test_a_verb_that_repeats_its_subject_is_no_second_event() -> None:
    (strike,), record = events_of(HIT)
    assert (strike.lemma, str(strike.when), strike.main) == ("strike", "2020-02-07", True)
    assert ("recipient", "Omar") in roles_of(strike, record)


def test_who_strikes_nobody_stops_work() -> None:
    (strike,), _ = events_of(WALKOUT)
    assert (strike.kind, strike.mode) == ("PROTEST", "strike")


@pytest.mark.parametrize(
    ("sentence", "lemma", "when"),
    [
        (OF_ANOTHER, "attack", "../2020-02-12"),
        (SINCE_OF, "attack", "2020-02-07"),
        (COUNTED, "attack", "../2020-02-12"),
        (ANSWERED, "massacre", "../2020-02-12"),
        (HIT, "strike", "2020-02-07"),
    ],
)
def test_a_day_is_whose_it_is(sentence: str, lemma: str, when: str) -> None:
    events, _ = events_of(sentence)
    assert str(next(event.when for event in events if event.lemma == lemma)) == when


def test_a_refusal_has_happened() -> None:
    (refusal,), _ = events_of(REFUSED)
    assert (refusal.kind, refusal.mode, refusal.lemma, refusal.status) == ("REJECT", "yield", "release", "happened")


def test_known_recipients_keep_events_apart() -> None:
    events, _ = events_of(KILLED, STRIKE)
    assert events[0].same_as is None
    assert events[1].same_as is None


@pytest.mark.parametrize(
    ("sentence", "quote", "counts", "low", "high"),
    [
        (KILLED, "12 soldiers", "dead", 12, 12),
        (RANGE, "Between 20 and 30 people", "dead", 20, 30),
        (LEAST, "At least 12 people", "dead", 12, None),
        (HALF, "More than half of the 40 miners", "dead", 21, None),
        (MANY, "As many as 12 people", "dead", None, 12),
    ],
)
def test_figures(sentence: str, quote: str, counts: str, low: int | None, high: int | None) -> None:
    events, record = events_of(sentence)
    (figure,) = record.figures
    assert (record.article.quote(figure.span), figure.counts, figure.low, figure.high) == (quote, counts, low, high)
    assert figure.event == events[0].id
    assert events[0].figures == (figure.id,)


def test_years_are_no_figure() -> None:
    assert not events_of(YEARS)[1].figures


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('kind = "WAR"\nverbs = ["xx"]\nroles = {}', "'WAR' is no event kind"),
        ('kind = "AID"\nroles = {}', "no verbs, nouns or adjectives"),
        ('kind = "AID"\nverbs = ["xx"]\nroles = { subject = "hero" }', "role 'hero' of 'subject'"),
        ('kind = "AID"\nverb = ["xx"]\nroles = {}', "unknown key 'verb'"),
        ('kind = "AID"\nverbs = "xx"\nroles = {}', "'verbs' must be a list of words"),
    ],
)
def test_mistakes_in_a_rule_file_are_named(tmp_path: Path, body: str, problem: str) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "mine.toml").write_text(f'[[event]]\nname = "x-test"\nexamples = []\n{body}\n')
    with pytest.raises(BadRules, match=problem):
        event_words("en", tmp_path)


def test_words_are_cut_at_blanks_and_hyphens() -> None:
    assert words_of("Test-fire at") == ("test", "fire", "at")


def test_number_words_are_read() -> None:
    words = figure_words("en")
    assert words.number["twelve"] == 12
    assert words.hedges["more"] == ((("more", "than"), "above"),)
    assert "twelve" in words.wake
