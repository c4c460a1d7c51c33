"""What became of an authority: derived states and days, from facts and a day (dols.md 4.2, 4.3).

Nothing here is stored. A lapse, an expiry and the end of the 28 days of a suspension come by the
calendar, whether or not anybody has looked.
"""

from dataclasses import replace
from datetime import date
from enum import StrEnum

from dolsdesk.domain.counting import ONE_DAY, first_day_after
from dolsdesk.domain.dols import holdings, timescales
from dolsdesk.domain.dols.authority import Authority, Grant
from dolsdesk.domain.dols.case import Authorisation, Case, facts_of
from dolsdesk.domain.dols.endings import Cessation, EarlyEnd
from dolsdesk.domain.dols.objections import CourtCase, Order, OrderEffect, varied_last_day
from dolsdesk.domain.dols.suspensions import Suspension
from dolsdesk.domain.dols.timescales import Answer
from dolsdesk.domain.records import RecordKind
from dolsdesk.rules.book import RuleBook


class UrgentState(StrEnum):
    """How an urgent authorisation stands (dols.md 4.2)."""

    IN_FORCE = "urgent_in_force"  # U1
    EXTENSION_REQUESTED = "urgent_extension_requested"  # U2
    EXTENDED = "urgent_extended"  # U3
    EXTENSION_REFUSED = "urgent_extension_refused"  # U4
    SUPERSEDED = "urgent_superseded"  # U5
    ENDED_BY_REFUSAL = "urgent_ended_by_refusal"  # U6
    LAPSED = "urgent_lapsed"  # U7
    ENDED_BY_COURT = "urgent_ended_by_court"  # U8
    ENDED_LEFT_OR_DIED = "urgent_ended_left_or_died"  # U9
    NO_AUTHORITY = "urgent_no_authority"  # a second one for the same detention (para 77(2))


class SaState(StrEnum):
    """How a standard authorisation stands (dols.md 4.3)."""

    GIVEN_FUTURE = "sa_given_future"  # A1
    IN_FORCE = "sa_in_force"  # A2
    SUSPENDED = "sa_suspended"  # A3
    EXPIRED = "sa_expired"  # A4
    TERMINATED_REVIEW = "sa_terminated_review"  # A5
    CEASED_SUSPENSION = "sa_ceased_suspension"  # A6
    REPLACED = "sa_replaced"  # A7
    ENDED_BY_COURT = "sa_ended_by_court"  # A8
    PERSON_DIED = "sa_person_died"  # A9
    NO_LONGER_USED = "sa_no_longer_used"  # A10


#: States in which an urgent authorisation gives authority.
URGENT_RUNNING = frozenset(
    {
        UrgentState.IN_FORCE,
        UrgentState.EXTENSION_REQUESTED,
        UrgentState.EXTENDED,
        UrgentState.EXTENSION_REFUSED,
    }
)

#: States in which a standard authorisation has not come to its end.
SA_LIVE = frozenset({SaState.GIVEN_FUTURE, SaState.IN_FORCE, SaState.SUSPENDED})

_SA_ENDS = {
    EarlyEnd.REVIEW: SaState.TERMINATED_REVIEW,
    EarlyEnd.COURT: SaState.ENDED_BY_COURT,
    EarlyEnd.DIED: SaState.PERSON_DIED,
    EarlyEnd.LEFT: SaState.NO_LONGER_USED,
    EarlyEnd.MOVED: SaState.NO_LONGER_USED,
    EarlyEnd.DETAINED_MHA: SaState.NO_LONGER_USED,
}


def urgent_end(case: Case) -> Cessation | None:
    """Return what ended the urgent authorisation early, if anything did."""
    found = holdings.newest(case.records, RecordKind.URGENT_END, Cessation)
    return found.facts if found else None


def cessation(case: Case) -> Cessation | None:
    """Return what ended the standard authorisation early, if anything did."""
    found = holdings.newest(case.records, RecordKind.CESSATION, Cessation)
    return found.facts if found else None


def suspensions(case: Case) -> tuple[Suspension, ...]:
    """Return every suspension, in the order of their notices."""
    found = holdings.of(case.records, RecordKind.SUSPENSION, Suspension)
    return tuple(sorted((one.facts for one in found), key=lambda one: one.suspension_notice_on))


def urgent_state(case: Case, answer: Answer, as_at: date) -> UrgentState | None:
    """Return how the urgent authorisation stands on a day; None if there is none."""
    last = answer.date("extended_urgent_last_day") or answer.date("urgent_last_day")
    ceases = answer.date("urgent_ceases_on")
    if case.urgent is None or last is None or ceases is None:
        return None
    if case.earlier_urgent_on is not None:
        return UrgentState.NO_AUTHORITY
    early, given = urgent_end(case), case.authorisation
    if early is not None and early.on <= as_at and early.on == ceases:
        by_court = early.reason is EarlyEnd.COURT
        return UrgentState.ENDED_BY_COURT if by_court else UrgentState.ENDED_LEFT_OR_DIED
    if given is not None and given.in_force_on <= as_at and given.in_force_on == ceases:
        return UrgentState.SUPERSEDED
    told = case.refusal.ma_received_on if case.refusal else None
    if told is not None and told <= as_at and told == ceases:
        return UrgentState.ENDED_BY_REFUSAL
    if as_at > last:
        return UrgentState.LAPSED
    asked = case.extension
    if asked is None:
        return UrgentState.IN_FORCE
    if asked.is_granted is None:
        return UrgentState.EXTENSION_REQUESTED
    return UrgentState.EXTENDED if asked.is_granted else UrgentState.EXTENSION_REFUSED


