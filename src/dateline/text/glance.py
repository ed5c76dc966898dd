"""A few rows as HTML for a notebook: no script, no address, every character that is not ours escaped.

What would turn the reading order stays within its cell; `show` lays out whole pages.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence

SHOWN, LONGEST = 20, 160  # rows, and characters of a cell: a notebook keeps what it shows
_JOINERS = "\u200c\u200d"  # Persian is written with them


def glance(heading: str, about: Iterable[object], heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The heading, a line about it, and the first rows with a word on how many there are.

    >>> glance("A <b> raid", ("The Courier", None), ("when",), [("2019-05-03",)])[:58]
    '<div><p><strong><bdi>A &lt;b&gt; raid</bdi></strong><br><b'
    """
    shown = [*rows]
    line = ", ".join(_safe(str(each)) for each in about if each is not None)
    top = "".join(f"<th>{_safe(head)}</th>" for head in heads)
    body = "".join(f"<tr>{''.join(f'<td>{_safe(cell)}</td>' for cell in row)}</tr>" for row in shown[:SHOWN])
    rest = f"<p>and {len(shown) - SHOWN} more</p>" if len(shown) > SHOWN else ""
    return (
        f"<div><p><strong>{_safe(heading)}</strong><br>{line}</p>"
        f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>{rest}</div>"
    )


def _safe(words: str) -> str:
    cut = words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
    drawn = "".join(each if each.isprintable() or each in _JOINERS else " " for each in cut)
    escaped: str = importlib.import_module("html").escape(drawn)  # 2 ms, which only a notebook pays
    return f"<bdi>{escaped}</bdi>"
