"""What the reports count: one light row a request, read once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import String, or_, select, type_coerce
from sqlalchemy.orm import Session

from dolsdesk.domain.dols.endings import CLOSURE_CODES, ClosureReason
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.reporting import CaseFacts
from dolsdesk.store.tables.records import RecordRow
from dolsdesk.store.tables.summaries import SummaryRow

S = SummaryRow

#: Columns under the name a report knows them by; choices stay text, which is quicker to read.
_COLUMNS = {
    "setting": type_coerce(S.place_kind, String),
    "state": type_coerce(S.state, String),
}
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Named:
    """Who and where: only for a list whose reader asked for names."""

    person_name: str
    place_name: str


def cases(session: Session, *, first: date, as_at: date) -> tuple[CaseFacts, ...]:
    """Return every request received by ``as_at`` that was not over before ``first``.

    A request that was closed without a day is returned too: it counts as received.
    """
    columns: list[Any] = [
        _COLUMNS.get(name, getattr(S, name, None)) for name in CaseFacts.__dataclass_fields__
    ]
    statement = (
        select(*columns)
        .where(S.received_on <= as_at, or_(S.closed_on.is_(None), S.closed_on >= first))
        .order_by(S.received_on, S.request_id)
    )
    return tuple(CaseFacts(*row) for row in session.execute(statement))


def some(session: Session, request_ids: Iterable[int]) -> tuple[CaseFacts, ...]:
    """Return some requests as reports know them, whenever they were received."""
    columns: list[Any] = [
        _COLUMNS.get(name, getattr(S, name, None)) for name in CaseFacts.__dataclass_fields__
    ]
    wanted, found = sorted(request_ids), []
    for start in range(0, len(wanted), _BATCH):
        statement = select(*columns).where(S.request_id.in_(wanted[start : start + _BATCH]))
        found += [CaseFacts(*row) for row in session.execute(statement)]
    return tuple(found)


def tests(session: Session) -> dict[int, str]:
    """Return the legal test of the newest finding of each request that has one."""
    statement = select(S.request_id, S.legal_test).where(S.legal_test != "")
    return {row[0]: row[1] for row in session.execute(statement)}


def closure_codes(session: Session) -> dict[int, str]:
    """Return the closure code of each request that ended without a decision."""
    statement = select(RecordRow.request_id, RecordRow.facts).where(
        RecordRow.kind == RecordKind.CLOSURE, RecordRow.is_void.is_(False)
    )
    return {
        row[0]: CLOSURE_CODES[ClosureReason(row[1]["reason"])]
        for row in session.execute(statement)
        if row[0] is not None
    }


def names(session: Session, request_ids: Iterable[int]) -> dict[int, Named]:
    """Return the names behind some requests."""
    wanted = list(request_ids)
    found: dict[int, Named] = {}
    for start in range(0, len(wanted), _BATCH):
        statement = select(S.request_id, S.person_name, S.place_name).where(
            S.request_id.in_(wanted[start : start + _BATCH])
        )
        for request_id, person, place in session.execute(statement):
            found[request_id] = Named(person, place)
    return found
