"""Decisions: what a signatory may not sign, and what a signature freezes."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from dolsdesk.domain.dols.assessments import (
    EquivalentUse,
    Method,
    Recommendation,
    Result,
    SelectedBy,
)
from dolsdesk.domain.dols.assessors import Declared, Profession
from dolsdesk.domain.dols.case import Case, Representative
from dolsdesk.domain.dols.decision import LateReason, Scrutiny
from dolsdesk.domain.dols.facts import AssessmentKind, MaxPeriod, RequestType
from dolsdesk.domain.dols.legal_test import Basis, Consent, Finding, Objective
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.staff import Role
from dolsdesk.errors import NotPermitted, Refused, StaleRecord
from dolsdesk.services import (
    allocation,
    cases,
    decisions,
    recorded_findings,
    register,
    requests,
    words,
)
from dolsdesk.services.outcome import ProblemsFound
from tests.services.retest import CARED_FOR
from tests.support.beginning import Beginning
from tests.support.desk import (
    TODAY,
    World,
    a_grant,
    a_person,
    a_test_record,
    best_interests,
    new_request,
)
from tests.support.refusals import asked_why, refused

K = AssessmentKind
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
PAID = Representative("Rep Limited", is_paid=True, selected_by="council")
Change = Callable[[Case], Case]


def ready(world: World, **values) -> int:
    """Return a request that lies before the signatory."""
    return world.submitted(world.assessed(world.allocated(world.a_case(**values))))


@pytest.fixture
def request_id(world: World) -> int:
    """Return a request that lies before the signatory."""
    return ready(world)


def changed(case: Case, kind: K, **values) -> Case:
    """Return a case with one assessment other than it is."""
    held = dict(case.assessments)
    held[kind] = replace(held[kind], **values)
    return replace(case, assessments=held)


def advised(case: Case, **values) -> Case:
    """Return a case in which the best interests assessor says something else."""
    return changed(case, K.BI, best_interests=best_interests(TODAY, **values))


# What refuses, asked without writing anything


class Asking:
    """One case before the signatory, and what would be said to changes of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.request_id = ready(world)
        self.case = world.case(self.request_id)

    def codes(self, change: Change | None = None, **values) -> set[str]:
        case = change(self.case) if change else self.case
        found = decisions.problems(self.world.signatory, case, a_grant(TODAY, **values))
        return {problem.code for problem in found}


@pytest.fixture(scope="module")
def asking(store_template, tmp_path_factory) -> Iterator[Asking]:
    beginning = Beginning(store_template, tmp_path_factory.mktemp("asking"))
    found = Asking(beginning.again())
    yield found
    found.world.close()


def test_a_complete_decision_meets_no_objection(asking):
    assert asking.codes() == set()


@pytest.mark.parametrize("kind", K)
def test_each_missing_returned_or_uncopied_assessment_stands_in_the_way(asking, kind):
    held = {other: done for other, done in asking.case.assessments.items() if other is not kind}
    for change in (
        lambda case: replace(case, assessments=held),
        lambda case: changed(case, kind, copy_received_on=None),
        lambda case: changed(case, kind, returned_reason="Which decision?"),
    ):
        assert "GRANT_NOT_ALL_POSITIVE" in asking.codes(change)


@pytest.mark.parametrize("kind", K)
def test_each_negative_assessment_stands_in_the_way(asking, kind):
    codes = asking.codes(lambda case: changed(case, kind, result=Result.NEGATIVE))
    assert "GRANT_AFTER_NEGATIVE" in codes


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"last_day": date(2027, 5, 23)}, "SA_EXCEEDS_BIA_PERIOD"),
        ({"last_day": date(2027, 11, 23)}, "SA_EXCEEDS_1_YEAR"),
        ({"last_day": YESTERDAY}, "SA_ENDS_BEFORE_START"),
        ({"in_force_on": YESTERDAY}, "SA_BACKDATED"),
        ({"in_force_on": date(2027, 5, 23)}, "SA_ENDS_BEFORE_START"),
        ({"last_day": None}, "SA_NO_CONTENTS"),
        ({"purpose": " "}, "SA_NO_CONTENTS"),
        ({"period_reason": ""}, "SA_NO_CONTENTS"),
        ({"representative": Representative("Somebody Else")}, "RPR_NOT_RECOMMENDED"),
    ],
)
def test_what_the_signatory_may_not_state(asking, values, code):
    assert code in asking.codes(**values)


