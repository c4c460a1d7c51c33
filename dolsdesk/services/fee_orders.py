"""Fees of assessors: ordered at selection, invoiced, matched, released for payment (AL6).

Nothing here pays anybody: a release is the council's word to its own finance system that the work
is in and the amount is right.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.dols.assessors import Assessor
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.fee_orders import (
    REPEATED,
    REPORTED,
    FeeAct,
    FeeEntry,
    FeeOrder,
    Invoice,
    RejectReason,
    claim_problems,
    key_of,
    kind_for,
    rate_for,
    release_problems,
)
from dolsdesk.domain.fees import FeeKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import references, words
from dolsdesk.services.acts import CaseAct
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.store.handle import Write
from dolsdesk.store.repos import cases
from dolsdesk.store.repos import fee_orders as repo
from dolsdesk.store.repos import rates as rates_repo

_LISTS = frozenset({Listing.FEES, Listing.REPORTS})


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order as it is typed by hand.

    No amount is the rate in force today; for travel that rate is for each mile, so ``miles`` or an
    amount is needed.
    """

    request_id: int
    assessor_id: int
    kind: FeeKind
    pence: int | None = None
    note: str = ""
    miles: int | None = None


# Ordered with the selection


def order_for(act: CaseAct, chosen: Assessor, kinds: Iterable[AssessmentKind]) -> None:
    """Order what an assessor is paid who has just been selected, and withdraw what was theirs.

    Employed assessors without a rate are paid their salary: nothing is ordered. Whoever is not
    employed and has no rate is ordered at no amount, so that somebody looks. Where the same
    assessor is selected again the order that stands is kept.
    """
    wanted = tuple(kinds)
    held = repo.of_request(act.write.session, act.case.request.id)
    _withdraw(act, chosen, wanted, held)
    kind = kind_for(chosen, wanted)
    if kind is None or any(_is_for(one, chosen.id, kind) for one in held):
        return
    rate = rate_for(rates_repo.of_assessor(act.write.session, chosen.id), kind, act.ctx.today)
    if rate is None and chosen.is_employed_by_council:
        return
    made = FeeOrder(
        0, references.fee_ref(act.write.session, act.ctx.today.year), act.case.request.id,
        chosen.id, kind, wanted, rate.pence if rate else None, act.ctx.today,
    )  # fmt: skip
    _place(act.ctx, act.write, made)


def withdraw_for(act: CaseAct, kinds: Iterable[AssessmentKind], why: str) -> None:
    """Cancel what was ordered for kinds that nobody is asked for any more, unless it is done."""
    wanted = set(kinds)
    open_orders = [
        one for one in repo.of_request(act.write.session, act.case.request.id)
        if one.is_open and one.kind not in REPEATED and set(one.kinds) & wanted
    ]  # fmt: skip
    is_in = repo.forms_in(act.write.session, open_orders)
    for one in open_orders:
        if is_in[one.id] is None:
            _add(act.ctx, act.write, one, FeeEntry(0, FeeAct.CANCELLED, act.ctx.today, why=why))


def _withdraw(
    act: CaseAct, chosen: Assessor, kinds: tuple[AssessmentKind, ...], held: Iterable[FeeOrder]
) -> None:
    """Cancel the orders of others for what they are asked for no more, unless the work is done."""
    replaced = [
        one for one in held
        if one.is_open and one.assessor_id != chosen.id and one.kind not in REPEATED
        and set(one.kinds) & set(kinds) & {AssessmentKind.BI, AssessmentKind.MH}
    ]  # fmt: skip
    is_in = repo.forms_in(act.write.session, replaced)
    for one in replaced:
        if is_in[one.id] is None:
            why = words.sentence("FEE_REPLACED", name=chosen.name)
            _add(act.ctx, act.write, one, FeeEntry(0, FeeAct.CANCELLED, act.ctx.today, why=why))


def _is_for(order: FeeOrder, assessor_id: int, kind: FeeKind) -> bool:
    return order.assessor_id == assessor_id and order.kind is kind and not order.is_cancelled


# Ordered by hand


