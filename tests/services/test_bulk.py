"""Acts on several cases: looked at first, done one by one, undone in one step (SW3)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from dolsdesk.domain.bulk import LEAVE, BulkAct
from dolsdesk.domain.dols.assessors import Declared, Profession
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.dols.waiting import ContactKind
from dolsdesk.domain.records import RecordKind
from dolsdesk.errors import DatabaseBusy, Refused
from dolsdesk.services import (
    allocation,
    assessments,
    bulk,
    closing,
    contacts,
    record_lines,
    register,
    returns,
    waiting_list,
    words,
)
from dolsdesk.services.bulk_kinds import KINDS, Wish
from dolsdesk.store import audit
from tests.services.waiting import a_contact, triaged
from tests.support.beginning import Beginning
from tests.support.desk import TODAY, World, a_closure, a_person, an_assessment
from tests.support.refusals import refused

K, S = AssessmentKind, RequestState
MANY = 200
BIA_KINDS = allocation.USUAL_KINDS[K.BI]
WHY = "On sick leave until further notice."


class Team:
    """A world in which one assessor has two hundred cases and a colleague has none."""

    def __init__(self, template, folder) -> None:
        self.ids: list[int] = []
        self._beginning = Beginning(template, folder, self._prepare)

    def again(self) -> World:
        return self._beginning.again()

    def close(self) -> None:
        self._beginning.close()

    def _prepare(self, world: World) -> None:
        self.colleague = world.an_assessor("Nia Ŵynne", Profession.NURSE)
        for number in range(MANY):
            request_id = world.a_case(person=a_person(family_name=f"Many{number}"))
            allocation.allocate(
                world.admin, request_id, assessor_id=world.bia, kinds=BIA_KINDS,
                declarations=dict.fromkeys(Declared, False), reason="As it came",
            )  # fmt: skip
            self.ids.append(request_id)


@pytest.fixture(scope="module")
def team(store_template, tmp_path_factory) -> Iterator[Team]:
    made = Team(store_template, tmp_path_factory.mktemp("team"))
    yield made
    made.close()


def handing_over(world: World, team: Team, **values) -> Wish:
    given = {"reason": WHY, "from_id": world.bia, "to_id": team.colleague, "is_declared": True}
    return Wish(BulkAct.REALLOCATE, **{**given, **values})


def assessors_of(world: World, request_id: int) -> set[int]:
    return {one.assessor_id for one in world.case(request_id).active_allocations.values()}


def summary(world: World, request_id: int):
    [line] = [
        one for one in waiting_list.page(world.admin, limit=900).rows
        if one.request_id == request_id
    ]  # fmt: skip
    return line


def whole(world: World) -> None:
    with world.desk.store.reading() as session:
        assert audit.check(session) is None


# Two hundred cases


def test_200_cases_are_looked_at_re_allocated_and_undone_in_one_step(team):
    world = team.again()
    before = len(world.trail())
    plan = bulk.look(world.admin, handing_over(world, team), team.ids)
    assert len(plan.can) == MANY
    assert len(world.trail()) == before  # to look is to write nothing
    assert "Bea Iqbal to Nia Ŵynne" in plan.lines[0].change
    told = []
    done = bulk.run(
        world.admin, plan, team.ids, progress=lambda n, total, _ref: told.append((n, total))
    ).value
    assert (len(done.done), done.left) == (MANY, ())
    assert told == [(number, MANY) for number in range(1, MANY + 1)]
    assert {assessors_of(world, one) == {team.colleague} for one in team.ids} == {True}
    entries = world.trail("allocate")[-MANY:]
    assert {entry.after["batch"] for entry in entries} == {done.batch_id}
    assert {entry.reason for entry in entries} == {WHY}
    [begun] = world.trail("begin_batch")
    assert (begun.entity_id, begun.after["cases"], begun.reason) == (done.batch_id, MANY, WHY)

    assert bulk.last(world.admin) == done.batch_id
    undone = bulk.undo(world.admin, done.batch_id).value
    assert (len(undone.done), undone.left) == (MANY, ())
    assert {assessors_of(world, one) == {world.bia} for one in team.ids} == {True}
    case = world.case(team.ids[0])
    assert len(case.allocations) == 3 * len(BIA_KINDS)  # nothing was taken away
    assert [entry.after["batch"] for entry in world.trail("allocate")[-MANY:]] == (
        [undone.batch_id] * MANY
    )
    assert bulk.last(world.admin) is None
    with refused(world, "BULK_NOTHING_TO_UNDO"):
        bulk.undo(world.admin, done.batch_id)
    with refused(world, "BULK_NOTHING_TO_UNDO"):
        bulk.undo(world.admin, undone.batch_id)
    whole(world)


def test_no_state_no_decision_and_no_due_day_is_changed_by_any_of_the_acts(team):
    world = team.again()
    ids = team.ids[:12]
    before = {one: world.case(one) for one in ids}
    for act in BulkAct:
        wish = handing_over(world, team) if act is BulkAct.REALLOCATE else Wish(
            act, reason="For the list", note="The home was rung."
        )  # fmt: skip
        bulk.run(world.admin, bulk.look(world.admin, wish, ids), ids)
    for one, was in before.items():
        now = world.case(one)
        assert now.request.state is was.request.state
        assert now.request.received_on == was.request.received_on
        assert (now.authorisation, now.refusal, now.assessments) == (None, None, {})
        assert {a.due_on for a in now.active_allocations.values()} == {
            a.due_on for a in was.active_allocations.values()
        }
        kinds = {record.kind for record in now.records}
        assert kinds <= {RecordKind.CONTACT_PLAN, RecordKind.NOTE}


def test_what_is_done_for_one_person_at_a_time_is_no_act_on_several():
    assert set(KINDS) == set(BulkAct) == set(LEAVE)
    assert not {"close", "end", "decide", "refuse", "authorise", "grant"} & {
        act.value for act in BulkAct
    }
    assert "one person at a time" in words.sentence("BULK_NEVER")


# Each case is asked anew


def test_a_case_with_a_conflict_is_left_out_with_its_rule(team):
    world = team.again()
    ids = team.ids[:3]
    person_id = world.case(ids[1]).person_id
    register.add_interest(
        world.lead, team.colleague, Declared.RELATIVE_OF_PERSON, place_id=None,
        person_id=person_id, note="Cousin",
    )  # fmt: skip
    plan = bulk.look(world.admin, handing_over(world, team), ids)
    assert [line.can for line in plan.lines] == [True, False, True]
    [why] = plan.lines[1].why_not
    assert "relative" in why
    found = bulk.run(world.admin, plan, ids).value
    assert [one.request_id for one in found.left] == [ids[1]]
    assert found.left[0].why == why
    assert assessors_of(world, ids[1]) == {world.bia}


def test_nobody_takes_cases_over_who_may_not_assess_them(team):
    world = team.again()
    late = world.an_assessor("Abel Trow", Profession.NURSE, insured_until=date(2026, 1, 1))
    plan = bulk.look(world.admin, handing_over(world, team, to_id=late), team.ids[:5])
    assert plan.can == ()
    with refused(world, "BULK_NOBODY"):
        bulk.run(world.admin, plan, team.ids[:5])


def test_what_is_assessed_stays_with_whoever_assessed_it(team):
    world = team.again()
    one = team.ids[0]
    assessments.record(world.admin, one, an_assessment(K.AGE, TODAY), reason="as received")
    plan = bulk.look(world.admin, handing_over(world, team), [one])
    bulk.run(world.admin, plan, [one])
    now = {kind: held.assessor_id for kind, held in world.case(one).active_allocations.items()}
    assert now == {
        K.AGE: world.bia, K.BI: team.colleague, K.MC: team.colleague, K.NR: team.colleague,
    }  # fmt: skip


def test_a_case_of_somebody_else_and_a_case_that_is_over_cannot_be_re_allocated(team):
    world = team.again()
    other = world.a_case(person=a_person(family_name="Else"))
    over = team.ids[0]
    closing.close(world.admin, over, a_closure())
    plan = bulk.look(world.admin, handing_over(world, team), [other, over])
    assert not plan.can
    assert plan.lines[0].why_not == ("Bea Iqbal owes nothing in this case.",)
    assert "no longer needed" in plan.lines[1].why_not[0].lower()


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"from_id": None}, "BULK_FROM_NEEDED", "from_id"),
        ({"to_id": None}, "BULK_TO_NEEDED", "to_id"),
        ({"to_id": 1, "from_id": 1}, "BULK_SAME_ASSESSOR", "to_id"),
        ({"reason": " "}, "BULK_REASON_NEEDED", "reason"),
    ],
)
def test_what_is_lacking_is_said_at_its_field(team, values, code, field):
    world = team.again()
    with refused(world, code, Refused) as caught:
        bulk.look(world.admin, handing_over(world, team, **values), team.ids)
    assert caught.value.field == field


def test_nothing_goes_to_an_assessor_who_was_not_asked_about_the_cases(team):
    world = team.again()
    plan = bulk.look(world.admin, handing_over(world, team, is_declared=False), team.ids[:2])
    assert len(plan.can) == 2
    with refused(world, "BULK_NOT_DECLARED", Refused) as caught:
        bulk.run(world.admin, plan, team.ids[:2])
    assert caught.value.field == "is_declared"


# Two desks


def test_a_case_that_was_changed_meanwhile_is_left_out_with_its_sentence(team):
    world = team.again()
    ids = team.ids[:4]
    plan = bulk.look(world.admin, handing_over(world, team), ids)
    contacts.log(world.lead, ids[2], a_contact())
    found = bulk.run(world.admin, plan, ids).value
    assert found.done == (ids[0], ids[1], ids[3])
    [left] = found.left
    assert (left.request_id, left.why) == (ids[2], words.sentence("BULK_CHANGED_SINCE"))
    assert assessors_of(world, ids[2]) == {world.bia}
    whole(world)


def test_what_was_built_on_meanwhile_is_not_undone_and_says_so(team):
    world = team.again()
    ids = team.ids[:4]
    done = bulk.run(world.admin, bulk.look(world.admin, handing_over(world, team), ids), ids).value
    found = an_assessment(K.AGE, TODAY)
    assessments.record(world.admin, ids[1], found, reason="as received")
    undone = bulk.undo(world.admin, done.batch_id).value
    assert undone.done == (ids[0], ids[2], ids[3])
    [left] = undone.left
    assert (left.request_id, left.why) == (ids[1], words.by_code("BULK_ALLOCATED_SINCE"))
    assert assessors_of(world, ids[1]) == {team.colleague}
    assert bulk.last(world.admin) == done.batch_id  # what is left can be tried again


def test_what_goes_back_is_asked_for_on_the_day_it_was(team):
    world = team.again()
    [case] = team.ids[:1]
    on = TODAY + timedelta(days=9)
    returns.move(world.lead, case, world.bia, on, why="Agreed with Bea", reason="Agreed")
    plan = bulk.look(world.admin, handing_over(world, team), [case])
    done = bulk.run(world.admin, plan, [case]).value
    bulk.undo(world.admin, done.batch_id)
    assert {
        one.return_on for one in world.case(case).active_allocations.values()
        if one.assessor_id == world.bia
    } == {on}  # fmt: skip


def test_an_assessor_who_may_act_no_more_gets_nothing_back(team):
    world = team.again()
    ids = team.ids[:2]
    done = bulk.run(world.admin, bulk.look(world.admin, handing_over(world, team), ids), ids).value
    held = register.assessor(world.lead, world.bia)
    register.save_assessor(world.lead, replace(held, is_suspended=True), world.bia)
    undone = bulk.undo(world.admin, done.batch_id).value
    assert undone.done == ()
    assert all("suspended" in left.why for left in undone.left)
    assert assessors_of(world, ids[0]) == {team.colleague}


def test_only_the_acts_of_whoever_sits_here_today_are_the_last(team):
    world = team.again()
    note = Wish(BulkAct.NOTE, note="Rung.")
    bulk.run(world.admin, bulk.look(world.admin, note, team.ids[:2]), team.ids[:2])
    assert bulk.last(world.lead) is None
    world.desk.clock.set(world.desk.clock.now() + timedelta(days=1))
    assert bulk.last(world.admin) is None


# Stopping and failing


def test_stopping_leaves_the_rest_as_they_are(team):
    world = team.again()
    ids = team.ids[:6]
    plan = bulk.look(world.admin, handing_over(world, team), ids)
    asked = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 2

    found = bulk.run(world.admin, plan, ids, stop=stop).value
    assert found.done == tuple(ids[:2])
    assert {left.why for left in found.left} == {words.sentence("BULK_STOPPED")}
    assert assessors_of(world, ids[2]) == {world.bia}


def test_once_the_store_is_out_of_reach_the_rest_is_not_tried(team, monkeypatch):
    world = team.again()
    ids = team.ids[:5]
    plan = bulk.look(world.admin, Wish(BulkAct.NOTE, note="Rung."), ids)
    kind = KINDS[BulkAct.NOTE]
    tried = []

    def failing(self, ctx, wish, request_id, done, *, seen):
        tried.append(request_id)
        if len(tried) == 2:
            raise DatabaseBusy("DATABASE_BUSY")
        return type(kind).usual_do(self, ctx, wish, request_id, done, seen=seen)

    monkeypatch.setattr(type(kind), "usual_do", type(kind).do, raising=False)
    monkeypatch.setattr(type(kind), "do", failing)
    found = bulk.run(world.admin, plan, ids).value
    assert found.done == (ids[0],)
    assert tried == ids[:2]
    assert len(found.left) == 4
    whole(world)


# Contact and letters


def test_the_next_contact_is_set_by_the_target_of_each_band_and_undone(world):
    ids = [world.a_case(person=a_person(family_name=f"Band{n}")) for n in range(3)]
    for one in ids[:2]:
        triaged(world.admin, one)
    was = {one: world.case(one).request.next_contact_on for one in ids}
    plan = bulk.look(world.admin, Wish(BulkAct.NEXT_CONTACT), ids)
    assert len(plan.can) == 3
    done = bulk.run(world.admin, plan, ids).value
    target = TODAY + timedelta(days=7)
    assert {world.case(one).request.next_contact_on for one in ids} == {target}
    bulk.undo(world.admin, done.batch_id)
    assert {one: world.case(one).request.next_contact_on for one in ids} == was
    voided = [record for record in world.case(ids[0]).records if record.is_void]
    assert [record.kind for record in voided] == [RecordKind.CONTACT_PLAN]


def test_a_day_after_the_target_needs_a_reason_and_a_day_gone_by_is_refused(world):
    one = world.a_case()
    triaged(world.admin, one)
    late = TODAY + timedelta(days=60)
    plan = bulk.look(world.admin, Wish(BulkAct.NEXT_CONTACT, on=late), [one])
    assert not plan.can
    assert "target" in plan.lines[0].why_not[0]
    plan = bulk.look(world.admin, Wish(BulkAct.NEXT_CONTACT, on=late, reason="Agreed"), [one])
    assert plan.lines[0].warnings
    bulk.run(world.admin, plan, [one])
    assert world.case(one).request.next_contact_on == late
    with refused(world, "NEXT_ACTION_NEEDED"):
        bulk.look(world.admin, Wish(BulkAct.NEXT_CONTACT, on=TODAY - timedelta(days=1)), [one])


def test_holding_letters_are_marked_as_due_until_something_else_is_set(world):
    one, other = (world.a_case(person=a_person(family_name=name)) for name in ("Aa", "Bb"))
    for request_id in (one, other):
        triaged(world.admin, request_id)
    plan = bulk.look(world.admin, Wish(BulkAct.LETTER_DUE, on=TODAY), [one, other])
    done = bulk.run(world.admin, plan, [one, other]).value
    assert summary(world, one).is_letter_due
    assert summary(world, one).next_contact_on == TODAY
    due = waiting_list.page(world.admin, waiting_list.Show.CONTACT).rows
    assert {line.request_id for line in due} == {one, other}
    contacts.log(world.admin, one, a_contact(kind=ContactKind.CALL))
    assert not summary(world, one).is_letter_due
    undone = bulk.undo(world.admin, done.batch_id).value
    assert undone.done == (other,)
    assert [left.why for left in undone.left] == [words.by_code("BULK_CONTACT_SINCE")]
    assert not summary(world, other).is_letter_due
    [line] = record_lines.lines(world.case(other).records, [RecordKind.CONTACT_PLAN])
    assert line.state == "Entered in error"


# Notes


def test_a_note_is_kept_in_each_case_open_or_over_and_undone_as_an_error(team):
    world = team.again()
    ids = team.ids[:3]
    closing.close(world.admin, ids[0], a_closure())
    wish = Wish(BulkAct.NOTE, note="The home changes hands on 1 December.")
    done = bulk.run(world.admin, bulk.look(world.admin, wish, ids), ids).value
    assert len(done.done) == 3
    events = [event for event in world.case(ids[1]).events if event.kind == "note"]
    assert [event.detail for event in events] == [wish.note]
    [line] = record_lines.lines(world.case(ids[1]).records, [RecordKind.NOTE])
    assert line.about == wish.note
    bulk.undo(world.admin, done.batch_id)
    [kept] = world.case(ids[1]).records
    assert (kept.is_void, kept.facts.noted) == (True, wish.note)
    with refused(world, "NOTE_NEEDED"):
        bulk.look(world.admin, Wish(BulkAct.NOTE, note=" "), ids)
