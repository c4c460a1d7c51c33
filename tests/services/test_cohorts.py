"""Who belongs to each ready-made cohort of a re-screening, K1 to K9, and who does not (4.5)."""

from datetime import date, timedelta

import pytest

from dolsdesk.domain.dols.campaigns import (
    Cohort,
    ItemPriority,
    ItemState,
    ItemSubject,
    NextAction,
    TriageView,
)
from dolsdesk.domain.dols.objections import CourtKind, OrderEffect
from dolsdesk.domain.dols.referrals import Declined, ReferralEvent
from dolsdesk.domain.dols.screening import Flag
from dolsdesk.services import (
    campaign_cases,
    campaigns,
    closing,
    court,
    recorded_findings,
    referrals,
    relook,
    worklist,
)
from dolsdesk.services.outcome import ProblemsFound
from dolsdesk.services.referrals import NewReferral
from dolsdesk.services.worklist import Bucket, Query, SavedView
from tests.services.retest import (
    a_campaign,
    a_formal,
    an_old_case,
    cohort_of,
    decided,
    sent,
    some_answers,
    somebody,
)
from tests.services.rights import an_order, proceedings
from tests.services.test_referrals import a_report, appointed, found
from tests.support.desk import TODAY, a_closure, a_person
from tests.support.refusals import refused

DAY = timedelta(days=1)
S16 = CourtKind.S16_WELFARE


def test_the_ready_made_cohorts_hold_whom_they_say(world):
    before, last_day = somebody(world, "Before"), somebody(world, "Last", date(2026, 6, 1))
    since = somebody(world, "Since", date(2026, 6, 2))
    closed = somebody(world, "Closed")
    closing.close(world.admin, closed, a_closure())
    live = an_old_case(world, person=a_person(family_name="Live"))
    looked = world.allocated(somebody(world, "Looked", date(2026, 7, 1)))
    decided(world, looked, a_formal(look_again_on=TODAY + timedelta(days=1)))

    assert cohort_of(world, Cohort.K1) == {before, last_day}
    assert cohort_of(world, Cohort.K2) == {since}
    assert cohort_of(world, Cohort.K3) == {live}
    assert cohort_of(world, Cohort.K8) == set()
    world.desk.clock.move(days=1)
    assert cohort_of(world, Cohort.K8) == {looked}


def test_a_saved_view_can_be_a_cohort(world):
    one = somebody(world, "One", urgent=True)
    somebody(world, "Two")
    view = SavedView("Urgent ones", True, Query(bucket=Bucket.OPEN, urgent=True), ())
    worklist.keep_view(world.lead, view)
    number = campaigns.create(
        world.lead, name="Urgent", purpose="", cohort=Cohort.VIEW, view=view
    ).value
    campaigns.lock(world.lead, number)
    [item] = campaign_cases.items(world.admin, number)
    assert item.request_id == one


def test_whoever_joins_later_comes_into_a_top_up_list_and_never_silently(world):
    somebody(world, "First")
    number = a_campaign(world)
    late = somebody(world, "Late")
    assert len(campaign_cases.items(world.admin, number)) == 1
    assert [one.request_id for one in campaigns.top_up(world.admin, number)] == [late]
    campaigns.add_top_up(world.lead, number)
    [_first, second] = campaign_cases.items(world.admin, number)
    assert second.is_top_up
    assert campaigns.top_up(world.admin, number) == ()


def test_a_case_is_in_one_unfinished_campaign_only(world):
    somebody(world, "First")
    a_campaign(world)
    found = campaigns.preview(world.lead, Cohort.K1)
    assert (found.total, found.elsewhere) == (0, 1)
    number = campaigns.create(world.lead, name="Again", purpose="", cohort=Cohort.K1).value
    with refused(world, "COHORT_EMPTY"):
        campaigns.lock(world.lead, number)


# Before the court


def at_court(world, name: str, **values) -> tuple[int, int]:
    """Return a case and its proceedings; ``kind`` section 16 unless another is named."""
    case = somebody(world, name)
    return case, court.begin(world.admin, case, proceedings(**{"kind": S16, **values})).value


def ordered(world, name: str, to: date, **values) -> tuple[int, int]:
    case, record = at_court(world, name, issued_on=date(2025, 11, 1), **values)
    order = an_order(OrderEffect.AUTHORISES, date(2025, 12, 15), authority_to=to)
    court.add_order(world.admin, case, record, order)
    return case, record


@pytest.fixture
def before_the_court(world):
    """Return a world with proceedings at every stage, by what each is."""
    world.stages = {
        "prepared": at_court(world, "Prepared", issued_on=None),
        "issued": at_court(world, "Issued"),
        "ordered": ordered(world, "Ordered", date(2026, 12, 14)),
        "run out": ordered(world, "Runout", TODAY - DAY),
        "challenge": at_court(world, "Challenge", kind=CourtKind.S21A_STANDARD),
        "urgent": at_court(world, "Urgent", kind=CourtKind.S21A_URGENT),
        "challenge prepared": at_court(
            world, "Later", kind=CourtKind.S21A_STANDARD, issued_on=None
        ),
        "over": at_court(world, "Over"),
        "challenge over": at_court(world, "Won", kind=CourtKind.S21A_STANDARD),
    }
    for name in ("over", "challenge over"):
        court.close(world.admin, *world.stages[name], on=TODAY)
    return world


