"""The demonstration council: lawful, whole, repeatable, and as it is described."""

import hashlib
import io
import itertools
import json
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from time import sleep

import pytest
from pypdf import PdfReader

from dolsdesk import config
from dolsdesk.clock import SystemClock, london_date
from dolsdesk.domain import fees, nhs_number
from dolsdesk.domain.bulk import BulkAct
from dolsdesk.domain.counting import last_day_of_months
from dolsdesk.domain.dols import holdings, legal_test, life, timescales
from dolsdesk.domain.dols.assessments import Method, Result
from dolsdesk.domain.dols.assessors import Assessor, Profession, eligibility_problems
from dolsdesk.domain.dols.campaigns import Cohort
from dolsdesk.domain.dols.case import Case, facts_of
from dolsdesk.domain.dols.facts import AssessmentKind, Priority, RequestType
from dolsdesk.domain.dols.life import SaState, UrgentState
from dolsdesk.domain.dols.referrals import ReferralState
from dolsdesk.domain.dols.residence import ResidenceQuestion, ResidenceState
from dolsdesk.domain.dols.returns import ReturnState, ReturnStep
from dolsdesk.domain.dols.reviews import Review, ReviewState
from dolsdesk.domain.dols.screening import MaView
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.dols.triage import Triage
from dolsdesk.domain.dols.visits import VisitState
from dolsdesk.domain.dols.waiting import WaitingContact
from dolsdesk.domain.fee_orders import FeeAct, FeeState
from dolsdesk.domain.fees import FeeKind
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Role
from dolsdesk.errors import AlreadyExists, FileUnreadable, Refused
from dolsdesk.services import (
    allocation,
    allocation_batch,
    allocation_plan,
    campaign_cases,
    campaigns,
    cases,
    duplicates,
    enquiries,
    expiries,
    fee_lists,
    handovers,
    opening,
    paperwork,
    question_sets,
    referrals,
    register,
    requests,
    returns,
    rework,
    waiting_list,
    worklist,
)
from dolsdesk.services.context import Context
from dolsdesk.services.demo import maker
from dolsdesk.services.demo.plans import RSET, SIZES
from dolsdesk.services.fee_lists import FeeShow
from dolsdesk.services.projection import project
from dolsdesk.services.waiting_list import Show
from dolsdesk.services.worklist import Bucket
from dolsdesk.store import audit, schema
from dolsdesk.store.repos import assessors, batches, documents, staff
from dolsdesk.store.repos import cases as case_repo
from tests.support.desk import TODAY, new_request
from tests.support.processes import HOME

SMALL = SIZES["small"]
#: The same council with the papers of the last days only, which takes a quarter of the time.
BRIEF = replace(SMALL, paper_days=3)
_K, _S = AssessmentKind, RequestState


def opened(profile: Path) -> tuple:
    desk = opening.open_profile(profile, SystemClock())
    return desk, desk.context(opening.actor(desk, config.load(profile).staff_id))


def rows(path: Path, query: str) -> list:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def ctx(demo_profile: Path) -> Iterator[Context]:
    desk, opened_ctx = opened(demo_profile)
    yield opened_ctx
    desk.close()


@pytest.fixture(scope="module")
def all_cases(ctx: Context) -> list[Case]:
    with ctx.reading() as session:
        ids = [row[0] for row in session.connection().exec_driver_sql("SELECT id FROM request")]
        return [case_repo.load(session, request_id) for request_id in ids]


# What is there


def test_it_opens_as_a_demonstration_with_an_administrator_at_the_desk(demo_profile, ctx):
    settings = config.load(demo_profile)
    assert settings.is_demonstration
    assert settings.demonstration_as_at == TODAY.isoformat()
    assert ctx.today == TODAY
    assert Role.ADMINISTRATOR in ctx.actor.roles


def test_there_are_300_requests_in_every_state(all_cases):
    assert len(all_cases) == 300
    assert {case.request.state for case in all_cases} == set(RequestState)
    first = TODAY - timedelta(days=366)
    assert all(first <= case.request.received_on < TODAY for case in all_cases)


def test_the_register_has_rates_and_hours_and_the_council_its_own_figures(ctx, all_cases):
    lines = {line.name: line for line in register.assessor_lines(ctx)}
    doctor = register.rates(ctx, lines["Dr Tunde Balcombe"].id)
    assert fees.pounds(fees.in_force(doctor, FeeKind.MH_ASSESSMENT, ctx.today).pence) == "£182.00"
    last_year = date(2026, 3, 31)
    assert fees.in_force(doctor, FeeKind.MH_ASSESSMENT, last_year).pence == 17500
    assert fees.in_force(doctor, FeeKind.BIA_INDEPENDENT, ctx.today) is None
    assert register.rates(ctx, lines["Sanjay Mirpuri"].id) == ()  # employed, and paid by the month
    assert lines["Amira Doleman"].week_minutes == 15 * 60
    waiting = next(case for case in all_cases if case.request.state is RequestState.WAITING)
    weeks = [one.week for one in allocation.candidates(ctx, waiting.request.id, (_K.BI,))]
    assert any(week.left is not None for week in weeks)
    assert any(week.left is None for week in weeks)


