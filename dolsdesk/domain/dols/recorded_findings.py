"""A finding about deprivation of liberty kept as a record of its own (after-agni.md 4.2, 4.7).

The finding itself is a ``DolTestRecord``; this says whose it is, on what it hangs, at which stage
it was made and how far it has come. Once it is decided the finding never changes: a changed view is
a new record that supersedes it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from dolsdesk.domain.counting import age_on
from dolsdesk.domain.dols import legal_test
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.legal_test import DolTestRecord, Finding
from dolsdesk.domain.machine import Machine
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId


class Subject(StrEnum):
    """What a finding hangs on."""

    REQUEST = "subject_request"
    ASSESSMENT = "subject_assessment"
    AUTHORISATION = "subject_authorisation"
    REVIEW = "subject_review"
    THIRD_PARTY = "subject_third_party"
    COURT = "subject_court"


class Stage(StrEnum):
    """Whose view it is; only a formal decision may carry an outcome that closes anything."""

    MA_VIEW = "ma_view"
    TRIAGE_VIEW = "triage_view"
    FORMAL_DECISION = "formal_decision"


class Purpose(StrEnum):
    """Whether it decides about now or looks back; a look back never changes what stands."""

    CURRENT_DECISION = "current_decision"
    RETROSPECTIVE_REVIEW = "retrospective_review"


class Source(StrEnum):
    """Where it comes from."""

    ENTERED = "source_entered"
    IMPORTED = "source_imported"
    MIGRATED = "source_migrated"


class FindingState(StrEnum):
    """How far a record has come (4.7)."""

    DRAFT = "finding_draft"
    EVIDENCE_WANTED = "finding_evidence_wanted"
    READY = "finding_ready"
    DECIDED = "finding_decided"
    CHECKED = "finding_checked"
    SUPERSEDED = "finding_superseded"
    VOIDED = "finding_voided"


class FindingEvent(StrEnum):
    """What can happen to a record."""

    WANT_EVIDENCE = "finding_want_evidence"
    COMPLETE = "finding_complete"
    SEND_BACK = "finding_send_back"
    DECIDE = "finding_decide"
    CHECK = "finding_check"
    SUPERSEDE = "finding_supersede"
    VOID = "finding_void"


_S = FindingState
MACHINE: Machine[FindingState, FindingEvent] = Machine(
    {
        FindingEvent.WANT_EVIDENCE: {_S.DRAFT: _S.EVIDENCE_WANTED},
        FindingEvent.COMPLETE: {_S.DRAFT: _S.READY, _S.EVIDENCE_WANTED: _S.READY},
        FindingEvent.SEND_BACK: {_S.READY: _S.DRAFT},
        FindingEvent.DECIDE: {_S.READY: _S.DECIDED},
        FindingEvent.CHECK: {_S.DECIDED: _S.CHECKED},
        FindingEvent.SUPERSEDE: {_S.DECIDED: _S.SUPERSEDED, _S.CHECKED: _S.SUPERSEDED},
        FindingEvent.VOID: {one: _S.VOIDED for one in _S if one is not _S.VOIDED},
    }
)

#: States in which the record is still being written.
BEING_WRITTEN = frozenset({_S.DRAFT, _S.EVIDENCE_WANTED, _S.READY})
#: States of a finding that stands.
STANDING = frozenset({_S.DECIDED, _S.CHECKED})


class AdvocateAnswer(StrEnum):
    """Whether the person needs an advocate once a safeguard ends (3g)."""

    CARE_ACT = "advocate_care_act"
    SAFEGUARDING = "advocate_safeguarding"
    IMCA = "advocate_imca"
    HAS_ONE = "advocate_has_one"
    NOT_NEEDED = "advocate_not_needed"


@dataclass(frozen=True, slots=True)
class Aftercare:
    """What takes the place of the safeguards that end with an authorisation (3g, AG-V25)."""

    care_review_on: date | None = None
    worker: str = ""
    advocate: AdvocateAnswer | None = None
    advocate_note: str = ""
    conditions_carried: str = ""

    @property
    def is_answered(self) -> bool:
        """Return whether the care review is set and the advocate question answered."""
        return self.care_review_on is not None and self.advocate is not None


@dataclass(frozen=True, slots=True)
class RecordedFinding:
    """One finding with everything that makes it a record.

    ``assessment_version`` is the version of the best interests assessment it was made in.
    ``overridden`` are the codes of warnings that stood when it was decided, with a reason.
    """

    ref: str
    state: FindingState
    subject: Subject
    stage: Stage
    finding: DolTestRecord
    purpose: Purpose = Purpose.CURRENT_DECISION
    source: Source = Source.ENTERED
    subject_id: int | None = None
    assessment_version: int | None = None
    decided_role: str = ""
    evidence_wanted: str = ""
    sent_back_why: str = ""
    checked_by: str = ""
    checked_on: date | None = None
    legal_sign_off: str = ""
    aftercare: Aftercare = Aftercare()
    withdrawn_on: date | None = None
    withdrawn_how: str = ""
    answered_why: str = ""
    superseded_by: str = ""
    supersedes: str = ""
    changed_decision: bool | None = None
    campaign_item_id: int | None = None
    template: str = "AGNI-2026 1"
    note: str = ""
    overridden: tuple[str, ...] = ()

    @property
    def decides(self) -> bool:
        """Return whether it is a formal decision about now that stands."""
        return (
            self.stage is Stage.FORMAL_DECISION
            and self.purpose is Purpose.CURRENT_DECISION
            and self.state in STANDING
        )

    @property
    def is_frozen(self) -> bool:
        """Return whether the finding may not be changed any more."""
        return self.state not in BEING_WRITTEN


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a decision is checked against beside the finding itself.

    ``at_court``: proceedings go on, or an order of the court is in force.
    """

    born_on: date | None
    may_decide: bool
    alike: str = ""
    recent_objection: bool = False
    at_court: bool = False


