"""Two desks at one case: whoever comes second is told in words and keeps what they typed (MU2).

``tests/faults/test_two_desks.py`` shows that no save is lost; here each kind of act is tried.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

import pytest

from dolsdesk.domain.dols.assessors import Declared, Profession
from dolsdesk.domain.dols.endings import ClosedAs
from dolsdesk.domain.dols.facts import AssessmentKind, Priority
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.machine import TransitionRefused
from dolsdesk.errors import AlreadyExists, Conflict, DeskError, StaleRecord
from dolsdesk.services import (
    allocation,
    assessments,
    cases,
    closing,
    copies,
    decisions,
    drafts,
    requests,
    words,
)
from dolsdesk.services.context import Context
from dolsdesk.services.desk import Desk, assemble
from dolsdesk.services.outcome import ReasonNeeded
from dolsdesk.store import audit
from dolsdesk.store.handle import Store
from tests.support.desk import (
    TODAY,
    World,
    a_closure,
    a_grant,
    a_person,
    an_assessment,
    new_request,
)
from tests.support.stores import rows

K, S = AssessmentKind, RequestState
TYPED = {"reasons": "An hour's work: “Łukasz walks out each day.”", "last_day": "22 05 2027"}
NHS_NUMBER = "9434765919"


@dataclass(frozen=True)
class Two:
    """The same people at two desks on one store."""

    world: World
    other: Desk

    def there(self, ctx: Context) -> Context:
        """Return somebody's context at the other desk."""
        return self.other.context(ctx.actor)

    def seen(self, case: int) -> int:
        """Return the version that both are looking at."""
        version = self.world.case(case).request.version
        assert cases.open_case(self.there(self.world.admin), case).case.request.version == version
        return version

    @contextmanager
    def turned_away(self, ctx: Context, case: int, code: str, kind: type[DeskError]):
        """Expect that the other desk is told; what is typed stays, and nothing else is kept."""
        drafts.keep(ctx, "decision", str(case), TYPED)
        before = rows(self.world.desk.store)
        with pytest.raises(kind) as caught:
            yield
        assert caught.value.code == code
        said = words.error(caught.value)
        assert said.endswith(".")
        assert "…" not in said
        assert rows(self.world.desk.store) == before
        assert drafts.find(ctx, "decision", str(case)).payload == TYPED


@contextmanager
def two_on(world: World) -> Iterator[Two]:
    """Open a second desk; however the test ends, the trail is whole."""
    other = assemble(Store(world.desk.store.location), world.desk.clock)
    yield Two(world, other)
    with other.store.reading() as session:
        assert audit.check(session) is None
    other.close()


@pytest.fixture
def two(world) -> Iterator[Two]:
    with two_on(world) as opened:
        yield opened


@pytest.fixture
def any_two(any_world) -> Iterator[Two]:
    """Return two desks on each kind of store."""
    with two_on(any_world) as opened:
        yield opened


def select(ctx: Context, case: int, assessor: int, seen: int | None) -> None:
    allocation.allocate(
        ctx, case, assessor_id=assessor, kinds=(K.MH, K.ELIG), seen_version=seen,
        declarations=dict.fromkeys(Declared, False), reason="load accepted",
    )  # fmt: skip


def test_the_second_of_two_selections_does_not_push_out_the_first(two):
    world = two.world
    rival = world.an_assessor("Dr Ray Vale", Profession.DOCTOR, s12_until=date(2028, 1, 1))
    case = world.a_case()
    seen = two.seen(case)
    select(world.admin, case, world.doctor, seen)
    there = two.there(world.lead)
    with two.turned_away(there, case, "STALE_RECORD", StaleRecord):
        select(there, case, rival, seen)
    assert world.case(case).active_allocations[K.MH].assessor_id == world.doctor
    select(there, case, rival, two.seen(case))
    assert world.case(case).active_allocations[K.MH].assessor_id == rival


def test_the_second_of_two_assessments_of_a_kind_is_not_recorded_over_the_first(two):
    world = two.world
    case = world.allocated(world.a_case())
    seen = two.seen(case)
    assessments.record(world.admin, case, an_assessment(K.MC, TODAY), seen_version=seen)
    there = two.there(world.lead)
    with two.turned_away(there, case, "STALE_RECORD", StaleRecord):
        found = an_assessment(K.MC, TODAY, reasons="Typed there.")
        assessments.record(there, case, found, seen_version=seen)
    assert world.case(case).assessments[K.MC].reasons == "Reasons for mc."


