"""What goes out today: reminders, holding letters and chasers, looked through and made in one run.

Nothing is kept of what falls due: it follows from the facts, the day and what was issued. A paper
that was issued since its day fell due is not due, and whether it was is asked once more in the act
that makes it, so that two desks never make it twice.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dolsdesk.clock import london_date
from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import reminders
from dolsdesk.domain.dols.decision import LateReason
from dolsdesk.domain.dols.rights import ConcernKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import (
    holding_letters,
    letter_facts,
    letter_writing,
    letters,
    radar,
    returns,
    runs,
    words,
)
from dolsdesk.services.acts import on_case
from dolsdesk.services.context import Context
from dolsdesk.services.letter_writing import Wanted
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.papers.paper import Paper, moment
from dolsdesk.services.returns import ReturnLine
from dolsdesk.services.runs import Progress, Run, Stop
from dolsdesk.store.reads import papers_due as reads
from dolsdesk.store.repos import cases, documents

#: A chaser to an assessor: a text to send, not a letter.
CHASER = "CHASE"
ENDING, ENDED, CONDITIONS, VISITS, SILENT = "L14", "L15", "L16", "L17", "L08C"
HOLDING = letters.HOLDING_LETTER
#: What may fall due, the most urgent first.
CODES = (ENDED, ENDING, VISITS, CONDITIONS, HOLDING, CHASER, SILENT)
_OF_RADAR = {
    ConcernKind.CONDITION: CONDITIONS,
    ConcernKind.NO_CONTACT: VISITS,
    ConcernKind.ADVOCATE_SILENT: SILENT,
}


@dataclass(frozen=True, slots=True)
class DueLine:
    """A paper that falls due.

    Attributes:
        code: which paper.
        due_on: the day it fell due, today or before.
        why: why it falls due, in words.
        report: the report that is chased, where it is a chaser to an assessor.
    """

    code: str
    request_id: int
    ref: str
    person_name: str
    place_name: str
    due_on: date
    why: str
    report: ReturnLine | None = None


def due(ctx: Context, codes: Collection[str] = CODES) -> tuple[DueLine, ...]:
    """Return the papers that fall due today or fell due before, the most urgent kind first.

    Raises:
        NotPermitted: this person may not see every case.
    """
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        issued = reads.last_issued(session, CODES)
        first = ctx.amount(RuleId.EXPIRY_REMINDER_FIRST)
        ends = reads.endings(session, ctx.today, within_days=first)
    found = [
        *_endings(ctx, ends),
        *_of_rights(ctx, {_OF_RADAR[kind] for kind in _OF_RADAR} & set(codes)),
        *(_holding(ctx) if HOLDING in codes else ()),
        *(_chasers(ctx) if CHASER in codes else ()),
    ]
    kept = [one for one in found if one.code in codes and not _is_made(one, issued)]
    return tuple(sorted(kept, key=lambda one: (CODES.index(one.code), one.due_on, one.ref)))


def preview(ctx: Context, line: DueLine, why: LateReason | None = None) -> Paper | str:
    """Return a paper as it would be made now, marked as a draft; the text of a chaser.

    Raises:
        Refused: it cannot be made any more, or nobody says why the assessments are not done.
    """
    if line.report is not None:
        return returns.chase_text(line.report, ctx.today)
    if line.code == HOLDING:
        return holding_letters.preview(ctx, line.request_id, holding_letters.Wanted(why))
    with ctx.reading() as session:
        case = cases.load(session, line.request_id)
        return letter_writing.draft(ctx, session, line.code, case)


def produce(
    ctx: Context,
    lines: Sequence[DueLine],
    why: LateReason | None = None,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Outcome[Run]:
    """Make papers that fall due, each frozen in an act of its own; see ``runs.run``.

    ``why`` is why assessments are not done, for holding letters.

    Raises:
        NotPermitted: this person may not send papers.
        Refused: there is a holding letter among them, and nobody says why.
    """
    ctx.require(Act.SEND_COPIES)
    if why is None and any(one.code == HOLDING for one in lines):
        raise Refused("HOLDING_WHY_NEEDED", field="why")
    return runs.run(
        lines, lambda line: _make(ctx, line, why), lambda line: line.ref,
        progress=progress, stop=stop,
    )  # fmt: skip


def _make(ctx: Context, line: DueLine, why: LateReason | None) -> Outcome[int | str]:
    if line.report is not None:
        told = returns.chase(ctx, [line.report])
        return Outcome(told.value, told.changes)
    if line.code == HOLDING:
        sent = holding_letters.send_one_due(ctx, line.request_id, why)
        return Outcome(sent.value, sent.changes)
    letter = letter_writing.known(line.code)
    with on_case(ctx, Act.SEND_COPIES, line.request_id) as act:
        session = act.write.session
        for one in documents.of_case(session, line.request_id):
            if one.code == line.code and london_date(one.issued_at) >= line.due_on:
                raise Refused("PAPER_PRODUCED", at=moment(one.issued_at), who=one.issued_by)
        if not letter_facts.holds(letter_facts.read(ctx, session, act.case), letter):
            raise Refused("PAPER_NOT_DUE")
        to = letter_writing.addressees(act.case, letter)
        if not to:
            raise Refused("LETTER_TO_WHOM")
        document_id = letter_writing.release_within(act, Wanted(line.code, to[0].key))
    return Outcome(document_id, of_case(line.request_id))


def _is_made(line: DueLine, issued: dict[tuple[int, str], datetime]) -> bool:
    """Return whether a letter was issued since its day fell due."""
    at = issued.get((line.request_id, line.code))
    is_letter = line.report is None and line.code != HOLDING
    return is_letter and at is not None and london_date(at) >= line.due_on


def _endings(ctx: Context, ends: Iterable[reads.Ending]) -> Iterator[DueLine]:
    today, again = ctx.today, ctx.amount(RuleId.REMINDER_AGAIN)
    first, every, last = (
        ctx.amount(rule)
        for rule in (
            RuleId.EXPIRY_REMINDER_FIRST, RuleId.EXPIRY_REMINDER_EVERY, RuleId.EXPIRY_REMINDER_LAST,
        )
    )  # fmt: skip
    for one in ends:
        on = reminders.before(one.expires_on, today, first=first, every=every, last=last)
        if on is not None:
            why = words.sentence("DUE_ENDS", on=one.expires_on)
            yield _line(ENDING, one, on, why)
        over = reminders.again(_next_day(one.expires_on), today, every=again)
        if over is not None:
            yield _line(ENDED, one, over, words.sentence("DUE_ENDED", on=one.expires_on))


def _line(code: str, one: reads.Ending, on: date, why: str) -> DueLine:
    return DueLine(code, one.request_id, one.ref, one.person_name, one.place_name, on, why)


def _next_day(on: date) -> date:
    return date.fromordinal(on.toordinal() + 1)


def _of_rights(ctx: Context, codes: Collection[str]) -> Iterator[DueLine]:
    """Yield what the rights radar has a letter for, one of a kind for each case."""
    if not codes:
        return
    found: dict[tuple[int, str], DueLine] = {}
    for line in radar.build(ctx).lines:
        code = _OF_RADAR.get(line.kind)
        if code is None or code not in codes:
            continue
        rule = RuleId.CHASE_AGAIN if code == SILENT else RuleId.REMINDER_AGAIN
        from_on = _next_day(line.concern.by) if line.concern.by else line.concern.since
        on = reminders.again(from_on, ctx.today, every=ctx.amount(rule))
        key = line.request_id, code
        if on is not None and (key not in found or found[key].due_on < on):
            found[key] = DueLine(
                code, line.request_id, line.ref, line.person_name, line.place_name, on, line.said
            )
    yield from found.values()


def _holding(ctx: Context) -> Iterator[DueLine]:
    for one in holding_letters.due(ctx):
        on = one.next_contact_on or ctx.today
        why = words.sentence("DUE_CONTACT", reason=one.priority or "no_band")
        yield DueLine(HOLDING, one.request_id, one.ref, one.person_name, one.place_name, on, why)


def _chasers(ctx: Context) -> Iterator[DueLine]:
    every = ctx.amount(RuleId.CHASE_AGAIN)
    for one in returns.listed(ctx):
        on = reminders.again(_next_day(one.return_on), ctx.today, every=every)
        if on is None or (one.chased_on is not None and one.chased_on >= on):
            continue
        why = words.sentence("DUE_REPORT", name=one.assessor, on=one.return_on)
        yield DueLine(
            CHASER, one.request_id, one.ref, one.person_name, one.place_name, on, why, one
        )
