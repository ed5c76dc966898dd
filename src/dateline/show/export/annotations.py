"""W3C Web Annotation (JSON-LD): an annotation for each finding, and the record whole in their bodies, so that nothing is lost.

By the Web Annotation Data Model and Vocabulary (W3C Recommendations of 23 February 2017). Each target has a TextPositionSelector, in code points as the standard has it, and a TextQuoteSelector with the words around it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from dateline.show.export.bytes_of import json_list, named
from dateline.show.export.marks import Back, Mark
from dateline.text.errors import BadRecord
from dateline.text.record import Record
from dateline.text.telling import ROOT
from dateline.wire import from_json, to_json

CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "@version": 1.1,
        "dateline": "urn:dateline:",
        "layer": "dateline:layer",
        "finding": {"@id": "dateline:finding", "@type": "@json"},
    },
]
AROUND = 32  # characters of prefix and suffix
LAYERS = ("times", "entities", "mentions", "statements", "events", "figures", "wording", "quotations")


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """One AnnotationPage of all articles."""
    items = (item for name, record in named(records) for item in _items(name, record))
    page = {"@context": CONTEXT, "id": "urn:dateline:page", "type": "AnnotationPage"}
    for piece in json_list(page, "items", items):
        yield "annotations.jsonld", piece


def records_of(page: bytes) -> tuple[Record, ...]:
    """The records back; BadRecord says which annotation is wrong."""
    wires: dict[str, dict[str, Any]] = {}
    for nth, item in enumerate(_page(page)):
        body = _body(item, nth)
        if item.get("motivation") == "describing":
            wires[item["target"]["source"]] = {**body, **{name: [] for name in LAYERS}}
        else:
            wire = wires.get(item["target"]["source"])
            if wire is None:
                raise BadRecord(f"annotation {nth + 1}: its article does not stand before it")
            wire[item["body"]["layer"]].append(body)
    return tuple(from_json(json.dumps(wire)) for wire in wires.values())


def back(page: bytes) -> Iterator[Back]:
    """What came back of each article: its findings as they stand in the selectors and bodies now."""
    found: dict[str, list[Mark]] = {}
    for nth, item in enumerate(_page(page)):
        target = item.get("target")
        if not isinstance(target, dict) or not isinstance(target.get("source"), str):
            raise BadRecord(f"annotation {nth + 1}: its target names no source")
        marks = found.setdefault(target["source"].removeprefix("urn:dateline:"), [])
        if item.get("motivation") != "describing":
            marks += _marks(item, nth)
    for article, marks in found.items():
        yield Back(article, tuple(marks))


def _items(name: str, record: Record) -> Iterator[dict[str, Any]]:
    source = f"urn:dateline:{name}"
    wire = json.loads(to_json(record))
    yield {
        "id": f"{source}#record", "type": "Annotation", "motivation": "describing", "target": {"source": source},
        "body": {"type": "dateline:Record", "finding": {key: wire[key] for key in wire if key not in LAYERS}},
    }  # fmt: skip
    text = wire["article"]["text"]
    for layer in LAYERS:
        for found in wire[layer]:
            target: dict[str, Any] = {"source": source}
            if "start" in found:
                target["selector"] = _selectors(text, found["start"], found["end"])
            body = {"type": f"dateline:{layer}", "layer": layer, "finding": found}
            yield {
                "id": f"{source}#{found['id']}", "type": "Annotation", "motivation": "classifying", "body": body,
                "target": target,
            }  # fmt: skip


def _selectors(text: str, start: int, end: int) -> list[dict[str, Any]]:
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[max(0, start - AROUND) : start],
            "suffix": text[end : end + AROUND],
        },
    ]  # fmt: skip


def _page(page: bytes) -> list[dict[str, Any]]:
    try:
        told = json.loads(page)
    except (ValueError, RecursionError) as error:
        raise BadRecord(f"not JSON: {error}") from error
    items = told.get("items") if isinstance(told, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise BadRecord("no AnnotationPage: there is no list of 'items'")
    return items


def _body(item: dict[str, Any], nth: int) -> dict[str, Any]:
    body = item.get("body")
    finding = body.get("finding") if isinstance(body, dict) else None
    if not isinstance(finding, dict):
        raise BadRecord(f"annotation {nth + 1}: its body holds no finding of dateline")
    return finding


def _marks(item: dict[str, Any], nth: int) -> Iterator[Mark]:
    """The mark of an annotation: where its position selector stands, under the kind and date that its body gives."""
    finding = _body(item, nth)
    selectors = item["target"].get("selector", [])
    place = next(
        (each for each in selectors if isinstance(each, dict) and each.get("type") == "TextPositionSelector"), None
    )
    if place is None:
        return
    layer, start, end = item["body"].get("layer"), place.get("start"), place.get("end")
    if layer in ("quotations", "entities") or finding.get("id") == ROOT:
        return
    if not isinstance(start, int) or not isinstance(end, int) or not isinstance(finding.get("id"), str):
        raise BadRecord(f"annotation {nth + 1}: its selector needs start and end, its body an id")
    label = {"events": "kind", "figures": "counts"}.get(str(layer))
    when = (
        finding.get("said" if layer == "statements" else "when") if layer in ("times", "events", "statements") else None
    )
    yield Mark(finding["id"], str(layer), start, end, str(finding.get(label) or "") if label else "", str(when or ""))