def test_the_books_hold_every_state_of_a_fee(ctx):
    lines = {
        line.order.id: line
        for back in range(14)
        for line in fee_lists.every(ctx, FeeShow.ORDERED, TODAY - timedelta(days=30 * back))
    }
    found = list(lines.values())
    assert {line.state for line in found} >= set(FeeState) - {FeeState.CANCELLED}
    assert any(line.order.differs for line in found)
    entries = [one for line in found for one in line.order.entries]
    assert {FeeAct.CLAIMED, FeeAct.REJECTED, FeeAct.RELEASED, FeeAct.VOIDED} <= {
        one.act for one in entries
    }
    for line in found:
        release = line.order.release
        if release is not None:
            assert line.form_in_on is not None
            assert line.form_in_on <= release.on
    numbers = [
        (line.order.assessor_id, line.order.claim.invoice_no) for line in found if line.order.claim
    ]
    assert len(numbers) == len(set(numbers))


def test_some_assessments_were_sent_back_once_some_twice_and_one_is_out(all_cases):
    held = [rework.held(case) for case in all_cases]
    counts = Counter(
        (n, one.facts.kind)
        for n, found in enumerate(held) for one in found
    )  # fmt: skip
    assert {1, 2} <= set(counts.values())
    assert any(rework.out(case) for case in all_cases)
    assert all(one.facts.note and one.facts.due_on for found in held for one in found)


def test_the_authority_of_one_signatory_ends_soon(ctx):
    [until] = register.signing_ends(ctx).values()
    assert until > TODAY


def test_the_worklist_is_what_a_good_council_would_have(ctx):
    counts = worklist.counts(ctx)
    within = {
        Bucket.OPEN: (45, 60),
        Bucket.OVERDUE: (20, 30),
        Bucket.DUE_TODAY: (2, 4),
        Bucket.NO_AUTHORITY: (7, 16),
        Bucket.WAITING: (20, 32),
        Bucket.WITH_ASSESSORS: (14, 24),
        Bucket.WITH_SIGNATORY: (7, 12),
        Bucket.COPIES: (2, 12),
        Bucket.EXPIRING: (6, 16),
        Bucket.EXPIRED: (2, 4),
        Bucket.CONTACT_DUE: (2, 8),
    }
    outside = {b: counts[b] for b, (low, high) in within.items() if not low <= counts[b] <= high}
    assert not outside


def test_most_decisions_are_in_time_and_some_are_not(all_cases):
    decided = [c.authorisation or c.refusal for c in all_cases]
    late = [bool(one.late_reason) for one in decided if one is not None]
    assert 0.2 < sum(late) / len(late) < 0.5


def test_requests_come_and_decisions_are_made_all_the_year(all_cases):
    came = Counter(_months_ago(case.request.received_on) for case in all_cases)
    assert set(came) == set(range(12))
    assert 17 <= min(came.values()) <= max(came.values()) <= 40
    decided = Counter(_months_ago(_decided_on(case)) for case in all_cases if _decided_on(case))
    assert min(decided[ago] for ago in range(11)) >= 9
    assert max(filter(None, map(_decided_on, all_cases))) >= TODAY - timedelta(days=4)


