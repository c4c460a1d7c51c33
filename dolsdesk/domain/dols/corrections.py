"""A day of a request that was recorded wrongly: what can be put right, and what is wrong with it.

A correction is a new entry that names the old one (dols.md 4). Days that the law works out are
never typed (I13): what they follow from is corrected. One that would take away a day shown without
authority needs a paper that shows it (I14).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any

from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.timescales import Answer
from dolsdesk.domain.problems import Problem, Severity

Value = date | int | None


class Correctable(StrEnum):
    """What can be corrected; each by the name that problems and words have for it."""

    RECEIVED_ON = "request_received_on"
    FORM_SIGNED_ON = "form_signed_on"
    SOUGHT_FROM = "sa_sought_from"
    ARRANGEMENTS_FROM = "arrangements_from"
    ARRANGEMENTS_TO = "arrangements_to"
    EXISTING_LAST_DAY = "existing_sa_last_day"
    URGENT_GIVEN_ON = "urgent_given_on"
    URGENT_PERIOD = "urgent_period_days"
    URGENT_LAST_DAY = "urgent_stated_last_day"
    EXTENSION_REQUESTED_ON = "extension_requested_on"
    REFUSAL_RECEIVED_ON = "ma_received_refusal_notice_on"


_C = Correctable
_REQUEST: Mapping[Correctable, str] = {
    _C.RECEIVED_ON: "received_on",
    _C.FORM_SIGNED_ON: "form_signed_on",
    _C.SOUGHT_FROM: "sa_sought_from",
    _C.ARRANGEMENTS_FROM: "arrangements_from",
    _C.ARRANGEMENTS_TO: "arrangements_to",
    _C.EXISTING_LAST_DAY: "existing_sa_last_day",
}
_URGENT: Mapping[Correctable, str] = {
    _C.URGENT_GIVEN_ON: "given_on",
    _C.URGENT_PERIOD: "period_days",
    _C.URGENT_LAST_DAY: "stated_last_day",
}

#: What an entry of the history is that states each, so that the correction can name it.
EVENTS: Mapping[Correctable, str] = {
    **dict.fromkeys(_REQUEST, "received"),
    _C.ARRANGEMENTS_TO: "arrangements_ended",
    **dict.fromkeys(_URGENT, "urgent_given"),
    _C.EXTENSION_REQUESTED_ON: "extension_requested",
    _C.REFUSAL_RECEIVED_ON: "refusal_received",
}

#: Those whose day is the day of their entry.
DATED = frozenset(
    {_C.RECEIVED_ON, _C.ARRANGEMENTS_TO, _C.URGENT_GIVEN_ON, _C.EXTENSION_REQUESTED_ON,
     _C.REFUSAL_RECEIVED_ON}
)  # fmt: skip

#: Those that a case cannot be without.
NEEDED = DATED - {_C.ARRANGEMENTS_TO}

#: Entries that state nothing but words and a day.
WORDED = frozenset(
    {"checked", "noted", "went_on_because", "told_to_stop", "first_contact", "submitted",
     "urgent_ceased", "sa_ceased", "died"}
)  # fmt: skip

#: What cannot be so, whoever says it; everything else that is wrong with it may be a fact.
_IMPOSSIBLE = frozenset(
    {"RECEIVED_IN_FUTURE", "URGENT_IN_FUTURE", "URGENT_ZERO_DAYS", "FACTS_CONTRADICT",
     "EVENT_IN_FUTURE"}
)  # fmt: skip


def held(case: Case, which: Correctable) -> Value:
    """Return what is recorded now."""
    if which in _REQUEST:
        return getattr(case.request, _REQUEST[which])  # type: ignore[no-any-return]
    if which in _URGENT:
        return getattr(case.urgent, _URGENT[which]) if case.urgent else None
    if which is _C.EXTENSION_REQUESTED_ON:
        return case.extension.requested_on if case.extension else None
    return case.refusal.ma_received_on if case.refusal else None


def applies(case: Case, which: Correctable) -> bool:
    """Return whether there is anything in a case that this could be a correction of."""
    if which in _REQUEST:
        return which is not _C.ARRANGEMENTS_TO or held(case, which) is not None
    if which in _URGENT:
        return case.urgent is not None
    return held(case, which) is not None


def corrected(case: Case, which: Correctable, value: Any) -> Case:
    """Return a case as it would stand with another value."""
    if which in _REQUEST:
        return replace(case, request=replace(case.request, **{_REQUEST[which]: value}))
    if which in _URGENT and case.urgent is not None:
        return replace(case, urgent=replace(case.urgent, **{_URGENT[which]: value}))
    if which is _C.EXTENSION_REQUESTED_ON and case.extension is not None:
        return replace(case, extension=replace(case.extension, requested_on=value))
    if case.refusal is not None:
        return replace(case, refusal=replace(case.refusal, ma_received_on=value))
    return case


@dataclass(frozen=True, slots=True)
class Moved:
    """A legal date that another value moves; None where it then does not follow, or did not."""

    key: str
    before: date | None
    after: date | None


def moved(before: Answer, after: Answer) -> tuple[Moved, ...]:
    """Return every legal date that differs between two answers."""
    keys = dict.fromkeys((*before.results, *after.results))
    pairs = (Moved(key, before.date(key), after.date(key)) for key in keys)
    return tuple(one for one in pairs if one.before != one.after)


def problems(
    case: Case, which: Correctable, *, before: Answer, after: Answer, as_at: date
) -> tuple[Problem, ...]:
    """Return what is wrong with a case once it is corrected, and was not wrong before.

    What a home did against the law is a fact all the same: it is a warning here, not a refusal.
    ``case`` is the case as corrected.
    """
    known = {problem.code for problem in before.problems}
    fresh = [one for one in after.problems if one.code not in known]
    fresh += _disorder(case, which)
    value = held(case, which)
    if which in DATED and isinstance(value, date) and value > as_at:
        fresh.append(Code.EVENT_IN_FUTURE.problem())
    return tuple(
        one if one.code in _IMPOSSIBLE or not one.refuses else replace(one, severity=Severity.WARN)
        for one in fresh
    )


def _disorder(case: Case, which: Correctable) -> Iterator[Problem]:
    """Yield each pair of days that the law puts the other way round."""
    for name_days in _ORDERS:
        known = [(name, on) for name, on in name_days(case) if on is not None]
        for (first, before), (second, after) in pairwise(known):
            if after < before and which.value in {first, second}:
                yield Code.FACTS_CONTRADICT.problem(first=first, second=second)


_Days = list[tuple[str, date | None]]


def _of_request(case: Case) -> _Days:
    given, refused = case.authorisation, case.refusal
    decided = given.given_on if given else refused.decided_on if refused else None
    selected = min((one.selected_on for one in case.allocations), default=None)
    return [
        ("request_received_on", case.request.received_on),
        ("selected_on", selected),
        ("decided_on", decided),
        ("ma_received_refusal_notice_on", refused.ma_received_on if refused else None),
    ]


def _of_urgent(case: Case) -> _Days:
    asked = case.extension
    return [("urgent_given_on", case.urgent.given_on if case.urgent else None),
            ("extension_requested_on", asked.requested_on if asked else None),
            ("extension_decided_on", asked.decided_on if asked else None)]  # fmt: skip


def _of_arrangements(case: Case) -> _Days:
    return [("arrangements_from", case.request.arrangements_from),
            ("arrangements_to", case.request.arrangements_to)]  # fmt: skip


_ORDERS: tuple[Callable[[Case], _Days], ...] = (_of_request, _of_urgent, _of_arrangements)
