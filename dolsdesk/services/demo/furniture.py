"""What the demonstration council has before the first request comes: settings, people, places.

Set up through the same services and repositories as any council's store.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from dateutil.relativedelta import relativedelta

from dolsdesk import resources
from dolsdesk.clock import FixedClock
from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.dols.assessors import Assessor, Profession
from dolsdesk.domain.fees import Rate
from dolsdesk.domain.places import Place, PlaceKind
from dolsdesk.domain.staff import Role, StaffMember
from dolsdesk.domain.text import fold
from dolsdesk.rules.book import RuleBook
from dolsdesk.services.context import Context
from dolsdesk.services.demo import register
from dolsdesk.services.demo.plans import Size
from dolsdesk.services.demo.register import Entry, Register, Team
from dolsdesk.services.demo.vocabulary import Vocabulary, pick, weighted
from dolsdesk.services.desk import POLICY_PREFIX
from dolsdesk.services.imports import CqcFile, import_places, read_cqc
from dolsdesk.store.bulk import Bulk
from dolsdesk.store.handle import Store, Write
from dolsdesk.store.repos import assessors as assessors_repo
from dolsdesk.store.repos import places as places_repo
from dolsdesk.store.repos import rates as rates_repo
from dolsdesk.store.repos import settings as settings_repo
from dolsdesk.store.repos import staff as staff_repo
from dolsdesk.store.search import Kind

WORKSTATION = "DEMO-01"
DIRECTORY = "demo/cqc-directory.csv"
_PROGRAM = "dolsdesk"

_PROFESSIONS = (
    (Profession.SOCIAL_WORKER, Profession.AMHP, Profession.NURSE, Profession.OT,
     Profession.PSYCHOLOGIST),
    (55, 20, 12, 9, 4),
)  # fmt: skip
_DOCTORS = 0.3
_HOSPITALS = 0.08
_WEEK_HOURS = (37, 15, 22.5, 8, 30)
_GROUPS = 0.45  # of homes belong to a group that has several
#: Where a place has its name from: one word, two joined, or its district.
_NAMED_AFTER, _NAMED_SHARES = ("plain", "joined", "district"), (30, 60, 10)


@dataclass(frozen=True)
class Furniture:
    """Who and what there is when the first request comes."""

    members: tuple[StaffMember, ...]
    team: Team
    register: Register
    by_note: Mapping[str, int]
    places: tuple[Place, ...]
    suits: Mapping[str, frozenset[int]]
    assessors: Mapping[int, Assessor]
    rates: Mapping[int, tuple[Rate, ...]]


class Furnisher:
    """Furnishes an empty store."""

    def __init__(
        self, store: Store, vocabulary: Vocabulary, book: RuleBook, calendar: WorkingCalendar,
        *, size: Size, as_at: date, begins_on: date, rng: Random,
    ) -> None:  # fmt: skip
        self._store = store
        self._vocabulary = vocabulary
        self._book = book
        self._calendar = calendar
        self._size = size
        self._as_at = as_at
        self._clock = FixedClock.at(begins_on)
        self._rng = rng
        self._notes: dict[int, str] = {}

    def people(self) -> tuple[StaffMember, ...]:
        """Add the council's settings, its assessors and whoever works at the desk."""
        held = self._vocabulary.staff
        settings = {key: held[key] for key in held if key.startswith("council_")}
        settings["store_id"] = _STORE_ID
        settings |= {
            f"{POLICY_PREFIX}pr_hours_{kind}": str(hours) for kind, hours in held["hours"].items()
        }
        entries = [
            *register.entries(held["assessor"], self._as_at, self._size.years),
            *register.entries(self._more_assessors(), self._as_at, self._size.years),
        ]
        with self._acting() as write:
            settings_repo.write(write.session, settings)
            write.record("set_up", "setting", None, after=settings)
            ids = self._assessors(write, entries)
            for one in held["staff"]:
                self._member(write, one, ids)
            for number in range(self._size.amhps - _amhps(entries)):
                self._member(write, self._amhp(number), ids)
        with self._store.reading() as session:
            found = staff_repo.members(session)
        return tuple(sorted(found, key=lambda one: one.id))

    def bundled_places(self, administrator: StaffMember) -> dict[str, tuple[str, ...]]:
        """Import the bundled directory; return what each place of it is for, by its code."""
        file = read_cqc(resources.path(DIRECTORY))
        ctx = Context(
            self._store, self._clock, self._book, self._calendar, administrator, WORKSTATION
        )
        import_places(ctx, file)
        self._claim_own(file)
        return {row.location_code: row.specialisms for row in file.rows}

    def more_places(self, bulk: Bulk, known: int) -> dict[str, tuple[str, ...]]:
        """Add invented places until there are enough; return what each is for, by its code."""
        fit: dict[str, tuple[str, ...]] = {}
        needs = sorted({one["needs"] for one in self._vocabulary.portraits})
        with self._store.reading() as session:
            listed = places_repo.listed(session)
        names = self._names(place["name"] for place in listed.values())
        for number in range(self._size.places - known):
            name, is_hospital = next(names)
            code = f"1-98{number:08}"
            row = self._place(bulk.next_id("place"), name, code, is_hospital=is_hospital)
            bulk.add("place", row)
            bulk.find_by(
                Kind.PLACE, row["id"],
                (name, row["postcode"], code, row["managing_authority"], row["address"]),
            )  # fmt: skip
            fit[code] = ("Services for everyone",) if is_hospital else (pick(self._rng, needs),)
        bulk.flush()
        return fit

    def furniture(
        self, members: tuple[StaffMember, ...], fit: Mapping[str, tuple[str, ...]]
    ) -> Furniture:
        """Return everything as it now stands."""
        with self._store.reading() as session:
            listed = places_repo.listed(session)
            found = assessors_repo.load_all(session)
            rates = {one.id: rates_repo.of_assessor(session, one.id) for one in found}
        places = tuple(
            Place(**{name: row[name] for name in Place.__dataclass_fields__})
            for row in sorted(listed.values(), key=lambda row: row["id"])
            if _is_near(row)
        )
        suits = {
            one["id"]: frozenset(
                place.id for place in places if one["needs"] in fit[place.cqc_location_code]
            )
            for one in self._vocabulary.portraits
        }
        assessors = sorted(found, key=lambda one: one.id)
        return Furniture(
            members=members,
            team=register.team(members),
            register=Register(self._book, assessors, self._notes, self._as_at),
            by_note={note: one for one, note in self._notes.items()},
            places=places,
            suits=suits,
            assessors={one.id: one for one in found},
            rates=rates,
        )

    def _acting(self) -> Any:
        return self._store.acting(
            actor_id=None, actor=_PROGRAM, workstation=WORKSTATION, at=self._clock.now()
        )

    def _assessors(self, write: Write, entries: Iterable[Entry]) -> dict[str, int]:
        ids: dict[str, int] = {}
        for entry in entries:
            made = assessors_repo.add(write.session, dict(entry.values), entry.trainings)
            ids[entry.values["name"]] = made
            if entry.note:
                self._notes[made] = entry.note
            write.record("add_assessor", "assessor", made)
            for rate in register.rates(
                self._vocabulary.staff["rate"],
                entry.values["profession"],
                self._as_at,
                is_employed=entry.values["is_employed_by_council"],
            ):
                rates_repo.add(write.session, made, rate)
        return ids

    def _member(self, write: Write, one: Mapping[str, Any], ids: Mapping[str, int]) -> None:
        roles = [Role(role) for role in one["roles"]]
        made = staff_repo.add_member(
            write.session, name=one["name"], roles=roles, job_title=one["job_title"],
            assessor_id=ids.get(one.get("assessor", "")),
            signs_until=self._months(one.get("signs_months")),
            trained_on=self._months(-one["trained_months"] if "trained_months" in one else None),
        )  # fmt: skip
        write.record("add_staff", "staff", made, after={"roles": [role.value for role in roles]})

    def _months(self, ahead: int | None) -> date | None:
        """Return the day so many months from that at which the demonstration stands."""
        return None if ahead is None else self._as_at + relativedelta(months=ahead)

    def _claim_own(self, file: CqcFile) -> None:
        """Mark the home that the council runs itself."""
        council = self._vocabulary.staff["council_name"]
        with self._acting() as write:
            for row in file.rows:
                if row.provider == council:
                    place_id, _ = places_repo.put(
                        write.session,
                        {
                            "cqc_location_code": row.location_code,
                            "name": row.name,
                            "is_run_by_council": True,
                        },
                    )
                    write.record(
                        "change_place", "place", place_id, after={"is_run_by_council": True}
                    )

    def _more_assessors(self) -> Iterator[dict[str, Any]]:
        rng = self._rng
        have = len(self._vocabulary.staff["assessor"])
        for number in range(self._size.assessors - have):
            is_doctor = rng.random() < _DOCTORS
            profession = Profession.DOCTOR if is_doctor else weighted(rng, *_PROFESSIONS)
            name = self._colleague(number)
            yield {
                "name": f"Dr {name}" if is_doctor else name,
                "profession": profession.value,
                "s12": is_doctor,
                "amhp": profession is Profession.AMHP,
                "is_employed_by_council": not is_doctor and rng.random() < 1 / 3,
                "languages": "English",
                "specialisms": "Dementia",
                "base": self._base(),
                "trained": 1 + int(rng.random() * 10),
                "week_hours": _WEEK_HOURS[number % len(_WEEK_HOURS)],
            }

    def _base(self) -> str:
        """Return where somebody travels from: a district and its outward code."""
        names = self._vocabulary.names
        number = int(self._rng.random() * len(names["districts"]))
        return f"{names['districts'][number]}, {names['areas'][number % len(names['areas'])]}"

    def _amhp(self, number: int) -> dict[str, Any]:
        return {
            "name": self._colleague(10_000 + number),
            "job_title": "Approved mental health professional",
            "roles": (),
        }

    def _colleague(self, number: int) -> str:
        """Return a name that no colleague has: given names and family names, gone through."""
        group = self._vocabulary.names["group"][0]
        given = [*group["younger_female"], *group["younger_male"]]
        family = group["family"]
        turn = number * 7 + number // len(family)
        second = f" {_INITIALS[number // (len(given) * len(family)) % len(_INITIALS)]}."
        return f"{given[turn % len(given)]}{second} {family[number % len(family)]}"

    def _names(self, taken: Iterable[str]) -> Iterator[tuple[str, bool]]:
        """Yield a name that no other place has, and whether it is a hospital's; without end."""
        given = set(taken)
        kinds = self._vocabulary.names["places"]
        while True:
            is_hospital = self._rng.random() < _HOSPITALS
            kind = pick(self._rng, kinds["hospitals" if is_hospital else "homes"])
            name = f"{self._stem(is_hospital=is_hospital)} {kind}"
            if name not in given:
                given.add(name)
                yield name, is_hospital

    def _stem(self, *, is_hospital: bool) -> str:
        """Return what a place is called before one says what it is: Alder, Ashbrook, Millbeck."""
        rng, names = self._rng, self._vocabulary.names
        words = names["places"]
        after = weighted(rng, _NAMED_AFTER, _NAMED_SHARES)
        if after == "district":
            return str(pick(rng, names["districts"]))
        if after == "plain" and not is_hospital:
            return str(pick(rng, words["plain"]))
        stem = str(pick(rng, words["stems"]))
        return stem + str(pick(rng, [end for end in words["endings"] if end[0] != stem[-1]]))

    def _place(self, place_id: int, name: str, code: str, *, is_hospital: bool) -> dict[str, Any]:
        rng, names = self._rng, self._vocabulary.names
        district = pick(rng, names["districts"])
        street = pick(rng, names["streets"])
        owner = f"{name} Limited"
        if is_hospital:
            owner = pick(rng, names["places"]["trusts"])
        elif rng.random() < _GROUPS:
            owner = pick(rng, names["places"]["groups"])
        return {
            "id": place_id, "name": name, "name_key": fold(name),
            "kind": PlaceKind.HOSPITAL if is_hospital else PlaceKind.CARE_HOME,
            "cqc_location_code": code, "cqc_provider_code": f"1-97{place_id:08}",
            "managing_authority": owner,
            "address": f"{1 + int(rng.random() * 90)} {street}, {district}, {names['town']}",
            "postcode": f"{pick(rng, names['areas'])} {int(rng.random() * 10)}AA",
            "phone": f"01632 960{int(rng.random() * 1000):03}", "email": "",
            "council": names["town"],
            "service_types": "Hospital" if is_hospital else "Residential homes",
            "is_run_by_council": False, "is_open": True, "concern": "", "listed_on": None,
            "version": 1,
        }  # fmt: skip


_STORE_ID = "demonstration"
_INITIALS = "ABCDEFGHJKLMNPRST"


def _amhps(entries: Iterable[Entry]) -> int:
    return sum(entry.values["amhp_until"] is not None for entry in entries)


def _is_near(row: Mapping[str, Any]) -> bool:
    """Return whether a place is the council's own concern: the directory names others too."""
    return bool(row["council"] == "Norchester")
