"""Who wrote it: the usual shapes in which news sites tell the authors of a page, each page with the names that a reader would say."""

import json
import time
from typing import Any

import pytest

from dateline.read.options import ReadOptions
from dateline.read.page.credits import credited
from dateline.read.page.html import read_html
from dateline.read.page.named import split_names
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
        ({"@type": "Organization", "name": "Aster Post"}, ("Aster Post",)),
        ({"name": "Jane Roe/Aster Post"}, JANE),
        ("Jane Roe, John Doe, & Ann Poe", (*BOTH, "Ann Poe")),
        ({"name": "Author: Jane Roe"}, JANE),
        ({"@type": "Organization", "name": "Harbour and Coast Council"}, ("Harbour and Coast Council",)),
        ({"@value": "Jane Roe"}, JANE),
        ({"name": {"@value": "Jane Roe"}}, JANE),
        ({"name": [{"@value": "Jane Roe"}, {"@value": "John Doe"}]}, BOTH),
        ({"@list": [{"name": "Jane Roe"}, {"name": "John Doe"}]}, BOTH),
        ({"name": "Analysis by Jane Roe, Post Editor-at-large"}, JANE),
        ({"name": "Jane Roe. Northland International"}, ("Jane Roe", "Northland International")),
        ({"name": "Jane Roe, Coastwise"}, JANE),
        ({"name": "Jane Roe (now); John Doe (earlier)"}, BOTH),
        ({"name": "Jane Roe <jane.roe@aster.example>"}, JANE),
        ({"name": "<a href='/jane'>Jane Roe</a>"}, JANE),
        ({"name": "{{ author.name }}"}, ()),
        ({"name": "Jane Roe, John Doe and Ann Poe in Port Aster"}, (*BOTH, "Ann Poe")),
        ({"name": "Jane Roe and John Doe of Aster Post"}, BOTH),
        ({"name": "Jane Roe, Photos by John Doe and Ann Poe"}, JANE),
        ({"name": "Photos by Jane Roe"}, ()),
        ({"name": "Updated by Jane Roe"}, ()),
        ({"name": "Jane Roe, Special to Aster Post"}, JANE),
        ({"name": "Senior political correspondent Jane Roe"}, JANE),
        ({"name": "Jane Roe Chief Political Correspondent"}, JANE),
        ({"name": "Jane Roe Associated Press"}, JANE),
        ({"name": "Theresa May, April Roe and Jan Doe"}, ("Theresa May", "April Roe", "Jan Doe")),
        ({"name": "PTI"}, ("PTI",)),
        ({"name": "Jane Roe, MBA"}, JANE),
        ([{"name": "Zoe Díaz"}, {"name": "ZOE DIAZ"}, {"name": "Zoe Diaz"}], ("Zoe Díaz",)),
        ([{"name": "Aster Post"}, {"name": "Jane Roe"}], JANE),
        ({"name": "jroe77"}, ("jroe77",)),
    ],
)  # fmt: skip
def test_the_authors_that_the_data_name(author: object, names: tuple[str, ...]) -> None:
    assert page({"author": author}).bylines == names


def test_an_author_that_another_object_of_the_data_describes_is_found_by_its_id() -> None:
    person = {"@type": "Person", "@id": "#jane", "name": "Jane Roe"}
    assert page({"author": {"@id": "#jane"}, "@graph": [person]}).bylines == JANE


@pytest.mark.parametrize(
    ("code", "told", "names"),
    [
        ("de", "Von Jana Roth und Karl Dohm", ("Jana Roth", "Karl Dohm")),
        ("de", "Von Jana Roth, Chefredakteurin", ("Jana Roth",)),
        ("de", "Von Jana Roth, veröffentlicht am 15. Mai 2023", ("Jana Roth",)),
        ("de", "Jana Roth (Autorin)", ("Jana Roth",)),
        ("de", "Redaktion", ("Redaktion",)),
        ("de", "Ein Gastbeitrag von Jana Roth", ("Jana Roth",)),
        ("de", "Jana Roth mit Material der dpa", ("Jana Roth",)),
        ("fr", "Par Jeanne Roux et Paul Dort, à Port Aster", ("Jeanne Roux", "Paul Dort")),
        ("fr", "Publié le 15 mai 2023 par Jeanne Roux", ("Jeanne Roux",)),
        ("es", "Por Juana Ruiz y José Ortega y Gasset", ("Juana Ruiz", "José Ortega y Gasset")),
        ("es", "Juana Ruiz, corresponsal en Port Aster", ("Juana Ruiz",)),
        ("it", "di Gianna Rossi e Carlo Dotti", ("Gianna Rossi", "Carlo Dotti")),
        ("it", "a cura di Gianna Rossi", ("Gianna Rossi",)),
        ("it", "Gianna Di Rosa", ("Gianna Di Rosa",)),
        ("pt", "Por Joana Reis da Silva", ("Joana Reis da Silva",)),
        ("pt", "Joana Reis, do Porto", ("Joana Reis",)),
        ("pt", "Maria Joana da Silva dos Reis e Joana Dias", ("Maria Joana da Silva dos Reis", "Joana Dias")),
        ("zh", "王芳、李明", ("王芳", "李明")),
        ("en", "John Doe, Jr., and Jane Roe, University of Aster", ("John Doe Jr.", "Jane Roe")),
        ("en", "Words: Jane Roe, Photos: John Doe", ("Jane Roe",)),
        ("en", "Guest post by Jane Roe", ("Jane Roe",)),
        ("nl", "Door Jan Smit en Piet Bakker", ("Jan Smit", "Piet Bakker")),
        ("en", "Von Jana Roth", ("Jana Roth",)),
        ("en", "Van Morrison", ("Van Morrison",)),
        ("en", "Ed de Leon", ("Ed de Leon",)),
    ],
)
def test_bylines_as_other_languages_write_them(code: str, told: str, names: tuple[str, ...]) -> None:
    assert tuple(split_names(told, code)) == names


