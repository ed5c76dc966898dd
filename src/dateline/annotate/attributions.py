"""Who says what, as the encoder reads it: sources, cues and contents from their heads, joined by the links of each cue.

A cue is what makes an attribution: contents and a source go to the cue they are linked to best. What is told inside another
content has no tags of its own; its content is read off the links of its cue.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

import numpy

from dateline.annotate.encode import (
    MOST,
    Found,
    NoEncoder,
    Scores,
    Window,
    best_tags,
    load_encoder,
    mean,
    runs,
    told_spans,
)
from dateline.text.article import Block
from dateline.text.kept import Kept
from dateline.text.span import Span

_KNOWN = Kept(1_000_000)  # characters of blocks read before


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source (none where the text names none), cue and content spans of one attribution, and how likely its cue and content are."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float

    def moved(self, by: int) -> Attribution:
        """The same, so many characters further on."""
        source, cue, content = (
            tuple(Span(span.start + by, span.end + by) for span in spans)
            for spans in (self.source, self.cue, self.content)
        )
        return Attribution(source, cue, content, self.score)


def attributions(text: str, blocks: Iterable[Block]) -> tuple[Attribution, ...] | NoEncoder:
    """The attributions of the told blocks in text order, or why there is no encoder to find them.

    No window lies over two blocks, so a block that was read before, in a wire story that many print, is not read again.
    """
    encoder = load_encoder()
    if isinstance(encoder, NoEncoder):
        return encoder
    spans = told_spans(blocks)
    if sum(len(span) for span in spans) > MOST:  # what of so long a text is read hangs on all that stands before it
        return tuple(found for window in encoder.read(text, spans) for found in join(window))
    words = [text[span.start : span.end] for span in spans]
    known = {each: _KNOWN.find((encoder.session, each)) for each in words}
    new: dict[str, Span] = {}
    for each, span in zip(words, spans, strict=True):
        if known[each] is None:
            new.setdefault(each, span)
    starts, asked = [span.start for span in new.values()], [*new]
    told: list[list[Attribution]] = [[] for _ in asked]
    for window in encoder.read(text, new.values()):
        at = bisect_right(starts, window.pieces[0].start) - 1
        told[at] += [found.moved(-starts[at]) for found in join(window)]
    for each, own in zip(asked, told, strict=True):
        known[each] = own
        _KNOWN.put((encoder.session, each), own, len(each))
    return tuple(found.moved(span.start) for each, span in zip(words, spans, strict=True) for found in known[each])


def forget() -> None:
    """What was read before is read anew."""
    _KNOWN.clear()


def join(window: Window) -> list[Attribution]:
    """The attributions of one window: each content with the cue it is linked to best, each cue with its best source."""
    cues, sources, contents = (window.find(head) for head in ("cue", "source", "content"))
    if not cues:
        return []
    told, within, by_whom = ([window.linked(link, cue) for cue in cues] for link in ("content", "within", "source"))
    taken: list[list[Found]] = [[] for _ in cues]
    for content in contents:
        scored = [(_mean(row, content), -at) for at, row in enumerate(told) if not _holds(content, cues[at])]
        best, at = max(scored, default=(0.0, 0))
        if best > 0:
            taken[-at].append(content)
    found = []
    for cue, inner, whom, mine in zip(cues, within, by_whom, taken, strict=True):
        pieces = mine or _told_within(window, inner, contents)
        if pieces:
            likely = (cue.score + sum(piece.score for piece in pieces) / len(pieces)) / 2
            source = tuple(found.span for found in _best(whom, sources))
            found.append(Attribution(source, (cue.span,), tuple(piece.span for piece in pieces), likely))
    return found


def _holds(content: Found, cue: Found) -> bool:
    return content.first <= cue.first and cue.last <= content.last


def _mean(row: Scores, found: Found) -> float:
    return mean(row[found.first : found.last + 1])


def _best(row: Scores, sources: tuple[Found, ...]) -> list[Found]:
    scored = [(_mean(row, source), -source.first, source) for source in sources]
    scored = [one for one in scored if one[0] > 0]
    return [max(scored, key=lambda one: one[:2])[2]] if scored else []


def _told_within(window: Window, row: Scores, contents: tuple[Found, ...]) -> list[Found]:
    """Content of a cue that stands inside another content, where the links make runs."""
    if not contents or row.max() <= 0:  # no run is worth its beginning
        return []
    tags = best_tags(numpy.stack([numpy.zeros_like(row), row - 3, row], axis=1))
    likely = 1 / (1 + numpy.exp(-row))
    return [
        Found(first, last, window.span(first, last), mean(likely[first : last + 1]))
        for first, last in runs(tags)
        if any(content.first <= first and last <= content.last for content in contents)
    ]