def test_decisions_take_about_as_long_as_in_a_good_council(all_cases):
    took = sorted(
        (_decided_on(case) - case.request.received_on).days
        for case in all_cases
        if _decided_on(case)
    )
    assert 12 <= statistics.median(took) <= 20
    assert 30 <= took[len(took) * 9 // 10] <= 60
    waited = [(TODAY - case.request.received_on).days for case in all_cases if case.request.is_open]
    assert 14 <= statistics.median(waited) <= 30
    assert 180 < max(waited) < 365


def test_urgents_settings_and_ages_are_those_of_england(all_cases):
    urgent = sum(case.request.urgent_given for case in all_cases)
    in_hospital = sum(case.place.kind.value == "hospital" for case in all_cases)
    assert 0.42 < urgent / len(all_cases) < 0.66
    assert 0.1 < in_hospital / len(all_cases) < 0.32
    ages = [case.person.age(case.request.received_on) for case in all_cases]
    assert min(ages) >= 18
    assert sum(age >= 65 for age in ages) > len(ages) / 2
    assert max(ages) <= 100


def test_one_request_came_on_the_last_saturday_at_23_40(all_cases):
    [late] = [case for case in all_cases if case.request.received_time == time(23, 40)]
    assert late.request.received_on == date(2026, 11, 21)
    assert late.request.channel.value == "email"
    assert late.request.urgent_given


def test_extensions_were_asked_for_granted_and_refused(all_cases):
    answers = Counter(case.extension.is_granted for case in all_cases if case.extension)
    assert answers[None] == 1
    assert answers[False] >= 1
    assert answers[True] >= 5


def test_every_kind_of_refusal_and_closure_is_there(all_cases):
    refused = [case for case in all_cases if case.refusal]
    grounds = Counter(kind for case in refused for kind in case.refusal.grounds)
    assert set(grounds) == {_K.BI, _K.MC, _K.ELIG, _K.NR}
    assert any(case.refusal.is_no_deprivation for case in refused)
    unauthorised = [case for case in refused if case.refusal.says_unauthorised]
    assert unauthorised
    for case in unauthorised:
        told = [line for line in case.copies if line.event == "not_granted"]
        assert all("statement_136" in line.papers for line in told)
    ends = Counter(case.request.state for case in all_cases)
    assert min(ends[s] for s in (_S.WITHDRAWN, _S.NO_LONGER_NEEDED, _S.TRANSFERRED)) >= 2


def test_further_requests_follow_with_and_without_a_gap(ctx, all_cases):
    further = [case for case in all_cases if case.request.type is RequestType.FOLLOW_ON]
    gaps = set()
    for case in further:
        answer = timescales.work_out(facts_of(case), as_at=TODAY, book=ctx.book)
        gaps.add(bool(answer.number("gap_dates")) if case.authorisation else None)
    assert gaps == {True, False, None}
    assert any(a.method is Method.EQUIVALENT for case in further for a in case.assessments.values())


def test_the_machines_of_the_law_stand_in_every_state(ctx):
    """dols.md 4.1 to 4.5; what became of somebody is on record with its day and its paper."""
    with ctx.reading() as session:
        ids = [r[0] for r in session.connection().exec_driver_sql("SELECT id FROM request")]
    views = [cases.open_case(ctx, request_id) for request_id in ids]
    assert {view.case.request.state for view in views} == set(RequestState)
    assert {view.urgent_state for view in views} == {None, *UrgentState}
    assert {view.sa_state for view in views} == {None, *SaState}
    reviews = [
        one.facts.state
        for view in views
        for one in holdings.of(view.case.records, RecordKind.REVIEW, Review)
    ]
    assert set(reviews) == set(ReviewState)
    reports = [
        line.record.facts.state
        for is_open in (True, False)
        for line in referrals.listed(ctx, is_open=is_open)
    ]
    assert set(reports) == set(ReferralState)
    questions = [
        one.facts.state
        for view in views
        for one in holdings.of(view.case.records, RecordKind.RESIDENCE, ResidenceQuestion)
    ]
    assert set(questions) == set(ResidenceState)


def test_a_home_asked_a_home_changed_hands_and_a_day_was_put_right(ctx, all_cases):
    asked = enquiries.listed(ctx)
    assert {line.record.facts.ma_view for line in asked} == set(MaView)
    assert any(line.since for line in asked)
    assert any(line.flags for line in asked)
    told = [one for one in all_cases if "ma_changed" in {event.kind for event in one.events}]
    assert told
    [changed] = {one.place.id for one in told}
    assert len(handovers.of_place(ctx, changed).changes) == 1
    assert any(event.corrects_id for one in all_cases for event in one.events)
    assert any(one.place.concern for one in all_cases)


def test_names_of_many_kinds_and_two_near_namesakes(all_cases):
    names = {case.person.full_name for case in all_cases if case.request.is_open}
    assert {
        "Bridget O'Neill", "Stanisław Łuczak", "Mair Ŵynn", "Sukarti", "Winifred Ashworth-Blunt",
        "Eleni Papadimitriou", "Lyudmyla Zabolotna", "Margaret Joan Hollis",
        "Margery Jean Hollis",
    } <= names  # fmt: skip


def test_numbers_are_of_the_kinds_kept_for_inventions(demo_profile):
    path = demo_profile / "dolsdesk.db"
    numbers = [n for (n,) in rows(path, "SELECT nhs_number FROM person") if n]
    assert len(numbers) > 250
    assert all(n.startswith("999") and nhs_number.is_valid(n) for n in numbers)
    phones = {p for (p,) in rows(path, "SELECT phone FROM contact UNION SELECT phone FROM place")}
    phones |= {p for (p,) in rows(path, "SELECT contact_phone FROM request")}
    assert all(re.fullmatch(r"01632 ?960\d{3}|07700 900\d{3}", p) for p in phones if p)
    postcodes = rows(path, "SELECT postcode FROM person UNION SELECT postcode FROM place")
    assert all(code.startswith("NX") for (code,) in postcodes)


def test_no_sentence_has_a_gap_in_it(demo_profile):
    connection = sqlite3.connect(demo_profile / "dolsdesk.db")
    told = "\n".join(line for line in connection.iterdump() if "INSERT INTO" in line)
    connection.close()
    assert not re.search(
        r"\{(they|them|their|theirs|name|home|kin|ward|born|themself)\}", told, re.IGNORECASE
    )
    assert "None." not in told.replace("None that", "").replace("None now", "")


def test_some_assessors_may_not_be_chosen_and_the_picker_says_why(ctx, all_cases):
    [waiting] = [c for c in all_cases if c.person.full_name == "Bridget O'Neill"]
    listed = allocation.candidates(ctx, waiting.request.id, (_K.BI,))
    why = {one.name: {problem.code for problem in one.problems} for one in listed}
    assert "ASSESSOR_TRAINING_LAPSED" in why["Leila Farrokhi"]
    assert "ASSESSOR_SUSPENDED" in why["Graham Pettifer"]
    assert "ASSESSOR_ON_LEAVE" in why["Yvonne Castleton"]
    assert "ASSESSOR_RELATIVE" in why["Ivor Quayle"]
    [insured] = [a for a in _assessors(ctx) if a.name == "Martin Sallow"]
    assert TODAY < insured.insured_until < TODAY + timedelta(days=30)
    assert sum(one.may_act for one in listed) >= 8


def test_a_signatory_who_assessed_a_case_cannot_decide_it(ctx, all_cases):
    member = next(one for one in _members(ctx) if one.assessor_id and Role.SIGNATORY in one.roles)
    own = [
        case
        for case in all_cases
        if case.request.state is _S.WITH_SIGNATORY
        and any(a.assessor_id == member.assessor_id for a in case.assessments.values())
    ]
    assert own
    view = cases.open_case(ctx.as_actor(member), own[0].request.id)
    assert [problem.code for problem in view.cannot_decide] == ["SIGNATORY_CONFLICT"]


def test_every_decision_has_its_paper_and_every_paper_opens(ctx, all_cases):
    """The bytes are checked against the hash taken when they were issued."""
    papers = Counter()
    for case in all_cases:
        for paper in cases.open_case(ctx, case.request.id).papers:
            content = cases.content(ctx, paper.id)
            assert content.startswith(b"%PDF")
            expected = _decided_on(case) if paper.code in {"F5", "F6"} else TODAY
            assert london_date(paper.issued_at) == expected
            papers[paper.code] += 1
    assert papers["F5"] == sum(case.authorisation is not None for case in all_cases)
    assert (papers["L02"], papers["L02F"]) == (3, 1)
    assert papers["F6"] == sum(case.refusal is not None for case in all_cases)


def test_returns_differ_where_somebody_chose_and_where_nobody_has_yet(ctx):
    views = [
        campaign_cases.detail(ctx, item.id)
        for one in campaigns.listed(ctx)
        for item in campaign_cases.items(ctx, one.campaign.id)
        if item.returned_on
    ]
    twice = [one for one in views if len(one.returns) > 1]
    assert sorted(one.needs_choice for one in twice) == [False, True]
    assert all(one.differences for one in twice)
    [chosen] = [one for one in twice if not one.needs_choice]
    assert [bool(one.chosen_by) for one in chosen.returns] == [False, True]


def test_the_court_holds_cases_at_every_stage(ctx):
    """Prepared, issued, over; and the cohorts of a re-screening that are to hold them."""
    for cohort in (Cohort.K4, Cohort.K6, Cohort.K7):
        found = campaigns.preview(ctx, cohort)
        assert found.total + found.elsewhere, cohort


def test_a_paper_tells_of_its_own_case(demo_profile, all_cases, tmp_path):
    shutil.copytree(demo_profile, tmp_path / "demo")
    desk, ctx = opened(tmp_path / "demo")
    for case in (next(c for c in all_cases if c.authorisation),
                 next(c for c in all_cases if c.refusal)):  # fmt: skip
        copy = paperwork.copy_of(ctx, "F5" if case.authorisation else "F6", case.request.ref)
        assert not copy.is_draft
        told = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(copy.content)).pages)
        assert case.request.ref in told
        assert case.person.family_name in told
    desk.close()


