"""Who says so, counted once: articles, then outlets, then origins, then those that are no party to the event.

An origin is who stands at the deep end of a chain of sources, found once however many articles carry it: copies are folded into
what they are copied from, the words of one speaker or one agency are one origin wherever they are printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.knowledge.folding import fold
from dateline.knowledge.names import load_names
from dateline.languages import word_list
from dateline.relate.copies import Copy
from dateline.relate.direction import credits, same_outlet
from dateline.relate.incidents import Incident, language, name_key, names_nobody
from dateline.relate.judgement import Pointer
from dateline.text.happening import Event
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.telling import ROOT, SourceKind, Statement

UNNAMED = "unnamed "  # how the key of a source begins that nobody can ask


@dataclass(frozen=True, slots=True)
class Telling:
    """One mention of the event: in which article, in whose statement, on which characters; `copied` tells where the words came from."""

    article: str
    event: str
    statement: str
    span: Span
    outlet: str | None
    copied: Pointer | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """One who says so: a speaker, a document, or an outlet on its own word. `party`: takes part in the event, or speaks for one who does.

    `checkable` is False for those that nobody can ask: unnamed sources.
    """

    key: str
    name: str
    kind: SourceKind
    party: bool
    tellings: tuple[Telling, ...]

    @property
    def checkable(self) -> bool:
        """It is told who they are."""
        return self.kind not in ("unnamed", "none")


@dataclass(frozen=True, slots=True)
class Sources:
    """Who tells of an event, from the many to the few."""

    articles: tuple[str, ...]
    outlets: tuple[str, ...]
    origins: tuple[Origin, ...]

    @property
    def no_party(self) -> tuple[Origin, ...]:
        """The origins that are no party to the event and can be asked."""
        return tuple(origin for origin in self.origins if not origin.party and origin.checkable)


@dataclass(frozen=True, slots=True)
class Told:
    """What counting needs of all articles: the records by their keys, and of each copied passage, from where it is copied."""

    records: Mapping[str, Record]
    copied: Mapping[str, tuple[tuple[Span, Pointer], ...]]

    @classmethod
    def of(cls, records: Mapping[str, Record], copies: Iterable[Copy]) -> Told:
        """From the copies that were found and not taken back. Of two equal texts, neither the copy, one stands for both."""
        found: dict[str, list[tuple[Span, Pointer]]] = defaultdict(list)
        for copy in sorted(
            copies, key=lambda copy: copy.judgement.verdict != "copied"
        ):  # what we know the way of goes first
            left, right = copy.judgement.left, copy.judgement.right
            if copy.judgement.verdict == "copied" or right < left:
                found[left.article] += [(each.left, right) for each in copy.shared.passages]
            else:
                found[right.article] += [(each.right, left) for each in copy.shared.passages]
        return cls(records, {article: tuple(spans) for article, spans in found.items()})

    def root(self, article: str, span: Span) -> str:
        """The article that the words were first in, as far as it is here; a circle of copies ends where it was entered."""
        seen: list[str] = []
        while article not in seen:
            seen.append(article)
            part = next((each for each in self.copied.get(article, ()) if each[0].holds(span)), None)
            if part is None:
                return article
            article, span = (
                part[1].article,
                _anywhere(self, part[1].article, self.records[seen[-1]].article.quote(span)),
            )
        return min(seen)


def count_sources(group: Sequence[Incident], told: Told) -> Sources:
    """Who tells of the event that the incidents are."""
    parties = {name for incident in group for name in incident.parties}
    heard: dict[str, list[tuple[str, SourceKind, bool, Telling]]] = defaultdict(list)
    for incident in group:
        record = told.records[incident.pointer.article]
        for event in incident.mentions:
            key, name, kind, party, telling = _origin(record, incident.pointer.article, event, told, parties)
            heard[key].append((name, kind, party, telling))
    origins = [
        Origin(key, said[0][0], said[0][1], any(each[2] for each in said), tuple(each[3] for each in said))
        for key, said in heard.items()
    ]
    articles = tuple(dict.fromkeys(incident.pointer.article for incident in group))
    outlets = dict.fromkeys(told.records[article].article.outlet or article for article in articles)
    return Sources(articles, tuple(outlets), tuple(origins))


def source_key(record: Record, statement: Statement) -> tuple[str, str]:
    """What a source is known by in every article, and its name as this one gives it; empty where no source is told.

    The name of a person or body, or else the words, without what they open with: "the interior ministry". A pronoun whose meaning we
    do not know is somebody of this text alone, and is given in quotation marks: "she" here and "she" there are not one.
    """
    speaker = record.entity(statement.speaker)
    if speaker is not None:
        return name_key(speaker), speaker.name
    words = record.article.quote(statement.source[0]) if statement.source else ""
    if words and names_nobody(record, statement.source[0]):
        return f"{UNNAMED}{record.article.id} {fold(words)}", f"“{words}”"
    openers = word_list(language(record), "relate", "source", "openers")
    parts = fold(words).split()
    while parts and parts[0] in openers:
        parts = parts[1:]
    return " ".join(parts), words


def deepest(record: Record, event: Event) -> Statement | None:
    """The innermost statement that tells the event, None where the outlet tells it in its own voice."""
    chain = [each for each in record.chain(event.told_in) if each.manner != "own_voice" and each.id != ROOT]
    named = [each for each in chain if each.speaker or each.source]
    return named[-1] if named else None


def affiliations(record: Record, statement: Statement) -> Iterator[str]:
    """Names that stand beside the speaker's in the words that name the source: "Marit Solvane, the Movement's spokeswoman"."""
    for mention in record.mentions:
        if (
            mention.entity
            and mention.entity != statement.speaker
            and any(part.holds(mention.span) for part in statement.source)
        ):
            entity = record.entity(mention.entity)
            if entity is not None and entity.kind not in ("place", "country", "facility", "person"):
                yield name_key(entity)


