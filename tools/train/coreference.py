"""Train the coreference model: `python tools/train/coreference.py` writes src/dateline/models/coreference.json.

A log-linear choice among the candidates of a phrase and "nobody" (latent antecedents), by Adagrad with averaged weights.
The candidates and features are the product's own (`annotate/entities/antecedents.py`), so that nothing differs at run time.
Texts and chains are looked for in DATELINE_BENCH, else in ../shared/bench beside the repository, and are never kept.

    --card     also print the figures of the model card, on the documents left out (see HELD_OUT)
    --cache F  keep the parsed documents in that file
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dateline.annotate.entities import follow
from dateline.annotate.entities.antecedents import Chains
from dateline.annotate.entities.coreference import Following, Link, threshold_of
from dateline.annotate.entities.ranking import MODEL, Choice, Ranker
from dateline.annotate.layers import LAYERS, annotate
from dateline.read import Unread, read_all
from dateline.text.record import Record

HOME = Path(os.environ.get("DATELINE_BENCH", Path(__file__).parents[3] / "shared" / "bench"))
DATA = HOME / "entities" / "ontogum-train-dev"
OPEN = frozenset({"academic", "bio", "court", "interview", "news", "voyage"})  # texts under CC BY or CC BY-SA
NEWS = frozenset({"bio", "interview", "news", "speech"})
# The documents of OntoGUM's own dev split (reddit, whose text is withheld, left out): never trained on.
HELD_OUT = frozenset({
    "GUM_academic_exposure", "GUM_academic_librarians", "GUM_bio_byron", "GUM_bio_emperor",
    "GUM_conversation_grounded", "GUM_conversation_risk", "GUM_court_loan", "GUM_court_negligence",
    "GUM_essay_evolved", "GUM_essay_tools", "GUM_fiction_beast", "GUM_fiction_lunre",
    "GUM_interview_cyclone", "GUM_interview_gaming", "GUM_letter_arendt", "GUM_letter_wiki",
    "GUM_news_homeopathic", "GUM_news_iodine", "GUM_podcast_bangladesh", "GUM_podcast_wrestling",
    "GUM_speech_impeachment", "GUM_speech_inauguration", "GUM_textbook_governments", "GUM_textbook_labor",
    "GUM_vlog_portland", "GUM_vlog_radiology", "GUM_voyage_athens", "GUM_voyage_coron",
    "GUM_whow_joke", "GUM_whow_overalls",
})  # fmt: skip
SEED, EPOCHS, RATE, SHRINK = 7, 6, 0.1, 0.01
FOLDS = 4
FEWEST = 3  # phrases in which a feature must be seen
LEAST = 0.02  # weights below are left out
LOOSE = 0.2  # the threshold for whole chains, where a missed link costs as much as a wrong one

Pairs = list[tuple[list[str], bool]]


@dataclass(slots=True)
class Document:
    """A document with its true chains; `labels` has the chain of each phrase, None where it is in none."""

    id: str
    following: Following
    gold: list[set[tuple[int, int]]]
    labels: list[int | None]
    spans: list[tuple[int, int]]

    @property
    def genre(self) -> str:
        """The genre that the id tells."""
        return self.id.split("_")[1]


def main() -> int:
    """Train, write, and by choice print the card's figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--card", action="store_true")
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    records = _records(options.cache)
    golds = {gold["id"]: gold for gold in map(json.loads, (DATA / "gold.jsonl").open(encoding="utf-8"))}
    chosen = sorted(id for id in golds if golds[id]["genre"] in OPEN and id not in HELD_OUT)
    weights = train([_document(records[id], golds[id]) for id in chosen])
    kept = {name: round(weight, 3) for name, weight in sorted(weights.items()) if abs(weight) >= LEAST}
    about = "Weights of dateline's coreference model; COREFERENCE.md says how they were made and what they are worth."
    MODEL.write_text(json.dumps({"about": about, "seed": SEED, "weights": kept}, indent=0) + "\n", "utf-8")
    print(f"{len(chosen)} documents, {len(kept)} weights, {MODEL.stat().st_size // 1024} KB")
    if options.card:
        by_fold = {
            number: Ranker(
                train(_document(records[id], golds[id]) for at, id in enumerate(chosen) if at % FOLDS != number)
            )
            for number in range(FOLDS)
        }
        fold_of = {id: by_fold[at % FOLDS] for at, id in enumerate(chosen)}
        unseen = (_document(records[id], golds[id]) for id in chosen if golds[id]["genre"] in NEWS)
        _curves(f"{FOLDS} folds, news, interview, bio", unseen, lambda document: fold_of[document.id])
        held = [id for id in golds if id in HELD_OUT]
        _card(Ranker(kept), lambda: [_document(records[id], golds[id]) for id in held])
    return 0