@pytest.mark.parametrize("kind", K)
def test_each_requirement_needs_its_reason(asking, kind):
    reasons = {other: "Met." for other in K if other is not kind}
    found = decisions.problems(asking.world.signatory, asking.case, a_grant(TODAY, reasons=reasons))
    [problem] = found
    assert problem.code == "SA_NO_CONTENTS"
    assert words.fact(f"reason_{kind.value}") in words.problem(problem)


@pytest.mark.parametrize("check", Scrutiny)
def test_each_point_of_the_scrutiny_list_is_looked_at(asking, check):
    assert asking.codes(scrutiny=frozenset(Scrutiny) - {check}) == {"SA_NO_CONTENTS"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda case: changed(case, K.ELIG, eligibility_case=None), "ELIG_CASE_MISSING"),
        (lambda case: changed(case, K.MC, carried_out_on=TOMORROW), "ASSESSMENT_FUTURE"),
        (lambda case: advised(case, representative=None), "RPR_NOT_RECOMMENDED"),
        (lambda case: advised(case, max_period=MaxPeriod.parse("13m")), "BIA_PERIOD_OVER_1_YEAR"),
        (
            lambda case: advised(case, max_period=MaxPeriod.parse("until:2026-11-22")),
            "SA_ENDS_BEFORE_START",
        ),
        (
            lambda case: replace(case, person=a_person(date_of_birth=date(2008, 11, 24))),
            "UNDER_18",
        ),
    ],
)
def test_what_the_case_itself_does_not_allow(asking, change, code):
    assert code in asking.codes(change)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"is_objected_to": True}, "RPR_P_OBJECTS"),
        ({"is_eligible_confirmed": False}, "RPR_INELIGIBLE"),
        ({"name": "Nell Łukasz"}, "RPR_NOT_RECOMMENDED"),
    ],
)
def test_who_may_not_be_the_representative(asking, values, code):
    advice = Recommendation(
        **{
            "selected_by": SelectedBy.BIA, "name": "Sion O'Neill",
            "is_eligible_confirmed": True, **values,
        }
    )  # fmt: skip
    assert asking.codes(lambda case: advised(case, representative=advice)) == {code}


def test_a_paid_representative_needs_no_recommendation(asking):
    assert asking.codes(lambda case: advised(case, representative=None), representative=PAID) == (
        set()
    )


def test_somebody_turns_18_on_the_day_it_starts(asking):
    def change(case: Case) -> Case:
        return replace(case, person=a_person(date_of_birth=date(2008, 11, 24)))

    assert asking.codes(change, in_force_on=TOMORROW) == set()


def test_an_equivalent_is_tested_again_on_the_day_of_the_decision(asking):
    for done_on, is_too_old in ((date(2025, 11, 24), False), (date(2025, 11, 23), True)):
        codes = asking.codes(
            lambda case, done_on=done_on: changed(
                case, K.MH, method=Method.EQUIVALENT, carried_out_on=done_on,
                equivalent=EquivalentUse(relied_on=done_on),
            )
        )  # fmt: skip
        assert ("EQUIVALENT_TOO_OLD" in codes) == is_too_old


def test_the_assessors_last_day_counts_where_one_is_written_out(asking):
    def change(case: Case) -> Case:
        return advised(case, max_period=MaxPeriod.parse("until:2027-01-31"))

    assert asking.codes(change, last_day=date(2027, 1, 31)) == set()
    assert asking.codes(change, last_day=date(2027, 2, 1)) == {"SA_EXCEEDS_BIA_PERIOD"}


STARTS = [
    date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 29), date(2027, 1, 30),
    date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 1), date(2027, 8, 31), date(2028, 2, 28),
    date(2028, 2, 29), date(2028, 3, 1), date(2028, 5, 31), date(2028, 8, 29),
]  # fmt: skip


def same_day_or_the_first_after(on: date, months: int) -> date:
    """Return the day A of rule R3; the month after one that lacks a day is never January."""
    years, month = divmod(on.month - 1 + months, 12)
    try:
        return on.replace(year=on.year + years, month=month + 1)
    except ValueError:
        return date(on.year + years, month + 2, 1)


