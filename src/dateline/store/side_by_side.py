"""Articles of an archive laid side by side: those of given numbers, or those that may bear on an event, with all that was judged of them.

An article goes by its number, 12, an event by that and its id in the record, 12/e@16.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dateline.relate.copies import find_copies
from dateline.relate.dossier import Dossier, relate
from dateline.relate.incidents import Incident, incidents
from dateline.relate.judgement import Judgement, Pointer, article_key
from dateline.store.archive import Archive
from dateline.store.nearby import TOGETHER, around
from dateline.text.errors import BadQuery
from dateline.text.record import Record


def related(archive: Archive, numbers: Iterable[int], *, events: bool = True) -> Dossier:
    """These articles of the archive, each by its number, with all that was judged of them.

    Without `events` only copies are looked for, which is all that names need.
    """
    records = {str(number): stored(archive, number) for number in numbers}
    return laid(records, by_number(archive.judgements(), records), events=events)


def related_to(archive: Archive, event: Pointer) -> Dossier:
    """The articles that may tell of the event: all of a small archive, of a large one those near it by day, party and place."""
    numbers = archive.numbers()
    if len(numbers) <= TOGETHER:
        return related(archive, sorted({*numbers, int(event.article)}))
    judgements = archive.judgements()
    laid_out: dict[frozenset[int], Dossier] = {}
    held: dict[int, Record] = {}
    told: dict[str, tuple[Incident, ...]] = {}

    def tell(record: Record, key: str) -> tuple[Incident, ...]:
        if key not in told:
            told[key] = incidents(record, key)
        return told[key]

    def lay(chosen: Iterable[int]) -> Dossier:
        numbers = frozenset(chosen)
        if numbers not in laid_out:
            held.update((number, stored(archive, number)) for number in numbers - held.keys())
            records = {str(number): held[number] for number in sorted(numbers)}
            laid_out[numbers] = relate(list(records.values()), by_number(judgements, records), list(records), tell)
        return laid_out[numbers]

    return lay(around(lay, archive, event))


def laid(records: Mapping[str, Record], judgements: Sequence[Judgement] = (), *, events: bool = True) -> Dossier:
    """The dossier of records that go by these keys."""
    if events:
        return relate(list(records.values()), judgements, list(records))
    copies = find_copies([record.article for record in records.values()], list(records))
    return Dossier(records, copies=copies).judged(*(copy.judgement for copy in copies), *judgements)


def stored(archive: Archive, number: int) -> Record:
    """The record of that number; BadQuery where there is none."""
    try:
        return archive.record(number)
    except KeyError:
        held = archive.numbers()
        there = f"numbers go from {held[0]} to {held[-1]}" if held else "it is empty"
        raise BadQuery(f"{archive.path}: has no article {number}; {there}") from None


def by_number(judgements: Iterable[Judgement], records: Mapping[str, Record]) -> tuple[Judgement, ...]:
    """The judgements on these articles and on names, with the keys that an archive keeps articles under made the numbers they go by here."""
    names = {"": ""} | {article_key(record.article): number for number, record in records.items()}
    return tuple(
        replace(each, left=Pointer(names[each.left.article], each.left.finding), right=Pointer(names[each.right.article], each.right.finding))
        for each in judgements
        if each.left.article in names and each.right.article in names
    )  # fmt: skip


def event_pointer(words: str) -> Pointer:
    """The pointer to an event, as people write it."""
    pointer = thing_pointer(words)
    if not pointer.finding.startswith("e@"):
        raise BadQuery(f"{words}: name an event by its article's number and its id, such as 12/e@16")
    return pointer


def thing_pointer(words: str) -> Pointer:
    """The pointer to an article or to an event in it."""
    pointer = Pointer.parse(words.strip())
    if not (pointer.article.isascii() and pointer.article.isdigit() and len(pointer.article) < 16):
        raise BadQuery(
            f"{words}: write an article's number, 12, or an event in it, 12/e@16 (dateline timeline shows them)"
        )
    return replace(pointer, article=str(int(pointer.article)))
