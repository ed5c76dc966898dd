"""Copies: whole, edited, cut and put to other words; who took it from whom; what is shared and yet no copy."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import Article, Grain, Span, When, read
from dateline.relate.copies import Copy, find_copies
from dateline.relate.passages import Page, fingerprints, quoted, runs
from dateline.text.article import Block, Published

WIRE = [
    "A freight train left the rails near the town of Ostrel early on Monday and spilled its load of salt into the river.",
    "The driver had slowed before the bend, the railway said, but the third wagon jumped the track and pulled nine others down.",
    "Nobody was hurt. Two houses beside the line were emptied while firemen looked for leaks under the wagons.",
    "The line carries most of the valley's goods and will stay closed for at least a week, the railway added.",
    "Fishermen downstream reported dead trout on both banks by noon, and the water board told farmers not to fill their tanks.",
    "An inspector of the transport ministry arrived in the afternoon to fetch the recorder from the engine.",
]
LOCAL = [
    "The mayor of Brandal opened the school gym for the families and asked neighbours to bring blankets before dark.",
    "Bus number seven will run twice an hour between the two stations as long as the bridge is shut to trains.",
]
OTHER = [
    "Voters in the hill districts chose a new council on Sunday after a campaign that was mostly about the price of wood.",
    "The list of the foresters won four of eleven seats, one more than the party that had led the council for a decade.",
    "Counting took until Tuesday because two villages had sent their ballots in the same bag, the returning officer said.",
    "A first sitting is planned for the end of the month in the old customs house, whose roof was mended in spring.",
]


def article(*paragraphs: str, outlet: str = "", day: int = 0, credit: str = "") -> Article:
    text, blocks = "", []
    for paragraph in paragraphs:
        start = len(text) + (1 if text else 0)
        text = f"{text}\n{paragraph}" if text else paragraph
        blocks.append(Block(Span(start, len(text)), "paragraph"))
    published = Published(When.at(date(2021, 3, day), Grain.DAY)) if day else Published()
    return Article(
        text, outlet=outlet or None, published=published, blocks=tuple(blocks), bylines=(credit,) if credit else ()
    )


def only(*articles: Article) -> Copy | None:
    found = find_copies(articles, [str(number) for number in range(len(articles))])
    assert len(found) <= 1
    return found[0] if found else None


def told(copy: Copy | None) -> tuple[str, str, str, str]:
    assert copy is not None
    judgement = copy.judgement
    return judgement.left.article, judgement.verdict, judgement.right.article, judgement.by.partition(":")[2]


def test_a_text_in_two_papers_is_one_text() -> None:
    assert told(only(article(*WIRE, day=2), article(*WIRE, day=3))) == ("1", "copied", "0", "exact")
    assert told(only(article(*WIRE), article(*WIRE)))[1] == "yes"


def test_a_cut_with_local_paragraphs_is_found_inside() -> None:
    wire = article(*WIRE, outlet="Valley Press", day=3)
    local = article(*WIRE[:3], *LOCAL, outlet="Brandal Times", day=3, credit="Valley Press")
    assert told(only(wire, local)) == ("1", "copied", "0", "contained")
    assert told(only(local, wire)) == ("0", "copied", "1", "contained")


def test_a_roundup_is_a_copy_of_both_it_is_made_of() -> None:
    pages = [article(*WIRE, day=1), article(*OTHER, day=1), article(*WIRE[:3], *OTHER[:3], day=2)]
    found = {told(copy)[0] + told(copy)[2] for copy in find_copies(pages, ["w", "o", "r"])}
    assert found == {"rw", "ro"}


def test_passages_are_the_same_words_in_both() -> None:
    one = article("In short: " + WIRE[0].replace("Monday", "MONDAY"), *LOCAL, WIRE[1])
    other = article(*(line.replace("'", "’") for line in WIRE))
    prints = tuple(fingerprints((one, other)))
    overlap = runs(Page("one", one, prints[0]), [Page("other", other, prints[1])]).shared(0)
    pairs = [(one.quote(passage.left), other.quote(passage.right)) for passage in overlap.passages]
    assert [left.casefold() for left, _ in pairs] == [right.casefold() for _, right in pairs]
    assert [len(left.split()) for left, _ in pairs] == [passage.words for passage in overlap.passages]
    assert [left.split()[0] for left, _ in pairs] == ["A", "The"]


def test_many_texts_held_at_once_share_what_each_shares_alone() -> None:
    refrain = "Nobody in the harbour saw the boat again that night, they said."
    texts = [
        article(refrain, WIRE[0], refrain, WIRE[1], refrain),
        article(WIRE[1], refrain, refrain, WIRE[0]),
        article("Short."),
        article(refrain, *OTHER, refrain),
        article(*LOCAL),
    ]
    page, *others = (Page(str(n), *each) for n, each in enumerate(zip(texts, fingerprints(texts), strict=True)))
    together = runs(page, others)
    assert [together.shared(nth) for nth in range(4)] == [runs(page, [other]).shared(0) for other in others]
    assert [len(together.shared(nth).passages) for nth in range(4)] == [5, 0, 3, 0]
    words = [together.shared(nth).words for nth in range(4)]
    assert all(most >= least for most, least in zip(together.at_most().tolist(), words, strict=True))
    # The first refrain is matched with the first, the second with the second, and the third with the last there is.
    last = texts[3].text.rindex(refrain)
    assert [each.right.start for each in together.shared(2).passages] == [0, last, last]


@pytest.mark.parametrize(
    ("left", "right", "way"),
    [
        (article(*WIRE, outlet="Echo", day=4), article(*WIRE, outlet="Times", day=3), "0 copied 1"),  # by the calendar
        (article(*WIRE, outlet="Echo", day=4, credit="Times"), article(*WIRE, outlet="Times", day=9), "0 copied 1"),
        (article(*WIRE, outlet="Echo", day=4), article(*WIRE[:3], outlet="Times", day=4), "1 copied 0"),  # a cut
        (
            article(*WIRE, outlet="Echo", day=4),
            article(*WIRE[:5], outlet="Times", day=4),
            "1 yes 0",
        ),  # cut, or added to
    ],
)
def test_direction(left: Article, right: Article, way: str) -> None:
    copy, verdict, origin, _ = told(only(left, right))
    assert f"{copy} {verdict} {origin}" == way


def test_two_carriers_of_one_agency_did_not_copy_each_other() -> None:
    early, late = (
        article(*WIRE, outlet=name, day=day, credit="Valley Press") for name, day in (("Echo", 2), ("Times", 5))
    )
    assert told(only(early, late))[1] == "yes"


def test_a_shared_quotation_is_no_copy() -> None:
    speech = "“" + " ".join(WIRE[1:5]) + "”"
    one = article(OTHER[0], f"The speaker of the house said: {speech}", OTHER[1])
    other = article(LOCAL[0], f"He spoke at length. {speech}", LOCAL[1])
    assert told(only(one, other))[1::2] == ("unsure", "quotation")


def test_what_an_outlet_puts_on_every_page_is_no_copy() -> None:
    foot = (
        "Our paper belongs to its readers. Write to the editor at the old mill, or ring the desk between nine and noon. "
        * 2
    )
    news = [*WIRE, *OTHER]
    pages = [
        article(f"{first} {second}", foot, outlet="Echo") for first, second in zip(news[::2], news[1::2], strict=True)
    ]
    assert [copy for copy in find_copies(pages, list("abcde")) if copy.judgement.joins] == []
    twice = [*pages, article(f"{news[0]} {news[1]}", foot, outlet="Echo")]
    assert [told(copy)[0] + told(copy)[2] for copy in find_copies(twice, list("abcdef")) if copy.judgement.joins] == [
        "fa"
    ]


def test_many_carriers_cost_no_square() -> None:
    pages = [article(*WIRE, outlet=f"Paper {number}") for number in range(120)]
    assert len(find_copies(pages)) <= 8 * len(pages)


def test_quotation_marks_of_all_kinds() -> None:
    page = article('He said “go”, "stay" and «wait', "but not “this „inner“ one”. Done")
    assert [page.quote(span) for span in quoted(page)][:3] == ["go", "stay", "wait"]


def test_the_demo_corpus() -> None:
    files = sorted(Path("demo/articles").iterdir())
    names = [file.name.partition(".")[0] for file in files]
    copies = [told(copy) for copy in find_copies([read(file) for file in files], names) if copy.judgement.joins]
    wire, whole, cut = "hpb-blast-at-port-arlen", "ledger-deadly-attack-on-port", "courier-blast-at-pier"
    assert {(left, right) for left, verdict, right, _ in copies if verdict == "copied"} == {(whole, wire), (cut, wire)}
    assert [{left, right} for left, verdict, right, _ in copies if verdict == "yes"] == [{whole, cut}]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ab \"“”\n漢\ud800é'.", max_size=200), max_size=6))
def test_any_text_is_borne_and_every_passage_lies_in_it(texts: list[str]) -> None:
    articles = [Article(text) for text in texts]
    for copy in find_copies(articles, [str(number) for number in range(len(texts))]):
        left, right = (articles[int(end.article)] for end in (copy.judgement.left, copy.judgement.right))
        for passage in copy.shared.passages:
            assert 0 <= passage.left.start < passage.left.end <= len(left.text)
            assert 0 <= passage.right.start < passage.right.end <= len(right.text)
