"""Where names stand: the parser's spans, and what we know or have met and the parser has missed.

Pieces are runs of tokens that do not overlap. What kind of thing a name stands for is decided later, from all its mentions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dateline.annotate.entities.page import Name, Page, initials
from dateline.annotate.entities.pieces import (
    LONGEST,
    NO_NAMES,
    PROPER,
    Piece,
    after_title,
    claims,
    common_acronyms,
    cut,
    grown,
    labelled,
    may_begin,
    may_end,
    merged,
    of_rank,
)
from dateline.annotate.entities.titled import name_of, rules_of
from dateline.knowledge.folding import fold


def find_names(page: Page) -> list[Name]:
    """All names of the article in text order, none overlapping another."""
    pieces = [piece for span in labelled(page) for piece in cut(page, span)]
    pieces = [after_title(page, piece) for piece in pieces if not of_rank(page, piece)]
    pieces = merged([*(piece for piece in pieces if piece.first < piece.last), *_known_phrases(page)])
    pieces = merged(grown(page, pieces))
    pieces = merged([*pieces, *_scanned(page, claims(page, pieces))])
    pieces = merged([*pieces, *_cued(page, claims(page, pieces))])
    pieces = _parentheses(page, _sure(page, pieces))
    pieces = merged([*pieces, *_repeated(page, pieces)])
    things = common_acronyms(page)
    if things:
        pieces = [piece for piece in pieces if not _is_thing(page, piece, things)]
    claimed = claims(page, pieces)
    names = [name_of(page, piece, claimed) for piece in pieces]
    return sorted([*names, *rules_of(page, names, claimed)], key=lambda name: name.first)


def _sure(page: Page, pieces: list[Piece]) -> list[Piece]:
    """Without the runs of a headline that neither we nor the rest of the article know: "Weaken Al-Qaida", "Regime Gains"."""
    told = {
        page.key(piece.first, piece.last) for piece in pieces if page.tokens[piece.first].sentence not in page.shouted
    }
    if not told:  # a text in capitals from end to end
        return pieces
    return [
        piece
        for piece in pieces
        if page.tokens[piece.first].sentence not in page.shouted
        or page.key(piece.first, piece.last) in told
        or _known_label(page, piece.first, piece.last) is not None
        or piece.last - piece.first == 1
    ]


def _is_thing(page: Page, piece: Piece, things: frozenset[str]) -> bool:
    """The name is a word for things, in capitals: "UAV", "VBIEDs"."""
    written = page.tokens[piece.first].text.rstrip("s")
    return piece.last - piece.first == 1 and written.isupper() and fold(written) in things


def _known_phrases(page: Page) -> Iterator[Piece]:
    """Known names of several words, wherever the parser has cut them: "Islamic State of Iraq and the Levant"."""
    position = 0
    while position < len(page.tokens):
        if not (page.capital[position] or page.lower[position] in page.words.particles):
            position += 1
            continue
        last = _run_end(page, position)
        while last > position + 1 and not (may_end(page, last - 1) and _is_whole(page, position, last)):
            last -= 1
        if last > position + 1:
            yield Piece(position, last, page.tokens[position].label)
        position = max(last, position + 1)


def _is_whole(page: Page, first: int, last: int) -> bool:
    """The words are a known name, or a known place that a small word holds together: "Salah ad Din Province"."""
    if page.known(first, last):
        return True
    inner = last - first > 2 and any(
        page.lower[at] in page.words.particles and not page.capital[at] for at in range(first + 1, last - 1)
    )
    return inner and page.capital[first] and page.places.knows(page.key(first, last))


def _run_end(page: Page, first: int) -> int:
    """How far the words that may belong to one name go."""
    last, sentence, end = first, page.tokens[first].sentence, min(first + LONGEST, len(page.tokens))
    while last < end and page.tokens[last].sentence == sentence:
        inner = page.lower[last] in page.words.inside or page.tokens[last].text in ("-", ".", "'", "&", "’")
        if not (page.capital[last] or inner or page.tokens[last].text[0].isdigit()):
            break
        last += 1
    return last


def _scanned(page: Page, claimed: list[bool]) -> Iterator[Piece]:
    """Unclaimed words that we know as a name: the longest from each word on."""
    position = 0
    while position < len(page.tokens):
        found = None
        if not claimed[position] and may_begin(page, position, len(page.tokens)):
            found = _longest_known(page, claimed, position)
        if found is None:
            position += 1
        else:
            yield found
            position = found.last


def _longest_known(page: Page, claimed: list[bool], first: int) -> Piece | None:
    end = _run_end(page, first)
    last = next((at for at in range(first, end) if claimed[at]), end)
    while last > first:
        if page.capital[last - 1]:
            label = _known_label(page, first, last)
            if label is not None:
                return Piece(first, last, label)
        last -= 1
    return None


def _known_label(page: Page, first: int, last: int) -> str | None:
    """A parser's label for words that we know as a name, None where we do not or they may be common words."""
    if page.known(first, last):
        single = last - first == 1 and page.opens(first) and page.tokens[first].tag not in PROPER
        return None if single else ""
    if page.country(first, last):
        return "GPE"
    key = page.key(first, last)
    if page.adjective(first, last) or key in page.countries.people:
        return "NORP"
    if any(token.tag not in PROPER and token.text[0].isalpha() for token in page.tokens[first:last]):
        return None
    if page.tokens[first].sentence in page.shouted or not page.places.knows(key) or page.words.is_office(key):
        return None
    spots = page.places.find(key)
    big = any(spot.is_known for spot in spots)
    cued = first > 0 and page.lower[first - 1] in page.words.place_prepositions
    if any(token.label in NO_NAMES for token in page.tokens[first:last]):
        return None  # "in May"
    return "GPE" if (big and not page.opens(first)) or (cued and any(spot.is_town for spot in spots)) else None


