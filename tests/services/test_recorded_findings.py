"""Findings as records: every rule of after-agni.md 4.6, the machine of 4.7, the roles of 4.8."""

from datetime import date, timedelta

import pytest

from dolsdesk.domain.dols import recorded_findings as rules
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.legal_test import (
    Basis,
    Consent,
    Evidence,
    EvidenceKind,
    Finding,
    Imputable,
    Medication,
    Objective,
    Special,
    Supports,
    VisitMode,
)
from dolsdesk.domain.dols.recorded_findings import (
    MACHINE,
    Aftercare,
    FindingEvent,
    FindingState,
    Purpose,
    Source,
    Stage,
    Subject,
)
from dolsdesk.domain.machine import TransitionRefused
from dolsdesk.domain.records import RecordKind
from dolsdesk.errors import NotPermitted
from dolsdesk.services import authorities, finding_beside, recorded_findings
from dolsdesk.services.outcome import ProblemsFound, ReasonNeeded
from dolsdesk.store.repos import records
from tests.services.retest import (
    CARED_FOR,
    a_formal,
    an_old_case,
    decided,
    the_bia,
    written,
)
from tests.support.desk import TODAY, a_person, a_test_record, best_interests
from tests.support.refusals import refused


@pytest.fixture
def case(world):
    the_bia(world)
    return world.allocated(world.a_case())


def codes(found) -> set[str]:
    return {one.code for one in found.value.problems}


def trying(world, case, finding=None, *, aftercare=CARED_FOR, reason="as found", **values):
    number = written(world, case, finding, **values)
    return lambda: recorded_findings.decide(
        the_bia(world), case, number, aftercare=aftercare, reason=reason
    )


def kept(world, case, number):
    return next(one for one in world.case(case).records if one.id == number)


def test_a_complete_finding_is_decided_and_gets_a_reference_that_is_never_used_again(world, case):
    number = decided(world, case)
    record = kept(world, case, number).facts
    assert record.ref == "AGT-2026-00001"
    assert record.state is FindingState.DECIDED
    assert record.decides
    other = world.allocated(world.a_case(person=a_person(family_name="Other")))
    assert kept(world, other, decided(world, other, a_formal(reasons="Other " * 60))).facts.ref == (
        "AGT-2026-00002"
    )


TOO_FEW = (Evidence(TODAY, EvidenceKind.WORDS, Supports.CONTENT, "“Mine.”", "BIA"),)
STAFF_ONLY = tuple(
    Evidence(TODAY - timedelta(days=n), EvidenceKind.STAFF, Supports.CONTENT, "Calm", "Nurse")
    for n in (0, 3)
)
OBJECTED = (
    *a_formal().evidence,
    Evidence(TODAY - timedelta(days=5), EvidenceKind.WORDS, Supports.OBJECTION, "“Out!”", "Nurse"),
)


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("AG_V01", {"test": "CW2014"}),
        ("AG_V05", {"factors": a_formal().factors[1:]}),
        ("AG_V06", {"finding": Finding.DOL, "basis": frozenset()}),
        ("AG_V06", {"consent": Consent.NOT_REACHED, "objective": Objective.MET,
                    "finding": Finding.DOL, "basis": frozenset()}),
        ("AG_V07", {"basis": frozenset()}),
        ("AG_V08", {"evidence": TOO_FEW}),
        ("AG_V10", {"evidence": OBJECTED}),
        ("AG_V11", {"evidence": STAFF_ONLY}),
        ("AG_V12", {"medication": Medication.NOT_KNOWN}),
        ("AG_V13", {"no_response": True}),
        ("AG_V15", {"look_again_on": None}),
        ("AG_V15", {"look_again_on": date(2027, 11, 24)}),
        ("AG_V16", {"visit_mode": VisitMode.NOT_SEEN, "visited_on": None}),
        ("AG_TOO_SHORT", {"situation": "In a home."}),
        ("AG_TOO_SHORT", {"reasons": "Content."}),
        ("AG_INCOMPLETE", {"objection_signs": ""}),
    ],
)  # fmt: skip
def test_a_decision_that_breaks_a_rule_is_refused(world, case, code, values):
    with pytest.raises(ProblemsFound) as found:
        trying(world, case, a_formal(**values))()
    assert code in codes(found)


def test_the_current_test_did_not_exist_before_june_2026(world, case):
    number = written(world, case)
    with pytest.raises(ProblemsFound) as found:
        recorded_findings.decide(
            the_bia(world), case, number, decided_on=date(2026, 6, 1), aftercare=CARED_FOR
        )
    assert "AG_V02" in codes(found)


@pytest.mark.parametrize(
    "values",
    [
        {"medication": Medication.PRESENT, "prescriber_view": "It calms her and no more"},
        {"special": frozenset({Special.PDOC}), "consent": Consent.CANNOT_EXPRESS,
         "basis": frozenset({Basis.OBJECTIVE})},
        {"special": frozenset({Special.DISPUTE})},
    ],
)  # fmt: skip
def test_legal_advice_is_expected_for_some_kinds_of_case(world, case, values):
    with pytest.raises(ReasonNeeded) as found:
        trying(world, case, a_formal(**values), reason="")()
    assert "AG_V14" in codes(found)


