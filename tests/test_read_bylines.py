"""Who wrote it: the usual shapes in which news sites tell the authors of a page, each page with the names that a reader would say."""

import json
from typing import Any

import pytest

from dateline.read.options import ReadOptions
from dateline.read.page.html import read_html
from dateline.text.article import Article, Source

STORY = "".join(
    f"<p>The harbour master of Port Aster said on {day} that three boats had burned at the northern quay and that nobody was hurt.</p>"
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday")
)


def page(data: dict[str, Any] | None = None, *, head: str = "", line: str = "", outlet: str = "Aster Post") -> Article:
    """The article of a page with such data, such meta tags and such a line under its headline."""
    told = {
        "@type": "NewsArticle",
        "headline": "Boats burn at Port Aster",
        "datePublished": "2023-05-15",
        **(data or {}),
    }
    script = f'<script type="application/ld+json">{json.dumps(told)}</script>' if data is not None else ""
    text = (
        f'<html lang="en"><head><title>Boats burn at Port Aster</title><meta property="og:site_name" content="{outlet}">{head}'
        f"{script}</head><body><article><h1>Boats burn at Port Aster</h1>{line}{STORY}</article></body></html>"
    )
    return read_html(text, source=Source(), options=ReadOptions())


def meta(*told: str, name: str = "author") -> str:
    return "".join(f'<meta name="{name}" content="{each}">' for each in told)


JANE = ("Jane Roe",)
BOTH = ("Jane Roe", "John Doe")


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "name": "Jane Roe"}, JANE),
        ("Jane Roe", JANE),
        ("By Jane Roe and John Doe", BOTH),
        (["Jane Roe", "John Doe"], BOTH),
        ([{"name": "Jane Roe"}, {"name": "JANE ROE"}, {"name": "John Doe"}], BOTH),
        ([{"name": ["Jane Roe", "John Doe"]}], BOTH),
        ({"name": "Jane Roe", "jobTitle": "Harbour correspondent"}, JANE),
        ({"name": "Jane Roe, Harbour correspondent"}, JANE),
        ({"name": "Jane Roe in Port Aster"}, JANE),
        ({"name": "Jane Roe for Aster Post"}, JANE),
        ({"name": "https://aster.example/by/jane-roe"}, ()),
        ({"name": "@janeroe"}, ()),
        ({"name": "Jane Roe (@janeroe)"}, JANE),
        ({"name": "Jane Roe | Aster Post"}, JANE),
        ({"name": "Jane Roe - Aster Post"}, JANE),
        ({"name": "Updated May 15, 2023"}, ()),
        ({"name": "Jane Roe May 15, 2023"}, JANE),
        ({"name": "admin"}, ()),
        ({"givenName": "Jane", "familyName": "Roe"}, JANE),
        ({"name": "Jane Roe, John Doe and Ann-Marie O&#39;Hara"}, (*BOTH, "Ann-Marie O'Hara")),
        ({"@type": "Organization", "name": "Aster Post"}, ()),
        ({"name": "Jane Roe/Aster Post"}, JANE),
        ("Jane Roe, John Doe, & Ann Poe", (*BOTH, "Ann Poe")),
        ({"name": "Author: Jane Roe"}, JANE),
        ({"@type": "Organization", "name": "Harbour and Coast Council"}, ("Harbour and Coast Council",)),
    ],
)  # fmt: skip
def test_the_authors_that_the_data_name(author: object, names: tuple[str, ...]) -> None:
    assert page({"author": author}).bylines == names


def test_an_author_that_another_object_of_the_data_describes_is_found_by_its_id() -> None:
    person = {"@type": "Person", "@id": "#jane", "name": "Jane Roe"}
    assert page({"author": {"@id": "#jane"}, "@graph": [person]}).bylines == JANE


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (meta("Jane Roe"), JANE),
        (meta("By JANE ROE"), ("JANE ROE",)),
        (meta("Jane Roe", "John Doe"), BOTH),
        (meta("Aster Post"), ()),
        (meta("https://social.example/asterpost", name="article:author"), ()),
        (meta("https://social.example/asterpost", name="article:author") + meta("Jane Roe"), JANE),
        (meta("Jane Roe, Aster Post Staff"), JANE),
        (meta("Jane Roe", "jane roe"), JANE),
        (meta("@janeroe", name="twitter:creator"), ()),
        (meta("Jane Roe and John Doe, Reuters"), (*BOTH, "Reuters")),
        (meta("Jane Roe, John Doe, and Ann Poe"), (*BOTH, "Ann Poe")),
        (meta("Jane Roe, Health and Science Correspondent"), JANE),
        (meta("Jane Roe, PhD, John Doe, M.D."), BOTH),
        (meta("Jane Roe, The Aster Post"), JANE),
        (meta("asterpost.example"), ()),
        (meta("jane.roe@aster.example (Jane Roe)"), JANE),
    ],
)
def test_the_authors_that_meta_tags_name(head: str, names: tuple[str, ...]) -> None:
    assert page(head=head).bylines == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ('<p>By <a rel="author" href="/jane">Jane Roe</a></p>', JANE),
        (
            '<p>By <a rel="author nofollow" href="/jane">Jane Roe</a> and <a rel="author" href="/john">John Doe</a></p>',
            BOTH,
        ),
        ('<span itemprop="author"><span itemprop="name">Jane Roe</span></span>', JANE),
        ('<div itemprop="author">By Jane Roe<br>Harbour correspondent</div>', JANE),
        ("<p>By Jane Roe and John Doe, Reuters</p>", BOTH),
        ("<p>By Jane Roe | Aster Post</p>", JANE),
        ("<p>Staff report</p>", ()),
        ('<p class="byline">Jane Roe</p>', JANE),
        ('<div class="article-author"><a href="/author/jane-roe">Jane Roe</a></div>', JANE),
        ("<p>By Jane Roe, Harbour correspondent</p>", JANE),
        ("<p>By Jane Roe May 15, 2023</p>", JANE),
        ("<p>By Jane Roe, John Doe, and Ann Poe</p>", (*BOTH, "Ann Poe")),
        ("<p>BY JANE ROE AND JOHN DOE</p>", ("JANE ROE", "JOHN DOE")),
        ("<p>Words by Jane Roe</p>", JANE),
        ('<p class="byline">Jane Roe 2023-05-15 10:00</p>', JANE),
        ('<p class="byline">Published by Jane Roe</p>', JANE),
        ('<div class="byline"><a href="/jane">Jane Roe</a><a href="/john">John Doe</a></div>', BOTH),
        ('<span class="author-name">Jane Roe</span><span class="author-name">John Doe</span>', BOTH),
    ],
)
def test_the_authors_that_a_line_under_the_headline_names(line: str, names: tuple[str, ...]) -> None:
    assert page(line=line).bylines == names


def test_agencies_and_desks_are_credits_and_no_persons() -> None:
    told = {
        each.name: each.kind
        for each in page({"author": [{"name": "Jane Roe"}, {"name": "Reuters"}, {"name": "Staff Writer"}]}).credits
    }
    assert told == {"Jane Roe": "person", "Reuters": "agency", "Staff Writer": "staff"}
