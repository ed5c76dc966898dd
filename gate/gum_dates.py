"""Score the dates of records against the <date> and <time> tags of GUM (TEI: when, from, to, notBefore, notAfter).

    python gate/gum_dates.py --gold gum-open.jsonl --records records.jsonl [--json] [--wrong]

found F1     a date of GUM and a time of ours overlap; each is paired once, same spans first, then in text order. All tags count;
             of ours, those whose TIMEX3 type is DATE or TIME: GUM tags no lengths of time and no repetitions.
same days    of the pairs whose tag names whole days of a year (`when`, or both ends as from/to or notBefore/notAfter), the share
             where first and last day of ours are exactly those. Tags without a year, clock times, one-sided bounds and years
             before Christ have no such days and count for "found" only.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

Days = tuple[str, str]
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?")


def main() -> int:
    """Score and print; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--records", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="print the pairs whose days differ")
    options = parser.parse_args()
    records = {record["article"]["source"]["id"]: record for record in _load(options.records)}
    golds = ours = pairs = dated = right = 0
    for gold in _load(options.gold):
        times = _times(records.get(gold["id"]), gold["text"])
        golds, ours = golds + len(gold["dates"]), ours + len(times)
        for tag, time in _pairs(gold["dates"], times):
            pairs += 1
            days = days_of(tag)
            if days is None:
                continue
            dated += 1
            right += days == (time["first"], time["last"])
            if options.wrong and days != (time["first"], time["last"]):
                print(tag["text"], "/".join(days), "ours:", time["quote"], time["when"], sep="\t")
    scores = {
        "found": _f1(pairs, ours, golds),
        "same days": 100 * right / dated if dated else 0.0,
        "counts": {"tags": golds, "ours": ours, "pairs": pairs, "with days": dated},
    }
    print(json.dumps(scores) if options.json else scores)
    return 0


def days_of(tag: dict[str, str]) -> Days | None:
    """First and last day that the tag names, None where it does not name both.

    >>> days_of({"when": "2008-12"}), days_of({"from": "1936", "to": "1937-05"}), days_of({"notBefore": "1963"})
    (('2008-12-01', '2008-12-31'), ('1936-01-01', '1937-05-31'), None)
    """
    ends = [tag.get("when", "")] * 2 if "when" in tag else [tag.get("from", ""), tag.get("to", "")]
    if not any(ends):
        ends = [tag.get("notBefore", ""), tag.get("notAfter", "")]
    first, last = _ends(ends[0]), _ends(ends[1])
    return (first[0], last[1]) if first and last else None


def _ends(value: str) -> Days | None:
    found = _DAY.fullmatch(value)
    if not found:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        low = date(year, month or 1, day or 1)
        high = low if day else date(year, month or 12, monthrange(year, month or 12)[1])
    except ValueError:
        return None
    return low.isoformat(), high.isoformat()


def _times(record: dict[str, Any] | None, text: str) -> list[dict[str, Any]]:
    if record is None:
        return []
    if record["article"]["text"] != text:
        raise SystemExit(f"gum_dates: {record['article']['source']['id']}: the record's text is not that of the gold")
    return [time for time in record["times"] if time["timex"] and time["timex"]["type"] in ("DATE", "TIME")]


def _pairs(tags: list[dict[str, Any]], times: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    left, free = [], list(times)
    for tag in tags:
        same = next((time for time in free if (time["start"], time["end"]) == (tag["start"], tag["end"])), None)
        if same is None:
            left.append(tag)
            continue
        free.remove(same)
        yield tag, same
    for tag in left:
        near = next((time for time in free if time["start"] < tag["end"] and tag["start"] < time["end"]), None)
        if near is not None:
            free.remove(near)
            yield tag, near


def _f1(pairs: int, ours: int, golds: int) -> dict[str, float]:
    precision, recall = pairs / ours if ours else 0.0, pairs / golds if golds else 0.0
    both = 2 * precision * recall / (precision + recall) if pairs else 0.0
    return {"P": 100 * precision, "R": 100 * recall, "F1": 100 * both}


def _load(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


if __name__ == "__main__":
    sys.exit(main())
