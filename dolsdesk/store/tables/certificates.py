"""Certificates that papers are signed with."""

from datetime import date, datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.store.base import Base, Pk, StaffFk, Words


class CertificateRow(Base):
    """A certificate of the council, closed by its passphrase; never changed, only taken out of use.

    ``last_day`` is the last day on which it is good.
    """

    __tablename__ = "certificate"
    id: Mapped[Pk]
    name: Mapped[Words]
    issuer: Mapped[Words]
    fingerprint: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    added_by: Mapped[StaffFk]
    added_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