def _cued(page: Page, claimed: list[bool]) -> Iterator[Piece]:
    """Runs of unclaimed proper nouns that the words around or in them show to be names."""
    position = 0
    while position < len(page.tokens):
        if not page.capital[position]:
            position += 1
            continue
        last = position
        while last < len(page.tokens) and not claimed[last] and _is_proper(page, last, position):
            last += 1
        if last > position and (piece := _cued_piece(page, position, last)) is not None:
            yield piece
        position = max(last, position + 1)


def _is_proper(page: Page, position: int, first: int) -> bool:
    token = page.tokens[position]
    if token.sentence in page.shouted or token.sentence != page.tokens[first].sentence:
        return False
    if page.capital[position] and token.tag in PROPER and not token.label:
        return True
    more = position + 1 < len(page.tokens) and page.capital[position + 1] and page.tokens[position + 1].tag in PROPER
    return first < position and more and (page.lower[position] in page.words.joiners or token.text == "-")


def _cued_piece(page: Page, first: int, last: int) -> Piece | None:
    first = _past_offices(page, first, last)  # titles are looked for from the name on
    if page.lower[first] in page.words.joiners:
        return None  # "Director | of Central Planning": what the office is for
    titled = first > 0 and page.words.title_before(page.lower, first) < first and page.capital[first - 1]
    final = page.lower[last - 1]
    if last - first > 1 and (final in page.words.kind_words or final in page.words.place_after):
        return Piece(first, last, "")
    if page.lower[first] in page.words.kind_words and last - first > 2 and page.lower[first + 1] in page.words.joiners:
        return Piece(first, last, "")  # "Order of the Sun", "Ministry of Trade"
    if page.words.is_office(final):
        return None
    if titled and not page.opens(first):
        return Piece(first, last, "PERSON")
    if first > 1 and page.lower[first - 1] in page.words.joiners and page.lower[first - 2] in page.words.place_before:
        return Piece(first, last, "GPE")
    if last - first > 1 and _acronym_after(page, first, last) is not None:
        return Piece(first, last, "ORG")
    return None


