"""What is ordered from an assessor, invoiced and released for payment (AL6; dols.md 5.17).

An order states the rate in force on the day of selection. An invoice is matched against it and
against the form: nothing is released before the form is in. Entries are only ever added; one that
was wrong is voided by a later one that names it. No fee is set by law.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dolsdesk.domain.dols.assessors import Assessor, Profession
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.fees import FeeKind, Rate, in_force
from dolsdesk.domain.problems import Problem


class FeeAct(StrEnum):
    """What an entry on an order says."""

    CLAIMED = "fee_claimed"
    REJECTED = "fee_rejected"
    RELEASED = "fee_released"
    CANCELLED = "fee_order_cancelled"
    VOIDED = "fee_voided"


class FeeState(StrEnum):
    """Where an order stands; worked out from its entries and the form, never stored."""

    ORDERED = "fee_state_ordered"
    CLAIMED = "fee_state_claimed"
    READY = "fee_state_ready"
    RELEASED = "fee_state_released"
    CANCELLED = "fee_state_cancelled"


class RejectReason(StrEnum):
    """Why an invoice goes back to the assessor."""

    DUPLICATE = "reject_duplicate"
    AMOUNT = "reject_amount"
    NOT_OURS = "reject_not_ours"
    NO_FORM = "reject_no_form"
    UNREADABLE = "reject_unreadable"


#: Fees for which no form of the six comes in: the day of the report is entered with the release.
REPORTED = frozenset({FeeKind.REVIEW, FeeKind.PARA69})
#: Fees that may be ordered again for the same case.
REPEATED = frozenset({FeeKind.TRAVEL, FeeKind.CANCELLED})


@dataclass(frozen=True, slots=True)
class FeeEntry:
    """One entry on an order.

    Attributes:
        number: 1 for the first entry of the order.
        act: what it says.
        on: the date of the invoice, or the day of the act.
        invoice_no: as the assessor writes it, on a claim or a rejection.
        pence: what is claimed, or released.
        voids: the number of the entry that this one takes back.
        form_on: the day the report came in, for a release without a form of the six.
        why: the reason, where one is asked for.
        reject: why an invoice was sent back.
        recorded_at: when it was entered.
        recorded_by: who entered it.
    """

    number: int
    act: FeeAct
    on: date
    invoice_no: str = ""
    pence: int | None = None
    voids: int | None = None
    form_on: date | None = None
    why: str = ""
    reject: RejectReason | None = None
    recorded_at: datetime | None = None
    recorded_by: str = ""


@dataclass(frozen=True, slots=True)
class FeeOrder:
    """What was ordered of whom, for which assessments, at which rate, and what came of it.

    ``pence`` is None where no rate was held on that day; ``kinds`` are the assessments whose forms
    must be in.
    """

    id: int
    ref: str
    request_id: int
    assessor_id: int
    kind: FeeKind
    kinds: tuple[AssessmentKind, ...]
    pence: int | None
    ordered_on: date
    note: str = ""
    entries: tuple[FeeEntry, ...] = ()

    @property
    def standing(self) -> tuple[FeeEntry, ...]:
        """Return the entries that count: neither voided nor voiding."""
        gone = {one.voids for one in self.entries if one.act is FeeAct.VOIDED}
        return tuple(
            one for one in self.entries if one.number not in gone and one.act is not FeeAct.VOIDED
        )

    def _newest(self, act: FeeAct) -> FeeEntry | None:
        return next((one for one in reversed(self.standing) if one.act is act), None)

    @property
    def claim(self) -> FeeEntry | None:
        """Return the invoice line that stands against the order."""
        return self._newest(FeeAct.CLAIMED)

    @property
    def release(self) -> FeeEntry | None:
        """Return the release for payment, if there is one."""
        return self._newest(FeeAct.RELEASED)

    @property
    def is_cancelled(self) -> bool:
        """Return whether the order is no longer wanted."""
        return self._newest(FeeAct.CANCELLED) is not None

    @property
    def is_open(self) -> bool:
        """Return whether an invoice is still awaited."""
        return self.claim is None and not self.is_cancelled

    @property
    def differs(self) -> bool:
        """Return whether the invoice is for another amount than was ordered."""
        return self.claim is not None and self.claim.pence != self.pence

    def state(self, form_in_on: date | None) -> FeeState:
        """Return where the order stands; ``form_in_on`` is the day the last of its forms came."""
        if self.is_cancelled:
            return FeeState.CANCELLED
        if self.release is not None:
            return FeeState.RELEASED
        if self.claim is None:
            return FeeState.ORDERED
        return FeeState.READY if self.has_form(form_in_on) else FeeState.CLAIMED

    def has_form(self, form_in_on: date | None) -> bool:
        """Return whether what was ordered has come in, as far as a form of the six shows it."""
        return self.kind is FeeKind.CANCELLED or self.kind in REPORTED or form_in_on is not None


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice as it is typed: its lines are orders of one assessor, with what each asks for."""

    number: str
    dated_on: date | None
    lines: tuple[tuple[int, int | None], ...]  # the order, and pence


