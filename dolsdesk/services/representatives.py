"""The relevant person's representative: proposed, checked, offered, appointed, ended (Part 10)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import holdings, life, representatives, rights, timescales
from dolsdesk.domain.dols.advocates import Advocacy, AdvocateKind
from dolsdesk.domain.dols.case import Authorisation, Case, facts_of
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.copies import NoticeEvent
from dolsdesk.domain.dols.life import SA_LIVE
from dolsdesk.domain.dols.objections import Objection, ObjectionHow
from dolsdesk.domain.dols.representatives import (
    COMING,
    MACHINE,
    Appointment,
    Objecting,
    RprCheck,
    RprContact,
    RprEndReason,
    RprEvent,
    RprState,
    SupportsChallenge,
)
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import words
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.context import Context
from dolsdesk.services.objections import begin_objection
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.services.papers import ending, issuing
from dolsdesk.services.projection import standing_with_others

#: Advocates who stand in until there is a representative (para 161, s39C(5)).
_STANDS_IN = frozenset({AdvocateKind.S39A, AdvocateKind.S39C})


def propose(ctx: Context, request_id: int, found: Appointment, *, reason: str = "") -> Outcome[int]:
    """Propose a representative for an authorisation that lasts, and return the record.

    Checks may still be open; they are asked before the offer.

    Raises:
        Refused: no authorisation lasts.
        ProblemsFound: somebody acts or is proposed already, or the person cannot be chosen so.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        _given(ctx, act)
        if current(act.case, COMING) is not None:
            settle((Code.RPR_UNDER_WAY.problem(),), "")
        if current(act.case, frozenset({RprState.APPOINTED})) is not None:
            settle((Code.RPR_ACTS_ALREADY.problem(),), "")
        proposed = replace(found, state=RprState.PROPOSED)
        why = settle(representatives.first_problems(proposed), reason)
        record_id = act.begin(RecordKind.REPRESENTATIVE, proposed, on=ctx.today,
                              detail=f"{proposed.name}: {words.fact(proposed.state)}")  # fmt: skip
        act.record("propose_representative", reason=why, kind=proposed.kind.value)
    return Outcome(record_id, of_case(request_id))


def check(
    ctx: Context,
    request_id: int,
    *,
    checks: Mapping[RprCheck, bool],
    would_support_challenge: SupportsChallenge | None,
    recommended_on: date | None = None,
    is_objected_to: bool = False,
    address: str | None = None,
    reason: str = "",
) -> Outcome[None]:
    """Record each check of eligibility of whoever is proposed (RPR regs 3 and 9).

    Raises:
        Refused: nobody is proposed.
        ProblemsFound: a check is open or fails, or somebody objects to the assessor's choice.
        ReasonNeeded: the person objects, and this representative would not support a challenge.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held = _current(act.case, frozenset({RprState.PROPOSED}))
        checked = replace(
            held.facts,
            checks=dict(checks),
            would_support_challenge=would_support_challenge,
            recommended_on=recommended_on or held.facts.recommended_on,
            is_objected_to=is_objected_to,
            address=held.facts.address if address is None else address,
        )
        why = settle(_problems(act.case, checked), reason)
        act.amend(held, checked, detail=f"{checked.name}: eligible", why=why)
        act.record("check_representative", reason=why)
    return Outcome(None, of_case(request_id))


def offer(ctx: Context, request_id: int, *, on: date | None, reason: str = "") -> Outcome[None]:
    """Record the written offer, which states the duties and the length (RPR reg 12(1)).

    Raises:
        ProblemsFound: a check is open or fails, or the day is missing or to come.
        ReasonNeeded: the person objects, and this representative would not support a challenge.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        _given(ctx, act)
        held = _current(act.case, COMING)
        offered = replace(held.facts, state=_after(held, RprEvent.OFFER), offered_on=on)
        wrong = [*_problems(act.case, offered), *representatives.offer_problems(offered, ctx.today)]
        why = settle((*wrong, *act.after_death(offered_on=on)), reason)
        act.amend(held, offered, on=on, detail=_said(offered), why=why)
        act.record("offer_representative", reason=why, on=on.isoformat() if on else "")
    return Outcome(None, of_case(request_id))


