"""Who says so: the statements of an article. The outlet's own voice is the root over the whole text.

`../quotations.py` finds what stands between marks, `reported.py` and `phrases.py` what the parse and fixed phrases report,
`quoting.py` brings the two together, `sources.py` says who speaks, `chains.py` through whom, to whom, when and within which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.annotate.attributions import attributions
from dateline.annotate.encode import NoEncoder
from dateline.annotate.mentions import Mentions
from dateline.annotate.quotations import find_quotations
from dateline.annotate.statements.chains import MAX_DEPTH, Chains, Circumstances, nesting
from dateline.annotate.statements.drafts import Draft, Sentences
from dateline.annotate.statements.learned import with_learned
from dateline.annotate.statements.phrases import find_adverbs, find_nouns, find_phrases
from dateline.annotate.statements.quoting import Quoting, Told
from dateline.annotate.statements.reported import find_verbs
from dateline.annotate.statements.sources import Sources
from dateline.annotate.tree import Tree
from dateline.languages.speech import speech_words
from dateline.text.record import Record
from dateline.text.span import Evidence, Span
from dateline.text.telling import ROOT, SourceKind, Statement
from dateline.text.when import Grain, When

# Characters between a statement and the one that "he said" goes on from: two paragraphs of news.
GOES_ON = 600
# Told of somebody within another's words, these too say whose word it is: "the attack, which the front has claimed".
_FINDINGS_OF_THEIR_OWN = frozenset({"claim"})


def find_statements(record: Record) -> Record:
    """The record with its statements: the root, then all that the text lets others say, in text order."""
    root = Statement(ROOT, Span(0, len(record.article.text)), "own_voice", within=None, source_kind="outlet")
    if not record.tokens:
        return record.having(statements=(root,))
    here = _sentences(record)
    sources = Sources(here, Mentions(record), record.article.text)
    chains = Chains(here, sources, record.times)
    found = (*find_verbs(here), *find_nouns(here), *find_adverbs(here), *find_phrases(here))
    drafts = [chains.trimmed(draft) for draft in _cited(here, _without_doubles(found), found)]
    quoting = Quoting(record.article, here, find_quotations(record.article), drafts)
    told = quoting.told()
    learned = attributions(record.article.text, record.article.told())
    if isinstance(learned, NoEncoder):
        root = replace(root, because=(Evidence("statements:rules-alone", learned.reason),))
    else:
        told = with_learned(here, quoting, told, learned)
    told = quoting.with_free(told)
    return record.having(statements=(root, *_Writing(here, sources, chains, told, _by_issue(record)).statements()))


def _sentences(record: Record) -> Sentences:
    tokens = record.tokens
    return Sentences(
        tree=Tree(tokens),
        words=speech_words(record.article.language),
        lower=[token.text.lower().replace("’", "'") for token in tokens],
        starts=[token.span.start for token in tokens],
    )


def _by_issue(record: Record) -> When | None:
    """What is printed was said by the day of issue; more nobody says where no day is told."""
    issued = record.article.published.when
    return When(None, issued.last, Grain.DAY) if issued is not None and issued.last is not None else None


def _without_doubles(drafts: Sequence[Draft]) -> list[Draft]:
    """One draft a cue; a noun or an adverb yields to a verb that tells the same content."""
    seen: set[tuple[Span, ...]] = set()
    found = []
    for draft in drafts:
        if draft.content and (draft.content in seen or draft.cue in seen):
            continue
        seen.update(spans for spans in (draft.content, draft.cue) if spans)
        found.append(draft)
    return found


def _cited(here: Sentences, drafts: Sequence[Draft], found: Sequence[Draft]) -> list[Draft]:
    """Who is cited says what the one who cites reports: "the paper, citing two nurses, wrote that the ward was full".

    The statement of the cited stands within that of the citing. Without a clause that is reported, the verb alone is kept.
    """
    hosts: dict[int, Draft] = {}
    for draft in drafts:
        if draft.clause and not draft.medium and draft.content:
            hosts.setdefault(here.tree.tokens[draft.anchor].sentence, draft)
    cited = {}
    for draft in found:
        host = hosts.get(here.tree.tokens[draft.anchor].sentence) if draft.medium else None
        if (
            host is not None
            and host.source != draft.source
            and not any(part.overlaps(draft.cue[0]) for part in host.content)
        ):
            cited[draft.cue] = replace(draft, content=host.content, within=host.anchor)
    kept = [draft for draft in drafts if draft.cue not in cited and not draft.medium]
    return [*kept, *cited.values()]


@dataclass(frozen=True, slots=True)
class _Finished:
    """A told draft with all that is known of it, but for its id and its place in the chain."""

    told: Told
    span: Span
    kind: SourceKind
    speaker: str | None
    around: Circumstances
    because: tuple[Evidence, ...]


class _Writing:
    """Turns what is told into statements: ids, carried occasions, nesting."""

    def __init__(
        self, here: Sentences, sources: Sources, chains: Chains, told: Sequence[Told], by_issue: When | None
    ) -> None:
        self.here, self.sources, self.chains, self.told, self.by_issue = here, sources, chains, told, by_issue

    def statements(self) -> list[Statement]:
        """The statements in text order."""
        finished = self._in_order()
        carried = self._carried(finished)
        spans = [(each.told.draft.cue or each.told.draft.content)[0] for each in finished]
        parents, deeper = nesting(spans, [each.told.draft.content for each in finished])
        for index in deeper:
            said = Evidence("statements:depth", f"told deeper than {MAX_DEPTH} sources; kept on that level")
            finished[index] = replace(finished[index], because=(*finished[index].because, said))
        anchors = {
            each.told.draft.anchor: index for index, each in enumerate(finished) if each.told.draft.within is None
        }
        for index, each in enumerate(finished):
            if each.told.draft.within is not None:
                parents[index] = anchors.get(each.told.draft.within, parents[index])
        ids = _ids([each.span for each in finished])
        kept = [self._is_told(each, parent, finished) for each, parent in zip(finished, parents, strict=True)]
        return [
            self._statement(each, around, ids[index], _within(index, parents, kept, ids), ids)
            for index, (each, around) in enumerate(zip(finished, carried, strict=True))
            if kept[index]
        ]

    def _is_told(self, each: _Finished, parent: int | None, finished: Sequence[_Finished]) -> bool:
        """Something is told; within another's words, by somebody else: "he said the army had denied it".

        What somebody is said to think, plan or say of himself is no further source; words between marks always are told.
        """
        draft = each.told.draft
        if self.sources.hides_a_name(draft) or self.chains.tells_a_day(draft):
            return False
        if parent is None or draft.within is not None or each.around.occasions or draft.quoted:
            return True
        if not draft.source_spans or self.here.in_class("own", draft.source or 0):
            return False
        if not draft.quotes and draft.act not in _FINDINGS_OF_THEIR_OWN:
            return False
        return each.speaker is None or each.speaker != finished[parent].speaker

    def _in_order(self) -> list[_Finished]:
        kinds: dict[int, tuple[SourceKind, str | None]] = {}
        found: list[_Finished] = []
        for index, told in enumerate(self.told):
            draft = told.draft
            if told.continues is not None:
                kind, speaker = kinds[told.continues]
            else:
                kind = self.sources.kind(draft)
                speaker = self.sources.speaker(draft, kind) or self._goes_on(draft, found)
            kinds[index] = kind, speaker
            parts = (*draft.content, *draft.cue, *(draft.source_spans if told.continues is None else ()))
            span = Span(min(part.start for part in parts), max(part.end for part in parts))
            because = (Evidence(draft.by, draft.note), *((told.also,) if told.also is not None else ()))
            found.append(_Finished(told, span, kind, speaker, self.chains.circumstances(draft), because))
        return sorted(found, key=lambda each: (each.span.start, -each.span.end))

    def _goes_on(self, draft: Draft, found: Sequence[_Finished]) -> str | None:
        """Whom "she told the station" goes on to quote: the person who spoke last, if that was just before."""
        if draft.source is None or not draft.content:
            return None
        if self.here.lower[draft.source] not in self.here.words.clauses["personal"]:
            return None
        start = draft.content[0].start
        before = [each for each in found if 0 < start - each.span.start < GOES_ON]
        last = max(before, key=lambda each: each.span.start, default=None)
        return last.speaker if last is not None and self.sources.is_person(last.speaker) else None

    def _carried(self, finished: Sequence[_Finished]) -> list[tuple[Circumstances, int | None]]:
        """Circumstances of each; those of a quotation that directly follows one of the same speaker may come from there.

        Who told something on a day that is named, and goes on with no other day or occasion, still speaks on that day.
        """
        found: list[tuple[Circumstances, int | None]] = []
        spoke: dict[str, int] = {}  # speaker: the last statement with a day of saying
        for index, each in enumerate(finished):
            own = each.around
            if each.speaker is not None and own.said is not None and own.said.single_day:
                spoke[each.speaker] = index
            elif each.speaker in spoke and own.said is None and not own.occasions and each.told.draft.cue:
                before = spoke[each.speaker]
                found.append((replace(own, said=found[before][0].said), before))
                continue
            elif own.occasions and each.speaker is not None:
                spoke.pop(each.speaker, None)
            source = self._occasion_before(finished, found, index) if each.told.manner in ("quoted", "mixed") else None
            if source is None:
                found.append((own, None))
                continue
            earlier = found[source][0]
            found.append(
                (
                    Circumstances(
                        own.medium or earlier.medium, own.addressee, own.said or earlier.said, earlier.occasions
                    ),
                    source,
                )
            )
        return found

    def _occasion_before(
        self, finished: Sequence[_Finished], found: Sequence[tuple[Circumstances, int | None]], index: int
    ) -> int | None:
        each = finished[index]
        if each.around.occasions:
            return None
        before = index - 1
        while before >= 0 and finished[before].span.end > each.span.start:
            before -= 1
        while before >= 0 and any(
            before != other and finished[other].span.holds(finished[before].span)
            for other in range(max(0, before - 4), before)
        ):
            before -= 1
        if before < 0 or not found[before][0].occasions or not self._same_source(finished[before], each):
            return None
        gap = self.sources.text[finished[before].span.end : each.span.start]
        return before if not any(sign.isalnum() for sign in gap) else None

    def _same_source(self, left: _Finished, right: _Finished) -> bool:
        if left.speaker is not None or right.speaker is not None:
            return left.speaker == right.speaker
        heads = [each.told.draft.source for each in (left, right)]
        return None not in heads and self.here.lower[heads[0] or 0] == self.here.lower[heads[1] or 0]

    def _statement(
        self, each: _Finished, carried: tuple[Circumstances, int | None], id: str, within: str, ids: Sequence[str]
    ) -> Statement:
        draft, (around, origin) = each.told.draft, carried
        because = each.because
        if origin is not None:
            because = (
                *because,
                Evidence("statements:occasion", f"no other occasion is told than that of {ids[origin]}"),
            )
        return Statement(
            id=id, span=each.span, manner=each.told.manner, within=within, content=draft.content, source=draft.source_spans,
            speaker=each.speaker, source_kind=each.kind, medium=around.medium, cue=draft.cue, act=draft.act,
            certainty=draft.certainty, negated=draft.negated, doubt=draft.doubt, said=around.said or self.by_issue, addressee=around.addressee,
            because=because,
        )  # fmt: skip


def _within(index: int, parents: Sequence[int | None], kept: Sequence[bool], ids: Sequence[str]) -> str:
    """The id of the nearest statement around it that is kept."""
    at = parents[index]
    while at is not None and not kept[at]:
        at = parents[at]
    return ids[at] if at is not None else ROOT


def _ids(spans: Sequence[Span]) -> list[str]:
    """s@<start>, with a suffix where two statements begin together."""
    count: dict[int, int] = {}
    found = []
    for span in spans:
        count[span.start] = count.get(span.start, 0) + 1
        found.append(f"s@{span.start}" + (f".{count[span.start]}" if count[span.start] > 1 else ""))
    return found
