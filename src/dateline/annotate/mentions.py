"""From tokens back to mentions: whom does the head of this noun phrase name? The layers above the names ask it here.

Of nested mentions ("Iraq" within "Iraq's Badr Organization") the innermost that covers the token answers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from dateline.annotate.tree import Tree
from dateline.text.naming import Entity, EntityKind, Mention
from dateline.text.record import Record
from dateline.text.span import Span

# What a name hangs on its title or its class by: "President | Obama", "the city | of Tikrit", "the group, | Daesh".
_NAMING = ("compound", "appos", "nmod", "amod")


class Mentions:
    """The mentions of one record by token. Built once per layer; every question is a look-up."""

    def __init__(self, record: Record) -> None:
        self._entities = {entity.id: entity for entity in record.entities}
        self._of_token: list[Mention | None] = [None] * len(record.tokens)
        self._starts = [token.span.start for token in record.tokens]
        self._ends = [token.span.end for token in record.tokens]
        for mention in sorted(record.mentions, key=lambda each: -len(each.span)):  # the inner one is written last
            for position in self._positions(mention.span):
                self._of_token[position] = mention

    def at_token(self, position: int) -> Mention | None:
        """The mention that covers the token at that position."""
        return self._of_token[position]

    def of_phrase(self, tree: Tree, head: int) -> Mention | None:
        """Whom the noun phrase of that head names: the head's own mention, else that of a name standing with a bare title.

        "spokesman Ali Hassan" parsed with "spokesman" as head still gives Ali Hassan; "Iran's minister" gives nobody.
        """
        own = self.at_token(head)
        if own is not None:
            return own
        after = [kid for kid in tree.children(head, *_NAMING) if kid > head]
        found = (self.at_token(kid) for kid in after)
        return next((mention for mention in found if mention is not None and mention.form == "name"), None)

    def entity(self, mention: Mention | None) -> Entity | None:
        """The entity that the mention stands for, None where there is no mention or nobody knows."""
        return None if mention is None or mention.entity is None else self._entities.get(mention.entity)

    def kind(self, id: str | None) -> EntityKind | None:
        """The kind of the entity of that id."""
        entity = self._entities.get(id or "")
        return entity.kind if entity is not None else None

    def _positions(self, span: Span) -> range:
        """Positions of the tokens that overlap the span: two binary searches."""
        first = bisect_right(self._ends, span.start)
        return range(first, bisect_left(self._starts, span.end, first))
