"""What spaCy loads when a program says `nlp.add_pipe("dateline")`: the entry point `spacy_factories` of this package names it.

Only spaCy imports this file, so spaCy is there when it is. It does so for every pipeline that anybody loads, our parser's too: what
the component needs is imported when one is made.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from spacy.language import Language


def component(nlp: Any, name: str) -> Callable[[Any], Any]:
    """The component; it has no state and no settings."""
    del nlp, name
    made: Callable[[Any], Any] = importlib.import_module("dateline.show.spacy_doc").annotated
    return made


Language.factory("dateline", func=component)
