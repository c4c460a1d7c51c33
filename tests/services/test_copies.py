"""Who gets a copy of what (dols.md 3.6, forms.md 8), ticked off one by one."""

from datetime import timedelta

import pytest

from dolsdesk.domain.dols.case import Answered, CopyLine, Representative
from dolsdesk.domain.dols.copies import Paper, Recipient
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.people import Contact
from dolsdesk.errors import Refused
from dolsdesk.services import assessments, cases, copies, decisions, requests, worklist
from dolsdesk.services.worklist import Bucket
from tests.support.desk import TODAY, World, an_assessment, best_interests
from tests.support.refusals import refused

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
PERSON, HOME = "Ŵyn Łukasz-O'Neill", "Rosewood House"
SON, SISTER, ADVOCATE = "Sion O'Neill", "Nell Łukasz", "Advocate under section 39A"
BOTH_5 = (Paper.FORM_5, Paper.ASSESSMENTS)
BOTH_6 = (Paper.FORM_6, Paper.ASSESSMENTS)


def lines(world: World, request_id: int) -> tuple[CopyLine, ...]:
    return world.case(request_id).copies


def told(world: World, request_id: int) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.recipient, one.name, one.papers) for one in lines(world, request_id)]


def refused_request(world: World, *, says_unauthorised: bool = False, **values) -> int:
    request_id = world.allocated(world.a_case(**values))
    assessments.record(world.admin, request_id, an_assessment(AssessmentKind.MH, TODAY))
    bi = best_interests(TODAY, is_necessary=False, says_unauthorised=says_unauthorised)
    world.stopped(world.turned_negative(request_id, AssessmentKind.BI, best_interests=bi))
    decisions.refuse(world.signatory, request_id, reasons="A home with her sister is possible.")
    return request_id


# Who, and what


def test_a_grant_goes_to_the_person_the_home_the_representative_and_who_was_consulted(world):
    assert told(world, world.whole_way()) == [
        (Recipient.PERSON, PERSON, BOTH_5),
        (Recipient.MANAGING_AUTHORITY, HOME, BOTH_5),
        (Recipient.REPRESENTATIVE, SON, BOTH_5),
        (Recipient.INTERESTED_PERSON, SISTER, (Paper.FORM_5,)),
    ]


def test_the_section_39a_advocate_gets_what_the_person_gets(world):
    for request_id, papers in (
        (world.whole_way(s39a_applies=Answered.YES), BOTH_5),
        (refused_request(world, s39a_applies=Answered.YES), BOTH_6),
    ):
        assert (Recipient.IMCA_39A, ADVOCATE, papers) in told(world, request_id)
    for answer in (Answered.NO, Answered.UNKNOWN):
        listed = told(world, refused_request(world, s39a_applies=answer))
        assert ADVOCATE not in {name for _, name, _ in listed}


def test_a_refusal_goes_to_the_person_the_home_and_who_was_consulted(world):
    assert told(world, refused_request(world)) == [
        (Recipient.PERSON, PERSON, BOTH_6),
        (Recipient.MANAGING_AUTHORITY, HOME, BOTH_6),
        (Recipient.INTERESTED_PERSON, SON, (Paper.FORM_6,)),
        (Recipient.INTERESTED_PERSON, SISTER, (Paper.FORM_6,)),
    ]


def test_the_statement_that_it_is_already_unauthorised_goes_to_each_of_them(world):
    listed = told(world, refused_request(world, says_unauthorised=True))
    assert len(listed) == 4
    assert all(Paper.STATEMENT_136 in papers for _, _, papers in listed)


@pytest.mark.parametrize("event", ["grant", "refusal"])
def test_whoever_was_consulted_never_gets_the_assessments(world, event):
    request_id = world.whole_way() if event == "grant" else refused_request(world)
    for recipient, _name, papers in told(world, request_id):
        is_consulted = recipient == Recipient.INTERESTED_PERSON
        assert (Paper.ASSESSMENTS in papers) != is_consulted


def test_a_representative_from_outside_does_not_push_out_anybody_consulted(world):
    paid = Representative("Rep Limited", is_paid=True, selected_by="council")
    request_id = world.submitted(world.assessed(world.allocated(world.a_case())))
    world.granted(request_id, representative=paid)
    assert [name for _, name, _ in told(world, request_id)] == [
        PERSON, HOME, "Rep Limited", SON, SISTER,
    ]  # fmt: skip


