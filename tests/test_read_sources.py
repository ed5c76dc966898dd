"""Files, folders, standard input, JSON Lines and character sets: every input gives an article or a reason, in order."""

import gzip
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from dateline.read import ReadOptions, Unread, read, read_all
from dateline.read.decode import decode
from dateline.text.article import Article
from dateline.text.errors import CannotRead
from dateline.text.when import When

STORY = "Boats burn in Port Aster\n\nThe harbour master said on Monday that three boats had burned, and that “nobody” was hurt.\n"
PAGE = f"<!doctype html><html><head><title>Boats</title></head><body><article>{''.join(f'<p>{STORY.splitlines()[2]} Part {n} of it.</p>' for n in 'abc')}</article></body></html>"


def lines_of(*objects: object) -> bytes:
    return b"".join((each if isinstance(each, bytes) else json.dumps(each).encode()) + b"\n" for each in objects)


def put(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def from_stdin(data: bytes, monkeypatch: pytest.MonkeyPatch) -> list[Article | Unread]:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    return list(read_all(["-"]))


def reason(found: Article | Unread) -> str:
    assert isinstance(found, Unread), found
    assert "\n" not in found.reason
    return found.reason


def test_read_gives_one_article_as_told(tmp_path: Path) -> None:
    options = ReadOptions(
        published=When.parse("2023-05-12"), outlet="Aster Post", url="https://post.example/b", language="en"
    )
    article = read(put(tmp_path / "boats.txt", STORY.replace("\n", "\r\n")), options=options)
    assert article.text == STORY.replace("\n", "\r\n")
    assert (str(article.published.when), article.outlet, article.url) == (
        "2023-05-12",
        "Aster Post",
        "https://post.example/b",
    )
    assert article.source.path == str(tmp_path / "boats.txt")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (
            b"SQLite format 3\x00" + bytes(90),
            "ask an archive of dateline with `dateline timeline`, `search` or `export`",
        ),
        (b"7z\xbc\xaf\x27\x1c....", "unpack it first and give the folder"),
        (b"\x7fELF....", "give a text, HTML or JSONL file"),
        (b"PK\x03\x04....", "ZIP"),
        (gzip.compress(gzip.compress(b"text", mtime=0), mtime=0), "gzip"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"\xff\xd8\xff\xe0....", "JPEG"),
        (b"RIFF\x00\x00\x00\x00WEBP", "picture"),
        (b"text with a \x00 in it", "NUL"),
        ("\u200b\u00a0\n".encode(), "blanks"),
        (b"<html><body></body></html>", "no article text"),
    ],
)
def test_what_is_no_article_is_refused_in_one_line(tmp_path: Path, data: bytes, words: str) -> None:
    path = put(tmp_path / "file.txt", data)
    assert words in reason(next(read_all([path])))
    with pytest.raises(CannotRead, match=words) as caught:
        read(path)
    assert str(path) in str(caught.value)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    assert "check the path" in reason(next(read_all([tmp_path / "none.txt"])))
    assert "check the path" in reason(next(read_all(["a\0b"])))


def test_folders_are_read_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden.txt", "sub/c.md", ".git/d.txt"):
        put(tmp_path / name, STORY)
    put(tmp_path / "picture.png", b"\x89PNG\r\n\x1a\n")
    put(tmp_path / "page.txt", PAGE)
    put(tmp_path / "z.ndjson", lines_of({"id": "1", "text": STORY}, {"id": "2", "text": STORY}))
    found = list(read_all([tmp_path]))
    names = [Path((each.path if isinstance(each, Unread) else each.source.path) or "").name for each in found]
    assert names == ["a.txt", "b.txt", "page.txt", "picture.png", "z.ndjson", "z.ndjson", "c.md"]
    assert [isinstance(each, Unread) for each in found] == [False, False, False, True, False, False, False]
    assert "<p>" not in getattr(found[2], "text", "")
    with pytest.raises(CannotRead, match="more than one"):
        read(tmp_path)


