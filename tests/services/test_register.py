"""The register: places, assessors and the people of the desk, each change with its before."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dolsdesk.domain import fees
from dolsdesk.domain.changes import Listing
from dolsdesk.domain.dols.assessors import Declared, Profession
from dolsdesk.domain.fees import FeeKind, Rate
from dolsdesk.domain.places import PlaceKind
from dolsdesk.domain.staff import Role
from dolsdesk.errors import AlreadyExists, NotPermitted, Refused
from dolsdesk.services import cases, decisions, finding, register, worklist
from dolsdesk.services.outcome import ProblemsFound
from dolsdesk.services.register import AssessorDetails, PlaceDetails
from tests.support.desk import TODAY, World, a_grant
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
    regulator_no="12A3456E",
    serves_council_otherwise=True,
    phone="01632 960002",
    week_minutes=1110,
    availability="Mondays and Tuesdays",
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

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def a_rate(pence: int, valid_from: date = APRIL, note: str = "", kind=FeeKind.BIA_INDEPENDENT):
    return Rate(kind, pence, valid_from, note)


def paid(world: World, assessor_id: int, on: date, kind=FeeKind.BIA_INDEPENDENT) -> int | None:
    found = fees.in_force(register.rates(world.admin, assessor_id), kind, on)
    return found.pence if found else None


def test_an_assessor_without_rates_has_none_made_up(world):
    assessor_id = register.save_assessor(world.admin, NURSE).value
    assert register.rates(world.admin, assessor_id) == ()
    assert paid(world, assessor_id, TODAY) is None


def test_a_later_rate_leaves_what_was_paid_before(world):
    rates = (a_rate(18000), a_rate(4550, kind=FeeKind.TRAVEL))
    assessor_id = register.save_assessor(world.admin, NURSE, new_rates=rates).value
    register.save_assessor(world.admin, NURSE, assessor_id, new_rates=[a_rate(19550, TODAY)])
    assert paid(world, assessor_id, MARCH) is None
    assert paid(world, assessor_id, TODAY - timedelta(days=1)) == 18000
    assert paid(world, assessor_id, TODAY) == 19550
    assert paid(world, assessor_id, TODAY, FeeKind.TRAVEL) == 4550
    held = register.rates(world.admin, assessor_id)
    assert [fees.standing(rate, held, TODAY).value for rate in held] == [
        "in_force", "earlier", "in_force",
    ]  # fmt: skip
    first, _travel, second = world.trail("add_rate")
    assert (first.before, first.after["pence"], first.after["valid_from"]) == (
        None, 18000, "2026-04-01",
    )  # fmt: skip
    assert (second.before["pence"], second.after["pence"]) == (18000, 19550)
    assert second.entity_id == assessor_id


def test_a_rate_that_was_typed_wrongly_is_corrected_with_a_reason_and_kept(world):
    assessor_id = register.save_assessor(world.admin, NURSE, new_rates=[a_rate(81000)]).value
    with refused(world, "RATE_THERE", Refused) as caught:
        register.save_assessor(world.admin, NURSE, assessor_id, new_rates=[a_rate(18000)])
    assert caught.value.field == "rates"
    again = a_rate(18000, note="Two figures changed places")
    register.save_assessor(world.admin, NURSE, assessor_id, new_rates=[again])
    assert paid(world, assessor_id, TODAY) == 18000
    held = register.rates(world.admin, assessor_id)
    assert [(rate.pence, fees.standing(rate, held, TODAY).value) for rate in held] == [
        (18000, "in_force"), (81000, "corrected"),
    ]  # fmt: skip
    assert world.trail("add_rate")[-1].reason == "Two figures changed places"


def test_an_amount_below_nothing_is_refused_and_nothing_of_the_form_is_kept(world):
    assessor_id = register.save_assessor(world.admin, NURSE).value
    changed = replace(NURSE, base="South")
    with refused(world, "AMOUNT_WANTED", Refused):
        register.save_assessor(world.admin, changed, assessor_id, new_rates=[a_rate(-1)])
    assert register.assessor(world.admin, assessor_id).base == "North"


def test_a_rate_of_nothing_is_a_rate(world):
    assessor_id = register.save_assessor(world.admin, NURSE, new_rates=[a_rate(0)]).value
    assert paid(world, assessor_id, TODAY) == 0


def test_whoever_may_not_edit_the_register_adds_no_rate(world):
    with refused(world, "NOT_PERMITTED", NotPermitted):
        register.save_assessor(world.auditor, NURSE, new_rates=[a_rate(18000)])


@given(
    begun=st.lists(st.tuples(st.integers(0, 900), st.integers(0, 50_000)), max_size=8),
    later=st.tuples(st.integers(0, 900), st.integers(0, 50_000)),
    asked=st.integers(0, 899),
)
def test_no_later_rate_changes_what_held_before_it_begins(begun, later, asked):
    def rates(pairs):
        return [
            Rate(FeeKind.REVIEW, pence, APRIL + timedelta(days=day), number=number)
            for number, (day, pence) in enumerate(pairs)
        ]

    on = APRIL + timedelta(days=asked)
    before = fees.in_force(rates(begun), FeeKind.REVIEW, on)
    after = fees.in_force(rates([*begun, (max(later[0], asked + 1), later[1])]), FeeKind.REVIEW, on)
    assert before == after


@pytest.mark.parametrize("typed", ["-5", "1.234", "a lot", "1,25", "99999999", "£", "1e3"])
def test_what_is_no_amount_is_no_amount(typed):
    with pytest.raises(fees.NotAnAmount):
        fees.parse_pounds(typed)


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


# Signatories


def a_signatory(world, **values):
    [member] = [one for one in world.desk.staff() if one.name == "Sig Natory"]
    register.save_member(
        world.lead, name=member.name, job_title=member.job_title, roles=member.roles,
        staff_id=member.id, **values,
    )  # fmt: skip
    return world.desk.context(world.desk.member(member.id))


def test_the_register_keeps_until_when_a_signatory_signs(world):
    a_signatory(world, signs_until=date(2027, 3, 31), trained_on=date(2026, 2, 3))
    [member] = [one for one in world.desk.staff() if one.name == "Sig Natory"]
    assert (member.signs_until, member.trained_on) == (date(2027, 3, 31), date(2026, 2, 3))
    assert world.trail("save_member")[-1].after["signs_until"] == "2027-03-31"
    with refused(world, "DATE_IN_FUTURE", Refused):
        a_signatory(world, trained_on=TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (date(2027, 2, 21), True),
        (date(2027, 2, 22), False),
        (date(2026, 1, 1), True),
        (None, False),
    ],
)
def test_an_authority_that_ends_within_ninety_days_is_told(world, until, told):
    ctx = a_signatory(world, signs_until=until)
    assert register.signing_ends(world.lead) == ({ctx.actor.id: until} if told else {})


def test_nothing_is_said_of_somebody_who_signs_nothing(world):
    register.save_member(
        world.lead, name="Nell Dock", job_title="", roles={Role.LEAD}, signs_until=TODAY
    )
    assert register.signing_ends(world.lead) == {}


def test_authority_to_sign_ends_with_its_last_day(world):
    request_id = world.submitted(world.assessed(world.allocated(world.a_case())))
    ctx = a_signatory(world, signs_until=TODAY - timedelta(days=1))
    assert [p.code for p in cases.open_case(ctx, request_id).cannot_decide] == [
        "SIGNATORY_AUTHORITY_ENDED"
    ]
    with refused(world, "SIGNATORY_AUTHORITY_ENDED", ProblemsFound):
        decisions.grant(ctx, request_id, a_grant(TODAY), reason="signed")
    ctx = a_signatory(world, signs_until=TODAY)
    decisions.grant(ctx, request_id, a_grant(TODAY), reason="signed")


def test_whose_authority_ended_refuses_nothing_either(world):
    request_id = world.assessed_negative(world.allocated(world.a_case()))
    ctx = a_signatory(world, signs_until=TODAY - timedelta(days=1))
    with refused(world, "SIGNATORY_AUTHORITY_ENDED", ProblemsFound):
        decisions.refuse(ctx, request_id, reasons="Not met")
