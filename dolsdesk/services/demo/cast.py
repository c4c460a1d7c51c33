"""The small demonstration: what stands on the desk that morning, and the year before it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from random import Random

from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.people import Gender
from dolsdesk.services.demo.calendar_year import spread
from dolsdesk.services.demo.people import Known
from dolsdesk.services.demo.wishes import CLOSED_STATE, Asked, Ground, Mood, Quirk, Why, Wish

_S = RequestState
_CONTENT, _UNSETTLED, _OBJECTS = Mood.CONTENT, Mood.UNSETTLED, Mood.OBJECTS
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5

#: A request that comes late in the evening at the weekend (dols.md 9, W2).
_LATE_EVENING = time(23, 40)

#: How many requests end in each way, over the year.
_REFUSED = (
    (Ground.OBJECTIVE, 7), (Ground.BOTH, 4), (Ground.CONSENT, 3), (Ground.CAPACITY, 5),
    (Ground.NOT_BEST_INTERESTS, 2), (Ground.INELIGIBLE, 3), (Ground.ATTORNEY, 1),
)  # fmt: skip
_CLOSED = (
    (Why.WITHDRAWN, 15), (Why.DIED, 8), (Why.MOVED, 17), (Why.DETAINED, 3),
    (Why.TRANSFERRED, 3),
)  # fmt: skip

#: Days from which a year's authorisation still runs, and within which it is about to end.
_YEAR, _STILL_RUNS, _SETTLED = 365, 322, 9
_SOON_OVER = 29
#: How much more comes at the end of the year than at its beginning.
_GROWTH = 1.7


def wishes(as_at: date, count: int, rng: Random) -> Iterator[Wish]:
    """Yield the requests of the small demonstration, in the order they came.

    Args:
        as_at: the day the demonstration stands at.
        count: how many requests there are in all.
        rng: chance.
    """
    told = [*_on_the_desk(as_at), *_lately(as_at), *_renewed(as_at), *_ending(as_at)]
    told += _over(as_at, told, count - len(told), rng)
    late = sorted(told, key=lambda one: (one.received_on, one.received_time or time(12)))
    seen: dict[str, int] = {}
    for one in late:
        if one.person:
            seen[one.person] = seen.get(one.person, 0) + 1
    for one in late:
        seen[one.person] = seen.get(one.person, 0) - 1
        yield replace(one, is_continued=bool(one.person) and seen[one.person] > 0)


def _on_the_desk(as_at: date) -> list[Wish]:
    """Return what is open: every state, some overdue, some without authority, some objecting."""

    def came(days: int, goal: RequestState, mood: Mood | None = None, **more: object) -> Wish:
        base = Wish(as_at - timedelta(days=days), goal, mood=mood, urgent=False)
        return replace(base, **more)  # type: ignore[arg-type]

    def urgent(days: int, goal: RequestState, mood: Mood | None = None, **more: object) -> Wish:
        return came(
            days, goal, mood, **{"urgent": True, "urgent_age": 0, "extension": Asked.NOT} | more
        )

    last_saturday = (as_at.weekday() - _SATURDAY) % 7 or 7
    return [
        # Urgent authorisations that have run out: nothing authorises these.
        urgent(9, _S.WAITING, _OBJECTS, known=_BRIDGET, portrait="walks_with_purpose",
               quirks=_only(Quirk.BARS_RELATIVE)),
        urgent(10, _S.ALLOCATED, _OBJECTS, portrait="ward_dementia"),
        urgent(16, _S.ALLOCATED, _OBJECTS, extension=Asked.REFUSED),
        urgent(19, _S.ASSESSING, _UNSETTLED, extension=Asked.GRANTED, known=_STANISLAW),
        urgent(33, _S.WAITING, _UNSETTLED, quirks=_only(Quirk.CONTACT_DUE)),
        urgent(36, _S.RETURNED, _OBJECTS),
        urgent(58, _S.WAITING, _OBJECTS, extension=Asked.GRANTED, portrait="brain_injury",
               quirks=_only(Quirk.CONTACT_DUE)),
        # Standard requests past their day: some with assessors at last, most waiting their turn.
        came(31, _S.NEGATIVE, _CONTENT, ground=Ground.CAPACITY,
             quirks=_only(Quirk.STOP_NOT_TOLD)),
        came(43, _S.ALLOCATED, _UNSETTLED),
        came(41, _S.ALLOCATED, _UNSETTLED, place="Civic Lodge"),
        came(72, _S.ASSESSING, _OBJECTS),
        came(38, _S.WAITING, _CONTENT),
        came(45, _S.WAITING, _UNSETTLED, quirks=_only(Quirk.CONTACT_DUE, Quirk.BARS_CARER)),
        came(57, _S.WAITING, _CONTENT),
        came(68, _S.WAITING, _UNSETTLED), came(79, _S.WAITING, _CONTENT),
        came(91, _S.WAITING, _CONTENT, quirks=_only(Quirk.RESIDENCE_QUERIED)),
        came(117, _S.WAITING, _UNSETTLED, quirks=_only(Quirk.CONTACT_DUE)),
        came(152, _S.WAITING, _CONTENT), came(203, _S.WAITING, _CONTENT),
        # Due today.
        urgent(6, _S.ASSESSING, _OBJECTS, known=_ELENI, portrait="stroke"),
        urgent(6, _S.ALLOCATED, _UNSETTLED),
        came(20, _S.ASSESSING, _UNSETTLED),
        # Due within the week.
        urgent(last_saturday, _S.CHECKING, _OBJECTS, received_time=_LATE_EVENING,
               known=_WINIFRED, portrait="vascular_dementia"),
        urgent(3, _S.CHECKING, _UNSETTLED),
        urgent(5, _S.ALLOCATED, _UNSETTLED, extension=Asked.PENDING),
        urgent(5, _S.NEGATIVE, _OBJECTS, ground=Ground.INELIGIBLE, portrait="mental_health_ward",
               quirks=_only(Quirk.STOP_NOT_TOLD)),
        urgent(9, _S.ASSESSING, _UNSETTLED, extension=Asked.GRANTED, known=_MAIR,
               portrait="lewy_body"),
        came(15, _S.ALLOCATED, _OBJECTS, portrait="learning_disability"),
        # Newly come, some with something missing; one of those long chased.
        came(1, _S.RECEIVED, quirks=_only(Quirk.LACKS_SIGNATURE)),
        came(4, _S.RECEIVED, known=_SUKARTI,
             quirks=_only(Quirk.LACKS_SIGNATURE, Quirk.LACKS_START)),
        came(39, _S.RECEIVED, _OBJECTS, quirks=_only(Quirk.LACKS_START)),
        came(4, _S.CHECKING, _OBJECTS, quirks=_only(Quirk.LIVES_THERE)),
        # Waiting, in time so far; two of them are easily mistaken for each other.
        came(8, _S.WAITING, _CONTENT, known=_margaret(as_at), portrait="settled_alzheimers"),
        came(12, _S.WAITING, _UNSETTLED, known=_margery(as_at), portrait="walks_with_purpose"),
        came(19, _S.WAITING, _CONTENT, place="Civic Lodge"),
        # With assessors.
        came(14, _S.ALLOCATED, _OBJECTS, portrait="autism_learning_disability"),
        came(33, _S.ASSESSING, _UNSETTLED, known=_LYUDMYLA, portrait="walks_with_purpose"),
        # Assessed: to be sent, signed, corrected or refused.
        came(35, _S.ALL_POSITIVE, _OBJECTS),
        urgent(8, _S.ALL_POSITIVE, _OBJECTS, extension=Asked.GRANTED),
        came(18, _S.WITH_SIGNATORY, _UNSETTLED, place="Heron Court",
             quirks=_only(Quirk.SIGNATORY_ASSESSED)),
        came(51, _S.WITH_SIGNATORY, _OBJECTS, portrait="stroke",
             quirks=_only(Quirk.RETURNED_TWICE)),
        urgent(11, _S.WITH_SIGNATORY, _OBJECTS, extension=Asked.GRANTED),
        came(42, _S.NEGATIVE, _CONTENT, ground=Ground.OBJECTIVE),
        came(47, _S.NEGATIVE, _CONTENT, ground=Ground.CONSENT),
    ]  # fmt: skip


def _lately(as_at: date) -> list[Wish]:
    """Return what was decided or closed in the last weeks."""
    ends: tuple[tuple[int, int, bool, Ground | Why | None], ...] = (
        # came, over after, urgent, refused or closed
        (11, 8, False, Why.WITHDRAWN), (14, 9, True, None), (35, 26, False, None),
        (21, 17, False, Why.DIED), (24, 18, False, Ground.OBJECTIVE), (26, 18, True, None),
        (34, 29, True, Why.MOVED), (37, 30, False, None), (33, 28, True, Ground.CONSENT),
        (36, 33, False, None), (40, 31, False, None), (46, 40, True, None),
        (50, 44, False, Why.WITHDRAWN), (53, 45, True, None),
        (57, 24, False, None), (60, 33, False, None), (63, 28, False, Why.MOVED),
        (67, 35, True, None),
    )  # fmt: skip
    return [
        replace(_over_at(as_at, days, end), takes=takes, urgent=urgent)
        for days, takes, urgent, end in ends
    ]


def _over_at(as_at: date, days: int, end: Ground | Why | None) -> Wish:
    """Return a request that came some days ago and is over: closed, refused or granted."""
    on = as_at - timedelta(days=days)
    if isinstance(end, Why):
        return Wish(on, CLOSED_STATE[end], why=end)
    if isinstance(end, Ground):
        return Wish(on, _S.NOT_GRANTED, ground=end)
    return Wish(on, _S.GRANTED, lasts_beyond=as_at + timedelta(days=_SOON_OVER))


def _renewed(as_at: date) -> list[Wish]:
    """Return further requests, each after the one whose authorisation it follows.

    Some are open, and their existing authorisation is about to end or has ended; some are decided,
    most without a gap.
    """
    still_open = (
        # first came, its authorisation ends (days from now), second came, where it stands
        (300, -4, 30, _S.ASSESSING), (345, 12, 14, _S.WAITING),
        (230, 9, 16, _S.ALLOCATED), (205, 5, 21, _S.WITH_SIGNATORY),
    )  # fmt: skip
    over = (
        # first came, its authorisation ends, second came, lasts until, late by
        (364, 3, 26, 360, -7), (359, -9, 37, 180, -6), (355, -21, 48, 340, -4),
        (360, -170, 196, 190, -3), (352, -150, 175, 40, -5), (338, -220, 245, 130, -2),
        (318, -130, 127, 200, 6), (296, -95, 121, 95, -4), (270, -160, 158, 60, 3),
    )  # fmt: skip
    told: list[Wish] = []
    for number, (first, ends, second, goal) in enumerate(still_open):
        told += _pair(f"open{number}", as_at, (first, ends, second), goal)
    for number, (first, ends, second, until, late) in enumerate(over):
        pair = _pair(f"over{number}", as_at, (first, ends, second), _S.GRANTED)
        last_day = as_at + timedelta(days=until)
        told += [pair[0], replace(pair[1], last_day=last_day, late_by=late)]
    return told


def _pair(
    person: str, as_at: date, days: tuple[int, int, int], goal: RequestState
) -> tuple[Wish, Wish]:
    first, ends, second = days
    granted = Wish(
        as_at - timedelta(days=first), _S.GRANTED, person=person, late_by=-3,
        last_day=as_at + timedelta(days=ends), mood=_UNSETTLED,
    )  # fmt: skip
    further = Wish(
        as_at - timedelta(days=second), goal, person=person, urgent=False, is_further=True,
        mood=_UNSETTLED,
    )  # fmt: skip
    return granted, further


def _ending(as_at: date) -> list[Wish]:
    """Return authorisations that have just ended, or are about to, and nobody has asked again."""
    ended = ((350, -25), (215, -12), (130, -3))
    ending = ((340, 2), (255, 6), (160, 9), (333, 15), (345, 21), (240, 27))
    unsent = ((24, False), (15, True))
    return [
        *(_granted(as_at, first, ends) for first, ends in (*ended, *ending)),
        *(
            Wish(
                as_at - timedelta(days=days), _S.GRANTED, mood=_OBJECTS, late_by=-2,
                urgent=is_urgent, extension=Asked.NOT, quirks=_only(Quirk.COPIES_UNSENT),
                lasts_beyond=as_at + timedelta(days=_SOON_OVER),
            )
            for days, is_urgent in unsent
        ),
    ]  # fmt: skip


def _granted(as_at: date, came: int, ends: int) -> Wish:
    return Wish(
        as_at - timedelta(days=came), _S.GRANTED, last_day=as_at + timedelta(days=ends), late_by=-2
    )


def _over(as_at: date, others: Sequence[Wish], count: int, rng: Random) -> list[Wish]:
    """Return the rest of the year: granted, refused or closed.

    It comes on the days that the others leave, so that all together come as they would.
    """
    first = as_at - timedelta(days=_YEAR)
    days = _left_over(
        list(spread(count + len(others), first, as_at - _ONE_DAY, rng, growth=_GROWTH)),
        [one.received_on for one in others],
    )
    settled = as_at - timedelta(days=_SETTLED)
    days = [min(on, settled) for on in days]
    ends: list[Ground | Why | None] = [
        *(ground for ground, n in _REFUSED for _ in range(n)),
        *(why for why, n in _CLOSED for _ in range(n)),
    ]
    rng.shuffle(ends)
    too_old = as_at - timedelta(days=_STILL_RUNS)
    old = [on for on in days if on < too_old]
    # Whatever came so early that a year's authorisation has ended was not granted.
    first_ends, later_ends = ends[: len(old)], ends[len(old) :]
    rest = [on for on in days if on >= too_old]
    later: list[Ground | Why | None] = [*later_ends, *[None] * (len(rest) - len(later_ends))]
    rng.shuffle(later)
    return [
        _over_at(as_at, (as_at - on).days, end)
        for on, end in zip((*old, *rest), (*first_ends, *later), strict=True)
    ]


def _left_over(days: Iterable[date], taken: Iterable[date]) -> list[date]:
    """Return the days that are left when each one taken has used up the nearest there is."""
    left = list(days)
    for on in sorted(taken, reverse=True):
        left.remove(min(left, key=lambda day: abs((day - on).days)))
    return left


def _only(*quirks: Quirk) -> frozenset[Quirk]:
    return frozenset(quirks)


def _margaret(as_at: date) -> Known:
    return Known("Margaret Joan", "Hollis", Gender.FEMALE, date(as_at.year - 85, 3, 14),
                 ethnicity="White British")  # fmt: skip


def _margery(as_at: date) -> Known:
    return Known("Margery Jean", "Hollis", Gender.FEMALE, date(as_at.year - 85, 3, 19),
                 ethnicity="White British")  # fmt: skip


_BRIDGET = Known("Bridget", "O'Neill", Gender.FEMALE, ethnicity="White Irish")
_STANISLAW = Known("Stanisław", "Łuczak", Gender.MALE, language="Polish",
                   ethnicity="White Polish")  # fmt: skip
_ELENI = Known("Eleni", "Papadimitriou", Gender.FEMALE, language="Greek",
               ethnicity="White Greek and Greek Cypriot")  # fmt: skip
_WINIFRED = Known("Winifred", "Ashworth-Blunt", Gender.FEMALE, ethnicity="White British")
_MAIR = Known("Mair", "Ŵynn", Gender.FEMALE, language="Welsh", ethnicity="White Welsh")
_SUKARTI = Known("", "Sukarti", Gender.FEMALE, language="Javanese", ethnicity="Any other Asian")
_LYUDMYLA = Known("Lyudmyla", "Zabolotna", Gender.FEMALE, language="Ukrainian",
                  ethnicity="White Ukrainian")  # fmt: skip
