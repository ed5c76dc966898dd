"""Times counted from events, contradictions inside one article, and a day of issue that the text lets infer.

What hangs on the parse is held to a share of the cases, and the wrong ones are printed; the rest is exact.
"""

from __future__ import annotations

from functools import lru_cache
from time import perf_counter

import pytest

from dateline.annotate.layers import LAYERS, annotate
from dateline.annotate.settle import settle
from dateline.annotate.times import find_times
from dateline.text.article import Article, Block, Published
from dateline.text.record import Check, Record
from dateline.text.span import Span
from dateline.text.when import When
from dateline.wire import from_json, to_json

FLOOR = 0.85
ISSUE = "2020-07-30"

# text, words, what they come to
COUNTED = [
    ("Rebels shelled the port on 3 May. Two days after the attack, the general fled.", "Two days", "2020-05-05"),
    ("Rebels shelled the port on 3 May. Two days after the attack, the general fled.", "fled", "2020-05-05"),
    ("He fled two days before the vote of 9 May.", "two days", "2020-05-07"),
    ("He fled two days before the vote of 9 May.", "fled", "2020-05-07"),
    ("On 7 May, two days before the vote, he fled to the coast.", "two days", "2020-05-07"),
    ("On 7 May, two days before the raid, he fled to the coast.", "raid", "2020-05-09"),
    ("Two months after the army attacked the town on 3 March, talks began.", "Two months", "2020-05-03"),
    ("About two months after the army attacked the town on 3 March, talks began.", "two months", "2020-05~"),
    ("Thousands marched on the 40th day since the killing of 3 May.", "the 40th day", "2020-06-12"),
    ("On 11 June, the 40th day since the killing of 3 May, thousands marched.", "the 40th day", "2020-06-11"),
    ("The second day of the siege of 3 May was quiet.", "second day", "2020-05-04"),
    ("Today marks the 40th day since gunmen killed the mayor.", "killed", "2020-06-20/2020-06-21"),
    ("A bomb killed the mayor on 3 May. On Saturday, six days after the attack, crowds mourned.", "Saturday", "2020-05-09"),
]  # fmt: skip

# text, kind of check, or "" where all fits together
TOLD = [
    ("On 20 March, 40 days after the killing of 3 January, thousands marched.", "duration-mismatch"),
    ("Thousands marched 40 days after the killing of 3 January, on 20 March.", "duration-mismatch"),
    ("On 13 February, 40 days after the killing of 3 January, thousands marched.", ""),
    ("Thousands marched about 40 days after the killing of 3 January, on 20 February.", ""),
    ("The army bombed the town on 5 May 2020 after rebels attacked the port on 9 May 2020.", "order-conflict"),
    ("The army bombed the town on 5 May 2020 before rebels attacked the port on 9 May 2020.", ""),
    ("The army bombed the town on 9 September 2020.", "date-conflict"),
    ("The army will open the port on 9 September 2020.", ""),
    ("The war began on 3 May 2019. Two days later, on 19 May 2019, the army fled.", "duration-mismatch"),
    ("The war began on 3 May 2019. Two days later, on 5 May 2019, the army fled.", ""),
]

# without a parse: text, kind
LENGTHS = [
    ("It fell after a three-week siege, from 3 May to 9 June.", "duration-mismatch"),
    ("It lasted for 37 days, from 3 May to 9 June.", ""),
    ("It lasted for 38 days, from 3 May to 9 June.", ""),
    ("It lasted about three weeks, from 3 May to 9 June.", ""),
    ("A three-week truce (3 May to 24 May) held.", ""),
    ("A two-month truce, from 3 May to 29 June, held.", ""),
    ("Three weeks of rain. From 3 May to 9 June it was dry.", ""),
    ("It lasted for six months, from 3 May to 9 June.", "duration-mismatch"),
]

# text without a day of issue, what it supports
UNDATED = [
    ("Gunmen killed Colonel Anton Berov 40 days ago. Anton Berov was killed on January 3 at home.", "XXXX-02-12"),
    ("Gunmen killed Colonel Anton Berov 40 days ago. Anton Berov was killed on January 3, 2020 at home.", "2020-02-12"),
    ("Yesterday, 3 January 2020, the army bombed the port.", "2020-01-04"),
    ("Thousands marched today (12 February).", "XXXX-02-12"),
    ("The army bombed the port on 8 January 2020. It shelled the town in May 2019.", "2020-01-08/.."),
    ("The army bombed the port on 8 January 2020. The council will meet on 9 March 2020.", "2020-01-08/2020-03-09"),
    ("The army bombed the port in May 2019. Today (12 February) it was quiet. The council will meet on 9 March 2020.", "2020-02-12"),
    ("A vote was scheduled for 5 May 2022. He discussed the elections of 2024.", None),
    ("“Yesterday, 3 January 2020, they came,” she said.", "2020-01-03/.."),
    ("It rained.", None),
]  # fmt: skip


@lru_cache(maxsize=64)
def record_of(text: str, issue: str | None = ISSUE) -> Record:
    """The record of one paragraph."""
    published = Published(When.parse(issue)) if issue else Published()
    return annotate(Article(text, published=published, blocks=(Block(Span(0, len(text)), "paragraph"),)))