def appoint(
    ctx: Context, request_id: int, *, accepted_on: date | None, appointed_on: date | None,
    reason: str = "",
) -> Outcome[None]:  # fmt: skip
    """Appoint whoever accepted in writing, for the period of the authorisation (RPR reg 12; I16).

    Copies are listed. Advocates who stood in until now have done so (para 161, s39C(5)).

    Raises:
        ProblemsFound: days missing, out of order or outside the authorisation, or somebody acts.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        given = _given(ctx, act)
        held = _current(act.case, COMING)
        if current(act.case, representatives.ACTING) is not None:
            settle((Code.RPR_ACTS_ALREADY.problem(field="appointed_on"),), "")
        last_day = _last_day(ctx, act.case, given)
        made = replace(
            held.facts, state=_after(held, RprEvent.APPOINT), accepted_on=accepted_on,
            appointed_on=appointed_on, appointed_to=last_day,
        )  # fmt: skip
        wrong = (
            *_problems(act.case, made),
            *representatives.appointment_problems(
                made, in_force_on=given.in_force_on, sa_last_day=last_day, as_at=ctx.today
            ),
            *act.after_death(appointed_on=appointed_on),
        )
        why = settle(wrong, reason)
        act.amend(held, made, on=appointed_on, detail=_said(made), why=why)
        act.tell(NoticeEvent.RPR_APPOINTED, case=act.again())
        _stand_down(act, appointed_on or ctx.today)
        act.record("appoint_representative", reason=why, on=str(appointed_on or ""),
                   to=last_day.isoformat())  # fmt: skip
    return Outcome(None, of_case(request_id))


def decline(ctx: Context, request_id: int, *, why: str) -> Outcome[None]:
    """Record that whoever was proposed is not appointed: unwilling, or not eligible.

    Raises:
        ProblemsFound: nobody says why.
    """
    if not why.strip():
        settle((Code.WHY_NEEDED.problem(field="why"),), "")
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held = _current(act.case, COMING)
        declined = replace(held.facts, state=_after(held, RprEvent.DECLINE), end_note=why)
        act.amend(held, declined, detail=f"{_said(declined)}. {why}")
        act.record("decline_representative", reason=why)
    return Outcome(None, of_case(request_id))


def warn(
    ctx: Context, request_id: int, *, told_on: date | None, to_end_on: date | None, why: str
) -> Outcome[None]:
    """Record that the representative was told of the pending end, why and when (RPR reg 14).

    Raises:
        ProblemsFound: no reasons, or days missing or out of order.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held = _current(act.case, representatives.ACTING)
        told = replace(
            held.facts, state=_after(held, RprEvent.WARN), told_on=told_on, to_end_on=to_end_on,
            told_why=why,
        )  # fmt: skip
        settle(representatives.warning_problems(told, as_at=ctx.today), "")
        act.amend(held, told, on=told_on, detail=f"{_said(told)}. {why}")
        act.record("warn_representative", reason=why, on=str(told_on or ""))
    return Outcome(None, of_case(request_id))


