"""The register: places, assessors and the people of the desk, each change with its before."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dolsdesk.domain.changes import Listing
from dolsdesk.domain.dols.assessors import Declared, Profession
from dolsdesk.domain.places import PlaceKind
from dolsdesk.domain.staff import Role
from dolsdesk.errors import AlreadyExists, NotPermitted, Refused
from dolsdesk.services import cases, finding, register, worklist
from dolsdesk.services.register import AssessorDetails, PlaceDetails
from tests.support.desk import TODAY, World
from tests.support.refusals import refused

TOMORROW = TODAY + timedelta(days=1)
LODGE = PlaceDetails(
    name="Tŷ Lodge",
    kind=PlaceKind.CARE_HOME,
    cqc_location_code="1-2000000001",
    managing_authority="Lodge Limited",
    address="5 Dock Lane, Norchester",
    postcode="NX4 4DD",
    phone="01632 960001",
    email="office@lodge.example",
)
NURSE = AssessorDetails(
    name="Noor Éa",
    profession=Profession.NURSE,
    registered_on=date(2012, 5, 1),
    initial_training_on=date(2020, 5, 1),
    further_training_on=(date(2025, 6, 1), date(2026, 6, 1)),
    insured_until=date(2027, 6, 1),
    dbs_on=date(2025, 1, 1),
    languages="Urdu",
    specialisms="Dementia",
    base="North",
    email="noor@example.org",
    week_limit=4,
)


# Places


def test_a_place_is_added_and_found_by_part_of_its_name(world):
    done = register.save_place(world.admin, LODGE)
    assert done.changes.lists == {Listing.PLACES}
    [found] = register.find_places(world.auditor, "ty lod")
    assert (found.id, found.name, found.kind) == (done.value, "Tŷ Lodge", PlaceKind.CARE_HOME)
    assert [one.id for one in finding.places(world.admin, "NX4")] == [done.value]
    [entry] = world.trail("save_place")
    assert (entry.before, entry.after["name"], entry.after["kind"]) == (
        None, "Tŷ Lodge", "care_home",
    )  # fmt: skip


@pytest.mark.parametrize("code", [LODGE.cqc_location_code, ""], ids=["with a code", "without"])
def test_a_change_of_a_place_is_written_with_what_stood_before(world, code):
    details = replace(LODGE, cqc_location_code=code)
    place_id = register.save_place(world.admin, details).value
    changed = replace(details, name="Lodge House", is_run_by_council=True)
    assert register.save_place(world.admin, changed, place_id).value == place_id
    [found] = [one for one in register.find_places(world.admin, "lodge") if one.id == place_id]
    assert (found.name, found.is_run_by_council) == ("Lodge House", True)
    entry = world.trail("save_place")[-1]
    assert (entry.before["name"], entry.after["name"]) == ("Tŷ Lodge", "Lodge House")
    assert (entry.before["is_run_by_council"], entry.after["is_run_by_council"]) == (False, True)


def test_open_cases_show_the_new_name_of_their_place(world):
    place_id = register.save_place(world.admin, LODGE).value
    from dolsdesk.services import requests
    from tests.support.desk import new_request

    request_id = requests.log(world.admin, new_request(place_id)).value
    done = register.save_place(world.admin, replace(LODGE, name="Lodge House"), place_id)
    assert request_id in done.changes.cases
    [line] = worklist.page(world.admin, worklist.Query(words="lodge house")).rows
    assert line.place_name == "Lodge House"
    assert cases.open_case(world.admin, request_id).case.place.name == "Lodge House"


@pytest.mark.parametrize(
    ("values", "code"),
    [({"name": " "}, "NAME_NEEDED"), ({"kind": PlaceKind.OTHER}, "SETTING_NOT_COVERED")],
)
def test_a_place_has_a_name_and_is_a_home_or_a_hospital(world, values, code):
    with refused(world, code, Refused):
        register.save_place(world.admin, replace(LODGE, **values))


def test_two_places_do_not_share_a_location_code(world):
    register.save_place(world.admin, LODGE)
    with refused(world, "PLACE_CODE_TAKEN", AlreadyExists):
        register.save_place(world.admin, replace(LODGE, name="Another"))
    with refused(world, "PLACE_CODE_TAKEN", AlreadyExists):
        register.save_place(world.admin, LODGE, world.home)


# Assessors


def test_an_assessor_comes_back_as_they_were_typed(world):
    done = register.save_assessor(world.admin, NURSE)
    assert done.changes.lists == {Listing.ASSESSORS}
    assert register.assessor(world.admin, done.value) == NURSE
    [line] = [one for one in register.assessor_lines(world.admin) if one.id == done.value]
    assert (line.name, line.last_training_on, line.away_until) == (
        "Noor Éa", date(2026, 6, 1), None,
    )  # fmt: skip


def test_a_change_of_an_assessor_is_written_with_what_stood_before(world):
    assessor_id = register.save_assessor(world.admin, NURSE).value
    changed = replace(NURSE, is_suspended=True, further_training_on=(date(2026, 6, 1),))
    register.save_assessor(world.admin, changed, assessor_id)
    assert register.assessor(world.admin, assessor_id) == changed
    added, entry = world.trail("save_assessor")
    assert added.before is None
    assert (entry.before["is_suspended"], entry.after["is_suspended"]) == (False, True)
    assert entry.before["further_training_on"] == ["2025-06-01", "2026-06-01"]
    assert entry.after["further_training_on"] == ["2026-06-01"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": ""}, "NAME_NEEDED"),
        ({"initial_training_on": TOMORROW}, "DATE_IN_FUTURE"),
        ({"further_training_on": (TODAY, TOMORROW)}, "DATE_IN_FUTURE"),
    ],
)
def test_an_assessor_has_a_name_and_no_training_to_come(world, values, code):
    with refused(world, code, Refused):
        register.save_assessor(world.admin, replace(NURSE, **values))
    register.save_assessor(world.admin, replace(NURSE, further_training_on=(TODAY,)))


def test_leave_counts_on_both_its_days_and_runs_forward(world):
    register.add_leave(world.admin, world.bia, TODAY, TOMORROW)
    with refused(world, "LAST_BEFORE_FIRST", Refused):
        register.add_leave(world.admin, world.bia, TOMORROW, TODAY)
    [line] = [one for one in register.assessor_lines(world.admin) if one.id == world.bia]
    assert line.away_until == TOMORROW
    [entry] = world.trail("add_leave")
    assert entry.after == {"first_on": "2026-11-23", "last_on": "2026-11-24"}


def test_an_interest_lies_in_somebody_or_somewhere(world):
    with refused(world, "INTEREST_IN_WHAT", Refused):
        register.add_interest(
            world.admin, world.bia, Declared.FINANCIAL_INTEREST, place_id=None, person_id=None,
            note="",
        )  # fmt: skip
    register.add_interest(
        world.admin, world.bia, Declared.FINANCIAL_INTEREST, place_id=world.home, person_id=None,
        note="Shares",
    )  # fmt: skip
    [entry] = world.trail("add_interest")
    assert entry.after == {
        "kind": "financial_interest", "place_id": world.home, "person_id": None,
    }  # fmt: skip


# The people of the desk


def save(world: World, **values) -> int:
    record = {"name": "Neu Member", "job_title": "Officer", "roles": {Role.ADMINISTRATOR}}
    return register.save_member(world.lead, **{**record, **values}).value


def test_somebody_is_added_to_the_desk_and_their_hats_change(world):
    staff_id = save(world, login="nmember")
    save(world, staff_id=staff_id, roles={Role.ADMINISTRATOR, Role.SIGNATORY}, job_title="Senior")
    [found] = [one for one in register.members(world.auditor) if one.id == staff_id]
    assert found.roles == {Role.ADMINISTRATOR, Role.SIGNATORY}
    assert found.job_title == "Senior"
    added, changed = world.trail("save_member")
    assert (added.before, added.after["roles"]) == (None, ["administrator"])
    assert changed.before == {"name": "Neu Member", "roles": ["administrator"]}
    assert changed.after == {"name": "Neu Member", "roles": ["administrator", "signatory"]}


@pytest.mark.parametrize(
    ("values", "code"), [({"name": " "}, "NAME_NEEDED"), ({"roles": set()}, "ROLE_NEEDED")]
)
def test_a_member_has_a_name_and_a_hat(world, values, code):
    with refused(world, code, Refused):
        save(world, **values)


def test_the_last_who_may_change_the_desk_keeps_that_hat(world):
    lead = world.people["Lee Deer"]
    with refused(world, "LAST_MANAGER", Refused):
        save(world, staff_id=lead.id, name=lead.name, roles={Role.AUDITOR})
    save(world, name="Manny Ager", roles={Role.MANAGER})
    save(world, staff_id=lead.id, name=lead.name, roles={Role.AUDITOR})
    assert world.desk.member(lead.id).roles == {Role.AUDITOR}


def test_nobody_gives_themselves_a_hat(world):
    for ctx in (world.admin, world.signatory, world.auditor):
        with refused(world, "NOT_PERMITTED", NotPermitted):
            register.save_member(
                ctx, name=ctx.actor.name, job_title="", roles=set(Role), staff_id=ctx.actor.id
            )