# Whole and lawful


def test_every_list_is_what_the_services_would_make_of_the_facts(demo_profile, tmp_path):
    profile = tmp_path / "demo"
    shutil.copytree(demo_profile, profile)
    before = _projected(profile / "dolsdesk.db")
    desk, ctx = opened(profile)
    with ctx.keeping_house() as write:
        ids = [r[0] for r in write.session.connection().exec_driver_sql("SELECT id FROM request")]
        for request_id in ids:
            project(write.session, request_id, as_at=ctx.today, book=ctx.book)
    desk.close()
    assert _projected(profile / "dolsdesk.db") == before


def test_the_trail_is_whole_and_in_the_order_of_time(ctx, demo_profile):
    with ctx.reading() as session:
        assert audit.check(session) is None
    backwards = """
        SELECT count(*) FROM (SELECT at, lag(at) OVER (ORDER BY seq) AS before FROM audit_entry)
        WHERE before > at
    """
    assert rows(demo_profile / "dolsdesk.db", backwards) == [(0,)]


def test_nothing_is_recorded_after_the_morning_it_stands_at(demo_profile):
    path = demo_profile / "dolsdesk.db"
    for table, column in (("audit_entry", "at"), ("case_event", "recorded_at")):
        [(last,)] = rows(path, f"SELECT max({column}) FROM {table}")
        assert last < "2026-11-23 09:00"


def test_the_file_is_sound(ctx):
    schema.check(ctx.store.engine)


