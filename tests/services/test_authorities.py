"""What happens to an authorisation after it was given (dols.md 4.2, 4.3, 10.8, 10.19)."""

from datetime import date, timedelta

import pytest

from dolsdesk.domain.dols.authority import Authority, gaps
from dolsdesk.domain.dols.case import Answered
from dolsdesk.domain.dols.copies import Recipient
from dolsdesk.domain.dols.endings import (
    Absence,
    ClosedAs,
    ClosureReason,
    Coroner,
    EarlyEnd,
    Evidence,
)
from dolsdesk.domain.dols.life import SaState, UrgentState
from dolsdesk.domain.dols.next_step import NextStep
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.dols.suspensions import SuspensionReason
from dolsdesk.domain.records import RecordKind
from dolsdesk.services import authorities, cases, closing, copies, decisions, requests
from dolsdesk.services.cases import CaseView
from dolsdesk.services.outcome import ReasonNeeded
from tests.services.life import a_suspension, an_ending
from tests.support.desk import TODAY, World, a_closure
from tests.support.refusals import refused

DAY = timedelta(days=1)
LAST = date(2027, 5, 22)
DAY_28 = date(2026, 12, 20)


def seen(world: World, request_id: int) -> CaseView:
    return cases.open_case(world.admin, request_id)


def told(world: World, request_id: int, event: str) -> set[str]:
    return {one.recipient for one in world.case(request_id).copies if one.event == event}


def granted(world: World) -> int:
    """Return an authorisation with nothing before it that could be a gap."""
    return world.whole_way(arrangements_from=TODAY)


def gap_days(view: CaseView) -> list[tuple[date, date, int]]:
    return [(one.first_on, one.last_on, one.gap_dates) for one in gaps(view.spans)]


# Urgent authorisations


def test_an_urgent_runs_is_extended_and_lapses_by_the_calendar(world):
    request_id = world.a_case(urgent=True)
    assert seen(world, request_id).urgent_state is UrgentState.IN_FORCE
    requests.ask_extension(world.admin, request_id, requested_on=TODAY, reasons="No doctor")
    assert seen(world, request_id).urgent_state is UrgentState.EXTENSION_REQUESTED
    requests.decide_extension(
        world.lead, request_id, decided_on=TODAY, is_granted=True, days=7, reasons="No doctor",
        is_essential=True,
    )  # fmt: skip
    assert seen(world, request_id).urgent_state is UrgentState.EXTENDED
    world.desk.clock.move(days=12)
    view = seen(world, request_id)
    assert view.urgent_state is UrgentState.LAPSED
    assert gap_days(view) == [(date(2026, 12, 5), date(2026, 12, 5), 1)]
    assert view.step.what is NextStep.NOTE_URGENT_CEASED
    authorities.tell_urgent_ceased(world.admin, request_id)
    assert told(world, request_id, "urgent_ceased") == {Recipient.PERSON}
    assert seen(world, request_id).step.what is NextStep.ALLOCATE
    assert gap_days(seen(world, request_id)) == [(date(2026, 12, 5), date(2026, 12, 5), 1)]


def test_an_urgent_whose_extension_was_refused_runs_to_its_own_last_day(world):
    request_id = world.a_case(urgent=True)
    requests.ask_extension(world.admin, request_id, requested_on=TODAY, reasons="No doctor")
    requests.decide_extension(
        world.lead, request_id, decided_on=TODAY, is_granted=False, days=None, reasons="No need",
        is_essential=False,
    )  # fmt: skip
    assert seen(world, request_id).urgent_state is UrgentState.EXTENSION_REFUSED
    world.desk.clock.move(days=5)
    assert seen(world, request_id).urgent_state is UrgentState.LAPSED


def test_an_urgent_is_superseded_by_the_standard_authorisation(world):
    view = seen(world, world.whole_way(urgent=True))
    assert view.urgent_state is UrgentState.SUPERSEDED
    assert view.sa_state is SaState.IN_FORCE


def test_an_urgent_ends_when_the_refusal_is_received(world):
    request_id = world.stopped(world.turned_negative(world.allocated(world.a_case(urgent=True))))
    decisions.refuse(world.signatory, request_id, reasons="Refused in advance")
    assert seen(world, request_id).urgent_state is UrgentState.IN_FORCE
    decisions.note_refusal_received(world.admin, request_id, TODAY)
    assert seen(world, request_id).urgent_state is UrgentState.ENDED_BY_REFUSAL


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (EarlyEnd.COURT, UrgentState.ENDED_BY_COURT),
        (EarlyEnd.LEFT, UrgentState.ENDED_LEFT_OR_DIED),
        (EarlyEnd.DIED, UrgentState.ENDED_LEFT_OR_DIED),
    ],
)
def test_an_urgent_that_ended_early_authorises_nothing_from_then_on(world, reason, state):
    request_id = world.a_case(urgent=True)
    authorities.end_urgent(world.admin, request_id, an_ending(reason))
    view = seen(world, request_id)
    assert view.urgent_state is state
    assert view.answer.date("urgent_ceases_on") == TODAY
    assert view.answer.date("first_day_without_authority") == TODAY
    assert [(one.kind, one.last_on) for one in view.spans] == [(Authority.URGENT, TODAY)]


