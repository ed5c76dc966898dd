"""What must be true of every file in the repository: no machine paths, no download addresses, no huge files, no loose ends.

python tools/check_house.py        prints what is wrong; exit code 1 if anything is
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from build_languages import behind

HOME = Path(__file__).resolve().parent.parent
LARGEST = 25_000_000
LONGEST = 400
MACHINE_PATH = re.compile(r"(?<![\w.\-/])/(?:home|root|work|Users)/[A-Za-z]")
LOOSE_END = re.compile(r"\b(?:TODO|FIXME)\b|# type: ignore|# noqa|pytest\.mark\.(?:skip|xfail)")
NEEDED = (
    "README.md",
    "LICENSE",
    "NOTICE",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Makefile",
    "requirements.lock",
    ".ci/run",
)


def main() -> int:
    """Print every problem; the exit code."""
    problems = [*_missing(), *(problem for path in _files() for problem in _of(path)), *_schema(), *_built()]
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


def _files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listed.stdout.splitlines() if (path := HOME / name).is_file()]


def _missing() -> Iterator[str]:
    for name in NEEDED:
        if not (HOME / name).is_file():
            yield f"{name}: missing"


def _of(path: Path) -> Iterator[str]:
    name = path.relative_to(HOME)
    size = path.stat().st_size
    if size > LARGEST:
        yield f"{name}: {size} bytes, more than {LARGEST}"
    if size > 2_000_000:
        return
    text = path.read_bytes().decode("utf-8", "replace")
    lines = text.splitlines()
    if path.suffix == ".py" and len(lines) > LONGEST:
        yield f"{name}: {len(lines)} lines; at {LONGEST}, find the second idea in it"
    if path.suffix == ".lock" and "://" in text:
        yield f"{name}: holds an address"
    for number, line in enumerate(lines, 1):
        if MACHINE_PATH.search(line):
            yield f"{name}:{number}: a path of a machine"
        if path.suffix == ".py" and path != Path(__file__).resolve() and LOOSE_END.search(line):
            yield f"{name}:{number}: a loose end: {line.strip()[:80]}"


def _schema() -> Iterator[str]:
    printed = subprocess.run(
        [sys.executable, "-m", "dateline", "schema"], cwd=HOME, capture_output=True, text=True, check=True
    )
    kept = HOME / "docs" / "record.schema.json"
    if not kept.is_file() or kept.read_text("utf-8") != printed.stdout:
        yield "docs/record.schema.json: differs from the types; run `make docs`"


def _built() -> Iterator[str]:
    for path in behind():
        yield f"{path.relative_to(HOME)}: is behind its TOML; run tools/build_languages.py"


if __name__ == "__main__":
    sys.exit(main())
