"""Texts into lexemes: exact offsets, shared spellings, odd digits, bounded memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.languages import lexemes
from dateline.languages.grammar import grammar
from dateline.languages.lexemes import Vocabulary, lex, lexicon, numerals

ASKED = frozenset({"{number}", "{ordinal}", "{year}", "{month}", "ago"})


def vocabulary() -> Vocabulary:
    return Vocabulary(lexicon("en"), ASKED)


@given(st.text(alphabet="aZé0179²①٣ .,:/-'’s\n_(İ", max_size=60))
def test_every_mark_stands_where_it_says(text: str) -> None:
    found = lex(text, vocabulary())
    assert [text[a:b].lower() for a, b in zip(found.starts, found.ends, strict=True)] == [each.lower for each in found]
    between = [text[b:a] for b, a in zip([0, *found.ends], [*found.starts, len(text)], strict=True)]
    assert not "".join(between).strip()


@pytest.mark.parametrize("text", ["² km", "① in", "1st ²s", "5² days", "٣ days"])
def test_odd_digits_break_nothing(text: str) -> None:
    grammar("en", "times").read(text)


def test_a_month_needs_its_capital_and_a_spelling_is_looked_up_once() -> None:
    upper, lower, again = lex("May may May", vocabulary())
    assert upper.classes["month"] == 5
    assert "month" not in lower.classes
    assert upper is again


@pytest.mark.parametrize(
    ("text", "number"),
    [("24", [(1, 24)]), ("2 1/2", [(4, 2.5), (1, 2)]), ("3 million", [(2, 3_000_000), (1, 3)]), ("twenty-four", [(3, 24), (1, 20)])],
)  # fmt: skip
def test_numbers_are_read_longest_first(text: str, number: list[tuple[int, float]]) -> None:
    assert list(numerals(lex(text, vocabulary()), 0)["{number}"]) == number


def test_spellings_are_forgotten_before_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexemes, "MET", 10)
    known = vocabulary()
    assert len(lex("".join(f"x{'y' * n} " for n in range(200)), known)) == 200
    assert len(known) <= 10
