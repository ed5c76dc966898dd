"""What people say by the reader's forms, in a real Chromium: by mouse with scripts, by form without, by keyboard alone, in two tabs."""

from __future__ import annotations

import re
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from dateline.store.adding import add_all
from dateline.store.archive import Archive
from dateline.web.app import reader
from dateline.web.guarding import Keys
from dateline.web.shelf import Shelf
from reader_walk import PHONE, WIDE, accessible, by_keyboard, launched, looked_at, opened, standing_over, wider

DEMO = Path(__file__).parent.parent / "demo" / "articles"
EVENT, TRUCE, NAME, ARTICLE = "e/4/e@96", "e/7/e@38", "n/Marit%20Solvane", "a/4"
OPEN = "for (const each of document.querySelectorAll('#people details, details[data-layer=block]')) each.open = true"
pytestmark = [pytest.mark.network, pytest.mark.browser]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    with Archive.open(path, write=True) as made:
        add_all(made, [str(DEMO)], workers=0)
    return path


@pytest.fixture
def served(demo: Path, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of a reader of its own copy of the demo, and the cookie that opens it."""
    with serving(Path(shutil.copy(demo, tmp_path / "demo.db"))) as opened:
        yield opened


@contextmanager
def serving(path: Path) -> Iterator[tuple[str, str]]:
    keys, shelf = Keys(secret="of this test"), Shelf(path)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        app = reader(shelf, hosts=(f"127.0.0.1:{port}",), keys=keys)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{port}/", f"dateline-{port}=of this test"
        server.should_exit = True
        thread.join(20)
    shelf.close()


def articles(page: Page) -> int:
    """How many articles the event's page counts."""
    return int(page.locator(".steps li").first.locator("b").inner_text())


def undo(page: Page) -> None:
    page.locator(".people").get_by_role("button", name="Undo").first.click()


both = pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])


@both
def test_events_are_made_one_and_parted_again(browser: Browser, served: tuple[str, str], script: bool) -> None:
    address, cookie = served
    with looked_at(browser, address, cookie, script=script) as made:
        page = opened(made, address + TRUCE)
        before = articles(page)
        page.get_by_text("Another event is the same").click()
        page.get_by_label("id or the address").fill(f"{address}{EVENT}")
        form = page.locator("form[action$='same-event']")
        form.get_by_label("Why").fill("told of one night")
        form.get_by_label("Who says so").fill("night desk")
        form.get_by_role("button").click()
        expect(page.locator(".people")).to_contain_text("night desk")
        expect(page.locator(".people")).to_contain_text("told of one night")
        together = articles(page)
        assert together > before
        assert articles(opened(made, f"{address}{EVENT}")) == together
        undo(page)
        expect(page.locator(".people")).to_have_count(0)
        assert articles(opened(made, address + TRUCE)) == before


@both
def test_a_telling_is_parted_and_comes_back(browser: Browser, served: tuple[str, str], script: bool) -> None:
    address, cookie = served
    with looked_at(browser, address, cookie, script=script) as made:
        page = opened(made, address + EVENT)
        before = articles(page)
        page.get_by_text("A telling is of another event").click()
        page.get_by_role("radio", name="blames the Free Coast Movement").check()
        page.locator("form[action$='other-event']").get_by_role("button").click()
        expect(page.locator(".people")).to_contain_text("Is not the same event as")
        assert articles(page) == before - 1
        page.locator(".people a").first.click()
        expect(page.locator(".outlet").first).to_contain_text("3/e@")
        assert articles(page) == 1
        undo(page)
        expect(page.locator(".people")).to_have_count(0)
        assert articles(page) == before


@both
def test_names_become_one_page(browser: Browser, served: tuple[str, str], script: bool) -> None:
    address, cookie = served
    with looked_at(browser, address, cookie, script=script) as made:
        page = opened(made, address + NAME)
        before = page.locator(".facts").first.inner_text()
        page.get_by_text("It is the same as another").click()
        page.get_by_label("goes by this name").fill("oren tavick")
        page.get_by_role("button", name="They are one").click()
        expect(page.locator("h1")).to_have_text("Oren Tavick")
        expect(page.locator(".people")).to_contain_text("“Marit Solvane” goes by “Oren Tavick”")
        expect(
            page.get_by_role("cell", name="Marit Solvane")
            .or_(page.get_by_role("rowheader", name="Marit Solvane"))
            .first
        ).to_be_visible()
        undo(page)
        expect(page.locator("h1")).to_have_text("Marit Solvane")
        assert page.locator(".facts").first.inner_text() == before


def test_a_block_is_left_out_by_mouse(browser: Browser, served: tuple[str, str]) -> None:
    address, cookie = served
    with looked_at(browser, address, cookie) as made:
        page = opened(made, address + ARTICLE)
        events = page.locator("[data-layer=event] small").first.inner_text()
        block = page.locator("#text > p", has_text="The blast tore through")
        block.hover()
        block.locator(".sign").click()
        page.locator("#inspector").get_by_role("button", name="It is boilerplate").click()
        expect(page.locator(".people")).to_contain_text("left out as boilerplate")
        expect(page.locator(".left-out").first).to_contain_text("29 words: a person")
        expect(block).to_have_count(0)
        assert int(page.locator("[data-layer=event] small").first.inner_text()) < int(events)
        undo(page)
        expect(block).to_be_visible()
        assert page.locator("[data-layer=event] small").first.inner_text() == events


