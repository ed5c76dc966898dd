"""Show what each outlet calls somebody or some place: in which words, whose words they are, how often, and whether they are loaded.

NAME is any name that an article uses for it, or the one by which it is known. `terrorists` for a movement, or `so-called` before a name,
stands here with whoever says it.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable

from dateline.cli import OK
from dateline.cli.dossiers import add_file_options, gather, show
from dateline.knowledge.folding import fold
from dateline.relate.dossier import Dossier
from dateline.show.called import COLUMNS, as_json, rows
from dateline.show.compared import Names
from dateline.show.dossier_page import names_page
from dateline.show.dossier_tables import names_view
from dateline.show.inert import one_line, visible
from dateline.store.archive import Archive
from dateline.store.nearby import MOST, naming
from dateline.text.errors import BadQuery

NEAREST = 8  # names that are told where the one asked for is not there


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_file_options(parser)
    parser.add_argument("name", metavar="NAME", help="a person, group or place")


def run(options: argparse.Namespace) -> int:
    """Find the name and print who calls it what; the exit code."""

    def chosen(archive: Archive) -> Iterable[int]:
        found = naming(archive, options.name)
        if len(found) == MOST:
            print(f"dateline: only the {MOST:,} articles that were added last", file=sys.stderr)
        return found

    dossier = gather(options.file, chosen, events=False, as_read=options.as_read)
    shown = rows(dossier, dossier.names(options.name), Names(dossier))
    if not shown:
        near = nearest(dossier, options.name)
        raise BadQuery(
            f"{options.file}: nobody and no place is named {options.name!r}"
            + (f"; there are {', '.join(near)}" if near else "; look for words with dateline search")
        )
    show(
        options,
        map(as_json, shown),
        COLUMNS,
        lambda width: names_view(options.name, shown, width=width),
        page=lambda: names_page(options.name, shown),
    )
    return OK


def nearest(dossier: Dossier, name: str) -> list[str]:
    """The names with a word in common, else those of most articles."""
    told: Counter[str] = Counter()
    for record in dossier.records.values():
        told.update({visible(one_line(entity.known_as or entity.name, 60)) for entity in record.entities})
    wanted = set(fold(name).split())
    alike = [each for each, _ in told.most_common() if wanted & set(fold(each).split())]
    return (alike or [each for each, _ in told.most_common()])[:NEAREST]
