"""What every part of the events layer asks of a record: the tree, whose words a token is, which block it stands in.

Built once an article, in linear time; each question is a look-up after that.
"""

from __future__ import annotations

import re

from dateline.annotate.mentions import Mentions
from dateline.annotate.tellers import tellers
from dateline.annotate.tree import Tree
from dateline.languages.events import EventWords
from dateline.text.happening import TimeExpression
from dateline.text.naming import Entity
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.telling import Statement
from dateline.text.token import Token

_SCORE = re.compile(r"\d{1,2}[-–]\d{1,2}")
PLACES = frozenset({"place", "country", "facility"})
PARTIES = frozenset({"person", "organization", "armed_group", "government", "outlet", "group", "country"})
LIST = 60  # conjuncts of one role that are kept; nobody reads on, and a list of thousands is no sentence


class Reading:
    """One record as the events layer reads it. Positions are indexes into `tokens`."""

    def __init__(self, record: Record, words: EventWords) -> None:
        self.record = record
        self.words = words
        self.modality = words.modality
        self.tokens: tuple[Token, ...] = record.tokens
        self.tree = Tree(record.tokens)
        self.lower = [token.text.lower() for token in record.tokens]
        self._forms = [(token.lemma, word) for token, word in zip(record.tokens, self.lower, strict=True)]
        self.mentions = Mentions(record)
        self.entities: dict[str, Entity] = {entity.id: entity for entity in record.entities}
        self.statements: dict[str, Statement] = {statement.id: statement for statement in record.statements}
        self.told_in = tellers(record, self.tree)
        self.cues = frozenset(
            position
            for statement in record.statements
            for span in statement.cue
            for position in self.tree.between(span)
        )
        self.blocks = self._blocks()
        self.times_in = self._times()
        self.time_heads = frozenset(head for times in self.times_in.values() for head, _ in times)
        self.places_in = self._places()
        self.games = self._games()

    def lemma(self, position: int) -> str:
        """The token's dictionary form."""
        return self.tokens[position].lemma

    def forms(self, position: int) -> tuple[str, str]:
        """The token's dictionary form and its own, in lower case: the parser errs on either."""
        return self._forms[position]

    def entity_of(self, head: int) -> Entity | None:
        """The entity that a noun phrase names; "the city of Tikrit" is Tikrit, whichever city was told of last."""
        own = self.mentions.at_token(head)
        held = self.mentions.entity(own) if own is not None and own.form == "nominal" else None
        if (held is not None and held.kind == "place") or (
            own is None and self.lemma(head) in self.modality.of("sites")
        ):
            for preposition, _, goal in self.tree.prepositions(head):
                named = self.mentions.at_token(goal)
                entity = self.mentions.entity(named)
                known = named is not None and named.form == "name" and entity is not None and entity.kind == "place"
                if preposition == "of" and known:
                    return entity
        return self.mentions.entity(self.mentions.of_phrase(self.tree, head))

    def in_name(self, position: int) -> bool:
        """The token is part of a name of several words, or of a name that the text has an entity for."""
        mention = self.mentions.at_token(position)
        return mention is not None and mention.form == "name"

    def block_kind(self, position: int) -> str:
        """The kind of block that the token stands in."""
        block = self.blocks[position]
        return self.record.article.blocks[block].kind if block >= 0 else "paragraph"

    def phrase(self, head: int, cut: frozenset[int] = frozenset()) -> Span:
        """The noun phrase without a case mark at its end, and without the phrases of time and those in `cut` that hang on it.

        "the commandos" of "the commandos' raid", "two agents" of "convicted two agents of bribery on Friday".
        """
        inside = self.tree.phrase_positions(head)
        ends = [
            kid for kid in self.tree.children(head, "prep", "npadvmod") if kid > head and self._is_loose(head, kid, cut)
        ]
        if ends:
            inside = [at for at in inside if at < min(ends)]
        while len(inside) > 1 and (self.tokens[inside[-1]].dep == "case" or self.tokens[inside[-1]].pos == "PUNCT"):
            inside.pop()
        while len(inside) > 1 and self.tokens[inside[0]].tag in ("WP", "WDT", "WRB"):
            inside.pop(0)
        return self.tree.span(inside)

    def _is_loose(self, head: int, kid: int, cut: frozenset[int]) -> bool:
        """What the parser hung on the noun belongs to the clause: a time, another role, the place after a name."""
        if kid in cut or self.leads_to_time(kid):
            return True
        return self.tokens[head].pos == "PROPN" and self.lower[kid] in self.modality.of("doubled_places")

    def leads_to_time(self, position: int) -> bool:
        """The token heads a time expression, or is the preposition before one."""
        heads = self.time_heads
        return position in heads or any(kid in heads for kid in self.tree.children(position, "pobj"))

    def aside(self, head: int) -> int | None:
        """The verb of saying that stands between commas behind the time: "In May, she said, they attacked" dates the attack."""
        at = head
        for _ in range(4):
            token = self.tokens[at]
            if token.head == at or token.dep not in ("pobj", "prep", "npadvmod", "advmod", "compound", "nummod"):
                return None
            at = token.head
            if self.tokens[at].tag.startswith("VB"):
                break
        if at not in self.cues or at < head:
            return None
        subject = self.tree.subject(at)
        words = [at] if subject is None else [at, *self.tree.phrase_positions(subject)]
        ends = (min(words) - 1, max(words) + 1)
        return at if all(0 <= end < len(self.lower) and self.lower[end] == "," for end in ends) else None

    def listed(self, head: int) -> list[int]:
        """The noun and the nouns joined to it, as far as a reader would follow."""
        joined = [head]
        for at in joined:
            joined.extend(
                kid
                for kid in self.tree.children(at, "conj")
                if self.tokens[kid].pos in ("NOUN", "PROPN", "PRON", "NUM")
            )
            if len(joined) > LIST:
                return joined[:LIST]
        return joined

    def _blocks(self) -> list[int]:
        found = [-1] * len(self.tokens)
        before = 0
        for number, block in enumerate(self.record.article.blocks):
            inside = self.tree.between(Span(max(block.span.start, before), block.span.end))
            found[inside.start : inside.stop] = [number] * len(inside)
            before = max(before, block.span.end)  # of two blocks that overlap the first keeps its words
        return found

    def _times(self) -> dict[int, list[tuple[int, TimeExpression]]]:
        """By sentence: each dated time expression with the token that heads it."""
        found: dict[int, list[tuple[int, TimeExpression]]] = {}
        for time in self.record.times:
            head = self.tree.head_of(time.span)
            if head is not None:
                found.setdefault(self.tokens[head].sentence, []).append((head, time))
        return found

    def _games(self) -> frozenset[int]:
        """The sentences about a game: two words of sport, one beside a score, or one that nothing else has."""
        signs: dict[int, set[str]] = {}
        sport, sure = self.modality.of("sport"), self.modality.of("surely_sport")
        halves = {words.rpartition(" ")[2] for words in sure if " " in words}
        for position, token in enumerate(self.tokens):
            if token.lemma in sure or (token.lemma in halves and self._is_half(position, sure)):
                signs.setdefault(token.sentence, set()).update((token.lemma, "surely"))
            elif token.lemma in sport:
                signs.setdefault(token.sentence, set()).add(token.lemma)
            elif token.text[:1].isdigit():
                if _SCORE.fullmatch(token.text):
                    signs.setdefault(token.sentence, set()).add("score")
            elif token.text in ("-", "–") and self._is_score(position):
                signs.setdefault(token.sentence, set()).add("score")
        return frozenset(sentence for sentence, words in signs.items() if len(words) > 1)

    def _is_half(self, position: int, sure: frozenset[str]) -> bool:
        """ "in the second half", where nothing is said to be halved."""
        pair = f"{self.tokens[position - 1].lemma} {self.tokens[position].lemma}" if position else ""
        return pair in sure and not any(self.tree.prepositions(position))

    def _is_score(self, dash: int) -> bool:
        sides = (self.tokens[at].text for at in (dash - 1, dash + 1) if 0 <= at < len(self.tokens))
        return all(side.isdigit() and len(side) < 3 for side in sides)

    def _places(self) -> dict[int, list[int]]:
        """By sentence: the head tokens of the names of places."""
        found: dict[int, list[int]] = {}
        for mention in self.record.mentions:
            entity = self.mentions.entity(mention)
            if entity is None or entity.kind not in PLACES or mention.form not in ("name", "nominal"):
                continue
            head = self.tree.head_of(mention.span)
            if head is not None:
                found.setdefault(self.tokens[head].sentence, []).append(head)
        return found
