"""What may be done with several cases at once.

The list is short on purpose. To close, end, decide, refuse or authorise is not among them: each of
these is done for one person at a time (dols.md 7, BULK_CLOSE; after-agni.md 4.6, AG-V24).
"""

from collections.abc import Mapping
from enum import StrEnum

from dolsdesk.domain.staff import Act


class BulkAct(StrEnum):
    """One act on several cases; each case is a change of its own, and can be undone."""

    REALLOCATE = "reallocate"
    NEXT_CONTACT = "next_contact"
    LETTER_DUE = "letter_due"
    NOTE = "note"


#: The leave that each act needs, as for one case.
LEAVE: Mapping[BulkAct, Act] = {
    BulkAct.REALLOCATE: Act.ALLOCATE,
    BulkAct.NEXT_CONTACT: Act.RECORD_EVENT,
    BulkAct.LETTER_DUE: Act.RECORD_EVENT,
    BulkAct.NOTE: Act.RECORD_EVENT,
}