def key_of(invoice_no: str) -> str:
    """Return an invoice number as it is compared: letters and figures only, whatever their case.

    >>> key_of("INV-0012/a"), key_of(" inv 0012 A ")
    ('inv0012a', 'inv0012a')
    """
    plain = unicodedata.normalize("NFKC", invoice_no).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def kind_for(assessor: Assessor, kinds: Iterable[AssessmentKind]) -> FeeKind | None:
    """Return what an assessor is paid for who is selected for some assessments.

    None where neither of the two main assessments is among them: what is added to a selection is
    part of the same fee, and anything else is ordered by hand.
    """
    wanted = frozenset(kinds)
    if AssessmentKind.BI in wanted:
        return FeeKind.BIA_INDEPENDENT
    if AssessmentKind.MH in wanted and assessor.profession is Profession.DOCTOR:
        with_others = wanted & {AssessmentKind.MC, AssessmentKind.ELIG}
        return FeeKind.MH_MC_ELIG_BUNDLE if with_others else FeeKind.MH_ASSESSMENT
    return None


def rate_for(rates: Iterable[Rate], kind: FeeKind, on: date) -> Rate | None:
    """Return the rate an order of a day states; a bundle without one of its own is paid singly."""
    listed = tuple(rates)
    found = in_force(listed, kind, on)
    if found is None and kind is FeeKind.MH_MC_ELIG_BUNDLE:
        return in_force(listed, FeeKind.MH_ASSESSMENT, on)
    return found


def claim_problems(
    order: FeeOrder, invoice: Invoice, pence: int | None, *, as_at: date
) -> Iterator[Problem]:
    """Yield why a line of an invoice may not be entered against an order, and what it asks."""
    if order.is_cancelled:
        yield Code.FEE_ORDER_CANCELLED.problem(order=order.ref)
    if order.claim is not None:
        yield Code.INVOICE_DUPLICATE.problem(order=order.ref, number=order.claim.invoice_no)
    if not key_of(invoice.number):
        yield Code.INVOICE_NUMBER_NEEDED.problem()
    if invoice.dated_on is None:
        yield Code.WHEN_NEEDED.problem(field="dated_on")
    elif invoice.dated_on > as_at:
        yield Code.EVENT_IN_FUTURE.problem(field="dated_on")
    elif invoice.dated_on < order.ordered_on:
        yield Code.INVOICE_BEFORE_ORDER.problem(order=order.ref, on=order.ordered_on)
    if pence is None or pence < 0:
        yield Code.FEE_AMOUNT_NEEDED.problem(field=f"line_{order.id}")
    elif order.pence is None:
        yield Code.FEE_NO_RATE.problem(field=f"line_{order.id}", order=order.ref)
    elif pence != order.pence:
        yield Code.FEE_DIFFERS.problem(field=f"line_{order.id}", order=order.ref)


def release_problems(
    order: FeeOrder, form_in_on: date | None, *, releaser: int | None, form_on: date | None,
    as_at: date,
) -> Iterator[Problem]:  # fmt: skip
    """Yield why a line may not be released for payment.

    Args:
        order: the order with its invoice.
        form_in_on: the day the last of its forms came in; None where one is missing or out.
        releaser: the assessor that the person at the desk also is, if any.
        form_on: the day the report came in, as typed, for what has no form of the six.
        as_at: today.
    """
    if order.is_cancelled:
        yield Code.FEE_ORDER_CANCELLED.problem(order=order.ref)
    elif order.release is not None:
        yield Code.FEE_RELEASED_ALREADY.problem(order=order.ref, on=order.release.on)
    elif order.claim is None:
        yield Code.FEE_NOT_CLAIMED.problem(order=order.ref)
    elif not order.has_form(form_in_on):
        yield Code.FEE_FORM_NOT_IN.problem(order=order.ref)
    if order.kind in REPORTED:
        if form_on is None:
            yield Code.FEE_REPORT_DAY_NEEDED.problem()
        elif not order.ordered_on <= form_on <= as_at:
            yield Code.FEE_REPORT_DAY_OUTSIDE.problem(first=order.ordered_on)
    if releaser is not None and releaser == order.assessor_id:
        yield Code.FEE_OWN.problem()
