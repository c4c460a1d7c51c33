"""Form 5 and Form 6: what was decided on a request (paras 55 and 58)."""

from datetime import datetime
from typing import Any

from dolsdesk.clock import london_date
from dolsdesk.domain import text
from dolsdesk.domain.dols import decision, timescales
from dolsdesk.domain.dols.assessments import (
    Assessment,
    BestInterests,
    BestInterestsGround,
    Method,
)
from dolsdesk.domain.dols.case import Authorisation, Case, Refusal, Representative, facts_of
from dolsdesk.domain.dols.decision import Scrutiny
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.services.papers.paper import Paper, header, joined, made, moment, signature


def form_5(ctx: Context, case: Case, *, is_draft: bool = False, replaces: str = "") -> Paper:
    """Return Form 5 for the authorisation the case carries."""
    given = case.authorisation
    if given is None:
        raise ValueError("the case carries no authorisation")
    answers = header(ctx, case) | _grant(ctx, case, given) | _requirements(ctx, case, given)
    at = None if is_draft else given.given_at
    answers["signature"] = _signed(ctx, given.signatory_name, at)
    return made(ctx, "F5", case, answers, given.given_at, is_draft=is_draft, replaces=replaces)


def form_6(ctx: Context, case: Case, *, is_draft: bool = False, replaces: str = "") -> Paper:
    """Return Form 6 for the refusal the case carries."""
    refused = case.refusal
    if refused is None:
        raise ValueError("the case carries no refusal")
    answers = header(ctx, case) | _refusal(ctx, case, refused)
    at = None if is_draft else refused.decided_at
    answers["signature"] = _signed(ctx, refused.signatory_name, at)
    return made(ctx, "F6", case, answers, refused.decided_at, is_draft=is_draft, replaces=replaces)


def _signed(ctx: Context, name: str, at: datetime | None) -> list[str]:
    """Return who decided, and when; with their post where they issue the paper themselves."""
    return signature(name, ctx.actor.job_title if ctx.actor.name == name else "", at)


def _grant(ctx: Context, case: Case, given: Authorisation) -> dict[str, Any]:
    starts_in_day = given.in_force_on == given.given_on
    starts = moment(given.given_at) if starts_in_day else text.long_date(given.in_force_on)
    longest = decision.max_period(case)
    answer = timescales.work_out(facts_of(case), as_at=ctx.today, book=ctx.book)
    gap = answer.results.get("gap_dates")
    who = given.representative
    return {
        "in_force": starts,
        "last_day": text.long_date(given.last_day),
        "period_reason": given.period_reason,
        "max_period": text.period(longest) if longest else "",
        "purpose": given.purpose,
        "gap": words.why(gap) if gap is not None and gap.value else "None recorded.",
        "conditions": list(given.conditions),
        "scrutiny": [
            words.fact(check.value) for check in Scrutiny if given.scrutiny.get(check.value)
        ],
        "scrutiny_notes": given.scrutiny_notes,
        "representative": joined(who.name, who.relationship, who.address, who.phone)
        if who
        else None,
        "representative_terms": words.fact("paid" if who.is_paid else "unpaid") if who else "",
        "selected_by": words.fact(who.selected_by) if who and who.selected_by else "",
        "consulted": consulted(case),
    }


def _requirements(ctx: Context, case: Case, given: Authorisation) -> dict[str, Any]:
    held = case.assessments
    return {
        **{f"reason_{kind.value}": given.reasons.get(kind, "") for kind in AssessmentKind},
        "eligibility_case": words.fact(f"case_{given.eligibility_case.value}"),
        "legal_test": legal_test(ctx, case),
        "assessments": [
            [
                words.fact(kind.value),
                held[kind].assessor_name,
                text.long_date(held[kind].carried_out_on),
                words.fact(held[kind].method.value),
            ]
            for kind in AssessmentKind
            if kind in held
        ],
        "equivalents": [
            _equivalent(kind, held[kind])
            for kind in AssessmentKind
            if kind in held and held[kind].method is Method.EQUIVALENT
        ],
    }


