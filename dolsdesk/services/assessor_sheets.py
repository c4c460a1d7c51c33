"""With what an assessor's form begins: whom it is about, which assessments, what was sent back."""

from collections.abc import Iterator
from typing import Any

from dolsdesk.domain import text
from dolsdesk.domain.dols.assessments import Assessment, Method
from dolsdesk.domain.dols.assessor_forms import KINDS, LEAD, Sheet
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.conditions import ConditionStatus
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.states import RECORDING
from dolsdesk.services import council, words
from dolsdesk.services.cases import CaseView
from dolsdesk.services.context import Context
from dolsdesk.services.earlier_forms import EarlierForm
from dolsdesk.services.form_fields import raw_of

#: The pack whose Form 3 has one narrative in place of many boxes.
_REPORT_STYLE = "WMADASS-2024"


def is_report(ctx: Context) -> bool:
    """Return whether the council's Form 3 is written as a report."""
    return council.pack(ctx) == _REPORT_STYLE


def asked_on(case: Case, sheet: Sheet) -> tuple[AssessmentKind, ...]:
    """Return the assessments that are due on a sheet: of its assessor, and not in.

    Capacity belongs to whichever of the two assessors was selected for it.
    """
    lead = case.active_allocations.get(LEAD[sheet])
    if lead is None:
        return ()
    return tuple(
        kind
        for kind in KINDS[sheet]
        if case.awaits(kind)
        and (asked := case.active_allocations.get(kind)) is not None
        and asked.assessor_id == lead.assessor_id
    )


def may_write(case: Case, sheet: Sheet) -> bool:
    """Return whether anything is due on a sheet in this case."""
    return case.request.state in RECORDING and bool(asked_on(case, sheet))


def about(case: Case, sheet: Sheet) -> str:
    """Return the head of a form: the person, the place, the assessor, the council."""
    person, place = case.person, case.place
    asked = case.active_allocations.get(LEAD[sheet])
    known = ", ".join(
        f"{one.name} ({one.relationship.lower() or words.fact(one.role.value).lower()})"
        for one in case.contacts
    )
    return "\n".join(
        line
        for line in (
            f"{person.full_name}, born {person.born()}.",
            f"{place.name}, {place.address}, {place.postcode}. {place.managing_authority}.",
            f"Assessor: {asked.assessor_name}." if asked else "",
            f"On record as having an interest: {known}." if known else "",
        )
        if line
    )


def beginning(view: CaseView, sheet: Sheet) -> dict[str, Any]:
    """Return with what the fields of a form begin; a version sent back comes back to be put right.

    Its long texts are left out here: ``corrected`` has them, so that they are marked as copied.
    """
    case = view.case
    back = _sent_back(case, sheet)
    raw = raw_of(back)
    for name, _source, _said in corrected(case, sheet):
        raw[name] = ""
    raw |= {f"which_{kind.value}": False for kind in KINDS[sheet]}
    raw |= {f"which_{kind.value}": True for kind in asked_on(case, sheet)}
    if view.former is not None and not raw.get("conditions_kept"):
        raw["conditions_kept"] = [
            {
                "text": one.facts.text,
                "is_met": {ConditionStatus.MET: "yes", ConditionStatus.NOT_MET: "no"}.get(
                    one.facts.status, ""
                ),
                "note": one.facts.evidence,
            }
            for one in view.former.conditions
        ]
    return raw


def relying_on(earlier: EarlierForm) -> dict[str, Any]:
    """Return what the fields hold where an earlier best interests assessment is relied on.

    The four conditions of paragraph 49 and what has changed are for the assessor to write.
    """
    raw = earlier.raw
    kept = ("is_in_best_interests", "is_necessary", "is_proportionate", "bi_result", "bi_reasons")
    return {name: raw.get(name, "") for name in kept} | {
        "method": Method.EQUIVALENT.value,
        "author": f"{earlier.lead.assessor_name} ({earlier.ref})",
        "earlier_on": text.long_date(earlier.lead.carried_out_on),
        "relied_on": "today",
    }


def corrected(case: Case, sheet: Sheet) -> Iterator[tuple[str, str, str]]:
    """Yield the long texts of a version that was sent back: field, where from, what it said."""
    for kind, one in _sent_back(case, sheet).items():
        source = words.sentence("VERSION_SENT_BACK", n=one.version)
        for name, said in raw_of({kind: one}).items():
            if name in _LONG and said:
                yield name, source, said


def _sent_back(case: Case, sheet: Sheet) -> dict[AssessmentKind, Assessment]:
    return {
        kind: one
        for kind in asked_on(case, sheet)
        if (one := case.assessments.get(kind)) is not None and one.returned_reason
    }


_LONG = frozenset(
    {
        "support_steps", "impairment", "cause", "mc_reasons", "age_reasons", "nr_reasons",
        "background", "wishes", "how_objects", "views_others", "situation", "test_reasons",
        "objective_reasons", "harm", "proportionality", "less_restrictive", "bi_reasons",
        "period_reason", "why_39d", "changes_since", "home_changes", "diagnosis", "symptoms",
        "mh_reasons", "effect_of_detention", "elig_reasons",
    }
)  # fmt: skip
