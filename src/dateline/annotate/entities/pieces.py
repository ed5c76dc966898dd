"""Runs of tokens that are names: the spans of the parser's recogniser, trimmed, cut where they run over two names, and grown.

Labels say little, and borders not much more: "Iranian Foreign Minister Zarif" comes as one span, "Dayr al-Zawr" without its
"Province". Words of the language and what we know decide where a name ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dateline.annotate.entities.page import Page
from dateline.knowledge.folding import fold

# Labels of the parser that mark no name.
NO_NAMES = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY", "LANGUAGE"})
LONGEST = 8  # tokens of a known name
PROPER = frozenset({"NNP", "NNPS"})
_MARKS = frozenset(
    {"(", ")", "[", "]", ";", ":", "/", "...", "…", "—", "–", "--", '"', "“", "”", "``", "''", "«", "»", "|", "•", "*"}
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of tokens that is a name, before its titles are told apart."""

    first: int
    last: int
    label: str
    inside: int | None = None


def labelled(page: Page) -> Iterator[Piece]:
    """The spans of the parser's recogniser, whatever kind of name it took them for."""
    first = None
    for position, token in enumerate(page.tokens):
        if first is not None and (token.starts_name or not token.label):
            yield Piece(first, position, page.tokens[first].label)
            first = None
        if token.starts_name and token.label not in NO_NAMES:
            first = position
    if first is not None:
        yield Piece(first, len(page.tokens), page.tokens[first].label)


def cut(page: Page, span: Piece) -> Iterator[Piece]:
    """The span without articles and marks at its edges, cut where it runs over two names."""
    whole = _trimmed(page, span)
    if whole is None:
        return
    if page.known(whole.first, whole.last) or page.country(whole.first, whole.last):
        yield whole
        return
    first = whole.first
    for position in range(whole.first, whole.last + 1):
        if position < whole.last and not _is_border(page, position, whole.label):
            continue
        part = _trimmed(page, replace(whole, first=first, last=position)) if position > first else None
        if part is not None and not (_is_portfolio(page, part) or _is_no_name(page, part)):
            yield from _apart(page, _before_office(page, part))
        first = position + 1


def _is_border(page: Page, position: int, label: str) -> bool:
    token = page.tokens[position]
    return token.tag == "POS" or token.text in _MARKS or (token.text == "," and label != "ORG")


def _trimmed(page: Page, piece: Piece) -> Piece | None:
    """Without words at the edges that begin no name; None if nothing is left."""
    first, last = piece.first, piece.last
    while first < last and not may_begin(page, first, last):
        first += 1
    while last > first and not may_end(page, last - 1):
        last -= 1
    if first < last and not (last - first == 1 and page.lower[first] in page.words.empty):
        return replace(piece, first=first, last=last)
    if page.country(piece.first, piece.last):  # text without capitals
        return piece
    return None


def may_begin(page: Page, position: int, last: int) -> bool:
    """A name that ends before `last` may begin with that token."""
    token = page.tokens[position]
    if not (page.capital[position] or page.lower[position] in page.words.particles or token.text[0].isdigit()):
        return False
    if token.tag in ("DT", "PRP$", "PRP", "WDT") and (len(token.text) < 2 or not token.text.isupper()):
        return False
    if page.lower[position] in page.words.edges and position + 1 < last:
        return False
    if page.lower[position] in page.words.place_prepositions and position + 1 < last and page.opens(position):
        return False  # "Near Mosul, ..."
    if page.capital[position]:
        return True
    if token.text[0].isdigit():
        return position + 1 < last and page.capital[position + 1]
    return page.lower[position] in page.words.particles and position + 1 < last  # "al-Qaeda", "bin Salman"


def may_end(page: Page, position: int) -> bool:
    """A name may end with that token."""
    token = page.tokens[position]
    return token.tag != "POS" and (page.capital[position] or token.text[0].isdigit())


def _before_office(page: Page, piece: Piece) -> Piece:
    """Without an office at its end, be it cut in two: "DoD | Spokesman", "Pentagon | Press (Secretary Peter Cook)"."""
    at = (
        piece.last
    )  # the parser may take the full stop of a rank for the end of a sentence: "Navy | Capt | . Jeff Davis"
    at += at < len(page.tokens) and page.tokens[at].text == "."
    follows = (
        at < len(page.tokens)
        and page.capital[at]
        and (at == piece.last or page.words.title_before(page.lower, piece.last, piece.first) < piece.last)
    )
    if (piece.label == "PERSON" and not follows) or page.known(piece.first, piece.last):
        return piece
    for end in range(piece.last, min(piece.last + 3, len(page.tokens) + 1)):
        start = page.words.title_before(page.lower, end, piece.first + 1)
        if piece.first < start < piece.last and page.lower[end - 1] not in page.words.gender_of:
            return replace(piece, last=start)
    return piece