def order(ctx: Context, new: NewOrder) -> Outcome[int]:
    """Order a fee by hand: travel, a cancelled visit, a review, or what selection left out.

    Raises:
        ProblemsFound: the same fee is ordered already, or no rate is held and no amount typed.
        Refused: the assessor was never selected in this case.
    """
    with ctx.acting(Act.HANDLE_FEES) as write:
        session = write.session
        case = cases.load(session, new.request_id)
        kinds = tuple(dict.fromkeys(
            one.kind for one in case.allocations if one.assessor_id == new.assessor_id
        ))  # fmt: skip
        has_form = new.kind not in REPORTED | {FeeKind.CANCELLED}
        if has_form and not kinds:
            raise Refused("FEE_NEVER_SELECTED", field="assessor")
        held = repo.of_request(session, new.request_id)
        if new.kind not in REPEATED and any(_is_for(o, new.assessor_id, new.kind) for o in held):
            raise Refused("FEE_ORDERED_ALREADY", field="kind")
        pence = _amount(ctx, write, new)
        note = new.note.strip()
        if new.kind is FeeKind.TRAVEL and new.pence is None:
            note = " ".join((words.sentence("FEE_MILES", n=new.miles), note)).strip()
        made = FeeOrder(
            0, references.fee_ref(session, ctx.today.year), new.request_id, new.assessor_id,
            new.kind, kinds if has_form else (), pence, ctx.today, note,
        )  # fmt: skip
        return Outcome(_place(ctx, write, made), _changed(made))


def _amount(ctx: Context, write: Write, new: NewOrder) -> int:
    """Return what an order by hand is for: what was typed, or the rate in force today."""
    if new.pence is not None:
        return new.pence
    rate = rate_for(rates_repo.of_assessor(write.session, new.assessor_id), new.kind, ctx.today)
    if rate is None:
        raise Refused("FEE_AMOUNT_WANTED", field="pence")
    if new.kind is not FeeKind.TRAVEL:
        return rate.pence
    if not new.miles:
        raise Refused("FEE_MILES_WANTED", field="miles")
    return rate.pence * new.miles


def cancel(ctx: Context, order_id: int, *, why: str) -> Outcome[None]:
    """Cancel an order that is no longer wanted; it stays on record.

    Raises:
        Refused: nothing is said about why, or an invoice stands against it.
    """
    _say_why(why)
    with ctx.acting(Act.HANDLE_FEES) as write:
        held = repo.load(write.session, order_id)
        if not held.is_open:
            raise Refused("FEE_NOT_OPEN")
        _add(ctx, write, held, FeeEntry(0, FeeAct.CANCELLED, ctx.today, why=why.strip()))
    return Outcome(None, _changed(held))


# Invoices


def claim(ctx: Context, invoice: Invoice, *, because: str = "") -> Outcome[int]:
    """Enter an invoice of one assessor against one or more orders, all of it or none.

    Returns:
        How many lines were entered.

    Raises:
        ProblemsFound: this number of this assessor is known, an order has its invoice already or is
            cancelled, or something is missing.
        ReasonNeeded: an amount differs from the order, or no rate was held.
        Refused: no line, or lines of different assessors.
    """
    if not invoice.lines:
        raise Refused("INVOICE_NO_LINES", field="number")
    with ctx.acting(Act.HANDLE_FEES) as write:
        found = [(repo.load(write.session, one), pence) for one, pence in invoice.lines]
        if len({one.assessor_id for one, _ in found}) > 1:
            raise Refused("INVOICE_OF_SEVERAL", field="number")
        problems = [
            problem
            for one, pence in found
            for problem in claim_problems(one, invoice, pence, as_at=ctx.today)
        ]
        known = repo.with_invoice(write.session, found[0][0].assessor_id, invoice.number)
        if known is not None and key_of(invoice.number):
            problems.insert(0, Code.INVOICE_NUMBER_TAKEN.problem(
                number=invoice.number, order=known.ref))  # fmt: skip
        why = settle(tuple(problems), because)
        for one, pence in found:
            differs = pence != one.pence
            _add(ctx, write, one, FeeEntry(
                0, FeeAct.CLAIMED, invoice.dated_on or ctx.today, invoice.number.strip(), pence,
                why=why if differs else "",
            ))  # fmt: skip
    return Outcome(len(found), _changed(*(one for one, _ in found)))


def reject(
    ctx: Context, order_id: int, *, number: str, dated_on: date | None, reason: RejectReason,
    note: str = "",
) -> Outcome[None]:  # fmt: skip
    """Record that an invoice was sent back to the assessor; it stands against nothing.

    Raises:
        Refused: no number or date.
    """
    if not key_of(number):
        raise Refused("INVOICE_NUMBER_NEEDED", field="number")
    if dated_on is None:
        raise Refused("WHEN_NEEDED", field="dated_on")
    if dated_on > ctx.today:
        raise Refused("EVENT_IN_FUTURE", field="dated_on")
    with ctx.acting(Act.HANDLE_FEES) as write:
        held = repo.load(write.session, order_id)
        _add(ctx, write, held, FeeEntry(
            0, FeeAct.REJECTED, dated_on, number.strip(), why=note.strip(), reject=reason,
        ))  # fmt: skip
    return Outcome(None, _changed(held))


