"""Copies made of real articles, and how many of them are found, which pairs are wrong, and which way round.

    python gate/copies.py [--half development|test] [--seed N] [--json]

A thousand articles of the benchmark sets are cut, spliced, given new headlines and local paragraphs, and edited, by a seeded
generator; the texts lie outside the repository and nothing of them is kept. Thresholds were chosen on the development half.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from printing import BENCH

from dateline import Article, Grain, Span, When
from dateline.relate.candidates import signatures
from dateline.relate.copies import find_copies
from dateline.relate.passages import fingerprints
from dateline.text.article import Block, Published

SETS = ("crossdoc/fa-kes", "attribution/polnear-train", "places/lgl", "time/timebank", "wording/basil")
LOCAL = "wording/ptc-train"
ORIGINS, COPIES = 1000, 1000
KINDS = ("whole", "headline", "cut", "cut and local", "local fifth", "splice", "edits", "heavy edits")
HELD = (
    "recall of copy pairs",
    "precision of copy pairs",
    "direction right, where told",
    "direction right, of all found",
)
_SENTENCE = re.compile(r"(?<=[.!?][\"”]) +(?=[A-Z\"“])|(?<=[.!?]) +(?=[A-Z\"“])|\n+")


@dataclass(frozen=True, slots=True)
class Made:
    """A made article, its kind, and the numbers of those that it was made of."""

    article: Article
    kind: str
    made_of: tuple[int, ...]


def main() -> int:
    """Print the figures; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("development", "test"), default="test")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not BENCH.is_dir():
        print(f"gate: no benchmark sets at {BENCH}: nothing measured (set DATELINE_BENCH to where they are)")
        return 0
    figures = measured(options.half, options.seed)
    print(
        json.dumps(figures)
        if options.json
        else "\n".join(f"copies: {name:42}{value:9.1f}" for name, value in figures.items())
    )
    return 0


def measured(half: str = "test", seed: int = 7) -> dict[str, float]:
    """All figures: shares of a hundred, numbers, and what a second is enough for."""
    chance = random.Random(seed)
    made = _corpus(_texts(SETS, half), _texts((LOCAL,), half), chance)
    return _score(made, chance)


def shares() -> dict[str, float]:
    """The figures that the gate holds."""
    figures = measured()
    return {name: figures[name] for name in HELD}


