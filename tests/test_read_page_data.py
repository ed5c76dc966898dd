"""What stands beside a page's story: days with clock and zone, the last change, who is credited, notes, entries, doubled paragraphs."""

import json

import pytest

from dateline.read.options import KNOWING_NOTHING
from dateline.read.page.credits import credit_kind, credited
from dateline.read.page.html import read_html
from dateline.text.article import Article, Source
from dateline.text.record import Record
from dateline.wire import from_json, to_json

P1 = (
    "The harbour master of Port Aster said on Monday that three boats had burned in the night and that nobody was hurt."
)
P2 = "Two men were held by the police, who found petrol in their van, the mayor told a meeting of the port council."
P3 = "The council will meet again on Friday to decide who pays for the pier, which was insured only against storms."
TITLE = "Boats burn in Port Aster"


def article_of(body: str, data: dict[str, object] | None = None, head: str = "") -> Article:
    told = {"@type": "NewsArticle", "headline": TITLE, **data} if data is not None else {}
    script = f'<script type="application/ld+json">{json.dumps(told)}</script>'
    page = f'<html lang="en"><head>{script}{head}</head><body><article><h1>{TITLE}</h1>{body}</article></body></html>'
    article = read_html(page, source=Source(), options=KNOWING_NOTHING)
    assert from_json(to_json(Record(article))).article == article
    return article


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


STORY = paragraphs(P1, P2, P3)


def marks(article: Article) -> dict[str, str]:
    """What each marked block says, and by which rule it is marked."""
    return {article.quote(block.span): block.because[0].by for block in article.blocks if block.because}


def test_clock_zone_change_and_section_are_kept() -> None:
    article = article_of(
        STORY,
        {
            "datePublished": "2023-05-12T23:10:00-04:00",
            "dateModified": "2023-05-14T08:00:00Z",
            "articleSection": ["Harbour", "News"],
        },
        '<meta property="article:modified_time" content="2023-05-15">',
    )
    assert (str(article.published.when), article.published.stamp) == ("2023-05-12", "2023-05-12T23:10:00-04:00")
    assert (str(article.modified.when), article.modified.stamp) == ("2023-05-14", "2023-05-14T08:00:00Z")
    assert [str(each.when) for each in article.modified.conflicts] == ["2023-05-15"]
    assert article.section == "Harbour"


def test_a_change_before_the_day_of_issue_is_a_conflict() -> None:
    article = article_of(STORY, {"datePublished": "2023-05-12", "dateModified": "2021-01-03"})
    assert str(article.published.when) == "2023-05-12"
    assert [str(each.when) for each in article.published.conflicts] == ["2021-01-03"]


def test_the_first_tick_of_computers_is_no_day_of_issue() -> None:
    article = article_of(STORY, {"datePublished": "1970-01-01T00:00:00Z"}, '<meta name="date" content="2023-05-12">')
    assert str(article.published.when) == "2023-05-12"
    assert [str(each.when) for each in article.published.conflicts] == ["1970-01-01"]


@pytest.mark.parametrize(
    ("line", "issued", "changed"),
    [
        ("<div>12 May 2023, 22:11 GMT+10</div>", "2023-05-12", None),
        (
            "<p class=x>Written: 2023-05-12 15:03:30 <i>/</i> Updated: 2023-05-14 15:30:46</p>",
            "2023-05-12",
            "2023-05-14",
        ),
        ("<h5>Datum:</h5>12.05.2023", "2023-05-12", None),
        ("<p>Last updated on 14 May 2023</p>", None, "2023-05-14"),
        (
            "<p>By 12 May 2023 the town had spent all that it had put aside for the repair of the old harbour wall</p>",
            None,
            None,
        ),
    ],
)
def test_the_day_beside_the_headline(line: str, issued: str | None, changed: str | None) -> None:
    article = article_of(line + STORY)
    by = {each.by for each in article.published.because}
    assert (str(article.published.when) if by & {"read/published:shown", "read/published:text"} else None) == issued
    assert (str(article.modified.when) if article.modified.when else None) == changed


def test_credits_tell_persons_agencies_and_desks_apart() -> None:
    authors = [
        {"@type": "Person", "name": "Jane Roe"},
        {"name": "Reuters"},
        {"@type": "Organization", "name": "Harbour Watch"},
    ]
    article = article_of(
        paragraphs(
            f"PORT ASTER (AP) - {P1}", P2, P3, "(Reporting by John Doe in Aster and Ann Poe; Editing by Max Moe)"
        ),
        {"author": authors, "publisher": {"name": "Aster Post"}},
    )
    told = {(each.name, each.kind) for each in article.credits}
    assert told == {
        ("Jane Roe", "person"), ("Reuters", "agency"), ("Harbour Watch", "staff"), ("AP", "agency"),
        ("John Doe", "person"), ("Ann Poe", "person"), ("Max Moe", "person"),
    }  # fmt: skip
    assert article.blocks[-1].kind == "byline"
    line = next(each for each in article.credits if each.name == "Ann Poe").because.span
    assert line is not None
    assert "Ann Poe" in article.quote(line)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Additional reporting by Jane Roe", ["Jane Roe"]),
        ("Jane Roe contributed reporting from Port Aster.", ["Jane Roe"]),
        ("Source: News agencies", ["News agencies"]),
        ("With agencies", ["With agencies"]),
        ("— Reuters", ["Reuters"]),
        ("The source of the fire was not found, the police said.", []),
        ("Reporting by the harbour office was late, the mayor said.", []),
        ("Editing by hand takes longer.", []),
    ],
)
def test_lines_of_credit(line: str, names: list[str]) -> None:
    assert list(credited(line, "en")) == names


