"""The demo corpus against its true record, written beside it by reading.

What needs no parser must be right to the last item. What hangs on the parser's model is held to a share, which the next
release of the model may move a little: the floors below are what was measured, less a little.
"""

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from dateline import Event, Record, Span, Statement, When, annotate, read

DEMO = Path("demo")
TRUTH: list[dict[str, Any]] = tomllib.loads((DEMO / "truth.toml").read_text("utf-8"))["article"]
FLOORS = {
    "times from events": 0.7,
    "statements": 0.85,
    "speakers": 0.9,
    "events": 0.8,
    "kinds": 0.9,
    "dates of events": 0.45,
    "dates that can be": 0.95,
    "statuses": 0.95,
    "figures": 0.8,
    "wording": 0.5,
}
by_file = pytest.mark.parametrize("truth", TRUTH, ids=[truth["file"] for truth in TRUTH])


@lru_cache(maxsize=16)
def record_of(file: str) -> Record:
    return annotate(read(DEMO / "articles" / file))


def place(record: Record, item: dict[str, Any], key: str = "quote") -> Span:
    """Where the item's words stand, counted over the told blocks."""
    article = record.article
    at, wanted = -1, int(item.get("nth", 1))
    while wanted:
        at = article.text.find(item[key], at + 1)
        assert at >= 0, f"{item[key]!r} does not stand in {article.source.path}"
        wanted -= any(block.span.start <= at < block.span.end for block in article.told())
    return Span(at, at + len(item[key]))


@by_file
def test_how_it_is_read(truth: dict[str, Any]) -> None:
    article = record_of(truth["file"]).article
    assert article.outlet == truth["outlet"]
    assert str(article.published.when) == truth["published"]
    assert article.title is not None
    assert article.quote(article.title) == truth["title"]
    told = " ".join(article.quote(block.span) for block in article.told())
    assert not [words for words in truth["boilerplate"] if told.count(words) > (words == truth["title"])]


@by_file
def test_every_time_is_right(truth: dict[str, Any]) -> None:
    assert not [
        item for item, right, from_event in _times(record_of(truth["file"]), truth) if not right and not from_event
    ]


def _times(record: Record, truth: dict[str, Any]) -> Iterator[tuple[str, bool, bool]]:
    """(words and answers, right, counted from an event: then it hangs on finding the event)."""
    for item in truth.get("times", ()):
        span = place(record, item)
        found = [time for time in record.times if time.span.overlaps(span)]
        whens = [str(time.when) for time in found]
        words = f"{item['quote']} = {', '.join(whens)}, not {item['when']}"
        yield words, item["when"] in whens, any(time.anchor.to == "event" for time in found)


def test_the_rest_is_right_for_the_most_part() -> None:
    answers: dict[str, list[tuple[bool, str]]] = {name: [] for name in FLOORS}
    for truth in TRUTH:
        record = record_of(truth["file"])
        counted = [("times from events", right, what) for what, right, event in _times(record, truth) if event]
        for name, right, what in [
            *counted,
            *_statements(record, truth),
            *_events(record, truth),
            *_others(record, truth),
        ]:
            answers[name].append((right, f"{truth['file']}: {what}"))
    shares = {name: sum(right for right, _ in given) / len(given) for name, given in answers.items()}
    wrong = [f"{name}: {what}" for name, given in answers.items() for right, what in given if not right]
    print(shares, *wrong, sep="\n")
    assert {name: share for name, share in shares.items() if share < FLOORS[name]} == {}


def _statements(record: Record, truth: dict[str, Any]) -> Iterator[tuple[str, bool, str]]:
    for item in truth.get("statements", ()):
        if item.get("minor"):
            continue
        span = place(record, item, "content")
        found = max(record.statements[1:], key=lambda each: _shared(each, span), default=None)
        met = found is not None and _shared(found, span) >= 0.5
        yield "statements", met, item["content"][:60]
        if met and found is not None:
            yield (
                "speakers",
                _same_speaker(record, found, item),
                f"{item['content'][:40]} by {item['speaker'] or item['source']}",
            )


def _shared(statement: Statement, span: Span) -> float:
    parts = [(max(0, min(part.end, span.end) - max(part.start, span.start)), len(part)) for part in statement.content]
    shared = sum(each for each, _ in parts)
    return 2 * shared / (len(span) + sum(length for _, length in parts)) if shared else 0.0


def _same_speaker(record: Record, statement: Statement, item: dict[str, Any]) -> bool:
    entity = record.entity(statement.speaker)
    words = " ".join(record.article.quote(part) for part in statement.source)
    if item["speaker"] and entity is not None:
        return entity.name in item["speaker"] or item["speaker"] in (entity.name, *entity.aliases)
    return bool(item["source"]) == bool(words) and (item["source"] in words or words in item["source"])


def _events(record: Record, truth: dict[str, Any]) -> Iterator[tuple[str, bool, str]]:
    for item in truth.get("events", ()):
        span = place(record, item)
        found: Event | None = next((event for event in record.events if event.span.overlaps(span)), None)
        yield "events", found is not None, item["quote"]
        if found is not None:
            yield "kinds", found.kind == item["kind"], f"{item['quote']}: {found.kind}, not {item['kind']}"
            yield "statuses", found.status == item["status"], f"{item['quote']}: {found.status}, not {item['status']}"
            if item.get("when"):
                words = f"{item['quote']}: {found.when}, not {item['when']}"
                yield "dates of events", str(found.when) == item["when"], words
                yield "dates that can be", found.when is None or found.when.overlaps(When.parse(item["when"])), words


def _others(record: Record, truth: dict[str, Any]) -> Iterator[tuple[str, bool, str]]:
    for item in truth.get("figures", ()):
        span, bounds = place(record, item), tuple(None if item[key] < 0 else item[key] for key in ("low", "high"))
        same = any(f.span.overlaps(span) and (f.low, f.high) == bounds for f in record.figures)
        yield "figures", same, item["quote"]
    for item in truth.get("wording", ()):
        span = place(record, item)
        yield "wording", any(word.span.overlaps(span) for word in record.wording), item["quote"]
