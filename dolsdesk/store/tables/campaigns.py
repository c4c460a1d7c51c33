"""Re-screening campaigns: the frozen cohort, what came back, and everything that happened."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.domain.dols.campaigns import (
    CampaignState,
    Cohort,
    ItemPriority,
    ItemState,
    ItemSubject,
    NextAction,
    TriageView,
)
from dolsdesk.store.base import KEY, Base, PersonFk, Pk, PlaceFk, StaffFk, Text, Words
from dolsdesk.store.types import choice


class CampaignRow(Base):
    """One campaign; ``definition`` is the saved view it was chosen by, if it was."""

    __tablename__ = "rescreen_campaign"
    id: Mapped[Pk]
    name: Mapped[Words]
    purpose: Mapped[Text]
    test: Mapped[Words]
    owner_id: Mapped[StaffFk]
    starts_on: Mapped[date]
    target_end: Mapped[date | None]
    cohort: Mapped[Cohort] = mapped_column(choice(Cohort))
    definition: Mapped[dict[str, Any]]
    state: Mapped[CampaignState] = mapped_column(choice(CampaignState))
    snapshot_at: Mapped[datetime | None]
    template: Mapped[Words]
    letter_approved_by: Mapped[Words]
    reply_days: Mapped[int]
    reminder_days: Mapped[int]
    lessons: Mapped[Text]
    sign_off_by: Mapped[Words]
    signed_off_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class CampaignItemRow(Base):
    """One case of a campaign; never taken away once the cohort is frozen."""

    __tablename__ = "campaign_item"
    id: Mapped[Pk]
    campaign_id: Mapped[int] = mapped_column(KEY, ForeignKey("rescreen_campaign.id"))
    request_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("request.id"), index=True)
    record_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("record.id"))
    person_id: Mapped[PersonFk]
    place_id: Mapped[PlaceFk]
    subject: Mapped[ItemSubject] = mapped_column(choice(ItemSubject))
    priority: Mapped[ItemPriority] = mapped_column(choice(ItemPriority))
    reasons: Mapped[list[Any]]
    state: Mapped[ItemState] = mapped_column(choice(ItemState))
    is_top_up: Mapped[bool]
    joined_on: Mapped[date]
    sent_on: Mapped[date | None]
    reply_by: Mapped[date | None]
    reminders: Mapped[int]
    reminded_on: Mapped[date | None]
    returned_on: Mapped[date | None]
    triage_view: Mapped[TriageView | None] = mapped_column(choice(TriageView))
    triage_why: Mapped[Text]
    next_action: Mapped[NextAction | None] = mapped_column(choice(NextAction))
    action_why: Mapped[Text]
    action_owner: Mapped[Words]
    action_due: Mapped[date | None]
    finding_ref: Mapped[Words]
    outcome: Mapped[Words]
    done_on: Mapped[date | None]
    excluded_reason: Mapped[Text]
    escalated_why: Mapped[Text]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (Index("ix_campaign_item_campaign_id_state", "campaign_id", "state"),)


class QuestionnaireRow(Base):
    """One return of a questionnaire; a second one stands beside the first."""

    __tablename__ = "screening_questionnaire"
    id: Mapped[Pk]
    item_id: Mapped[int] = mapped_column(KEY, ForeignKey("campaign_item.id"))
    number: Mapped[int]
    channel: Mapped[Words]
    returned_on: Mapped[date]
    completed_by: Mapped[Words]
    answers: Mapped[dict[str, Any]]
    is_chosen: Mapped[bool]
    chosen_why: Mapped[Text]
    chosen_by: Mapped[Words]
    chosen_of: Mapped[int]
    entered_by: Mapped[StaffFk]
    entered_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("item_id", "number"),)


class CampaignEventRow(Base):
    """One thing that happened to a campaign or an item; append-only by trigger."""

    __tablename__ = "campaign_event"
    id: Mapped[Pk]
    campaign_id: Mapped[int] = mapped_column(KEY, ForeignKey("rescreen_campaign.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("campaign_item.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[StaffFk]
    from_state: Mapped[Words]
    to_state: Mapped[Words]
    note: Mapped[Text]


class CampaignLetterRow(Base):
    """One letter to a home, as it was sent; append-only by trigger."""

    __tablename__ = "campaign_letter"
    id: Mapped[Pk]
    campaign_id: Mapped[int] = mapped_column(KEY, ForeignKey("rescreen_campaign.id"), index=True)
    place_id: Mapped[PlaceFk]
    kind: Mapped[Words]
    items: Mapped[list[Any]]
    made_at: Mapped[datetime]
    made_by: Mapped[StaffFk]
    pages: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
