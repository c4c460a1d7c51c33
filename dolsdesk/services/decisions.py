"""From six good assessments to a signed decision, or from a negative one to a refusal (AU1)."""

from dataclasses import replace
from datetime import date
from typing import Any

from dolsdesk.clock import london_date
from dolsdesk.domain import text
from dolsdesk.domain.changes import Listing, of_case
from dolsdesk.domain.dols import decision, prepared
from dolsdesk.domain.dols import given as given_with
from dolsdesk.domain.dols.assessments import BestInterestsGround
from dolsdesk.domain.dols.case import Authorisation, Case, Refusal
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.copies import NoticeEvent, due, due_on_grant
from dolsdesk.domain.dols.decision import Bounds, Grant, Scrutiny
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.states import Event
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import finding_checks, lateness
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, ProblemsFound, settle
from dolsdesk.services.papers import decided, issuing
from dolsdesk.services.papers.paper import Paper
from dolsdesk.store.repos import cases


def bounds(ctx: Context, case: Case, *, in_force_on: date | None = None) -> Bounds:
    """Return the longest lawful period for a decision given today."""
    return decision.bounds(
        case, given_on=ctx.today, in_force_on=in_force_on, as_at=ctx.today, book=ctx.book
    )


def problems(ctx: Context, case: Case, grant: Grant) -> tuple[Problem, ...]:
    """Return why an authorisation may not be given as it stands, and every warning.

    It is dated by the clock, whatever day was typed: nothing can be given as if it were yesterday.
    """
    today = replace(grant, given_on=ctx.today)
    return decision.grant_problems(today, case, ctx.actor, as_at=ctx.today, book=ctx.book)


def refusal_problems(ctx: Context, case: Case, reasons: str) -> tuple[Problem, ...]:
    """Return why the request may not be refused as it stands.

    Where there is no deprivation, what takes the place of the safeguards is said first (AG-V25).
    """
    found = decision.refusal_problems(case, ctx.actor, reasons, as_at=ctx.today)
    best = case.assessments.get(AssessmentKind.BI)
    if best is not None and best.ground is BestInterestsGround.NO_DEPRIVATION:
        found += finding_checks.closing_problems(case)
    return found


def draft_of_grant(ctx: Context, case: Case, given: Grant, *, notes: str = "") -> Paper:
    """Return Form 5 as it would be issued now, marked as a draft."""
    authorised = authorisation(ctx, case, given, notes=notes)
    return decided.form_5(ctx, replace(case, authorisation=authorised), is_draft=True)


def draft_of_refusal(ctx: Context, case: Case, *, reasons: str) -> Paper:
    """Return Form 6 as it would be issued now, marked as a draft."""
    refused = refusal(ctx, case, reasons=reasons)
    return decided.form_6(ctx, replace(case, refusal=refused), is_draft=True)


def prepared_problems(ctx: Context, case: Case, grant: Grant) -> tuple[Problem, ...]:
    """Return why an authorisation may not go to the signatory as it was prepared."""
    today = replace(grant, given_on=ctx.today)
    return decision.prepared_problems(today, case, as_at=ctx.today, book=ctx.book)


def as_advised(ctx: Context, case: Case) -> Grant:
    """Return the authorisation that takes over everything the assessors advise."""
    advised = decided.as_advised(ctx, case)
    return Grant(
        given_on=advised.given_on,
        in_force_on=advised.in_force_on,
        last_day=advised.last_day,
        purpose=advised.purpose,
        period_reason=advised.period_reason,
        reasons=advised.reasons,
        conditions=advised.conditions,
        representative=advised.representative,
    )


