"""Sentences and names of letters and notices."""

from typing import Final

ERRORS: Final = {
    "TEMPLATE_UNKNOWN_FIELD": "The template of {paper} names “{fact}”, which is no fact that letters may name. Correct the template; nothing was written.",
    "LETTER_RELEASED_ALREADY": "This letter was released already, word for word, on {at} by {who}. It stands under Papers.",
    "PAPER_PRODUCED": "This was made already, on {at} by {who}, since it fell due.",
    "PAPER_NOT_DUE": "What it was due for does not hold any more.",
    "LETTER_WORDS_NEEDED": "Write what this letter is to say; it has no wording of its own.",
}  # fmt: skip

SENTENCES: Final = {
    "LETTER_URGENT": "The urgent authorisation runs up to and including {last}.",
    "LETTER_REQUEST": "request for a standard authorisation, {reason},",
    "LETTER_FURTHER_REQUEST": "request for a further standard authorisation, {reason},",
    "LETTER_AUTHORISED": "A standard authorisation under Schedule A1 to the Mental Capacity Act 2005 was given on {on}, in force from {first} up to and including {last}.",
    "LETTER_NOT_AUTHORISED": "No authorisation is recorded.",
    "DUE_LISTED": "{n paper} due today or overdue. All are chosen; Ctrl and the mouse or the space bar leaves one out. Each is frozen as it is made, and none is made twice.",
    "DUE_NOTHING": "Nothing is due.",
    "DUE_WHY": "Choose why the assessments are not done; the letter says so.",
    "DUE_ENDS": "Ends on {on}; no further request yet.",
    "DUE_ENDED": "Ended on {on}; no further request.",
    "DUE_CONTACT": "Contact is due: {reason}.",
    "DUE_REPORT": "{name}: report was due back on {on}.",
    "LETTER_REFUSED": "On {on} the council decided not to give a standard authorisation.",
    "LETTER_NOT_DECIDED": "The council has not yet decided whether to give a standard authorisation.",
    "LETTER_NO_ADVOCATE": "none is instructed.",
    "LETTER_OBJECTS": "An objection was recorded on {on}: {text}",
    "LETTER_NO_OBJECTION": "No objection is recorded.",
    "LETTER_CHALLENGE_BY": "It is to be brought by {on}.",
    "LETTER_NOW": "now",
    "LETTER_RAN_OUT": "It ran to its last day",
    "LETTER_NO_CONTACT": "none is recorded",
    "LETTER_NOBODY_YET": "nobody is named yet",
    "LETTER_NO_PROCEEDINGS": "no proceedings are known",
    "LETTER_NOT_STATED": "not stated",
    "LETTER_OWN_WORDS": "[The words of whoever sends this letter stand here.]",
    "LETTER_OUR_REF": "Our reference: {ref}",
    "LETTER_DEAR": "Dear {name}",
    "LETTER_ABOUT": "About {name}",
    "LETTER_MANAGER": "Manager",
    "LETTER_COLLEAGUE": "Colleague",
    "LETTER_CORONER": "The coroner’s office",
    "LETTER_NONE_POSSIBLE": "No letter can be written in this case today.",
}  # fmt: skip

FACTS: Final = {
    "due_L14": "Ends soon",
    "due_L15": "Has ended",
    "due_L16": "Conditions",
    "due_L17": "Representative’s visits",
    "due_L02": "Holding letter",
    "due_L08C": "Advocate silent",
    "due_CHASE": "Report overdue",
    "with_urgent": "with an urgent authorisation",
    "standard_only": "without an urgent authorisation",
    "event_letter_released": "Letter released",
    "to_contact": "Family or friend",
    "to_council": "The other council",
    "to_coroner": "The coroner",
    "to_advocate": "Advocate",
    "to_assessor": "Assessor",
}  # fmt: skip
