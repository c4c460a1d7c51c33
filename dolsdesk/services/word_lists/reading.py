"""Sentences and names for reading forms."""

from typing import Final

ERRORS: Final = {
    "READING_SCANNED": "This PDF is a picture of a form, without words in it. Type the request from it; the file can be kept with the case.",
    "READING_LOCKED": "This PDF is protected by a password. Ask the sender for it without one, or type the request from what they read to you.",
    "READING_DAMAGED": "This PDF is damaged, so nothing could be read from it. Ask for it to be sent again.",
    "READING_LONG": "This PDF has more than {n page}, which no form has. Save the pages of the form as a file of their own.",
    "READING_OTHER": "No form can be read from a file of this kind. A Word document, a PDF, an e-mail or a table (CSV) can.",
    "READING_NOTHING": "No question of Form 1 or Form 2 was found in this file. Type the request from it.",
}  # fmt: skip

SENTENCES: Final = {
    "READ_LEAD": "{n value} read from “{name}”. All are chosen; Ctrl and the mouse or the space bar leaves one out. Nothing is saved until you save the request.",
    "READ_UNREAD": "Not understood, to be typed: {list}.",
    "READ_AT": "“{label}”, {where}:",
    "READ_PUT": "Put into the request from the form. Check each field before you save.",
}  # fmt: skip

FACTS: Final = {
    "read_sure": "Label as known",
    "read_likely": "Label much like it",
    "field_family_name": "Family name",
    "field_given_names": "Given names",
    "field_date_of_birth": "Date of birth",
    "field_estimated_age": "Estimated age",
    "field_gender": "Gender",
    "field_nhs_number": "NHS number",
    "field_usual_address": "Usual address",
    "field_postcode": "Postcode",
    "field_communication_needs": "Communication",
    "field_diagnosis": "Mental disorder",
    "field_place": "Care home or hospital",
    "field_place_address": "Its address",
    "field_ward": "Ward",
    "field_contact_name": "Person to contact",
    "field_contact_phone": "Telephone",
    "field_supervisory_body": "Council it names",
    "field_funding": "Funding",
    "field_urgent_given": "Urgent authorisation",
    "field_urgent_given_on": "Urgent given on",
    "field_urgent_period_days": "Urgent, days",
    "field_urgent_stated_last_day": "Urgent, last day",
    "field_urgent_given_by": "Urgent given by",
    "field_urgent_reasons": "Urgent, reasons",
    "field_sa_sought_from": "Wanted from",
    "field_arrangements_from": "Living there since",
    "field_purpose": "Purpose",
    "field_restrictions": "Restrictions",
    "field_person_view": "What the person says",
    "field_person_objects": "Does the person object?",
    "field_s39a_applies": "Nobody to consult?",
    "field_advance_decision": "Advance decision",
    "field_mha_status": "Mental Health Act",
    "field_existing_sa_last_day": "Authorisation ends",
    "field_signed_by": "Signed by",
    "field_form_signed_on": "Signed on",
    "field_full_name": "Name",
    "field_request_kind": "Kind of request",
    "field_sensory_loss": "Sensory loss",
}  # fmt: skip