def decision_problems(
    record: RecordedFinding, given: Circumstances, *, as_at: date, book: RuleBook
) -> tuple[Problem, ...]:
    """Return what stops or questions a formal decision (4.6)."""
    return tuple(_decision_problems(record, given, as_at, book))


def _decision_problems(
    record: RecordedFinding, given: Circumstances, as_at: date, book: RuleBook
) -> Iterator[Problem]:
    finding = record.finding
    if not record.decided_role or finding.decided_on is None or not finding.decided_by:
        yield Code.AG_V03.problem()
    elif not given.may_decide:
        yield Code.AG_V04.problem()
    if finding.decided_on is not None and finding.decided_on > as_at:
        yield Code.EVENT_IN_FUTURE.problem(field="decided_on")
    yield from under_age(given.born_on, finding.decided_on or as_at, book)
    if record.purpose is Purpose.RETROSPECTIVE_REVIEW:
        if not record.legal_sign_off.strip():
            yield Code.AG_ADVICE_ONLY.problem(field="legal_sign_off")
        return
    found = legal_test.problems(finding, book=book)
    yield from (one for one in found if one.code != Code.AG_V03.name)
    yield from legal_test.formal_problems(finding)
    codes = {one.code for one in found}
    consents = finding.consent in legal_test.VALID_CONSENT
    unanswered = given.recent_objection and not finding.objection_answer.strip()
    if consents and unanswered and Code.AG_V10.name not in codes:
        yield Code.AG_V10.problem()
    if given.at_court and not finding.legal_consulted.strip() and Code.AG_V14.name not in codes:
        yield Code.AG_V14.problem()
    if given.alike:
        yield Code.AG_V09.problem(ref=given.alike)
    if finding.finding is Finding.NOT_DOL and not record.aftercare.is_answered:
        yield aftercare_problem(record.aftercare)


