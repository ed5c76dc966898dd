"""Offices and ranks as the text gives them: before a name, "office of a body" before a name, and in apposition to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dateline.annotate.entities.page import Name, Page
from dateline.languages.titles import plain
from dateline.text.naming import Standing, Title

REACH = 14  # tokens that "then president of the council of the region (CR)" may take before a name


def find_titles(page: Page, name: Name) -> list[Title]:
    """The titles of one mention of a person, in text order, none inside another."""
    found: list[tuple[int, int]] = []
    if name.core > name.first:
        found += _side_by_side(page, name)
    found += filter(None, (_office_of(page, name), *_appositions(page, name), *_predicates(page, name)))
    titles = [
        Title(page.written(first, last), page.span(first, last), _standing(page, first, last))
        for first, last in sorted(set(found))
        if last > first
    ]
    return [title for title in titles if not any(other != title and other.span.holds(title.span) for other in titles)]


def _side_by_side(page: Page, name: Name) -> list[tuple[int, int]]:
    """The titles before the name, an office in small letters apart from a rank after it: "press director | Navy Capt. | Ann Lee"."""
    inner = range(name.first + 1, name.core)
    cuts = [
        at for at in inner if page.capital[at] and not page.capital[at - 1] and page.lower[at - 1] in page.words.offices
    ]
    return list(pairwise((name.first, *cuts, name.core)))


def find_appositions(page: Page, name: Name, claimed: Sequence[bool]) -> list[tuple[int, int]]:
    """Offices beside a name that are mentions of their own: "| the Foreign Minister |, Omar Haddad", "| his deputy | is Omar Haddad".

    They go as far as no other name does.
    """
    found: list[tuple[int, int]] = []
    for phrase in (_office_of(page, name), *_appositions(page, name), *_predicates(page, name)):
        if phrase is None:
            continue
        first, last = phrase
        heads = [at for at in range(first, last) if page.words.is_office(page.lower[at]) and not claimed[at]]
        if not heads:
            continue
        head = max(heads, key=lambda at: (page.tokens[at].dep == "appos" or page.tokens[at].head < first, -at))
        start = head
        while start > first and not claimed[start - 1]:
            start -= 1
        found.append((start, head + 1))
    return found


def _standing(page: Page, first: int, last: int) -> Standing:
    """ "Former" and the like at the beginning of the title, before "Iraqi" in front of it, or "elect" at its end."""
    ahead = first - 2 if first > 1 and page.adjective(first - 1, first) else first
    edges = (*page.lower[ahead : min(ahead + 3, last)], page.lower[last - 1])
    return next((page.words.standings[word] for word in edges if word in page.words.standings), "")


def _office_of(page: Page, name: Name) -> tuple[int, int] | None:
    """ "Leader of the Islamic Revolution | Ayatollah ...": an office and whose it is, right before the name.

    A comma may stand between where the bare office opens the sentence: "Minister for Trade, Tobias Smith said".
    """
    at, low = name.first, max(page.sentence_start(name.first), name.first - REACH)
    if at > low and page.tokens[at - 1].text == ",":
        found = _office_of_until(page, at - 1, low)
        return found if found is not None and page.opens(found[0]) and page.capital[found[0]] else None
    return _office_of_until(page, at, low)


def _office_of_until(page: Page, last: int, low: int) -> tuple[int, int] | None:
    at = last
    while at > low:
        word = page.tokens[at - 1]
        if page.lower[at - 1] in page.words.joiners:
            if at - 2 >= low and page.words.is_office(page.lower[at - 2]) and at < last:
                return _widened(page, at - 2, low), last
        elif not (page.capital[at - 1] or word.text in ("(", ")", "-", "'s", "’s") or word.tag == "DT"):
            return None
        at -= 1
    return None


def _widened(page: Page, start: int, low: int) -> int:
    """The office with its adverb and its nouns: "then | president", "deputy foreign | minister"."""
    at = start
    while at > low:
        token = page.tokens[at - 1]
        if page.lower[at - 1] not in page.words.before_title and not (
            token.dep in ("compound", "amod") and at - 1 < token.head
        ):
            break
        at -= 1
    return at


def _appositions(page: Page, name: Name) -> list[tuple[int, int] | None]:
    """ "X, head of the council" and "the head of the council, X"."""
    head = name.last - 1
    if page.tokens[head].head in range(name.core, head):
        head = page.tokens[head].head
    found: list[tuple[int, int] | None] = []
    for kid in page.tree.children(head, "appos"):
        if kid >= name.last and page.words.is_office(page.lower[kid]):
            found.append(_phrase(page, kid, name))
    token = page.tokens[head]
    if token.dep == "appos" and token.head < name.first and page.words.is_office(page.lower[token.head]):
        found.append(_phrase(page, token.head, name))
    return found


def _predicates(page: Page, name: Name) -> list[tuple[int, int] | None]:
    """ "Its leader | is X": an office that the text says the named person has, as a fact and of now."""
    head = name.last - 1
    if page.tokens[head].head in range(name.core, head):
        head = page.tokens[head].head
    verb = page.tokens[head].head
    if page.tokens[head].dep != "attr" or page.tokens[verb].lemma not in page.words.being:
        return []
    if page.tree.children(verb, "neg", "aux", "mark"):
        return []
    subjects = [kid for kid in page.tree.children(verb, "nsubj") if page.words.is_office(page.lower[kid])]
    return [_phrase(page, kid, name) for kid in subjects if kid < name.first and _is_one(page, kid)]


def _is_one(page: Page, noun: int) -> bool:
    """One office is spoken of: "the", "his" or somebody's stands before it."""
    kids = [kid for kid in page.tree.kids[noun] if kid < noun]
    return any(page.tokens[kid].dep == "poss" or page.lower[kid] in page.words.definite for kid in kids)


def _phrase(page: Page, head: int, name: Name) -> tuple[int, int] | None:
    """The noun phrase of the office without its article, as far as it stays clear of the name."""
    positions = page.tree.phrase_positions(head)
    first, last = positions[0], positions[-1] + 1
    if first < name.last and name.first < last:
        last = min(last, name.first) if head < name.first else last
        first = max(first, name.last) if head >= name.last else first
    while first < last and (page.tokens[first].pos in ("DET", "PUNCT") or page.tokens[first].tag == "PRP$"):
        first += 1
    while last > first and page.tokens[last - 1].pos == "PUNCT" and page.tokens[last - 1].text != ")":
        last -= 1
    return (first, last) if first <= head < last and last - first <= REACH else None


def offices_in(page: Page, title: Title) -> frozenset[str]:
    """What the bearer of a title can be called: each office in it, those that stand for one another as one, and its phrases.

    "Deputy Foreign Minister" gives the class of ministers, "foreign minister" and "deputy foreign minister".
    """
    words = [plain(word.strip(",()")) for word in title.title.replace("-", " - ").split()[:REACH]]
    found = set()
    for end, word in enumerate(words, 1):
        if page.words.is_office(word):
            found.add(page.words.alike.get(word, word))
            found.update(" ".join(words[start:end]) for start in range(max(0, end - 4), end - 1))
    return frozenset(found)


def office_at(page: Page, position: int, first: int) -> str:
    """What the office noun at that position asks for: its title where it ends one of several words, else its class."""
    start = page.words.title_before(page.lower, position + 1, first)
    if start < position:
        return " ".join(page.lower[start : position + 1])
    return page.words.alike.get(page.lower[position], page.lower[position])
