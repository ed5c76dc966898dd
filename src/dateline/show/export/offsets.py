"""Offsets at the border: ours are Unicode code points; others count UTF-16 units or UTF-8 bytes, and XML has no control characters.

The text itself is never normalised: what cannot be written is replaced one character for one, so that every offset holds.
"""

from __future__ import annotations

import re
from itertools import accumulate

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Offsets:
    """Code points of one text as UTF-16 units and as UTF-8 bytes, and back.

    >>> at = Offsets("a😀é")
    >>> at.utf16(2), at.utf8(2), at.from_utf16(3), at.from_utf8(5)
    (3, 5, 2, 2)
    """

    def __init__(self, text: str) -> None:
        self._plain = text.isascii()
        self._size = len(text)
        points = () if self._plain else tuple(map(ord, text))
        self._utf16 = (0, *accumulate(2 if point > 0xFFFF else 1 for point in points))
        self._utf8 = (0, *accumulate(1 + (point > 0x7F) + (point > 0x7FF) + (point > 0xFFFF) for point in points))
        self._back: dict[bool, dict[int, int]] = {}

    def utf16(self, offset: int) -> int:
        """The same place in UTF-16 code units."""
        return offset if self._plain else self._utf16[offset]

    def utf8(self, offset: int) -> int:
        """The same place in bytes of UTF-8."""
        return offset if self._plain else self._utf8[offset]

    def from_utf16(self, units: int) -> int | None:
        """The code point that begins there; None within a character or beyond the text."""
        return self._from(units, wide=True)

    def from_utf8(self, bytes: int) -> int | None:
        """The code point that begins there; None within a character or beyond the text."""
        return self._from(bytes, wide=False)

    def _from(self, place: int, *, wide: bool) -> int | None:
        if self._plain:
            return place if 0 <= place <= self._size else None
        if wide not in self._back:
            table = self._utf16 if wide else self._utf8
            self._back[wide] = {there: here for here, there in enumerate(table)}
        return self._back[wide].get(place)


def as_utf8(text: str) -> str:
    """The text, a lone surrogate in it, which has no bytes, made a replacement character: one for one."""
    return text if text.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", text)


def as_xml(text: str) -> str:
    """The text, what XML cannot hold made a replacement character: one for one."""
    return _NO_XML.sub("\ufffd", text)