def _is_portfolio(page: Page, piece: Piece) -> bool:
    """What a minister is for is a part of the title and no name: "Interior | Minister Karin Dolland"."""
    if piece.last >= len(page.tokens) or page.lower[piece.last] not in page.words.portfolios or piece.label == "NORP":
        return False
    first, last = piece.first, piece.last
    if not page.capital[last] or page.known(first, last) or page.places.knows(page.key(first, last)):
        return False
    return page.tokens[last - 1].dep == "compound" and page.tokens[last - 1].head == last


def _is_no_name(page: Page, piece: Piece) -> bool:
    """A lone word that the parser takes for a name by its capital: an adjective that opens a sentence, "Operation", a rank."""
    first, last = piece.first, piece.last
    if page.known(first, last) or page.country(first, last) or page.adjective(first, last):
        return False
    if (
        last - first == 1
        and page.lower[first] in page.words.kind_openers
        and not page.places.knows(page.key(first, last))
    ):
        return True
    if last - first == 1 and page.tokens[first].tag in ("JJ", "JJR", "JJS") and piece.label not in ("NORP", "GPE"):
        return page.opens(first)
    lone = last - first == 1 and first > 0 and page.lower[first - 1] in page.words.definite and page.opens(first - 1)
    if lone and page.lower[first] in page.words.rules:
        return True  # "The Regime denied it": no name, and whose it is stands elsewhere
    stop = last + 1 < len(page.tokens) and page.tokens[last].text == "." and page.capital[last + 1]
    return stop and piece.label == "PERSON" and page.words.title_before(page.lower, last, first) == first


def _apart(page: Page, piece: Piece) -> Iterator[Piece]:
    """ "Iranian | Foreign Minister Zarif", "the Middle East | Tobias Smith": two names that stand side by side."""
    while True:
        rests = range(piece.first + 1, min(piece.last, piece.first + LONGEST))
        if _is_before_adjective(page, piece):
            yield replace(piece, last=piece.last - 1)
            yield Piece(piece.last - 1, piece.last, "NORP")
            return
        rest = next((rest for rest in rests if _is_edge(page, piece, rest)), None)
        if rest is None:
            yield piece
            return
        yield Piece(piece.first, rest, "NORP" if page.adjective(piece.first, piece.first + 1) else "")
        piece = replace(piece, first=rest, label=piece.label if rest == piece.first + 1 else "PERSON")


def _is_edge(page: Page, piece: Piece, rest: int) -> bool:
    """A country, or the adjective of one, or a known name or place ends before `rest`, and a person or a known name begins there."""
    titled = any(
        page.words.title_before(page.lower, end, rest) == rest for end in range(rest + 1, min(piece.last, rest + 5))
    )
    if rest == piece.first + 1 and page.adjective(piece.first, piece.first + 1):
        known = page.known(rest, piece.last)
        return bool(
            titled
            or (known is not None and known.country in ("", page.adjective(piece.first, piece.first + 1)))
            or (piece.label == "PERSON" and page.tokens[piece.first].tag != "NNP")
        )
    person = titled or (page.lower[rest] in page.words.first_names and rest + 1 < piece.last)
    if not person and _is_charge(page, piece.first) and 1 < piece.last - rest < 4:
        return bool(page.country(piece.first, rest)) or any(
            spot.is_known for spot in page.places.find(page.key(piece.first, rest))
        )
    if not person or page.words.is_office(page.lower[piece.first]) or page.lower[piece.first] in page.words.first_names:
        return False
    before = page.country(piece.first, rest) or page.known(piece.first, rest)
    return bool(before) or (rest > piece.first + 1 and page.places.knows(page.key(piece.first, rest)))


def _is_before_adjective(page: Page, piece: Piece) -> bool:
    """A known name and the adjective of a country after it, in text without a stop between them: "Aleppo | Syrian state television"."""
    first, end = piece.first, piece.last - 1
    if end <= first or not page.adjective(end, end + 1) or page.country(end, end + 1) or not page.is_modifier(end + 1):
        return False
    return bool(page.known(first, end) or page.country(first, end)) or any(
        spot.is_known for spot in page.places.find(page.key(first, end))
    )


