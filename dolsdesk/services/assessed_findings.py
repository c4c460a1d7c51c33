"""Findings that stand in best interests assessments, kept as records exactly as they were made.

Nothing is guessed of what an earlier record does not say (after-agni.md 4.12).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import legal_test, recorded_findings
from dolsdesk.domain.dols.assessments import Assessment, Method
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.recorded_findings import (
    FindingState,
    RecordedFinding,
    Stage,
    Subject,
)
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.services import finding_steps, references
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.store.repos import records


def keep_assessed(act: CaseAct, found: Assessment) -> None:
    """Keep the finding of a best interests assessment that was just recorded as a record."""
    best = found.best_interests
    if best is None or best.test is None or found.method is not Method.NEW:
        return
    finding = best.test
    facts = finding_steps.against_earlier(
        act,
        RecordedFinding(
            ref=references.finding_ref(act.write.session, act.ctx.today.year),
            state=FindingState.DECIDED,
            subject=Subject.ASSESSMENT,
            stage=Stage.FORMAL_DECISION,
            subject_id=act.case.request.id,
            finding=finding,
            assessment_version=found.version,
            decided_role=finding_steps.BIA,
        ),
    )
    on = finding.decided_on or found.carried_out_on
    record_id = act.begin(
        RecordKind.TEST_RECORD, facts, on=on, detail=f"{facts.ref}: {finding_steps.outcome(facts)}",
        event="finding_decided",
    )  # fmt: skip
    finding_steps.stand_alone(act, record_id, facts)


def migrate(ctx: Context, request_ids: Iterable[int]) -> Outcome[int]:
    """Take the earlier findings of some cases over as records, as they were made; count them.

    What is kept already is not taken over twice.
    """
    done, changes = 0, of_case(0)
    for request_id in request_ids:
        with on_case(ctx, Act.SEND_SCREENING, request_id) as act:
            taken = take_over(act)
            if taken is not None:
                done += 1
            act.record("migrate_finding", taken=taken.facts.ref if taken else "")
        changes |= of_case(request_id)
    return Outcome(done, changes)


def take_over(act: CaseAct) -> Record[RecordedFinding] | None:
    """Keep the finding of the newest assessment as a record, if none of this case is kept."""
    case = act.case
    found = case.assessments.get(AssessmentKind.BI)
    finding = found.best_interests.test if found and found.best_interests else None
    if found is None or finding is None:
        return None
    if any(one.facts.assessment_version == found.version
           for one in recorded_findings.stored(case.records)):  # fmt: skip
        return None
    facts = recorded_findings.migrated(
        finding,
        ref=references.finding_ref(act.write.session, act.ctx.today.year),
        version=found.version,
        carried_out_on=found.carried_out_on,
        test=legal_test.in_force(found.carried_out_on, act.ctx.book),
    )
    if not facts.finding.decided_by:
        facts = replace(facts, finding=replace(facts.finding, decided_by=found.assessor_name))
    if _is_older(act, facts):
        facts = replace(facts, state=FindingState.SUPERSEDED)
    record_id = act.begin(
        RecordKind.TEST_RECORD, facts, on=found.carried_out_on, detail=facts.ref,
        event="finding_taken_over",
    )  # fmt: skip
    act.write.session.flush()
    held, _person = records.load(act.write.session, record_id)
    return held


def _is_older(act: CaseAct, facts: RecordedFinding) -> bool:
    """Return whether a decision about the person in this place was made since."""
    on = facts.finding.decided_on or date.min
    return any(
        one.kind is RecordKind.TEST_RECORD
        and not one.is_void
        and one.place_id == act.case.place.id
        and one.facts.decides
        and (one.facts.finding.decided_on or date.min) >= on
        for one in records.of_person(act.write.session, act.case.person_id)
    )
