"""The rights radar: each kind of line, when it comes and when it goes, and its rule (RR5)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from dolsdesk.domain.dols import rights
from dolsdesk.domain.dols.advocates import AdvocateTrigger
from dolsdesk.domain.dols.case import Answered, Representative
from dolsdesk.domain.dols.conditions import Condition, ConditionStatus
from dolsdesk.domain.dols.endings import EarlyEnd
from dolsdesk.domain.dols.objections import Challenger
from dolsdesk.domain.dols.representatives import RprEndReason, RprKind, RprState
from dolsdesk.domain.dols.reviews import Requester
from dolsdesk.domain.dols.rights import ConcernKind, Safeguards
from dolsdesk.domain.records import RecordKind
from dolsdesk.services import (
    advocates,
    authorities,
    cases,
    conditions,
    court,
    objections,
    radar,
    representatives,
    reviews,
)
from dolsdesk.services import rights as shown
from tests.services.life import a_review, a_suspension, an_ending
from tests.services.rights import (
    a_contact,
    an_advocacy,
    an_appointment,
    an_objection,
    held,
    proceedings,
    represented,
)
from tests.support.desk import TODAY, World, a_person, best_interests

DAY = timedelta(days=1)
K = ConcernKind


def quiet(world: World, **values) -> int:
    """Return an authorisation about somebody who does not object, with a representative."""
    request_id = world.allocated(world.a_case(**values))
    calm = {"best_interests": best_interests(world.desk.clock.today(), person_objects=False)}
    return represented(world, world.granted(world.submitted(world.assessed(request_id, bi=calm))))


def lines(world: World, request_id: int | None = None) -> list[radar.RadarLine]:
    found = radar.build(world.admin).lines
    return [line for line in found if request_id in {None, line.request_id}]


def kinds(world: World, request_id: int) -> list[ConcernKind]:
    return [line.kind for line in lines(world, request_id)]


def test_nothing_is_lacking_where_everything_is_done(world):
    assert kinds(world, quiet(world)) == []


# One kind of line after the other: when it comes, what it cites, when it goes


def test_no_representative(world):
    request_id = world.submitted(world.assessed(world.allocated(world.a_case())))
    world.granted(request_id, representative=Representative("Sion O'Neill", selected_by="bia"))
    [line] = [one for one in lines(world, request_id) if one.kind is K.NO_REPRESENTATIVE]
    assert line.said == "Sion O'Neill is not appointed yet. Proposed."
    assert line.citation == "MCA 2005 Sch A1 para 139(1)"
    represented(world, request_id)
    assert K.NO_REPRESENTATIVE not in kinds(world, request_id)
    representatives.end(world.admin, request_id, on=TODAY, reason=RprEndReason.UNWILLING)
    [line] = [one for one in lines(world, request_id) if one.kind is K.NO_REPRESENTATIVE]
    assert (line.concern.since, line.citation) == (TODAY, "MCA 2005 Sch A1 para 139(2)-(3)")
    assert line.said == "Nobody is proposed."


def test_objecting_with_nobody_named_then_late_then_before_the_court(world):
    request_id = quiet(world)
    record_id = objections.record(world.admin, request_id, an_objection()).value
    [line] = lines(world, request_id)
    assert (line.kind, line.concern.by) == (K.OBJECTS, TODAY + 7 * DAY)
    assert line.citation == "MCA 2005 s21A"
    objections.name_challenger(world.admin, request_id, record_id, challenger=Challenger.IMCA,
                               name="", by=TODAY + 3 * DAY)  # fmt: skip
    assert kinds(world, request_id) == []
    world.desk.clock.move(days=4)
    [line] = lines(world, request_id)
    assert line.said == "The advocate was to bring the challenge by Thu 26 Nov 2026."
    court.begin(world.admin, request_id, proceedings())
    assert kinds(world, request_id) == []


def test_an_objection_while_waiting_is_there_too(world):
    request_id = world.a_case()
    objections.record(world.admin, request_id, an_objection())
    assert kinds(world, request_id) == [K.OBJECTS]


def test_what_the_assessor_says_raises_the_question_once_it_can_be_challenged(world):
    waiting = world.a_case(person_objects=Answered.YES)
    assert kinds(world, waiting) == []
    request_id = represented(world, world.whole_way())  # the assessor says that she objects
    [line] = lines(world, request_id)
    assert (line.kind, line.concern.said) == (K.OBJECTS, "RADAR_OBJECTS_UNASKED")
    urgent = world.a_case(urgent=True, person_objects=Answered.YES,
                          person=a_person(family_name="Urge"))  # fmt: skip
    assert kinds(world, urgent) == [K.OBJECTS]


def test_an_urgent_that_lapsed_with_no_decision(world):
    request_id = world.a_case(urgent=True)
    assert kinds(world, request_id) == []
    world.desk.clock.move(days=5)
    [line] = lines(world, request_id)
    assert (line.kind, line.concern.since) == (K.URGENT_LAPSED, date(2026, 11, 28))
    assert line.citation == "SI 2008/1858 reg 13(2)"


def test_a_condition_not_met_or_not_shown(world):
    request_id = quiet(world)
    [condition] = held(world, request_id, RecordKind.CONDITION)
    world.desk.clock.move(days=28)
    representatives.log_contact(world.admin, request_id, a_contact(TODAY + 28 * DAY))
    assert kinds(world, request_id) == []  # due today is not overdue
    world.desk.clock.move(days=1)
    [line] = lines(world, request_id)
    assert (line.kind, line.concern.said) == (K.CONDITION, "RADAR_CONDITION_UNSHOWN")
    given = {"owner": "Manager", "evidence": "Notes", "evidence_on": TODAY + DAY}
    follow_up = conditions.follow_up
    follow_up(world.admin, request_id, condition.id, status=ConditionStatus.MET, **given)
    assert kinds(world, request_id) == []
    follow_up(world.admin, request_id, condition.id, status=ConditionStatus.NOT_MET, **given)
    [line] = lines(world, request_id)
    assert line.said == "Not met: Offer a walk outside each day."


def test_an_unvisited_person(world):
    request_id = quiet(world)
    world.desk.clock.move(days=31)
    [line] = [one for one in lines(world, request_id) if one.kind is K.NO_CONTACT]
    assert (line.concern.since, line.concern.by) == (TODAY, TODAY + 30 * DAY)
    assert line.citation == "Local policy"
    representatives.log_contact(world.admin, request_id, a_contact(TODAY + 31 * DAY))
    assert K.NO_CONTACT not in kinds(world, request_id)


def test_an_advocate_needed_and_one_who_is_silent(world):
    request_id = world.a_case(s39a_applies=Answered.YES)
    [line] = lines(world, request_id)
    assert (line.kind, line.citation) == (K.ADVOCATE_NEEDED, "MCA 2005 s39A-39E")
    record_id = advocates.instruct(world.admin, request_id, an_advocacy()).value
    assert kinds(world, request_id) == []
    world.desk.clock.move(days=8)
    [line] = lines(world, request_id)
    assert (line.kind, line.concern.by) == (K.ADVOCATE_SILENT, TODAY + 7 * DAY)
    advocates.chase(world.admin, request_id, record_id, on=TODAY + 8 * DAY)
    assert kinds(world, request_id) == []
    world.desk.clock.move(days=8)
    assert kinds(world, request_id) == [K.ADVOCATE_SILENT]
    advocates.acknowledge(world.admin, request_id, record_id, on=TODAY + 16 * DAY)
    assert kinds(world, request_id) == []


def test_a_suspension_near_day_28(world):
    request_id = quiet(world)
    authorities.suspend(world.admin, request_id, a_suspension())
    assert kinds(world, request_id) == []
    world.desk.clock.move(days=17)
    [line] = [one for one in lines(world, request_id) if one.kind is K.SUSPENSION]
    assert line.concern.by == TODAY + 27 * DAY
    world.desk.clock.move(days=10)
    assert K.SUSPENSION in kinds(world, request_id)
    world.desk.clock.move(days=1)  # it has ceased
    assert kinds(world, request_id) == []


def test_a_review_asked_for_and_not_begun(world):
    request_id = quiet(world)
    reviews.ask(world.admin, request_id, a_review(requested_by=Requester.PERSON))
    [line] = lines(world, request_id)
    assert (line.kind, line.concern.by) == (K.REVIEW, TODAY + 20 * DAY)
    reviews.give_notice(world.admin, request_id, on=TODAY)
    assert kinds(world, request_id) == []


# Whose safeguards count


def test_an_authorisation_that_ended_asks_for_nothing(world):
    request_id = represented(world, world.whole_way())
    assert kinds(world, request_id) == [K.OBJECTS]
    authorities.end_authorisation(world.admin, request_id, an_ending(EarlyEnd.LEFT))
    assert kinds(world, request_id) == []
    another = world.whole_way(person=a_person(family_name="Other"))
    assert kinds(world, another)
    world.desk.clock.move(days=400)
    assert kinds(world, another) == []


def test_an_authorisation_yet_to_begin_asks_for_no_representative(world):
    request_id = world.submitted(world.assessed(world.allocated(world.a_case())))
    world.granted(request_id, in_force_on=TODAY + 9 * DAY)
    assert kinds(world, request_id) == []
    world.desk.clock.move(days=9)
    assert K.NO_REPRESENTATIVE in kinds(world, request_id)


def test_the_radar_and_the_case_say_the_same(world):
    made = [
        world.whole_way(s39a_applies=Answered.YES),
        quiet(world, person=a_person(family_name="Calm")),
        world.a_case(s39a_applies=Answered.YES, person=a_person(family_name="Lone")),
    ]
    objections.record(world.admin, made[1], an_objection())
    advocates.ask_for(world.admin, made[1], an_advocacy(AdvocateTrigger.PERSON_ASKS))
    world.desk.clock.move(days=40)
    for request_id in made:
        view = cases.open_case(world.admin, request_id)
        on_case = shown.of(world.admin, view).concerns
        assert on_case
        assert on_case == tuple(line.concern for line in lines(world, request_id))


def test_the_demonstration_council_says_the_same_everywhere(demo_profile, tmp_path):
    from dolsdesk.clock import FixedClock
    from dolsdesk.services import opening

    desk = opening.open_profile(demo_profile, FixedClock.at(TODAY))
    ctx = desk.context(desk.staff()[0])
    found = radar.build(ctx).lines
    assert 20 <= len(found) <= 90
    assert set(radar.counts(found)) == set(K)
    for request_id in sorted({line.request_id for line in found}):
        view = cases.open_case(ctx, request_id)
        on_case = {one for one in _of(shown.of(ctx, view).concerns) if one[0] != K.URGENT_LAPSED}
        on_radar = {
            one
            for one in _of(line.concern for line in found if line.request_id == request_id)
            if one[0] != K.URGENT_LAPSED
        }
        assert on_case == on_radar, view.case.request.ref
    desk.close()


def _of(concerns):
    return {(one.kind, one.said, one.since, one.by) for one in concerns}


# Order, filters, counts


def test_the_gravest_come_first_and_the_longest_waiting_among_them(world):
    second = world.a_case(s39a_applies=Answered.YES, person=a_person(family_name="Second"))
    objecting = world.a_case(person=a_person(family_name="Óbject"))
    objections.record(world.admin, objecting, an_objection())
    earlier = world.a_case(person=a_person(family_name="Earlier"))
    objections.record(world.admin, earlier, an_objection(TODAY - 3 * DAY))
    assert [line.request_id for line in lines(world)] == [earlier, objecting, second]


def test_kind_home_and_words_choose(world, monkeypatch):
    elsewhere = world.a_place("Éclat House", "1-1000000009")
    here = world.a_case(s39a_applies=Answered.YES, person=a_person(family_name="Núñez"))
    monkeypatch.setattr(world, "home", elsewhere)
    there = world.a_case(s39a_applies=Answered.YES, person=a_person(family_name="Other"))
    objections.record(world.admin, there, an_objection())
    found = lines(world)

    def ids(**values) -> set[int]:
        return {line.request_id for line in radar.chosen(found, **values)}

    assert ids() == {here, there}
    assert ids(kinds={K.OBJECTS}) == {there}
    assert ids(place_id=elsewhere) == {there}
    assert ids(typed="nunez") == {here}
    assert ids(typed="eclat challenge") == {there}
    assert ids(typed="%_'\"") == set()
    assert dict(radar.counts(found)) == {K.OBJECTS: 1, K.ADVOCATE_NEEDED: 2}
    assert [name for _, name in radar.places(found)] == ["Éclat House", "Rosewood House"]


def test_the_whole_radar_takes_three_questions_to_the_store(world):
    for name in ("One", "Two", "Three"):
        world.whole_way(person=a_person(family_name=name))
    asked = []

    def hear(_connection, _cursor, sql, *_more):
        asked.append(sql)

    event.listen(world.desk.store.engine, "before_cursor_execute", hear)
    radar.build(world.admin)
    event.remove(world.desk.store.engine, "before_cursor_execute", hear)
    assert len([sql for sql in asked if sql.lstrip().upper().startswith(("SELECT", "WITH"))]) == 3


# The rules by themselves


@pytest.mark.parametrize(("kind", "days"), [(RprKind.PAID, 42), (RprKind.UNPAID, 30)])
def test_contact_is_due_by_the_local_target_of_its_kind(book, kind, days):
    acting = replace(an_appointment(kind), state=RprState.APPOINTED, appointed_on=TODAY)
    found = Safeguards(TODAY, sa_given_on=TODAY, sa_begun_on=TODAY, appointments=(acting,))
    due = TODAY + days * DAY
    assert rights.concerns(found, as_at=due, book=book) == ()
    [late] = rights.concerns(found, as_at=due + DAY, book=book)
    assert (late.kind, late.by) == (K.NO_CONTACT, due)
    [warning] = rights.problems(found, as_at=due + DAY, book=book)
    assert (warning.code, warning.params["date"]) == ("RPR_NO_CONTACT", TODAY)
    agreed = replace(found, last_contact=a_contact(TODAY + DAY, next_due_on=TODAY + 90 * DAY))
    assert rights.concerns(agreed, as_at=due + DAY, book=book) == ()


def test_a_contact_of_the_one_before_does_not_count(book):
    acting = replace(an_appointment(), state=RprState.APPOINTED, appointed_on=TODAY)
    found = Safeguards(TODAY, sa_begun_on=TODAY - 99 * DAY, appointments=(acting,),
                       last_contact=a_contact(TODAY - 5 * DAY))  # fmt: skip
    [late] = rights.concerns(found, as_at=TODAY + 31 * DAY, book=book)
    assert late.since == TODAY


def test_a_condition_varied_or_omitted_asks_for_nothing(book):
    gone = (ConditionStatus.VARIED, ConditionStatus.OMITTED)
    found = Safeguards(
        TODAY,
        sa_begun_on=TODAY,
        appointments=(replace(an_appointment(), state=RprState.APPOINTED),),
        conditions=tuple(Condition("Walks", status=status) for status in gone),
    )
    assert rights.concerns(found, as_at=TODAY + 99 * DAY, book=book) == ()


def test_every_kind_has_its_words():
    from dolsdesk.services.word_lists import FACTS

    assert {kind.value for kind in K} <= set(FACTS)
