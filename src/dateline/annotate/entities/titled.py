"""From a run of tokens to a name: its titles told apart, and the form in which it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.annotate.entities.page import Name, Page
from dateline.annotate.entities.pieces import Piece
from dateline.text.naming import MentionForm

BEFORE = 12  # tokens that titles before a name may take
_BESIDE = frozenset({"amod", "compound", "nmod"})
_NO_TITLE = frozenset({"VB", "VBD", "VBZ", "VBP", "IN"})


def name_of(page: Page, piece: Piece, claimed: list[bool]) -> Name:
    """The piece with its titles told apart and its form."""
    core = _after_titles(page, piece)
    first = min(piece.first, _title_start(page, piece, claimed) if core == piece.first else piece.first)
    key = page.key(core, piece.last)
    return Name(first, core, piece.last, key, _form(page, piece, key), piece.label, piece.inside)


def rules_of(page: Page, names: Sequence[Name], claimed: Sequence[bool]) -> Iterator[Name]:
    """Governments called after persons: "the Haddad | regime". The mention is the noun, since the person's stands before it."""
    for name in names:
        at = name.last
        ruled = at < len(page.tokens) and not claimed[at] and page.lower[at] in page.words.rules
        if ruled and page.tokens[at - 1].head == at and page.tokens[at - 1].dep in _BESIDE and _may_rule(page, name):
            yield Name(at, name.core, at + 1, page.key(name.core, at + 1), "name", "")


def _may_rule(page: Page, name: Name) -> bool:
    """The name is a person's: we know one of that name, or the parser says so."""
    known = page.known(name.core, name.last)
    if known is not None or page.country(name.core, name.last) or page.adjective(name.core, name.last):
        return known is not None and known.kind == "person"
    return name.label == "PERSON"


def _after_titles(page: Page, piece: Piece) -> int:
    """Where the bare name begins: after titles that the parser took for a part of it."""
    if piece.label not in ("PERSON", "") and page.key(piece.first, piece.last) and _is_thing(page, piece):
        return piece.first
    core = piece.first
    while core < piece.last - 1:
        ends = [end for end in range(core + 1, piece.last) if page.words.title_before(page.lower, end, core) == core]
        if not ends:
            break
        core = max(ends)
    return core


def _is_thing(page: Page, piece: Piece) -> bool:
    """The name is known, or its last word is one of things, so that "General" in "General Hospital" is no title."""
    final = page.lower[piece.last - 1]
    known = page.known(piece.first, piece.last)
    return (
        (known is not None and known.kind != "person")
        or final in page.words.kind_words
        or final in page.words.place_after
    )


def _title_start(page: Page, piece: Piece, claimed: list[bool]) -> int:
    """Where the titles begin that stand right before the piece; its own beginning if there are none."""
    if piece.label == "NORP" or _is_thing(page, piece):
        return piece.first
    if piece.label != "PERSON" and (page.country(piece.first, piece.last) or page.adjective(piece.first, piece.last)):
        return piece.first
    start, low = piece.first, max(page.sentence_start(piece.first), piece.first - BEFORE)
    while low < start and claimed[start - 1] is False and page.tokens[start - 1].tag not in _NO_TITLE:
        before = page.words.title_before(page.lower, start, low)
        if before == start and page.lower[start - 1] in page.words.offices:
            before = start - 1
        common = not page.capital[before] and page.lower[start - 1] not in page.words.offices  # "his brother Ali"
        if before == start or common or any(claimed[before:start]) or _is_apart(page, piece, start):
            break
        start = _qualified(page, before, low, claimed)
    return start


def _is_apart(page: Page, piece: Piece, start: int) -> bool:
    """The titles from `start` on stand in apposition to the office before them: "its press director | Navy Capt. Ann Lee"."""
    name = page.tokens[piece.last - 1]
    return start < piece.first and page.capital[start] and name.dep == "appos" and name.head == start - 1


def _qualified(page: Page, start: int, low: int, claimed: list[bool]) -> int:
    """The office with the words that belong to it: "transport | minister", "then | president"."""
    at = start
    while at > low and not claimed[at - 1]:
        token = page.tokens[at - 1]
        noun = token.tag in ("NN", "NNS", "NNP") and token.dep == "compound" and at - 1 < token.head
        hyphen = token.text == "-" and at - 1 > low and at < start + 2
        if not (noun or hyphen or page.lower[at - 1] in page.words.before_title):
            break
        at -= 1
    return at


def _form(page: Page, piece: Piece, key: str) -> MentionForm:
    """Name, or adjective ("Iraqi forces", "US president", "Iran-backed"), or noun for a people ("Iraqis", "the Kurds")."""
    last = piece.last
    final = page.tokens[last - 1]
    linked = (
        last < len(page.tokens) and page.tokens[last].text == "-" and page.tokens[last].span.start == final.span.end
    )
    modifies = page.is_modifier(last) or linked
    if page.adjective(piece.first, last) and not page.country(piece.first, last):
        people = key in page.countries.people and not modifies and not final.tag.startswith("JJ")  # "Chinese" is both
        return "nominal" if people else "adjective"
    if page.country(piece.first, last):
        return "adjective" if modifies else "name"
    plural = piece.label == "NORP" and final.tag in ("NNS", "NNPS")
    if key in page.countries.people or (plural and last - piece.first == 1):
        return "nominal"
    return "adjective" if final.tag.startswith("JJ") or (piece.label == "NORP" and linked) else "name"
