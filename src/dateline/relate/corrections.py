"""Corrections: a person's word on one finding. They are kept beside the record, only ever added to, and can be taken back.

What is corrected is known by its words and the words around it, not by its place alone, so that a correction holds when the article
is read again, or comes in a new version. `corrected.py` applies them; a store keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from typing import Literal, get_args

from dateline.knowledge.folding import fold
from dateline.relate.judgement import article_key
from dateline.text.article import Block, BlockKind
from dateline.text.errors import BadCorrection, BadDate
from dateline.text.happening import Counts, Event, EventKind, Status
from dateline.text.naming import Entity, EntityKind
from dateline.text.record import Finding, Record
from dateline.text.span import Span
from dateline.text.telling import ROOT, Statement
from dateline.text.when import When

Field = Literal[
    "verdict", "when", "place", "span", "speaker", "actor", "recipient", "kind", "status", "entity", "name", "known_as", "same_as"
]  # fmt: skip
Layer = Literal["times", "entities", "mentions", "statements", "events", "figures", "wording", "quotations", "blocks"]
LAYERS: dict[str, Layer] = {
    "t": "times", "n": "entities", "m": "mentions", "s": "statements", "e": "events", "f": "figures", "w": "wording",
    "q": "quotations", "b": "blocks",
}  # fmt: skip
FIELDS: dict[Layer, tuple[Field, ...]] = {
    "times": ("verdict", "when", "span"),
    "entities": ("verdict", "name", "known_as", "kind", "same_as"),
    "mentions": ("verdict", "entity", "span"),
    "statements": ("verdict", "when", "speaker", "span"),
    "events": ("verdict", "when", "place", "actor", "recipient", "kind", "status", "same_as", "span"),
    "figures": ("verdict", "kind", "span"),
    "wording": ("verdict", "span"),
    "quotations": ("verdict", "span"),
    "blocks": ("kind",),
}
VERDICTS = ("accepted", "rejected")
KINDS: dict[Layer, tuple[str, ...]] = {
    "entities": get_args(EntityKind),
    "events": get_args(EventKind),
    "figures": get_args(Counts),
    "blocks": get_args(BlockKind),
}
NEW, APART = "new", "none"  # an entity of its own; an event that is told apart from the others of its article
_MAY_BE_UNKNOWN = frozenset({"when", "place", "speaker", "actor", "recipient", "entity", "known_as"})
AROUND = 40  # characters to each side by which a place is known again
ENOUGH = 40  # characters of a quotation that need no words around them
LONGEST_QUOTE = 200
LONGEST_VALUE = 2000
MOST_PLACES = 5000  # where words stand that are looked at


@dataclass(frozen=True, slots=True)
class Target:
    """One finding: the key of its article, its id there, and the words by which it is known again, with those around them.

    A name is known by the first words that stand for it; `start` is -1 where none do.
    """

    article: str
    finding: str
    quote: str
    start: int
    before: str = ""
    after: str = ""

    @property
    def layer(self) -> Layer:
        """Where it is found."""
        return layer_of(self.finding)


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's word on one finding: its `field` is `value` ("" is unknown). `by` is as in a judgement, `at` a moment in ISO 8601.

    `number` is the archive's. `seen` is the number of the last correction of this finding that was known to whoever said it: a later
    one with a smaller `seen` was said in ignorance. `undoes` takes back the correction of that number.
    """

    target: Target
    field: Field
    value: str = ""
    note: str = ""
    by: str = "person:"
    at: str = ""
    seen: int = 0
    undoes: int | None = None
    number: int = 0


def correct(as_read: Record, finding: str, field: str, value: str, *, now: Record | None = None) -> Correction:
    """The correction of a finding of the record; BadCorrection says what is wrong with it. `now` is the record as it is corrected so far.

    `value` as people write it: EDTF for `when`, an id or a name for whoever is meant, "120-131" or the words for a span, "" for unknown.
    """
    target = target_of(as_read, article_key(as_read.article), finding)
    record = now if now is not None and find(now, finding) is not None else as_read
    fields = FIELDS[target.layer]
    known = next((each for each in fields if each == field), None)
    if known is None:
        raise BadCorrection(f"{finding}: has no field {field!r} to correct; there are {', '.join(fields)}")
    if len(value) > LONGEST_VALUE:
        raise BadCorrection(f"{finding}: a value of {len(value):,} characters is too long; {LONGEST_VALUE:,} are kept")
    plain = " ".join(value.split())
    if not plain and known not in _MAY_BE_UNKNOWN:
        raise BadCorrection(f"{finding}: {known} cannot be unknown; give a value")
    return Correction(target, known, _kept(record, finding, known, plain if known != "span" else value.strip()))