def test_an_agency_is_known_as_it_is_written() -> None:
    assert [credit_kind(name, "en", "Aster Post") for name in ("AFP", "afp", "Who", "AsterPost", "admin")] == [
        "agency", "person", "person", "staff", "staff",
    ]  # fmt: skip


def test_notes_say_that_they_are_notes() -> None:
    correction = "Correction, 13 May: An earlier version of this article gave a wrong number of boats."
    update = "This story has been updated with a word of the mayor."
    spoken = "The mayor said that an update of the plan was due, and that the correction of the map would take a year at least."
    found = marks(article_of(STORY + paragraphs(spoken, correction, update)))
    assert found == {correction: "read/notes:correction", update: "read/notes:update"}


def test_what_a_page_tells_twice_is_told_once() -> None:
    pull = "the mayor told a meeting of the port council"
    article = article_of(paragraphs(P1, P2) + f"<blockquote>{pull}</blockquote>" + paragraphs(P3, P1))
    assert marks(article) == {pull: "read/boilerplate:pull-quote", P1: "read/boilerplate:doubled"}
    assert [article.quote(block.span) for block in article.told()].count(P1) == 1


def test_a_refrain_is_no_doubled_paragraph() -> None:
    refrain = "Down by the harbour wall the boats are waiting for you."
    article = article_of(paragraphs(P1, refrain, P2, refrain, P3, refrain))
    assert [article.quote(block.span) for block in article.told()].count(refrain) == 3


def test_what_ends_a_page_is_no_story() -> None:
    end = "<p>Write to our desk at desk@post.example</p><h3>Storm closes the market</h3><h3>Mayor leaves for Northland</h3>"
    article = article_of(STORY + end)
    assert [article.quote(block.span) for block in article.told()] == [TITLE, P1, P2, P3]


def test_entries_of_a_live_page_have_their_times() -> None:
    updates = [
        {"headline": "Second boat sinks", "datePublished": "2023-05-12T11:00:00+02:00"},
        {"articleBody": f"{P1} More soon.", "datePublished": "2023-05-12T10:00:00+02:00"},
    ]
    article = article_of(
        f"<h2>Second boat sinks</h2>{paragraphs(P2)}{paragraphs(P1, P3)}",
        {"@type": "LiveBlogPosting", "liveBlogUpdate": updates},
    )
    assert [(article.quote(each.span), each.stamp) for each in article.entries] == [
        (f"Second boat sinks\n\n{P2}", "2023-05-12T11:00:00+02:00"),
        (f"{P1}\n\n{P3}", "2023-05-12T10:00:00+02:00"),
    ]


def entry(moment: str, *texts: str, head: str = "") -> str:
    return f'<div class="entry">{moment}{f"<h3>{head}</h3>" if head else ""}{paragraphs(*texts)}</div>'


@pytest.mark.parametrize(
    ("moment", "stamps", "where"),
    [
        ('<p><time datetime="2023-05-12T{0}:30:00+02:00">{0}.30</time></p>',
         [f"2023-05-12T{hour}:30:00+02:00" for hour in (14, 12, 11)], "time-element"),
        ('<span data-timestamp="16838{0}600">{0}.30</span>',
         ["2023-05-11T14:16:40Z", "2023-05-11T13:43:20Z", "2023-05-11T13:26:40Z"], "data-timestamp"),
    ],
)  # fmt: skip
def test_entries_that_only_the_elements_mark_have_their_times(moment: str, stamps: list[str], where: str) -> None:
    entries = [
        ((P1, "Firemen from two towns were still at work there when the sun came up, said a man at the gate."), "Second boat sinks"),
        ((P2, "Nobody could say on Friday how much of the catch was lost, or who was to have bought it."), ""),
        ((P3, "The ferry left on time, with forty on board, and came back empty in the rain at noon."), "How the night began"),
    ]  # fmt: skip
    body = "".join(
        entry(moment.format(hour), *texts, head=head) for hour, (texts, head) in zip((14, 12, 11), entries, strict=True)
    )
    article = article_of(f'<div class="entries">{body}</div>')
    assert [each.stamp for each in article.entries] == stamps
    assert {each.because.by for each in article.entries} == {f"read/live:{where}"}
    for each, (texts, head) in zip(article.entries, entries, strict=True):
        told = [text for text in (head, *texts) if text and text in article.text]
        assert told[-2:] == [*texts]
        assert article.quote(each.span).endswith("\n\n".join(told))


