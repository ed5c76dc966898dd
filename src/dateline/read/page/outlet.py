"""Which outlet a page is of: by its data or its meta tags, else by its title where that agrees with the address.

An outlet that names itself nowhere is known by its address alone, where `outlets.tsv` has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import lxml.html

from dateline.knowledge.folding import fold
from dateline.knowledge.names import OUTLET_COLUMNS
from dateline.knowledge.tables import read_table
from dateline.read.page.credits import is_known_outlet
from dateline.read.page.linked import clean, name_of

SHORTEST = 4  # letters of an address's own part by which an outlet's name is told from a longer one that begins so
LONGEST = 8  # words of a name in a title
MOST_BEHIND = 4  # words of a name that goes on behind what the address has of it
MOST_PARTS = 12
_HOST = re.compile(r"https?://(?:www\.)?([a-z0-9.-]{4,250})", re.IGNORECASE)
_SHARED = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})  # under these a country's outlets are registered
_ADDRESS = re.compile(r"(?:https?:|www\.|//)\S*")
_BARS = re.compile(r"\s+[|–—•·»:›‹«-]{1,2}\s+|\s*[|»«]\s*|:\s+")


def find_outlet(
    root: lxml.html.HtmlElement,
    metas: dict[str, list[str]],
    nodes: Sequence[dict[str, Any]],
    story: dict[str, Any],
    address: str | None,
) -> str | None:
    """The outlet's name as the page has it, else as its address tells; None where neither does."""
    host = _host(address)
    site = (metas[name][0] for name in ("og:site_name", "application-name") if name in metas)
    told = (clean(name_of(story.get("publisher"))), *site, _referred(nodes, story))
    named = next((name for each in told if (name := _bare(each))), "")
    return named or next(_agreeing(root, metas, host), "") or _known(host) or None


def host_name(address: str | None) -> str | None:
    """The outlet's name as its address has it: "asterpost" of https://www.asterpost.example/a."""
    own = _own(_host(address))
    return own if len(own) >= SHORTEST else None


def _referred(nodes: Sequence[dict[str, Any]], story: dict[str, Any]) -> str:
    """The name of the publisher to whom the story only refers."""
    told = story.get("publisher")
    id = told.get("@id") if isinstance(told, dict) else None
    return next((clean(node.get("name")) for node in nodes if id and node.get("@id") == id and node.get("name")), "")


def _bare(name: str) -> str:
    """The name without the mark of an account and without what a bar parts from it; "" for an address."""
    bare = name.partition("|")[0].strip().lstrip("@").strip()
    return "" if _ADDRESS.match(bare) else bare


def _agreeing(root: lxml.html.HtmlElement, metas: dict[str, list[str]], host: str) -> Iterator[str]:
    """Names in the page's head that the address confirms, or that an outlet is known by."""
    title = next((clean(element.text_content()) for element in root.iter("title")), "")
    cuts = [part.strip() for part in _BARS.split(title)]
    last = cuts[-1] if len(cuts) > 1 and not title.endswith(f": {cuts[-1]}") else ""
    parts = [*metas.get("apple-mobile-web-app-title", [])[:1], *reversed(cuts[-MOST_PARTS:] if len(cuts) > 1 else [])]
    short = (part for part in parts if len(part.split()) <= LONGEST)
    return (part for part in short if _agree(part, host) or (part == last and is_known_outlet(part)))


def _agree(name: str, host: str) -> bool:
    """The address is made of the name: its letters, its first words, or their first letters."""
    words = re.findall(r"\w+", fold(name).removeprefix("the "))
    letters, own, whole = "".join(words), _letters(_own(host)), _letters(host)
    if not letters or not own:
        return False
    begins = len(own) > SHORTEST and len(words) <= MOST_BEHIND and letters.startswith(own)
    initials = len(own) >= SHORTEST and "".join(word[0] for word in words) == own
    return letters in (own, whole, f"www{whole}") or begins or initials


def _letters(host: str) -> str:
    return re.sub(r"\W", "", host)


def _host(address: str | None) -> str:
    found = _HOST.match(address or "")
    return found[1].lower().strip(".") if found else ""


def _own(host: str) -> str:
    """The part of an address that its owner chose: "asterpost" of "news.asterpost.co.uk"."""
    parts = host.split(".")
    while len(parts) > 2 and parts[-2] in _SHARED:
        parts.pop()
    return parts[-2] if len(parts) > 1 else ""


def _known(host: str) -> str:
    """The name of the outlet that has this address, or one of which this is a part."""
    parts = host.split(".")
    return next((name for at in range(len(parts) - 1) if (name := _by_domain().get(".".join(parts[at:])))), "")


@lru_cache(maxsize=1)
def _by_domain() -> dict[str, str]:
    lines = (line.split("\t") for line in read_table("outlets.tsv", OUTLET_COLUMNS).split("\n"))
    rows = (dict(zip(OUTLET_COLUMNS, line, strict=False)) for line in lines)
    return {row["domain"]: row["name"] for row in rows if row.get("domain")}
