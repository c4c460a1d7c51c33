"""Forms 3, 3A, 3B and 4: what the assessors found, or a form headed for them to fill in."""

from dolsdesk.domain import text
from dolsdesk.domain.dols import holdings
from dolsdesk.domain.dols.assessments import (
    Assessment,
    BestInterests,
    BestInterestsGround,
    EligibilityCase,
    Method,
    RefusalKind,
)
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.conditions import Condition
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.legal_test import Consent, DolTestRecord
from dolsdesk.domain.forms.spec import Answer
from dolsdesk.domain.records import RecordKind
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.services.papers.decided import legal_test
from dolsdesk.services.papers.paper import Paper, day, header, joined, made, yes_no

_K = AssessmentKind
#: Which requirements are assessed on which form (forms.md 4).
_ON = {
    "F3": (_K.AGE, _K.MC, _K.NR, _K.BI),
    "F3A": (_K.BI,),
    "F3B": (_K.MC, _K.BI),
    "F4": (_K.MC, _K.MH, _K.ELIG),
}
CODES = tuple(_ON)


def codes_for(case: Case) -> tuple[str, ...]:
    """Return the assessors' forms that the assessments of a case belong on.

    A best interests assessment that finds no deprivation is a Form 3A; one that relies on an
    earlier assessment is a Form 3B.
    """
    codes = []
    best = case.assessments.get(_K.BI)
    if best is not None:
        if best.ground is BestInterestsGround.NO_DEPRIVATION:
            codes.append("F3A")
        else:
            codes.append("F3B" if best.method is Method.EQUIVALENT else "F3")
    if _K.MH in case.assessments or _K.ELIG in case.assessments:
        codes.append("F4")
    return tuple(codes)


def form(
    ctx: Context, case: Case, code: str, *, is_draft: bool = False, is_blank: bool = False,
    replaces: str = "",
) -> Paper:  # fmt: skip
    """Return an assessor's form with what was found, or headed and blank for the assessor.

    Raises:
        ValueError: nothing of what stands on it has been assessed.
    """
    held = {} if is_blank else {k: case.assessments[k] for k in _ON[code] if k in case.assessments}
    if not held and not is_blank:
        raise ValueError(f"nothing of {code} is assessed")
    lead = held.get(_K.MH if code == "F4" else _K.BI) or next(iter(held.values()), None)
    answers: dict[str, Answer] = header(ctx, case) | {
        "which": [words.fact(kind.value) for kind in held],
        "context": words.fact("f3_request"),
    }
    if is_blank:
        answers |= _asked(case, code)
    elif lead is not None:
        answers |= _by(lead) | _consulted(case, lead) | _documents(case)
        answers |= _capacity(held.get(_K.MC), code, lead)
        if code == "F4":
            answers |= _health(held.get(_K.MH)) | _eligibility(held.get(_K.ELIG))
        else:
            answers |= _age(case, held.get(_K.AGE)) | _refusals(held.get(_K.NR))
            answers |= _best_interests(ctx, case, held.get(_K.BI))
            answers |= _equivalent(held.get(_K.BI))
    now = ctx.clock.now()
    return made(ctx, code, case, answers, now, is_draft=is_draft, is_blank=is_blank,
                replaces=replaces)  # fmt: skip


def _asked(case: Case, code: str) -> dict[str, Answer]:
    """Return what a form that is to be filled in says of who was asked for what."""
    asked = {k: a for k, a in case.active_allocations.items() if k in _ON[code]}
    names = list(dict.fromkeys(one.assessor_name for one in asked.values()))
    known = [[one.name, one.relationship, one.address] for one in case.contacts]
    return {
        "which": [words.fact(kind.value) for kind in asked],
        "assessor": joined(*names),
        "consulted": known,
        "capacity_asked": "Yes" if code == "F4" else None,
        "documents": request_paper(case),
        "signature": [names[0] if names else "", "", ""],
    }


def _by(found: Assessment) -> dict[str, Answer]:
    on = text.long_date(found.carried_out_on)
    return {
        "assessor": found.assessor_name,
        "assessed_on": on,
        "visited_on": day(found.visited_on),
        "signature": [found.assessor_name, words.fact("f3_assessor"), on],
    }


def _consulted(case: Case, found: Assessment) -> dict[str, Answer]:
    best = found.best_interests
    asked = best.consulted if best else ()
    named = {one.name for one in asked}
    return {
        "consulted": [[one.name, one.relationship, one.address] for one in asked],
        "not_consulted": [
            [one.name, one.relationship, one.why_not_consulted]
            for one in case.contacts
            if one.name not in named and one.why_not_consulted
        ],
    }


def _documents(case: Case) -> dict[str, Answer]:
    return {"documents": request_paper(case)}


def request_paper(case: Case) -> list[list[str]]:
    """Return the request as a document that assessors are given: which form, of what day."""
    request = case.request
    dated = request.form_signed_on or request.received_on
    return [[words.fact(request.form_used.value), text.long_date(dated)]]