def _past_offices(page: Page, first: int, last: int) -> int:
    """Where the run goes on after the offices that it begins with, each as long as we know it: "Chief of Staff | Ann Lee"."""
    while last - first > 1:
        ends = range(last - 1, first, -1)
        end = next((end for end in ends if page.words.title_before(page.lower, end, first) == first), first)
        if end == first and page.words.is_office(page.lower[first]):
            end = first + 1
        if end == first:
            break
        first = end
    return first


def _acronym_after(page: Page, first: int, last: int) -> int | None:
    """The position of an acronym of the name that stands in parentheses after it."""
    if (
        last + 2 >= len(page.tokens)
        or page.tokens[last].text not in ("(", "[")
        or page.tokens[last + 2].text not in (")", "]")
    ):
        return None
    return last + 1 if fits(page.tokens[last + 1].text, [token.text for token in page.tokens[first:last]]) else None


def fits(acronym: str, words: list[str]) -> bool:
    """The acronym is made of first letters of the words, in order, the first among them: "IRC" of "Islamic Revolution Guards Corps"."""
    plain = acronym.replace(".", "")
    if not (2 <= len(plain) <= 8 and sum(letter.isupper() for letter in plain) >= 2):
        return False
    rest = iter(initials(words))
    letters = [letter for letter in plain if letter.isupper()]
    return initials(words)[:1] == letters[0] and all(letter in rest for letter in letters)


def _parentheses(page: Page, pieces: list[Piece]) -> list[Piece]:
    """Pieces with the acronyms in parentheses told to be of the name before them, and added where the parser missed them.

    Adjectives that an acronym leaves out are cut off: "Iraqi | Kurdish Regional Government (KRG)".
    """
    starts = {piece.first: number for number, piece in enumerate(pieces)}
    found = list(pieces)
    for number, piece in enumerate(pieces):
        at = piece.last + 1
        if at >= len(page.tokens) or page.tokens[piece.last].text not in ("(", "["):
            continue
        acronym = page.tokens[at].text
        first = piece.first
        while (
            first < piece.last - 1
            and page.adjective(first, first + 1)
            and initials([page.tokens[first].text]) != acronym[0]
        ):
            first += 1
        if first > piece.first and fits(acronym, [token.text for token in page.tokens[first : piece.last]]):
            found += [Piece(position, position + 1, "NORP") for position in range(piece.first, first)]
            found[number] = piece = replace(piece, first=first)
        inner = starts.get(at)
        if inner is not None:
            found[inner] = replace(found[inner], inside=piece.first)
        elif _acronym_after(page, piece.first, piece.last) is not None:
            found.append(Piece(at, at + 1, piece.label, inside=piece.first))
    return merged(found)


def _repeated(page: Page, pieces: list[Piece]) -> Iterator[Piece]:
    """Further mentions of names that stand elsewhere in the article, and of the last words of persons' names."""
    labels: dict[str, str] = {}
    for piece in pieces:
        if piece.last - piece.first <= LONGEST and piece.label != "NORP":
            labels.setdefault(page.key(piece.first, piece.last), piece.label)
            if piece.label == "PERSON":
                labels.setdefault(page.key(piece.last - 1, piece.last), piece.label)
    claimed = claims(page, pieces)
    for position, token in enumerate(page.tokens):
        if claimed[position] or not page.capital[position]:
            continue
        if token.tag not in PROPER and token.tag != "NN" and token.sentence not in page.shouted:
            continue
        for last in range(min(position + 4, len(claimed)), position, -1):
            key = page.key(position, last)
            if key in labels and not any(claimed[position:last]) and page.capital[last - 1] and len(key) > 2:
                yield Piece(position, last, labels[key])
                break
