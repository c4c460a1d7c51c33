"""Choosing assessors: who may act, who is in the way, and what a selection leaves behind."""

import copy
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from dolsdesk.domain.dols.assessors import Declared, Ineligible, Profession
from dolsdesk.domain.dols.endings import ClosedAs
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.hours import NotHours, Week, Work, parse_hours
from dolsdesk.errors import Refused
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import (
    allocation,
    assessments,
    cases,
    closing,
    register,
    requests,
    upkeep,
    words,
)
from dolsdesk.services.allocation import USUAL_KINDS, Candidate
from dolsdesk.services.desk import assemble
from dolsdesk.services.outcome import ProblemsFound
from tests.support.desk import (
    TODAY,
    World,
    a_closure,
    a_person,
    an_assessment,
    new_request,
)
from tests.support.refusals import asked_why, refused

K = AssessmentKind
AS_BIA, AS_DOCTOR = USUAL_KINDS[K.BI], USUAL_KINDS[K.MH]
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
NOTHING_DECLARED = dict.fromkeys(Declared, False)


def allocate(world: World, request_id: int, assessor_id: int, kinds: Iterable[K], **values) -> None:
    record = {"declarations": NOTHING_DECLARED, "reason": "", **values}
    allocation.allocate(world.lead, request_id, assessor_id=assessor_id, kinds=kinds, **record)


def candidate(world: World, request_id: int, assessor_id: int, kinds: Iterable[K]) -> Candidate:
    [found] = [
        one for one in allocation.candidates(world.lead, request_id, kinds) if one.id == assessor_id
    ]
    return found


def reasons(found: Candidate) -> set[str]:
    """Return why somebody may not act: codes, or the ground of ineligibility."""
    return {
        str(problem.params.get("reason", problem.code))
        for problem in found.problems
        if problem.refuses
    }


# Eligibility (dols.md 1.2)

LAPSED = {"training": [date(2025, 11, 23)]}  # on the anniversary itself it no longer counts
JUST_IN_TIME = {"training": [date(2025, 11, 24)]}


@pytest.mark.parametrize(
    ("profession", "kind", "values", "reason"),
    [
        (Profession.SOCIAL_WORKER, K.BI, LAPSED, "ASSESSOR_TRAINING_LAPSED"),
        (Profession.DOCTOR, K.MH, LAPSED, "ASSESSOR_TRAINING_LAPSED"),
        (Profession.NURSE, K.BI, {"initial_training_on": None}, Ineligible.NO_BIA_TRAINING),
        (Profession.NURSE, K.BI, {"initial_training_on": TOMORROW}, Ineligible.NO_BIA_TRAINING),
        (Profession.DOCTOR, K.MH, {"initial_training_on": None}, Ineligible.NO_MH_TRAINING),
        (
            Profession.OT, K.BI, {"registered_on": date(2024, 11, 24)},
            Ineligible.TOO_LITTLE_EXPERIENCE,
        ),
        (Profession.OT, K.AGE, {"registered_on": None}, Ineligible.TOO_LITTLE_EXPERIENCE),
        (
            Profession.DOCTOR, K.MH, {"registered_on": date(2023, 11, 24)},
            Ineligible.NO_SECTION_12_OR_EXPERIENCE,
        ),
        (
            Profession.DOCTOR, K.MH, {"registered_on": None, "s12_until": YESTERDAY},
            Ineligible.NO_SECTION_12_OR_EXPERIENCE,
        ),
        (Profession.DOCTOR, K.ELIG, {"s12_until": YESTERDAY}, Ineligible.NOT_S12_OR_AMHP),
        (Profession.DOCTOR, K.ELIG, {}, Ineligible.NOT_S12_OR_AMHP),
        (Profession.SOCIAL_WORKER, K.ELIG, {}, Ineligible.NOT_S12_OR_AMHP),
        (Profession.AMHP, K.ELIG, {"amhp_until": YESTERDAY}, Ineligible.NOT_S12_OR_AMHP),
        (Profession.DOCTOR, K.BI, {}, Ineligible.NOT_A_BIA_PROFESSION),
        (Profession.DOCTOR, K.AGE, {}, Ineligible.NOT_A_BIA_PROFESSION),
        (Profession.DOCTOR, K.NR, {}, Ineligible.NOT_A_BIA_PROFESSION),
        (Profession.PSYCHOLOGIST, K.MH, {}, Ineligible.NOT_A_DOCTOR),
        (Profession.AMHP, K.NR, {"insured_until": YESTERDAY}, Ineligible.NOT_INSURED),
        (Profession.AMHP, K.NR, {"insured_until": None}, Ineligible.NOT_INSURED),
        (Profession.AMHP, K.MC, {"dbs_on": None}, Ineligible.NO_DBS),
        (Profession.AMHP, K.MC, {"dbs_on": TOMORROW}, Ineligible.NO_DBS),
        (Profession.AMHP, K.BI, {"is_suspended": True}, "ASSESSOR_SUSPENDED"),
    ],
)  # fmt: skip
def test_who_is_not_eligible_is_listed_with_the_reason_and_not_selected(
    world, profession, kind, values, reason
):
    one = world.an_assessor("Ann Other", profession, **values)
    request_id = world.a_case()
    found = candidate(world, request_id, one, (kind,))
    assert not found.may_act
    assert reasons(found) == {str(reason)}
    assert all("Ann Other" in words.problem(problem) for problem in found.problems)
    code = reason if str(reason).isupper() else "ASSESSOR_NOT_ELIGIBLE"
    with refused(world, str(code), ProblemsFound):
        allocate(world, request_id, one, (kind,), reason="Nobody else is free")
    assert world.case(request_id).allocations == ()


