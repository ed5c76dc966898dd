"""The encoder and the attributions read off it: exact characters whatever the text, the same every time, a clear word when absent."""

import importlib
from pathlib import Path
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.annotate import attributions as layer
from dateline.annotate import encode
from dateline.annotate.attributions import attributions, join
from dateline.annotate.encode import HOME, MOST, Encoder, Head, Link, NoEncoder, Window, best_tags, load_encoder
from dateline.annotate.wordpieces import LONGEST, WINDOW, Piece, find_pieces, load_vocabulary, windows
from dateline.text.article import Block
from dateline.text.span import Span

VOCABULARY = load_vocabulary(HOME / "vocab.txt")
WORD = {number: piece.removeprefix("##") for piece, number in VOCABULARY.numbers.items()}
TOLD = 'The harbour authority said on Monday that the pier would close. "Nobody was hurt," Mara Lind told reporters.'
ODD = [
    "", " \n\t", "\x00\u200b\ufeff", "\ud800 \udfff", "e\u0301te\u0301 İstanbul ﬁne ß", "北京的人说", "👩‍👩‍👧 said 👍🏽", "\u202eabc\u202c",
    "“‘«»’”" * 9, '"' * 301, "a" * 5000, "ـ" * 400, "x\u0301" * 400, "said " * 400, "؟؛،", "1,234.5%", "don't — won’t",
]  # fmt: skip


def blocks_of(text: str) -> list[Block]:
    return [Block(Span(0, len(text)), "paragraph")] if text else []


def found_in(text: str) -> tuple[Any, ...]:
    found = attributions(text, blocks_of(text))
    assert not isinstance(found, NoEncoder), found
    return found


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_text_is_read_and_every_span_is_in_it(text: str) -> None:
    check_pieces(text)
    for one in found_in(text + " said the minister"):
        for span in (*one.source, *one.cue, *one.content):
            assert 0 <= span.start < span.end <= len(text) + 18


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_pieces_lie_in_any_text_in_order(text: str) -> None:
    check_pieces(text)


def check_pieces(text: str) -> None:
    before = (0, 0)
    for piece in find_pieces(
        text, Span(0, len(text)), VOCABULARY
    ):  # a Korean syllable is several pieces of one character
        assert 0 <= piece.start < piece.end <= len(text)
        assert before <= (piece.start, piece.end)
        before = (piece.start, piece.end)


def test_a_piece_is_the_characters_it_came_from() -> None:
    text = "The CAFÉ in Zürich re-opened, “they’re glad”"
    pieces = find_pieces(text, Span(4, len(text)), VOCABULARY)
    assert text[pieces[0].start : pieces[0].end] == "CAFÉ"
    plain = text.translate(str.maketrans("éÉü’“”", 'eEu\'""'))
    assert all(plain[piece.start : piece.end].lower() == WORD[piece.id] for piece in pieces)
    assert [piece.form for piece in pieces[:3]] == [3, 1, 2]
    assert [piece.quoted for piece in pieces][-6:] == [1, 1, 1, 1, 1, 0]


def test_windows_hold_all_pieces_and_break_after_a_sentence() -> None:
    text = "The mayor spoke again about the bridge. " * 60
    pieces = find_pieces(text, Span(0, len(text)), VOCABULARY)
    cut = list(windows(text, pieces))
    assert [piece for window in cut for piece in window] == pieces
    assert all(len(window) <= WINDOW for window in cut)
    assert all(text[window[-1].start] == "." for window in cut)


def test_a_statement_is_found_with_its_exact_words() -> None:
    quoted = [[TOLD[span.start : span.end] for span in (*one.source, *one.cue)] for one in found_in(TOLD)]
    assert quoted == [["The harbour authority", "said"], ["Mara Lind", "told"]]


def test_reading_twice_gives_the_same_and_a_paragraph_does_not_change_the_next() -> None:
    alone = found_in(TOLD)
    two = TOLD + "\n\n" + TOLD
    blocks = [Block(Span(0, len(TOLD)), "paragraph"), Block(Span(len(TOLD) + 2, len(two)), "paragraph")]
    both = attributions(two, blocks)
    assert not isinstance(both, NoEncoder)
    assert both[: len(alone)] == alone == found_in(TOLD)
    moved = [[two[span.start : span.end] for span in one.content] for one in both[len(alone) :]]
    assert moved == [[TOLD[span.start : span.end] for span in one.content] for one in alone]


def test_boilerplate_is_not_read() -> None:
    assert attributions(TOLD, [Block(Span(0, len(TOLD)), "boilerplate")]) == ()


