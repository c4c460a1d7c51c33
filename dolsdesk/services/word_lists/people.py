"""The words for people: one entered twice, and everything on record about somebody."""

from typing import Final

ERRORS: Final = {
    "NOT_YOUR_CASE": "This is not one of your cases. Ask the DoLS team if you should see it.",
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
    "day_mine": "Your assessments, by due date",
    "day_mine_returned": "Returned to you for correction",
    "day_to_sign": "Waiting for a signature",
    "day_extensions": "Extensions to decide",
    "day_reviews": "Reviews under way",
    "day_no_authority": "Without authority",
    "day_overdue": "Overdue",
    "day_due_today": "Due today",
    "day_arrived": "Arrived, to be looked at",
    "day_referrals": "Third-party referrals",
    "day_contact_due": "Contact due",
    "day_returns_due": "Reports due back from assessors",
    "day_notices": "Notices that an authority ceased",
    "day_copies": "Copies to send",
    "day_returned": "Returned for correction",
    "day_expiring": "Expiring",
    "day_expired": "Expired, no new request",
    "day_waiting": "Waiting for an assessor",
    "day_with_assessors": "With assessors",
    "event_paper_issued": "Paper issued",
    "event_merged": "Entries put together",
    "event_unmerged": "Entries taken apart again",
}
