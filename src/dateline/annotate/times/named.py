"""Countries by name: that of an outlet, from its name or its address, and that of a name or adjective in a text.

Reached through `locale.py`, which imports this file when a text first asks.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from dateline.knowledge.countries import load_countries
from dateline.knowledge.folding import fold
from dateline.knowledge.locales import load_customs
from dateline.knowledge.names import load_names

# Top-level domains of countries that the whole world rents: they say nothing of where an outlet is.
_RENTED = frozenset({
    "ac", "ag", "ai", "am", "as", "cc", "cd", "co", "dj", "fm", "gg", "gl", "im", "io", "is", "la", "li", "ly", "me", "mn", "mu",
    "nu", "pw", "sc", "sh", "so", "st", "tk", "to", "tv", "vc", "ws",
})  # fmt: skip
_HOST_NAMES = {"UK": "GB", "EU": "", "SU": "RU"}


def country_of_outlet(outlet: str | None, url: str | None) -> str:
    """The code of the outlet's country, "" where neither its name nor its address tells."""
    known = load_names().by_key.get(fold(outlet)) if outlet else None
    if known is not None and known.kind == "outlet" and known.country:
        return known.country
    return _country_of_host(_host(url)) if url else ""


@lru_cache(maxsize=4096)
def country_of_name(name: str, *, adjectives: bool = True) -> str:
    """The country of a name, or of an adjective where those count."""
    known, key = load_countries(), fold(name)
    return known.names.get(key) or (adjectives and known.adjectives.get(key)) or ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:  # "http://[": not an address at all
        return ""


def _country_of_host(host: str) -> str:
    parts = host.split(".")[-4:]
    names = load_names().by_key
    for first in range(len(parts) - 1):
        known = names.get(fold(".".join(parts[first:])))
        if known is not None and known.kind == "outlet" and known.country:
            return known.country
    last = parts[-1]
    if len(parts) < 2 or (last in _RENTED and parts[-2] not in ("com", "co", "net", "org", "gov", "ac")):
        return ""
    code = _HOST_NAMES.get(last.upper(), last.upper())
    return code if code in load_customs() else ""