def _texts(sets: tuple[str, ...], half: str) -> list[list[str]]:
    """Real articles of one half of the sets as sentences, of which no two have two long sentences in common."""
    found: list[list[str]] = []
    where: dict[str, int] = {}
    for name in sets:
        with (BENCH / name / "articles.jsonl").open(encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if number % 2 != (half == "test"):
                    continue
                sentences = [each.strip() for each in _SENTENCE.split(json.loads(line)["text"]) if each.strip()]
                long = {each for each in sentences if len(each.split()) >= 8}
                known = [where[each] for each in long if each in where]
                if len(sentences) >= 8 and sum(len(each.split()) for each in sentences) >= 150 and not known:
                    where.update(dict.fromkeys(long, len(found)))
                    found.append(sentences)
    return found


def _corpus(texts: list[list[str]], strange: list[list[str]], chance: random.Random) -> list[Made]:
    """Origins first, then their copies; local text is of other articles, each sentence used once."""
    chance.shuffle(texts)
    origins = texts[:ORIGINS]
    pool = [sentence for text in strange for sentence in text if len(sentence.split()) > 6]
    first = date(2020, 1, 1)
    days = [first + timedelta(days=chance.randrange(365)) for _ in origins]
    agencies = [
        f"{chance.choice(('North', 'River', 'Harbour', 'Hill'))} Press {number % 40}" for number in range(len(origins))
    ]
    made = [
        Made(_article(f"Report {number}", text, agencies[number], days[number]), "origin", ())
        for number, text in enumerate(origins)
    ]
    for number in range(COPIES):
        kind, of = KINDS[number % len(KINDS)], chance.randrange(len(origins))
        other = chance.randrange(len(origins))
        sentences = _copied(kind, origins[of], origins[other], pool, chance)
        day = max(days[of], days[other] if kind == "splice" else days[of]) + timedelta(
            days=chance.choice((0, 0, 0, 1, 1, 2))
        )
        credit = agencies[of] if kind != "splice" and chance.random() < 0.6 else None
        title = f"Report {of}" if kind == "whole" else f"Another headline {number}"
        article = _article(title, sentences, f"Town Paper {number % 300}", day, credit)
        made.append(Made(article, kind, (of, other) if kind == "splice" and of != other else (of,)))
    return made


def _copied(kind: str, text: list[str], other: list[str], pool: list[str], chance: random.Random) -> list[str]:
    words = sum(len(sentence.split()) for sentence in text)
    match kind:
        case "cut":
            return _first(text, max(60, words // 3))
        case "cut and local":
            lead = _first(text, max(60, words // 3))
            return lead + _local(pool, sum(len(each.split()) for each in lead) * 2 // 3)
        case "local fifth":
            at = chance.randrange(len(text) // 2, len(text) + 1)
            return text[:at] + _local(pool, words // 4) + text[at:]
        case "splice":
            half = min(words, sum(len(sentence.split()) for sentence in other)) // 2
            return _first(text, half) + _first(other, half)
        case "edits" | "heavy edits":
            kept = [sentence for sentence in text if chance.random() > 0.15] or text
            return [_edited(sentence, 12 if kind == "edits" else 7, chance) for sentence in kept]
    return list(text)


def _first(text: list[str], words: int) -> list[str]:
    taken: list[str] = []
    for sentence in text:
        taken.append(sentence)
        words -= len(sentence.split())
        if words <= 0:
            break
    return taken


def _local(pool: list[str], words: int) -> list[str]:
    """Sentences that no other article is made of."""
    taken = _first(pool, words)
    del pool[: len(taken)]
    return taken


def _edited(sentence: str, one_in: int, chance: random.Random) -> str:
    """One word in so many replaced by one of the sentence's own others, as an editor's change breaks the row of words."""
    words = sentence.split()
    return " ".join(chance.choice(words) if chance.random() * one_in < 1 else word for word in words)


def _article(title: str, sentences: list[str], outlet: str, day: date, credit: str | None = None) -> Article:
    paragraphs = [" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)]
    if credit:
        paragraphs[0] = f"TOWN ({credit}) — {paragraphs[0]}"
    text, blocks = title, [Block(Span(0, len(title)), "title")]
    for paragraph in paragraphs:
        blocks.append(Block(Span(len(text) + 2, len(text) + 2 + len(paragraph)), "paragraph"))
        text = f"{text}\n\n{paragraph}"
    published = Published(When.at(day, Grain.DAY))
    return Article(text, title=blocks[0].span, outlet=outlet, published=published, blocks=tuple(blocks))


def _score(made: list[Made], chance: random.Random) -> dict[str, float]:
    order = list(range(len(made)))
    chance.shuffle(order)
    articles = [made[place].article for place in order]
    started = time.process_time()
    prints = list(fingerprints(articles))
    signatures(prints)
    printed = time.process_time() - started
    started = time.process_time()
    copies = find_copies(articles, [str(place) for place in order])
    taken = time.process_time() - started
    joined = {
        (int(c.judgement.left.article), int(c.judgement.right.article)): c.judgement
        for c in copies
        if c.judgement.joins
    }
    true = {(number, of): each.kind for number, each in enumerate(made) for of in each.made_of}
    siblings = set(_siblings(made))
    kept = {pair: joined.get(pair) or joined[pair[::-1]] for pair in true if pair in joined or pair[::-1] in joined}
    right_pairs = {*true, *(pair[::-1] for pair in true), *siblings}
    wrong = [pair for pair in joined if pair not in right_pairs]
    told = [pair for pair, judgement in kept.items() if judgement.verdict == "copied"]
    right = sum(pair in joined for pair in told)
    figures = {
        "pairs": float(len(true)),
        "recall of copy pairs": 100 * len(kept) / len(true),
        "precision of copy pairs": 100 * len(kept) / max(1, len(kept) + len(wrong)),
        "direction right, where told": 100 * right / max(1, len(told)),
        "direction right, of all found": 100 * right / max(1, len(kept)),
        "fingerprints and signatures, articles/s": len(made) / printed,
        "whole search, articles/s": len(made) / taken,
    }
    for kind in KINDS:
        of_kind = [pair for pair in true if true[pair] == kind]
        figures[f"recall: {kind}"] = 100 * sum(pair in kept for pair in of_kind) / max(1, len(of_kind))
    return figures


def _siblings(made: list[Made]) -> Iterator[tuple[int, int]]:
    """Pairs of copies of one origin: neither right nor wrong."""
    by_origin: dict[int, list[int]] = defaultdict(list)
    for number, each in enumerate(made):
        for of in each.made_of:
            by_origin[of].append(number)
    for copies in by_origin.values():
        yield from ((a, b) for a in copies for b in copies if a != b)


if __name__ == "__main__":
    sys.exit(main())
