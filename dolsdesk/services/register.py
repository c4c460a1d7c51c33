"""The register: care homes and hospitals, assessors, and the people of the desk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from dolsdesk.domain import fees
from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.dols import assessors
from dolsdesk.domain.dols.assessors import Declared, Lapse, Profession
from dolsdesk.domain.fees import Rate
from dolsdesk.domain.places import Place, PlaceKind
from dolsdesk.domain.staff import Act, Role, StaffMember
from dolsdesk.errors import AlreadyExists, Refused
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.projection import project_all
from dolsdesk.store.handle import ReadSession, Write
from dolsdesk.store.reads import register as reads
from dolsdesk.store.reads.register import AssessorLine
from dolsdesk.store.repos import assessors as assessors_repo
from dolsdesk.store.repos import cases, places, staff
from dolsdesk.store.repos import rates as rates_repo

__all__ = ["AssessorLine"]


@dataclass(frozen=True, slots=True)
class PlaceDetails:
    """What is typed about a place."""

    name: str
    kind: PlaceKind
    cqc_location_code: str = ""
    managing_authority: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""
    is_run_by_council: bool = False
    concern: str = ""


@dataclass(frozen=True, slots=True)
class AssessorDetails:
    """What is typed about an assessor; dates are inclusive last days where ``_until``."""

    name: str
    profession: Profession
    regulator_no: str = ""
    registered_on: date | None = None
    initial_training_on: date | None = None
    further_training_on: tuple[date, ...] = ()
    s12_until: date | None = None
    amhp_until: date | None = None
    insured_until: date | None = None
    dbs_on: date | None = None
    is_employed_by_council: bool = False
    serves_council_otherwise: bool = False
    is_suspended: bool = False
    is_active: bool = True
    languages: str = ""
    specialisms: str = ""
    base: str = ""
    email: str = ""
    phone: str = ""
    week_limit: int | None = None
    week_minutes: int | None = None
    post_minutes: int | None = None
    availability: str = ""


@dataclass(frozen=True, slots=True)
class AssessorForm:
    """What the form of an assessor shows: what may be changed, and the rates held."""

    details: AssessorDetails
    rates: tuple[Rate, ...]


def find_places(ctx: Context, query: str) -> tuple[Place, ...]:
    """Return places a half-typed name means, closed ones too; all of them for a blank."""
    with ctx.reading() as session:
        return reads.places(session, query)


def save_place(ctx: Context, details: PlaceDetails, place_id: int | None = None) -> Outcome[int]:
    """Add a place, or change the one named.

    Raises:
        Refused: no name, or a setting that DoLS does not cover.
        AlreadyExists: another place has this CQC location code.
    """
    if not details.name.strip():
        raise Refused("NAME_NEEDED", field="name")
    if details.kind is PlaceKind.OTHER:
        raise Refused("SETTING_NOT_COVERED", field="kind")
    values = {name: getattr(details, name) for name in PlaceDetails.__dataclass_fields__}
    with ctx.acting(Act.EDIT_REGISTER) as write:
        code = details.cqc_location_code.strip()
        same = places.by_code(write.session, code) if code else None
        if same is not None and same.id != place_id:
            raise AlreadyExists("PLACE_CODE_TAKEN", field="cqc_location_code", name=same.name)
        held = places.load(write.session, place_id) if place_id is not None else None
        found, _changed = places.put(write.session, values, place_id=place_id)
        touched: tuple[int, ...] = ()
        if held is not None and held.name != details.name:
            touched = cases.at_place(write.session, found)
            project_all(write.session, touched, as_at=ctx.today, book=ctx.book)
        write.record(
            "save_place",
            "place",
            found,
            before=_details(held) if held else None,
            after=_details(details),
        )
    return Outcome(found, Changes(cases=frozenset(touched), lists=frozenset({Listing.PLACES})))


def assessor_lines(ctx: Context) -> tuple[AssessorLine, ...]:
    """Return every assessor as the register lists them."""
    with ctx.reading() as session:
        return reads.assessors(session)


def lapses(ctx: Context) -> dict[int, tuple[Lapse, ...]]:
    """Return what ends soon or has ended, by assessor (AL1)."""
    with ctx.reading() as session:
        listed = assessors_repo.load_all(session)
    found = {one.id: assessors.lapses(one, ctx.today, ctx.book) for one in listed}
    return {assessor_id: ends for assessor_id, ends in found.items() if ends}


def assessor(ctx: Context, assessor_id: int) -> AssessorDetails:
    """Return what the register holds of an assessor."""
    with ctx.reading() as session:
        return _assessor(session, assessor_id)


def rates(ctx: Context, assessor_id: int) -> tuple[Rate, ...]:
    """Return every rate of an assessor by kind of fee, the newest of each kind first."""
    with ctx.reading() as session:
        return fees.ordered(rates_repo.of_assessor(session, assessor_id))


def assessor_form(ctx: Context, assessor_id: int) -> AssessorForm:
    """Return everything that the form of an assessor shows."""
    return AssessorForm(assessor(ctx, assessor_id), rates(ctx, assessor_id))


def save_assessor(
    ctx: Context,
    details: AssessorDetails,
    assessor_id: int | None = None,
    *,
    new_rates: Iterable[Rate] = (),
) -> Outcome[int]:
    """Add an assessor, or change what the register holds of one.

    Rates are only ever added: a later one leaves what was paid before as it was, and one that
    corrects another of the same kind and day says why, while the other stays in the record.

    Raises:
        Refused: no name, training that lies in the future, an amount below nothing, or a rate of
            the same kind and day without a reason.
    """
    if not details.name.strip():
        raise Refused("NAME_NEEDED", field="name")
    trained = [details.initial_training_on, *details.further_training_on]
    if any(on is not None and on > ctx.today for on in trained):
        raise Refused("DATE_IN_FUTURE", field="further_training_on")
    with ctx.acting(Act.EDIT_REGISTER) as write:
        found = put_assessor(write, details, assessor_id)
        for rate in new_rates:
            _add_rate(write, found, rate)
    return Outcome(found, Changes(lists=frozenset({Listing.ASSESSORS})))


def put_assessor(write: Write, details: AssessorDetails, assessor_id: int | None) -> int:
    """Add an assessor, or change the one named, inside an open act; return the id."""
    values = {
        name: getattr(details, name)
        for name in AssessorDetails.__dataclass_fields__
        if name != "further_training_on"
    }
    if assessor_id is None:
        found = assessors_repo.add(write.session, values, details.further_training_on)
        before = None
    else:
        found = assessor_id
        before = _plain(_assessor(write.session, assessor_id))
        assessors_repo.change(write.session, assessor_id, values)
        assessors_repo.set_training(write.session, assessor_id, details.further_training_on)
    after = _plain(_assessor(write.session, found))
    write.record("save_assessor", "assessor", found, before=before, after=after)
    return found


def barred(ctx: Context) -> dict[int, tuple[str, ...]]:
    """Return why each assessor who takes cases may not be selected today, in sentences (AL1)."""
    with ctx.reading() as session:
        listed = assessors_repo.load_all(session)
    found = {
        one.id: tuple(map(words.problem, assessors.barred(one, ctx.today, ctx.book)))
        for one in listed
        if one.is_active
    }
    return {assessor_id: why for assessor_id, why in found.items() if why}


def add_leave(ctx: Context, assessor_id: int, first_on: date, last_on: date) -> Outcome[None]:
    """Record days an assessor is away, both ends included.

    Raises:
        Refused: the last day lies before the first.
    """
    if last_on < first_on:
        raise Refused("LAST_BEFORE_FIRST", field="last_on")
    with ctx.acting(Act.EDIT_REGISTER) as write:
        assessors_repo.add_leave(write.session, assessor_id, first_on, last_on)
        write.record(
            "add_leave",
            "assessor",
            assessor_id,
            after={"first_on": first_on.isoformat(), "last_on": last_on.isoformat()},
        )
    return Outcome(None, Changes(lists=frozenset({Listing.ASSESSORS})))


def add_interest(
    ctx: Context, assessor_id: int, kind: Declared, *, place_id: int | None,
    person_id: int | None, note: str,
) -> Outcome[None]:  # fmt: skip
    """Record a conflict of interest with a person or a place.

    Raises:
        Refused: neither a person nor a place is named.
    """
    if place_id is None and person_id is None:
        raise Refused("INTEREST_IN_WHAT", field="place")
    with ctx.acting(Act.EDIT_REGISTER) as write:
        assessors_repo.add_interest(
            write.session, assessor_id, kind, place_id=place_id, person_id=person_id, note=note
        )
        write.record(
            "add_interest", "assessor", assessor_id,
            after={"kind": kind.value, "place_id": place_id, "person_id": person_id},
        )  # fmt: skip
    return Outcome(None, Changes(lists=frozenset({Listing.ASSESSORS})))


def members(ctx: Context) -> tuple[StaffMember, ...]:
    """Return everybody who may use the desk."""
    with ctx.reading() as session:
        return staff.members(session)


def signing_ends(ctx: Context) -> dict[int, date]:
    """Return, by signatory, the end of an authority to sign that ends soon or has ended (AL1)."""
    days = ctx.book.value(RuleId.PR_TRAINING_WARNING, on=ctx.today).amount
    warned_to = ctx.today + timedelta(days=days)
    return {
        one.id: one.signs_until
        for one in members(ctx)
        if one.signs_until is not None
        and one.signs_until <= warned_to
        and Role.SIGNATORY in one.roles
    }


def save_member(
    ctx: Context,
    *,
    name: str,
    job_title: str,
    roles: Iterable[Role],
    login: str = "",
    assessor_id: int | None = None,
    staff_id: int | None = None,
    signs_until: date | None = None,
    trained_on: date | None = None,
) -> Outcome[int]:
    """Add somebody to the desk, or change their roles and, for a signatory, their authority.

    Raises:
        Refused: no name or no role, training in the future, or nobody would be left who may change
            the desk.
    """
    hats = frozenset(roles)
    if not name.strip():
        raise Refused("NAME_NEEDED", field="name")
    if not hats:
        raise Refused("ROLE_NEEDED", field="roles")
    if trained_on is not None and trained_on > ctx.today:
        raise Refused("DATE_IN_FUTURE", field="trained_on")
    act = Act.MANAGE_DESK if staff_id is not None or not _is_first(ctx) else Act.READ
    values: Mapping[str, Any] = {
        "job_title": job_title, "login": login, "assessor_id": assessor_id,
        "signs_until": signs_until, "trained_on": trained_on,
    }  # fmt: skip
    with ctx.acting(act) as write:
        session = write.session
        held = {member.id: member for member in staff.members(session)}
        if staff_id is None:
            found, before = staff.add_member(session, name=name, roles=hats, **values), None
        else:
            found, before = staff_id, _member(held[staff_id])
            staff.change_member(session, staff_id, name=name, roles=hats, **values)
            if not any(member.may(Act.MANAGE_DESK) for member in staff.members(session)):
                raise Refused("LAST_MANAGER", field="roles")
        after = _member(StaffMember(
            found, name, hats, signs_until=signs_until, trained_on=trained_on))  # fmt: skip
        write.record("save_member", "staff", found, before=before, after=after)
    return Outcome(found, Changes(lists=frozenset({Listing.STAFF})))


def _details(held: Place | PlaceDetails) -> dict[str, Any]:
    found = {name: getattr(held, name) for name in PlaceDetails.__dataclass_fields__}
    return {**found, "kind": held.kind.value}


def _member(member: StaffMember) -> dict[str, Any]:
    """Return what the audit trail keeps of somebody; days only where the register has them."""
    days = {"signs_until": member.signs_until, "trained_on": member.trained_on}
    roles = sorted(role.value for role in member.roles)
    told = {name: on.isoformat() for name, on in days.items() if on is not None}
    return {"name": member.name, "roles": roles, **told}


def _assessor(session: ReadSession, assessor_id: int) -> AssessorDetails:
    held = assessors_repo.load(session, assessor_id)
    shared = {
        name: getattr(held, name)
        for name in AssessorDetails.__dataclass_fields__
        if hasattr(held, name)
    }
    return AssessorDetails(**shared, **reads.about(session, assessor_id))


def _add_rate(write: Write, assessor_id: int, rate: Rate) -> None:
    held = rates_repo.of_assessor(write.session, assessor_id)
    was = fees.in_force(held, rate.kind, rate.valid_from)
    if rate.pence < 0:
        raise Refused("AMOUNT_WANTED", field="rates")
    if was is not None and was.valid_from == rate.valid_from and not rate.note.strip():
        raise Refused("RATE_THERE", field="rates", kind=rate.kind, on=rate.valid_from)
    rates_repo.add(write.session, assessor_id, rate)
    write.record(
        "add_rate", "assessor", assessor_id,
        before=_plain(was) if was else None, after=_plain(rate), reason=rate.note,
    )  # fmt: skip


def _is_first(ctx: Context) -> bool:
    """Return whether nobody at the desk may yet manage it."""
    return not any(member.may(Act.MANAGE_DESK) for member in members(ctx))


def _plain(held: AssessorDetails | Rate) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name in held.__dataclass_fields__:
        value = getattr(held, name)
        if isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, StrEnum):
            value = value.value
        elif isinstance(value, tuple):
            value = [on.isoformat() for on in value]
        plain[name] = value
    return plain
