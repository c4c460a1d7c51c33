"""Independent mental capacity advocates: needed, instructed, chased, reported, ended (RR2)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import advocates, holdings, representatives
from dolsdesk.domain.dols.advocates import Advocacy, AdvocateKind, AdvocateState, AdvocateTrigger
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.life import SA_LIVE
from dolsdesk.domain.dols.representatives import Appointment, RprKind
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import words
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.services.papers import advocacy, issuing
from dolsdesk.services.projection import standing_with_others


def ask_for(ctx: Context, request_id: int, found: Advocacy) -> Outcome[int]:
    """Record that an advocate is needed: the home says so, or the person, or the representative.

    Raises:
        ProblemsFound: an advocate of that kind acts already, no authorisation is in force for one
            that needs it, the representative is paid (s39D), or the trigger is another section's.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        needed = Advocacy(
            kind=found.kind, trigger=found.trigger, arose_on=found.arose_on or ctx.today,
            said=found.said, ma_notified_on=found.ma_notified_on,
        )  # fmt: skip
        settle((*advocates.need_problems(needed, as_at=ctx.today), *_misfit(ctx, act, needed)), "")
        record_id = act.begin(RecordKind.ADVOCATE, needed, on=needed.arose_on or ctx.today,
                              detail=_called(needed))  # fmt: skip
        act.record("ask_for_advocate", kind=needed.kind.value, trigger=needed.trigger.value)
    return Outcome(record_id, of_case(request_id))


def instruct(ctx: Context, request_id: int, found: Advocacy, *, reason: str = "") -> Outcome[int]:
    """Instruct an advocate; a need that was recorded is met by it.

    Raises:
        ProblemsFound: no provider, no day or one to come, one acts already, or no authorisation is
            in force for a section that needs it.
        ReasonNeeded: the person had died before.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held = _needed(act.case, found.kind)
        asked = held.facts if held is not None else found
        given = replace(
            asked, instructed_on=found.instructed_on, provider=found.provider,
            advocate=found.advocate, address=found.address, why_not_instructed="",
            ma_notified_on=found.ma_notified_on or asked.ma_notified_on,
            arose_on=asked.arose_on or found.instructed_on,
        )  # fmt: skip
        wrong = (*advocates.problems(given, as_at=ctx.today), *_misfit(ctx, act, given))
        why = settle((*wrong, *act.after_death(instructed_on=given.instructed_on)), reason)
        record_id = _put(act, held, given, given.instructed_on)
        issuing.issue(act, advocacy.form_11(ctx, act.case, given, record_id=record_id))
        act.record(
            "instruct_advocate",
            reason=why,
            kind=given.kind.value,
            on=str(given.instructed_on or ""),
        )
    return Outcome(record_id, of_case(request_id))


def decide_not(
    ctx: Context, request_id: int, *, trigger: AdvocateTrigger, why: str
) -> Outcome[int]:
    """Record why no advocate is instructed although the facts call for one.

    Raises:
        ProblemsFound: nobody says why.
    """
    if not why.strip():
        settle((Code.WHY_NEEDED.problem(field="why"),), "")
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        kind = advocates.kind_of(trigger)
        held = _needed(act.case, kind)
        asked = held.facts if held is not None else Advocacy(kind, trigger, arose_on=ctx.today)
        settled = replace(asked, why_not_instructed=why)
        record_id = _put(act, held, settled, ctx.today)
        act.record("decide_no_advocate", reason=why, kind=kind.value)
    return Outcome(record_id, of_case(request_id))


def acknowledge(
    ctx: Context, request_id: int, record_id: int, *, on: date | None, advocate: str = ""
) -> Outcome[None]:
    """Record that the provider took the instruction, and who the advocate is.

    Raises:
        ProblemsFound: no day, or one to come or before the instruction.
    """
    with _step(ctx, request_id, record_id, "acknowledged_on", on) as step:
        who = advocate or step.held.facts.advocate
        step.move(replace(step.held.facts, acknowledged_on=on, advocate=who))
    return Outcome(None, of_case(request_id))


def receive_report(
    ctx: Context, request_id: int, record_id: int, *, on: date | None
) -> Outcome[None]:
    """Record that the advocate's report came.

    Raises:
        ProblemsFound: no day, or one to come or out of order.
    """
    with _step(ctx, request_id, record_id, "report_received_on", on) as step:
        step.move(replace(step.held.facts, report_received_on=on))
    return Outcome(None, of_case(request_id))


def chase(ctx: Context, request_id: int, record_id: int, *, on: date | None) -> Outcome[None]:
    """Record that an instruction was chased.

    Raises:
        ProblemsFound: no day, or one to come or before the instruction.
    """
    with _step(ctx, request_id, record_id, "chased_on", on) as step:
        step.move(replace(step.held.facts, chased_on=on))
    return Outcome(None, of_case(request_id))


def end(
    ctx: Context, request_id: int, record_id: int, *, on: date | None, note: str
) -> Outcome[None]:
    """Record that the advocate acts no longer.

    Raises:
        ProblemsFound: no day or reason, or the day is to come or out of order.
    """
    if not note.strip():
        settle((Code.WHY_NEEDED.problem(field="note"),), "")
    with _step(ctx, request_id, record_id, "ended_on", on) as step:
        step.move(replace(step.held.facts, ended_on=on, end_note=note), reason=note)
    return Outcome(None, of_case(request_id))


def acting(case: Case, *states: AdvocateState) -> tuple[Record[Advocacy], ...]:
    """Return the advocates who act in a case; those in some states only, if any are named."""
    held = holdings.of(case.records, RecordKind.ADVOCATE, Advocacy)
    return tuple(
        one for one in held if one.facts.is_acting and (not states or one.facts.state in states)
    )


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of an instruction: whose it is, which field it is about, and its day."""

    act: CaseAct
    held: Record[Advocacy]
    field: str
    on: date | None

    def move(self, facts: Advocacy, *, reason: str = "") -> None:
        """Let the step happen, if its days are in order."""
        settle(advocates.problems(facts, as_at=self.act.ctx.today), "")
        self.act.amend(self.held, facts, on=self.on, detail=f"{_called(facts)}. {reason}".strip())
        self.act.record(f"advocate_{self.field}", on=str(self.on or ""), reason=reason)


