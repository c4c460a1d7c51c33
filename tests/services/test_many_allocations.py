"""Many cases at once: the proposal, changes by hand, accepting beside another desk, and undoing."""

from datetime import date, timedelta

import pytest

from dolsdesk.domain import matching
from dolsdesk.domain.dols.assessors import Declared, Profession
from dolsdesk.domain.dols.facts import AssessmentKind, Priority
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.errors import Refused
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import (
    allocation,
    allocation_batch,
    allocation_plan,
    allocation_words,
    fee_lists,
    register,
    targets,
)
from dolsdesk.services.allocation_plan import Scope
from dolsdesk.services.desk import assemble
from tests.services.allocating import BI, BOTH, MH, a_pair, accepted, proposed, waiting
from tests.support.desk import TODAY, World, an_assessment
from tests.support.refusals import refused

K = AssessmentKind
DAY = timedelta(days=1)
NO = dict.fromkeys(Declared, False)


def set_targets(world: World, **amounts: int) -> None:
    chosen = {RuleId(f"pr_{name}"): amount for name, amount in amounts.items()}
    targets.set_many(world.lead, chosen, "set_targets")


def given_to(proposal, request_id: int) -> dict[K, str]:
    [line] = [line for line in proposal.lines if line.request_id == request_id]
    return {one.role: one.name for one in line.given}


def test_a_proposal_gives_each_case_both_assessors_and_says_why_and_writes_nothing(world):
    cases = [waiting(world, days) for days in (3, 2, 1)]
    before = len(world.trail())
    proposal = proposed(world.lead)
    assert {line.request_id for line in proposal.lines if line.given} == set(cases)
    assert list(matching.broken(proposal.instance, proposal.chosen)) == []
    for line in proposal.lines:
        doctor, bia = line.given
        assert (doctor.role, bia.role) == (MH, BI)
        assert doctor.return_on < bia.return_on <= line.asked.case.due_on
        assert {one.name for one in line.given} == {"Dr Mo Hart", "Bea Iqbal"}
        assert all(one.rank == 1 and len(one.ranked.marks) == 6 for one in line.given)
    assert len(world.trail()) == before
    assert all(world.case(one).allocations == () for one in cases)


def test_the_oldest_of_every_band_comes_first_however_little_room_there_is(world):
    late = [waiting(world, 1, Priority.HIGH, name=f"H{n}") for n in range(3)]
    old_low = waiting(world, 400, Priority.LOW)
    old_high = waiting(world, 90, Priority.HIGH)
    old_medium = waiting(world, 200, Priority.MEDIUM)
    set_targets(world, assessor_week_limit=3)
    proposal = proposed(world.lead)
    assert set(proposal.chosen) == {old_low, old_high, old_medium}
    left = [line for line in proposal.lines if not line.given]
    assert {line.request_id for line in left} == set(late)
    assert all("full this week" in allocation_words.left(line) for line in left)


def test_a_scope_narrows_by_band_home_choice_and_quota(world):
    high = waiting(world, 5, Priority.HIGH)
    low = waiting(world, 5, Priority.LOW, place_id=world.hospital)
    lead = world.lead

    def found(**values) -> set[int]:
        return {one.id for one in proposed(lead, scope=Scope(**values)).asked}

    assert found() == {high, low}
    assert found(band=Priority.LOW) == {low}
    assert found(place_id=world.home) == {high}
    assert found(ids=frozenset({low})) == {low}
    set_targets(world, waiting_quota_high=1)
    more = waiting(world, 1, Priority.HIGH)
    assert found(called_only=True) == {high, low}
    assert more in found()
    with refused(world, "NOBODY_WAITS_HERE", Refused):
        proposed(lead, scope=Scope(band=Priority.MEDIUM))
    with refused(world, "NO_ROLE_CHOSEN", Refused):
        proposed(lead, ())
    assert (world.home, "Rosewood House") in allocation_plan.places(lead)