def submit(ctx: Context, request_id: int, grant: Grant | None = None) -> Outcome[None]:
    """Send a request with six good assessments to the signatory, with the authorisation prepared.

    It is what the signatory starts from. Where none is given, it is what the assessors advise.

    Raises:
        ProblemsFound: as it was prepared it could not be given: a period over what is permitted, a
            reason or an eligibility case that lacks (dols.md 4.1, R6 to R7).
        TransitionRefused: the six are not all good.
    """
    with on_case(ctx, Act.PREPARE_DECISION, request_id) as act:
        act.move(Event.SUBMIT)
        wanted = grant or as_advised(ctx, act.case)
        wrong = [one for one in prepared_problems(ctx, act.case, wanted) if one.refuses]
        if wrong:
            raise ProblemsFound(tuple(wrong))
        if grant is not None:
            held = prepared.of_grant(grant)
            act.begin(RecordKind.PREPARED, held, on=ctx.today, event="submitted")
        else:
            act.happened("submitted")
        act.record("submit")
    return Outcome(None, of_case(request_id, Listing.DRAFTS))


def grant(
    ctx: Context,
    request_id: int,
    given: Grant,
    *,
    notes: str = "",
    late_reason: str = "",
    late_note: str = "",
    reason: str = "",
    passphrase: str = "",
    seen_version: int | None = None,
) -> Outcome[int]:
    """Give a standard authorisation, freeze its Form 5, and list who must get a copy.

    All of it in one act: there is never an authorisation without its paper. ``passphrase`` is that
    of the council's certificate, where papers are signed with one.

    Returns:
        The id of the issued Form 5.

    Raises:
        ProblemsFound: a rule of dols.md 4.6 or 7 refuses, or it comes late without reason and note.
        ReasonNeeded: warnings stand without a reason.
        Refused: the passphrase is not that of the certificate, or the certificate has ended.
    """
    with on_case(ctx, Act.DECIDE, request_id, seen_version=seen_version) as act:
        why = settle(problems(ctx, act.case, given), reason)
        late = _late(ctx, act.case, late_reason, late_note)
        days_over = lateness.days_over(act.case, ctx.today, ctx.book)
        act.move(Event.GRANT)
        authorised = authorisation(ctx, act.case, given, notes=notes, **late)
        session = act.write.session
        cases.add_authorisation(session, act.case, authorised, signatory_id=ctx.actor.id)
        case = replace(act.case, authorisation=authorised)
        document_id = issuing.issue(act, decided.form_5(ctx, case), passphrase=passphrase)
        cases.add_copies(session, request_id, due_on_grant(case), document_id)
        act.happened("granted", f"Up to and including {text.long_date(authorised.last_day)}")
        _bring(act, case, authorised)
        act.record(
            "grant",
            reason=why,
            **_breach(late, days_over),
            in_force_on=authorised.in_force_on.isoformat(),
            last_day=authorised.last_day.isoformat(),
            document_id=document_id,
        )
    return Outcome(document_id, of_case(request_id, Listing.DRAFTS))


def refuse(
    ctx: Context,
    request_id: int,
    *,
    reasons: str,
    late_reason: str = "",
    late_note: str = "",
    passphrase: str = "",
    seen_version: int | None = None,
) -> Outcome[int]:
    """Refuse a request on its negative assessment, freeze Form 6, and list who must be told.

    Returns:
        The id of the issued Form 6.

    Raises:
        ProblemsFound: nothing is negative, or this person may not decide.
        Refused: the passphrase is not that of the certificate, or the certificate has ended.
    """
    with on_case(ctx, Act.DECIDE, request_id, seen_version=seen_version) as act:
        settle(refusal_problems(ctx, act.case, reasons), "")
        late = _late(ctx, act.case, late_reason, late_note)
        days_over = lateness.days_over(act.case, ctx.today, ctx.book)
        act.move(Event.REFUSE)
        refused = refusal(ctx, act.case, reasons=reasons, **late)
        session = act.write.session
        cases.add_refusal(session, request_id, refused, signatory_id=ctx.actor.id)
        case = replace(act.case, refusal=refused)
        document_id = issuing.issue(act, decided.form_6(ctx, case), passphrase=passphrase)
        cases.end_allocations(
            session, request_id, act.case.active_allocations, on=ctx.today, reason="decided"
        )
        cases.add_copies(session, request_id, due(NoticeEvent.NOT_GRANTED, case), document_id)
        act.happened("not_granted", reasons)
        act.record(
            "refuse",
            **_breach(late, days_over),
            grounds=[kind.value for kind in refused.grounds],
            document_id=document_id,
        )
    return Outcome(document_id, of_case(request_id, Listing.DRAFTS))


