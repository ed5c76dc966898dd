"""The exceptions of dateline.

DatelineError              anything of ours; the message says what, where and what to do
 +- CannotRead             a file or line that is not an article
 +- BadDate                words given as an EDTF date that are none
 +- BadRules               a rule or knowledge file with a mistake in it
 +- BadRecord              a record on the wire that does not fit `dateline/1`
 +- MissingModel           the parser's model is not installed
"""

from __future__ import annotations


class DatelineError(Exception):
    """Something went wrong that dateline can name."""


class CannotRead(DatelineError):
    """A file, a line or bytes that hold no article we can read."""


class BadDate(DatelineError, ValueError):
    """Not an EDTF date that we know."""


class BadRules(DatelineError):
    """A mistake in a rule or knowledge file."""


class BadRecord(DatelineError):
    """Not a record of format `dateline/1`."""


class MissingModel(DatelineError):
    """The parser's model is not installed."""
