"""Events by name, place, kind and day, found by the words of the index `named` (keys.py), which lie in the order of a timeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateline.store.drafts import PARTY, PLACE, folded, iso
from dateline.store.keys import CALLED, DAY, LAST, TELLER, UNDATED, between, head
from dateline.store.sqlite import Database
from dateline.store.tellers import TELLERS, Teller

MONTH = timedelta(days=31)
Days = tuple[date | None, date | None]
# Of an address that came in several versions, the last one counts.
_REPLACED = "SELECT id FROM article WHERE later IS NOT NULL"
_ARTICLE, _NTH = "CAST(substr({0}, 9, 10) AS INTEGER)", "CAST(substr({0}, 19) AS INTEGER)"


@dataclass(frozen=True, slots=True)
class Found:
    """An event that was found: `record(article).events[nth]` is the whole of it."""

    article: int
    nth: int
    start: int
    stop: int
    kind: str
    first: str | None
    last: str | None
    place: str | None
    status: str
    outlet: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Near:
    """An article with an event near another in time: whether they share a kind of act, a name, and whether it is dated."""

    article: int
    kind: bool
    named: bool
    dated: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """Which dated events are asked for: with a party of one of those names, at such a place or in it, of that kind, in those days,
    told by that kind of source."""

    about: tuple[str, ...] | None = None
    place: tuple[str, ...] | None = None
    kind: str | None = None
    days: Days = (None, None)
    source: Teller | None = None


def find(database: Database, asked: Asked, most: int) -> tuple[Found, ...]:
    """The first so many by day."""
    keys, values = _keys(database, asked)
    sql = (
        "SELECT e.article, e.nth, e.start, e.stop, k.word, e.first, e.last, x.name, s.word, n.name, a.first"
        f" FROM ({keys} ORDER BY term LIMIT ?) AS f"
        f" JOIN event AS e ON e.article = {_ARTICLE.format('f.key')} AND e.nth = {_NTH.format('f.key')}"
        " JOIN term AS k ON k.id = e.kind JOIN term AS s ON s.id = e.status"
        " JOIN article AS a ON a.id = e.article LEFT JOIN name AS n ON n.id = a.outlet LEFT JOIN name AS x ON x.id = e.place"
        " ORDER BY e.first, e.article, e.nth"
    )
    return tuple(Found(*(*row[:5], iso(row[5]), iso(row[6]), *row[7:])) for row in database.rows(sql, (*values, most)))


def telling(database: Database, asked: Asked) -> list[int]:
    """The articles that tell what `find` finds, by number; all of them."""
    keys, values = _keys(database, asked)
    sql = f"SELECT DISTINCT {_ARTICLE.format('key')} AS article FROM ({keys}) ORDER BY article"
    return [row[0] for row in database.rows(sql, values)]


def naming(database: Database, names: Iterable[str], issued: Days, most: int) -> list[int]:
    """Articles, in their latest versions, that name somebody or some place so, issued in those days; those added last first."""
    numbers = _numbers(database, names)
    if not numbers:
        return []
    where, values = ["id IN (SELECT rowid FROM named WHERE named MATCH ?)", "later IS NULL"], [_any(CALLED, numbers)]
    for end, test in zip(issued, ("last >= ?", "first <= ?"), strict=True):
        if end is not None:
            where.append(test)
            values.append(end.isoformat())
    sql = f"SELECT id FROM article WHERE {' AND '.join(where)} ORDER BY id DESC LIMIT ?"
    return [row[0] for row in database.rows(sql, (*values, most))]


def spelled(database: Database, name: str) -> str | None:
    """The name as it is given, where an article has it so, else as one has it; None where none does."""
    sql = "SELECT name FROM name WHERE folded = ? ORDER BY name <> ?, id LIMIT 1"
    found: str | None = database.one(sql, (folded(name), " ".join(name.split())))
    return found


def near(
    database: Database, days: tuple[date, date], issued: tuple[date, date], names: Iterable[str], kinds: Iterable[str]
) -> tuple[Near, ...]:
    """Articles with an event in those days, or with an undated one and issued in those; the names and kinds are what they may share.

    Of long periods only those that begin in the month before are looked at.
    """
    ids = _numbers(database, names)
    terms = [row[0] for kind in kinds for row in database.rows("SELECT id FROM term WHERE word = ?", (kind,))]
    early = days[0] - MONTH if days[0] - date.min > MONTH else days[0]
    told = (_digits(early), _digits(days[1]))
    named = [_range(head(number, how), *told) for number in ids for how in (PARTY, PLACE)]
    undated = "0"
    if ids:
        undated = f"a.id IN (SELECT rowid FROM named WHERE named MATCH '{_any(UNDATED, ids)}')"
    sql = (
        f"WITH told AS MATERIALIZED ({_range(DAY, *told)}), shared AS MATERIALIZED ({' UNION ALL '.join(named) or _range(DAY, LAST)}),"
        f" found AS (SELECT e.article, e.kind IN ({', '.join(map(str, terms))}) AS kind, t.key IN (SELECT key FROM shared) AS named, 1 AS dated"
        f" FROM told AS t CROSS JOIN event AS e ON e.article = {_ARTICLE.format('t.key')} AND e.nth = {_NTH.format('t.key')}"
        " WHERE coalesce(e.last, e.first) >= ?"
        f" UNION ALL SELECT a.id, 0, {undated}, 0 FROM article AS a WHERE a.first BETWEEN ? AND ?"
        " AND EXISTS (SELECT 1 FROM event AS e WHERE e.article = a.id AND e.first IS NULL))"
        f" SELECT article, max(kind), max(named), max(dated) FROM found WHERE article NOT IN ({_REPLACED}) GROUP BY article ORDER BY article"
    )
    rows = database.rows(sql, (int(_digits(days[0])), issued[0].isoformat(), issued[1].isoformat()))
    return tuple(Near(article, bool(kind), bool(named), bool(dated)) for article, kind, named, dated in rows)


def _keys(database: Database, asked: Asked) -> tuple[str, list[Any]]:
    """A query for the keys of the events that are asked for, and its values. Where one name is asked for, they come in their order."""
    last = _digits(asked.days[1]) if asked.days[1] is not None else LAST
    told = ((asked.about, PARTY), (asked.place, PLACE))
    ways = [_ways(database, names, how, last) for names, how in told if names is not None]
    source = head(TELLERS.index(asked.source), TELLER) if asked.source is not None else DAY
    first = ways[0] if ways else _range(source, "", last, "key, term")
    values: list[Any] = []
    where = [
        f"{_ARTICLE.format('key')} NOT IN ({_REPLACED})",
        *(f"key IN (SELECT key FROM ({way}))" for way in ways[1:]),
    ]
    if ways and source != DAY:
        # Of a name's events each is looked up: of a source's there may be as many as the archive has.
        where.append(f"EXISTS (SELECT 1 FROM named_key WHERE term = '{source}' || key)")
    event = (
        f"(SELECT {{0}} FROM event AS e WHERE e.article = {_ARTICLE.format('key')} AND e.nth = {_NTH.format('key')})"
    )
    if asked.days[0] is not None:
        where.append(f"{event.format('coalesce(e.last, 99991231)')} >= ?")
        values.append(int(_digits(asked.days[0])))
    if asked.kind is not None:
        where.append(f"{event.format('e.kind')} = (SELECT id FROM term WHERE word = ?)")
        values.append(asked.kind)
    return f"SELECT key FROM ({first}) WHERE {' AND '.join(where)}", values


def _ways(database: Database, names: Iterable[str], how: str, last: str) -> str:
    """The keys of events under the names, until that day, each once, and `term`, by which they are put in order: at no cost if it is one name."""
    heads = [head(number, how) for number in _numbers(database, names)]
    if len(heads) == 1:
        return _range(heads[0], "", last, "key, term")
    ranges = [_range(each, "", last) for each in heads] or [_range(DAY, LAST)]
    return f"SELECT key, key AS term FROM ({' UNION '.join(ranges)})"


def _range(start: str, first: str = "", last: str = LAST, columns: str = "key") -> str:
    """The keys behind that head, in those days."""
    low, high = between(start, first, last)
    told = columns.replace("key", f"substr(term, {len(start) + 1}) AS key")
    return f"SELECT {told} FROM named_key WHERE term >= '{low}' AND term < '{high}'"


def _numbers(database: Database, names: Iterable[str]) -> list[int]:
    keys = dict.fromkeys(map(folded, names))
    return [row[0] for key in keys for row in database.rows("SELECT id FROM name WHERE folded = ?", (key,))]


def _any(kind: str, numbers: Iterable[int]) -> str:
    return " OR ".join(f"{kind}{number}" for number in numbers)


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")
