"""Tellings of one event over a whole archive: each incident is held against the few before it that share day, place or party with it.

The stages follow `relate.same_event`, whose blocks and weights they use. Incidents stand in the order of their numbers, by the day
of issue; how rare a word is, is counted over all of them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from dateline.relate.incidents import Incident
from dateline.relate.judgement import Pointer
from dateline.relate.same_event import BLOCK, MAYBE, SAME, Lexicon, block_keys, rarity_of, weigh, weight_of
from dateline.scale import columns
from dateline.scale.judged import JUDGED, End, judged_row
from dateline.scale.meeting import answer_before, article_of, last_of_each, scattered
from dateline.scale.parts import Numbers, place_of

INCIDENT = {"number": "int64", "day": "int32", "incident": "large_binary"}
LENT = {**INCIDENT, "weight": "float64"}
KEY = {"key": "uint64", "number": "int64", "day": "int32"}
MEET = {"low": "int64", "high": "int64"}
WORD = {"part": "int64", "word": "string", "count": "int64"}
_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
_DECODER = msgspec.msgpack.Decoder(Incident)
_WEIGHED = tuple(each.name for each in fields(Incident) if each.name != "mentions")


def keys(found: Sequence[tuple[int, Incident]], place: int, buckets: int) -> dict[str, Any]:
    """What a part tells of its incidents: all for itself, the last few of each key and the words for the buckets of those."""
    days = {number: day_of(incident) for number, incident in found}
    rows = [
        {"number": number, "day": days[number], "incident": _ENCODER.encode(_without_mentions(incident))}
        for number, incident in found
    ]
    every = [(_hash(key), number) for number, incident in found for key in {*block_keys(incident)}]
    blocks = _blocks(every, days)
    few = np.flatnonzero(last_of_each(blocks.column("key").to_numpy(), BLOCK))
    last = blocks.take(few)
    used = sorted(Counter(word for _, incident in found for word in incident.words).items())
    words = columns.table([{"part": place, "word": word, "count": count} for word, count in used], WORD)
    whither = np.array([_hash((word,)) % buckets for word, _ in used], dtype=np.int64)
    return {
        "incidents": columns.table(rows, INCIDENT),
        "blocks": blocks,
        **scattered(last, (last.column("key").to_numpy() >> np.uint64(8)) % np.uint64(buckets), "b"),
        **scattered(words, whither, "v"),
    }


def _without_mentions(incident: Incident) -> dict[str, Any]:
    """What is weighed of an incident; where its article tells it is known there."""
    return {"mentions": (), **{name: getattr(incident, name) for name in _WEIGHED}}


def day_of(incident: Incident) -> int:
    """The single day that is told of it, as a number; 0 where none is."""
    day = incident.when.single_day if incident.when else None
    return day.toordinal() if day else 0


def answered(table: Any, layout: str) -> dict[str, Any]:
    """A bucket of keys, to the parts that have them: the last few incidents of each before the part's own."""
    return answer_before(table, layout, BLOCK)


def counted(table: Any, _: object) -> dict[str, Any]:
    """A bucket of words, to the parts that use them: how many incidents of all do."""
    words = table.group_by("word").aggregate([("count", "sum")])
    told = dict(zip(words.column("word").to_pylist(), words.column("count_sum").to_pylist(), strict=True))
    every = [told[word] for word in table.column("word").to_pylist()]
    made = table.set_column(2, "count", columns.arrow().array(every, "int64"))
    return scattered(made, table.column("part").to_numpy())


def met(table: Any, told: tuple[str, tuple[str, ...]]) -> dict[str, Any]:
    """A part's keys and what it was answered, to the pairs worth weighing; each part is asked for the incidents it has of them."""
    layout, answers = told
    pairs = _pairs(table, columns.gather(answers, KEY))
    own = set(np.unique(place_of(layout, table.column("number").to_numpy())).tolist())
    wanted = np.unique(pairs[:, 0])
    places = place_of(layout, wanted)
    away = ~np.isin(places, [*own])
    asks = columns.arrow().table({"number": wanted[away]})
    return {
        "pairs": columns.arrow().table({"low": pairs[:, 0], "high": pairs[:, 1]}),
        **scattered(asks, places[away]),
    }


@dataclass(frozen=True, slots=True)
class Lending:
    """Who asks for which incidents, and how often the words of these are used in all of so many incidents."""

    asked: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    incidents: int


