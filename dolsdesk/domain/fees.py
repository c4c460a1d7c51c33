"""What an assessor is paid: a dated rate for each kind of fee (dols.md 5.16, 5.17).

No fee is set by law; every amount is the council's own. A rate holds from its first day until the
next of its kind begins, so a later rate changes nothing that was paid before.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_PENCE = 100
#: Pounds as people type them, with or without commas, with at most two decimals.
_POUNDS = re.compile(r"£?\s*(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.(\d{1,2}))?", re.ASCII)


class FeeKind(StrEnum):
    """What an assessor may be paid for."""

    MH_ASSESSMENT = "fee_mh_assessment"
    MH_MC_ELIG_BUNDLE = "fee_mh_mc_elig_bundle"
    BIA_INDEPENDENT = "fee_bia_independent"
    REVIEW = "fee_review"
    PARA69 = "fee_para69"
    TRAVEL = "fee_travel"
    CANCELLED = "fee_cancelled"


class RateStanding(StrEnum):
    """How a rate stands on a day."""

    IN_FORCE = "in_force"
    TO_COME = "to_come"
    EARLIER = "earlier"
    CORRECTED = "corrected"


class NotAnAmount(ValueError):
    """What was typed is no amount of money; its text is the code of the sentence."""


@dataclass(frozen=True, slots=True)
class Rate:
    """An amount in pence for one kind of fee, from a day on; ``number`` tells the order of entry.

    ``note`` says why it corrects another of the same kind and day.
    """

    kind: FeeKind
    pence: int
    valid_from: date
    note: str = ""
    number: int = 0


def parse_pounds(typed: str) -> int | None:
    """Return what was typed in pence, or None where nothing was.

    >>> parse_pounds("£1,250.5"), parse_pounds("180"), parse_pounds("0.45"), parse_pounds(" ")
    (125050, 18000, 45, None)

    Raises:
        NotAnAmount: it is less than nothing, has more than two decimals, or is no number.
    """
    if not typed.strip():
        return None
    found = _POUNDS.fullmatch(typed.strip())
    if found is None:
        raise NotAnAmount("AMOUNT_WANTED")
    pounds, pence = found.group(1).replace(",", ""), found.group(2) or ""
    return int(pounds) * _PENCE + int(pence.ljust(2, "0"))


def pounds(pence: int) -> str:
    """Write an amount the way people read it.

    >>> pounds(125050), pounds(45), pounds(0)
    ('£1,250.50', '£0.45', '£0.00')
    """
    return f"£{pence // _PENCE:,}.{pence % _PENCE:02}"


def in_force(rates: Iterable[Rate], kind: FeeKind, on: date) -> Rate | None:
    """Return the rate of a kind that holds on a day; of two from one day the later entered."""
    begun = [rate for rate in rates if rate.kind is kind and rate.valid_from <= on]
    return max(begun, key=_age, default=None)


def standing(rate: Rate, rates: Iterable[Rate], on: date) -> RateStanding:
    """Return how one of the rates stands on a day."""
    listed = tuple(rates)
    same = [one for one in listed if (one.kind, one.valid_from) == (rate.kind, rate.valid_from)]
    if any(one.number > rate.number for one in same):
        return RateStanding.CORRECTED
    if rate.valid_from > on:
        return RateStanding.TO_COME
    return (
        RateStanding.IN_FORCE if in_force(listed, rate.kind, on) == rate else RateStanding.EARLIER
    )


def ordered(rates: Iterable[Rate]) -> tuple[Rate, ...]:
    """Return rates by kind, the newest of each kind first."""
    kinds = list(FeeKind)
    newest = sorted(rates, key=_age, reverse=True)
    return tuple(sorted(newest, key=lambda rate: kinds.index(rate.kind)))


def _age(rate: Rate) -> tuple[date, int]:
    return rate.valid_from, rate.number
