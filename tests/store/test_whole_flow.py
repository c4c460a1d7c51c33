"""One request from its arrival to its copies, on every database alike."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dolsdesk.domain.dols.assessments import Result
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.errors import DeskError, StaleRecord
from dolsdesk.services import (
    admin,
    assessments,
    cases,
    copies,
    decisions,
    drafts,
    finding,
    requests,
    worklist,
)
from dolsdesk.services.worklist import Bucket, Query, SavedView
from tests.support.desk import a_grant, a_person, an_assessment


def test_a_request_is_granted_and_its_copies_are_sent(any_world):
    ctx, today = any_world.admin, any_world.desk.clock.today()
    case = any_world.whole_way(urgent=True, person=a_person(family_name="Ōkami"))
    view = cases.open_case(ctx, case)
    assert view.case.request.state is RequestState.GRANTED
    assert view.case.person.family_name == "Ōkami"
    assert len(view.case.assessments) == 6
    assert view.case.authorisation.conditions == ("Offer a walk outside each day.",)
    assert str(view.case.assessments["bi"].best_interests.max_period) == "6m"
    [paper] = view.papers
    assert cases.content(ctx, paper.id).startswith(b"%PDF")
    for line in view.case.copies:
        copies.mark_sent(ctx, case, line.id, on=today, method="post")
    assert all(line.sent_on == today for line in cases.open_case(ctx, case).case.copies)
    assert worklist.counts(ctx)[Bucket.COPIES] == 0
    assert admin.verify_audit(any_world.desk).is_whole


def test_a_request_is_refused_on_a_negative_assessment(any_world):
    ctx = any_world.admin
    case = any_world.allocated(any_world.a_case())
    found = replace(
        an_assessment(AssessmentKind.AGE, any_world.desk.clock.today()), result=Result.NEGATIVE
    )
    assessments.record(ctx, case, found, reason="as received")
    any_world.stopped(case)
    decisions.refuse(
        any_world.signatory, case, reasons="Under age.", late_reason="queue", late_note="Late."
    )
    view = cases.open_case(ctx, case)
    assert view.case.request.state is RequestState.NOT_GRANTED
    assert view.case.refusal.grounds == (AssessmentKind.AGE,)
    assert [paper.code for paper in view.papers] == ["F6"]


def test_an_urgent_is_extended_once(any_world):
    case = any_world.a_case(urgent=True)
    today = any_world.desk.clock.today()
    requests.ask_extension(any_world.admin, case, requested_on=today, reasons="Doctor ill")
    requests.decide_extension(
        any_world.lead, case, decided_on=today, is_granted=True, days=7, reasons="Doctor ill",
        is_essential=True,
    )  # fmt: skip
    extension = cases.open_case(any_world.admin, case).case.extension
    assert (extension.is_granted, extension.days, extension.decided_on) == (True, 7, today)
    with pytest.raises(DeskError):
        requests.ask_extension(any_world.admin, case, requested_on=today, reasons="Again")


def test_a_decision_on_a_case_that_moved_on_is_refused_and_nothing_is_written(any_world):
    case = any_world.submitted(any_world.assessed(any_world.allocated(any_world.a_case())))
    seen = cases.open_case(any_world.signatory, case).case.request.version
    any_world.sent_back(case, next(iter(_kinds(any_world, case))))
    with pytest.raises(StaleRecord):
        decisions.grant(
            any_world.signatory, case, a_grant(any_world.desk.clock.today()), seen_version=seen
        )
    view = cases.open_case(any_world.admin, case)
    assert view.case.authorisation is None
    assert view.papers == ()


def test_drafts_and_views_are_kept_and_replaced(any_world):
    ctx = any_world.admin
    for words in ("first", "second"):
        drafts.keep(ctx, "log-request", "", {"purpose": words, "n": [1, 2], "ō": None})
    assert drafts.find(ctx, "log-request").payload == {"purpose": "second", "n": [1, 2], "ō": None}
    assert drafts.find(any_world.lead, "log-request") is None
    drafts.drop(ctx, "log-request")
    assert drafts.all_of_mine(ctx) == ()
    for is_shared in (False, True):
        view = SavedView("Mine", is_shared, Query(bucket=Bucket.OVERDUE), ("ref",))
        worklist.keep_view(ctx, view)
        worklist.keep_view(ctx, view)
    assert len(worklist.views(ctx)) == 2
    assert [one.is_shared for one in worklist.views(any_world.lead)] == [True]


def test_the_same_person_asked_about_twice_is_one_person(any_world):
    ctx = any_world.admin
    any_world.a_case(person=a_person(nhs_number="9434765919"))
    with pytest.raises(DeskError) as refused:
        any_world.a_case(person=a_person(family_name="Other", nhs_number="9434765919"))
    assert refused.value.code == "NHS_NUMBER_TAKEN"
    assert len(finding.people(ctx, "lukasz")) == 1


def test_dates_far_back_and_far_ahead_are_kept(any_world):
    today = any_world.desk.clock.today()
    case = any_world.a_case(
        person=a_person(date_of_birth=today - timedelta(days=109 * 365)),
        arrangements_from=today - timedelta(days=30 * 365),
    )
    view = cases.open_case(any_world.admin, case)
    assert view.case.person.date_of_birth == today - timedelta(days=109 * 365)
    assert view.case.request.arrangements_from == today - timedelta(days=30 * 365)


def _kinds(world, case):
    return cases.open_case(world.admin, case).case.assessments
