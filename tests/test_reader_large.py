"""The reader on an archive of some hundred made records, forty of which tell of one event: what is near an event is found and kept, and
in Chromium nothing of what tests/reader_walk.py looks for is wrong. `python gate/reader.py --browser` walks through ten thousand.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import BrowserContext

import reader_walk as walk
from dateline.relate.conflicts import COMPARED
from dateline.relate.dossier import relate
from dateline.relate.judgement import Judgement, Pointer
from dateline.store.adding import add_all
from dateline.store.archive import Archive
from dateline.store.pairs import pair
from dateline.text.kept import Kept
from dateline.web.event import MOST_VALUES, screen
from dateline.web.shelf import Shelf
from reader_made import app_of, ask
from relate_records import Page
from test_reader_browser import Served, serve
from test_release import tool

DEMO = Path(__file__).parent.parent / "demo" / "articles"
Walking = Callable[..., AbstractContextManager[BrowserContext]]
ARTICLES, TELLERS, WORDS = 260, 30, 600
FIRST = ARTICLES - TELLERS  # the number of the first article that tells of the one event


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tool("make_archive")
    folder = tmp_path_factory.mktemp("large")
    source, path = folder / "records.jsonl", folder / "large.db"
    pool = made.sentences(DEMO)
    lines = [msgspec.json.encode(shape) for shape in made.large(pool, ARTICLES, told=TELLERS, words=WORDS)]
    source.write_bytes(b"\n".join(lines))
    with Archive.open(path, write=True) as archive:
        add_all(archive, [str(source)], workers=0)
    return path


@pytest.fixture(scope="module")
def told(large: Path) -> list[str]:
    """How each article that tells of the one event names it."""
    with Archive.open(large) as archive:
        return [archive.record(number).events[0].id for number in range(FIRST, FIRST + TELLERS)]


@pytest.fixture(scope="module")
def served(large: Path) -> Iterator[Served]:
    yield from serve(large)


@pytest.fixture(scope="module")
def screens(served: Served, told: list[str]) -> dict[str, str]:
    odd = FIRST + TELLERS - 2  # told under a name that is written from right to left
    paths = {
        "home": "", "article": f"a/{ARTICLES}", "odd article": f"a/{odd}", "event": f"e/{FIRST}/{told[0]}",
        "compare": f"compare/{FIRST}/{told[0]}", "time": "time?place=Port+Arlen", "name": "n/Port%20Arlen", "search": "search?q=harbour",
    }  # fmt: skip
    return {name: served.address + path for name, path in paths.items()}


@pytest.fixture(scope="module")
def walking(served: Served) -> Iterator[Walking]:
    """Makes windows that the reader lets in."""
    cookie = f"dateline-{served.address.rstrip('/').rpartition(':')[2]}={served.keys.secret}"
    with walk.launched() as browser:
        yield partial(walk.looked_at, browser, served.address, cookie)


def test_what_is_near_an_event_is_found_and_serves_all_who_tell_of_it(large: Path, told: list[str]) -> None:
    shelf = Shelf(large)
    dossier = shelf.around(Pointer(str(FIRST), told[0]))
    happening = dossier.happening(Pointer(str(FIRST), told[0]))
    assert set(happening.articles) == {str(number) for number in range(FIRST, FIRST + TELLERS)}
    assert len(dossier.records) < 2 * TELLERS
    assert shelf.is_laid(Pointer(str(FIRST + 7), told[7]), 0)
    assert shelf.around(Pointer(str(FIRST + 7), told[7])) is dossier
    shelf.close()


def test_events_far_apart_are_one_when_a_person_says_so(large: Path, told: list[str], tmp_path: Path) -> None:
    path = Path(shutil.copy(large, tmp_path / "said.db"))
    with Archive.open(path, write=True) as archive:
        far = f"1/{archive.record(1).events[0].id}"
        archive.judge([Judgement(*pair(archive, far, f"{FIRST}/{told[0]}"), "yes")])
    shelf = Shelf(path)
    for page in (Pointer.parse(far), Pointer(str(FIRST), told[0])):
        assert len(shelf.around(page).happening(page).articles) == TELLERS + 1
    shelf.close()


def test_what_takes_long_says_so_and_comes_by_itself(
    large: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(large)
    monkeypatch.setattr(Shelf, "is_laid", lambda *_: False)
    for address in (f"/e/{FIRST}/{told[0]}", f"/compare/{FIRST}/{told[0]}", "/time?place=Port+Arlen"):
        answer = ask(app, address)
        assert (answer.status, answer.headers["refresh"]) == (200, "1")
        assert "One moment" in answer.text
    monkeypatch.undo()
    while "refresh" in (answer := ask(app, f"/e/{FIRST}/{told[0]}")).headers:
        assert answer.status == 200
    assert f"{TELLERS}</b> articles" in answer.text
    assert len(answer.text) < 1_000_000


def test_what_is_kept_stays_within_its_room() -> None:
    kept = Kept(10)
    for words in ("four", "fives", "four"):
        assert kept.get(words, lambda words=words: words, len) == words
    kept.get("new", lambda: "new", len)
    assert [key for key in ("four", "fives", "new") if kept.holds(key)] == ["four", "new"]
    kept.get("too large", lambda: "x" * 20, len)
    assert [key for key in ("four", "new", "too large") if kept.holds(key)] == ["too large"]
    kept.get("not done", lambda: "x", len, lambda _: False)
    assert not kept.holds("not done")


def test_of_many_values_few_are_held_against_each_other_and_the_rest_is_counted() -> None:
    pages = [Page(f"A blast killed {toll} people in Osk.", outlet=f"Outlet {toll}", day=5) for toll in range(100, 180)]
    for toll, page in enumerate(pages, 100):
        page.event("killed", "ASSAULT", "kill", day=4, place="Osk", toll=f"{toll} people")
    dossier = relate([page.record() for page in pages])
    (happening,) = dossier.happenings
    (dead,) = [table for table in dossier.tables(happening) if table.aspect == "dead"]
    assert (len(dead.rows), len(dead.differences)) == (80, COMPARED * (COMPARED - 1) // 2)
    aspect = next(each for each in screen(dossier, happening).aspects if each.name == "Dead")
    assert (len(aspect.values), aspect.more) == (MOST_VALUES, 80 - MOST_VALUES)
    shown = [value.words for value in aspect.values]
    assert shown == [row.value for row in dead.rows if row.value in shown]


@pytest.mark.network
@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_screen_is_accessible(walking: Walking, screens: dict[str, str], dark: bool) -> None:
    # What is dark differs in colours alone, and these screens have all of them.
    looked = {name: path for name, path in screens.items() if not dark or name in ("odd article", "event", "time")}
    with walking(dark=dark) as made:
        wrong = {name: walk.accessible(walk.opened(made, path)) for name, path in looked.items()}
    assert wrong == {name: [] for name in looked}


@pytest.mark.network
@pytest.mark.browser
def test_words_stand_in_the_window_and_beside_each_other(walking: Walking, screens: dict[str, str]) -> None:
    wrong = []
    with walking() as made:
        for name, path in screens.items():
            page = walk.opened(made, path)
            for width in (walk.WIDE, walk.ZOOMED, walk.PHONE):
                page.set_viewport_size({"width": width, "height": 900})
                wrong += [f"{name}, {width}: {each}" for each in (*walk.wider(page), *walk.standing_over(page))]
    assert wrong == []


@pytest.mark.network
@pytest.mark.browser
def test_all_is_reached_by_tab_and_seen_when_it_is(walking: Walking, screens: dict[str, str]) -> None:
    with walking() as made:
        wrong = {
            name: walk.by_keyboard(walk.opened(made, screens[name]))
            for name in ("home", "odd article", "event", "time")
        }
    assert wrong == {name: [] for name in wrong}


@pytest.mark.network
@pytest.mark.browser
def test_without_script_and_on_paper_all_is_there(walking: Walking, screens: dict[str, str]) -> None:
    wrong = {}
    with walking(width=walk.PAPER, dark=True, script=False) as made:
        for name, path in screens.items():
            page = walk.opened(made, path)
            wrong[name] = [*walk.without_script(page), *walk.printed(page)]
    assert wrong == {name: [] for name in screens}
