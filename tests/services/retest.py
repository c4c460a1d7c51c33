"""What re-screening needs, as tests tell it: people at the desk, findings, answers, campaigns."""

from dataclasses import replace
from datetime import date, timedelta

from dolsdesk.domain.counting import last_day_of_months
from dolsdesk.domain.dols.assessments import Result
from dolsdesk.domain.dols.assessors import Profession
from dolsdesk.domain.dols.campaigns import CampaignEvent, Cohort
from dolsdesk.domain.dols.facts import AssessmentKind, MaxPeriod
from dolsdesk.domain.dols.legal_test import (
    FACTORS,
    Basis,
    Capacity,
    Consent,
    Consulted,
    Covers,
    Direction,
    DolTestRecord,
    Evidence,
    EvidenceKind,
    Factor,
    Finding,
    Imputable,
    Medication,
    Objective,
    Setting,
    Supports,
    VisitMode,
)
from dolsdesk.domain.dols.recorded_findings import AdvocateAnswer, Aftercare, Stage, Subject
from dolsdesk.domain.dols.screening import (
    Answers,
    Going,
    MaView,
    Objecting,
    PurposeOf,
    Restriction,
    Told,
)
from dolsdesk.domain.staff import Role
from dolsdesk.services import campaign_cases, campaign_sending, campaigns, recorded_findings
from dolsdesk.services.context import Context
from dolsdesk.store.repos import staff
from tests.support.desk import TODAY, World, a_person, a_test_record, an_assessment, best_interests

#: A day before the test changed.
LONG_AGO = date(2026, 3, 10)

SITUATION = (
    "She lives on the ground floor of a nursing home. The front door has a code that she is not"
    " told. She walks in the garden when she likes, eats where she likes, and her daughter comes"
    " every day and takes her out on most of them."
)
REASONS = (
    "She calls the room hers, shows visitors round, and comes back to it by herself. Nobody holds"
    " or follows her. She has never asked to leave or tried the door. What is done is ordinary for"
    " somebody with her needs, and she is content with it."
)
OBJECTIVE = (
    "The coded door keeps her from the road and nothing else. She is out daily, sees whom she"
    " likes, and nobody holds, follows or sedates her."
)


def a_formal(on: date = TODAY, **values) -> DolTestRecord:
    """Return a complete finding of no deprivation, on both grounds, that may be decided."""
    record = {
        "test": "AGNI2026",
        "situation": SITUATION,
        "setting": Setting.NURSING_HOME,
        "period_from": date(2024, 5, 1),
        "is_open_ended": True,
        "factors": tuple(
            Factor(code, f"What was seen of {code}, at some length.", Direction.AWAY)
            for code in FACTORS
        ),
        "capacity": Capacity.LACKS,
        "objective": Objective.NOT_MET,
        "objective_reasons": OBJECTIVE,
        "consent": Consent.VALID_TACIT,
        "covers": frozenset({Covers.PLACE, Covers.LOCKS}),
        "knows_what": "She knows her room, the garden, and that others keep the code.",
        "imputable": Imputable.YES,
        "medication": Medication.RULED_OUT,
        "evidence": (
            Evidence(
                on - timedelta(days=2), EvidenceKind.FAMILY, Supports.CONTENT, "“She is home.”",
                     "Daughter"),
            Evidence(on, EvidenceKind.WORDS, Supports.CONTENT, "“My room, my chair.”", "BIA"),
        ),
        "visit_mode": VisitMode.IN_PERSON,
        "visited_on": on,
        "seen_alone": True,
        "consulted": (Consulted("Nell", "Daughter", on, "Content"),),
        "finding": Finding.NOT_DOL,
        "basis": frozenset({Basis.OBJECTIVE, Basis.CONSENT}),
        "reasons": REASONS,
        "look_again_on": date(2027, 5, 20),
        "objection_signs": "Stands at the door with her coat on, or asks for her sister.",
        **values,
    }  # fmt: skip
    return DolTestRecord(**record)


CARED_FOR = Aftercare(
    care_review_on=date(2027, 3, 4), worker="W. Orker", advocate=AdvocateAnswer.NOT_NEEDED,
    advocate_note="Her daughter speaks for her",
)  # fmt: skip


def the_bia(world: World) -> Context:
    """Return the best interests assessor at the desk."""
    there = {member.name: member for member in world.desk.staff()}
    if "Bea Iqbal" not in there:
        world._write(
            lambda session: staff.add_member(
                session, name="Bea Iqbal", roles={Role.BIA}, assessor_id=world.bia
            )
        )
        there = {member.name: member for member in world.desk.staff()}
    return world.desk.context(there["Bea Iqbal"])