def sa_state(case: Case, answer: Answer, as_at: date) -> SaState | None:
    """Return how the standard authorisation stands on a day; None if none was given."""
    given = case.authorisation
    if given is None:
        return None
    ending = cessation(case)
    if ending is not None and ending.on <= as_at:
        return _SA_ENDS[ending.reason]
    if case.replaced_on is not None and case.replaced_on <= as_at:
        return SaState.REPLACED
    ordered_on = ordered_last_day(case)
    if ordered_on is not None and as_at > ordered_on:
        return SaState.ENDED_BY_COURT
    lapsed_on = _suspended_to_its_end(case, answer)
    if lapsed_on is not None and lapsed_on < as_at and lapsed_on < given.last_day:
        return SaState.CEASED_SUSPENSION
    if as_at > given.last_day:
        return SaState.EXPIRED
    if as_at < given.in_force_on:
        return SaState.GIVEN_FUTURE
    return SaState.SUSPENDED if _running(case, as_at) else SaState.IN_FORCE


def last_day_of_authority(case: Case, answer: Answer) -> date | None:
    """Return the last day, or part of one, on which the standard authorisation gives authority."""
    given = case.authorisation
    if given is None:
        return None
    return answer.date("sa_ceases_on") or given.last_day


def ceases_on(case: Case, *, as_at: date, book: RuleBook) -> date | None:
    """Return the last day of authority, worked out from the facts of a case."""
    answer = timescales.work_out(facts_of(case), as_at=as_at, book=book)
    return last_day_of_authority(case, answer)


def proceedings(case: Case) -> tuple[CourtCase, ...]:
    """Return every proceeding about the person of a case."""
    return tuple(one.facts for one in holdings.of(case.records, RecordKind.COURT, CourtCase))


def ordered_last_day(case: Case) -> date | None:
    """Return the earlier last day that the court has set for the authorisation, if it has."""
    given = case.authorisation
    return varied_last_day(proceedings(case), given.last_day) if given else None


def grants(case: Case, answer: Answer) -> list[Grant]:
    """Return the authorities that this request itself brought about, court orders with them."""
    found = _urgent_grants(case, answer)
    if case.authorisation is not None:
        found += _standard_grants(case, case.authorisation, answer)
    found += _court_grants(case)
    return found


def _urgent_grants(case: Case, answer: Answer) -> list[Grant]:
    urgent, ceases_on = case.urgent, answer.date("urgent_ceases_on")
    last, extended = answer.date("urgent_last_day"), answer.date("extended_urgent_last_day")
    if urgent is None or last is None or ceases_on is None or case.earlier_urgent_on is not None:
        return []
    ref = case.request.ref
    found = [
        Grant(
            Authority.URGENT,
            urgent.given_on,
            min(last, ceases_on),
            ref,
            starts_in_day=True,
            ends_in_day=ceases_on < (extended or last),
        )
    ]
    if extended is not None and ceases_on > last:
        found.append(
            Grant(
                Authority.EXTENSION,
                first_day_after(last),
                ceases_on,
                ref,
                ends_in_day=ceases_on < extended,
            )
        )
    return found


def _standard_grants(case: Case, given: Authorisation, answer: Answer) -> list[Grant]:
    """Return the stretches of a standard authorisation that no suspension interrupts (I15)."""
    ref, ending = case.request.ref, cessation(case)
    ends_on = answer.date("sa_ceases_on") or given.last_day
    if ends_on < given.in_force_on:
        return []  # it ended before it came into force
    begins = Grant(
        Authority.STANDARD,
        given.in_force_on,
        ends_on,
        ref,
        starts_in_day=given.in_force_on == given.given_on,
        ends_in_day=ends_on in {ending.on if ending else None, case.replaced_on},
    )
    found: list[Grant] = []
    rest: Grant | None = begins
    for one in suspensions(case):
        if rest is None or one.suspension_notice_on > rest.last_on:
            break
        if one.suspension_notice_on > rest.first_on:
            before = one.suspension_notice_on - ONE_DAY
            found.append(replace(rest, last_on=before, ends_in_day=False))
        restored = one.eligibility_restored_on
        if restored is None or restored > ends_on:
            rest = None
        else:
            rest = replace(rest, first_on=restored, starts_in_day=True)
    return [*found, rest] if rest is not None else found


def _court_grants(case: Case) -> list[Grant]:
    """Return what orders authorise: none from before it was made, and no pending challenge."""
    found = []
    for one in proceedings(case):
        for order in one.orders:
            begins, last = _court_begins(case, order), one.last_day_of(order)
            if begins is not None and last is not None and begins <= last:
                found.append(
                    Grant(
                        Authority.COURT,
                        begins,
                        last,
                        case.request.ref,
                        starts_in_day=begins == order.made_on,
                        ends_in_day=last != order.authority_to,
                    )
                )
    return found


def _court_begins(case: Case, order: Order) -> date | None:
    """Return the first day that an order authorises by itself, if it does."""
    if order.authority_to is None:
        return None
    if order.effect in {OrderEffect.AUTHORISES, OrderEffect.EXTENDS}:
        return order.authority_from or order.made_on
    given = case.authorisation
    if order.effect is not OrderEffect.VARIES_PERIOD or given is None:
        return None
    if order.authority_to <= given.last_day:
        return None
    return max(order.made_on, first_day_after(given.last_day))


def _running(case: Case, as_at: date) -> bool:
    return any(
        one.suspension_notice_on <= as_at
        and (one.eligibility_restored_on is None or one.eligibility_restored_on > as_at)
        for one in suspensions(case)
    )


def _suspended_to_its_end(case: Case, answer: Answer) -> date | None:
    found = suspensions(case)
    if not found or found[-1].eligibility_restored_on is not None:
        return None
    return answer.date("suspension_last_day")
