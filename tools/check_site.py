"""Look whether the built documentation holds together: no page loads anything from elsewhere, every link has its target.

python tools/check_site.py build/site        prints what is wrong; exit code 1 if anything is
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
_LINKS_ONLY = {"canonical", "prev", "next", "alternate"}  # a <link> that tells an address and loads nothing


class Page(HTMLParser):
    """What a page loads, what it links to, and the names of its places."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag's address or name."""
        told = {name: value or "" for name, value in attrs}
        self.places |= {told[name] for name in ("id", "name") if name in told}
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        elif tag in _LOADS and told.get(_LOADS[tag]) and told.get("rel") not in _LINKS_ONLY:
            self.loads.append(told[_LOADS[tag]])


def main(site: Path) -> int:
    """Print every problem; the exit code."""
    pages = {path.resolve(): Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}
    found = [f"{path.relative_to(site.resolve())}: {each}" for path in pages for each in problems(path, pages)]
    print(*found, sep="\n", end="\n" if found else "")
    print(f"{len(pages)} pages looked at, {len(found)} problems", file=sys.stderr)
    return 1 if found or not pages else 0


def problems(path: Path, pages: dict[Path, Page]) -> Iterator[str]:
    """What is wrong with one page."""
    page = pages[path]
    for address in page.loads:
        if urlsplit(address).scheme not in ("", "data") or address.startswith("//"):
            yield f"loads {address}"
    for address in (*page.loads, *page.links):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or path.name == "404.html":
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if target.is_dir():
            target /= "index.html"
        if not target.is_file():
            yield f"{address}: there is no such file"
        elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].places:
            yield f"{address}: there is no such place on that page"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
