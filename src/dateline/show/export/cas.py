"""UIMA CAS as JSON, its types in it: to be corrected in INCEpTION, say, and brought back. dkpro-cassis does the offsets, which are UTF-16 there.

Characters that a CAS cannot hold are replaced one for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dateline.show.export.bytes_of import named
from dateline.show.export.marks import Back, Mark, marks_of
from dateline.show.export.offsets import as_xml
from dateline.show.frames import needed
from dateline.text.article import Article
from dateline.text.errors import BadRecord
from dateline.text.record import Record

TYPE = "dateline.Finding"
FEATURES = ("finding", "layer", "label", "when")
INSTALL = ("cassis", "dateline[cas]")


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """A CAS for each article."""
    cassis = needed(*INSTALL)
    for name, record in named(records):
        types = cassis.TypeSystem()
        finding = types.create_type(name=TYPE, supertypeName="uima.tcas.Annotation")
        for feature in FEATURES:
            types.create_feature(domainType=finding, name=feature, rangeType="uima.cas.String")
        cas = cassis.Cas(typesystem=types)
        cas.sofa_string, cas.sofa_mime = as_xml(record.article.text), "text/plain"
        cas.add_all([_finding(finding, mark) for mark in marks_of(record)])
        yield f"{name}.json", cas.to_json().encode()


def back(told: bytes, *, name: str = "CAS") -> Back:
    """What came back of one article; BadRecord where it is no CAS, or none of ours."""
    cassis = needed(*INSTALL)
    try:
        cas = cassis.load_cas_from_json(told.decode())
        text = cas.sofa_string
        marks = tuple(_mark(each) for each in cas.select(TYPE))
    except Exception as error:  # cassis raises whatever the odd file makes it stumble over
        raise BadRecord(f"{name}: is no CAS with {TYPE} in it ({type(error).__name__}: {error})") from error
    wrong = next((mark for mark in marks if not 0 <= mark.start <= mark.end <= len(text)), None)
    if wrong is not None:
        raise BadRecord(f"{name}: {wrong.id or 'a mark'} lies outside the text of {len(text):,} characters")
    return Back(Article(text).id, marks)


def _finding(made: Any, mark: Mark) -> Any:
    return made(begin=mark.start, end=mark.end, finding=mark.id, layer=mark.layer, label=mark.label, when=mark.when)


def _mark(each: Any) -> Mark:
    told = (each.finding or "", each.layer or "", int(each.begin), int(each.end), each.label or "", each.when or "")
    return Mark(*told)
