"""The network: MiniLM, a small BiLSTM over it that also sees capitals and quotation marks, tag heads and cue links.

Written out in plain torch, so that it reads as what it is and exports to ONNX as what it is: one window a run, no padding.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

WIDTH, LAYERS, ATTENTIONS, POSITIONS, WORDS = 384, 6, 12, 512, 30522
FORMS, ORDER = 6, 128  # forms of a word; width of one direction of the BiLSTM
BUCKETS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128)  # distances that are told apart


class Attention(nn.Module):
    """Self-attention and feed-forward of one layer, as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.out = (
            nn.Linear(WIDTH, 3 * WIDTH),
            nn.Linear(WIDTH, WIDTH),
        )  # query, key and value in one product
        self.wide, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.norm, self.last = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, hidden: Tensor | None) -> Tensor:
        """The next layer's input. `hidden` is added to the scores: minus a lot where there is padding."""
        batch, length, _ = x.shape
        parts = self.asked(x).view(batch, length, 3, ATTENTIONS, WIDTH // ATTENTIONS)
        query, key, value = parts.permute(2, 0, 3, 1, 4).unbind(0)
        mixed = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=hidden)
        mixed = mixed.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm(x + self.out(mixed))
        return self.last(x + self.narrow(nn.functional.gelu(self.wide(x))))


class MiniLM(nn.Module):
    """The pretrained encoder."""

    def __init__(self) -> None:
        super().__init__()
        self.word, self.position = nn.Embedding(WORDS, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Attention() for _ in range(LAYERS))
        self.word.weight.requires_grad = False  # half of all weights; a few hundred texts teach them nothing

    def forward(self, ids: Tensor, hidden: Tensor | None) -> Tensor:
        """One vector a piece."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.drop(self.norm(self.word(ids) + self.position(places) + self.kind))
        for layer in self.layers:
            x = layer(x, hidden)
        return x

    def load_bert(self, weights: dict[str, Tensor]) -> None:
        """Take over the weights of a BERT checkpoint of this size."""
        names = {
            "word.weight": "embeddings.word_embeddings.weight",
            "position.weight": "embeddings.position_embeddings.weight",
            "norm.weight": "embeddings.LayerNorm.weight",
            "norm.bias": "embeddings.LayerNorm.bias",
        }
        parts = {
            "out": "attention.output.dense",
            "norm": "attention.output.LayerNorm",
            "wide": "intermediate.dense",
            "narrow": "output.dense",
            "last": "output.LayerNorm",
        }
        for layer in range(LAYERS):
            for ours, theirs in parts.items():
                for kind in ("weight", "bias"):
                    names[f"layers.{layer}.{ours}.{kind}"] = f"encoder.layer.{layer}.{theirs}.{kind}"
        state = {ours: weights[theirs] for ours, theirs in names.items()}
        for layer in range(LAYERS):
            for kind in ("weight", "bias"):
                own = (f"encoder.layer.{layer}.attention.self.{part}.{kind}" for part in ("query", "key", "value"))
                state[f"layers.{layer}.asked.{kind}"] = torch.cat([weights[name] for name in own])
        state["kind"] = weights["embeddings.token_type_embeddings.weight"][0]
        self.load_state_dict(state)


class Links(nn.Module):
    """For each pair of pieces and each relation how likely the second belongs to the first: biaffine, with the distance."""

    def __init__(self, width: int, relations: int, size: int = 64) -> None:
        super().__init__()
        self.relations, self.size = relations, size
        self.left = nn.Sequential(nn.Linear(width, relations * size), nn.GELU(), nn.Dropout(0.2))
        self.right = nn.Sequential(nn.Linear(width, relations * size), nn.GELU(), nn.Dropout(0.2))
        self.mixed = nn.Parameter(torch.eye(size).repeat(relations, 1, 1) / math.sqrt(size))
        self.own = nn.Linear(width, relations)
        self.far = nn.Embedding(2 * len(BUCKETS) + 1, relations)
        apart = torch.arange(-POSITIONS, POSITIONS + 1)
        bucket = (apart.abs()[:, None] >= torch.tensor(BUCKETS)).sum(-1) * apart.sign() + len(BUCKETS)
        self.register_buffer("bucket", bucket, persistent=False)
        edges = torch.tensor([*reversed(BUCKETS), 0, *BUCKETS])
        self.far.weight.data = (-0.7 * torch.log2(1 + edges))[:, None].repeat(1, relations)  # near is likelier: a start

    def forward(self, x: Tensor) -> Tensor:
        """Scores [batch, relation, from, to]."""
        batch, length, _ = x.shape
        shape = (batch, length, self.relations, self.size)
        left = self.left(x).view(shape).transpose(1, 2) @ self.mixed
        right = self.right(x).view(shape).transpose(1, 2)
        places = torch.arange(length, device=x.device)
        near = self.far.weight[self.bucket].T[:, places[None, :] - places[:, None] + POSITIONS]
        return left @ right.transpose(2, 3) + near + self.own(x).transpose(1, 2)[:, :, None, :]


class Tagger(nn.Module):
    """Encoder, BiLSTM, tag heads, label heads, links; the last link and head are for the trees of the warm-up only."""

    def __init__(self, heads: int, links: int, labels: int, tree_tags: int) -> None:
        super().__init__()
        self.encoder = MiniLM()
        self.form, self.quoted = nn.Embedding(FORMS, 16), nn.Embedding(2, 8)
        self.order = nn.LSTM(WIDTH + 24, ORDER, batch_first=True, bidirectional=True)
        self.drop = nn.Dropout(0.3)
        self.tags = nn.Linear(2 * ORDER, 3 * heads)
        self.labels = nn.Linear(2 * ORDER, labels)
        self.pairs = Links(2 * ORDER, links + 1)
        self.tree_tags = nn.Linear(2 * ORDER, tree_tags)

    def forward(
        self, ids: Tensor, form: Tensor, quoted: Tensor, lengths: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Scores of the tags [batch, piece, 3 * heads], of the labels, of the pairs [batch, link, from, to] and of the tree tags."""
        present = torch.arange(ids.shape[1], device=ids.device)[None, :] < lengths[:, None]
        hidden = (~present)[:, None, None, :] * -1e4
        x = torch.cat((self.encoder(ids, hidden), self.form(form), self.quoted(quoted)), -1)
        packed = pack_padded_sequence(self.drop(x), lengths, batch_first=True, enforce_sorted=False)
        x = pad_packed_sequence(self.order(packed)[0], batch_first=True, total_length=ids.shape[1])[0]
        x = self.drop(x)
        return self.tags(x), self.labels(x), self.pairs(x), self.tree_tags(x)
