"""dateline: news in, the attributed record out.

Each name is imported when it is first asked for, so `import dateline` costs next to nothing.

>>> import dateline
>>> article = dateline.Article("Troops left the town on 3 May 2019.")
>>> article.quote(dateline.Span(24, 34))
'3 May 2019'
"""

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the same names for whoever checks types; a test holds the two lists together
    from dateline.annotate.layers import LAYERS, Layer, annotate
    from dateline.read import ReadOptions, Unread, read, read_all, read_text
    from dateline.relate.dossier import Dossier, Happening, relate
    from dateline.relate.judgement import Judgement, Pointer
    from dateline.show.frames import Frame, Frames, frames
    from dateline.show.spacy_doc import to_spacy
    from dateline.store.adding import add_all
    from dateline.store.archive import Archive
    from dateline.store.side_by_side import related
    from dateline.text.article import Article
    from dateline.text.errors import DatelineError
    from dateline.text.happening import Event, Figure, TimeExpression
    from dateline.text.naming import Entity, Mention, Place
    from dateline.text.record import Check, Failure, Record
    from dateline.text.span import Evidence, Span
    from dateline.text.telling import Quotation, Statement, Wording
    from dateline.text.when import Grain, When
    from dateline.wire import from_json, to_json

__all__ = [
    "Archive",
    "Article",
    "Check",
    "DatelineError",
    "Dossier",
    "Entity",
    "Event",
    "Evidence",
    "Failure",
    "Figure",
    "Frame",
    "Frames",
    "Grain",
    "Happening",
    "Judgement",
    "LAYERS",
    "Layer",
    "Mention",
    "Place",
    "Pointer",
    "Quotation",
    "ReadOptions",
    "Record",
    "Span",
    "Statement",
    "TimeExpression",
    "Unread",
    "When",
    "Wording",
    "add_all",
    "annotate",
    "frames",
    "from_json",
    "read",
    "read_all",
    "read_text",
    "relate",
    "related",
    "to_json",
    "to_spacy",
]

_HOMES = {
    "annotate.layers": ("LAYERS", "Layer", "annotate"),
    "read": ("ReadOptions", "Unread", "read", "read_all", "read_text"),
    "relate.dossier": ("Dossier", "Happening", "relate"),
    "relate.judgement": ("Judgement", "Pointer"),
    "show.frames": ("Frame", "Frames", "frames"),
    "show.spacy_doc": ("to_spacy",),
    "store.adding": ("add_all",),
    "store.archive": ("Archive",),
    "store.side_by_side": ("related",),
    "text.article": ("Article",),
    "text.errors": ("DatelineError",),
    "text.happening": ("Event", "Figure", "TimeExpression"),
    "text.naming": ("Entity", "Mention", "Place"),
    "text.record": ("Check", "Failure", "Record"),
    "text.span": ("Evidence", "Span"),
    "text.telling": ("Quotation", "Statement", "Wording"),
    "text.when": ("Grain", "When"),
    "wire": ("from_json", "to_json"),
}
_HOME = {name: f"dateline.{module}" for module, names in _HOMES.items() for name in names}


class _Package(ModuleType):
    """This package: a public name is looked up in its module, once. The verbs `read`, `annotate` and `relate` have the names of
    the folders that they live in; to whoever asks for `dateline.read` they are the verbs, whatever was imported before.
    """

    def __getattr__(self, name: str) -> Any:
        if name not in _HOME:
            raise AttributeError(f"module 'dateline' has no attribute {name!r}")
        value = getattr(importlib.import_module(_HOME[name]), name)
        setattr(self, name, value)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = _Package
