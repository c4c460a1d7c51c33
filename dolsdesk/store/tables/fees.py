"""What is ordered from assessors, invoiced and released; both tables are only ever added to."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.domain.fee_orders import FeeAct, RejectReason
from dolsdesk.domain.fees import FeeKind
from dolsdesk.store.base import KEY, AssessorFk, Base, Pk, RequestFk, StaffFk, Text, Words
from dolsdesk.store.types import choice


class FeeOrderRow(Base):
    """One order; ``kinds`` are codes of assessments, ``pence`` the rate in force that day."""

    __tablename__ = "fee_order"
    id: Mapped[Pk]
    ref: Mapped[Words] = mapped_column(unique=True)
    request_id: Mapped[RequestFk]
    assessor_id: Mapped[AssessorFk]
    kind: Mapped[FeeKind] = mapped_column(choice(FeeKind))
    kinds: Mapped[list[Any]]
    pence: Mapped[int | None]
    ordered_on: Mapped[date] = mapped_column(index=True)
    note: Mapped[Text]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[StaffFk]


class FeeEntryRow(Base):
    """One entry on an order; ``invoice_key`` is its number as numbers are compared."""

    __tablename__ = "fee_entry"
    id: Mapped[Pk]
    order_id: Mapped[int] = mapped_column(KEY, ForeignKey("fee_order.id"))
    number: Mapped[int]
    act: Mapped[FeeAct] = mapped_column(choice(FeeAct))
    happened_on: Mapped[date]
    invoice_no: Mapped[Words]
    invoice_key: Mapped[Words] = mapped_column(index=True)
    pence: Mapped[int | None]
    voids: Mapped[int | None]
    form_on: Mapped[date | None]
    why: Mapped[Text]
    reject: Mapped[RejectReason | None] = mapped_column(choice(RejectReason))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[StaffFk]
    __table_args__ = (
        UniqueConstraint("order_id", "number"),
        Index("ix_fee_entry_happened_on_act", "happened_on", "act"),
    )
