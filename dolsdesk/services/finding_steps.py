"""What every decision about deprivation of liberty does to the ones before it (4.7)."""

from dataclasses import replace

from dolsdesk.domain.dols.recorded_findings import (
    MACHINE,
    FindingEvent,
    RecordedFinding,
)
from dolsdesk.domain.records import RecordKind
from dolsdesk.services import campaign_marks, words
from dolsdesk.services.acts import CaseAct
from dolsdesk.store.reads import findings
from dolsdesk.store.repos import cases, records

BIA = "Best interests assessor"


def against_earlier(act: CaseAct, decided: RecordedFinding) -> RecordedFinding:
    """Return a decision that says which one it follows, and whether it decides otherwise."""
    if not decided.decides:
        return decided
    told = findings.every(act.write.session, person_id=act.case.person_id)
    here = [one for one in told if one.place_id == act.case.place.id and one.is_formal]
    before = [one for one in here if one.decided_on is not None and one.ref != decided.ref]
    if not before:
        return decided
    last = before[-1]
    now = decided.finding.finding.value if decided.finding.finding else ""
    return replace(
        decided,
        supersedes=last.ref or last.case_ref,
        changed_decision=bool(last.outcome) and last.outcome != now,
    )


def stand_alone(act: CaseAct, record_id: int, decided: RecordedFinding) -> None:
    """Supersede every other decision about the person in this place; note it in a campaign."""
    if not decided.decides:
        return
    session, on = act.write.session, decided.finding.decided_on
    for one in records.of_person(session, act.case.person_id):
        if one.kind is not RecordKind.TEST_RECORD or one.is_void or one.id == record_id:
            continue
        if one.place_id != act.case.place.id or not one.facts.decides:
            continue
        state = MACHINE.after(one.facts.state, FindingEvent.SUPERSEDE)
        records.amend(
            session, one.id, replace(one.facts, state=state, superseded_by=decided.ref),
            seen=one.entries, why="", recorded_by=act.ctx.actor.id, recorded_at=act.write.at,
        )  # fmt: skip
        cases.add_event(
            session, one.request_id or act.case.request.id, kind="finding_superseded",
            happened_on=on or act.ctx.today, happened_time=None,
            detail=f"{one.facts.ref}: {decided.ref}", recorded_by=act.ctx.actor.id,
            recorded_at=act.write.at,
        )  # fmt: skip
    campaign_marks.decided(act, decided)


def outcome(record: RecordedFinding) -> str:
    """Return what was found in a word, or whose view it is where nothing was."""
    found = record.finding.finding
    return words.fact(found.value) if found else words.fact(record.stage.value)
