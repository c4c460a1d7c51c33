"""Somebody typed as new may be known already: that is told, and a reason is asked for."""

from dataclasses import replace
from datetime import date

import pytest

from dolsdesk.services import requests, words
from dolsdesk.services.outcome import ReasonNeeded
from tests.support.desk import a_person, new_request

BORN = date(1941, 5, 6)


def typed(world, **values):
    """Return a request about somebody new, as typed."""
    usual = {"family_name": "Łuczak", "given_names": "Stanisław", "date_of_birth": BORN}
    person = replace(a_person(), nhs_number="", **{**usual, **values})
    return new_request(world.hospital, person=person)


def ref_of(world, new, *, reason=""):
    request_id = requests.log(world.admin, new, reason=reason).value
    return world.case(request_id).person_ref


def test_a_third_duplicate_is_told_of_the_two_before(world):
    first = ref_of(world, typed(world))
    second = ref_of(world, typed(world), reason="Twins of one name, both seen by the home.")
    with pytest.raises(ReasonNeeded) as asked:
        ref_of(world, typed(world))
    [problem] = asked.value.problems
    assert problem.code == "PERSON_MAY_BE_KNOWN"
    assert f"{first}, {second}" in words.problem(problem)
    assert requests.earlier(world.admin, typed(world)).namesakes == (first, second)


def test_why_it_is_somebody_else_stays_with_the_case(world):
    ref_of(world, typed(world))
    request_id = requests.log(world.admin, typed(world), reason="A cousin.").value
    kinds = {event.kind: event.detail for event in world.case(request_id).events}
    assert kinds["went_on_because"] == "A cousin."
    assert "is known already" in kinds["noted"]


@pytest.mark.parametrize(
    "other",
    [
        {"date_of_birth": date(1941, 6, 5)},
        {"date_of_birth": None, "estimated_age": 85},
        {"family_name": "Łuczyński"},
        {"given_names": "Stefan"},
    ],
)
def test_another_name_or_birth_date_is_somebody_else(world, other):
    ref_of(world, typed(world))
    assert requests.earlier(world.admin, typed(world, **other)).namesakes == ()


def test_accents_do_not_make_another_person(world):
    first = ref_of(world, typed(world))
    plain = typed(world, family_name="Luczak", given_names="STANISLAW")
    assert requests.earlier(world.admin, plain).namesakes == (first,)


def test_a_person_who_was_picked_is_no_namesake_of_their_own(world):
    known = world.case(requests.log(world.admin, typed(world)).value)
    again = replace(typed(world), person_id=known.person_id, person=known.person)
    assert requests.earlier(world.admin, again).namesakes == ()