def test_text_of_another_persons_record_is_pointed_out(world, case):
    decided(world, case)
    other = world.allocated(world.a_case(person=a_person(family_name="Other")))
    with pytest.raises(ReasonNeeded) as found:
        trying(world, other, reason="")()
    assert codes(found) == {"AG_V09"}


def test_the_same_persons_earlier_text_is_not_pointed_out(world, case):
    decided(world, case)
    number = written(world, case)
    recorded_findings.decide(the_bia(world), case, number, aftercare=CARED_FOR)


def test_nobody_under_18_is_decided_about(world):
    the_bia(world)
    young = a_person(date_of_birth=date(2009, 5, 5))
    case = world.allocated(world.a_case(person=young))
    with pytest.raises(ProblemsFound) as found:
        trying(world, case)()
    assert "AG_V26" in codes(found)


def test_nobody_under_18_is_found_about_in_an_assessment(world):
    young = a_person(date_of_birth=date(2009, 5, 5))
    case = world.allocated(world.a_case(person=young))
    with pytest.raises(ProblemsFound) as found:
        world.assessed(case)
    assert "AG_V26" in codes(found)


def test_only_the_assessor_of_the_case_decides_it(world, case):
    stranger = world.a_case(person=a_person(family_name="Stranger"))
    with pytest.raises(ProblemsFound) as found:
        recorded_findings.begin(the_bia(world), stranger, stage=Stage.FORMAL_DECISION)
    assert codes(found) == {"AG_V04"}


@pytest.mark.parametrize("who", ["admin", "lead", "signatory", "auditor"])
def test_no_other_role_decides(world, case, who):
    with pytest.raises(NotPermitted):
        recorded_findings.begin(getattr(world, who), case, stage=Stage.FORMAL_DECISION)


def test_closing_the_last_safeguard_asks_for_the_care_review_and_an_advocate(world, case):
    with pytest.raises(ProblemsFound) as found:
        trying(world, case, aftercare=Aftercare())()
    assert codes(found) == {"AG_V25"}


def test_a_look_back_needs_the_legal_team_and_changes_nothing_that_stands(world, case):
    decided(world, case)
    before = rules.current(world.case(case).records)
    number = written(world, case, purpose=Purpose.RETROSPECTIVE_REVIEW)
    with pytest.raises(ProblemsFound) as found:
        recorded_findings.decide(the_bia(world), case, number, aftercare=CARED_FOR)
    assert codes(found) == {"AG_ADVICE_ONLY"}
    recorded_findings.decide(
        the_bia(world), case, number, aftercare=CARED_FOR, legal_sign_off="L. Egal, 20 November"
    )
    assert rules.current(world.case(case).records).id == before.id


# The machine


def test_every_transition_of_the_machine_through_the_services(world, case):
    bia = the_bia(world)
    number = recorded_findings.begin(bia, case, stage=Stage.FORMAL_DECISION).value
    seen = [kept(world, case, number).facts.state]

    def then(step, *args, **values):
        step(bia, case, number, *args, **values)
        seen.append(kept(world, case, number).facts.state)

    then(recorded_findings.save, a_formal())
    then(recorded_findings.want_evidence, what="The daughter's view")
    then(recorded_findings.complete)
    then(recorded_findings.send_back, why="Say more about the door")
    then(recorded_findings.complete)
    then(recorded_findings.decide, aftercare=CARED_FOR)
    recorded_findings.check(world.signatory, case, number)
    seen.append(kept(world, case, number).facts.state)
    second = decided(world, case)
    seen.append(kept(world, case, number).facts.state)
    recorded_findings.void(world.lead, case, second, why="Another person's")
    seen.append(kept(world, case, second).facts.state)
    assert [one.name for one in seen] == [
        "DRAFT", "DRAFT", "EVIDENCE_WANTED", "READY", "DRAFT", "READY", "DECIDED", "CHECKED",
        "SUPERSEDED", "VOIDED",
    ]  # fmt: skip
    assert kept(world, case, second).is_void


@pytest.mark.parametrize("event", list(FindingEvent))
@pytest.mark.parametrize("state", list(FindingState))
def test_what_is_not_in_the_table_cannot_happen(state, event):
    allowed = {
        FindingEvent.WANT_EVIDENCE: {FindingState.DRAFT},
        FindingEvent.COMPLETE: {FindingState.DRAFT, FindingState.EVIDENCE_WANTED},
        FindingEvent.SEND_BACK: {FindingState.READY},
        FindingEvent.DECIDE: {FindingState.READY},
        FindingEvent.CHECK: {FindingState.DECIDED},
        FindingEvent.SUPERSEDE: {FindingState.DECIDED, FindingState.CHECKED},
        FindingEvent.VOID: set(FindingState) - {FindingState.VOIDED},
    }[event]
    assert MACHINE.may(state, event) == (state in allowed)
    if state not in allowed:
        with pytest.raises(TransitionRefused):
            MACHINE.after(state, event)