@pytest.mark.parametrize(
    ("cohort", "stages"),
    [
        (Cohort.K4, {"prepared"}),
        (Cohort.K5, {"issued", "run out"}),  # run out: the proceedings go on, and no order does
        (Cohort.K6, {"ordered"}),
        (Cohort.K7, {"challenge", "urgent"}),
    ],
)
def test_each_cohort_at_court_holds_its_own_stage_and_no_other(before_the_court, cohort, stages):
    world = before_the_court
    assert cohort_of(world, cohort) == {world.stages[one][0] for one in stages}


def test_the_last_day_of_an_order_still_counts_and_the_day_after_does_not(world):
    case, record = ordered(world, "Ordered", TODAY)
    court.close(world.admin, case, record, on=TODAY)  # the order outlasts its proceedings
    assert cohort_of(world, Cohort.K6) == {case}
    world.desk.clock.move(days=1)
    assert cohort_of(world, Cohort.K6) == set()


def test_an_order_the_court_ended_early_is_in_force_no_longer(world):
    case, record = ordered(world, "Ordered", date(2026, 12, 14))
    court.add_order(world.admin, case, record, an_order(OrderEffect.TERMINATES, TODAY - DAY))
    assert cohort_of(world, Cohort.K6) == set()
    assert cohort_of(world, Cohort.K5) == {case}


def test_what_is_prepared_moves_on_when_it_is_issued(world):
    case, record = at_court(world, "Prepared", issued_on=None)
    court.issue(world.admin, case, record, on=TODAY, case_no="14000007")
    assert cohort_of(world, Cohort.K4) == set()
    assert cohort_of(world, Cohort.K5) == {case}
    with refused(world, "NO_PROCEEDINGS"):
        court.issue(world.admin, case, record, on=TODAY)


def test_an_order_that_ends_soon_and_a_live_challenge_come_first(before_the_court):
    world = before_the_court
    reasons = {}
    for cohort in (Cohort.K6, Cohort.K7):
        for item in campaign_cases.items(world.admin, a_campaign(world, cohort)):
            reasons[item.request_id] = (item.priority, set(item.reasons), item.subject)
    high, court_case = ItemPriority.HIGH, ItemSubject.COURT
    assert reasons[world.stages["ordered"][0]] == (high, {Flag.ENDING_SOON}, court_case)
    assert reasons[world.stages["challenge"][0]] == (high, {Flag.S21A}, court_case)


def test_the_whole_picture_counts_every_case_at_court_once(before_the_court):
    groups = {one.name: one for one in relook.groups(before_the_court.admin)}
    [at_court_now] = [one for name, one in groups.items() if "ourt" in name]
    stages = {"prepared", "issued", "run out", "ordered", "challenge", "urgent"}
    assert set(at_court_now.ids) == {before_the_court.stages[one][0] for one in stages}
    assert all(one.adds_up for one in groups.values())


# To look at again


def test_a_finding_looked_at_again_leaves_the_list_and_one_of_deprivation_never_joins(world):
    case = world.allocated(somebody(world, "Again"))
    decided(world, case, a_formal(look_again_on=TODAY + DAY))
    world.desk.clock.move(days=1)
    assert cohort_of(world, Cohort.K8) == {case}
    [item] = campaign_cases.items(world.admin, a_campaign(world, Cohort.K8))
    assert item.subject is ItemSubject.FINDING
    assert campaigns.preview(world.lead, Cohort.K8).elsewhere == 1
    recorded_findings.void(world.lead, case, item.record_id, why="Another person's")
    world.desk.clock.move(days=1)
    number = campaigns.create(world.lead, name="Again", purpose="", cohort=Cohort.K8).value
    with refused(world, "COHORT_EMPTY"):
        campaigns.lock(world.lead, number)


# Reported by others


def test_reports_that_are_open_belong_and_answered_ones_do_not(world):
    for name in ("Received", "Declined"):
        new = NewReferral(a_report(), a_person(family_name=name), world.home)
        record = referrals.log(world.admin, new).value
        if name == "Declined":
            referrals.decline(world.admin, record, why="A feud of neighbours",
                              because=Declined.FRIVOLOUS_OR_VEXATIOUS)  # fmt: skip
    found_here = campaigns.preview(world.lead, Cohort.K9)
    assert (found_here.total, found_here.ids) == (1, ())  # a report needs no request
    number = a_campaign(world, Cohort.K9)
    [item] = campaign_cases.items(world.admin, number)
    assert (item.person_name.split(",")[0], item.subject) == ("Received", ItemSubject.THIRD_PARTY)
    referrals.log(world.admin, NewReferral(a_report(), a_person(family_name="Late"), world.home))
    [late] = campaigns.top_up(world.admin, number)
    assert (late.person_name.split(",")[0], late.place_name) == ("Late", "Rosewood House")


def test_a_report_counts_as_decided_when_its_assessor_has_found(world):
    record = appointed(world)
    number = a_campaign(world, Cohort.K9)
    [item] = sent(world, number)
    campaign_cases.record_answers(world.admin, item, some_answers(), returned_on=TODAY)
    campaign_cases.triage(world.lead, item, TriageView.UNCLEAR, why="As told")
    campaign_cases.route(world.lead, item, NextAction.VISIT, why="Go", owner="Ada", due_on=TODAY)
    with pytest.raises(ProblemsFound) as refusal:
        campaign_cases.note_decided(world.admin, item)
    assert {one.code for one in refusal.value.problems} == {"ITEM_NOT_DECIDED"}
    found(world, record, ReferralEvent.FIND_NOT_DETAINED)
    campaign_cases.note_decided(world.admin, item)
    campaign_cases.finish(world.admin, item)
    held = campaign_cases.detail(world.admin, item).item
    assert (held.state, held.outcome) == (ItemState.DONE, "referral_not_detained")
