"""The founding example: what must come out right of one article, published 2020-02-12, that this project began with.

    python gate/founding.py [ARTICLE]     prints what is wrong; exit code 1 if anything is

The article is a publisher's and lies outside the repository, beside the benchmark sets; without it there is nothing to do.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from printing import BENCH

from dateline import ReadOptions, Record, When, annotate, read

ARTICLE = BENCH.parent / "articles" / "40-days-ago.txt"
TIMES = {
    "40 days ago": "2020-01-03", "January 3": "2020-01-03", "January 2015": "2015-01", "a year earlier": "2014-01",
    "the same month": "2017-11", "recent years": "../2020-02-12", "Earlier this year": "2020-01-01/2020-02-12",
    "the 40th day": "2020-02-12", "back then": "2014",
}  # fmt: skip
PLACES = ("Bukamal", "Erbil", "Sinjar", "Dayr al-Zawr Province", "Baghdad", "Tikrit")


def main() -> int:
    """Print what is wrong; the exit code."""
    article = Path(sys.argv[1]) if len(sys.argv) > 1 else ARTICLE
    if not article.is_file():
        print(f"founding example: {article.name} is not there: nothing measured")
        return 0
    record = annotate(read(article, options=ReadOptions(published=When.parse("2020-02-12"))))
    wrong = [*_times(record), *_killing(record), *_tellers(record), *_names(record), *_left_out(record)]
    print(*(f"founding example: {each}" for each in wrong), sep="\n", end="\n" if wrong else "")
    print(f"founding example: {len(wrong)} wrong")
    return 1 if wrong else 0


def _times(record: Record) -> Iterator[str]:
    found = {record.article.quote(time.span): time for time in record.times}
    for words, when in TIMES.items():
        if words not in found or str(found[words].when) != when:
            yield f"{words!r} is {found[words].when if words in found else 'not found'}, not {when}"
    earlier, anchor = found.get("a year earlier"), found.get("January 2015")
    if earlier and anchor and earlier.anchor.id != anchor.id:
        yield "'a year earlier' is not counted from 'January 2015'"
    if "stale-deictic" not in [check.kind for check in record.checks]:
        yield "'Earlier this year' is not said to fall after the man's death"


def _killing(record: Record) -> Iterator[str]:
    name = {entity.id: entity.known_as or entity.name for entity in record.entities}
    first = next((event for event in record.events if record.article.quote(event.span) == "killed"), None)
    if first is None:
        yield "the killing is not found"
        return
    told = (
        first.kind, str(first.when), name.get(first.place or ""), first.told_in,
        *(name.get(role.entity or "") for role in first.roles),
    )  # fmt: skip
    if told != ("ASSAULT", "2020-01-03", "Baghdad", "s0", "United States", "Qasem Soleimani"):
        yield f"the killing is told as {told}"
    chain = {record.article.quote(event.span) for event in record.events if first.id in (event.id, event.same_as)}
    if not chain >= {"killed", "assassinated", "martyred", "drone strike", "assassinating"}:
        yield f"the killing is told in {sorted(chain)}"


def _tellers(record: Record) -> Iterator[str]:
    name = {entity.id: entity.name for entity in record.entities}
    said = [
        (name.get(each.medium or ""), len(each.content), str(each.said))
        for each in record.statements
        if name.get(each.speaker or "") == "Masoud Barzani"
    ]
    if said != [("Sky News Arabic", 1, "2014"), ("Sky News Arabic", 1, "2014"), (None, 1, "2014")]:
        yield f"Barzani is quoted as {said}"
    if any("Zarif" in (name.get(each.speaker or "") or "") for each in record.statements):
        yield "Zarif is made to speak"
    kinds = {
        record.article.quote(part): (each.source_kind, each.speaker)
        for each in record.statements
        for part in (*each.source, *each.cue)
    }
    for words, kind in (
        ("the head of Iraq’s Badr Organization", "office"),
        ("Several reports", "unnamed"),
        ("are believed", "unnamed"),
    ):
        if kinds.get(words) != (kind, None):
            yield f"{words!r} is {kinds.get(words)}, not a source that is {kind}"


def _names(record: Record) -> Iterator[str]:
    by_words = {record.article.quote(mention.span): mention.entity for mention in record.mentions}
    entities = {entity.id: entity for entity in record.entities}
    groups = {by_words.get(words) for words in ("Daesh", "ISIL", "the terrorist group")}
    if len(groups) != 1 or None in groups or entities[groups.pop() or ""].kind != "armed_group":
        yield "Daesh, ISIL and the terrorist group are not one armed group"
    if sum("Soleimani" in entity.name for entity in record.entities) != 1:
        yield "Soleimani is not one person"
    for words in PLACES:
        entity = entities.get(by_words.get(words) or "")
        if entity is None or entity.kind != "place":
            yield f"{words} is {entity.kind if entity else 'not found'}, not a place"


def _left_out(record: Record) -> Iterator[str]:
    told = [record.article.quote(block.span) for block in record.article.told()]
    for words in ("Send To Friend", "Qassem Soleimani was a peace champion", "congratulates Ayatollah Khamenei"):
        if any(words in block for block in told):
            yield f"{words!r} is read as the article's own"


if __name__ == "__main__":
    sys.exit(main())
