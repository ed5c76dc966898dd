"""Many articles as tables in the terminal: the timeline, the values by source, who says so, the names used.

Every table reads at any width: what has no room for a column of its own stands under what it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dateline.relate.conflicts import Table
from dateline.relate.dossier import Dossier
from dateline.relate.independence import Sources
from dateline.relate.judgement import PERSON, Judgement
from dateline.show import called, compared, happened, told
from dateline.show.cells import NARROW, WIDE, cell, columns, left_out, stacked
from dateline.show.dates import in_words
from dateline.show.inert import one_line
from dateline.show.sources import ARROW
from dateline.text.span import Span
from dateline.text.when import Grain, When

MOST = 200  # rows of a table
MOST_VALUES, MOST_GIVERS = 12, 8
CITED = 200  # characters of a sentence to either side of the words in it
NEEDLESS = frozenset({"word"})  # a table in which values differ without contradicting each other
STYLES = {"conflict": "bold yellow", "update": "yellow"}
_SPACE = re.compile(r"\s+")
VERDICTS = {"yes": "same", "no": "different", "unsure": "not sure", "copied": "a copy", "withdrawn": "taken back"}


def timeline_view(rows: Sequence[happened.Row], undated: int, *, width: int) -> RenderableType:
    """What happened by day."""
    if not rows:
        return cell("nothing dated found" + (f"; {undated:,} events have no day" if undated else ""), "dim")
    if width >= WIDE:
        table = columns(
            "day", "what", "who → to whom", "where", "told by", "event", ratios=(5, 6, 8, 4, 9, 4), leading=1
        )
    elif width >= NARROW:
        table = columns("day", "what happened", "told by", ratios=(5, 9, 9), leading=1)
    else:
        table = columns("what happened", ratios=(1,), leading=1)
    for row in rows[:MOST]:
        table.add_row(*_event_cells(row, width))
    below = [cell(f"  {undated:,} more events are told without a day", "dim")] if undated else []
    return Group(table, *left_out(len(rows), MOST), *below)


def compare_view(
    row: happened.Row, found: Sequence[Table], names: compared.Names, judged: Sequence[Judgement], *, width: int
) -> RenderableType:
    """The event's head, then a table for each aspect: value, who gives it, where; and below it how the values differ."""
    parts: list[RenderableType] = [*_head(row, judged)]
    for table in compared.tables(tuple(found)):
        parts.append(Padding(_aspect(table), (1, 0, 0, 0)))
        parts.append(_values(table, names, width))
        if table.aspect not in NEEDLESS:
            parts += [Padding(line, (0, 0, 0, 2)) for line in _differences(table)]
    return Group(*parts)


def who_says_view(row: happened.Row, found: Sequence[told.Said], dossier: Dossier, *, width: int) -> RenderableType:
    """The event's head, then each sentence that tells it: the chain, the words in it, where they stand, and who carries it."""
    wide = width >= WIDE
    if wide:
        table = columns("who says so", "in which words", "where", ratios=(6, 11, 6), leading=1)
    else:
        table = columns("who says so, in which words", ratios=(1,), leading=1)
    sentences = told.sentences(dossier, found)
    for each in sentences[:MOST]:
        first = each.mentions[0]
        chain = cell(ARROW.join(first.chain), "bold")
        words = _cited(dossier.records[first.article].article.text, first.around, [one.span for one in each.mentions])
        at = [cell(", ".join(filter(None, (f"article {first.article}", first.outlet, first.published))), "dim")]
        at += [
            cell(f"{one.id}, {one.span.start}–{one.span.end}", "cyan")
            + cell("" if one.status == "happened" else f" [{one.status.replace('_', ' ')}]", "magenta")
            for one in each.mentions
        ]
        at += [cell(f"copied from article {first.copied}", "dim")] if first.copied else []
        at += [cell(f"carried by {one.outlet or 'article'} {one.id}", "dim") for one in each.carried]
        table.add_row(*((chain, words, stacked(at)) if wide else (stacked([chain, words, *at]),)))
    return Group(*_head(row, ()), Text(), table, *left_out(len(sentences), MOST))


