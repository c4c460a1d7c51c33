"""How large a demonstration is, and the order in which its requests are wished for."""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from dateutil.relativedelta import relativedelta

from dolsdesk.clock import london_date
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.services.demo import cast
from dolsdesk.services.demo.calendar_year import spread
from dolsdesk.services.demo.lasting import Lasting
from dolsdesk.services.demo.story import Story
from dolsdesk.services.demo.vocabulary import weighted
from dolsdesk.services.demo.wishes import CLOSED_STATE, Ground, Quirk, Why, Wish

_S = RequestState
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a demonstration is.

    ``people`` and ``still_open`` are 0 where the plan is written by hand. ``documents`` and
    ``audits`` are how many records there are in the end; 0 for whatever comes of the requests.
    ``paper_days`` is for how many days back decisions have their paper.
    """

    name: str
    years: int
    requests: int
    people: int = 0
    still_open: int = 0
    places: int = 0
    assessors: int = 0
    amhps: int = 0
    documents: int = 0
    audits: int = 0
    paper_days: int = 0
    needs_server: bool = False

    @property
    def is_by_hand(self) -> bool:
        """Return whether the plan is the one written by hand."""
        return self.people == 0

    def scaled(self, share: float) -> "Size":
        """Return the same council in small, for trying out."""
        return replace(
            self,
            requests=int(self.requests * share),
            people=int(self.people * share),
            still_open=int(self.still_open * share),
            documents=int(self.documents * share),
            audits=int(self.audits * share),
        )


#: Ten years of a large council: the reference data set of features.md.
RSET = Size(
    "rset", years=10, requests=40_000, people=20_000, still_open=6_000, places=320, assessors=60,
    amhps=40, documents=100_000, audits=2_000_000, paper_days=28,
)  # fmt: skip

SIZES = {
    one.name: one
    for one in (
        Size("small", years=1, requests=300, paper_days=400),
        RSET,
        Size(
            "national", years=6, requests=6 * 330_000, people=950_000, still_open=120_000,
            places=12_000, assessors=3_000, amhps=2_000, needs_server=True,
        ),
    )
}  # fmt: skip


class Plan:
    """Wishes for requests, in order; told after each how it went."""

    def __iter__(self) -> Iterator[Wish]:
        """Yield one wish after the other; ``told`` must be called before the next."""
        raise NotImplementedError

    def told(self, wish: Wish, story: Story) -> bool:
        """Hear how a request went; return whether another in the same place will come."""
        raise NotImplementedError

    def gone(self) -> tuple[str, ...]:
        """Return those about whom, as has turned out, nothing more will come."""
        return ()


def plan(size: Size, as_at: date, rng: Random) -> Plan:
    """Return the plan of a size."""
    return _ByHand(size, as_at, rng) if size.is_by_hand else _ByChance(size, as_at, rng)


class _ByHand(Plan):
    def __init__(self, size: Size, as_at: date, rng: Random) -> None:
        self._wishes = cast.wishes(as_at, size.requests, rng)

    def __iter__(self) -> Iterator[Wish]:
        return self._wishes

    def told(self, wish: Wish, story: Story) -> bool:  # noqa: ARG002
        return wish.is_continued


_GROWTH = 1.7  # how much more comes in the last year than in the first
_RENEWED = 0.8
_ASKED_BEFORE = 27  # days before the end of an authorisation
_GIVEN_UP = timedelta(days=60)
_BACK_AFTER = timedelta(days=45)
_POOL = 4_000
_NEWEST = 4  # days
_CONTACT_DUE = 0.03  # of those that wait
_NEW_STATES = ((_S.RECEIVED, _S.CHECKING, _S.WAITING), (20, 50, 30))
_STATES = (
    (_S.WAITING, _S.ALLOCATED, _S.ASSESSING, _S.ALL_POSITIVE, _S.WITH_SIGNATORY, _S.RETURNED,
     _S.NEGATIVE),
    (84, 5, 6, 1.2, 2, 0.6, 1.2),
)  # fmt: skip
_ENDS = (("granted", "refused", "closed"), (58, 7, 35))
_FURTHER_ENDS = (("granted", "refused", "closed"), (86, 4, 10))
_GROUNDS = (
    (Ground.OBJECTIVE, Ground.BOTH, Ground.CONSENT, Ground.CAPACITY, Ground.NOT_BEST_INTERESTS,
     Ground.INELIGIBLE, Ground.ATTORNEY),
    (30, 15, 10, 25, 5, 12, 3),
)  # fmt: skip
_WHYS = (
    (Why.WITHDRAWN, Why.DIED, Why.MOVED, Why.DETAINED, Why.TRANSFERRED),
    (25, 30, 37, 4, 4),
)
#: How many of the first requests are about somebody new, and of the last.
_NEW_AT_FIRST, _NEW_AT_LAST = 1.6, 0.4


class _ByChance(Plan):
    """Exactly so many requests about exactly so many people, exactly so many of them open."""

    def __init__(self, size: Size, as_at: date, rng: Random) -> None:
        self._size = size
        self._as_at = as_at
        self._rng = rng
        self._people = 0
        self._due: list[tuple[date, int, str]] = []  # further requests to come, by day
        self._ended: list[tuple[date, str]] = []  # people who may come again elsewhere
        self._gone: list[str] = []
        self._number = 0

    def __iter__(self) -> Iterator[Wish]:
        first = self._as_at - relativedelta(years=self._size.years)
        last = self._as_at - _ONE_DAY
        count = self._size.requests
        days = list(spread(count, first, last, self._rng, growth=_GROWTH))
        shares = {on: at / count for at, on in enumerate(days)}
        slow = self._slow(days, shares)
        opened = 0.0
        for at, on in enumerate(days):
            lasting = Lasting.of(shares[on], slow)
            before, opened = opened, opened + lasting.open_share((self._as_at - on).days)
            is_open = int(opened + _ROUNDING) > int(before + _ROUNDING)
            wish = self._about_whom(on, (at + 1) / count)
            yield self._ending(wish, lasting, is_open=is_open)

    def told(self, wish: Wish, story: Story) -> bool:
        given = story.case.authorisation
        if given is not None:
            asks_on = given.last_day - timedelta(days=_ASKED_BEFORE)
            if asks_on < self._as_at and self._rng.random() < _RENEWED:
                self._number += 1
                heapq.heappush(self._due, (asks_on, self._number, wish.person))
                return True
        over_on = given.last_day if given else london_date(story.recorded[-1].at)
        may_return = not story.case.request.is_open and story.case.person.date_of_death is None
        if may_return and len(self._ended) < _POOL:
            self._ended.append((over_on + _BACK_AFTER, wish.person))
        else:
            self._gone.append(wish.person)
        return False

    def gone(self) -> tuple[str, ...]:
        found = tuple(self._gone)
        self._gone.clear()
        return found

    def _about_whom(self, on: date, share: float) -> Wish:
        """Return a request about somebody new or known, so that in the end the sum is right."""
        fall = _NEW_AT_FIRST - _NEW_AT_LAST
        wanted = self._size.people * share * (_NEW_AT_FIRST - fall * share / 2)
        if self._people >= wanted:
            known = self._further(on) or self._returning(on)
            if known is not None:
                return known
        self._people += 1
        return Wish(on, _S.GRANTED, person=f"{self._people}")

    def _further(self, on: date) -> Wish | None:
        while self._due and self._due[0][0] <= on:
            asks_on, _, person = heapq.heappop(self._due)
            if on - asks_on > _GIVEN_UP:
                self._gone.append(person)
                continue
            return Wish(on, _S.GRANTED, person=person, is_further=True, urgent=False)
        return None

    def _returning(self, on: date) -> Wish | None:
        """Return a request about somebody whose last one is over, in another place.

        Where there may be nobody new any more, it is whoever has been away longest.
        """
        drawn = [int(self._rng.random() * len(self._ended)) for _ in range(3) if self._ended]
        at = next((at for at in drawn if self._ended[at][0] <= on), None)
        if at is None and self._ended and self._people >= self._size.people:
            at = min(range(len(self._ended)), key=self._ended.__getitem__)
        if at is None:
            return None
        _, person = self._ended[at]
        self._ended[at] = self._ended[-1]
        self._ended.pop()
        return Wish(on, _S.GRANTED, person=person, moves=True)

    def _ending(self, wish: Wish, lasting: Lasting, *, is_open: bool) -> Wish:
        rng, age = self._rng, (self._as_at - wish.received_on).days
        if is_open:
            goal = weighted(rng, *(_NEW_STATES if age <= _NEWEST else _STATES))
            ground = weighted(rng, *_GROUNDS) if goal is _S.NEGATIVE else None
            quirks = {Quirk.LACKS_SIGNATURE} if goal is _S.RECEIVED else set()
            if goal is _S.WAITING and rng.random() < _CONTACT_DUE:
                quirks.add(Quirk.CONTACT_DUE)
            return replace(wish, goal=goal, ground=ground, quirks=frozenset(quirks))
        wish = replace(wish, takes=lasting.drawn(age, rng))
        end = weighted(rng, *(_FURTHER_ENDS if wish.is_further else _ENDS))
        if end == "closed":
            why = weighted(rng, *_WHYS)
            if why is Why.DIED and (wish.is_further or wish.moves):
                why = Why.MOVED  # the record of somebody known is written already
            return replace(wish, goal=CLOSED_STATE[why], why=why)
        if end == "refused":
            return replace(wish, goal=_S.NOT_GRANTED, ground=weighted(rng, *_GROUNDS))
        return wish

    def _slow(self, days: Iterable[date], shares: Mapping[date, float]) -> float:
        """Return how many days the queue takes, so that the sum of what is open is right."""
        counted = Counter(days)
        low, high = 0.1, 36_500.0
        for _ in range(_STEPS):
            middle = (low + high) / 2
            still = sum(
                n * Lasting.of(shares[on], middle).open_share((self._as_at - on).days)
                for on, n in counted.items()
            )
            if still < self._size.still_open:
                low = middle
            else:
                high = middle
        return high


_STEPS = 60
_ROUNDING = 1e-6