@pytest.mark.parametrize(
    ("profession", "kinds", "values"),
    [
        (Profession.SOCIAL_WORKER, AS_BIA, JUST_IN_TIME),
        (Profession.NURSE, AS_BIA, {"training": [], "initial_training_on": date(2025, 11, 24)}),
        (Profession.OT, AS_BIA, {"registered_on": date(2024, 11, 23)}),
        (Profession.PSYCHOLOGIST, AS_BIA, {"insured_until": TODAY, "dbs_on": TODAY}),
        (Profession.AMHP, (*AS_BIA, K.ELIG), {"amhp_until": TODAY}),
        (Profession.DOCTOR, (K.MH, K.MC), {"registered_on": date(2023, 11, 23)}),
        (Profession.DOCTOR, (*AS_DOCTOR, K.MC), {"registered_on": None, "s12_until": TODAY}),
    ],
)
def test_who_is_eligible_to_the_day_may_be_selected(world, profession, kinds, values):
    one = world.an_assessor("Ann Other", profession, **values)
    request_id = world.a_case()
    assert candidate(world, request_id, one, kinds).problems == ()
    allocate(world, request_id, one, kinds)
    assert set(world.case(request_id).active_allocations) == set(kinds)


def test_somebody_off_the_active_register_is_neither_listed_nor_selected(world):
    one = world.an_assessor("Ann Other", Profession.AMHP, is_active=False)
    request_id = world.a_case()
    assert one not in {found.id for found in allocation.candidates(world.lead, request_id, AS_BIA)}
    with refused(world, "ASSESSOR_NOT_ELIGIBLE", ProblemsFound) as caught:
        allocate(world, request_id, one, AS_BIA)
    assert caught.value.params["reason"] is Ineligible.NOT_ACTIVE


def test_one_person_does_not_do_both_key_assessments(world):
    request_id = world.a_case()
    found = candidate(world, request_id, world.doctor, (K.MH, K.BI))
    assert "SAME_ASSESSOR_MH_BI" in reasons(found)
    allocate(world, request_id, world.doctor, AS_DOCTOR)
    assert "SAME_ASSESSOR_MH_BI" in reasons(candidate(world, request_id, world.doctor, AS_BIA))
    with pytest.raises(ProblemsFound) as caught:
        allocate(world, request_id, world.doctor, (K.BI,), reason="Nobody else is free")
    assert "SAME_ASSESSOR_MH_BI" in {problem.code for problem in caught.value.problems}


# Conflicts of interest (dols.md 1.3)

CONFLICTS = [
    (Declared.RELATIVE_OF_PERSON, "ASSESSOR_RELATIVE"),
    (Declared.RELATIVE_OF_FINANCIAL, "ASSESSOR_RELATIVE"),
    (Declared.FINANCIAL_INTEREST, "ASSESSOR_FINANCIAL"),
    (Declared.INVOLVED_IN_CARE, "BIA_INVOLVED_IN_CARE"),
]


