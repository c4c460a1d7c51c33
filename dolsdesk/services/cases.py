"""Opening a case: its facts, what follows from them today, and what may be done next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dolsdesk.domain.dols import holdings
from dolsdesk.domain.dols.authority import Span
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.conditions import Condition
from dolsdesk.domain.dols.decision import signatory_problems
from dolsdesk.domain.dols.facts import RequestType
from dolsdesk.domain.dols.life import SaState, UrgentState
from dolsdesk.domain.dols.next_step import Step
from dolsdesk.domain.dols.timescales import Answer
from dolsdesk.domain.dols.triage import QuestionSet
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import NotPermitted
from dolsdesk.services import files, question_sets
from dolsdesk.services.context import Context
from dolsdesk.services.projection import grants_of_others, standing
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import worklist
from dolsdesk.store.reads.worklist import CaseLine
from dolsdesk.store.repos import cases, documents, records
from dolsdesk.store.repos.documents import Issued

__all__ = [
    "CaseLine",
    "CaseView",
    "Former",
    "Issued",
    "content",
    "open_case",
    "require_theirs",
    "save_paper",
]


@dataclass(frozen=True, slots=True)
class Former:
    """The authorisation before this request: whose conditions bound, and how they stand (AU6)."""

    request_id: int
    ref: str
    conditions: tuple[Record[Condition], ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as the window shows it."""

    case: Case
    answer: Answer
    spans: tuple[Span, ...]
    step: Step
    papers: tuple[Issued, ...]
    others: tuple[CaseLine, ...]
    cannot_decide: tuple[Problem, ...]
    as_at: date
    urgent_state: UrgentState | None = None
    sa_state: SaState | None = None
    former: Former | None = None
    questions: QuestionSet | None = None

    @property
    def due_on(self) -> date | None:
        """Return when the assessments are due."""
        return self.answer.date("assessments_due_on")


def open_case(ctx: Context, request_id: int) -> CaseView:
    """Return a case with everything that follows from it today.

    Raises:
        NoSuchCase: there is no such request.
        NotPermitted: it is not one of an assessor's own.
    """
    with ctx.reading() as session:
        case = cases.load(session, request_id)
        require_theirs(ctx, case)
        earlier = grants_of_others(session, case, as_at=ctx.today, book=ctx.book)
        papers = documents.of_case(session, request_id)
        others = worklist.of_person(session, case.person_id, besides=request_id)
        questions = question_sets.held(session)
        former = _former(session, case)
    found = standing(case, as_at=ctx.today, book=ctx.book, earlier=earlier)
    return CaseView(
        case=case,
        answer=found.answer,
        spans=found.spans,
        step=found.step,
        papers=papers,
        others=others,
        cannot_decide=tuple(signatory_problems(case, ctx.actor, as_at=ctx.today)),
        as_at=ctx.today,
        urgent_state=found.urgent_state,
        sa_state=found.sa_state,
        questions=questions,
        former=former,
    )


def require_theirs(ctx: Context, case: Case) -> None:
    """Refuse an assessor a case that is none of their own.

    Raises:
        NotPermitted: it is not.
    """
    if not ctx.actor.may(Act.READ_ALL) and not _is_theirs(ctx, case):
        raise NotPermitted("NOT_YOUR_CASE")


def _is_theirs(ctx: Context, case: Case) -> bool:
    """Return whether an assessor is or was asked to assess in a case, or did."""
    asked = {one.assessor_id for one in case.allocations}
    known = asked | {one.assessor_id for one in (*case.assessments.values(), *case.returned)}
    return ctx.actor.assessor_id is not None and ctx.actor.assessor_id in known


def _former(session: ReadSession, case: Case) -> Former | None:
    """Return the conditions of the authorisation that a further request would follow."""
    if case.request.type is RequestType.FIRST:
        return None
    found = cases.authorised_before(session, case)
    if found is None:
        return None
    held = holdings.of(records.of_request(session, found[0]), RecordKind.CONDITION, Condition)
    return Former(*found, held)


def content(ctx: Context, document_id: int) -> bytes:
    """Return the exact bytes of an issued paper, checked against their hash."""
    with ctx.reading() as session:
        return documents.content(session, document_id)


def contents(ctx: Context, document_ids: Sequence[int]) -> tuple[bytes, ...]:
    """Return the exact bytes of some issued papers, each checked against its hash."""
    with ctx.reading() as session:
        return tuple(documents.content(session, one) for one in document_ids)


def save_paper(ctx: Context, request_id: int, content: bytes, path: Path) -> None:
    """Write a paper to a file the person chose; that it left the store is recorded.

    Raises:
        DeskError: the disk is full, or the folder is not there or cannot be written.
    """
    with ctx.acting(Act.READ) as write:
        write.record("save_paper", "request", request_id, after={"file": path.name})
        files.write(path, content)