def note_refusal_received(ctx: Context, request_id: int, on: date) -> Outcome[None]:
    """Record when the managing authority received the refusal; an urgent ends then (para 89(4)).

    Raises:
        Refused: the request was not refused, or the date is in the future or before the refusal.
        ProblemsFound: a later day than the one recorded would hide days without authority (I14).
    """
    with on_case(ctx, Act.SEND_COPIES, request_id) as act:
        refused = act.case.refusal
        if refused is None:
            raise Refused("NOT_REFUSED")
        if not refused.decided_on <= on <= ctx.today:
            raise Refused("RECEIVED_OUTSIDE", field="on", first=refused.decided_on)
        if act.case.urgent and refused.ma_received_on and on > refused.ma_received_on:
            settle((Code.GAP_EDIT.problem(field="on"),), "")
        cases.note_refusal_received(act.write.session, request_id, on)
        act.happened("refusal_received", on=on)
        act.record("note_refusal_received", on=on.isoformat())
    return Outcome(None, of_case(request_id))


def authorisation(
    ctx: Context,
    case: Case,
    given: Grant,
    *,
    notes: str = "",
    late_reason: str = "",
    late_note: str = "",
) -> Authorisation:
    """Return the authorisation that a decision now would give; for the paper and its preview."""
    now = ctx.clock.now()
    return Authorisation(
        id=0,
        given_at=now,
        given_on=london_date(now),
        in_force_on=given.in_force_on,
        last_day=given.last_day or given.in_force_on,
        purpose=given.purpose,
        period_reason=given.period_reason,
        reasons=dict(given.reasons),
        eligibility_case=decision.eligibility_case(case),
        conditions=given.conditions,
        signatory_name=ctx.actor.name,
        scrutiny={check.value: check in given.scrutiny for check in Scrutiny},
        scrutiny_notes=notes,
        representative=given.representative,
        late_reason=late_reason,
        late_note=late_note,
    )


def refusal(
    ctx: Context, case: Case, *, reasons: str, late_reason: str = "", late_note: str = ""
) -> Refusal:
    """Return the refusal that a decision now would be; for the paper and its preview."""
    now = ctx.clock.now()
    best = case.assessments.get(AssessmentKind.BI)
    bi = best.best_interests if best else None
    return Refusal(
        id=0,
        decided_at=now,
        decided_on=london_date(now),
        grounds=tuple(k for k, a in case.assessments.items() if a.is_negative),
        reasons=reasons,
        signatory_name=ctx.actor.name,
        is_no_deprivation=bool(best and best.ground is BestInterestsGround.NO_DEPRIVATION),
        says_unauthorised=bool(bi and bi.says_unauthorised),
        late_reason=late_reason,
        late_note=late_note,
    )


def _late(ctx: Context, case: Case, reason: str, note: str) -> dict[str, str]:
    """Return why a decision today is late; a decision in time keeps what was said all the same."""
    settle(lateness.problems(case, ctx.today, ctx.book, reason=reason, note=note), "")
    return {"late_reason": reason, "late_note": note.strip()}


def _breach(late: dict[str, str], days_over: int) -> dict[str, Any]:
    """Return the breach record for the audit trail; nothing where the decision is in time."""
    return {"days_over": days_over, **late} if days_over else {}


def _bring(act: CaseAct, case: Case, authorised: Authorisation) -> None:
    """Begin what an authorisation brings with it: a representative's procedure, conditions."""
    on = authorised.given_on
    proposed = given_with.proposal(case, authorised)
    if proposed is not None:
        act.begin(RecordKind.REPRESENTATIVE, proposed, on=on, detail=f"{proposed.name}: proposed")
    for condition in given_with.conditions(case, authorised):
        act.begin(RecordKind.CONDITION, condition, on=on, detail=condition.text)