@pytest.mark.parametrize(("declared", "code"), CONFLICTS)
@pytest.mark.parametrize("with_place", [False, True], ids=["with the person", "with the place"])
def test_a_conflict_the_register_knows_bars_the_assessor(world, declared, code, with_place):
    request_id = world.a_case()
    register.add_interest(
        world.admin, world.bia, declared, note="Told in May",
        place_id=world.home if with_place else None,
        person_id=None if with_place else world.case(request_id).person_id,
    )  # fmt: skip
    assert reasons(candidate(world, request_id, world.bia, AS_BIA)) == {code}
    with refused(world, code, ProblemsFound):
        allocate(world, request_id, world.bia, AS_BIA, reason="Nobody else is free")
    elsewhere = requests.log(world.admin, new_request(world.hospital), reason="Another").value
    assert candidate(world, elsewhere, world.bia, AS_BIA).may_act


@pytest.mark.parametrize(("declared", "code"), CONFLICTS)
def test_a_conflict_the_assessor_declares_bars_them(world, declared, code):
    request_id = world.a_case()
    assert declared in allocation.questions(world.lead, request_id, AS_BIA)
    with refused(world, code, ProblemsFound):
        allocate(
            world, request_id, world.bia, AS_BIA,
            declarations=NOTHING_DECLARED | {declared: True}, reason="Nobody else is free",
        )  # fmt: skip


@pytest.mark.parametrize("declared", [declared for declared, _ in CONFLICTS])
def test_a_question_left_blank_stops_the_selection(world, declared):
    request_id = world.a_case()
    with refused(world, "DECLARATION_MISSING", ProblemsFound):
        allocate(
            world, request_id, world.bia, AS_BIA, declarations=NOTHING_DECLARED | {declared: None}
        )


def test_a_doctor_who_knows_the_person_may_assess_their_mental_health(world):
    """C9: the Regulations bar only the best interests assessor."""
    request_id = world.a_case()
    register.add_interest(
        world.admin, world.doctor, Declared.INVOLVED_IN_CARE, place_id=None,
        person_id=world.case(request_id).person_id, note="Their GP",
    )  # fmt: skip
    assert Declared.INVOLVED_IN_CARE not in allocation.questions(world.lead, request_id, AS_DOCTOR)
    allocate(world, request_id, world.doctor, AS_DOCTOR)
    assert set(world.case(request_id).active_allocations) == set(AS_DOCTOR)


def test_the_councils_own_home_asks_one_question_more(world):
    own = requests.log(world.admin, new_request(world.council_home)).value
    other = world.a_case()
    asked = [set(allocation.questions(world.lead, one, AS_BIA)) for one in (own, other)]
    assert asked[0] - asked[1] == {Declared.EMPLOYED_BY_COUNCIL}


def test_in_the_councils_own_home_the_best_interests_assessor_comes_from_outside(world):
    inside = world.an_assessor("In House", Profession.AMHP, is_employed_by_council=True)
    own = requests.log(world.admin, new_request(world.council_home)).value
    assert reasons(candidate(world, own, inside, AS_BIA)) == {"BIA_SAME_BODY"}
    with refused(world, "BIA_SAME_BODY", ProblemsFound):
        allocate(world, own, inside, AS_BIA, reason="Nobody else is free")
    with refused(world, "BIA_SAME_BODY", ProblemsFound):
        declared = NOTHING_DECLARED | {Declared.EMPLOYED_BY_COUNCIL: True}
        allocate(world, own, world.bia, AS_BIA, declarations=declared, reason="Paid by the case")
    with asked_why(world, "BIA_SERVES_COUNCIL"):
        allocate(world, own, world.bia, AS_BIA)
    allocate(world, own, world.bia, AS_BIA, reason="Works for another council")
    assert world.trail("allocate")[-1].reason == "Works for another council"
    allocate(world, world.a_case(), inside, AS_BIA)


# Leave and load


def test_somebody_on_leave_or_laden_is_selected_with_a_reason_only(world):
    request_id = world.a_case()
    register.add_leave(world.admin, world.bia, YESTERDAY, TOMORROW)
    found = candidate(world, request_id, world.bia, AS_BIA)
    assert (found.away_until, found.may_act) == (TOMORROW, True)
    with asked_why(world, "ASSESSOR_ON_LEAVE"):
        allocate(world, request_id, world.bia, AS_BIA)
    world.desk.clock.move(days=2)
    allocate(world, request_id, world.bia, AS_BIA)


