"""Loads and saves campaigns, their items, what came back, and what happened."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from dolsdesk.domain import text
from dolsdesk.domain.dols.campaigns import Campaign, Event, Item, Questionnaire
from dolsdesk.domain.dols.screening import Answers, Flag
from dolsdesk.errors import Conflict, StaleRecord
from dolsdesk.store import codec
from dolsdesk.store.tables.campaigns import (
    CampaignEventRow,
    CampaignItemRow,
    CampaignLetterRow,
    CampaignRow,
    QuestionnaireRow,
)
from dolsdesk.store.tables.people import PersonRow
from dolsdesk.store.tables.places import PlaceRow
from dolsdesk.store.tables.requests import RequestRow
from dolsdesk.store.tables.staff import StaffRow

_CAMPAIGN = tuple(name for name in Campaign.__dataclass_fields__ if name != "owner")
_ITEM = tuple(
    name
    for name in Item.__dataclass_fields__
    if name not in {"ref", "person_name", "place_name", "reasons"}
)

_NEW_ITEM: dict[str, Any] = (
    dict.fromkeys(
        ("request_id", "record_id", "sent_on", "reply_by", "reminded_on", "returned_on",
         "triage_view", "next_action", "action_due", "done_on")
    )
    | dict.fromkeys(
        ("triage_why", "action_why", "action_owner", "finding_ref", "outcome", "excluded_reason",
         "escalated_why"), "",
    )
    | {"reminders": 0}
)  # fmt: skip
_BATCH = 500


class NoSuchCampaign(Conflict):
    """The campaign, or its item, is not in this store."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to a home without its bytes."""

    id: int
    place_id: int
    place_name: str
    kind: str
    items: tuple[int, ...]
    made_at: datetime
    made_by: str
    pages: int
    sha256: str


def add(session: Session, **values: Any) -> int:
    """Add a campaign and return its id."""
    usual = {"snapshot_at": None, "letter_approved_by": "", "lessons": "", "sign_off_by": "",
             "signed_off_at": None, "target_end": None}  # fmt: skip
    row = CampaignRow(**{**usual, **values})
    session.add(row)
    session.flush()
    return row.id


def change(session: Session, campaign_id: int, **values: Any) -> None:
    """Change fields of a campaign."""
    row = session.get_one(CampaignRow, campaign_id)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()


def load(session: Session, campaign_id: int) -> Campaign:
    """Return a campaign.

    Raises:
        NoSuchCampaign: there is none.
    """
    found = session.execute(_campaigns().where(CampaignRow.id == campaign_id)).one_or_none()
    if found is None:
        raise NoSuchCampaign("NO_SUCH_CAMPAIGN")
    return _campaign(*found)


def listed(session: Session) -> tuple[Campaign, ...]:
    """Return every campaign, the newest first."""
    statement = _campaigns().order_by(CampaignRow.id.desc())
    return tuple(_campaign(*found) for found in session.execute(statement))


def _campaigns() -> Any:
    return select(CampaignRow, StaffRow.name).join(StaffRow, StaffRow.id == CampaignRow.owner_id)


def _campaign(row: CampaignRow, owner: str) -> Campaign:
    return Campaign(owner=owner, **{name: getattr(row, name) for name in _CAMPAIGN})


# Items


def add_items(
    session: Session, campaign_id: int, found: Sequence[Mapping[str, Any]]
) -> tuple[int, ...]:
    """Add items, all at once, and return their ids in the same order."""
    rows = [CampaignItemRow(campaign_id=campaign_id, **{**_NEW_ITEM, **one}) for one in found]
    session.add_all(rows)
    session.flush()
    return tuple(row.id for row in rows)


def change_item(session: Session, item: Item, **values: Any) -> None:
    """Change fields of an item, from the version that was seen.

    Raises:
        StaleRecord: somebody else changed it since.
    """
    row = session.get_one(CampaignItemRow, item.id)
    if row.version != item.version:
        raise StaleRecord("STALE_ENTRY")
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()


def change_items(
    session: Session, found: Sequence[Item], values: Callable[[Item], Mapping[str, Any]]
) -> None:
    """Change fields of several items, each from the version that was seen.

    Raises:
        StaleRecord: somebody else changed one since.
    """
    rows: dict[int, CampaignItemRow] = {}
    for start in range(0, len(found), _BATCH):
        wanted = [one.id for one in found[start : start + _BATCH]]
        statement = select(CampaignItemRow).where(CampaignItemRow.id.in_(wanted))
        rows |= {row.id: row for row in session.scalars(statement)}
    for one in found:
        if rows[one.id].version != one.version:
            raise StaleRecord("STALE_ENTRY")
        for name, value in values(one).items():
            setattr(rows[one.id], name, value)
    session.flush()