def test_whoever_may_not_act_is_never_proposed_and_a_case_for_nobody_says_so(world):
    own = world.an_assessor("Ida Own", Profession.AMHP, is_employed_by_council=True)
    world.an_assessor("Ada Lapsed", Profession.AMHP, training=[date(2024, 1, 1)])
    barred = waiting(world, 3, place_id=world.council_home)
    free = waiting(world, 2)
    register.add_interest(
        world.lead, world.bia, Declared.INVOLVED_IN_CARE, place_id=world.council_home,
        person_id=None, note="visits there",
    )  # fmt: skip
    proposal = proposed(world.lead, (BI,))
    assert given_to(proposal, barred) == {}
    [line] = [line for line in proposal.lines if line.request_id == barred]
    assert allocation_words.left(line) == (
        "Nobody who may act is left for best interests assessor."
    )
    assert {one[0].assessor_id for one in proposal.options(free, BI)} == {own, world.bia}
    with pytest.raises(Refused, match="MAY_NOT_ACT"):
        proposal.with_assessor(barred, BI, own)


def test_one_role_is_proven_and_takes_what_the_other_left(world):
    request_id = waiting(world, 4)
    doctors = proposed(world.lead, (MH,))
    assert doctors.solved.gap == 0
    accepted(world.lead, doctors)
    assert world.case(request_id).request.state is RequestState.WAITING
    both = proposed(world.lead, BOTH)
    assert given_to(both, request_id) == {BI: "Bea Iqbal"}
    accepted(world.lead, both)
    case = world.case(request_id)
    assert case.request.state is RequestState.ALLOCATED
    assert set(case.active_allocations) == set(K)


def test_a_home_is_visited_on_one_journey_where_that_is_worth_it(world):
    a_pair(world)
    cases = [waiting(world, days) for days in (2, 1)]
    set_targets(world, rank_together=900)
    proposal = proposed(world.lead)
    for role in BOTH:
        assert len({given_to(proposal, one)[role] for one in cases}) == 1
    set_targets(world, rank_together=0, rank_load=100)
    apart = proposed(world.lead)
    assert apart.solved.gap == 0


# Changing it by hand


def test_somebody_else_or_nobody_may_be_chosen_by_hand_before_accepting(world):
    bia, doctor = a_pair(world)
    one, two = waiting(world, 2), waiting(world, 1)
    proposal = proposed(world.lead)
    changed = proposal.with_assessor(one, BI, bia).with_assessor(one, MH, doctor)
    changed = changed.with_assessor(two, BI, None).with_assessor(two, MH, None)
    assert given_to(changed, one) == {MH: "Dr Doc1", BI: "Ann Bia1"}
    assert given_to(changed, two) == {}
    assert all(given.by_hand for line in changed.lines for given in line.given)
    assert given_to(proposal, two) != {}  # the proposal itself is as it was
    accepted(world.lead, changed)
    assert world.case(two).allocations == ()
    [entry] = world.trail("allocate_many")
    assert entry.after["changed_by_hand"] == 4
    first = world.trail("allocate")[0]
    assert first.after["rank"] >= 1
    assert first.after["suggested"]


def test_a_return_date_after_the_legal_day_or_before_the_doctors_is_warned_of(world):
    request_id = waiting(world, 2)
    proposal = proposed(world.lead)
    [line] = proposal.lines
    late = proposal.with_return(request_id, BI, line.asked.case.due_on + DAY)
    assert [p.code for p in late.lines[0].by(BI).warnings] == ["RETURN_AFTER_LEGAL_DAY"]
    early = proposal.with_return(request_id, BI, TODAY + DAY)
    assert [p.code for p in early.lines[0].by(BI).warnings] == ["RETURN_BEFORE_DOCTOR"]
    told = accepted(world.lead, late)
    assert told.taken == ()
    assert "Say why to go on" in told.not_taken[0]
    assert world.case(request_id).allocations == ()
    assert accepted(world.lead, late, reason="The ward is closed").taken == (request_id,)
    held = world.case(request_id).active_allocations[K.BI]
    assert held.return_on == held.due_on + DAY
    assert {one.reason for one in world.trail("allocate")} == {"", "The ward is closed"}


# Overload


def test_nobody_is_proposed_past_a_limit_unless_asked_to_and_then_with_a_warning(world):
    cases = [waiting(world, days) for days in (4, 3, 2, 1)]
    set_targets(world, assessor_week_cases=2)
    within = proposed(world.lead)
    assert len(within.chosen) == 2
    assert not any(line.has_warnings for line in within.lines)
    past = proposed(world.lead, beyond=4)
    assert set(past.chosen) == set(cases)
    codes = {p.code for line in past.lines for one in line.given for p in one.warnings}
    assert codes == {"ASSESSOR_WEEK_FULL"}
    overloaded = [one for one in past.loads() if one.warnings]
    assert {one.name for one in overloaded} == {"Bea Iqbal", "Dr Mo Hart"}
    assert all((one.new, one.slots) == (4, 4) for one in overloaded)
    told = accepted(world.lead, past)
    assert len(told.taken) == 2
    assert all("Say why to go on" in said for said in told.not_taken)