def written(world: World, request_id: int, finding: DolTestRecord | None = None, **values) -> int:
    """Have the assessor write a formal decision up to the point where it can be decided."""
    bia = the_bia(world)
    made = recorded_findings.begin(
        bia, request_id, stage=Stage.FORMAL_DECISION, **{"subject": Subject.REQUEST, **values}
    )
    recorded_findings.save(bia, request_id, made.value, finding or a_formal())
    recorded_findings.complete(bia, request_id, made.value)
    return made.value


def decided(world: World, request_id: int, finding: DolTestRecord | None = None, **values) -> int:
    """Have the assessor decide."""
    number = written(world, request_id, finding, **values)
    recorded_findings.decide(
        the_bia(world), request_id, number, aftercare=CARED_FOR, reason="as found"
    )
    return number


def some_answers(**values) -> Answers:
    """Return a questionnaire, complete, about somebody settled."""
    record = {
        "q01_adult": Told.YES,
        "q02_test": "AGNI2026",
        "q03_restrictions": (Restriction("Coded front door", "always", "near a road"),),
        "q04_way_out": "Staff open it when asked.",
        "q04_by_force": Told.NO,
        "q05_restraint": Told.NO,
        "q06_medicine": Told.NO,
        "q07_from": date(2024, 5, 1),
        "q08_purpose": PurposeOf.CARE,
        "q10_goes_out": Going.WITH_SOMEONE,
        "q11_contact_limited": Told.NO,
        "q12_says": "“My room, my chair”, 20 November, to the nurse.",
        "q13_does": "Walks in the garden each morning; shows visitors round.",
        "q14_objects": Objecting.NEVER,
        "q15_may_be_hidden": Told.NO,
        "q16_disagrees": Told.NO,
        "q17_view": MaView.NOT_DEPRIVED,
        "q17_why": "She comes and goes as she likes with her daughter, and is content here.",
        "q20_name": "M. Anager",
        "q20_role": "Manager",
        "q20_on": TODAY,
        **values,
    }
    return Answers(**record)


def a_campaign(world: World, cohort: Cohort = Cohort.K1) -> int:
    """Return a running campaign with an approved letter over a cohort."""
    lead = world.lead
    number = campaigns.create(lead, name="First look", purpose="After June", cohort=cohort).value
    campaigns.lock(lead, number)
    campaigns.approve_letter(lead, number)
    campaigns.move(lead, number, CampaignEvent.RUN)
    return number


def sent(world: World, campaign_id: int) -> list[int]:
    """Send the questionnaire for every item and return the items."""
    found = [one.id for one in campaign_cases.items(world.admin, campaign_id)]
    campaign_sending.send(world.admin, campaign_id, found)
    return found


def changed(finding: DolTestRecord, **values) -> DolTestRecord:
    """Return a finding with other values."""
    return replace(finding, **values)


def an_old_case(
    world: World, *, granted: bool = True, on: date = date(2026, 2, 1), **values
) -> int:
    """Return a case assessed, and usually granted, under the test that ended on 1 June 2026."""
    days = (world.desk.clock.today() - on).days
    world.desk.clock.move(days=-days)
    kept = world.bia, world.doctor
    trained = [on - timedelta(days=200)]
    try:
        world.bia = world.an_assessor(f"Old Bia {on}", Profession.SOCIAL_WORKER, training=trained)
        world.doctor = world.an_assessor(
            f"Dr Old {on}", Profession.DOCTOR, s12_until=date(2028, 1, 1), training=trained
        )
        case = world.allocated(world.a_case(received_on=on, **values))
        test = a_test_record(
            on, test="CW2014", decided_by="Old Bia", supervision_control=True, free_to_leave=False,
            factors=(), evidence=(), consent=None, visit_mode=None, visited_on=None,
        )  # fmt: skip
        world.assessed(case, bi={"best_interests": best_interests(
            on, test=test, max_period=MaxPeriod.parse("12m"))})  # fmt: skip
        if granted:
            world.submitted(case)
            world.granted(case, last_day=last_day_of_months(on, 12))
    finally:
        world.bia, world.doctor = kept
        world.desk.clock.move(days=days)
    return case


def somebody(world: World, name: str, received_on: date = LONG_AGO, **values) -> int:
    """Return a request about somebody of a name, received before the test changed."""
    return world.a_case(person=a_person(family_name=name), received_on=received_on, **values)


def cohort_of(world: World, cohort: Cohort) -> set[int]:
    """Return the requests a cohort would hold now."""
    return set(campaigns.preview(world.lead, cohort).ids)


def no_deprivation(on: date, **values):
    """Return a Form 3A: best interests not met, because there is no deprivation."""
    finding = replace(a_formal(on, **values), decided_on=on, decided_by="Bea Iqbal")
    return an_assessment(
        AssessmentKind.BI, on, result=Result.NEGATIVE,
        best_interests=best_interests(on, is_deprivation=False, person_objects=False, test=finding),
    )  # fmt: skip
