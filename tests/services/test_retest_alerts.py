"""Alerts AG-A01 to AG-A09: each raised on its day, and gone when what it asks has happened."""

from datetime import date, timedelta

from dolsdesk.domain.dols.campaigns import Cohort, NextAction, TriageView
from dolsdesk.domain.dols.legal_test import Consent, Finding, Objective
from dolsdesk.domain.dols.objections import CourtKind
from dolsdesk.domain.dols.recorded_findings import Subject
from dolsdesk.services import (
    alerts,
    assessed_findings,
    assessments,
    campaign_cases,
    court,
    objections,
    recorded_findings,
)
from dolsdesk.store.reads import findings
from tests.services.retest import (
    CARED_FOR,
    a_campaign,
    a_formal,
    an_old_case,
    decided,
    no_deprivation,
    sent,
    some_answers,
    somebody,
)
from tests.services.rights import an_objection, proceedings
from tests.support.desk import TODAY, a_person

DAY = timedelta(days=1)


def raised(world) -> dict[str, list]:
    found: dict[str, list] = {}
    for one in alerts.raised(world.admin):
        found.setdefault(one.alert.value, []).append(one)
    return found


def test_a_late_request_with_no_decision_under_the_test_in_force_is_an_alert(world):
    case = somebody(world, "One")
    [one] = raised(world)["A01"]
    assert (one.request_id, one.colour) == (case, "red")


def test_a_questionnaire_not_back_on_its_day_is_an_alert(world):
    somebody(world, "One")
    sent(world, a_campaign(world))
    world.desk.clock.move(days=13)
    assert "A04" not in raised(world)
    world.desk.clock.move(days=1)
    assert len(raised(world)["A04"]) == 1


def test_an_authorisation_on_the_earlier_test_that_ends_soon_is_an_alert(world):
    an_old_case(world)
    assert "A05" not in raised(world)  # it ends on 31 January 2027
    world.desk.clock.move(days=12)
    assert "A05" not in raised(world)
    world.desk.clock.move(days=1)
    assert [one.on for one in raised(world)["A05"]] == [date(2027, 1, 31)]


def test_a_finding_of_none_raises_what_it_owes(world):
    case = world.allocated(somebody(world, "Two"))
    decided(world, case, a_formal(look_again_on=date(2026, 12, 10)))
    found = raised(world)
    assert found["A02"][0].colour == "amber"
    assert "A09" not in found  # the care review is set
    recorded_findings.note_withdrawal(world.admin, case, on=TODAY, how="Asked for her coat")
    [one] = raised(world)["A03"]
    assert (one.colour, one.on) == ("red", date(2026, 11, 25))
    world.desk.clock.move(days=18)
    assert raised(world)["A02"][0].colour == "red"


def test_uncertain_for_too_long_is_an_alert(world):
    case = world.allocated(somebody(world, "One"))
    decided(world, case, a_formal(
        objective=Objective.UNSURE, consent=Consent.SERIOUS_DOUBT, finding=Finding.UNCERTAIN,
        basis=frozenset(), look_again_on=TODAY + timedelta(days=28)))  # fmt: skip
    world.desk.clock.move(days=28)
    assert "A06" not in raised(world)
    world.desk.clock.move(days=1)
    assert "A06" in raised(world)


def test_an_objection_on_record_after_a_finding_of_none_is_an_alert(world):
    case = world.allocated(somebody(world, "One"))
    decided(world, case)
    world.desk.clock.move(days=1)
    on = world.desk.clock.today()
    objections.record(world.admin, case, an_objection(on))
    [one] = raised(world)["A03"]
    assert (one.request_id, one.colour, one.on) == (case, "red", date(2026, 11, 26))


def challenged(world) -> int:
    """Return a case found not deprived while a challenge is before the court."""
    case = world.allocated(somebody(world, "One"))
    court.begin(world.admin, case, proceedings(kind=CourtKind.S21A_STANDARD))
    decided(world, case, a_formal(legal_consulted="L. Egal, 23 November 2026"))
    return case


def test_no_deprivation_while_a_challenge_is_live_asks_for_a_legal_task(world):
    case = challenged(world)
    [one] = raised(world)["A07"]
    assert (one.request_id, one.colour) == (case, "red")
    [item] = sent(world, a_campaign(world, Cohort.K7))
    campaign_cases.record_answers(world.admin, item, some_answers(), returned_on=TODAY)
    campaign_cases.triage(world.lead, item, TriageView.UNCLEAR, why="As told")
    assert "A07" in raised(world)
    campaign_cases.route(world.lead, item, NextAction.LEGAL_REFERRAL, why="Tell the court",
                         owner="L. Egal", due_on=TODAY)  # fmt: skip
    assert "A07" not in raised(world)


