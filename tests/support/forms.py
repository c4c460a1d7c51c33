"""Assessors' forms filled in whole, with nothing on them that contradicts anything."""

from dataclasses import replace
from datetime import date, timedelta

from dolsdesk.domain.dols.assessments import (
    Assessment,
    BestInterests,
    CaseAnswer,
    EligibilityCase,
    EligibilityFound,
    EquivalentUse,
    Method,
    Recommendation,
    RefusalFound,
    RefusalKind,
    Result,
    SelectedBy,
)
from dolsdesk.domain.dols.assessor_forms import AssessorForm
from dolsdesk.domain.dols.case import Case, Channel, FormUsed, Request
from dolsdesk.domain.dols.consistency import Written
from dolsdesk.domain.dols.facts import AssessmentKind, MaxPeriod, RequestType
from dolsdesk.domain.dols.form_parts import (
    Ability,
    AbilityFound,
    Advised,
    CapacityFound,
    ConditionKept,
    Document,
    HealthFound,
    PointFound,
    RprPoint,
)
from dolsdesk.domain.dols.legal_test import (
    Basis,
    Consent,
    Evidence,
    EvidenceKind,
    Finding,
    Objective,
    Setting,
    Supports,
)
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.people import Contact
from dolsdesk.domain.places import Place, PlaceKind
from tests.support.desk import TODAY, a_person, a_test_record, an_assessment

K = AssessmentKind
DAY = timedelta(days=1)
RECEIVED = TODAY - 2 * DAY
SON = Contact("Sion O'Neill", "Son", address="9 Quay Street, Norchester")
SISTER = Contact("Nell Łukasz", "Sister", address="4 Dock Lane, Norchester")
CONSULTED = tuple(replace(one, was_consulted=True) for one in (SON, SISTER))
BIA, DOCTOR = "Bea Iqbal", "Dr Mo Hart"


def a_whole_case(**values) -> Case:
    """Return a case on which two assessors work; nothing of theirs is in."""
    request = Request(
        id=1, ref="DOL-2026-0001", type=RequestType.FIRST, state=RequestState.ASSESSING,
        received_on=RECEIVED, received_time=None, channel=Channel.EMAIL,
        form_used=FormUsed.FORM_1, urgent_given=False, signed_by="M. Anager",
        mha_status="none",
    )  # fmt: skip
    place = Place(
        1, "Rosewood House", PlaceKind.CARE_HOME, "1-1000000001", "Rosewood Limited",
        "2 Hill Road, Norchester", "NX2 2BB",
    )  # fmt: skip
    record = {
        "request": request,
        "person_id": 1,
        "person_ref": "P1",
        "person": a_person(),
        "place": place,
        "contacts": (SON, SISTER),
        **values,
    }
    return Case(**record)


def a_capacity(**values) -> CapacityFound:
    record = {
        "support_steps": "Photographs of the home, short sentences, a second visit in the morning.",
        "impairment": "Dementia in Alzheimer's disease.",
        "cause": "Because of it she cannot keep in mind that she needs help at night.",
        "abilities": (
            AbilityFound(Ability.UNDERSTAND, is_able=True),
            AbilityFound(Ability.RETAIN, False, "Ten minutes later nothing was recalled."),
            AbilityFound(Ability.USE_OR_WEIGH, False, "Falls were left out of every answer."),
            AbilityFound(Ability.COMMUNICATE, is_able=True),
        ),
        **values,
    }
    return CapacityFound(**record)


def an_objecting_person(**values) -> BestInterests:
    """Return a best interests assessment that finds a deprivation, whole."""
    record = {
        "is_deprivation": True,
        "is_in_best_interests": True,
        "is_necessary": True,
        "is_proportionate": True,
        "max_period": MaxPeriod.parse("6m"),
        "period_reason": "Six months, because the medicine is being changed.",
        "advised": (Advised("Offer a walk outside each day.", "She asks to go out."),),
        "wants_contact": True,
        "recommendations": ("Look for a home nearer to her sister.",),
        "consulted": CONSULTED,
        "background": "She came from hospital in March after a fall.",
        "wishes": "“Let me go home.” She asks for her sister every afternoon.",
        "person_objects": True,
        "how_objects": "Pulls at the door and says that she wants to be let out.",
        "views_others": "Her son thinks she is safe; her sister wants her nearer.",
        "harm": "She was found on the ring road twice.",
        "proportionality": "The risk is to her life; the limits are lifted in company.",
        "less_restrictive": "Care at home was tried for five months.",
        "says_unauthorised": False,
        "recommended_start": TODAY,
        "test": a_test_record(
            TODAY, setting=Setting.CARE_HOME, period_from=date(2026, 3, 2), is_open_ended=True
        ),
        "representative": Recommendation(
            SelectedBy.BIA, "Sion O'Neill", "Son", "9 Quay Street, Norchester", is_paid=False,
            points=tuple(PointFound(point, is_met=True) for point in RprPoint),
            is_eligible_confirmed=True, would_support_challenge=True,
        ),
        "person_can_select": False,
        "needs_39d": True,
        "why_39d": "Her son has never been to court.",
        **values,
    }  # fmt: skip
    return BestInterests(**record)


