"""Assessments on record as the fields of a sheet hold them, to be compared, copied or corrected."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dolsdesk.domain import text
from dolsdesk.domain.dols.assessments import Assessment, BestInterests, Method, Recommendation
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.legal_test import DolTestRecord

_K = AssessmentKind
Raw = dict[str, Any]


def raw_of(found: Mapping[AssessmentKind, Assessment]) -> Raw:
    """Return what the fields of a sheet would hold, had these assessments been written on it."""
    raw: Raw = {f"which_{kind.value}": True for kind in found}
    for kind, one in found.items():
        raw |= _common(one) | {
            f"{kind.value}_result": one.result.value,
            f"{kind.value}_reasons": one.reasons,
        }
        raw |= _medical(one)
        if kind is _K.BI:
            raw |= _best_interests(one, one.best_interests or BestInterests())
    return raw


def _day(on: date | None) -> str:
    return text.long_date(on) if on else ""


def _yes(answer: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[answer]


def _common(one: Assessment) -> Raw:
    if one.method is Method.EQUIVALENT:
        return {}
    return {
        "assessed_for": one.assessed_for.value,
        "assessment_carried_out_on": _day(one.carried_out_on),
        "carried_out_at": text.clock_time(one.carried_out_at) if one.carried_out_at else "",
        "visited_on": _day(one.visited_on),
        "present_address": one.present_address,
        "documents": [
            {"name": paper.name, "dated_on": _day(paper.dated_on)} for paper in one.documents
        ],
    }


def _medical(one: Assessment) -> Raw:
    raw: Raw = {}
    if one.capacity is not None:
        held = one.capacity
        raw |= {
            "support_steps": held.support_steps, "impairment": held.impairment,
            "cause": held.cause,
        }  # fmt: skip
        for ability in held.abilities:
            raw[ability.ability.value] = _yes(ability.is_able)
            raw[f"{ability.ability.value}_evidence"] = ability.evidence
    for refusal in one.refusals:
        name = refusal.kind.value
        raw |= {
            f"{name}_exists": _yes(refusal.exists), f"{name}_conflicts": _yes(refusal.conflicts),
            f"{name}_note": refusal.note,
        }  # fmt: skip
    if one.kind is _K.MH:
        raw |= {
            "effect_of_detention": one.effect_of_detention,
            "notified_bia_on": _day(one.notified_bia_on),
        }
    if one.health is not None:
        raw |= {
            "has_disorder": _yes(one.health.has_disorder), "diagnosis": one.health.diagnosis,
            "symptoms": one.health.symptoms,
        }  # fmt: skip
    if one.kind is _K.ELIG:
        raw["eligibility_case"] = one.eligibility_case.value if one.eligibility_case else ""
    if one.eligibility is not None:
        raw["bia_asked_on"] = _day(one.eligibility.bia_asked_on)
        for answer in one.eligibility.answers:
            raw[f"case_{answer.case.value}"] = _yes(answer.applies)
            raw[f"case_{answer.case.value}_note"] = answer.note
    return raw


def _best_interests(one: Assessment, best: BestInterests) -> Raw:
    raw: Raw = {
        name: getattr(best, name)
        for name in (
            "why_nobody_consulted", "background", "wishes", "how_objects", "views_others", "harm",
            "proportionality", "less_restrictive", "unauthorised_advice", "period_reason",
            "why_39d", "home_changes", "other_authority", "changes_since",
        )
    }  # fmt: skip
    raw |= {
        name: _yes(getattr(best, name))
        for name in (
            "person_objects", "is_deprivation", "is_in_best_interests", "is_necessary",
            "is_proportionate", "says_unauthorised", "wants_contact", "person_can_select",
            "needs_39d", "needs_other_authority", "is_rpr_still_suitable",
        )
    }  # fmt: skip
    raw |= {
        "bia_max_period": _period(best),
        "recommended_start": _day(best.recommended_start),
        "advised": [{"text": c.text, "reason": c.reason} for c in best.advised],
        "recommendations": [{"text": said} for said in best.recommendations],
        "consulted": [
            {"name": c.name, "relationship": c.relationship, "address": c.address}
            for c in best.consulted
        ],
        "not_consulted": [
            {"name": c.name, "relationship": c.relationship, "why": c.why_not_consulted}
            for c in best.not_consulted
        ],
        "conditions_kept": [
            {"text": c.text, "is_met": _yes(c.is_met), "note": c.note} for c in best.conditions_kept
        ],
        "method": one.method.value,
        "review_note": one.review_note,
    }
    if best.representative is not None:
        raw |= _representative(best.representative)
    if best.test is not None:
        raw |= _finding(best.test)
    if one.equivalent is not None:
        use = one.equivalent
        raw |= {
            "author": use.author, "earlier_on": _day(one.carried_out_on),
            "relied_on": _day(use.relied_on), "holds_written_copy": use.holds_written_copy,
            "meets_requirements": use.meets_requirements, "within_time": use.within_time,
            "still_accurate": use.still_accurate,
        }  # fmt: skip
    return raw


def _period(best: BestInterests) -> str:
    if best.max_period is None:
        return ""
    return best.max_period.until.isoformat() if best.max_period.until else str(best.max_period)


def _representative(who: Recommendation) -> Raw:
    return {
        "selected_by": who.selected_by.value,
        "rpr_name": who.name,
        "rpr_relationship": who.relationship,
        "rpr_address": who.address,
        "rpr_phone": who.phone,
        "rpr_email": who.email,
        "rpr_is_paid": _yes(who.is_paid),
        **{one.point.value: _yes(one.is_met) for one in who.points},
        "rpr_eligible": "yes" if who.is_eligible_confirmed else "no" if who.name else "",
        "rpr_challenge": _yes(who.would_support_challenge),
        "rpr_objected": "yes" if who.is_objected_to else "",
    }


def _finding(test: DolTestRecord) -> Raw:
    raw: Raw = {
        "test": test.test,
        "situation": test.situation,
        "test_reasons": test.reasons,
        "objective_reasons": test.objective_reasons,
        "imputable_reason": test.imputable_reason,
        "prescriber_view": test.prescriber_view,
        "objection_answer": test.objection_answer,
        "why_not_seen": test.why_not_seen,
        "objection_signs": test.objection_signs,
        "legal_consulted": test.legal_consulted,
        "not_covered": test.not_covered,
        "knows_what": test.knows_what,
        "why_not_alone": test.why_not_alone,
        "review_reason": test.review_reason,
        "capacity": test.capacity.value,
        "medication": test.medication.value,
        "look_again_on": _day(test.look_again_on),
        "period_from": _day(test.period_from),
        "expected_to": _day(test.expected_to),
        "is_open_ended": _yes(test.is_open_ended),
        "seen_alone": _yes(test.seen_alone),
        "no_response": test.no_response,
        "evidence": [
            {
                "seen_on": _day(sign.seen_on), "kind": sign.kind.value,
                "supports": sign.supports.value, "what": sign.what, "observer": sign.observer,
            }
            for sign in test.evidence
        ],
    }  # fmt: skip
    for name in ("objective", "consent", "imputable", "visit_mode", "finding", "setting"):
        value = getattr(test, name)
        raw[name] = value.value if value is not None else ""
    for factor in test.factors:
        raw[f"{factor.code}_narrative"] = factor.narrative
        raw[f"{factor.code}_direction"] = factor.direction.value
    for basis in test.basis:
        raw[f"basis_{basis.value}"] = True
    for member in (*test.covers, *test.special):
        raw[member.value] = True
    for one in test.reliability:
        raw[f"{one.doubt.value}_standing"] = one.standing.value
        raw[f"{one.doubt.value}_note"] = one.note
    return raw
