"""Write the pages of the reader as a folder of files: they open from a disk, load nothing from elsewhere, and need no server.

The same archive gives the same files. A site holds up to 1,000 articles; of a larger archive ask for a name, a place or some days.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dateline.cli import OK
from dateline.cli.timeline import add_choice_options
from dateline.store.archive import Archive
from dateline.store.nearby import timed
from dateline.text.errors import BadQuery, CannotStore
from dateline.web.site import write_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the format takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="an archive")
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder; made where there is none")
    add_choice_options(parser)


def run(options: argparse.Namespace) -> int:
    """Write the site and say how many pages it has; the exit code."""
    if options.out.exists() and not options.out.is_dir():
        raise BadQuery(f"{options.out}: is a file; name a folder")
    days = (options.since, options.until)
    with Archive.open(options.file) as archive:
        asked = options.about or options.place or any(days)
        chosen = timed(archive, about=options.about, place=options.place, days=days) if asked else None
        try:
            pages = write_site(archive, options.out, chosen)
        except OSError as error:
            told = f"{options.out}: cannot be written ({error.strerror or error}); name a folder that is there, or could be made"
            raise CannotStore(told) from error
    print(f"dateline: {pages:,} pages; open {options.out / 'index.html'}", file=sys.stderr)
    return OK
