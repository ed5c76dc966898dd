"""What dateline stands on and under which licences, from the metadata of what is installed: written to docs/licences.md.

python tools/licences.py           write the page
python tools/licences.py --check   say whether it is behind, and whether anything under the GPL came in; exit code 1 if so
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).resolve().parent.parent / "docs" / "licences.md"
EXTRAS = ("cas", "fetch", "parquet", "ray", "warc", "xlsx")  # what a user may install; `dev` and `docs` go to nobody
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_EXTRA = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")
_OTHER_SYSTEM = re.compile(
    r"""(?:sys_platform|platform_system|os_name)\s*==\s*['"](?:win32|Windows|nt|darwin|Darwin|emscripten)['"]"""
)
_CLASSIFIER = re.compile(r"License :: (?:OSI Approved :: )?(.+)")
_GPL = re.compile(r"\b(?:A|L)?GPL|General Public", re.IGNORECASE)
_LESSER = re.compile(r"\bLGPL|Lesser General|Library General", re.IGNORECASE)
HEAD = """# Licences of dependencies

Made by `python tools/licences.py` from what the packages say of themselves. What comes with dateline itself is on the page
[Data licences](data.md) and in the file `NOTICE`. Nothing under the GPL is used; where a package may be taken under one of several licences, it is taken under one that is not; a package under the LGPL alone would be marked.
"""


class Package(NamedTuple):
    """An installed package and its licence, as it says itself."""

    name: str
    version: str
    licence: str


def main(arguments: list[str]) -> int:
    """Write or check the page; the exit code."""
    core = needed("dateline", ())
    more = {name: pack for name, pack in needed("dateline", EXTRAS).items() if name not in core}
    bad = [f"{pack.name}: {pack.licence}" for pack in (*core.values(), *more.values()) if is_gpl(pack.licence)]
    if bad:
        print("under the GPL:", *bad, sep="\n  ")
        return 1
    page = f"{HEAD}\n## Always installed\n\n{_table(core)}\n\n## With extras\n\n{_table(more)}\n"
    if "--check" not in arguments:
        PAGE.write_text(page, "utf-8")
    elif PAGE.read_text("utf-8") != page:
        print("docs/licences.md is behind; run tools/licences.py")
        return 1
    return 0


def needed(package: str, extras: tuple[str, ...]) -> dict[str, Package]:
    """All that the package needs, and what they need in turn, by name; without the package itself."""
    found: dict[str, Package] = {}
    waiting = [*_requires(package, extras)]
    while waiting:
        name = waiting.pop().lower().replace("_", "-").replace(".", "-")
        if name in found or name == package:
            continue
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            continue  # it is for another system or another Python
        found[name] = Package(name, installed.version, _licence(name))
        waiting += _requires(name, ())
    return dict(sorted(found.items()))


def is_gpl(licence: str) -> bool:
    """The licence is the GPL or the AGPL, with no other to choose; the LGPL is not."""
    return all(_GPL.search(choice) and not _LESSER.search(choice) for choice in _choices(licence))


def _is_lesser(licence: str) -> bool:
    return all(_LESSER.search(choice) for choice in _choices(licence))


def _choices(licence: str) -> list[str]:
    return re.split(r"\bOR\b", licence)


def _requires(package: str, extras: tuple[str, ...]) -> Iterator[str]:
    for line in distribution(package).requires or ():
        extra = _EXTRA.search(line)
        name = _NAME.match(line)
        if name and not _OTHER_SYSTEM.search(line) and (extra is None or extra[1] in extras):
            yield name[0]


def _licence(name: str) -> str:
    """The SPDX expression, else what the classifiers say, else the first line of the free text."""
    told = distribution(name).metadata
    expression, free = ((*told.get_all(key, []), "")[0].strip() for key in ("License-Expression", "License"))
    classified = [found[1] for line in told.get_all("Classifier", []) if (found := _CLASSIFIER.match(line))]
    return expression or "; ".join(classified) or (free.splitlines()[0][:60] if free else "not told")


def _table(packages: dict[str, Package]) -> str:
    rows = (
        f"| {each.name} | {each.version} | {each.licence}{' (**LGPL**)' if _is_lesser(each.licence) else ''} |"
        for each in packages.values()
    )
    return "\n".join(("| package | version | licence |\n|---|---|---|", *rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
