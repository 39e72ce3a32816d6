"""The exceptions of tiendo: one tree, by what the caller can do about it."""

from __future__ import annotations

from typing import Any, ClassVar

__all__ = [
    "AmbiguousError",
    "BusyError",
    "CancelledError",
    "ClockBackwardsError",
    "ClosedError",
    "CorruptError",
    "CycleError",
    "ExistsError",
    "InvalidDateError",
    "InvalidIdError",
    "InvalidRecordError",
    "InvalidRequestError",
    "InvalidTextError",
    "InvalidValueError",
    "LimitExceededError",
    "MissingDependencyError",
    "MovedError",
    "NewerFormatError",
    "NotALedgerError",
    "NotFoundError",
    "NothingRolledBackError",
    "NothingToReadError",
    "OlderFormatError",
    "OutsideCalendarError",
    "ReadOnlyError",
    "RefusedError",
    "RolledBackError",
    "StorageError",
    "StorageFullError",
    "TiendoError",
    "UnfinishedWorkError",
    "UnwritableError",
]


class TiendoError(Exception):
    """Anything that tiendo refuses. The message quotes the value; nothing was changed.

    >>> import tiendo
    >>> try:
    ...     tiendo.Policy("unheard-of")
    ... except tiendo.TiendoError as error:
    ...     print(error.code)
    not_found
    """

    code: ClassVar[str] = ""
    """The kind of the error, as JSON replies carry it."""

    is_retryable: ClassVar[bool] = False
    """Whether the same call may succeed a little later."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class InvalidDateError(TiendoError, ValueError):
    """A day outside 1900 to 2199, or text that is no day."""

    code = "invalid_date"


class InvalidTextError(TiendoError, ValueError):
    """Text that cannot be stored, because it holds a NUL."""

    code = "invalid_text"


class InvalidIdError(TiendoError, ValueError):
    """Text that is no id."""

    code = "invalid_id"


class InvalidValueError(TiendoError, ValueError):
    """A value outside what a field or argument may be."""

    code = "invalid_value"


class InvalidRecordError(TiendoError, ValueError):
    """A record or table that cannot be taken: the message names the field or column."""

    code = "invalid_record"


class CycleError(TiendoError, ValueError):
    """Links between tasks that form a loop, so that no dates exist; the message names the loop."""

    code = "cycle"


class InvalidRequestError(TiendoError, ValueError):
    """A request that cannot be read."""

    code = "invalid_request"


class NotFoundError(TiendoError, LookupError):
    """Nothing has this id or name."""

    code = "not_found"

    @property
    def kind(self) -> str | None:
        """The kind of record that was asked for."""
        return self.args[1] if len(self.args) > 1 else None

    @property
    def id(self) -> str | None:
        """The id or name that was asked for."""
        return self.args[2] if len(self.args) > 2 else None  # noqa: PLR2004


class AmbiguousError(TiendoError, LookupError):
    """A name that stands for several records."""

    code = "ambiguous"

    @property
    def candidates(self) -> list[str]:
        """Ids of the candidates, in id order."""
        return list(self.args[1]) if len(self.args) > 1 else []


class OutsideCalendarError(TiendoError, ValueError):
    """A day outside the calendar's data."""

    code = "outside_calendar"


class CancelledError(TiendoError):
    """A long call that was stopped; it has written nothing."""

    code = "cancelled"


class StorageError(TiendoError, OSError):
    """The system refused to read or write."""

    code = "io"


class NothingToReadError(TiendoError, ValueError):
    """A folder without any file of a register, or a file that is none of its tables."""

    code = "nothing_to_read"


class ExistsError(TiendoError, FileExistsError):
    """A file that would be overwritten."""

    code = "exists"


class UnwritableError(TiendoError, ValueError):
    """A value that would not read back as it is; nothing was written."""

    code = "unwritable"


class MissingDependencyError(TiendoError, ImportError):
    """A package that only this convenience needs is not installed."""

    code = "missing_dependency"


class BusyError(TiendoError, TimeoutError):
    """Another process wrote the ledger for longer than the busy timeout; nothing was written, and the call may be tried again."""

    code = "busy"
    is_retryable = True


class ClockBackwardsError(TiendoError, ValueError):
    """An instant before that of the ledger's last entry."""

    code = "clock_backwards"


class RefusedError(TiendoError, ValueError):
    """Records that cannot be appended; none of them was."""

    code = "refused"

    @property
    def problems(self) -> list[dict[str, Any]]:
        """The first thousand of them: `position`, `kind`, `id`, `problem` as a word, and `message`."""
        names = ("position", "kind", "id", "problem", "message")
        problems = self.args[1] if len(self.args) > 1 else []
        return [dict(zip(names, problem, strict=True)) for problem in problems]

    @property
    def total(self) -> int:
        """How many there are."""
        return int(self.args[2]) if len(self.args) > 2 else len(self.problems)  # noqa: PLR2004


class ClosedError(TiendoError, ValueError):
    """A ledger that was closed, or that another process opened: after a fork the child opens its own."""

    code = "closed"


class NotALedgerError(TiendoError, ValueError):
    """A file that is no ledger."""

    code = "not_a_ledger"


class NewerFormatError(TiendoError, ValueError):
    """A ledger of a later format than this version reads, or, of the same major one, than it writes."""

    code = "newer_format"


class OlderFormatError(TiendoError, ValueError):
    """A ledger of too early a format for what is to be recorded: upgrade it first."""

    code = "older_format"


class CorruptError(TiendoError, ValueError):
    """A ledger that is damaged: the message has the part and the first entry."""

    code = "corrupt"


class RolledBackError(TiendoError, ValueError):
    """A ledger that does not hold the entry its anchor names: its end is missing, or another file stands in its place."""

    code = "rolled_back"


class NothingRolledBackError(TiendoError, ValueError):
    """A rollback was to be accepted where there was none."""

    code = "nothing_rolled_back"


class MovedError(StorageError):
    """The path of a ledger no longer names the file that is open; the entry was not acknowledged."""

    code = "moved"


class ReadOnlyError(TiendoError, PermissionError):
    """A ledger that was opened for reading only."""

    code = "read_only"


class UnfinishedWorkError(TiendoError, ValueError):
    """A journal lies beside a ledger that is to be read as it is; open it where it can be written."""

    code = "unfinished_work"


class StorageFullError(StorageError):
    """No space is left for the ledger; nothing was written."""

    code = "storage_full"


class LimitExceededError(TiendoError, ValueError):
    """A value larger than what a ledger takes."""

    code = "limit_exceeded"
