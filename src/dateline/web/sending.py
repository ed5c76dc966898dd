"""Send: one screen as one file that opens anywhere, with its evidence and its style in it, no script, and nothing to load."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dateline.web.linking import alone
from dateline.web.pages import STATIC, rendered


def sent(template: str, **shown: Any) -> str:
    """The screen as a file that stands alone; what leads to other screens is plain words there."""
    style = Markup((STATIC / "reader.css").read_text("utf-8"))
    return rendered(template, link=alone, root="", alone=True, style=style, **{**shown, "islands": ()})
