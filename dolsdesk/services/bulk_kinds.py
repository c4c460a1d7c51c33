"""The acts that may be done with several cases, each as it is done with one.

An act says what is wrong with what was asked, what it would do in a case or why it cannot, does it,
and undoes it. It does so through the use case for one case, so that nothing is judged otherwise
because there are many.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from dolsdesk.domain import text
from dolsdesk.domain.bulk import BulkAct
from dolsdesk.domain.dols import waiting
from dolsdesk.domain.dols.assessors import Declared
from dolsdesk.domain.dols.case import Allocation, Case
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.states import SELECTING
from dolsdesk.domain.dols.waiting import ContactKind, ContactPlan
from dolsdesk.domain.problems import Problem, Severity
from dolsdesk.domain.records import Record
from dolsdesk.errors import Refused
from dolsdesk.services import allocation, authorities, contacts, notes, words
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.repos import assessors as register
from dolsdesk.store.repos import cases


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for; each act reads what concerns it.

    Attributes:
        act: which act.
        reason: why; kept with every case.
        from_id: the assessor whose cases go to somebody else.
        to_id: who takes them over.
        is_declared: the new assessor was asked the questions of the law about every case that
            stays in the list, and answered no to each.
        on: the day of the next contact, or of the letter; None takes the target of each band.
        note: the words of a note.
    """

    act: BulkAct
    reason: str = ""
    from_id: int | None = None
    to_id: int | None = None
    is_declared: bool = False
    on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What the act would do in a case, or why it cannot; warnings are those the reason passes."""

    change: str
    why_not: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    done: Mapping[str, Any] = field(default_factory=dict)


class Kind(Protocol):
    """One act."""

    def check(self, ctx: Context, wish: Wish) -> None:
        """Refuse what was asked for, at its field, before any case is looked at."""

    def ready(self, ctx: Context, wish: Wish) -> None:
        """Refuse, at its field, what must be settled before it is done and after it was seen."""

    def look(self, ctx: Context, session: ReadSession, wish: Wish, case: Case) -> Look:
        """Return what the act would do in a case as it stands."""

    def do(
        self, ctx: Context, wish: Wish, request_id: int, done: Mapping[str, Any], *, seen: int
    ) -> Outcome[Any]:
        """Do it in the case that was seen in this version."""

    def undo(
        self, ctx: Context, asked: Mapping[str, Any], request_id: int, done: Mapping[str, Any],
        *, why: str,
    ) -> Outcome[Any]:  # fmt: skip
        """Undo it, as far as nothing has been built on it since."""


class Reallocation:
    """From one assessor to another: what is still owed, with eligibility and conflicts asked anew.

    What the first has assessed already stays theirs.
    """

    def check(self, ctx: Context, wish: Wish) -> None:  # noqa: ARG002
        """Refuse what was asked for, at its field."""
        if wish.from_id is None:
            raise Refused("BULK_FROM_NEEDED", field="from_id")
        if wish.to_id is None:
            raise Refused("BULK_TO_NEEDED", field="to_id")
        if wish.to_id == wish.from_id:
            raise Refused("BULK_SAME_ASSESSOR", field="to_id")
        if not wish.reason.strip():
            raise Refused("BULK_REASON_NEEDED", field="reason")

    def ready(self, ctx: Context, wish: Wish) -> None:
        """Refuse where nobody asked the new assessor about the cases of the list."""
        if not wish.is_declared:
            with ctx.reading() as session:
                name = register.load(session, wish.to_id or 0).name
            raise Refused("BULK_NOT_DECLARED", field="is_declared", name=name)

    def look(self, ctx: Context, session: ReadSession, wish: Wish, case: Case) -> Look:
        """Return what it would do."""
        leaving = register.load(session, wish.from_id or 0)
        coming = register.load(session, wish.to_id or 0)
        owed = [one for one in _owed(case) if one.assessor_id == wish.from_id]
        change = words.sentence(
            "BULK_CHANGE_REALLOCATE", first=leaving.name, name=coming.name,
            what=_named(one.kind for one in owed),
        )  # fmt: skip
        if case.request.state not in SELECTING:
            state = case.request.state
            return Look("", (words.by_code("TRANSITION_REFUSED", state=state),))
        if not owed:
            return Look("", (words.sentence("BULK_NOTHING_OWED", name=leaving.name),))
        found = allocation.judged(
            ctx, session, case, coming, kinds=(one.kind for one in owed), declarations=_no_to_all()
        )
        done = {
            "kinds": [one.kind.value for one in owed],
            "declared": {
                question.value: answer
                for one in owed
                for question, answer in one.declarations.items()
            },
            "return_on": max(
                (one.return_on.isoformat() for one in owed if one.return_on), default=None
            ),
        }
        return _judged(change, found, done, reason=wish.reason)

    def do(
        self, ctx: Context, wish: Wish, request_id: int, done: Mapping[str, Any], *, seen: int
    ) -> Outcome[Any]:
        """Do it."""
        return allocation.allocate(
            ctx, request_id, assessor_id=wish.to_id or 0, kinds=_kinds(done),
            declarations=_no_to_all(), reason=wish.reason, seen_version=seen,
        )  # fmt: skip

    def undo(
        self, ctx: Context, asked: Mapping[str, Any], request_id: int, done: Mapping[str, Any],
        *, why: str,
    ) -> Outcome[Any]:  # fmt: skip
        """Undo it: the report is asked for on the day it was, or anew where that has passed."""
        with ctx.reading() as session:
            case = cases.load(session, request_id)
        owed = {one.kind: one.assessor_id for one in _owed(case)}
        if any(owed.get(kind) != asked["to_id"] for kind in _kinds(done)):
            raise Refused("BULK_ALLOCATED_SINCE")
        declared = {Declared(name): answer for name, answer in done["declared"].items()}
        was = date.fromisoformat(done["return_on"]) if done.get("return_on") else None
        return allocation.allocate(
            ctx, request_id, assessor_id=asked["from_id"], kinds=_kinds(done),
            declarations=declared, reason=why, seen_version=case.request.version,
            return_on=was if was is not None and was >= ctx.today else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planning:
    """The day of the next contact, or of a holding letter: one day, or the target of each band."""

    what: ContactKind | None = None

    def check(self, ctx: Context, wish: Wish) -> None:
        """Refuse what was asked for, at its field."""
        if wish.on is not None and wish.on < ctx.today:
            raise Refused("NEXT_ACTION_NEEDED", field="on")

    def ready(self, ctx: Context, wish: Wish) -> None:
        """Nothing more is to be settled."""

    def look(self, ctx: Context, session: ReadSession, wish: Wish, case: Case) -> Look:  # noqa: ARG002
        """Return what it would do."""
        planned = self._planned(ctx, wish, case)
        was = case.request.next_contact_on
        change = words.sentence(
            "BULK_CHANGE_LETTER" if self.what else "BULK_CHANGE_CONTACT",
            on=planned.next_action_on,
            was=text.day_date(was) if was else words.fact("no_day"),
        )
        if not case.request.is_open:
            state = case.request.state
            return Look(change, (words.by_code("TRANSITION_REFUSED", state=state),))
        found = contacts.plan_problems(ctx, case, planned)
        done = {"on": planned.next_action_on.isoformat()}
        return _judged(change, found, done, reason=wish.reason)

    def do(
        self, ctx: Context, wish: Wish, request_id: int, done: Mapping[str, Any], *, seen: int
    ) -> Outcome[Any]:
        """Do it."""
        planned = ContactPlan(date.fromisoformat(done["on"]), self.what, wish.reason.strip())
        return contacts.plan(ctx, request_id, planned, because=wish.reason, seen_version=seen)

    def undo(
        self, ctx: Context, asked: Mapping[str, Any], request_id: int, done: Mapping[str, Any],  # noqa: ARG002
        *, why: str,
    ) -> Outcome[Any]:  # fmt: skip
        """Undo it."""
        record, case = _record(ctx, request_id, done)
        if any(_sets_contact(one) and one.id > record.id for one in case.records):
            raise Refused("BULK_CONTACT_SINCE")
        return authorities.enter_in_error(ctx, request_id, record.id, why=why)

    def _planned(self, ctx: Context, wish: Wish, case: Case) -> ContactPlan:
        target = waiting.next_on(ctx.today, case.request.priority, ctx.book)
        return ContactPlan(wish.on or target, self.what, wish.reason.strip())


class Noting:
    """The same note in each case, open or over."""

    def check(self, ctx: Context, wish: Wish) -> None:  # noqa: ARG002
        """Refuse what was asked for, at its field."""
        if not wish.note.strip():
            raise Refused("NOTE_NEEDED", field="note")

    def ready(self, ctx: Context, wish: Wish) -> None:
        """Nothing more is to be settled."""

    def look(self, ctx: Context, session: ReadSession, wish: Wish, case: Case) -> Look:  # noqa: ARG002
        """Return what it would do."""
        return Look(words.sentence("BULK_CHANGE_NOTE", note=wish.note.strip()))

    def do(
        self, ctx: Context, wish: Wish, request_id: int, done: Mapping[str, Any], *, seen: int  # noqa: ARG002
    ) -> Outcome[Any]:  # fmt: skip
        """Do it."""
        return notes.add(ctx, request_id, wish.note, seen_version=seen)

    def undo(
        self, ctx: Context, asked: Mapping[str, Any], request_id: int, done: Mapping[str, Any],  # noqa: ARG002
        *, why: str,
    ) -> Outcome[Any]:  # fmt: skip
        """Undo it."""
        record, _ = _record(ctx, request_id, done)
        return authorities.enter_in_error(ctx, request_id, record.id, why=why)


KINDS: Mapping[BulkAct, Kind] = {
    BulkAct.REALLOCATE: Reallocation(),
    BulkAct.NEXT_CONTACT: Planning(),
    BulkAct.LETTER_DUE: Planning(ContactKind.HOLDING_LETTER),
    BulkAct.NOTE: Noting(),
}


def _judged(
    change: str, found: tuple[Problem, ...], done: Mapping[str, Any], *, reason: str
) -> Look:
    """Return what problems mean: those that refuse stop, those that warn need the reason."""
    refusing = tuple(words.problem(one) for one in found if one.refuses)
    warning = tuple(words.problem(one) for one in found if one.severity is Severity.WARN)
    if warning and not reason.strip():
        refusing = (*refusing, *warning, words.by_code("REASON_NEEDED"))
    return Look(change, refusing, warning, done)


def _owed(case: Case) -> tuple[Allocation, ...]:
    """Return the selections whose assessment is not in, or was sent back."""
    return tuple(
        one
        for kind, one in case.active_allocations.items()
        if kind not in case.assessments or case.assessments[kind].returned_reason
    )


def _kinds(done: Mapping[str, Any]) -> tuple[AssessmentKind, ...]:
    return tuple(AssessmentKind(kind) for kind in done["kinds"])


def _named(kinds: Iterable[AssessmentKind]) -> str:
    return ", ".join(words.fact(kind.value).lower() for kind in kinds)


def _no_to_all() -> dict[Declared, bool | None]:
    return dict.fromkeys(Declared, False)


def _record(ctx: Context, request_id: int, done: Mapping[str, Any]) -> tuple[Record[Any], Case]:
    """Return the record that the act began in a case, and the case.

    Raises:
        Refused: it was marked as an error already.
    """
    with ctx.reading() as session:
        case = cases.load(session, request_id)
    [record_id] = done["records"]
    found = next((one for one in case.records if one.id == record_id), None)
    if found is None or found.is_void:
        raise Refused("BULK_VOID_SINCE")
    return found, case


def _sets_contact(record: Record[Any]) -> bool:
    return record.kind in authorities.MOVES_CONTACT and not record.is_void
