"""Who works at the desk."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.store.base import KEY, Base, Pk, Words


class StaffRow(Base):
    """Somebody who uses dolsdesk; ``roles`` is a list of role codes."""

    __tablename__ = "staff"
    id: Mapped[Pk]
    name: Mapped[Words]
    job_title: Mapped[Words]
    roles: Mapped[list[Any]]
    login: Mapped[Words]
    assessor_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("assessor.id"))
    signs_until: Mapped[date | None]
    trained_on: Mapped[date | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
