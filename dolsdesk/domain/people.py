"""The relevant person and the people round them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dolsdesk.domain import text
from dolsdesk.domain.counting import age_on


class Gender(StrEnum):
    """Reg 16(1)(a)."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    NOT_STATED = "not_stated"


class ContactRole(StrEnum):
    """What a contact is to the relevant person."""

    FAMILY = "family"
    FRIEND = "friend"
    CARER = "carer"
    DONEE = "donee"
    DEPUTY = "deputy"
    ADVOCATE = "advocate"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Person:
    """The relevant person, as known."""

    family_name: str
    given_names: str
    date_of_birth: date | None = None
    estimated_age: int | None = None
    gender: Gender = Gender.NOT_STATED
    nhs_number: str = ""
    social_care_id: str = ""
    known_as: str = ""
    usual_address: str = ""
    postcode: str = ""
    phone: str = ""
    communication_needs: str = ""
    language: str = ""
    ethnicity: str = ""
    date_of_death: date | None = None

    @property
    def full_name(self) -> str:
        """Return the name as it is said."""
        return text.full_name(self.given_names, self.family_name)

    @property
    def index_name(self) -> str:
        """Return the name as a list sorts it."""
        return text.index_name(self.given_names, self.family_name)

    @property
    def initials(self) -> str:
        """Return the initials."""
        return text.initials(self.given_names, self.family_name)

    def age(self, on: date) -> int | None:
        """Return the age in years on a date, from the date of birth or the estimate."""
        if self.date_of_birth is not None:
            return age_on(self.date_of_birth, on)
        return self.estimated_age

    def born(self) -> str:
        """Write the date of birth, or the estimated age."""
        if self.date_of_birth is not None:
            return text.long_date(self.date_of_birth)
        if self.estimated_age is not None:
            return f"about {self.estimated_age} years old"
        return "not known"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody in the person's life; ``was_consulted`` is what the best interests assessor says."""

    name: str
    relationship: str = ""
    role: ContactRole = ContactRole.FAMILY
    address: str = ""
    phone: str = ""
    email: str = ""
    was_consulted: bool = False
    why_not_consulted: str = ""
