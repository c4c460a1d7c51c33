"""What a manager looks at first: every open case as one light row, and cases behind a list."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from dolsdesk.domain.dols.reviews import Review
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.records import RecordKind
from dolsdesk.store import codec
from dolsdesk.store.reads.worklist import Bucket, Horizon, bucket_filter
from dolsdesk.store.tables.records import RecordRow
from dolsdesk.store.tables.summaries import SummaryRow

S = SummaryRow.__table__.c


class OpenCase(NamedTuple):
    """One open request, as a manager counts it."""

    request_id: int
    place_name: str
    state: RequestState
    received_on: date
    due_on: date | None
    completed_on: date | None
    no_authority_from: date | None
    priority: str
    bia_name: str
    mh_name: str

    def is_overdue(self, today: date) -> bool:
        """Return whether its day has passed and its assessments are not in; today is not past."""
        return self.completed_on is None and self.due_on is not None and self.due_on < today

    def is_without_authority(self, today: date) -> bool:
        """Return whether nothing authorises today what is done."""
        return self.no_authority_from is not None and self.no_authority_from <= today


def open_cases(session: Session) -> tuple[OpenCase, ...]:
    """Return every open request, the oldest first."""
    columns = [getattr(S, name) for name in OpenCase._fields]
    statement = select(*columns).where(S.is_open).order_by(S.received_on, S.request_id)
    return tuple(OpenCase(*row) for row in session.execute(statement))


def ids(session: Session, bucket: Bucket, horizon: Horizon) -> tuple[int, ...]:
    """Return the requests of a ready-made list."""
    statement = select(S.request_id).where(bucket_filter(bucket, horizon)).order_by(S.request_id)
    return tuple(session.scalars(statement))


def under_review(session: Session) -> tuple[int, ...]:
    """Return the requests whose authorisation is under a review that is not finished."""
    statement = (
        select(RecordRow.request_id, RecordRow.facts)
        .join(SummaryRow, S.request_id == RecordRow.request_id)
        .where(RecordRow.kind == RecordKind.REVIEW, ~RecordRow.is_void, S.expires_on.is_not(None))
        .order_by(RecordRow.id)
    )
    return tuple(
        request_id
        for request_id, facts in session.execute(statement)
        if codec.load(facts, Review).is_open
    )