def test_whoever_carries_as_much_as_they_may_is_selected_with_a_reason_only(world):
    one = world.an_assessor("Ann Other", Profession.AMHP, week_limit=1)
    allocate(world, world.a_case(), one, AS_BIA)
    request_id = world.a_case()
    found = candidate(world, request_id, one, AS_BIA)
    assert (found.load.open, found.load.next_due_on) == (1, date(2026, 12, 11))
    with asked_why(world, "ASSESSOR_OVERLOADED"):
        allocate(world, request_id, one, AS_BIA)
    allocate(world, request_id, one, AS_BIA, reason="Two in one house")
    assert candidate(world, request_id, one, AS_BIA).load.open == 2


def test_those_who_may_act_come_first_and_the_least_laden_of_them(world):
    world.an_assessor("Zed Idle", Profession.AMHP)
    busy = world.an_assessor("Ann Busy", Profession.AMHP)
    away = world.an_assessor("Abe Away", Profession.AMHP)
    register.add_leave(world.admin, away, TODAY, TODAY)
    allocate(world, world.a_case(), busy, AS_BIA)
    listed = [one.name for one in allocation.candidates(world.lead, world.a_case(), AS_BIA)]
    assert listed == ["Bea Iqbal", "Zed Idle", "Ann Busy", "Abe Away", "Dr Mo Hart"]


# Hours left in the week (AL3)

#: Invented figures of an invented council; none is bundled.
FIGURES = {K.AGE: 1, K.MH: 3, K.MC: 2, K.BI: 8, K.ELIG: 1, K.NR: 1}
OF_A_BIA = 8 + 1 + 1 + 2
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)


def with_figures(world: World) -> World:
    """Have the council set its figures, and open the desk again, when they take effect."""
    for kind, amount in FIGURES.items():
        upkeep.set_target(world.lead, RuleId(f"pr_hours_{kind.value}"), amount)
    office = copy.copy(world)  # the world itself outlives the test
    office.desk = assemble(world.desk.store, world.desk.clock)
    return office


def contracted(world: World, assessor_id: int, hours: float | None) -> None:
    minutes = None if hours is None else round(hours * 60)
    details = replace(register.assessor(world.admin, assessor_id), week_minutes=minutes)
    register.save_assessor(world.admin, details, assessor_id)


def week(world: World, request_id: int, assessor_id: int) -> Week:
    return candidate(world, request_id, assessor_id, AS_BIA).week


def due_this_week(world: World) -> int:
    """Return a case whose assessments are due by Friday: an urgent authorisation runs out."""
    return world.a_case(urgent=True, received_on=date(2026, 11, 21))


def test_no_hours_are_made_up(world):
    request_id = world.a_case()
    assert week(world, request_id, world.bia).left is None
    assert allocation.how_hours(week(world, request_id, world.bia)) == (
        words.sentence("HOURS_CONTRACT"),
    )
    contracted(world, world.bia, 20)
    assert all(
        world.desk.book.value(RuleId(f"pr_hours_{kind.value}"), on=TODAY).amount == 0 for kind in K
    )
    assert week(world, request_id, world.bia).left is None
    assert allocation.how_hours(week(world, request_id, world.bia)) == (
        words.sentence("HOURS_FIGURES"),
    )


def test_hours_left_are_those_contracted_less_leave_and_what_the_week_takes(world):
    world = with_figures(world)
    contracted(world, world.bia, 20)
    request_id = world.a_case()
    assert week(world, request_id, world.bia).left == 20 * 60
    register.add_leave(world.admin, world.bia, FRIDAY, FRIDAY + timedelta(days=10))
    assert week(world, request_id, world.bia).left == 16 * 60
    allocate(world, due_this_week(world), world.bia, AS_BIA)
    found = candidate(world, request_id, world.bia, AS_BIA)
    assert (found.load.open, found.load.due) == (1, 1)
    assert (found.away_until, found.away_from) == (None, FRIDAY)
    assert found.week.left == (16 - OF_A_BIA) * 60
    allocate(world, world.a_case(person=a_person(family_name="Later")), world.bia, AS_BIA)
    found = candidate(world, request_id, world.bia, AS_BIA)
    assert (found.load.open, found.load.due) == (2, 1)
    assert found.week.left == (16 - OF_A_BIA) * 60
    said = " ".join(allocation.how_hours(found.week))
    assert said.startswith("Hours left this week: 4 h. Week of 23 Nov to 29 Nov: 20 h for DoLS")
    assert "Less 4 h for 1 weekday of leave or bank holiday" in said
    assert "Less 12 h for what is due by 29 Nov: 1 age," in said
    assert "Not counted: 4 assessments due after this week" in said
    assert "not law" in said


