"""Loads and saves assessors, their training, their leave and their interests."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dolsdesk.domain import text
from dolsdesk.domain.dols.assessors import Assessor, Declared, Interest
from dolsdesk.store.tables.assessors import AssessorRow, InterestRow, LeaveRow, TrainingRow

_ASSESSOR_FIELDS = tuple(
    field.name for field in fields(Assessor) if field.name != "further_training_on"
)


def load_all(session: Session, ids: Iterable[int] | None = None) -> tuple[Assessor, ...]:
    """Return assessors by name: all, or those named."""
    statement = select(AssessorRow).order_by(AssessorRow.name_key)
    if ids is not None:
        statement = statement.where(AssessorRow.id.in_(list(ids)))
    rows = list(session.scalars(statement))
    trained: dict[int, list[Any]] = {row.id: [] for row in rows}
    for training in session.scalars(select(TrainingRow).order_by(TrainingRow.completed_on)):
        if training.assessor_id in trained:
            trained[training.assessor_id].append(training.completed_on)
    return tuple(
        Assessor(
            **{name: getattr(row, name) for name in _ASSESSOR_FIELDS},
            further_training_on=tuple(trained[row.id]),
        )
        for row in rows
    )


def load(session: Session, assessor_id: int) -> Assessor:
    """Return one assessor."""
    [found] = load_all(session, [assessor_id])
    return found


def add(session: Session, values: dict[str, Any], training: Iterable[Any]) -> int:
    """Add an assessor with further training dates and return the id."""
    row = AssessorRow(**values, name_key=text.fold(values["name"]))
    session.add(row)
    session.flush()
    set_training(session, row.id, training)
    return row.id


def change(session: Session, assessor_id: int, values: dict[str, Any]) -> None:
    """Change what the register holds of an assessor."""
    row = session.get_one(AssessorRow, assessor_id)
    for name, value in values.items():
        setattr(row, name, value)
    row.name_key = text.fold(row.name)
    session.flush()


def set_training(session: Session, assessor_id: int, completed_on: Iterable[Any]) -> None:
    """Replace the further training of an assessor."""
    session.execute(delete(TrainingRow).where(TrainingRow.assessor_id == assessor_id))
    session.add_all(
        TrainingRow(assessor_id=assessor_id, completed_on=on, title="") for on in completed_on
    )


def interests(session: Session, *, person_id: int, place_id: int) -> tuple[Interest, ...]:
    """Return the known conflicts with a person or a place."""
    rows = session.scalars(
        select(InterestRow).where(
            (InterestRow.person_id == person_id) | (InterestRow.place_id == place_id)
        )
    )
    return tuple(Interest(r.assessor_id, r.kind, r.person_id, r.place_id, r.note) for r in rows)


def leave(session: Session, on: Any) -> dict[int, Any]:
    """Return until when each assessor away on a day is away."""
    rows = session.scalars(select(LeaveRow).where(LeaveRow.first_on <= on, LeaveRow.last_on >= on))
    return {row.assessor_id: row.last_on for row in rows}


def leave_within(
    session: Session, first_on: date, last_on: date
) -> dict[int, tuple[tuple[date, date], ...]]:
    """Return the leave of each assessor that touches some days, both ends included."""
    rows = session.execute(
        select(LeaveRow.assessor_id, LeaveRow.first_on, LeaveRow.last_on)
        .where(LeaveRow.first_on <= last_on, LeaveRow.last_on >= first_on)
        .order_by(LeaveRow.first_on)
    )
    found: dict[int, list[tuple[date, date]]] = {}
    for row in rows:
        found.setdefault(row.assessor_id, []).append((row.first_on, row.last_on))
    return {assessor_id: tuple(spans) for assessor_id, spans in found.items()}


def add_leave(session: Session, assessor_id: int, first_on: Any, last_on: Any) -> None:
    """Add days an assessor is away, both ends included."""
    session.add(LeaveRow(assessor_id=assessor_id, first_on=first_on, last_on=last_on))


def add_interest(
    session: Session,
    assessor_id: int,
    kind: Declared,
    *,
    place_id: int | None,
    person_id: int | None,
    note: str,
) -> None:
    """Add a conflict of interest the register knows of."""
    session.add(
        InterestRow(
            assessor_id=assessor_id, kind=kind, place_id=place_id, person_id=person_id, note=note
        )
    )
