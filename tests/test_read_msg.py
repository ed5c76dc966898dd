"""Outlook's messages: what they say of themselves, what they enclose, and what becomes of damaged ones."""

import random
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import formataddr
from pathlib import Path

import pytest

from compound_made import Tree, compound, fixed, told
from dateline.read import Unread, read_all
from dateline.text.article import Article
from documents_made import STORY, docx

SENT = datetime(2023, 5, 15, 8, 0, tzinfo=UTC)
TEXT = "\r\n\r\n".join(STORY)
HEAD = fixed(SENT) | told(_0037="Boats burn", _0C1A="Aster Harbour Office", _1035="<1@post.example>")
REPORT = docx(("Title", "What burned"), ("Normal", STORY[1]))


def found(tmp_path: Path, tree: Tree | bytes, name: str = "a.msg") -> list[Article | Unread]:
    path = tmp_path / name
    path.write_bytes(tree if isinstance(tree, bytes) else compound(tree))
    return list(read_all([path]))


@pytest.mark.parametrize("name", ["a.msg", "saved"])
def test_a_message_says_what_it_is(tmp_path: Path, name: str) -> None:
    (article,) = found(tmp_path, HEAD | told(_1000=TEXT), name)
    assert isinstance(article, Article)
    assert article.text == "Boats burn\n\n" + "\n\n".join(STORY)
    assert (article.bylines, str(article.published.when), article.source.id) == (
        ("Aster Harbour Office",), "2023-05-15", "<1@post.example>")  # fmt: skip
    assert article.published.because[0].by == "read/published:mail"


def test_its_page_is_read_where_its_text_is_a_stub(tmp_path: Path) -> None:
    page = "".join(f"<p>{each}</p>" for each in [*STORY, "Übermorgen"]).encode("cp1252")
    tree = fixed(SENT, 1252) | told(_0037="Boats burn", _1000="See below.") | {"__substg1.0_10130102": page}
    (article,) = found(tmp_path, tree)
    assert isinstance(article, Article)
    assert article.text == "\n\n".join(["Boats burn", *STORY, "Übermorgen"])


def test_an_old_message_is_read_in_the_character_set_that_it_names(tmp_path: Path) -> None:
    (article,) = found(
        tmp_path, fixed(None, 1251) | {"__substg1.0_1000001E": "Лодки сгорели в порту.".encode("cp1251")}
    )
    assert isinstance(article, Article)
    assert article.text == "Лодки сгорели в порту."
    assert article.published.when is None


def test_what_is_enclosed_is_read_or_named_with_its_reason(tmp_path: Path) -> None:
    tree = HEAD | told(_1000=TEXT) | {
        "__attach_version1.0_#00000000": told(_3707="report.docx") | {"__substg1.0_37010102": REPORT},
        "__attach_version1.0_#00000001": told(_3707="list.xls") | {"__substg1.0_37010102": b"x"},
        "__attach_version1.0_#00000002": told(_3707="logo.png", _3712="logo@post") | {"__substg1.0_37010102": b"x"},
        "__attach_version1.0_#00000003": told(_3707="Fwd") | {"__substg1.0_3701000D": told(_0037="Within")},
        "__attach_version1.0_#00000004": told(_3707="lost.pdf"),
    }  # fmt: skip
    first, *rest = found(tmp_path, tree)
    assert isinstance(first, Article)
    (report,) = [each for each in rest if isinstance(each, Article)]
    assert report.text == f"What burned\n\n{STORY[1]}"
    refused = {each.id: each.reason for each in rest if isinstance(each, Unread)}
    assert set(refused) == {"list.xls", "Fwd", "lost.pdf"}
    assert "not there" in refused["lost.pdf"]
    assert "within the message" in refused["Fwd"]


def test_a_text_in_rtf_alone_is_said_so(tmp_path: Path) -> None:
    (only,) = found(tmp_path, HEAD | {"__substg1.0_10090102": b"rtf"})
    assert isinstance(only, Unread)
    assert "RTF only" in only.reason


def test_what_is_no_message_is_refused(tmp_path: Path) -> None:
    for data in (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"just words", compound({"WordDocument": b"x"})):
        (only,) = found(tmp_path, data)
        assert isinstance(only, Unread)
        assert "cannot be read (" not in only.reason


def test_damage_anywhere_is_survived(tmp_path: Path) -> None:
    whole = compound(HEAD | told(_1000=TEXT))
    chance = random.Random(7)
    for place in range(60):
        data = bytearray(whole)
        for _ in range(8):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        (tmp_path / f"{place:02}.msg").write_bytes(data[: chance.randrange(600, len(data))] if place % 3 == 0 else data)
    read = list(read_all([tmp_path]))
    assert len(read) >= 60
    assert any(isinstance(each, Article) for each in read)
    for each in read:
        if isinstance(each, Article):
            assert all(0 <= block.span.start < block.span.end <= len(each.text) for block in each.blocks)
        else:
            assert "set aside" not in each.reason
            assert "cannot be read (" not in each.reason


@pytest.mark.parametrize(
    ("sender", "names"),
    [
        ("Karin Dolland", ("Karin Dolland",)),
        ("'Dolland, Karin'", ("Dolland, Karin",)),
        ("Jürgen Roe", ("Jürgen Roe",)),
        ("desk@post.example", ()),
        ("12345", ()),
        ("", ()),
    ],
)
def test_who_sent_it_stands_as_author_in_both_kinds_of_mail(
    tmp_path: Path, sender: str, names: tuple[str, ...]
) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["Message-ID"], mail["MIME-Version"] = "Boats burn", "<1@post.example>", "1.0"
    mail["From"] = formataddr((sender, "desk@post.example"))
    mail.set_content("\n\n".join(STORY))
    (outlook,) = found(tmp_path, told(_0037="Boats burn", _0C1A=sender or "desk@post.example", _1000=TEXT))
    (plain,) = found(tmp_path, bytes(mail), "a.eml")
    assert isinstance(outlook, Article)
    assert isinstance(plain, Article)
    assert outlook.bylines == plain.bylines == names


def test_several_who_sent_it_and_brackets_without_end(tmp_path: Path) -> None:
    head = "Message-ID: <1@post.example>\r\nMIME-Version: 1.0\r\nFrom: {}\r\n\r\n" + STORY[0]
    two, odd = '"Dolland, Karin" <k@a.example>, Jane Roe <j@a.example>', "(" * 9_000
    for told_from, names in ((two, ("Dolland, Karin", "Jane Roe")), (odd, ())):
        (article,) = found(tmp_path, head.format(told_from).encode(), "a.eml")
        assert isinstance(article, Article)
        assert article.bylines == names
