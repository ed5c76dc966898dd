"""Score the event heads alone: on the passages held out, and on sentences with a marked pair of parties (PLV).

python tools/train/score_events.py --model FOLDER --passages FILE            those held out; the model must not have seen them
python tools/train/score_events.py [--model FOLDER] --gold FILE --scorer FILE        PLV's, for evaluation only
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from event_scores import table
from examples import HELD, HELD_SEED, split
from passages import read_passages
from referee import load_scorer, paragraphs

from dateline.annotate.encode import HOME, Encoder, NoEncoder, load_encoder
from dateline.annotate.occurrences import Occurrence, happenings


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--model", type=Path, default=HOME, help="the model folder; after training RUN/part has not seen all"
    )
    parser.add_argument("--passages", type=Path, help="events-open.jsonl")
    parser.add_argument("--gold", type=Path, help="gold.jsonl of plv-train, for evaluation only")
    parser.add_argument("--scorer", type=Path, help="score_events_plv.py")
    options = parser.parse_args()
    encoder = load_encoder(options.model)
    if isinstance(encoder, NoEncoder):
        raise SystemExit(encoder.reason)
    if options.passages:
        _, held = split(read_passages(options.passages), HELD, HELD_SEED)
        print(json.dumps(table(held, [found_in(encoder, passage.text) for passage in held]), indent=1))
    if options.gold:
        rows = [json.loads(row) for row in options.gold.read_text(encoding="utf-8").splitlines()]
        found = {row["id"]: found_in(encoder, row["text"]) for row in rows}
        scorer = load_scorer(options.scorer)
        for name, roles in (("main event, its roles unknown", False), ("the event whose roles fit the pair", True)):
            records = {row["id"]: record(row, found[row["id"]], roles=roles) for row in rows}
            scores, _ = scorer.score(rows, records)
            asked = ("accuracy", "macro_f1", "penta_macro_f1", "pair_found", "no_event")
            print(name, {key: scores[key] for key in asked})
            print("  ", {kind: row["F1"] for kind, row in scores["by_type"].items()})


def found_in(encoder: Encoder, text: str) -> list[Occurrence]:
    """What happens in a text whose paragraphs are its lines."""
    return [found for window in encoder.read(text, paragraphs(text)) for found in happenings(window)]


def record(row: dict[str, Any], found: Sequence[Occurrence], *, roles: bool) -> dict[str, Any]:
    """A record that holds these events only. The main one is the surest that is not OTHER."""
    main = max(found, key=lambda one: (one.kind != "OTHER", one.score), default=None)
    events = [
        {
            "start": one.span.start,
            "end": one.span.end,
            "kind": one.kind,
            "main": one is main,
            "roles": [
                {"role": party.role, "start": party.span.start, "end": party.span.end} for party in one.parties if roles
            ],
        }
        for one in found
    ]
    return {"article": {"source": {"id": row["id"]}, "text": row["text"]}, "events": events}


if __name__ == "__main__":
    main()
