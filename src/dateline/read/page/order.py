"""Which pieces of one sequence of words stand, in the same order, in another. Linear but for a logarithm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

SHINGLE = 4  # words
MOST_PLACES = 8  # at which one shingle is looked up; a phrase that recurs more often tells nothing of the place
ENOUGH = 0.6  # share of a piece's shingles that the other must have; trafilatura drops link texts out of paragraphs


def in_order(pieces: Sequence[Sequence[str]], other: Sequence[str], starts: Sequence[int]) -> set[int]:
    """Indexes of the pieces that `other` has, chosen so that most words match with places ascending.

    `starts` are the places in `other` where a line begins: a piece too short for a shingle must be a whole line.

    >>> sorted(in_order([["the", "top"], list("abcdef"), ["share"], list("ghijk")], list("abcdefghijk"), [0, 6]))
    [1, 3]
    """
    if not other:
        return set()
    places: dict[tuple[str, ...], list[int]] = {}
    for at, shingle in enumerate(_shingles(other)):
        here = places.setdefault(shingle, [])
        if len(here) < MOST_PLACES:
            here.append(at)
    lines: dict[tuple[str, ...], list[int]] = {}
    for start, end in zip(starts, [*starts[1:], len(other)], strict=True):
        if end - start < SHINGLE:
            lines.setdefault(tuple(other[start:end]), []).append(start)
    options: list[tuple[int, int, int]] = []
    for index, piece in enumerate(pieces):
        options.extend((index, place, weight) for place, weight in _options(piece, places, lines))
    return _heaviest(options, len(other))


def _shingles(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All runs of so many words."""
    return zip(*(words[start:] for start in range(SHINGLE)), strict=False)


def _options(
    piece: Sequence[str], places: dict[tuple[str, ...], list[int]], lines: dict[tuple[str, ...], list[int]]
) -> list[tuple[int, int]]:
    """Where the piece can stand, and how many of its words are there."""
    if len(piece) < SHINGLE:
        return [(place, len(piece)) for place in lines.get(tuple(piece), [])[:MOST_PLACES]] if piece else []
    shingles = list(_shingles(piece))
    known = [at for at, shingle in enumerate(shingles) if shingle in places]
    if len(known) < ENOUGH * len(shingles):
        return []
    weight = round(len(piece) * len(known) / len(shingles))
    first, middle = known[0], known[len(known) // 2]
    found = {max(place - at, 0) for at in (first, middle) for place in places[shingles[at]]}
    return [(place, weight) for place in sorted(found)]


def _heaviest(options: Sequence[tuple[int, int, int]], size: int) -> set[int]:
    """The pieces of the ascending chain with the largest weight (a Fenwick tree of maxima over the places)."""
    best: list[tuple[int, int]] = [(0, -1)] * (size + 2)  # weight of the chain, the option that ends it
    back: list[int] = [-1] * len(options)
    start = 0
    while start < len(options):
        end = start
        while end < len(options) and options[end][0] == options[start][0]:
            end += 1
        ready = []
        for option in range(start, end):
            _, place, weight = options[option]
            chain, back[option] = _up_to(best, place)
            ready.append((place, (chain + weight, option)))
        for place, chain_end in ready:
            _raise(best, place + 1, chain_end)
        start = end
    _, at = _up_to(best, size)
    chosen = set()
    while at >= 0:
        chosen.add(options[at][0])
        at = back[at]
    return chosen


def _up_to(best: list[tuple[int, int]], place: int) -> tuple[int, int]:
    """The heaviest chain that ends before the place."""
    heaviest = (0, -1)
    while place > 0:
        if best[place][0] > heaviest[0]:
            heaviest = best[place]
        place -= place & -place
    return heaviest


def _raise(best: list[tuple[int, int]], place: int, chain: tuple[int, int]) -> None:
    while place < len(best):
        if chain[0] > best[place][0]:
            best[place] = chain
        place += place & -place
