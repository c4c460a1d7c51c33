"""Every transition of dols.md 4, driven through the window: the state, the dates and who is told.

A story is a case and the steps that happen to it, each by a real button and a real form. The steps
of all stories are held against the machines of dols.md 4.1 to 4.5: a transition without one fails.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from dolsdesk.domain.dols.facts import AssessmentKind, RequestType
from dolsdesk.domain.dols.life import SaState, UrgentState
from dolsdesk.domain.dols.next_step import NextStep
from dolsdesk.domain.dols.residence import ResidenceState
from dolsdesk.domain.dols.reviews import ReviewState
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.services import assessments, requests
from dolsdesk.ui.shell import Spot
from tests.services import rights
from tests.services.waiting import triaged
from tests.support.beginning import Beginning
from tests.support.desk import TODAY, World, a_person, an_assessment, new_request
from tests.ui.conftest import opened
from tests.ui.driving import SIGNATORY, Driver

DAY = timedelta(days=1)
R, U, A, V = RequestState, UrgentState, SaState, ReviewState
K = AssessmentKind

#: Days that follow from the cases below; TODAY is Monday 23 November 2026.
DUE = date(2026, 12, 11)  # the 21st day, of which receipt on Saturday 21 November is the first
URGENT_LAST = date(2026, 11, 27)  # the 7th day from 21 November
EXTENDED_LAST = date(2026, 12, 4)  # 7 days on from that
SHORT_LAST = TODAY + 9 * DAY
LAST = date(2027, 5, 22)  # 6 months from today
DAY_28 = date(2026, 12, 20)  # of a suspension that begins today

PERSON, HOME, RPR, FAMILY = "person", "managing_authority", "representative", "interested_person"
CEASED = {PERSON, HOME, RPR, FAMILY}


# The cases that stories begin with


def prepare(world: World) -> None:
    """Make a case at each point from which a story goes on; its number is its place in STARTS."""
    for number, make in enumerate(STARTS.values(), start=1):
        world.person = a_person(family_name=f"Ŵyn-{number}", nhs_number="")
        make(world)


def logged(world: World, **values) -> int:
    return world.a_case(person=world.person, **values)


def waiting(world: World) -> int:
    request_id = logged(world)
    triaged(world.admin, request_id)
    return request_id


def assessing(world: World) -> int:
    request_id = world.allocated(logged(world))
    assessments.begin(world.admin, request_id, on=TODAY)
    return request_id


def almost(world: World, **values) -> int:
    """Return a case of which one assessment, of refusals, is still to come."""
    request_id = world.allocated(logged(world, **values))
    for kind in (K.MH, K.ELIG, K.AGE, K.MC, K.BI):
        assessments.record(
            world.admin, request_id, an_assessment(kind, TODAY), reason="as received"
        )
    return request_id


def positive(world: World, **values) -> int:
    return world.assessed(world.allocated(logged(world, **values)))


def signing(world: World, **values) -> int:
    return world.submitted(positive(world, **values))


def returned(world: World) -> int:
    request_id = signing(world)
    world.sent_back(request_id, K.MC, "Which decision?")
    return request_id


def granted(world: World, **values) -> int:
    return world.granted(signing(world, arrangements_from=TODAY), **values)


def further(world: World, before: str, kind: RequestType, place: int | None = None) -> int:
    """Return a further request about the person of an authorisation, ready to be signed."""
    held = world.case(start(before))
    new = new_request(
        place or held.place.id, person_id=held.person_id, person=held.person, type=kind,
        existing_sa_last_day=held.authorisation.last_day,
    )  # fmt: skip
    request_id = requests.log(world.admin, new, reason="as it came").value
    return world.submitted(world.assessed(world.allocated(request_id)))


STARTS: Mapping[str, Callable[[World], object]] = {
    "received": lambda w: logged(w, signed_by=""),
    "checking": logged,
    "waiting": waiting,
    "allocated": lambda w: w.allocated(logged(w)),
    "assessing": assessing,
    "positive": positive,
    "signing": signing,
    "returned": returned,
    "almost": almost,
    "urgent": lambda w: logged(w, urgent=True),
    "urgent, left": lambda w: logged(w, urgent=True),
    "urgent, died": lambda w: logged(w, urgent=True),
    "urgent, lapses": lambda w: logged(w, urgent=True),
    "urgent, almost": lambda w: almost(w, urgent=True),
    "urgent, signing": lambda w: signing(w, urgent=True),
    "granted": granted,
    "short": lambda w: granted(w, last_day=SHORT_LAST),
    "follows": lambda w: further(w, "short", RequestType.FOLLOW_ON),
    "moves": lambda w: further(w, "granted", RequestType.CHANGE_OF_PLACE, w.hospital),
    "during a review": lambda w: further(w, "granted", RequestType.DURING_REVIEW),
    "represented": lambda w: rights.represented(w, rights.checked(w, granted(w))),
}  # fmt: skip


def start(name: str) -> int:
    """Return the number of a case that stories begin with."""
    return list(STARTS).index(name) + 1


# What a step is


@dataclass(frozen=True)
class Then:
    """How a case stands after a step, as far as the step says."""

    request: RequestState | None = None
    urgent: UrgentState | None = None
    sa: SaState | None = None
    review: ReviewState | None = None
    on: Mapping[str, date] = field(default_factory=dict)
    told: Mapping[str, set[str]] = field(default_factory=dict)
    gap: int | None = None
    next: NextStep | None = None

    def holds(self, driver: Driver) -> None:
        view = driver.view
        for wanted, found in (
            (self.request, view.case.request.state),
            (self.urgent, view.urgent_state),
            (self.sa, view.sa_state),
            (self.review, driver.review),
            (self.gap, driver.gap),
            (self.next, view.step.what),
        ):
            assert wanted is None or found == wanted
        for key, on in self.on.items():
            assert driver.on(key) == on, key
        for event, recipients in self.told.items():
            assert driver.told(event) == recipients, event


@dataclass(frozen=True)
class Step:
    """One transition, or several where one act brings them; ``act`` is done at the window."""

    transitions: str
    act: Callable[[Driver], object]
    then: Then


@dataclass(frozen=True)
class Chapter:
    """A case, and what happens to it; chapters of one story follow one another in one store."""

    case: str
    steps: tuple[Step, ...]


Story = tuple[Chapter, ...]


def one(case: str, *steps: Step) -> Story:
    return (Chapter(case, steps),)


def offer(offer_id: str, **typed: Any) -> Callable[[Driver], None]:
    return lambda driver: driver.take(offer_id, **typed)


def both(*acts: Callable[[Driver], object]) -> Callable[[Driver], None]:
    def run(driver: Driver) -> None:
        for act in acts:
            act(driver)

    return run


def days(number: int) -> Callable[[Driver], None]:
    return lambda driver: driver.days(number)


def look_at(case: str) -> Callable[[Driver], None]:
    return lambda driver: driver.open(start(case))


ALLOCATE = lambda d: d.allocate(("bi", "Bea Iqbal"), ("mh", "Dr Mo Hart"))  # noqa: E731
ASSESS = lambda d: d.assess("nr")  # noqa: E731
NEGATIVE = lambda d: d.assess("nr", result="negative", refusal_kind="advance_decision")  # noqa: E731
SEND, STOP = Driver.send, Driver.stop
RETURN = lambda d: d.send_back("nr", "Which treatment?")  # noqa: E731
REFUSE = lambda d: d.sign(refusal_reasons="Refused in advance.")  # noqa: E731
GRANT = Driver.sign
TRIAGE = {
    "factors": ["p_objects"], "priority": "high", "reason": "Asks to leave", "screen": "unclear",
    "screen_why": "The form is short", "next_contact_on": "26 11 26",
}  # fmt: skip


# 4.1 Requests


_REQUESTS: dict[str, Story] = {
    "a request until it is assessed": one(
        "received",
        Step("R1→R2", offer("case_check"), Then(R.CHECKING, on={"assessments_due_on": DUE})),
        Step("R2→R3", offer("case_wait", **TRIAGE),
             Then(R.WAITING, on={"assessments_due_on": DUE})),
        Step("R3→R3", offer("case_triage_again", **{**TRIAGE, "priority": "low"},
                            because="Settled since"), Then(R.WAITING)),
        Step("R3→R4", ALLOCATE, Then(R.ALLOCATED, next=NextStep.RECORD_ASSESSMENTS)),
        Step("R4→R5", offer("case_begin", first_contact_on="today"), Then(R.ASSESSING)),
    ),
    "a request that need not wait": one(
        "checking", Step("R2→R4", ALLOCATE, Then(R.ALLOCATED))
    ),
    "a request that is granted": one(
        "almost",
        Step("R5→R6", ASSESS, Then(R.ALL_POSITIVE, next=NextStep.SUBMIT)),
        Step("R6→R7", SEND, Then(R.WITH_SIGNATORY)),
        Step("R7→R8", RETURN, Then(R.RETURNED, next=NextStep.CORRECT)),
        Step("R8→R5 R5→R6", ASSESS, Then(R.ALL_POSITIVE)),
        Step("R6→R7", SEND, Then(R.WITH_SIGNATORY)),
        Step("R7→R9 –→A2", GRANT,
             Then(R.GRANTED, sa=A.IN_FORCE, on={"sa_in_force_on": TODAY, "sa_last_day": LAST},
                  told={"granted": {PERSON, HOME, RPR, FAMILY}}, next=NextStep.SEND_COPIES)),
    ),
    "a request that is refused": one(
        "almost",
        Step("R5→R10", NEGATIVE, Then(R.NEGATIVE, next=NextStep.REFUSE)),
        Step("R10→R11", REFUSE,
             Then(R.NOT_GRANTED, told={"not_granted": {PERSON, HOME, FAMILY}},
                  next=NextStep.SEND_COPIES)),
    ),
    "a request whose assessors are told to stop before it is refused": one(
        "assessing",
        Step("R5→R10", NEGATIVE, Then(R.NEGATIVE, next=NextStep.STOP_ASSESSORS)),
        Step("R10→R11", both(STOP, REFUSE),
             Then(R.NOT_GRANTED, told={"not_granted": {PERSON, HOME}})),
    ),
}  # fmt: skip

_CLOSED = {
    "R12": ("case_withdraw", R.WITHDRAWN, {
        "reason": "restrictions_removed", "evidence": "from_managing_authority",
        "restrictions_continue": "no"}),
    "R13": ("case_close", R.NO_LONGER_NEEDED, {
        "reason": "detained_mha", "evidence": "mha_papers"}),
    "R14": ("case_transfer", R.TRANSFERRED, {
        "evidence": "council_agreement", "council": "Eastmere"}),
}  # fmt: skip
_OPEN = ("received", "checking", "waiting", "allocated", "assessing", "positive", "signing",
         "returned")  # fmt: skip
_PAPER = {"paper": "Letter of 23 November", "note": "As it says"}
_CLOSINGS: dict[str, Story] = {
    f"any open request ends as {end}": tuple(
        Chapter(
            case,
            (
                Step(f"R{number}→{end}", offer(offer_id, **_PAPER, **typed),
                     Then(state, on={"assessments_due_on": DUE}, next=NextStep.NOTHING)),
            ),
        )
        for number, case in enumerate(_OPEN, start=1)
    )
    for end, (offer_id, state, typed) in _CLOSED.items()
}  # fmt: skip


# 4.2 Urgent authorisations


_ASK = offer("case_extension", reasons="The doctor is ill")
_DECIDED = {"exceptional_reasons": "The doctor is ill", "essential": True}
_GRANT_IT = offer("case_decide_extension", decision="yes", extension_days="7", **_DECIDED)
_REFUSE_IT = offer("case_decide_extension", decision="no", exceptional_reasons="No need")
_ASKED = Step("U1→U2", _ASK, Then(urgent=U.EXTENSION_REQUESTED, next=NextStep.DECIDE_EXTENSION))
_TOLD = {"told": {"urgent_ceased": {PERSON}}}

#: How an urgent authorisation comes to each of its running states, and its last day there.
_RUNNING: dict[str, tuple[tuple[Step, ...], date]] = {
    "U1": ((), URGENT_LAST),
    "U2": ((_ASKED,), URGENT_LAST),
    "U3": (
        (_ASKED, Step("U2→U3", _GRANT_IT,
                      Then(urgent=U.EXTENDED, told={"extension_granted": {HOME}},
                           on={"extended_urgent_last_day": EXTENDED_LAST,
                               "assessments_due_on": EXTENDED_LAST}))),
        EXTENDED_LAST,
    ),
    "U4": (
        (_ASKED, Step("U2→U4", _REFUSE_IT,
                      Then(urgent=U.EXTENSION_REFUSED, told={"extension_refused": {HOME}},
                           on={"urgent_last_day": URGENT_LAST}))),
        URGENT_LAST,
    ),
}  # fmt: skip


def _urgent(state: str, begun: tuple[Step, ...], last: date) -> Story:
    """Return how an urgent authorisation in a running state comes to each of its ends."""

    def ends(reason: str, **typed: str) -> Callable[[Driver], None]:
        return offer("case_end_urgent", reason=reason, paper="E-mail of the home", **typed)

    today = {"urgent_ceases_on": TODAY}
    tell = Step("told", offer("case_tell_urgent"), Then(**_TOLD))
    return (
        Chapter("urgent", (
            *begun,
            Step(f"{state}→U8", ends("court", terms="Not authorised"),
                 Then(urgent=U.ENDED_BY_COURT, on=today, next=NextStep.NOTE_URGENT_CEASED)),
            tell)),
        Chapter("urgent, left", (
            *begun,
            Step(f"{state}→U9", ends("left"), Then(urgent=U.ENDED_LEFT_OR_DIED, on=today)))),
        Chapter("urgent, died", (
            *begun,
            Step(f"{state}→U9", ends("died", coroner="coroner_advised"),
                 Then(urgent=U.ENDED_LEFT_OR_DIED, on=today)))),
        Chapter("urgent, signing", (
            *begun,
            Step(f"{state}→U5 R7→R9", GRANT,
                 Then(R.GRANTED, urgent=U.SUPERSEDED, sa=A.IN_FORCE, on=today, gap=0)))),
        Chapter("urgent, almost", (
            *begun,
            Step("R10→R11", both(NEGATIVE, REFUSE), Then(R.NOT_GRANTED)),
            Step(f"{state}→U6", Driver.received,
                 Then(urgent=U.ENDED_BY_REFUSAL, on=today)))),
        Chapter("urgent, lapses", (
            *begun,
            Step(f"{state}→U7", days((last - TODAY).days + 1),
                 Then(R.CHECKING, urgent=U.LAPSED, gap=1, on={"urgent_ceases_on": last},
                      next=NextStep.NOTE_URGENT_CEASED)),
            tell)),
    )  # fmt: skip


_URGENTS = {
    f"an urgent authorisation that runs, {state}, and its ends": _urgent(state, *how)
    for state, how in _RUNNING.items()
}


# 4.3 Standard authorisations


_SUSPEND = offer("case_suspend", reason="hospital_treatment_detained", why="Section 2")
_SUSPENDED = Step("A2→A3", _SUSPEND, Then(
    sa=A.SUSPENDED, on={"suspension_last_day": DAY_28, "first_day_without_authority": TODAY},
    told={"suspended": {PERSON, HOME, RPR}}))  # fmt: skip
_SA_TOLD = Step("told", offer("case_tell_ceased"), Then(told={"sa_ceased": CEASED}))
_COMES = Step("–→A1 R7→R9", GRANT, Then(
    R.GRANTED, sa=A.GIVEN_FUTURE, on={"sa_in_force_on": SHORT_LAST + DAY}, gap=None))  # fmt: skip

_EARLY = {
    "A8": ("court", A.ENDED_BY_COURT, {"terms": "The authorisation is terminated"}),
    "A9": ("died", A.PERSON_DIED, {"coroner": "coroner_not_required"}),
    "A10": ("moved", A.NO_LONGER_USED, {}),
}  # fmt: skip


def _ends(state: str, end: str, case: str, *begun: Step) -> Story:
    reason, found, typed = _EARLY[end]
    act = offer("case_end_sa", reason=reason, paper="E-mail of the home", **typed)
    return one(case, *begun, Step(f"{state}→{end}", act, Then(
        sa=found, on={"sa_ceases_on": TODAY}, told={"sa_ceased": CEASED})))  # fmt: skip


_STANDARD: dict[str, Story] = {
    "a suspension that is lifted": one(
        "granted",
        _SUSPENDED,
        Step("A3→A2", both(days(9), offer("case_lift", eligibility_restored_on="today")),
             Then(sa=A.IN_FORCE, on={"sa_ceases_on": LAST}, gap=10,
                  told={"suspension_lifted": {PERSON, HOME, RPR}})),
    ),
    "a suspension that runs out": one(
        "granted",
        _SUSPENDED,
        Step("A3→A6", days(28),
             Then(sa=A.CEASED_SUSPENSION, on={"sa_ceases_on": DAY_28}, gap=29)),
        _SA_TOLD,
    ),
    "an authorisation that expires": one(
        "short",
        Step("A2→A4", days(10), Then(sa=A.EXPIRED, on={"sa_ceases_on": SHORT_LAST}, gap=1)),
        _SA_TOLD,
    ),
    "an authorisation that expires while it is suspended": one(
        "short",
        _SUSPENDED,
        Step("A3→A4", days(10), Then(sa=A.EXPIRED, on={"sa_ceases_on": SHORT_LAST}, gap=11)),
        _SA_TOLD,
    ),
    "an authorisation that follows on": one(
        "follows",
        _COMES,
        Step("A1→A2", days(10), Then(sa=A.IN_FORCE, on={"sa_in_force_on": SHORT_LAST + DAY})),
    ),
    "an authorisation in whose place another comes, during a review": one(
        "during a review",
        Step("A2→A7 R7→R9", both(days(5), GRANT, look_at("granted")),
             Then(sa=A.REPLACED, on={"sa_ceases_on": TODAY + 5 * DAY}, gap=0)),
        _SA_TOLD,
    ),
    "an authorisation in whose place another comes, elsewhere": one(
        "moves",
        Step("A2→A7 R7→R9", both(days(5), GRANT, look_at("granted")),
             Then(sa=A.REPLACED, on={"sa_ceases_on": TODAY + 5 * DAY})),
        _SA_TOLD,
    ),
    **{f"one yet to begin that ends as {end}": _ends("A1", end, "follows", _COMES)
       for end in _EARLY},
    **{f"one in force that ends as {end}": _ends("A2", end, "represented") for end in _EARLY},
    **{f"one suspended that ends as {end}": _ends("A3", end, "granted", _SUSPENDED)
       for end in _EARLY},
}  # fmt: skip


# 4.4 Reviews


def _asked(by: str, state: ReviewState, ground: str = "non_qualification") -> Step:
    return Step(
        "–→V1", offer("case_review", requested_by=by, why="The doors are open", ground_bi=ground),
        Then(review=state),
    )  # fmt: skip


_NOTIFIED = Step("V1→V2", offer("case_review_notice", notified_on="today"), Then(review=V.NOTIFIED))
_DECIDING = Step("V2→V3", offer("case_review_consider"), Then(review=V.DECIDING))
_ASSESSED = Step("V3→V5", offer("case_review_assess", bi=True, reviewable_why="A new care plan"),
                 Then(review=V.ASSESSING))  # fmt: skip
_CONDITIONS = Step("V3→V6", offer("case_review_conditions", reviewable_why="The garden is shut"),
                   Then(review=V.CONDITIONS_ONLY))  # fmt: skip
_OUTCOME = {"told": {"review_outcome": {PERSON, HOME, RPR}}}
_PAUSE = offer("case_review_pause", pause_why="A further request is in hand")
_RESUME = offer("case_review_resume")
_FOUND = offer("case_review_finding", result="positive", reasons="As before",
               assessor_name="Bea Iqbal")  # fmt: skip
_NOT_FOUND = offer("case_review_finding", result="negative", reasons="Harm is unlikely now",
                   is_no_deprivation="no", assessor_name="Bea Iqbal")  # fmt: skip


def _paused(number: int, state: ReviewState) -> tuple[Step, Step]:
    return (
        Step(f"V{number}→V10", _PAUSE, Then(review=V.PAUSED)),
        Step(f"V10→V{number}", _RESUME, Then(review=state)),
    )


def _begun(by: str = "own_motion", state: ReviewState = V.OWN_MOTION) -> tuple[Step, ...]:
    return (_asked(by, state), _NOTIFIED, _DECIDING)


_REVIEWS: dict[str, Story] = {
    "reviews that leave the authorisation in force": one(
        "represented",
        _asked("person", V.REQUESTED),
        Step("V1→V2", offer("case_review_notice", notified_on="today"),
             Then(review=V.NOTIFIED, told={"review_notice": {HOME, RPR}})),
        _DECIDING,
        Step("V3→V4", offer("case_review_none", reviewable_why="Nothing is new"),
             Then(review=V.NONE_REVIEWABLE, sa=A.IN_FORCE, **_OUTCOME)),
        *_begun(), _ASSESSED,
        Step("V5→V7", both(_FOUND, offer("case_review_keep", who=SIGNATORY)),
             Then(review=V.NO_CHANGE, sa=A.IN_FORCE, **_OUTCOME)),
        *_begun("by_managing_authority", V.REQUESTED), _ASSESSED,
        Step("V5→V8", both(_FOUND, offer(
            "case_review_vary", who=SIGNATORY, reason_kind="bi", reason_text="Less closely")),
             Then(review=V.VARIED, sa=A.IN_FORCE, on={"sa_last_day": LAST}, **_OUTCOME)),
        *_begun("by_representative", V.REQUESTED), _CONDITIONS,
        Step("V6→V7", offer("case_review_keep", who=SIGNATORY),
             Then(review=V.NO_CHANGE, **_OUTCOME)),
        *_begun("imca_39c", V.REQUESTED), _CONDITIONS,
        Step("V6→V8", offer("case_review_vary", who=SIGNATORY, condition_act="condition_add",
                            condition_text="Offer the day room instead."),
             Then(review=V.VARIED, on={"sa_last_day": LAST}, **_OUTCOME)),
    ),
    "a review that terminates": one(
        "granted",
        *_begun(), _ASSESSED,
        Step("V5→V9 A2→A5", both(_NOT_FOUND, offer("case_review_terminate", who=SIGNATORY)),
             Then(review=V.TERMINATED, sa=A.TERMINATED_REVIEW, on={"sa_ceases_on": TODAY},
                  told={"sa_ceased": CEASED, "review_outcome": {PERSON, HOME, RPR}})),
    ),
    "a review that is paused at every step": one(
        "granted",
        _asked("person", V.REQUESTED), *_paused(1, V.REQUESTED),
        _NOTIFIED, *_paused(2, V.NOTIFIED),
        _DECIDING, *_paused(3, V.DECIDING),
        _ASSESSED, *_paused(5, V.ASSESSING),
    ),
    "a review of conditions that is paused": one(
        "granted",
        _asked("own_motion", V.OWN_MOTION, "variation_of_conditions"), *_paused(1, V.OWN_MOTION),
        _NOTIFIED, _DECIDING, _CONDITIONS, *_paused(6, V.CONDITIONS_ONLY),
    ),
}  # fmt: skip

STORIES: dict[str, Story] = {**_REQUESTS, **_CLOSINGS, **_URGENTS, **_STANDARD, **_REVIEWS}


# Told


@pytest.fixture(scope="module")
def beginning(store_template, tmp_path_factory) -> Iterator[Beginning]:
    made = Beginning(store_template, tmp_path_factory.mktemp("transitions"), prepare)
    yield made
    made.close()


@pytest.fixture
def driver(beginning, look, tmp_path) -> Iterator[Driver]:
    """Return somebody at the window, in a store with every case that stories begin with."""
    with opened(beginning.again(), look, tmp_path) as sight:
        yield Driver(sight)


@pytest.mark.parametrize("name", STORIES)
def test_a_story_goes_at_the_window_as_the_law_says(driver, name):
    for chapter in STORIES[name]:
        driver.open(start(chapter.case))
        for step in chapter.steps:
            step.act(driver)
            step.then.holds(driver)


# 4.1 again: a request that comes anew


def test_whoever_asks_again_begins_a_new_clock_and_the_old_request_stays_closed(driver):
    """R12 or R13 to a new R1, and the first R1 of all, at the page that logs requests."""
    for case, end in (("checking", "R12"), ("waiting", "R13")):
        before = start(case)
        driver.open(before)
        offer_id, state, typed = _CLOSED[end]
        driver.take(offer_id, **_PAPER, **typed)
        held = driver.view.case
        driver.sight.go(Spot.LOG)
        page = driver.page
        driver.pick(page.view.person, held.person_ref)
        driver.pick(page.view.place, "Rosewood")
        page.view.fields.set_raw(page.view.fields.raw() | {
            "received_on": "today", "urgent_given": "no", "purpose": "Care",
            "reason": "As it came"})  # fmt: skip
        driver.settle()
        page.view.save.click()
        driver.settle()
        new = driver.page.view.case
        assert new.request.state is R.RECEIVED  # nobody signed it
        assert (new.person_id, new.request.received_on) == (held.person_id, TODAY)
        assert driver.page.view.due_on == TODAY + 20 * DAY
        driver.open(before)
        assert driver.view.case.request.state is state
        assert driver.on("assessments_due_on") == DUE


# 4.5 Reports of an unauthorised deprivation


@dataclass(frozen=True)
class Act:
    """One step of a report: its button, what is typed, the state and what is owed then."""

    transition: str
    button: str
    typed: Mapping[str, str]
    state: str
    due_on: date | None


_REPORT_DUE = TODAY + 6 * DAY
_TOLD_MA = {"told_ma_on": "18 11 26", "asked_ma_on": "18 11 26", "reasonable_period_passed": "yes"}
_CONCERN = Act("T1→concern", "Keep as a concern…", {"why": "Nobody asked the home yet"},
               "referral_concern", _REPORT_DUE)  # fmt: skip
_NO = {"declined": "already_decided", "why": "Decided in May"}
_ON_TIME = {"assessment_carried_out_on": "today", "assessment_received_on": "today",
            "reasons": "Seen alone"}  # fmt: skip


def _appoint(came_from: str) -> Act:
    return Act(f"{came_from}→T3", "Appoint an assessor…", {"assessor": "1"},
               "referral_assessor_appointed", _REPORT_DUE)  # fmt: skip


def _finds(number: int, event: str, state: str) -> Act:
    return Act(f"T3→T{number}", "Outcome of the assessment…", {"outcome": event, **_ON_TIME},
               state, None)  # fmt: skip


REPORTS: dict[str, tuple[Mapping[str, str], tuple[Act, ...]]] = {
    "not to be assessed": (
        {}, (Act("T1→T2", "No assessment…", _NO, "referral_not_assessed", None),)),
    "kept as a concern, then not assessed": (
        {}, (_CONCERN, Act("concern→T2", "No assessment…", _NO, "referral_not_assessed", None))),
    "kept as a concern, then assessed: not detained": (
        {}, (_CONCERN,
             Act("told", "What the home was told…", _TOLD_MA, "referral_concern", _REPORT_DUE),
             _appoint("concern"), _finds(4, "find_not_detained", "referral_not_detained"))),
    "detained and authorised": (
        _TOLD_MA,
        (_appoint("T1"), _finds(5, "find_authorised", "referral_detained_authorised"))),
    "detained without authority": (
        _TOLD_MA,
        (_appoint("T1"), _finds(6, "find_unauthorised", "referral_detained_unauthorised"))),
}  # fmt: skip


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_goes_at_the_window_as_the_law_says(driver, name):
    told, acts = REPORTS[name]
    driver.be("Lee Deer")
    page = driver.sight.go(Spot.REFERRALS)
    page.log()
    dialog = page.dialog
    driver.pick(dialog.fields["place"], "rosew")
    for field_name, value in {
        "family_name": "Ŵyn-Łuk", "referrer": "A niece", "what_is_said": "Kept in one room",
        **told,
    }.items():  # fmt: skip
        dialog.fields[field_name].set_raw(value)
    driver.submit(dialog)
    assert not dialog.isVisible(), dialog.banner.text
    assert page.chosen.record.facts.state == "referral_received"  # –→T1
    assert page.chosen.due_on == _REPORT_DUE
    for act in acts:
        owed = page.chosen.record.facts.notices
        page.buttons[act.button].click()
        driver.settle()
        for field_name, value in act.typed.items():
            page.dialog.fields[field_name].set_raw(value)
        driver.submit(page.dialog)
        assert not page.dialog.isVisible(), (act.transition, page.dialog.banner.text)
        if act.due_on is None:
            page.over_tile.click()
            driver.settle()
        found = page.chosen.record.facts
        assert (found.state, page.chosen.due_on) == (act.state, act.due_on)
        # Each step owes its notices: to whoever reported it, the person, the home, any IMCA.
        assert [one.who for one in found.notices] == [one.who for one in owed]
        assert all(one.sent_on is None for one in found.notices)
    if acts[-1].transition == "T3→T6":
        page.buttons["Open the deemed request"].click()
        driver.settle()
        request = driver.page.view.case.request
        assert (request.type, request.state, request.priority) == ("deemed", R.CHECKING, "high")
        assert driver.page.view.due_on == TODAY + 20 * DAY  # from the day it was received


# 1.6 Ordinary residence, which no clock waits for


@pytest.mark.parametrize(
    ("settled", "state", "may_take_over"),
    [("ours", ResidenceState.OURS, False), ("theirs", ResidenceState.THEIRS, True)],
)
def test_a_dispute_about_residence_stops_no_clock(driver, settled, state, may_take_over):
    driver.open(start("checking"))
    driver.take("case_residence", other_council="Eastmere", reasons="Placed by them")
    said = driver.refusal("case_transfer", **_PAPER, **_CLOSED["R14"][2])
    assert "Another council takes over only once it agreed" in said
    driver.take("case_residence_dispute", or_dispute_arose_on="today")
    assert driver.on("or_refer_by") == date(2027, 3, 23)  # within four months
    driver.take("case_residence_refer", or_referred_on="today")
    driver.take(f"case_residence_{settled}", settled_on="today", paper="Their letter",
                settled_by="Agreed")  # fmt: skip
    [held] = [one for one in driver.view.case.records if one.kind == "residence"]
    assert held.facts.state is state
    assert driver.on("assessments_due_on") == DUE
    if may_take_over:
        driver.take("case_transfer", **_PAPER, **_CLOSED["R14"][2])
        assert driver.view.case.request.state is R.TRANSFERRED


# The whole of dols.md 4


def _arrows(*lines: str) -> set[str]:
    """Return the transitions of some lines, such as ``R1 R2→R12``: each left to each right."""
    found = set()
    for line in lines:
        left, _, right = line.partition("→")
        found |= {f"{a}→{b}" for a in left.split() for b in right.split()}
    return found


#: dols.md 4.1 to 4.5. A request that comes again, and R1 itself, have a test of their own.
WANTED = _arrows(
    "R1→R2", "R2→R3", "R2 R3→R4", "R4→R5", "R5→R6", "R5→R10", "R10→R11", "R6→R7", "R7→R8",
    "R8→R5", "R7→R9", "R1 R2 R3 R4 R5 R6 R7 R8→R12 R13 R14",
    "U1→U2", "U2→U3 U4", "U1 U2 U3 U4→U5 U6 U7 U8 U9",
    "–→A1 A2", "A1→A2", "A2→A3", "A3→A2 A6", "A2 A3→A4", "A2→A5 A7", "A1 A2 A3→A8 A9 A10",
    "–→V1", "V1→V2", "V2→V3", "V3→V4 V5 V6", "V5→V7 V8 V9", "V6→V7 V8",
    "V1 V2 V3 V5 V6→V10", "V10→V1 V2 V3 V5 V6",
    "T1→T2 T3 concern", "concern→T2 T3", "T3→T4 T5 T6",
)  # fmt: skip


def _driven() -> Iterable[str]:
    for story in STORIES.values():
        for chapter in story:
            for step in chapter.steps:
                yield from step.transitions.split(" ")
    for _told, acts in REPORTS.values():
        yield from (act.transition for act in acts)


def test_every_transition_of_the_machines_is_driven():
    assert WANTED - set(_driven()) == set()