def test_positive_requirements_stand_behind_every_authorisation(all_cases):
    """I1, I2, I12."""
    for case in all_cases:
        if case.authorisation:
            assert set(case.assessments) == set(AssessmentKind)
            assert all(done.is_good for done in case.assessments.values())
        if any(done.result is Result.NEGATIVE for done in case.assessments.values()):
            assert case.request.state in {_S.NEGATIVE, _S.NOT_GRANTED}
            assert case.authorisation is None


def test_assessors_were_eligible_and_free_of_conflicts_when_selected(ctx, all_cases, demo_profile):
    """I3."""
    for case in all_cases:
        running = case.active_allocations
        if {_K.MH, _K.BI} <= set(running):
            assert running[_K.MH].assessor_id != running[_K.BI].assessor_id
        assert not any(any(a.declarations.values()) for a in case.allocations)
        if case.place.is_run_by_council and _K.BI in running:
            employed = {a.id: a.is_employed_by_council for a in _assessors(ctx)}
            assert not employed[running[_K.BI].assessor_id]
    snapshots = rows(
        demo_profile / "dolsdesk.db", "SELECT kind, selected_on, eligibility FROM allocation"
    )
    assert len(snapshots) > 900
    for kind, on, snapshot in {tuple(row) for row in snapshots}:
        selected_on = date.fromisoformat(on)
        found = eligibility_problems(
            _assessor(json.loads(snapshot)), AssessmentKind(kind), selected_on, ctx.book
        )
        assert not found


def test_no_authorisation_is_back_dated_too_long_or_for_a_minor(ctx, all_cases):
    """I4, I5, I8, I9, I16."""
    given = [case for case in all_cases if case.authorisation]
    assert len(given) > 120
    for case in given:
        sa = case.authorisation
        longest = case.assessments[_K.BI].best_interests.max_period.last_day(sa.in_force_on)
        assert sa.given_on <= sa.in_force_on
        assert sa.last_day <= min(longest, last_day_of_months(sa.in_force_on, 12))
        assert all(sa.reasons[kind] for kind in AssessmentKind)
        assert sa.purpose
        assert sa.period_reason
        assert sa.eligibility_case is not None
        assert all(sa.scrutiny.values())
        assert case.person.age(sa.in_force_on) >= 18
        assert sa.representative is not None
        answer = timescales.work_out(facts_of(case), as_at=TODAY, book=ctx.book)
        assert not [problem for problem in answer.problems if problem.refuses]


def test_authorisations_of_one_person_in_one_place_never_overlap(all_cases):
    """I6, I7."""
    by_place: dict = {}
    for case in all_cases:
        if case.authorisation:
            by_place.setdefault((case.person_id, case.place.id), []).append(case)
    for chain in by_place.values():
        chain.sort(key=lambda case: case.authorisation.in_force_on)
        for earlier, later in itertools.pairwise(chain):
            starts, ended = later.authorisation.in_force_on, earlier.authorisation.last_day
            assert starts > ended
            assert later.request.existing_sa_last_day == ended
            if later.authorisation.given_on <= ended:
                assert starts == ended + timedelta(days=1)


def test_urgents_and_extensions_keep_within_the_law(ctx, all_cases):
    """I10, I11, I13."""
    for case in all_cases:
        answer = timescales.work_out(facts_of(case), as_at=TODAY, book=ctx.book)
        if case.urgent is None:
            assert answer.date("assessments_due_on") == case.request.received_on + timedelta(
                days=20
            )
            continue
        last = answer.date("extended_urgent_last_day") or answer.date("urgent_last_day")
        assert (last - case.urgent.given_on).days < 14
        assert answer.date("assessments_due_on") == last
        if case.extension and case.extension.is_granted:
            assert 1 <= case.extension.days <= 7
            assert case.extension.decided_on <= answer.date("urgent_last_day")


def test_lapsed_authority_shows_as_a_gap(ctx, all_cases):
    """I14."""
    lapsed = [
        case
        for case in all_cases
        if case.request.is_open and case.urgent and case.urgent.given_on < TODAY - timedelta(14)
    ]
    assert lapsed
    for case in lapsed:
        assert cases.open_case(ctx, case.request.id).spans[-1].gap_dates > 0


def test_conditions_copies_and_priorities_are_as_the_law_has_them(all_cases):
    """I17, I18, I19."""
    waiting = [case for case in all_cases if case.request.state is _S.WAITING]
    assert all(case.request.priority and case.request.priority_reason for case in waiting)
    assert all(case.request.next_contact_on for case in waiting)
    for case in all_cases:
        if case.authorisation or case.refusal:
            assert {"person", "managing_authority"} <= {line.recipient for line in case.copies}
            told = {line.name for line in case.copies}
            best = case.assessments.get(_K.BI)
            if best and best.best_interests:
                assert {one.name for one in best.best_interests.consulted} <= told