def _is_charge(page: Page, first: int) -> bool:
    """An office stands before the piece that says what it is for: "Minister for the | Middle East Tobias Smith"."""
    at = first - 1 - (first > 0 and page.lower[first - 1] in page.words.definite)
    return at > 0 and page.lower[at] in page.words.joiners and page.words.is_office(page.lower[at - 1])


def common_acronyms(page: Page) -> frozenset[str]:
    """Keys of acronyms that the article counts, so that they are words of things: "a UAV", "two IEDs"; none that we know as a name."""
    found = set()
    for position, token in enumerate(page.tokens[1:], 1):
        text = token.text
        if not (2 <= len(text) <= 7 and text.rstrip("s").isupper() and text.isalpha()) or page.is_modifier(
            position + 1
        ):
            continue
        before = page.tokens[position - 1]
        counted = before.tag == "CD" and before.head == position and text.endswith("s")
        if not (counted or (before.tag == "DT" and page.lower[position - 1] in page.words.one)):
            continue
        if token.sentence in page.shouted or page.known(position, position + 1) or page.country(position, position + 1):
            continue
        found.add(fold(text.rstrip("s")))
    return frozenset(found)


def of_rank(page: Page, piece: Piece) -> bool:
    """The service that a rank is of is a part of the title before a name: "Navy | Capt. Ann Lee"; not "the Navy said"."""
    at = piece.last
    if tuple(page.lower[piece.first : at]) not in page.words.services or at >= len(page.tokens):
        return False
    ends = range(min(at + 4, len(page.tokens) - 1), at, -1)
    end = next((end for end in ends if page.words.title_before(page.lower, end, at) == at), at)
    return end > at and page.capital[at] and page.capital[end] and page.tokens[at].sentence == page.tokens[end].sentence


def after_title(page: Page, piece: Piece) -> Piece:
    """Without what ends a title begun before it: "Secretary of | State", "Secretary of State | Ann Lee"; perhaps nothing is left."""
    first, last = piece.first, piece.last
    if first < 2 or page.lower[first - 1] not in page.words.joiners or page.known(first, last):
        return piece
    for end in range(min(last, first + 2), first, -1):
        start = page.words.title_before(page.lower, end)
        if start < first and page.capital[start]:
            return replace(piece, first=end)
    return piece


def grown(page: Page, pieces: list[Piece]) -> list[Piece]:
    """Pieces with the capitalised words that belong to them: "Dayr al-Zawr | Province", "Badr | Organization"."""
    claimed = claims(page, pieces)
    longer = []
    for piece in pieces:
        first, last = piece.first, piece.last
        while last < len(claimed) and not claimed[last] and _continues(page, last):
            last += 1
        if piece.label != "NORP" and not page.words.is_office(page.lower[first]) and not page.country(first, last):
            while first > 0 and not claimed[first - 1] and _leads(page, first - 1, last):
                first -= 1
        longer.append(replace(piece, first=first, last=last))
    return longer


def _continues(page: Page, position: int) -> bool:
    """The word after a name belongs to it: a word of a kind of names, and not the beginning of somebody's title."""
    word = page.lower[position]
    if word not in page.words.place_after and word not in page.words.kind_words:
        return False
    if not page.capital[position] or page.tokens[position].sentence in page.shouted:
        return False
    ends = range(position + 1, min(position + 4, len(page.tokens) + 1))
    return all(page.words.title_before(page.lower, end, position) != position for end in ends)


def _leads(page: Page, position: int, last: int) -> bool:
    """The word before a name belongs to it: a proper noun that hangs on it and is neither a title nor a country."""
    token = page.tokens[position]
    if token.tag not in PROPER or not page.capital[position] or token.sentence in page.shouted or page.opens(position):
        return False
    if token.dep != "compound" or not position < token.head < last:
        return False
    return not (
        page.words.is_office(page.lower[position])
        or page.adjective(position, position + 1)
        or page.country(position, position + 1)
    )


def claims(page: Page, pieces: list[Piece]) -> list[bool]:
    """For each token, whether a piece holds it."""
    claimed = [False] * len(page.tokens)
    for piece in pieces:
        claimed[piece.first : piece.last] = [True] * (piece.last - piece.first)
    return claimed


def merged(pieces: list[Piece]) -> list[Piece]:
    """In text order; of two that overlap the longer stays, of equals the earlier found."""
    kept: list[Piece] = []
    for piece in sorted(pieces, key=lambda each: (each.first, each.first - each.last)):
        if kept and piece.first < kept[-1].last:
            if piece.last - piece.first > kept[-1].last - kept[-1].first:
                kept[-1] = piece
            continue
        kept.append(piece)
    return kept
