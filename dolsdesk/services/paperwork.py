"""Builds the council's papers from a case: answers, then bytes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from dolsdesk.clock import LONDON, london_date
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
from dolsdesk.domain.forms.spec import Answers
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.reports.model import Meta
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import council, retest_papers, words
from dolsdesk.services.context import Context
from dolsdesk.services.templates import template
from dolsdesk.store.reads import references
from dolsdesk.store.repos import cases, documents

#: The papers that can be asked for by code, beside the letters of ``letter_writing``.
CODES = ("F5", "F6", "L02", "L02F", *retest_papers.CODES)


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished paper with everything that is frozen beside its bytes."""

    code: str
    title: str
    template: str
    answers: Mapping[str, Any]
    content: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A paper to be kept as a file. The name carries the reference, never a person's name."""

    name: str
    content: bytes
    is_draft: bool


def copy_of(ctx: Context, code: str, ref: str) -> PaperFile:
    """Return a paper of a case: the bytes that were issued, or a draft where one can be made.

    Taking a paper out of the store is an act and goes into the audit trail.

    Raises:
        Refused: no such paper, no such case, or too early for a draft.
        FileUnreadable: the issued bytes no longer fit their hash.
    """
    from dolsdesk.services import letter_writing

    known = (*CODES, *letter_writing.letters())
    if code not in known:
        raise Refused("NO_SUCH_PAPER", paper=code, papers=known)
    with ctx.acting(Act.READ) as write:
        request_id = references.request_id(write.session, ref)
        if request_id is None:
            raise Refused("NO_SUCH_REFERENCE", ref=ref)
        issued = [one for one in documents.of_case(write.session, request_id) if one.code == code]
        if issued:
            on = london_date(issued[-1].issued_at)
            content = documents.content(write.session, issued[-1].id)
        else:
            on = ctx.today
            case = cases.load(write.session, request_id)
            if code in letter_writing.letters():
                content = letter_writing.draft(ctx, code, case).content
            elif code in retest_papers.CODES:
                content = retest_papers.make(ctx, write.session, code, case).content
            else:
                content = draft(ctx, code, case).content
        write.record(
            "export",
            "request",
            request_id,
            after={"paper": code, "is_draft": not issued},
        )
    return PaperFile(file_name(ref, code, on), content, is_draft=not issued)


def draft(ctx: Context, code: str, case: Case) -> Paper:
    """Return a paper as it would be if the signatory followed the assessors today.

    Raises:
        Refused: the assessments do not allow this decision, or it has been made already.
    """
    if code.startswith("L02"):
        from dolsdesk.services import letters

        return letters.draft_of_holding_letter(ctx, case, code)
    negative = [k for k, done in case.assessments.items() if done.is_negative]
    if code == "F5" and case.request.is_open and not negative:
        if not decision.missing_assessments(case):
            return form_5(ctx, replace(case, authorisation=as_advised(ctx, case)), is_draft=True)
    elif code == "F6" and case.request.is_open and negative:
        return form_6(ctx, replace(case, refusal=_as_found(ctx, case, negative)), is_draft=True)
    raise Refused("PAPER_NOT_YET", paper=code, ref=case.request.ref)


def form_5(ctx: Context, case: Case, *, is_draft: bool = False) -> Paper:
    """Return Form 5 for the authorisation the case carries."""
    given = case.authorisation
    if given is None:
        raise ValueError("the case carries no authorisation")
    answers = header(ctx, case) | _grant(ctx, case, given) | _requirements(ctx, case, given)
    answers["signature"] = _signature(ctx, given.signatory_name, given.given_at, is_draft=is_draft)
    return made(ctx, "F5", case, answers, given.given_at, is_draft=is_draft)


def form_6(ctx: Context, case: Case, *, is_draft: bool = False) -> Paper:
    """Return Form 6 for the refusal the case carries."""
    refused = case.refusal
    if refused is None:
        raise ValueError("the case carries no refusal")
    answers = header(ctx, case) | _refusal(ctx, case, refused)
    answers["signature"] = _signature(
        ctx, refused.signatory_name, refused.decided_at, is_draft=is_draft
    )
    return made(ctx, "F6", case, answers, refused.decided_at, is_draft=is_draft)


def made(
    ctx: Context, code: str, case: Case, answers: Answers, at: datetime, *, is_draft: bool
) -> Paper:
    """Return a paper of a case made from its template and the answers."""
    from dolsdesk.reports import forms

    form = template(code)
    person = case.person
    meta = Meta(
        title=form.title,
        council=council.name(ctx),
        reference=case.request.ref,
        footer_person=f"{person.initials} born {person.born()}",
        template=form.template,
        produced=moment(at),
        author=council.name(ctx),
        is_draft=is_draft,
    )
    done = forms.render(form, answers, meta)
    return Paper(code, form.title, form.template, dict(answers), done.content, done.pages)


def header(ctx: Context, case: Case) -> dict[str, Any]:
    """Return the answers that every paper of a case has."""
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
        "representative": _joined(who.name, who.relationship, who.address, who.phone)
        if who
        else None,
        "representative_terms": words.fact("paid" if who.is_paid else "unpaid") if who else "",
        "selected_by": words.fact(who.selected_by) if who and who.selected_by else "",
        "consulted": _consulted(case),
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
        "decided": moment(refused.decided_at),
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


def _signature(ctx: Context, name: str, at: datetime, *, is_draft: bool) -> list[str]:
    when = words.sentence("NOT_SIGNED") if is_draft else moment(at)
    return [name, ctx.actor.job_title, when]


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


def _as_found(ctx: Context, case: Case, negative: list[AssessmentKind]) -> Refusal:
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


def file_name(ref: str, code: str, on: date) -> str:
    """Return the name of a paper's file (returns-and-reports.md 6)."""
    return f"{re.sub(r'[^0-9A-Za-z.-]', '-', ref)}_{code}_{on:%Y%m%d}.pdf"


def moment(at: datetime) -> str:
    """Write an instant in full, as it was on the wall clock in London."""
    local = at.astimezone(LONDON)
    return f"{text.long_date(local.date())} at {text.clock_time(local.time())}"


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
