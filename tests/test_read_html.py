"""Pages: what belongs to the story, in the page's own words, and what the page says of itself."""

import pytest

from dateline.read.options import KNOWING_NOTHING
from dateline.read.page.html import read_html
from dateline.read.page.order import in_order
from dateline.text.article import Article, Source
from dateline.text.errors import CannotRead

P1 = (
    "The harbour master of Port Aster said on Monday that three boats had burned in the night and that nobody was hurt."
)
P2 = "Two men were held by the police, who found petrol in their van, the mayor told a meeting of the port council."
P3 = "The council will meet again on Friday to decide who pays for the pier, which was insured only against storms."
STORY = f"<p>{P1}</p><p>{P2}</p><p>{P3}</p>"
NAV = '<nav><ul><li><a href="/">Home page</a></li><li><a href="/s">Sport and weather</a></li></ul></nav>'
FOOT = "<footer><p>Imprint of the outlet, with an address that nobody needs to read twice.</p></footer>"


def article_of(page: str) -> Article:
    article = read_html(page, source=Source(), options=KNOWING_NOTHING)
    at = 0
    for block in article.blocks:
        assert at <= block.span.start < block.span.end <= len(article.text)
        assert not article.text[at : block.span.start].strip()
        at = block.span.end
    return article


def quotes(article: Article) -> list[str]:
    return [article.quote(block.span) for block in article.told()]


