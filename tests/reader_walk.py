"""A walk through the reader's screens in Chromium: what a person without a mouse, with other colours, with a small window, on paper or
without scripts would stumble over. Each check gives what is wrong in words, nothing where all is well.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from finding_chromium import chromium

PHONE, ZOOMED, PAPER, WIDE = 390, 640, 720, 1280  # 640 pixels are what a window of 1280 has at 200 % zoom
BROKEN = "addEventListener('securitypolicyviolation', e => (window.broken ??= []).push(e.violatedDirective + ' ' + e.blockedURI))"
PAINTED = """() => new Promise(told => new PerformanceObserver(list => {
  const first = list.getEntriesByName('first-contentful-paint')[0];
  if (first) told(first.startTime);
}).observe({type: 'paint', buffered: true}))"""
# What can be reached by the keyboard, and is to be seen when it is.
REACHED = """() => {
  const name = e => `${e.tagName.toLowerCase()} “${(e.getAttribute('aria-label') || e.textContent || e.name || '').trim().slice(0, 40)}”`;
  // Of radio buttons of one name the chosen one is reached, or the first; the arrows lead on.
  const entered = e => e.type !== 'radio' || e === [...e.form.elements].filter(o => o.type === 'radio' && o.name === e.name)
    .find((o, _, all) => o.checked || !all.some(each => each.checked));
  const wanted = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(e =>
    e.tabIndex >= 0 && !e.disabled && entered(e) && e.checkVisibility({visibilityProperty: true}) && !e.closest('[hidden], [inert]'));
  window.walk = {wanted, seen: new Set(), faint: [], first: null, name};
  document.addEventListener('focusin', event => {
    const e = event.target, style = getComputedStyle(e), box = e.getBoundingClientRect();
    walk.first ??= e;
    walk.seen.add(e);
    const ringed = [e, ...e.children].some(each => { const s = getComputedStyle(each); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0
      || parseFloat(s.strokeWidth) >= 2; });
    if (!ringed) walk.faint.push(name(e));
    if (box.width < 1 || box.right < 1 || box.left > innerWidth - 1) walk.faint.push(name(e) + ' lies outside');
  });
  document.activeElement?.blur();
  return wanted.length;
}"""
TOLD = """() => [
  ...walk.wanted.filter(e => !walk.seen.has(e)).map(e => 'not reached by Tab: ' + walk.name(e)),
  ...walk.faint.map(words => 'focus is not to be seen: ' + words),
  ...(walk.first?.classList.contains('skip') ? [] : ['the first thing reached is not the way past the top: ' + (walk.first && walk.name(walk.first))]),
]"""
# What sticks out of the window, or stands over other words.
WIDER = """() => {
  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (over <= 0) return [];
  const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll > *'));
  return [`${over} pixels wider than the window, by ` + out.slice(0, 3).map(e => `${e.tagName} ${e.className} “${e.textContent.trim().slice(0, 30)}”`).join(', ')];
}"""
CLOSE = """() => {
  const lines = [...document.querySelectorAll('h1, h2, h3, th, td, dt, dd, li > p, figcaption, blockquote, summary, label')].filter(e =>
    e.checkVisibility() && !e.closest('.unseen, .scroll') && e.textContent.trim());
  const boxes = lines.map(e => [e, e.getBoundingClientRect()]).filter(([, box]) => box.width > 2 && box.height > 2);
  boxes.sort(([, a], [, b]) => a.top - b.top);
  const found = [];
  for (let i = 0; i < boxes.length && found.length < 3; i++)
    for (let j = i + 1; j < boxes.length && boxes[j][1].top < boxes[i][1].bottom - 2; j++) {
      const [one, a] = boxes[i], [other, b] = boxes[j];
      if (!one.contains(other) && !other.contains(one) && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2)
        found.push(`“${one.textContent.trim().slice(0, 30)}” stands over “${other.textContent.trim().slice(0, 30)}”`);
    }
  return found;
}"""


def walked(address: str, cookie: str, screens: Mapping[str, str], pictures: Path) -> list[str]:
    """All checks on all screens, with a picture of each in a wide and a narrow window, light and dark; what is wrong."""
    pictures.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    with launched() as browser:
        for name, path in screens.items():
            for dark in (False, True):
                with looked_at(browser, address, cookie, dark=dark) as made:
                    page = opened(made, address + path)
                    found = accessible(page)
                    for width in (PHONE, ZOOMED, WIDE):
                        page.set_viewport_size({"width": width, "height": 900})
                        found += [f"{width} pixels: {each}" for each in (*wider(page), *standing_over(page))]
                        file = f"{path.strip('/').replace('/', '-') or 'home'}-{width}{'-dark' if dark else ''}.png"
                        page.screenshot(path=pictures / file)
                    found += [] if dark else by_keyboard(page)
                    wrong += [f"{name}{', dark' if dark else ''}: {each}" for each in found]
            with looked_at(browser, address, cookie, width=PAPER, dark=True, script=False) as made:
                page = opened(made, address + path)
                wrong += [f"{name}: {each}" for each in (*without_script(page), *printed(page))]
    return wrong


def painted(address: str, cookie: str, path: str, runs: int) -> tuple[float, int] | None:
    """Milliseconds from the asking to the first paint with something on it, the middle of so many, and the page's elements; None without Chromium."""
    if not chromium():
        return None
    with launched() as browser, looked_at(browser, address, cookie) as made:
        spent = []
        for _ in range(runs + 1):
            page = opened(made, address + path)
            spent.append(float(page.evaluate(PAINTED)))
        return statistics.median(spent[1:]), int(page.evaluate("document.querySelectorAll('*').length"))


