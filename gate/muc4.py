"""MUC-4 templates from our records: what the record says of responsibility is put into the terms of the sets' own scorer.

    python gate/muc4.py --gold GOLD --records RECORDS --json

The scorer reads confidence off the statement that tells an event; our records say it of each actor. Here an actor who claims
the deed, or is accused of it, gets a statement that says so. Texts are read as they are, in capitals.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from printing import BENCH

SCORER = BENCH / "score_events_muc4.py"
Told = dict[str, Any]
# How an actor is held to have done it, the mark that weighs most first: what one claims is no longer a suspicion.
STATEMENTS: dict[str, Told] = {
    "claimed": {"act": "admission"},
    "accused_by_authorities": {"act": "accusation", "source_kind": "office"},
    "accused": {"act": "accusation", "source_kind": "unnamed"},
    "possible": {"act": "claim", "certainty": "possible"},
}


def main() -> int:
    """Adapt the records and hand them to the scorer; its exit code."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        adapted = Path(folder) / "records.jsonl"
        with options.records.open(encoding="utf-8") as records, adapted.open("w", encoding="utf-8") as out:
            for line in records:
                out.write(json.dumps(vouched(json.loads(line))) + "\n")
        command = [sys.executable, str(SCORER), "--gold", str(options.gold), "--records", str(adapted)]
        return subprocess.run([*command, *(["--json"] if options.json else [])], check=False).returncode


def vouched(record: Told) -> Told:
    """The record with a statement for each event whose actor is only held responsible; told in it, with that actor's weight."""
    events = record.get("events") or []
    firsts = _firsts(events)
    told: dict[tuple[str, str], list[str]] = {}  # by incident and actor, how the actor is held to have done it
    for event in events:
        for role in event["roles"]:
            if role["role"] == "actor" and role.get("vouched") not in (None, "possible") and role.get("entity"):
                told.setdefault((firsts[event["id"]], role["entity"]), []).append(role["vouched"])
    for event in events:
        actors = [role for role in event["roles"] if role["role"] == "actor"]
        marks = [role["vouched"] for role in actors if role.get("vouched")]
        marks += [mark for role in actors for mark in told.get((firsts[event["id"]], role.get("entity") or ""), ())]
        marks.sort(key=lambda mark: list(STATEMENTS).index(mark) if mark in STATEMENTS else len(STATEMENTS))
        if marks and marks[0] in STATEMENTS:
            id = f"vouched:{event['id']}"
            record["statements"].append({"id": id, "within": event["told_in"], "speaker": None, **STATEMENTS[marks[0]]})
            event["told_in"] = id
            if event["status"] == "possible":  # it is who did it that is in doubt, and the statement says that
                event["status"] = "happened"
    return record


def _firsts(events: list[Told]) -> dict[str, str]:
    """The event that stands for the incident of each: the last one that `same_as` and `part_of` lead to."""
    over = {event["id"]: event.get("same_as") or event.get("part_of") for event in events}
    found = {}
    for id in over:
        at, seen = id, {id}
        while (above := over.get(at)) in over and above is not None and above not in seen:
            seen.add(above)
            at = above
        found[id] = at
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--records", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
