"""The names in what a carrier says of the authors: "By Jane Roe in Port Aster and John Doe, Reuters, May 15, 2023".

What stands around a name (a date, a handle, an office, a place, the outlet, who took the pictures) is no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from dateline.knowledge.folding import fold
from dateline.languages import HOME
from dateline.read.page import boilerplate, published
from dateline.read.page.credits import is_agency, is_known_outlet

LONGEST = 500  # characters in which names are looked for
_TAG = re.compile(r"<[^<>]{0,300}>")
_ADDRESS = re.compile(r"(?:https?:|www\.)\S*|\S*@\S*")
_HOST = re.compile(r"[^\s@]+\.[a-z]{2,}\S*")  # "asterpost.example" is one, "Jane R." is none
_IN_BRACKETS = re.compile(r"\(([^()]{0,80})\)")
_LABEL = re.compile(r"[^\W\d_]{2,12}:\s+")  # "Author: Jane Roe", in any language
_CLOCK = re.compile(r"\s+(?=[0-9]+[:./-][0-9])")
_BETWEEN = r"\s*[,;|/•·、，；]\s*|\s+[-–—]+\s+|(?<=[^\W\d_]{3})\.\s+(?=[^\W\d_]{3})"
_SUFFIX = re.compile(r",\s+(?=(?:Jr|Sr|II|III)\b)")
_PARTICLE = re.compile(r"[^\W\d_]{1,3}")  # in small letters: "bin", "da", "von"
_LOGIN = re.compile(r"[^\s]*[0-9_][^\s]*|[a-z][^\sA-Z]*")
SHORT_JOINER = 2  # letters: "y" and "e" stand within names too, so both sides must be whole names


class _Known(NamedTuple):
    """The words with which a language writes bylines, and English, as data and as expressions."""

    words: boilerplate.Words
    opener: re.Pattern[str]
    before: re.Pattern[str]
    besides: re.Pattern[str]
    between: re.Pattern[str]
    joined: re.Pattern[str]
    short: re.Pattern[str]
    place: re.Pattern[str]
    placed: re.Pattern[str]
    dated: re.Pattern[str]


def split_names(told: str, code: str = "en") -> list[str]:
    """The names in a list such as a meta tag has; [] for an address, a handle or a sentence.

    >>> split_names("By Jane Roe in Port Aster and John Doe, May 15, 2023"), split_names("@janeroe")
    (['Jane Roe', 'John Doe'], [])
    """
    return list(_split(told[:LONGEST], code))


@lru_cache(maxsize=512)  # a page says the same in its data, its meta tags and its elements
def _split(told: str, code: str) -> tuple[str, ...]:
    known = _known(code)
    names: list[str] = []
    for part in _parts(_bare(told, known, code), known):
        name = _name_in(part, known)
        if name and _belongs(name, names, known.words):
            names.append(name)
    return tuple(names)


def all_names(told: str, code: str = "en") -> list[str]:
    """The persons, agencies and desks that a line names, where it names nothing else; else []."""
    known = _known(code)
    names = split_names(told, code)
    first = next(_parts(_bare(told[:LONGEST], known, code), known), "")
    if not _name_in(first, known):
        return []  # what comes later is a topic or a place
    return names if all(is_person(each, code) or is_agency(each) or is_desk(each, code) for each in names) else []


def is_person(name: str, code: str = "en") -> bool:
    """It is written as a person's name, and is no button beside one: "View All Posts"."""
    words = _known(code).words
    return boilerplate.is_name(name, words) and not set(boilerplate.words_of(name)) & words.buttons


def opens_byline(told: str, code: str = "en") -> bool:
    """The line begins as bylines do, in any language that we have words for."""
    return _known(code).opener.match(told) is not None


def is_login(name: str) -> bool:
    """It is what somebody is called by a machine: one word in small letters, or with digits in it."""
    return _LOGIN.fullmatch(name) is not None


def is_desk(name: str, code: str = "en") -> bool:
    """It is an office of an outlet: "Staff Reports"."""
    words = _known(code).words
    return bool(set(boilerplate.words_of(name)) & words.offices) and len(name.split()) <= 5


