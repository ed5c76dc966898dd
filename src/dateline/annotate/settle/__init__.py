"""The last layer: times told from events, times inside quotations, and what does not fit together.

It solves what earlier layers had to leave open, and it never chooses in silence: two counts are kept where counting may
be inclusive, and every contradiction becomes a check.
"""

from __future__ import annotations

from dateline.annotate.settle.checks import find_checks
from dateline.annotate.settle.counted import count_from_events
from dateline.annotate.settle.issued import infer_issue
from dateline.annotate.settle.quoted import count_from_speaker
from dateline.text.record import Record


def settle(record: Record) -> Record:
    """The record with open times solved, events dated by them, and its checks."""
    return find_checks(count_from_events(infer_issue(count_from_speaker(record))))
