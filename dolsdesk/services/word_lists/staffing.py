"""The words for assessors' work and pay: what is sent back, fees, the import of the register."""

from typing import Final

PROBLEMS: Final = {
    "RETURN_NOTHING_THERE": "Nothing is recorded of this assessment yet. Choose one that is in.",
    "RETURN_OUT_ALREADY": "{name} has this one back already. Agree another day for it instead.",
    "RETURN_NOTE_NEEDED": "Say what is wrong, so that the assessor can put it right.",
    "RETURN_DUE_PAST": "This day has passed. Enter today or a day to come.",
    "RETURN_DUE_AFTER_LIMIT": "The assessments are due by {limit}, and this is later. Choose an earlier day, or say why.",
}  # fmt: skip

ERRORS: Final = {
    "CORRECTION_NOT_OUT": "This one has come back already. Look at the list as it is now.",
}  # fmt: skip

SENTENCES: Final = {
    "CORRECTION_SENT": "Version {version} was sent back on {on}. {why}: {note} {back}",
    "VERSION_SAID": "Version {version} said: {said}",
    "CORRECTION_DUE": "Due again by {on}.",
    "CORRECTION_BACK": "The next version came on {on}.",
}  # fmt: skip

FACTS: Final = {
    "record_correction": "Sent back for correction",
    "event_returned_due": "Another day for the correction",
    "event_corrected": "Corrected assessment recorded",
    "correction_out": "With the assessor",
    "correction_back": "Came back",
    "return_unsigned": "Not signed or not dated",
    "return_particulars": "Name, date or place is wrong",
    "return_reasons": "A conclusion without its reasons",
    "return_evidence": "Does not say what it rests on",
    "return_legal_test": "The legal test is not answered in full",
    "return_consulted": "Somebody was not consulted, and no reason given",
    "return_contradiction": "Contradicts itself or another assessment",
    "return_period": "No maximum period, or no reason for it",
    "return_conditions": "A condition cannot be met or checked",
    "return_representative": "The representative is not settled",
    "return_other": "Something else",
    "fact_came_back_on": "Came back on",
}  # fmt: skip