def test_a_second_urgent_is_shown_as_giving_nothing(world):
    first = world.a_case(urgent=True)
    closing.close(world.admin, first, a_closure(ClosedAs.WITHDRAWN, restrictions_continue=False))
    again = world.a_case(urgent=True, person_id=world.case(first).person_id,
                         urgent_given_on=TODAY)  # fmt: skip
    assert seen(world, again).urgent_state is UrgentState.NO_AUTHORITY


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"on": TODAY + DAY}, "EVENT_IN_FUTURE"),
        ({"on": date(2026, 11, 20)}, "ENDED_OUTSIDE"),
        ({"paper": " "}, "CLOSE_WITHOUT_EVIDENCE"),
        ({"terms": ""}, "ORDER_TERMS_NEEDED"),
    ],
)
def test_an_impossible_early_end_is_refused(world, values, code):
    request_id = world.a_case(urgent=True)
    with refused(world, code):
        authorities.end_urgent(world.admin, request_id, an_ending(EarlyEnd.COURT, **values))
    granted = world.whole_way()
    with refused(world, code):
        authorities.end_authorisation(world.admin, granted, an_ending(EarlyEnd.COURT, **values))


# Suspension: worked example W14


def test_a_suspension_gives_no_authority_and_lapses_after_28_days(world):
    request_id = granted(world)
    authorities.suspend(world.admin, request_id, a_suspension())
    view = seen(world, request_id)
    assert view.sa_state is SaState.SUSPENDED
    assert view.answer.date("suspension_last_day") == DAY_28
    assert view.answer.date("sa_ceases_on") == DAY_28
    assert view.answer.date("first_day_without_authority") == TODAY
    assert told(world, request_id, "suspended") == {
        Recipient.PERSON, Recipient.MANAGING_AUTHORITY, Recipient.REPRESENTATIVE,
    }  # fmt: skip
    world.desk.clock.move(days=28)
    view = seen(world, request_id)
    assert view.sa_state is SaState.CEASED_SUSPENSION
    assert gap_days(view) == [(TODAY, DAY_28 + DAY, 29)]


def test_a_suspension_lifted_in_time_leaves_the_last_day_where_it_was_and_the_gap_in_sight(world):
    request_id = granted(world)
    authorities.suspend(world.admin, request_id, a_suspension())
    world.desk.clock.move(days=10)
    authorities.lift_suspension(world.admin, request_id, restored_on=TODAY + 10 * DAY)
    view = seen(world, request_id)
    assert view.sa_state is SaState.IN_FORCE
    assert view.answer.date("sa_ceases_on") == LAST
    assert gap_days(view) == [(TODAY, TODAY + 9 * DAY, 11)]
    assert "suspension_lifted" in [event.kind for event in view.case.events]


def test_a_second_suspension_leaves_both_gaps(world):
    request_id = granted(world)
    for _ in range(2):
        authorities.suspend(world.admin, request_id, a_suspension(world.desk.clock.today()))
        world.desk.clock.move(days=5)
        authorities.lift_suspension(world.admin, request_id, restored_on=world.desk.clock.today())
        world.desk.clock.move(days=5)
    assert [days for _first, _last, days in gap_days(seen(world, request_id))] == [6, 6]


def test_a_suspension_is_lifted_too_late(world):
    request_id = world.whole_way()
    authorities.suspend(world.admin, request_id, a_suspension())
    world.desk.clock.move(days=40)
    with refused(world, "SUSPENSION_LATE_LIFT"):
        authorities.lift_suspension(world.admin, request_id, restored_on=DAY_28 + DAY)
    with refused(world, "FACTS_CONTRADICT"):
        authorities.lift_suspension(world.admin, request_id, restored_on=TODAY - DAY)
    with refused(world, "WHEN_NEEDED"):
        authorities.lift_suspension(world.admin, request_id, restored_on=None)
    with pytest.raises(ReasonNeeded) as caught:  # it would cover days shown as a gap
        authorities.lift_suspension(world.admin, request_id, restored_on=DAY_28)
    assert [one.code for one in caught.value.problems] == ["LATE_FACT_COVERS_GAP"]
    authorities.lift_suspension(
        world.admin, request_id, restored_on=DAY_28, reason="The ward's letter of 20 December"
    )
    assert seen(world, request_id).sa_state is SaState.IN_FORCE