def release(ctx: Context, order_ids: Iterable[int], *, form_on: date | None = None) -> Outcome[int]:
    """Release lines for payment, all of them or none.

    Returns:
        How many were released.

    Raises:
        ProblemsFound: no invoice, the form is not in or is out for correction, released already,
            cancelled, or the person at the desk would be paid.
    """
    with ctx.acting(Act.RELEASE_FEES) as write:
        found = [repo.load(write.session, one) for one in order_ids]
        if not found:
            raise Refused("FEE_NOTHING_READY")
        is_in = repo.forms_in(write.session, found)
        problems = tuple(
            problem
            for one in found
            for problem in release_problems(
                one, is_in[one.id], releaser=ctx.actor.assessor_id, form_on=form_on,
                as_at=ctx.today,
            )
        )  # fmt: skip
        settle(problems, "")
        for one in found:
            _add(ctx, write, one, FeeEntry(
                0, FeeAct.RELEASED, ctx.today, one.claim.invoice_no if one.claim else "",
                one.claim.pence if one.claim else None,
                form_on=form_on if one.kind in REPORTED else None,
            ))  # fmt: skip
    return Outcome(len(found), _changed(*found))


def void(ctx: Context, order_id: int, *, why: str) -> Outcome[None]:
    """Take the newest entry of an order back by a new one; both stay on record.

    Raises:
        Refused: nothing is said about why, there is nothing to take back, or it is a release.
    """
    _say_why(why)
    with ctx.acting(Act.HANDLE_FEES) as write:
        held = repo.load(write.session, order_id)
        if not held.standing:
            raise Refused("FEE_NOTHING_TO_VOID")
        if held.standing[-1].act is FeeAct.RELEASED:
            raise Refused("FEE_VOID_RELEASE_FIRST")
        _void(ctx, write, held, held.standing[-1], why)
    return Outcome(None, _changed(held))


def take_release_back(ctx: Context, order_id: int, *, why: str) -> Outcome[None]:
    """Take a release back by a new entry, before the money has gone; both stay on record.

    Raises:
        Refused: nothing is said about why, or it is not released.
    """
    _say_why(why)
    with ctx.acting(Act.RELEASE_FEES) as write:
        held = repo.load(write.session, order_id)
        if held.release is None:
            raise Refused("FEE_NOT_RELEASED")
        _void(ctx, write, held, held.release, why)
    return Outcome(None, _changed(held))


# Writing


def _changed(*orders: FeeOrder) -> Changes:
    return Changes(cases=frozenset(one.request_id for one in orders), lists=_LISTS)


def _say_why(why: str) -> None:
    if not why.strip():
        raise Refused("WHY_NEEDED", field="why")


def _place(ctx: Context, write: Write, made: FeeOrder) -> int:
    found = repo.add(write.session, made, recorded_by=ctx.actor.id, recorded_at=write.at)
    write.record("order_fee", "fee_order", found, after=told(made), reason=made.note)
    return found


def _void(ctx: Context, write: Write, held: FeeOrder, entry: FeeEntry, why: str) -> None:
    _add(ctx, write, held, FeeEntry(
        0, FeeAct.VOIDED, ctx.today, entry.invoice_no, entry.pence, voids=entry.number,
        why=why.strip(),
    ))  # fmt: skip


def _add(ctx: Context, write: Write, held: FeeOrder, entry: FeeEntry) -> None:
    number = repo.add_entry(
        write.session, held.id, entry, recorded_by=ctx.actor.id, recorded_at=write.at
    )
    write.record(entry.act.value, "fee_order", held.id, after=entry_told(held, entry, number),
                 reason=entry.why)  # fmt: skip


def told(made: FeeOrder) -> dict[str, Any]:
    """Return an order as the audit trail has it."""
    return {
        "ref": made.ref,
        "request_id": made.request_id,
        "assessor_id": made.assessor_id,
        "kind": made.kind.value,
        "kinds": [kind.value for kind in made.kinds],
        "pence": made.pence,
        "ordered_on": made.ordered_on.isoformat(),
    }


def entry_told(held: FeeOrder, entry: FeeEntry, number: int) -> dict[str, Any]:
    """Return an entry as the audit trail has it."""
    said = {
        "ref": held.ref,
        "number": number,
        "on": entry.on.isoformat(),
        "invoice_no": entry.invoice_no,
        "pence": entry.pence,
        "voids": entry.voids,
        "form_on": entry.form_on.isoformat() if entry.form_on else None,
        "reject": entry.reject.value if entry.reject else None,
    }
    return {name: value for name, value in said.items() if value not in {None, ""}}
