"""Findings about deprivation of liberty across all cases: light rows, read once.

A finding is kept as a record, or stands in a best interests assessment from before records were
kept; both are told alike, and one that is kept is never told twice.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.recorded_findings import FindingState, Purpose, Source, Stage
from dolsdesk.domain.records import RecordKind
from dolsdesk.store.tables.assessments import AssessmentRow
from dolsdesk.store.tables.records import RecordRow
from dolsdesk.store.tables.summaries import SummaryRow

_BATCH = 500
#: Best interests assessments that carry a finding and were not sent back.
_WITH_FINDING = (
    AssessmentRow.kind == AssessmentKind.BI,
    AssessmentRow.legal_test != "",
    AssessmentRow.returned_reason == "",
)


class Sign(NamedTuple):
    """Where one sign of a person's wishes came from; ``is_independent`` None where nobody said."""

    kind: str
    observer: str
    is_independent: bool | None


@dataclass(frozen=True, slots=True)
class Told:
    """One finding as lists and reports need it; ``record_id`` is 0 where none is kept."""

    record_id: int
    request_id: int
    case_ref: str
    person_id: int
    person_name: str
    place_id: int
    place_name: str
    ref: str
    state: FindingState
    stage: Stage
    purpose: Purpose
    source: Source
    test: str
    outcome: str
    basis: tuple[str, ...]
    consent: str
    decided_on: date | None
    decided_by: str
    visited_on: date | None
    look_again_on: date | None
    withdrawn_on: date | None
    care_review_on: date | None
    advocate: str
    reasons: str
    worker: str
    conditions_carried: str
    visit_mode: str
    signs: tuple[Sign, ...]
    overridden: tuple[str, ...]

    @property
    def stands(self) -> bool:
        """Return whether it is a formal decision about now that was not set aside."""
        return (
            self.stage is Stage.FORMAL_DECISION
            and self.purpose is Purpose.CURRENT_DECISION
            and self.state in {FindingState.DECIDED, FindingState.CHECKED}
        )

    @property
    def is_formal(self) -> bool:
        """Return whether it was decided, whether or not it still stands."""
        return self.stage is Stage.FORMAL_DECISION and self.state in {
            FindingState.DECIDED,
            FindingState.CHECKED,
            FindingState.SUPERSEDED,
        }


def every(
    session: Session, *, person_id: int | None = None, test: str | None = None
) -> tuple[Told, ...]:
    """Return every finding, in the order they were decided; of one person or one test only."""
    kept = list(_kept(session, person_id))
    known = {(request, version) for _told, request, version in kept if version}
    found = [one for one, _request, _version in kept]
    found += [
        one
        for one, version in _assessed(session, person_id, test)
        if (one.request_id, version) not in known
    ]
    if test is not None:
        found = [one for one in found if one.test == test]
    return tuple(sorted(found, key=lambda one: (one.decided_on or date.min, one.record_id)))


def latest(found: Iterable[Told]) -> Mapping[tuple[int, int], Told]:
    """Return the formal decision that stands of each person in each place."""
    return {(one.person_id, one.place_id): one for one in found if one.stands}


@dataclass(frozen=True, slots=True)
class _Light:
    """As little of a finding as it takes to say which one stands."""

    record_id: int
    assessment_id: int
    person_id: int
    place_id: int
    decided_on: str
    outcome: str


def standing(
    session: Session, outcomes: Collection[str], *, person_id: int | None = None
) -> tuple[Told, ...]:
    """Return the decision that stands of each person in each place, if it has one of some outcomes.

    The database picks the few values that say which one stands; only what is returned is read
    whole.
    """
    chosen = [one for one in _last(session, person_id) if one.outcome in outcomes]
    kept = [one.record_id for one in chosen if one.record_id]
    assessed = [one.assessment_id for one in chosen if one.assessment_id]
    found = [told for told, _request, _version in _kept(session, person_id, kept)]
    found += [told for told, _version in _assessed(session, person_id, None, assessed)]
    return tuple(sorted(found, key=lambda one: (one.decided_on or date.min, one.record_id)))


def _last(session: Session, person_id: int | None) -> Iterable[_Light]:
    """Return the newest decision of each person in each place, kept or made in an assessment."""
    known: set[tuple[int | None, int]] = set()
    found: list[_Light] = []
    for row in session.execute(_light_records(person_id)):
        if row.version:
            known.add((row.request_id, row.version))
        is_formal = row.stage in {None, Stage.FORMAL_DECISION}
        is_current = row.purpose in {None, Purpose.CURRENT_DECISION}
        if is_formal and is_current and row.state in {FindingState.DECIDED, FindingState.CHECKED}:
            found.append(_Light(row.id, 0, row.person_id, row.place_id, row.on or "", row.outcome))
    for row in session.execute(_light_assessments(person_id)):
        if row.outcome is not None and (row.request_id, row.version_no) not in known:
            on = row.on or row.carried_out_on.isoformat()
            found.append(_Light(0, row.id, row.person_id, row.place_id, on, row.outcome))
    found.sort(key=lambda one: (one.decided_on, one.record_id, one.assessment_id))
    return {(one.person_id, one.place_id): one for one in found}.values()


def _light_records(person_id: int | None) -> Any:
    facts = RecordRow.facts
    statement = select(
        RecordRow.id, RecordRow.request_id, RecordRow.person_id, RecordRow.place_id,
        facts["assessment_version"].as_integer().label("version"),
        facts["stage"].as_string().label("stage"), facts["purpose"].as_string().label("purpose"),
        facts["state"].as_string().label("state"),
        facts["finding"]["decided_on"].as_string().label("on"),
        facts["finding"]["finding"].as_string().label("outcome"),
    ).where(
        RecordRow.kind == RecordKind.TEST_RECORD, RecordRow.is_void.is_(False),
        RecordRow.request_id.is_not(None),
    )  # fmt: skip
    return statement if person_id is None else statement.where(RecordRow.person_id == person_id)


