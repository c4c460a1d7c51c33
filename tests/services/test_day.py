"""What the day asks of each: their own lists, their own cases, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest

from dolsdesk.domain.dols.assessors import Profession
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.staff import Role
from dolsdesk.errors import NotPermitted
from dolsdesk.services import cases, copies, day, requests, reviews, worklist
from dolsdesk.services.context import Context
from dolsdesk.services.day import Part
from dolsdesk.services.worklist import Bucket, Query
from dolsdesk.store.repos import staff
from tests.services.life import a_review
from tests.services.test_referrals import reported
from tests.support.desk import TODAY, World, a_person
from tests.support.refusals import refused


def somebody(
    world: World, role: Role, assessor_id: int | None = None, name: str = "Some One"
) -> Context:
    world._write(
        lambda session: staff.add_member(session, name=name, roles={role}, assessor_id=assessor_id)
    )
    member = next(m for m in world.desk.staff() if m.name == name)
    return world.desk.context(member)


def totals(ctx: Context) -> dict[Part, int]:
    return {one.part: one.total for one in day.lists(ctx)}


def test_an_administrator_sees_what_arrived_and_what_to_chase(world):
    world.a_case(signed_by="")
    world.a_case(person=a_person(family_name="Two"))
    reported(world)
    world.whole_way(person=a_person(family_name="Three"))
    found = totals(world.admin)
    assert (found[Part.ARRIVED], found[Part.REFERRALS], found[Part.COPIES]) == (2, 1, 1)
    assert Part.TO_SIGN not in found
    assert Part.MINE not in found


def test_the_desk_sees_whose_report_is_due_back_today_or_overdue(world):
    late = world.allocated(world.a_case())
    assert totals(world.admin)[Part.RETURNS_DUE] == 0
    world.desk.clock.set(datetime(2026, 12, 7, 9, 0, tzinfo=UTC))
    [listed] = [one for one in day.lists(world.admin) if one.part is Part.RETURNS_DUE]
    assert [line.request_id for line in listed.cases] == [late]


def test_an_assessor_sees_their_own_cases_and_nothing_else(world):
    mine = world.allocated(world.a_case())
    world.a_case(person=a_person(family_name="Other"))
    ctx = somebody(world, Role.BIA, world.bia)
    assert totals(ctx) == {
        Part.VISITS: 0, Part.NO_VISIT: 1, Part.MINE: 1, Part.MINE_RETURNED: 0,
    }  # fmt: skip
    assert [row.request_id for row in worklist.page(ctx, Query()).rows] == [mine]
    assert worklist.counts(ctx)[Bucket.OPEN] == 1
    assert cases.open_case(ctx, mine).case.request.id == mine
    other = world.an_assessor("Bo Ode", Profession.NURSE)
    stranger = somebody(world, Role.MH_ASSESSOR, other, "An Other")
    assert set(totals(stranger).values()) == {0}
    with refused(world, "NOT_YOUR_CASE", NotPermitted):
        cases.open_case(stranger, mine)
    nobody = somebody(world, Role.BIA, name="No Register Entry")
    assert worklist.page(nobody, Query(bucket=Bucket.ALL)).total == 0


def test_an_assessor_sees_what_was_returned_to_them(world):
    request_id = world.submitted(world.assessed(world.allocated(world.a_case())))
    world.sent_back(request_id, AssessmentKind.BI)
    ctx = somebody(world, Role.BIA, world.bia)
    assert totals(ctx)[Part.MINE_RETURNED] == 1


def test_a_signatory_sees_what_waits_for_a_signature(world):
    world.submitted(world.assessed(world.allocated(world.a_case())))
    asked = world.a_case(urgent=True, person=a_person(family_name="Two"))
    requests.ask_extension(world.admin, asked, requested_on=TODAY, reasons="No doctor")
    found = totals(world.signatory)
    assert found == {Part.TO_SIGN: 1, Part.EXTENSIONS: 1, Part.REVIEWS: 0}


def test_reviews_under_way_are_listed_once_copies_are_out(world):
    request_id = world.whole_way()
    reviews.ask(world.admin, request_id, a_review())
    for line in world.case(request_id).copies:
        copies.mark_sent(world.admin, request_id, line.id, on=TODAY, method="post")
    assert totals(world.signatory)[Part.REVIEWS] == 1


@pytest.mark.parametrize("role", Role)
def test_everybody_has_a_day_and_several_hats_add_up(world, role):
    ctx = somebody(world, role, world.bia)
    assert day.parts(ctx)
    assert len(set(day.parts(ctx))) == len(day.parts(ctx))


def test_a_manager_sees_how_things_stand_with_the_cases_behind_every_number(world):
    old = TODAY - timedelta(days=40)
    late = world.allocated(
        world.a_case(received_on=old, arrangements_from=old, person=a_person(family_name="Late"))
    )
    fresh = world.a_case(person=a_person(family_name="Fresh"))
    done = world.whole_way(person=a_person(family_name="Done"))
    ctx = somebody(world, Role.MANAGER)
    [found] = [one for one in day.lists(ctx) if one.part is Part.OVERVIEW]
    section = found.overview
    tiles = {tile.label: tile.figure for tile in section.tiles}
    assert set(tiles["Open"].ids) == {late, fresh}
    assert tiles["Overdue"].ids == (late,)
    assert tiles["Copies to send"].ids == (done,)
    for figure in section.figures():
        assert len(figure.ids) == figure.value  # every number opens its cases, and all of them
        query = Query(bucket=Bucket.ALL, ids=figure.ids)
        assert worklist.page(ctx, query).total == figure.value
    by_stage = next(table for table in section.tables if table.title == "By stage")
    rows = {row[0].text: [cell.figure.ids for cell in row[1:]] for row in by_stage.rows}
    assert rows["With assessors"][:2] == [(late,), (late,)]
    [by_bia] = [table for table in section.tables if "assessor" in table.title]
    assert [row[0].text for row in by_bia.rows] == ["Bea Iqbal"]


def test_every_list_of_cases_is_the_same_in_the_worklist_however_long(world):
    for number in range(3):
        world.a_case(person=a_person(family_name=f"No{number}"))
    for ctx in (world.admin, world.lead, world.signatory):
        for one in day.lists(ctx):
            if one.part not in {Part.OVERVIEW, Part.REFERRALS}:
                assert worklist.page(ctx, day.query(ctx, one.part)).total == one.total