def end(
    ctx: Context, request_id: int, *, on: date | None, reason: RprEndReason | None, note: str = ""
) -> Outcome[None]:
    """End an appointment, and list who gets a copy of the notice (RPR regs 13 and 14).

    Raises:
        ProblemsFound: the representative was not told first where that is due, the reason does not
            fit who selected them, or the day is missing, to come or outside the authorisation.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        case, held = act.case, _current(act.case, representatives.ACTING)
        given = case.authorisation
        if given is None:
            raise Refused("NO_AUTHORISATION")
        found = standing_with_others(act.write.session, case, as_at=ctx.today, book=ctx.book)
        ended = replace(
            held.facts, state=_after(held, RprEvent.END), ended_on=on, end_reason=reason,
            end_note=note,
        )  # fmt: skip
        last_day = _last_day(ctx, case, given)
        settle(
            representatives.end_problems(
                ended, sa_last_day=last_day, is_over=found.sa_state not in SA_LIVE, as_at=ctx.today
            ),
            "",
        )
        has_died = reason is RprEndReason.DIED
        paper = ending.form_8(ctx, case, ended, record_id=held.id)
        document_id = issuing.issue(act, paper)
        if not has_died:
            act.tell(NoticeEvent.RPR_TERMINATED, document_id=document_id)
        said = words.fact(reason.value) if reason else ""
        act.amend(held, ended, on=on, detail=f"{ended.name}: {said}. {note}".strip())
        if has_died:
            act.tell(NoticeEvent.RPR_TERMINATED, case=act.again(), document_id=document_id)
        act.record("end_representative", reason=note, why=said, on=str(on or ""))
    return Outcome(None, of_case(request_id))


def log_contact(
    ctx: Context, request_id: int, contact: RprContact, *, reason: str = ""
) -> Outcome[int]:
    """Record a visit or other contact; an objection heard on it is recorded as one (RR4).

    Raises:
        Refused: nobody represents the person.
        ProblemsFound: nobody says by whom, the day is to come or before the appointment, or an
            objection without the person's views.
        ReasonNeeded: the person had died before.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held = _current(act.case, representatives.ACTING)
        wrong = representatives.contact_record_problems(
            contact, appointed_on=held.facts.appointed_on, as_at=ctx.today
        )
        why = settle((*wrong, *act.after_death(on=contact.on)), reason)
        detail = f"{words.fact(contact.how.value)}, {contact.by}"
        record_id = act.begin(
            RecordKind.REPRESENTATIVE_CONTACT, contact, on=contact.on, detail=detail
        )
        if contact.objecting is not Objecting.NO:
            _hear(act, contact)
        act.record("log_contact", reason=why, on=contact.on.isoformat(), how=contact.how.value)
    return Outcome(record_id, of_case(request_id))


def current(case: Case, states: frozenset[RprState]) -> Record[Appointment] | None:
    """Return the newest appointment of a case in one of some states, if there is one."""
    held = holdings.of(case.records, RecordKind.REPRESENTATIVE, Appointment)
    found = [one for one in held if one.facts.state in states]
    return found[-1] if found else None


def _current(case: Case, states: frozenset[RprState]) -> Record[Appointment]:
    found = current(case, states)
    if found is None:
        raise Refused("NO_REPRESENTATIVE")
    return found


def _given(ctx: Context, act: CaseAct) -> Authorisation:
    """Return the authorisation, which must last."""
    given = act.case.authorisation
    if given is None:
        raise Refused("NO_AUTHORISATION")
    found = standing_with_others(act.write.session, act.case, as_at=ctx.today, book=ctx.book)
    if found.sa_state not in SA_LIVE:
        raise Refused("AUTHORISATION_OVER")
    return given


def _last_day(ctx: Context, case: Case, given: Authorisation) -> date:
    answer = timescales.work_out(facts_of(case), as_at=ctx.today, book=ctx.book)
    return life.last_day_of_authority(case, answer) or given.last_day


def _problems(case: Case, found: Appointment) -> tuple[Problem, ...]:
    return representatives.proposal_problems(found, person_objects=rights.objects(case))


def _after(held: Record[Appointment], event: RprEvent) -> RprState:
    return MACHINE.after(held.facts.state, event)


def _said(found: Appointment) -> str:
    return f"{found.name}: {words.fact(found.state.value)}"


def _stand_down(act: CaseAct, on: date) -> None:
    """End what advocates do until there is a representative."""
    for held in holdings.of(act.case.records, RecordKind.ADVOCATE, Advocacy):
        if held.facts.kind in _STANDS_IN and held.facts.is_acting:
            note = "A representative was appointed."
            if held.facts.kind is AdvocateKind.S39A:
                note += " The power to challenge stays (paragraph 161)."
            over = replace(held.facts, ended_on=max(on, held.facts.instructed_on or on),
                           end_note=note)  # fmt: skip
            act.amend(held, over, on=on, detail=note)


def _hear(act: CaseAct, contact: RprContact) -> None:
    """Begin an objection from what was heard, unless one is open."""
    held = holdings.of(act.case.records, RecordKind.OBJECTION, Objection)
    if any(one.facts.is_open for one in held):
        return
    in_words = contact.objecting is Objecting.IN_WORDS
    begin_objection(
        act,
        Objection(
            on=contact.on,
            how=ObjectionHow.WORDS if in_words else ObjectionHow.BEHAVIOUR,
            what=contact.persons_views,
            told_by=contact.by,
        ),
    )
