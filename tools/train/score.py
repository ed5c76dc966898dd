"""Score the attributions alone on marked articles, by the referee's scorer: records are made of them and of nothing else.

python tools/train/score.py --gold FILE --scorer FILE [--flat] [--model FOLDER]
PolNeAR is for evaluation only: nothing here may train on it.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from referee import line, load_scorer, score

from dateline.annotate.encode import HOME, NoEncoder, load_encoder


def main() -> None:
    """Print the scorer's table and the time taken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True, help="gold.jsonl of polnear-dev, for evaluation only")
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument(
        "--flat", action="store_true", help="leave out what is told within another content, as PolNeAR does"
    )
    parser.add_argument("--model", type=Path, default=HOME, help="the model folder")
    options = parser.parse_args()
    gold = [json.loads(row) for row in options.gold.read_text(encoding="utf-8").splitlines()]
    encoder = load_encoder(options.model)
    if isinstance(encoder, NoEncoder):
        raise SystemExit(encoder.reason)
    started = time.perf_counter()
    table = score(gold, encoder.read, load_scorer(options.scorer), flat=options.flat)
    print(json.dumps(table, indent=1))
    characters = sum(len(row["text"]) for row in gold)
    print(line(table))
    print(f"{(time.perf_counter() - started) * 4e6 / characters:.0f} ms for 4,000 characters, scoring included")


if __name__ == "__main__":
    main()
