"""Where a whole article plays: the country of nearly all its places. Events that nothing places nearer happened there.

Where the text has no name for that country but one town of it, its dateline's, the scene is that town. A story that names towns of two countries has no scene, and neither have words, which are said anywhere.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from dateline.annotate.events.reading import PLACES, Reading
from dateline.annotate.events.word import Trigger
from dateline.text.happening import Event
from dateline.text.span import Evidence

_LEAST, _SHARE = 2, 0.6  # names of towns, and how many of them must lie in one country
_OPENING = 3  # characters of the text before a dateline's place, a mark or two
_BY = "events/where:article"
_STATUSES = frozenset({"happened", "ongoing", "possible", "planned"})


def set_scene(reading: Reading, triggers: list[Trigger], events: list[Event]) -> list[Event]:
    """The events with a place of their own or, where nothing gave them one, the country of the article."""
    scene = _scene(reading)
    if scene is None:
        return events
    kinds, note = reading.modality.of("deeds"), Evidence(_BY, reading.entities[scene].name)
    words = reading.modality.of("said_anywhere")
    return [
        replace(event, place=scene, because=(*event.because, note))
        if event.place is None and event.kind in kinds and event.status in _STATUSES and trigger.rule.name not in words
        else event
        for trigger, event in zip(triggers, events, strict=True)
    ]


def _scene(reading: Reading) -> str | None:
    """The id of the country that the article's towns lie in, or of their only one; None where they lie in several.

    Countries and peoples are named as those who act, wherever that is; they count only where no town is named. The place
    that the text opens with, its dateline, counts for as much as the least that is asked for.
    """
    towns: Counter[str] = Counter()
    states: Counter[str] = Counter()
    known: dict[str, str] = {}
    only: dict[str, set[str]] = {}
    for entity in reading.entities.values():
        if entity.kind == "country" and entity.place is not None and entity.place.country:
            known.setdefault(entity.place.country, entity.id)
    for mention in reading.record.mentions:
        named = reading.entities.get(mention.entity or "")
        if named is None or named.kind not in PLACES or mention.form not in ("name", "adjective"):
            continue
        code = named.place.country if named.place is not None else None
        if code:
            only.setdefault(code, set()).add(named.id)
            opens = mention.span.start <= _OPENING
            (states if named.kind == "country" else towns)[code] += _LEAST if opens else 1
    votes = towns or states
    if not votes:
        return None
    code, most = votes.most_common(1)[0]
    if most < _LEAST or most < _SHARE * votes.total():
        return None
    return known.get(code) or (next(iter(only[code])) if len(only[code]) == 1 else None)
