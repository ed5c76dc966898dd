"""Where the pages lie: the addresses of a server, of a folder of files, or none in a file that stands alone.

Every address is relative to the page it stands on, so the same templates serve all three.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from dateline.knowledge.folding import fold
from dateline.show.inert import visible

Link = Callable[..., str]
SCREENS = {"article": "a", "event": "e", "compare": "compare", "name": "n"}
_UNSAFE = re.compile(r"[^\w]+")
_LONGEST = 40  # characters of a name in the name of a file


def served(root: str) -> Link:
    """Links for a page that a server shows; `root` leads from the page to the first one: "../"."""

    def link(kind: str, *parts: object, at: str = "", **asked: Any) -> str:
        """The address of a screen, of a place (`at`) on it, or of a file; what was asked for follows the question mark."""
        if kind == "here":
            return fragment(at)
        told = [quote(str(part).encode("utf-8", "replace"), safe="@") for part in parts]
        path = "/".join([SCREENS.get(kind, kind), *told]) if kind != "home" else ""
        return (root + path or "./") + _query(asked) + (fragment(at) if at else "")

    return link


def folder(root: str, files: Mapping[tuple[str, str], str]) -> Link:
    """Links for a page in a folder, to those of the `files` that there are; "" for the rest, as no file can search."""

    def link(kind: str, *parts: object, at: str = "", **asked: Any) -> str:
        """The address of a screen's file, or of a place on this one."""
        if kind == "here":
            return fragment(at)
        key = "/".join(map(str, parts))
        file = files.get((kind, fold(key) if kind == "name" else key)) if not any(asked.values()) else None
        return root + quote(file, safe="/@") + (fragment(at) if at else "") if file else ""

    return link


def alone(kind: str, *_: object, at: str = "", **__: Any) -> str:
    """Links for a file that stands alone: only those within it."""
    return fragment(at) if kind == "here" else ""


def file_of(kind: str, parts: tuple[str, ...]) -> str:
    """The file of a screen in a folder: "a/12.html", "e/12-e@16.html"; a name becomes letters that any disk takes."""
    if kind == "home":
        return "index.html"
    if kind == "static":
        return f"static/{parts[0]}"
    if kind == "name":
        return f"n/{safe(parts[0])}.html"
    return f"{SCREENS.get(kind, kind)}{'/' if parts else ''}{'-'.join(parts)}.html"


def safe(name: str) -> str:
    """The name as a file may be called: its plain letters, and a digest that tells two alike ones apart."""
    digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
    plain = _UNSAFE.sub("-", name.encode("ascii", "ignore").decode().lower()).strip("-_")
    return "-".join(filter(None, (plain[:_LONGEST], digest)))


def fragment(at: str) -> str:
    """The place on a page, as an address has it."""
    return "#" + quote(visible(at), safe="@:-=")


def _query(asked: Mapping[str, Any]) -> str:
    given = {name: str(value).encode("utf-8", "replace") for name, value in asked.items() if value not in (None, "")}
    return f"?{urlencode(given)}" if given else ""
