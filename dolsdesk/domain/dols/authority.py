"""The authority timeline: for one person in one place, what authorised each day (dols.md 3.4)."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dolsdesk.domain.counting import ONE_DAY, first_day_after


class Authority(StrEnum):
    """What authorises a day."""

    URGENT = "urgent"
    EXTENSION = "extension"
    STANDARD = "standard"
    COURT = "court"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Grant:
    """One authority: inclusive first and last day; ``starts_in_day`` if not from midnight."""

    kind: Authority
    first_on: date
    last_on: date
    ref: str = ""
    starts_in_day: bool = False
    ends_in_day: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days under one authority, or under none.

    ``first_on`` inclusive, ``until_on`` exclusive: spans never overlap and leave nothing between.
    ``part_day`` is true where the day after a gap was covered only from some moment on.
    """

    kind: Authority
    first_on: date
    until_on: date
    ref: str = ""
    part_day: bool = False

    @property
    def days(self) -> int:
        """Return how many calendar dates the span has."""
        return (self.until_on - self.first_on).days

    @property
    def last_on(self) -> date:
        """Return the last day of the span."""
        return self.until_on - ONE_DAY

    @property
    def gap_dates(self) -> int:
        """Return the dates of a gap, the part day at its end included; 0 for an authority."""
        if self.kind is not Authority.NONE:
            return 0
        return self.days + (1 if self.part_day else 0)


def timeline(grants: Iterable[Grant], *, from_on: date | None, to_on: date) -> tuple[Span, ...]:
    """Return the spans from the first day that matters up to and including ``to_on``.

    ``from_on`` is the day the person came under the arrangements, if known: days from then on
    without authority are a gap. Where two authorities cover a day the later one stands
    (Sch A1 paras 62(2) and 89(3)). A gap runs on to ``to_on``; whether the person was deprived of
    liberty on those days is not for the software to say.
    """
    ordered = sorted(grants, key=lambda grant: (grant.first_on, grant.last_on))
    starts = [grant.first_on for grant in ordered]
    if from_on is not None:
        starts.append(from_on)
    if not starts or min(starts) > to_on:
        return ()
    return tuple(_join(_spans(ordered, min(starts), first_day_after(to_on))))


def gaps(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the stretches without authority."""
    return tuple(span for span in spans if span.kind is Authority.NONE)


def authorised_until(grants: Iterable[Grant], on: date) -> date | None:
    """Return the last day of unbroken authority that covers ``on``, or None if nothing does."""
    last: date | None = None
    for grant in sorted(grants, key=lambda grant: grant.first_on):
        reached = last if last is not None else on - ONE_DAY
        if grant.first_on <= max(first_day_after(reached), on) and grant.last_on >= on:
            last = max(reached, grant.last_on)
    return last


def _spans(ordered: list[Grant], start_on: date, until_on: date) -> list[Span]:
    edges = {start_on, until_on}
    for grant in ordered:
        edges |= {grant.first_on, first_day_after(grant.last_on)}
    days = sorted(edge for edge in edges if start_on <= edge <= until_on)
    spans: list[Span] = []
    for first, until in itertools.pairwise(days):
        covering = [g for g in ordered if g.first_on <= first and g.last_on >= first]
        if covering:
            grant = max(covering, key=lambda g: g.first_on)
            spans.append(Span(grant.kind, first, until, grant.ref))
        else:
            after = [g for g in ordered if g.first_on == until and g.starts_in_day]
            spans.append(Span(Authority.NONE, first, until, part_day=bool(after)))
    return spans


def _join(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        before = joined[-1] if joined else None
        if before and (before.kind, before.ref) == (span.kind, span.ref):
            joined[-1] = Span(span.kind, before.first_on, span.until_on, span.ref, span.part_day)
        else:
            joined.append(span)
    return joined
