"""Swap the parties of a sentence and the findings swap: statements, roles, loaded words; nothing else changes.

No rule may know a party. What the parser makes of a name it has seldom met is the parser's, so the law is held as a share of all
pairs, by kind of finding; the rules' own files are held to it exactly.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache

import pytest

from dateline import Article, Record, annotate
from dateline.languages import HOME
from dateline.languages.wording import loaded_words
from dateline.text.article import Block
from dateline.text.span import Span

COUNTRIES = [
    ("Iran", "Israel"), ("Russia", "Ukraine"), ("India", "Pakistan"), ("Armenia", "Azerbaijan"), ("China", "Taiwan"),
    ("Serbia", "Kosovo"), ("Ethiopia", "Eritrea"), ("Greece", "Turkey"), ("Venezuela", "Colombia"), ("Morocco", "Algeria"),
]  # fmt: skip
NATIONS = [
    ("Iranian", "Israeli"), ("Russian", "Ukrainian"), ("Indian", "Pakistani"), ("Armenian", "Azerbaijani"), ("Chinese", "Taiwanese"),
    ("Serbian", "Albanian"), ("Ethiopian", "Eritrean"), ("Greek", "Turkish"), ("Syrian", "Iraqi"), ("Moroccan", "Algerian"),
]  # fmt: skip
OUTLETS = [
    ("Reuters", "Xinhua"),
    ("CNN", "RT"),
    ("Al Jazeera", "Al Arabiya"),
    ("The Guardian", "The Telegraph"),
    ("BBC", "CGTN"),
]
PERSONS = [
    ("Ana Ruiz", "Omar Hassan"), ("Vladimir Putin", "Joe Biden"), ("Ali Khamenei", "Benjamin Netanyahu"),
    ("Li Wei", "John Carter"), ("Fatima Noor", "Emma Clark"),
]  # fmt: skip
TEMPLATES = {
    "countries": [
        "{a} attacked {b} on Monday.",
        "{a} accused {b} of shelling a village.",
        "{a} denied that its soldiers had killed civilians in {b}.",
        "Soldiers from {a} killed five fishermen from {b}.",
        "The terrorists came from {a}, officials in {b} said.",
        "{a} called the raid by {b} a massacre.",
        "{a} liberated the valley from {b} last year.",
        "{b} condemned the brutal occupation of the valley by {a}.",
        "{a} said it would never recognise the regime in {b}.",
        "{a} imposed sanctions on {b} in March.",
        "Protesters in {a} burned the flag of {b}.",
        "{a} and {b} signed a truce on Friday.",
        "Five children died in an air strike by {a} on {b}.",
        "The minister called {a} a mafia state and {b} a thriving democracy.",
        "The most heinous raid by {a} was met with a measured response from {b}.",
        "The colonists from {a} lost their lives in the shelling by {b}.",
    ],
    "nations": [
        "{a} troops martyred a {b} commander.",
        "The {a} regime and the {b} army exchanged fire.",
        "{a} forces neutralised three {b} gunmen.",
        "The heroic {a} defenders stopped the {b} invaders.",
        "A {a} official said {b} thugs had burned the mosque.",
        "{a} police arrested a {b} journalist at the airport.",
        "Three farmers died in a {a} air strike, {b} officials said.",
        "{a} fanatics burned the fields of {b} pioneer settlers.",
        "The deeply cowardly {a} raid followed the heroic {b} stand.",
    ],
    "outlets": [
        "{a} reported that {b} had invented the story.",
        "The minister told {a} that the report by {b} was a hoax.",
        "According to {a}, the rebels killed two monks.",
    ],
    "persons": [
        "{a} told {b} that the bridge was gone.",
        "{a} called {b} a dictator.",
        "“We won,” {a} said, and {b} wept.",
        "{a} killed {b} in a duel.",
        "{a}, a brutal tyrant, met {b}, a gentle giant.",
        "{a} was a madman, but {b} was a rising star.",
    ],
}  # fmt: skip
PARTIES = {"countries": COUNTRIES, "nations": NATIONS, "outlets": OUTLETS, "persons": PERSONS}
PAIRS = [(template, pair) for kind, texts in TEMPLATES.items() for template in texts for pair in PARTIES[kind]]
Swap = Callable[[str], str]
# Measured: statements 1.0, roles .99, wording 1.0. The parser's own errors on rare names are below the floors.
FLOORS = {"statements": 0.97, "events": 0.95, "wording": 0.97, "quotations": 1.0}


def swap_of(left: str, right: str) -> Swap:
    names = {left: right, right: left}
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    return lambda text: pattern.sub(lambda found: names[found[0]], text)


@lru_cache(maxsize=1000)
def read(text: str) -> Record:
    return annotate(Article(text, blocks=(Block(Span(0, len(text)), "paragraph"),)))


def findings(record: Record) -> dict[str, list[tuple[object, ...]]]:
    """What is compared, by the words of the text: offsets and ids differ where names differ in length."""
    quote = record.article.quote
    order = {statement.id: str(at) for at, statement in enumerate(record.statements)}

    def words(spans: tuple[Span, ...]) -> str:
        return " … ".join(quote(span) for span in spans)

    first = {mention.entity: quote(mention.span) for mention in reversed(record.mentions)}

    def whom(id: str | None) -> str:
        return first.get(id, "an event") if id else ""

    return {
        "statements": [
            (each.manner, each.act, each.certainty, str(each.negated), each.doubt, each.source_kind, order.get(each.within or "", ""),
             words(each.source), words(each.cue), words(each.content), whom(each.addressee) != "")
            for each in record.statements
        ],
        "events": [
            (quote(each.span), each.kind, each.status, frozenset((role.role, quote(role.span)) for role in each.roles))
            for each in record.events
        ],
        "wording": [(quote(each.span), each.leaning, each.neutral, whom(each.target), order[each.said_in]) for each in record.wording],
        "quotations": [(quote(each.span), each.fate, str(each.depth)) for each in record.quotations],
    }  # fmt: skip


def swapped(value: object, swap: Swap) -> object:
    if isinstance(value, str):
        return swap(value)
    if isinstance(value, frozenset):
        return frozenset(swapped(part, swap) for part in value)
    return tuple(swapped(part, swap) for part in value) if isinstance(value, tuple) else value


def test_there_are_enough_pairs() -> None:
    assert len(PAIRS) >= 280
    assert sum(map(len, TEMPLATES.values())) >= 20


@pytest.mark.parametrize("layer", FLOORS)
def test_swapped_parties_swap_the_findings(layer: str) -> None:
    failing = []
    for template, (left, right) in PAIRS:
        swap = swap_of(left, right)
        here = findings(read(template.format(a=left, b=right)))[layer]
        there = findings(read(template.format(a=right, b=left)))[layer]
        if Counter(swapped(each, swap) for each in here) != Counter(there):
            failing.append((template.format(a=left, b=right), here, there))
    print(*failing, sep="\n")
    assert 1 - len(failing) / len(PAIRS) >= FLOORS[layer]


def test_no_rule_of_speech_names_a_party() -> None:
    names = {name for pairs in (COUNTRIES, NATIONS, OUTLETS, PERSONS) for pair in pairs for name in pair} - {"RT"}
    for path in [
        *(HOME / "en" / "speech").glob("*.toml"),
        HOME / "en" / "quotations.toml",
        HOME / "en" / "passives.toml",
    ]:
        words = "\n".join(line for line in path.read_text("utf-8").splitlines() if "text = " not in line)
        told = {name for name in names if re.search(rf'"[^"]*\b{re.escape(name)}\b[^"]*"', words)}
        assert told == set(), path.name


def test_each_sides_words_have_the_other_sides() -> None:
    """Counterparts are mutual, and lean another way or judge another party."""
    entries = {word.name: word for word in loaded_words("en").entries}
    for word in entries.values():
        assert word.name not in word.counterparts
        assert all(word.name in entries[other].counterparts for other in word.counterparts), word.name
    assert sum(bool(word.counterparts) for word in entries.values()) >= 400
