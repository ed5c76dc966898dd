"""Those who wrote a page's story, by its data, its meta tags, the elements marked as author, and what is called a byline.

The first of these that names anybody is believed. What stands around a name (a date, a handle, an office, a place) is no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import lxml.html

from dateline.read.page import published, visible
from dateline.read.page.boilerplate import is_name, load_words, words_of
from dateline.read.page.linked import clean, name_of, types_of

MOST = 20  # authors that one carrier names
MOST_LOOKED_AT = 20_000  # elements
HEAD = 150  # characters of a paragraph with which the story has begun
_METAS = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "og:article:author",
)  # fmt: skip
_ADDRESS = re.compile(r"https?:|www\.|[<>{}]|^[^\s@]+\.[a-z]{2,}\S*$")  # "asterpost.example" is one, "Jane R." is none
_LABEL = re.compile(r"[^\W\d_]{2,12}:\s+")  # "Author: Jane Roe", in any language
_CLOCK = re.compile(r"\s+(?=[0-9]+[:./-][0-9])")
_NOBODY = re.compile(r"@|[0-9]{3}")
_BETWEEN = re.compile(r"\s*[,;|/()•·]\s*|\s+[-–—]\s+")
_CALLED = re.compile(r"(?:^|[\s_-])(?:by-?line|author)s?(?:[\s_-]+(?:names?|links?))?(?:$|\s)", re.IGNORECASE)


def find_authors(
    root: lxml.html.HtmlElement,
    metas: dict[str, list[str]],
    nodes: Sequence[dict[str, Any]],
    story: dict[str, Any],
    outlet: str | None,
) -> tuple[tuple[str, ...], str]:
    """Those who wrote it, and where it is told; the outlet itself only where nobody else is named."""
    carriers: tuple[tuple[str, Callable[[], Iterable[str]]], ...] = (
        ("json-ld", lambda: _in_data(story, nodes)),
        ("meta", lambda: (each for name in _METAS for each in metas.get(name, [])[:MOST])),
        ("element", lambda: _marked(root)),
        ("element", lambda: _called(root)),
    )
    first: tuple[tuple[str, ...], str] = ((), "json-ld")
    desks = organizations(story)  # "Ministry of Health and Welfare" is one
    for where, told in carriers:
        names = _each_once(part for words in told() for part in ([words] if words in desks else split_names(words)))
        if any(not is_outlet(name, outlet) for name in names):
            return names, where
        first = first if first[0] or not names else (names, where)
    return first


def organizations(story: dict[str, Any]) -> frozenset[str]:
    """The authors that the page's data call organizations."""
    return frozenset(
        clean(who["name"])
        for who in _listed(_told(story))
        if isinstance(who, dict)
        and isinstance(who.get("name"), str)
        and any("Organization" in kind for kind in types_of(who))
    )


def is_outlet(name: str, outlet: str | None) -> bool:
    """The name is the outlet's, or begins with it; an article before either does not count."""
    told, own = (each.casefold().removeprefix("the ") for each in (name, outlet or ""))
    return bool(own) and told.startswith(own)


def split_names(told: str) -> list[str]:
    """The names in a list such as a meta tag has; [] for an address, a handle or a sentence.

    >>> split_names("By Jane Roe in Port Aster and John Doe, May 15, 2023"), split_names("@janeroe")
    (['Jane Roe', 'John Doe'], [])
    """
    if not told or _ADDRESS.search(told):
        return []
    words = load_words("en")
    opener, joiner, place = ("|".join(map(re.escape, part)) for part in (words.by, words.joiners, words.places))
    bare = re.sub(rf"^{_LABEL.pattern}", "", published.without_dates(told).strip())
    bare = re.sub(rf"^(?:{opener})(?::\s*|\s+)", "", bare, flags=re.IGNORECASE)
    listed = re.split(rf"(?:{_BETWEEN.pattern})(?:(?:{joiner}|&)\s+)?", bare, flags=re.IGNORECASE)
    # What stands behind a name and ends with an office is one, however many it joins: "Health and Science Correspondent".
    parts = [part for place, each in enumerate(listed) if not (place and _is_office(each))
             for part in re.split(rf"\s+(?:{joiner}|&)\s+", each, flags=re.IGNORECASE)]  # fmt: skip
    names: list[str] = []
    for part in (_CLOCK.split(each)[0] for each in parts):
        whole, before = part.strip(" .:") if part.strip(" .:").count(" ") == 0 else part.strip(), ""
        if found := re.search(rf"\s(?:{place})\s", whole):
            before = whole[: found.start()]
        name = before if is_name(before, words) else whole
        if _can_be_name(name) and not (names and (_is_office(name) or _is_degree(name, names[-1]))):
            names.append(name)
    return names


