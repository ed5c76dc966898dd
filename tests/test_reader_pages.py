"""The screens: what they show of archives made by hand, what they do with hostile texts, the folder and the file that stand alone."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from dateline.cli import main
from dateline.store.archive import Archive
from dateline.text.article import Article, Block
from dateline.text.happening import Event
from dateline.text.naming import Entity, Mention
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.telling import ROOT, Quotation, Statement
from dateline.web.shelf import Shelf
from dateline.web.site import write_site
from reader_made import app_of, archive, ask, blast
from store_made import record_of

# Inputs 1 to 5 of the hostile thirty: what would run, break out, or steer; all of it is text.
HOSTILE = (
    "<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "jav\tascript:alert(1)", '"><svg/onload=alert(1)>',
    "<math><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>", "</script><!--\u2028]]>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "x');alert(1)//.txt", "../../a", "{{ 7 * 7 }}{% raw %}",
    "\x1b]0;title\x07\x1b[31m", "[red]bold[/red]", "\u202eevil\u202c", "nul\x00", "a" * 4000,
)  # fmt: skip


class Elements(HTMLParser):
    """The elements of a page, with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def attributes(self, tag: str, name: str) -> list[str]:
        return [value for each, given in self.found if each == tag and (value := given.get(name))]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return app_of(archive(tmp_path_factory.mktemp("archive") / "blast.db", blast()))


def hostile(words: str) -> Record:
    """A record in which all that can be text is these words."""
    text = f"{words}\n{words} said: {words} fell."
    first, rest = Span(0, len(words)), Span(len(words) + 1, len(text))
    name = Span(rest.start, rest.start + len(words))
    content = Span(name.end + 7, rest.end)
    return Record(
        Article(text, title=first, outlet=words, url=f"javascript:{words}", bylines=(words,), language=words[:8],
                blocks=(Block(first, "title"), Block(rest, "paragraph"))),
        entities=(Entity("n1", words, "person", aliases=(words,)),),
        mentions=(Mention(f"m@{name.start}", name, "n1", "name"),),
        statements=(
            Statement(ROOT, Span(0, len(text)), "own_voice", within=None, source_kind="outlet"),
            Statement(f"s@{name.start}", rest, "reported", content=(content,), source=(name,), speaker="n1", source_kind="named"),
        ),
        events=(Event(f"e@{content.end - 5}", Span(content.end - 5, content.end - 1), "OTHER", words[:40], told_in=f"s@{name.start}"),),
        quotations=(Quotation(f"q@{content.start}", content, "unattributed"),),
    )  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_stays_text(tmp_path: Path, words: str) -> None:
    app = app_of(archive(tmp_path / "hostile.db", [hostile(words)]))
    event = app.state.shelf.archive.record(1).events[0].id
    name = words.encode("utf-8", "replace")
    pages = ["/", "/a/1", f"/e/1/{event}", f"/compare/1/{event}", "/search?q=fell", "/send/a/1", f"/send/e/1/{event}"]
    pages += ["/n/" + "".join(f"%{byte:02x}" for byte in name)] if len(name) < 1000 and min(name) >= 0x20 else []
    for page in pages:
        answer = ask(app, page)
        assert answer.status == 200, page
        elements = Elements(answer.text)
        assert {tag for tag, _ in elements.found} <= {
            "html", "head", "meta", "title", "link", "style", "body", "a", "header", "nav", "form", "label", "input", "textarea", "main", "p", "h1",
            "h2", "h3", "ul", "ol", "li", "div", "span", "button", "small", "article", "aside", "section", "mark", "i", "table", "thead",
            "tbody", "tr", "th", "td", "svg", "rect", "details", "summary", "dl", "dt", "dd", "footer", "b", "code", "figure",
            "figcaption", "blockquote", "caption", "select", "option", "sup", "bdi", "script", "fieldset", "legend", "datalist", "optgroup",
        }, page  # fmt: skip
        assert not [name for _, given in elements.found for name in given if name.startswith("on")], page
        scripts = [
            given for tag, given in elements.found if tag == "script" and given.get("type") != "application/json"
        ]
        assert all(re.fullmatch(r"(\.\./)*static/[a-z]+\.js", str(given.get("src"))) for given in scripts), page
        for address in (*elements.attributes("a", "href"), *elements.attributes("form", "action")):
            assert not re.match(r"\s*(javascript|data|vbscript):", address, re.IGNORECASE), address
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\ud800-\udfff]", answer.text), page
    if words.isprintable() and len(words) < 200:
        assert words in Elements(ask(app, "/a/1").text).text


