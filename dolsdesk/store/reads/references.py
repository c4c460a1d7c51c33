"""Finding a case by the reference that stands on its papers."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from dolsdesk.store.tables.requests import RequestRow


def request_id(session: Session, ref: str) -> int | None:
    """Return the request known by a reference, or None."""
    return session.scalar(select(RequestRow.id).where(RequestRow.ref == ref))


def ref(session: Session, request_id: int) -> str:
    """Return the reference of a request."""
    return session.get_one(RequestRow, request_id).ref


def refs(session: Session, request_ids: Iterable[int]) -> Mapping[int, str]:
    """Return the references of some requests, by number."""
    statement = select(RequestRow.id, RequestRow.ref).where(RequestRow.id.in_(tuple(request_ids)))
    return {row[0]: row[1] for row in session.execute(statement)}
