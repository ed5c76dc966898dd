"""What is put into an archive is in it: equal, once, findable; and what people say of it is only ever added to."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline import Article, Record, from_json, to_json
from dateline.relate.judgement import Judgement, Pointer, article_key
from dateline.store import Archive
from dateline.store.packing import pack, unpack
from dateline.store.searching import words_of
from dateline.text.article import Source
from dateline.text.errors import BadQuery, BadRecord, CannotStore
from dateline.wire.outward import to_shape
from store_made import TOWNS, record_of


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.open(tmp_path / "news.db", write=True) as opened:
        yield opened


def test_a_record_comes_back_equal(archive: Archive) -> None:
    for number in range(70):  # past the point where the archive learns a dictionary of its own
        archive.add(record_of(number))
    assert len([*archive.sql("SELECT id FROM dictionary")[1]]) > 1
    for number in (1, 59, 60, 61, 70):
        assert archive.record(number) == from_json(to_json(record_of(number - 1)))
        assert archive.article(number) == record_of(number - 1).article


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=60), st.integers(0, 99))
def test_any_text_packs_and_unpacks(text: str, number: int) -> None:
    shape = to_shape(record_of(number, text=text))
    try:
        packed = pack(shape)
    except UnicodeEncodeError:
        assert any(0xD800 <= ord(letter) < 0xE000 for letter in text)
        return
    assert unpack(packed, text) == shape


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
def test_any_text_is_stored_and_sound(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    with Archive.open(tmp_path_factory.mktemp("any") / "a.db", write=True) as archive:
        record = record_of(7, text=text)
        assert archive.add(record).new
        assert archive.record(1) == record
        archive.writer.index()
        assert [*archive.check()] == []


def test_a_lone_surrogate_is_refused_by_name(archive: Archive) -> None:
    with pytest.raises(BadRecord, match="lone surrogate"):
        archive.add(Article("before \ud800 after"))
    assert archive.status().articles == 0


def test_the_same_again_is_a_no_op(archive: Archive) -> None:
    first = archive.add(record_of(1))
    assert (first.new, first.version) == (True, 1)
    moved = replace(record_of(1).article, source=Source("elsewhere/copy.jsonl", "r1"))
    for again in (record_of(1), replace(record_of(1), article=moved)):
        assert archive.add(again) == replace(first, new=False)
    assert archive.status().articles == 1


def test_the_same_text_of_two_outlets_is_two_articles_and_one_content(archive: Archive) -> None:
    article = record_of(1).article
    archive.add(article)
    archive.add(replace(article, outlet="Other Post", url="https://post.example/1"))
    assert archive.status().articles == 2
    assert [*archive.sql("SELECT count(*) FROM content")[1]] == [(1,)]


def test_a_changed_article_is_a_new_version_of_its_address(archive: Archive) -> None:
    url = "https://Bee.example/9"
    archive.add(record_of(1, url=url))
    added = archive.add(record_of(2, url="https://bee.example/9#comments"))
    assert (added.new, added.version) == (True, 2)
    assert archive.versions(1) == [1, 2]
    assert archive.numbers() == [2]
    assert archive.article(1) == record_of(1, url=url).article
    assert {found.article for found in archive.find()} == {2}


def test_an_article_that_was_only_read_gets_its_record_later(archive: Archive) -> None:
    archive.add(record_of(3).article)
    assert archive.status().annotated == 0
    assert not archive.add(record_of(3)).new
    assert archive.status().annotated == 1
    assert archive.record(1).events == record_of(3).events


@pytest.mark.parametrize("page", [b"<p>A page.</p>" * 30, b"x", bytes(range(256))])
def test_the_original_comes_back(archive: Archive, page: bytes) -> None:
    archive.add(record_of(1).article, page)
    assert archive.original(1) == page
    text = record_of(2).article
    archive.add(text, text.text.encode())
    assert archive.original(2) == text.text.encode()


def test_events_are_found_by_name_place_kind_and_day(archive: Archive) -> None:
    records = [record_of(number) for number in range(40)]
    for record in records:
        archive.add(record)
    everything = archive.find()
    assert len(everything) == 40
    assert [found.first for found in everything] == sorted(found.first for found in everything)
    drov = {n for n, record in enumerate(records, 1) if record.entities[0].name == "Mila Drov"}
    for name in ("Mila Drov", "mila  DROV", "Drov"):
        assert {found.article for found in archive.find(about=name)} == drov
    assert archive.find(about="rama ke")  # accents make no difference
    assert len(archive.find(place="Osk Valley")) == 40  # every town lies in it
    assert sum(len(archive.find(place=town)) for town in TOWNS) == 40
    both = archive.find(about="Drov", place="Osk")
    assert {found.article for found in both} == {f.article for f in archive.find(place="Osk")} & drov
    assert {found.first for found in archive.find(days=(date(2021, 5, 3), date(2021, 5, 4)))} == {
        "2021-05-03",
        "2021-05-04",
    }
    assert archive.find(kind="ASSAULT", most=3) == everything[:3]
    assert archive.find(kind="AID") == archive.find(about="Nobody") == ()
    found = everything[0]
    assert archive.record(found.article).events[found.nth].span.start == found.start


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "NEAR(died",
        "died*",
        "(died",
        'died "',
        "title:died",
        "died AND",
        "-died ^",
        "died\x00",
        "'; DROP TABLE article",
    ],
)
def test_odd_queries_are_words(archive: Archive, query: str) -> None:
    archive.add(record_of(1))
    archive.writer.index()
    if query == '"':
        with pytest.raises(BadQuery, match="no word"):
            archive.search(query)
        return
    assert {hit.article for hit in archive.search(query)} <= {1}


@given(st.text(max_size=80))
def test_any_query_makes_words_or_says_why_not(query: str) -> None:
    try:
        asked = words_of(query)
    except BadQuery:
        return
    assert asked.count('"') % 2 == 0


def test_search_shows_the_place_in_the_text(archive: Archive) -> None:
    for number in range(5):
        archive.add(record_of(number))
    waiting = archive.search('"report 3" VALLEY')  # not indexed yet
    archive.writer.index()
    (hit,) = archive.search('"report 3" VALLEY')
    assert waiting == (hit,)
    text = archive.article(hit.article).text
    assert hit.start is not None
    assert text[hit.start :].startswith(hit.snippet)
    assert {hit.snippet[a:b] for a, b in hit.marks} == {"Report 3", "valley"}
    assert archive.search("nowhere") == ()


def test_judgements_are_only_added_to(archive: Archive) -> None:
    keys = [article_key(record_of(number).article) for number in (1, 2)]
    said = Judgement(
        Pointer(keys[0], "e@1"), Pointer(keys[1], "e@1"), "yes", by="person:desk", at="2021-06-01T10:00:00Z"
    )
    taken_back = replace(said, verdict="withdrawn", at="1999-01-01T00:00:00Z")  # a clock set back
    archive.judge([said])
    archive.judge([taken_back])
    assert archive.judgements() == (said, taken_back)
    with pytest.raises(Exception, match="only ever added to"):
        archive.writer._database.run("DELETE FROM judgement")
    with pytest.raises(Exception, match="only ever added to"):
        archive.writer._database.run("UPDATE judgement SET verdict = 'no'")
    archive.add(record_of(1))
    assert archive.numbered(keys[0]) == 1
    assert archive.numbered(keys[1]) is None


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM article", "ATTACH 'x.db' AS x", "PRAGMA user_version = 9", "CREATE TEMP TABLE x (y)", "SELECT 1; SELECT 2", "SELEC",
        "SELECT load_extension('x')", "SELECT * FROM nowhere", "VACUUM", "", "INSERT INTO words (words) VALUES ('rebuild')", "\ud800",
    ],
)  # fmt: skip
def test_sql_only_reads(tmp_path: Path, query: str) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path, write=True) as archive:
        archive.add(record_of(1))
    with Archive.open(path) as archive, pytest.raises(BadQuery):
        assert [*archive.sql(query)[1]]


def test_sql_has_an_end(tmp_path: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n"
    path = tmp_path / "a.db"
    Archive.open(path, write=True).close()
    with Archive.open(path) as archive, pytest.raises(BadQuery, match="took longer"):
        assert [*archive.sql(endless, seconds=0.2)[1]]
    with Archive.open(path) as archive:
        assert len([*archive.sql(endless.replace("sum(i)", "i"), most=10)[1]]) == 10


def test_the_views_have_words(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db", write=True) as archive:
        archive.add(record_of(1))
        heads, rows = archive.sql("SELECT kind, first, place, parties FROM events")
        record = record_of(1)
        name, town = (entity.name for entity in record.entities)
        assert (heads, [*rows]) == (
            ("kind", "first", "place", "parties"),
            [("ASSAULT", "2021-05-02", town, f"recipient: {name}")],
        )


def test_reading_needs_no_writer(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path, write=True) as writing:
        writing.add(record_of(1))
        with Archive.open(path) as reading:
            assert reading.record(1) == record_of(1)
            with pytest.raises(CannotStore, match="write=True"):
                reading.add(record_of(2))
            with pytest.raises(KeyError):
                reading.record(2)


def test_records_of_an_earlier_form_are_read(tmp_path: Path) -> None:
    """A field that the wire got later has its default."""
    shape = to_shape(record_of(1))
    packed = pack(shape)
    columns = msgspec.msgpack.decode(packed)
    del columns["quotations"]
    assert unpack(msgspec.msgpack.encode(columns), shape.article.text) == shape


def test_status_says_what_is_there(archive: Archive) -> None:
    for number in range(3):
        archive.add(record_of(number))
    status = archive.status()
    assert (status.articles, status.events, status.statements, status.first) == (3, 3, 6, "2021-05-30")
    assert status.text_bytes == sum(len(record_of(number).article.text.encode()) for number in range(3))
    assert json.dumps(status.stages)


def test_an_empty_record_is_kept(archive: Archive) -> None:
    archive.add(Record(Article("")))
    assert archive.record(1) == Record(Article(""))
    archive.writer.index()
    assert [*archive.check()] == []
