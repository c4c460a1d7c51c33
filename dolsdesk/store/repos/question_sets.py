"""Keeps a council's own versions of the question sets of triage."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dolsdesk.domain.dols.triage import Factor, QuestionSet
from dolsdesk.store import codec
from dolsdesk.store.tables.question_sets import QuestionSetRow
from dolsdesk.store.tables.staff import StaffRow


def all_made(session: Session) -> tuple[QuestionSet, ...]:
    """Return every version that was made here, by set and version."""
    rows = session.execute(
        select(QuestionSetRow, StaffRow.name)
        .join(StaffRow, StaffRow.id == QuestionSetRow.made_by)
        .order_by(QuestionSetRow.set_id, QuestionSetRow.version)
    )
    return tuple(
        QuestionSet(
            row.set_id,
            row.version,
            row.title,
            tuple(codec.load(one, Factor) for one in row.factors),
            row.note,
            row.made_on,
            name,
        )
        for row, name in rows
    )


def add(
    session: Session, made: QuestionSet, *, made_on: date, made_at: datetime, made_by: int
) -> int:
    """Keep a version and return its number in the table."""
    row = QuestionSetRow(
        set_id=made.id,
        version=made.version,
        title=made.title,
        note=made.note,
        factors=[codec.dump(factor) for factor in made.factors],
        made_on=made_on,
        made_at=made_at,
        made_by=made_by,
    )
    session.add(row)
    session.flush()
    return row.id
