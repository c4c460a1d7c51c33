"""Loads and adds what is ordered from assessors; nothing of it is ever changed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.fee_orders import FeeAct, FeeEntry, FeeOrder, key_of
from dolsdesk.errors import Conflict
from dolsdesk.store.tables.assessments import AssessmentRow
from dolsdesk.store.tables.fees import FeeEntryRow, FeeOrderRow
from dolsdesk.store.tables.staff import StaffRow

_BATCH = 500


class NoSuchOrder(Conflict):
    """The order is not in this store."""


def add(session: Session, order: FeeOrder, *, recorded_by: int, recorded_at: datetime) -> int:
    """Add an order and return its id."""
    row = FeeOrderRow(
        ref=order.ref, request_id=order.request_id, assessor_id=order.assessor_id,
        kind=order.kind, kinds=[kind.value for kind in order.kinds], pence=order.pence,
        ordered_on=order.ordered_on, note=order.note, recorded_by=recorded_by,
        recorded_at=recorded_at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def add_entry(
    session: Session, order_id: int, entry: FeeEntry, *, recorded_by: int, recorded_at: datetime
) -> int:
    """Add an entry to an order and return its number; ``entry.number`` is not looked at."""
    last = session.scalar(
        select(func.max(FeeEntryRow.number)).where(FeeEntryRow.order_id == order_id)
    )
    number = (last or 0) + 1
    session.add(
        FeeEntryRow(
            order_id=order_id, number=number, act=entry.act, happened_on=entry.on,
            invoice_no=entry.invoice_no, invoice_key=key_of(entry.invoice_no), pence=entry.pence,
            voids=entry.voids, form_on=entry.form_on, why=entry.why, reject=entry.reject,
            recorded_by=recorded_by, recorded_at=recorded_at,
        )
    )  # fmt: skip
    session.flush()
    return number


def load(session: Session, order_id: int) -> FeeOrder:
    """Return an order with its entries.

    Raises:
        NoSuchOrder: there is none of that number.
    """
    found = orders(session, select(FeeOrderRow).where(FeeOrderRow.id == order_id))
    if not found:
        raise NoSuchOrder("NO_SUCH_ORDER")
    return found[0]


def of_request(session: Session, request_id: int) -> tuple[FeeOrder, ...]:
    """Return the orders of a request, in the order they were made."""
    return orders(session, select(FeeOrderRow).where(FeeOrderRow.request_id == request_id))


def of_assessor(session: Session, assessor_id: int) -> tuple[FeeOrder, ...]:
    """Return the orders of an assessor, in the order they were made."""
    return orders(session, select(FeeOrderRow).where(FeeOrderRow.assessor_id == assessor_id))


def with_invoice(session: Session, assessor_id: int, invoice_no: str) -> FeeOrder | None:
    """Return the order against which an assessor's invoice of that number stands, if any."""
    wanted = select(FeeEntryRow.order_id).where(
        FeeEntryRow.invoice_key == key_of(invoice_no), FeeEntryRow.act == FeeAct.CLAIMED
    )
    found = orders(
        session,
        select(FeeOrderRow).where(
            FeeOrderRow.assessor_id == assessor_id, FeeOrderRow.id.in_(wanted)
        ),
    )
    key = key_of(invoice_no)
    return next((one for one in found if one.claim and key_of(one.claim.invoice_no) == key), None)


def orders(session: Session, statement: Select[FeeOrderRow]) -> tuple[FeeOrder, ...]:
    """Return the orders that a statement finds, each with its entries."""
    rows = list(session.scalars(statement.order_by(FeeOrderRow.ordered_on, FeeOrderRow.id)))
    entries: dict[int, list[FeeEntry]] = {row.id: [] for row in rows}
    ids = list(entries)
    for start in range(0, len(ids), _BATCH):
        asked = (
            select(FeeEntryRow, StaffRow.name)
            .join(StaffRow, StaffRow.id == FeeEntryRow.recorded_by)
            .where(FeeEntryRow.order_id.in_(ids[start : start + _BATCH]))
            .order_by(FeeEntryRow.order_id, FeeEntryRow.number)
        )
        for row, name in session.execute(asked):
            entries[row.order_id].append(_entry(row, name))
    return tuple(replace(_order(row), entries=tuple(entries[row.id])) for row in rows)


def forms_in(session: Session, made: Iterable[FeeOrder]) -> dict[int, date | None]:
    """Return, by order, the day on which the last of its forms came in; None where one lacks.

    A form is in where the assessor it was ordered from has a version recorded that was not sent
    back and whose written copy is held.
    """
    listed = tuple(made)
    held: dict[tuple[int, int, AssessmentKind], date] = {}
    ids = sorted({one.request_id for one in listed})
    row = AssessmentRow
    for start in range(0, len(ids), _BATCH):
        asked = (
            select(row.request_id, row.assessor_id, row.kind, func.min(row.copy_received_on))
            .where(
                row.request_id.in_(ids[start : start + _BATCH]),
                row.returned_reason == "",
                row.copy_received_on.is_not(None),
                row.assessor_id.is_not(None),
            )
            .group_by(row.request_id, row.assessor_id, row.kind)
        )
        for request_id, assessor_id, kind, on in session.execute(asked):
            if assessor_id is not None and on is not None:
                held[request_id, assessor_id, kind] = on
    found: dict[int, date | None] = {}
    for one in listed:
        keys = [(one.request_id, one.assessor_id, kind) for kind in one.kinds]
        is_in = bool(keys) and all(key in held for key in keys)
        found[one.id] = max(held[key] for key in keys) if is_in else None
    return found


def _order(row: FeeOrderRow) -> FeeOrder:
    return FeeOrder(
        row.id, row.ref, row.request_id, row.assessor_id, row.kind,
        tuple(AssessmentKind(kind) for kind in row.kinds), row.pence, row.ordered_on, row.note,
    )  # fmt: skip


def _entry(row: FeeEntryRow, name: str) -> FeeEntry:
    return FeeEntry(
        row.number, row.act, row.happened_on, row.invoice_no, row.pence, row.voids, row.form_on,
        row.why, row.reject, row.recorded_at, name,
    )  # fmt: skip
