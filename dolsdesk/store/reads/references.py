"""Finding a case by the reference that stands on its papers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dolsdesk.store.tables.requests import RequestRow


def request_id(session: Session, ref: str) -> int | None:
    """Return the request known by a reference, or None."""
    return session.scalar(select(RequestRow.id).where(RequestRow.ref == ref))


def ref(session: Session, request_id: int) -> str:
    """Return the reference of a request."""
    return session.get_one(RequestRow, request_id).ref
