"""The order in which assessors who may act are suggested for a case, and why (AL4).

Each part gives 0 to 100 points, each has the council's own weight, and the score is their weighted
mean in thousandths. Nothing is hidden in it and nothing is left to chance: the same facts give the
same order. It suggests; whoever allocates chooses. Who may not act is never ranked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from dolsdesk.domain import postcodes
from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.counting import ONE_DAY
from dolsdesk.domain.postcodes import Near, Postcode
from dolsdesk.domain.text import fold
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId

#: The most points of a part, and the most a score can be.
FULL, HIGHEST = 100, 1000
_HALF = 50
_NEAR: Mapping[Near, tuple[int, str]] = {
    Near.SECTOR: (100, "RANK_NEAR_SECTOR"),
    Near.DISTRICT: (80, "RANK_NEAR_DISTRICT"),
    Near.AREA: (50, "RANK_NEAR_AREA"),
    Near.FAR: (0, "RANK_NEAR_FAR"),
    Near.UNKNOWN: (30, "RANK_NEAR_UNKNOWN"),
}
#: So many working days at hand before the return date are as good as more.
_DAYS_ENOUGH = 4


class Part(StrEnum):
    """What speaks for or against an assessor who may act."""

    DISTANCE = "rank_distance"
    SKILL = "rank_skill"
    LANGUAGE = "rank_language"
    LOAD = "rank_load"
    CONTINUITY = "rank_continuity"
    URGENCY = "rank_urgency"


WEIGHTS: Mapping[Part, RuleId] = {
    Part.DISTANCE: RuleId.PR_RANK_DISTANCE,
    Part.SKILL: RuleId.PR_RANK_SKILL,
    Part.LANGUAGE: RuleId.PR_RANK_LANGUAGE,
    Part.LOAD: RuleId.PR_RANK_LOAD,
    Part.CONTINUITY: RuleId.PR_RANK_CONTINUITY,
    Part.URGENCY: RuleId.PR_RANK_URGENCY,
}


class Need(StrEnum):
    """What a case may call for that some assessors know well."""

    DEMENTIA = "need_dementia"
    LEARNING = "need_learning"
    MENTAL_HEALTH = "need_mental_health"
    BRAIN_INJURY = "need_brain_injury"
    SENSORY = "need_sensory"
    HOSPITAL = "need_hospital"
    NURSING = "need_nursing"


#: How needs are written, in requests and in the register; folded, the beginnings of words.
_WRITTEN: Mapping[Need, tuple[str, ...]] = {
    Need.DEMENTIA: ("dementia", "alzheimer", "lewy", "old age"),
    Need.LEARNING: ("learning dis", "autis", "down syndrome", "downs syndrome"),
    Need.MENTAL_HEALTH: (
        "mental health", "schizo", "bipolar", "psychosis", "psychotic", "adult psychiatry",
    ),
    Need.BRAIN_INJURY: ("stroke", "brain", "neuro", "korsakoff", "alcohol", "huntington"),
    Need.SENSORY: ("deaf", "blind", "sign language"),
    Need.HOSPITAL: ("hospital", "ward"),
    Need.NURSING: ("nursing", "end of life", "palliative"),
}  # fmt: skip

#: Everybody at the desk works in it, so it asks for nobody in particular.
_USUAL = frozenset({"", "english"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a case asks for; ``return_on`` is the last day for the report, inclusive.

    ``before`` says when each assessor last assessed this person.
    """

    where: Postcode | None = None
    language: str = ""
    needs: frozenset[Need] = frozenset()
    return_on: date | None = None
    before: Mapping[int, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """What an assessor brings; ``away`` are days not worked, both ends included.

    ``languages`` are folded; ``minutes_left`` of this week is None where it cannot be worked out.
    """

    id: int
    name: str
    base: Postcode | None = None
    languages: str = ""
    knows: frozenset[Need] = frozenset()
    open: int = 0
    most: int = 0
    minutes_left: int | None = None
    week_minutes: int | None = None
    away: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """One part of a score: points from 0 to 100, its weight, and the code of the sentence why."""

    part: Part
    points: int
    weight: int
    why: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ranked:
    """An assessor with the score, from 0 to 1000, and its parts."""

    assessor_id: int
    score: int
    marks: tuple[Mark, ...]


def weights(on: date, book: RuleBook) -> dict[Part, int]:
    """Return the council's weights of the parts."""
    return {part: book.value(rule, on=on).amount for part, rule in WEIGHTS.items()}


def needs(words: str) -> frozenset[Need]:
    """Return what a text speaks of.

    >>> sorted(needs("Alzheimer's disease; a stroke in 2019"))
    [<Need.BRAIN_INJURY: 'need_brain_injury'>, <Need.DEMENTIA: 'need_dementia'>]
    """
    read = f" {fold(words)}"
    return frozenset(
        need for need, beginnings in _WRITTEN.items() if any(f" {b}" in read for b in beginnings)
    )


def order(
    wanted: Wanted,
    offers: Iterable[Offer],
    *,
    weights: Mapping[Part, int],
    as_at: date,
    calendar: WorkingCalendar,
) -> tuple[Ranked, ...]:
    """Return assessors who may act, the best suited first; equal ones by name, then number.

    Whoever is away on the day comes after those who are not.
    """
    found = [
        (
            any(first <= as_at <= last for first, last in one.away),
            score(wanted, one, weights=weights, as_at=as_at, calendar=calendar),
            one.name,
        )
        for one in offers
    ]
    found.sort(key=lambda one: (one[0], -one[1].score, one[2], one[1].assessor_id))
    return tuple(ranked for _is_away, ranked, _name in found)


def score(
    wanted: Wanted,
    offer: Offer,
    *,
    weights: Mapping[Part, int],
    as_at: date,
    calendar: WorkingCalendar,
) -> Ranked:
    """Return how well an assessor suits a case, with every part of it."""
    found = {
        Part.DISTANCE: _distance(wanted, offer),
        Part.SKILL: _skill(wanted, offer),
        Part.LANGUAGE: _language(wanted, offer),
        Part.LOAD: _load(offer),
        Part.CONTINUITY: _continuity(wanted, offer),
        Part.URGENCY: _urgency(wanted, offer, as_at, calendar),
    }
    marks = tuple(
        Mark(part, points, weights[part], why, facts)
        for part, (points, why, facts) in found.items()
    )
    whole = sum(mark.weight for mark in marks)
    earned = sum(mark.points * mark.weight for mark in marks)
    return Ranked(offer.id, earned * HIGHEST // (whole * FULL) if whole else 0, marks)


_Found = tuple[int, str, dict[str, Any]]


def _distance(wanted: Wanted, offer: Offer) -> _Found:
    here, from_ = wanted.where, offer.base
    points, why = _NEAR[postcodes.near(here, from_)]
    facts = {"here": here.outward, "base": from_.outward} if here and from_ else {}
    return points, why, facts


def _skill(wanted: Wanted, offer: Offer) -> _Found:
    if not wanted.needs:
        return _HALF, "RANK_SKILL_NOT_ASKED", {}
    shared = wanted.needs & offer.knows
    if shared:
        return FULL, "RANK_SKILL_SHARED", {"items": _named(shared)}
    return 0, "RANK_SKILL_MISSING", {"items": _named(wanted.needs)}


def _named(some: frozenset[Need]) -> tuple[str, ...]:
    return tuple(need.value for need in Need if need in some)


#: Few languages are asked for, and each again and again.
_spoken = lru_cache(maxsize=256)(fold)


def _language(wanted: Wanted, offer: Offer) -> _Found:
    asked = _spoken(wanted.language)
    if asked in _USUAL:
        return _HALF, "RANK_LANGUAGE_NOT_ASKED", {}
    facts = {"language": wanted.language}
    if f" {asked} " in f" {offer.languages} ":
        return FULL, "RANK_LANGUAGE_SPOKEN", facts
    return 0, "RANK_LANGUAGE_MISSING", facts


def _load(offer: Offer) -> _Found:
    free = max(offer.most - offer.open, 0) * FULL // offer.most if offer.most else 0
    facts: dict[str, Any] = {"n": offer.open, "most": offer.most}
    if offer.minutes_left is None or not offer.week_minutes:
        return free, "RANK_LOAD_OPEN", facts
    hours = min(max(offer.minutes_left, 0) * FULL // offer.week_minutes, FULL)
    return min(free, hours), "RANK_LOAD_HOURS", {**facts, "minutes": offer.minutes_left}


def _continuity(wanted: Wanted, offer: Offer) -> _Found:
    on = wanted.before.get(offer.id)
    return (FULL, "RANK_CONTINUITY_BEFORE", {"on": on}) if on else (0, "RANK_CONTINUITY_NONE", {})


def _urgency(wanted: Wanted, offer: Offer, as_at: date, calendar: WorkingCalendar) -> _Found:
    if wanted.return_on is None:
        return _HALF, "RANK_URGENCY_UNKNOWN", {}
    free, day = 0, as_at
    while day < wanted.return_on and free < _DAYS_ENOUGH:
        day += ONE_DAY
        is_away = any(first <= day <= last for first, last in offer.away)
        free += calendar.is_working_day(day) and not is_away
    facts = {"n": free, "on": wanted.return_on}
    if not free:
        return 0, "RANK_URGENCY_AWAY", facts
    why = "RANK_URGENCY_ENOUGH" if free == _DAYS_ENOUGH else "RANK_URGENCY_DAYS"
    return free * FULL // _DAYS_ENOUGH, why, facts
