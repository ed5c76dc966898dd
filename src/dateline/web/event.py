"""The event screen: which source gives which value, who says so in which words, and what the many articles come down to.

No value is chosen. A cell leads to the characters it stands on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.relate.conflicts import Given, Table, most_given
from dateline.relate.dossier import Dossier, Happening
from dateline.show import compared, happened, told
from dateline.show.dates import in_words
from dateline.text.when import Grain, When
from dateline.web.article import heading_of
from dateline.web.marks import pieces
from dateline.web.people import Said
from dateline.web.sameness import Sameness

HEADS = {"actor": "Who", "recipient": "To whom", "place": "Where", "day": "When", "word": "Words used"}
MOST_VALUES, MOST_GIVERS, MOST_SENTENCES, MOST_ARTICLES = 24, 12, 100, 200
MOST_LINES, MOST_AT = 16, 6  # of how the values of one aspect differ, and places where one source gives one of them
NEEDLESS = frozenset({"word"})  # values that differ without contradicting each other


@dataclass(frozen=True, slots=True)
class Giver:
    """A source that gives a value: its name, and where it does: article and characters; `more` counts what was left out."""

    name: str
    at: tuple[tuple[str, int, int], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Value:
    """One value and who gives it; `told` are the days of issue, `conflicts` that it cannot be held with some other."""

    words: str
    givers: tuple[Giver, ...]
    more: int
    told: str
    conflicts: bool


@dataclass(frozen=True, slots=True)
class Aspect:
    """All values of one aspect, and how they differ: relation, the values, why."""

    name: str
    verdict: str
    values: tuple[Value, ...]
    more: int
    differences: tuple[tuple[str, str, str], ...]
    more_differences: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence that tells the event: who says so, its pieces (words, and the finding they are), where, and who carries it."""

    chain: tuple[str, ...]
    pieces: tuple[tuple[str, str], ...]
    article: str
    outlet: str
    published: str
    status: str
    copied: str
    carried: tuple[tuple[str, str], ...]
    language: str


@dataclass(frozen=True, slots=True)
class Teller:
    """An article that tells of the event; `copied` that it does so in copied words alone."""

    number: str
    heading: str
    outlet: str
    published: str
    copied: bool


@dataclass(frozen=True, slots=True)
class Screen:
    """All that the event's page shows. `steps` lead from the many articles to those who are no party."""

    id: str
    row: happened.Row
    when: str
    steps: tuple[tuple[int, str, str], ...]
    aspects: tuple[Aspect, ...]
    sentences: tuple[Quoted, ...]
    more_sentences: int
    tellers: tuple[Teller, ...]
    said: tuple[Said, ...]
    one: Sameness | None


def screen(
    dossier: Dossier, happening: Happening, *, said: tuple[Said, ...] = (), one: Sameness | None = None
) -> Screen:
    """The event's page; `said` is what people judged of it, and `one` what they may judge, where it can be kept."""
    row = happened.row(dossier, happening)
    names = compared.Names(dossier, row.sources)
    found = told.sentences(dossier, tuple(told.said(dossier, happening)))
    return Screen(
        id=row.id,
        row=row,
        when=in_words(row.when),
        steps=tuple(_steps(row)),
        aspects=tuple(_aspect(table, names) for table in compared.tables(row.tables)),
        sentences=tuple(_quoted(dossier, each) for each in found[:MOST_SENTENCES]),
        more_sentences=max(0, len(found) - MOST_SENTENCES),
        tellers=tuple(_teller(dossier, key, row) for key in happening.articles[:MOST_ARTICLES]),
        said=said,
        one=one,
    )


def _steps(row: happened.Row) -> Iterator[tuple[int, str, str]]:
    """From the many to the few, each with what fell out on the way."""
    sources = row.sources
    yield len(sources.articles), "article", f"{len(row.copies)} in copied words alone" if row.copies else ""
    yield len(sources.outlets), "outlet", ""
    hidden = [origin.name or "nobody" for origin in sources.origins if not origin.checkable]
    yield len(sources.origins), "origin", f"not named: {_listed(hidden)}" if hidden else ""
    parties = [origin.name for origin in sources.origins if origin.party]
    yield len(sources.no_party), "no party", f"a party: {_listed(parties)}" if parties else ""


def _aspect(table: Table, names: compared.Names) -> Aspect:
    held = {value for each in table.conflicts for value in (each.left, each.right)}
    plain = table.aspect in NEEDLESS
    verdict = "" if plain else "all agree" if len(table.rows) > 1 else ""
    lines = (
        [] if plain else [(met.relation, line, met.note) for met in compared.differences(table) for line in met.lines]
    )
    return Aspect(
        name=HEADS.get(table.aspect, table.aspect.capitalize()),
        verdict="sources conflict" if held else verdict,
        values=tuple(
            Value(
                words=compared.value_words(row),
                givers=tuple(_giver(key, row.given, names) for key in row.origins[:MOST_GIVERS]),
                more=max(0, len(row.origins) - MOST_GIVERS),
                told=_days(row.given),
                conflicts=row.value in held,
            )
            for row in most_given(table.rows, MOST_VALUES)
        ),
        more=max(0, len(table.rows) - MOST_VALUES),
        differences=tuple(lines[:MOST_LINES]),
        more_differences=max(0, len(lines) - MOST_LINES),
    )


def _giver(key: str, given: Sequence[Given], names: compared.Names) -> Giver:
    own = [each for each in given if each.origin == key]
    at = tuple((each.article, each.span.start, each.span.end) for each in own[:MOST_AT])
    return Giver(names.of(key), at, len(own) - len(at))


def _days(given: Sequence[Given]) -> str:
    days = [each.told for each in given if each.told]
    return in_words(When(min(days), max(days), Grain.DAY)) if days else ""


def _quoted(dossier: Dossier, each: told.Sentence) -> Quoted:
    first = each.mentions[0]
    article = dossier.records[first.article].article
    return Quoted(
        chain=first.chain,
        pieces=tuple(pieces(article.text, first.around, [(one.span, one.id.partition("/")[2]) for one in each.mentions])),
        article=first.article,
        outlet=first.outlet,
        published=in_words(article.published.when),
        status="" if first.status == "happened" else first.status.replace("_", " "),
        copied=first.copied,
        carried=tuple((one.article, one.outlet or f"article {one.article}") for one in each.carried),
        language=article.language,
    )  # fmt: skip


def _teller(dossier: Dossier, key: str, row: happened.Row) -> Teller:
    record = dossier.records[key]
    article = record.article
    return Teller(key, heading_of(record), article.outlet or "", in_words(article.published.when), key in row.copies)


def _listed(names: Sequence[str], most: int = 4) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")
