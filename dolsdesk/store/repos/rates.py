"""Loads and adds what assessors are paid."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dolsdesk.domain.fees import Rate
from dolsdesk.store.tables.rates import RateRow


def of_assessor(session: Session, assessor_id: int) -> tuple[Rate, ...]:
    """Return every rate of an assessor, in the order of entry."""
    rows = session.scalars(
        select(RateRow).where(RateRow.assessor_id == assessor_id).order_by(RateRow.id)
    )
    return tuple(Rate(row.kind, row.pence, row.valid_from, row.note, row.id) for row in rows)


def add(session: Session, assessor_id: int, rate: Rate) -> None:
    """Add a rate; those before stay as they are."""
    session.add(
        RateRow(
            assessor_id=assessor_id, kind=rate.kind, pence=rate.pence,
            valid_from=rate.valid_from, note=rate.note,
        )
    )  # fmt: skip
    session.flush()
