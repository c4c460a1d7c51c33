"""Forms 1 and 2 as homes and hospitals send them: many layouts, labels and ways of writing."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

Truth = dict[str, str]


@dataclass(frozen=True)
class Sample:
    """One file, and what a careful person would read in it."""

    name: str
    content: bytes
    truth: Truth


#: What each form says, written as it stands there, and as it is meant.
@dataclass(frozen=True)
class Told:
    name: str
    born: str
    sex: str
    place: str
    place_address: str
    contact: str
    phone: str
    usual: str
    communication: str
    history: str
    funding: str
    sought: str
    purpose: str
    restrictions: str
    imca: str
    decision: str
    signed: str
    signed_on: str
    truth: Truth
    urgent_on: str = ""
    urgent_days: str = ""
    urgent_last: str = ""
    urgent_why: str = ""
    expires: str = ""


TOLD = (
    Told(
        "Ŵyn Łukasz-O'Neill",
        "6 May 1941",
        "Female",
        "Rosewood House",
        "2 Hill Road\nNorchester NX2 2BB",
        "Mo Anager",
        "01632 960123",
        "14 Dock Lane, Norchester\nNX1 4AB",
        "Speaks Polish; needs large print",
        "Alzheimer's disease, diagnosed 2019",
        "Local authority",
        "24/11/2026",
        "Personal care, all medicines, help with meals.",
        "Keypad on the front door. Escorted outside. Checked every hour at night.",
        "No",
        "Not known",
        "Mo Anager",
        "23 November 2026",
        {
            "given_names": "Ŵyn",
            "family_name": "Łukasz-O'Neill",
            "date_of_birth": "1941-05-06",
            "gender": "female",
            "place": "Rosewood House",
            "contact_name": "Mo Anager",
            "contact_phone": "01632 960123",
            "usual_address": "14 Dock Lane, Norchester, NX1 4AB",
            "postcode": "NX1 4AB",
            "communication_needs": "Speaks Polish; needs large print",
            "diagnosis": "Alzheimer's disease, diagnosed 2019",
            "funding": "local_authority",
            "sa_sought_from": "2026-11-24",
            "purpose": "Personal care, all medicines, help with meals.",
            "restrictions": "Keypad on the front door. Escorted outside. Checked every hour "
            "at night.",
            "s39a_applies": "no",
            "advance_decision": "unknown",
            "signed_by": "Mo Anager",
            "form_signed_on": "2026-11-23",
        },
    ),
    Told(
        "SMITH, Mary Ann",
        "03.04.38",
        "F",
        "St Wilfrid's Community Hospital",
        "14 Vicarage Walk\nNorchester NX9 1ZZ",
        "Sister B. Iqbal",
        "01632 960 745",
        "9 Kestrel Rise\nWesterholt\nNX11 4GF",
        "None",
        "Vascular dementia; hip fracture in October",
        "NHS Continuing Healthcare",
        "21st November 2026",
        "Nursing care after surgery and rehabilitation.",
        "Bed rails; one to one at night; the ward door is locked.",
        "Yes",
        "No",
        "B. Iqbal",
        "21.11.2026",
        {
            "given_names": "Mary Ann",
            "family_name": "Smith",
            "date_of_birth": "1938-04-03",
            "gender": "female",
            "place": "St Wilfrid's Community Hospital",
            "contact_name": "Sister B. Iqbal",
            "contact_phone": "01632 960 745",
            "usual_address": "9 Kestrel Rise, Westerholt, NX11 4GF",
            "postcode": "NX11 4GF",
            "diagnosis": "Vascular dementia; hip fracture in October",
            "funding": "nhs_chc",
            "sa_sought_from": "2026-11-21",
            "purpose": "Nursing care after surgery and rehabilitation.",
            "restrictions": "Bed rails; one to one at night; the ward door is locked.",
            "s39a_applies": "yes",
            "advance_decision": "no",
            "signed_by": "B. Iqbal",
            "form_signed_on": "2026-11-21",
            "urgent_given": "yes",
            "urgent_given_on": "2026-11-21",
            "urgent_period_days": "7",
            "urgent_stated_last_day": "2026-11-27",
            "urgent_reasons": "Found at the main road twice; no other way to keep her safe.",
        },
        urgent_on="21/11/2026",
        urgent_days="7",
        urgent_last="27/11/2026",
        urgent_why="Found at the main road twice; no other way to keep her safe.",
    ),
    Told(
        "Suharto",
        "12th March 1957",
        "Male",
        "Meadow View Nursing Home",
        "30 Meadow View\nWesterholt NX11 4GG",
        "Chi Chow",
        "07700 900541",
        "As above",
        "Hard of hearing; uses a board with pictures",
        "Learning disability; epilepsy",
        "Jointly funded (local authority and NHS)",
        "1 December 2026",
        "Support with washing, food and seizures.",
        "Cannot go out alone. A sensor mat beside the bed.",
        "No",
        "None",
        "Chi Chow",
        "28-11-2026",
        {
            "family_name": "Suharto",
            "date_of_birth": "1957-03-12",
            "gender": "male",
            "place": "Meadow View Nursing Home",
            "contact_name": "Chi Chow",
            "contact_phone": "07700 900541",
            "communication_needs": "Hard of hearing; uses a board with pictures",
            "diagnosis": "Learning disability; epilepsy",
            "funding": "joint",
            "sa_sought_from": "2026-12-01",
            "purpose": "Support with washing, food and seizures.",
            "restrictions": "Cannot go out alone. A sensor mat beside the bed.",
            "s39a_applies": "no",
            "advance_decision": "no",
            "signed_by": "Chi Chow",
            "form_signed_on": "2026-11-28",
            "existing_sa_last_day": "2026-12-31",
        },
        expires="31 December 2026",
    ),
)

#: Labels as three councils print them, by what is told.
OFFICIAL = {
    "name": "Full name of person being deprived of liberty", "sex": "Sex",
    "born": "Date of Birth (or estimated age if unknown)",
    "history": "Relevant Medical History (including diagnosis of mental disorder if known)",
    "communication": "Communication Requirements",
    "place": "Name and address of the care home or hospital requesting this authorisation",
    "contact":
    "Person to contact at the care home or hospital, (including ward details if appropriate)",
    "phone": "Telephone number", "usual": "Usual address of the person, (if different to above)",
    "funding": "How the care is funded",
    "sought": "THE DATE FROM WHICH THE STANDARD AUTHORISATION IS REQUIRED:",
    "purpose": "PURPOSE OF THE STANDARD AUTHORISATION",
    "restrictions": "Restrictions in place",
    "imca": "Is an IMCA needed", "decision": "Valid and applicable advance decision",
    "urgent_on": "Urgent Authorisation given on", "urgent_days": "Number of days",
    "urgent_last": "This Urgent Authorisation will expire at the end of the day on",
    "urgent_why": "Reasons for Urgent Authorisation", "expires":
    "Current authorisation expires on", "signed": "Signed", "signed_on": "Date",
}  # fmt: skip
SHORT = OFFICIAL | {
    "name": "1. Name of person", "sex": "2. Gender", "born": "3. DOB", "history":
    "4. Medical history", "communication": "5. Communication needs", "place":
    "6. Care home or hospital", "contact": "7. Contact name", "phone": "8. Contact telephone",
    "usual": "9. Home address", "funding": "10. Funding", "sought":
    "11. Date standard authorisation required from", "purpose": "12. Purpose", "restrictions":
    "13. Restrictions", "imca": "14. IMCA required?", "decision": "15. Advance decision",
    "urgent_on": "Date urgent authorisation given", "urgent_days": "Urgent days", "urgent_last":
    "Urgent expiry date", "urgent_why": "Reasons for urgency", "expires":
    "Expiry date of current authorisation", "signed": "Signed by", "signed_on": "Date signed",
}  # fmt: skip
PORTAL = {
    "name": "PersonName", "sex": "Gender", "born": "DateOfBirth", "history": "Medical_History",
    "communication": "Communication_Needs", "place": "CareHomeName", "contact": "ContactName",
    "phone": "Contact_Telephone", "usual": "UsualAddress", "funding": "FundingSource", "sought":
    "DateRequiredFrom", "purpose": "Purpose", "restrictions": "Restrictions", "imca":
    "IMCA required", "decision": "AdvanceDecision", "urgent_on": "UrgentAuthorisationGrantedOn",
    "urgent_days": "UrgentDays", "urgent_last": "UrgentExpiryDate", "urgent_why":
    "ReasonsForUrgency", "expires": "CurrentAuthorisationEnds", "signed": "SignedBy",
    "signed_on": "DateSigned",
}  # fmt: skip
#: A council that put everything in words of its own; none of them is known to the product.
OWN = OFFICIAL | {
    "name": "Full name of the person who is being deprived of their liberty", "sex":
    "Sex (please circle)", "born": "Date of birth (DD/MM/YYYY)", "history":
    "Relevant medical history and any diagnosis of mental disorder", "communication":
    "Communication requirements (hearing, sight, language)", "place":
    "Name & address of care home/hospital requesting the authorisation", "contact":
    "Person to contact at the home or hospital", "phone": "Telephone no.", "usual":
    "Usual address of person if different", "funding": "How is the person's care funded?",
    "sought": "Date from which standard authorisation is required", "purpose":
    "Purpose of authorisation", "restrictions": "Restrictions in place or proposed", "imca":
    "Is an IMCA required?", "decision": "Any valid and applicable advance decision?", "urgent_on":
    "Date urgent authorisation was given", "urgent_days": "Number of days it lasts", "urgent_last":
    "Urgent authorisation expires at end of day on", "urgent_why":
    "Reasons for the urgent authorisation", "expires": "Date current authorisation will expire",
    "signed": "Signed by", "signed_on": "Date of signing",
}  # fmt: skip
HEADS = {"urgent_on": "URGENT AUTHORISATION", "signed": "SIGNATURE"}
_TITLE = "REQUEST FOR STANDARD AUTHORISATION AND URGENT AUTHORISATION (Form 1)"
_TITLE_2 = "REQUEST FOR A FURTHER STANDARD AUTHORISATION (Form 2)"


def pairs(told: Told, labels: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return key, label and value of everything that a form says."""
    found = []
    for key, label in labels.items():
        value = getattr(told, key)
        if key == "place":
            value = f"{told.place}\n{told.place_address}"
        if value:
            found.append((key, label, value))
    return found


