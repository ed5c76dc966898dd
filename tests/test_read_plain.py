"""Plain text: the text stays as it is, and its blocks are what a reader sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.read.options import KNOWING_NOTHING
from dateline.read.page.plain import BLANK, read_plain
from dateline.text.article import Article, Source
from dateline.text.errors import CannotRead

LONG = "The harbour master of Port Aster said on Monday that three boats had burned in the night and nobody was hurt."
MORE = "Two men were held by the police, who found petrol in their van, the mayor told a meeting of the port council."


def article_of(text: str) -> Article:
    return read_plain(text, source=Source(), options=KNOWING_NOTHING)


def kinds(text: str) -> list[tuple[str, str]]:
    article = article_of(text)
    return [(block.kind, article.quote(block.span)) for block in article.blocks]


def test_title_byline_dateline_paragraphs() -> None:
    text = f"Boats burn in Port Aster\n\nBy Jane Roe and John Doe\n\n12 May 2023\n\n{LONG}\n\n{MORE}\n"
    article = article_of(text)
    assert [block.kind for block in article.blocks] == ["title", "byline", "dateline", "paragraph", "paragraph"]
    assert article.title is not None
    assert article.quote(article.title) == "Boats burn in Port Aster"
    assert article.bylines == ("Jane Roe", "John Doe")
    assert str(article.published.when) == "2023-05-12"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_line_breaks_stay_as_they_are(newline: str) -> None:
    text = newline.join(["Boats burn", "", LONG, "", MORE, ""])
    article = article_of(text)
    assert article.text == text
    assert [article.quote(block.span) for block in article.blocks] == ["Boats burn", LONG, MORE]


def test_links_left_in_the_text_are_boilerplate() -> None:
    title = "Thirty days ago, fire took the boats that first fed Port Aster"
    text = "\n\n".join([title, title, LONG, "\u00a0 ", "Captain Roe was a friend of the poor", MORE, "Send To Friend"])
    article = article_of(text)
    why = [block.because[0].by.rpartition(":")[2] if block.because else block.kind for block in article.blocks]
    assert why == ["title", "repeated-title", "paragraph", "blank-line", "headline-alone", "paragraph", "share-link"]


def test_a_headline_needs_paragraphs_around_it() -> None:
    headline = "Northland accuses Southland of shelling the harbour"
    assert kinds(f"Boats burn\n\n{LONG}\n\n{headline}\n\n{MORE}")[2] == ("boilerplate", headline)
    assert kinds(f"Boats burn\n\n{LONG}\n\n{headline}")[2] == ("paragraph", headline)
    assert kinds(f"Boats burn\n\n{LONG.removesuffix('.')}\n\n{headline}\n\n{MORE}")[2] == ("paragraph", headline)


def test_section_heading_is_kept() -> None:
    assert kinds(f"Boats burn\n\n{LONG}\n\nNext Phase at the Port\n\n{MORE}")[2][0] == "heading"


def test_hard_wrapped_lines_form_a_paragraph() -> None:
    wrapped = "The harbour master of Port Aster said on Monday that three boats\nhad burned in the night and that nobody was hurt, though two men\nwere being sought by the police."
    text = f"Boats burn\n\n{wrapped}\n\n{wrapped}\n"
    assert kinds(text) == [("title", "Boats burn"), ("paragraph", wrapped), ("paragraph", wrapped)]


def test_one_paragraph_a_line() -> None:
    assert kinds(f"Boats burn\n{LONG}\n{MORE}\n{LONG}") == [
        ("title", "Boats burn"),
        *(("paragraph", each) for each in (LONG, MORE, LONG)),
    ]


def test_a_link_on_its_own_line_does_not_break_the_sentence() -> None:
    text = f"{LONG}\nOn Monday the port's \ncouncil\n met for an hour and voted to rebuild the pier.\n{MORE}"
    assert [quote for _, quote in kinds(text)] == [
        LONG,
        "On Monday the port's \ncouncil\n met for an hour and voted to rebuild the pier.",
        MORE,
    ]


def test_list_items() -> None:
    text = f"Boats burn\n\n{LONG}\n\n- three boats lost\n- two men held\n* no one hurt\n• one pier closed"
    assert [kind for kind, _ in kinds(text)][2:] == ["list_item"] * 4


@pytest.mark.parametrize(
    ("head", "day", "outlet"),
    [
        ("PORT ASTER, 12 May 2023 (Aster News) — ", "2023-05-12", "Aster News"),
        ("PORT ASTER (ANA) -- ", None, "ANA"),
        ("PORT ASTER, Jan 3 (ANA) - ", None, "ANA"),
        ("PORT ASTER, Northland, Jan. 3, 2020 (ANA) - ", "2020-01-03", "ANA"),
        ("UPDATE - ", None, None),
        ("The dead (12 May 2023) — ", None, None),
    ],
)
def test_dateline_at_the_head_of_the_story(head: str, day: str | None, outlet: str | None) -> None:
    article = article_of(f"Boats burn\n\n{head}{LONG}\n\n{MORE}")
    assert (str(article.published.when) if article.published.when else None) == day
    assert article.outlet == outlet
    told = [block.kind for block in article.blocks[1:3]]
    assert told == (["dateline", "paragraph"] if day or outlet else ["paragraph", "paragraph"])
    assert article.quote(article.blocks[2].span) == (LONG.strip() if day or outlet else MORE)


def test_a_date_in_the_story_is_no_day_of_issue() -> None:
    assert article_of(f"Boats burn\n\n{LONG} It began on 3 January 2020.\n\n{MORE}").published.when is None


def test_other_scripts_are_read_in_their_language() -> None:
    article = article_of("Пожар в порту\n\nТри лодки сгорели ночью, сообщили власти города.\n\nНикто не пострадал.")
    assert article.language == "ru"
    assert len(article.blocks) == 3


def test_only_blanks_are_refused() -> None:
    with pytest.raises(CannotRead, match="only blanks"):
        article_of("\u200b \n\u00a0\n")


PIECES = st.sampled_from([LONG, "Boats burn", "By Jane Roe", "- item", "\n", "\n\n", "\r\n", "\u00a0", "\u200b", "\t", " ", "# ", "Share this", "(12 May 2023)", "\u2028", "…"])  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_law_blocks_cover_the_text_in_order(text: str) -> None:
    if not text.strip(BLANK):
        with pytest.raises(CannotRead):
            article_of(text)
        return
    article = article_of(text)
    assert article.text == text
    at = 0
    for block in article.blocks:
        assert at <= block.span.start < block.span.end <= len(text)
        assert not text[at : block.span.start].strip(BLANK)
        at = block.span.end
    assert not text[at:].strip(BLANK)


@pytest.mark.parametrize("text", ["x" * 5_000_000, "word " * 1_000_000, "a\n" * 200_000, "\n" * 1_000_000 + "end", '"' * 500_000, "By " * 300_000, "- " * 300_000, "1 " * 300_000, "A" * 200 + " A" * 100_000])  # fmt: skip
def test_large_and_odd_texts_are_read(text: str) -> None:
    assert article_of(text).blocks
