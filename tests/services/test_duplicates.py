"""One person entered twice: found, put together, taken apart again, with nothing lost (IN4)."""

from datetime import date, timedelta

import pytest

from dolsdesk.domain import text
from dolsdesk.domain.dols.authority import gaps
from dolsdesk.domain.people import Gender
from dolsdesk.errors import Conflict, Refused
from dolsdesk.services import cases, chronology, duplicates, finding, referrals
from dolsdesk.services.duplicates import Known, Likeness, likeness
from dolsdesk.services.referrals import NewReferral
from dolsdesk.store import audit
from tests.services.test_referrals import a_report
from tests.support.desk import TODAY, World, a_person
from tests.support.refusals import refused

BORN = date(1941, 5, 6)


def known(given: str, family: str, born: date | None = BORN, **values) -> Known:
    record = {
        "id": 1, "ref": "P000001", "given_names": given, "family_name": family,
        "name_key": text.fold(f"{family} {given}"), "date_of_birth": born,
        "gender": Gender.NOT_STATED, "nhs_number": "", "postcode": "NX2 2BB", **values,
    }  # fmt: skip
    return Known(**record)


MEG = known("Margaret Ann", "O'Neill")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (known("Margaret Ann", "O'Neill"), Likeness.SAME),
        (known("Margaret Ann", "ONeill"), Likeness.SAME),
        (known("Margret Ann", "O'Neill"), Likeness.SPELLING),
        (known("Margaret", "O'Neill"), Likeness.SPELLING),
        (known("O'Neill", "Margaret Ann"), Likeness.TURNED),
        (known("Margaret Ann", "O'Neill", date(1941, 6, 5)), Likeness.BIRTH_TURNED),
        (known("Margaret Ann", "O'Neill", date(1942, 5, 6)), Likeness.BIRTH_NEAR),
        (known("Margaret Ann", "O'Neill", date(1951, 5, 6)), Likeness.BIRTH_NEAR),
        (known("Margaret Ann", "O'Neill", None), Likeness.BIRTH_MISSING),
        (known("Margaret Ann", "O'Neill", None, postcode="NX9 9ZZ"), None),
        (known("Margaret Ann", "O'Neill", date(1948, 2, 1)), None),
        (known("Doris", "Weatherby"), None),
        (known("John", "O'Neill"), None),
    ],
)
def test_what_makes_two_entries_alike(other, why):
    assert likeness(MEG, other) is why


def test_numbers_and_genders_that_differ_tell_people_apart():
    mine = known("Margaret Ann", "O'Neill", nhs_number="9434765919", gender=Gender.FEMALE)
    assert likeness(mine, known("Margaret Ann", "O'Neill", nhs_number="9876543210")) is None
    assert likeness(mine, known("Margaret Ann", "O'Neill", gender=Gender.MALE)) is None


def twice(world: World) -> tuple[int, int, int, int]:
    """Return two entries of one person, each with a request; the second knows the number."""
    first = world.whole_way(arrangements_from=TODAY)
    second = world.a_case(person=a_person(nhs_number="9434765919", phone="01632 960001"))
    return (
        first, second, world.case(first).person_id, world.case(second).person_id,
    )  # fmt: skip


def test_a_pair_is_found_merged_and_taken_apart_again(world):
    first, second, kept, gone = twice(world)
    [pair] = duplicates.pairs(world.admin)
    assert ({pair.one.id, pair.other.id}, pair.likeness) == ({kept, gone}, Likeness.SAME)
    before = cases.open_case(world.admin, second).case.person
    merge_id = duplicates.merge(
        world.admin, kept_id=kept, merged_id=gone, reason="Same NHS number on both letters"
    ).value
    assert world.case(second).person_id == kept
    assert world.case(first).person.nhs_number == "9434765919"
    assert world.case(first).person.phone == "01632 960001"
    assert [one.request_id for one in cases.open_case(world.admin, first).others] == [second]
    assert [one.id for one in finding.people(world.admin, "Łukasz")] == [kept]
    assert duplicates.pairs(world.admin) == ()
    duplicates.undo(world.admin, merge_id, why="Two sisters-in-law")
    assert world.case(second).person_id == gone
    assert world.case(second).person == before
    assert world.case(first).person.nhs_number == ""
    assert {one.id for one in finding.people(world.admin, "Łukasz")} == {kept, gone}
    assert len(duplicates.pairs(world.admin)) == 1
    with world.desk.store.reading() as session:
        assert audit.check(session) is None