@contextmanager
def _step(
    ctx: Context, request_id: int, record_id: int, field: str, on: date | None
) -> Iterator[_Step]:
    if on is None:
        settle((Code.WHEN_NEEDED.problem(field=field),), "")
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held = next((one for one in acting(act.case) if one.id == record_id), None)
        if held is None:
            raise Refused("NO_ADVOCATE")
        yield _Step(act, held, field, on)


def _needed(case: Case, kind: AdvocateKind) -> Record[Advocacy] | None:
    """Return the need of a kind that was recorded and is not met."""
    held = holdings.of(case.records, RecordKind.ADVOCATE, Advocacy)
    found = [one for one in held if one.facts.kind is kind and not one.facts.is_settled]
    return found[-1] if found else None


def _put(act: CaseAct, held: Record[Advocacy] | None, facts: Advocacy, on: date | None) -> int:
    day = on or act.ctx.today
    if held is None:
        return act.begin(RecordKind.ADVOCATE, facts, on=day, detail=_called(facts))
    act.amend(held, facts, on=day, detail=_called(facts))
    return held.id


def _misfit(ctx: Context, act: CaseAct, found: Advocacy) -> tuple[Problem, ...]:
    """Return why an advocate of this section cannot act in the case as it stands (s39C-39E)."""
    kind = found.kind
    others = [one.facts for one in acting(act.case) if one.facts.kind is kind]
    person_asks = found.trigger is AdvocateTrigger.PERSON_ASKS
    by_others = all(one.trigger is not AdvocateTrigger.PERSON_ASKS for one in others)
    if others and not (kind is AdvocateKind.S39D and person_asks and by_others):
        return (Code.ADVOCATE_ACTS.problem(),)
    if kind is AdvocateKind.S39A:
        return ()
    state = standing_with_others(
        act.write.session, act.case, as_at=ctx.today, book=ctx.book
    ).sa_state
    if state not in SA_LIVE:
        return (Code.ADVOCATE_NO_AUTHORITY.problem(),)
    held = holdings.of(act.case.records, RecordKind.REPRESENTATIVE, Appointment)
    now = [one.facts for one in held if one.facts.state in representatives.ACTING]
    if kind is AdvocateKind.S39D and any(one.kind is RprKind.PAID for one in now):
        return (Code.ADVOCATE_REPRESENTATIVE_PAID.problem(),)
    return ()


def _called(found: Advocacy) -> str:
    who = found.advocate or found.provider
    said = f"{words.fact(found.kind.value)}: {words.fact(found.state.value)}"
    return f"{said}, {who}" if who else said
