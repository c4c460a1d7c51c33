"""What a request must contain (reg 16(1)), and what is wrong with it on arrival (dols.md 7)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dolsdesk.domain.dols.case import Request, ResidenceStatus, Urgent
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import RequestType
from dolsdesk.domain.people import Gender, Person
from dolsdesk.domain.places import Place, PlaceKind
from dolsdesk.domain.problems import Problem


class Item(StrEnum):
    """The items of reg 16(1)."""

    NAME_AND_GENDER = "name_and_gender"
    AGE = "age_or_birth_date"
    ADDRESS_AND_PHONE = "address_and_phone"
    MANAGING_AUTHORITY = "managing_authority"
    PURPOSE = "purpose"
    SOUGHT_FROM = "sought_from"
    URGENT_AND_EXPIRY = "urgent_and_expiry"
    EXISTING_AUTHORISATION = "existing_authorisation"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request as it lies on the desk, before or after it is saved.

    ``namesakes`` are the references of people of the same name and birth date, where the person
    is said to be somebody new.
    """

    request: Request
    person: Person
    place: Place | None
    urgent: Urgent | None
    as_at: date
    open_ref_same_place: str = ""
    namesakes: tuple[str, ...] = ()


def missing(arrival: Arrival) -> tuple[Item, ...]:
    """Return the items of reg 16(1) the request lacks; the clock runs whatever is missing."""
    request, person, urgent = arrival.request, arrival.person, arrival.urgent
    has = {
        Item.NAME_AND_GENDER: bool(person.family_name) and person.gender is not Gender.NOT_STATED,
        Item.AGE: person.date_of_birth is not None or person.estimated_age is not None,
        Item.ADDRESS_AND_PHONE: bool(person.usual_address or arrival.place),
        Item.MANAGING_AUTHORITY: arrival.place is not None,
        Item.PURPOSE: bool(request.purpose.strip()),
        Item.SOUGHT_FROM: request.sa_sought_from is not None,
        Item.URGENT_AND_EXPIRY: not request.urgent_given
        or (
            urgent is not None
            and (urgent.period_days is not None or urgent.stated_last_day is not None)
        ),
        Item.EXISTING_AUTHORISATION: request.type is not RequestType.FOLLOW_ON
        or request.existing_sa_last_day is not None,
        Item.SIGNATURE: bool(request.signed_by.strip()),
    }
    return tuple(item for item, present in has.items() if not present)


def problems(arrival: Arrival) -> tuple[Problem, ...]:
    """Return what stops or questions the logging of a request, dates apart (``timescales``)."""
    return tuple(_problems(arrival))


def _problems(arrival: Arrival) -> Iterator[Problem]:
    if arrival.place is not None and arrival.place.kind is PlaceKind.OTHER:
        yield Code.SETTING_NOT_COVERED.problem()
    if lacking := missing(arrival):
        yield Code.REQ_MISSING_STATUTORY.problem(items=lacking)
    if arrival.request.residence_status in {ResidenceStatus.QUERIED, ResidenceStatus.DISPUTED}:
        yield Code.NOT_SUPERVISORY_BODY.problem()
    if arrival.open_ref_same_place:
        yield Code.DUPLICATE_REQUEST.problem(ref=arrival.open_ref_same_place)
    if arrival.namesakes:
        yield Code.PERSON_MAY_BE_KNOWN.problem(refs=arrival.namesakes)
