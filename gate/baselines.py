"""Other programs' times on the same articles, by the same scorer: `dateparser`, which is no dependency of ours.

    python -m venv build/baselines && build/baselines/bin/pip install dateparser==1.5.0
    build/baselines/bin/python gate/baselines.py            TimeBank, AQUAINT, WikiWars train; prints one line a set

Runs without dateline: it needs only Python, dateparser and the sets (DATELINE_BENCH, else ../shared/bench beside the
repository). Everything that `search_dates` finds counts as a DATE, or as a TIME where its words hold a clock. It is told the
day of issue as the base and to prefer the past, the kinder of its settings for news. The value of a time is the day it
gives, cut to the year or month where its words name neither day nor month: dateparser does not say how fine a date is known.
"""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from printing import BENCH

SETS = ("timebank", "aquaint", "wikiwars-train")
_CLOCK = re.compile(r"\d:\d\d|\b[ap]\.?m\b", re.IGNORECASE)
_YEAR = re.compile(r"\b[12]\d{3}\b")
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b", re.IGNORECASE)
_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)


def main() -> int:
    """Run and score each set; the exit code."""
    home = BENCH
    search = importlib.import_module("dateparser.search").search_dates
    print(f"dateparser {version('dateparser')}")
    for name in SETS:
        articles, gold = home / "time" / name / "articles.jsonl", home / "time" / name / "gold.jsonl"
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            records = Path(folder, "records.jsonl")
            told = [_record(json.loads(line), search) for line in articles.read_text("utf-8").splitlines() if line]
            spent = time.perf_counter() - started
            records.write_text("".join(json.dumps(each) + "\n" for each in told), "utf-8")
            command = [
                sys.executable,
                str(home / "score_time.py"),
                "--gold",
                str(gold),
                "--records",
                str(records),
                "--json",
            ]
            scores = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        size = sum(len(each["article"]["text"].encode()) for each in told) / 1000
        figures = [scores["strict"]["F1"], scores["relaxed"]["F1"], scores["value_f1"], scores["interval"]["F1"]]
        print(f"{name}: strict, relaxed, value, interval F1 {figures}, {size / spent:.0f} kB/s", flush=True)
    return 0


def _record(article: dict[str, Any], search: Any) -> dict[str, Any]:
    """What the scorer reads of a record: the text, and the times with offsets, type, value and days."""
    text, base = article["text"], _base(article.get("published"))
    settings: dict[str, Any] = {"PREFER_DATES_FROM": "past"} | ({"RELATIVE_BASE": base} if base else {})
    times, behind = [], 0
    for words, found in search(text, languages=["en"], settings=settings) or ():
        start = text.find(words, behind)
        if start < 0:
            continue  # its own spelling of the words, which does not stand in the text
        behind = start + len(words)
        value = _value(words, found)
        kind = "TIME" if "T" in value else "DATE"
        times.append({"start": start, "end": behind, "timex": {"type": kind, "value": value}})
    return {"article": {"text": text, "source": {"id": article["id"]}}, "times": times}


def _base(published: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _value(words: str, found: datetime) -> str:
    if _CLOCK.search(words):
        return f"{found:%Y-%m-%dT%H:%M}"
    if not _DAY.search(words) and (_MONTH.search(words) or _YEAR.search(words)):
        return f"{found:%Y-%m}" if _MONTH.search(words) else f"{found:%Y}"
    return f"{found:%Y-%m-%d}"


if __name__ == "__main__":
    sys.exit(main())
