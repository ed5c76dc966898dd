"""Whom a loaded word is about: from the word by the parse to heads of noun phrases, and from those to who is mentioned there.

Nothing here knows a party, and no words of a language: those stand in `passives.toml`.
"""

from __future__ import annotations

from dateline.annotate.mentions import Mentions
from dateline.annotate.tree import Tree
from dateline.languages import word_list
from dateline.languages.events import event_words
from dateline.languages.wording import LoadedWord
from dateline.text.happening import Event
from dateline.text.naming import Entity
from dateline.text.record import Record

OPENING = frozenset("\"'“‘«„")
_BETWEEN = 4  # tokens between a name and what it is called, its article aside
_NAMING = 20  # tokens from a name back to the verb that calls it so
_PARTIES = frozenset({"person", "group", "armed_group", "organization", "government", "country"})


class Targets:
    """The words of one record, each asked whom it is about."""

    def __init__(self, record: Record, tree: Tree, mentions: Mentions, lower: list[str]) -> None:
        self.record = record
        self.tokens = record.tokens
        self.tree = tree
        self.mentions = mentions
        self.lower = lower
        self.events = {at: event.id for event in record.events for at in tree.between(event.span)}
        self.event_of: dict[str, Event] = {event.id: event for event in record.events}

    def heads(self, word: LoadedWord, inside: range) -> list[int]:
        """Heads of the noun phrases that the word may be about, the likeliest first."""
        tree = self.tree
        head = next(
            (at for at in inside if self.tokens[at].head not in inside or self.tokens[at].head == at), inside[0]
        )
        over = self.tokens[head].head
        match word.target:
            case "self":
                noun = over if self.tokens[head].dep in ("compound", "amod", "nmod") else head
                called = self._called(inside[0])
                return [*(self._named_by(noun) if called is None else [called]), noun]
            case "of":
                goals = [goal for preposition, _, goal in tree.prepositions(head) if preposition == "of"]
                return [*goals, *tree.children(head, "poss")]
            case "modified":
                called = None if self.tokens[head].dep in ("amod", "compound") else self._called(inside[0])
                return self._modified(head) if called is None else [called]
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
                    [goal for goal in tree.objects(head) if goal not in inside]
                    or within
                    or (goals[:1] if self.tokens[head].tag.startswith("VB") else self._of_noun(head))
                )

    def _modified(self, head: int) -> list[int]:
        """The noun of an adjective, or whom it is said of: "the crack troops", "the plot was sinister", "called them naive"."""
        at = head
        for _ in range(4):
            token = self.tokens[at]
            over = self.tokens[token.head]
            if token.dep in ("acomp", "attr", "oprd", "advmod", "prep") and over.pos in ("VERB", "AUX"):
                return self._predicated(at, token.head)
            if token.dep in ("amod", "compound", "nmod", "acl", "relcl", "poss", "prep"):
                return [token.head]
            if token.pos == "VERB" and self.tree.children(at, "aux", "auxpass"):  # "was embarrassing", taken for a verb
                subject = self.tree.subject(at)
                return [] if subject is None else [subject]
            if token.dep not in ("conj", "advmod", "npadvmod", "punct"):
                break
            at = token.head
        return [head] if self.tokens[head].pos in ("NOUN", "PROPN") else []

    def _named_by(self, noun: int) -> list[int]:
        """Whom a noun is said of: its apposition, or the subject it is predicated of ("was a hero", "hailed him as a hero")."""
        tree = self.tree
        for _ in range(4):  # "a liar and a crook": the second is said of whom the first is
            if self.tokens[noun].dep != "conj" or self.tokens[self.tokens[noun].head].pos not in (
                "NOUN",
                "PROPN",
                "ADJ",
            ):
                break
            noun = self.tokens[noun].head
        token = self.tokens[noun]
        if token.dep == "appos":
            return [token.head]
        if token.dep in ("attr", "oprd", "acomp"):
            return self._predicated(noun, token.head)
        if token.dep == "pobj":
            verb = self.tokens[token.head].head
            subject = tree.subject(verb) if tree.is_passive(verb) else None
            predicative = self.lower[token.head] in event_words(self.record.article.language).modality.of("predicative")
            return (tree.objects(verb) or ([] if subject is None else [subject])) if predicative else []
        return tree.children(noun, "appos")

    def _called(self, first: int) -> int | None:
        """Whom a verb of naming calls so, by the order of words alone: parsers lose "called | Oslo a haven and Rome a jungle".

        The name ends right before the word, its article and what stands between the two.
        """
        language, sentence = self.record.article.language, self.tokens[first].sentence
        articles = word_list(language, "passives", "naming", "articles")
        at = first - 1
        while at > max(0, first - _BETWEEN) and (self.tokens[at].pos == "ADJ" or self.tokens[at].text in OPENING):
            at -= 1
        at -= self.lower[at] in articles
        mention = self.mentions.at_token(at) if at >= 0 else None
        if mention is None or mention.form == "adjective" or self.tokens[at].sentence != sentence:
            return None
        verbs = word_list(language, "passives", "naming", "verbs")
        for before in range(at - 1, max(-1, at - _NAMING), -1):
            if self.tokens[before].sentence != sentence:
                break
            if self.tokens[before].pos == "VERB":
                return at if self.tokens[before].lemma in verbs else None
        return None

    def _predicated(self, word: int, verb: int) -> list[int]:
        """Whom the verb says the word of: its object in "called him naive", else its subject: "was naive", "was called naive"."""
        named = self.tokens[word].dep == "oprd"
        objects = self.tree.objects(verb) if named or self.tokens[word].dep == "attr" else []
        subject = self.tree.subject(verb) if not named or self.tree.is_passive(verb) else None
        return objects[:1] or ([] if subject is None else [subject])

    def _of_noun(self, head: int) -> list[int]:
        """Of a verb's noun ("the neutralising of the gunmen"), or of a word standing before a noun, what it belongs to."""
        goals = [goal for preposition, _, goal in self.tree.prepositions(head) if preposition == "of"]
        return goals or [self.tokens[head].head for _ in (0,) if self.tokens[head].dep in ("amod", "compound", "acl")]

    def who(self, heads: list[int], noun: int) -> Entity | None:
        """Who it is: whom one of the heads names, else who is, has or does what the labelled noun tells (-1: it is no label)."""
        named = next((entity for entity in map(self.entity, heads) if entity is not None), None)
        named = named or self._said_of(noun) or self._qualified(noun) or self._doer(noun)
        return named or next((owner for owner in map(self._owner, heads) if owner is not None), None)

    def _said_of(self, noun: int) -> Entity | None:
        """Who is what the noun tells: "Assad, a brutal | ruler", "the brigade is a brutal | gang"."""
        found = (self.entity(at) for at in self._named_by(noun)) if noun >= 0 else ()
        return next((entity for entity in found if entity is not None), None)

    def _doer(self, noun: int) -> Entity | None:
        """Who does what the noun tells: "the brigade | committed atrocities", "has caused harm on a tragic scale"."""
        if noun < 0:
            return None
        at, doing = noun, word_list(self.record.article.language, "passives", "doing", "verbs")
        for _ in range(8):
            token = self.tokens[at]
            if token.pos == "VERB" and token.lemma in doing:
                subject = self.tree.agent(at) if self.tree.is_passive(at) else self.tree.subject(at)
                return None if subject is None else self.entity(subject) or self._owner(subject)
            if token.dep not in ("dobj", "pobj", "prep", "conj", "nsubjpass") or token.head == at:
                return None
            at = token.head
        return None

    def _qualified(self, noun: int) -> Entity | None:
        """Whose the loaded noun is, where it names nobody: "the Halvern regime", "a haven for the brigade", "its warped plan"."""
        if noun < 0:
            return None
        near = self.tree.children(noun, "poss") + self.tree.children(noun, "compound", "amod", "nmod")
        near += [goal for preposition, _, goal in self.tree.prepositions(noun) if preposition in ("of", "for")]
        return next((entity for entity in map(self._party, near) if entity is not None), None) or next(
            (owner for owner in map(self._owner, near) if owner is not None), None
        )

    def _owner(self, noun: int) -> Entity | None:
        """Whose the noun is: "hailed | the union's reversal"."""
        owners = map(self._party, self.tree.children(noun, "poss"))
        return next((entity for entity in owners if entity is not None), None)

    def _party(self, at: int) -> Entity | None:
        """Who is mentioned by the token, if it is somebody."""
        entity = self.mentions.entity(self.mentions.at_token(at))
        return entity if entity is not None and entity.kind in _PARTIES else None

    def entity(self, head: int) -> Entity | None:
        """Whom or what the noun phrase names; "the city of Tikrit" is Tikrit."""
        mention = self.mentions.of_phrase(self.tree, head)
        if mention is None and self.tokens[head].lemma in word_list(
            self.record.article.language, "passives", "places", "nouns"
        ):
            goals = [goal for preposition, _, goal in self.tree.prepositions(head) if preposition == "of"]
            mention = self.mentions.at_token(goals[0]) if goals else None
        return self.mentions.entity(mention)

    def event(self, heads: list[int]) -> str | None:
        """Who did what the noun tells, where it names nobody: "the horrific attacks"; the event where no one is told."""
        told = next((self.events[at] for at in heads if at in self.events), None)
        event = None if told is None else self.event_of[told]
        if event is None:
            return told
        first = self.event_of.get(event.same_as or event.id, event)
        actors = {role.entity for each in (event, first) for role in each.roles if role.role == "actor" and role.entity}
        return actors.pop() if len(actors) == 1 else told
