"""Where a format's files are written: beside their place, under another name, and moved there when all is written.

A format gives its files in pieces, a name and some bytes; pieces of one name belong behind each other. So no more of an archive
is in memory than the piece that is being written, and who looks meanwhile, or after a failure, finds the old files or none.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from dateline.text.errors import CannotStore

Piece = tuple[str, bytes]


def write_file(pieces: Iterable[Piece], path: Path) -> None:
    """Write the one file of a format; CannotStore where it cannot be written."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as stream:
            stream.writelines(written for _, written in pieces)
        os.replace(unfinished, path)
    except OSError as error:
        raise CannotStore(
            f"{path}: cannot be written ({error.strerror or error}); name a file in a folder that is there"
        ) from error
    finally:
        with suppress(OSError):  # a folder that is none holds nothing to take away
            unfinished.unlink(missing_ok=True)


def write_folder(pieces: Iterable[Piece], folder: Path) -> None:
    """Write the files of a format into a folder, which may be there; other files in it stay as they are."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=folder))
        try:
            for name, written in pieces:
                with (aside / safe(name)).open("ab") as stream:
                    stream.write(written)
            for file in sorted(aside.iterdir()):
                os.replace(file, folder / file.name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise CannotStore(
            f"{folder}: cannot be written ({error.strerror or error}); name a folder that is there, or could be made"
        ) from error


def whole(pieces: Iterable[Piece]) -> dict[str, bytes]:
    """The files in memory, each whole."""
    files: dict[str, bytearray] = {}
    for name, written in pieces:
        files.setdefault(name, bytearray()).extend(written)
    return {name: bytes(written) for name, written in files.items()}


def safe(name: str) -> str:
    """The name as that of a file in one folder, on any system: nothing in it leads elsewhere.

    >>> safe("a-2b3d.ann"), safe("../x:y")
    ('a-2b3d.ann', '_._x_y')
    """
    plain = "".join(each if each.isascii() and (each.isalnum() or each in "-_.") else "_" for each in name)
    return "_" + plain[1:] if plain.startswith(".") or not plain else plain
