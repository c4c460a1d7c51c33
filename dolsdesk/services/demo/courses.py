"""How a request goes on after it came: checked, waiting, with assessors, decided or closed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from dolsdesk.domain.dols.decision import LateReason
from dolsdesk.domain.dols.endings import (
    ClosedAs,
    Closure,
    ClosureReason,
    Coroner,
    Evidence,
)
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.dols.legal_test import OLD_TEST, in_force
from dolsdesk.domain.dols.states import DECIDED, RequestState
from dolsdesk.domain.dols.waiting import CONTACTS
from dolsdesk.services.demo.assessing import Assessing
from dolsdesk.services.demo.deciding import Deciding
from dolsdesk.services.demo.findings import Subject, Writer
from dolsdesk.services.demo.queueing import Queueing
from dolsdesk.services.demo.safeguarding import Safeguarding
from dolsdesk.services.demo.story import Story
from dolsdesk.services.demo.telling import EXTENSION_DAYS, Before, Cast, Telling
from dolsdesk.services.demo.timetable import Timetable
from dolsdesk.services.demo.vocabulary import weighted
from dolsdesk.services.demo.wishes import Asked, Mood, Quirk, Why, Wish

_S = RequestState
_ONE_DAY = timedelta(days=1)

_ON_TIME = 0.66
_EARLY_DAYS, _LATE_DAYS, _CLOSED_WITHIN = 9, 70, 75
_SOONER = 2  # the power by which short times come more often than long ones
_SIGNED_WITHIN = timedelta(days=4)

_BANDS: Mapping[Mood, tuple[int, ...]] = {
    Mood.CONTENT: (5, 25, 70), Mood.UNSETTLED: (20, 65, 15), Mood.OBJECTS: (80, 20, 0),
}  # fmt: skip
_URGENT_BANDS = (60, 40, 0)

_NEXT_COUNCIL = "Eastmere Borough Council"


class _Closing(NamedTuple):
    """How a request is closed, why, and on what kind of paper."""

    closed_as: ClosedAs
    reason: ClosureReason
    evidence: Evidence


_CLOSINGS: Mapping[Why, _Closing] = {
    Why.WITHDRAWN: _Closing(
        ClosedAs.WITHDRAWN, ClosureReason.RESTRICTIONS_REMOVED, Evidence.MANAGING_AUTHORITY
    ),
    Why.TRANSFERRED: _Closing(
        ClosedAs.TRANSFERRED, ClosureReason.COUNCIL_TOOK_OVER, Evidence.COUNCIL_AGREEMENT
    ),
    Why.DIED: _Closing(ClosedAs.NO_LONGER_NEEDED, ClosureReason.DIED, Evidence.DEATH),
    Why.MOVED: _Closing(ClosedAs.NO_LONGER_NEEDED, ClosureReason.MOVED, Evidence.DISCHARGE),
    Why.DETAINED: _Closing(
        ClosedAs.NO_LONGER_NEEDED, ClosureReason.DETAINED_MHA, Evidence.MHA_PAPERS
    ),
}
#: Why requests that are closed were not decided in time.
_LATE_REASONS: Mapping[Why, LateReason] = {
    Why.WITHDRAWN: LateReason.QUEUE,
    Why.TRANSFERRED: LateReason.CONTESTED,
    Why.DIED: LateReason.QUEUE,
    Why.MOVED: LateReason.NO_ASSESSOR,
    Why.DETAINED: LateReason.PERSON_UNAVAILABLE,
}
#: Where the request is over and the restrictions may not be.
_GOES_ON = frozenset({Why.WITHDRAWN, Why.TRANSFERRED})
_WENT_ON = "Confirmed by telephone with the managing authority."


class Course:
    """The course of one request, up to where it is wished to stand."""

    def __init__(
        self, cast: Cast, writer: Writer, rng: Random, *, wish: Wish, story: Story,
        about: Subject, before: Before | None,
    ) -> None:  # fmt: skip
        request = story.case.request
        logged_at = cast.days.logged_at(request.received_on, request.received_time)
        if logged_at.date() > cast.days.last and wish.goal is not _S.RECEIVED:
            wish = replace(wish, goal=_S.CHECKING, why=None)  # nobody has been at work since
        self._t = Telling(
            cast, writer, rng,
            wish=wish, story=story, about=about, before=before, logged_at=logged_at,
        )  # fmt: skip

    def run(self, paper_from: date | None) -> None:
        """Let everything happen that is to happen.

        Decisions from ``paper_from`` on have a paper; None for no papers.
        """
        told, goal, last = self._t, self._t.wish.goal, self._t.cast.days.last
        told.story.log(told.now, told.office, reason=_WENT_ON)
        told.plan = plan = self._timetable()
        if goal is _S.RECEIVED:
            return
        self._check()
        Safeguarding(told).begin()
        if plan.waits_on is not None:
            self._wait(plan.waits_on)
        if plan.closed_on is not None:
            told.extend(plan.closed_on - _ONE_DAY)
            self._close(plan.closed_on)
            return
        told.extend(plan.allocated_on or last)
        if plan.allocated_on is None:
            return
        assessing = Assessing(told)
        assessing.allocate(plan.allocated_on)
        if goal is not _S.ALLOCATED:
            assessing.assess()
        if goal in {_S.ALLOCATED, _S.ASSESSING, _S.ALL_POSITIVE, _S.NEGATIVE}:
            told.extend(last)
            return
        Deciding(told, paper_from).decide()

    def _timetable(self) -> Timetable:
        told, days, wish = self._t, self._t.cast.days, self._t.wish
        logged_at = told.plan.logged_at
        if wish.why is not None:
            return days.closed(logged_at, self._closed_on())
        if wish.goal not in DECIDED:
            return days.still_open(logged_at, wish.goal)
        # An extension yet to come is counted in.
        more = EXTENSION_DAYS if told.asked is Asked.GRANTED else 0
        due_on = (told.story.due_on or logged_at.date()) + timedelta(days=more)
        target = self._assessed_on(due_on)
        return days.decided(logged_at, target, in_time=due_on if target <= due_on else None)

    def _closed_on(self) -> date:
        wish, rng = self._t.wish, self._t.rng
        takes = wish.takes
        if takes is None:
            takes = 1 + int(_CLOSED_WITHIN * rng.random() ** _SOONER)
        return wish.received_on + timedelta(days=takes)

    def _assessed_on(self, due_on: date) -> date:
        """Return about when the assessments are completed, which must be past."""
        wish, rng = self._t.wish, self._t.rng
        if wish.takes is not None:
            return wish.received_on + timedelta(days=wish.takes)
        if wish.late_by is not None:
            return due_on + timedelta(days=wish.late_by)
        newest = self._t.cast.days.last - _SIGNED_WITHIN
        room = min((newest - due_on).days, _LATE_DAYS)
        if room > 0 and rng.random() > _ON_TIME:
            return due_on + timedelta(days=1 + int(room * rng.random() ** _SOONER))
        return min(due_on, newest) - timedelta(days=int(rng.random() * _EARLY_DAYS))

    def _check(self) -> None:
        told = self._t
        if told.story.state is _S.RECEIVED:
            on = told.cast.days.after(told.now.date() + _ONE_DAY)
            note = told.say("check", "notes")
            told.story.check(told.at(min(on, told.cast.days.last)), told.office, note=note)

    def _wait(self, on: date) -> None:
        told, as_at = self._t, self._t.cast.days.as_at
        came_urgent = told.story.case.urgent is not None
        weights = _URGENT_BANDS if came_urgent else _BANDS[told.about.mood]
        band = weighted(told.rng, tuple(Priority), weights)
        book = told.cast.stage.book
        step = timedelta(days=book.value(CONTACTS[band], on=as_at).amount)
        again_on = on + step
        if Quirk.CONTACT_DUE in told.wish.quirks:
            lately = as_at - timedelta(days=int(told.rng.random() * 3))
            again_on = max(on + _ONE_DAY, lately)
        elif again_on <= as_at:  # asked again as often as the band wants
            again_on += step * ((as_at - again_on) // step + 1)
        texts = told.phrases["triage"][band.value]["urgent" if came_urgent else "reasons"]
        reason = told.writer.say(texts, told.about)
        waits_still = told.wish.goal is _S.WAITING
        Queueing(told).wait(on, band, reason, again_on, waits_still=waits_still)

    def _close(self, on: date) -> None:
        told, why = self._t, self._t.wish.why or Why.WITHDRAWN
        at = told.at(on)
        if why is Why.DIED:
            told.story.learn_of_death(at, told.office, on=on)
        key = "reasons"
        if why is Why.WITHDRAWN:
            words = told.phrases["withdrawn"]
            key = "before" if in_force(on, told.cast.stage.book) == OLD_TEST else key
        elif why is Why.TRANSFERRED:
            words = told.phrases["transferred"]
        else:
            words = told.phrases["no_longer"][why.value][told.about.place_kind.value]
        evidence = told.writer.say(words["evidence"], told.about)
        how = _CLOSINGS[why]
        told.story.close(
            at,
            told.lead if why is Why.TRANSFERRED else told.office,
            Closure(
                closed_as=how.closed_as,
                reason=how.reason,
                on=on,
                evidence=how.evidence,
                paper=evidence,
                note=told.writer.say(words[key], told.about),
                restrictions_continue=False if why is Why.WITHDRAWN else None,
                council=_NEXT_COUNCIL if why is Why.TRANSFERRED else "",
                coroner=Coroner.NOT_REQUIRED if why is Why.DIED else None,
                late_reason=_LATE_REASONS[why].value,
                late_note=told.late_note(),
            ),
        )
        if why not in _GOES_ON:
            told.story.end_arrangements(at, told.office, last_day=on, evidence=evidence)