def title(told: Told) -> str:
    return _TITLE_2 if told.expires else _TITLE


# Word


def word_table(told: Told, labels: dict[str, str], *, boxed: bool = False) -> bytes:
    """Return a table of two columns, the headings merged across."""
    document = Document()
    document.add_heading(title(told), 1)
    table = document.add_table(rows=0, cols=2)
    for key, label, value in pairs(told, labels):
        if key in HEADS:
            cells = table.add_row().cells
            cells[0].merge(cells[1]).text = HEADS[key]
        cells = table.add_row().cells
        cells[0].text = label
        cells[1].text = ticked(key, value) if boxed else value
    return _saved(document)


def word_four(told: Told, labels: dict[str, str]) -> bytes:
    """Return a table in which short answers stand two in a row, and long ones under their label."""
    document = Document()
    document.add_paragraph(title(told))
    table = document.add_table(rows=0, cols=4)
    short: list[tuple[str, str]] = []

    def flush() -> None:
        while short:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = short.pop(0)
            if short:
                cells[2].text, cells[3].text = short.pop(0)
            else:
                cells[1].merge(cells[3])

    for key, label, value in pairs(told, labels):
        if key in HEADS:
            flush()
            _across(table, HEADS[key])
        if key in {"purpose", "restrictions", "history", "urgent_why", "place", "usual"}:
            flush()
            _across(table, label)
            _across(table, value)
        else:
            short.append((label, value))
    flush()
    return _saved(document)


