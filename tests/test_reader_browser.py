"""The reader in a real Chromium: what it shows and does on the demo corpus, by mouse, by keyboard, and with no script.

Two pictures of it go into docs/pictures. Where there is no Chromium, tests/conftest.py says what becomes of these tests.
"""

from __future__ import annotations

import gzip
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from dateline.store.adding import add_all
from dateline.store.archive import Archive
from dateline.web.app import reader
from dateline.web.guarding import Keys
from dateline.web.pages import STATIC
from dateline.web.shelf import Shelf
from finding_chromium import chromium
from reader_made import archive, blast
from test_reader_pages import hostile

HERE = Path(__file__).parent
PICTURES = HERE.parent / "docs" / "pictures"
SCREENS = ("", "a/4", "e/4/e@96", "compare/4/e@96", "time", "n/Karin%20Dolland", "search?q=harbour")
MOST_SCRIPT = 90_000  # bytes of all scripts, zipped
LARGEST_PICTURE = 300_000
BROKEN = "addEventListener('securitypolicyviolation', e => (window.broken ??= []).push(e.violatedDirective + ' ' + e.blockedURI))"
pytestmark = [pytest.mark.network, pytest.mark.browser]


@dataclass(frozen=True)
class Served:
    """A reader that answers, and what opens it."""

    address: str
    keys: Keys
    path: Path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = chromium()
    assert found, "no chromium was found; install it (Debian: apt-get install chromium), or name it in CHROMIUM"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield launched
        launched.close()


def serve(path: Path) -> Iterator[Served]:
    keys, shelf = Keys(), Shelf(path)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        app = reader(shelf, hosts=(host,), keys=keys)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield Served(f"http://{host}/", keys, path)
        server.should_exit = True
        thread.join(20)
    shelf.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    with Archive.open(path, write=True) as made:
        add_all(made, [str(HERE.parent / "demo" / "articles")], workers=0)
    yield from serve(path)


def context(
    browser: Browser, served: Served, *, width: int = 1280, dark: bool = False, script: bool = True
) -> BrowserContext:
    made = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", java_script_enabled=script
    )
    made.set_default_timeout(20_000)
    made.add_init_script(BROKEN)
    page = made.new_page()
    page.goto(f"{served.address}?token={served.keys.token}")
    return made


def opened(made: BrowserContext, address: str) -> Page:
    page = made.pages[0]
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


