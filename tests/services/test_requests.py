"""Requests before their assessments: logged, checked, waiting, extended, closed."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from dolsdesk.domain.dols.case import ResidenceStatus, Urgent
from dolsdesk.domain.dols.copies import NoticeEvent, Recipient
from dolsdesk.domain.dols.endings import ClosedAs
from dolsdesk.domain.dols.facts import Priority, RequestType
from dolsdesk.domain.dols.intake import Item
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.people import Gender
from dolsdesk.domain.places import PlaceKind
from dolsdesk.errors import AlreadyExists, Conflict, NotPermitted, Refused
from dolsdesk.services import cases, closing, finding, requests, words, worklist
from dolsdesk.services.outcome import ProblemsFound
from dolsdesk.services.requests import NewRequest
from tests.support.desk import TODAY, World, a_closure, a_person, new_request
from tests.support.refusals import asked_why, refused

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
RECEIVED = date(2026, 11, 21)  # what the builder takes: Saturday evening
NHS_NUMBER, ANOTHER = "9434765919", "9876543210"


def log(world: World, new: NewRequest, reason: str = "as it came") -> int:
    return requests.log(world.admin, new, reason=reason).value


def with_urgent(new: NewRequest, **values) -> NewRequest:
    assert new.urgent is not None
    return replace(new, urgent=replace(new.urgent, **values))


# What the law refuses


def received_tomorrow(world: World) -> NewRequest:
    return new_request(world.home, received_on=TOMORROW)


def about_a_wrong_nhs_number(world: World) -> NewRequest:
    return new_request(world.home, person=a_person(nhs_number="9434765918"))


def for_supported_living(world: World) -> NewRequest:
    return new_request(world.a_place("Mill Flats", "1-2", kind=PlaceKind.OTHER))


def with_an_urgent_of_no_days(world: World) -> NewRequest:
    return new_request(world.home, urgent=True, urgent_days=0)


def with_an_urgent_that_ends_before_it_begins(world: World) -> NewRequest:
    new = new_request(world.home, urgent=True)
    return with_urgent(new, period_days=None, stated_last_day=RECEIVED - timedelta(days=1))


def with_an_urgent_given_tomorrow(world: World) -> NewRequest:
    return new_request(world.home, urgent=True, urgent_given_on=TOMORROW)


def with_an_urgent_of_two_lengths(world: World) -> NewRequest:
    new = new_request(world.home, urgent=True, urgent_days=7)
    return with_urgent(new, stated_last_day=RECEIVED + timedelta(days=4))


def with_an_urgent_that_was_not_given(world: World) -> NewRequest:
    return replace(new_request(world.home), urgent=Urgent(RECEIVED, period_days=7))


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (received_tomorrow, "RECEIVED_IN_FUTURE"),
        (about_a_wrong_nhs_number, "NHS_NUMBER_WRONG"),
        (for_supported_living, "SETTING_NOT_COVERED"),
        (with_an_urgent_of_no_days, "URGENT_ZERO_DAYS"),
        (with_an_urgent_that_ends_before_it_begins, "URGENT_ZERO_DAYS"),
        (with_an_urgent_given_tomorrow, "URGENT_IN_FUTURE"),
        (with_an_urgent_of_two_lengths, "FACTS_CONTRADICT"),
        (with_an_urgent_that_was_not_given, "FACTS_CONTRADICT"),
    ],
)
def test_what_the_law_refuses_is_not_logged_whatever_reason_is_given(world, make, code):
    new = make(world)
    place = requests.place(world.admin, new.place_id)
    shown = requests.preview(new, place, as_at=TODAY, book=world.desk.book)
    assert code in {problem.code for problem in shown.problems}
    with refused(world, code, ProblemsFound):
        log(world, new)
    assert worklist.page(world.admin, worklist.Query()).total == 0


# What is logged with a reason


@pytest.mark.parametrize(
    ("code", "values", "person"),
    [
        ("REQUEST_TOO_EARLY", {"sa_sought_from": RECEIVED + timedelta(days=29)}, {}),
        ("RECEIVED_BEFORE_FORM", {"form_signed_on": TODAY}, {}),
        ("REQ_MISSING_STATUTORY", {"purpose": " "}, {}),
        ("NOT_SUPERVISORY_BODY", {"residence_status": ResidenceStatus.QUERIED}, {}),
        ("NOT_SUPERVISORY_BODY", {"residence_status": ResidenceStatus.DISPUTED}, {}),
        ("UNDER_18", {}, {"date_of_birth": date(2009, 1, 1)}),
        ("DOB_IMPLAUSIBLE", {}, {"date_of_birth": date(1901, 1, 1)}),
        ("DEATH_BEFORE_EVENT", {}, {"date_of_death": date(2026, 11, 1)}),
        (
            "URGENT_AFTER_EXPIRED_SA",
            {"urgent": True, "existing_sa_last_day": RECEIVED - timedelta(days=1)},
            {},
        ),
    ],
)
def test_a_warning_needs_a_reason_which_the_history_and_the_trail_keep(world, code, values, person):
    new = new_request(world.home, person=a_person(**person), **values)
    with asked_why(world, code):
        log(world, new, reason="  ")
    case = world.case(log(world, new, reason=" The home says so in writing. "))
    [entry] = world.trail("log_request")
    assert entry.reason == "The home says so in writing."
    said = {event.kind: event.detail for event in case.events}
    assert said["went_on_because"] == "The home says so in writing."
    [problem] = [
        one
        for one in requests.preview(new, case.place, as_at=TODAY, book=world.desk.book).problems
        if one.code == code
    ]
    assert words.problem(problem) in {event.detail for event in case.events}


def test_a_request_without_anything_odd_asks_for_no_reason(world):
    case = world.case(log(world, new_request(world.home), reason=""))
    assert [event.kind for event in case.events] == ["received"]
    assert case.request.state is RequestState.CHECKING


def test_28_days_ahead_are_not_too_many(world):
    log(world, new_request(world.home, sa_sought_from=RECEIVED + timedelta(days=28)), reason="")


# What lacks


@pytest.mark.parametrize(
    ("item", "values", "person"),
    [
        (Item.NAME_AND_GENDER, {}, {"gender": Gender.NOT_STATED}),
        (Item.AGE, {}, {"date_of_birth": None}),
        (Item.PURPOSE, {"purpose": ""}, {}),
        (Item.SOUGHT_FROM, {"sa_sought_from": None}, {}),
        (Item.SIGNATURE, {"signed_by": " "}, {}),
        (Item.EXISTING_AUTHORISATION, {"type": RequestType.FOLLOW_ON}, {}),
    ],
)
def test_what_regulation_16_asks_for_and_is_not_there_is_named_while_the_clock_runs(
    world, item, values, person
):
    request_id = log(world, new_request(world.home, person=a_person(**person), **values))
    view = cases.open_case(world.admin, request_id)
    assert view.case.request.state is RequestState.RECEIVED
    assert view.answer.date("assessments_due_on") == date(2026, 12, 11)
    [entry] = world.trail("log_request")
    assert entry.after["missing"] == [item.value]
    assert any(words.fact(item.value) in event.detail for event in view.case.events)


def test_an_estimated_age_will_do_and_an_urgent_must_say_when_it_ends(world):
    log(world, new_request(world.home, person=a_person(date_of_birth=None, estimated_age=80)), "")
    new = with_urgent(new_request(world.home, urgent=True), period_days=None)
    request_id = log(world, new)
    assert world.trail("log_request")[-1].after["missing"] == ["urgent_and_expiry"]
    answer = cases.open_case(world.admin, request_id).answer
    assert answer.date("urgent_last_day") == date(2026, 11, 27)


def test_what_was_missing_is_checked_once(world):
    request_id = log(world, new_request(world.home, signed_by=""))
    requests.check(world.admin, request_id, note="Signed page came on Monday")
    case = world.case(request_id)
    assert case.request.state is RequestState.CHECKING
    assert case.events[-1].detail == "Signed page came on Monday"
    with refused(world, "TRANSITION_REFUSED"):
        requests.check(world.admin, request_id)


# Urgent authorisations


def test_an_urgent_of_eight_days_is_kept_as_written_flagged_and_gives_seven(world):
    request_id = log(world, new_request(world.home, urgent=True, urgent_days=8), reason="")
    view = cases.open_case(world.admin, request_id)
    assert view.case.urgent.period_days == 8
    assert view.answer.date("urgent_last_day") == date(2026, 11, 27)
    assert view.answer.date("assessments_due_on") == date(2026, 11, 27)
    assert [(span.kind, span.last_on) for span in view.spans] == [("urgent", date(2026, 11, 27))]
    noted = [event.detail for event in view.case.events if event.kind == "noted"]
    assert noted == [
        "An urgent authorisation can last 7 days at most, counting the day it was given."
        " The last lawful day is Fri 27 Nov 2026."
    ]


def test_a_shorter_urgent_ends_when_its_form_says(world):
    new = with_urgent(
        new_request(world.home, urgent=True),
        period_days=None,
        stated_last_day=RECEIVED + timedelta(days=2),
    )
    answer = cases.open_case(world.admin, log(world, new)).answer
    assert answer.date("urgent_last_day") == TODAY
    assert answer.date("first_day_without_authority") == TOMORROW


def test_an_urgent_given_after_receipt_still_sets_the_day(world):
    new = new_request(world.home, urgent=True, urgent_given_on=TODAY)
    answer = cases.open_case(world.admin, log(world, new)).answer
    assert answer.date("assessments_due_on") == date(2026, 11, 29)


def test_an_urgent_that_had_ended_before_the_request_came_shows_both_days(world):
    new = new_request(
        world.home, urgent=True, urgent_given_on=date(2026, 11, 10), arrangements_from=None
    )
    view = cases.open_case(world.admin, log(world, new))
    assert view.answer.date("assessments_due_on") == date(2026, 11, 16)
    assert view.answer.number("days_late_on_receipt") == 5
    assert view.answer.date("assessments_reference_on") == date(2026, 12, 11)
    assert [(one.kind, one.days) for one in view.spans] == [("urgent", 7), ("none", 7)]


# Who wrote what when


def test_the_time_of_receipt_is_kept_apart_from_the_time_of_typing(world):
    request = world.case(world.a_case()).request
    assert (request.received_on, request.received_time) == (RECEIVED, time(23, 40))
    assert request.recorded_at == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert request.recorded_by == "Ada Min"
    [entry] = world.trail("log_request")
    assert entry.at == request.recorded_at
    assert (entry.after["received_on"], entry.after["received_time"]) == ("2026-11-21", "23:40:00")
    assert (entry.actor, entry.entity, entry.before) == ("Ada Min", "request", None)


def test_each_year_counts_its_own_references(world):
    refs = [
        world.case(world.a_case(received_on=on)).request.ref
        for on in (RECEIVED, date(2025, 11, 21), RECEIVED)
    ]
    assert refs == ["26-000001", "25-000001", "26-000002"]


# People


@pytest.mark.parametrize(
    ("given_names", "family_name", "typed"),
    [
        ("Ŵyn", "Łukasz-O'Neill", "oneill wyn"),
        ("Zoë", "Ŷsgawen", "ysgawen"),
        ("", "Sukarno", "suka"),
        ("Ngọc", "Đặng", "dang ngoc"),
        ("Søren", "Strauß-Ørsted", "strauss orsted"),
        ("Sean", "O’Neill", "O'Neill"),
        ("Anne-Marie 'Nan'", "de la Cruz y Ortega", "cruz"),
        ("A" * 400, "B" * 400, "b" * 400),
        ("Robert'); DROP TABLE person;--", "%_\\", "robert"),
    ],
)
def test_a_name_is_kept_as_written_and_found_as_typed(world, given_names, family_name, typed):
    person = a_person(given_names=given_names, family_name=family_name)
    request_id = world.a_case(person=person)
    assert world.case(request_id).person == person
    [found] = finding.people(world.admin, typed)
    assert (found.given_names, found.family_name) == (given_names, family_name)
    assert found.request_count == 1


def test_a_purpose_of_a_hundred_kilobytes_comes_back_whole(world):
    purpose = "Gofal a thriniaeth – ŵ & <b> \U0001f642\n" * 3_000
    assert len(purpose.encode()) > 100_000
    assert world.case(world.a_case(purpose=purpose)).request.purpose == purpose


def test_everybody_of_the_same_name_is_shown_with_what_tells_them_apart(world):
    for born, street in ((1941, "Hill Road"), (1941, "Quay Street"), (1952, "Dock Lane")):
        world.a_case(person=a_person(date_of_birth=date(born, 5, 6), usual_address=street))
    found = finding.people(world.admin, "wyn oneill")
    assert len({one.ref for one in found}) == 3
    assert {(one.date_of_birth.year, one.usual_address) for one in found} == {
        (1941, "Hill Road"), (1941, "Quay Street"), (1952, "Dock Lane"),
    }  # fmt: skip


def test_an_nhs_number_belongs_to_one_person(world):
    first = world.a_case(person=a_person(nhs_number=NHS_NUMBER))
    with refused(world, "NHS_NUMBER_TAKEN", AlreadyExists):
        world.a_case(person=a_person(family_name="Other", nhs_number=NHS_NUMBER))
    other = world.a_case(person=a_person(family_name="Other", nhs_number=ANOTHER))
    with refused(world, "NHS_NUMBER_TAKEN", AlreadyExists):
        world.a_case(
            person=a_person(family_name="Other", nhs_number=NHS_NUMBER),
            person_id=world.case(other).person_id,
        )
    person_id = world.case(first).person_id
    world.a_case(person=a_person(nhs_number=NHS_NUMBER), person_id=person_id)
    [found] = finding.people(world.admin, NHS_NUMBER)
    assert (found.id, found.request_count) == (person_id, 2)


def test_what_is_known_of_a_person_changes_with_a_new_request_and_the_trail_says_how(world):
    person_id = world.case(world.a_case()).person_id
    world.a_case(person=a_person(usual_address="7 Quay Street"), person_id=person_id)
    assert requests.person(world.admin, person_id).usual_address == "7 Quay Street"
    [entry] = world.trail("change_person")
    assert entry.after == {"usual_address": ["2 Hill Road, Norchester", "7 Quay Street"]}
    world.a_case(person=a_person(usual_address="7 Quay Street"), person_id=person_id)
    assert len(world.trail("change_person")) == 1


def test_a_second_open_request_about_the_same_person_here_is_told(world):
    first = world.case(world.a_case())
    again = new_request(world.home, person_id=first.person_id)
    elsewhere = new_request(world.hospital, person_id=first.person_id)
    assert requests.earlier(world.admin, again).open_ref == first.request.ref
    assert requests.earlier(world.admin, elsewhere).open_ref == ""
    with asked_why(world, "DUPLICATE_REQUEST"):
        log(world, again, reason="")
    second = world.case(log(world, again, reason="Asked for twice"))
    assert any(first.request.ref in event.detail for event in second.events)
    elsewhere = new_request(world.hospital, person_id=first.person_id)
    log(world, elsewhere, reason="")
    for request_id in (first.request.id, second.request.id):
        close(world, request_id)
    log(world, again, reason="")


# The waiting list


def wait(world: World, request_id: int, **values) -> None:
    record = {
        "priority": Priority.HIGH, "reason": "Pulls at the door", "next_contact_on": TOMORROW,
        **values,
    }  # fmt: skip
    requests.wait(world.admin, request_id, **record)


def test_a_request_waits_with_a_band_a_reason_and_a_day_and_its_due_date_stays(world):
    request_id = world.a_case()
    due_on = cases.open_case(world.admin, request_id).answer.date("assessments_due_on")
    for priority in Priority:
        wait(world, request_id, priority=priority)
        view = cases.open_case(world.admin, request_id)
        assert view.case.request.state is RequestState.WAITING
        assert view.case.request.priority is priority
        assert view.answer.date("assessments_due_on") == due_on
    assert [entry.reason for entry in world.trail("triage")] == ["Pulls at the door"] * 3
    [line] = worklist.page(world.admin, worklist.Query()).rows
    assert (line.priority, line.next_contact_on, line.due_on) == ("low", TOMORROW, due_on)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"priority": None}, "BAND_NEEDED"),
        ({"reason": " "}, "BAND_REASON_NEEDED"),
        ({"next_contact_on": None}, "NEXT_CONTACT_NEEDED"),
        ({"next_contact_on": TODAY}, "NEXT_CONTACT_NEEDED"),
    ],
)
def test_nobody_waits_without_a_band_a_reason_and_a_day_to_come(world, values, code):
    request_id = world.a_case()
    with refused(world, code, Refused):
        wait(world, request_id, **values)
    assert world.case(request_id).request.state is RequestState.CHECKING


# The one extension


def ask(world: World, request_id: int, *, on: date = TODAY, reasons: str = "No doctor") -> None:
    requests.ask_extension(world.admin, request_id, requested_on=on, reasons=reasons)


def decide(world: World, request_id: int, **values) -> None:
    record = {
        "decided_on": TODAY, "is_granted": True, "days": 7, "reasons": "No doctor till Friday",
        "is_essential": True, **values,
    }  # fmt: skip
    requests.decide_extension(world.lead, request_id, **record)


def test_a_granted_extension_runs_on_from_the_last_day_and_moves_the_due_date(world):
    request_id = world.a_case(urgent=True)
    ask(world, request_id)
    assert cases.open_case(world.admin, request_id).step.what == "decide_extension"
    decide(world, request_id, days=3)
    view = cases.open_case(world.admin, request_id)
    assert view.answer.date("extended_urgent_last_day") == date(2026, 11, 30)
    assert view.answer.date("assessments_due_on") == date(2026, 11, 30)
    assert [(span.kind, span.days) for span in view.spans] == [("urgent", 7), ("extension", 3)]
    [line] = view.case.copies
    assert line.event == NoticeEvent.EXTENSION_GRANTED.value
    assert line.recipient == Recipient.MANAGING_AUTHORITY.value
    assert view.case.extension.decided_by == "Lee Deer"


def test_a_refused_extension_leaves_the_day_where_it_was_and_the_home_is_told(world):
    request_id = world.a_case(urgent=True)
    ask(world, request_id)
    decide(world, request_id, is_granted=False, is_essential=False, days=None)
    view = cases.open_case(world.admin, request_id)
    assert view.answer.date("assessments_due_on") == date(2026, 11, 27)
    [line] = view.case.copies
    assert line.event == NoticeEvent.EXTENSION_REFUSED.value
    [entry] = world.trail("decide_extension")
    assert (entry.after["is_granted"], entry.reason) == (False, "No doctor till Friday")


def test_only_one_extension_is_asked_for_and_decided(world):
    request_id = world.a_case(urgent=True)
    with refused(world, "EXTENSION_NOT_ASKED", Refused):
        decide(world, request_id)
    ask(world, request_id)
    with refused(world, "SECOND_EXTENSION", ProblemsFound):
        ask(world, request_id)
    decide(world, request_id, is_granted=False, days=None)
    for act in (ask, decide):
        with refused(world, "SECOND_EXTENSION", ProblemsFound):
            act(world, request_id)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"days": 8}, "EXTENSION_OVER_7_DAYS"),
        ({"days": 0}, "EXTENSION_OVER_7_DAYS"),
        ({"days": None}, "EXTENSION_OVER_7_DAYS"),
        ({"reasons": " "}, "EXTENSION_NO_REASON"),
        ({"is_essential": False}, "EXTENSION_NO_REASON"),
        ({"is_granted": False, "reasons": ""}, "EXTENSION_NO_REASON"),
        ({"decided_on": TOMORROW}, "DATE_IN_FUTURE"),
    ],
)
def test_an_extension_is_granted_within_the_law_only(world, values, code):
    request_id = world.a_case(urgent=True)
    ask(world, request_id)
    with refused(world, code, Refused):
        decide(world, request_id, **values)
    assert world.case(request_id).extension.is_granted is None


def test_an_ended_urgent_is_not_extended(world):
    request_id = world.a_case(urgent=True)
    last = date(2026, 11, 27)
    world.desk.clock.move(days=4)
    ask(world, request_id, on=last)
    world.desk.clock.move(days=1)
    with refused(world, "EXTENSION_AFTER_EXPIRY", ProblemsFound):
        decide(world, request_id, decided_on=last + timedelta(days=1))
    decide(world, request_id, decided_on=last)


@pytest.mark.parametrize(
    ("urgent", "on", "reasons", "code"),
    [
        (False, TODAY, "No doctor", "EXTENSION_NO_URGENT"),
        (True, TODAY, " ", "EXTENSION_REASONS_NEEDED"),
        (True, TOMORROW, "No doctor", "DATE_IN_FUTURE"),
    ],
)
def test_an_extension_is_asked_for_in_time_with_reasons_and_for_an_urgent(
    world, urgent, on, reasons, code
):
    request_id = world.a_case(urgent=urgent)
    with refused(world, code, Refused):
        ask(world, request_id, on=on, reasons=reasons)


def test_the_urgent_of_a_request_that_is_over_is_not_extended(world):
    granted = world.whole_way(urgent=True)
    with refused(world, "TRANSITION_REFUSED"):
        ask(world, granted)
    asked = world.a_case(urgent=True)
    ask(world, asked)
    close(world, asked)
    with refused(world, "TRANSITION_REFUSED"):
        decide(world, asked)


# Ends without a decision


def close(world: World, request_id: int, **values) -> None:
    found = a_closure(values.pop("closed_as", ClosedAs.WITHDRAWN), **values)
    closing.close(world.admin, request_id, found)


@pytest.mark.parametrize(
    ("closed_as", "state"),
    [
        (ClosedAs.WITHDRAWN, RequestState.WITHDRAWN),
        (ClosedAs.NO_LONGER_NEEDED, RequestState.NO_LONGER_NEEDED),
        (ClosedAs.TRANSFERRED, RequestState.TRANSFERRED),
    ],
)
def test_a_request_is_closed_on_evidence_and_its_assessors_are_free(world, closed_as, state):
    request_id = world.allocated(world.a_case())
    close(world, request_id, closed_as=closed_as)
    case = world.case(request_id)
    assert case.request.state is state
    assert case.active_allocations == {}
    assert {one.end_reason for one in case.allocations} == {closed_as.value}
    [entry] = world.trail("close_request")
    assert entry.after["evidence"] == "Letter of 23 November"
    assert entry.before == {"state": "allocated"}
    assert worklist.page(world.admin, worklist.Query()).total == 0


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"paper": " "}, "CLOSE_WITHOUT_EVIDENCE"),
        ({"note": ""}, "CLOSE_WITHOUT_EVIDENCE"),
        ({"on": TOMORROW}, "EVENT_IN_FUTURE"),
    ],
)
def test_a_request_is_not_closed_without_evidence_or_ahead_of_time(world, values, code):
    request_id = world.a_case()
    with refused(world, code, Refused):
        close(world, request_id, **values)


@pytest.mark.parametrize("closed_as", ClosedAs)
def test_what_is_negative_decided_or_closed_is_not_closed_as_something_else(world, closed_as):
    over = (
        world.turned_negative(world.allocated(world.a_case())),
        world.whole_way(),
        world.a_case(),
    )
    close(world, over[-1])
    for request_id in over:
        with refused(world, "TRANSITION_REFUSED"):
            close(world, request_id, closed_as=closed_as)


def test_a_closed_request_stays_closed_and_a_new_one_has_a_clock_of_its_own(world):
    first = world.a_case(received_on=date(2026, 11, 1))
    close(world, first)
    person_id = world.case(first).person_id
    second = world.a_case(person_id=person_id, reason="")
    for request_id, due_on in ((first, date(2026, 11, 21)), (second, date(2026, 12, 11))):
        answer = cases.open_case(world.admin, request_id).answer
        assert answer.date("assessments_due_on") == due_on
    for act in (
        lambda: requests.check(world.admin, first),
        lambda: wait(world, first),
        lambda: world.allocated(first),
    ):
        with refused(world, "TRANSITION_REFUSED"):
            act()


def test_a_request_that_is_not_there_is_said_to_be_gone(world):
    with refused(world, "NO_SUCH_CASE", Conflict):
        requests.check(world.admin, 99)


def test_an_auditor_logs_nothing(world):
    with refused(world, "NOT_PERMITTED", NotPermitted):
        requests.log(world.auditor, new_request(world.home))
