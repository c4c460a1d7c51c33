"""What happens to an authority after it was given: ended early, suspended, ceased, interrupted.

Each act is one entry in the case, with the notices that the law asks for (dols.md 3.6, 4.2, 4.3).
"""

from dataclasses import replace
from datetime import date, time
from typing import Any

from dolsdesk.domain.changes import Changes, of_case
from dolsdesk.domain.counting import days_between
from dolsdesk.domain.dols import endings, holdings, life, suspensions, timescales
from dolsdesk.domain.dols.case import Authorisation, Case, facts_of
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.copies import NoticeEvent
from dolsdesk.domain.dols.endings import Absence, Cessation, EarlyEnd
from dolsdesk.domain.dols.life import SA_LIVE, URGENT_RUNNING
from dolsdesk.domain.dols.suspensions import Suspension
from dolsdesk.domain.dols.timescales import Answer
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import triage, words
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.closing import note_death
from dolsdesk.services.context import Context
from dolsdesk.services.ending_rights import end_rights
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.services.papers import ending as ending_papers
from dolsdesk.services.papers import issuing, suspending
from dolsdesk.services.projection import Standing, grants_of_others, standing

# Urgent authorisations


def end_urgent(
    ctx: Context, request_id: int, ending: Cessation, *, reason: str = ""
) -> Outcome[None]:
    """Record that an urgent authorisation ended before its last day (U8, U9).

    Raises:
        Refused: there is no urgent authorisation.
        ProblemsFound: no evidence, or the day is not one of its days.
        ReasonNeeded: the person had died before.
    """
    changes = Changes()
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        case = act.case
        if case.urgent is None:
            raise Refused("NO_URGENT")
        answer = _answer(ctx, case)
        last = answer.date("urgent_ceases_on") or case.urgent.given_on
        wrong = endings.cessation_problems(
            ending, first_on=case.urgent.given_on, last_on=last, as_at=ctx.today
        )
        why = settle((*wrong, *act.after_death(on=ending.on)), reason)
        act.begin(RecordKind.URGENT_END, ending, on=ending.on, detail=_told(ending))
        if ending.reason is EarlyEnd.DIED:
            changes = note_death(ctx, act, ending.on, ending.coroner)
        act.record("end_urgent", reason=why or ending.paper, on=ending.on.isoformat(),
                   why=ending.reason)  # fmt: skip
    return Outcome(None, of_case(request_id) | changes)


def tell_urgent_ceased(ctx: Context, request_id: int) -> Outcome[None]:
    """List who must be told that the urgent authorisation ceased (para 90).

    Raises:
        Refused: it has not ceased, or there is none.
    """
    with on_case(ctx, Act.SEND_COPIES, request_id) as act:
        state = _standing(ctx, act).urgent_state
        if state is None or state in URGENT_RUNNING:
            raise Refused("URGENT_RUNS")
        act.tell(NoticeEvent.URGENT_CEASED)
        act.happened("urgent_ceased", words.fact(state.value))
        act.record("tell_urgent_ceased", how=state.value)
    return Outcome(None, of_case(request_id))


# Suspension


def suspend(ctx: Context, request_id: int, found: Suspension, *, reason: str = "") -> Outcome[None]:
    """Record the managing authority's notice that the person is no longer eligible (para 91).

    There is no authority from the time of the notice (para 97).

    Raises:
        ProblemsFound: nothing is in force on that day, or it is suspended already.
        ReasonNeeded: a reason that Part 6 does not know.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        given, answer = _given(act.case), _answer(ctx, act.case)
        last = life.last_day_of_authority(act.case, answer) or given.last_day
        wrong = suspensions.notice_problems(
            found,
            in_force_on=given.in_force_on,
            sa_last_day=last,
            is_running=running_suspension(act.case) is not None,
            as_at=ctx.today,
        )
        late = act.after_death(suspension_notice_on=found.suspension_notice_on)
        why = settle((*wrong, *late), reason)
        if found.reason in suspensions.NO_SUSPENSION:
            raise Refused("NOT_A_SUSPENSION", field="reason")
        at = found.suspension_notice_time
        record_id = act.begin(
            RecordKind.SUSPENSION, found, on=found.suspension_notice_on, event="suspended",
            detail=f"{words.fact(found.reason.value)}. {found.why}{_at(at)}",
        )  # fmt: skip
        paper = suspending.form_7(ctx, act.case, found, record_id=record_id)
        act.tell(NoticeEvent.SUSPENDED, document_id=issuing.issue(act, paper))
        act.record("suspend", reason=why or found.why, on=found.suspension_notice_on.isoformat())
    return Outcome(None, of_case(request_id))


def lift_suspension(
    ctx: Context, request_id: int, *, restored_on: date | None, restored_time: time | None = None,
    reason: str = "",
) -> Outcome[None]:  # fmt: skip
    """Record the managing authority's notice that the person is eligible again (para 94).

    Raises:
        Refused: nothing is suspended.
        ProblemsFound: the 28 days have ended, or the notice comes before the suspension.
        ReasonNeeded: it is recorded late, so that days shown without authority become covered.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held = running_suspension(act.case)
        if held is None:
            raise Refused("NOT_SUSPENDED")
        lifted = replace(
            held.facts,
            eligibility_restored_on=restored_on,
            eligibility_restored_time=restored_time,
        )
        last_day = _given(act.case).last_day
        wrong = suspensions.lift_problems(
            lifted, sa_last_day=last_day, as_at=ctx.today, book=ctx.book
        )
        if not wrong and hidden_gap(ctx, act.case, amended(act.case, held.id, lifted)):
            wrong = (Code.LATE_FACT_COVERS_GAP.problem(field="eligibility_restored_on"),)
        late = act.after_death(eligibility_restored_on=restored_on)
        why = settle((*wrong, *late), reason)
        act.amend(held, lifted, on=restored_on, event="suspension_lifted", why=why)
        paper = suspending.form_7_lifted(ctx, act.case, lifted, record_id=held.id)
        act.tell(NoticeEvent.SUSPENSION_LIFTED, document_id=issuing.issue(act, paper))
        act.record("lift_suspension", reason=why, on=restored_on.isoformat() if restored_on else "")
    return Outcome(None, of_case(request_id))