def items(session: Session, campaign_id: int) -> tuple[Item, ...]:
    """Return every item of a campaign, in the order they joined."""
    statement = _items().where(CampaignItemRow.campaign_id == campaign_id)
    return tuple(_item(*found) for found in session.execute(statement))


def item(session: Session, item_id: int) -> Item:
    """Return one item.

    Raises:
        NoSuchCampaign: there is none.
    """
    found = session.execute(_items().where(CampaignItemRow.id == item_id)).one_or_none()
    if found is None:
        raise NoSuchCampaign("NO_SUCH_ITEM")
    return _item(*found)


def items_of_request(session: Session, request_id: int) -> tuple[Item, ...]:
    """Return the items about a request, the newest campaign first."""
    statement = _items().where(CampaignItemRow.request_id == request_id)
    found = [_item(*row) for row in session.execute(statement)]
    return tuple(sorted(found, key=lambda one: one.id, reverse=True))


def items_of_person(session: Session, person_id: int) -> tuple[Item, ...]:
    """Return the items about a person, in every campaign."""
    statement = _items().where(CampaignItemRow.person_id == person_id)
    return tuple(_item(*found) for found in session.execute(statement))


def all_items(session: Session) -> tuple[Item, ...]:
    """Return the items of every campaign."""
    return tuple(_item(*found) for found in session.execute(_items()))


def _items() -> Any:
    return (
        select(
            CampaignItemRow, RequestRow.ref, PersonRow.given_names, PersonRow.family_name,
            PlaceRow.name,
        )
        .join(PersonRow, PersonRow.id == CampaignItemRow.person_id)
        .join(PlaceRow, PlaceRow.id == CampaignItemRow.place_id)
        .outerjoin(RequestRow, RequestRow.id == CampaignItemRow.request_id)
        .order_by(CampaignItemRow.id)
    )  # fmt: skip


def _item(row: CampaignItemRow, ref: str | None, given: str, family: str, place: str) -> Item:
    return Item(
        ref=ref or "",
        person_name=text.index_name(given, family),
        place_name=place,
        reasons=tuple(Flag(one) for one in row.reasons),
        **{name: getattr(row, name) for name in _ITEM},
    )


# Questionnaires