def test_where_nobody_was_consulted_and_nobody_represents_two_are_told(world):
    request_id = world.allocated(world.a_case())
    bi = best_interests(TODAY, consulted=(), why_nobody_consulted="Nobody", representative=None)
    world.submitted(world.assessed(request_id, bi={"best_interests": bi}))
    world.granted(request_id, representative=None)
    assert [name for _, name, _ in told(world, request_id)] == [PERSON, HOME]


def test_a_copy_goes_where_its_recipient_lives(world):
    consulted = (Contact("Nell Łukasz", "Sister", address="4 Dock Lane"),)
    request_id = world.allocated(world.a_case())
    bi = best_interests(TODAY, consulted=consulted)
    world.submitted(world.assessed(request_id, bi={"best_interests": bi}))
    world.granted(
        request_id, representative=Representative("Sion O'Neill", address="9 Quay Street")
    )
    assert {one.name: one.address for one in lines(world, request_id)} == {
        PERSON: "2 Hill Road, Norchester",
        HOME: "2 Hill Road, Norchester",
        SON: "9 Quay Street",
        SISTER: "4 Dock Lane",
    }


@pytest.mark.parametrize("is_granted", [True, False])
def test_of_an_extension_the_home_is_told(world, is_granted):
    request_id = world.a_case(urgent=True)
    requests.ask_extension(world.admin, request_id, requested_on=TODAY, reasons="No doctor")
    requests.decide_extension(
        world.lead, request_id, decided_on=TODAY, is_granted=is_granted,
        days=7 if is_granted else None, reasons="No doctor", is_essential=True,
    )  # fmt: skip
    assert told(world, request_id) == [(Recipient.MANAGING_AUTHORITY, HOME, (Paper.FORM_1X,))]


# Ticking


def test_a_tick_says_when_and_how_and_the_last_one_takes_the_case_off_the_list(world):
    request_id = world.whole_way()
    world.desk.clock.move(days=1)
    for line in lines(world, request_id):
        assert worklist.counts(world.admin)[Bucket.COPIES] == 1
        copies.mark_sent(world.admin, request_id, line.id, on=TODAY, method="secure_email")
    assert worklist.counts(world.admin)[Bucket.COPIES] == 0
    ticked = lines(world, request_id)
    assert {(one.sent_on, one.method, one.is_settled) for one in ticked} == {
        (TODAY, "secure_email", True)
    }
    view = cases.open_case(world.admin, request_id)
    assert view.step.what == "appoint_representative"
    assert [event.happened_on for event in view.case.events[-4:]] == [TODAY] * 4
    assert {entry.after["recipient"] for entry in world.trail("copy_sent")} == {
        "person", "managing_authority", "representative", "interested_person",
    }  # fmt: skip


def test_a_copy_that_is_not_sent_has_a_reason(world):
    request_id = world.whole_way()
    [*_, sister] = lines(world, request_id)
    with refused(world, "NOT_SENT_REASON_NEEDED", Refused):
        copies.mark_not_sent(world.admin, request_id, sister.id, reason=" ")
    copies.mark_not_sent(world.admin, request_id, sister.id, reason="No-contact instruction")
    [*_, sister] = lines(world, request_id)
    assert (sister.sent_on, sister.is_settled) == (None, True)
    assert sister.reason_not_sent == "No-contact instruction"
    [entry] = world.trail("copy_not_sent")
    assert entry.reason == "No-contact instruction"


def test_a_tick_is_taken_back_and_the_history_keeps_both(world):
    request_id = world.whole_way()
    [person, *_] = lines(world, request_id)
    copies.mark_sent(world.admin, request_id, person.id, on=TODAY, method="post")
    copies.undo(world.admin, request_id, person.id)
    [person, *_] = lines(world, request_id)
    assert (person.sent_on, person.method, person.is_settled) == (None, "", False)
    kinds = [event.kind for event in world.case(request_id).events[-2:]]
    assert kinds == ["copy_sent", "copy_tick_undone"]
    assert [entry.action for entry in world.trail()[-2:]] == kinds
    assert cases.open_case(world.admin, request_id).step.detail[0] == PERSON


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"method": "pigeon"}, "METHOD_NEEDED"),
        ({"method": ""}, "METHOD_NEEDED"),
        ({"on": TOMORROW}, "DATE_IN_FUTURE"),
    ],
)
def test_a_copy_is_sent_in_a_known_way_and_not_in_the_future(world, values, code):
    request_id = world.whole_way()
    [person, *_] = lines(world, request_id)
    with refused(world, code, Refused):
        record = {"on": TODAY, "method": "post", **values}
        copies.mark_sent(world.admin, request_id, person.id, **record)
    assert not lines(world, request_id)[0].is_settled