def test_working_time_with_another_post_is_warned_of(world):
    for kind, hours in ((K.BI, 8), (K.AGE, 1), (K.NR, 1), (K.MC, 2)):
        set_targets(world, **{f"hours_{kind.value}": hours})
    world.an_assessor(
        "Ann Extra", Profession.AMHP, post_minutes=37 * 60, week_minutes=30 * 60, base="NX2 2BB"
    )
    desk = assemble(world.desk.store, world.desk.clock)
    lead = desk.context(world.people["Lee Deer"])
    one = waiting(world, 2)
    [found] = [
        one for one in allocation.candidates(lead, one, allocation.USUAL_KINDS[K.BI])
        if one.name == "Ann Extra"
    ]  # fmt: skip
    [problem] = found.problems
    assert (problem.code, problem.params["hours"], problem.params["most"]) == (
        "ASSESSOR_WORKING_TIME", 49, 48,
    )  # fmt: skip
    assert found.may_act
    assert [seat.slots for seat in proposed(lead, (BI,)).instance.seats if seat.assessor_id
            == found.id] == [0]  # fmt: skip


def test_one_more_slot_is_priced_and_names_the_case_that_would_come_off_the_list(world):
    set_targets(world, assessor_week_limit=1)
    waiting(world, 50)
    second = waiting(world, 40)
    bia, _ = a_pair(world)
    register.add_leave(world.lead, bia, TODAY, TODAY)
    proposal = proposed(world.lead, (BI,))
    [line] = [one for one in proposal.loads() if one.name == "Bea Iqbal"]
    assert line.slot is not None
    assert line.slot_ref == world.case(second).request.ref
    [wait] = [one for one in proposal.instance.waits if one.request_id == second]
    assert 0 < line.slot.worth <= wait.leaving


# Accepting


def test_accepting_is_one_act_with_an_entry_for_each_case_and_freezes_what_was_declared(world):
    cases = [waiting(world, days) for days in (2, 1)]
    told = accepted(world.lead, proposed(world.lead))
    assert set(told.taken) == set(cases)
    assert told.said == "2 cases allocated."
    for request_id in cases:
        case = world.case(request_id)
        assert case.request.state is RequestState.ALLOCATED
        assert {one.batch_id for one in case.allocations} == {told.batch_id}
        assert all(one.return_on and one.declarations for one in case.allocations)
    entries = [*world.trail("allocate"), *world.trail("allocate_many")]
    assert [one.action for one in entries] == ["allocate"] * 4 + ["allocate_many"]
    assert len({one.at for one in entries}) == 1
    assert {one.after["batch"] for one in entries[:4]} == {told.batch_id}
    assert allocation_batch.batches(world.lead)[0].cases == 2


def test_nobody_is_allocated_whose_answers_are_missing(world):
    request_id = waiting(world, 2)
    proposal = proposed(world.lead)
    told = accepted(world.lead, proposal, answered={world.doctor})
    assert told.taken == ()
    assert told.not_taken == (
        f"{world.case(request_id).request.ref}: Bea Iqbal has not answered the conflict-of-interest"
        " questions yet.",
    )
    assert world.case(request_id).allocations == ()
    text = allocation_batch.questions_text(proposal, world.bia)
    assert world.case(request_id).request.ref in text
    assert "Łukasz" not in text
    assert "Wait2" not in text
    assert "involved in" in text


def test_two_desks_take_one_case_and_the_others_go_through(world):
    one, two, three = waiting(world, 3), waiting(world, 2), waiting(world, 1)
    proposal = proposed(world.lead)
    there = assemble(world.desk.store, world.desk.clock)
    admin = there.context(world.people["Ada Min"])
    for assessor, role in ((world.bia, K.BI), (world.doctor, K.MH)):
        allocation.allocate(
            admin, one, assessor_id=assessor, kinds=allocation.USUAL_KINDS[role], declarations=NO
        )
    waiting_again = world.case(two).request
    from tests.services.waiting import triaged

    triaged(admin, two, Priority.LOW)
    told = accepted(world.lead, proposal)
    assert told.taken == (three,)
    assert set(told.not_taken) == {
        f"{world.case(one).request.ref}: somebody else has given it assessors meanwhile.",
        f"{waiting_again.ref}: it was changed meanwhile. Propose again to see it as it is now.",
    }
    assert world.case(two).allocations == ()
    assert len(world.case(one).allocations) == 6
    assert told.said == "1 case allocated; 2 could not be taken."