def test_many_cases_were_allocated_in_one_act_and_another_act_was_undone(ctx):
    kept, undone = allocation_batch.batches(ctx)
    assert (kept.undone_at, bool(undone.undone_why)) == (None, True)
    assert min(kept.cases, undone.cases) > 0
    proposal = allocation_plan.propose(ctx, (_K.MH, _K.BI))
    given = [line for line in proposal.lines if line.given]
    assert 0 < len(given) < len(proposal.lines)
    assert any(one.slot_ref for one in proposal.loads())
    whys = {mark.why for line in given for one in line.given for mark in one.ranked.marks}
    assert {"RANK_SKILL_SHARED", "RANK_NEAR_AREA", "RANK_LOAD_HOURS", "RANK_LOAD_OPEN"} <= whys
    past = allocation_plan.propose(ctx, (_K.BI,), beyond=9)
    codes = {p.code for line in past.lines for one in line.given for p in one.warnings}
    assert codes & {"ASSESSOR_OVERLOADED", "ASSESSOR_WEEK_FULL", "ASSESSOR_WORKING_TIME"}


def test_reports_are_overdue_due_today_and_to_come_and_one_was_chased_and_one_moved(ctx, all_cases):
    listed = returns.listed(ctx, all_out=True)
    assert {one.state for one in listed} == set(ReturnState)
    assert max(one.chases for one in listed) == 2
    notes = [one for case in all_cases for one in case.records
             if one.kind is RecordKind.RETURN_NOTE]  # fmt: skip
    assert Counter(one.facts.step for one in notes) == {ReturnStep.CHASED: 2, ReturnStep.MOVED: 1}
    names = {case.person.family_name for case in all_cases}
    assert not any(name in one.facts.text for one in notes for name in names)


def test_those_who_wait_were_triaged_with_answers_and_kept_in_contact(ctx, all_cases):
    waiting = [case for case in all_cases if case.request.state is _S.WAITING]
    kinds, suggested = Counter(), Counter()
    for case in waiting:
        triages = holdings.of(case.records, RecordKind.TRIAGE, Triage)
        newest = triages[-1].facts
        assert newest.band is case.request.priority
        assert newest.answers
        assert newest.set_id == "adass-2014"
        assert not newest.differs or newest.differs_because
        suggested[len(triages)] += 1
        for one in holdings.of(case.records, RecordKind.WAITING_CONTACT, WaitingContact):
            kinds[one.facts.kind] += 1
    assert min(suggested[1], suggested[2]) > 0
    assert {"acknowledgement", "call", "holding_letter", "escalation"} <= set(kinds)
    standing = waiting_list.standing(ctx)
    shows = standing.shows
    assert shows[Show.CONTACT] >= shows[Show.CONTACT_ERROR] >= 1
    assert shows[Show.RETRIAGE] >= 1
    assert all(one.held.count for one in standing.bands)
    assert {one.called.band for one in waiting_list.next_to_assess(ctx)} == set(Priority)
    assert len(question_sets.all_sets(ctx)) == 3


def test_acts_on_several_cases_stand_and_one_was_undone(ctx, all_cases, demo_profile):
    acts = rows(demo_profile / "dolsdesk.db", "SELECT act FROM batch WHERE undoes_id IS NULL")
    assert {act for (act,) in acts} == set(BulkAct)
    [(undone,)] = rows(demo_profile / "dolsdesk.db", "SELECT undoes_id FROM batch WHERE undoes_id")
    with ctx.reading() as session:
        assert batches.to_undo(session, undone) == ()
    plans = [
        record
        for case in all_cases
        for record in case.records
        if record.kind is RecordKind.CONTACT_PLAN
    ]
    assert {record.is_void for record in plans} == {True, False}
    letters = [line for line in waiting_list.page(ctx, Show.CONTACT).rows if line.is_letter_due]
    assert len(letters) == 3


def test_assessors_have_visits_to_come_and_one_was_called_off(all_cases):
    states = Counter(
        record.facts.state
        for case in all_cases
        for record in case.records
        if record.kind is RecordKind.VISIT
    )
    assert states[VisitState.PLANNED] > 5
    assert states[VisitState.CALLED_OFF] == 1


def test_one_person_is_on_record_twice_and_is_found(ctx):
    [pair] = duplicates.pairs(ctx)
    assert pair.likeness is duplicates.Likeness.SPELLING


def test_whatever_runs_stands_on_the_expiry_forecast_or_beyond_it(ctx, all_cases):
    found = expiries.forecast(ctx)
    listed = [one.line.request_id for one in found.lines] + list(found.later)
    live = [
        case.request.id
        for case in all_cases
        if case.request.state is _S.GRANTED and not life.cessation(case)
        and (case.replaced_on is None or case.replaced_on > TODAY)
        and (ends := life.ceases_on(case, as_at=TODAY, book=ctx.book)) and ends >= TODAY
    ]  # fmt: skip
    assert sorted(listed) == sorted(live)
    assert found.table.rows[-1][-1].figure.value == len(found.lines)


def test_each_finding_used_the_test_of_its_day_and_fits_its_evidence(ctx, all_cases):
    tests = Counter()
    for case in all_cases:
        best = case.assessments.get(_K.BI)
        if best is None:
            continue
        record = best.best_interests.test
        tests[record.test] += 1
        assert not [p for p in legal_test.problems(record, book=ctx.book) if p.refuses]
        assert (record.test == "CW2014") == (record.decided_on < date(2026, 6, 2))
        if record.test == "AGNI2026":
            assert len(record.situation) > 100
            assert len(record.factors) == 18
    assert min(tests.values()) > 40


