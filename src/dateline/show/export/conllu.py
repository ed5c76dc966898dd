"""CoNLL-U, the ten columns of Universal Dependencies 2: sentences and words, with `start` and `end` in MISC. The relations are ClearNLP's, as the parser gives them.

An archive keeps no words, so articles themselves are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from dateline.show.export.bytes_of import named
from dateline.show.export.offsets import as_utf8
from dateline.text.errors import BadQuery
from dateline.text.record import Record
from dateline.text.token import Token


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """One file of all articles, each behind its `newdoc`."""
    for name, record in named(records):
        if not record.tokens:
            raise BadQuery(
                f"{name}: its words are not at hand, for an archive keeps none; export CoNLL-U from articles"
            )
        yield "words.conllu", as_utf8("".join(_document(name, record))).encode()


def _document(name: str, record: Record) -> Iterator[str]:
    numbered = [(at, token) for at, token in enumerate(record.tokens) if token.text.strip()]
    yield f"# newdoc id = {name}\n"
    for sentence, group in groupby(numbered, key=lambda pair: pair[1].sentence):
        words = list(group)
        span = words[0][1].span.union(words[-1][1].span)
        yield f"# sent_id = {name}-{sentence + 1}\n# text = {' '.join(record.article.quote(span).split())}\n"
        places = {at: nth for nth, (at, _) in enumerate(words, 1)}
        root = next((nth for at, nth in places.items() if record.tokens[at].head == at), 1)
        for at, token in words:
            following = record.article.text[token.span.end : token.span.end + 1]
            yield "\t".join(_word(places, at, token, root, spaced=not following or following.isspace())) + "\n"
        yield "\n"


def _word(places: dict[int, int], at: int, token: Token, root: int, *, spaced: bool) -> Iterator[str]:
    """The ten columns. Each sentence has one root: what else hangs on nothing hangs on it."""
    nth = places[at]
    head = 0 if nth == root else places.get(token.head, root)
    relation = (
        "root" if nth == root else "dep" if token.head == at or token.head not in places else token.dep.lower() or "dep"
    )
    misc = "" if spaced else "SpaceAfter=No|"
    words = ("_".join(token.text.split()), "_".join(token.lemma.split()) or "_", token.pos or "_", token.tag or "_")
    yield from (
        str(nth),
        *words,
        "_",
        str(head if head != nth else root),
        relation,
        "_",
        f"{misc}start={token.span.start}|end={token.span.end}",
    )
