"""What a home answers when it is asked about the current test (after-agni.md 3a, Q01 to Q20).

Answers set the order of work and say whom to ask; they are never an outcome, and nothing in them
can become consent.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.problems import Problem


class Told(StrEnum):
    """A question that may be answered "not known"."""

    YES = "told_yes"
    NO = "told_no"
    NOT_KNOWN = "told_not_known"


class Going(StrEnum):
    """Whether the person goes out (Q10)."""

    ALONE = "going_alone"
    WITH_SOMEONE = "going_with_someone"
    NEVER = "going_never"


class Objecting(StrEnum):
    """Whether the person objected, tried to leave, or was distressed about staying (Q14)."""

    NEVER = "objecting_never"
    IN_PAST = "objecting_in_past"
    SOMETIMES = "objecting_sometimes"
    OFTEN = "objecting_often"
    NOT_KNOWN = "objecting_not_known"


class MaView(StrEnum):
    """The managing authority's own view (Q17); never the council's."""

    DEPRIVED = "view_deprived"
    NOT_DEPRIVED = "view_not_deprived"
    NOT_SURE = "view_not_sure"


class PurposeOf(StrEnum):
    """What the restrictions are for (Q08)."""

    CARE = "purpose_care"
    OTHERS = "purpose_others"
    STAFFING = "purpose_staffing"
    OTHER = "purpose_other"


class Payer(StrEnum):
    """Who arranges and pays (Q19)."""

    COUNCIL = "payer_council"
    NHS = "payer_nhs"
    SELF = "payer_self"
    DEPUTY = "payer_deputy"


class Flag(StrEnum):
    """Why a case comes sooner: listed one by one, never summed."""

    OBJECTION = "flag_objection"
    FORCE = "flag_force"
    RESTRAINT = "flag_restraint"
    SEDATION = "flag_sedation"
    CONTACT = "flag_contact"
    DISAGREEMENT = "flag_disagreement"
    NEVER_OUT = "flag_never_out"
    PURPOSE = "flag_purpose"
    NO_FAMILY = "flag_no_family"
    SAFEGUARDING = "flag_safeguarding"
    S21A = "flag_s21a"
    ENDING_SOON = "flag_ending_soon"
    PROVIDER_CONCERN = "flag_provider_concern"
    WAITED_LONG = "flag_waited_long"
    MAY_BE_HIDDEN = "flag_may_be_hidden"


#: Any of these puts a case first (4.5).
HIGH = frozenset(
    {
        Flag.OBJECTION, Flag.FORCE, Flag.RESTRAINT, Flag.SEDATION, Flag.CONTACT, Flag.DISAGREEMENT,
        Flag.NEVER_OUT, Flag.PURPOSE, Flag.NO_FAMILY, Flag.SAFEGUARDING, Flag.S21A,
        Flag.ENDING_SOON, Flag.PROVIDER_CONCERN,
    }
)  # fmt: skip
#: Flags on which a withdrawal is not taken at its word (CR-01, AG-V19).
BARS_WITHDRAWAL = frozenset({Flag.OBJECTION, Flag.FORCE, Flag.RESTRAINT, Flag.CONTACT})
#: Flags on which an item is escalated at once (4.7).
ESCALATES = frozenset({Flag.OBJECTION, Flag.SAFEGUARDING})


@dataclass(frozen=True, slots=True)
class Restriction:
    """One restriction in place day to day (Q03)."""

    what: str
    how_often: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """One questionnaire as it came back; what the home left open stays open.

    Q02, the test, is fixed: the one in force when it was sent.
    """

    q01_adult: Told | None = None
    q02_test: str = ""
    q03_restrictions: tuple[Restriction, ...] = ()
    q04_way_out: str = ""
    q04_by_force: Told | None = None
    q05_restraint: Told | None = None
    q05_details: str = ""
    q06_medicine: Told | None = None
    q06_details: str = ""
    q07_from: date | None = None
    q07_to: date | None = None
    q07_is_open_ended: Told | None = None
    q08_purpose: PurposeOf | None = None
    q08_words: str = ""
    q09_ordinary: str = ""
    q10_goes_out: Going | None = None
    q10_asks_to: Told | None = None
    q10_words: str = ""
    q11_contact_limited: Told | None = None
    q11_words: str = ""
    q12_says: str = ""
    q13_does: str = ""
    q14_objects: Objecting | None = None
    q15_may_be_hidden: Told | None = None
    q15_words: str = ""
    q16_disagrees: Told | None = None
    q16_who: str = ""
    q17_view: MaView | None = None
    q17_why: str = ""
    q18_hospital: str = ""
    q18_discharge_on: date | None = None
    q18_confused: Told | None = None
    q19_payer: Payer | None = None
    q20_name: str = ""
    q20_role: str = ""
    q20_on: date | None = None
    q20_asked: str = ""
    safeguarding: Told | None = None


#: What must be answered before a case can be triaged on it.
_ASKED = ("q03_restrictions", "q12_says", "q13_does", "q14_objects", "q17_view", "q20_name",
          "q20_role")  # fmt: skip


def flags(answers: Answers) -> tuple[Flag, ...]:
    """Return what the answers say about the order of work, in the order of the questions."""
    return tuple(_flags(answers))


def _flags(told: Answers) -> Iterator[Flag]:
    if told.q04_by_force is Told.YES:
        yield Flag.FORCE
    if told.q05_restraint is Told.YES:
        yield Flag.RESTRAINT
    if told.q06_medicine is Told.YES:
        yield Flag.SEDATION
    if told.q08_purpose in {PurposeOf.OTHERS, PurposeOf.STAFFING}:
        yield Flag.PURPOSE
    if told.q10_goes_out is Going.NEVER and told.q10_asks_to is Told.YES:
        yield Flag.NEVER_OUT
    if told.q11_contact_limited is Told.YES:
        yield Flag.CONTACT
    if told.q14_objects is not None and told.q14_objects is not Objecting.NEVER:
        yield Flag.OBJECTION
    if told.q15_may_be_hidden in {Told.YES, Told.NOT_KNOWN}:
        yield Flag.MAY_BE_HIDDEN
    if told.q16_disagrees is Told.YES:
        yield Flag.DISAGREEMENT
    if told.safeguarding is Told.YES:
        yield Flag.SAFEGUARDING


def missing(answers: Answers) -> tuple[str, ...]:
    """Return the questions that were left open although an answer is needed."""
    return tuple(name for name in _ASKED if not getattr(answers, name))


def problems(
    answers: Answers, *, returned_on: date, sent_on: date | None, urgent_given: bool, as_at: date
) -> tuple[Problem, ...]:
    """Return what stops or questions a questionnaire that came back."""
    found = []
    if returned_on > as_at:
        found.append(Code.EVENT_IN_FUTURE.problem(field="returned_on"))
    if sent_on is not None and returned_on < sent_on:
        found.append(Code.SCREENING_OUT_OF_ORDER.problem(sent=sent_on))
    if open_ones := missing(answers):
        found.append(Code.SCREENING_INCOMPLETE.problem(field=open_ones[0], items=open_ones))
    if urgent_given and answers.q17_view is MaView.NOT_DEPRIVED:
        found.append(Code.AG_V20.problem())
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Changed:
    """One question that two returns of the same questionnaire answer differently."""

    question: str
    first: Any
    second: Any


def differences(first: Answers, second: Answers) -> tuple[Changed, ...]:
    """Return where two returns differ; both are kept, and a person chooses."""
    return tuple(
        Changed(one.name, getattr(first, one.name), getattr(second, one.name))
        for one in fields(Answers)
        if getattr(first, one.name) != getattr(second, one.name)
    )


#: The questions a home is asked, by number; Q01 and Q02 the council knows (3a).
QUESTIONS = (
    "Q03", "Q04", "Q05", "Q06", "Q07", "Q08", "Q09", "Q10", "Q11", "Q12", "Q13", "Q14", "Q15",
    "Q16", "Q17", "Q18", "Q19", "Q20",
)  # fmt: skip
