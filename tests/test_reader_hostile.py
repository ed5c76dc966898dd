"""Hostile texts through every screen in Chromium: nothing of them runs, loads or steers, all of it is shown as text.

The same walk with escaping switched off finds something on every screen: a walk that finds nothing has looked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request, Route
from starlette.routing import Route as RoutedPage

import reader_walk as walk
from dateline import Record, read
from dateline.relate.judgement import PERSON, Judgement
from dateline.show import page as alone
from dateline.store.archive import Archive
from dateline.store.pairs import pair
from dateline.text.span import Evidence
from dateline.web import pages
from dateline.web.guarding import HEADERS
from dateline.web.site import write_site
from hostile_made import MOUTHFULS, all_hostile
from reader_made import app_of, archive, ask
from test_reader_browser import Served, serve

pytestmark = [pytest.mark.network, pytest.mark.browser]
# What is wrong with a page as the browser has it: something ran, the policy turned something away, markup of a text became an element,
# an address that runs or leads away, a character that turns the line round.
WRONG = """() => [
  ...(window.ran ? ['a text ran'] : []),
  ...(window.broken ?? []).map(told => 'policy: ' + told),
  ...[...document.querySelectorAll('#x')].map(each => 'markup of a text: ' + each.outerHTML.slice(0, 60)),
  ...[...document.querySelectorAll('[href], [action], [src]')].map(each => [each, new URL(each.href?.baseVal ?? each.href ?? each.action ?? each.src, location)])
    .filter(([each, url]) => !(url.origin === location.origin || url.protocol === 'file:' || url.href === 'data:,'))
    .map(([each, url]) => 'leads away: ' + url.href.slice(0, 60)),
  ...[...document.querySelectorAll('*')].filter(each => [...each.attributes].some(({name}) => name.startsWith('on'))).map(each => 'handler: ' + each.tagName),
  ...(/[\\u202a-\\u202e\\u2066-\\u2069\\u001b]/.test(document.documentElement.innerText + document.title) ? ['a steering character'] : []),
]"""


@dataclass
class Watched:
    """What a browser does at the word of the pages that it opens: it may ask only `own` for anything."""

    own: tuple[str, ...]
    did: list[str] = field(default_factory=list)

    def over(self, made: BrowserContext) -> Page:
        page = made.pages[0]
        made.route(re.compile(f"^(?!{'|'.join(map(re.escape, self.own))})"), self._asked)
        page.on("dialog", self._dialog)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.did.append(f"error: {error}"))
        page.on("popup", lambda _: self.did.append("a window was opened"))
        return page

    def _asked(self, route: Route, request: Request) -> None:
        self.did.append(f"asked for: {request.url[:60]}")
        route.abort()

    def _dialog(self, dialog: Dialog) -> None:
        self.did.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _said(self, message: ConsoleMessage) -> None:
        # A page that is refused is one that the walk asks for; the browser says so.
        if message.type == "error" and "status of 40" not in message.text:
            self.did.append(f"console: {message.text[:100]}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with walk.launched() as launched:
        yield launched


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five articles of hostile words on one event, as somebody with a hostile name says for a hostile reason."""
    path = archive(tmp_path_factory.mktemp("hostile") / "<b id=x>hostile.db", all_hostile())
    with Archive.open(path, write=True) as made:
        events = [f"{number}/{made.record(number).events[0].id}" for number in made.numbers()]
        for event, mouthful in zip(events[1:], MOUTHFULS, strict=False):
            words = " ".join(mouthful)
            because = (Evidence("person", words),)
            made.judge(
                [
                    Judgement(
                        *pair(made, events[0], event),
                        "yes",
                        because=because,
                        by=PERSON + words,
                        at="2022-07-09T10:00:00+00:00",
                    )
                ]
            )
        for number in made.numbers():
            words = " ".join(MOUTHFULS[number - 1])
            made.correct(number, made.correction(number, made.record(number).events[0].id, "kind", "COERCE"))
    return path


@pytest.fixture(scope="module")
def served(path: Path) -> Iterator[Served]:
    yield from serve(path)


def screens(path: Path) -> dict[str, list[str]]:
    """The addresses of each screen, each with hostile words in it or in what it shows."""
    found: dict[str, list[str]] = defaultdict(list)
    with Archive.open(path) as made:
        for number in sorted(made.numbers(), key=lambda each: each != 4):  # the fourth has something of all
            record = made.record(number)
            words, event = " ".join(MOUTHFULS[number - 1]), record.events[0].id
            found["article"].append(f"a/{number}")
            found["sent article"].append(f"send/a/{number}")
            found["search"] += [
                f"search?{urlencode({name: words})}" for name in ("q", ("about", "place", "outlet")[number % 3])
            ]
            refused = (
                f"e/{number}/{quote(words, safe='')}",
                f"search?{urlencode({'kind': words})}",
                f"n/nobody{quote(words)}",
            )
            found["refused"].append(refused[number % 3])
            if "\x1b" not in words and "\t" not in words:
                found["name"].append(f"n/{quote(words, safe='')}")
            if number in (4, 5):
                found["event"].append(f"e/{number}/{event}")
                found["compare"].append(f"compare/{number}/{event}")
                found["sent event"].append(f"send/e/{number}/{event}")
    found |= {"home": [""], "time": ["time", "time?from=2022"], "sent time": ["send/time"]}
    return found