def train(documents: Iterable[Document]) -> dict[str, float]:
    """The weight of each feature."""
    examples = [example for document in documents for example in _examples(document)]
    counts: Counter[str] = Counter()
    for pairs in examples:
        counts.update({name for names, _ in pairs for name in names})
    index = {name: at for at, name in enumerate(sorted(name for name in counts if counts[name] >= FEWEST))}
    items = [_item(pairs, index) for pairs in examples]
    weights, seen, total = np.zeros(len(index)), np.full(len(index), 1e-8), np.zeros(len(index))
    shuffle = random.Random(SEED)
    for _ in range(EPOCHS):
        shuffle.shuffle(items)
        for features, rows, gold in items:
            score = np.bincount(rows, weights=weights[features], minlength=len(gold))
            share = np.exp(score - score.max())
            share /= share.sum()
            right = share * gold
            right = right / right.sum() if right.sum() > 1e-12 else gold / gold.sum()
            touched, place = np.unique(features, return_inverse=True)
            slope = np.bincount(place, weights=(share - right)[rows]) + SHRINK * weights[touched]
            seen[touched] += slope * slope
            weights[touched] -= RATE * slope / np.sqrt(seen[touched])
        total += weights
    return {name: float(total[at] / EPOCHS) for name, at in index.items()}


def _item(pairs: Pairs, index: dict[str, int]) -> tuple[Any, Any, Any]:
    known = [[index[name] for name in names if name in index] for names, _ in pairs]
    rows = np.repeat(np.arange(len(known)), [len(each) for each in known])
    features = np.array([at for each in known for at in each], dtype=np.int64)
    return features, rows, np.array([right for _, right in pairs], dtype=float)


def _examples(document: Document) -> list[Pairs]:
    """For each phrase with candidates the features of "nobody" and of each, and which is right; read with the true links."""
    found: list[Pairs] = []
    labels = document.labels
    before: list[int | None] = []
    last: dict[int, int] = {}
    for number, label in enumerate(labels):
        before.append(last.get(label) if label is not None else None)
        if label is not None:
            last[label] = number

    def teach(chains: Chains, number: int, candidates: list[int]) -> Choice | None:
        label = labels[number]
        right = [label is not None and labels[each] == label for each in candidates]
        pairs = [(chains.features(number, each, rank), right[rank]) for rank, each in enumerate(candidates)]
        found.append([(chains.newness(number), not any(right)), *pairs])
        nearest = before[number]
        return None if nearest is None else Choice(nearest, 1.0)

    document.following.read(teach)
    return found


def _records(cache: Path | None) -> dict[str, Record]:
    if cache is not None and cache.exists():
        return {str(record.article.source.id): record for record in pickle.loads(cache.read_bytes())}
    layers = tuple(layer for layer in LAYERS if layer.name == "tokens")
    records = [
        annotate(each, layers) for each in read_all([str(DATA / "articles.jsonl")]) if not isinstance(each, Unread)
    ]
    if cache is not None:
        cache.write_bytes(pickle.dumps(records))
    return {str(record.article.source.id): record for record in records}


def _document(record: Record, gold: dict[str, Any]) -> Document:
    """Phrases take the chain of the true mention of the same characters, else of the smallest with the same head."""
    following, tokens = follow(record), record.tokens
    starts = {token.span.start: at for at, token in enumerate(tokens)}
    ends = {token.span.end: at for at, token in enumerate(tokens)}
    exact: dict[tuple[int, int], int] = {}
    heads: dict[int, tuple[int, int]] = {}
    chains = [{(int(start), int(end)) for start, end in chain} for chain in gold["clusters"]]
    for label, chain in enumerate(chains):
        for start, end in chain:
            exact[start, end] = label
            first, last = starts.get(start), ends.get(end)
            if first is None or last is None:
                continue
            head = _head(record, first, last)
            if head not in heads or end - start < heads[head][1]:
                heads[head] = label, end - start
    spans = [(tokens[each.first].span.start, tokens[each.last - 1].span.end) for each in following.phrases]
    labels = [
        exact[span] if span in exact else heads[phrase.head][0] if phrase.head in heads else None
        for span, phrase in zip(spans, following.phrases, strict=True)
    ]
    return Document(gold["id"], following, chains, labels, spans)