def test_an_empty_folder(tmp_path: Path) -> None:
    assert list(read_all([tmp_path])) == []
    with pytest.raises(CannotRead, match="no files"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (STORY.encode(), [STORY]),
        (lines_of({"id": 7, "text": STORY}), [STORY]),
        (lines_of({"text": STORY}, {"text": "Two.\r\n"}), [STORY, "Two.\r\n"]),
        (json.dumps([{"text": STORY}, {"text": "Two."}], indent=1).encode(), [STORY, "Two."]),
        (json.dumps({"text": STORY}, indent=1).encode(), [STORY]),
        (b'{"words": "that are no article"}', ['{"words": "that are no article"}']),
        (b'{ "a man in brackets" said', ['{ "a man in brackets" said']),
    ],
)
def test_standard_input_is_told_apart_by_what_it_holds(
    data: bytes, texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [getattr(each, "text", each) for each in from_stdin(data, monkeypatch)] == texts


def test_a_page_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    (article,) = from_stdin(PAGE.encode(), monkeypatch)
    assert isinstance(article, Article)
    assert article.source.path == "-"
    assert "<p>" not in article.text


def test_lines_bad_and_good_stand_in_order(tmp_path: Path) -> None:
    good = {"id": "a", "text": STORY, "title": "Boats burn in Port Aster", "published": "2023-05-12T23:00:00-04:00", "outlet": "Aster Post", "url": "https://post.example/b", "language": "en-GB"}  # fmt: skip
    bad = [
        b"{broken",
        {"id": "b"},
        {"id": "c", "text": 5},
        {"id": "d", "html": "<html></html>"},
        [1],
        b"[" * 100_000,
        b'{"text":' + b"9" * 5000 + b"}",
    ]
    path = put(tmp_path / "all.jsonl", lines_of(good, *bad) + b"\n" + json.dumps({"id": "z", "html": PAGE}).encode())
    found = list(read_all([path]))
    assert [isinstance(each, Unread) for each in found] == [False, *[True] * len(bad), False]
    assert [reason(each).split(":")[0] for each in found[1:-1]] == [
        f"line {number}" for number in range(2, len(bad) + 2)
    ]
    assert [each.id for each in found[1:5] if isinstance(each, Unread)] == [None, "b", "c", "d"]
    article = found[0]
    assert isinstance(article, Article)
    assert (article.source.id, article.outlet, article.language) == ("a", "Aster Post", "en")
    assert (str(article.published.when), article.published.because[0].by) == ("2023-05-12", "read/published:line")


def test_options_go_before_the_line(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", lines_of({"text": STORY, "published": "2023-05-12", "outlet": "Aster Post"}))
    article = read(path, options=ReadOptions(published=When.parse("2023-05-13"), outlet="Aster Times"))
    assert (article.outlet, str(article.published.when), len(article.published.conflicts)) == (
        "Aster Times",
        "2023-05-13",
        1,
    )


def test_lone_surrogates_keep_their_place(tmp_path: Path) -> None:
    article = read(
        put(tmp_path / "a.jsonl", b'{"id": "\\ud800", "text": "Three \\ud800boats \\ud83d\\ude00 burned."}\n')
    )
    assert article.text == "Three \ufffdboats \U0001f600 burned."
    assert article.source.id == "\ufffd"


class Endless(io.BytesIO):
    """A stream that never ends; it fails if much more is read than was asked for."""

    line = lines_of({"text": "Boats burned."})
    given = 0

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size >= 0
        return self.line * (size // len(self.line))

    def readline(self, size: int | None = -1, /) -> bytes:
        self.given += 1
        assert self.given < 5_000
        return self.line


def test_lines_are_streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=Endless()))
    found = read_all(["-"])
    assert all(isinstance(next(found), Article) for _ in range(6_000))


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_character_sets(codec: str) -> None:
    assert decode(STORY.encode(codec)) == STORY


def test_one_broken_byte_does_not_change_the_set() -> None:
    data = ("“é” " * 50).encode()
    assert decode(data + b"\xff end") == "“é” " * 50 + "\ufffd end"


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("windows-1251", "windows-1251"),
        ("shift_jis", "shift_jis"),
        ("utf-8", "iso-8859-1"),
        ("cp1252", "iso-8859-1"),
        ("gb18030", "gb2312"),
    ],
)
def test_declared_sets(codec: str, declared: str) -> None:
    words = {"windows-1251": "Три лодки", "shift_jis": "三隻の船", "gb18030": "三艘船"}.get(codec, "“Café”")
    page = f'<html><head><meta charset="{declared}"></head><body>{words}</body></html>'
    assert words in decode(page.encode(codec), markup=True)


@pytest.mark.parametrize(
    "declared", ["utf-7", "zip", "unicode_escape", "rot13", "idna", "utf-16", "no-such-set", "../x"]
)
def test_a_set_that_is_none_is_not_believed(declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body>Caf\xe9 +ADw-</body></html>'
    assert "Café +ADw-" in decode(page.encode("cp1252"), markup=True)


def test_a_page_too_large(tmp_path: Path) -> None:
    assert "20 MB" in reason(next(read_all([put(tmp_path / "a.html", "<html>" + " " * 20_000_001)])))