def looked_at(browser: Browser, served: Served) -> AbstractContextManager[BrowserContext]:
    """A window that the reader lets in."""
    cookie = f"dateline-{served.address.rstrip('/').rpartition(':')[2]}={served.keys.secret}"
    return walk.looked_at(browser, served.address, cookie)


def walked(browser: Browser, served: Served, folder: Path, most: int = 1000) -> tuple[dict[str, list[str]], set[str]]:
    """What is wrong on each screen, of which so many pages are opened, and those on which no hostile words are to be read."""
    wrong: dict[str, list[str]] = {}
    silent = set()
    with Archive.open(served.path) as made:
        write_site(made, folder / "site")
    files = {"a": "article", "e": "event", "compare": "compare", "n": "name", "time.html": "time", "index.html": "home"}
    with looked_at(browser, served) as made:
        made.set_default_timeout(10_000)
        watched = Watched((served.address, folder.as_uri(), "data:,"))
        page = watched.over(made)
        addresses = {
            screen: [served.address + each for each in there] for screen, there in screens(served.path).items()
        }
        for screen in [each for each in addresses if each.startswith("sent")]:
            for at, address in enumerate(addresses[screen]):
                file = folder / f"{screen}-{at}.html"
                file.write_bytes(made.request.get(address).body())
                addresses[screen][at] = file.as_uri()
        for file in sorted((folder / "site").rglob("*.html")):
            addresses.setdefault(f"site: {files[file.relative_to(folder / 'site').parts[0]]}", []).append(file.as_uri())
        for screen, there in addresses.items():
            words = ""
            for address in there[:most]:
                page.goto(address, wait_until="load")
                poke(page, screen)
                wrong.setdefault(screen, []).extend([*page.evaluate(WRONG), *watched.did])
                words += page.inner_text("html")
                watched.did.clear()
            if not any(mouthful[0] in words for mouthful in MOUTHFULS[:4]) or not (
                "⟦U+202E⟧" in words or screen.endswith(("name", "refused"))  # no address may hold all of the fifth
            ):
                silent.add(screen)
    return wrong, silent


def test_the_walk_comes_to_every_page_that_the_reader_has(path: Path) -> None:
    there = [f"/{address.partition('?')[0]}" for each in screens(path).values() for address in each]
    pages = [
        route
        for route in app_of(path).routes
        if isinstance(route, RoutedPage)
        and "GET" in (route.methods or ())
        and not route.path.startswith(("/api", "/static"))
    ]
    assert [
        route.path for route in pages if not any(route.path_regex.match(unquote(address)) for address in there)
    ] == []


@pytest.mark.parametrize(
    "page",
    [
        "".join(f"<p>The harbour master wrote line {n} of a very long page.</p>" for n in range(2_000)),
        f"<p {' '.join(f'a{n}=1' for n in range(300_000))}>The harbour master wrote one line of many attributes.</p>",
        "<blockquote>" * 200 + "The harbour master wrote one line, deep down." + "</blockquote>" * 200,
    ],
    ids=["paragraphs", "attributes", "depth"],
)
def test_a_page_of_monstrous_markup_is_shown_in_bounds(page: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(f"<html><head><title>Monstrous</title></head><body>{page}</body></html>")
    article = read(tmp_path / "page.html")
    assert "The harbour master wrote" in article.text
    app = app_of(archive(tmp_path / "page.db", [Record(article)]))
    for address in ("/", "/a/1", "/time", "/search?q=harbour"):
        answer = ask(app, address)
        assert answer.status == 200
        assert len(answer.text) < 1_000_000


def poke(page: Page, screen: str) -> None:
    """Do what makes a screen's script show more of the text."""
    if screen == "article":
        for key in ("j", "Enter", "c", "Escape"):
            page.keyboard.press(key)
    if screen == "time":
        for each in page.locator(".bar, .spot").all()[:4]:
            each.focus()


def test_no_hostile_text_runs_on_any_screen(browser: Browser, served: Served, tmp_path: Path) -> None:
    wrong, silent = walked(browser, served, tmp_path)
    assert {screen: found for screen, found in wrong.items() if found} == {}
    assert silent == set()
    assert len(wrong) == 17


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages whose texts are not escaped; no such page is kept for later."""
    raw = pages.environment().overlay(autoescape=False, cache_size=0)
    monkeypatch.setattr(pages, "environment", lambda: raw)
    named = alone.template
    monkeypatch.setattr(
        alone,
        "template",
        lambda name: named(name).environment.overlay(autoescape=False, cache_size=0).get_template(name),
    )


@pytest.mark.usefixtures("bare")
def test_the_same_walk_without_escaping_and_policy_finds_something_on_every_screen(
    browser: Browser, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(HEADERS, "content-security-policy", "")
    for served in serve(path):
        wrong, _ = walked(browser, served, tmp_path, most=1)
    assert [screen for screen, found in wrong.items() if not any("markup of a text" in words for words in found)] == []
    assert {words.partition(":")[0] for found in wrong.values() for words in found} >= {
        "a text ran",
        "asked for",
        "handler",
        "leads away",
    }


@pytest.mark.usefixtures("bare")
def test_without_escaping_the_policy_alone_lets_nothing_run(browser: Browser, path: Path) -> None:
    for served in serve(path):
        with looked_at(browser, served) as made:
            page = made.pages[0]
            page.goto(f"{served.address}a/1")
            found = page.evaluate(WRONG)
    assert any(words.startswith("policy: ") for words in found)
    assert "a text ran" not in found