@pytest.mark.parametrize("starts_on", STARTS, ids=str)
@pytest.mark.parametrize("months", [1, 3, 6, 11, 12])
def test_the_longest_period_offered_is_lawful_and_a_day_more_is_not(asking, starts_on, months):
    case = advised(asking.case, max_period=MaxPeriod.parse(f"{months}m"))
    longest = decisions.bounds(asking.world.signatory, case, in_force_on=starts_on).latest_last_day
    over = same_day_or_the_first_after(starts_on, months)
    assert longest == over - timedelta(days=1)
    for last_day, is_lawful in ((longest, True), (over, False)):
        codes = asking.codes(lambda _: case, in_force_on=starts_on, last_day=last_day)
        assert ("SA_EXCEEDS_BIA_PERIOD" in codes) != is_lawful
        assert ("SA_EXCEEDS_1_YEAR" in codes) == (months == 12 and not is_lawful)


# Who may decide


def test_only_a_signatory_decides(world, request_id):
    for ctx in (world.admin, world.lead, world.auditor):
        found = decisions.problems(ctx, world.case(request_id), a_grant(TODAY))
        assert {problem.code for problem in found} == {"SIGNATORY_NOT_AUTHORISED"}
        with refused(world, "NOT_PERMITTED", NotPermitted):
            decisions.grant(ctx, request_id, a_grant(TODAY))


@pytest.mark.parametrize("roles", [{Role.SIGNATORY}, {Role.SIGNATORY, Role.LEAD}])
def test_nobody_signs_a_case_in_which_they_assess_or_assessed(world, request_id, roles):
    ids = {
        "Bea Iqbal": world.bia,
        "Dr Mo Hart": world.doctor,
    }
    for name, assessor_id in ids.items():
        staff_id = register.save_member(
            world.lead, name=name, job_title="", roles=roles, assessor_id=assessor_id
        ).value
        ctx = world.desk.context(world.desk.member(staff_id))
        with refused(world, "SIGNATORY_CONFLICT", ProblemsFound):
            decisions.grant(ctx, request_id, a_grant(TODAY))
        assert cases.open_case(ctx, request_id).cannot_decide


def test_an_assessor_whose_work_was_returned_and_replaced_still_does_not_sign(world, request_id):
    world.sent_back(request_id, K.BI, "Thin")
    allocation.allocate(
        world.lead, request_id, assessor_id=world.an_assessor("Ann Other", Profession.AMHP),
        kinds=allocation.USUAL_KINDS[K.BI], declarations=dict.fromkeys(Declared, False),
    )  # fmt: skip
    world.submitted(world.assessed(request_id))
    ctx = world.a_signatory_who_assesses("Bea Iqbal", world.bia)
    with refused(world, "SIGNATORY_CONFLICT", ProblemsFound):
        decisions.grant(ctx, request_id, a_grant(TODAY))


# Granting


def test_a_grant_freezes_its_form_and_lists_the_copies_in_one_act(world, request_id):
    before = len(world.trail())
    document_id = decisions.grant(
        world.signatory, request_id, a_grant(TODAY), notes="Read them all", reason="signed"
    ).value
    view = cases.open_case(world.admin, request_id)
    given = view.case.authorisation
    assert view.case.request.state is RequestState.GRANTED
    assert (given.given_on, given.in_force_on, given.last_day) == (TODAY, TODAY, date(2027, 5, 22))
    assert (given.signatory_name, given.scrutiny_notes) == ("Sig Natory", "Read them all")
    assert set(given.scrutiny.values()) == {True}
    [paper] = view.papers
    content = cases.content(world.admin, document_id)
    assert (paper.id, paper.code, paper.edition) == (document_id, "F5", world.desk.book.edition)
    assert paper.sha256 == hashlib.sha256(content).hexdigest()
    assert content.startswith(b"%PDF")
    assert len(view.case.copies) == 4
    [entry] = world.trail()[before:]
    assert (entry.action, entry.reason, entry.actor) == ("grant", "signed", "Sig Natory")
    assert entry.after == {
        "state": "granted", "in_force_on": "2026-11-23", "last_day": "2027-05-22",
        "document_id": document_id,
    }  # fmt: skip


