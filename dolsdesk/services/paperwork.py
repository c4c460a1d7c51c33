"""Builds the council's papers from a case: answers, then bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dolsdesk import resources
from dolsdesk.domain import text
from dolsdesk.domain.dols import decision, timescales
from dolsdesk.domain.dols.assessments import Assessment, BestInterestsGround, Method
from dolsdesk.domain.dols.case import Authorisation, Case, Refusal, facts_of
from dolsdesk.domain.dols.decision import Scrutiny
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.forms.spec import Answers, Form, parse
from dolsdesk.reports.model import Meta
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import council, words
from dolsdesk.services.context import Context

SCHEME = "ADASS-2018"


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished paper with everything that is frozen beside its bytes."""

    code: str
    title: str
    template: str
    answers: Mapping[str, Any]
    content: bytes
    pages: int


def form_5(ctx: Context, case: Case, *, is_draft: bool = False) -> Paper:
    """Return Form 5 for the authorisation the case carries."""
    given = case.authorisation
    if given is None:
        raise ValueError("the case carries no authorisation")
    answers = _header(ctx, case) | _grant(ctx, case, given) | _requirements(ctx, case, given)
    return _paper(ctx, "F5", case, answers, given.given_at, is_draft=is_draft)


def form_6(ctx: Context, case: Case, *, is_draft: bool = False) -> Paper:
    """Return Form 6 for the refusal the case carries."""
    refused = case.refusal
    if refused is None:
        raise ValueError("the case carries no refusal")
    answers = _header(ctx, case) | _refusal(ctx, case, refused)
    return _paper(ctx, "F6", case, answers, refused.decided_at, is_draft=is_draft)


def template(code: str) -> Form:
    """Return the form a council uses for a code."""
    return parse(resources.text(f"forms/{SCHEME}/{code}.toml"))


def _paper(
    ctx: Context, code: str, case: Case, answers: Answers, at: datetime, *, is_draft: bool
) -> Paper:
    from dolsdesk.reports import forms

    form = template(code)
    person = case.person
    meta = Meta(
        title=form.title,
        council=council.name(ctx),
        reference=case.request.ref,
        footer_person=f"{person.initials} born {person.born()}",
        template=form.template,
        produced=text.moment(at),
        author=council.name(ctx),
        is_draft=is_draft,
    )
    done = forms.render(form, answers, meta)
    return Paper(code, form.title, form.template, dict(answers), done.content, done.pages)


def _header(ctx: Context, case: Case) -> dict[str, Any]:
    place = case.place
    where = "\n".join(part for part in (place.name, place.address, place.postcode) if part)
    ward = case.request.ward
    return {
        "case_ref": case.request.ref,
        "person_name": case.person.full_name,
        "born": case.person.born(),
        "place": f"{where}\nWard: {ward}" if ward else where,
        "managing_authority": place.managing_authority or place.name,
        "supervisory_body": council.letterhead(ctx),
    }


def _grant(ctx: Context, case: Case, given: Authorisation) -> dict[str, Any]:
    starts_in_day = given.in_force_on == given.given_on
    starts = text.moment(given.given_at) if starts_in_day else text.long_date(given.in_force_on)
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
        "representative": _joined(who.name, who.relationship, who.address, who.phone)
        if who
        else None,
        "selected_by": words.fact(who.selected_by) if who else "",
        "consulted": _consulted(case),
        "signature": _signature(ctx, given.signatory_name, given.given_at),
    }


def _requirements(ctx: Context, case: Case, given: Authorisation) -> dict[str, Any]:
    held = case.assessments
    return {
        **{f"reason_{kind.value}": given.reasons.get(kind, "") for kind in AssessmentKind},
        "eligibility_case": words.fact(f"case_{given.eligibility_case.value}"),
        "legal_test": _legal_test(ctx, case),
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
        "grounds": [words.fact(kind.value) for kind in refused.grounds],
        "ground_detail": words.fact(ground.value)
        if ground in {BestInterestsGround.NO_DEPRIVATION, BestInterestsGround.NOT_BEST_INTERESTS}
        else None,
        "legal_test": _legal_test(ctx, case),
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
        "consulted": _consulted(case),
        "signature": _signature(ctx, refused.signatory_name, refused.decided_at),
    }


def _legal_test(ctx: Context, case: Case) -> str | None:
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


def _consulted(case: Case) -> list[list[str]]:
    best = case.assessments.get(AssessmentKind.BI)
    who = best.best_interests.consulted if best and best.best_interests else ()
    return [[one.name, one.relationship, one.address] for one in who]


def _signature(ctx: Context, name: str, at: datetime) -> list[str]:
    return [name, ctx.actor.job_title, text.moment(at)]


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
