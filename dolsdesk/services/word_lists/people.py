"""The words for people: one entered twice, and everything on record about somebody."""

from typing import Final

ERRORS: Final = {
    "MERGE_REASON_NEEDED": "Say how you know, in a few words.",
    "MERGE_WITH_ITSELF": "This is one and the same entry. Choose another.",
    "MERGE_TWO_NUMBERS": "Both entries have an NHS number, and they differ. Correct the wrong one first, or these are two people.",
    "MERGED_ALREADY": "One of these entries was merged already. Look at the list as it is now.",
    "MERGE_UNDONE": "This merge was undone already, or is not in this store.",
}  # fmt: skip

FACTS: Final = {
    "alike_same": "Same name and birth date",
    "alike_spelling": "Same birth date, names spelled alike",
    "alike_turned": "Same birth date, names in another order",
    "alike_birth_turned": "Same name, day and month of birth turned",
    "alike_birth_near": "Same name, one figure of the birth date differs",
    "alike_birth_missing": "Same name and postcode, one birth date not known",
    "event_paper_issued": "Paper issued",
    "event_merged": "Entries put together",
    "event_unmerged": "Entries taken apart again",
}
