"""Conditions: owner, day, evidence, answer; shown at renewal; changed by review or court (AU6)."""

from datetime import timedelta

import pytest

from dolsdesk.domain.dols.case import FormUsed
from dolsdesk.domain.dols.conditions import ConditionStatus, due_on, is_for_others
from dolsdesk.domain.dols.facts import RequestType
from dolsdesk.domain.dols.reviews import ConditionAct, ConditionChange, ReviewEvent
from dolsdesk.domain.records import RecordKind
from dolsdesk.errors import Refused
from dolsdesk.services import cases, conditions, decisions, record_lines, reviews
from tests.services.life import a_review
from tests.services.rights import held
from tests.support.desk import TODAY, World, a_grant
from tests.support.refusals import asked_why, refused

DAY = timedelta(days=1)
WALK = "Offer a walk outside each day."


@pytest.fixture
def granted(world) -> int:
    return world.whole_way()


def only(world: World, request_id: int):
    [found] = held(world, request_id, RecordKind.CONDITION)
    return found


def followed(world: World, request_id: int, **values) -> None:
    given = {"status": ConditionStatus.OPEN, "owner": "The manager", **values}
    conditions.follow_up(world.admin, request_id, only(world, request_id).id, **given)


def test_an_authorisation_begins_its_conditions_owed_by_the_home(world, granted, book):
    found = only(world, granted).facts
    assert (found.text, found.status, found.owner) == (
        WALK, ConditionStatus.OPEN, "Rosewood House",
    )  # fmt: skip
    assert found.is_recommended_by_bia
    assert due_on(found, in_force_on=TODAY, book=book) == TODAY + 28 * DAY


def test_owner_day_evidence_and_answer_are_kept_and_the_words_stay(world, granted, book):
    followed(world, granted, due_on=TODAY + 9 * DAY, ma_response="From Monday")
    followed(world, granted, status=ConditionStatus.MET, evidence="Daily notes", evidence_on=TODAY)
    record = only(world, granted)
    assert record.entries == 3
    assert record.facts.text == WALK
    assert (record.facts.status, record.facts.evidence) == (ConditionStatus.MET, "Daily notes")
    followed(world, granted, due_on=TODAY + 9 * DAY)
    assert due_on(only(world, granted).facts, in_force_on=TODAY, book=book) == TODAY + 9 * DAY


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"owner": " "}, "WHO_NEEDED"),
        ({"status": ConditionStatus.MET}, "CONDITION_EVIDENCE_NEEDED"),
        ({"evidence": "Notes"}, "WHEN_NEEDED"),
        ({"evidence": "Notes", "evidence_on": TODAY + DAY}, "EVENT_IN_FUTURE"),
        ({"evidence": "Notes", "evidence_on": TODAY - DAY}, "FACTS_CONTRADICT"),
        ({"due_on": TODAY - DAY}, "FACTS_CONTRADICT"),
        ({"status": ConditionStatus.VARIED}, "CONDITION_BY_REVIEW"),
        ({"status": ConditionStatus.OMITTED}, "CONDITION_BY_REVIEW"),
    ],
)
def test_what_cannot_be_said_of_a_condition(world, granted, values, code):
    with refused(world, code):
        followed(world, granted, **values)


def deciding(world: World, request_id: int) -> int:
    reviews.ask(world.admin, request_id, a_review())
    reviews.give_notice(world.admin, request_id, on=TODAY)
    reviews.consider(world.admin, request_id)
    reviews.conditions_only(world.admin, request_id, why="Walks are in the garden now")
    return request_id


def test_a_condition_that_binds_no_longer_is_closed(world, granted):
    deciding(world, granted)
    record_id = only(world, granted).id
    change = ConditionChange(ConditionAct.OMIT, record_id=record_id)
    reviews.complete(world.signatory, granted, ReviewEvent.VARY, changes=(change,))
    with refused(world, "NO_SUCH_RECORD", Refused):
        followed(world, granted)
    assert conditions.binding(world.case(granted)) == ()


def test_a_review_that_binds_another_body_asks_why(world, granted):
    deciding(world, granted)
    change = ConditionChange(ConditionAct.ADD, "The social worker should visit monthly.")
    with asked_why(world, "CONDITION_NOT_FOR_MA"):
        reviews.complete(world.signatory, granted, ReviewEvent.VARY, changes=(change,))
    reviews.complete(world.signatory, granted, ReviewEvent.VARY, changes=(change,), reason="Agreed")


# Whom conditions bind


@pytest.mark.parametrize(
    "text",
    [
        "The council should review the placement within three months.",
        "GP to review the calming medicine.",
        "The family must not bring alcohol.",
        "The social worker will visit every month.",
        "A walk each day; the commissioner is to fund one-to-one hours.",
        "Her representative needs to visit fortnightly.",
    ],
)
def test_what_is_asked_of_others_is_recognised(text):
    assert is_for_others(text)


@pytest.mark.parametrize(
    "text",
    [
        WALK,
        "Ask the GP to review the calming medicine within two weeks.",
        "Tell the council at once if he asks to leave.",
        "Staff should offer her own telephone at all hours.",
        "The home will keep a record of each time she is held.",
        "Return her telephone; agree with her daughter how calls are handled.",
        "",
    ],
)
def test_what_is_asked_of_the_home_is_not(text):
    assert not is_for_others(text)


def test_a_grant_with_a_condition_for_another_body_asks_why(world):
    request_id = world.submitted(world.assessed(world.allocated(world.a_case())))
    given = a_grant(TODAY, conditions=(WALK, "The council should review the placement."))
    found = decisions.problems(world.signatory, world.case(request_id), given)
    [warning] = [one for one in found if one.code == "CONDITION_NOT_FOR_MA"]
    assert warning.field == "conditions"
    assert "review the placement" in warning.params["text"]
    with asked_why(world, "CONDITION_NOT_FOR_MA"):
        decisions.grant(world.signatory, request_id, given, late_reason="queue")
    decisions.grant(world.signatory, request_id, given, late_reason="queue", reason="Agreed")


# At renewal


def test_a_further_request_shows_how_the_conditions_before_it_stand(world, granted):
    followed(world, granted, status=ConditionStatus.NOT_MET, ma_response="Short of staff",
             due_on=TODAY + 9 * DAY)  # fmt: skip
    before = world.case(granted)
    further = world.a_case(
        type=RequestType.FOLLOW_ON, form_used=FormUsed.FORM_2, person_id=before.person_id,
        person=before.person, existing_sa_last_day=before.authorisation.last_day,
    )  # fmt: skip
    former = cases.open_case(world.admin, further).former
    assert former.ref == before.request.ref
    said = record_lines.conditions_said(former)
    assert before.request.ref in said
    assert f"{WALK} – Not met; due 2 December 2026; no evidence" in said
    assert "Short of staff" in said


def test_a_first_request_follows_nothing(world, granted):
    assert cases.open_case(world.admin, granted).former is None
    assert record_lines.conditions_said(None) == ""