def test_without_the_model_the_answer_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "heads.json" in refusal(load_encoder(tmp_path))
    (tmp_path / "heads.json").write_bytes((HOME / "heads.json").read_bytes())
    (tmp_path / "vocab.txt").write_bytes((HOME / "vocab.txt").read_bytes())
    load_encoder.cache_clear()
    assert "encoder.onnx" in refusal(load_encoder(tmp_path))
    (tmp_path / "encoder.onnx").write_bytes(b"no network")
    load_encoder.cache_clear()
    assert "encoder.onnx" in refusal(load_encoder(tmp_path))
    load_encoder.cache_clear()
    monkeypatch.setattr(importlib, "import_module", fails)
    assert "onnxruntime" in refusal(load_encoder())
    load_encoder.cache_clear()


def refusal(loaded: Encoder | NoEncoder) -> str:
    assert isinstance(loaded, NoEncoder)
    return loaded.reason


def fails(name: str) -> None:
    raise ImportError(name)


def test_callers_hear_that_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layer, "load_encoder", lambda: NoEncoder("gone"))
    assert attributions(TOLD, blocks_of(TOLD)) == NoEncoder("gone")


class Silent:
    """A network that finds nothing and counts what it is given."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def get_outputs(self) -> list[Any]:
        return [type("Output", (), {"name": name}) for name in ("tags", "pairs")]

    def run(self, names: list[str], fed: dict[str, Any]) -> list[Any]:
        size = fed["ids"].shape[1]
        self.sizes.append(size)
        return [numpy.zeros((1, size, 9), numpy.float32), numpy.zeros((1, 2, size, size), numpy.float32)]


@pytest.mark.parametrize("text", ['"' * 100_000, "a" * 100_000, "a " * 50_000, "北" * 100_000, "é\u0301!" * 33_000])
def test_hostile_text_is_bounded(text: str) -> None:
    network = Silent()
    encoder = Encoder(network, VOCABULARY, (Head("cue", "tags", (3, 4, 5), 1.0),), (Link("source", "pairs", 0, 0.0),))
    assert all(window.find("cue") == () for window in encoder.read(text, [Span(0, len(text))]))
    assert max(network.sizes) <= WINDOW + 2
    assert sum(network.sizes) <= MOST + 2 * len(network.sizes)
    assert all(len(word) <= LONGEST for word in VOCABULARY.words)


def test_a_head_is_a_row_of_the_table(tmp_path: Path) -> None:
    path = tmp_path / "heads.json"
    path.write_text(
        '{"heads": [{"name": "event", "output": "kinds", "columns": [0, 2, 1], "outside": 0.5}], "links": []}'
    )
    heads, links = encode.read_table(path)
    pieces = [Piece(9, 0, 3, 1, 0), Piece(9, 4, 8, 1, 0), Piece(9, 9, 12, 1, 0)]
    scores = numpy.array([[[0, 0, 0], [0, 0, 9], [0, 8, 0], [3, 0, 0], [0, 0, 0]]], numpy.float32)
    window = encode.window_of(pieces, {"kinds": scores}, heads, links)
    assert [found.span for found in window.find("event")] == [Span(0, 8)]
    assert window.find("event")[0].score > 0.99


def test_nothing_is_inside_that_was_not_begun() -> None:
    assert best_tags(numpy.array([[0, 0, 5], [0, 0, 5], [1, 0, 0]], numpy.float32)) == [1, 2, 0]
    assert best_tags(numpy.zeros((0, 3), numpy.float32)) == []


def test_what_is_told_within_goes_to_its_own_cue() -> None:
    """she SAID [he CLAIMED [x y]]: two cues, one tagged content, the inner one read off the links."""
    pieces = [Piece(9, 2 * at, 2 * at + 1, 1, 0) for at in range(6)]
    row = {"source": "B..B..", "cue": ".B..B.", "content": "..BIII"}
    tags = {
        name: numpy.array([[4.0 * (mark == kind) for kind in ".BI"] for mark in marks], numpy.float32)
        for name, marks in row.items()
    }
    links = {name: numpy.full((6, 6), -5, numpy.float32) for name in ("source", "content", "within")}
    links["source"][1, 0] = links["source"][4, 3] = 5
    for name in ("content", "within"):
        links[name][1, 2:6] = links[name][4, 5] = 5
    outer, inner = join(Window(tuple(pieces), tags, links))
    assert (outer.source, outer.cue, outer.content) == ((Span(0, 1),), (Span(2, 3),), (Span(4, 11),))
    assert (inner.source, inner.cue, inner.content) == ((Span(6, 7),), (Span(8, 9),), (Span(10, 11),))