def running_suspension(case: Case) -> Record[Suspension] | None:
    """Return the suspension that has not been lifted, if there is one."""
    held = holdings.of(case.records, RecordKind.SUSPENSION, Suspension)
    open_ones = [one for one in held if one.facts.eligibility_restored_on is None]
    return open_ones[-1] if open_ones else None


# The end of a standard authorisation


def end_authorisation(
    ctx: Context, request_id: int, ending: Cessation, *, reason: str = ""
) -> Outcome[None]:
    """Record that a standard authorisation ended before its last day (A8, A9, A10).

    One that was given and is yet to come into force can end so too; it then never authorised a day.
    The council itself ends one by a review only; the others are facts it is told of.

    Raises:
        Refused: none was given, or a review is given as the reason (AG-V18).
        ProblemsFound: no evidence, no terms of the order, or the day is not one of its days.
        ReasonNeeded: the person had died before.
    """
    if ending.reason is EarlyEnd.REVIEW:
        settle((Code.AG_V18.problem(field="reason"),), "")
    changes = Changes()
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        case, given = act.case, _given(act.case)
        last = life.last_day_of_authority(case, _answer(ctx, case)) or given.last_day
        wrong = endings.cessation_problems(
            ending, first_on=given.given_on, last_on=last, as_at=ctx.today
        )
        why = settle((*wrong, *act.after_death(on=ending.on)), reason)
        cease(act, ending)
        if ending.reason is not EarlyEnd.COURT and case.request.arrangements_to is None:
            act.set(arrangements_to=ending.on)  # the person is not there any more
        if ending.reason is EarlyEnd.DIED:
            changes = note_death(ctx, act, ending.on, ending.coroner)
        act.record("end_authorisation", reason=why or ending.paper, why=ending.reason.value,
                   on=ending.on.isoformat())  # fmt: skip
    return Outcome(None, of_case(request_id) | changes)


def cease(act: CaseAct, ending: Cessation) -> None:
    """End the authorisation of a case: the record, the notices, and what rested on it."""
    record_id = act.begin(RecordKind.CESSATION, ending, on=ending.on, detail=_told(ending))
    paper = ending_papers.form_9(
        act.ctx, act.case, ending_papers.by_fact(ending), record_id=record_id
    )
    act.tell(NoticeEvent.SA_CEASED, document_id=issuing.issue(act, paper))
    end_rights(act, on=ending.on)


def tell_ceased(ctx: Context, request_id: int) -> Outcome[None]:
    """List who must be told that the standard authorisation ceased (para 65).

    For the ends that come by the calendar: expiry, 28 days of suspension, a new authorisation.

    Raises:
        Refused: it has not ceased.
    """
    with on_case(ctx, Act.SEND_COPIES, request_id) as act:
        found = _standing(ctx, act)
        if found.sa_state is None or found.sa_state in SA_LIVE:
            raise Refused("NOTHING_CEASED")
        end = ending_papers.by_calendar(act.case, found.sa_state, found.answer)
        number = issuing.issue(act, ending_papers.form_9(ctx, act.case, end)) if end else None
        act.tell(NoticeEvent.SA_CEASED, document_id=number)
        act.happened("sa_ceased", words.fact(found.sa_state.value))
        ended_on = life.last_day_of_authority(act.case, found.answer) or ctx.today
        end_rights(act, on=ended_on)
        act.record("tell_ceased", how=found.sa_state.value)
    return Outcome(None, of_case(request_id))


# A stay elsewhere