# Made anew, elsewhere, in other sizes


def test_the_same_seed_and_day_give_the_same_bytes(demo_profile, tmp_path):
    """In another process, whose dictionaries and sets are in another order."""
    made = _command(
        "demo", "--into", str(tmp_path / "p"), "--seed", "1", "--as-at", TODAY.isoformat(),
        PYTHONHASHSEED="2",
    )  # fmt: skip
    assert json.loads(made.stdout)["requests"] == 300
    assert _hash(tmp_path / "p") == _hash(demo_profile)


def test_another_seed_makes_another_council(tmp_path):
    size = RSET.scaled(0.002)
    hashes = []
    for at, seed in enumerate((7, 7, 8)):
        maker.make(tmp_path / str(at), size, seed=seed, as_at=TODAY)
        hashes.append(_hash(tmp_path / str(at)))
    assert hashes[0] == hashes[1] != hashes[2]


@pytest.mark.parametrize("day", ["2026-06-02", "2026-12-29", "2028-02-29"])
def test_it_can_stand_at_any_day(tmp_path, day):
    made = maker.make(tmp_path / "p", BRIEF, seed=3, as_at=date.fromisoformat(day))
    assert 45 <= made.counts.still_open <= 60
    desk, ctx = opened(tmp_path / "p")
    counts = worklist.counts(ctx)
    with ctx.reading() as session:
        assert audit.check(session) is None
    desk.close()
    assert 18 <= counts[Bucket.OVERDUE] <= 32


def test_the_next_request_carries_on_the_numbers_and_the_trail(demo_profile, tmp_path):
    shutil.copytree(demo_profile, tmp_path / "demo")
    desk, ctx = opened(tmp_path / "demo")
    with ctx.reading() as session:
        place_id = session.connection().exec_driver_sql("SELECT min(id) FROM place").scalar()
    new = new_request(place_id, received_on=date(2026, 11, 22))
    logged = requests.log(ctx, new, reason="as it came").value
    case = cases.open_case(ctx, logged).case
    with ctx.reading() as session:
        assert audit.check(session) is None
    desk.close()
    [(last,)] = rows(demo_profile / "dolsdesk.db", "SELECT max(ref) FROM request")
    assert int(case.request.ref[3:]) == int(last[3:]) + 1


def test_the_reference_data_set_has_exactly_its_sizes(tmp_path):
    size = RSET.scaled(0.005)
    made = maker.make(tmp_path / "p", size, seed=1, as_at=TODAY).counts
    assert (made.requests, made.people, made.still_open) == (200, 100, 30)
    assert (made.documents, made.audits) == (500, 10_000)
    path = tmp_path / "p" / "dolsdesk.db"
    for table, count in (
        ("request", 200), ("person", 100), ("document", 500), ("audit_entry", 10_000),
        ("assessor", 60), ("case_summary", 200), ("search_request", 200), ("search_person", 100),
    ):  # fmt: skip
        assert rows(path, f"SELECT count(*) FROM {table}") == [(count,)], table
    assert rows(path, "SELECT count(*) FROM case_summary WHERE is_open") == [(30,)]
    amhps = """
        SELECT (SELECT count(*) FROM assessor WHERE amhp_until IS NOT NULL)
             + (SELECT count(*) FROM staff WHERE job_title LIKE 'Approved mental health%')
    """
    assert rows(path, amhps) == [(40,)]
    assert _every_year(path, "SELECT received_on FROM request", at_least=12)
    assert _every_year(
        path,
        "SELECT given_on FROM authorisation UNION ALL SELECT date(decided_at) FROM refusal",
        at_least=5,
    )
    before = _projected(path)
    desk, ctx = opened(tmp_path / "p")
    with ctx.reading() as session:
        assert audit.check(session) is None
        [unkept] = session.connection().exec_driver_sql(
            "SELECT min(id) FROM document WHERE id NOT IN (SELECT document_id FROM document_bytes)"
        )
        with pytest.raises(FileUnreadable, match="DOCUMENT_NOT_KEPT"):
            documents.content(session, unkept[0])
    with ctx.keeping_house() as write:
        for request_id in range(1, 201):
            project(write.session, request_id, as_at=ctx.today, book=ctx.book)
    desk.close()
    assert _projected(path) == before


@pytest.mark.postgresql
def test_the_national_size_fills_a_server(server, tmp_path):
    url = server.database()
    size = replace(SIZES["national"].scaled(0.0001), places=90, assessors=30, amhps=10)
    made = maker.make(tmp_path / "p", size, seed=1, as_at=TODAY, database=url).counts
    assert (made.requests, made.people, made.still_open) == (198, 95, 12)
    desk, ctx = opened(tmp_path / "p")
    with ctx.reading() as session:
        assert audit.check(session) is None
        place_id = session.connection().exec_driver_sql("SELECT min(id) FROM place").scalar()
    logged = requests.log(ctx, new_request(place_id, received_on=TODAY), reason="as it came").value
    assert logged == 199
    desk.close()
    with pytest.raises(AlreadyExists, match="STORE_EXISTS"):
        maker.make(tmp_path / "q", size, seed=1, as_at=TODAY, database=url)
    server.drop(url)


