"""What hangs on a person beside the request: a suspension, a representative, an objection.

A record is a thread of entries, each a whole statement of its facts. A change or a correction is a
new entry on top of the one before; nothing is ever taken away (dols.md 4, I20). A record that
should never have been made is marked as entered in error and stays.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

F_co = TypeVar("F_co", covariant=True)


class RecordKind(StrEnum):
    """What a record is about; each kind has its own facts."""

    CLOSURE = "closure"
    URGENT_END = "urgent_end"
    SUSPENSION = "suspension"
    CESSATION = "cessation"
    REVIEW = "review"
    ABSENCE = "absence"
    RESIDENCE = "residence"
    REFERRAL = "referral"
    ENQUIRY = "enquiry"
    REPRESENTATIVE = "representative"
    REPRESENTATIVE_CONTACT = "representative_contact"
    ADVOCATE = "advocate"
    OBJECTION = "objection"
    COURT = "court"
    CONDITION = "condition"
    TRIAGE = "triage"
    WAITING_CONTACT = "waiting_contact"
    CONTACT_PLAN = "contact_plan"
    NOTE = "note"
    VISIT = "visit"
    TEST_RECORD = "test_record"
    RETURN_NOTE = "return_note"
    CORRECTION = "correction"
    PREPARED = "prepared"
    LEGAL_TASK = "legal_task"


@dataclass(frozen=True, slots=True)
class Record(Generic[F_co]):
    """A record as its newest entry states it.

    Attributes:
        id: stays the same however often it is corrected.
        kind: what it is about.
        facts: what the newest entry states.
        on: the day it began.
        entries: how many entries it has; the first is number 1.
        recorded_at: when the newest entry was made.
        recorded_by: who made it.
        is_void: it was entered in error; it is kept and counts for nothing.
        request_id: the request it hangs on, if any.
        place_id: the place it concerns, if any.
    """

    id: int
    kind: RecordKind
    facts: F_co
    on: date
    entries: int
    recorded_at: datetime
    recorded_by: str
    is_void: bool = False
    request_id: int | None = None
    place_id: int | None = None


@dataclass(frozen=True, slots=True)
class Entry(Generic[F_co]):
    """One entry of a record, for its history; ``why`` says what a correction is for."""

    number: int
    facts: F_co
    why: str
    recorded_at: datetime
    recorded_by: str
    is_void: bool = False