def test_a_huge_article_has_a_page_of_bounded_size(tmp_path: Path) -> None:
    lines = [f"Line {number} of a very long page." for number in range(60_000)]
    text, blocks, at = "\n".join(lines), [], 0
    for line in lines:
        blocks.append(Block(Span(at, at + len(line)), "paragraph"))
        at += len(line) + 1
    app = app_of(archive(tmp_path / "long.db", [Record(Article(text, blocks=tuple(blocks)))]))
    page = ask(app, "/a/1")
    assert page.status == 200
    assert len(page.text) < 1_000_000
    assert "longer than a page has room for" in page.text
    one = app_of(archive(tmp_path / "line.db", [Record(Article("x" * 5_000_000))]))
    assert len(ask(one, "/a/1").text) < 1_000_000


def test_the_article_page_is_what_scripts_build_on(app: Any) -> None:
    page = ask(app, "/a/1").text
    record = app.state.shelf.archive.record(1)
    elements = Elements(page)
    assert ("body", {"data-page": "article", "data-root": "../"}) in elements.found
    (text,) = [given for tag, given in elements.found if tag == "article"]
    assert text["id"] == "text"
    paragraphs = [
        given for tag, given in elements.found if "data-start" in given and str(given.get("id", "")).startswith("b")
    ]
    assert [given["id"] for given in paragraphs] == [f"b{block.span.start}" for block in record.article.blocks]
    marks = [given for tag, given in elements.found if tag == "mark"]
    assert {"event", "said", "figure"} <= {layer for given in marks for layer in str(given["class"]).split()}
    findings = {given["data-id"]: given for tag, given in elements.found if tag == "section" and "data-id" in given}
    for event in record.events:
        assert findings[event.id]["id"] == f"i-{event.id}"
        assert (findings[event.id]["data-start"], findings[event.id]["data-end"]) == (
            str(event.span.start),
            str(event.span.end),
        )
    buttons = [given for tag, given in elements.found if tag == "button" and "data-layer" in given]
    assert {given["data-layer"]: given["aria-pressed"] for given in buttons}["event"] == "true"
    ids = [str(given["id"]) for _, given in elements.found if "id" in given]
    assert len(ids) == len(set(ids))


def test_marked_pieces_joined_are_the_text(app: Any) -> None:
    for number in (1, 2, 3):
        article = app.state.shelf.archive.article(number)
        shown = re.search(r"<article.*?</article>", ask(app, f"/a/{number}").text, re.DOTALL)
        assert shown is not None
        text = Elements(shown[0]).text
        for block in article.told():
            assert article.quote(block.span) in text


def test_the_event_page_counts_sources_and_shows_conflicts(app: Any) -> None:
    page = Elements(ask(app, "/e/1/e@55").text)
    words = " ".join(page.text.split())
    assert "3 articles" in words
    assert "3 outlets" in words
    assert "sources conflict" in words
    for toll in ("12 or more", "14", "17"):
        assert toll in words
    cells = [address for address in page.attributes("a", "href") if "#c=" in address]
    assert cells
    assert all(resolved(ask(app, "/a/" + cell.partition("/a/")[2].partition("#")[0]).text, cell) for cell in cells)


def test_any_mention_of_an_event_leads_to_it(app: Any) -> None:
    assert "3 articles" in " ".join(Elements(ask(app, "/e/2/e@55").text).text.split())
    assert ask(app, "/e/3/e@55").status == 404


def test_the_compare_page_has_a_dash_for_what_a_text_does_not_tell(tmp_path: Path) -> None:
    first, second, _ = blast()
    app = app_of(archive(tmp_path / "two.db", [first, replace(second, events=())]))
    assert "not in this text" in ask(app, "/compare/1/e@55").text
    assert ask(app, "/compare/2/e@55").status == 404


def test_the_name_page_tells_who_calls_it_so(app: Any) -> None:
    page = Elements(ask(app, "/n/The%20ministry").text).text
    assert "The Osk Bee" in page
    assert "a blast killed at least 12 people" in page
    assert ask(app, "/n/OSK").status == 200