def test_what_was_done_this_week_takes_hours_and_what_was_done_before_does_not(world):
    world = with_figures(world)
    contracted(world, world.bia, 20)
    request_id = world.a_case()
    done = world.allocated(due_this_week(world))
    found = an_assessment(K.AGE, TODAY)
    assessments.record(world.admin, done, found, reason="")
    held = week(world, request_id, world.bia)
    assert (held.work.done, held.work.due[K.BI]) == ({K.AGE: 1}, 1)
    assert held.left == (20 - OF_A_BIA) * 60
    world.desk.clock.move(days=7)
    held = week(world, request_id, world.bia)
    assert (held.first_on, held.work.done) == (MONDAY + timedelta(days=7), {})
    assert held.left == (20 - OF_A_BIA + 1) * 60  # what is overdue is still to be done


def test_more_than_the_week_holds_is_shown_below_nothing(world):
    world = with_figures(world)
    contracted(world, world.bia, 7.5)
    allocate(world, due_this_week(world), world.bia, AS_BIA)
    assert week(world, world.a_case(), world.bia).left == round((7.5 - OF_A_BIA) * 60)


def test_a_bank_holiday_takes_its_share_of_the_week(world):
    world = with_figures(world)
    contracted(world, world.bia, 20)
    request_id = world.a_case()
    world.desk.clock.set(datetime(2026, 12, 23, 9, tzinfo=UTC))
    assert (
        week(world, request_id, world.bia).days_away == 1
    )  # Christmas Day; Boxing Day is Saturday


def test_a_correction_and_an_assessment_used_again_are_no_further_work(world):
    world = with_figures(world)
    contracted(world, world.bia, 37)
    first = world.submitted(world.assessed(world.allocated(due_this_week(world))))
    world.sent_back(first, K.BI, "No reasons")
    other = world.a_case(person=a_person(family_name="Other"))
    held = week(world, other, world.bia)
    assert K.BI not in held.work.done
    assert held.work.due[K.BI] == 1
    assessments.record(world.admin, first, an_assessment(K.BI, TODAY), reason="")
    held = week(world, other, world.bia)
    assert held.work.done[K.BI] == 1
    assert held.left == (37 - OF_A_BIA) * 60


@given(
    contract=st.integers(0, 60 * 60), days=st.integers(0, 5),
    due=st.dictionaries(st.sampled_from(K), st.integers(0, 9)),
    done=st.dictionaries(st.sampled_from(K), st.integers(0, 9)),
)  # fmt: skip
def test_hours_left_never_grow_with_leave_or_work(contract, days, due, done):
    def left(days_away: int, work: Work) -> int:
        found = Week(MONDAY, FRIDAY, contract, days_away, work, FIGURES).left
        assert found is not None
        return found

    idle = left(0, Work())
    assert idle == contract
    assert left(days, Work()) <= idle
    assert left(days, Work(due=due, done=done)) <= left(days, Work(due=due)) <= left(days, Work())


@pytest.mark.parametrize("typed", ["-1", "a few", "18:75", "200", "18.555", "1 8"])
def test_what_is_no_number_of_hours_in_a_week_is_refused(typed):
    with pytest.raises(NotHours):
        parse_hours(typed)


# The selection itself


def test_a_request_counts_as_allocated_once_every_kind_has_somebody(world):
    request_id = world.a_case()
    with refused(world, "NO_KIND_CHOSEN", Refused):
        allocate(world, request_id, world.bia, ())
    allocate(world, request_id, world.bia, AS_BIA)
    assert world.case(request_id).request.state is RequestState.CHECKING
    allocate(world, request_id, world.doctor, AS_DOCTOR)
    case = world.case(request_id)
    assert case.request.state is RequestState.ALLOCATED
    assert {one.due_on for one in case.allocations} == {date(2026, 12, 11)}
    [first, second] = world.trail("allocate")
    assert first.after["kinds"] == ["bi", "age", "nr", "mc"]
    assert (second.before["state"], second.after["state"]) == ("checking", "allocated")


