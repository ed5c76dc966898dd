"""The parse: what reaches the parser, and that every token points at its own characters."""

from __future__ import annotations

import pytest

from dateline.annotate.parse import find_tokens
from dateline.text.article import Article, Block
from dateline.text.record import Record
from dateline.text.span import Span


@pytest.mark.parametrize("text", ['"' * 1_500, "?!" * 700 + " He said no.", "word" + "…" * 900 + "word"])
def test_a_row_of_marks_reaches_the_parser_in_pieces(text: str) -> None:
    """spaCy takes marks off a word one by one: a whole row takes a time that grows with its square."""
    article = Article(text, blocks=(Block(Span(0, len(text)), "paragraph"),))
    tokens = find_tokens(Record(article)).tokens
    assert all(article.quote(token.span) == token.text for token in tokens)
    assert sum(len(token.span) for token in tokens) == sum(not sign.isspace() for sign in text)
    assert len({token.sentence for token in tokens}) >= len(text) // 200 - 1


def test_a_text_that_nobody_took_apart_is_read_by_paragraphs() -> None:
    record = find_tokens(Record(Article("  Rebels left Arlen on Monday.\n \n\nTwo men died.\n\n")))
    assert [record.article.quote(block.span) for block in record.article.told()] == [
        "Rebels left Arlen on Monday.",
        "Two men died.",
    ]
    assert {token.sentence for token in record.tokens} == {0, 1}
    assert Article(" \n\n ").told() == ()
