"""What the encoder reads, brought together with what the rules read.

Where both find an attribution, the rules say how far the content reaches, since they know the marks and the clauses, and which
act it is; the encoder says who the source is, unless it is the verb's own subject. What only the encoder finds is told where it
is sure enough, or gives a quotation its speaker; of what is told within another's words only the rules speak. `because` names both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.annotate.attributions import Attribution
from dateline.annotate.statements.drafts import Draft, Sentences
from dateline.annotate.statements.quoting import Quoting, Told
from dateline.languages.speech import CueRule
from dateline.text.span import Evidence, Span

BY = "models/encoder"
# Tried on PolNeAR dev: half overlap of contents 77.6 at 0.7, 77.7 at 0.75, 77.5 at 0.8 and 0.85, where a part of the indirect is lost.
LEAST = 0.75
LEAST_OF_NOUNS = 0.93
LEAST_OF_KNOWN = (
    0.5  # of a verb that the rules know to take a quotation, with a source: the parse went astray, not the encoder
)
_VERBS = frozenset({"VERB", "AUX"})
_SAME_CONTENT = 0.5  # shared characters, as a part of both contents together: above it the two tell the same
_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_EMPTY = frozenset({"DET", "PUNCT", "ADP", "PART", "CCONJ", "SPACE"})
_OPEN_PIECES = 64  # contents that begin before a cue and are looked at; no paragraph has as many
_SHELF = 400  # characters of text whose statements are looked through together


def with_learned(here: Sentences, quoting: Quoting, told: Sequence[Told], found: Sequence[Attribution]) -> list[Told]:
    """What the rules tell, with the encoder's sources; then what only the encoder tells, in text order."""
    shelves = _Shelves(told)
    kept: list[Told] = list(told)
    read: dict[Attribution, int] = {}
    for same in (
        _same_cue,
        _same_content,
    ):  # all cues before any content: what is told within shares words with its frame
        for attribution in found:
            if attribution in read:
                continue
            match = next((at for at in shelves.near(attribution) if same(kept[at].draft, attribution)), None)
            if match is not None:
                read[attribution] = match
                kept[match] = _seconded(here, kept[match], attribution)
    for one in _outermost(found):
        sure = one.score >= _least(here, one) or bool(quoting.free_in(one.content))
        new = _told(here, quoting, one) if one not in read and sure else None
        if new is not None:
            read[one] = len(kept)
            kept.append(new)
    for attribution, host in read.items():
        # "He told them to "go home" and then "wait there"": the second has no cue of its own
        free = quoting.free_in(attribution.content)
        if free:
            kept[host] = quoting.with_quotations(kept[host], free)
    return kept


class _Shelves:
    """Statements by the stretches of text that their cues and contents touch, so that no pair far apart is compared."""

    def __init__(self, told: Sequence[Told]) -> None:
        self._on: dict[int, list[int]] = {}
        for index, each in enumerate(told):
            for shelf in _touched((*each.draft.cue, *each.draft.content)):
                self._on.setdefault(shelf, []).append(index)

    def near(self, attribution: Attribution) -> Iterator[int]:
        """Those that may tell the same: of the same cue first."""
        seen: set[int] = set()
        for shelf in (*_touched(attribution.cue), *_touched(attribution.content)):
            for index in self._on.get(shelf, ()):
                if index not in seen:
                    seen.add(index)
                    yield index


