"""How far the network's scores are from what is marked: only the heads of the batch's own corpus are asked."""

from __future__ import annotations

import torch
from examples import CORPORA, LINKS, TAGS, Corpus, Example
from network import Tagger
from torch import Tensor

from dateline.annotate.wordpieces import Vocabulary

HIDDEN = 0.05  # share of pieces that are made unknown while training: words differ, the form of telling stays
LINKED, LABELLED = 1.0, 0.5  # weights of the links' and the labels' loss beside the tags'
SMOOTHED = 0.05  # of each label's likelihood goes to the others: where kinds border, two readers choose differently
Sizes = dict[str, int]  # how many labels of each name there are, in the order of the network's columns

cross = torch.nn.functional.cross_entropy


def features(batch: list[Example], vocabulary: Vocabulary) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """What the network is given: ids, forms, quotation marks and lengths, padded to the longest."""
    longest = max(len(example.pieces) for example in batch) + 2
    ids, form, quoted = (torch.zeros(len(batch), longest, dtype=torch.long) for _ in range(3))
    for row, example in enumerate(batch):
        size = len(example.pieces)
        ids[row, 0], ids[row, size + 1] = vocabulary.first, vocabulary.last
        ids[row, 1 : size + 1] = torch.tensor([piece.id for piece in example.pieces])
        form[row, 1 : size + 1] = torch.tensor([piece.form for piece in example.pieces])
        quoted[row, 1 : size + 1] = torch.tensor([piece.quoted for piece in example.pieces])
    return ids, form, quoted, torch.tensor([len(example.pieces) + 2 for example in batch])


def loss(network: Tagger, batch: list[Example], vocabulary: Vocabulary, sizes: Sizes) -> Tensor:
    """The loss of one batch, by piece."""
    ids, *rest = features(batch, vocabulary)
    hide = torch.rand(ids.shape) < HIDDEN
    tags, labels, pairs, tree_tags = network(torch.where(hide, vocabulary.unknown, ids), *rest)
    if batch[0].heads:
        return _of_trees(batch, pairs, tree_tags)
    corpus = next(corpus for corpus in CORPORA if len(corpus.tags) == len(batch[0].tags))
    parts, labelled = [], []
    # unbind gives one gradient a row; indexing would give one of the size of the batch a row
    for example, *scores in zip(batch, tags.unbind(0), labels.unbind(0), pairs.unbind(0), strict=True):
        end = len(example.pieces) + 1
        parts.append(_of_tags(example, scores[0][1:end], corpus))
        if example.links:
            spread = torch.zeros(len(example.links), end - 1)
            for row, link in enumerate(example.links):
                spread[row, list(link.centre)] = 1 / len(link.centre)
            parts.append(LINKED * _of_links(example, spread @ scores[2][:, 1:end, 1:end], corpus))
            if corpus.labels:
                labelled.append(_of_labels(example, spread @ scores[1][1:end], sizes))
    total = torch.stack(parts).sum() / sum(len(example.pieces) for example in batch)
    if not labelled:
        return total
    # by trigger, not by piece: one piece in nine is a trigger, and by piece the kinds were hardly learnt (46 % right)
    return total + LABELLED * torch.stack(labelled).sum() / sum(len(example.links) for example in batch)


def _of_tags(example: Example, scores: Tensor, corpus: Corpus) -> Tensor:
    first = 3 * TAGS.index(corpus.tags[0])
    mine = scores[:, first : first + 3 * len(corpus.tags)].reshape(-1, 3)
    return cross(mine, torch.tensor(example.tags).T.reshape(-1), reduction="sum")


def _of_links(example: Example, scores: Tensor, corpus: Corpus) -> Tensor:
    first = LINKS.index((corpus.name, corpus.links[0]))
    wanted = torch.zeros(len(corpus.links), len(example.links), len(example.pieces))
    for row, link in enumerate(example.links):
        for plane, pieces in enumerate(link.to):
            wanted[plane, row, list(pieces)] = 1
    mine = scores[first : first + len(corpus.links)]
    return torch.nn.functional.binary_cross_entropy_with_logits(mine, wanted, reduction="sum")


def _of_labels(example: Example, scores: Tensor, sizes: Sizes) -> Tensor:
    parts = [
        cross(
            mine, torch.tensor([link.labels[at] for link in example.links]), reduction="sum", label_smoothing=SMOOTHED
        )
        for at, mine in enumerate(scores.split(tuple(sizes.values()), dim=1))
    ]
    return torch.stack(parts).sum()


def _of_trees(batch: list[Example], pairs: Tensor, tree_tags: Tensor) -> Tensor:
    parts = []
    for example, scores, planes in zip(batch, tree_tags.unbind(0), pairs.unbind(0), strict=True):
        end = len(example.pieces) + 1
        parts.append(cross(scores[1:end], torch.tensor(example.relations), reduction="sum"))
        parts.append(cross(planes[-1, 1:end, 1:end], torch.tensor(example.heads), reduction="sum"))
    return torch.stack(parts).sum() / sum(len(example.pieces) for example in batch)
