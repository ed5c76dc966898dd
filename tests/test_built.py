"""What is parsed ahead is what the TOML says, and a TOML that has changed since is read itself."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.languages import HOME, Entry, built, patterns, read_toml, word_classes
from dateline.languages.grammar import grammar, parsed
from dateline.text.errors import BadRules

SOURCE = b'[month]\njanuary = 1\n[words]\nmany = ["a", "\xc3\xa9", "\\u2028"]\n'
TABLES = {"month": {"january": 1}, "words": {"many": ["a", "\u00e9", "\u2028"]}}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(built, "BUILT", tmp_path)
    for kept in (built._lines, patterns.ahead, read_toml, grammar):
        kept.cache_clear()
    yield tmp_path
    for kept in (built._lines, patterns.ahead, read_toml, grammar):
        kept.cache_clear()


def test_the_tables_come_back_for_just_these_bytes(home: Path) -> None:
    (home / "xx.jsonl").write_text(built.line_of("times/odd.toml", SOURCE, TABLES), "utf-8")
    assert built.tables_of("xx/times/odd.toml", SOURCE) == TABLES
    assert built.tables_of("xx/times/odd.toml", SOURCE.replace(b"1", b"2")) is None
    assert built.tables_of("xx/times/other.toml", SOURCE) is None
    assert built.tables_of("yy/times/odd.toml", SOURCE) is None


@pytest.mark.parametrize("cut", [0, 1, 20, 40, -2])
def test_a_built_file_that_was_cut_short_is_passed_over(home: Path, cut: int) -> None:
    (home / "xx.jsonl").write_text(built.line_of("odd.toml", SOURCE, TABLES)[:cut], "utf-8")
    assert built.tables_of("xx/odd.toml", SOURCE) is None


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises((ValueError, TypeError)):
        built.line_of("odd.toml", b"", {"day": {1: "keys of JSON are strings"}})


def test_a_language_reads_the_same_without_its_built_files(home: Path) -> None:
    alone = word_classes("en", "lexicon"), [rule.patterns for rule in grammar("en", "times").rules]
    (home / "en.jsonl").write_bytes((HOME / "built" / "en.jsonl").read_bytes())
    (home / "en.patterns.json").write_bytes((HOME / "built" / "en.patterns.json").read_bytes())
    for kept in (built._lines, patterns.ahead, read_toml, grammar):
        kept.cache_clear()
    assert (word_classes("en", "lexicon"), [rule.patterns for rule in grammar("en", "times").rules]) == alone


def test_patterns_that_were_built_are_those_that_are_parsed(home: Path) -> None:
    told = parsed("en", "times")
    (home / "en.patterns.json").write_text(json.dumps(patterns.table(told)), "utf-8")
    assert patterns.ahead("en") == told


@pytest.mark.parametrize(
    "told", ["", "[]", '{"parts": [[]]}', '{"parts": [[[[7]], true]]}', '{"patterns": {"a": [0]}}', '{"parts": 3}']
)
def test_broken_patterns_are_passed_over(home: Path, told: str) -> None:
    (home / "en.patterns.json").write_text(told, "utf-8")
    assert patterns.ahead("en") == {}
    assert grammar("en", "times").rules


def test_toml_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    for source, problem in ((b"a = \n", "line 1"), (b"\xff = 1", "utf-8"), (b"a = " + b"[" * 100_000, "bad.toml")):
        bad.write_bytes(source)
        read_toml.cache_clear()
        with pytest.raises(BadRules) as error:
            read_toml(bad)
        assert problem in str(error.value)


def test_a_key_that_is_nearly_known_is_suggested() -> None:
    with pytest.raises(BadRules, match="did you mean 'verbs'"):
        Entry("en/x:y", "event", {"name": "y", "verb": []}, Path("x.toml")).require({"name", "verbs"}, {"name"})