def test_a_decided_finding_is_frozen(world, case):
    number = decided(world, case)
    before = kept(world, case, number).facts.finding
    with pytest.raises(ProblemsFound) as found:
        recorded_findings.save(the_bia(world), case, number, a_formal(situation="Else " * 60))
    assert codes(found) == {"AG_V23"}
    with pytest.raises(ProblemsFound) as found:
        authorities.enter_in_error(world.admin, case, number, why="Wrong")
    assert codes(found) == {"AG_V23"}
    recorded_findings.check(world.signatory, case, number)
    recorded_findings.note_withdrawal(world.admin, case, on=TODAY, how="Asked for her coat")
    decided(world, case, a_formal(reasons="She has begun to ask for the door. " * 8))
    with world.desk.store.reading() as session:
        entries = records.entries(session, number)
    held = [one.facts.finding for one in entries if one.facts.is_frozen]
    assert len(held) == 4
    assert set(held) == {before}


def test_one_decision_stands_for_a_person_in_a_place_and_a_new_request_may_supersede(world, case):
    first = decided(world, case)
    person = world.case(case).person_id
    later = world.allocated(
        world.a_case(person_id=person, received_on=TODAY, reason="a second request")
    )
    dol = a_formal(
        objective=Objective.MET, consent=Consent.OBJECTS, finding=Finding.DOL, basis=frozenset(),
        reasons="She asks for the door each evening and is led back to her chair. " * 4,
    )  # fmt: skip
    second = decided(world, later, dol)
    old, new = kept(world, case, first), kept(world, later, second)
    assert old.facts.state is FindingState.SUPERSEDED
    assert old.facts.superseded_by == new.facts.ref
    assert new.facts.supersedes == old.facts.ref
    assert new.facts.changed_decision
    assert old.facts.finding.finding is Finding.NOT_DOL  # still readable


def test_an_assessment_keeps_its_finding_as_a_record(world):
    case = world.assessed(world.allocated(world.a_case()))
    [record] = [one for one in world.case(case).records if one.kind is RecordKind.TEST_RECORD]
    assert record.facts.subject is Subject.ASSESSMENT
    assert record.facts.state is FindingState.DECIDED
    assert record.facts.finding == best_interests(TODAY).test
    assert record.facts.source is Source.ENTERED


def test_an_old_assessment_is_taken_over_exactly_as_it_was_made(world):
    case = an_old_case(world, granted=False)
    old = world.case(case).assessments[AssessmentKind.BI].best_interests.test
    view = finding_beside.view(world.admin, world.case(case))
    assert (view.old, view.new) == (old, None)
    record = rules.migrated(old, ref="AGT-2026-00009", version=1,
                            carried_out_on=date(2026, 2, 1), test="CW2014")  # fmt: skip
    assert record.source is Source.MIGRATED
    assert record.finding == old  # nothing guessed into values of the present test
    assert record.note == "taken from earlier record"


def test_the_old_stands_beside_the_new_with_the_differences_marked(world, case):
    old = a_test_record(date(2025, 3, 1), test="CW2014", supervision_control=True,
                        free_to_leave=False, factors=())  # fmt: skip
    lines = {one.name: one for one in rules.side_by_side(old, a_formal())}
    assert lines["finding"].is_changed
    assert (lines["finding"].old, lines["finding"].new) == (Finding.DOL, Finding.NOT_DOL)
    assert not lines["imputable"].is_changed
    assert lines["supervision_control"].new is None
    assert lines["F01"].old is None


def test_a_view_of_the_home_or_of_triage_closes_nothing(world, case):
    for ctx, stage in ((world.admin, Stage.MA_VIEW), (world.lead, Stage.TRIAGE_VIEW)):
        number = recorded_findings.begin(ctx, case, stage=stage).value
        recorded_findings.keep_view(ctx, case, number)
        assert not kept(world, case, number).facts.decides
    assert rules.current(world.case(case).records) is None
    assert world.case(case).request.is_open


def test_two_desks_cannot_write_the_same_draft(world, case):
    bia = the_bia(world)
    recorded_findings.begin(bia, case, stage=Stage.FORMAL_DECISION)
    with refused(world, "FINDING_BEING_WRITTEN"):
        recorded_findings.begin(bia, case, stage=Stage.FORMAL_DECISION)


def test_unsure_on_what_matters_is_uncertain(world, case):
    finding = a_formal(objective=Objective.UNSURE, consent=Consent.SERIOUS_DOUBT,
                       imputable=Imputable.YES, finding=Finding.UNCERTAIN, basis=frozenset(),
                       look_again_on=TODAY + timedelta(days=28))  # fmt: skip
    decided(world, case, finding)
    assert rules.current(world.case(case).records).facts.finding.finding is Finding.UNCERTAIN