def test_what_came_after_a_merge_stays_where_it_was_put(world):
    _first, _second, kept, gone = twice(world)
    merge_id = duplicates.merge(world.admin, kept_id=kept, merged_id=gone, reason="Same").value
    later = world.a_case(person_id=kept, person=world.case(_first).person)
    duplicates.undo(world.admin, merge_id, why="No")
    assert world.case(later).person_id == kept


def test_a_merge_hides_no_day_without_authority(world):
    first, second, kept, gone = twice(world)
    world.desk.clock.move(days=200)
    before = [
        (one.first_on, one.last_on)
        for request_id in (first, second)
        for one in gaps(cases.open_case(world.admin, request_id).spans)
    ]
    duplicates.merge(world.admin, kept_id=kept, merged_id=gone, reason="Same")
    after = gaps(cases.open_case(world.admin, first).spans)
    days = {one.first_on + timedelta(days=n) for one in after for n in range(one.days)}
    assert all(last in days for _first, last in before)


def test_two_numbers_one_entry_and_no_reason_are_refused(world):
    first = world.a_case(person=a_person(nhs_number="9434765919"))
    second = world.a_case(person=a_person(nhs_number="9876543210"), reason="Another")
    one, other = (world.case(each).person_id for each in (first, second))
    with refused(world, "MERGE_TWO_NUMBERS", Refused):
        duplicates.merge(world.admin, kept_id=one, merged_id=other, reason="Same")
    with refused(world, "MERGE_WITH_ITSELF", Refused):
        duplicates.merge(world.admin, kept_id=one, merged_id=one, reason="Same")
    with refused(world, "MERGE_REASON_NEEDED", Refused):
        duplicates.merge(world.admin, kept_id=one, merged_id=other, reason=" ")


def test_nothing_is_merged_or_undone_twice(world):
    _first, _second, kept, gone = twice(world)
    merge_id = duplicates.merge(world.admin, kept_id=kept, merged_id=gone, reason="Same").value
    with refused(world, "MERGED_ALREADY", Conflict):
        duplicates.merge(world.admin, kept_id=gone, merged_id=kept, reason="Same")
    duplicates.undo(world.admin, merge_id, why="No")
    with refused(world, "MERGE_UNDONE", Conflict):
        duplicates.undo(world.admin, merge_id, why="No")


def test_two_people_who_look_alike_are_not_named_again(world):
    _first, _second, kept, gone = twice(world)
    with refused(world, "MERGE_REASON_NEEDED", Refused):
        duplicates.keep_apart(world.admin, kept, gone, reason="")
    duplicates.keep_apart(world.admin, kept, gone, reason="Twins")
    assert duplicates.pairs(world.admin) == ()


def test_the_chronology_holds_everything_in_order(world):
    first, second, kept, gone = twice(world)
    duplicates.merge(world.admin, kept_id=kept, merged_id=gone, reason="Same")
    referrals.log(world.admin, NewReferral(a_report(), world.case(first).person, world.home, kept))
    view = chronology.of_person(world.admin, kept)
    assert {one.request_id for one in view.cases} == {first, second}
    kinds = [one.kind for one in view.happenings]
    assert {"received", "granted", "paper_issued", "merged", "record_referral"} <= set(kinds)
    days = [one.on for one in view.happenings]
    assert days == sorted(days)
    content = chronology.as_pdf(world.admin, kept)
    assert content.startswith(b"%PDF")
    only = chronology.as_pdf(world.admin, kept, frozenset({"granted"}))
    assert len(only) < len(content)
    assert chronology.file_name(view.ref, TODAY) == "P000001_chronology_20261123.pdf"
