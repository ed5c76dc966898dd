"""XML from strangers: no entity is expanded, nothing is fetched, what is damaged is read as far as it goes."""

from __future__ import annotations

import html
import re

from lxml import etree

from dateline.read.decode import decode
from dateline.text.errors import CannotRead

_PROLOG = re.compile(r"\s*<\?xml[^>]{0,400}\?>", re.IGNORECASE)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_STRAY = re.compile(r"&(?!(?:[A-Za-z][\w.-]{0,30}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})


def tree(data: bytes) -> etree._Element:
    """The root of the document; CannotRead where there is none."""
    text = decode(data, markup=True)
    text = _PROLOG.sub("", text, count=1).lstrip()  # it names a character set that the text is no longer in
    text = _ENTITY.sub(_character, _STRAY.sub("&amp;", _CONTROL.sub("\ufffd", text)))
    root = element(text.encode("utf-8", "replace"))
    if root is None:
        raise CannotRead("is damaged XML: no element in it can be made out; give the file as its maker has it")
    return root


def element(data: bytes) -> etree._Element | None:
    """The root element of these bytes, repaired where it is damaged; None where there is none."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True,
        remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        root: etree._Element | None = etree.fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    return root


def local(each: etree._Element) -> str:
    """The element's name without its namespace, in small letters; "" for what is no element."""
    tag = each.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def words(each: etree._Element) -> str:
    """All text in the element, in order."""
    return "".join(str(text) for text in each.itertext("*"))


def _character(found: re.Match[str]) -> str:
    """The character of an entity that HTML knows and XML does not: feeds are full of them."""
    if found[1] in _OWN:
        return found[0]
    character = html.unescape(found[0])
    return character if character != found[0] else f"&amp;{found[1]};"
