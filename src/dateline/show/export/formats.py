"""The formats that findings go out in: name, module, what a file is called, and which layers of a record it tells of.

A format is a module with `files(records)`, which gives pieces of its files: a name, and bytes that belong behind those that came
under this name before. What a format keeps is tested: a
layer is kept where the files change when the layer is taken away.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.text.errors import BadQuery
from dateline.text.record import Record

File = tuple[str, bytes]
LAYERS = (
    "times", "entities", "mentions", "statements", "events", "figures", "wording", "quotations", "checks", "because",
)  # fmt: skip
ALL = frozenset(LAYERS)


@dataclass(frozen=True, slots=True)
class Format:
    """A format. `name` is what people type, `suffix` that of its files; `several`: it writes more files than one.

    `keeps` are the layers that it tells of, `loses` says in words what else it cannot hold, `back` names it in `dateline import`.
    """

    name: str
    suffix: str
    summary: str
    keeps: frozenset[str]
    loses: str
    several: bool = False
    back: bool = False

    def files(self, records: Iterable[Record]) -> Iterator[File]:
        """The files, in pieces: `writing.py` puts them together."""
        module = importlib.import_module(f"dateline.show.export.{self.name.replace('-', '_')}")
        made: Iterator[File] = module.files(records)
        return made


def _but(*layers: str) -> frozenset[str]:
    return ALL - frozenset(layers)


FORMATS = (
    Format("annotations", ".jsonld", "W3C Web Annotation, JSON-LD", ALL, "nothing", back=True),
    Format("bundle", ".zip", "records as read, corrections and judgements, with hashes, to hand to another dateline", ALL, "nothing", back=True),
    Format("csv", ".csv", "a CSV table for each kind of finding", _but("quotations"), "the blocks", several=True),
    Format("xlsx", ".xlsx", "one workbook, a sheet for each kind of finding", _but("quotations"),
           "the blocks; characters of a cell beyond 32,767"),
    Format("parquet", ".parquet", "a Parquet file for each kind of finding", _but("quotations"), "the blocks", several=True),
    Format("datasette", ".db", "a plain SQLite file with a table for each kind of finding, and views, for Datasette",
           _but("quotations"), "the blocks"),
    Format("geojson", ".geojson", "places and what happened there, RFC 7946",
           frozenset({"entities", "mentions", "statements", "events"}), "events without a place"),
    Format("timelinejs", ".json", "a timeline for TimelineJS", frozenset({"entities", "statements", "events"}),
           "events without a date"),
    Format("timeml", ".tml", "TimeML with TIMEX3, an article a file", frozenset({"times", "events"}),
           "all but one of marks that overlap; control characters, which XML has not", several=True),
    Format("brat", ".ann", "brat standoff, a text and its marks for each article",
           frozenset({"times", "entities", "mentions", "statements", "events", "figures", "wording"}),
           "the anchors of times, chains of statements", several=True, back=True),
    Format("cas", ".json", "UIMA CAS as JSON with its types, an article a file, for INCEpTION",
           frozenset({"times", "entities", "mentions", "statements", "events", "figures", "wording"}),
           "roles, the anchors of times, chains of statements", several=True, back=True),
    Format("ftm", ".ftm.jsonl", "entities of FollowTheMoney",
           frozenset({"entities", "mentions", "statements", "events"}), "offsets; who says what, but for a note"),
    Format("gdelt", ".tsv", "an event and a mention table in the columns of GDELT 2",
           frozenset({"entities", "events"}), "who says so; ranges of dates; what is no CAMEO event", several=True),
    Format("plover", ".jsonl", "events as PLOVER, JSON", frozenset({"entities", "statements", "events", "figures"}),
           "events of kind OTHER; counts that are open upward"),
    Format("acled", ".csv", "events in columns like those of ACLED, tolls low and high",
           frozenset({"entities", "statements", "events", "figures"}), "events without a date; offsets"),
    Format("conllu", ".conllu", "sentences and words as CoNLL-U", frozenset(),
           "all findings; relations are ClearNLP's, not those of Universal Dependencies"),
    Format("claims", ".jsonld", "what sources say as schema.org Claims, without any rating",
           frozenset({"entities", "statements"}), "events; offsets"),
)  # fmt: skip


def format_named(name: str) -> Format:
    """The format of that name; BadQuery says which there are."""
    found = next((each for each in FORMATS if each.name == name), None)
    if found is None:
        raise BadQuery(f"{name!r} is no format; there are {', '.join(each.name for each in FORMATS)}")
    return found
