"""One person entered twice: found, put together, and taken apart again (IN4)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from dolsdesk.domain import text
from dolsdesk.domain.changes import CASE_LISTS, Changes, Listing
from dolsdesk.domain.people import Gender, Person
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Conflict, Refused
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.projection import project_all
from dolsdesk.store.reads import people as reads
from dolsdesk.store.reads.people import Known
from dolsdesk.store.repos import cases, merges, people
from dolsdesk.store.repos.merges import Merged

__all__ = ["Known", "Likeness", "Merged", "Pair"]

#: How alike two names must be, of 100, to be taken for two spellings of one.
_ALIKE = 86
#: Names shorter than this, folded, are compared letter by letter only.
_TOO_SHORT = 5


class Likeness(StrEnum):
    """Why two entries may be one person."""

    SAME = "alike_same"
    SPELLING = "alike_spelling"
    TURNED = "alike_turned"
    BIRTH_TURNED = "alike_birth_turned"
    BIRTH_NEAR = "alike_birth_near"
    BIRTH_MISSING = "alike_birth_missing"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one person, and why."""

    one: Known
    other: Known
    likeness: Likeness


def pairs(ctx: Context) -> tuple[Pair, ...]:
    """Return the entries that may be one person, the surest first.

    Whoever was found to be somebody else is not named again.
    """
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        known = reads.everybody(session)
        apart = merges.apart(session)
    found = [pair for pair in _pairs(known) if (pair.one.id, pair.other.id) not in apart]
    order = list(Likeness)
    return tuple(sorted(found, key=lambda pair: (order.index(pair.likeness), pair.one.id)))


def likeness(one: Known, other: Known) -> Likeness | None:
    """Return why two entries may be one person, or None."""
    if one.nhs_number and other.nhs_number and one.nhs_number != other.nhs_number:
        return None
    if Gender.NOT_STATED not in {one.gender, other.gender} and one.gender != other.gender:
        return None
    same_birth = one.date_of_birth is not None and one.date_of_birth == other.date_of_birth
    if same_birth:
        return _of_names(one, other)
    if one.name_key != other.name_key:
        return None
    if one.date_of_birth is None or other.date_of_birth is None:
        return Likeness.BIRTH_MISSING if one.postcode == other.postcode != "" else None
    return _of_births(one.date_of_birth, other.date_of_birth)


def merge(ctx: Context, *, kept_id: int, merged_id: int, reason: str) -> Outcome[int]:
    """Put two entries of one person together; everything about the second goes to the first.

    What the first lacks is taken from the second. Nothing is deleted, and it can be undone.

    Raises:
        Refused: no reason, one and the same entry, or the two have NHS numbers that differ.
        Conflict: one of them was merged already.
    """
    _reason(reason)
    if kept_id == merged_id:
        raise Refused("MERGE_WITH_ITSELF")
    with ctx.acting(Act.MERGE_PEOPLE) as write:
        session = write.session
        if any(people.merged_into(session, one) is not None for one in (kept_id, merged_id)):
            raise Conflict("MERGED_ALREADY")
        kept, gone = people.load(session, kept_id), people.load(session, merged_id)
        if kept.nhs_number and gone.nhs_number:
            raise Refused("MERGE_TWO_NUMBERS")
        filled = {
            name: getattr(gone, name)
            for name in Person.__dataclass_fields__
            if getattr(kept, name) in {None, "", Gender.NOT_STATED}
            and getattr(gone, name) not in {None, "", Gender.NOT_STATED}
            and name != "gender"
        }
        merge_id = merges.merge(
            session, kept_id=kept_id, merged_id=merged_id, filled=filled, reason=reason,
            at=write.at, by=ctx.actor.id,
        )  # fmt: skip
        write.record(
            "merge_people", "person", kept_id, reason=reason,
            after={"merged_id": merged_id, "merge_id": merge_id, "filled": sorted(filled)},
        )  # fmt: skip
        touched = cases.of_person(session, kept_id)
        project_all(session, touched, as_at=ctx.today, book=ctx.book)
    return Outcome(merge_id, _changes(touched, kept_id, merged_id))