def unparsed(text: str, issue: str | None = ISSUE) -> Record:
    """The record of a text that has no parse, only times."""
    return settle(find_times(Record(Article(text, published=Published(When.parse(issue)) if issue else Published()))))


def kinds(record: Record) -> list[str]:
    """The kinds of its checks."""
    return [check.kind for check in record.checks]


def inferred(record: Record) -> Check | None:
    """The check that names the day of issue."""
    return next((check for check in record.checks if check.kind == "publication-inferred"), None)


def holds(rows: list[tuple[object, ...]], wrong: list[str]) -> bool:
    """Enough of the rows are right."""
    print(*wrong, sep="\n")
    return 1 - len(wrong) / len(rows) >= FLOOR


def test_times_and_events_are_counted_both_ways() -> None:
    wrong = []
    for text, words, when in COUNTED:
        record = record_of(text)
        found = [
            str(each.when)
            for each in (*record.times, *record.events)
            if record.article.quote(each.span).endswith(words)
        ]
        if when not in found:
            wrong.append(f"{words} = {found}, not {when}: {text}")
        assert not record.failures
    assert holds(COUNTED, wrong)


def test_contradictions_become_checks() -> None:
    wrong = [
        f"{kinds(record_of(text))}: {text}" for text, kind in TOLD if kinds(record_of(text)) != [kind] * bool(kind)
    ]
    assert holds(TOLD, wrong)


@pytest.mark.parametrize(("text", "kind"), LENGTHS)
def test_a_length_is_held_against_its_ends(text: str, kind: str) -> None:
    assert kinds(unparsed(text)) == [kind] * bool(kind)


def test_a_check_says_what_disagrees_and_by_how_much() -> None:
    check = unparsed(LENGTHS[0][0]).checks[0]
    assert check.items == ("t@16", "t@34", "t@39", "t@48")
    for part in ("“three-week”, 21 days", "“3 May” is 2020-05-03", "“9 June” is 2020-06-09", "37 days"):
        assert part in check.note


def test_what_contradicts_is_left_open() -> None:
    record = record_of(TOLD[0][0])
    open_ = [time for time in record.times if "event-anchored" in time.flags]
    assert [time.when for time in open_] == [None]
    assert "do not fit" in open_[0].because[-1].note


def test_a_day_of_issue_is_inferred_and_never_invented() -> None:
    wrong = []
    for text, value in UNDATED:
        record = record_of(text, None)
        check = inferred(record)
        if (check.value if check else None) != value:
            wrong.append(f"{check}, not {value}: {text}")
        assert record.article.published.when is None
    assert holds(UNDATED, wrong)


def test_an_inferred_issue_dates_the_times_told_from_it() -> None:
    text = "Yesterday, 3 January 2020, the army bombed the port. It had shelled the town two days ago. Last week it rained."
    record = unparsed(text, None)
    found = {record.article.quote(time.span): time for time in record.times}
    assert {words: str(time.when) for words, time in found.items()} == {
        "Yesterday": "2020-01-03", "3 January 2020": "2020-01-03", "two days ago": "2020-01-02",
        "Last week": "2019-12-23/2019-12-29",
    }  # fmt: skip
    assert "day of issue that the text supports" in found["two days ago"].because[-1].note
    check = inferred(record)
    assert check is not None
    assert check.items == ("t@0", "t@11")
    assert from_json(to_json(record)).checks == record.checks


def test_a_given_day_of_issue_is_not_questioned() -> None:
    assert inferred(record_of("Yesterday, 3 January 2020, the army bombed the port.", "2020-01-04")) is None


@pytest.mark.parametrize("issue", [ISSUE, None])
@pytest.mark.parametrize(
    "text",
    ["On 3 May 2019, two days after the attack of 9 May, he fled. " * 400, "the 99999th day since the attack, ", "Yesterday, 3 January 2020, 40 days ago, " * 900,
     "It fell on 3 May 2019. Two days later, on 9 May 2019, it fell. " * 500, "a three-week siege, from 3 May to 9 June, " * 700,
     "9000 years after the attack of 9 May 2019 it fell", "On 0001-01-01, 40 days after the attack of 0001-01-02, it fell. 400 weeks ago, on 0001-01-03"],
)  # fmt: skip
def test_hostile_texts_stay_bounded(text: str, issue: str | None) -> None:
    record = find_times(Record(Article(text, published=Published(When.parse(issue)) if issue else Published())))
    start = perf_counter()
    settled = settle(record)
    assert perf_counter() - start < 5
    assert all(0 <= time.span.start < time.span.end <= len(text) for time in settled.times)
    assert len({time.id for time in settled.times}) == len(settled.times)


def test_a_text_that_counts_too_often_says_so() -> None:
    record = find_times(Record(Article("two days after the attack of 9 May, it fell. " * 200)))
    assert [failure.stage for failure in settle(record).failures] == ["settle"]


def test_the_layer_is_the_last_one() -> None:
    assert LAYERS[-1].name == "settle"
