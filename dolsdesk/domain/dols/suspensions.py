"""Suspension of a standard authorisation for loss of eligibility (Sch A1 Part 6, paras 91-97)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from dolsdesk.domain.counting import last_day_of_days
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.problems import Problem
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId


class SuspensionReason(StrEnum):
    """Why the person is no longer eligible; the last two are none of Part 6 (10.19, para 91)."""

    HOSPITAL_TREATMENT_DETAINED = "hospital_treatment_detained"
    HOSPITAL_REGIME_NOT_DETAINED = "hospital_regime_not_detained"
    CTO_CONFLICT = "cto_conflict"
    GUARDIANSHIP_CONFLICT = "guardianship_conflict"
    OBJECTING_MH_PATIENT = "objecting_mh_patient"  # Schedule 1A para 5
    GENERAL_HOSPITAL = "general_hospital"


#: Reasons that suspend nothing.
NO_SUSPENSION = frozenset(
    {SuspensionReason.OBJECTING_MH_PATIENT, SuspensionReason.GENERAL_HOSPITAL}
)


class SuspensionState(StrEnum):
    """How a suspension stands on a day; derived, never stored."""

    RUNNING = "running"
    LIFTED = "lifted"
    CEASED_DAY_28 = "ceased_day_28"
    EXPIRED_FIRST = "sa_expired_first"


@dataclass(frozen=True, slots=True)
class Suspension:
    """The managing authority's notice, and its notice that the person is eligible again.

    ``location`` is where the person is while it runs, as the notice says.
    """

    suspension_notice_on: date
    reason: SuspensionReason
    why: str
    suspension_notice_time: time | None = None
    eligibility_restored_on: date | None = None
    eligibility_restored_time: time | None = None
    location: str = ""


def last_day(found: Suspension, book: RuleBook) -> date:
    """Return the last of the 28 days beginning with the day of the notice (para 96)."""
    rule = book.value(RuleId.SUSPENSION_28, on=found.suspension_notice_on)
    return last_day_of_days(found.suspension_notice_on, rule.amount)


def state(found: Suspension, *, sa_last_day: date, as_at: date, book: RuleBook) -> SuspensionState:
    """Return how a suspension stands on a day."""
    if found.eligibility_restored_on is not None:
        return SuspensionState.LIFTED
    last = last_day(found, book)
    if as_at <= min(last, sa_last_day):
        return SuspensionState.RUNNING
    return SuspensionState.CEASED_DAY_28 if last <= sa_last_day else SuspensionState.EXPIRED_FIRST


def notice_problems(
    found: Suspension, *, in_force_on: date, sa_last_day: date, is_running: bool, as_at: date
) -> tuple[Problem, ...]:
    """Return why a notice of suspension cannot be taken as such.

    ``is_running`` says that another suspension has not been lifted.
    """
    return tuple(_notice_problems(found, in_force_on, sa_last_day, is_running, as_at))


def _notice_problems(
    found: Suspension, in_force_on: date, sa_last_day: date, is_running: bool, as_at: date
) -> Iterator[Problem]:
    if found.suspension_notice_on > as_at:
        yield Code.EVENT_IN_FUTURE.problem(field="suspension_notice_on")
    if is_running or not in_force_on <= found.suspension_notice_on <= sa_last_day:
        yield Code.SUSPENSION_OUTSIDE_SA.problem()
    if found.reason in NO_SUSPENSION:
        yield Code.SUSPEND_WRONG_REASON.problem(field="reason")
    if not found.why.strip():
        yield Code.WHY_NEEDED.problem(field="why")


def lift_problems(
    found: Suspension, *, sa_last_day: date, as_at: date, book: RuleBook
) -> tuple[Problem, ...]:
    """Return why the notice that the person is eligible again comes too late or too early."""
    restored = found.eligibility_restored_on
    problems = []
    if restored is None:
        return (Code.WHEN_NEEDED.problem(field="eligibility_restored_on"),)
    last = last_day(found, book)
    if restored > as_at:
        problems.append(Code.EVENT_IN_FUTURE.problem(field="eligibility_restored_on"))
    if restored < found.suspension_notice_on:
        problems.append(
            Code.FACTS_CONTRADICT.problem(
                field="eligibility_restored_on",
                first="suspension_notice_on",
                second="eligibility_restored_on",
            )
        )
    if restored > last:
        problems.append(Code.SUSPENSION_LATE_LIFT.problem(suspension_last_day=last))
    elif restored > sa_last_day:
        problems.append(
            Code.ENDED_OUTSIDE.problem(
                field="eligibility_restored_on", first=found.suspension_notice_on, last=sa_last_day
            )
        )
    return tuple(problems)
