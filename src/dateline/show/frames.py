"""Findings as columns, for pandas, polars, DuckDB and whatever else takes an Arrow stream: one frame for each kind of finding.

A frame is plain Python; only who asks it for Arrow needs pyarrow. `framed.py` says what the columns hold.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from dateline.show.framed import COLUMNS, Row, Value, rows_of
from dateline.show.inert import one_line, visible
from dateline.text.errors import MissingPackage
from dateline.text.record import Record

SHOWN, LONGEST = 20, 120  # rows of a frame in a notebook, and characters of a cell
_ARROW = {"text": "string", "whole": "int64", "number": "float64", "day": "date32", "truth": "bool_"}


@dataclass(frozen=True, slots=True)
class Frame:
    """Findings of one kind, one a row; `columns` are pairs of a name and what stands under it.

    `polars.DataFrame(frame)`, `pyarrow.table(frame)` and the like take it as it is, by the Arrow C stream.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        names = [name for name, _ in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)

    def to_arrow(self) -> Any:
        """A `pyarrow.Table`; MissingPackage says what to install."""
        arrow = needed("pyarrow", "dateline[parquet]")
        fields = [arrow.field(name, getattr(arrow, _ARROW[kind])()) for name, kind in self.columns]
        columns = zip(*self.rows, strict=True) if self.rows else ((),) * len(fields)
        arrays = [arrow.array(values, field.type) for values, field in zip(columns, fields, strict=True)]
        return arrow.table(arrays, arrow.schema(fields))

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame`; MissingPackage says what to install."""
        needed("pandas", "pandas")
        return self.to_arrow().to_pandas()

    def to_polars(self) -> Any:
        """A `polars.DataFrame`; MissingPackage says what to install."""
        return needed("polars", "polars").DataFrame(self)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def _repr_html_(self) -> str:
        heads = "".join(f"<th>{escape(name)}</th>" for name, _ in self.columns)
        rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in self.rows[:SHOWN])
        more = f", the first {SHOWN} shown" if len(self.rows) > SHOWN else ""
        caption = f"{escape(self.name)}: {len(self.rows):,} rows{more}"
        return f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


@dataclass(frozen=True, slots=True)
class Frames:
    """All findings of some records, one frame a kind; `article` in each row is the id of the article."""

    articles: Frame
    times: Frame
    names: Frame
    places: Frame
    mentions: Frame
    statements: Frame
    events: Frame
    roles: Frame
    figures: Frame
    wording: Frame
    checks: Frame
    failures: Frame

    def __iter__(self) -> Iterator[Frame]:
        return (getattr(self, name) for name in COLUMNS)


def frames(records: Record | Iterable[Record]) -> Frames:
    """The findings of a record, or of many, as frames."""
    filled: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for record in (records,) if isinstance(records, Record) else records:
        for name, row in rows_of(record):
            filled[name].append(row)
    return Frames(**{name: Frame(name, COLUMNS[name], tuple(rows)) for name, rows in filled.items()})


def needed(package: str, install: str) -> Any:
    """The package, imported now; MissingPackage says what to install."""
    try:
        return importlib.import_module(package)
    except ImportError as error:
        raise MissingPackage(f"this needs {package}, which is not installed: pip install '{install}'") from error


def _cell(value: Value) -> str:
    told = "" if value is None else visible(one_line(str(value), LONGEST))
    return f'<td dir="auto">{escape(told)}</td>'
