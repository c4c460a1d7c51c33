"""A user who enters anything about an authorisation in any order: the law of dols.md 4 holds.

What authorises each day is worked out here a second time, as a plain set of days.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from dolsdesk.domain.dols.assessments import Result
from dolsdesk.domain.dols.authority import Authority
from dolsdesk.domain.dols.endings import Absence, Coroner, EarlyEnd
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.life import SA_LIVE, SaState
from dolsdesk.domain.dols.reviews import Ground, Requester, ReviewEvent, ReviewState
from dolsdesk.domain.dols.suspensions import SuspensionReason
from dolsdesk.domain.records import RecordKind
from dolsdesk.errors import DeskError
from dolsdesk.services import admin, authorities, cases, copies, residence, reviews
from dolsdesk.services.cases import CaseView
from dolsdesk.store import audit
from tests.services.life import a_finding, a_review, a_suspension, an_ending
from tests.support.beginning import Beginning
from tests.support.desk import TODAY
from tests.support.refusals import assert_is_said

DAY = timedelta(days=1)
K = AssessmentKind
near = st.sampled_from([0, 0, 0, -1, 1, -5, -30, 5])
why = st.sampled_from(["as it is", "as it is", "as it is", ""])
kinds = st.sets(st.sampled_from(K), max_size=2)


@dataclass
class Told:
    """What was taken in about the authorisation, in plain days."""

    first: date
    last: date
    suspended: list[list[date | None]] = field(default_factory=list)
    ended: date | None = None

    def days(self) -> set[date]:
        """Return every day, whole or in part, on which the authorisation gives authority."""
        found = {self.first + n * DAY for n in range((self.last - self.first).days + 1)}
        for noticed, restored in self.suspended:
            until = restored or date.max
            found = {one for one in found if one < noticed or one >= until}
        if self.ended is not None:
            found = {one for one in found if one <= self.ended}
        return found


class Authorised(RuleBasedStateMachine):
    """Somebody who enters what happened to one authorisation, and gets much of it wrong."""

    def __init__(self, beginning: Beginning) -> None:
        super().__init__()
        self.world = beginning.again()
        self.request_id = 1
        given = self.view().case.authorisation
        self.told = Told(given.in_force_on, given.last_day)
        self.gap: set[date] = set()
        self.entries: dict[int, int] = {}

    @property
    def today(self) -> date:
        return self.world.desk.clock.today()

    def view(self) -> CaseView:
        return cases.open_case(self.world.admin, self.request_id)

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Let an act succeed or be refused; a refusal is a sentence and writes nothing."""
        before = self._end_of_trail()
        try:
            yield
        except DeskError as fault:
            assert_is_said(fault)
            assert self._end_of_trail() == before
            return
        assert self._end_of_trail() > before
        self.holds()

    def _end_of_trail(self) -> int:
        with self.world.desk.store.reading() as session:
            found = audit.head(session)
        assert found is not None
        return found[0]

    # What is entered

    @rule(days=st.sampled_from([0, 1, 3, 10, 27, 28, 29, 90, 200]))
    def pass_time(self, days) -> None:
        self.world.desk.clock.move(days=days)
        self.holds()

    @rule(ago=near, reason=st.sampled_from(SuspensionReason), said=why, because=why)
    def suspend(self, ago, reason, said, because) -> None:
        on = self.today + ago * DAY
        with self.trying():
            authorities.suspend(
                self.world.admin, self.request_id, a_suspension(on, reason=reason, why=said),
                reason=because,
            )  # fmt: skip
            assert on <= self.today
            assert self.told.first <= on <= self.told.last
            self.told.suspended.append([on, None])

    @rule(ago=near, because=why)
    def lift(self, ago, because) -> None:
        on = self.today + ago * DAY
        with self.trying():
            authorities.lift_suspension(
                self.world.admin, self.request_id, restored_on=on, reason=because
            )
            noticed = self.told.suspended[-1][0]
            assert noticed <= on <= min(noticed + 27 * DAY, self.told.last, self.today)
            self.told.suspended[-1][1] = on
            self.gap -= {on + n * DAY for n in range(400)}  # by a fact, with its reason

    @rule(reason=st.sampled_from(EarlyEnd), ago=near, terms=why, coroner=st.booleans())
    def end(self, reason, ago, terms, coroner) -> None:
        on = self.today + ago * DAY
        ending = an_ending(reason, on, terms=terms, coroner=Coroner.ADVISED if coroner else None)
        with self.trying():
            authorities.end_authorisation(self.world.admin, self.request_id, ending)
            assert reason is not EarlyEnd.REVIEW
            assert self.told.first <= on <= min(self.told.last, self.today)
            self._ended(on)

    def _ended(self, on: date) -> None:
        self.told.ended = on if self.told.ended is None else min(on, self.told.ended)

    @rule(ago=near, back=near, where=st.sampled_from(["Hospital", ""]))
    def go_away(self, ago, back, where) -> None:
        on = self.today + ago * DAY
        with self.trying():
            authorities.go_away(self.world.admin, self.request_id, Absence(where, on))
        with self.trying():
            authorities.come_back(
                self.world.admin, self.request_id, back_on=self.today + back * DAY
            )

    @rule(number=st.integers(0, 9), said=why)
    def void(self, number, said) -> None:
        records = self.view().case.records
        chosen = records[number % len(records)]
        with self.trying():
            authorities.enter_in_error(self.world.admin, self.request_id, chosen.id, why=said)
            assert not chosen.is_void
            if chosen.kind is RecordKind.SUSPENSION:
                self.told.suspended = [
                    one
                    for one in self.told.suspended
                    if one[0] != chosen.facts.suspension_notice_on
                ]
            if chosen.kind is RecordKind.CESSATION:
                self.told.ended = None

    # Reviews

    @rule(
        who=st.sampled_from(Requester), ago=near, grounds=kinds,
        ground=st.sampled_from(Ground), said=why,
    )  # fmt: skip
    def ask(self, who, ago, grounds, ground, said) -> None:
        found = a_review(
            self.today + ago * DAY, requested_by=who, why=said,
            grounds=dict.fromkeys(grounds, ground),
        )  # fmt: skip
        with self.trying():
            reviews.ask(self.world.admin, self.request_id, found)
            assert self.view().sa_state is SaState.IN_FORCE

    @rule(
        what=st.sampled_from(
            ["notice", "consider", "none", "assess", "conditions", "pause", "resume"]
        ),
        chosen=kinds,
        said=why,
    )
    def go_on(self, what, chosen, said) -> None:
        ctx, one = self.world.admin, self.request_id
        with self.trying():
            {
                "notice": lambda: reviews.give_notice(ctx, one, on=self.today),
                "consider": lambda: reviews.consider(ctx, one),
                "none": lambda: reviews.find_none(ctx, one, why=said),
                "assess": lambda: reviews.assess(ctx, one, kinds=tuple(chosen), why=said),
                "conditions": lambda: reviews.conditions_only(ctx, one, why=said),
                "pause": lambda: reviews.pause(ctx, one, why=said),
                "resume": lambda: reviews.resume(ctx, one),
            }[what]()

    @rule(kind=st.sampled_from(K), is_met=st.booleans(), beyond=near, says=st.booleans())
    def find(self, kind, is_met, beyond, says) -> None:
        finding = a_finding(
            self.today,
            result=Result.POSITIVE if is_met else Result.NEGATIVE,
            is_no_deprivation=True if says else None,
            recommended_last_day=self.told.last + beyond * DAY,
        )
        with self.trying():
            reviews.record_finding(self.world.admin, self.request_id, kind, finding)
            assert beyond <= 0

    @rule(event=st.sampled_from([ReviewEvent.KEEP, ReviewEvent.VARY, ReviewEvent.TERMINATE]),
          reasons=kinds)  # fmt: skip
    def complete(self, event, reasons) -> None:
        before = reviews.current(self.view().case)
        with self.trying():
            reviews.complete(
                self.world.signatory, self.request_id, event,
                reasons_varied=dict.fromkeys(reasons, "As it is now"),
            )  # fmt: skip
            assert not before.facts.owed
            assert bool(before.facts.negatives) is (event is ReviewEvent.TERMINATE)
            if event is ReviewEvent.TERMINATE:
                self._ended(self.today)

    @rule(what=st.booleans())
    def tell(self, what) -> None:
        act = authorities.tell_ceased if what else authorities.tell_urgent_ceased
        with self.trying():
            act(self.world.admin, self.request_id)
            assert self.view().sa_state not in SA_LIVE or not what

    @rule(line=st.integers(0, 20))
    def tick(self, line) -> None:
        lines = self.view().case.copies
        with self.trying():
            copies.mark_sent(
                self.world.admin, self.request_id, lines[line % len(lines)].id, on=self.today,
                method="post",
            )  # fmt: skip

    @rule(said=why)
    def question_residence(self, said) -> None:
        with self.trying():
            residence.query(
                self.world.admin, self.request_id, other_council="Eastmere",
                queried_on=self.today, reasons=said,
            )  # fmt: skip

    # What must be so

    def holds(self) -> None:
        """Check the case as it can be opened now."""
        view = self.view()
        given = view.case.authorisation
        assert (given.in_force_on, given.last_day) == (self.told.first, self.told.last)  # I15
        authorised = self.told.days()
        for span in view.spans:
            for number in range(span.days):
                day = span.first_on + number * DAY
                assert (day in authorised) == (span.kind is not Authority.NONE), day
        shown = {s.first_on + n * DAY for s in view.spans for n in range(s.days)}
        assert authorised <= shown
        gap = {
            span.first_on + n * DAY
            for span in view.spans
            if span.kind is Authority.NONE
            for n in range(span.days)
            if span.first_on + n * DAY <= self.today
        }
        if view.case.person.date_of_death is None:
            assert self.gap <= gap  # I14: no day without authority is ever taken back
            self.gap = gap
        self._state(view, authorised)
        held = reviews.current(view.case)
        if held is not None:
            assert held.facts.state is not ReviewState.TERMINATED
        for record in view.case.records:
            assert record.entries >= self.entries.get(record.id, 1)
            self.entries[record.id] = record.entries

    def _state(self, view: CaseView, authorised: set[date]) -> None:
        runs = view.sa_state is SaState.IN_FORCE
        if runs:
            assert self.today in authorised
        if view.sa_state is SaState.SUSPENDED:
            assert self.today not in authorised or self.told.suspended[-1][1] == self.today
        if view.sa_state not in SA_LIVE:
            assert not {one for one in authorised if one > self.today}

    def teardown(self) -> None:
        """At the end the case still holds, the trail is whole and lists say what cases say."""
        self.holds()
        with self.world.desk.store.reading() as session:
            assert audit.check(session) is None
        assert admin.recalculate(self.world.admin).value.moved == ()
        self.world.close()


@pytest.fixture(scope="module")
def beginning(store_template, tmp_path_factory) -> Iterator[Beginning]:
    made = Beginning(
        store_template,
        tmp_path_factory.mktemp("authorised"),
        lambda world: world.whole_way(arrangements_from=TODAY),
    )
    yield made
    made.close()


@pytest.mark.parametrize("start", range(6))
def test_whatever_is_entered_the_law_holds(beginning, start):
    """Several short runs from fixed seeds differ more than one long one, and never by chance."""

    @seed(start)
    def life() -> Authorised:
        return Authorised(beginning)

    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=6,
            stateful_step_count=25,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
