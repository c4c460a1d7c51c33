"""The error roots: who is to blame decides what the user sees.

``Refused``      a rule of law or of the desk says no; shown as a sentence where it happened.
``Conflict``     somebody else acted first; shown with who and when, the draft is kept.
``Unavailable``  the world failed (disk, file, database); shown with what is safe and what to try.

Anything else is our own fault and goes to the crash panel. Errors carry a code and parameters;
``services.words`` turns them into sentences, so that nothing here is ever glued from pieces.
"""

from collections.abc import Mapping
from typing import Any


class DeskError(Exception):
    """Root of every expected failure: a stable code plus the parameters of its sentence.

    Args:
        code: name of the sentence in ``services.words``.
        field: the field the failure concerns, if one does.
        params: values for the sentence. Never logged: they may hold personal data.
    """

    def __init__(self, code: str, *, field: str | None = None, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params: Mapping[str, Any] = params


class Refused(DeskError):
    """A rule of law or of the desk says no."""


class NotPermitted(Refused):
    """The person at the desk may not do this."""


class RuleNotInForce(Refused):
    """No value of a rule is in force for the nation on the date asked about."""


class Conflict(DeskError):
    """Somebody else acted first."""


class StaleRecord(Conflict):
    """The record has moved on since it was read."""


class AlreadyExists(Conflict):
    """A record with this identity already stands."""


class Unavailable(DeskError):
    """The world failed; nothing half-written was kept."""


class DatabaseBusy(Unavailable):
    """Another desk held the store for longer than we wait."""


class DatabaseGone(Unavailable):
    """The store cannot be reached."""


class StoreDamaged(Unavailable):
    """The store failed an integrity check or is no store at all."""


class StoreLocked(Unavailable):
    """The store is encrypted and the key offered does not open it."""


class SchemaTooNew(Unavailable):
    """The store was written by a newer dolsdesk."""


class DiskFull(Unavailable):
    """There is no room left to write."""


class FolderReadOnly(Unavailable):
    """The folder does not let us write."""


class FileUnreadable(Unavailable):
    """A file could not be read or is not what it claims to be."""
