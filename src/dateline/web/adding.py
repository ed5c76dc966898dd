"""Files that are dropped on the first page go into the archive: one job at a time, beside the pages, with its progress and reasons.

What is sent lies in a folder of its own until it was read; a file's name is shown, and never followed.
"""

from __future__ import annotations

import email
import email.policy
import logging
import re
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path

from dateline.show.inert import one_line
from dateline.store.adding import Progress, add_all
from dateline.store.archive import Archive
from dateline.text.errors import BadQuery, DatelineError
from dateline.web.api_shapes import AddingState

MOST_FILES, MOST_REASONS = 200, 20
PASTED = "pasted.txt"
NOTHING = Progress()
LOG = logging.getLogger(__name__)
WORKERS = 1  # a process of its own, so that pages are still answered
_ODD = re.compile(r"[^\w.\- ]")
Upload = tuple[str, bytes]  # a file's name and what it holds


@dataclass(frozen=True, slots=True)
class Job:
    """What is being added, or was added last: how many files, how far it is, and why what failed did."""

    state: AddingState = "idle"
    files: int = 0
    progress: Progress = NOTHING
    reasons: tuple[str, ...] = ()


class Adding:
    """The job of one archive. Whoever asks while one runs is told to wait."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._job = Job()

    @property
    def job(self) -> Job:
        """The job that runs, or that ran last."""
        return self._job

    def begin(self, uploads: Sequence[Upload]) -> bool:
        """Read and add these files meanwhile; False while others are being added."""
        with self._lock:
            if self._job.state == "reading":
                return False
            self._job = Job("reading", len(uploads))
        threading.Thread(target=self._run, args=(tuple(uploads),), name="dateline-adding", daemon=True).start()
        return True

    def _run(self, uploads: Sequence[Upload]) -> None:
        try:
            with tempfile.TemporaryDirectory(prefix="dateline-added-") as folder:
                paths = [*_laid(Path(folder), uploads)]
                with Archive.open(self._path, write=True) as archive:
                    done = add_all(archive, paths, workers=WORKERS, tell=self._tell)
                    reasons = [*_reasons(archive, folder)]
            self._job = replace(self._job, state="done", progress=done, reasons=tuple(reasons[:MOST_REASONS]))
        except Exception as error:  # whatever it is, the next files are taken again
            LOG.exception("files could not be added")
            said = str(error) if isinstance(error, DatelineError | OSError) else f"{type(error).__name__}: {error}"
            self._job = replace(self._job, state="failed", reasons=(one_line(said, 300),))

    def _tell(self, progress: Progress) -> None:
        self._job = replace(self._job, progress=progress)


def uploads_of(body: bytes, kind: str) -> list[Upload]:
    """The files, and the pasted text, of a form as browsers send it; BadQuery where it holds neither."""
    if not kind.lower().startswith("multipart/form-data"):
        raise BadQuery("send the files as a form does (multipart/form-data)")
    found = [
        (name or PASTED, content)
        for field, name, content in _parts(body, _headers(f"Content-Type: {kind}".encode("latin-1", "replace")))
        if content.strip() and (name is not None or field == "text")
    ]
    if not found:
        raise BadQuery("no file and no text was sent; choose a file, or paste an article's text")
    if len(found) > MOST_FILES:
        raise BadQuery(
            f"{len(found):,} files are more than the {MOST_FILES} taken at once; use `dateline add` for more"
        )
    return found


def _parts(body: bytes, told: EmailMessage) -> Iterator[tuple[object, str | None, bytes]]:
    """Field, file name and content of each part, the content byte for byte: a mail that is sent is no part of the form."""
    edge = told.get_boundary()
    for piece in (b"\r\n" + body).split(b"\r\n--" + edge.encode("latin-1", "replace"))[1:-1] if edge else ():
        head, blank, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        if blank:
            part = _headers(head)
            yield part.get_param("name", header="content-disposition"), part.get_filename(), content


def _headers(head: bytes) -> EmailMessage:
    made = email.message_from_bytes(head + b"\r\n\r\n", policy=email.policy.HTTP)
    assert isinstance(made, EmailMessage)
    return made


def _laid(folder: Path, uploads: Iterable[Upload]) -> Iterator[Path]:
    """Each file in a folder of its own, by the harmless part of its name, which tells the format."""
    for number, (name, content) in enumerate(uploads, 1):
        safe = _ODD.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(". ")[-80:] or PASTED
        place = folder / f"{number:03}"
        place.mkdir()
        (place / safe).write_bytes(content)
        yield place / safe


def _reasons(archive: Archive, folder: str) -> Iterator[str]:
    for failure in archive.failures():
        if failure.path and failure.path.startswith(folder):
            yield one_line(f"{Path(failure.path).name}: {failure.reason}", 300)
