"""What an archive of an older schema lacks and no SQL can make: by what kinds of source its articles are told.

Until version 4 that stood in the records alone. It is done by whoever opens the archive to write, the newest first, some articles in a
transaction; `setting.untold` is the number of the last one that still lacks it.
"""

from __future__ import annotations

from dateline.store.correcting import corrected_shape, corrections
from dateline.store.drafts import PLAIN, draft_shape
from dateline.store.keys import told_keys
from dateline.store.sqlite import Database
from dateline.store.stored import stored_last

TOGETHER = 500


def untold(database: Database) -> int:
    """The number of the last article by whose kinds of source nothing is found yet; 0 where there is none."""
    return int(database.one("SELECT value FROM setting WHERE name = 'untold'") or 0)


def bring_forward(database: Database) -> None:
    """Put in what is missing."""
    while untold(database):
        with database.transaction():
            last = untold(database)  # another writer may have been here
            done = _tell(database, last) if last else 0
            database.put("setting", [("untold", str(done))], replace=True)


def _tell(database: Database, last: int) -> int:
    """Do some articles from that number down; the number that is next."""
    records = stored_last(database, TOGETHER, last)
    for each in records:
        draft = draft_shape(corrected_shape(each.shape(), corrections(database, each.article)), PLAIN)
        if keys := " ".join(told_keys(draft, each.article)):
            database.run("INSERT INTO named (rowid, keys) VALUES (?, ?)", (each.article, keys))
    return records[-1].article - 1 if len(records) == TOGETHER else 0
