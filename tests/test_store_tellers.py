"""By what kind of source an article and each of its events is told, found by the archive, and put into archives of an older schema."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dateline.store import forward
from dateline.store.archive import Archive
from dateline.store.tellers import TELLERS, Teller, statements_of, tellers
from dateline.text.naming import Entity, EntityKind, Mention
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.telling import SourceKind, Statement
from dateline.wire.outward import to_shape
from relate_records import OWN, Page
from store_made import record_of

SAID = "a blast killed 12 people in Osk"


def told(
    source: str,
    kind: SourceKind,
    *,
    name: str = "",
    entity: EntityKind = "organization",
    medium: EntityKind | None = None,
) -> Record:
    """An event that this source tells; `name` are those of its words that name somebody, of that kind of entity."""
    page = Page(f"{source} told Radio Vell that {SAID}.", outlet="The Osk Bee", day=5)
    said = page.says(source, SAID, kind=kind)
    page.event("killed", "ASSAULT", "kill", day=4, told_in=said, place="Osk")
    record = page.record()
    statement = record.statements[1]
    entities, mentions = [*record.entities], [*record.mentions]
    for id, words, of in (("x1", name, entity), ("x2", "Radio Vell", medium)):
        if words and of is not None:
            span = page.span(words)
            entities.append(Entity(id, words, of))
            mentions.append(Mention(f"m@{span.start}", span, id, "name"))
    statement = replace(statement, speaker="x1" if name == source else None, medium="x2" if medium else None)
    return replace(
        record, entities=tuple(entities), mentions=tuple(mentions), statements=(record.statements[0], statement)
    )


@pytest.mark.parametrize(
    ("record", "kinds"),
    [
        (told("Ann Drov", "named", name="Ann Drov", entity="person"), {"person"}),
        (told("Ann Drov", "named", name="Ann Drov", entity="person", medium="outlet"), {"person", "outlet"}),
        (told("The interior minister, Ann Drov,", "named"), {"official"}),
        (told("Kestavia", "collective", name="Kestavia", entity="country"), {"official"}),
        (told("A police spokesman", "office"), {"official"}),
        (told("A security official", "unnamed"), {"official", "unnamed"}),
        (told("The Tide Brigade", "collective", name="The Tide Brigade", entity="armed_group"), {"armed_group"}),
        (
            told("A spokesman of the Tide Brigade", "office", name="the Tide Brigade", entity="armed_group"),
            {"armed_group"},
        ),
        (told("Rebels", "collective"), {"armed_group"}),
        (told("The president of the company", "office"), {"organization"}),
        (told("It", "collective"), {"organization"}),
        (told("Residents of Osk", "collective", name="Osk", entity="place"), {"people"}),
        (told("Two witnesses", "unnamed"), {"witness", "unnamed"}),
        (told("A lawyer for the witnesses", "unnamed"), {"unnamed"}),
        (told("Agence France-Presse", "collective", name="Agence France-Presse", entity="outlet"), {"agency"}),
        (told("Vell News Agency", "collective", name="Vell News Agency", entity="organization"), {"agency"}),
        (told("The Valley Post", "collective", name="The Valley Post", entity="outlet"), {"outlet"}),
        (told("The report", "document"), {"document"}),
        (told("Somebody", "none"), {"unnamed"}),
    ],
    ids=lambda given: given.article.text.partition(" told")[0] if isinstance(given, Record) else "",
)
def test_a_source_is_of_these_kinds(record: Record, kinds: set[Teller]) -> None:
    found = tellers(to_shape(record))
    assert found.events == (kinds,)
    assert found.kinds == kinds


def test_all_in_a_chain_tell_it_and_what_nobody_tells_is_the_outlets_own() -> None:
    page = Page(
        "Vell News Agency said the ministry said a blast killed 12 people. Guards fled.", outlet="The Osk Bee", day=5
    )
    agency = page.says(
        "Vell News Agency", "the ministry said a blast killed 12 people", speaker=page.name("Vell News Agency")
    )
    ministry = page.says("the ministry", "a blast killed 12 people")
    page.statements[-1] = replace(page.statements[-1], within=agency)
    page.event("killed", "ASSAULT", "kill", day=4, told_in=ministry)
    page.event("fled", "RETREAT", "flee", day=4)
    found = tellers(to_shape(page.record()))
    assert found.events == ({"agency", "official"}, {"own_voice"})
    assert found.kinds == {"agency", "official", "own_voice"}


@pytest.mark.parametrize("within", ["s@0", "s@99", None])
def test_odd_chains_end(within: str | None) -> None:
    record = told("The report", "document")
    odd = replace(record.statements[1], within=record.statements[1].id if within == "s@0" else within)
    lost = replace(record, statements=(odd,), events=(replace(record.events[0], told_in="s@99"), *record.events))
    assert tellers(to_shape(lost)).events == ({"own_voice"}, {"document"})
    assert tellers(to_shape(replace(record, statements=()))).events == ({"own_voice"},)
    assert tellers(to_shape(replace(record, statements=(), events=()))).kinds == frozenset()


def crowd(count: int) -> Record:
    """A chain of so many statements, each of sources that are the whole text, in which a brigade is named as often."""
    record = told("The report", "document")
    whole = Span(0, len(record.article.text))
    chain = [
        Statement(f"s@{n}", whole, "reported", within=f"s@{n - 1}" if n else OWN, source=(whole, whole))
        for n in range(count)
    ]
    return replace(
        record,
        entities=(Entity("x9", "The Tide Brigade", "armed_group"),),
        mentions=tuple(Mention(f"m@{n}", Span(n % whole.end, whole.end), "x9", "name") for n in range(count)),
        statements=(record.statements[0], *chain),
        events=tuple(replace(record.events[0], told_in=f"s@{n}") for n in range(count)),
    )


def test_many_statements_take_linear_time() -> None:
    def seconds(count: int) -> float:
        shape = to_shape(crowd(count))
        begun = time.process_time()
        assert set(tellers(shape).events) == {frozenset({"unnamed", "armed_group"})}
        return time.process_time() - begun

    few = min(seconds(400) for _ in range(3))
    assert seconds(3200) < 24 * few


def numbers(archive: Archive, **asked: Any) -> list[int]:
    return [each.article for each in archive.find(**asked)]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Told by an official, by rebels, by the outlet itself, and four by persons elsewhere."""
    own = Page(f"Police say so: {SAID}.", outlet="Valley Post", day=6)
    own.event("killed", "ASSAULT", "kill", day=4, place="Osk")
    path = tmp_path / "told.db"
    with Archive.open(path, write=True) as archive:
        for record in (
            told("The ministry", "collective"),
            told("Rebels", "collective"),
            own.record(),
            *map(record_of, range(4)),
        ):
            archive.add(record)
    return path


