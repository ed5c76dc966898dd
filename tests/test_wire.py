"""The wire: what goes out comes back equal, and what does not fit is refused with a reason."""

import json
from pathlib import Path

import pytest

from dateline import Article, Record, annotate, from_json, read, to_json
from dateline.text.errors import BadRecord
from dateline.text.record import Failure

DEMO = sorted(Path("demo/articles").glob("*.*"))


@pytest.fixture(scope="module")
def record() -> Record:
    return annotate(read(DEMO[0]))


def test_a_record_comes_back_the_same(record: Record) -> None:
    line = to_json(record)
    assert to_json(from_json(line)) == line


def test_quotations_are_cut_from_the_text(record: Record) -> None:
    sent = json.loads(to_json(record))
    text = sent["article"]["text"]
    for layer in ("times", "mentions", "events", "figures", "wording"):
        assert all(text[found["start"] : found["end"]] == found["quote"] for found in sent[layer])


def test_an_empty_record_comes_back() -> None:
    assert from_json(to_json(Record(Article("")))) == Record(Article(""))


@pytest.mark.parametrize("change", ["quote", "span", "kind", "format", "claim", "cut"])
def test_what_does_not_fit_is_refused(record: Record, change: str) -> None:
    sent = json.loads(to_json(record))
    match change:
        case "quote":
            sent["times"][0]["quote"] = "some other day"
        case "span":
            sent["statements"][-1]["end"] = 10**6
        case "kind":
            sent["events"][0]["kind"] = "MURDER"
        case "format":
            sent["format"] = "dateline/2"
        case "claim":
            sent["article"]["published"]["conflicts"] = [{"when": "2023-05-09", "because": []}]
    line = json.dumps(sent)
    with pytest.raises(BadRecord):
        from_json(line[:-5] if change == "cut" else line)


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    record = Record(Article("Osk\ud800 burned.", outlet="Bee\udfff"), failures=(Failure("times", "\udc80"),))
    back = from_json(to_json(record))
    assert (back.article.text, back.article.outlet) == ("Osk\ufffd burned.", "Bee\ufffd")
    assert back.failures[0].reason == "\ufffd"
    assert back.article.id == record.article.id
