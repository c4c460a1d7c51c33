"""The words for acts on several cases, lists taken out, and notes."""

from typing import Final

ERRORS: Final = {
    "NOTE_NEEDED": "Write what the note says.",
    "BULK_NOBODY": "There is no case in which this can be done.",
    "BULK_CANNOT": "{why}",
    "BULK_FROM_NEEDED": "Choose whose cases go to somebody else.",
    "BULK_TO_NEEDED": "Choose who takes them over.",
    "BULK_SAME_ASSESSOR": "Choose somebody else than the one who has them now.",
    "BULK_REASON_NEEDED": "Say why, in a few words; it is kept with every case.",
    "BULK_NOT_DECLARED": "Ask {name} about every case of the list, take out each one where the answer is yes, and say that it was done.",
    "BULK_NOTHING_TO_UNDO": "Nothing of this is left to undo.",
    "BULK_ALLOCATED_SINCE": "The assessor was changed since, or has sent an assessment. It stays as it is.",
    "BULK_CONTACT_SINCE": "A later entry sets the next contact. It stays as it is.",
    "BULK_VOID_SINCE": "The entry was marked as an error already.",
    "NO_SUCH_BATCH": "This act on several cases is not in this store.",
}  # fmt: skip

SENTENCES: Final = {
    "BULK_CHANGE_REALLOCATE": "{first} to {name}: {what}",
    "BULK_CHANGE_CONTACT": "Next contact {on} (was {was})",
    "BULK_CHANGE_LETTER": "Holding letter due {on} (next contact was {was})",
    "BULK_CHANGE_NOTE": "Note: {note}",
    "BULK_NOTHING_OWED": "{name} owes nothing in this case.",
    "BULK_STOPPED": "Stopped before this case; it is as it was.",
    "BULK_CHANGED_SINCE": "Somebody changed this case after it was looked at. It is as they left it.",
    "BULK_UNDONE": "Undone together with the others of act {number}",
    "BULK_NEVER": "Closing, ending, deciding, refusing and authorising are done for one person at a time, each with its own facts and reasons.",
    "BULK_ASK": "Ask {name} of every case that stays in the list, and take out each one where an answer is yes: {questions}",
    "LIST_SHORT": "A list of {n case} as it stood at {at}. Names are in it: it stays within the team.",
}  # fmt: skip

FACTS: Final = {
    "no_day": "no day",
    "bulk_reallocate": "Re-allocate from one assessor to another",
    "bulk_next_contact": "Set the next contact",
    "bulk_letter_due": "Mark holding letters as due",
    "bulk_note": "Add a note",
    "record_note": "Note",
    "record_contact_plan": "Next contact set",
    "event_note": "Note",
    "event_contact_plan": "Next contact set",
    "event_letter_planned": "Holding letter marked as due",
    "fact_noted": "Note",
}  # fmt: skip
