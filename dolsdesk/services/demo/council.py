"""Fills an empty store with the invented council: furniture, requests, trail, papers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from dateutil.relativedelta import relativedelta

from dolsdesk.clock import LONDON, FixedClock
from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.dols.assessors import Declared
from dolsdesk.errors import Refused
from dolsdesk.rules.book import RuleBook
from dolsdesk.services import signatures
from dolsdesk.services.context import Context
from dolsdesk.services.demo import vocabulary
from dolsdesk.services.demo.bookkeeping import Bookkeeper
from dolsdesk.services.demo.furniture import WORKSTATION, Furnisher, Furniture
from dolsdesk.services.demo.plans import Size, plan
from dolsdesk.services.demo.register import leave
from dolsdesk.services.demo.rows import Scribe
from dolsdesk.services.demo.story import Recorded, Stage, Story
from dolsdesk.services.demo.teller import Teller
from dolsdesk.services.demo.telling import Cast
from dolsdesk.services.demo.timetable import Days
from dolsdesk.services.demo.vocabulary import pick
from dolsdesk.services.demo.wishes import Quirk, Wish
from dolsdesk.services.papers import decided
from dolsdesk.services.progress import Progress
from dolsdesk.store.bulk import Bulk
from dolsdesk.store.handle import Store

#: How long before the first request the store was set up.
FURNISHED_BEFORE = timedelta(days=40)

_TELLS_EVERY = 100  # requests
_DRAWS_EVERY = 10  # papers
_WORKING_HOURS = 9 * 60 * 60  # seconds, from nine in the morning
_REMEMBERED = 200  # cases that somebody may open again

#: Papers that the reference data set has records of, the most usual first.
_RECORDS = (
    ("L01", "Acknowledgement of request"),
    ("F4", "Mental capacity, mental health and eligibility"),
    ("F3", "Age, mental capacity, no refusals, best interests"),
    ("L02", "Holding letter"),
)

#: Conflicts of interest that the register knows of: for which case, of what kind, with whom.
_INTERESTS = (
    (
        Quirk.BARS_RELATIVE, Declared.RELATIVE_OF_PERSON, "conflict",
        "Brother-in-law of the person; declared in writing.",
    ),
    (
        Quirk.BARS_CARER, Declared.INVOLVED_IN_CARE, "insurance_ending",
        "Was the person's social worker until the spring.",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is in the end, and who sits at the desk."""

    requests: int
    people: int
    still_open: int
    documents: int
    audits: int
    staff_id: int


class Council:
    """The council of one demonstration, being made."""

    def __init__(
        self, store: Store, book: RuleBook, calendar: WorkingCalendar, *,
        size: Size, as_at: date, seed: int,
    ) -> None:  # fmt: skip
        self._store = store
        self._book = book
        self._calendar = calendar
        self._size = size
        self._as_at = as_at
        self._rng = Random(seed)  # noqa: S311  (nothing here is a secret)
        self._vocabulary = vocabulary.load()

    def fill(self, progress: Progress, stop: Callable[[], bool]) -> Counts:
        """Fill the store.

        Raises:
            Refused: it was stopped.
        """
        begins_on = self._as_at - relativedelta(years=self._size.years) - FURNISHED_BEFORE
        furnisher = Furnisher(
            self._store, self._vocabulary, self._book, self._calendar,
            size=self._size, as_at=self._as_at, begins_on=begins_on, rng=self._rng,
        )  # fmt: skip
        members = furnisher.people()
        fit = furnisher.bundled_places(members[0])
        self._store.close()  # nobody else has it open while it is written in bulk
        with Bulk(self._store) as bulk:
            fit |= furnisher.more_places(bulk, len(fit))
            furniture = furnisher.furniture(members, fit)
            filling = _Filling(bulk, furniture, self._cast(bulk, furniture), self._size, self._rng)
            filling.tell(progress, stop)
            bulk.flush()
            filling.draw(progress, stop)
            return filling.counts()

    def _cast(self, bulk: Bulk, furniture: Furniture) -> Cast:
        listed = furniture.register
        stage = Stage(
            self._store, self._book, self._calendar, WORKSTATION,
            next_id=bulk.next_id, eligibility=listed.eligibility, snapshot=listed.snapshot,
        )  # fmt: skip
        return Cast(
            stage=stage,
            vocabulary=self._vocabulary,
            places=furniture.places,
            suits=furniture.suits,
            team=furniture.team,
            register=listed,
            days=Days(self._calendar, self._as_at, self._rng),
        )