DESIGNS = {
    "modern": f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Boats burn in Port Aster | Aster Post</title>
        <meta property="og:site_name" content="Aster Post"><link rel="canonical" href="https://post.example/2023/05/12/boats">
        <script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"Boats burn in Port Aster",
        "datePublished":"2023-05-12T23:10:00-04:00","author":[{{"@type":"Person","name":"Jane Roe"}},{{"name":"John Doe"}}],
        "publisher":{{"@type":"Organization","name":"Aster Post"}}}}</script></head><body>{NAV}<main><article><h1>Boats burn in Port Aster</h1>
        {STORY}<aside><p>Read the other story of ours, it is about boats too, and longer.</p></aside></article></main>{FOOT}</body></html>""",
    "old": f"""<html lang="en"><head><title>Aster Post - Boats burn in Port Aster</title><meta name="author" content="By Jane Roe and John Doe">
        <meta name="application-name" content="Aster Post"><meta name="date" content="2023-05-12"><meta property="og:url" content="https://post.example/b"></head>
        <body><table><tr><td>{NAV}</td><td><font size=5><h1>Boats burn in Port Aster</h1></font><font>{P1}<br><br>{P2}<br><br>{P3}</font></td></tr></table>{FOOT}</body></html>""",
    "blog": f"""<html lang=en><head><title>Boats burn in Port Aster</title><meta property="og:title" content="Boats burn in Port Aster">
        <meta property="og:site_name" content="Aster Post"><meta property="og:url" content="https://post.example/b"></head><body>{NAV}
        <div id="content"><div class="post"><h1 class="entry-title">Boats burn in Port Aster</h1><p class="meta"><time datetime="2023-05-12">12 May</time>
        <a rel="author" href="/j">Jane Roe and John Doe</a></p><div class="entry-content">{STORY}</div></div></div>{FOOT}</body></html>""",
}


@pytest.mark.parametrize("design", DESIGNS)
def test_three_designs(design: str) -> None:
    article = article_of(DESIGNS[design])
    assert quotes(article) == ["Boats burn in Port Aster", P1, P2, P3]
    assert article.title is not None
    assert article.quote(article.title) == "Boats burn in Port Aster"
    assert article.outlet == "Aster Post"
    assert article.bylines == ("Jane Roe", "John Doe")
    assert str(article.published.when) == "2023-05-12"
    assert article.language == "en"
    assert (article.url or "").startswith("https://post.example/")


def test_dates_that_differ_are_kept() -> None:
    page = DESIGNS["modern"].replace("</head>", '<meta property="article:published_time" content="2023-06-01"></head>')
    published = article_of(page).published
    assert str(published.when) == "2023-05-12"
    assert [(str(each.when), each.because.by) for each in published.conflicts] == [
        ("2023-06-01", "read/published:meta")
    ]


def test_white_space_and_entities_are_shown_as_a_browser_would() -> None:
    page = f"<html><body><article><h1>Boats burn</h1><p>It  was\n a &quot;big&nbsp;fire&quot;, <b>she</b><i> said</i> to the &lt;crowd&gt; of people.</p>{STORY}</article></body></html>"
    assert 'It was a "big\u00a0fire", she said to the <crowd> of people.' in quotes(article_of(page))


def test_links_that_touch_are_not_one_word() -> None:
    told = '<p>The mayor, <a href="/j">Jane Roe</a><span><a href="/m">Mayor since 2019</a></span>, spoke of Port<b>land</b> and nothing else.</p>'
    page = f"<html><body><article><h1>Boats burn</h1>{STORY}{told}</article></body></html>"
    assert "The mayor, Jane Roe Mayor since 2019, spoke of Portland and nothing else." in quotes(article_of(page))


def test_nothing_of_scripts_forms_or_navigation_is_told() -> None:
    hidden = "".join(
        f"<{tag}>hidden words of {tag} that tell nothing at all.</{tag}>"
        for tag in ("script", "style", "noscript", "template", "nav", "aside", "footer", "form")
    )
    assert (
        "hidden words"
        not in article_of(f"<html><body><article><h1>Boats burn</h1>{STORY}{hidden}</article></body></html>").text
    )


def test_a_script_in_the_title_stays_text() -> None:
    page = f"<html><head><title>Boats &lt;script&gt;alert(1)&lt;/script&gt; burn</title></head><body><article>{STORY}</article></body></html>"
    article = article_of(page)
    assert article.title is not None
    assert article.quote(article.title) == "Boats <script>alert(1)</script> burn"


def test_a_story_in_two_containers_is_read_to_its_end() -> None:
    ends = (
        "<p>What comes after the advertisement belongs to the story as well, the reader of this page will find.</p>" * 2
    )
    box = '<div class="body-part">{}</div><div class="slot">ad</div>'
    assert (
        "belongs to the story as well"
        in article_of(
            f"<html><body><article><h1>Boats burn</h1>{box.format(STORY * 3)}{box.format(ends)}</article></body></html>"
        ).text
    )


def test_a_page_without_text_is_refused() -> None:
    for page in ("<html><body></body></html>", "<html><head><title>Only a title</title></head></html>", "<p></p>"):
        with pytest.raises(CannotRead, match="no article text"):
            article_of(page)


HOSTILE = {
    "deep": "<html><body>" + "<div>" * 100_000 + f"<p>{P1}</p>" + "</div>" * 100_000,
    "deep bold": f"<html><body><p>{P2}</p><p>" + "<b>" * 100_000 + P1,
    "attributes": "<html><body><p "
    + " ".join(f'a{number}="x"' for number in range(300_000))
    + f">{P1}</p></body></html>",
    "names": "<html><body><p " + " ".join(f"a{number}" for number in range(300_000)) + f">{P1}</p></body></html>",
    "paragraphs": "<html><body>" + "<p>A boat burned in the night.</p>" * 200_000 + f"<p>{P1}</p>",
    "unclosed": "<html><body>" + "<p" * 100_000 + f"><p>{P1}</p>",
    "brackets": f"<html><body><p>{P1}</p>" + "<" * 300_000,
    "comments": f"<html><body><p>{P1}</p>" + "<!--" * 100_000,
    "json": "<html><head><script type='application/ld+json'>"
    + "[" * 100_000
    + f"</script></head><body><p>{P1}</p></body></html>",
    "number": '<html><head><script type="application/ld+json">{"datePublished":'
    + "9" * 5000
    + f"}}</script></head><body><p>{P1}</p></body></html>",
    "nul": f"<html><body><p>{P1}</p>\x00<p>{P2}</p>",
    "xml": f'<?xml version="1.0" encoding="utf-16"?><html><body><p>{P1}</p></body></html>',
    "year 9999": f'<html><head><meta name="date" content="9999-12-31"></head><body><p>{P1}</p></body></html>',
    "long text": f"<html><body><p>{P1}</p><p>" + "word and " * 1_500_000,
    "frames": f"<html><frameset><frame src=x></frameset><body><p>{P1}</p>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read(name: str) -> None:
    article = article_of(HOSTILE[name])
    assert P1 in article.text
    assert article.published.when is None


def test_order_is_kept() -> None:
    words = [f"w{number}" for number in range(60)]
    pieces = [words[40:60], words[0:20], ["share"], words[20:40]]
    assert in_order(pieces, words, [0, 20, 40]) == {1, 3}
    assert in_order([], [], []) == set()
    assert in_order([["a"], []], ["a"], [0]) == {0}