def _light_assessments(person_id: int | None) -> Any:
    test = AssessmentRow.details["best_interests"]["test"]
    statement = (
        select(
            AssessmentRow.id, AssessmentRow.request_id, AssessmentRow.version_no,
            AssessmentRow.carried_out_on, SummaryRow.person_id, SummaryRow.place_id,
            test["decided_on"].as_string().label("on"),
            test["finding"].as_string().label("outcome"),
        )
        .join(SummaryRow, SummaryRow.request_id == AssessmentRow.request_id)
        .where(*_WITH_FINDING)
    )  # fmt: skip
    return statement if person_id is None else statement.where(SummaryRow.person_id == person_id)


def _kept(
    session: Session, person_id: int | None, ids: Sequence[int] | None = None
) -> Iterator[tuple[Told, int, int]]:
    statement = (
        select(
            RecordRow.id, RecordRow.request_id, SummaryRow.ref, RecordRow.person_id,
            SummaryRow.person_name, RecordRow.place_id, SummaryRow.place_name, RecordRow.facts,
        )
        .join(SummaryRow, SummaryRow.request_id == RecordRow.request_id)
        .where(RecordRow.kind == RecordKind.TEST_RECORD, RecordRow.is_void.is_(False))
        .order_by(RecordRow.id)
    )  # fmt: skip
    if person_id is not None:
        statement = statement.where(RecordRow.person_id == person_id)
    for row in _batches(session, statement, RecordRow.id, ids):
        facts = row.facts
        yield (
            _told(row[:7], facts["finding"], facts),
            row.request_id,
            facts.get("assessment_version") or 0,
        )


def _assessed(
    session: Session,
    person_id: int | None,
    test: str | None,
    ids: Sequence[int] | None = None,
) -> Iterator[tuple[Told, int]]:
    statement = (
        select(
            AssessmentRow.request_id, SummaryRow.ref, SummaryRow.person_id,
            SummaryRow.person_name, SummaryRow.place_id, SummaryRow.place_name,
            AssessmentRow.version_no, AssessmentRow.details, AssessmentRow.carried_out_on,
            AssessmentRow.assessor_name, type_coerce(AssessmentRow.result, String),
            AssessmentRow.legal_test,
        )
        .join(SummaryRow, SummaryRow.request_id == AssessmentRow.request_id)
        .where(*_WITH_FINDING)
        .order_by(AssessmentRow.id)
    )  # fmt: skip
    if person_id is not None:
        statement = statement.where(SummaryRow.person_id == person_id)
    if test is not None:
        statement = statement.where(AssessmentRow.legal_test == test)
    for row in _batches(session, statement, AssessmentRow.id, ids):
        best = (row.details or {}).get("best_interests") or {}
        finding = best.get("test")
        if not finding:
            continue
        if not finding.get("decided_on"):
            finding = {**finding, "decided_on": row.carried_out_on.isoformat()}
        if not finding.get("decided_by"):
            finding = {**finding, "decided_by": row.assessor_name}
        told = _told((0, *row[:6]), finding, {"source": Source.MIGRATED.value})
        yield told, row.version_no


def _batches(
    session: Session, statement: Any, key: Any, ids: Sequence[int] | None
) -> Iterator[Any]:
    """Yield the rows of a statement: all of them, or those of some ids."""
    if ids is None:
        yield from session.execute(statement)
        return
    for start in range(0, len(ids), _BATCH):
        yield from session.execute(statement.where(key.in_(ids[start : start + _BATCH])))


def _told(who: Any, finding: Mapping[str, Any], facts: Mapping[str, Any]) -> Told:
    care = facts.get("aftercare") or {}
    record_id, request_id, case_ref, person_id, person_name, place_id, place_name = who
    return Told(
        record_id=record_id,
        request_id=request_id,
        case_ref=case_ref,
        person_id=person_id,
        person_name=person_name,
        place_id=place_id,
        place_name=place_name,
        ref=facts.get("ref", ""),
        state=FindingState(facts.get("state", FindingState.DECIDED.value)),
        stage=Stage(facts.get("stage", Stage.FORMAL_DECISION.value)),
        purpose=Purpose(facts.get("purpose", Purpose.CURRENT_DECISION.value)),
        source=Source(facts.get("source", Source.ENTERED.value)),
        test=finding["test"],
        outcome=finding.get("finding") or "",
        basis=tuple(finding.get("basis") or ()),
        consent=finding.get("consent") or "",
        decided_on=_day(finding.get("decided_on")),
        decided_by=finding.get("decided_by") or "",
        visited_on=_day(finding.get("visited_on")),
        look_again_on=_day(finding.get("look_again_on")),
        withdrawn_on=_day(facts.get("withdrawn_on")),
        care_review_on=_day(care.get("care_review_on")),
        advocate=care.get("advocate") or "",
        reasons=finding.get("reasons") or "",
        worker=care.get("worker") or "",
        conditions_carried=care.get("conditions_carried") or "",
        visit_mode=finding.get("visit_mode") or "",
        signs=tuple(
            Sign(one["kind"], one.get("observer") or "", one.get("is_independent"))
            for one in finding.get("evidence") or ()
        ),
        overridden=tuple(facts.get("overridden") or ()),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