def test_an_author_of_whom_only_the_address_is_told_is_named_by_the_link_to_it() -> None:
    line = '<p><a href="/authors/jane-roe/">Jane Roe</a> wrote this in the night</p>'
    assert (
        page({"author": {"@type": "Person", "url": "https://aster.example/authors/jane-roe"}}, line=line).bylines
        == JANE
    )
    assert page(head=meta("https://aster.example/authors/jane-roe", name="article:author"), line=line).bylines == JANE
    assert page({"author": "https://aster.example/authors/ann-poe"}).bylines == ()


def test_the_makers_are_asked_where_the_data_name_no_author() -> None:
    assert page({"author": {"@id": "#nobody"}, "creator": ["Jane Roe"]}).bylines == JANE


@pytest.mark.parametrize(
    ("author", "line", "names"),
    [
        ("Jane Roe", '<p class="byline">By Jane Roe, John Doe</p>', BOTH),
        ("Jane Roe", '<p class="byline">By Ann Poe, John Doe</p>', JANE),
        ("Jane Roe", '<p class="byline">Jane Roe | Share This Article</p>', JANE),
        ("Aster Post", '<p class="byline">By Jane Roe</p>', JANE),
        ("Aster Post", "<p>By Jane Roe on Monday, May 15th, 2023 at 11:04 a.m.</p>", JANE),
        ("Staff Writer", '<a rel="author" href="/jane">Jane Roe</a>', JANE),
        ("webadmin7", '<a rel="author" href="/jane">Jane Roe</a>', JANE),
        ("Reuters", '<p class="byline">By Jane Roe</p>', ("Reuters",)),
    ],
)  # fmt: skip
def test_the_data_are_believed_unless_the_page_names_the_same_and_more(
    author: str, line: str, names: tuple[str, ...]
) -> None:
    assert page({"author": author}, line=line).bylines == names


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (meta("Jane Roe"), JANE),
        (meta("By JANE ROE"), ("JANE ROE",)),
        (meta("Jane Roe", "John Doe"), BOTH),
        (meta("Aster Post"), ("Aster Post",)),
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
        ("<p>By Jane Roe and John Doe, Reuters</p>", (*BOTH, "Reuters")),
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
        ('<h3 class="byline">by Jane Roe<br>Monday, May 15, 2023</h3>', JANE),
        ('<div class="c-byline__author">By Jane Roe</div>', JANE),
        ('<ul class="authors"><li class="author">Jane Roe</li><li class="author">John Doe</li></ul>', BOTH),
        ('<div class="byline-row">Jane Roe Aster Gazette | <span class="byline-name">Jane Roe</span></div>', JANE),
        ('<div itemprop="author"><meta itemprop="name" content="Jane Roe"></div>', JANE),
        ('<p>By <a href="/staff/jane-roe">Jane Roe</a>, who saw it</p>', JANE),
        ('<p class="x">Von Jane Roe</p>', JANE),
        ("<p>by jroe_77 | May 15, 2023 | Harbour Business</p>", ()),
        ('<div class="comment"><a rel="author" href="/x">Max Moe</a></div>', ()),
        ('<p class="byline">By The Associated Press</p>', ("The Associated Press",)),
        ('<p class="byline">By Post Staff</p>', ("Post Staff",)),
        ('<div class="related"><p class="byline"><a rel="author" href="/x">Max Moe</a></p></div>', ()),
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


def test_a_helper_is_named_without_the_outlet_that_lends_him() -> None:
    assert list(credited("Aster Post’s Jane Roe contributed to this report.", "en")) == ["Jane Roe"]


@pytest.mark.parametrize(
    "told",
    [
        "@" * 5000,
        "a," * 3000,
        "(" * 4000,
        "By " * 2000,
        "<" * 4000,
        "x y " * 2000,
        "\u202eJane Roe",
        "Jane" + "\u0301" * 3000,
    ],
)
def test_odd_authors_cost_no_time(told: str) -> None:
    began = time.process_time()
    assert all(len(name) <= 60 for name in split_names(told))
    assert time.process_time() - began < 1