def names_view(name: str, rows: Sequence[called.Row], *, width: int) -> RenderableType:
    """What each outlet calls somebody."""
    articles = {article for row in rows for article in row.articles}
    times = sum(row.times for row in rows)
    head = [cell(name, "bold"), cell(f"{times} times in {_count(len(articles), 'article')}", "dim")]
    if width >= NARROW:
        table = columns(
            "outlet", "calls it", "whose word", "times", "where", ratios=(5, 7, 6, 2, 5), right=frozenset({"times"})
        )
    else:
        table = columns("calls it", "times", ratios=(5, 1), right=frozenset({"times"}))
    for outlet, group in groupby(rows[:MOST], key=lambda row: row.outlet):
        if width < NARROW:
            table.add_row(cell(outlet, "bold"), "")
        for number, row in enumerate(group):
            words = cell(row.words) + (cell(f"  ! loaded: {row.leaning}", "yellow") if row.leaning else Text())
            whose = cell(row.by) if row.by else cell("the outlet's own", "dim")
            if width >= NARROW:
                table.add_row("" if number else cell(outlet, "bold"), words, whose, str(row.times), _where(row.at))
            else:
                table.add_row(stacked([words, *([cell(f"by {row.by}", "dim")] if row.by else [])]), str(row.times))
    return Group(stacked(head), Text(), table, *left_out(len(rows), MOST))


def counted(row: happened.Row) -> str:
    """From the many to the few: "7 articles (1 only copied) → 5 outlets → 13 origins → 11 no party"."""
    sources, copied = row.sources, len(row.copies)
    return " → ".join(
        (
            _count(len(sources.articles), "article") + (f" ({copied} only copied)" if copied else ""),
            _outlets(sources),
            _count(len(sources.origins), "origin"),
            f"{len(sources.no_party)} no party",
        )
    )


def _outlets(sources: Sources) -> str:
    """How many outlets; an article whose outlet is not known goes by its number, and counts as none."""
    known = [outlet for outlet in sources.outlets if outlet not in sources.articles]
    unknown = len(sources.outlets) - len(known)
    if not known:
        return "outlets unknown"
    return _count(len(known), "outlet") + (f", {unknown} unknown" if unknown else "")


def _told_by(row: happened.Row) -> str:
    """The counts; where all is one, who it is."""
    sources = row.sources
    if len(sources.articles) > 1 or len(sources.origins) > 1:
        return counted(row)
    origin, outlet = sources.origins[0], sources.outlets[0]
    if outlet == sources.articles[0]:  # it has no outlet, and goes by its number
        outlet = f"article {outlet}"
    notes = ", a party" * origin.party + ", not named" * (not origin.checkable)
    return (
        f"{outlet} alone{notes}"
        if origin.kind == "outlet"
        else f"{outlet} alone, from {origin.name or 'nobody'}{notes}"
    )


def _event_cells(row: happened.Row, width: int) -> tuple[Text, ...]:
    day = cell(in_words(row.when) or "no day", "bold" if row.when else "dim")
    parties = [cell(line) for line in _parties(row)]
    place = [cell(row.place)] if row.place else []
    counts = [cell(f"{what}: {_listed(values)}") for what, values in row.counts.items()]
    by = [cell(_told_by(row)), *_conflicts(row)]
    id = cell(row.id, "cyan")
    if width >= WIDE:
        return day, stacked([*_what(row), *counts]), stacked(parties), stacked(place), stacked(by), id
    what = stacked([*_what(row), *parties, *place, *counts])
    if width >= NARROW:
        return stacked([day, id]), what, stacked(by)
    return (stacked([day + Text("  ") + id, what, *by]),)


def _what(row: happened.Row) -> list[Text]:
    words = cell(", ".join(row.words[: happened.MOST_WORDS]), "bold")
    if row.kind and row.kind not in row.words:
        words.append(f" · {row.kind}", style="dim")
    if row.status != happened.TOLD:
        words.append(f" [{row.status}]", style="magenta")
    return [words]


def _parties(row: happened.Row) -> list[str]:
    who, whom = _listed(row.who, happened.MOST_PARTIES), _listed(row.whom, happened.MOST_PARTIES)
    return [f"{who} → {whom}" if whom else who] if who else [f"→ {whom}"] if whom else []


def _listed(values: Sequence[str], most: int = 6) -> str:
    rest = len(values) - most
    return ", ".join(values[:most]) + (f" and {rest} more" if rest > 0 else "")


