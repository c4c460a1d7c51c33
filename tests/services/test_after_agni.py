"""The worked examples AG-W1 to AG-W8 and the traps AG-T1 to AG-T6 of after-agni.md 7 and 8."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dolsdesk.domain.dols import recorded_findings as rules
from dolsdesk.domain.dols.assessments import Result
from dolsdesk.domain.dols.authority import Authority
from dolsdesk.domain.dols.campaigns import (
    BulkAct,
    Cohort,
    ItemPriority,
    ItemState,
    NextAction,
    TriageView,
)
from dolsdesk.domain.dols.case import Answered
from dolsdesk.domain.dols.endings import ClosedAs, ClosureReason, EarlyEnd, Evidence
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.legal_test import (
    Basis,
    Consent,
    Finding,
    Medication,
    Objective,
    Special,
)
from dolsdesk.domain.dols.life import SaState
from dolsdesk.domain.dols.objections import CourtKind, OrderEffect
from dolsdesk.domain.dols.recorded_findings import FindingState, Stage, Subject
from dolsdesk.domain.dols.reviews import ReviewEvent, ReviewState
from dolsdesk.domain.dols.screening import Flag, Objecting, Told
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.services import (
    alerts,
    allocation,
    assessments,
    authorities,
    campaign_cases,
    campaign_sending,
    campaigns,
    cases,
    closing,
    court,
    decisions,
    paperwork,
    recorded_findings,
    reviews,
)
from dolsdesk.services.outcome import ProblemsFound, ReasonNeeded
from tests.services import life, rights
from tests.services.retest import (
    CARED_FOR,
    a_campaign,
    a_formal,
    an_old_case,
    decided,
    no_deprivation,
    sent,
    some_answers,
    the_bia,
    written,
)
from tests.support.desk import (
    TODAY,
    a_closure,
    a_person,
)
from tests.support.refusals import refused

BI = AssessmentKind.BI


def to(world, on: date) -> None:
    """Go on to a day."""
    world.desk.clock.move(days=(on - world.desk.clock.today()).days)


def codes(found) -> set[str]:
    return {one.code for one in found.value.problems}


def returned(world, item: int, **values) -> None:
    campaign_cases.record_answers(
        world.admin, item, some_answers(**values), returned_on=world.desk.clock.today(),
        reason="as it came",
    )  # fmt: skip


def triaged(world, item: int, view=TriageView.LIKELY_NOT_DOL) -> None:
    campaign_cases.triage(world.lead, item, view, why="As the answers say")


def routed(world, item: int, action: NextAction, due_on: date) -> None:
    campaign_cases.route(world.lead, item, action, why="As the answers say", owner="Ada Min",
                         due_on=due_on)  # fmt: skip


def view_of(world, case: int):
    return cases.open_case(world.admin, case)


class TestWorkedExamples:
    def test_w1_backlog_settled_resident(self, world):
        case = world.a_case(received_on=date(2026, 3, 10), s39a_applies=Answered.NO)
        assert view_of(world, case).answer.date("assessments_due_on") == date(2026, 3, 30)
        number = a_campaign(world)
        [item] = sent(world, number)  # 23 November
        to(world, date(2026, 11, 30))
        returned(world, item)
        triaged(world, item)
        routed(world, item, NextAction.ASK_MA_TO_RECONSIDER, date(2026, 12, 7))
        to(world, date(2026, 12, 7))
        desk_review = a_closure(ClosedAs.NO_LONGER_NEEDED, evidence=Evidence.DESK_REVIEW)
        with pytest.raises(ProblemsFound) as found:  # closing at triage
            closing.close(world.admin, case, desk_review)
        assert "AG_V17" in codes(found)
        routed(world, item, NextAction.ALLOCATE_BIA, date(2026, 12, 14))  # the home stands by it
        world.allocated(case)
        on = date(2026, 12, 10)
        to(world, on)
        form_3a = no_deprivation(on, look_again_on=date(2027, 6, 10))
        assessments.record(world.admin, case, form_3a, reason="no doctor yet")
        found = campaign_cases.detail(world.admin, item).item
        assert (found.state, found.outcome) == (ItemState.DECIDED, "not_dol")
        with refused(world, "ITEM_REQUEST_OPEN"):
            campaign_cases.finish(world.admin, item)
        to(world, date(2026, 12, 11))
        world.stopped(case)
        with pytest.raises(ProblemsFound) as refusal:
            decisions.refuse(world.signatory, case, reasons="No deprivation", late_reason="queue")
        assert codes(refusal) == {"AG_V25"}
        recorded_findings.set_aftercare(world.admin, case, CARED_FOR)
        decisions.refuse(world.signatory, case, reasons="No deprivation", late_reason="queue",
                         late_note="waited from March with a thousand others")  # fmt: skip
        campaign_cases.finish(world.admin, item)
        held = world.case(case)
        assert held.request.state is RequestState.NOT_GRANTED
        assert held.refusal.is_no_deprivation
        assert held.assessments[BI].return_code == 2
        assert (held.refusal.decided_on - held.request.received_on).days == 276
        record = rules.current(held.records).facts
        assert record.finding.basis == {Basis.OBJECTIVE, Basis.CONSENT}
        assert record.finding.look_again_on == date(2027, 6, 10)
        assert held.copies  # notices

    def test_w2_new_request_objecting(self, world):
        to(world, date(2026, 11, 20))
        case = world.a_case(received_on=date(2026, 11, 20), urgent=True,
                            urgent_given_on=date(2026, 11, 20))  # fmt: skip
        answer = view_of(world, case).answer
        assert answer.date("urgent_last_day") == date(2026, 11, 26)
        to(world, TODAY)
        number = a_campaign(world, Cohort.K2)
        [item] = sent(world, number)
        returned(world, item, q14_objects=Objecting.OFTEN, q05_restraint=Told.YES,
                 q06_medicine=Told.YES)  # fmt: skip
        found = campaign_cases.detail(world.admin, item).item
        assert found.priority is ItemPriority.HIGH
        assert {Flag.OBJECTION, Flag.RESTRAINT, Flag.SEDATION} <= set(found.reasons)
        # campaign letters do not delay the clock
        assert view_of(world, case).answer.date("urgent_last_day") == date(2026, 11, 26)
        world.allocated(case)
        number = decided(world, case, a_formal(
            objective=Objective.MET, consent=Consent.OBJECTS, finding=Finding.DOL,
            basis=frozenset(), medication=Medication.PRESENT, look_again_on=None))  # fmt: skip
        assert rules.current(world.case(case).records).facts.finding.finding is Finding.DOL

    def test_w3_an_enquiry_is_a_view_and_no_outcome(self, world):
        case = world.a_case()
        before = view_of(world, case).answer.date("assessments_due_on")
        number = recorded_findings.begin(world.admin, case, stage=Stage.MA_VIEW).value
        recorded_findings.keep_view(world.admin, case, number)
        held = world.case(case)
        assert rules.current(held.records) is None
        assert held.request.is_open  # a Form 1 that arrives is accepted and clocked
        assert view_of(world, case).answer.date("assessments_due_on") == before

    def test_w4_authorisation_in_force(self, world):
        case = an_old_case(world)
        assert world.case(case).authorisation.last_day == date(2027, 1, 31)
        number = a_campaign(world, Cohort.K3)
        [item] = sent(world, number)
        to(world, date(2026, 11, 25))
        returned(world, item)
        triaged(world, item)
        routed(world, item, NextAction.START_PART8, date(2026, 12, 4))
        reviews.give_notice(world.admin, case, on=date(2026, 11, 25))
        reviews.consider(world.admin, case)
        reviews.assess(world.admin, case, kinds=(BI,), why="The test changed")
        to(world, date(2026, 12, 1))
        decided(world, case, a_formal(date(2026, 12, 1)), subject=Subject.REVIEW)
        # the record alone ends nothing (AG-V18, AG-T5)
        assert view_of(world, case).sa_state is SaState.IN_FORCE
        with pytest.raises(ProblemsFound) as found:
            authorities.end_authorisation(world.admin, case, life.an_ending(EarlyEnd.REVIEW))
        assert "AG_V18" in codes(found)
        with refused(world, "ITEM_AUTHORITY_RUNS"):
            campaign_cases.finish(world.admin, item)
        finding = life.a_finding(date(2026, 12, 1), result=Result.NEGATIVE, is_no_deprivation=True)
        reviews.record_finding(world.admin, case, BI, finding)
        to(world, date(2026, 12, 4))
        reviews.complete(world.signatory, case, ReviewEvent.TERMINATE)
        assert view_of(world, case).sa_state is SaState.TERMINATED_REVIEW
        assert view_of(world, case).answer.date("sa_ceases_on") == date(2026, 12, 4)
        to(world, date(2026, 12, 5))
        campaign_cases.finish(world.admin, item)
        held = rules.current(world.case(case).records).facts
        assert held.aftercare == CARED_FOR
        assert held.changed_decision

    def test_w5_a_court_order_in_force_is_the_courts_to_end(self, world):
        """The tenancy is outside DoLS; the request stands for the case the order is kept on."""
        to(world, date(2025, 12, 1))
        case = world.a_case(person=a_person(date_of_birth=date(1991, 1, 1)),
                            received_on=date(2025, 12, 1))  # fmt: skip
        proceedings = rights.proceedings(date(2025, 12, 1), kind=CourtKind.S16_WELFARE)
        record = court.begin(world.admin, case, proceedings).value
        to(world, date(2025, 12, 15))
        authorised = rights.an_order(
            OrderEffect.AUTHORISES, date(2025, 12, 15), authority_to=date(2026, 12, 14)
        )
        court.add_order(world.admin, case, record, authorised)
        ordered = a_closure(
            reason=ClosureReason.COURT_ORDER, evidence=Evidence.COURT_ORDER, on=date(2025, 12, 15)
        )
        closing.close(world.admin, case, ordered)
        to(world, TODAY)
        [item] = sent(world, a_campaign(world, Cohort.K6))
        returned(world, item)
        triaged(world, item)
        routed(world, item, NextAction.LEGAL_REFERRAL, date(2026, 11, 24))
        to(world, date(2026, 11, 24))
        finding = a_formal(
            date(2026, 11, 24), objective=Objective.MET, basis=frozenset({Basis.CONSENT}),
            look_again_on=date(2027, 11, 24),
        )  # fmt: skip
        number = written(world, case, finding, subject=Subject.COURT)
        with pytest.raises(ReasonNeeded) as found:  # an order in force: legal advice is expected
            recorded_findings.decide(the_bia(world), case, number, aftercare=CARED_FOR)
        assert codes(found) == {"AG_V14"}
        advised = replace(finding, legal_consulted="L. Egal, 24 November 2026")
        recorded_findings.send_back(the_bia(world), case, number, why="Advice came")
        recorded_findings.save(the_bia(world), case, number, advised)
        recorded_findings.complete(the_bia(world), case, number)
        recorded_findings.decide(the_bia(world), case, number, aftercare=CARED_FOR)
        recorded_findings.check(world.lead, case, number)  # a manager approves
        held = campaign_cases.detail(world.admin, item).item
        assert (held.state, held.outcome) == (ItemState.DECIDED, "not_dol")
        # the order stands as it did (AG-T5)
        [span] = [one for one in view_of(world, case).spans if one.kind is Authority.COURT]
        [proceedings] = court.live_ones(world.case(case))
        assert proceedings.facts.authorises_to(date(2026, 11, 24)) == date(2026, 12, 14)
        assert span.first_on == date(2025, 12, 15)
        with refused(world, "ITEM_COURT_RUNS"):
            campaign_cases.finish(world.admin, item)
        with pytest.raises(ProblemsFound) as found:  # nothing decides it again from here
            routed(world, item, NextAction.VISIT, date(2026, 11, 24))
        assert codes(found) == {"DECIDED_ACTION"}
        # the legal task of the same day: ask for discharge, not for renewal
        routed(world, item, NextAction.LEGAL_REFERRAL, date(2026, 11, 24))
        assert campaign_cases.detail(world.admin, item).item.state is ItemState.DECIDED
        to(world, date(2026, 12, 8))
        discharged = rights.an_order(OrderEffect.TERMINATES, date(2026, 12, 8))
        court.add_order(world.admin, case, record, discharged)
        with refused(world, "ITEM_COURT_RUNS"):  # the day of the order is the order's
            campaign_cases.finish(world.admin, item)
        court.close(world.admin, case, record, on=date(2026, 12, 8))
        to(world, date(2026, 12, 9))
        campaign_cases.finish(world.admin, item)
        ended = [one for one in view_of(world, case).spans if one.kind is Authority.COURT]
        assert ended[-1].last_on == date(2026, 12, 8)

    def test_w5_where_the_court_disagrees_its_finding_supersedes(self, world):
        case = world.a_case(received_on=date(2026, 7, 1))
        proceedings = rights.proceedings(date(2026, 7, 1), kind=CourtKind.S16_WELFARE)
        record = court.begin(world.admin, case, proceedings).value
        advised = {"legal_consulted": "L. Egal, 23 November 2026"}
        first = decided(world, case, a_formal(**advised), subject=Subject.COURT)
        to(world, date(2026, 12, 1))
        order = rights.an_order(
            OrderEffect.AUTHORISES, date(2026, 12, 1), authority_to=date(2027, 11, 30)
        )
        court.add_order(world.admin, case, record, order)
        found = a_formal(
            date(2026, 12, 1), objective=Objective.MET, consent=Consent.NOT_SHOWN,
            finding=Finding.DOL, basis=frozenset(), look_again_on=None,
            reasons="The court found that she is deprived of her liberty and authorised it. " * 4,
            **advised,
        )  # fmt: skip
        second = decided(world, case, found, subject=Subject.COURT)
        held = {one.id: one.facts for one in rules.stored(world.case(case).records)}
        assert held[first].state is FindingState.SUPERSEDED
        assert held[first].superseded_by == held[second].ref
        assert held[second].changed_decision

    def test_a_finding_for_the_court_needs_proceedings(self, world):
        case, bia = world.allocated(world.a_case()), the_bia(world)
        with refused(world, "NO_PROCEEDINGS"):
            recorded_findings.begin(bia, case, stage=Stage.FORMAL_DECISION, subject=Subject.COURT)

    def test_w6_aged_17_goes_to_the_court(self, world):
        young = a_person(date_of_birth=date(2009, 5, 5))
        case = world.allocated(world.a_case(person=young))
        number = written(world, case)
        with pytest.raises(ProblemsFound) as found:
            recorded_findings.decide(the_bia(world), case, number, aftercare=CARED_FOR)
        assert "AG_V26" in codes(found)

    def test_w7_no_response_is_not_consent(self, world):
        case = world.allocated(world.a_case())
        pdoc = {"special": frozenset({Special.PDOC}), "no_response": True}
        number = written(world, case, a_formal(**pdoc))
        with pytest.raises(ProblemsFound) as found:
            recorded_findings.decide(the_bia(world), case, number, aftercare=CARED_FOR)
        assert "AG_V13" in codes(found)
        uncertain = a_formal(
            consent=Consent.CANNOT_EXPRESS, objective=Objective.UNSURE, basis=frozenset(),
            finding=Finding.UNCERTAIN, look_again_on=TODAY + timedelta(days=28), **pdoc,
        )  # fmt: skip
        recorded_findings.send_back(the_bia(world), case, number, why="No consent")
        recorded_findings.save(the_bia(world), case, number, uncertain)
        recorded_findings.complete(the_bia(world), case, number)
        with pytest.raises(ReasonNeeded) as found:
            recorded_findings.decide(the_bia(world), case, number)
        assert codes(found) == {"AG_V14"}
        advised = replace(uncertain, legal_consulted="L. Egal, 23 November 2026")
        recorded_findings.send_back(the_bia(world), case, number, why="Advice came")
        recorded_findings.save(the_bia(world), case, number, advised)
        recorded_findings.complete(the_bia(world), case, number)
        recorded_findings.decide(the_bia(world), case, number)
        assert world.case(case).request.is_open

    def test_w8_changed_mind(self, world):
        to(world, date(2026, 7, 14))
        first = world.allocated(world.a_case(received_on=date(2026, 7, 1)))
        july = decided(world, first, a_formal(
            date(2026, 7, 14), basis=frozenset({Basis.CONSENT}), objective=Objective.MET,
            look_again_on=date(2027, 1, 14)))  # fmt: skip
        to(world, date(2026, 11, 18))
        recorded_findings.note_withdrawal(
            world.admin, first, on=date(2026, 11, 18), how="Asks for home each evening"
        )
        [raised] = [one for one in alerts.raised(world.admin, first) if one.alert == "A03"]
        assert (raised.on, raised.colour) == (date(2026, 11, 20), "red")
        to(world, date(2026, 11, 19))
        person = world.case(first).person_id
        second = world.allocated(
            world.a_case(person_id=person, received_on=date(2026, 11, 19), reason="again")
        )
        to(world, date(2026, 11, 24))
        decided(world, second, a_formal(
            date(2026, 11, 24), objective=Objective.MET, consent=Consent.FLUCTUATING,
            finding=Finding.DOL, basis=frozenset(), look_again_on=None,
            reasons="The door is locked against her when she tries it, and calls are limited. " * 4,
        ))  # fmt: skip
        held = next(one for one in world.case(first).records if one.id == july).facts
        assert held.state is FindingState.SUPERSEDED
        assert held.finding.finding is Finding.NOT_DOL  # still readable
        assert held.withdrawn_on == date(2026, 11, 18)
        assert (held.withdrawn_on - held.finding.decided_on).days == 127


class TestTraps:
    """Things the software must not do."""

    def test_t1_no_bulk_tool_decides(self, world):
        names = ("One", "Two", "Three")
        asked = [world.a_case(person=a_person(family_name=n), received_on=date(2026, 3, 10))
                 for n in names]  # fmt: skip
        number = a_campaign(world)
        items = [one.id for one in campaign_cases.items(world.admin, number)]
        campaign_sending.bulk(world.admin, number, items, BulkAct.SEND.value)
        campaign_sending.bulk(world.admin, number, items, BulkAct.REMIND.value)
        campaign_sending.bulk(world.admin, number, items, BulkAct.ASSIGN.value, owner="Ada Min",
                       due_on=TODAY)  # fmt: skip
        for what in ("outcome", "consent", "closure", "triage", "decide", "close"):
            with pytest.raises(ProblemsFound) as found:
                campaign_sending.bulk(world.lead, number, items, what, finding="not_dol")
            assert codes(found) == {"AG_V24"}
        campaigns.take_over(world.lead, number)
        for case in asked:
            held = world.case(case)
            assert rules.stored(held.records) == ()  # no FORMAL_DECISION appears
            assert held.request.is_open

    def test_t1_a_new_record_has_no_answer_filled_in(self, world):
        case = world.allocated(world.a_case())
        number = recorded_findings.begin(the_bia(world), case, stage=Stage.FORMAL_DECISION).value
        [record] = [one for one in world.case(case).records if one.id == number]
        finding = record.facts.finding
        assert (finding.finding, finding.consent, finding.objective) == (None, None, None)

    def test_t2_silence_does_not_become_consent(self, world):
        case = world.a_case(received_on=date(2026, 3, 10))
        [item] = sent(world, a_campaign(world))
        returned(world, item, q13_does="", q14_objects=Objecting.NEVER)
        triaged(world, item)
        routed(world, item, NextAction.ALLOCATE_BIA, TODAY)
        world.allocated(case)
        number = written(world, case, a_formal(evidence=()))
        with pytest.raises(ProblemsFound) as found:
            recorded_findings.decide(the_bia(world), case, number, aftercare=CARED_FOR)
        assert {"AG_V08", "AG_V13"} <= codes(found)

    @pytest.mark.parametrize("consent", [Consent.NOT_SHOWN, Consent.CANNOT_EXPRESS])
    def test_t2_no_view_shown_leaves_the_question_to_the_restrictions(self, world, consent):
        case = world.allocated(world.a_case())
        number = written(world, case, a_formal(consent=consent, objective=Objective.MET,
                                               basis=frozenset({Basis.CONSENT})))  # fmt: skip
        with pytest.raises(ProblemsFound) as found:
            recorded_findings.decide(the_bia(world), case, number, aftercare=CARED_FOR)
        assert "AG_V06" in codes(found)

    def test_t3_old_papers_and_decisions_stay_as_they_were(self, world):
        case = an_old_case(world, on=date(2025, 12, 1))
        [paper] = [one for one in view_of(world, case).papers if one.code == "F5"]
        bytes_before = cases.content(world.admin, paper.id)
        before = world.case(case)
        number = a_campaign(world, Cohort.K3)
        campaigns.take_over(world.lead, number)
        sent(world, number)
        decided(world, case, subject=Subject.AUTHORISATION)
        after = world.case(case)
        assert cases.content(world.admin, paper.id) == bytes_before
        assert paperwork.copy_of(world.admin, "F5", after.request.ref).content == bytes_before
        assert after.assessments == before.assessments
        assert after.authorisation == before.authorisation
        migrated = rules.stored(after.records)[0].facts
        assert migrated.finding == before.assessments[BI].best_interests.test
        assert migrated.finding.test == "CW2014"

    def test_t4_no_clock_is_dropped_paused_or_reset(self, world):
        asked = [world.a_case(person=a_person(family_name=n), received_on=date(2026, 3, 10 + i))
                 for i, n in enumerate(("One", "Two", "Three"))]  # fmt: skip
        due = [view_of(world, one).answer.date("assessments_due_on") for one in asked]
        number = a_campaign(world)
        items = sent(world, number)
        world.desk.clock.move(days=15)
        campaign_sending.remind(world.admin, number, items)
        for item in items:
            returned(world, item)
            triaged(world, item)
            routed(world, item, NextAction.ASK_MA_TO_RECONSIDER, world.desk.clock.today())
        after = [view_of(world, one).answer.date("assessments_due_on") for one in asked]
        assert after == due
        assert [world.case(one).request.received_on for one in asked] == [
            date(2026, 3, 10 + i) for i in range(3)
        ]

    def test_t5_no_deprivation_ends_no_authority_by_itself(self, world):
        case = an_old_case(world)
        before = view_of(world, case)
        decided(world, case, subject=Subject.AUTHORISATION)
        after = view_of(world, case)
        assert after.sa_state is before.sa_state is SaState.IN_FORCE
        assert after.answer.date("sa_ceases_on") == before.answer.date("sa_ceases_on")
        assert after.spans == before.spans
        assert reviews.current(after.case) is None

    def test_t5_a_review_under_way_goes_on(self, world):
        case = an_old_case(world)
        reviews.ask(world.admin, case, life.a_review())
        decided(world, case, subject=Subject.REVIEW)
        assert reviews.current(world.case(case)).facts.state is ReviewState.REQUESTED

    def test_t6_no_deprivation_is_not_no_duty(self, world):
        case = world.allocated(world.a_case())
        lacking = a_formal(objection_signs="", look_again_on=None)
        number = written(world, case, lacking)
        with pytest.raises(ProblemsFound) as found:
            recorded_findings.decide(the_bia(world), case, number)
        assert {"AG_V15", "AG_V25", "AG_INCOMPLETE"} <= codes(found)

    def test_t6_a_review_does_not_end_the_last_safeguard_without_it(self, world):
        case = an_old_case(world)
        reviews.ask(world.admin, case, life.a_review())
        reviews.give_notice(world.admin, case, on=TODAY)
        reviews.consider(world.admin, case)
        reviews.assess(world.admin, case, kinds=(BI,), why="The test changed")
        none = life.a_finding(result=Result.NEGATIVE, is_no_deprivation=True)
        reviews.record_finding(world.admin, case, BI, none)
        with pytest.raises(ProblemsFound) as found:
            reviews.complete(world.signatory, case, ReviewEvent.TERMINATE)
        assert codes(found) == {"AG_V25"}
        assert view_of(world, case).sa_state is SaState.IN_FORCE

    def test_the_two_negatives_are_never_merged(self, world):
        case = world.allocated(world.a_case())
        none = no_deprivation(TODAY)
        both = replace(none, best_interests=replace(none.best_interests, is_deprivation=True))
        with pytest.raises(ProblemsFound) as found:
            assessments.record(world.admin, case, both, reason="x")
        assert "AG_V21" in codes(found)

    def test_an_old_best_interests_assessment_is_not_used_again(self, world):
        an_old_case(world, granted=False)
        person = world.case(1).person_id
        case = world.a_case(person_id=person, reason="again")
        [usable] = assessments.find_equivalents(world.admin, case, BI)
        assert "AG_V22" in {one.code for one in usable.problems}


def test_allocation_is_still_one_at_a_time(world):
    """Routing a case to an assessor allocates nobody: a person chooses the assessor."""
    case = world.a_case(received_on=date(2026, 3, 10))
    [item] = sent(world, a_campaign(world))
    returned(world, item)
    triaged(world, item)
    routed(world, item, NextAction.ALLOCATE_BIA, TODAY)
    assert world.case(case).active_allocations == {}
    assert allocation.USUAL_KINDS[BI]