def undo(ctx: Context, merge_id: int, *, why: str) -> Outcome[None]:
    """Take two entries apart again: what was moved goes back, what was filled in goes.

    Raises:
        Refused: no reason.
        Conflict: it was undone already, or there is no such merge.
    """
    _reason(why, "why")
    with ctx.acting(Act.MERGE_PEOPLE) as write:
        session = write.session
        held = merges.load(session, merge_id)
        if held is None or held.undone_at is not None:
            raise Conflict("MERGE_UNDONE")
        row = merges.undo(session, merge_id, at=write.at, by=ctx.actor.id, why=why)
        write.record(
            "undo_merge", "person", row.kept_id, reason=why,
            after={"merged_id": row.merged_id, "merge_id": merge_id},
        )  # fmt: skip
        touched = [
            one for person in (row.kept_id, row.merged_id)
            for one in cases.of_person(session, person)
        ]  # fmt: skip
        project_all(session, touched, as_at=ctx.today, book=ctx.book)
        ids = (row.kept_id, row.merged_id)
    return Outcome(None, _changes(touched, *ids))


def keep_apart(ctx: Context, one_id: int, other_id: int, *, reason: str) -> Outcome[None]:
    """Note that two people who look alike are not the same; they are not named again.

    Raises:
        Refused: no reason.
    """
    _reason(reason)
    with ctx.acting(Act.MERGE_PEOPLE) as write:
        merges.keep_apart(
            write.session, one_id, other_id, reason=reason, at=write.at, by=ctx.actor.id
        )
        write.record("keep_apart", "person", one_id, reason=reason, after={"other_id": other_id})
    return Outcome(None, _changes((), one_id, other_id))


def of_person(ctx: Context, person_id: int) -> tuple[Merged, ...]:
    """Return the merges that somebody has part in."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        return merges.of_person(session, person_id)


def _pairs(known: Iterable[Known]) -> Iterator[Pair]:
    """Yield pairs that share a birth date or a name; nobody else is compared."""
    by_birth: dict[date, list[Known]] = defaultdict(list)
    by_name: dict[str, list[Known]] = defaultdict(list)
    for one in known:
        if one.date_of_birth is not None:
            by_birth[one.date_of_birth].append(one)
        by_name[one.name_key].append(one)
    seen: set[tuple[int, int]] = set()
    for group in (*by_birth.values(), *by_name.values()):
        for one, other in combinations(group, 2):
            first, second = (one, other) if one.id < other.id else (other, one)
            if (first.id, second.id) in seen:
                continue
            seen.add((first.id, second.id))
            why = likeness(first, second)
            if why is not None:
                yield Pair(first, second, why)


def _of_names(one: Known, other: Known) -> Likeness | None:
    """Return how the names of two people born on one day are alike."""
    mine, theirs = text.fold(one.full_name), text.fold(other.full_name)
    if mine == theirs:
        return Likeness.SAME
    if sorted(mine.split()) == sorted(theirs.split()):
        return Likeness.TURNED
    from rapidfuzz import fuzz

    if min(len(mine), len(theirs)) >= _TOO_SHORT and fuzz.ratio(mine, theirs) >= _ALIKE:
        return Likeness.SPELLING
    shares_family = text.fold(one.family_name) == text.fold(other.family_name)
    short, long = sorted((text.fold(one.given_names), text.fold(other.given_names)), key=len)
    if shares_family and short and long.startswith(short):
        return Likeness.SPELLING
    return None


def _of_births(mine: date, theirs: date) -> Likeness | None:
    """Return how two birth dates of people with one name are alike."""
    if (mine.year, mine.month, mine.day) == (theirs.year, theirs.day, theirs.month):
        return Likeness.BIRTH_TURNED
    differing = [
        abs(a - b)
        for a, b in zip(mine.timetuple()[:3], theirs.timetuple()[:3], strict=True)
        if a != b
    ]
    return Likeness.BIRTH_NEAR if len(differing) == 1 and differing[0] in {1, 10} else None


def _reason(reason: str, field: str = "reason") -> None:
    if not reason.strip():
        raise Refused("MERGE_REASON_NEEDED", field=field)


def _changes(request_ids: Iterable[int], *person_ids: int) -> Changes:
    return Changes(
        cases=frozenset(request_ids),
        people=frozenset(person_ids),
        lists=CASE_LISTS | {Listing.PEOPLE},
    )
