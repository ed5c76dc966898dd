"""The language of a text: the ones that we have rules for by their commonest words, any other by a small library.

A wrong answer costs all that is found in a text, so what could be one of our languages is taken for it unless another is certain.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from dateline.languages import HOME, spoken, word_list
from dateline.read.late import late

SAMPLE = 3_000  # characters; the library is no surer with more
SHORTEST = 80  # letters by which a language can be told from its kin
OURS, DOUBTED = 0.25, 0.12  # share of common words: English news has 0.35-0.5, Dutch, the nearest other, up to 0.10
CERTAIN, LIKELY = (
    0.99,
    0.5,
)  # of what could be English too, and of what cannot: kin share a script, as Arabic and its dialects
UNKNOWN = "und"
WORDLESS = "zxx"  # what the library calls a list of names and numbers
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """The code of the text's language ("en"), "und" where it cannot be told."""
    words = [word.casefold() for word in _WORD.findall(_sample(text))]
    if not words:
        return "en"
    for code in spoken():
        if sum(word in _common(code) for word in words) >= OURS * len(words):
            return code
    latin = sum(word[0] < "\u0250" or "\u1e00" <= word[0] <= "\u1eff" for word in words) >= 0.3 * len(words)
    if sum(map(len, words)) < (SHORTEST if latin else SHORTEST // 4):
        return "en" if latin else UNKNOWN
    code, share = _told(_sample(text))
    ours = max((sum(word in _common(code) for word in words) / len(words) for code in spoken()), default=0.0)
    if latin and (code == WORDLESS or share < CERTAIN or ours >= DOUBTED):
        return "en"
    return code if share >= LIKELY else UNKNOWN


def _sample(text: str) -> str:
    """The text's middle: its head and its end hold names, menus and addresses."""
    start = max(0, min(len(text) - SAMPLE, len(text) // 4))
    return text[start : start + SAMPLE]


def _told(words: str) -> tuple[str, float]:
    """What the library says, and how sure it is."""
    code, share = _identifier().classify(words)
    return str(code), float(share)


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """The library's model, loaded for the first text that is in none of our languages: it takes a second and 100 MB."""
    library = late("py3langid.langid")
    return library.LanguageIdentifier.from_model_file(library.MODEL_FILE, norm_probs=True)


@lru_cache(maxsize=8)
def _common(code: str) -> frozenset[str]:
    """The commonest words of one of our languages."""
    there = (HOME / code / "common.toml").is_file()
    return word_list(code, "common", "common", "words") if there else frozenset()
