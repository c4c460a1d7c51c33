"""What reminders are about: authorisations that end or have ended, and what was issued already."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from dolsdesk.domain.dols.states import RequestState
from dolsdesk.store.tables.documents import DocumentRow
from dolsdesk.store.tables.people import PersonRow
from dolsdesk.store.tables.summaries import SummaryRow

S = SummaryRow.__table__.c
D = DocumentRow.__table__.c


class Ending(NamedTuple):
    """An authorisation that ends soon, or ended, and that no further request follows."""

    request_id: int
    ref: str
    person_name: str
    place_name: str
    expires_on: date


def endings(session: Session, today: date, *, within_days: int) -> list[Ending]:
    """Return authorisations of living people that end within some days, or have ended.

    Those after which another request about the person in this place is open, or was granted, are
    left out. The longest ended come first.
    """
    later = SummaryRow.__table__.alias("later").c
    statement = (
        select(S.request_id, S.ref, S.person_name, S.place_name, S.expires_on)
        .join(PersonRow.__table__, PersonRow.__table__.c.id == S.person_id)
        .where(
            S.state == RequestState.GRANTED,
            S.expires_on <= today + timedelta(days=within_days),
            ~exists().where(
                later.person_id == S.person_id,
                later.place_id == S.place_id,
                later.request_id > S.request_id,
                or_(later.is_open, later.state == RequestState.GRANTED),
            ),
            PersonRow.__table__.c.date_of_death.is_(None),
        )
        .order_by(S.expires_on, S.request_id)
    )
    return list(map(Ending._make, session.connection().execute(statement)))


def last_issued(session: Session, codes: Iterable[str]) -> dict[tuple[int, str], datetime]:
    """Return when each letter was issued last, by case and code."""
    statement = (
        select(DocumentRow.request_id, DocumentRow.code, func.max(DocumentRow.issued_at))
        .where(DocumentRow.code.in_(tuple(codes)))
        .group_by(DocumentRow.request_id, DocumentRow.code)
    )
    return {
        (request_id, code): at
        for request_id, code, at in session.execute(statement)
        if request_id is not None
    }
