"""Names whose letters may deceive the eye: letters of two scripts in one word, and characters that cannot be seen.

They are flagged and never taken for the name that they look like; the key of a name keeps such letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MIXED, HIDDEN = "mixed-scripts", "hidden-characters"
LONGEST, MOST = 4_000, 50  # characters of a name, and names of one entity, that are looked at
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})  # scripts with letters that look alike
_WORD = re.compile(r"[^\W\d_]+")
_HIDDEN = re.compile("[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def odd_letters(names: Iterable[str]) -> tuple[str, ...]:
    """The flags of an entity with these names.

    >>> odd_letters(["Bagdad"]), odd_letters(["B\\u0430gdad"]), odd_letters(["Владимир"]), odd_letters(["a\\u202eb"])
    ((), ('mixed-scripts',), (), ('hidden-characters',))
    """
    found = set()
    for _, name in zip(range(MOST), names, strict=False):
        if name.isascii():
            continue
        if _HIDDEN.search(name, 0, LONGEST):
            found.add(HIDDEN)
        if any(_is_mixed(word[0]) for word in _WORD.finditer(name, 0, LONGEST)):
            found.add(MIXED)
    return tuple(sorted(found))


def _is_mixed(word: str) -> bool:
    """Letters of more than one script that look alike stand in the word."""
    return not word.isascii() and len({_script(letter) for letter in set(word)} & _ALIKE) > 1


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