def aftercare_problem(given: Aftercare) -> Problem:
    """Return what the closing of a last safeguard lacks (AG-V25)."""
    lacking = "care_review_on" if given.care_review_on is None else "advocate"
    return Code.AG_V25.problem(field=lacking)


def under_age(born_on: date | None, on: date, book: RuleBook) -> Iterator[Problem]:
    """Yield the refusal to decide a DoLS question about somebody under 18 (AG-V26)."""
    if born_on is None:
        return
    least = book.value(RuleId.AGE_REQUIREMENT, on=on).amount
    if age_on(born_on, on) < least:
        yield Code.AG_V26.problem()


# What a case holds


def stored(records: Iterable[Record[Any]]) -> tuple[Record[RecordedFinding], ...]:
    """Return the findings kept as records, void ones too, in the order they were begun."""
    return tuple(one for one in records if one.kind is RecordKind.TEST_RECORD)


def current(records: Iterable[Record[Any]]) -> Record[RecordedFinding] | None:
    """Return the formal decision that stands, if there is one; the newest where there are more."""
    standing = [one for one in stored(records) if not one.is_void and one.facts.decides]
    return max(standing, key=_decided, default=None)


def _decided(record: Record[RecordedFinding]) -> tuple[date, int]:
    return (record.facts.finding.decided_on or record.on, record.id)


def draft(records: Iterable[Record[Any]]) -> Record[RecordedFinding] | None:
    """Return the record being written, if there is one."""
    open_ones = [
        one for one in stored(records) if not one.is_void and one.facts.state in BEING_WRITTEN
    ]
    return open_ones[-1] if open_ones else None


def migrated(
    finding: DolTestRecord, *, ref: str, version: int, carried_out_on: date, test: str
) -> RecordedFinding:
    """Return an earlier finding as a record: exactly what was recorded, nothing guessed (4.12)."""
    kept = finding
    if finding.decided_on is None:
        kept = replace(finding, decided_on=carried_out_on)
    if not kept.test:
        kept = replace(kept, test=test)
    return RecordedFinding(
        ref=ref,
        state=FindingState.DECIDED,
        subject=Subject.ASSESSMENT,
        stage=Stage.FORMAL_DECISION,
        finding=kept,
        source=Source.MIGRATED,
        assessment_version=version,
        note="taken from earlier record",
    )


# Old beside new


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of the view side by side: what was recorded then, and now."""

    name: str
    old: Any
    new: Any

    @property
    def is_changed(self) -> bool:
        """Return whether both were recorded and differ."""
        return bool(self.old != self.new)


#: What is held against each other, in the order of the page.
_COMPARED = (
    "test", "decided_on", "decided_by", "situation", "supervision_control", "free_to_leave",
    "capacity", "objective", "objective_reasons", "consent", "imputable", "medication",
    "visit_mode", "visited_on", "finding", "basis", "reasons", "look_again_on", "objection_signs",
    "legal_consulted",
)  # fmt: skip


def side_by_side(old: DolTestRecord | None, new: DolTestRecord | None) -> tuple[Difference, ...]:
    """Return the old finding beside the new one, line by line, factors last.

    A line that neither records is left out; nothing that was not recorded is filled in.
    """
    lines = []
    for name in _COMPARED:
        pair = (getattr(old, name, None), getattr(new, name, None))
        lines.append(Difference(name, *(value if _is_told(value) else None for value in pair)))
    then, now = _factors(old), _factors(new)
    lines += [Difference(code, then.get(code), now.get(code)) for code in legal_test.FACTORS]
    return tuple(one for one in lines if one.old is not None or one.new is not None)


def _is_told(value: Any) -> bool:
    return value not in {None, "", frozenset()}


def _factors(record: DolTestRecord | None) -> dict[str, tuple[str, str]]:
    if record is None:
        return {}
    return {
        one.code: (one.narrative, one.direction.value)
        for one in record.factors
        if one.narrative.strip()
    }
