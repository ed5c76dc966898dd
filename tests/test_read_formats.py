"""Each format of the table gives the articles that it holds, told by its bytes, whatever its file is called."""

import gzip
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from dateline.read import ReadOptions, Unread, read, read_all
from dateline.read.formats import format_of
from dateline.read.formats.sitemap import addresses
from dateline.read.options import KNOWING_NOTHING
from dateline.text.article import Article
from documents_made import PAGE, STORY, docx, mail, mhtml, pdf, record, zipped

RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Aster Post</title><language>en-gb</language><item><title>Boats &amp; nets &ndash; burn</title><link>https://post.example/1</link>
<pubDate>Mon, 15 May 2023 10:00:00 GMT</pubDate><dc:creator>Karin Dolland</dc:creator><description>Short.</description>
<content:encoded><![CDATA[<p>{STORY[0]}</p><p>{STORY[1]}</p>]]></content:encoded></item>
<item><title>No more than this</title><guid>https://post.example/2</guid></item><item><link>https://post.example/3</link></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Aster Post</title><entry><title type="text">A &lt;b&gt; in a title</title>
<link rel="enclosure" href="https://post.example/x.mp3"/><link href="https://post.example/4"/><updated>2023-05-16T01:00:00Z</updated><published>2023-05-15</published>
<author><name>Karin Dolland</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{STORY[0]}</p><p>{STORY[1]}</p></div></content></entry></feed>"""
JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Aster Post", "items": [
    {"id": "5", "url": "https://post.example/5", "title": "Boats burn", "content_html": f"<p>{STORY[0]}</p>", "date_published": "2023-05-15T10:00:00Z"}]})  # fmt: skip
SITEMAP = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://post.example/1</loc><lastmod>2023-05-15</lastmod></url><url><loc>file:///etc/hosts</loc></url></urlset>'
REPORT = docx(("Title", "Boats burn"), ("Normal", STORY[0]), ("Heading1", "What next"), ("Normal", STORY[1]))


def found(
    tmp_path: Path, name: str, data: bytes | str, options: ReadOptions = KNOWING_NOTHING
) -> list[Article | Unread]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_all([path], options=options))


def article(tmp_path: Path, name: str, data: bytes | str, options: ReadOptions = KNOWING_NOTHING) -> Article:
    (only,) = found(tmp_path, name, data, options)
    assert isinstance(only, Article), only
    assert all(only.quote(block.span).strip() for block in only.blocks)
    return only


@pytest.mark.parametrize(
    ("data", "name"),
    [(RSS, "feed"), (ATOM, "feed"), (JSON_FEED, "json feed"), (SITEMAP, "sitemap"), (PAGE, "page"), (mail(), "mail"), (mhtml(), "mhtml"),
     (REPORT, "docx"), (pdf("x"), "pdf"), (record("https://a.example/"), "warc"), (record("https://a.example/", packed=True), "warc"),
     ("<!-- a --><?xml-stylesheet x?><rss>", "feed"), ("Dear Sir: hello", "text"), ("<" * 5000, "text"), ("<!--" * 5000, "text")],
)  # fmt: skip
def test_a_format_is_told_by_its_bytes(data: bytes | str, name: str) -> None:
    assert format_of(data.encode() if isinstance(data, str) else data, "").name == name


def test_a_feed_gives_each_entry(tmp_path: Path) -> None:
    first, second, third = found(tmp_path, "feed", RSS)
    assert isinstance(first, Article)
    assert first.text == f"Boats & nets – burn\n\n{STORY[0]}\n\n{STORY[1]}"
    assert (first.url, first.outlet, first.bylines, str(first.published.when)) == (
        "https://post.example/1", "Aster Post", ("Karin Dolland",), "2023-05-15")  # fmt: skip
    assert first.published.because[0].by == "read/published:feed"
    assert isinstance(second, Article)
    assert (second.text, second.url) == ("No more than this", "https://post.example/2")
    assert isinstance(third, Unread)
    assert third.reason.startswith("entry 3")


def test_atom_and_json_feeds(tmp_path: Path) -> None:
    one = article(tmp_path, "a.xml", ATOM)
    assert one.text == f"A <b> in a title\n\n{STORY[0]}\n\n{STORY[1]}"
    assert (one.url, str(one.published.when), one.bylines) == (
        "https://post.example/4",
        "2023-05-15",
        ("Karin Dolland",),
    )
    other = article(tmp_path, "a.json", JSON_FEED)
    assert (other.url, other.source.id, str(other.published.when)) == ("https://post.example/5", "5", "2023-05-15")


def test_a_sitemap_is_a_list_of_addresses(tmp_path: Path) -> None:
    assert [each.url for each in addresses(SITEMAP.encode())] == ["https://post.example/1"]
    (only,) = found(tmp_path, "sitemap.xml", SITEMAP)
    assert isinstance(only, Unread)
    assert "dateline fetch" in only.reason


def test_a_word_document(tmp_path: Path) -> None:
    one = article(tmp_path, "report.docx", REPORT)
    assert one.text == "\n\n".join(("Boats burn", STORY[0], "What next", STORY[1]))
    assert [block.kind for block in one.blocks] == ["title", "paragraph", "heading", "paragraph"]


def test_a_mail_and_what_it_encloses(tmp_path: Path) -> None:
    letter, report = found(tmp_path, "a.eml", mail(enclosed=REPORT))
    assert isinstance(letter, Article)
    assert isinstance(report, Article)
    assert letter.text == "\n\n".join(("Böats burn", *STORY))
    assert (str(letter.published.when), letter.published.because[0].by) == ("2023-05-15", "read/published:mail")
    assert report.text.startswith("Boats burn")
    assert (report.source.path or "").endswith("a.eml/report.docx")


def test_saved_pages(tmp_path: Path) -> None:
    one = article(tmp_path, "a.mhtml", mhtml())
    assert one.url == "https://post.example/boats"
    assert all(each in one.text for each in STORY)
    note = "<!--\n Page saved with SingleFile \n url: https://post.example/single \n saved date: Mon May 15 2023\n-->"
    page = PAGE.replace("<html>", f"<html>{note}").replace(
        "<article>", f'<article><img src="data:image/png;base64,{"A" * 6_000_000}">'
    )
    other = article(tmp_path, "a.html", page)
    assert other.url == "https://post.example/single"
    assert all(each in other.text for each in STORY)


def test_a_pdf(tmp_path: Path) -> None:
    one = article(tmp_path, "a.pdf", pdf(*STORY))
    assert all(each in one.text for each in STORY)
    (scan,) = found(tmp_path, "scan.pdf", pdf())
    assert isinstance(scan, Unread)
    assert "text recognition" in scan.reason


COLUMNS = ReadOptions(columns=(("text", "body"), ("published", "date")))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", '\ufeffbody;date\n"Three; boats\nburned.";2023-05-15\n;\n'),
        ("a.tsv", 'body\tdate\n"Three; boats\nburned."\t2023-05-15\n'),
        ("a.jsonl", json.dumps({"body": "Three; boats\nburned.", "date": "2023-05-15"})),
    ],
)
def test_tables_with_columns_of_their_own(tmp_path: Path, name: str, data: str) -> None:
    one = article(tmp_path, name, data, COLUMNS)
    assert (one.text, str(one.published.when)) == ("Three; boats\nburned.", "2023-05-15")
    (none,) = found(tmp_path, name, data)
    assert isinstance(none, Unread)
    assert "--columns" in none.reason


def test_parquet(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    out = io.BytesIO()
    pytest.importorskip("pyarrow.parquet").write_table(arrow.table({"body": [STORY[0]], "date": ["2023-05-15"]}), out)
    assert article(tmp_path, "a.parquet", out.getvalue(), COLUMNS).text == STORY[0]


def test_a_damaged_parquet_file_is_refused(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    out = io.BytesIO()
    pytest.importorskip("pyarrow.parquet").write_table(arrow.table({"text": STORY, "date": ["2023-05-15"] * 3}), out)
    data = out.getvalue()
    for place in range(4, len(data) - 8, 3):
        damaged = data[:place] + b"\xff" * 9 + data[place + 9 :]
        for each in found(tmp_path, "a.parquet", damaged):
            assert isinstance(each, Article) or "\n" not in each.reason


def test_a_wacz_member_without_a_name_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"x": b"", "datapackage.json": b"{}", "archive/a.warc": record("https://a.example/")}))
    at = data.find(b"PK\x01\x02") + 28  # the lengths of its name, of what is beside it, of its comment
    data[at : at + 6] = b"\0\0\0\0\1\0"
    refused, page = found(tmp_path, "a.wacz", bytes(data))
    assert isinstance(refused, Unread)
    assert "member 1 has no name" in refused.reason
    assert isinstance(page, Article)


def test_wacz_members_that_lead_out_are_refused(tmp_path: Path) -> None:
    data = zipped(
        {
            "datapackage.json": b"{}",
            "../evil.warc": b"x",
            "archive/a.warc.gz": record("https://a.example/", packed=True),
        }
    )
    page, refused = sorted(found(tmp_path, "a.wacz", data), key=lambda each: isinstance(each, Unread))
    assert isinstance(page, Article)
    assert isinstance(refused, Unread)
    assert "leads out" in refused.reason


def test_patterns_of_file_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md"):
        (tmp_path / name).write_text("\n\n".join(STORY), "utf-8")
    names = [Path(each.source.path or "").name for each in read_all([tmp_path / "*.txt"]) if isinstance(each, Article)]
    assert names == ["a.txt", "b.txt"]
    (none,) = read_all([tmp_path / "*.none"])
    assert isinstance(none, Unread)


def test_a_table_on_a_pipe_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=Pipe(record("https://a.example/") * 60)))
    assert len(list(read_all(["-"]))) == 60


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Boats burned.", "en"),
        (" ".join(STORY), "en"),
        (
            "Der Hafenmeister sagte am Montag, dass in der Nacht drei Boote verbrannt seien und niemand dabei verletzt wurde.",
            "de",
        ),
        ("Начальник порта сообщил в понедельник, что ночью сгорели три лодки, никто не пострадал.", "ru"),
        ("وقال مدير الميناء يوم الاثنين إن ثلاثة قوارب احترقت خلال الليل ولم يصب أحد بأذى.", "ar"),
    ],
)
def test_the_language_of_a_text(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    assert read(path).language == code


def test_what_is_packed_with_gzip_is_read_as_if_it_were_not(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": each}) + "\n" for each in STORY).encode()
    assert [
        each.text for each in found(tmp_path, "a.jsonl.gz", gzip.compress(lines)) if isinstance(each, Article)
    ] == STORY
    row = found(tmp_path, "a.csv.gz", gzip.compress(f'text\n"{STORY[0]}"\n'.encode()))
    assert [each.text for each in row if isinstance(each, Article)] == [STORY[0]]
    assert article(tmp_path, "a.html.gz", gzip.compress(PAGE.encode())).text.endswith(STORY[2])
    assert [each.url for each in addresses(gzip.compress(SITEMAP.encode()))] == ["https://post.example/1"]
    (only,) = found(tmp_path, "sitemap.xml.gz", gzip.compress(SITEMAP.encode()))
    assert isinstance(only, Unread)
    assert "sitemap of 1 addresses" in only.reason


def test_lines_before_the_packed_data_break_off_are_kept(tmp_path: Path) -> None:
    line = json.dumps({"text": STORY[0]}).encode() + b"\n"
    packed = gzip.compress(line * 20_000, 0)
    *whole, last = found(tmp_path, "a.jsonl.gz", packed[: len(packed) // 20])
    assert whole
    assert isinstance(last, Unread)
    assert "breaks off" in last.reason


@pytest.mark.parametrize(
    ("charset", "told"),
    [("cp1251", "Капитан порта сообщил в понедельник, что ночью сгорели три лодки."),
     ("gb2312", "港务局长星期一说，夜间有三艘船被烧毁。他说没有人受伤，港口将于星期三早上重新开放。"),
     ("shift_jis", "港長は月曜日、夜のうちに三隻の船が燃えたと述べた。けが人はなく、港は水曜日の朝に再開されるという。"),
     ("cp1252", "Le capitaine du port a déclaré lundi que trois bateaux avaient brûlé pendant la nuit.")],
)  # fmt: skip
def test_a_feed_that_names_no_character_set_is_read_in_its_own(tmp_path: Path, charset: str, told: str) -> None:
    head = "<rss version='2.0'><channel><title>Post</title><link>https://post.example/</link>"
    feed = f"{head}<item><link>https://post.example/1</link><description>{told}</description></item></channel></rss>"
    assert article(tmp_path, "a.xml", feed.encode(charset)).text == told


def test_a_word_document_damaged_anywhere_is_refused_in_words(tmp_path: Path) -> None:
    whole = bytearray(docx(*(("Normal", f"{place}: {each}") for place, each in enumerate(STORY))))
    packed = bytes(whole).index(b"word/document.xml") + len("word/document.xml")
    for place in range(packed, packed + 60):  # what unpacks wrongly
        (tmp_path / f"{place:05}.docx").write_bytes(whole[:place] + b"\xff" * 9 + whole[place + 9 :])
    (tmp_path / "short.docx").write_bytes(whole[124:])  # its offsets lead to before its beginning
    for each in read_all([tmp_path]):
        assert isinstance(each, Article) or "cannot be read (" not in each.reason, each