def test_a_stay_in_a_general_hospital_is_no_suspension(world):
    request_id = world.whole_way()
    found = a_suspension(reason=SuspensionReason.GENERAL_HOSPITAL, why="Broken hip")
    with pytest.raises(ReasonNeeded) as caught:
        authorities.suspend(world.admin, request_id, found)
    assert [one.code for one in caught.value.problems] == ["SUSPEND_WRONG_REASON"]
    with refused(world, "NOT_A_SUSPENSION"):
        authorities.suspend(world.admin, request_id, found, reason="As the home says")
    authorities.go_away(world.admin, request_id, Absence("Norchester General", TODAY))
    assert seen(world, request_id).sa_state is SaState.IN_FORCE
    world.desk.clock.move(days=3)
    authorities.come_back(world.admin, request_id, back_on=TODAY + 2 * DAY)
    [away] = [r for r in world.case(request_id).records if r.kind is RecordKind.ABSENCE]
    assert (away.facts.back_on, away.entries) == (TODAY + 2 * DAY, 2)


def test_nothing_is_suspended_twice_or_before_it_is_in_force(world):
    request_id = world.whole_way()
    with refused(world, "SUSPENSION_OUTSIDE_SA"):
        authorities.suspend(world.admin, request_id, a_suspension(TODAY - DAY))
    authorities.suspend(world.admin, request_id, a_suspension())
    with refused(world, "SUSPENSION_OUTSIDE_SA"):
        authorities.suspend(world.admin, request_id, a_suspension())
    waiting = world.a_case()
    with refused(world, "NO_AUTHORISATION"):
        authorities.suspend(world.admin, waiting, a_suspension())


# The end of a standard authorisation


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (EarlyEnd.COURT, SaState.ENDED_BY_COURT),
        (EarlyEnd.DIED, SaState.PERSON_DIED),
        (EarlyEnd.LEFT, SaState.NO_LONGER_USED),
        (EarlyEnd.MOVED, SaState.NO_LONGER_USED),
        (EarlyEnd.DETAINED_MHA, SaState.NO_LONGER_USED),
    ],
)
def test_an_early_end_stops_the_authority_and_keeps_the_legal_last_day(world, reason, state):
    request_id = world.whole_way()
    world.desk.clock.move(days=30)
    ended = TODAY + 20 * DAY
    authorities.end_authorisation(world.admin, request_id, an_ending(reason, ended))
    view = seen(world, request_id)
    assert view.sa_state is state
    assert view.case.authorisation.last_day == LAST
    assert view.answer.date("sa_last_day") == LAST
    assert view.answer.date("sa_ceases_on") == ended
    assert [one.last_on for one in view.spans if one.kind is Authority.STANDARD] == [ended]
    assert told(world, request_id, "sa_ceased") == {
        Recipient.PERSON, Recipient.MANAGING_AUTHORITY, Recipient.REPRESENTATIVE,
        Recipient.INTERESTED_PERSON,
    }  # fmt: skip


def test_the_council_ends_no_authorisation_but_by_a_review(world):
    request_id = world.whole_way()
    with refused(world, "AG_V18"):
        authorities.end_authorisation(world.admin, request_id, an_ending(EarlyEnd.REVIEW))


def test_a_death_is_kept_with_the_person_and_asks_about_the_coroner(world):
    request_id = world.whole_way()
    with refused(world, "CORONER_QUESTION"):
        authorities.end_authorisation(
            world.admin, request_id, an_ending(EarlyEnd.DIED, coroner=None)
        )
    authorities.end_authorisation(
        world.admin, request_id, an_ending(EarlyEnd.DIED, coroner=Coroner.ADVISED)
    )
    assert world.case(request_id).person.date_of_death == TODAY
    assert [one.action for one in world.trail() if one.entity == "person"][-1] == "note_death"


def test_an_expired_authorisation_asks_for_its_notices_once(world):
    request_id = world.whole_way()
    with refused(world, "NOTHING_CEASED"):
        authorities.tell_ceased(world.admin, request_id)
    world.desk.clock.move(days=181)
    view = seen(world, request_id)
    assert view.sa_state is SaState.EXPIRED
    for line in view.case.copies:
        copies.mark_sent(world.admin, request_id, line.id, on=TODAY + 181 * DAY, method="post")
    assert seen(world, request_id).step.what is NextStep.NOTE_SA_CEASED
    authorities.tell_ceased(world.admin, request_id)
    assert seen(world, request_id).step.what is NextStep.SEND_COPIES


