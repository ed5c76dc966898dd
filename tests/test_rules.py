"""The examples beside the time rules are their tests."""

import pytest

from dateline.annotate.times import find_times
from dateline.annotate.times.meanings import MEANINGS
from dateline.languages.grammar import Rule, grammar
from dateline.text.article import Article, Published
from dateline.text.record import Record
from dateline.text.when import When

RULES = grammar("en", "times").rules
CASES = [pytest.param(rule, example, id=f"{rule.id}-{n}") for rule in RULES for n, example in enumerate(rule.examples)]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_example(rule: Rule, example: dict[str, str]) -> None:
    issued = Published(When.parse(example["published"])) if "published" in example else Published()
    article = Article(example["text"], published=issued, outlet=example.get("outlet"))
    times = find_times(Record(article)).times
    if not example["finds"]:
        assert rule.id not in [time.because[0].by for time in times]
        return
    found = {article.quote(time.span): time for time in times}
    assert example["finds"] in found
    time = found[example["finds"]]
    assert str(time.when or "") == example["gives"]
    if "value" in example:
        assert time.timex is not None
        assert time.timex.value == example["value"]


def test_every_meaning_is_used_and_every_rule_means_something() -> None:
    assert {rule.means for rule in RULES} == set(MEANINGS)
