"""The page: every block once, nothing of an article alive, marks that are flat and exact."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lxml import html

from dateline.show.inert import visible
from dateline.show.page import page
from dateline.show.segments import segments
from dateline.text.article import Article, Block
from dateline.text.happening import Event, TimeExpression
from dateline.text.naming import Entity
from dateline.text.record import Check, Failure, Record
from dateline.text.span import Evidence, Span
from dateline.text.telling import Statement, Wording
from show_record import ARTICLE, RECORD, blocks_of

HOSTILE = '<script>alert(1)</script> "><img src=x onerror=alert(1)> {{ 7*7 }} </style> \x1b[31m \u202eevil\u2069 \ud800 \x00 &amp;'


def parsed(record):
    return html.document_fromstring(page(record).encode())


def block_texts(root):
    """Text of each element that shows a block, without the numbers of sources."""
    found = {}
    for element in root.xpath("//*[starts-with(@id, 'b@')]"):
        assert element.get("id") not in found
        for number in element.xpath(".//sup"):
            number.drop_tree()
        found[element.get("id")] = element.text_content()
    return found


def test_every_block_stands_once_and_whole():
    assert block_texts(parsed(RECORD)) == {
        f"b@{block.span.start}": ARTICLE.quote(block.span) for block in ARTICLE.blocks
    }


def test_marks_are_flat_and_link_to_their_account():
    root = parsed(RECORD)
    article = root.xpath("//article")[0]
    assert not article.xpath(".//*[contains(@class, 'time') or contains(@class, 'said')]//*[self::span or self::a]")
    ids = set(root.xpath("//@id"))
    assert len(root.xpath("//@id")) == len(ids)
    links = [link for link in root.xpath("//a/@href") if link.startswith("#")]
    assert {link[1:] for link in links} <= ids
    word = root.xpath("//article//a[.='butchered']")[0]
    assert set(word.get("class").split()) == {"event", "loaded", "said"}
    assert "plain word: killed" in word.get("title")


def test_the_page_tells_what_the_record_holds():
    words = " ".join(parsed(RECORD).text_content().split())
    for told in (
        "Published 5 Mar 2021 (given with --published)", "But also dated 9 Mar 2021 (from the page’s meta tags)".replace("’", "'"),
        "The Osk Bee ← Radio Senn ← Mila Drov", "2021-03-03 minus 2 days", "en/times/relative:units-earlier", "warden",
        "Left out as not part of the story, 6 words: share link", "One event, dates that differ", "planned", "1 minor event",
    ):  # fmt: skip
        assert told in words


def test_the_page_is_closed_to_the_world():
    text = page(RECORD)
    assert "<script" not in text
    assert not re.search(r"\son\w+=", text)
    assert "default-src 'none'; style-src 'unsafe-inline'" in text
    assert not re.search(
        r"(?:src|@import|url\()", text.partition("<body>")[0].replace("default-src", "").replace("style-src", "")
    )
    root = parsed(RECORD)
    assert root.xpath("//a[@rel]/@href") == ["https://bee.example/1"]
    assert all(cell.get("scope") for cell in root.xpath("//th"))
    assert [len(root.xpath(f"//{tag}")) for tag in ("h1", "main", "article", "title")] == [1, 1, 1, 1]
    assert root.xpath("//nav/a/@href") == ["#timeline"]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", HOSTILE]
)
def test_only_web_addresses_are_links(url):
    root = parsed(Record(Article("a", url=url, blocks=(Block(Span(0, 1), "paragraph"),))))
    assert all(link.startswith("#") for link in root.xpath("//a/@href"))
    assert visible(url).split()[0] in root.text_content()


def test_hostile_words_are_shown_and_do_nothing():
    kinds = ("title", "byline", "paragraph", "quotation", "list_item", "caption", "heading", "dateline", "boilerplate")
    blocks = blocks_of([(kind, HOSTILE) for kind in kinds])
    text = "\n\n".join([HOSTILE] * len(kinds))
    article = Article(
        text, title=blocks[0].span, outlet=HOSTILE, url=HOSTILE, bylines=(HOSTILE,), language=HOSTILE, blocks=blocks
    )
    span = blocks[2].span
    because = (Evidence(HOSTILE, HOSTILE),)
    record = Record(
        article,
        times=(TimeExpression(HOSTILE, span, None, None, flags=(HOSTILE,), because=because),),
        entities=(Entity("n1", HOSTILE, "person", (HOSTILE,)),),
        statements=(Statement(HOSTILE + "s", span, "quoted", content=(span,), speaker="n1", because=because),),
        events=(Event("e1", span, "ASSAULT", HOSTILE, HOSTILE, told_in=HOSTILE + "s", main=True, because=because),),
        wording=(Wording("w1", span, "blame", HOSTILE, target="n1", because=because),),
        checks=(Check("date-conflict", ("e1", "nowhere"), HOSTILE),),
        failures=(Failure(HOSTILE, HOSTILE),),
    )
    text = page(record)
    text.encode()
    assert "<script" not in text
    assert text.count("</style>") == 1
    assert not set("\x1b\x00\u202e\u2069\ud800") & set(text)
    root = parsed(record)
    assert not root.xpath("//img | //script | //@onerror")
    assert list(block_texts(root).values()) == [visible(HOSTILE)] * len(kinds)


def test_an_article_without_anything_has_a_page():
    assert parsed(Record(Article(""))).xpath("string(//h1)") == "Article without a title"
    assert block_texts(parsed(Record(Article("Only words")))) == {"b@0": "Only words"}


def test_a_page_stays_small():
    """Of a thousand words with a finding on every fourth the page is under one megabyte."""
    text = " ".join(["word"] * 1000)
    because = (Evidence("en/events/other:word", "noun"),)
    events = tuple(
        Event(f"e@{at}", Span(at, at + 4), "ASSAULT", "word", main=True, because=because)
        for at in range(0, len(text), 20)
    )
    assert len(page(Record(Article(text), events=events)).encode()) < 1_000_000


@some.composite
def marked_articles(draw):
    """A text in blocks and spans anywhere in it, beyond its end too."""
    parts = draw(some.lists(some.text(min_size=1, max_size=30), min_size=1, max_size=5))
    kinds = draw(some.lists(some.sampled_from(["paragraph", "boilerplate", "list_item"]), min_size=5, max_size=5))
    blocks = blocks_of(list(zip(kinds, parts, strict=False)))
    text = "\n\n".join(parts)
    ends = some.integers(0, len(text) + 3)
    spans = [Span(*sorted(pair)) for pair in draw(some.lists(some.tuples(ends, ends), max_size=12))]
    findings = [
        Statement(f"s{i}", span, "quoted", content=(span,)) if i % 3 == 0 else Event(f"e{i}", span, "OTHER", "x")
        for i, span in enumerate(spans)
    ]
    return Article(text, blocks=blocks), findings


@given(marked_articles())
def test_segments_joined_are_the_told_text(drawn):
    article, findings = drawn
    found = segments(article, findings)
    for block in article.told():
        own = [segment for segment in found if block.span.holds(Span(segment.start, segment.end))]
        assert "".join(article.text[segment.start : segment.end] for segment in own) == article.quote(block.span)
    assert all(segment.start < segment.end for segment in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    for segment in found:
        here = Span(segment.start, segment.end)
        assert set(segment.ids) == {
            finding.id for finding in findings if len(finding.span) and finding.span.overlaps(here)
        }
        assert all(finding.span.holds(here) for finding in findings if finding.id in segment.ids)


COLOURS = re.compile(r"--(\w[\w-]*): (#[0-9a-f]{3,6})")


def test_words_stand_out_from_the_paper():
    """Contrast of WCAG AA (4.5) for every ink on paper and on the tint of statements, by day and by night."""
    style = page(RECORD).partition("<style>")[2].partition("</style>")[0]
    schemes = [dict(COLOURS.findall(part)) for part in style.split(":root {")[1:3]]
    assert len(schemes) == 2
    for scheme in schemes:
        for ink in ("ink", "soft", "link", "loaded", "time", "event", "figure"):
            assert contrast(scheme[ink], scheme["paper"]) >= 4.5
        for ink in ("ink", "link"):
            assert min(contrast(scheme[ink], scheme[ground]) for ground in ("said", "target")) >= 4.5


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