def test_the_second_of_two_grants_makes_no_second_authorisation_and_no_paper(two):
    world = two.world
    case = world.submitted(world.assessed(world.allocated(world.a_case())))
    seen = two.seen(case)
    decisions.grant(world.signatory, case, a_grant(TODAY), seen_version=seen)
    there = two.there(world.signatory)
    with two.turned_away(there, case, "STALE_RECORD", StaleRecord):
        later = a_grant(TODAY, last_day=date(2027, 1, 31))
        decisions.grant(there, case, later, seen_version=seen)
    view = cases.open_case(there, case)
    assert view.case.authorisation.last_day == date(2027, 5, 22)
    assert [paper.code for paper in view.papers] == ["F5"]


def test_a_grant_on_what_was_sent_back_meanwhile_is_not_given(two):
    world = two.world
    case = world.submitted(world.assessed(world.allocated(world.a_case())))
    seen = two.seen(case)
    world.sent_back(case, K.BI, "No view of the sister")
    there = two.there(world.signatory)
    with two.turned_away(there, case, "STALE_RECORD", StaleRecord):
        decisions.grant(there, case, a_grant(TODAY), seen_version=seen)
    assert world.case(case).request.state is S.RETURNED


def test_the_second_of_two_refusals_makes_no_second_paper(two):
    world = two.world
    case = world.stopped(world.turned_negative(world.allocated(world.a_case())))
    seen = two.seen(case)
    decisions.refuse(world.signatory, case, reasons="Refused there", seen_version=seen)
    there = two.there(world.signatory)
    with two.turned_away(there, case, "STALE_RECORD", StaleRecord):
        decisions.refuse(there, case, reasons="Refused here", seen_version=seen)
    assert world.case(case).refusal.reasons == "Refused there"


def test_a_copy_is_ticked_off_once_and_each_line_by_itself(two):
    world = two.world
    case = world.whole_way()
    first, second, *_ = world.case(case).copies
    copies.mark_sent(world.admin, case, first.id, on=TODAY, method="post")
    there = two.there(world.lead)
    for again in (
        lambda: copies.mark_sent(there, case, first.id, on=TODAY, method="by_hand"),
        lambda: copies.mark_not_sent(there, case, first.id, reason="No contact"),
    ):
        with two.turned_away(there, case, "COPY_MOVED_ON", Conflict):
            again()
    copies.mark_sent(there, case, second.id, on=TODAY, method="by_hand")
    assert [line.method for line in world.case(case).copies[:2]] == ["post", "by_hand"]
    copies.undo(world.admin, case, first.id)
    with two.turned_away(there, case, "COPY_MOVED_ON", Conflict):
        copies.undo(there, case, first.id)


#: What happens at one desk, and what the other does without looking again.
CROSSINGS: dict[str, tuple[Callable[[Context, int], object], Callable[[Context, int], object]]] = {
    "submitted after it was closed": (
        lambda ctx, case: closing.close(ctx, case, a_closure(ClosedAs.WITHDRAWN)),
        decisions.submit,
    ),
    "submitted twice": (decisions.submit, decisions.submit),
    "put to wait after it was sent on": (
        decisions.submit,
        lambda ctx, case: requests.wait(
            ctx, case, priority=Priority.LOW, reason="Settled", next_contact_on=date(2027, 1, 4)
        ),
    ),
    "closed twice": (
        lambda ctx, case: closing.close(ctx, case, a_closure(ClosedAs.WITHDRAWN)),
        lambda ctx, case: closing.close(ctx, case, a_closure(ClosedAs.TRANSFERRED)),
    ),
}


@pytest.mark.parametrize("name", CROSSINGS)
def test_what_cannot_follow_what_the_other_desk_did_is_refused(two, name):
    first, second = CROSSINGS[name]
    case = two.world.assessed(two.world.allocated(two.world.a_case()))
    first(two.world.admin, case)
    there = two.there(two.world.lead)
    with two.turned_away(there, case, "TRANSITION_REFUSED", TransitionRefused):
        second(there, case)


