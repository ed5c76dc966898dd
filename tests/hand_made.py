"""Records of hand-made tokens, so that a test of the name layer needs no parser."""

from __future__ import annotations

from dateline.annotate.entities import find_entities
from dateline.text.article import Article, Block
from dateline.text.naming import Entity
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.token import Token

TAGS = {
    "the": "DT", "a": "DT", "his": "PRP$", "its": "PRP$", "he": "PRP", "him": "PRP", "she": "PRP", "it": "PRP",
    "'s": "POS", "in": "IN", "of": "IN", "and": "CC", ",": ",", ".": ".",
}  # fmt: skip
VERBS = {"said", "seem", "met", "left", "saw", "killed", "fled", "spoke"}


def parsed(*sentences: str, labels: dict[str, str] | None = None, tags: dict[str, str] | None = None) -> Record:
    """Tokens are what stands between blanks. The first capital run before a verb is its subject; runs hang on their last word."""
    labels, tags = labels or {}, tags or {}
    text = " ".join(sentences)
    tokens: list[Token] = []
    offset = 0
    for number, sentence in enumerate(sentences):
        words, base = sentence.split(" "), len(tokens)
        marks = _marks(words, labels)
        root = next((i for i, word in enumerate(words) if word in VERBS), 0)
        for i, word in enumerate(words):
            tag = (
                tags.get(word)
                or TAGS.get(word.lower())
                or ("VBD" if word in VERBS else "NNP" if word[0].isupper() else "NN")
            )
            dep, head = _place(words, i, root)
            label, starts = marks.get(i, ("", False))
            pos = {"DT": "DET", ",": "PUNCT", "PRP": "PRON"}.get(tag, "NOUN")
            tokens.append(
                Token(
                    Span(offset, offset + len(word)),
                    word,
                    word.lower(),
                    pos,
                    tag,
                    dep,
                    base + head,
                    number,
                    label,
                    starts,
                )
            )
            offset += len(word) + 1
    return find_entities(Record(Article(text, blocks=(Block(Span(0, len(text)), "paragraph"),)), tokens=tuple(tokens)))


def _marks(words: list[str], labels: dict[str, str]) -> dict[int, tuple[str, bool]]:
    found: dict[int, tuple[str, bool]] = {}
    for phrase, label in labels.items():
        parts = phrase.split(" ")
        for start in range(len(words) - len(parts) + 1):
            if words[start : start + len(parts)] == parts and not found.keys() & set(range(start, start + len(parts))):
                found |= {start + k: (label, k == 0) for k in range(len(parts))}
    return found


def _place(words: list[str], i: int, root: int) -> tuple[str, int]:
    if i == root:
        return "ROOT", i
    following = words[i + 1] if i + 1 < len(words) else ""
    if words[i].lower() in ("the", "a", "his", "its"):
        return "poss" if words[i].lower() in ("his", "its") else "det", min(i + 1, len(words) - 1)
    if words[i][0].isalpha() and following[:1].isalpha() and following[:1].isupper() and words[i][0].isupper():
        return "compound", i + 1
    return ("nsubj" if i < root else "dobj"), root


def named(record: Record, name: str) -> Entity:
    return next(entity for entity in record.entities if entity.name == name)


def who(record: Record, quote: str, nth: int = 0) -> str | None:
    found = [mention for mention in record.mentions if record.article.quote(mention.span) == quote]
    entity = record.entity(found[nth].entity)
    return entity.name if entity else None