# Corrections


def test_an_entry_made_in_error_stays_and_counts_for_nothing(world):
    request_id = world.whole_way()
    authorities.go_away(world.admin, request_id, Absence("Hospital", TODAY))
    record = world.case(request_id).records[-1]
    with refused(world, "VOID_WHY"):
        authorities.enter_in_error(world.admin, request_id, record.id, why=" ")
    authorities.enter_in_error(world.admin, request_id, record.id, why="Another person")
    [kept] = [one for one in world.case(request_id).records if one.id == record.id]
    assert (kept.is_void, kept.entries, kept.facts) == (True, 2, record.facts)
    assert authorities.away_now(world.case(request_id)) is None
    assert [event.kind for event in world.case(request_id).events][-1] == "entered_in_error"


def test_no_correction_hides_a_day_without_authority(world):
    request_id = world.whole_way()
    authorities.suspend(world.admin, request_id, a_suspension())
    world.desk.clock.move(days=3)
    [held] = [r for r in world.case(request_id).records if r.kind is RecordKind.SUSPENSION]
    before = gap_days(seen(world, request_id))
    with refused(world, "GAP_EDIT"):
        authorities.enter_in_error(world.admin, request_id, held.id, why="Wrong person")
    assert gap_days(seen(world, request_id)) == before


# Ends without a decision


def test_a_death_while_waiting_ends_the_urgent_and_asks_about_the_coroner(world):
    request_id = world.a_case(urgent=True)
    with refused(world, "CORONER_QUESTION"):
        closing.close(world.admin, request_id, a_closure(reason=ClosureReason.DIED))
    closing.close(
        world.admin, request_id,
        a_closure(reason=ClosureReason.DIED, coroner=Coroner.REPORTED),
    )  # fmt: skip
    view = seen(world, request_id)
    assert view.case.request.state is RequestState.NO_LONGER_NEEDED
    assert view.urgent_state is UrgentState.ENDED_LEFT_OR_DIED
    assert view.case.person.date_of_death == TODAY
    assert view.case.request.arrangements_to == TODAY


@pytest.mark.parametrize(
    ("closed_as", "values", "code"),
    [
        (ClosedAs.WITHDRAWN, {"evidence": "other_paper"}, "WITHDRAWAL_NOT_WRITTEN"),
        (ClosedAs.WITHDRAWN, {"restrictions_continue": None}, "RESTRICTIONS_QUESTION"),
        (ClosedAs.WITHDRAWN, {"reason": "left"}, "CLOSURE_REASON_MISFIT"),
        (ClosedAs.NO_LONGER_NEEDED, {"evidence": "desk_review"}, "AG_V17"),
        (ClosedAs.NO_LONGER_NEEDED, {"reason": "looked_again"}, "CLOSURE_REASON_MISFIT"),
        (ClosedAs.TRANSFERRED, {"evidence": "other_paper"}, "TRANSFER_NOT_AGREED"),
        (ClosedAs.TRANSFERRED, {"council": ""}, "TRANSFER_NOT_AGREED"),
    ],
)
def test_a_request_is_closed_on_the_right_paper_only(world, closed_as, values, code):
    if "evidence" in values:
        values = {**values, "evidence": Evidence(values["evidence"])}
    if "reason" in values:
        values = {**values, "reason": ClosureReason(values["reason"])}
    request_id = world.a_case()
    with refused(world, code):
        closing.close(world.admin, request_id, a_closure(closed_as, **values))


def test_a_withdrawal_is_not_taken_from_somebody_who_may_object(world):
    request_id = world.a_case(person_objects=Answered.YES)
    with refused(world, "AG_V19"):
        closing.close(
            world.admin, request_id,
            a_closure(ClosedAs.WITHDRAWN, reason=ClosureReason.LOOKED_AGAIN),
        )  # fmt: skip


def test_a_withdrawal_with_restrictions_going_on_needs_a_reason_and_the_gap_goes_on(world):
    request_id = world.a_case()
    found = a_closure(ClosedAs.WITHDRAWN, restrictions_continue=True)
    with pytest.raises(ReasonNeeded):
        closing.close(world.admin, request_id, found)
    closing.close(world.admin, request_id, found, reason="The home will ask again")
    world.desk.clock.move(days=5)
    assert gap_days(seen(world, request_id))[-1][1] == TODAY + 5 * DAY