def standing(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Those that were not taken back, in the order in which they were said."""
    told = tuple(corrections)
    undone = {each.undoes for each in told if each.undoes is not None}
    return tuple(each for each in told if each.undoes is None and (not each.number or each.number not in undone))


def undoing(correction: Correction, *, seen: int, by: str, at: str) -> Correction:
    """What takes a correction back; it stands behind it, and both are kept."""
    return replace(correction, value="", note="", by=by, at=at, seen=seen, undoes=correction.number, number=0)


def unseen(corrections: Iterable[Correction], correction: Correction) -> tuple[Correction, ...]:
    """What stood on the same finding when this was said, and was not known to whoever said it."""
    return tuple(
        each
        for each in corrections
        if each.target.finding == correction.target.finding and correction.seen < each.number < correction.number
    )


def layer_of(finding: str) -> Layer:
    """The layer that a finding of that id is in; BadCorrection where it is in none."""
    if finding[:1] not in LAYERS or finding == ROOT:
        what = "the outlet's own voice cannot be corrected" if finding == ROOT else "is the id of no finding"
        raise BadCorrection(f"{finding}: {what}; ids are such as e@16, t@40, s@7, m@3, n2, f@9, w@5, b@0 (a block)")
    return LAYERS[finding[:1]]


def block_id(block: Block) -> str:
    """By what a block is named in a correction.

    >>> block_id(Block(Span(12, 40), "paragraph"))
    'b@12'
    """
    return f"b@{block.span.start}"


def target_of(record: Record, key: str, finding: str) -> Target:
    """The finding as it is known again; BadCorrection where the record has none of that id."""
    layer_of(finding)
    found = find(record, finding)
    if found is None:
        raise BadCorrection(f"{finding}: the record has no such finding")
    words = words_of(record, found)
    if words is None:
        return Target(key, finding, found.name if isinstance(found, Entity) else "", -1)
    text = record.article.text
    return Target(
        key, finding, text[words.start : words.end], words.start, text[max(0, words.start - AROUND) : words.start],
        text[words.end : words.end + AROUND],
    )  # fmt: skip


def find(record: Record, finding: str) -> Finding | Block | None:
    """The finding or block of that id."""
    if finding.startswith("b@"):
        return next((block for block in record.article.blocks if block_id(block) == finding), None)
    return next((each for each in record.findings() if each.id == finding), None)


def words_of(record: Record, found: Finding | Block) -> Span | None:
    """The words by which it is known again: a statement by what announces it, a name by its first mention, a block by its beginning."""
    if isinstance(found, Entity):
        mentions = [mention for mention in record.mentions if mention.entity == found.id]
        if not mentions:
            return None
        span = min(mentions, key=lambda mention: (mention.form != "name", mention.span)).span
    elif isinstance(found, Statement):
        span = (*found.cue, *found.source, found.span)[0]
    else:
        span = found.span
    return Span(span.start, min(span.end, span.start + LONGEST_QUOTE))


def found_again(record: Record, target: Target) -> str | None:
    """The id that the finding has in this record; None where its words do not stand there, or nothing is found on them."""
    if target.start < 0:
        return next((each.id for each in record.entities if each.name == target.quote), None)
    at = located(record.article.text, target)
    if at is None:
        return None
    here = Span(at, at + len(target.quote))
    near: list[tuple[int, int, str]] = []
    for id, span in _places(record, target.layer):
        if span.overlaps(here) or span == here:
            near.append((abs(span.start - here.start) + abs(span.end - here.end), id != target.finding, id))
    return min(near, default=(0, 0, None))[2]


def located(text: str, target: Target) -> int | None:
    """Where the words stand: where most of the words around them are the same, the nearest of such places; None if they are nowhere."""
    if not target.quote:
        return None
    needed = 0 if len(target.quote) >= ENOUGH else (len(target.before) + len(target.after)) // 2
    best: tuple[int, int, int] | None = None
    for at in islice(_occurrences(text, target.quote), MOST_PLACES):
        alike = _alike(text, at, target)
        if alike >= needed and (best is None or (alike, -abs(at - target.start)) > best[:2]):
            best = alike, -abs(at - target.start), at
    return best[2] if best else None


def named_entity(record: Record, name: str) -> Entity | None:
    """Whom the record names so: exactly, or by another name of theirs."""
    wanted = fold(name)
    exact = next((each for each in record.entities if each.name == name), None)
    return exact or next(
        (
            each
            for each in record.entities
            if wanted in {fold(each.name), fold(each.known_as or ""), *map(fold, each.aliases)}
        ),
        None,
    )


def _places(record: Record, layer: Layer) -> Iterator[tuple[str, Span]]:
    if layer == "entities":
        yield from ((mention.entity, mention.span) for mention in record.mentions if mention.entity is not None)
        return
    held = record.article.blocks if layer == "blocks" else getattr(record, layer)
    for each in held:
        span = words_of(record, each)
        if span is not None and getattr(each, "id", "") != ROOT:
            yield (block_id(each) if isinstance(each, Block) else each.id), span


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _alike(text: str, at: int, target: Target) -> int:
    """How many characters around the place are as they were, counted from it outward."""
    end = at + len(target.quote)
    before = text[max(0, at - AROUND) : at]
    return _same(reversed(before), reversed(target.before)) + _same(text[end : end + AROUND], target.after)


def _same(one: Iterable[str], other: Iterable[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _kept(record: Record, finding: str, field: Field, value: str) -> str:
    """The value as it is kept: nothing in it depends on ids, which another reading may give otherwise."""
    layer = layer_of(finding)
    match field:
        case "verdict":
            return _one_of(finding, field, value, VERDICTS)
        case "kind":
            return _one_of(finding, field, value, KINDS[layer])
        case "status":
            return _one_of(finding, field, value, get_args(Status))
        case "when":
            return _when(finding, value)
        case "span":
            return _span(record, finding, value)
        case "same_as" if layer == "events":
            return _event(record, finding, value)
        case "same_as" | "place" | "speaker" | "entity":
            return _entity(record, finding, field, value)
        case "actor" | "recipient":
            names = (_entity(record, finding, field, part.strip()) for part in value.split(";") if part.strip())
            return "; ".join(names)
        case _:
            return value


def _one_of(finding: str, field: str, value: str, allowed: tuple[str, ...]) -> str:
    found = next((each for each in allowed if each.casefold() == value.casefold()), None)
    if found is None:
        raise BadCorrection(f"{finding}: {field} cannot be {value[:60]!r}; there are {', '.join(allowed)}")
    return found


def _when(finding: str, value: str) -> str:
    try:
        return str(When.parse(value)) if value else ""
    except BadDate as error:
        raise BadCorrection(f"{finding}: {error}") from error


def _span(record: Record, finding: str, value: str) -> str:
    """The start and the words, "120:seven people": "120-131" is taken as offsets, all else as words near the finding."""
    text = record.article.text
    first, dash, last = value.partition("-")
    if dash and all(each.isascii() and each.isdigit() and len(each) < 12 for each in (first, last)):
        span = Span(int(first), int(last))
        if not span.start < span.end <= len(text):
            raise BadCorrection(f"{finding}: {value} is no piece of the text, which has {len(text)} characters")
    else:
        near = target_of(record, "", finding)
        at = located(text, replace(near, quote=value, before="", after=""))
        if at is None:
            raise BadCorrection(f"{finding}: the words {value[:60]!r} do not stand in the text; give offsets, 120-131")
        span = Span(at, at + len(value))
    if len(span) > LONGEST_VALUE:
        raise BadCorrection(f"{finding}: {len(span):,} characters are too many for a span; {LONGEST_VALUE:,} are kept")
    return f"{span.start}:{text[span.start : span.end]}"


def _event(record: Record, finding: str, value: str) -> str:
    """The other event's place and words, "40:blast"; an id of this record is what people write."""
    if value == APART:
        return value
    other = next((event for event in record.events if event.id == value), None)
    if other is None or other.id == finding:
        raise BadCorrection(
            f"{finding}: {value!r} is no other event of this article; give an id such as e@40, or {APART!r}"
            " (of events in different articles, use `dateline judge`)"
        )
    return f"{other.span.start}:{record.article.quote(other.span)}"


def _entity(record: Record, finding: str, field: Field, value: str) -> str:
    """The name of who is meant; an id of this record is turned into the name."""
    by_id: Mapping[str, Entity] = {each.id: each for each in record.entities}
    if value in by_id:
        if field == "same_as" and value == finding:
            raise BadCorrection(f"{finding}: is the same as itself; name another")
        return by_id[value].name
    if value[:1] == "n" and value[1:].isdigit():
        raise BadCorrection(f"{finding}: the record names nobody by the id {value}; `dateline who` lists them")
    if field == "same_as" and named_entity(record, value) is None:
        raise BadCorrection(f"{finding}: the article names nobody {value[:60]!r}; give a name in it, or set known_as")
    return value


def event_named(record: Record, value: str, beside: Event) -> Event | None:
    """The event that a kept value of `same_as` means, near the place where it stood."""
    start, _, words = value.partition(":")
    at = located(record.article.text, Target("", beside.id, words, int(start) if start.isdigit() else 0))
    return next((event for event in record.events if event.span.start == at and event.id != beside.id), None)
