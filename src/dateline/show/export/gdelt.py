"""Events and mentions in the columns of GDELT 2: tabs, no heads. For comparing with GDELT, not for passing as it.

By the GDELT Event Codebook 2.0 (61 and 16 columns) and the roots of CAMEO (01 to 20). Ids are ours, not numbers. Actors
have names and no CAMEO codes, places no FIPS 10-4 country codes, for ours are those of ISO. Only what has a CAMEO root and a whole
day is an event there; tone is left empty, for we measure none, and so is the Goldstein scale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.knowledge.ontology import ontology
from dateline.show.export.bytes_of import named
from dateline.show.index import Index
from dateline.show.inert import one_line, visible
from dateline.show.timeline import best_when
from dateline.show.where import COUNTRY, POINT, precision_of
from dateline.text.happening import Event, RoleName
from dateline.text.record import Record

_ACTOR = (
    "Code",
    "Name",
    "CountryCode",
    "KnownGroupCode",
    "EthnicCode",
    "Religion1Code",
    "Religion2Code",
    "Type1Code",
    "Type2Code",
    "Type3Code",
)
_GEO = ("Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
EVENTS = (
    "GlobalEventID", "Day", "MonthYear", "Year", "FractionDate", *(f"Actor1{name}" for name in _ACTOR),
    *(f"Actor2{name}" for name in _ACTOR), "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass",
    "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{who}Geo_{name}" for who in ("Actor1", "Actor2", "Action") for name in _GEO), "DATEADDED", "SOURCEURL",
)  # fmt: skip
MENTIONS = (
    "GlobalEventID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier", "SentenceID",
    "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone",
    "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
_QUADS = {"verbal cooperation": "1", "material cooperation": "2", "verbal conflict": "3", "material conflict": "4"}
_TOWNS = {"US": "3"}
Row = dict[str, str]


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """The two tables."""
    yield from (("events.export.tsv", b""), ("events.mentions.tsv", b""))  # also where nothing is told
    for name, record in named(records):
        for event, told in _rows(name, record):
            yield "events.export.tsv", _line(EVENTS, event)
            yield "events.mentions.tsv", b"".join(_line(MENTIONS, mention) for mention in told)


def _rows(name: str, record: Record) -> Iterator[tuple[Row, list[Row]]]:
    index, names = Index(record), ontology()
    for chain in index.event_chains:
        first, when = chain[0], best_when(chain)
        code = names.cameo(first)
        if code and when and when.first and when.first == when.last and first.status == "happened":
            day = when.first
            told = {
                "GlobalEventID": f"{name}-{first.id}", "Day": f"{day:%Y%m%d}", "MonthYear": f"{day:%Y%m}", "Year": f"{day:%Y}",
                "FractionDate": f"{day.year + ((day.month - 1) * 30 + day.day) / 365:.4f}", "IsRootEvent": str(int(first.main)),
                "EventCode": code, "EventBaseCode": code[:3], "EventRootCode": code[:2], "QuadClass": _QUADS[names.quad(first)],
                "NumMentions": str(len(chain)), "NumSources": "1", "NumArticles": "1", "SOURCEURL": record.article.url or "",
                "Actor1Name": _party(index, chain, "actor").upper(), "Actor2Name": _party(index, chain, "recipient").upper(),
                **_geo(index, chain),
            }  # fmt: skip
            yield told, [_mention(index, told, event) for event in chain]


def _mention(index: Index, event: Row, mention: Event) -> Row:
    article = index.article
    published = article.published.when
    return {
        "GlobalEventID": event["GlobalEventID"], "EventTimeDate": f"{event['Day']}000000",
        "MentionTimeDate": f"{published.first:%Y%m%d}000000" if published and published.first else "",
        "MentionType": "1" if article.url else "", "MentionSourceName": article.outlet or "", "MentionIdentifier": article.url or article.id,
        "Actor1CharOffset": _offset(mention, "actor"), "Actor2CharOffset": _offset(mention, "recipient"),
        "ActionCharOffset": str(mention.span.start), "InRawText": "1", "MentionDocLen": str(len(article.text)),
    }  # fmt: skip


def _offset(event: Event, role: RoleName) -> str:
    """Where the first of that role stands; GDELT writes -1 for none."""
    return next((str(part.span.start) for part in event.fillers(role)), "-1")


def _party(index: Index, chain: tuple[Event, ...], role: RoleName) -> str:
    parts = (part for event in chain for part in event.fillers(role))
    return next((index.name(part.entity) or index.quote(part.span, 80) for part in parts), "")


def _geo(index: Index, chain: tuple[Event, ...]) -> Row:
    """The place of the action: 1 a country, 3 a town in the United States, 4 one elsewhere; no coordinates for what is no spot."""
    id = next((event.place for event in chain if event.place), None)
    entity = index.record.entity(id)
    if entity is None:
        return {}
    precision, place = precision_of(entity), entity.place
    point = place.point if place and precision == POINT else None
    return {
        "ActionGeo_Type": {COUNTRY: "1", POINT: _TOWNS.get((place.country if place else None) or "", "4")}.get(precision, ""),
        "ActionGeo_Fullname": entity.name,
        "ActionGeo_Lat": f"{point[0]:.4f}" if point else "", "ActionGeo_Long": f"{point[1]:.4f}" if point else "",
    }  # fmt: skip


def _line(columns: tuple[str, ...], row: Row) -> bytes:
    return ("\t".join(visible(one_line(row.get(name, ""))) for name in columns) + "\n").encode("utf-8", "replace")
