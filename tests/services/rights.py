"""What concerns a person's rights, as tests tell it: complete, on the day of the tests."""

from datetime import date, timedelta

from dolsdesk.domain.dols import holdings
from dolsdesk.domain.dols.advocates import Advocacy, AdvocateTrigger, kind_of
from dolsdesk.domain.dols.objections import (
    CourtCase,
    CourtKind,
    Objection,
    ObjectionHow,
    Order,
    OrderEffect,
)
from dolsdesk.domain.dols.representatives import (
    Appointment,
    ContactHow,
    RprContact,
    RprKind,
    RprSelectedBy,
    RprState,
    SupportsChallenge,
    checks_for,
)
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.services import representatives
from tests.support.desk import TODAY, World

DAY = timedelta(days=1)


def an_appointment(kind: RprKind = RprKind.UNPAID, **values) -> Appointment:
    """Return a proposal: a sister whom the assessor recommends, or somebody paid."""
    is_paid = kind is RprKind.PAID
    record = {
        "state": RprState.PROPOSED,
        "name": "Paz Órdenes" if is_paid else "Nell Łukasz",
        "kind": kind,
        "selected_by": RprSelectedBy.COUNCIL if is_paid else RprSelectedBy.BIA,
        "relationship": "" if is_paid else "Sister",
        "address": "4 Dock Lane, Norchester",
        "provider": "Wayfarer" if is_paid else "",
        "recommended_on": None if is_paid else TODAY,
        **values,
    }
    return Appointment(**record)


def a_contact(on: date = TODAY, **values) -> RprContact:
    """Return a visit."""
    record = {"on": on, "how": ContactHow.VISIT, "by": "Sion O'Neill", "person_seen": True,
              **values}  # fmt: skip
    return RprContact(**record)


def an_objection(on: date = TODAY, **values) -> Objection:
    """Return an objection in words that nobody has answered."""
    record = {
        "on": on,
        "how": ObjectionHow.WORDS,
        "what": "“I want to go home.”",
        "told_by": "The night staff",
        **values,
    }
    return Objection(**record)


def proceedings(on: date = TODAY, **values) -> CourtCase:
    """Return a challenge that was issued."""
    record = {
        "kind": CourtKind.S21A_STANDARD,
        "applicant": "Ŵyn, by Sion O'Neill",
        "issued_on": on,
        "case_no": "14000001",
        **values,
    }
    return CourtCase(**record)


def an_order(effect: OrderEffect, on: date = TODAY, **values) -> Order:
    """Return a sealed order."""
    return Order(**{"made_on": on, "effect": effect, "terms": "As ordered.", **values})


def an_advocacy(trigger: AdvocateTrigger = AdvocateTrigger.REQUEST, **values) -> Advocacy:
    """Return an instruction under the section that a trigger belongs to."""
    record = {
        "kind": kind_of(trigger),
        "trigger": trigger,
        "instructed_on": TODAY,
        "provider": "Wayfarer",
        "address": "1 Quay Street",
        **values,
    }
    return Advocacy(**record)


def checked(world: World, request_id: int, kind: RprKind = RprKind.UNPAID, **values) -> int:
    """Let whoever is proposed pass every check."""
    found = {
        "checks": dict.fromkeys(checks_for(kind), True),
        "would_support_challenge": SupportsChallenge.YES,
        **values,
    }
    representatives.check(world.admin, request_id, **found)
    return request_id


def represented(world: World, request_id: int, on: date = TODAY) -> int:
    """Let the representative whom the authorisation names be offered it and appointed."""
    representatives.offer(world.admin, request_id, on=on)
    representatives.appoint(world.admin, request_id, accepted_on=on, appointed_on=on)
    return request_id


def held(world: World, request_id: int, kind: RecordKind) -> list[Record]:
    """Return the records of a kind that count."""
    return list(holdings.of(world.case(request_id).records, kind, holdings.FACTS[kind]))


def told(world: World, request_id: int, event: str) -> set[str]:
    """Return who must be told of an event."""
    return {one.recipient for one in world.case(request_id).copies if one.event == event}
