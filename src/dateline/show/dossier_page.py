"""Many articles as one self-contained HTML page, without a script: what the terminal's tables show, made to print or to mail.

All text reaches the page through autoescape and `visible`; it makes no request.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dateline.relate.conflicts import Row, Table
from dateline.relate.dossier import Dossier
from dateline.relate.judgement import PERSON, Judgement
from dateline.show import called, compared, happened, told
from dateline.show.dates import in_words
from dateline.show.dossier_tables import NEEDLESS, VERDICTS, counted
from dateline.show.inert import one_line
from dateline.show.page import template, template_text
from dateline.show.sources import ARROW
from dateline.text.when import Grain, When

MOST_VALUES = 40
CITED = 300  # characters of a sentence to either side of the words in it


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cell: its words and their tone; `mark` are words to be marked, with the `rest` behind them."""

    words: str
    tone: str = ""
    mark: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the page, with what is said above and below it."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    flag: str = ""
    notes: tuple[Line, ...] = ()


def timeline_page(rows: Sequence[happened.Row], undated: int) -> str:
    """What happened by day."""
    sheet = Sheet(
        "What happened", ("day", "what", "who → to whom", "where", "told by"), tuple(_event_row(row) for row in rows),
        notes=(Line(f"{undated:,} more events are told without a day"),) if undated else (),
    )  # fmt: skip
    return _page("Timeline", _count(len(rows), "event") + " by day" if rows else "Nothing dated found", (), (sheet,))


def compare_page(row: happened.Row, found: Sequence[Table], names: compared.Names, judged: Sequence[Judgement]) -> str:
    """Who gives which value of one event, and how they differ."""
    sheets = tuple(_aspect(table, names) for table in compared.tables(tuple(found)))
    said = [f"{each.by.removeprefix(PERSON) or 'somebody unnamed'} judged {each.left} and {each.right}: {VERDICTS[each.verdict]}" for each in judged]  # fmt: skip
    return _page("Compared", _title(row), (counted(row), *said), sheets)


def who_says_page(row: happened.Row, found: Sequence[told.Said], dossier: Dossier) -> str:
    """Who says so, sentence by sentence."""
    rows = tuple(_sentence(each, dossier) for each in told.sentences(dossier, found))
    sheet = Sheet("Who says so", ("source", "in which words", "where"), rows)
    return _page("Who says so", _title(row), (counted(row),), (sheet,))


def names_page(name: str, rows: Sequence[called.Row]) -> str:
    """What each outlet calls somebody."""
    made = tuple(
        (
            (Line(row.outlet, "strong"),),
            (Line(row.words), *([Line(f"loaded: {row.leaning}", "flag")] if row.leaning else [])),
            (Line(row.by or "the outlet’s own", "" if row.by else "soft"),),
            (Line(str(row.times)),),
            (Line(", ".join(row.at[:6]) + (" …" if len(row.at) > 6 else ""), "soft"),),
        )
        for row in rows
    )
    articles = len({article for row in rows for article in row.articles})
    said = f"{sum(row.times for row in rows)} times in {_count(articles, 'article')}"
    sheet = Sheet("What each outlet calls it", ("outlet", "words", "whose word", "times", "where"), made)
    return _page("Name", name, (said,), (sheet,))


def _page(kind: str, heading: str, lines: Iterable[str], tables: tuple[Sheet, ...]) -> str:
    style = Markup(template_text("page.css") + template_text("dossier.css"))
    return template("dossier.html").render(
        style=style, kind=kind, heading=heading, lines=tuple(filter(None, lines)), tables=tables
    )


def _title(row: happened.Row) -> str:
    parts = (", ".join(row.words[: happened.MOST_WORDS]), row.place, in_words(row.when))
    return ", ".join(filter(None, parts)) or row.id


def _event_row(row: happened.Row) -> tuple[tuple[Line, ...], ...]:
    what = [Line(", ".join(row.words[: happened.MOST_WORDS]), "strong")]
    what += [Line(row.kind if row.status == happened.TOLD else f"{row.kind} [{row.status}]".strip(), "soft")]
    what += [Line(f"{counts}: {', '.join(values[:6])}") for counts, values in row.counts.items()]
    who, whom = ", ".join(row.who[: happened.MOST_PARTIES]), ", ".join(row.whom[: happened.MOST_PARTIES])
    parties = f"{who} → {whom}" if who and whom else who or (f"→ {whom}" if whom else "")
    by = [Line(counted(row)), Line(", ".join(row.sources.outlets), "soft")]
    by += [Line(f"{aspect} differs: {', '.join(values[:6])}", "flag") for aspect, values in row.conflicts.items()]
    day = (Line(in_words(row.when) or "no day", "strong"), Line(row.id, "soft"))
    return day, tuple(what), (Line(parties),), (Line(row.place),), tuple(by)


def _aspect(table: Table, names: compared.Names) -> Sheet:
    rows = tuple(_value(row, names) for row in table.rows[:MOST_VALUES])
    notes = [
        Line(f"{met.relation}: {line} ({met.note})", "flag" if met.relation == "conflict" else "note")
        for met in compared.differences(table)
        if table.aspect not in NEEDLESS
        for line in met.lines
    ]
    if len(table.rows) > MOST_VALUES:
        notes.append(Line(f"and {len(table.rows) - MOST_VALUES:,} more: --json has all"))
    title = table.aspect + ("s used" if table.aspect == "word" else "")
    flag = "sources conflict" if table.conflicts else ""
    return Sheet(title, ("value", "who gives it", "told", "article:character"), rows, flag, tuple(notes))


def _value(row: Row, names: compared.Names) -> tuple[tuple[Line, ...], ...]:
    days = [each.told for each in row.given if each.told]
    when = in_words(When(min(days), max(days), Grain.DAY)) if days else ""
    at = [f"{each.article}:{each.span.start}" for each in row.given]
    return (
        (Line(compared.value_words(row), "strong"),),
        (Line(", ".join(names.of(key) for key in row.origins)),),
        (Line(when),),
        (Line(", ".join(at[:6]) + (" …" if len(at) > 6 else ""), "soft"),),
    )


def _sentence(each: told.Sentence, dossier: Dossier) -> tuple[tuple[Line, ...], ...]:
    first = each.mentions[0]
    text, last = dossier.records[first.article].article.text, each.mentions[-1].span.end
    start, end = max(first.around.start, first.span.start - CITED), min(first.around.end, last + CITED)
    words = Line(
        "“" + _flat(text[start : first.span.start]), mark=_flat(text[first.span.start : first.span.end]),
        rest=_flat(text[first.span.end : max(end, last)]) + "”",
    )  # fmt: skip
    where = [Line(", ".join(filter(None, (f"article {first.article}", first.outlet, first.published))))]
    where += [Line(f"{one.id}, {one.span.start}–{one.span.end}", "soft") for one in each.mentions]
    where += [Line(f"copied from article {first.copied}", "soft")] if first.copied else []
    where += [Line(f"carried by {one.outlet or 'article'} {one.id}", "soft") for one in each.carried]
    return (Line(one_line(ARROW.join(first.chain), 300), "strong"),), (words,), tuple(where)


def _flat(words: str) -> str:
    """The words in one line; white space at their ends stays."""
    lead, tail = words[:1].isspace(), words[-1:].isspace()
    return f"{' ' * lead}{' '.join(words.split())}{' ' * tail}" if words.strip() else " " * bool(words)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