@contextmanager
def launched() -> Iterator[Browser]:
    """A Chromium, until it is no longer needed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def looked_at(
    browser: Browser, address: str, cookie: str, *, width: int = WIDE, dark: bool = False, script: bool = True
) -> Iterator[BrowserContext]:
    """A window that the reader lets in."""
    made = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        reduced_motion="reduce",
    )
    made.set_default_timeout(60_000)
    made.add_init_script(BROKEN)
    name, _, value = cookie.partition("=")
    made.add_cookies([{"name": name, "value": value, "url": address}])
    made.new_page()
    yield made
    made.close()


def opened(made: BrowserContext, address: str) -> Page:
    """The page, once all of it is there; one that is being made comes by itself, which cuts off who asks meanwhile."""
    page = made.pages[0]
    while True:
        try:
            answer = page.goto(address, wait_until="load")
        except Error as error:
            if "interrupted" not in str(error) and "ERR_ABORTED" not in str(error):
                raise
            answer = None
        if answer is not None and "refresh" not in answer.headers:
            return page
        page.wait_for_timeout(300)


def accessible(page: Page) -> list[str]:
    """What axe-core finds, and what the page's policy turned away."""
    found = Axe().run(page)
    told = [f"axe: {each['id']}: {each['nodes'][0]['html'][:120]}" for each in found.response["violations"]]
    return told + [f"policy: {each}" for each in page.evaluate("window.broken ?? []")]


def wider(page: Page) -> list[str]:
    """What sticks out of the window."""
    return list(page.evaluate(WIDER))


def standing_over(page: Page) -> list[str]:
    """Words that stand over other words."""
    return list(page.evaluate(CLOSE))


def by_keyboard(page: Page) -> list[str]:
    """What Tab does not reach, or reaches unseen."""
    page.wait_for_load_state("networkidle")
    for _ in range(int(page.evaluate(REACHED)) + 2):
        page.keyboard.press("Tab")
    return list(page.evaluate(TOLD))[:5]


def without_script(page: Page) -> list[str]:
    """What is not there where no script runs."""
    heading, words = page.inner_text("h1").strip(), page.inner_text("main").split()
    return [] if heading and len(words) > 30 else [f"without script: {len(words)} words under “{heading}”"]


def printed(page: Page) -> list[str]:
    """What is wrong on paper, which is 720 pixels wide: what only a screen needs, words that are cut off, light ink."""
    page.emulate_media(media="print")
    found = [f"printed: {each}" for each in wider(page)]
    found += ["printed: the bar at the top"] if page.is_visible("header.top") else []
    ink = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    page.emulate_media(media="screen")
    return found + ([] if ink == "rgb(0, 0, 0)" else [f"printed: ink is {ink}"])
