"""The frame every act on a case shares: load, check the version, write, record, project."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from dolsdesk.domain.dols import ordering
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.copies import NoticeEvent, due
from dolsdesk.domain.dols.reviews import Requester
from dolsdesk.domain.dols.states import Event, RequestState, after
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import StaleRecord
from dolsdesk.services.context import Context
from dolsdesk.services.projection import project_with_others
from dolsdesk.store.handle import Write
from dolsdesk.store.repos import batches, cases, records


@dataclass
class CaseAct:
    """One act on one case inside an open write."""

    ctx: Context
    write: Write
    case: Case
    moved: dict[str, Any]
    state: RequestState
    begun: list[int] = field(default_factory=list)

    def move(self, event: Event) -> None:
        """Let an event happen to the request.

        Raises:
            TransitionRefused: it cannot happen in this state.
        """
        self.state = after(self.state, event)

    def set(self, **values: Any) -> None:
        """Change fields of the request."""
        self.moved |= values

    def happened(
        self, kind: str, detail: str = "", *, on: date | None = None, at: time | None = None,
        corrects: int | None = None,
    ) -> None:  # fmt: skip
        """Put something that happened into the case's history.

        ``corrects`` is the number of the entry that this one puts right.
        """
        cases.add_event(
            self.write.session,
            self.case.request.id,
            kind=kind,
            happened_on=on or self.ctx.today,
            happened_time=at,
            detail=detail,
            recorded_by=self.ctx.actor.id,
            recorded_at=self.write.at,
            corrects_id=corrects,
        )

    def begin(
        self, kind: RecordKind, facts: Any, *, on: date, detail: str = "", event: str = ""
    ) -> int:
        """Begin a record of this case, put it into the history, and return its id.

        ``event`` is what the history calls it, if not by the kind of the record.
        """
        record_id = records.add(
            self.write.session,
            kind,
            facts,
            on=on,
            person_id=self.case.person_id,
            place_id=self.case.place.id,
            request_id=self.case.request.id,
            recorded_by=self.ctx.actor.id,
            recorded_at=self.write.at,
        )
        self.begun.append(record_id)
        self.happened(event or kind.value, detail, on=on)
        return record_id

    def amend(
        self,
        record: Record[Any],
        facts: Any,
        *,
        on: date | None = None,
        detail: str = "",
        why: str = "",
        is_void: bool = False,
        event: str = "",
    ) -> None:
        """Put a new entry on a record, and into the history.

        Raises:
            StaleRecord: somebody else did so since it was read.
        """
        records.amend(
            self.write.session,
            record.id,
            facts,
            seen=record.entries,
            why=why,
            recorded_by=self.ctx.actor.id,
            recorded_at=self.write.at,
            is_void=is_void,
        )
        usual = "entered_in_error" if is_void else record.kind.value
        self.happened(event or usual, detail or why, on=on)

    def tell(
        self, event: NoticeEvent, *, case: Case | None = None, asked_by: Requester | None = None,
        document_id: int | None = None,
    ) -> None:  # fmt: skip
        """List whoever the law says must be told of an event, with the paper they get."""
        lines = due(event, case or self.case, asked_by=asked_by)
        cases.add_copies(self.write.session, self.case.request.id, lines, document_id)

    def after_death(self, **days: date | None) -> tuple[Problem, ...]:
        """Return a warning for each day after the person died, at the field of its name."""
        return tuple(ordering.after_death(self.case.person.date_of_death, **days))

    def again(self) -> Case:
        """Return the case as it stands after what was written so far."""
        self.write.session.flush()
        return cases.load(self.write.session, self.case.request.id)

    def record(self, action: str, *, reason: str = "", **after_values: Any) -> None:
        """Put the act into the audit trail, the change of state with it.

        One of several is linked to the others by the number of their batch.
        """
        if self.ctx.batch is not None:
            after_values["batch"] = self.ctx.batch.id
        self.write.record(
            action,
            "request",
            self.case.request.id,
            before={"state": self.case.request.state.value},
            after={"state": self.state.value, **after_values},
            reason=reason,
        )


@contextmanager
def on_case(
    ctx: Context, act: Act, request_id: int, *, seen_version: int | None = None
) -> Iterator[CaseAct]:
    """Yield an act on a case; when the block ends well it is saved, projected and audited.

    Args:
        ctx: who acts, and on what.
        act: the leave it needs.
        request_id: the case.
        seen_version: the version the person was looking at, where that matters.

    Raises:
        NotPermitted: the person at the desk may not do this.
        StaleRecord: somebody else changed the case since it was seen.
    """
    with (
        ctx.acting(act) as write,
        case_within(ctx, write, request_id, seen_version=seen_version) as doing,
    ):
        yield doing


@contextmanager
def case_within(
    ctx: Context, write: Write, request_id: int, *, seen_version: int | None = None
) -> Iterator[CaseAct]:
    """Yield an act on a case inside an open write, so that many can be one act.

    Whatever refuses must do so before anything is written: the others of the act go on.

    Raises:
        StaleRecord: somebody else changed the case since it was seen.
    """
    case = cases.load(write.session, request_id)
    if seen_version is not None and case.request.version != seen_version:
        raise StaleRecord("STALE_RECORD", ref=case.request.ref)
    doing = CaseAct(ctx, write, case, {}, case.request.state)
    yield doing
    changed = dict(doing.moved)
    if doing.state is not case.request.state:
        changed["state"] = doing.state
    cases.move(write.session, request_id, seen_version=seen_version, **changed)
    if ctx.batch is not None:
        done = {**ctx.batch.done, "records": doing.begun}
        batches.add_line(write.session, ctx.batch.id, request_id, done)
    project_with_others(write.session, request_id, as_at=ctx.today, book=ctx.book)