def _refusal(ctx: Context, case: Case, refused: Refusal) -> dict[str, Any]:
    best = case.assessments.get(AssessmentKind.BI)
    ground = best.ground if best else None
    answer = timescales.work_out(facts_of(case), as_at=ctx.today, book=ctx.book)
    last = answer.date("extended_urgent_last_day") or answer.date("urgent_last_day")
    running = last is not None and last >= refused.decided_on
    return {
        "received": text.long_date(case.request.received_on),
        "decided": moment(refused.decided_at),
        "grounds": [words.fact(kind.value) for kind in refused.grounds],
        "ground_detail": words.fact(ground.value)
        if ground in {BestInterestsGround.NO_DEPRIVATION, BestInterestsGround.NOT_BEST_INTERESTS}
        else None,
        "legal_test": legal_test(ctx, case),
        "reasons": refused.reasons,
        "assessments": [
            [
                words.fact(kind.value),
                done.assessor_name,
                text.long_date(done.carried_out_on),
                words.fact(done.result.value),
            ]
            for kind, done in case.assessments.items()
        ],
        "urgent_effect": words.sentence("URGENT_ENDS_ON_RECEIPT", last=last) if running else None,
        "unauthorised": words.sentence("UNAUTHORISED_STATEMENT")
        if refused.says_unauthorised
        else None,
        "consulted": consulted(case),
    }


def legal_test(ctx: Context, case: Case) -> str | None:
    """Return the test that the best interests assessment used, with its citation."""
    best = case.assessments.get(AssessmentKind.BI)
    record = best.best_interests.test if best and best.best_interests else None
    if record is None or record.decided_on is None:
        return None
    value = ctx.book.value(RuleId.LEGAL_TEST, on=record.decided_on)
    return f"{words.fact(record.test)}: {value.citation}"


def _equivalent(kind: AssessmentKind, done: Assessment) -> list[str]:
    use = done.equivalent
    reasons = (
        (use.holds_written_copy, use.meets_requirements, use.within_time, use.still_accurate)
        if use
        else ()
    )
    author = f"{use.author if use else ''}, {text.long_date(done.carried_out_on)}"
    return [words.fact(kind.value), author, " ".join(reasons)]


def consulted(case: Case) -> list[list[str]]:
    """Return whom the best interests assessor names as consulted: name, relationship, address."""
    best = case.assessments.get(AssessmentKind.BI)
    who = best.best_interests.consulted if best and best.best_interests else ()
    return [[one.name, one.relationship, one.address] for one in who]


def as_advised(ctx: Context, case: Case) -> Authorisation:
    """Return the authorisation that takes over everything the assessors advise."""
    now = ctx.clock.now()
    allowed = decision.bounds(
        case, given_on=ctx.today, in_force_on=None, as_at=ctx.today, book=ctx.book
    )
    found = case.assessments.get(AssessmentKind.BI)
    best = (found.best_interests if found else None) or BestInterests()
    advice = best.representative
    return Authorisation(
        id=0,
        given_at=now,
        given_on=london_date(now),
        in_force_on=allowed.first_on,
        last_day=allowed.latest_last_day or allowed.first_on,
        purpose=case.request.purpose,
        period_reason=best.period_reason,
        reasons={kind: done.reasons for kind, done in case.assessments.items()},
        eligibility_case=decision.eligibility_case(case),
        conditions=best.conditions,
        signatory_name="",
        representative=Representative(
            advice.name,
            advice.relationship,
            advice.address,
            advice.phone,
            selected_by=advice.selected_by.value,
        )
        if advice and advice.name
        else None,
    )


def as_found(ctx: Context, case: Case, negative: list[AssessmentKind]) -> Refusal:
    """Return the refusal that rests on the negative assessments."""
    now = ctx.clock.now()
    best = case.assessments.get(AssessmentKind.BI)
    return Refusal(
        id=0,
        decided_at=now,
        decided_on=london_date(now),
        grounds=tuple(negative),
        reasons="\n".join(case.assessments[kind].reasons for kind in negative),
        signatory_name="",
        is_no_deprivation=bool(best and best.ground is BestInterestsGround.NO_DEPRIVATION),
        says_unauthorised=bool(
            best and best.best_interests and best.best_interests.says_unauthorised
        ),
    )
