"""What may be done with several cases at once.

The list is short on purpose. To close, end, decide, refuse or authorise is not among them: each of
these is done for one person at a time (dols.md 7, BULK_CLOSE; after-agni.md 4.6, AG-V24).
"""

from enum import StrEnum


class BulkAct(StrEnum):
    """One act on several cases; each case is a change of its own, and can be undone."""

    REALLOCATE = "reallocate"
    NEXT_CONTACT = "next_contact"
    LETTER_DUE = "letter_due"
    NOTE = "note"
