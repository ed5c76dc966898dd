"""The exceptions of dateline.

DatelineError              anything of ours; the message says what, where and what to do
 +- CannotRead             a file or line that is not an article
 +- CannotFetch            an address that may not or cannot be fetched
 +- BadDate                words given as an EDTF date that are none
 +- BadRules               a rule or knowledge file with a mistake in it
 +- BadRecord              a record on the wire that does not fit `dateline/1`
 +- BadJudgement           a judgement on two things that cannot be the same
 +- BadCorrection          a correction of what is not there, or to what it cannot be
 +- Overtaken              a word on what somebody else has corrected or judged meanwhile
 +- MissingModel           the parser's model is not installed
 +- MissingPackage         a package that only this needs is not installed
 +- BadSettings            a setting that is none, or has no such value
 +- BadArchive             a file that is no archive, a damaged one, or one of a newer dateline
 +- CannotStore            an archive that cannot be written to now: read-only, locked, or its disk is full
 +- BadQuery               a question to an archive that cannot be asked
"""

from __future__ import annotations


class DatelineError(Exception):
    """Something went wrong that dateline can name."""


class CannotRead(DatelineError):
    """A file, a line or bytes that hold no article we can read."""


class CannotFetch(DatelineError):
    """An address that may not be fetched, or that gave no answer we can use."""


class BadDate(DatelineError, ValueError):
    """Not an EDTF date that we know."""


class BadRules(DatelineError):
    """A mistake in a rule or knowledge file."""


class BadRecord(DatelineError):
    """Not a record of format `dateline/1`."""


class BadJudgement(DatelineError, ValueError):
    """A judgement on two things that cannot be judged to be the same."""


class BadCorrection(DatelineError, ValueError):
    """A correction of a finding that is not there, or to a value that it cannot have."""


class Overtaken(DatelineError):
    """A word on what somebody else has corrected, or judged, meanwhile; `seen` is the number of that one."""

    def __init__(self, message: str, seen: int) -> None:
        super().__init__(message)
        self.seen = seen


class MissingModel(DatelineError):
    """The parser's model is not installed."""


class MissingPackage(DatelineError):
    """A package that only a few need is not installed; the message says which."""


class BadSettings(DatelineError):
    """A mistake in dateline.toml or in an environment variable."""


class BadArchive(DatelineError):
    """Not an archive that this version can read, or a damaged one."""


class CannotStore(DatelineError):
    """The archive cannot be written to now; what was acknowledged before is in it."""


class BadQuery(DatelineError):
    """A question to an archive that cannot be asked, or that takes too long."""