def go_away(ctx: Context, request_id: int, away: Absence, *, reason: str = "") -> Outcome[None]:
    """Record a stay elsewhere, such as in a general hospital (dols.md 10.19): no suspension.

    Raises:
        ProblemsFound: no place, or days to come or out of order.
        ReasonNeeded: the person had died before.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        late = act.after_death(from_on=away.from_on, back_on=away.back_on)
        why = settle((*endings.absence_problems(away, as_at=ctx.today), *late), reason)
        act.begin(RecordKind.ABSENCE, away, on=away.from_on, detail=f"{away.where}. {away.note}")
        act.record("go_away", reason=why, on=away.from_on.isoformat())
    return Outcome(None, of_case(request_id))


def come_back(
    ctx: Context, request_id: int, *, back_on: date | None, reason: str = ""
) -> Outcome[None]:
    """Record that the person came back; within its dates the authorisation covers them again.

    Raises:
        Refused: the person is not away.
        ProblemsFound: the day is to come, or before the stay began.
        ReasonNeeded: the person had died before.
    """
    if back_on is None:
        settle((Code.WHEN_NEEDED.problem(field="back_on"),), "")
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held = away_now(act.case)
        if held is None:
            raise Refused("NOT_AWAY")
        back = replace(held.facts, back_on=back_on)
        wrong = endings.absence_problems(back, as_at=ctx.today)
        why = settle((*wrong, *act.after_death(back_on=back_on)), reason)
        act.amend(held, back, on=back_on, detail="Back", why=why)
        act.record("come_back", reason=why, on=back_on.isoformat() if back_on else "")
    return Outcome(None, of_case(request_id))


def away_now(case: Case) -> Record[Absence] | None:
    """Return the stay elsewhere that has not ended, if there is one."""
    held = holdings.of(case.records, RecordKind.ABSENCE, Absence)
    away = [one for one in held if one.facts.back_on is None]
    return away[-1] if away else None


# Corrections

#: Records whose newest says when the next contact is.
MOVES_CONTACT = frozenset({RecordKind.TRIAGE, RecordKind.WAITING_CONTACT, RecordKind.CONTACT_PLAN})


def enter_in_error(
    ctx: Context, request_id: int, record_id: int, *, why: str, paper: str = ""
) -> Outcome[None]:
    """Mark a record as entered in error; it stays and counts for nothing.

    ``paper`` is what shows that days which stand without authority were none.

    Raises:
        Refused: no reason, or no such record in this case.
        ProblemsFound: days without authority would be hidden, and no paper shows it (I14).
    """
    if not why.strip():
        raise Refused("VOID_WHY", field="why")
    with on_case(ctx, Act.CORRECT, request_id) as act:
        held = next((one for one in act.case.records if one.id == record_id), None)
        if held is None or held.is_void:
            raise Refused("NO_SUCH_RECORD")
        if held.kind is RecordKind.TEST_RECORD:
            settle((Code.AG_V23.problem(),), "")
        if not paper.strip():
            gap = hidden_gap(ctx, act.case, without(act.case, record_id))
            settle(tuple(replace(one, field="paper") for one in gap), "")
        if held.kind in MOVES_CONTACT:
            triage.after_error(act, held)
        said = f"{why} Evidence: {paper}" if paper.strip() else why
        act.amend(held, held.facts, why=said, is_void=True)
        act.record("enter_in_error", reason=said, record_id=record_id, kind=held.kind.value)
    return Outcome(None, of_case(request_id))


def without(case: Case, record_id: int) -> Case:
    """Return a case as it would stand without a record."""
    return _with(case, record_id, is_void=True)


def amended(case: Case, record_id: int, facts: object) -> Case:
    """Return a case as it would stand with other facts in a record."""
    return _with(case, record_id, facts=facts)


def _with(case: Case, record_id: int, **values: Any) -> Case:
    kept = tuple(replace(one, **values) if one.id == record_id else one for one in case.records)
    return replace(case, records=kept)


def hidden_gap(ctx: Context, before: Case, after: Case) -> tuple[Problem, ...]:
    """Return why a correction may not be made: it would hide a day without authority (I14)."""
    was = _days_without(ctx, before)
    return (Code.GAP_EDIT.problem(),) if was - _days_without(ctx, after) else ()


def _days_without(ctx: Context, case: Case) -> frozenset[date]:
    """Return the days up to today on which nothing authorised, for all or part of the day."""
    found = standing(case, as_at=ctx.today, book=ctx.book)
    gaps = (span for span in found.spans if not span.ref and span.first_on <= ctx.today)
    return frozenset(
        on
        for span in gaps
        for on in days_between(
            span.first_on, min(span.until_on if span.part_day else span.last_on, ctx.today)
        )
    )


def _given(case: Case) -> Authorisation:
    if case.authorisation is None:
        raise Refused("NO_AUTHORISATION")
    return case.authorisation


def _answer(ctx: Context, case: Case) -> Answer:
    return timescales.work_out(facts_of(case), as_at=ctx.today, book=ctx.book)


def _standing(ctx: Context, act: CaseAct) -> Standing:
    earlier = grants_of_others(act.write.session, act.case, as_at=ctx.today, book=ctx.book)
    return standing(act.case, as_at=ctx.today, book=ctx.book, earlier=earlier)


def _told(ending: Cessation) -> str:
    parts = (words.fact(ending.reason.value), ending.terms, ending.paper)
    return ". ".join(part for part in parts if part)


def _at(when: time | None) -> str:
    return f", at {when:%H:%M}" if when else ""
