"""The waiting list: triage with its answers, contact, order, quotas, letters, late ends."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dolsdesk.domain.dols.endings import ClosedAs
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.dols.triage import AgniScreen, Factor
from dolsdesk.domain.dols.waiting import ContactKind
from dolsdesk.domain.records import RecordKind
from dolsdesk.errors import Refused
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import (
    authorities,
    cases,
    closing,
    contacts,
    lateness,
    question_sets,
    record_lines,
    reports,
    triage,
    upkeep,
    waiting_list,
)
from dolsdesk.services.outcome import ProblemsFound, ReasonNeeded
from dolsdesk.services.waiting_list import Show
from tests.services.waiting import a_contact, triaged
from tests.support.desk import TODAY, World, a_closure, a_grant, a_person
from tests.support.refusals import refused

DAY = timedelta(days=1)


def case_of(world: World, days: int = 0, name: str = "Wait", **values) -> int:
    """Log a request that came some days ago."""
    on = TODAY - days * DAY
    return world.a_case(received_on=on, person=a_person(family_name=name), **values)


def held(world: World, request_id: int):
    return triage.newest(world.case(request_id)).facts


# Triage


def test_the_2014_pattern_is_the_factor_table_of_the_reference(world):
    sets = {one.id: one for one in question_sets.all_sets(world.admin)}
    asked = {}
    for factor in sets["adass-2014"].asked:
        asked.setdefault(factor.band, []).append(factor.id)
    assert asked == {
        "high": [
            "psych_ld_hospital", "one_to_one", "sedation_frequent", "restraint_regular",
            "contact_restricted", "p_objects", "family_objects", "tries_to_leave",
            "confined_area", "new_or_unstable", "court_or_complaint", "expiring",
        ],
        "medium": [
            "asks_to_leave_inconsistent", "no_active_attempts", "sometimes_unsettled",
            "restraint_infrequent", "some_indicators",
        ],
        "low": ["minimal_control", "no_specific_restraint", "settled_over_year", "end_of_life"],
    }  # fmt: skip
    off = {factor.id for factor in sets["adass-2014"].factors if not factor.is_on}
    assert off == {
        "urgent_running", "urgent_lapsed", "para69_unauthorised", "safeguarding_open", "no_family",
        "suspected_no_deprivation", "young_adult_transition",
    }  # fmt: skip
    assert "checked" in sets["adass-2024"].note


def test_a_triage_keeps_the_answers_the_set_and_its_version_and_the_due_day_stays(world):
    request_id = case_of(world)
    due_on = cases.open_case(world.admin, request_id).due_on
    triaged(world.admin, request_id, ticked=["sometimes_unsettled", "p_objects"])
    found = held(world, request_id)
    assert (found.set_id, found.set_version) == ("adass-2014", 1)
    assert [(one.id, one.band) for one in found.answers] == [
        ("p_objects", "high"), ("sometimes_unsettled", "medium"),
    ]  # fmt: skip
    assert (found.suggested, found.band) == (Priority.HIGH, Priority.HIGH)
    assert found.agni_screen is AgniScreen.UNCLEAR
    view = cases.open_case(world.admin, request_id)
    assert view.due_on == due_on
    assert view.case.request.state is RequestState.WAITING
    [entry] = world.trail("triage")
    assert entry.after["answers"] == ["p_objects", "sometimes_unsettled"]
    assert entry.after["agni_screen"] == "unclear"


def test_a_band_other_than_the_answers_needs_a_reason_and_keeps_it(world):
    request_id = case_of(world)
    with pytest.raises(ReasonNeeded) as asked:
        triaged(world.admin, request_id, band=Priority.LOW, ticked=["p_objects"])
    assert [one.code for one in asked.value.problems] == ["TRIAGE_BAND_DIFFERS"]
    assert triage.newest(world.case(request_id)) is None
    triaged(
        world.admin, request_id, Priority.LOW, ticked=["p_objects"], because="Long settled since"
    )
    assert held(world, request_id).differs_because == "Long settled since"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"band": None, "ticked": ["p_objects"]}, "BAND_NEEDED"),
        ({"reason": " "}, "BAND_REASON_NEEDED"),
        ({"screen": None}, "SCREEN_NEEDED"),
        ({"screen_why": ""}, "SCREEN_WHY_NEEDED"),
        ({"next_contact_on": None}, "NEXT_ACTION_NEEDED"),
        ({"next_contact_on": TODAY}, "NEXT_ACTION_NEEDED"),
    ],
)
def test_a_triage_that_lacks_something_is_refused_at_its_field(world, values, code):
    request_id = case_of(world)
    with refused(world, code, Refused):
        triaged(world.admin, request_id, **{"band": Priority.HIGH, **values})
    assert world.case(request_id).request.state is RequestState.CHECKING


def test_nothing_ticked_and_a_late_contact_ask_for_a_reason(world):
    request_id = case_of(world)
    with pytest.raises(ReasonNeeded) as asked:
        triaged(world.admin, request_id, ticked=[], next_contact_on=TODAY + 40 * DAY)
    assert {one.code for one in asked.value.problems} == {
        "TRIAGE_NOTHING_TICKED", "NEXT_ACTION_BEYOND_TARGET",
    }  # fmt: skip


def test_an_earlier_triage_stays_with_its_words_when_the_set_moves_on(world):
    request_id = case_of(world)
    triaged(world.admin, request_id)
    base = question_sets.in_use(world.lead)
    factors = [
        replace(one, text="Says no, over and over") if one.id == "p_objects" else one
        for one in base.factors
    ]
    made = question_sets.save_version(
        world.lead, base, title=base.title, note="Tighter", factors=factors
    ).value
    assert (made.id, made.version) == ("adass-2014", 2)
    assert question_sets.in_use(world.lead).version == 1
    question_sets.use(world.lead, made.id, made.version)
    triaged(world.admin, request_id)
    both = [one for one in world.case(request_id).records if one.kind is RecordKind.TRIAGE]
    told = [(one.facts.set_version, one.facts.answers[0].text) for one in both]
    assert told == [(1, "The person objects, in words or actions"), (2, "Says no, over and over")]
    assert len(question_sets.all_sets(world.lead)) == 3


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "SET_TITLE_NEEDED"),
        ({"note": ""}, "SET_NOTE_NEEDED"),
        ({"factors": [Factor("", "high", " ")]}, "FACTOR_WORDS_NEEDED"),
        ({"factors": [Factor("", "high", "Only this")]}, "SET_LACKS_BAND"),
    ],
)
def test_a_version_that_would_order_nothing_is_refused(world, change, code):
    base = question_sets.bundled()[0]
    given = {"title": "Ours", "note": "Why", "factors": base.factors, **change}
    with refused(world, code, Refused):
        question_sets.save_version(world.lead, base, **given)


def test_the_screen_never_orders_the_list_and_never_ends_a_request(world):
    first = case_of(world, 3, "First")
    second = case_of(world, 2, "Second")
    triaged(world.admin, first, screen=AgniScreen.UNLIKELY)
    triaged(world.admin, second, screen=AgniScreen.LIKELY)
    rows = waiting_list.page(world.admin).rows
    assert [row.request_id for row in rows] == [first, second]
    assert world.case(first).request.is_open


def test_a_triage_entered_in_error_lets_the_one_before_count_and_the_last_one_stays(world):
    request_id = case_of(world)
    triaged(world.admin, request_id, Priority.LOW)
    triaged(world.admin, request_id, Priority.HIGH)
    newest = triage.newest(world.case(request_id))
    authorities.enter_in_error(world.admin, request_id, newest.id, why="Another person")
    assert world.case(request_id).request.priority is Priority.LOW
    left = triage.newest(world.case(request_id))
    with refused(world, "TRIAGE_LAST", ProblemsFound):
        authorities.enter_in_error(world.admin, request_id, left.id, why="Again")


def test_every_fact_of_a_triage_is_told_in_plain_words(world):
    request_id = case_of(world)
    triaged(world.admin, request_id)
    told = dict(record_lines.facts_of(triage.newest(world.case(request_id))))
    assert told["Answers behind the band"] == "High: The person objects, in words or actions"
    assert told["Question set"] == "ADASS 2014 pattern"


# Contact


def test_contact_is_a_record_with_a_next_day_and_the_list_follows(world):
    request_id = case_of(world)
    triaged(world.admin, request_id)
    contacts.log(world.admin, request_id, a_contact(next_action_on=TODAY + 2 * DAY))
    [row] = waiting_list.page(world.admin).rows
    assert (row.contacted_on, row.next_contact_on) == (TODAY, TODAY + 2 * DAY)
    [done] = waiting_list.contacts(world.admin)
    assert (done.request_id, done.facts.what) == (request_id, "Nothing has changed.")
    world.desk.clock.move(days=2)
    assert waiting_list.page(world.admin, Show.CONTACT).total == 1
    assert waiting_list.page(world.admin, Show.CONTACT_ERROR).total == 0  # due today
    world.desk.clock.move(days=1)
    assert waiting_list.page(world.admin, Show.CONTACT_ERROR).total == 1


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"who": " "}, "CONTACT_WHO_NEEDED"),
        ({"what": ""}, "CONTACT_SUMMARY_NEEDED"),
        ({"on": TODAY + DAY}, "EVENT_IN_FUTURE"),
        ({"next_action_on": None}, "NEXT_ACTION_NEEDED"),
        ({"next_action_on": TODAY}, "NEXT_ACTION_NEEDED"),
    ],
)
def test_a_contact_that_lacks_something_is_refused(world, values, code):
    request_id = case_of(world)
    triaged(world.admin, request_id)
    with refused(world, code, ProblemsFound):
        contacts.log(world.admin, request_id, a_contact(**values))


def test_a_contact_later_than_the_target_needs_a_reason(world):
    request_id = case_of(world)
    triaged(world.admin, request_id)
    late = a_contact(next_action_on=TODAY + 8 * DAY)
    with pytest.raises(ReasonNeeded):
        contacts.log(world.admin, request_id, late)
    contacts.log(world.admin, request_id, late, because="The manager is away")


def test_news_that_changes_the_picture_asks_for_a_triage_at_once(world):
    request_id = case_of(world)
    triaged(world.admin, request_id, Priority.LOW)
    assert waiting_list.page(world.admin, Show.RETRIAGE).total == 0
    world.desk.clock.move(minutes=1)
    news = a_contact(kind=ContactKind.MA_UPDATE_RECEIVED, needs_triage=True)
    contacts.log(world.admin, request_id, news)
    assert waiting_list.page(world.admin, Show.RETRIAGE).total == 1
    assert triage.recheck_on(world.case(request_id), world.admin) == TODAY
    world.desk.clock.move(minutes=1)
    triaged(world.admin, request_id, Priority.HIGH)
    assert waiting_list.page(world.admin, Show.RETRIAGE).total == 0


@pytest.mark.parametrize(
    ("band", "days"), [(Priority.HIGH, 14), (Priority.MEDIUM, 42), (Priority.LOW, 84)]
)
def test_a_band_is_triaged_again_by_its_target(world, band, days):
    request_id = case_of(world)
    triaged(world.admin, request_id, band)
    assert triage.recheck_on(world.case(request_id), world.admin) == TODAY + days * DAY
    world.desk.clock.move(days=days - 1)
    assert waiting_list.page(world.admin, Show.RETRIAGE).total == 0
    world.desk.clock.move(days=1)
    assert waiting_list.page(world.admin, Show.RETRIAGE).total == 1


# The list, its order and the way off it


def test_the_order_is_band_then_gap_then_due_then_receipt_with_the_breach_beside_it(world):
    low = case_of(world, 40, "Low")
    no_gap = case_of(world, 30, "Later", arrangements_from=None)
    gap = case_of(world, 9, "Gap", urgent=True)
    older = case_of(world, 35, "Older", arrangements_from=None)
    for request_id, band in (
        (low, Priority.LOW), (no_gap, Priority.HIGH), (gap, Priority.HIGH), (older, Priority.HIGH),
    ):  # fmt: skip
        triaged(world.admin, request_id, band)
    rows = waiting_list.page(world.admin).rows
    assert [row.request_id for row in rows] == [gap, older, no_gap, low]
    assert [row.place for row in rows] == [1, 2, 3, 1]
    assert all(row.due_on < TODAY for row in rows)
    shown = waiting_list.page(world.admin, Show.HIGH, limit=2)
    assert ([row.place for row in shown.rows], shown.total, shown.next_after) == ([1, 2], 3, 2)
    rest = waiting_list.page(world.admin, Show.HIGH, after=2, limit=2)
    assert [row.place for row in rest.rows] == [3]


def test_every_band_has_a_route_and_low_never_means_never(world):
    old = case_of(world, 90, "Old")
    triaged(world.admin, old, Priority.LOW)
    for number in range(3):
        triaged(world.admin, case_of(world, 5, f"Low{number}", urgent=True), Priority.LOW)
        triaged(world.admin, case_of(world, 6, f"High{number}"), Priority.HIGH)
    called = waiting_list.next_to_assess(world.admin)
    [low] = [one for one in called if one.called.band is Priority.LOW]
    assert low.line.request_id == old
    assert "Waits longest" in low.why
    standing = waiting_list.standing(world.admin)
    assert [one.quota for one in standing.bands] == [6, 3, 1]
    assert "4 weeks" in standing.bands[2].route
    world.allocated(old)
    assert waiting_list.standing(world.admin).bands[2].taken == 1
    assert not [
        one for one in waiting_list.next_to_assess(world.admin)
        if one.called.band is Priority.LOW
    ]  # fmt: skip


def test_quotas_are_set_together_at_once_and_never_to_nothing(world):
    with refused(world, "QUOTA_OF_ONE", Refused):
        waiting_list.set_quotas(world.lead, {Priority.HIGH: 9, Priority.MEDIUM: 2, Priority.LOW: 0})
    with refused(world, "QUOTA_OF_ONE", Refused):
        upkeep.set_target(world.lead, RuleId.PR_WAITING_QUOTA_LOW, 0)
    waiting_list.set_quotas(world.lead, {Priority.HIGH: 9, Priority.MEDIUM: 2, Priority.LOW: 2})
    assert [one.quota for one in waiting_list.standing(world.lead).bands] == [9, 2, 2]


def test_a_band_that_swallows_the_list_is_said_to(world):
    for number in range(4):
        triaged(world.admin, case_of(world, number, f"High{number}"), Priority.HIGH)
    assert "High holds 100% of the list" in waiting_list.standing(world.admin).warning
    for number in range(2):
        triaged(world.admin, case_of(world, number, f"Low{number}"), Priority.LOW)
    assert waiting_list.standing(world.admin).warning == ""  # 4 of 6 is 67 %
    upkeep.set_target(world.lead, RuleId.PR_WAITING_BAND_SHARE, 60)
    assert "67%" in waiting_list.standing(world.admin).warning


def test_what_is_checked_and_not_triaged_stands_on_the_list_too(world):
    request_id = case_of(world)
    page = waiting_list.page(world.admin, Show.NOT_TRIAGED)
    assert [row.request_id for row in page.rows] == [request_id]


# Late ends (TI9)


def test_a_late_decision_needs_a_reason_and_a_note_and_is_recorded_whole(world):
    from dolsdesk.services import decisions

    request_id = world.submitted(world.assessed(world.allocated(case_of(world, 25))))
    for given, code in (
        ({}, "LATE_REASON_NEEDED"), ({"late_reason": "queue"}, "LATE_NOTE_NEEDED"),
    ):  # fmt: skip
        with refused(world, code, ProblemsFound):
            decisions.grant(world.signatory, request_id, a_grant(TODAY), reason="signed", **given)
    decisions.grant(
        world.signatory, request_id, a_grant(TODAY), reason="signed", late_reason="no_doctor",
        late_note="Two doctors ill.",
    )  # fmt: skip
    found = lateness.breach(world.case(request_id), world.desk.book)
    assert (found.days, found.reason, found.note, found.by) == (
        5, "no_doctor", "Two doctors ill.", "Sig Natory",
    )  # fmt: skip
    assert world.trail("grant")[0].after["days_over"] == 5


def test_a_late_request_does_not_close_without_a_reason_and_a_note_and_is_counted(world):
    late = case_of(world, 25)
    bare = a_closure(ClosedAs.WITHDRAWN, late_reason="", late_note="")
    with refused(world, "LATE_REASON_NEEDED", ProblemsFound):
        closing.close(world.admin, late, bare)
    with refused(world, "LATE_NOTE_NEEDED", ProblemsFound):
        closing.close(world.admin, late, replace(bare, late_reason="queue"))
    closing.close(world.admin, late, a_closure(ClosedAs.WITHDRAWN, late_reason="no_assessor"))
    assert lateness.breach(world.case(late), world.desk.book).days == 5
    in_time = case_of(world, 3, "InTime")
    closing.close(world.admin, in_time, bare)
    report = reports.build(world.lead, "RP01", date(2026, 10, 1), TODAY, TODAY)
    [table] = [one for one in report.sections[0].tables if "without a decision" in one.title]
    assert [cell.text for cell in table.rows[0]][:2] == [
        "No best interests assessor free", "1",
    ]  # fmt: skip
    assert table.rows[-1][1].figure.ids == (late,)
