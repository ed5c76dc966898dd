"""Every snippet of the docs runs: Python blocks, and the commands of blocks marked `sh`, page by page in one process with one model.

The pages run in a folder of their own that holds the demo corpus, in the order of the navigation: later ones find the archive that the
tutorial made. A block behind `<!-- not run: why -->` is left out; it must say why.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline.cli import main

HOME = Path(__file__).parent.parent
BLOCK = re.compile(
    r"^(?P<before><!-- not run: .+ -->\n)?```(?P<kind>python|sh)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
GOES_ON = frozenset({"serve"})  # commands that do not end by themselves: that they are there is all that is looked at
FIRST = ("tutorial.md", "howto/fact-checker.md")


def pages() -> list[Path]:
    docs = HOME / "docs"
    return [
        *(docs / name for name in FIRST),
        *(path for path in sorted(docs.rglob("*.md")) if path.relative_to(docs).as_posix() not in FIRST),
    ]


def blocks(page: Path) -> Iterator[tuple[str, str, int]]:
    text = page.read_text("utf-8")
    for found in BLOCK.finditer(text):
        if not found["before"]:
            yield found["kind"], found["body"], text.count("\n", 0, found.start()) + 1


def run_line(line: str) -> str | None:
    """What went wrong with one command; its standard output goes where `>` says."""
    words = shlex.split(line, comments=True)
    target = None
    if ">" in words:
        target = Path(words[words.index(">") + 1])
        words = words[: words.index(">")]
    raw, err = io.BytesIO(), io.StringIO()
    if words[1:2] and words[1] in GOES_ON:
        words = [*words[:2], "--help"]
    out = io.TextIOWrapper(raw, "utf-8")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(words[1:]) if words[0] == "dateline" else 127
        except SystemExit as left:
            code = int(left.code or 0)
    out.flush()
    if target is not None:
        target.write_bytes(raw.getvalue())
    return None if code == 0 else f"exit code {code}: {err.getvalue().strip()[:300]}"


def test_every_snippet_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(HOME / "demo", tmp_path / "demo")
    shutil.copytree(HOME / "docs" / "knowledge", tmp_path / "docs" / "knowledge")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for name in [name for name in os.environ if name.startswith("DATELINE_")]:
        monkeypatch.delenv(name)
    wrong: list[str] = []
    count = 0
    for page in pages():
        names: dict[str, Any] = {"__name__": "snippet"}
        for kind, body, line in blocks(page):
            count += 1
            where = f"{page.relative_to(HOME)}:{line}"
            if kind == "sh":
                told = ((each, run_line(each)) for each in body.replace("\\\n", " ").splitlines() if each.strip())
                wrong += [f"{where}: {each}: {problem}" for each, problem in told if problem]
                continue
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(compile(body, where, "exec"), names)
            except Exception as error:  # each page is judged, and all are told of
                wrong.append(f"{where}: {type(error).__name__}: {error}")
    assert not wrong, "\n".join(wrong)
    assert count > 30