def a_content_person(**values) -> BestInterests:
    """Return a best interests assessment that finds no deprivation, whole (Form 3A)."""
    signs = tuple(
        Evidence(TODAY - n * DAY, EvidenceKind.WORDS, Supports.CONTENT, "“My room.”", "BIA")
        for n in (0, 1)
    )
    record = {
        "is_deprivation": False,
        "consulted": CONSULTED,
        "wishes": "“My room, my chair.” She likes the garden.",
        "person_objects": False,
        "views_others": "Her son and sister are glad.",
        "says_unauthorised": False,
        "test": a_test_record(
            TODAY, objective=Objective.NOT_MET, consent=Consent.VALID_TACIT,
            finding=Finding.NOT_DOL, basis=frozenset({Basis.OBJECTIVE, Basis.CONSENT}),
            evidence=signs, look_again_on=date(2027, 5, 20), reasons="She is at ease here.",
            objection_signs="Asks for her coat, or stands at the door.",
        ),
        "home_changes": "Leave the garden door open by day.",
        "needs_other_authority": False,
        **values,
    }  # fmt: skip
    return BestInterests(**record)


def whole(kind: AssessmentKind, **values) -> Assessment:
    """Return an assessment of a kind with everything its form asks."""
    own = {
        K.AGE: {},
        K.MC: {"capacity": a_capacity()},
        K.NR: {
            "refusals": tuple(
                RefusalFound(one, exists=False, conflicts=False) for one in RefusalKind
            )
        },
        K.BI: {"best_interests": an_objecting_person()},
        K.MH: {"health": HealthFound(True, "Alzheimer's disease", "Loss of recent memory")},
        K.ELIG: {
            "eligibility": EligibilityFound(
                tuple(
                    CaseAnswer(one, applies=False)
                    for one in EligibilityCase
                    if one is not EligibilityCase.NONE
                ),
                bia_asked_on=TODAY,
            )
        },
    }[kind]
    doctor = kind in {K.MH, K.ELIG}
    record = {
        "assessor_name": DOCTOR if doctor else BIA,
        "assessor_id": 2 if doctor else 1,
        "documents": (Document("Care plan", RECEIVED),),
        **own,
        **values,
    }
    return an_assessment(kind, TODAY, **record)


def _held(*kinds: AssessmentKind) -> dict[AssessmentKind, Assessment]:
    return {kind: whole(kind) for kind in kinds}


def clean(form: AssessorForm) -> Written:
    """Return a form of a kind, whole, on which nothing contradicts anything."""
    case = a_whole_case()
    if form is AssessorForm.F4:
        return Written(form, _held(K.MH, K.ELIG), case, TODAY)
    found = _held(K.AGE, K.MC, K.NR, K.BI)
    if form is AssessorForm.F3:
        return Written(form, found, case, TODAY)
    if form is AssessorForm.F3A:
        none = whole(K.BI, result=Result.NEGATIVE, best_interests=a_content_person())
        return Written(form, found | {K.BI: none}, case, TODAY)
    earlier = replace(
        whole(K.BI), method=Method.EQUIVALENT, carried_out_on=TODAY - 170 * DAY, visited_on=None,
        assessor_id=None, documents=(),
        equivalent=EquivalentUse(BIA, TODAY, "Held", "It does", "It is", "Nothing has changed"),
        best_interests=an_objecting_person(
            changes_since="None.", test=None, is_rpr_still_suitable=True,
            conditions_kept=(ConditionKept("Offer a walk.", is_met=True),),
        ),
    )  # fmt: skip
    further = replace(case.request, type=RequestType.FOLLOW_ON, existing_sa_last_day=TODAY - DAY)
    found = {K.MC: whole(K.MC), K.BI: earlier}
    return Written(form, found, replace(case, request=further), TODAY)