def test_it_never_writes_over_a_store(demo_profile):
    before = (demo_profile / "dolsdesk.db").read_bytes()
    with pytest.raises(AlreadyExists, match="STORE_THERE"):
        maker.make(demo_profile, SMALL, seed=2, as_at=TODAY)
    assert (demo_profile / "dolsdesk.db").read_bytes() == before


def test_stopping_it_leaves_nothing(tmp_path):
    told = []

    def tell(done: int, total: int, text: str) -> None:
        told.append((done, total, text))

    with pytest.raises(Refused, match="DEMO_STOPPED"):
        maker.make(
            tmp_path / "p", SMALL, seed=1, as_at=TODAY, progress=tell, stop=lambda: len(told) > 1
        )
    assert told == [(0, 296, "requests"), (100, 296, "requests")]
    assert list((tmp_path / "p").iterdir()) == []


def test_stopping_it_while_papers_are_drawn_leaves_nothing(tmp_path):
    told = []

    def tell(done: int, total: int, text: str) -> None:
        told.append(text)

    with pytest.raises(Refused, match="DEMO_STOPPED"):
        maker.make(
            tmp_path / "p", BRIEF, seed=1, as_at=TODAY, progress=tell, stop=lambda: "papers" in told
        )
    assert list((tmp_path / "p").iterdir()) == []


def test_interrupting_the_command_says_so_and_leaves_nothing(tmp_path):
    into = tmp_path / "p"
    running = subprocess.Popen(
        [sys.executable, "-m", "dolsdesk", "demo", "--into", str(into)],
        cwd=HOME, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not (into / "dolsdesk.new.db").exists():
        assert running.poll() is None
        sleep(0.05)
    sleep(0.5)
    running.send_signal(signal.SIGINT)
    said = running.communicate(timeout=60)
    assert running.returncode == 1
    assert said[0] == ""
    assert json.loads(said[1])["error"]["code"] == "DEMO_STOPPED"
    assert list(into.iterdir()) == []


def test_all_of_england_needs_a_server(tmp_path):
    done = _command("demo", "--into", str(tmp_path / "p"), "--size", "national", check=False)
    assert done.returncode == 1
    assert json.loads(done.stderr)["error"]["code"] == "DEMO_NEEDS_SERVER"
    assert not (tmp_path / "p").exists()


def test_it_cannot_stand_before_the_law_it_needs(tmp_path):
    with pytest.raises(Refused, match="DEMO_TOO_EARLY") as refused:
        maker.make(tmp_path / "p", SMALL, seed=1, as_at=date(2015, 1, 1))
    assert refused.value.params["first"] > date(2015, 3, 19)


def _every_year(path: Path, days: str, *, at_least: int) -> bool:
    """Return whether in each of the last ten years, up to yesterday, at least so many days lie."""
    years = Counter((TODAY - date.fromisoformat(on)).days // 366 for (on,) in rows(path, days))
    return min(years[ago] for ago in range(10)) >= at_least


def _hash(profile: Path) -> str:
    return hashlib.sha256((profile / "dolsdesk.db").read_bytes()).hexdigest()


def _decided_on(case: Case) -> date | None:
    decided = case.authorisation.given_at if case.authorisation else None
    decided = case.refusal.decided_at if case.refusal else decided
    return decided.date() if decided else None


def _months_ago(on: date) -> int:
    return min(11, (TODAY - on).days * 12 // 365)


def _projected(path: Path) -> list:
    summaries = rows(path, "SELECT * FROM case_summary ORDER BY request_id")
    found = rows(path, "SELECT rowid, words FROM search_request ORDER BY rowid")
    assert len(summaries) == len(found)
    return [summaries, found]


def _members(ctx: Context) -> tuple:
    with ctx.reading() as session:
        return staff.members(session)


def _assessors(ctx: Context) -> tuple[Assessor, ...]:
    with ctx.reading() as session:
        return assessors.load_all(session)


def _assessor(held: dict) -> Assessor:
    """Return the assessor a selection has frozen."""
    days = {
        name: date.fromisoformat(value)
        for name, value in held.items()
        if name.endswith(("_on", "_until")) and isinstance(value, str)
    }
    training = tuple(date.fromisoformat(on) for on in held["further_training_on"])
    return Assessor(
        **{
            **held,
            **days,
            "profession": Profession(held["profession"]),
            "further_training_on": training,
        }
    )


def _command(*words: str, check: bool = True, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "dolsdesk", *words],
        capture_output=True, text=True, cwd=HOME, check=check, timeout=120,
        env={"PATH": "/usr/bin:/bin", "HOME": str(HOME), **environment},
    )  # fmt: skip
