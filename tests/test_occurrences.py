"""Events as the encoder reads them: exact words, one pass for all who ask, and what is found in a paragraph hangs on no other."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, get_args

import numpy
import pytest

from dateline.annotate import attributions as tellings
from dateline.annotate import encode
from dateline.annotate import occurrences as layer
from dateline.annotate.attributions import attributions
from dateline.annotate.encode import Encoder, NoEncoder, Window, like_length, load_encoder
from dateline.annotate.occurrences import Occurrence, happenings, occurrences
from dateline.annotate.wordpieces import Piece
from dateline.text.article import Block
from dateline.text.happening import EventKind, Status
from dateline.text.span import Span

STRUCK = "Rebels shelled the port of Marrow on Sunday. The coast guard plans to arrest two captains, Mara Lind said."
MARKET = "Prices at the fish market fell by a tenth, and the shop on the corner has new windows."
ODD = [
    "",
    " \n\t",
    "\x00\u200b\ufeff",
    "\ud800 \udfff",
    "北京的人说",
    '"' * 301,
    "a" * 5000,
    "attacked " * 400,
    "١٢٣ ؟؛،",
]


def blocks_of(text: str) -> list[Block]:
    return [Block(Span(*line.span()), "paragraph") for line in re.finditer(r"[^\n]+", text)]


def found_in(text: str) -> tuple[Occurrence, ...]:
    found = occurrences(text, blocks_of(text))
    assert not isinstance(found, NoEncoder), found
    return found


def the_encoder() -> Encoder:
    encoder = load_encoder()
    assert isinstance(encoder, Encoder)
    return encoder


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_text_is_read_and_every_span_is_in_it(text: str) -> None:
    whole = text + " shelled the port"
    for one in found_in(whole):
        assert one.kind in get_args(EventKind)
        assert one.status in get_args(Status)
        assert 0 < one.score <= 1
        for span in (one.span, *(party.span for party in one.parties)):
            assert 0 <= span.start < span.end <= len(whole)


def test_triggers_are_exact_words_with_their_own_parties() -> None:
    found = {STRUCK[one.span.start : one.span.end]: one for one in found_in(STRUCK)}
    assert found["shelled"].kind == "ASSAULT"
    assert found["shelled"].status == "happened"
    assert found["arrest"].kind == "COERCE"
    assert found["arrest"].status != "happened"
    parties = {word: {(p.role, STRUCK[p.span.start : p.span.end]) for p in one.parties} for word, one in found.items()}
    assert ("actor", "Rebels") in parties["shelled"]
    assert ("actor", "The coast guard") in parties["arrest"]
    assert not parties["shelled"] & parties["arrest"]


def test_nothing_happens_at_the_market() -> None:
    assert found_in(MARKET) == ()


def test_boilerplate_is_not_read() -> None:
    assert occurrences(STRUCK, [Block(Span(0, len(STRUCK)), "boilerplate")]) == ()


def test_a_paragraph_that_was_read_before_costs_no_pass_and_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Counting(the_encoder().session)
    encoder = replace(the_encoder(), session=session)
    monkeypatch.setattr(tellings, "load_encoder", lambda: encoder)
    twice, between = f"{STRUCK}\n{STRUCK}", f"{MARKET}\n{STRUCK}\n{MARKET}\n{STRUCK}"
    first = attributions(twice, blocks_of(twice))
    once = session.runs
    assert first
    assert once
    kept = attributions(between, blocks_of(between))
    assert session.runs == once + 1  # the market's paragraph alone
    tellings.forget()
    assert attributions(between, blocks_of(between)) == kept
    assert session.runs > once + 1
    assert not isinstance(kept, NoEncoder)
    cues = [each.cue[0] for each in kept]
    (word,) = {between[cue.start : cue.end] for cue in cues}
    assert [cue.start for cue in cues] == [found.start() for found in re.finditer(word, between)]


def test_a_text_too_long_to_be_read_whole_is_read_alike_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tellings, "MOST", 200)
    text = "\n".join([STRUCK] * 5)
    found = attributions(text, blocks_of(text))
    assert found == attributions(text, blocks_of(text))
    assert not isinstance(found, NoEncoder)
    assert len(found) == 5


def test_a_window_hangs_on_no_other_of_its_batch() -> None:
    encoder = the_encoder()
    lines = [STRUCK, MARKET, "Rain.", MARKET + " " + STRUCK, "He resigned, she said.", STRUCK.upper()]
    text = "\n".join(lines * 3)
    spans = [block.span for block in blocks_of(text)]
    together = list(encoder.read(text, spans))
    alone = [window for span in spans for window in encoder.read(text, [span])]
    for one, other in zip(together, alone, strict=True):
        assert one.pieces == other.pieces
        assert set(one.tags) == set(other.tags)
        for mine, its in ((one.tags, other.tags), (one.links, other.links)):
            assert all(numpy.allclose(mine[name], its[name], atol=1e-3) for name in mine)
        assert all(numpy.allclose(one.labels[name][1], other.labels[name][1], atol=1e-3) for name in one.labels)


@pytest.mark.parametrize("sizes", [[], [1], [254] * 9, [*range(1, 255)], [254, 1] * 20, [30] * 500])
def test_windows_run_together_within_bounds(sizes: list[int]) -> None:
    runs = like_length(sizes)
    assert sorted(at for run in runs for at in run) == list(range(len(sizes)))
    for run in runs:
        longest, shortest = max(sizes[at] for at in run), min(sizes[at] for at in run)
        assert len(run) * (longest + 2) <= encode.AT_ONCE
        assert longest <= shortest * encode.SLACK


def test_callers_hear_that_there_is_no_encoder_or_no_such_head(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = replace(the_encoder(), heads=())
    monkeypatch.setattr(layer, "load_encoder", lambda: bare)
    assert "trigger" in refusal(occurrences(STRUCK, blocks_of(STRUCK)))
    monkeypatch.setattr(layer, "load_encoder", lambda: NoEncoder("gone"))
    assert refusal(occurrences(STRUCK, blocks_of(STRUCK))) == "gone"


def refusal(answer: Iterable[Occurrence] | NoEncoder) -> str:
    assert isinstance(answer, NoEncoder)
    return answer.reason


def test_a_mode_belongs_to_its_kind_and_a_phrase_to_the_triggers_it_is_linked_to() -> None:
    """they SHELLED it, they SPOKE: the likeliest mode by far is of another kind; one phrase acts in both."""
    pieces = tuple(Piece(9, 2 * at, 2 * at + 1, 1, 0) for at in range(4))
    marks = {"trigger": ".B.B", "actor": "B...", "recipient": "..B.", "place": "...."}
    tags = {
        name: numpy.array([[4.0 * (mark == kind) for kind in ".BI"] for mark in row], numpy.float32)
        for name, row in marks.items()
    }
    links = {name: numpy.full((4, 4), -5, numpy.float32) for name in ("actor", "recipient", "place")}
    links["actor"][1, 0] = links["actor"][3, 0] = links["recipient"][1, 2] = 5
    labels = {
        "kind": table(("ASSAULT", "CONSULT"), {1: "ASSAULT", 3: "CONSULT"}),
        "mode": table(("none", "ASSAULT/aerial", "CONSULT/visit"), {1: "CONSULT/visit", 3: "CONSULT/visit"}, second=1),
        "status": table(("happened", "planned"), {1: "happened", 3: "planned"}),
    }
    one, two = happenings(Window(pieces, tags, links, labels))
    assert (one.kind, one.mode, one.status) == ("ASSAULT", "aerial", "happened")
    assert (two.kind, two.mode, two.status) == ("CONSULT", "visit", "planned")
    assert [(party.role, party.span) for party in one.parties] == [("actor", Span(0, 1)), ("recipient", Span(4, 5))]
    assert [(party.role, party.span) for party in two.parties] == [("actor", Span(0, 1))]


def table(names: tuple[str, ...], wanted: dict[int, str], second: int = 0) -> tuple[tuple[str, ...], Any]:
    scores = numpy.zeros((4, len(names)), numpy.float32)
    scores[:, second] = 3
    for row, name in wanted.items():
        scores[row, names.index(name)] = 6
    return names, scores


class Counting:
    """A session that counts its runs."""

    def __init__(self, session: Any) -> None:
        self.session, self.runs = session, 0

    def get_outputs(self) -> Any:
        return self.session.get_outputs()

    def run(self, names: list[str], fed: dict[str, Any]) -> Any:
        self.runs += 1
        return self.session.run(names, fed)
