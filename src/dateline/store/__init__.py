"""Floor 4: where records are kept. `archive.py` is what others use, `tables.py` says what is kept, `sqlite.py` alone knows SQLite."""

from __future__ import annotations

from dateline.store.archive import Archive, Status
from dateline.store.finding import Found
from dateline.store.searching import Hit
from dateline.store.writing import Added

__all__ = ["Added", "Archive", "Found", "Hit", "Status"]