def lent(table: Any, told: Lending) -> dict[str, Any]:
    """Of a part's incidents those that other parts ask for, to each of them, with what their words weigh."""
    rarity = _rarity(told.words, told.incidents)
    numbers = table.column("number").to_numpy()
    asks = {asker: columns.read([path]).column("number").to_numpy() for asker, path in told.asked}
    wanted = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *asks.values()]))
    rows = table.take(np.searchsorted(numbers, wanted))
    weights = [weight_of(_DECODER.decode(each), rarity) for each in rows.column("incident").to_pylist()]
    weighted = rows.append_column("weight", columns.arrow().array(weights, "float64"))
    return {asker: weighted.take(np.searchsorted(wanted, each)) for asker, each in asks.items()}


@dataclass(frozen=True, slots=True)
class Weighing:
    """What the weighing of a part needs beside its pairs: its own incidents, those lent to it, and how often words are used."""

    own: str
    lent: tuple[str, ...]
    words: tuple[str, ...]
    incidents: int


def weighed(table: Any, told: Weighing) -> Any:
    """A part's pairs to judgements: all that may be the same event, "yes" where the sum is enough (how groups agree comes later)."""
    rarity = _rarity(told.words, told.incidents)
    own = columns.read([told.own])
    away = columns.gather(told.lent, LENT)
    low, high = (table.column(name).to_numpy() for name in MEET)
    found: dict[int, Incident] = {}
    weights: dict[Pointer, float] = {}
    for number, incident in _decoded(own, np.unique(np.concatenate([low, high]))):
        found[number] = incident
        weights[incident.pointer] = weight_of(incident, rarity)
    for number, incident in _decoded(away, None):
        found[number] = incident
    weights |= {found[row["number"]].pointer: row["weight"] for row in away.select(["number", "weight"]).to_pylist()}
    lexicon = Lexicon(rarity, weights)
    return columns.table([*_weighed(low.tolist(), high.tolist(), found, lexicon)], JUDGED)


def _weighed(lows: list[int], highs: list[int], found: dict[int, Incident], lexicon: Lexicon) -> Iterator[columns.Row]:
    for low, high in zip(lows, highs, strict=True):
        a, b = (low, high) if found[low].pointer < found[high].pointer else (high, low)
        one, other = found[a], found[b]
        sum_of = weigh(one, other, lexicon)
        if sum_of.total >= MAYBE:
            said = sum_of.judged(one.pointer, other.pointer, "yes" if sum_of.total >= SAME else "unsure")
            yield judged_row(said, End(a, day_of(one)), End(b, day_of(other)), sum_of.total)


def _decoded(table: Any, wanted: Numbers | None) -> Iterator[tuple[int, Incident]]:
    rows = table if wanted is None else table.take(np.flatnonzero(np.isin(table.column("number").to_numpy(), wanted)))
    for number, incident in zip(rows.column("number").to_pylist(), rows.column("incident").to_pylist(), strict=True):
        yield number, _DECODER.decode(incident)


def _rarity(words: Sequence[str], incidents: int) -> dict[str, float]:
    counts = columns.gather(words, WORD)
    every = zip(counts.column("word").to_pylist(), counts.column("count").to_pylist(), strict=True)
    return {word: rarity_of(count, incidents) for word, count in every}


def _blocks(every: list[tuple[int, int]], days: dict[int, int]) -> Any:
    keys = np.array([key for key, _ in every], dtype=np.uint64)
    numbers = np.array([number for _, number in every], dtype=np.int64)
    order = np.lexsort((numbers, keys))
    told = np.array([days[number] for number in numbers[order].tolist()], dtype=np.int32)
    return columns.arrow().table({"key": keys[order], "number": numbers[order], "day": told})


def _pairs(own: Any, answers: Any) -> NDArray[np.int64]:
    """The low and the high number of all pairs that a key brings together, each pair once."""
    every = columns.arrow().concat_tables([answers, own])
    keys, numbers, days = (every.column(name).to_numpy() for name in KEY)
    mine = np.arange(len(keys)) >= answers.num_rows
    order = np.lexsort((numbers, keys))
    keys, numbers, days, mine = keys[order], numbers[order], days[order], mine[order]
    articles = article_of(numbers)
    found = [np.zeros((0, 2), dtype=np.int64)]
    for back in range(1, BLOCK + 1):
        a, b = slice(None, -back), slice(back, None)
        apart = (days[a] > 0) & (days[b] > 0) & (np.abs(days[a] - days[b]) > 1)
        kept = np.flatnonzero((keys[a] == keys[b]) & mine[b] & ~apart & (articles[a] != articles[b]))
        found.append(np.stack([numbers[a][kept], numbers[b][kept]], axis=1))
    pairs: NDArray[np.int64] = np.unique(np.concatenate(found), axis=0)
    return pairs


@lru_cache(maxsize=200_000)
def _hash(words: tuple[str, ...]) -> int:
    return int.from_bytes(
        hashlib.blake2b("\0".join(words).encode("utf-8", "replace"), digest_size=8).digest(), "little"
    )
