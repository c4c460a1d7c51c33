"""The relevant person and the people round them."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.domain.people import ContactRole, Gender
from dolsdesk.store.base import KEY, Base, PersonFk, Pk, Text, Words
from dolsdesk.store.types import choice


class PersonRow(Base):
    """One relevant person, found again for each request about them."""

    __tablename__ = "person"
    id: Mapped[Pk]
    ref: Mapped[str] = mapped_column(unique=True)
    family_name: Mapped[Words]
    given_names: Mapped[Words]
    known_as: Mapped[Words]
    name_key: Mapped[Words] = mapped_column(index=True)
    date_of_birth: Mapped[date | None] = mapped_column(index=True)
    estimated_age: Mapped[int | None]
    gender: Mapped[Gender] = mapped_column(choice(Gender))
    nhs_number: Mapped[str | None] = mapped_column(unique=True)
    social_care_id: Mapped[Words]
    usual_address: Mapped[Text]
    postcode: Mapped[Words]
    phone: Mapped[Words]
    communication_needs: Mapped[Text]
    language: Mapped[Words]
    ethnicity: Mapped[Words]
    date_of_death: Mapped[date | None]
    merged_into_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("person.id"))
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ContactRow(Base):
    """Family, friends, attorneys, deputies, advocates."""

    __tablename__ = "contact"
    id: Mapped[Pk]
    person_id: Mapped[PersonFk]
    name: Mapped[Words]
    relationship: Mapped[Words]
    role: Mapped[ContactRole] = mapped_column(choice(ContactRole))
    address: Mapped[Text]
    phone: Mapped[Words]
    email: Mapped[Words]


Index("ix_person_born_name", PersonRow.date_of_birth, PersonRow.name_key)
