"""Templates to HTML. All text passes autoescape and `visible`; no markup of an article survives, and no page holds script or style."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dateline.show.dates import in_words
from dateline.show.inert import visible
from dateline.web.linking import Link

HOME = Path(__file__).parent
STATIC = HOME / "static"


def rendered(template: str, *, link: Link, root: str, **shown: Any) -> str:
    """The page that the template makes of what it is to show; `root` leads from it to the first page."""
    return environment().get_template(template).render(link=link, root=root, **shown)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates and what they may call."""
    made = Environment(
        loader=FileSystemLoader(HOME / "templates"), autoescape=True, undefined=StrictUndefined, finalize=_inert,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    made.filters |= {"dated": in_words, "number": lambda value: f"{value:,}", "many": many, "pages": pages_around}
    made.policies["json.dumps_function"] = _data
    made.globals["has_time"] = (HOME / "templates" / "time.html").is_file()
    return made


def many(count: int, one: str, more: str = "") -> str:
    """The count and its noun.

    >>> many(1, "article"), many(1200, "article"), many(2, "party", "parties")
    ('1 article', '1,200 articles', '2 parties')
    """
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def pages_around(page: int, pages: int) -> list[int]:
    """The pages to go to from here: the first, the neighbours, the last."""
    return sorted({1, page - 1, page, page + 1, pages} & set(range(1, pages + 1)))


def _inert(value: object) -> object:
    """What Jinja puts on the page: text with every unseen character marked."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _data(value: object, **options: Any) -> str:
    """What a script gets to draw from, as JSON, with its text marked likewise: the script puts it on the page as it is."""
    return json.dumps(_marked(value), **options)


def _marked(value: object) -> object:
    if isinstance(value, dict):
        return {key: _marked(each) for key, each in value.items()}
    return [_marked(each) for each in value] if isinstance(value, list | tuple) else _inert(value)