@pytest.mark.parametrize(
    "beside",
    [
        "".join(
            f'<li class="x"><time datetime="2023-05-12T1{n}:00:00Z">1{n}:00</time><p>{P2} And so on, {n}.</p></li>'
            for n in range(3)
        ),
        "".join(
            f'<div class="comment"><time datetime="2023-05-12T1{n}:00:00Z">1{n}:00</time><p>{P2} {P1} {P3} {n}.</p></div>'
            for n in range(9)
        ),
        "".join(
            f'<div class="x"><time datetime="2023-05-1{n}T10:00:00Z">1{n}</time><p>{P2} {P1} {P3} {n}.</p></div>'
            for n in (2, 1, 4, 3)
        ),
        "".join(
            f'<div class="x"><time datetime="2023-05-1{n}">1{n}</time><p>{P2} {P1} {P3} {n}.</p></div>'
            for n in range(4)
        ),
    ],
    ids=["a list beside a story", "comments", "no order", "no clock"],
)
def test_what_only_looks_like_entries_is_none(beside: str) -> None:
    assert article_of(f"{STORY}{STORY.replace('boats', 'ships')}<div>{beside}</div>").entries == ()


def test_the_page_s_data_tell_the_story_where_nothing_else_does() -> None:
    whole = "\n".join([P1, P2, P3])
    page = f'<html><head><script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "articleBody": whole})}</script></head><body><div id=app></div></body></html>'
    article = read_html(page, source=Source(), options=KNOWING_NOTHING)
    assert [article.quote(block.span) for block in article.blocks] == [P1, P2, P3]


def test_a_story_that_only_the_data_delimit() -> None:
    parts = [f"{P} (part {number})" for number, P in enumerate([P1, P2, P3] * 3)]
    body = "".join(f'<div class="teaser c{number}"><span>{part}</span></div>' for number, part in enumerate(parts))
    article = article_of(body, {"articleBody": " ".join(parts)})
    assert all(part in article.text for part in parts)


def test_odd_characters_stay() -> None:
    odd = "The\u00a0mayor\u2009said \u201cno\u201d \u2014 the boats\u2026 and the\u00adsoft hyphen, the \ufb01sh and the e\u0301, all of it stays."
    assert odd in article_of(STORY + paragraphs(odd)).text


@pytest.mark.parametrize(
    ("data", "head", "outlet"),
    [
        ({"publisher": {"name": "The Aster Post"}}, "", "The Aster Post"),
        ({"publisher": {"@id": "#us"}, "mainEntity": {"@id": "#us", "name": "The Aster Post"}}, "", "The Aster Post"),
        ({}, '<meta property="og:site_name" content="@asterpost">', "asterpost"),
        ({}, '<meta property="og:site_name" content="Aster Post | All the news">', "Aster Post"),
        ({}, '<meta property="og:site_name" content="https://www.asterpost.example">', None),
        ({}, f"<title>{TITLE} - World | The Aster Post</title>", "The Aster Post"),
        ({}, f"<title>AsterPost.example: {TITLE}</title>", "AsterPost.example"),
        ({}, f"<title>{TITLE} | Reuters</title>", "Reuters"),
        ({}, f"<title>How a boat burned: Reuters | {TITLE}</title>", None),
        ({}, f"<title>{TITLE} | Asterpost was there when the boats burned at night</title>", None),
        ({}, '<meta name="apple-mobile-web-app-title" content="Aster Post">', "Aster Post"),
        ({}, '<meta name="apple-mobile-web-app-title" content="Home">', None),
        ({"publisher": 7}, "<title>| - |</title>", None),
        ({"publisher": {"@id": ["#us"]}}, "", None),
    ],
)
def test_the_outlet_is_named_by_the_page_or_by_what_its_address_confirms(
    data: dict[str, object], head: str, outlet: str | None
) -> None:
    canonical = '<link rel="canonical" href="https://www.asterpost.example/boats">'
    assert article_of(STORY, {"datePublished": "2023-05-12", **data}, head + canonical).outlet == outlet


def test_an_outlet_that_names_itself_nowhere_is_known_by_its_address() -> None:
    canonical = '<link rel="canonical" href="https://edition.nytimes.com/boats">'
    assert article_of(STORY, {"datePublished": "2023-05-12"}, canonical).outlet == "The New York Times"


@pytest.mark.parametrize(
    ("told", "section"),
    [("Harbour,Front page,Popular", "Harbour"), ("Arts, Books", "Arts, Books"), ("asterpost.example", None), (["Sea"], "Sea")],
)  # fmt: skip
def test_of_a_list_of_sections_the_first_is_the_section(told: object, section: str | None) -> None:
    assert article_of(STORY, {"articleSection": told}).section == section