def test_an_extension_is_decided_once(two):
    world = two.world
    case = world.a_case(urgent=True)
    requests.ask_extension(world.admin, case, requested_on=TODAY, reasons="No doctor")
    answer = {"decided_on": TODAY, "is_granted": True, "reasons": "No doctor", "is_essential": True}
    requests.decide_extension(world.lead, case, days=3, **answer)
    there = two.there(world.signatory)
    with two.turned_away(there, case, "SECOND_EXTENSION", DeskError):
        requests.decide_extension(there, case, days=7, **answer)
    assert world.case(case).extension.days == 3


def at_one_moment(two: Two, act: Callable[[Context], object]) -> list[object]:
    """Let both desks do the same thing at once; return what came of it, errors too."""
    barrier = threading.Barrier(2)
    found: list[object] = []

    def work(ctx: Context) -> None:
        barrier.wait()
        try:
            found.append(act(ctx))
        except DeskError as fault:
            found.append(fault)

    ctxs = (two.world.admin, two.there(two.world.admin))
    threads = [threading.Thread(target=work, args=(ctx,)) for ctx in ctxs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    return found


def count(world: World, table: str) -> int:
    return len(rows(world.desk.store)[table])


def test_of_two_identical_requests_at_one_moment_the_second_is_told_of_the_first(any_two):
    world = any_two.world
    known = world.case(world.a_case()).person_id
    before = count(world, "request")
    new = new_request(world.hospital, person_id=known)
    found = at_one_moment(any_two, lambda ctx: requests.log(ctx, new))
    [told] = [one for one in found if isinstance(one, ReasonNeeded)]
    [problem] = told.problems
    assert problem.code == "DUPLICATE_REQUEST"
    ref = requests.earlier(world.admin, new).open_ref
    assert words.problem(problem).endswith(f"{ref}.")
    assert count(world, "request") == before + 1


def test_of_two_requests_that_bring_the_same_new_person_one_brings_nobody(any_two):
    world = any_two.world
    people, held = count(world, "person"), count(world, "request")
    new = new_request(world.home, person=a_person(nhs_number=NHS_NUMBER))
    found = at_one_moment(any_two, lambda ctx: requests.log(ctx, new))
    [fault] = [one for one in found if isinstance(one, DeskError)]
    assert isinstance(fault, AlreadyExists)
    assert (fault.code, fault.field) == ("NHS_NUMBER_TAKEN", "nhs_number")
    assert count(world, "person") == people + 1
    assert count(world, "request") == held + 1


def test_requests_logged_at_one_moment_have_references_of_their_own(any_two):
    def log_some(ctx: Context) -> list[str]:
        new = new_request(any_two.world.home)
        made = [requests.log(ctx, new, reason="Another").value for _ in range(5)]
        return [cases.open_case(ctx, one).case.request.ref for one in made]

    refs = [ref for made in at_one_moment(any_two, log_some) for ref in made]
    assert len(set(refs)) == len(refs) == 10


def test_of_two_signatories_who_sign_at_one_moment_one_signs(any_two):
    world = any_two.world
    case = world.submitted(world.assessed(world.allocated(world.a_case())))
    seen = any_two.seen(case)
    papers = count(world, "document")

    def sign(ctx: Context) -> object:
        mine = replace(ctx, actor=world.people["Sig Natory"])
        return decisions.grant(mine, case, a_grant(TODAY), seen_version=seen)

    found = at_one_moment(any_two, sign)
    [fault] = [one for one in found if isinstance(one, DeskError)]
    assert isinstance(fault, StaleRecord)
    assert count(world, "document") == papers + 1
    assert count(world, "authorisation") == 1


def test_the_same_box_ticked_at_one_moment_is_ticked_once(any_two):
    world = any_two.world
    case = world.whole_way()
    [line, *_] = world.case(case).copies
    found = at_one_moment(
        any_two, lambda ctx: copies.mark_sent(ctx, case, line.id, on=TODAY, method="post")
    )
    [fault] = [one for one in found if isinstance(one, DeskError)]
    assert (type(fault), fault.code) == (Conflict, "COPY_MOVED_ON")
    assert [event.kind for event in world.case(case).events].count("copy_sent") == 1