def _across(table: object, said: str) -> None:
    cells = table.add_row().cells  # type: ignore[attr-defined]
    cells[0].merge(cells[3]).text = said


def word_lines(told: Told, labels: dict[str, str]) -> bytes:
    """Return plain lines: a label, a colon, a value."""
    document = Document()
    document.add_paragraph(title(told))
    for key, label, value in pairs(told, labels):
        if key in HEADS:
            document.add_paragraph(HEADS[key])
        document.add_paragraph(f"{label.rstrip(':')}: {value}")
    return _saved(document)


def _saved(document: object) -> bytes:
    kept = io.BytesIO()
    document.save(kept)  # type: ignore[attr-defined]
    return kept.getvalue()


def ticked(key: str, value: str) -> str:
    """Return the value as boxes, one of them ticked, where a form has boxes."""
    choices = {
        "sex": ("Male", "Female"), "imca": ("Yes", "No"),
        "decision": ("Yes", "No", "Not known"),
    }.get(key)  # fmt: skip
    if choices is None:
        return value
    meant = {"F": "Female", "M": "Male", "None": "No"}.get(value, value)
    return "   ".join(f"{'☒' if one == meant else '☐'} {one}" for one in choices)


# PDF


def pdf_columns(told: Told, labels: dict[str, str]) -> bytes:
    """Return pages printed from such a table: labels on the left, wrapped, values on the right."""
    kept = io.BytesIO()
    page = canvas.Canvas(kept, pagesize=A4)
    top = A4[1] - 60

    def put(x: float, said: str) -> None:
        page.setFont("Helvetica", 9)
        page.drawString(x, top, said.replace("Ŵ", "W").replace("Ł", "L"))

    put(50, title(told))
    top -= 28
    for key, label, value in pairs(told, labels):
        if key in HEADS:
            put(50, HEADS[key])
            top -= 22
        left, right = (
            _wrapped(label, 38),
            [part for one in value.split("\n") for part in _wrapped(one, 60)],
        )
        for n in range(max(len(left), len(right))):
            if n < len(left):
                put(50, left[n])
            if n < len(right):
                put(260, right[n])
            top -= 12
        top -= 10
        if top < 90:
            page.showPage()
            top = A4[1] - 60
    page.save()
    return kept.getvalue()


