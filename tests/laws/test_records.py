"""Laws that hold for any text: reading twice gives the same, spans stay in bounds, ids are unique, references resolve."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline import Article, Record, annotate, from_json, to_json
from dateline.text.article import Block
from dateline.text.span import Span

WORDS = [
    "The army", "Gunmen", "President Ana Ruiz", "Ruiz", "she", "who", "said", "told Radio Delta", "that", "killed", "attacked",
    "denied", "five soldiers", "at least 12 people", "on Friday", "3 May 2019", "a year earlier", "the attack", "in Baghdad",
    "according to", "officials", "reportedly", "“", "”", '"', "'", "(", ")", ",", ".", "\n\n", "—", "by", "was", "were", "to", "not",
    "martyred", "terrorists", "would", "if", "Iran", "the US", "\u202e", "\x1b[31m", "\ud800", "𝕏", "أ",
]  # fmt: skip


def article_of(words: list[str]) -> Article:
    text = " ".join(words)
    blocks, start = [], 0
    for part in text.split("\n\n"):
        if part.strip():
            blocks.append(Block(Span(start, start + len(part)), "paragraph"))
        start += len(part) + 2
    return Article(text, blocks=tuple(blocks))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), max_size=50))
def test_any_text_gives_a_sound_record(words: list[str]) -> None:
    article = article_of(words)
    record = annotate(article)
    assert record == annotate(article)
    assert record.failures == ()
    check_sound(record)


def check_sound(record: Record) -> None:
    """Spans lie in the text, ids are unique, references lead somewhere."""
    length = len(record.article.text)
    findings = list(record.findings())
    ids = [finding.id for finding in findings]
    assert len(set(ids)) == len(ids)
    known = set(ids)
    for finding in findings:
        span = getattr(finding, "span", Span(0, 0))
        assert 0 <= span.start <= span.end <= length
    for statement in record.statements:
        assert {statement.within, statement.speaker, statement.medium, statement.addressee} - {None} <= known
        assert all(
            0 <= part.start <= part.end <= length for part in (*statement.content, *statement.source, *statement.cue)
        )
    for event in record.events:
        assert {event.time, event.place, event.same_as, event.part_of, event.told_in} - {None} <= known
        assert {role.entity for role in event.roles} - {None} <= known
        assert set(event.figures) <= known
    assert {mention.entity for mention in record.mentions} - {None} <= known
    assert {figure.event for figure in record.figures} - {None} <= known
    assert {word.target for word in record.wording} - {None} <= known
    if not any(0xD800 <= ord(letter) < 0xE000 for letter in record.article.text):
        line = to_json(record)
        assert to_json(from_json(line)) == line
