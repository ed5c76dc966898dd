"""Who a source is: the entity that speaks, and what kind of source that makes. Where the text names nobody, nobody is named."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from dateline.annotate.mentions import Mentions
from dateline.annotate.statements.drafts import Draft, Sentences
from dateline.text.naming import Mention
from dateline.text.telling import SourceKind

_LONGEST_WISH = 40  # characters of "not to be identified by name"


@dataclass(frozen=True, slots=True)
class Sources:
    """Answers for the drafts of one record."""

    here: Sentences
    mentions: Mentions
    text: str

    def speaker(self, draft: Draft, kind: SourceKind) -> str | None:
        """The entity that the head of the source phrase names; nobody for a source that is kept unnamed."""
        if draft.source is None or kind in ("unnamed", "none"):
            return None
        return self._titled(draft) or self.entity_of(draft.source)

    def _titled(self, draft: Draft) -> str | None:
        """The person whose name closes a row of titles, which the parser takes for names: "press director Capt. Ali Hassan"."""
        tokens, starts = self.here.tree.tokens, self.here.starts
        phrase = draft.source_spans[0] if draft.source_spans else None
        slot = range(bisect_left(starts, phrase.start), bisect_left(starts, phrase.end)) if phrase else range(0)
        mention = self.mentions.at_token(slot[-1]) if slot else None
        entity = self.mentions.entity(mention)
        if mention is None or entity is None or entity.kind != "person" or mention.form != "name":
            return None
        before = [at for at in slot if tokens[at].span.start < mention.span.start]
        titles = all(tokens[at].pos in ("NOUN", "PROPN", "ADJ", "DET") or tokens[at].text == "." for at in before)
        return entity.id if titles else None

    def entity_of(self, head: int | None) -> str | None:
        """The entity that the noun phrase of that head names."""
        if head is None:
            return None
        mention = self.mentions.of_phrase(self.here.tree, head)
        return mention.entity if mention is not None else None

    def is_person(self, id: str | None) -> bool:
        """The entity is a person."""
        return self.mentions.kind(id) == "person"

    def entity_in(self, slot: range) -> str | None:
        """The entity of a noun phrase with title and name: its head's, else that of the person's name it ends in.

        "Leader of the Revolution | Ali Hassan" ends in the name of the leader, "the widow of | Ali Hassan" in another's.
        """
        tokens = self.here.tree.tokens
        head = next((at for at in slot if tokens[at].head not in slot), slot[-1])
        found = self.entity_of(head)
        mention = self.mentions.at_token(slot[-1])
        entity = self.mentions.entity(mention)
        if found is not None or mention is None or entity is None or entity.kind != "person":
            return found
        first = next((at for at in slot if tokens[at].span.start >= mention.span.start), slot[-1])
        titled = first > slot.start and tokens[first - 1].pos in ("NOUN", "PROPN", "ADJ")
        return entity.id if titled and mention.form == "name" else None

    def kind(self, draft: Draft) -> SourceKind:
        """What the source is, from its words and from whom they name."""
        if draft.source is None:
            return "unnamed" if draft.unnamed else "none"
        if self._keeps_its_name(draft):
            return "unnamed"
        head = draft.source
        token = self.here.tree.tokens[head]
        mention = self.mentions.of_phrase(self.here.tree, head)
        if mention is not None and mention.entity is not None:
            known = self._of_entity(mention)
            if known is not None:
                return known
        if token.tag in ("PRP", "PRP$", "WP"):
            return self._of_pronoun(head)
        if token.label == "PERSON" or self._has_name_beside(head):
            return "named"
        return self._of_word(head)

    def hides_a_name(self, draft: Draft) -> bool:
        """All that is told is that the source is kept unnamed: "asked not to be named"."""
        if not draft.cue or not draft.content or sum(map(len, draft.content)) > _LONGEST_WISH:
            return False
        told = self.text[draft.cue[0].start : draft.content[-1].end].lower()
        return any(phrase in told for phrase in self.here.words.sources["unnamed_phrases"])

    def _keeps_its_name(self, draft: Draft) -> bool:
        start = min(span.start for span in (*draft.source_spans, *draft.cue)) if draft.source_spans or draft.cue else 0
        end = max((span.end for span in (*draft.source_spans, *draft.cue)), default=0)
        around = self.text[start : min(end + 120, start + 600)].lower()
        around = (
            around[: max(end - start, 0)] + around[max(end - start, 0) :].partition("\n")[0]
        )  # not the next source's
        inside = " ".join(self.text[span.start : span.end] for span in draft.source_spans).lower()
        both = f"{inside}\n{around}"
        met = [phrase for phrase in self.here.words.sources["unnamed_phrases"] if phrase in both]
        if not met:  # of nearly all
            return False
        told = " ".join(self.text[span.start : span.end] for span in draft.content).lower()
        return any(phrase in inside or (phrase in around and phrase not in told) for phrase in met)

    def _of_entity(self, mention: Mention) -> SourceKind | None:
        entity = self.mentions.entity(mention)
        if entity is None:
            return None
        if entity.kind == "person":
            return "named"
        if entity.kind == "document":
            return "document"
        return "collective" if mention.form in ("name", "pronoun", "adjective") else None

    def _of_pronoun(self, head: int) -> SourceKind:
        words = self.here.words.clauses
        alone = {self.here.lower[head], self.here.tree.tokens[head].lemma}
        return "named" if alone & (words["personal"] | words["own"]) - words["plural"] else "collective"  # "it": a body

    def _has_name_beside(self, head: int) -> bool:
        """A person's name stands in apposition: "the spokesman, Ali Hassan,"."""
        tree = self.here.tree
        return any(tree.tokens[kid].label == "PERSON" for kid in tree.children(head, "appos"))

    def _of_word(self, head: int) -> SourceKind:
        tree, sources = self.here.tree, self.here.words.sources
        token = tree.tokens[head]
        names = self._names_of(head)
        if names & sources["unnamed"]:
            return "unnamed"
        if names & sources["office"]:
            return "unnamed" if self._is_indefinite(head) and not self._serves_somebody(head) else "office"
        if names & sources["collective"]:
            return "collective"
        if names & sources["document"]:
            return "document"
        if token.pos == "PROPN":
            return "collective" if token.label in ("ORG", "GPE", "NORP", "LOC", "FAC") else "named"
        return "collective" if token.tag == "NNS" else "unnamed"

    def _names_of(self, head: int) -> frozenset[str]:
        """The head word as it stands and as a lemma, alone and with the word before it."""
        token, lower = self.here.tree.tokens[head], self.here.lower
        before = lower[head - 1] if head else ""
        forms = {lower[head], f"{before} {lower[head]}", f"{before} {token.lemma}"}
        return frozenset(
            forms if token.tag in ("NNS", "NNPS") and lower[head] in _plural_words(self.here) else forms | {token.lemma}
        )

    def _is_indefinite(self, head: int) -> bool:
        return any(self.here.in_class("indefinite", kid) for kid in self.here.tree.children(head, "det", "nummod"))

    def _serves_somebody(self, head: int) -> bool:
        """The office is one of a named body: "a spokesman for the Red Crescent"."""
        tree = self.here.tree
        return any(tree.tokens[at].pos == "PROPN" for kid in tree.children(head, "prep") for at in tree.subtree(kid))


def _plural_words(here: Sentences) -> frozenset[str]:
    return here.words.sources["collective"] | here.words.sources["unnamed"]
