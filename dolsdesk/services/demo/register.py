"""Who works at the desk and who assesses, and who of them may be chosen on a day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from dolsdesk.domain.dols import assessors
from dolsdesk.domain.dols.assessors import Assessor, Circumstances, Profession
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.fees import FeeKind, Rate
from dolsdesk.domain.hours import MINUTES
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.staff import Role, StaffMember
from dolsdesk.rules.book import RuleBook
from dolsdesk.services.selecting import snapshot

_EVERY = 11  # months between two trainings, so that nobody's lapses


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register of assessors, and what is special about it."""

    values: Mapping[str, Any]
    trainings: tuple[date, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody at the desk, by what they do there."""

    administrators: tuple[StaffMember, ...]
    lead: StaffMember
    signatories: tuple[StaffMember, ...]


class Register:
    """The assessors, and the choice among them.

    Eligibility is asked for every choice, so nobody is chosen who may not act. The store holds
    how somebody stands at the end; before that they may have stood better.
    """

    def __init__(
        self, book: RuleBook, listed: Sequence[Assessor], notes: Mapping[int, str], as_at: date
    ) -> None:
        self._book = book
        self._notes = notes
        self._as_at = as_at
        self._doctors = tuple(one for one in listed if one.profession is Profession.DOCTOR)
        self._others = tuple(one for one in listed if one.profession is not Profession.DOCTOR)
        self._turn = 0
        self._carried: dict[int, list[date]] = {one.id: [] for one in listed}
        self._known: dict[tuple[Assessor, AssessmentKind, date], tuple[Problem, ...]] = {}
        self._snapshots: dict[Assessor, dict[str, Any]] = {}

    def stood(self, one: Assessor, on: date) -> Assessor:
        """Return an assessor as the register had them on a day.

        The suspension is quite new, and training still to come was not known.
        """
        earliest = on - _TRAINING_SHOWN
        return replace(
            one,
            is_suspended=one.is_suspended and on >= self._as_at - _SUSPENDED_FOR,
            further_training_on=tuple(
                day for day in one.further_training_on if earliest <= day <= on
            ),
        )

    def eligibility(self, one: Assessor, kind: AssessmentKind, on: date) -> tuple[Problem, ...]:
        """Return why an assessor may not carry out a kind of assessment; remembered."""
        # Age and no refusals need whoever may assess best interests (regs 8 and 9).
        asked = AssessmentKind.BI if kind in _LIKE_BI else kind
        key = (one, asked, on)
        if key not in self._known:
            self._known[key] = assessors.eligibility_problems(one, asked, on, self._book)
        return self._known[key]

    def snapshot(self, one: Assessor) -> dict[str, Any]:
        """Return what is frozen of an assessor with a selection; remembered."""
        if one not in self._snapshots:
            self._snapshots[one] = snapshot(one)
        return self._snapshots[one]

    def choose(
        self,
        kinds: Sequence[AssessmentKind],
        on: date,
        *,
        until: date,
        is_place_run_by_council: bool,
        only: str = "",
    ) -> Assessor | None:
        """Return the least busy assessor who may carry out some kinds, as they stood that day.

        None if nobody may.

        Args:
            kinds: the kinds of assessment.
            on: the day of selection.
            until: how long the case will keep them busy.
            is_place_run_by_council: whether the council runs the home (C7).
            only: the name of the one who must be chosen.
        """
        given = Circumstances(selected_on=on, is_place_run_by_council=is_place_run_by_council)
        pool = self._doctors if AssessmentKind.MH in kinds else self._others
        self._turn += 1
        # In a large register only some are looked at, others the next time.
        start = self._turn % len(pool)
        near = (pool[start:] + pool[:start])[:_LOOKED_AT] if not only else pool
        for one in sorted(near, key=lambda one: self._load(one.id, on)):
            if (only and one.name != only) or self._is_away(one, on):
                continue
            if one.is_suspended and until >= self._as_at - _SUSPENDED_FOR:
                continue  # whatever was theirs has been given to others
            chosen = self.stood(one, on)
            if all(self._may(chosen, kind, given) for kind in kinds):
                self._carried[one.id].append(until)
                return chosen
        return None

    def _may(self, one: Assessor, kind: AssessmentKind, given: Circumstances) -> bool:
        found = (
            *self.eligibility(one, kind, given.selected_on),
            *assessors.conflict_problems(one, kind, given),
        )
        return not any(problem.refuses for problem in found)

    def _load(self, assessor_id: int, on: date) -> int:
        still = [until for until in self._carried[assessor_id] if until >= on]
        self._carried[assessor_id] = still
        return len(still)

    def _is_away(self, one: Assessor, on: date) -> bool:
        first, last = leave(self._as_at)
        return self._notes.get(one.id) == "on_leave" and first <= on <= last


_SUSPENDED_FOR = timedelta(days=9)
_TRAINING_SHOWN = timedelta(days=2 * 365)
_LOOKED_AT = 24
_LIKE_BI = frozenset({AssessmentKind.AGE, AssessmentKind.NR})
_LEAVE_BEFORE, _LEAVE_AFTER = 4, 10  # days round the day the demonstration stands at


def leave(as_at: date) -> tuple[date, date]:
    """Return first and last day of the one leave in the register."""
    return as_at - timedelta(days=_LEAVE_BEFORE), as_at + timedelta(days=_LEAVE_AFTER)


def entries(listed: Iterable[Mapping[str, Any]], as_at: date, years: int) -> tuple[Entry, ...]:
    """Return the register as the bundled list describes it, as it stands on a day.

    Further training is recorded for the years the demonstration covers and one before.
    """
    return tuple(_entry(one, as_at, years) for one in listed)


def _entry(one: Mapping[str, Any], as_at: date, years: int) -> Entry:
    profession = Profession(one["profession"])
    note = one.get("note", "")
    ahead = relativedelta(months=14)
    last = as_at - relativedelta(months=one["trained"])
    insured_until = as_at + (relativedelta(days=11) if note == "insurance_ending" else ahead)
    values = {
        "name": one["name"],
        "profession": profession,
        "regulator_no": one.get("regulator_no", ""),
        "is_suspended": note == "suspended",
        "registered_on": as_at - relativedelta(years=years + 6, months=3),
        "s12_until": as_at + relativedelta(years=2) if one.get("s12") else None,
        "amhp_until": as_at + relativedelta(months=20) if one.get("amhp") else None,
        "initial_training_on": as_at - relativedelta(years=years + 3),
        "insured_until": insured_until,
        "dbs_on": as_at - relativedelta(years=years + 2),
        "is_employed_by_council": one.get("is_employed_by_council", False),
        "languages": one["languages"],
        "specialisms": one["specialisms"],
        "base": one["base"],
        "email": _email(one["name"]),
        "week_limit": one.get("week_limit"),
        "week_minutes": round(one["week_hours"] * MINUTES) if "week_hours" in one else None,
        "post_minutes": round(one["post_hours"] * MINUTES) if "post_hours" in one else None,
        "availability": one.get("availability", ""),
    }
    count = (years + 2) * 12 // _EVERY
    trainings = sorted(last - relativedelta(months=_EVERY * n) for n in range(count))
    return Entry(values, tuple(trainings), note)


def rates(
    listed: Iterable[Mapping[str, Any]], profession: Profession, as_at: date, *, is_employed: bool
) -> Iterator[Rate]:
    """Yield what somebody is paid: a doctor and an independent assessor are, an employed one not.

    The amounts of this financial year follow those of the last.
    """
    who = (
        "doctor"
        if profession is Profession.DOCTOR
        else "employed"
        if is_employed
        else "independent"
    )
    this_year = as_at.replace(month=4, day=1)
    if this_year > as_at:
        this_year -= relativedelta(years=1)
    for one in listed:
        if one["who"] == who:
            kind = FeeKind(one["kind"])
            yield Rate(kind, one["last"], this_year - relativedelta(years=1))
            if one["now"] != one["last"]:
                yield Rate(kind, one["now"], this_year)


def _email(name: str) -> str:
    parts = [part for part in name.lower().split() if part != "dr"]
    return f"{'.'.join(parts)}@assessors.example"


def team(members: Iterable[StaffMember]) -> Team:
    """Return who does what at the desk."""
    listed = sorted(members, key=lambda one: one.id)

    def having(role: Role) -> tuple[StaffMember, ...]:
        return tuple(one for one in listed if role in one.roles)

    return Team(having(Role.ADMINISTRATOR), having(Role.LEAD)[0], having(Role.SIGNATORY))