def as_schema_3(path: Path) -> None:
    """Take the kinds of source out of the index, as the schema before had it."""
    old = sqlite3.connect(path, isolation_level=None)
    words: dict[int, list[str]] = {}
    for word, article in old.execute("SELECT term, doc FROM named_key WHERE term NOT LIKE 's%'"):
        words.setdefault(article, []).append(word)
    old.execute("INSERT INTO named (named) VALUES ('delete-all')")
    old.executemany(
        "INSERT INTO named (rowid, keys) VALUES (?, ?)", [(at, " ".join(each)) for at, each in words.items()]
    )
    old.execute("PRAGMA user_version = 3")
    old.close()


def test_events_are_found_by_who_says_so(made: Path) -> None:
    with Archive.open(made) as archive:
        assert numbers(archive, source="official") == [1]
        assert numbers(archive, source="armed_group") == [2]
        assert numbers(archive, source="own_voice", kind="ASSAULT", place="Osk", days=(None, date(2022, 7, 4))) == [3]
        assert numbers(archive, source="person") == [4, 5, 6, 7]
        assert numbers(archive, source="witness") == []
        assert numbers(archive, place="Osk", source="official") == [1]
        assert numbers(archive, place="Nowhere", source="official") == []
        assert [hit.article for hit in archive.search("blast", source="armed_group")] == [2]
        assert archive.holding("blast") == (3, 2, 1)
        assert archive.holding("blast", source="official", outlet="the osk bee") == (1,)
        assert archive.holding("blast", source="official", outlet="Valley Post") == ()
        assert archive.told_by(source="person") == (7, 6, 5, 4)
        assert archive.told_by(source="person", most=2) == (7, 6)
        assert archive.told_by(source="armed_group", outlet="the osk bee") == (2,)
        assert archive.told_by(source="armed_group", outlet="Valley Post") == ()
        assert statements_of("armed_group", archive.shape(2)) == {archive.record(2).statements[1].id}
        assert statements_of("own_voice", archive.shape(3)) == frozenset()


def test_a_corrected_source_is_found_as_what_it_is_now(made: Path) -> None:
    with Archive.open(made, write=True) as archive:
        statement = archive.record(2).statements[1].id
        archive.correct(2, archive.correction(2, statement, "speaker", ""))
        assert (numbers(archive, source="armed_group"), numbers(archive, source="unnamed")) == ([2], [2])
        assert [*archive.check()] == []


@pytest.mark.parametrize("together", [500, 2])
def test_an_archive_of_schema_3_is_brought_forward(made: Path, together: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forward, "TOGETHER", together)
    as_schema_3(made)
    with Archive.open(made, write=True) as archive:
        assert [numbers(archive, source=kind) for kind in TELLERS[:4]] == [[3], [4, 5, 6, 7], [1], [2]]
        assert archive.holding("blast", source="official") == (1,)
        archive.add(told("The report", "document"))
        assert numbers(archive, source="document") == [8]
    with Archive.open(made) as archive:
        assert [*archive.check()] == []


def test_what_was_cut_off_is_said_and_gone_on_with(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forward, "TOGETHER", 2)
    as_schema_3(made)
    monkeypatch.setattr(forward, "_tell", Interrupted())
    with pytest.raises(KeyboardInterrupt):
        Archive.open(made, write=True)
    monkeypatch.undo()
    with Archive.open(made) as archive:
        assert numbers(archive, source="person") == [6, 7]
        assert "kinds of source" in next(iter(archive.check()))
    with Archive.open(made, write=True) as archive:
        assert numbers(archive, source="person") == [4, 5, 6, 7]
        assert [*archive.check()] == []


class Interrupted:
    """Does the first part, and is cut off in the second."""

    def __init__(self) -> None:
        self._tell, self._times = forward._tell, 0

    def __call__(self, database: Any, last: int) -> int:
        self._times += 1
        if self._times > 1:
            raise KeyboardInterrupt
        return self._tell(database, last)