def add_questionnaire(
    session: Session, item_id: int, answers: Answers, *, returned_on: date, channel: str,
    completed_by: str, entered_by: int, entered_at: datetime, is_chosen: bool,
) -> int:  # fmt: skip
    """Add what came back; an earlier return stays beside it."""
    number = session.scalar(
        select(func.count()).select_from(QuestionnaireRow).where(
            QuestionnaireRow.item_id == item_id)
    ) or 0  # fmt: skip
    row = QuestionnaireRow(
        item_id=item_id, number=number + 1, channel=channel, returned_on=returned_on,
        completed_by=completed_by, answers=codec.dump(answers), is_chosen=is_chosen,
        chosen_why="", chosen_by="", chosen_of=0, entered_by=entered_by, entered_at=entered_at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def choose(session: Session, item_id: int, questionnaire_id: int, why: str, *, by: str) -> None:
    """Let one return count; the others stay."""
    statement = select(QuestionnaireRow).where(QuestionnaireRow.item_id == item_id)
    rows = session.scalars(statement).all()
    for row in rows:
        row.is_chosen = row.id == questionnaire_id
        if row.is_chosen:
            row.chosen_why, row.chosen_by, row.chosen_of = why, by, len(rows)
    session.flush()


def questionnaires(session: Session, item_id: int) -> tuple[Questionnaire, ...]:
    """Return every return of an item's questionnaire, the first one first."""
    statement = (
        select(QuestionnaireRow, StaffRow.name)
        .join(StaffRow, StaffRow.id == QuestionnaireRow.entered_by)
        .where(QuestionnaireRow.item_id == item_id)
        .order_by(QuestionnaireRow.number)
    )
    return tuple(
        Questionnaire(
            id=row.id,
            item_id=row.item_id,
            number=row.number,
            channel=row.channel,
            returned_on=row.returned_on,
            completed_by=row.completed_by,
            answers=codec.load(row.answers, Answers),
            is_chosen=row.is_chosen,
            chosen_why=row.chosen_why,
            chosen_by=row.chosen_by,
            chosen_of=row.chosen_of,
            entered_by=name,
        )
        for row, name in session.execute(statement)
    )


# What happened


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, to be put on record."""

    item_id: int | None
    was: str
    now: str
    note: str = ""


def happened(
    session: Session, campaign_id: int, steps: Iterable[Step], *, at: datetime, by: int
) -> None:
    """Put what happened on record, in order."""
    rows = [
        {
            "campaign_id": campaign_id, "item_id": one.item_id, "at": at, "by_id": by,
            "from_state": one.was, "to_state": one.now, "note": one.note,
        }
        for one in steps
    ]  # fmt: skip
    if rows:
        session.execute(insert(CampaignEventRow), rows)


def events(session: Session, campaign_id: int, item_id: int | None = None) -> tuple[Event, ...]:
    """Return what happened in a campaign, or to one item, in order."""
    statement = (
        select(
            CampaignEventRow, StaffRow.name, RequestRow.ref, PersonRow.given_names,
            PersonRow.family_name,
        )
        .join(StaffRow, StaffRow.id == CampaignEventRow.by_id)
        .outerjoin(CampaignItemRow, CampaignItemRow.id == CampaignEventRow.item_id)
        .outerjoin(PersonRow, PersonRow.id == CampaignItemRow.person_id)
        .outerjoin(RequestRow, RequestRow.id == CampaignItemRow.request_id)
        .where(CampaignEventRow.campaign_id == campaign_id)
        .order_by(CampaignEventRow.id)
    )  # fmt: skip
    if item_id is not None:
        statement = statement.where(CampaignEventRow.item_id == item_id)
    return tuple(
        Event(
            row.id, row.item_id, row.at, name, row.from_state, row.to_state, row.note, ref or "",
            text.index_name(given, family) if family is not None else "",
        )
        for row, name, ref, given, family in session.execute(statement)
    )  # fmt: skip


def events_until(session: Session, end: datetime) -> tuple[Event, ...]:
    """Return what happened to any item before an instant, in order; nobody is named."""
    of = CampaignEventRow
    statement = (
        select(of.id, of.item_id, of.at, of.from_state, of.to_state)
        .where(of.item_id.is_not(None), of.at < end)
        .order_by(of.id)
    )
    return tuple(
        Event(row.id, row.item_id, row.at, "", row.from_state, row.to_state, "")
        for row in session.execute(statement)
    )


# Letters


def keep_letter(
    session: Session, campaign_id: int, place_id: int, *, kind: str, items: Iterable[int],
    content: bytes, pages: int, made_at: datetime, made_by: int,
) -> int:  # fmt: skip
    """Freeze a letter to a home as it was sent."""
    row = CampaignLetterRow(
        campaign_id=campaign_id, place_id=place_id, kind=kind, items=list(items),
        made_at=made_at, made_by=made_by, pages=pages,
        sha256=hashlib.sha256(content).hexdigest(), content=content,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def letters(session: Session, campaign_id: int) -> tuple[Letter, ...]:
    """Return the letters of a campaign, the newest first."""
    of = CampaignLetterRow
    statement = (
        select(of.id, of.place_id, PlaceRow.name, of.kind, of.items, of.made_at, StaffRow.name,
               of.pages, of.sha256)
        .join(PlaceRow, PlaceRow.id == of.place_id)
        .join(StaffRow, StaffRow.id == of.made_by)
        .where(of.campaign_id == campaign_id)
        .order_by(of.id.desc())
    )  # fmt: skip
    return tuple(
        Letter(row[0], row[1], row[2], row[3], tuple(row[4]), *row[5:])
        for row in session.execute(statement)
    )


def letter_content(session: Session, letter_id: int) -> bytes:
    """Return the exact bytes of a letter."""
    row = session.get(CampaignLetterRow, letter_id)
    if row is None:
        raise NoSuchCampaign("NO_SUCH_LETTER")
    return row.content


def by_place(found: Iterable[Item]) -> Mapping[int, tuple[Item, ...]]:
    """Return items grouped by home, homes in the order of their names."""
    grouped: dict[int, list[Item]] = {}
    for one in sorted(found, key=lambda item: (item.place_name, item.person_name, item.id)):
        grouped.setdefault(one.place_id, []).append(one)
    return {place: tuple(items) for place, items in grouped.items()}