def test_what_was_signed_is_not_overwritten(world, request_id):
    world.granted(request_id)
    [paper] = cases.open_case(world.admin, request_id).papers
    content = cases.content(world.admin, paper.id)
    again = a_grant(TODAY, last_day=date(2027, 1, 1))
    with refused(world, "TRANSITION_REFUSED"):
        decisions.grant(world.signatory, request_id, again, reason="again")
    with refused(world, "REFUSE_WITHOUT_NEGATIVE", ProblemsFound):
        decisions.refuse(world.signatory, request_id, reasons="On reflection")
    with refused(world, "TRANSITION_REFUSED"):
        world.sent_back(request_id, K.BI, "Thin")
    register.save_assessor(
        world.admin, replace(register.assessor(world.admin, world.bia), name="Renamed"), world.bia
    )
    view = cases.open_case(world.admin, request_id)
    assert view.papers == (paper,)
    assert cases.content(world.admin, paper.id) == content
    assert view.case.authorisation.last_day == date(2027, 5, 22)


def test_a_decision_comes_only_from_the_signatorys_tray(world):
    request_id = world.assessed(world.allocated(world.a_case()))
    with refused(world, "TRANSITION_REFUSED"):
        decisions.grant(world.signatory, request_id, a_grant(TODAY), reason="In haste")


def test_an_authorisation_is_dated_by_the_clock_and_not_by_what_was_typed(world, request_id):
    typed = a_grant(TODAY, given_on=YESTERDAY, in_force_on=YESTERDAY)
    with refused(world, "SA_BACKDATED", ProblemsFound):
        decisions.grant(world.signatory, request_id, typed, reason="It was meant for yesterday")
    typed = a_grant(TODAY, given_on=TOMORROW, in_force_on=TODAY)
    decisions.grant(world.signatory, request_id, typed)
    assert world.case(request_id).authorisation.given_on == TODAY


def test_an_authorisation_may_start_later_and_the_urgent_runs_till_then(world):
    request_id = ready(world, urgent=True)
    starts_on = date(2026, 11, 26)
    grant = a_grant(TODAY, in_force_on=starts_on, last_day=date(2027, 5, 25))
    decisions.grant(world.signatory, request_id, grant)
    view = cases.open_case(world.admin, request_id)
    assert view.answer.date("urgent_ceases_on") == starts_on
    assert [(span.kind, span.first_on) for span in view.spans] == [
        ("urgent", date(2026, 11, 21)), ("standard", starts_on),
    ]  # fmt: skip


def test_without_a_representative_a_grant_needs_a_reason(world, request_id):
    grant = a_grant(TODAY, representative=None)
    with asked_why(world, "RPR_MISSING"):
        decisions.grant(world.signatory, request_id, grant)
    decisions.grant(world.signatory, request_id, grant, reason="Paid one asked for")
    assert world.trail("grant")[-1].reason == "Paid one asked for"


def test_a_gap_before_the_grant_is_flagged_printed_and_stays(world):
    request_id = world.allocated(world.a_case(urgent=True))
    world.desk.clock.move(days=10)
    today = world.desk.clock.today()
    world.submitted(world.assessed(request_id))
    found = decisions.problems(world.signatory, world.case(request_id), a_grant(today))
    [gap] = [problem for problem in found if problem.code == "SA_GAP"]
    assert gap.params == {"gap_dates": 6, "first_day_without_authority": date(2026, 11, 28)}
    decisions.grant(
        world.signatory, request_id, a_grant(today), late_reason="queue", late_note="Late."
    )
    view = cases.open_case(world.admin, request_id)
    assert [(span.kind, span.gap_dates) for span in view.spans] == [
        ("urgent", 0), ("none", 6), ("standard", 0),
    ]  # fmt: skip


# Two authorisations never overlap (I6)


def test_a_further_authorisation_starts_when_the_running_one_ends_named_or_not(world):
    first = world.whole_way()
    person_id = world.case(first).person_id
    world.desk.clock.move(days=100)
    today = world.desk.clock.today()
    request_id = ready(world, person_id=person_id, received_on=today)
    case = world.case(request_id)
    assert decisions.bounds(world.signatory, case).first_on == date(2027, 5, 23)
    now = a_grant(today, last_day=date(2027, 8, 1))
    with refused(world, "SA_OVERLAPS_EXISTING", ProblemsFound):
        decisions.grant(world.signatory, request_id, now, reason="Needed now")
    then = a_grant(today, in_force_on=date(2027, 5, 23), last_day=date(2027, 11, 22))
    decisions.grant(world.signatory, request_id, then)
    spans = cases.open_case(world.admin, request_id).spans
    assert [(span.kind, span.last_on) for span in spans] == [
        ("standard", date(2027, 5, 22)), ("standard", date(2027, 11, 22)),
    ]  # fmt: skip


