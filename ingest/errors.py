"""Errors that a user can mend, apart from defects.

A `UserError` carries one Vietnamese line: what is wrong, where, what to do. Command lines print it without a
traceback and exit with its code; the page shows it beside the field. Anything else is a defect and keeps its traceback.
"""


class UserError(Exception):
    """The work failed for a reason that the user can mend (exit code 1)."""

    exit_code = 1


class UsageError(UserError):
    """The program was called wrongly (exit code 2)."""

    exit_code = 2


class UnreadableFile(UserError):
    """A file cannot be read into clauses: missing, encrypted, damaged, too large, not what its name says."""


class LibraryError(UserError):
    """The library folder is not ours, is of a newer version, or cannot be written."""


class FetchError(UserError):
    """A document could not be downloaded, or what came is not the document asked for."""
