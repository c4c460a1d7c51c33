"""What is needed to project every case anew: which cases there are, and the dates they had."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from dolsdesk.store.tables.requests import RequestRow
from dolsdesk.store.tables.summaries import SummaryRow

#: The dates of a summary that follow from rules.
DATES = ("due_on", "urgent_last_on", "no_authority_from", "expires_on", "renewal_prompt_on")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case stands in the order of receipt."""

    received_on: date
    request_id: int


@dataclass(frozen=True, slots=True)
class Projected:
    """The dates of a case as they were last worked out, and under which rules."""

    ref: str
    edition: str
    dates: tuple[date | None, ...]


def count(session: Session) -> int:
    """Return how many requests there are."""
    return session.scalar(select(func.count()).select_from(RequestRow)) or 0


def following(session: Session, after: Place | None, limit: int) -> list[Place]:
    """Return the next requests in the order of receipt, so that an earlier one comes first."""
    order = RequestRow.received_on, RequestRow.id
    statement = select(*order).order_by(*order).limit(limit)
    if after is not None:
        statement = statement.where(tuple_(*order) > (after.received_on, after.request_id))
    return [Place(*row) for row in session.execute(statement)]


def projected(session: Session, ids: Sequence[int]) -> dict[int, Projected]:
    """Return what the summaries of some requests say now."""
    dates = [getattr(SummaryRow, name) for name in DATES]
    rows = session.execute(
        select(SummaryRow.request_id, SummaryRow.ref, SummaryRow.edition, *dates).where(
            SummaryRow.request_id.in_(ids)
        )
    )
    return {row[0]: Projected(row[1], row[2], tuple(row[3:])) for row in rows}
