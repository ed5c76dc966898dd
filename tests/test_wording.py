"""Loaded words: every entry's examples with the real parse, and whom, where and whose voice on small records."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from dateline.annotate.layers import annotate
from dateline.annotate.parse import find_tokens
from dateline.annotate.wording import find_wording
from dateline.languages.wording import LoadedWord, WordExample, loaded_words, pieces
from dateline.text.article import Article, Block
from dateline.text.errors import BadRules
from dateline.text.naming import Entity, Mention
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.telling import Statement, Wording

EXAMPLES_FLOOR = 0.985  # measured 1.0 of 756


def record_of(*sentences: str) -> Record:
    text = "\n\n".join(sentences)
    blocks, at = [], 0
    for sentence in sentences:
        blocks.append(Block(Span(at, at + len(sentence)), "paragraph"))
        at += len(sentence) + 2
    return find_tokens(Record(Article(text, blocks=tuple(blocks))))


def about(record: Record, wording: Wording) -> str:
    """The words for whom a finding is about, as its evidence gives them."""
    span = wording.because[0].span
    return record.article.quote(span) if span else ""


def holds(word: LoadedWord, example: WordExample, found: list[Wording], record: Record) -> bool:
    quote = record.article.quote
    mine = [each for each in found if each.because[0].by == word.id]
    if not example.finds:
        return not mine
    hit = next((each for each in mine if quote(each.span) == example.finds), None)
    if hit is None or example.target is None:
        return hit is not None
    said, wanted = about(record, hit).lower(), example.target.lower()
    return wanted in said or (bool(said) and said in wanted)


def test_examples_of_the_entries() -> None:
    pairs = [(word, example) for word in loaded_words("en").entries for example in word.examples]
    record = record_of(*(example.text for _, example in pairs))
    wording = find_wording(record).wording
    failing = []
    for (word, example), block in zip(pairs, record.article.blocks, strict=True):
        found = [each for each in wording if block.span.holds(each.span)]
        if not holds(word, example, found, record):
            said = [(record.article.quote(each.span), each.because[0].by, about(record, each)) for each in found]
            failing.append((word.name, example, said))
    print(*failing, sep="\n")
    assert 1 - len(failing) / len(pairs) >= EXAMPLES_FLOOR


def test_target_and_voice() -> None:
    text = "The commander was martyred, the ministry said."
    record = record_of(text).having(
        entities=(Entity("n1", "the commander", "person"),),
        mentions=(Mention("m@0", Span(0, 13), "n1", "nominal"),),
        statements=(
            Statement("s0", Span(0, len(text)), "own_voice", within=None),
            Statement("s@0", Span(0, len(text)), "reported", content=(Span(0, 26),)),
        ),
    )
    (wording,) = find_wording(record).wording
    assert (wording.id, wording.target, wording.said_in, wording.leaning, wording.neutral) == (
        "w@18",
        "n1",
        "s@0",
        "praise",
        "killed",
    )


def test_longest_form_wins_and_nothing_overlaps() -> None:
    record = find_wording(
        record_of("The martyrdom operation hit the gate; terrorists and heroes, heroes and terrorists.")
    )
    spans = [wording.span for wording in record.wording]
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert record.article.quote(spans[0]) == "martyrdom operation"


@pytest.mark.parametrize("text", ["", "\u201d" * 300, "hero " * 400, "so-called " * 100, "A" * 3000])
def test_odd_texts_are_survived(text: str) -> None:
    record = find_wording(record_of(text))
    assert len({wording.id for wording in record.wording}) == len(record.wording)


def test_forms_are_cut_as_the_parser_cuts() -> None:
    assert pieces("foreign-backed") == ("foreign", "-", "backed")
    assert pieces("martyrs\u2019 square") == ("martyrs", "'", "square")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('leaning = "hate"', "leaning 'hate' is none of"),
        ('leaning = "praise"\ncolour = "red"', "unknown key 'colour'"),
        ('leaning = "praise"\ntarget_kind = "cats"', "target_kind 'cats' is none of"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, body: str, problem: str) -> None:
    (tmp_path / "wording.toml").write_text(
        f'[[word]]\nname = "x-test"\nforms = ["xx"]\npart = "noun"\ntarget = "self"\nneutral = ""\nexamples = []\n{body}\n'
    )
    with pytest.raises(BadRules, match=problem):
        loaded_words("en", tmp_path)


def test_a_killer_named_elsewhere_in_the_same_voice() -> None:
    named, bare = "Iran killed Omar Hassan in a raid on Monday.", "Hassan was killed at his home."
    both, alone = (annotate(record_of(*texts).article) for texts in ((named, bare), (bare,)))
    passives = [each.neutral for each in both.wording if "passives" in each.because[0].by]
    assert passives == ["killed by Iran"]
    assert alone.wording == ()


def test_labels_on_one_noun_are_counted() -> None:
    record = find_wording(record_of("The brutal and barbaric raid ended."))
    assert all("wording:stacked" in [each.by for each in word.because] for word in record.wording)
    assert len(record.wording) >= 2


@pytest.mark.parametrize(("text", "finds"), [("They fired at innocent villagers.", 1), ("It was an innocent joke.", 0)])
def test_a_word_may_be_loaded_beside_some_heads_only(text: str, finds: int) -> None:
    assert len(find_wording(record_of(text)).wording) == finds


def targets(*sentences: str) -> list[tuple[str, str]]:
    """Each loaded word, and the name of whom it is about ("" for nobody)."""
    record = annotate(record_of(*sentences).article)
    found = ((each, record.entity(each.target)) for each in record.wording)
    return [(record.article.quote(each.span), entity.name if entity else "") for each, entity in found]


@pytest.mark.parametrize(
    ("text", "word", "target"),
    [
        ("Omar Hassan is a brutal tyrant.", "brutal", "Omar Hassan"),
        ("Omar Hassan was called a liar.", "liar", "Omar Hassan"),
        ("The deputies called Omar Hassan naive.", "naive", "Omar Hassan"),
        ("The deputies called Serbia a haven of peace and Russia a mafia state.", "mafia state", "Russia"),
        ("The deputies called Serbia a haven of peace and Russia a mafia state.", "haven of peace", "Serbia"),
        ("Omar Hassan, a liar, met John Carter.", "liar", "Omar Hassan"),
        ("The critics hailed Omar Hassan's plan.", "hailed", "Omar Hassan"),
        ("Russia liberated the city of Kherson.", "liberated", "Kherson"),
        ("Russia engaged in brutal reprisals.", "brutal", "Russia"),
        ("They spoke of the phony theology of Omar Hassan's speech.", "phony", "Omar Hassan"),
        ("The weather was brutal.", "brutal", ""),
    ],
)
def test_whom_a_word_is_about(text: str, word: str, target: str) -> None:
    assert (word, target) in targets(text)


def test_the_regime_before_it_is_named() -> None:
    assert targets("The regime must go.", "Nobody fears the Assad regime.") == [
        ("regime", "Assad regime"),
        ("regime", "Assad regime"),
    ]
    assert targets("The regime must go.", "Nobody fears the Assad regime or the Putin regime.")[0] == ("regime", "")


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("It was a deeply shameful vote.", ["deeply shameful"]),
        ("It was the most heinous raid of the war.", ["most heinous"]),
        ("It was a deeply rooted tree.", []),
        ("Very, very vile.", ["very vile"]),
    ],
)
def test_what_strengthens_a_word_belongs_to_it(text: str, finds: list[str]) -> None:
    record = find_wording(record_of(text))
    assert [record.article.quote(each.span) for each in record.wording] == finds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Three children died in an Israeli air strike.", [("died", "Israel")]),
        ("Two clerks lost their lives in the shelling by Russia.", [("lost their lives", "Russia")]),
        ("Nine people died in the shelling.", [("died", "")]),
        ("Nine people died in the fire.", []),
        ("The prisoner died during a hunger strike.", []),
        ("Nine people died in the flood.", []),
    ],
)
def test_deaths_told_without_the_killing(text: str, found: list[tuple[str, str]]) -> None:
    assert targets(text) == found


@pytest.mark.parametrize(
    ("text", "voice"),
    [("“It was a shameful vote,” Omar Hassan said.", "quoted"), ("It was a shameful vote.", "own_voice")],
)
def test_words_in_quotation_belong_to_the_speaker(text: str, voice: str) -> None:
    record = annotate(record_of(text).article)
    (wording,) = record.wording
    assert {each.id: each.manner for each in record.statements}[wording.said_in] == voice


def test_no_two_entries_take_one_form_the_same_way() -> None:
    """A form in two entries is in the second in vain, unless the first asks for a head, a kind of target or quotation marks."""
    seen: dict[tuple[tuple[str, ...], str], str] = {}
    vain = []
    for word in loaded_words("en").entries:
        if word.only_of or word.of_people or word.quoted_only:
            continue
        for form in map(pieces, word.forms):
            first = seen.setdefault((form, word.part if len(form) == 1 else ""), word.id)
            vain += [(form, first, word.id)] if first != word.id else []
    assert vain == []
