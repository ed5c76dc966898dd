"""Loaded words: which words judge, praise, frighten or veil, whom they are about, and in whose statement they stand.

Forms are looked up token by token, the longest first; the parse says whom the word is about. Nothing here knows a party.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from dateline.annotate.mentions import Mentions
from dateline.annotate.passives import find_passives
from dateline.annotate.tellers import tellers
from dateline.annotate.tree import Tree
from dateline.languages import word_list
from dateline.languages.events import event_words
from dateline.languages.figures import figure_words
from dateline.languages.wording import LoadedWord, LoadedWords, loaded_words
from dateline.text.happening import Event
from dateline.text.naming import Entity
from dateline.text.record import Record
from dateline.text.span import Evidence
from dateline.text.telling import Wording

_PARTS = {
    "verb": frozenset({"VERB", "AUX"}),
    "noun": frozenset({"NOUN", "PROPN"}),
    "adjective": frozenset({"ADJ", "ADV"}),
}
_OPENING, _CLOSING = frozenset("\"'“‘«„"), frozenset("\"'”’»“")
_QUOTED = 7  # tokens between two marks that set words apart; longer ones are somebody speaking
_PARTIES = frozenset({"person", "group", "armed_group", "organization", "government", "country"})
_PEOPLE = frozenset({"person", "group", "armed_group", "organization", "government"})


def find_wording(record: Record) -> Record:
    """The record with its loaded words, in text order and never overlapping."""
    if not record.tokens:
        return record
    page = _Page(record)
    found: list[tuple[Wording, int]] = []  # with the head of the noun phrase that it labels
    at = 0
    while at < len(record.tokens):
        match = page.word_at(at)
        if match is None:
            at += 1
            continue
        word, length = match
        found.append(page.wording(word, range(at, at + length)))
        at += length
    passives = find_passives(record, page.tree, page.told_in)
    taken = {offset for wording, _ in found for offset in range(wording.span.start, wording.span.end)}
    words = [*_stacked(found), *(each for each in passives if taken.isdisjoint(range(each.span.start, each.span.end)))]
    return record.having(wording=tuple(sorted(words, key=lambda each: each.span)))


def _stacked(found: list[tuple[Wording, int]]) -> list[Wording]:
    """The words; of those that label one noun, each says how many there are: "a brutal, murderous regime"."""
    counts = Counter(head for _, head in found)
    return [
        replace(word, because=(*word.because, Evidence("wording:stacked", f"{counts[head]} labels on one noun")))
        if head >= 0 and counts[head] > 1
        else word
        for word, head in found
    ]


class _Page:
    """One record as this layer reads it."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.tokens = record.tokens
        self.words: LoadedWords = loaded_words(record.article.language)
        self.tree = Tree(record.tokens)
        self.mentions = Mentions(record)
        self.lower = [token.text.lower().replace("’", "'") for token in record.tokens]
        self.people = {
            form for form, counts in figure_words(record.article.language).counts.items() if counts == "people"
        }
        self.events = {at: event.id for event in record.events for at in self.tree.between(event.span)}
        self.event_of: dict[str, Event] = {event.id: event for event in record.events}
        self.told_in = tellers(record, self.tree)
        self.before: dict[str, str] = {}  # entry: whom it was last about, for "the regime" after "the Halvern regime"

    def word_at(self, at: int) -> tuple[LoadedWord, int] | None:
        """The entry whose form begins at the token, and how many tokens it takes."""
        for parts, word in self.words.by_first.get(self.lower[at], ()):
            end = at + len(parts)
            if tuple(self.lower[at:end]) != parts or self.tokens[at].sentence != self.tokens[end - 1].sentence:
                continue
            inside = range(at, end)
            if self._fits(word, inside):
                return word, len(parts)
        return None

    def wording(self, word: LoadedWord, inside: range) -> tuple[Wording, int]:
        """The finding for a match, and the noun that it labels; -1 for a word that is no label."""
        span = self.tree.span(inside)
        targets = self._targets(word, inside)
        entities = (self._entity(head) for head in targets)
        entity = next((each for each in entities if each is not None), None) or self._qualified(word, targets)
        note = "; ".join(self.record.article.quote(self.tree.phrase(head)) for head in targets[:1])
        entity = entity or self._doer(word, targets)
        target = entity.id if entity else self._event(targets) or self._said_before(word, targets)
        if target is not None:
            self.before[word.id] = target
        found = Wording(
            id=f"w@{span.start}",
            span=span,
            leaning=word.leaning,
            neutral=word.neutral,
            target=target,
            said_in=self.told_in[inside[0]],
            because=(Evidence(word.id, note, self.tree.phrase(targets[0]) if targets else None),),
        )
        return found, targets[0] if targets and word.target in ("self", "modified") else -1

    def _doer(self, word: LoadedWord, targets: list[int]) -> Entity | None:
        """Who does what the noun tells: "the brigade | committed atrocities", "has caused harm on a tragic scale"."""
        if word.target not in ("self", "modified") or not targets:
            return None
        at, doing = targets[0], word_list(self.record.article.language, "passives", "doing", "verbs")
        for _ in range(8):
            token = self.tokens[at]
            if token.pos == "VERB" and token.lemma in doing:
                subject = self.tree.agent(at) if self.tree.is_passive(at) else self.tree.subject(at)
                return None if subject is None else self._entity(subject)
            if token.dep not in ("dobj", "pobj", "prep", "conj", "nsubjpass") or token.head == at:
                return None
            at = token.head
        return None

    def _said_before(self, word: LoadedWord, targets: list[int]) -> str | None:
        """Whom the same word was last about, where "the" or "this" alone stands before it: "the regime"."""
        if word.target != "self" or not targets:
            return None
        near = self.tree.children(targets[0], "compound", "amod", "nmod", "poss", "prep", "relcl", "acl")
        definite = any(
            self.lower[kid] in word_list(self.record.article.language, "speech/clauses", "phrases", "definite")
            for kid in self.tree.children(targets[0], "det")
        )
        return self.before.get(word.id) if definite and not near else None

    def _qualified(self, word: LoadedWord, targets: list[int]) -> Entity | None:
        """Whose the loaded noun is, where it names nobody: "the Halvern regime", "a haven for the brigade", "its warped plan"."""
        if word.target not in ("self", "modified") or not targets:
            return None
        head = targets[0]
        near = self.tree.children(head, "poss")
        near += self.tree.children(head, "compound", "amod", "nmod")
        near += [goal for preposition, _, goal in self.tree.prepositions(head) if preposition in ("of", "for")]
        found = (self.mentions.entity(self.mentions.at_token(kid)) for kid in near)
        return next((entity for entity in found if entity is not None and entity.kind in _PARTIES), None)

    def _fits(self, word: LoadedWord, inside: range) -> bool:
        """Part of speech, quotation marks, fixed phrases and the kind of target allow the entry here."""
        if len(inside) == 1 and word.part != "any":
            token = self.tokens[inside[0]]
            participle = word.part in ("verb", "adjective") and token.tag in ("VBN", "VBG")
            # Parsers take a rare adjective before a noun for a noun, and a bare noun behind "is" for an adjective.
            mistaken = token.dep == "acomp" if word.part == "noun" else bool(word.only_of) and token.dep == "compound"
            if token.pos not in _PARTS[word.part] and not participle and not mistaken:
                return False
        if word.quoted_only and not self._is_set_apart(inside):
            return False
        if word.only_of and not any(
            {self.lower[head], self.tokens[head].lemma.lower()} & word.only_of for head in self._targets(word, inside)
        ):
            return False
        if self._in_name(inside) or any(self._in_phrase(phrase, inside) for phrase in word.phrases):
            return False
        return not word.of_people or any(self._is_people(head) for head in self._targets(word, inside))

    def _in_name(self, inside: range) -> bool:
        """The match is part of a longer name: "Patriot missile", "Martyrs' Square", "Great Britain"."""
        mention = self.mentions.at_token(inside[0])
        if mention is None or mention.form != "name":
            return False
        span = self.tree.span(inside)
        return mention.span != span and mention.span.holds(span) and self.tokens[inside[0]].pos == "PROPN"

    def _in_phrase(self, phrase: tuple[str, ...], inside: range) -> bool:
        """The match lies in a phrase that has a plain sense."""
        size = len(phrase)
        for start in range(max(0, inside[-1] - size + 1), inside[0] + 1):
            if tuple(self.lower[start : start + size]) == phrase:
                return True
        return False

    def _is_set_apart(self, inside: range) -> bool:
        """The words stand between two near quotation marks."""
        before = [
            at for at in range(inside[0] - 1, max(-1, inside[0] - _QUOTED), -1) if self.tokens[at].text in _OPENING
        ]
        after = [
            at
            for at in range(inside[-1] + 1, min(len(self.tokens), inside[-1] + _QUOTED))
            if self.tokens[at].text in _CLOSING
        ]
        return bool(before) and bool(after) and after[0] - before[0] <= _QUOTED + len(inside)

    def _targets(self, word: LoadedWord, inside: range) -> list[int]:
        """Heads of the noun phrases that the word may be about, the likeliest first."""
        tree = self.tree
        head = next(
            (at for at in inside if self.tokens[at].head not in inside or self.tokens[at].head == at), inside[0]
        )
        over = self.tokens[head].head
        match word.target:
            case "self":
                return [over if self.tokens[head].dep in ("compound", "amod", "nmod") else head, *self._named_by(head)]
            case "of":
                goals = [goal for preposition, _, goal in tree.prepositions(head) if preposition == "of"]
                return [*goals, *tree.children(head, "poss")]
            case "modified":
                return self._modified(head)
            case "subject":
                verb = over if self.tokens[head].dep in ("acomp", "attr", "oprd", "prep") else head
                subject = tree.agent(verb) if tree.is_passive(verb) else tree.subject(verb)
                return self._of_noun(head) if subject is None else [subject]
            case "object":
                if tree.is_passive(head):
                    subject = tree.subject(head)
                    return [] if subject is None else [subject]
                goals = [goal for _, _, goal in tree.prepositions(head)]
                within = [kid for at in inside for kid in tree.children(at, "dobj", "npadvmod") if kid not in inside]
                return (
                    tree.objects(head)
                    or within
                    or (goals[:1] if self.tokens[head].tag.startswith("VB") else self._of_noun(head))
                )

    def _modified(self, head: int) -> list[int]:
        """The noun of an adjective, or the subject it is said of: "the crack troops", "the plot was sinister"."""
        at = head
        for _ in range(4):
            token = self.tokens[at]
            if token.dep in ("acomp", "attr", "oprd", "advmod") and self.tokens[token.head].pos in ("VERB", "AUX"):
                subject = self.tree.subject(token.head)
                return [] if subject is None else [subject]
            if token.dep in ("amod", "compound", "nmod", "acl", "relcl", "poss"):
                return [token.head]
            if token.dep not in ("conj", "advmod", "npadvmod", "punct"):
                break
            at = token.head
        return [head] if self.tokens[head].pos in ("NOUN", "PROPN") else []

    def _named_by(self, noun: int) -> list[int]:
        """Whom a noun is said of: its apposition, or the subject it is predicated of ("was a hero", "hailed him as a hero")."""
        token, tree = self.tokens[noun], self.tree
        if token.dep == "appos":
            return [token.head]
        if token.dep in ("attr", "oprd"):
            subject = tree.subject(token.head)
            return [*tree.objects(token.head), *([] if subject is None else [subject])][:1]
        if token.dep == "pobj":
            verb = self.tokens[token.head].head
            subject = tree.subject(verb) if tree.is_passive(verb) else None
            predicative = self.lower[token.head] in event_words(self.record.article.language).modality.of("predicative")
            return (tree.objects(verb) or ([] if subject is None else [subject])) if predicative else []
        return tree.children(noun, "appos")

    def _of_noun(self, head: int) -> list[int]:
        """Of a verb's noun ("the neutralising of the gunmen"), or of a word standing before a noun, what it belongs to."""
        goals = [goal for preposition, _, goal in self.tree.prepositions(head) if preposition == "of"]
        return goals or [self.tokens[head].head for _ in (0,) if self.tokens[head].dep in ("amod", "compound", "acl")]

    def _event(self, heads: list[int]) -> str | None:
        """Who did what the noun tells, where it names nobody: "the horrific attacks"; the event where no one is told."""
        told = next((self.events[at] for at in heads if at in self.events), None)
        event = None if told is None else self.event_of[told]
        if event is None:
            return told
        first = self.event_of.get(event.same_as or event.id, event)
        actors = {role.entity for each in (event, first) for role in each.roles if role.role == "actor" and role.entity}
        return actors.pop() if len(actors) == 1 else told

    def _entity(self, head: int) -> Entity | None:
        return self.mentions.entity(self.mentions.of_phrase(self.tree, head))

    def _is_people(self, head: int) -> bool:
        entity = self._entity(head)
        if entity is not None:
            return entity.kind in _PEOPLE
        token = self.tokens[head]
        return token.lemma in self.people or token.label in ("PERSON", "NORP", "ORG") or token.pos == "PRON"
