"""The objects that a page's data (JSON-LD) describe, and which of them is the article. Strings are cut to a length and closed up."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

import lxml.html

LONGEST = 500  # characters of a title, name or address
MOST_JSON = 2_000_000  # characters of a JSON-LD block
MOST_NODES = 20_000
_ARTICLES = re.compile(r"(?:.*Article|.*Posting|.*Report|Report.*|.*Review|Story|CreativeWork)")


def clean(words: object) -> str:
    """The words in one line, entities decoded; "" for what is no string."""
    return " ".join(html.unescape(words[: 4 * LONGEST]).split())[:LONGEST] if isinstance(words, str) else ""


def linked_data(root: lxml.html.HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD, outer before inner; a broken block is passed over."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text or len(script.text) > MOST_JSON:
            continue
        try:
            queue = deque([json.loads(script.text.strip().removesuffix(";"), strict=False)])
        except (ValueError, RecursionError):
            continue
        seen = 0
        while queue and seen < MOST_NODES:
            node, seen = queue.popleft(), seen + 1
            if isinstance(node, dict):
                yield node
                queue.extend(
                    node[key]
                    for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")
                    if key in node
                )
            elif isinstance(node, list):
                queue.extend(node[:500])


def story_of(nodes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The object that is the article: the first of an article's type with a date or a headline, else the first with a date."""
    typed = [node for node in nodes if any(_ARTICLES.fullmatch(kind) for kind in types_of(node))]
    for wanted in ("datePublished", "headline", "articleBody"):
        for node in typed:
            if node.get(wanted):
                return node
    return next((node for node in nodes if node.get("datePublished")), {})


def types_of(node: dict[str, Any]) -> list[str]:
    """What the object says that it is."""
    told = node.get("@type")
    return [kind[:80] for kind in (told if isinstance(told, list) else [told]) if isinstance(kind, str)]


def name_of(who: object) -> object:
    """The name of a person or organization object, or the string itself."""
    if isinstance(who, list):
        who = who[0] if who else None
    return who.get("name") if isinstance(who, dict) else who