def _bare(told: str, known: _Known, code: str) -> str:
    """The words without what is no name for certain: addresses, dates, the opener, and all behind another opener."""
    if "{" in told or _HOST.fullmatch(told.strip()):
        return ""  # a template's gap, or the outlet's address
    bare = _SUFFIX.sub(" ", _ADDRESS.sub(" | ", _TAG.sub(" | ", told)))
    agencies = [each for each in _IN_BRACKETS.findall(bare) if is_agency(each)]
    outside = _IN_BRACKETS.sub(" | ", bare)
    bare = outside if re.search(r"\w", outside) else bare.replace("(", " | ").replace(")", " | ")
    for spoken in dict.fromkeys((code, "en")):
        bare = published.without_dates(bare, spoken if published.has_words(spoken) else "en")
    bare = (
        _LABEL.sub("", bare.strip(" |,-–—•·"), count=1)
        if _LABEL.match(bare.strip(" |,-–—•·"))
        else bare.strip(" |,-–—•·")
    )
    if other := known.besides.search(bare):
        bare = bare[: other.start()]
    if before := known.before.match(bare):
        bare = bare[before.end() :]
    bare = _without_opener(_without_opener(bare, known), known)
    return " | ".join([bare, *agencies])


def _without_opener(bare: str, known: _Known) -> str:
    """The line without its "By"; what would be one word then is a name with such a word in it: "Van Morrison"."""
    found = known.opener.match(bare)
    rest = bare[found.end() :] if found else bare
    english = found is not None and found[0].strip(" :").casefold() in boilerplate.load_words("en").by
    return rest if english or (len(rest.split()) > 1 and not rest[:1].islower()) else bare


def _parts(bare: str, known: _Known) -> Iterator[str]:
    # What stands behind a name and ends with an office is one, however many it joins: "Health and Science Correspondent".
    listed = [
        each for place, each in enumerate(known.between.split(bare)) if not (place and _is_office(each, known.words))
    ]
    for part in (part for each in listed for part in known.joined.split(each)):
        yield from _halves(known.short.split(part))


def _halves(split: list[str]) -> list[str]:
    """The names, of which each second is a joiner; what would leave one word alone joins nothing: "José Ortega y Gasset"."""
    names = split[:1]
    for joiner, name in zip(split[1::2], split[2::2], strict=True):
        if " " in names[-1].strip() and " " in name.strip():
            names.append(name)
        else:
            names[-1] += joiner + name
    return names


def _name_in(part: str, known: _Known) -> str:
    """The name that the part is or begins with; "" where it is none."""
    whole = _CLOCK.split(part)[0].strip(" :*\"“”'")
    whole = known.dated.split(whole)[0].strip()
    if known.placed.match(whole):
        return ""
    if (found := known.place.search(whole)) and boilerplate.is_name(whole[: found.start()], known.words):
        whole = whole[: found.start()]
    whole = _without_outlet(_without_office(whole, known.words))
    if not re.search(r"(?:^|\s)[^\s.]{1,3}\.$", whole):  # "Jr.", "R."
        whole = whole.rstrip(".")
    return whole if _can_be_name(whole, known.words) else ""


def _without_office(whole: str, words: boilerplate.Words) -> str:
    """The name before or behind what somebody is, where no comma parts them: "Senior reporter Jane Roe"."""
    spoken = whole.split()
    offices = [word.casefold().strip(".,") in words.roles | words.ranks for word in spoken]
    roles = [word.casefold().strip(".,") in words.roles for word in spoken]
    if not any(roles) or len(spoken) > 9:
        return whole
    first, last = 0, len(spoken)
    while last > first and offices[last - 1]:
        last -= 1
    if any(roles[:last]):  # it stands before the name: all up to the last of its words
        first = max(place for place, is_role in enumerate(roles[:last]) if is_role) + 1
    name = " ".join(spoken[first:last])
    return name if boilerplate.is_name(name, words) else whole


def _without_outlet(whole: str) -> str:
    """The name before an outlet or agency from which nothing parts it: "Jane Roe Associated Press"."""
    spoken = whole.split()
    for place in range(2, len(spoken)):
        tail = " ".join(spoken[place:])
        if is_agency(tail) or (" " in tail and is_known_outlet(tail)):
            return " ".join(spoken[:place])
    return whole


def _can_be_name(part: str, words: boilerplate.Words) -> bool:
    """A few words, no label of a date, no account of a system, no number."""
    folded, spoken = part.casefold(), part.split()
    long = [word for word in spoken if not (word.islower() and _PARTICLE.fullmatch(word))]
    known = folded in published.date_labels(words.language) or folded in words.nobody or folded in words.roles
    numbered = re.search(r"(?<!\S)[0-9]|[0-9]{3}", part) is not None
    return (
        0 < len(spoken) <= 8
        and len(long) <= 5
        and len(part) <= 60
        and not known
        and not numbered
        and bool(re.search(r"[^\W\d_]", part))
    )


