"""Who assesses."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.domain.dols.assessors import Declared, Profession
from dolsdesk.store.base import KEY, AssessorFk, Base, Pk, Text, Words
from dolsdesk.store.types import choice


class AssessorRow(Base):
    """One assessor with everything eligibility turns on."""

    __tablename__ = "assessor"
    id: Mapped[Pk]
    name: Mapped[Words]
    name_key: Mapped[Words] = mapped_column(index=True)
    profession: Mapped[Profession] = mapped_column(choice(Profession))
    regulator_no: Mapped[Words]
    is_active: Mapped[bool] = mapped_column(default=True)
    is_suspended: Mapped[bool] = mapped_column(default=False)
    registered_on: Mapped[date | None]
    s12_until: Mapped[date | None]
    amhp_until: Mapped[date | None]
    initial_training_on: Mapped[date | None]
    insured_until: Mapped[date | None]
    dbs_on: Mapped[date | None]
    is_employed_by_council: Mapped[bool] = mapped_column(default=False)
    serves_council_otherwise: Mapped[bool] = mapped_column(default=False)
    languages: Mapped[Words]
    specialisms: Mapped[Words]
    base: Mapped[Words]
    email: Mapped[Words]
    phone: Mapped[Words]
    week_limit: Mapped[int | None]
    week_minutes: Mapped[int | None]
    post_minutes: Mapped[int | None]
    availability: Mapped[Words]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class TrainingRow(Base):
    """Further relevant training completed by an assessor."""

    __tablename__ = "assessor_training"
    id: Mapped[Pk]
    assessor_id: Mapped[AssessorFk]
    completed_on: Mapped[date]
    title: Mapped[Words]


class LeaveRow(Base):
    """Days an assessor is away, both ends included."""

    __tablename__ = "assessor_leave"
    id: Mapped[Pk]
    assessor_id: Mapped[AssessorFk]
    first_on: Mapped[date]
    last_on: Mapped[date]


class InterestRow(Base):
    """A conflict of interest the register knows of."""

    __tablename__ = "assessor_interest"
    id: Mapped[Pk]
    assessor_id: Mapped[AssessorFk]
    kind: Mapped[Declared] = mapped_column(choice(Declared))
    person_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("person.id"))
    place_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("place.id"))
    note: Mapped[Text]