def test_a_challenge_that_is_over_asks_for_no_legal_task(world):
    case = challenged(world)
    [record] = court.live_ones(world.case(case))
    court.close(world.admin, case, record.id, on=TODAY)
    assert "A07" not in raised(world)


def test_a_finding_of_deprivation_or_a_welfare_case_asks_for_no_legal_task(world):
    deprived = world.allocated(somebody(world, "One"))
    court.begin(world.admin, deprived, proceedings())
    advised = {"legal_consulted": "L. Egal, 23 November 2026"}
    decided(world, deprived, a_formal(
        objective=Objective.MET, consent=Consent.OBJECTS, finding=Finding.DOL, basis=frozenset(),
        look_again_on=None, **advised))  # fmt: skip
    other = world.allocated(somebody(world, "Two"))
    court.begin(world.admin, other, proceedings(kind=CourtKind.S16_WELFARE))
    decided(world, other, a_formal(**advised))
    assert "A07" not in raised(world)


def many_at_one_home(world, count: int) -> list[int]:
    """Return so many cases found not deprived today at the same home."""
    made = []
    for number in range(count):
        case = world.allocated(somebody(world, f"Person {number}"))
        decided(world, case, a_formal(reasons=f"{number} " + a_formal().reasons))
        made.append(case)
    return made


def test_more_than_ten_findings_of_none_at_one_home_ask_for_a_sample_check(world):
    found = many_at_one_home(world, 10)
    assert "A08" not in raised(world)
    found += many_at_one_home(world, 1)
    [one] = raised(world)["A08"]
    assert (one.colour, one.place_name) == ("info", "Rosewood House")
    assert set(one.ids) == set(found)
    world.desk.clock.move(days=27)
    assert "A08" in raised(world)
    world.desk.clock.move(days=1)  # the window of 28 days has moved past them
    assert "A08" not in raised(world)


def test_no_care_review_booked_is_an_alert_until_it_is(world):
    case = world.allocated(somebody(world, "One"))
    assessments.record(world.admin, case, no_deprivation(TODAY), reason="no doctor yet")
    [one] = raised(world)["A09"]
    assert (one.request_id, one.colour) == (case, "amber")
    recorded_findings.set_aftercare(world.admin, case, CARED_FOR)
    assert "A09" not in raised(world)


def test_one_case_is_told_the_same_as_the_whole_list(world):
    case = challenged(world)
    whole = {(one.alert, one.on) for one in alerts.raised(world.admin) if one.request_id == case}
    assert {(one.alert, one.on) for one in alerts.raised(world.admin, case)} == whole
    assert whole


def test_what_stands_is_the_same_however_it_is_read(world):
    """The quick reading that alerts rest on agrees with reading every finding whole."""
    old = an_old_case(world)  # an assessment from before records were kept
    decided(world, old, subject=Subject.AUTHORISATION)
    kept = world.allocated(somebody(world, "Kept"))
    assessments.record(world.admin, kept, no_deprivation(TODAY), reason="no doctor yet")
    void = world.allocated(somebody(world, "Void"))
    number = decided(world, void)
    recorded_findings.void(world.lead, void, number, why="Another person's")
    an_old_case(world, on=date(2026, 3, 1), person=a_person(family_name="Untouched"))
    looked_back = an_old_case(world, on=date(2026, 4, 1), person=a_person(family_name="Taken"))
    assessed_findings.migrate(world.admin, [looked_back])
    with world.desk.store.reading() as session:
        whole = findings.latest(findings.every(session)).values()
        for outcomes in ({"dol"}, {"not_dol"}, {"not_dol", "uncertain", "dol"}):
            quick = findings.standing(session, outcomes)
            assert set(quick) == {one for one in whole if one.outcome in outcomes}
            assert quick


def test_a_finding_of_one_person_is_read_without_anybody_else(world):
    first = world.allocated(somebody(world, "First"))
    decided(world, first)
    second = world.allocated(somebody(world, "Second"))
    decided(world, second, a_formal(reasons="Another account of it. " + a_formal().reasons))
    person = world.case(first).person_id
    with world.desk.store.reading() as session:
        [one] = findings.standing(session, {"not_dol"}, person_id=person)
    assert one.request_id == first