def _can_be_name(part: str) -> bool:
    """A few words, no handle, no label of a date, no account of a system. Short capitals after a comma are a degree: "Jane Roe, MS"."""
    short = part.isupper() and len(part) <= 4
    known = part.casefold() in published.date_labels("en") or part.casefold() in load_words("en").nobody
    return 0 < len(part.split()) <= 5 and len(part) <= 60 and not short and not known and not _NOBODY.search(part)


def _is_office(part: str) -> bool:
    """It says what somebody is, not who: "Harbour correspondent"."""
    spoken = words_of(part)
    return len(spoken) > 1 and spoken[-1] in load_words("en").roles


def _is_degree(part: str, before: str) -> bool:
    """A short word behind a whole name: "Jane Roe, PhD", "John Doe, Jr."."""
    return " " in before and " " not in part and len(part.rstrip(".")) <= 3


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    """The names, each once however its letters are written; of two ways the one that is not all capitals."""
    told: dict[str, str] = {}
    for name in names:
        key = " ".join(name.casefold().split())
        told[key] = name if told.get(key, "").isupper() else told.get(key, name)
    return tuple(told.values())


def _in_data(story: dict[str, Any], nodes: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What the page's data call the authors; one that they only refer to is looked up."""
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and node.get("name")}
    for who in _listed(_told(story)):
        if isinstance(who, dict) and not who.get("name") and isinstance(who.get("@id"), str):
            who = known.get(who["@id"], who)
        named = who.get("name") if isinstance(who, dict) else who
        if isinstance(who, dict) and not named:
            named = f"{clean(who.get('givenName'))} {clean(who.get('familyName'))}".strip()
        yield from (clean(name_of(each)) for each in _listed(named))


def _told(story: dict[str, Any]) -> object:
    return story.get("author") or story.get("creator")


def _listed(told: object) -> list[Any]:
    return told[:MOST] if isinstance(told, list) else [told]


def _marked(root: lxml.html.HtmlElement) -> Iterator[str]:
    """What the elements say that are marked as author, by `rel` or `itemprop`."""
    elements = islice(root.iter("a", "span", "div", "p", "address"), MOST_LOOKED_AT)
    marked = (
        element
        for element in elements
        if "author" in (element.get("rel") or "").split() or "author" in (element.get("itemprop") or "").split()
    )
    return (_line(element) for element in islice(marked, 3))


def _called(root: lxml.html.HtmlElement) -> Iterator[str]:
    """The names in the first element between the headline and the story whose class says that it is a byline."""
    words, headed = load_words("en"), False
    for element in islice(root.iter("h1", "a", "span", "div", "p", "address"), MOST_LOOKED_AT):
        if element.tag == "h1":
            headed = True
        elif headed and element.tag == "p" and len(element.text or "") >= HEAD:
            return
        elif headed and _CALLED.search((element.get("class") or "")[:200]):
            told = _line(element)
            names = split_names(told) if len(told) <= 2 * HEAD else []
            if names and is_name(names[0], words):
                yield from (name for name in names if is_name(name, words))
                kin = [each for each in element.itersiblings(element.tag) if each.get("class") == element.get("class")]
                yield from (_line(each) for each in kin[:MOST] if is_name(_line(each), words))
                return


def _line(element: lxml.html.HtmlElement) -> str:
    """What the element says, its lines parted by bars; what it marks as the name, where it does so."""
    named = next((each for each in element.iter() if each is not element and each.get("itemprop") == "name"), element)
    links = [clean(each.text_content()) for each in islice(named.iter("a"), MOST)]
    if len(links) > 1 and all(is_name(link, load_words("en")) for link in links):
        return " | ".join(links)  # each name its own link, with nothing between them
    return clean(" | ".join(block.text.replace("\n", " | ") for block in visible.all_blocks(named)))
