"""Adds a file to an archive and prints, after each transaction, how many articles are acknowledged: `store_driver.py INPUT ARCHIVE`."""

import sys

from dateline.store.adding import add_all
from dateline.store.archive import Archive

if __name__ == "__main__":
    with Archive.open(sys.argv[2], write=True) as archive:
        add_all(archive, [sys.argv[1]], tell=lambda progress: print(progress.added + progress.there, flush=True))