def test_what_eligibility_turned_on_is_frozen_with_the_selection(world):
    request_id = world.allocated(world.a_case())
    held = register.assessor(world.admin, world.bia)
    assert held.further_training_on == (date(2026, 6, 1),)
    changed = register.AssessorDetails(name="Bea Iqbal", profession=Profession.NURSE)
    register.save_assessor(world.admin, changed, world.bia)
    with world.desk.store.reading() as session:
        frozen = session.scalars(
            text("SELECT eligibility FROM allocation WHERE assessor_id = :id"), {"id": world.bia}
        ).all()
    assert len(frozen) == 4
    assert all("2026-06-01" in kept and "social_worker" in kept for kept in frozen)
    [answers] = {
        tuple(one.declarations.items())
        for one in world.case(request_id).allocations
        if one.kind is K.BI
    }
    assert dict(answers) == dict.fromkeys(set(Declared) - {Declared.EMPLOYED_BY_COUNCIL}, False)


@pytest.mark.parametrize("started", [False, True], ids=["before it starts", "while it goes on"])
def test_another_assessor_takes_the_place_of_one_who_drops_out(world, started):
    request_id = world.allocated(world.a_case())
    if started:
        assessments.record(world.admin, request_id, an_assessment(K.MH, TODAY))
    state = world.case(request_id).request.state
    other = world.an_assessor("Ann Other", Profession.AMHP)
    allocate(world, request_id, other, AS_BIA)
    case = world.case(request_id)
    assert case.request.state is state
    assert {case.active_allocations[kind].assessor_name for kind in AS_BIA} == {"Ann Other"}
    ended = [one for one in case.allocations if one.ended_on is not None]
    assert {(one.assessor_name, one.ended_on, one.end_reason) for one in ended} == {
        ("Bea Iqbal", TODAY, "replaced")
    }
    assert candidate(world, request_id, world.bia, AS_BIA).load.open == 0


def test_a_returned_assessment_may_go_to_somebody_else(world):
    request_id = world.submitted(world.assessed(world.allocated(world.a_case())))
    world.sent_back(request_id, K.BI, "No reasons")
    other = world.an_assessor("Ann Other", Profession.AMHP)
    allocate(world, request_id, other, AS_BIA)
    found = an_assessment(K.BI, TODAY)
    assessments.record(world.admin, request_id, found, reason="")
    case = world.case(request_id)
    assert case.request.state is RequestState.ALL_POSITIVE
    assert case.assessments[K.BI].assessor_name == "Ann Other"
    assert [one.assessor_name for one in case.returned] == ["Bea Iqbal"]


def over(world: World) -> int:
    return world.whole_way()


def withdrawn(world: World) -> int:
    request_id = world.a_case()
    closing.close(world.admin, request_id, a_closure(ClosedAs.WITHDRAWN))
    return request_id


def unchecked(world: World) -> int:
    return world.a_case(signed_by="")


def negative(world: World) -> int:
    return world.turned_negative(world.allocated(world.a_case()))


def all_positive(world: World) -> int:
    return world.assessed(world.allocated(world.a_case()))


@pytest.mark.parametrize("make", [over, withdrawn, unchecked, negative, all_positive])
@pytest.mark.parametrize("kinds", [AS_BIA, (K.NR,)], ids=["usual kinds", "one kind"])
def test_nobody_is_selected_where_no_assessment_is_owed_or_none_yet(world, make, kinds):
    request_id = make(world)
    before = world.case(request_id).allocations
    with refused(world, "TRANSITION_REFUSED"):
        allocate(world, request_id, world.bia, kinds)
    assert world.case(request_id).allocations == before


# Stopping (para 133)


def test_whoever_still_works_after_a_negative_is_told_to_stop(world):
    request_id = world.allocated(world.a_case())
    found = an_assessment(K.MH, TODAY)
    assessments.record(world.admin, request_id, found)
    world.turned_negative(request_id, K.AGE)
    assert cases.open_case(world.admin, request_id).step.what == "stop_assessors"
    allocation.tell_to_stop(world.admin, request_id)
    view = cases.open_case(world.admin, request_id)
    told = {one.kind for one in view.case.allocations if one.stop_notice_on == TODAY}
    assert told == {K.BI, K.NR, K.MC, K.ELIG}
    assert view.step.what == "refuse"
    [entry] = world.trail("tell_to_stop")
    assert set(entry.after["kinds"]) == {kind.value for kind in told}


def test_where_nobody_works_any_more_nobody_is_told_to_stop(world):
    for request_id in (world.a_case(), all_positive(world)):
        with refused(world, "NOBODY_TO_STOP", Refused):
            allocation.tell_to_stop(world.admin, request_id)
