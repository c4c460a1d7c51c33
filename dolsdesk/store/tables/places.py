"""Care homes and hospitals."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.domain.places import PlaceKind
from dolsdesk.store.base import Base, Pk, PlaceFk, StaffFk, Text, Words
from dolsdesk.store.types import choice


class PlaceRow(Base):
    """One registered location and the managing authority that runs it."""

    __tablename__ = "place"
    id: Mapped[Pk]
    name: Mapped[Words]
    name_key: Mapped[Words] = mapped_column(index=True)
    kind: Mapped[PlaceKind] = mapped_column(choice(PlaceKind))
    cqc_location_code: Mapped[str | None] = mapped_column(unique=True)
    cqc_provider_code: Mapped[Words]
    managing_authority: Mapped[Words]
    address: Mapped[Text]
    postcode: Mapped[Words]
    phone: Mapped[Words]
    email: Mapped[Words]
    council: Mapped[Words]
    service_types: Mapped[Words]
    is_run_by_council: Mapped[bool] = mapped_column(default=False)
    is_open: Mapped[bool] = mapped_column(default=True)
    concern: Mapped[Text]
    listed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class HandoverRow(Base):
    """A place changed hands: who ran it until then, and who from a day on; append-only."""

    __tablename__ = "place_handover"
    id: Mapped[Pk]
    place_id: Mapped[PlaceFk]
    before: Mapped[Words]
    managing_authority: Mapped[Words]
    from_on: Mapped[date]
    paper: Mapped[Text]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[StaffFk]
