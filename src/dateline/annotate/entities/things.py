"""Pronouns that stand for bodies, countries and peoples: "it", "its", "they", "their".

Most of them stand for common nouns that we do not follow. So only the subject of the same sentence counts, or that of
the one before for a pronoun that opens its own, and only where no common noun could be meant as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from dateline.annotate.entities.page import Page
from dateline.text.naming import EntityKind

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_ONES: frozenset[EntityKind] = frozenset({"organization", "armed_group", "government", "outlet", "country"})
_MANY: frozenset[EntityKind] = frozenset({"group"})
_NOUNS = frozenset({"NN", "NNP"})
_MANY_NOUNS = frozenset({"NNS", "NNPS"})
_RIVALS = SUBJECTS | {"dobj", "conj", "attr", "ROOT"}  # where a noun stands that a pronoun may mean
FARTHEST = 40  # tokens


class Met(Protocol):
    """Where somebody was mentioned, and by which group of names."""

    @property
    def position(self) -> int: ...
    @property
    def owner(self) -> int: ...


class Kept(Protocol):
    """What a group of names can be called."""

    @property
    def kind(self) -> EntityKind: ...


def owner_of(page: Page, position: int, passed: Sequence[Met], bearers: Mapping[int, Kept]) -> int | None:
    """Whom "it" or "they" at that position stands for, None where it may be something else."""
    word, token = page.lower[position], page.tokens[position]
    many = word in page.words.many_pronouns
    if not token.tag.startswith("PRP") or not (many or word in page.words.thing_pronouns) or _is_empty(page, position):
        return None
    opens = page.opens(position)
    kinds = _MANY if many else _ONES
    found: set[int] = set()
    nearest = position
    for trace in reversed(passed):
        other = page.tokens[trace.position]
        if other.sentence != token.sentence - opens or position - trace.position > FARTHEST:
            if other.sentence < token.sentence - opens or position - trace.position > FARTHEST:
                break
            continue
        if bearers[trace.owner].kind in kinds and _is_topic(page, trace.position, position):
            found.add(trace.owner)
            nearest = min(nearest, trace.position)
        elif bearers[trace.owner].kind in kinds and other.dep not in ("compound", "amod", "poss", "pobj", "nmod"):
            found.add(trace.owner)
    if len(found) != 1 or nearest == position or page.quoted[nearest] != page.quoted[position]:
        return None
    return None if _has_rival(page, nearest, position, many=many) else found.pop()


def _is_empty(page: Page, position: int) -> bool:
    """ "It is clear that ...", "it takes two": nobody is meant, or a fact."""
    token = page.tokens[position]
    return token.tag == "PRP" and page.tokens[token.head].lemma in page.words.weak_verbs


def _has_rival(page: Page, first: int, last: int, *, many: bool) -> bool:
    """Another noun of that number before the pronoun that it may stand for, as subject or object.

    None is a rival that the pronoun is itself a part of ("the truce that it signed"), or where only a body has such a
    thing ("its spokesman").
    """
    if page.tokens[last].tag == "PRP$" and page.words.is_office(page.lower[page.tokens[last].head]):
        return False
    tags, above = _MANY_NOUNS if many else _NOUNS, _above(page, last)
    return any(
        at != first
        and page.tokens[at].tag in tags
        and page.tokens[at].dep in _RIVALS
        and not page.tokens[at].label
        and (at > first or page.tokens[at].dep in SUBJECTS)
        and at not in above
        for at in range(page.sentence_start(first), last)
    )


def _above(page: Page, position: int) -> set[int]:
    """What the token hangs on, and what that hangs on, as far as a phrase that we look at goes."""
    found: set[int] = set()
    at = page.tokens[position].head
    while at not in found and len(found) < FARTHEST:
        found.add(at)
        at = page.tokens[at].head
    return found


def _is_topic(page: Page, at: int, position: int) -> bool:
    """The mention is a subject, or stands right before the pronoun: "prompted NATO at its summit"."""
    return page.tokens[at].dep in SUBJECTS or (at == position - 2 and page.tokens[position - 1].tag == "IN")
