"""What the register's lists show."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dolsdesk.domain.dols.assessors import Profession
from dolsdesk.domain.places import Place
from dolsdesk.store import search
from dolsdesk.store.repos import places as place_repo
from dolsdesk.store.tables.assessors import AssessorRow, LeaveRow, TrainingRow
from dolsdesk.store.tables.places import PlaceRow

_LIMIT = 500


@dataclass(frozen=True, slots=True)
class AssessorLine:
    """One assessor in the register."""

    id: int
    name: str
    profession: Profession
    is_active: bool
    is_suspended: bool
    is_employed_by_council: bool
    initial_training_on: date | None
    last_training_on: date | None
    s12_until: date | None
    amhp_until: date | None
    insured_until: date | None
    languages: str
    base: str
    away_until: date | None
    week_minutes: int | None


def places(session: Session, query: str) -> tuple[Place, ...]:
    """Return places by name: those a query fits, or the first of all."""
    statement = select(PlaceRow).order_by(PlaceRow.name_key).limit(_LIMIT)
    if query.strip():
        ids = search.find(session, search.Kind.PLACE, query, limit=_LIMIT)
        statement = statement.where(PlaceRow.id.in_(ids))
    return tuple(place_repo.place(row) for row in session.scalars(statement))


def assessors(session: Session) -> tuple[AssessorLine, ...]:
    """Return every assessor by name, with the newest training and the end of any leave to come."""
    trained = (
        select(TrainingRow.assessor_id, func.max(TrainingRow.completed_on).label("last_on"))
        .group_by(TrainingRow.assessor_id)
        .subquery()
    )
    away = (
        select(LeaveRow.assessor_id, func.max(LeaveRow.last_on).label("until"))
        .group_by(LeaveRow.assessor_id)
        .subquery()
    )
    rows = session.execute(
        select(
            AssessorRow.id,
            AssessorRow.name,
            AssessorRow.profession,
            AssessorRow.is_active,
            AssessorRow.is_suspended,
            AssessorRow.is_employed_by_council,
            AssessorRow.initial_training_on,
            trained.c.last_on.label("last_training_on"),
            AssessorRow.s12_until,
            AssessorRow.amhp_until,
            AssessorRow.insured_until,
            AssessorRow.languages,
            AssessorRow.base,
            away.c.until.label("away_until"),
            AssessorRow.week_minutes,
        )
        .outerjoin(trained, trained.c.assessor_id == AssessorRow.id)
        .outerjoin(away, away.c.assessor_id == AssessorRow.id)
        .order_by(AssessorRow.name_key)
        .limit(_LIMIT)
    )
    return tuple(AssessorLine(*row) for row in rows)


def every_detail(session: Session) -> dict[int, dict[str, Any]]:
    """Return everything the register holds of each assessor, by the names of its columns."""
    trained: dict[int, list[date]] = {}
    rows = select(TrainingRow.assessor_id, TrainingRow.completed_on).order_by(
        TrainingRow.completed_on
    )
    for assessor_id, on in session.execute(rows):
        trained.setdefault(assessor_id, []).append(on)
    kept = [
        column
        for column in AssessorRow.__table__.columns
        if column.name not in {"id", "name_key", "version"}
    ]
    return {
        row.id: {column.name: getattr(row, column.name) for column in kept}
        | {"further_training_on": tuple(trained.get(row.id, ()))}
        for row in session.execute(select(AssessorRow.id, *kept))
    }


def about(session: Session, assessor_id: int) -> dict[str, Any]:
    """Return what only the register's form shows of an assessor."""
    row = session.get_one(AssessorRow, assessor_id)
    names = (
        "regulator_no", "languages", "specialisms", "base", "email", "phone", "week_limit",
        "week_minutes", "post_minutes", "availability",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names}