class _Filling:
    """Requests, trail and papers, written in the order of the days."""

    def __init__(
        self, bulk: Bulk, furniture: Furniture, cast: Cast, size: Size, rng: Random
    ) -> None:
        self._bulk = bulk
        self._furniture = furniture
        self._stage = cast.stage
        self._size = size
        self._as_at = cast.days.as_at
        self._rng = rng
        self._teller = Teller(cast, rng)
        self._scribe = Scribe(bulk, cast.stage.book, self._as_at, WORKSTATION)
        self._books = Bookkeeper(
            bulk, cast.days, furniture.team, furniture.assessors, furniture.rates
        )
        self._still_open = 0
        self._records = 0
        self._papers: list[Story] = []
        self._latest: list[int] = []

    def tell(self, progress: Progress, stop: Callable[[], bool]) -> None:
        """Let every request come and take its course."""
        wanted = plan(self._size, self._as_at, self._rng)
        total = self._size.requests
        paper_from = self._as_at - timedelta(days=self._size.paper_days)
        today = date.min
        for done, wish in enumerate(wanted):
            if done % _TELLS_EVERY == 0:
                progress(done, total, "requests")
                if stop():
                    raise Refused("DEMO_STOPPED")
            if wish.received_on != today:
                today = wish.received_on
                self._views(today, done)
                self._scribe.trail_before(today)
            story, life = self._teller.tell(
                wish, paper_from=paper_from if self._size.paper_days else None
            )
            self._scribe.write(story, life, is_continued=wanted.told(wish, story))
            for act in self._books.keep(story):
                self._scribe.hold(act)
            self._note(wish, story)
            self._record_papers(story, self._size.documents * (done + 1) // total)
            for person in wanted.gone():
                self._scribe.let_go(self._teller.forget(person))
            self._bulk.flush_if_full()
        self._views(self._as_at, total)
        self._scribe.finish()
        self._finish_register()

    def draw(self, progress: Progress, stop: Callable[[], bool]) -> None:
        """Draw the newest decisions' papers, as the signatory's desk would have."""
        stage = self._stage
        for done, story in enumerate(self._papers):
            if done % _DRAWS_EVERY == 0:
                progress(done, len(self._papers), "papers")
                if stop():
                    raise Refused("DEMO_STOPPED")
            case, signatory = story.case, story.signatory
            given, refused = case.authorisation, case.refusal
            at = given.given_at if given else refused.decided_at if refused else None
            if at is None or signatory is None or story.document_id is None:
                raise ValueError("only a decision has a paper")
            ctx = Context(
                stage.store, FixedClock(at), stage.book, stage.calendar, signatory, WORKSTATION
            )
            paper = decided.form_5(ctx, case) if given else decided.form_6(ctx, case)
            self._scribe.document(
                story, document_id=story.document_id, code=paper.code, title=paper.title,
                template=paper.template, at=at, issued_by=signatory.id,
                answers=dict(paper.answers), content=paper.content, pages=paper.pages,
                signature=signatures.of_signatory(signatory, at),
            )  # fmt: skip
        progress(len(self._papers), len(self._papers), "papers")

    def counts(self) -> Counts:
        """Return how much there is."""
        return Counts(
            requests=self._size.requests,
            people=self._teller.counters["person"],
            still_open=self._still_open,
            documents=len(self._papers) + self._records,
            audits=self._bulk.audit_count,
            staff_id=self._furniture.team.administrators[0].id,
        )

    def _note(self, wish: Wish, story: Story) -> None:
        self._still_open += story.case.request.is_open
        self._latest = [*self._latest[-_REMEMBERED:], story.case.request.id]
        if story.document_id is not None:
            self._papers.append(story)
        for quirk, kind, note, words in _INTERESTS:
            if quirk in wish.quirks:
                self._bulk.add(
                    "assessor_interest",
                    {
                        "assessor_id": self._furniture.by_note[note], "kind": kind,
                        "person_id": story.case.person_id, "place_id": None, "note": words,
                    },
                )  # fmt: skip

    def _record_papers(self, story: Story, wanted: int) -> None:
        """Add records of papers, without the papers, until there are as many as wanted."""
        papers = [*_decision_paper(story), *_RECORDS]
        at = 0
        while self._records + len(self._papers) < wanted:
            code, title = papers[at % len(papers)]
            self._scribe.document(
                story, document_id=self._bulk.next_id("document"), code=code, title=title,
                template="", at=story.recorded[0].at + timedelta(hours=at),
                issued_by=story.recorder.id,
            )  # fmt: skip
            self._records += 1
            at += 1

    def _views(self, day: date, done: int) -> None:
        """Add entries of somebody opening a case, so that the trail grows to its size."""
        if not self._size.audits or not self._latest:
            return
        wanted = self._size.audits * done // self._size.requests
        lacking = wanted - self._bulk.audit_count - self._scribe.held_count
        opened = datetime.combine(day - timedelta(days=1), time(9), LONDON)
        for _ in range(max(0, lacking)):
            at = opened + timedelta(seconds=int(self._rng.random() * _WORKING_HOURS))
            who = pick(self._rng, self._furniture.members)
            case_id = pick(self._rng, self._latest)
            self._scribe.hold(Recorded(at, who, "open_case", "request", case_id, "", None, None))

    def _finish_register(self) -> None:
        first_on, last_on = leave(self._as_at)
        away = self._furniture.by_note["on_leave"]
        self._bulk.add(
            "assessor_leave", {"assessor_id": away, "first_on": first_on, "last_on": last_on}
        )
        for name, last in (self._teller.counters | self._books.counters).items():
            self._bulk.add("counter", {"name": name, "last": last})


def _decision_paper(story: Story) -> tuple[tuple[str, str], ...]:
    if story.document_id is not None:
        return ()
    if story.case.authorisation is not None:
        return (("F5", "Standard authorisation granted"),)
    if story.case.refusal is not None:
        return (("F6", "Standard authorisation not granted"),)
    return ()