def pdf_fields(told: Told, labels: dict[str, str], *, tips: bool) -> bytes:
    """Return a PDF to fill in; its fields have tips for people, or only names of their own."""
    kept = io.BytesIO()
    page = canvas.Canvas(kept, pagesize=A4)
    page.drawString(50, A4[1] - 40, title(told))
    for number, (key, label, value) in enumerate(pairs(told, labels)):
        page.acroForm.textfield(
            name=f"field{number}" if tips else PORTAL[key], tooltip=label if tips else PORTAL[key],
            value=_latin(value), x=50, y=A4[1] - 70 - 30 * number, width=400, height=20,
            fieldFlags="multiline",
        )  # fmt: skip
    page.save()
    return kept.getvalue()


def _latin(said: str) -> str:
    return said.replace("Ŵ", "W").replace("Ł", "L")


def _wrapped(said: str, wide: int) -> list[str]:
    lines = [""]
    for word in said.split():
        if len(lines[-1]) + len(word) + 1 > wide and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


# Lines and tables


def text_lines(told: Told, labels: dict[str, str]) -> bytes:
    lines = [title(told), ""]
    for key, label, value in pairs(told, labels):
        if key in HEADS:
            lines.append(HEADS[key])
        lines.append(f"{label.rstrip(':')}: {value}")
    return "\n".join(lines).encode()


def mail(told: Told, labels: dict[str, str]) -> bytes:
    """Return the e-mail that a form on a website sends."""
    made = EmailMessage()
    made["From"], made["To"] = "forms@norchester.example", "dols@norchester.example"
    made["Subject"], made["Date"] = "DoLS request", "Mon, 23 Nov 2026 10:15:00 +0000"
    made.set_content(text_lines(told, labels).decode())
    return bytes(made)


def table(
    told: Told, labels: dict[str, str], *, delimiter: str = ",", upright: bool = False
) -> bytes:
    """Return the export of a portal: a line for a request, or a line for a question."""
    kept = io.StringIO()
    writer = csv.writer(kept, delimiter=delimiter)
    found = pairs(told, labels)
    if upright:
        writer.writerow(["Question", "Answer"])
        writer.writerows((label, value) for _key, label, value in found)
    else:
        writer.writerow([label for _key, label, _value in found])
        writer.writerow([value for _key, _label, value in found])
    return kept.getvalue().encode("utf-8-sig")


LAYOUTS: dict[str, tuple[str, Callable[[Told], bytes]]] = {
    "word-table-official": ("docx", lambda told: word_table(told, OFFICIAL)),
    "word-table-short": ("docx", lambda told: word_table(told, SHORT)),
    "word-table-boxes": ("docx", lambda told: word_table(told, OFFICIAL, boxed=True)),
    "word-four-cells": ("docx", lambda told: word_four(told, OFFICIAL)),
    "word-lines": ("docx", lambda told: word_lines(told, SHORT)),
    "pdf-columns-official": ("pdf", lambda told: pdf_columns(told, OFFICIAL)),
    "pdf-columns-short": ("pdf", lambda told: pdf_columns(told, SHORT)),
    "pdf-fields-tips": ("pdf", lambda told: pdf_fields(told, OFFICIAL, tips=True)),
    "pdf-fields-names": ("pdf", lambda told: pdf_fields(told, OFFICIAL, tips=False)),
    "text-lines": ("txt", lambda told: text_lines(told, OFFICIAL)),
    "e-mail": ("eml", lambda told: mail(told, SHORT)),
    "word-table-own-words": ("docx", lambda told: word_table(told, OWN)),
    "pdf-columns-own-words": ("pdf", lambda told: pdf_columns(told, OWN)),
    "text-own-words": ("txt", lambda told: text_lines(told, OWN)),
    "portal": ("csv", lambda told: table(told, PORTAL)),
    "portal-semicolons-upright": ("csv", lambda told: table(
        told, SHORT, delimiter=";", upright=True)),
}  # fmt: skip


def samples() -> Iterator[Sample]:
    """Yield every layout with everything told."""
    for layout, (ending, make) in LAYOUTS.items():
        for number, told in enumerate(TOLD):
            truth = dict(told.truth)
            if layout.startswith("pdf"):  # these letters are not in the fonts that were used there
                truth = {key: _latin(value) for key, value in truth.items()}
            yield Sample(f"{layout}-{number}.{ending}", make(told), truth)