def test_search_finds_words_names_places_and_days(app: Any) -> None:
    assert "3 articles" in ask(app, "/search?q=blast").text
    assert "1 article" in ask(app, "/search?q=blast&outlet=valley+post").text
    assert "Blast in Osk, by Valley Post" in ask(app, "/search?outlet=valley+post").text
    assert "<mark>" in ask(app, "/search?q=blast").text
    assert "3 events" in ask(app, "/search?place=Osk").text
    assert "3 events" in ask(app, "/search?kind=ASSAULT&from=2022-07&to=2022-07-04").text
    assert "0 events" in ask(app, "/search?to=2021").text
    assert "1 event" in ask(app, "/search?place=Osk&q=union").text


def test_home_says_what_needs_an_eye(app: Any) -> None:
    page = " ".join(Elements(ask(app, "/").text).text.split())
    assert "3 articles by 3 outlets" in page
    assert "Sources conflict 1" in page
    assert "Unknown names 1" in page


def test_what_is_added_shows_at_once(tmp_path: Path) -> None:
    records = blast()
    path = archive(tmp_path / "grows.db", records[:1])
    app = app_of(path)
    assert "1 article" in ask(app, "/").text
    archive(path, records[1:])
    assert "3 articles" in ask(app, "/").text
    assert "3 articles" in " ".join(Elements(ask(app, "/e/1/e@55").text).text.split())


def test_long_lists_have_pages(tmp_path: Path) -> None:
    app = app_of(archive(tmp_path / "many.db", [record_of(number) for number in range(60)]))
    first, second = ask(app, "/").text, ask(app, "/?page=2").text
    listed = [re.findall(r'href="(a/\d+)"', page) for page in (first, second)]
    assert len({*listed[0], *listed[1]}) == 60
    assert ask(app, "/?page=3").status == 404


def test_a_sent_file_stands_alone(app: Any) -> None:
    for page in ("/send/a/1", "/send/e/1/e@55"):
        answer = ask(app, page)
        assert answer.headers["content-disposition"].startswith('attachment; filename="')
        elements = Elements(answer.text)
        assert not [tag for tag, _ in elements.found if tag in ("script", "link", "img", "form")]
        assert all(address.startswith("#") for address in elements.attributes("a", "href"))
        assert not [address for address in elements.attributes("a", "href") if not resolved(answer.text, address)]
        assert "default-src 'none'" in answer.text
        assert "17 people" in answer.text or page.startswith("/send/a")


def test_all_links_of_a_site_lead_somewhere(tmp_path: Path) -> None:
    path = archive(tmp_path / "blast.db", [*blast(), *(record_of(number) for number in range(5))])
    with Archive.open(path) as made:
        count = write_site(made, tmp_path / "site")
        write_site(made, tmp_path / "again")
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) == count > 10
    for page in pages:
        text = page.read_text("utf-8")
        assert "default-src 'none'" in text
        assert text == (tmp_path / "again" / page.relative_to(tmp_path / "site")).read_text("utf-8")
        for address in (*Elements(text).attributes("a", "href"), *Elements(text).attributes("link", "href")):
            if address.startswith(("https://", "data:")):
                continue
            file, _, at = address.partition("#")
            leads = page.parent / unquote(file) if file else page
            assert leads.is_file(), f"{page}: {address}"
            assert not at or resolved(leads.read_text("utf-8"), address), f"{page}: {address}"


def test_a_site_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = archive(tmp_path / "blast.db", blast())
    assert main(["export", "site", str(path), str(tmp_path / "site"), "--place", "Osk"]) == 0
    assert (tmp_path / "site" / "e" / "1-e@55.html").is_file()
    assert "pages; open" in capsys.readouterr().err
    assert main(["export", "site", str(path), str(tmp_path / "none"), "--about", "Nobody"]) == 1
    assert main(["export", "site", str(path), str(path)]) == 1


def test_threads_read_through_connections_of_their_own(tmp_path: Path) -> None:
    shelf = Shelf(archive(tmp_path / "blast.db", blast()))
    assert shelf.numbers == (1, 2, 3)
    shelf.close()


def resolved(page: str, address: str) -> bool:
    """The place that the address leads to is on the page."""
    return f'id="{unquote(address.partition("#")[2])}"' in page
