"""Loads and saves care homes and hospitals, and who ran them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dolsdesk.domain import text
from dolsdesk.domain.dols.handovers import Handover
from dolsdesk.domain.places import Place
from dolsdesk.store import search
from dolsdesk.store.tables.places import HandoverRow, PlaceRow


def place(row: PlaceRow) -> Place:
    """Return the facts of a row."""
    return Place(
        id=row.id,
        name=row.name,
        kind=row.kind,
        cqc_location_code=row.cqc_location_code or "",
        managing_authority=row.managing_authority,
        address=row.address,
        postcode=row.postcode,
        phone=row.phone,
        email=row.email,
        is_run_by_council=row.is_run_by_council,
        is_open=row.is_open,
        service_types=row.service_types,
        concern=row.concern or "",
    )


def load(session: Session, place_id: int) -> Place:
    """Return a place."""
    return place(session.get_one(PlaceRow, place_id))


def by_code(session: Session, code: str) -> Place | None:
    """Return the place with a CQC location code, if there is one."""
    row = session.scalar(select(PlaceRow).where(PlaceRow.cqc_location_code == code))
    return place(row) if row else None


def put(
    session: Session, values: dict[str, Any], *, place_id: int | None = None
) -> tuple[int, bool]:
    """Add a place, or change the one named or the one with the same CQC location code.

    Returns:
        The id, and whether anything was added or changed.
    """
    code = values.get("cqc_location_code") or None
    row = session.get_one(PlaceRow, place_id) if place_id is not None else None
    if row is None and code is not None:
        row = session.scalar(select(PlaceRow).where(PlaceRow.cqc_location_code == code))
    is_new = row is None
    if row is None:
        row = PlaceRow(cqc_location_code=code)
        session.add(row)
    wanted = {**values, "cqc_location_code": code, "name_key": text.fold(values["name"])}
    changed = is_new
    for name, value in wanted.items():
        if is_new or getattr(row, name) != value:
            changed = changed or name != "listed_on"
            setattr(row, name, value)
    session.flush()
    if changed:
        search.put(session, search.Kind.PLACE, row.id, words(row))
    return row.id, changed


def handovers(session: Session, place_id: int) -> tuple[Handover, ...]:
    """Return each time a place changed hands, the first one first."""
    statement = (
        select(HandoverRow)
        .where(HandoverRow.place_id == place_id)
        .order_by(HandoverRow.from_on, HandoverRow.id)
    )
    return tuple(
        Handover(row.managing_authority, row.from_on, row.paper, row.before)
        for row in session.scalars(statement)
    )


def hand_over(session: Session, place_id: int, found: Handover, *, by: int, at: datetime) -> None:
    """Let a place be run by somebody else from a day on; who ran it before stays on record."""
    session.add(
        HandoverRow(
            place_id=place_id,
            before=found.before,
            managing_authority=found.managing_authority,
            from_on=found.from_on,
            paper=found.paper,
            recorded_at=at,
            recorded_by=by,
        )
    )
    row = session.get_one(PlaceRow, place_id)
    row.managing_authority = found.managing_authority
    session.flush()
    search.put(session, search.Kind.PLACE, row.id, words(row))


def with_concern(session: Session) -> frozenset[int]:
    """Return the places about which CQC or the council has a concern."""
    return frozenset(session.scalars(select(PlaceRow.id).where(PlaceRow.concern != "")))


def listed(session: Session) -> dict[str, dict[str, Any]]:
    """Return every place that has a CQC location code, by code, column by column."""
    rows = session.execute(
        select(*PlaceRow.__table__.columns).where(PlaceRow.cqc_location_code.is_not(None))
    )
    return {row.cqc_location_code: dict(row._mapping) for row in rows}  # noqa: SLF001


def mark_listed(session: Session, codes: Iterable[str], on: date) -> None:
    """Note that a directory of a day names some places."""
    session.execute(
        update(PlaceRow).where(PlaceRow.cqc_location_code.in_(list(codes))).values(listed_on=on)
    )


def words(row: PlaceRow) -> list[str]:
    """Return the words by which a place is found."""
    return [
        row.name,
        row.postcode,
        row.cqc_location_code or "",
        row.managing_authority,
        row.address,
    ]
