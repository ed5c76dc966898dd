"""Parse the TOML of every language ahead, into `src/dateline/languages/built/`: a start is then 60 ms quicker.

python tools/build_languages.py            writes the files; run it after a change of TOML, before the commit
python tools/build_languages.py --check    prints what is behind its TOML; exit code 1 if anything is
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from dateline.languages import HOME, patterns, spoken
from dateline.languages.built import BUILT, line_of
from dateline.languages.grammar import parsed


def main() -> int:
    """Write or check; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check: bool = parser.parse_args().check
    late = behind()
    for path, content in late.items():
        if check:
            print(f"{path.name} is behind its TOML; run tools/build_languages.py")
            continue
        BUILT.mkdir(exist_ok=True)
        path.write_bytes(content)
        print(f"{path.name}: {len(content)} bytes")
    return 1 if check and late else 0


def behind() -> dict[Path, bytes]:
    """The built files that are not what the TOML gives, and what they should hold."""
    made: dict[Path, bytes] = {}
    for code in sorted({path.relative_to(HOME).parts[0] for path in HOME.glob("*/*.toml")}):
        made[BUILT / f"{code}.jsonl"] = _lines(code)
    for code in spoken():
        told = json.dumps(patterns.table(parsed(code, "times")), ensure_ascii=False, separators=(",", ":"))
        made[BUILT / f"{code}.patterns.json"] = told.replace('],"', '],\n"').encode() + b"\n"
    return {path: content for path, content in made.items() if not path.is_file() or path.read_bytes() != content}


def _lines(code: str) -> bytes:
    home = HOME / code
    sources = {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*.toml")}
    lines = (line_of(name, source, _tables(name, source)) for name, source in sorted(sources.items()))
    return "".join(lines).encode()


def _tables(name: str, source: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(source.decode())
    except ValueError as error:
        raise SystemExit(f"{name}: {error}") from error


if __name__ == "__main__":
    sys.exit(main())
