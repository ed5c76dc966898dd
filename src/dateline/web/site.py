"""The reader as a folder of files that open from a disk: the same screens, with what only a server can do left out.

Every event that several articles tell has a page, and every name that stands in several of them. The same archive gives the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from dateline.knowledge.folding import fold
from dateline.relate.dossier import Dossier, Happening
from dateline.store.archive import Archive
from dateline.store.nearby import MOST
from dateline.store.side_by_side import related
from dateline.text.errors import BadQuery
from dateline.web import article, compare, event, home, name, people, time_place
from dateline.web.linking import file_of, folder
from dateline.web.pages import STATIC, rendered

LOADED = (".css",)  # what pages in a folder load: a browser runs no module from a disk
Pages = Iterator[tuple[str, str, dict[str, Any]]]


def write_site(archive: Archive, out: Path, numbers: Iterable[int] | None = None, title: str = "") -> int:
    """Write the pages of these articles (all, if none are given) into the folder; how many pages there are."""
    chosen = sorted(archive.numbers() if numbers is None else numbers)
    if len(chosen) > MOST:
        raise BadQuery(
            f"{archive.path}: {len(chosen):,} articles are more than the {MOST:,} that a site holds; ask for a name, a place or days"
        )
    dossier = related(archive, chosen)
    if not dossier.records:
        raise BadQuery(f"{archive.path}: no article bears on this, so there is nothing to write")
    site = _Site(archive, dossier, title or archive.path.name)
    count = 0
    for path, template, shown in site.pages():
        count += 1
        root = "../" * path.count("/")
        page = rendered(template, link=folder(root, site.files), root=root, shelf=site.title, served=False, **shown)
        _write(out / path, page.encode())
    for file in sorted(STATIC.iterdir()):
        if file.suffix in LOADED:
            _write(out / "static" / file.name, file.read_bytes())
    return count


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


class _Site:
    """Which pages there are, and where each lies."""

    def __init__(self, archive: Archive, dossier: Dossier, title: str) -> None:
        self.title = title
        self._archive = archive
        self._dossier = dossier
        self._events = [each for each in dossier.happenings if len(each.articles) > 1]
        self._names = dict(_names(dossier))
        self.files = {("home", ""): file_of("home", ()), ("time", ""): file_of("time", ())}
        self.files |= {("article", key): file_of("article", (key,)) for key in dossier.records}
        for happening in self._events:
            self._place(happening)
        for folded, spelled in self._names.items():
            self.files["name", folded] = file_of("name", (spelled,))

    def _place(self, happening: Happening) -> None:
        """Every mention of an event leads to its one page."""
        for kind in ("event", "compare"):
            file = file_of(kind, (happening.id.article, happening.id.finding))
            for incident in happening.incidents:
                for mention in incident.mentions:
                    self.files[kind, f"{incident.pointer.article}/{mention.id}"] = file

    def pages(self) -> Pages:
        """Each page: its file, its template, and what is shown."""
        eye = home.look(self._dossier, self._archive)
        listed = [
            each
            for each in self._archive.listed(len(self._archive.numbers()))
            if str(each.number) in self._dossier.records
        ]
        yield (
            "index.html",
            "home.html",
            {"view": home.screen(self._archive, 1, eye, listed=listed), "job": None, "here": "Articles"},
        )
        when = time_place.screen(self._dossier, time_place.Asked(), len(self._dossier.records))
        yield self.files["time", ""], "time.html", {"view": when, "fields": {}, "here": "Time and place"}
        for key, record in self._dossier.records.items():
            told = people.of_article(self._archive, int(key))
            view = article.screen(int(key), record, self._archive.versions(int(key)), told=told)
            yield self.files["article", key], "article.html", {"view": view, "quiet": article.QUIET, "here": "Articles"}
        of_event, of_name = people.of_events(self._archive, self._dossier), people.of_names(self._archive)
        for happening in self._events:
            which = {"article": happening.id.article, "finding": happening.id.finding, "here": ""}
            at, laid = str(happening.id), event.screen(self._dossier, happening, said=of_event(happening))
            yield self.files["event", at], "event.html", {"view": laid, **which}
            yield self.files["compare", at], "compare.html", {"view": compare.screen(self._dossier, happening), **which}
        for folded, spelled in self._names.items():
            found = self._archive.find(about=spelled, most=name.MOST_FOUND) + self._archive.find(
                place=spelled, most=name.MOST_FOUND
            )
            here = tuple(each for each in dict.fromkeys(found) if str(each.article) in self._dossier.records)
            shown = name.screen(spelled, self._dossier, here, newest=False)
            if shown is not None:
                shown = replace(shown, told=of_name(spelled, name.others(self._dossier, spelled)))
                yield self.files["name", folded], "name.html", {"view": shown, "here": ""}


def _names(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Names that stand in several articles, or in all there are: folded, and as they are first written."""
    told: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for record in dossier.records.values():
        here = {fold(name.goes_by(entity)): name.goes_by(entity) for entity in record.entities}
        told.update(here.keys())
        for folded, written in here.items():
            spelled.setdefault(folded, written)
    least = min(2, len(dossier.records))
    yield from ((folded, spelled[folded]) for folded, count in told.items() if count >= least and folded)