def test_during_a_review_the_new_authorisation_takes_the_place_of_the_old_one(world):
    first = world.whole_way()
    person_id = world.case(first).person_id
    world.desk.clock.move(days=100)
    today = world.desk.clock.today()
    request_id = ready(
        world, person_id=person_id, received_on=today, type=RequestType.DURING_REVIEW
    )
    world.granted(request_id, last_day=date(2027, 8, 1))
    spans = cases.open_case(world.admin, request_id).spans
    assert [span.first_on for span in spans if span.ref] == [TODAY, today]


def test_elsewhere_or_after_its_end_another_authorisation_is_not_in_the_way(world):
    first = world.whole_way()
    person_id = world.case(first).person_id
    at_hospital = requests.log(world.admin, new_request(world.hospital, person_id=person_id)).value
    world.granted(world.submitted(world.assessed(world.allocated(at_hospital))))
    world.desk.clock.move(days=181)  # 23 May 2027, the day after its last
    today = world.desk.clock.today()
    request_id = ready(world, person_id=person_id, received_on=today)
    world.granted(request_id, last_day=date(2027, 11, 22))


# Late decisions


def test_a_decision_on_the_due_day_is_not_late_and_on_the_next_it_says_why(world, request_id):
    other = ready(world)
    world.desk.clock.move(days=18)
    today = world.desk.clock.today()
    assert cases.open_case(world.admin, request_id).answer.date("assessments_due_on") == today
    decisions.grant(world.signatory, other, a_grant(today))
    world.desk.clock.move(days=1)
    late = a_grant(world.desk.clock.today())
    with refused(world, "LATE_REASON_NEEDED", ProblemsFound):
        decisions.grant(world.signatory, request_id, late)
    why = LateReason.NO_DOCTOR.value
    decisions.grant(world.signatory, request_id, late, late_reason=why, late_note="Ill.")
    assert world.case(request_id).authorisation.late_reason == why


def test_a_late_refusal_says_why_too(world):
    request_id = world.allocated(world.a_case())
    world.desk.clock.move(days=30)
    world.stopped(world.turned_negative(request_id))
    with refused(world, "LATE_REASON_NEEDED", ProblemsFound):
        decisions.refuse(world.signatory, request_id, reasons="Refused in advance")
    decisions.refuse(
        world.signatory,
        request_id,
        reasons="Refused in advance",
        late_reason="queue",
        late_note="Late.",
    )
    assert world.case(request_id).refusal.late_reason == "queue"


# Refusing


@pytest.mark.parametrize(
    ("kind", "is_no_deprivation"), [(K.NR, False), (K.AGE, False), (K.BI, True)]
)
def test_a_refusal_rests_on_what_is_negative_and_freezes_its_form(world, kind, is_no_deprivation):
    request_id = world.allocated(world.a_case())
    values = {}
    if kind is K.BI:
        record = a_test_record(
            TODAY, objective=Objective.NOT_MET, consent=Consent.NOT_REACHED,
            finding=Finding.NOT_DOL, basis=frozenset({Basis.OBJECTIVE}),
            look_again_on=date(2027, 5, 23),
        )  # fmt: skip
        values["best_interests"] = best_interests(TODAY, is_deprivation=False, test=record)
    world.turned_negative(request_id, kind, **values)
    with refused(world, "CONTINUE_AFTER_NEGATIVE", ProblemsFound):
        decisions.refuse(world.signatory, request_id, reasons="Not met: see the assessment")
    world.stopped(request_id)
    if is_no_deprivation:
        recorded_findings.set_aftercare(world.admin, request_id, CARED_FOR)
    document_id = decisions.refuse(
        world.signatory, request_id, reasons="Not met: see the assessment"
    ).value
    view = cases.open_case(world.admin, request_id)
    refusal = view.case.refusal
    assert view.case.request.state is RequestState.NOT_GRANTED
    assert (refusal.grounds, refusal.is_no_deprivation) == ((kind,), is_no_deprivation)
    assert [(paper.id, paper.code) for paper in view.papers] == [(document_id, "F6")]
    assert view.case.active_allocations == {}
    assert len(view.case.copies) == (4 if kind is K.BI else 2)
    assert world.trail("refuse")[-1].after["grounds"] == [kind.value]
    with refused(world, "TRANSITION_REFUSED"):
        decisions.refuse(world.signatory, request_id, reasons="Again")
    with refused(world, "GRANT_AFTER_NEGATIVE", ProblemsFound):
        decisions.grant(world.signatory, request_id, a_grant(TODAY), reason="On reflection")


