"""Quotations and the cues they belong to: before, after, put between two parts, or none of their own.

A quotation without a cue that stands alone takes the speaker of the statement before it, and says so. One of a few words that no
cue takes is a scare quote, a title or a nickname: no statement.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.annotate.fates import FEWEST_WORDS, Forms
from dateline.annotate.quotations import Marked
from dateline.annotate.statements.drafts import Draft, Sentences
from dateline.annotate.statements.reported import in_quotation
from dateline.text.article import Article
from dateline.text.span import Evidence, Span
from dateline.text.telling import Manner

_FARTHEST_CUE = 30  # tokens from the end of a quotation to its cue
_LONGEST_SIGNATURE = 10  # tokens: a name and what its bearer is
_SIGNED = re.compile(r"[^\S\n]*\n?[^\S\n]*(?P<dash>[\u2013-\u2015]|--?)[^\S\n]*(?=\w)")
_GOES_ON = frozenset(",?!-\u2014\u2013\u2026")
_ENDS = frozenset(".?!\u2026")


@dataclass(frozen=True, slots=True)
class Told:
    """A draft with its quotations worked in, and how it stands to the statement before it."""

    draft: Draft
    manner: Manner
    continues: int | None = None  # index of the statement whose speaker it takes
    also: Evidence | None = None  # what the encoder adds to it


class Quoting:
    """Matches the quotations of one record to its drafts."""

    def __init__(
        self, article: Article, here: Sentences, quotations: Sequence[Marked], drafts: Sequence[Draft]
    ) -> None:
        self.article, self.here, self.tokens = article, here, here.tree.tokens
        self._forms = Forms(article.text, article.language)
        self.outer = [each for each in quotations if each.depth == 0]
        self._starts = [each.span.start for each in self.outer]
        self._token_starts = [token.span.start for token in self.tokens]
        self._blocks = [block.span.start for block in article.told()]
        self.drafts = sorted(filter(None, map(self._kept_inside, drafts)), key=lambda draft: draft.anchor)
        self._anchors = [draft.anchor for draft in self.drafts]
        self._taken: dict[int, list[Marked]] = {}
        self._free: dict[int, Marked] = {}  # those that no cue took, by their first character
        self._hosts: dict[int, list[int]] = {}
        for index, draft in enumerate(self.drafts):
            self._hosts.setdefault(self.tokens[draft.anchor].sentence, []).append(index)

    def told(self) -> list[Told]:
        """The cues with what they tell. The quotations that none of them takes are free."""
        for quotation in self.outer:
            self._place(quotation)
        found = []
        for index, draft in enumerate(self.drafts):
            told = self.merged(draft, self._taken.get(index, []))
            if told is not None:
                found.append(told)
        return found

    def quotation_at(self, offset: int) -> Marked | None:
        """The outermost quotation that holds the character."""
        at = bisect_right(self._starts, offset) - 1
        return self.outer[at] if at >= 0 and self.outer[at].span.end > offset else None

    def free_in(self, content: Sequence[Span]) -> list[Marked]:
        """The quotations without a cue that stand for the most part in the content."""
        found = []
        for span in content:
            first = max(0, bisect_right(self._starts, span.start) - 1)
            for quotation in self.outer[first : bisect_left(self._starts, span.end)]:
                held = sum(max(0, min(span.end, part.end) - max(span.start, part.start)) for part in quotation.parts)
                if quotation.span.start in self._free and 2 * held > sum(map(len, quotation.parts)):
                    found.append(quotation)
        return found

    def _kept_inside(self, draft: Draft) -> Draft | None:
        around = self.quotation_at(draft.cue[0].start)
        if around is None:
            return draft
        if around.words < FEWEST_WORDS:
            return draft if draft.source is None or not around.span.holds(self.tokens[draft.source].span) else None
        kept = in_quotation(draft, around.parts)
        if kept is None:
            return None
        source = tuple(span for span in kept.source_spans if any(part.holds(span) for part in around.parts))
        if draft.source_spans and (not source or self._is_its_own(draft)):
            return None
        return (
            replace(kept, source=kept.source if source else None, source_spans=source, quotes=False)
            if kept.content
            else None
        )

    def _is_its_own(self, draft: Draft) -> bool:
        """The source is the speaker or the hearer of the quotation: "I think", "you know"."""
        return draft.source is not None and self.here.in_class("own", draft.source)

    # --- which cue takes it

    def _place(self, quotation: Marked) -> None:
        first = bisect_left(self._token_starts, quotation.span.start)
        after = bisect_left(self._token_starts, quotation.span.end)
        if first >= len(self.tokens) or first >= after:
            return
        for index in (
            self._cue_after(quotation, after),
            self._cue_before(quotation, first),
            self._holder(quotation, first, after),
        ):
            if index is not None:
                self._taken.setdefault(index, []).append(quotation)
                return
        if self._is_next_part(quotation, first):
            return
        if quotation.words >= FEWEST_WORDS and self._forms.name(quotation) is None:
            self._free[quotation.span.start] = (
                quotation  # else a scare quote, a title or a nickname: `fates.py` says which
            )

    def _cue_after(self, quotation: Marked, after: int) -> int | None:
        """The cue that follows: `"...," X said`."""
        text, end = self.article.text, quotation.span.end
        last = text[quotation.parts[-1].end - 1]
        following = text[end : end + 1]
        if after >= len(self.tokens) or not (last in _GOES_ON or following in _GOES_ON) or self._new_block(end, after):
            return None
        if self.tokens[after].pos == "CCONJ":
            return None
        index = bisect_left(self._anchors, after)
        while index < len(self.drafts) and self._anchors[index] - after < _FARTHEST_CUE:
            draft = self.drafts[index]
            between = range(after, draft.anchor)
            if any(self.tokens[at].text in _ENDS for at in between):
                return None
            if draft.quotes and draft.note != "fixed phrase":
                reach = self._reach(draft.anchor)
                near = all(at in reach or self.tokens[at].pos in ("PUNCT", "ADV") for at in between)
                return index if near or len(between) <= 4 else None
            index += 1
        return None

    def _cue_before(self, quotation: Marked, first: int) -> int | None:
        """The cue that leads it in: `X said, "..."`, `X: "..."`."""
        if first == 0:
            return None
        before = self.tokens[first - 1]
        colon = before.text.endswith(":")
        index = bisect_left(self._anchors, first) - 1
        while index >= 0 and first - self._anchors[index] < _FARTHEST_CUE:
            draft = self.drafts[index]
            same = self.tokens[draft.anchor].sentence in (self.tokens[first].sentence, before.sentence)
            if not same or any(self.tokens[at].text in _ENDS for at in range(draft.anchor, first - 1)):
                return None
            if draft.quotes and not self._told_between(draft, quotation):
                if self._new_block(self.tokens[draft.anchor].span.end, first) and not colon:
                    return None
                if before.text in (",", ":") or colon or self._only_cue(draft.anchor, first):
                    return index
                return None
            index -= 1
        return None

    def _told_between(self, draft: Draft, quotation: Marked) -> bool:
        """The cue has content of its own between itself and the quotation."""
        cue = self.tokens[draft.anchor].span
        return any(cue.start <= part.start < quotation.span.start - 6 for part in draft.content)

    def _only_cue(self, anchor: int, first: int) -> bool:
        """Only the cue's own phrase, or "that", stands between it and the quotation."""
        reach = self._reach(anchor)
        return all(at in reach and self.tokens[at].pos not in ("VERB", "AUX") for at in range(anchor + 1, first))

    def _reach(self, anchor: int) -> frozenset[int]:
        """The tokens below the cue; its own place alone in a sentence without end."""
        return frozenset([anchor] if self.here.is_endless(anchor) else self.here.tree.subtree(anchor))

    def _holder(self, quotation: Marked, first: int, after: int) -> int | None:
        """The cue whose content the quotation stands in or runs on from."""
        best, size = None, 0
        for sentence in {self.tokens[first].sentence, self.tokens[after - 1].sentence}:
            for index in self._hosts.get(sentence, ()):
                draft = self.drafts[index]
                if quotation.span.start <= self.tokens[draft.anchor].span.start < quotation.span.end:
                    continue
                length = sum(len(part) for part in draft.content)
                if any(part.overlaps(quotation.span) for part in draft.content) and (best is None or length < size):
                    best, size = index, length
        return best

    def _is_next_part(self, quotation: Marked, first: int) -> bool:
        """`"...," he said. "..."`: the second sentence goes to the cue between; it is one statement."""
        if (
            first == 0
            or self.tokens[first - 1].text not in _ENDS
            or self._new_block(self.tokens[first - 1].span.start, first)
        ):
            return False
        if not self._alone(quotation, first):
            return False
        for index in self._hosts.get(self.tokens[first - 1].sentence, ()):
            if index in self._taken and self.quotation_at(self.drafts[index].cue[0].start) is None:
                self._taken[index].append(quotation)
                return True
        return False

    def _alone(self, quotation: Marked, first: int) -> bool:
        """It begins a sentence and ends one."""
        opens = (
            first == 0
            or self.tokens[first - 1].text[-1] in (*_ENDS, ":")
            or self._new_block(self.tokens[first - 1].span.end, first)
        )
        after = bisect_left(self._token_starts, quotation.span.end)
        last = self.article.text[quotation.parts[-1].end - 1]
        closes = last in _ENDS or after >= len(self.tokens) or self._new_block(quotation.span.end, after)
        if not closes and after < len(self.tokens):
            closes = self.tokens[after].text in _ENDS
        return opens and closes

    def _new_block(self, offset: int, token: int) -> bool:
        """A block begins between the character and the token."""
        return self._block_of(offset) != self._block_of(self.tokens[token].span.start)

    def _block_of(self, offset: int) -> int:
        return bisect_right(self._blocks, offset)

    # --- what it then tells

    def merged(self, draft: Draft, quotations: Sequence[Marked]) -> Told | None:
        """The draft with the words of its quotations; None where it tells nothing."""
        if not quotations:
            return Told(draft, "reported") if draft.content else None
        parts = tuple(part for quotation in quotations for part in quotation.parts)
        marked = tuple(quotation.span for quotation in quotations)
        own = [span for span in draft.content if self._has_words(span, marked)]
        if not own:
            return Told(replace(draft, content=parts, note="quotation", quoted=marked), "quoted")
        content = _joined([*own, *(part for part in parts)], self.article.text)
        return Told(replace(draft, content=content, quoted=marked), "mixed")

    def with_quotations(self, told: Told, free: Sequence[Marked]) -> Told:
        """The statement with quotations that no cue took. They are free no longer."""
        parts = (part for quotation in free for part in quotation.parts)
        content = _joined([*told.draft.content, *parts], self.article.text)
        quoted = (*told.draft.quoted, *(quotation.span for quotation in free))
        manner: Manner = "mixed" if told.manner == "reported" else told.manner
        for quotation in free:
            del self._free[quotation.span.start]
        return replace(told, draft=replace(told.draft, content=content, quoted=quoted), manner=manner)

    def _has_words(self, span: Span, marked: Sequence[Span]) -> bool:
        """Words other than the clause's "that" stand in the span and outside the quotations."""
        first, last = bisect_left(self._token_starts, span.start), bisect_left(self._token_starts, span.end)
        return any(
            self.tokens[at].pos not in ("PUNCT", "SCONJ", "CCONJ", "SYM")
            and not any(mark.start <= self.tokens[at].span.start < mark.end for mark in marked)
            for at in range(first, last)
        )

    # --- quotations without a cue

    def with_free(self, told: Sequence[Told]) -> list[Told]:
        """Each free quotation after the statement it follows; its speaker is taken over where it stands alone."""
        ends = sorted(
            (max(part.end for part in (*each.draft.content, *each.draft.cue)), index) for index, each in enumerate(told)
        )
        keys = [end for end, _ in ends]
        found = list(told)
        added: list[tuple[int, int]] = []
        for quotation in self._free.values():
            first = bisect_left(self._token_starts, quotation.span.start)
            signed = self._signed(quotation)
            if signed is not None:
                found.append(Told(signed, "quoted"))
                added.append((quotation.span.end, len(found) - 1))
                continue
            at = bisect_right(keys, quotation.span.start) - 1
            candidates = [ends[at]] if at >= 0 else []
            candidates += [added[-1]] if added else []
            before = max(candidates, default=None)
            leader = None
            if (
                before is not None
                and self._alone(quotation, first)
                and self._follows(found[before[1]], before[0], quotation)
            ):
                leader = before[1]
            found.append(
                Told(
                    self._without_cue(quotation, first, found[leader].draft if leader is not None else None),
                    "quoted",
                    leader,
                )
            )
            added.append((quotation.span.end, len(found) - 1))
        return found

    def _signed(self, quotation: Marked) -> Draft | None:
        """A dash and a name close its line: `"..." - Ali Hassan, baker`."""
        text, tokens, end = self.article.text, self.tokens, quotation.span.end
        dash = _SIGNED.match(text, end)
        if dash is None:
            return None
        line = text.find("\n", dash.end())
        first = bisect_left(self._token_starts, dash.end())
        after = bisect_left(self._token_starts, line if line >= 0 else len(text))
        name = range(first, after)
        if not 0 < len(name) <= _LONGEST_SIGNATURE or tokens[first].pos != "PROPN":
            return None
        if any(tokens[at].pos in ("VERB", "AUX", "PRON") or tokens[at].text in _ENDS for at in name[:-1]):
            return None
        last = name[-1] if tokens[name[-1]].pos != "PUNCT" else name[-2]
        head = next((at for at in name if tokens[at].head not in name), first)
        return Draft(
            anchor=bisect_left(self._token_starts, end),
            by="statements:signed",
            note="a dash and a name close the line",
            cue=(Span(*dash.span("dash")),),
            source=head,
            source_spans=(Span(tokens[first].span.start, tokens[last].span.end),),
            content=quotation.parts,
            quotes=True,
            quoted=(quotation.span,),
        )

    def _follows(self, before: Told, end: int, quotation: Marked) -> bool:
        """It stands in the next sentence, or is the next paragraph, after a statement that ends one."""
        if not before.draft.quoted and self.quotation_at(before.draft.cue[0].start) is not None:
            return False
        gap = self.article.text[end : quotation.span.start]
        if before.manner == "reported" and "\n" in gap:
            return False
        return self._block_of(quotation.span.start) - self._block_of(end) <= 1 and not any(
            token.isalnum() for token in gap.replace("\n", " ")
        )

    def _without_cue(self, quotation: Marked, first: int, before: Draft | None) -> Draft:
        return Draft(
            anchor=first,
            by="statements:continued" if before else "statements:unattributed",
            note="a quotation without a cue: the speaker of the statement before"
            if before
            else "a quotation that nobody is named for",
            cue=(),
            source=before.source if before else None,
            source_spans=before.source_spans if before else (),
            content=quotation.parts,
            quotes=True,
            unnamed=before.unnamed if before else False,
            quoted=(quotation.span,),
        )


def _joined(spans: list[Span], text: str) -> tuple[Span, ...]:
    """The spans in order; those that overlap or have only marks and blanks between them become one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and (
            span.start <= found[-1].end or not any(sign.isalnum() for sign in text[found[-1].end : span.start])
        ):
            found[-1] = found[-1].union(span)
        else:
            found.append(span)
    return tuple(found)