def _head(record: Record, first: int, last: int) -> int:
    tokens = record.tokens
    outer = [at for at in range(first, last + 1) if not first <= tokens[at].head <= last or tokens[at].head == at]
    return next((at for at in outer if tokens[at].pos in ("NOUN", "PROPN", "PRON")), outer[0] if outer else last)


def _card(ranker: Ranker, documents: Any) -> None:
    """Print whole-chain scores at LOOSE and the precision of links by threshold."""
    sys.path.insert(0, str(HOME))
    scorer = __import__("score_entities")
    for name, genres in (("all", None), ("news, interview, speech, bio", NEWS), ("the open genres", OPEN)):
        some = [each for each in documents() if genres is None or each.genre in genres]
        gold = [{(each.id, *span) for span in chain} for each in some for chain in each.gold]
        found = [{(each.id, *span) for span in chain} for each in some for chain in _chains(each, ranker)]
        print(
            name,
            len(some),
            {
                key: value
                for key, value in scorer.clusters(gold, found).items()
                if key in ("muc", "b3", "ceafe", "conll_f1")
            },
        )
    _curves("held out", documents(), lambda _: ranker)


def _curves(name: str, documents: Iterable[Document], ranker_of: Callable[[Document], Ranker]) -> None:
    """Print the precision of links by threshold: of all, and of those by which a pronoun or noun comes to a name."""
    every: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    named: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for document in documents:
        following, labels, ranker = document.following, document.labels, ranker_of(document)
        best: list[Link] = []

        def choose(
            chains: Chains, number: int, candidates: list[int], ranker: Ranker = ranker, best: list[Link] = best
        ) -> Choice | None:
            choice = ranker.best(chains, number, candidates)
            if choice is None:
                return None
            best.append(Link(number, choice.antecedent, choice.score))
            return choice if choice.score >= threshold_of(chains.phrases[number]) else None

        following.read(choose)
        of_owner: dict[int, set[int | None]] = defaultdict(set)
        for number, phrase in enumerate(following.phrases):
            if phrase.owner is not None:
                of_owner[phrase.owner].add(labels[number])
        for link in best:
            phrase, label, owner = following.phrases[link.number], labels[link.number], following.owner(link.antecedent)
            sort = phrase.told if phrase.sort == "pronoun" else f"{phrase.sort} {phrase.told}"
            every[sort].append((link.score, label is not None and labels[link.antecedent] == label))
            if owner is not None and following.may_tell(phrase):
                named[sort].append((link.score, label is not None and label in of_owner[owner]))
    for title, curves in (("all links", every), ("links to names", named)):
        for sort, links in sorted(curves.items()):
            print(f"{name}, {title}, {sort}: {len(links)}", *_curve(links))


def _curve(links: Sequence[tuple[float, bool]]) -> Iterator[tuple[float, int, float]]:
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        above = [right for score, right in links if score >= threshold]
        yield threshold, len(above), round(100 * sum(above) / max(1, len(above)), 1)


def _chains(document: Document, ranker: Ranker) -> list[set[tuple[int, int]]]:
    """The chains of all phrases, named or not, with the loose threshold; no span twice."""

    def loose(chains: Chains, number: int, candidates: list[int]) -> Choice | None:
        choice = ranker.best(chains, number, candidates)
        return choice if choice is not None and choice.score >= LOOSE else None

    links: list[Link] = document.following.read(loose)
    up = list(range(len(document.spans)))

    def top(number: int) -> int:
        while up[number] != number:
            number = up[number]
        return number

    for number, chain in enumerate(document.following.chains.chain_of):
        up[top(number)] = top(chain.members[0])
    for link in links:
        up[top(link.number)] = top(link.antecedent)
    groups: dict[int, set[tuple[int, int]]] = defaultdict(set)
    taken: set[tuple[int, int]] = set()
    for number, span in enumerate(document.spans):
        if span not in taken:
            taken.add(span)
            groups[top(number)].add(span)
    return [group for group in groups.values() if len(group) > 1]


if __name__ == "__main__":
    raise SystemExit(main())