def test_a_fully_positive_request_is_not_refused(world, request_id):
    case = world.case(request_id)
    found = decisions.refusal_problems(world.signatory, case, "Too long a wait")
    assert {problem.code for problem in found} == {"REFUSE_WITHOUT_NEGATIVE"}
    with refused(world, "REFUSE_WITHOUT_NEGATIVE", ProblemsFound):
        decisions.refuse(world.signatory, request_id, reasons="Too long a wait")


def test_a_refusal_needs_its_reasons_and_somebody_who_may_sign(world):
    request_id = world.stopped(world.turned_negative(world.allocated(world.a_case())))
    with refused(world, "SA_NO_CONTENTS", ProblemsFound):
        decisions.refuse(world.signatory, request_id, reasons=" ")
    ctx = world.a_signatory_who_assesses("Bea Iqbal", world.bia)
    with refused(world, "SIGNATORY_CONFLICT", ProblemsFound):
        decisions.refuse(ctx, request_id, reasons="Refused in advance")


def refused_with_urgent(world: World) -> int:
    request_id = world.stopped(world.turned_negative(world.allocated(world.a_case(urgent=True))))
    decisions.refuse(world.signatory, request_id, reasons="Refused in advance")
    return request_id


def test_the_urgent_ends_when_the_home_receives_the_refusal(world):
    request_id = refused_with_urgent(world)
    world.desk.clock.move(days=3)
    assert cases.open_case(world.admin, request_id).answer.date("urgent_ceases_on") == date(
        2026, 11, 27
    )
    decisions.note_refusal_received(world.admin, request_id, TOMORROW)
    view = cases.open_case(world.admin, request_id)
    assert view.answer.date("urgent_ceases_on") == TOMORROW
    assert view.answer.date("first_day_without_authority") == TOMORROW
    [entry] = world.trail("note_refusal_received")
    assert entry.after["on"] == "2026-11-24"


def test_the_day_a_refusal_was_received_lies_between_the_refusal_and_today(world):
    request_id = refused_with_urgent(world)
    for on in (YESTERDAY, TOMORROW):
        with refused(world, "RECEIVED_OUTSIDE", Refused):
            decisions.note_refusal_received(world.admin, request_id, on)
    other = ready(world)
    with refused(world, "NOT_REFUSED", Refused):
        decisions.note_refusal_received(world.admin, other, TODAY)


def test_a_day_of_receipt_moves_back_and_never_forward_over_days_without_authority(world):
    request_id = refused_with_urgent(world)
    world.desk.clock.move(days=3)
    decisions.note_refusal_received(world.admin, request_id, TOMORROW)
    with refused(world, "GAP_EDIT", ProblemsFound):
        decisions.note_refusal_received(world.admin, request_id, TOMORROW + timedelta(days=1))
    decisions.note_refusal_received(world.admin, request_id, TODAY)
    assert world.case(request_id).refusal.ma_received_on == TODAY


# Sending back, and coming second


def test_a_decision_on_what_has_moved_on_writes_neither_form_nor_copies(world, request_id):
    seen = world.case(request_id).request.version
    world.sent_back(request_id, K.BI, "Thin")
    world.submitted(world.assessed(request_id))
    with refused(world, "STALE_RECORD", StaleRecord):
        decisions.grant(
            world.signatory, request_id, a_grant(TODAY), reason="signed", seen_version=seen
        )
    view = cases.open_case(world.admin, request_id)
    assert (view.papers, view.case.copies, view.case.authorisation) == ((), (), None)


def test_a_draft_of_either_form_writes_nothing(world, request_id):
    before = len(world.trail())
    case = world.case(request_id)
    paper = decisions.draft_of_grant(world.signatory, case, a_grant(TODAY))
    assert (paper.code, paper.content[:4]) == ("F5", b"%PDF")
    negative = changed(case, K.NR, result=Result.NEGATIVE)
    paper = decisions.draft_of_refusal(world.signatory, negative, reasons="Refused in advance")
    assert (paper.code, paper.content[:4]) == ("F6", b"%PDF")
    assert len(world.trail()) == before
    assert cases.open_case(world.admin, request_id).papers == ()