def overflow(page: Page) -> int:
    """Pixels that the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_screen_is_accessible_and_keeps_the_policy(browser: Browser, demo: Served, dark: bool) -> None:
    with context(browser, demo, dark=dark) as made:
        for screen in SCREENS:
            page = opened(made, demo.address + screen)
            found = Axe().run(page)
            assert found.violations_count == 0, f"{screen}: {found.generate_report()}"
            assert page.evaluate("window.broken ?? []") == [], screen


# 640 pixels are what a window of 1280 has at 200 % zoom.
@pytest.mark.parametrize("width", [320, 400, 640])
def test_nothing_is_wider_than_its_window(browser: Browser, demo: Served, width: int) -> None:
    with context(browser, demo, width=width) as made:
        wide = {screen: over for screen in SCREENS if (over := overflow(opened(made, demo.address + screen))) > 0}
    assert wide == {}


def test_without_a_script_every_screen_reads(browser: Browser, demo: Served) -> None:
    with context(browser, demo, script=False) as made:
        page = opened(made, f"{demo.address}a/4")
        assert "Gunmen attack Port Arlen" in page.inner_text("h1")
        assert page.locator("mark.time").count() > 3
        page = opened(made, f"{demo.address}time")
        assert page.locator("tr[data-event]:visible").count() > 10
        assert not page.is_visible("#drawn")


def test_an_article_is_walked_by_keys(browser: Browser, demo: Served) -> None:
    with context(browser, demo) as made:
        made.grant_permissions(["clipboard-read", "clipboard-write"])
        page = opened(made, f"{demo.address}a/4")
        page.keyboard.press("j")
        first = page.url
        page.keyboard.press("j")
        assert re.search(r"#c=\d+-\d+$", page.url)
        assert page.url != first
        page.keyboard.press("k")
        assert page.url == first
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.textContent") == "Accept"
        page.keyboard.press("t")
        assert page.get_attribute(".layers [data-layer=time]", "aria-pressed") == "false"
        page.keyboard.press("c")
        expect(page.locator(".told-back")).to_contain_text("copied")
        start, end = map(int, re.findall(r"\d+", first.partition("#c=")[2]))
        cited = str(page.evaluate("navigator.clipboard.readText()"))
        with Archive.open(demo.path) as kept:
            words = " ".join(kept.record(4).article.text[start:end].split())
        assert cited.startswith(f"“{words}”")
        assert f"Characters {start}–{end}." in cited
        page.keyboard.press("?")
        assert page.is_visible("dialog")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        assert page.is_visible("#overview")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "q"


def test_a_correction_is_kept_and_of_two_at_once_the_second_is_told(browser: Browser, demo: Served) -> None:
    with context(browser, demo) as made:
        mine, other = opened(made, f"{demo.address}a/1"), made.new_page()
        other.goto(f"{demo.address}a/1")
        other.wait_for_load_state("networkidle")
        for page in (mine, other):
            page.keyboard.press("j")
        mine.keyboard.press("a")
        expect(mine.locator(".told-back")).to_contain_text("Kept")
        span = other.url.partition("#c=")[2]
        other.click("summary:has-text('Set it right')")
        other.select_option("#fix-field", "span")
        other.fill("#fix-value", span)
        other.fill("#fix-note", "my own reason")
        other.click("text=Save")
        expect(other.locator(".told-back")).to_contain_text("Not kept")
        assert (other.input_value("#fix-value"), other.input_value("#fix-note")) == (span, "my own reason")
        other.click("text=Keep mine as well")
        expect(other.locator(".told-back")).to_contain_text("Kept")
        for page in (other, mine):
            page.keyboard.press("Escape")
            page.keyboard.press("u")
            expect(page.locator(".told-back")).to_contain_text("taken back")


def test_days_filter_the_table(browser: Browser, demo: Served) -> None:
    with context(browser, demo) as made:
        page = opened(made, f"{demo.address}time")
        rows = page.locator("tr[data-event]:visible")
        page.click("text=Show all")
        every = rows.count()
        page.focus("[aria-label='First day shown']")
        for _ in range(8):
            page.keyboard.press("Shift+ArrowRight")
        assert 0 < rows.count() < every
        page.click("text=Show all")
        page.focus(".bar")
        assert "says" in page.inner_text("#pointed")


def test_a_place_on_the_map_filters_the_table(browser: Browser, tmp_path: Path) -> None:
    """The demo's towns are on no map, so these are real ones."""
    told = tmp_path / "raids.txt"
    told.write_text(
        "Raids\n\nOn 3 March 2021 rebels shelled Basra.\n\nOn 5 March 2021 gunmen attacked a post in Mosul.\n"
    )
    with Archive.open(tmp_path / "raids.db", write=True) as made:
        add_all(made, [told], workers=0)
    for served in serve(tmp_path / "raids.db"):
        with context(browser, served) as opens:
            page = opened(opens, f"{served.address}time")
            rows = page.locator("tr[data-event]:visible")
            every = rows.count()
            page.focus(".spot")
            page.keyboard.press("Enter")
            assert 0 < rows.count() < every


def test_an_address_names_code_points(browser: Browser, tmp_path: Path) -> None:
    record = hostile("𝕏 the 🌊 harbour \u202e post")
    text = record.article.text
    start = text.rindex("harbour")
    for served in serve(archive(tmp_path / "astral.db", [record])):
        with context(browser, served) as made:
            page = opened(made, f"{served.address}a/1#c={start}-{start + 7}")
            shown = page.evaluate("[...CSS.highlights.get('asked')].map(range => range.toString())")
    assert shown == ["harbour"]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_is_added_from_the_first_page(browser: Browser, tmp_path: Path, scripts: bool) -> None:
    """A browser says of a form on a page without referrer that it comes from "null"; it is taken all the same."""
    ferry = tmp_path / "ferry.txt"
    ferry.write_text("Ferry line reopens\n\nOn 3 March 2021 the ferry line of Osk reopened, the master said.\n")
    for served in serve(archive(tmp_path / "small.db", blast())):
        with context(browser, served, script=scripts) as made:
            page = opened(made, served.address)
            expect(page.get_by_label("Files")).to_be_visible(timeout=20_000)
            page.get_by_label("Files").set_input_files([ferry])
            page.get_by_role("button", name="Add").click()
            expect(page.get_by_role("status")).to_have_text("1 article added.", timeout=60_000)
            expect(page.get_by_role("link", name="Ferry line reopens")).to_be_visible()


def test_pictures_are_made_of_the_demo(browser: Browser, demo: Served) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with context(browser, demo) as made:
        for screen, name in (("a/4", "article"), ("time", "time-and-place")):
            page = opened(made, demo.address + screen)
            if screen == "a/4":
                page.click("mark.time >> nth=1")
            picture = page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
            assert len(picture) < LARGEST_PICTURE


def test_all_scripts_are_small() -> None:
    zipped = sum(len(gzip.compress(file.read_bytes(), 9)) for file in STATIC.glob("*.js"))
    assert 0 < zipped <= MOST_SCRIPT
