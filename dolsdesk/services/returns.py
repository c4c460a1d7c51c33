"""Reports that are out: which are due back, the chase in one key, and another day (AL5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from dolsdesk.domain import text
from dolsdesk.domain.changes import Changes, Listing, of_case
from dolsdesk.domain.dols import returns as rules
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.returns import ReturnNote, ReturnState, ReturnStep
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import rework, words
from dolsdesk.services.acts import CaseAct, case_within, on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.services.selecting import legal_day
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import allocating
from dolsdesk.store.reads.allocating import OutRow
from dolsdesk.store.repos import allocations, records

ReturnKey = tuple[int, int]  # the request and the assessor


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """A report that is out: what of whom, since when, due back when, and how often chased."""

    request_id: int
    ref: str
    initials: str
    person_name: str
    place_name: str
    assessor_id: int
    assessor: str
    email: str
    role: AssessmentKind
    kinds: tuple[AssessmentKind, ...]
    selected_on: date
    return_on: date
    legal_on: date | None
    state: ReturnState
    was_sent_back: bool
    chases: int
    chased_on: date | None

    @property
    def key(self) -> ReturnKey:
        """Return what names the report."""
        return self.request_id, self.assessor_id


def listed(ctx: Context, *, all_out: bool = False) -> tuple[ReturnLine, ...]:
    """Return the reports overdue or due back today, the longest overdue first; or all that are out.

    Due today is not overdue. What was sent back is due by its second date.
    """
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        again = _sent_back(session)
        rows = [row for row in _out(session, again) if all_out or row.return_on <= ctx.today]
        noted = records.of_kind(session, RecordKind.RETURN_NOTE, {row.request_id for row in rows})
    chased: dict[ReturnKey, list[date]] = {}
    for record in noted:
        if record.request_id is not None and record.facts.step is ReturnStep.CHASED:
            key = record.request_id, record.facts.assessor_id
            chased.setdefault(key, []).append(record.on)
    grouped = groupby(rows, key=lambda row: (row.return_on, row.request_id, row.assessor_id))
    return tuple(_line(tuple(same), again, chased, ctx.today) for _key, same in grouped)


def late_cases(ctx: Context) -> frozenset[int]:
    """Return the requests of the reports overdue or due back today.

    Raises:
        NotPermitted: this person may not see every case.
    """
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        rows = _out(session, _sent_back(session))
    return frozenset(row.request_id for row in rows if row.return_on <= ctx.today)


_Again = dict[tuple[int | None, AssessmentKind], date | None]


def _sent_back(session: ReadSession) -> _Again:
    """Return the second day of every assessment that was sent back and is out."""
    return {
        (record.request_id, record.facts.kind): record.facts.due_on
        for record in records.of_kind(session, RecordKind.CORRECTION)
        if not record.is_void and record.facts.is_out
    }


def _out(session: ReadSession, again: _Again) -> tuple[OutRow, ...]:
    """Return the reports that are out by when they are due back; sent back, by the second date."""
    rows = [
        row._replace(return_on=again.get((row.request_id, row.kind)) or row.return_on)
        for row in allocating.out(session)
    ]
    return tuple(sorted(rows, key=lambda row: (row.return_on, row.request_id, row.assessor_id)))


def _line(
    rows: tuple[OutRow, ...], again: _Again, chased: dict[ReturnKey, list[date]], today: date
) -> ReturnLine:
    row = rows[0]
    kinds = tuple(kind for kind in AssessmentKind if kind in {one.kind for one in rows})
    days = [on for on in chased.get((row.request_id, row.assessor_id), ()) if on >= row.selected_on]
    return ReturnLine(
        request_id=row.request_id,
        ref=row.ref,
        initials=text.initials(row.given_names, row.family_name),
        person_name=row.person_name,
        place_name=row.place_name,
        assessor_id=row.assessor_id,
        assessor=row.assessor,
        email=row.email,
        role=rules.role_of(frozenset(kinds)),
        kinds=kinds,
        selected_on=row.selected_on,
        return_on=row.return_on,
        legal_on=row.due_on,
        state=rules.state(row.return_on, today),
        was_sent_back=any((one.request_id, one.kind) in again for one in rows),
        chases=len(days),
        chased_on=max(days, default=None),
    )


def chase_text(line: ReturnLine, today: date) -> str:
    """Return what is sent to an assessor about a report.

    It names the case by its reference and the person by initials only, because it goes by e-mail.
    """
    first = {
        ReturnState.OVERDUE: "CHASE_FIRST",
        ReturnState.DUE_TODAY: "CHASE_TODAY",
        ReturnState.TO_COME: "CHASE_TO_COME",
    }[rules.state(line.return_on, today)]
    parts = [
        words.sentence(
            first,
            ref=line.ref,
            initials=line.initials,
            kinds=kinds_in_words(line.kinds),
            on=line.return_on,
            n=(today - line.return_on).days,
        )
    ]
    if line.legal_on is not None:
        code = "CHASE_LEGAL_PASSED" if line.legal_on < today else "CHASE_LEGAL"
        parts.append(words.sentence(code, legal=line.legal_on))
    parts.append(words.sentence("CHASE_ASK"))
    return " ".join(parts)


def chase(ctx: Context, lines: Iterable[ReturnLine]) -> Outcome[str]:
    """Record that assessors are chased for their reports, in one act; return the text to send.

    Raises:
        Refused: a report is not out any more.
    """
    wanted = tuple(lines)
    touched = Changes()
    told: list[str] = []
    with ctx.acting(Act.RECORD_EVENT) as write:
        still = {_key(row) for row in _out(write.session, {})}
        for line in wanted:
            if line.key not in still:
                raise Refused("NO_RETURN_OUT")
            said = chase_text(line, ctx.today)
            told.append(said)
            note = ReturnNote(
                ReturnStep.CHASED, line.assessor_id, line.assessor, line.kinds, line.return_on,
                text=said,
            )  # fmt: skip
            with case_within(ctx, write, line.request_id) as act:
                _note(act, note)
                act.record("chase", assessor_id=line.assessor_id)
            touched |= of_case(line.request_id, Listing.ASSESSORS)
    return Outcome("\n\n".join(told), touched)


def move(
    ctx: Context, request_id: int, assessor_id: int, return_on: date | None, *, why: str = "",
    reason: str = "",
) -> Outcome[None]:  # fmt: skip
    """Ask an assessor for the report by another day; the day before stays on record.

    Args:
        ctx: who acts, and on what.
        request_id: the case.
        assessor_id: whose report it is.
        return_on: the last day for the report, inclusive.
        why: what the day is changed for.
        reason: why to go on where it lies after the legal day or before the doctor's.

    Raises:
        ProblemsFound: the day is past.
        ReasonNeeded: it lies after the legal day, or before the doctor's, without a reason.
        Refused: nobody said why it is changed, the report is not out any more, or it was sent back
            and has a second day of its own.
    """
    if not why.strip():
        raise Refused("WHY_NEEDED", field="why")
    with on_case(ctx, Act.ALLOCATE, request_id) as act:
        session, case = act.write.session, act.case
        rows = [row for row in allocating.out(session) if _key(row) == (request_id, assessor_id)]
        if not rows:
            raise Refused("NO_RETURN_OUT", field="return_on")
        kinds = tuple(row.kind for row in rows)
        if any(record.facts.kind in kinds for record in rework.out(case)):
            raise Refused("RETURN_SENT_BACK", field="return_on")
        doctor = case.active_allocations.get(AssessmentKind.MH)
        is_doctors = AssessmentKind.MH in kinds
        found = tuple(
            rules.problems(
                return_on,
                legal_day(ctx, case),
                as_at=ctx.today,
                doctor_on=doctor.return_on if doctor is not None and not is_doctors else None,
            )
        )
        because = settle(found, reason)
        assert return_on is not None  # noqa: S101  (a missing day is refused above)
        allocations.set_return(session, request_id, kinds, return_on)
        note = ReturnNote(
            ReturnStep.MOVED, assessor_id, rows[0].assessor, kinds, return_on,
            was_on=rows[0].return_on, why=why.strip(),
        )  # fmt: skip
        _note(act, note)
        act.record(
            "move_return", reason=because, assessor_id=assessor_id,
            was_on=rows[0].return_on.isoformat(), return_on=return_on.isoformat(),
        )  # fmt: skip
    return Outcome(None, of_case(request_id, Listing.ASSESSORS))


def kinds_in_words(kinds: Iterable[AssessmentKind]) -> str:
    """Return kinds of assessment the way they stand in a sentence."""
    return ", ".join(words.fact(kind.value).lower() for kind in kinds)


def _note(act: CaseAct, note: ReturnNote) -> None:
    said = f"{note.assessor}: {kinds_in_words(note.kinds)}"
    act.begin(RecordKind.RETURN_NOTE, note, on=act.ctx.today, detail=said, event=note.step.value)


def _key(row: OutRow) -> ReturnKey:
    return row.request_id, row.assessor_id
