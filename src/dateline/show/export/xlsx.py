"""A workbook with a sheet for each kind of finding. Text is written as text, so that no cell can become a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from dateline.show.export.offsets import as_xml
from dateline.show.framed import Value
from dateline.show.frames import Frame, frames, needed
from dateline.text.record import Record

LONGEST_CELL, MOST_ROWS = 32_767, 1_048_575  # of any workbook
LARGEST = 2**53  # beyond, a cell's number loses its last digits: written as text
FIRST_DAY = date(1900, 3, 1)  # before, workbooks count a day that never was


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """The workbook."""
    xlsxwriter, out = needed("xlsxwriter", "dateline[xlsx]"), io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for frame in frames(records):
            sheet = book.add_worksheet(frame.name)
            sheet.freeze_panes(1, 0)
            _fill(sheet, frame, day)
    yield "dateline.xlsx", out.getvalue()


def _fill(sheet: Any, frame: Frame, day: Any) -> None:
    for at, (name, _) in enumerate(frame.columns):
        sheet.write_string(0, at, name)
    for nth, row in enumerate(frame.rows[:MOST_ROWS], 1):
        for at, value in enumerate(row):
            _write(sheet, (nth, at), value, day)


def _write(sheet: Any, place: tuple[int, int], value: Value, day: Any) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_boolean(*place, value)
        case int() | float() if abs(value) < LARGEST:
            sheet.write_number(*place, value)
        case date() if value >= FIRST_DAY:
            sheet.write_datetime(*place, value, day)
        case _:
            sheet.write_string(*place, as_xml(str(value))[:LONGEST_CELL])