def _touched(spans: Sequence[Span]) -> list[int]:
    return [shelf for span in spans for shelf in {span.start // _SHELF, span.end // _SHELF}]


def _same_cue(draft: Draft, attribution: Attribution) -> bool:
    return any(ours.overlaps(theirs) for ours in draft.cue for theirs in attribution.cue)


def _same_content(draft: Draft, attribution: Attribution) -> bool:
    """They tell the same by other words of saying."""
    shared = _shared(draft.content, attribution.content)
    both = sum(map(len, draft.content)) + sum(map(len, attribution.content))
    return 2 * shared > _SAME_CONTENT * both


def _shared(left: Sequence[Span], right: Sequence[Span]) -> int:
    """Characters that both hold."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in left for b in right)


def _outermost(found: Sequence[Attribution]) -> list[Attribution]:
    """Those whose cue stands in no other's content."""
    pieces = sorted((part.start, part.end, at) for at, one in enumerate(found) for part in one.content)
    kept = []
    for at, one in sorted(enumerate(found), key=lambda pair: pair[1].cue[0].start):
        cue = one.cue[0]
        before = pieces[: bisect_left(pieces, (cue.start + 1, 0, 0))][-_OPEN_PIECES:]
        if not any(end >= cue.end and owner != at for _, end, owner in before):
            kept.append(one)
    return kept


def _seconded(here: Sentences, told: Told, attribution: Attribution) -> Told:
    """The rule's statement with the encoder's source."""
    draft = told.draft
    note = f"reads the same, likely {attribution.score:.2f}"
    head, spans = _read(here, attribution, draft.anchor)
    other = not any(ours.overlaps(theirs) for ours in draft.source_spans for theirs in spans)
    if (
        head is not None
        and other
        and not _names_its_source(here, draft)
        and draft.note != "fixed phrase"
        and _same_cue(draft, attribution)
    ):
        if draft.source_spans:
            note += "; its source stands for that of the rule"
        draft = replace(draft, source=head, source_spans=spans, unnamed=False)
    if (
        told.manner == "reported" and not draft.clause and attribution.score >= 0.9
    ):  # how far an object goes the parse knows less well than the encoder
        draft = replace(draft, content=attribution.content)
    return replace(told, draft=draft, also=Evidence(BY, note))


def _names_its_source(here: Sentences, draft: Draft) -> bool:
    """The source is the subject of the very verb of saying, or the body before a noun; where the encoder differed it was wrong."""
    if draft.source is None:
        return False
    token = here.tree.tokens[draft.source]
    if token.dep == "nsubjpass":  # "Ali Hassan was quoted by the agency as saying"
        return True
    return token.dep in ("nsubj", "compound") and token.head == draft.anchor


def _least(here: Sentences, attribution: Attribution) -> float:
    """How sure it must be: more so of a noun that is said to tell a thing, "the list of names", than of a verb and a clause."""
    anchor = here.tree.head_of(attribution.cue[0])
    rule = _rule_of(here, anchor) if anchor is not None and attribution.source else None
    if rule is not None and "quote" in rule.takes:
        return LEAST_OF_KNOWN
    told = any(here.tree.tokens[at].pos in _VERBS for part in attribution.content for at in here.tree.between(part))
    verb = any(here.tree.tokens[at].pos in _VERBS for part in attribution.cue for at in here.tree.between(part))
    return LEAST if told or verb else LEAST_OF_NOUNS


def _told(here: Sentences, quoting: Quoting, attribution: Attribution) -> Told | None:
    draft = _draft(here, attribution)
    if draft is None or quoting.quotation_at(attribution.cue[0].start) is not None:
        return None
    return quoting.merged(draft, [each for each in quoting.outer if any(map(each.span.overlaps, draft.content))])


def _draft(here: Sentences, attribution: Attribution) -> Draft | None:
    """A draft of what the encoder alone reads; act, doubt and certainty are those of the cue's word, if a rule knows it."""
    anchor = here.tree.head_of(attribution.cue[0])
    if anchor is None:
        return None
    source, spans = _source(here, attribution, anchor)
    rule = _rule_of(here, anchor)
    return Draft(
        anchor=anchor,
        by=BY,
        note=f"likely {attribution.score:.2f}",
        cue=attribution.cue,
        source=source,
        source_spans=spans,
        content=_from_its_start(here, attribution, anchor) if rule is not None else _filled(here, attribution.content),
        act=rule.act if rule is not None else "statement",
        doubt=rule.doubt if rule is not None else "neutral",
        certainty=rule.certainty if rule is not None else "certain",
        negated=here.tree.is_negated(anchor),
        quotes=True,
        clause=True,
        unnamed=source is None,
    )


def _source(here: Sentences, attribution: Attribution, cue: int) -> tuple[int | None, tuple[Span, ...]]:
    """Head and spans of the source: the encoder's, else the subject that the parse gives the verb of saying."""
    tree = here.tree
    if here.in_class("impersonal", cue) or _is_empty(here, cue):
        return None, ()
    if attribution.source:
        return _read(here, attribution, cue)
    subject = tree.agent(cue) if tree.is_passive(cue) else tree.subject(cue)
    if subject is None or here.is_endless(cue) or tree.tokens[subject].pos not in ("NOUN", "PROPN", "PRON"):
        return None, ()
    before, after = (cue, None) if subject < cue else (None, cue)
    phrase = tree.span(here.noun_phrase(subject, before, after))
    told = (*_filled(here, attribution.content), *attribution.cue)
    if tree.tokens[subject].tag in ("EX", "WDT") or any(phrase.overlaps(part) for part in told):
        return None, ()
    return subject, (phrase, *here.named_again(cue, (phrase,)))


def _read(here: Sentences, attribution: Attribution, cue: int) -> tuple[int | None, tuple[Span, ...]]:
    """Head and spans of the encoder's source; in a relative clause right behind a noun phrase it is that phrase.

    "The panel told the paper, which reported": of that clause the parse knows better than the encoder who speaks.
    """
    again = here.named_again(cue, ())
    if again and not here.is_endless(cue):
        tree = here.tree
        noun = tree.tokens[cue].head
        phrase = here.noun_phrase(noun, before=bisect_left(here.starts, again[0].start))
        gap = range(phrase[-1] + 1, bisect_left(here.starts, again[0].start))
        if tree.tokens[cue].dep == "relcl" and all(tree.tokens[at].pos == "PUNCT" for at in gap):
            return noun, (tree.span(phrase), *again)
    head = here.tree.head_of(attribution.source[0], _NOUNS) if attribution.source else None
    if head is None:
        return None, ()
    return head, (*attribution.source, *here.named_again(cue, attribution.source))


def _is_empty(here: Sentences, cue: int) -> bool:
    """The cue's subject is the "it" of "it was clear that", behind which nobody stands."""
    tree = here.tree
    subject = next(iter(tree.children(cue, "nsubj", "expl")), None)
    return subject is not None and here.in_class("empty", subject) and bool(tree.children(cue, "acomp"))


def _filled(here: Sentences, content: Sequence[Span]) -> tuple[Span, ...]:
    """The pieces of a content that say something: an article or a mark alone does not."""
    tokens = here.tree.tokens
    said = [part for part in content if any(tokens[at].pos not in _EMPTY for at in here.tree.between(part))]
    return tuple(said or content)


def _from_its_start(here: Sentences, attribution: Attribution, cue: int) -> tuple[Span, ...]:
    """The content; of a sentence that "..., she said" closes, all that stands before."""
    content, tokens = _filled(here, attribution.content), here.tree.tokens
    sentence = here.range_of(cue)
    behind = bisect_left(here.starts, min((*attribution.source, *attribution.cue)).start)
    told = [at for at in range(sentence.start, behind) if tokens[at].pos != "PUNCT"]
    if not told or here.is_endless(cue) or len(content) != 1 or tokens[behind - 1].text != ",":
        return content
    whole = Span(tokens[told[0]].span.start, tokens[told[-1]].span.end)
    return (whole,) if whole.holds(content[0]) else content


def _rule_of(here: Sentences, anchor: int) -> CueRule | None:
    """The rule that knows the cue's word: of several the one that takes a quotation or a clause, "told" before "told to"."""
    token, words = here.tree.tokens[anchor], here.words
    table = words.nouns if token.pos == "NOUN" else words.verbs
    known = [wording.rule for wording in table.get(token.lemma, ()) if not wording.rest]
    return min(known, key=lambda rule: ("quote" not in rule.takes, "clause" not in rule.takes), default=None)
