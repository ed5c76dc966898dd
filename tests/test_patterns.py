"""Patterns of rules: what they may go on with, where they may end, and what is said of one that cannot be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.languages import Entry
from dateline.languages.grammar import grammar
from dateline.languages.patterns import Rest, may_end, parse, rest_of, steps
from dateline.text.errors import BadRules

RULE = """[[rule]]
name = "mine"
pattern = "{pattern}"
means = "year"
examples = [{{ text = "x", finds = "" }}]
"""


def entry(pattern: str) -> Entry:
    return Entry("en/times/mine:mine", "rule", {"name": "mine", "pattern": pattern}, Path("mine.toml"))


def readable(pattern: str) -> set[str]:
    """All that the pattern stands for, context in angle brackets."""

    def ways(rest: Rest | None, so_far: tuple[str, ...]) -> Iterator[str]:
        if may_end(rest):
            yield " ".join(so_far)
        for symbol, left in steps(rest):
            named = f"{symbol.key}={symbol.name}" if symbol.name else symbol.key
            yield from ways(left, (*so_far, f"<{named}>" if symbol.context else named))

    return set(ways(rest_of(parse(pattern, entry(pattern))), ()))


@pytest.mark.parametrize(
    ("pattern", "sequences"),
    [
        ("{number} {unit} Ago", {"{number}=number {unit}=unit ago"}),
        ("[the] (a|b c)", {"a", "b c", "the a", "the b c"}),
        ("a|b [c]", {"a", "b", "b c"}),
        ("{month:a} to {month:b}", {"{month}=a to {month}=b"}),
        ("~(in|for [the]) {year}", {"<in> {year}=year", "<for> {year}=year", "<for> <the> {year}=year"}),
        ("a ~b c", {"a <b> c"}),
        ("[[a] [b]] c", {"c", "a c", "b c", "a b c"}),
        ("([a]|b) [c]", {"", "a", "b", "c", "a c", "b c"}),
    ],
)
def test_a_pattern_stands_for_its_sequences(pattern: str, sequences: set[str]) -> None:
    assert readable(pattern) == sequences


def test_thirty_optional_words_are_not_written_out() -> None:
    pattern = " ".join(f"[w{n}]" for n in range(30)) + " end"
    first = list(steps(rest_of(parse(pattern, entry(pattern)))))
    assert [symbol.key for symbol, _ in first] == [*(f"w{n}" for n in range(30)), "end"]


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("in [the {year}", "leaves a bracket open"),
        ("in the] {year}", "closes a bracket that was never opened"),
        ("(in] {year}", "leaves a bracket open"),
        ("in {the year}", "cannot read"),
        ("~in ~(the|a)", "finds nothing"),
        ("in {yaer}", "did you mean {year}"),
        ("[c] [.] {year}", "may not begin with '.'"),
    ],
)
def test_what_is_wrong_with_a_pattern_is_said(tmp_path: Path, pattern: str, problem: str) -> None:
    (tmp_path / "times").mkdir()
    (tmp_path / "times" / "mine.toml").write_text(RULE.format(pattern=pattern), encoding="utf-8")
    with pytest.raises(BadRules) as error:
        grammar("en", "times", tmp_path)
    assert problem in str(error.value)
    assert "mine.toml" in str(error.value)
