"""What a reader may be told beforehand, and what becomes of an input that holds no article."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.text.when import When

MOST_BYTES = 20_000_000  # of a page; the largest pages of news have 5 MB


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user knows of the articles; it goes before what their carrier says.

    `columns` says which of a table's columns (or a JSON object's keys) holds what: ("text", "body"), ("published", "date").
    """

    published: When | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    columns: tuple[tuple[str, str], ...] = ()


KNOWING_NOTHING = ReadOptions()


@dataclass(frozen=True, slots=True)
class Unread:
    """An input that could not be read: its path, its id where a list of articles gave one, and why."""

    path: str | None
    id: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A document within another, such as a mail's attachment; it is read by what reads such documents."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Address:
    """An address that a feed or a sitemap names, and when its page came out as far as that says; `listed`: it is a sitemap."""

    url: str
    published: str | None = None
    title: str | None = None
    listed: bool = False
