"""What assessors are paid."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.domain.fees import FeeKind
from dolsdesk.store.base import AssessorFk, Base, Pk, Words
from dolsdesk.store.types import choice


class RateRow(Base):
    """What an assessor is paid for one kind of fee, from a day on; only ever added to."""

    __tablename__ = "assessor_rate"
    id: Mapped[Pk]
    assessor_id: Mapped[AssessorFk]
    kind: Mapped[FeeKind] = mapped_column(choice(FeeKind))
    pence: Mapped[int]
    valid_from: Mapped[date]
    note: Mapped[Words]