def test_what_changed_in_the_register_meanwhile_is_looked_at_again(world):
    request_id = waiting(world, 2)
    proposal = proposed(world.lead)
    details = register.assessor(world.lead, world.bia)
    from dataclasses import replace

    register.save_assessor(world.lead, replace(details, is_suspended=True), world.bia)
    told = accepted(world.lead, proposal, reason="whatever")
    assert told.taken == ()
    assert "suspended" in told.not_taken[0]
    assert world.case(request_id).allocations == ()


def test_an_empty_proposal_cannot_be_accepted(world):
    request_id = waiting(world, 2)
    proposal = proposed(world.lead).with_assessor(request_id, BI, None)
    proposal = proposal.with_assessor(request_id, MH, None)
    with refused(world, "NOTHING_TO_ACCEPT", Refused):
        accepted(world.lead, proposal)


# Undoing


def test_an_allocation_is_undone_in_one_step_and_stays_on_record(world):
    cases = [waiting(world, days) for days in (2, 1)]
    told = accepted(world.lead, proposed(world.lead))
    assert allocation_batch.undo(world.lead, told.batch_id, "Wrong week").value == 2
    for request_id in cases:
        case = world.case(request_id)
        assert case.request.state is RequestState.WAITING
        assert case.active_allocations == {}
        assert {one.end_reason for one in case.allocations} == {"undone"}
        assert case.events[-1].kind == "unallocated"
    assert len(world.trail("undo_allocation")) == 2
    assert world.trail()[-1].action == "undo_allocate_many"
    [batch] = allocation_batch.batches(world.lead)
    assert batch.undone_why == "Wrong week"
    again = accepted(world.lead, proposed(world.lead))
    assert set(again.taken) == set(cases)
    with refused(world, "BATCH_UNDONE", Refused):
        allocation_batch.undo(world.lead, told.batch_id, "Again")
    with refused(world, "WHY_NEEDED", Refused):
        allocation_batch.undo(world.lead, again.batch_id, " ")


def test_undoing_cancels_the_fees_that_were_ordered_with_it(world):
    request_id = waiting(world, 2)
    told = accepted(world.lead, proposed(world.lead))
    ordered = fee_lists.of_case(world.lead, request_id)
    assert ordered
    assert not any(one.order.is_cancelled for one in ordered)
    allocation_batch.undo(world.lead, told.batch_id, "Wrong week")
    assert all(one.order.is_cancelled for one in fee_lists.of_case(world.lead, request_id))


def test_what_was_undone_does_not_count_against_this_weeks_limit(world):
    waiting(world, 2)
    told = accepted(world.lead, proposed(world.lead))
    request_id = waiting(world, 1)
    kinds = allocation.USUAL_KINDS[K.BI]

    def taken() -> int:
        listed = allocation.candidates(world.lead, request_id, kinds)
        return next(one.taken for one in listed if one.id == world.bia)

    assert taken() == 1
    allocation_batch.undo(world.lead, told.batch_id, "Wrong week")
    assert taken() == 0


def test_once_something_came_back_or_was_chosen_otherwise_it_cannot_be_undone(world):
    from dolsdesk.services import assessments

    one, two = waiting(world, 2), waiting(world, 1)
    told = accepted(world.lead, proposed(world.lead))
    bia, _ = a_pair(world)
    allocation.allocate(
        world.lead, two, assessor_id=bia, kinds=allocation.USUAL_KINDS[K.BI], declarations=NO
    )
    with refused(world, "BATCH_MOVED_ON", Refused) as why:
        allocation_batch.undo(world.lead, told.batch_id, "Wrong week")
    del why
    assessments.record(world.lead, one, an_assessment(K.MH, TODAY), reason="as received")
    with refused(world, "BATCH_RETURNED", Refused):
        allocation_batch.undo(world.lead, told.batch_id, "Wrong week")
    assert world.case(two).request.state is RequestState.ALLOCATED