def _capacity(found: Assessment | None, code: str, lead: Assessment) -> dict[str, Answer]:
    """Return the capacity part; on Form 4 only where the same assessor did it."""
    if found is None or (code == "F4" and found.assessor_id != lead.assessor_id):
        return {}
    return {
        "capacity_asked": "Yes",
        "capacity": words.fact("lacks" if found.result.value == "positive" else "has"),
        "capacity_reasons": found.reasons,
    }


def _age(case: Case, found: Assessment | None) -> dict[str, Answer]:
    if found is None:
        return {}
    return {
        "age_outcome": f"{words.fact(found.result.value)}. Born: {case.person.born()}",
        "age_reasons": found.reasons,
    }


def _refusals(found: Assessment | None) -> dict[str, Answer]:
    if found is None:
        return {}
    rows = {
        "advance_decision": RefusalKind.ADVANCE_DECISION,
        "donee": RefusalKind.DONEE,
        "deputy": RefusalKind.DEPUTY,
    }
    return {
        **{
            key: words.fact("f3_refuses" if found.refusal_kind is kind else "f3_no_refusal")
            for key, kind in rows.items()
        },
        "no_refusals": words.fact(found.result.value),
        "no_refusals_reasons": found.reasons,
    }


def _health(found: Assessment | None) -> dict[str, Answer]:
    if found is None:
        return {}
    return {
        "mental_health": words.fact(found.result.value),
        "mental_health_reasons": found.reasons,
        "effect": found.effect_of_detention,
        "told_bia": day(found.notified_bia_on),
    }


def _eligibility(found: Assessment | None) -> dict[str, Answer]:
    if found is None:
        return {}
    chosen = found.eligibility_case
    return {
        "cases": [
            [f"Case {one.value}", words.fact(f"f4_case_{one.value}"), yes_no(one is chosen) or ""]
            for one in EligibilityCase
            if one is not EligibilityCase.NONE
        ],
        "eligible": words.fact(found.result.value),
        "eligible_reasons": found.reasons,
    }


def _best_interests(ctx: Context, case: Case, found: Assessment | None) -> dict[str, Answer]:
    if found is None:
        return {}
    best = found.best_interests or BestInterests()
    test = best.test
    return {
        "legal_test": legal_test(ctx, case),
        "report": found.reasons,
        "best_interests_reasons": found.reasons,
        "deprivation": yes_no(best.is_deprivation),
        "best_interests": yes_no(best.is_in_best_interests),
        "harm": yes_no(best.is_necessary),
        "proportionate": yes_no(best.is_proportionate),
        "objects": yes_no(best.person_objects),
        "unauthorised": yes_no(best.says_unauthorised),
        **(_finding(test) if test else {}),
        **_advice(best),
        "conditions_check": [
            [one.facts.text, words.fact(one.facts.status.value), one.facts.evidence or "None"]
            for one in holdings.of(case.records, RecordKind.CONDITION, Condition)
        ],
    }


def _finding(test: DolTestRecord) -> dict[str, Answer]:
    return {
        "situation": test.situation,
        "factors": [
            [f"{one.code} {words.fact(one.code)}", one.narrative, words.fact(one.direction.value)]
            for one in test.factors
        ],
        "consent": words.fact(test.consent.value) if test.consent else None,
        "evidence": [
            [text.short_date(one.seen_on), words.fact(one.kind.value),
             words.fact(one.supports.value), one.what]
            for one in test.evidence
        ],
        "imputable": words.fact(test.imputable.value) if test.imputable else None,
        "deprivation_reasons": test.reasons,
        "wishes": test.objection_answer if test.consent is not Consent.NOT_REACHED else None,
        "views_others": "\n".join(
            f"{one.name}, {one.link}: {one.view or one.why_not}" for one in test.consulted
        ),
        "not_dol_basis": [words.fact(one.value) for one in sorted(test.basis)],
        "signs": test.objection_signs,
        "look_again": day(test.look_again_on),
    }  # fmt: skip


def _advice(best: BestInterests) -> dict[str, Answer]:
    who = best.representative
    named = who is not None and bool(who.name)
    return {
        "max_period": text.period(best.max_period) if best.max_period else None,
        "period_reason": best.period_reason,
        "conditions": list(best.conditions),
        "recommendations": list(best.recommendations),
        "home_changes": list(best.recommendations),
        "rpr_capacity": words.fact("f3_person_selects")
        if who and who.selected_by.value == "person"
        else None,
        "rpr_selected_by": words.fact(who.selected_by.value) if who else None,
        "rpr": joined(who.name, who.relationship, who.address, who.phone) if who else None,
        "rpr_eligible": yes_no(who.is_eligible_confirmed) if who and named else None,
        "rpr_suitable": yes_no(who.is_eligible_confirmed) if who and named else None,
        "rpr_challenge": yes_no(who.would_support_challenge) if who and named else None,
        "imca_39d": yes_no(best.needs_39d),
    }


def _equivalent(found: Assessment | None) -> dict[str, Answer]:
    use = found.equivalent if found else None
    if found is None or use is None:
        return {}
    return {
        "equivalent": f"{use.author}, {text.long_date(found.carried_out_on)}",
        "equivalent_reasons": [
            one
            for one in (
                use.holds_written_copy, use.meets_requirements, use.within_time,
                use.still_accurate,
            )
            if one.strip()
        ],
        "changes": found.reasons,
    }  # fmt: skip
