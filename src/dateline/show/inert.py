"""Article text made safe to show: what would steer a terminal or turn the reading order becomes a visible mark.

Escapes and control characters become their Unicode pictures ("␛"), characters that cannot be seen become their code
("⟦U+202E⟧"). It works character by character, so the text of two pieces joined is the joined text of the two pieces.
"""

from __future__ import annotations

import re

# C0 and C1 controls but tab and newline; soft hyphen; zero-width space; line separators, bidi embeddings and overrides;
# word joiner to bidi isolates; byte order mark; interlinear marks; lone surrogates; non-characters; tag characters.
# The joiners U+200C and U+200D stay: Persian is written with them. So do the marks U+200E and U+200F: they turn nothing round.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ufdd0-\ufdef\ud800-\udfff\U000e0000-\U000e007f]"
)
_DELETE = 0x7F


def visible(text: str) -> str:
    r"""The text with every unseen or steering character replaced by a mark; a carriage return becomes a space.

    >>> visible("a\x1b[31m b\u202ec\r\n")
    'a␛[31m b⟦U+202E⟧c \n'
    """
    return _UNSEEN.sub(_mark, text)


def one_line(text: str, limit: int | None = None) -> str:
    """The text with its white space drawn together, cut with "…" between words where it is longer than `limit`.

    >>> one_line("the  northern\\n town", 13)
    'the northern…'
    """
    if limit is not None and len(text) > 4 * limit + 40:  # do not split megabytes to show a line
        text = text[: 4 * limit] + "…"
    line = " ".join(text.split())
    if limit is None or len(line) <= limit:
        return line
    cut = line[: limit - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > limit // 2 else cut).rstrip(" ,;:…") + "…"


def _mark(found: re.Match[str]) -> str:
    code = ord(found[0])
    if found[0] == "\r":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == _DELETE else f"⟦U+{code:04X}⟧"