def _origin(
    record: Record, key: str, event: Event, told: Told, parties: set[str]
) -> tuple[str, str, SourceKind, bool, Telling]:
    root = told.root(key, event.span)
    copied = Pointer(root) if root != key else None
    telling = Telling(key, event.id, event.told_in, event.span, record.article.outlet, copied)
    statement = deepest(record, event)
    if statement is None:
        name = _own_voice(told.records[root], root)
        return f"outlet {fold(name)}", name, "outlet", fold(name) in parties, telling
    name_here, name = source_key(record, statement)
    beside = set(affiliations(record, statement))
    party = name_here in parties or bool(beside & parties)
    if statement.source_kind in ("unnamed", "none") or not name_here or name_here.startswith(UNNAMED):
        # Nobody can say whether two unnamed sources are one: they are, where their words are a copy, and only there.
        return f"{UNNAMED}{root} {fold(name)}", name, "unnamed", party, telling
    return name_here, name, statement.source_kind, party, telling


def _own_voice(record: Record, key: str) -> str:
    """Whose own voice an article is: the agency's that it credits and no reporter beside it, else its outlet's."""
    article = record.article
    named = credits(article)
    if (
        len(named) == 1
        and (article.outlet is None or not same_outlet(named[0], article.outlet))
        and _is_outlet(named[0])
    ):
        return named[0]
    return article.outlet or key


def _is_outlet(name: str) -> bool:
    """The credit names an outlet that we know, or a short name in capitals as agencies have."""
    known = load_names().find(fold(name), name)
    return (known is not None and known.kind == "outlet") or (name.isupper() and len(name) <= 6)


def _anywhere(told: Told, article: str, words: str) -> Span:
    """Where the words stand in the article; an empty span, which everything at its place holds, if they are not to be found."""
    at = told.records[article].article.text.find(words)
    return Span(max(at, 0), max(at, 0) + (len(words) if at >= 0 else 0))