def test_a_block_is_left_out_without_scripts(browser: Browser, served: tuple[str, str]) -> None:
    address, cookie = served
    with looked_at(browser, address, cookie, script=False) as made:
        page = opened(made, address + ARTICLE)
        page.get_by_text("Blocks of the text").click()
        entry = page.locator(".finding[data-layer=block]", has_text="The blast tore through")
        entry.get_by_role("button", name="It is boilerplate").click()
        expect(page.locator(".left-out").first).to_contain_text("29 words: a person")
        page.get_by_text("Blocks of the text").click()
        entry.get_by_role("button", name="Undo what was said of it").click()
        expect(page.get_by_text("29 words: a person")).to_have_count(0)


def test_a_date_is_set_without_scripts(browser: Browser, served: tuple[str, str]) -> None:
    address, cookie = served
    with looked_at(browser, address, cookie, script=False) as made:
        page = opened(made, address + ARTICLE)
        page.get_by_text("Set a finding right").click()
        page.get_by_label("Which").select_option("e@96")
        page.get_by_label("What of it").select_option("when")
        page.get_by_label("To (empty").fill("2021-03-01")
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".people")).to_contain_text("2021-03-01")
        assert page.get_by_text("1 Mar 2021").count() > 0
        undo(page)
        expect(page.get_by_text("1 Mar 2021")).to_have_count(0)
    with looked_at(browser, address, cookie) as made:
        expect(opened(made, address + ARTICLE).get_by_text("Set a finding right")).to_be_hidden()


def test_all_of_it_is_done_by_keys(browser: Browser, served: tuple[str, str]) -> None:
    address, cookie = served
    with looked_at(browser, address, cookie) as made:
        page = opened(made, address + EVENT)
        page.get_by_text("A telling is of another event").focus()
        for key in ("Enter", "Tab", "Space", "ArrowDown", "Tab", "Tab", "Tab", "Enter"):
            page.keyboard.press(key)
        expect(page.locator(".people")).to_contain_text("Is not the same event as")
        page.locator(".people").get_by_role("button", name="Undo").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".people")).to_have_count(0)


@both
def test_in_two_tabs_the_second_is_told(browser: Browser, served: tuple[str, str], script: bool) -> None:
    address, cookie = served
    with looked_at(browser, address, cookie, script=script) as made:
        mine = opened(made, address + NAME)
        other = made.new_page()
        other.goto(address + NAME)
        for page, by in ((mine, "first desk"), (other, "second desk")):
            page.get_by_text("It is the same as another").click()
            page.get_by_label("goes by this name").fill("Oren Tavick")
            form = page.locator("form[action$='same-name']")
            form.get_by_label("Who says so").fill(by)
            form.get_by_role("button").click()
        expect(mine.locator(".people")).to_contain_text("first desk")
        expect(other.locator("h1")).to_contain_text("first desk meanwhile judged them the same; look at them again")
        other.get_by_role("button", name="Say mine all the same").click()
        expect(other.locator(".people")).to_contain_text("second desk")
        expect(other.locator(".people")).to_contain_text("first desk")
        undo(mine)
        other.goto(address + NAME)
        assert len(other.locator(".people li").all()) == 1


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_was_said_and_how_are_accessible_at_any_width(
    browser: Browser, served: tuple[str, str], dark: bool, tmp_path: Path
) -> None:
    address, cookie = served
    with looked_at(browser, address, cookie, dark=dark) as made:
        page = opened(made, address + EVENT)
        page.get_by_text("A telling is of another event").click()
        page.get_by_role("radio").nth(2).check()
        page.locator("form[action$='other-event']").get_by_label("Why").fill("a long reason " * 20)
        page.locator("form[action$='other-event']").get_by_role("button").click()
        page = opened(made, address + NAME)
        page.get_by_text("It is the same as another").click()
        page.get_by_label("goes by this name").fill("Oren Tavick")
        page.get_by_role("button", name="They are one").click()
        page = opened(made, address + ARTICLE)
        page.locator("#text > p .sign").nth(2).click(force=True)
        page.locator("#inspector").get_by_role("button", name="It is boilerplate").click()
        expect(page.locator(".people")).to_be_visible()
        wrong: list[str] = []
        for screen in (EVENT, NAME, ARTICLE):
            page = opened(made, address + screen)
            page.evaluate(OPEN)
            for width in (WIDE,) if dark else (PHONE, WIDE):
                page.set_viewport_size({"width": width, "height": 900})
                found = [*accessible(page), *wider(page), *standing_over(page)]
                wrong += [f"{screen}, {width} pixels: {each}" for each in found]
            wrong += [f"{screen}: {each}" for each in by_keyboard(page)] if not dark and screen != NAME else []
        assert wrong == []


def test_a_page_of_a_conflict_is_accessible(browser: Browser, served: tuple[str, str]) -> None:
    address, cookie = served
    with looked_at(browser, address, cookie) as made:
        page = opened(made, address + NAME)
        page.get_by_text("It is the same as another").click()
        page.get_by_label("goes by this name").fill("Nobody at All")
        page.get_by_role("button", name="They are one").click()
        expect(page.locator("h1")).to_contain_text("nobody and no place is named")
        assert accessible(page) == []
        page.get_by_role("link", name="Back to the page as it is now").click()
        assert re.search(r"/n/Marit%20Solvane$", page.url)
