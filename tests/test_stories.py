"""Stories by the words that articles begin with, and chains of mentions inside one story."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import Article, Grain, When
from dateline.annotate.parse import find_tokens
from dateline.relate.chains import chain_mentions
from dateline.relate.stories import average_linkage, find_stories
from dateline.text.article import Published
from dateline.text.record import Record

HEADS = (
    "Ostrel's grain silo exploded on Monday and buried four workers, the mayor said. Divers searched the harbour.",
    "An explosion tore open the grain silo of Ostrel. Four workers were missing, and divers went down in the harbour.",
    "The council of Brandal chose a new treasurer after a quarrel over the price of the swimming hall's roof.",
    "Brandal has a new treasurer. The swimming hall and its roof had split the council for a year.",
    "Bees have come back to the orchards above the lake, keepers report.",
    "The price of tin fell again on Friday as buyers waited for word from the mines.",
)


def groups(*articles: Article) -> list[tuple[int, ...]]:
    return [story.articles for story in find_stories(articles)]


def test_articles_that_begin_alike_are_one_story() -> None:
    assert groups(*map(Article, HEADS)) == [(0, 1), (2, 3), (4,), (5,)]


def test_a_story_says_by_which_words() -> None:
    assert {"silo", "ostrel", "explod"} & set(find_stories([*map(Article, HEADS)])[0].words)


def test_the_same_words_a_year_later_are_another_story() -> None:
    def on(year: int, text: str) -> Article:
        return Article(text, published=Published(When.at(date(year, 5, 3), Grain.DAY)))

    assert groups(*(on(2020, text) for text in HEADS))[0] == (0, 1)
    assert groups(on(2020, HEADS[0]), on(2021, HEADS[1]), *(on(2020, text) for text in HEADS[2:]))[0] == (0,)


def test_one_bridge_does_not_make_two_groups_one() -> None:
    inside = [(0, 1, 0.9), (0, 2, 0.9), (1, 2, 0.9), (3, 4, 0.9)]
    assert average_linkage(5, [*inside, (2, 3, 0.8)], 0.3) == [[0, 1, 2], [3, 4]]


def test_chains_join_one_act_and_keep_stories_apart() -> None:
    texts = ["An earthquake shook Ostrel.", "The quake was the third; the shaking woke all.", "A quake broke the dam."]
    words = [["earthquake", "shook"], ["quake", "shaking"], ["quake"]]
    spans = [[(t.index(w), t.index(w) + len(w)) for w in ws] for t, ws in zip(texts, words, strict=True)]
    chains = chain_mentions([Record(Article(text)) for text in texts], spans, [0, 0, 1])
    found = [[f"{at} {texts[at][start:end]}" for at, start, end in chain] for chain in chains]
    assert sorted(found) == [["0 earthquake", "1 quake"], ["0 shook"], ["1 shaking"], ["2 quake"]]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text("abc 9.\nÉ\ud800", max_size=80), max_size=8))
def test_every_article_is_in_one_story(texts: list[str]) -> None:
    places = [place for group in groups(*map(Article, texts)) for place in group]
    assert sorted(places) == list(range(len(texts)))


def test_two_words_for_one_act_are_one_chain() -> None:
    texts = ("Old keeper dies at ninety.", "The old keeper passed away at ninety.", "The keeper won a prize.")
    records = [find_tokens(Record(Article(text))) for text in texts]
    spans = [
        [(text.index(word), text.index(word) + len(word))]
        for text, word in zip(texts, ("dies", "passed away", "won"), strict=True)
    ]
    assert sorted(len(chain) for chain in chain_mentions(records, spans, [0, 0, 0])) == [1, 2]
