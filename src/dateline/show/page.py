"""One record as one self-contained HTML page: the article with its findings marked, the record beside it. No script.

This file gathers what the template shows; all text reaches the page through autoescape and `visible`, and no markup of
an article survives. The page makes no request: its content policy forbids all but its own style.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from urllib.parse import quote as percent

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from dateline.show.account import Account, about_words, account, entity_lines
from dateline.show.dates import doubts, issue_of, other_issues
from dateline.show.index import Index
from dateline.show.inert import visible
from dateline.show.segments import segments
from dateline.show.sources import Source, chain_words, sources
from dateline.show.terminal import check_words
from dateline.show.timeline import rows
from dateline.text.article import Block
from dateline.text.naming import Entity, Mention
from dateline.text.record import Finding, Record
from dateline.text.telling import ROOT, Statement

_TEMPLATES = Path(__file__).parent / "templates"
_PLAIN_SCHEMES = ("http://", "https://")
_MOST_NAMES = 12  # names shown before the rest folds away: what a card of the size of the others holds


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of text as the page shows it: its words, classes, the finding it links to, and what closes after it."""

    text: str
    classes: str
    link: str
    title: str
    anchors: tuple[str, ...]
    closes: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A block as the page shows it; `words` and `why` are for blocks that are left out."""

    id: str
    kind: str
    pieces: tuple[Marked, ...]
    words: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """An entity of the names card."""

    name: str
    kind: str
    count: int
    lines: tuple[tuple[str, str], ...]


def page(record: Record) -> str:
    """The record as one HTML page that opens anywhere, offline."""
    index = Index(record)
    article = record.article
    told_by = sources(record, index)
    all_rows = rows(record, all=True, index=index)
    main_rows = set(rows(record, index=index))
    names = _names(index)
    told_blocks, title = _blocks(index, told_by)
    return template("page.html").render(
        style=Markup(template_text("page.css")),
        heading=index.quote(article.title) if article.title else "",
        title_block=title,
        article=article,
        address=article.url if article.url and article.url.lower().startswith(_PLAIN_SCHEMES) else None,
        issue=issue_of(record),
        conflicts=other_issues(article.published),
        words=index.word_count,
        runs=told_blocks,
        rows=[row for row in all_rows if row in main_rows],
        minor=[row for row in all_rows if row not in main_rows],
        sources=told_by,
        names=names[:_MOST_NAMES],
        more_names=names[_MOST_NAMES:],
        loaded=[
            (word, index.quote(word.span), about_words(index, word), chain_words(index, word.said_in))
            for word in record.wording
        ],
        checks=[(check_words(check), check.note, _items(index, check.items)) for check in doubts(record)],
        failures=record.failures,
        found=_found(index),
    )


@lru_cache(maxsize=4)
def template(name: str) -> Template:
    """A template of ours, in which all text is escaped and made visible."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, finalize=_inert,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["fragment"] = lambda id: "#" + percent(visible(str(id)), safe="@:")
    return environment.get_template(name)


@lru_cache(maxsize=4)
def template_text(name: str) -> str:
    """The text of a style sheet beside the templates."""
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _inert(value: object) -> object:
    """What Jinja puts on the page: text with every unseen character marked, our own style sheet as it is."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _blocks(index: Index, told_by: Iterable[Source]) -> tuple[list[tuple[str, list[Shown]]], Shown | None]:
    """The blocks in runs of one kind (list items make one list), and the first title, which heads the page."""
    numbers = {id: number for number, source in enumerate(told_by) for id in source.statements}
    marks = _Marks(index, numbers)
    pieces = iter(marks.by_block())
    shown: list[Shown] = []
    title: Shown | None = None
    for block in index.blocks:
        if block.kind == "boilerplate":
            shown.append(_left_out(index, block))
            continue
        here = Shown(f"b@{block.span.start}", block.kind, next(pieces, ()))
        if block.kind == "title" and title is None:
            title = here
        else:
            shown.append(here)
    return [(kind, list(run)) for kind, run in groupby(shown, key=lambda each: each.kind)], title


def _left_out(index: Index, block: Block) -> Shown:
    text = index.article.quote(block.span)
    why = ", ".join(evidence.by.rpartition(":")[2].replace("-", " ") for evidence in block.because)
    return Shown(f"b@{block.span.start}", block.kind, (Marked(text, "", "", "", (), ()),), len(text.split()), why)


class _Marks:
    """Segments with what the page needs to know of each: where a finding begins, and which statement ends here."""

    def __init__(self, index: Index, numbers: dict[str, int]) -> None:
        self.index = index
        self.numbers = numbers
        # Names are not marked: that would leave no word of a news text unmarked.
        marked = [each for each in index.found.values() if not isinstance(each, Entity | Mention) and each.id != ROOT]
        self.segments = segments(index.article, marked)
        self.seen: set[str] = set()
        self.last = {id: position for position, segment in enumerate(self.segments) for id in segment.ids}

    def by_block(self) -> Iterator[tuple[Marked, ...]]:
        """The marked pieces of each told block."""
        at = 0
        for block in self.index.blocks:
            if block.kind == "boilerplate":
                continue
            here: list[Marked] = []
            while at < len(self.segments) and self.segments[at].start < block.span.end:
                here.append(self._marked(at))
                at += 1
            yield tuple(here)

    def _marked(self, at: int) -> Marked:
        segment = self.segments[at]
        new = [id for id in segment.ids if id not in self.seen]
        self.seen.update(new)
        statements = [id for id in segment.ids if id in self.numbers]
        points = [id for id in segment.ids if id not in self.numbers]
        ends = [id for id in statements if self.last[id] == at]
        classes = list(segment.kinds)
        if any(id in self.numbers for id in new):
            classes.append("opens")
        accounts = [account(self.index, self.index.found[id]) for id in points[:3]]
        return Marked(
            text=self.index.article.text[segment.start : segment.end],
            classes=" ".join(classes),
            link=points[0] if points else "",
            title="; ".join(f"{told.what}: {told.value}" for told in accounts),
            anchors=tuple(new),
            closes=tuple((id, self.numbers[id], chain_words(self.index, id)) for id in ends),
        )


def _names(index: Index) -> list[Name]:
    """Entities, those most often mentioned first."""
    entities = sorted(index.record.entities, key=lambda entity: -index.mention_counts.get(entity.id, 0))
    return [
        Name(
            entity.name,
            entity.kind.replace("_", " "),
            index.mention_counts.get(entity.id, 0),
            tuple((label, text) for label, text in entity_lines(entity) if text and label != "place"),
        )
        for entity in entities
    ]


def _items(index: Index, ids: Iterable[str]) -> list[Account]:
    return [account(index, index.found[id]) for id in ids if id in index.found]


def _found(index: Index) -> list[tuple[str, list[Account]]]:
    """Every finding with its account, layer by layer, for "How it was found"."""
    record = index.record
    told = [statement for statement in record.statements if not _is_root(statement)]
    layers: tuple[tuple[str, Iterable[Finding]], ...] = (
        ("Times", record.times), ("Events", record.events), ("Statements", told), ("Loaded words", record.wording),
        ("Figures", record.figures),
    )  # fmt: skip
    return [(name, [account(index, each) for each in layer]) for name, layer in layers if layer]


def _is_root(statement: Statement) -> bool:
    return statement.manner == "own_voice"
