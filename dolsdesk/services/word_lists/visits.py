"""The words for the visits of assessors, and for the days that show them."""

from typing import Final

ERRORS: Final = {
    "VISIT_BY_WHOM": "Choose an assessor who is selected in this case.",
    "VISIT_GONE_BY": "A visit is planned for today or a day to come. What was done on an earlier day belongs into the assessment.",
    "VISIT_NOT_PLANNED": "This visit is not planned any more. Look at the case as it is now.",
    "VISIT_WHY": "Say why, in a few words.",
    "NOT_YOUR_VISIT": "An assessor plans their own visits only.",
}  # fmt: skip

FACTS: Final = {
    "record_visit": "Visit",
    "visit_planned": "Planned",
    "visit_made": "Made",
    "visit_called_off": "Called off",
    "event_visit": "Visit",
    "event_visit_planned": "Visit planned",
    "event_visit_moved": "Visit moved",
    "event_visit_called_off": "Visit called off",
    "event_visit_made": "Visit made",
    "fact_at": "At",
    "day_overview": "How things stand",
    "day_representatives": "Representative to be appointed",
    "day_visits": "My visits",
    "day_no_visit": "No visit planned",
}  # fmt: skip
