"""dateline: news in, the attributed record out.

>>> import dateline
>>> article = dateline.Article("Troops left the town on 3 May 2019.")
>>> article.quote(dateline.Span(24, 34))
'3 May 2019'
"""

from dateline.annotate.layers import LAYERS, Layer, annotate
from dateline.read import ReadOptions, Unread, read, read_all
from dateline.text.article import Article
from dateline.text.errors import DatelineError
from dateline.text.happening import Event, Figure, TimeExpression
from dateline.text.naming import Entity, Mention, Place
from dateline.text.record import Record
from dateline.text.span import Evidence, Span
from dateline.text.telling import Statement, Wording
from dateline.text.when import Grain, When
from dateline.wire import from_json, to_json

__all__ = [
    "Article",
    "DatelineError",
    "Entity",
    "Event",
    "Evidence",
    "Figure",
    "Grain",
    "LAYERS",
    "Layer",
    "Mention",
    "Place",
    "ReadOptions",
    "Record",
    "Span",
    "Statement",
    "TimeExpression",
    "Unread",
    "When",
    "Wording",
    "annotate",
    "from_json",
    "read",
    "read_all",
    "to_json",
]