def _belongs(name: str, names: list[str], words: boilerplate.Words) -> bool:
    """The name is one more author. Behind a whole name stand offices, degrees, places and outlets: "Jane Roe, PhD, Aster Post"."""
    if is_agency(name):
        return True
    if not names:
        return not (name.isupper() and len(name) <= 4)
    behind = any(" " in each or is_agency(each) for each in names)
    if behind and name[0].islower() and not names[0][0].islower():
        return False  # "who saw it", "do Porto"
    spoken = set(boilerplate.words_of(name))
    office = _is_office(name, words) or (behind and bool(spoken & (words.offices | words.roles)))
    return not (
        office or (behind and (" " not in name or "." in name.rstrip(".").split()[-1] or is_known_outlet(name)))
    )


def _is_office(part: str, words: boilerplate.Words) -> bool:
    """It says what somebody is, not who: "Harbour correspondent"."""
    spoken = part.casefold().strip(" .").split()
    return len(spoken) > 1 and spoken[-1] in words.roles


def each_once(names: Iterable[str]) -> tuple[str, ...]:
    """The names, each once however its letters are written; of two ways the one that is not all capitals, or has the accents."""
    told: dict[str, str] = {}
    for name in names:
        key = fold(" ".join(name.split()))
        before = told.get(key, "")
        better = not before or before.isupper() or (before.isascii() and not name.isascii() and not name.isupper())
        told[key] = name if better else before
    return tuple(told.values())


@lru_cache(maxsize=16)
def _known(code: str) -> _Known:
    """The words of English and of the page's language; the openers of all, since pages seldom say their language rightly."""
    spoken = [boilerplate.load_words(each) for each in dict.fromkeys(("en", code))]
    words = spoken[0]._replace(
        joiners=tuple(word for each in spoken for word in each.joiners),
        places=tuple(word for each in spoken for word in each.places),
        besides=tuple(word for each in spoken for word in each.besides),
        offices=frozenset().union(*(each.offices for each in spoken)),
        roles=frozenset().union(*(each.roles for each in spoken)),
        ranks=frozenset().union(*(each.ranks for each in spoken)),
        buttons=frozenset().union(*(each.buttons for each in spoken)),
        nobody=frozenset().union(*(each.nobody for each in spoken)),
        months=frozenset().union(*(each.months for each in spoken)),
    )
    labels = [label for each in spoken for label in published.date_labels(each.language)]
    long, short = (
        [word for word in words.joiners if (len(word) > SHORT_JOINER) is is_long] for is_long in (True, False)
    )
    return _Known(
        words,
        opener=_expression(rf"(?:{_any(_openers())})(?::\s*|\s+)"),
        before=_expression(rf"(?:{_any([*labels, *words.months])})\b[^|]{{0,30}}?\s(?=(?:{_any(_openers())})\s)"),
        besides=_expression(rf"\b(?:{_any(words.besides)})\b"),
        between=_expression(rf"(?:{_BETWEEN})(?:(?:{_any(words.joiners)}|&)\s+)?"),
        joined=_expression(rf"\s+(?:{_any(long)}|&|\+)\s+"),
        short=_expression(rf"(\s+(?:{_any(short)})\s+)"),
        place=_expression(rf"\s(?:{_any(words.places)})\s"),
        placed=_expression(rf"(?:{_any(words.places)})\s"),
        dated=_expression(
            rf"(?:^|\s+)(?:(?:{_any(labels)})\b|(?:{_any(words.months)})\.?\s[0-9]{{1,2}}\b|[0-9]{{1,2}}\.?\s(?:{_any(words.months)})\b)"
        ),
    )


@lru_cache(maxsize=1)
def _openers() -> tuple[str, ...]:
    """What opens a byline in the languages that we have words for."""
    codes = sorted(path.parent.name for path in HOME.glob("*/boilerplate.toml"))
    return tuple(dict.fromkeys(word for code in codes for word in boilerplate.load_words(code).by))


def _any(words: Iterable[str]) -> str:
    """One of the words, longest first; a pattern that matches nothing where there are none."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))) or r"(?!)"


def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