def _conflicts(row: happened.Row) -> list[Text]:
    return [cell(f"! {aspect} differs: {_listed(values)}", "yellow") for aspect, values in row.conflicts.items()]


def _head(row: happened.Row, judged: Sequence[Judgement]) -> list[Text]:
    title = cell(f"{row.id}  ", "cyan") + cell(in_words(row.when) or "no day", "bold") + Text("  ")
    lines = [title.append_text(_what(row)[0]), cell(counted(row))]
    named = [*_parties(row), row.place]
    lines += [cell(" · ".join(filter(None, named)))] if any(named) else []
    lines += [cell(line, "dim") for line in _counted_out(row)]
    for each in judged:
        who = each.by.removeprefix(PERSON) or "somebody unnamed"
        why = "".join(f" ({one_line(reason.note, 120)})" for reason in each.because)
        lines.append(cell(f"{who} judged {each.left} and {each.right}: {VERDICTS[each.verdict]}{why}", "magenta"))
    return lines


def _counted_out(row: happened.Row) -> Iterable[str]:
    """Who fell out of the count on the way."""
    outlets = {each.article: each.outlet for origin in row.sources.origins for each in origin.tellings}
    if row.copies:
        yield f"only copied: {', '.join(' '.join(filter(None, (each, outlets[each]))) for each in row.copies)}"
    if parties := [origin.name for origin in row.sources.origins if origin.party]:
        yield f"a party to it: {_listed(parties)}"
    if hidden := [origin.name or "nobody" for origin in row.sources.origins if not origin.checkable]:
        yield f"not named: {_listed(hidden)}"


def _aspect(table: Table) -> Text:
    head = cell(table.aspect.upper() + ("S USED" if table.aspect == "word" else ""), "bold")
    if table.conflicts:
        return head.append("   sources conflict", style="bold yellow")
    if table.aspect in NEEDLESS:
        return head
    return head.append("   all agree" if len(table.rows) > 1 else "   one value", style="dim")


def _values(table: Table, names: compared.Names, width: int) -> RenderableType:
    if width >= WIDE:
        made = columns("value", "who gives it", "told", "article:character", ratios=(4, 10, 4, 4))
    elif width >= NARROW:
        made = columns("value", "who gives it", "told", ratios=(4, 9, 4))
    else:
        made = columns("value", "who gives it", ratios=(1, 2))
    made.show_header = False
    for row in table.rows[:MOST_VALUES]:
        who = cell(_listed([names.of(key) for key in row.origins], MOST_GIVERS))
        days = [each.told for each in row.given if each.told]
        when = cell(in_words(When(min(days), max(days), Grain.DAY)) if days else "", "dim")
        at = _where([f"{each.article}:{each.span.start}" for each in row.given])
        cells = (cell(compared.value_words(row), "bold"), who, when, at)
        made.add_row(*cells[: len(made.columns)])
    return Padding(Group(made, *left_out(len(table.rows), MOST_VALUES)), (0, 0, 0, 2))


def _differences(table: Table) -> Iterable[Text]:
    for met in compared.differences(table):
        for line in met.lines:
            yield (
                cell(f"{met.relation}: ", STYLES.get(met.relation, "dim"))
                + cell(f"{line} ")
                + cell(f"({met.note})", "dim")
            )


def _where(at: Sequence[str]) -> Text:
    return cell(_listed(at, 3), "dim")


def _cited(text: str, around: Span, spans: Sequence[Span]) -> Text:
    """The sentence with the words marked; what is far from them is left out, and no word is cut."""
    first, last = spans[0].start, max(span.end for span in spans)
    start, end = max(min(around.start, first), first - CITED), min(max(around.end, last), last + CITED)
    while 0 < start < first and text[start - 1].isalnum() and text[start].isalnum():
        start += 1
    while last < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end -= 1
    cut = start > around.start or (start and text[start - 1].isalnum()), end < around.end
    shown, at = cell("“…" if cut[0] else "“"), start
    for span in spans:
        shown.append_text(_flat(text[at : span.start])).append_text(
            _flat(text[span.start : span.end], "bold underline")
        )
        at = max(at, span.end)
    return shown.append_text(_flat(text[at:end])).append("…”" if cut[1] else "”")


def _flat(words: str, style: str = "") -> Text:
    """The words in one line, the white space at their ends kept."""
    return cell(_SPACE.sub(" ", words), style)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
