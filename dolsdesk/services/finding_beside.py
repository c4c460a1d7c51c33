"""The findings about a person in a place: the earlier one beside the present one (4.12)."""

from dataclasses import dataclass, replace

from dolsdesk.domain.dols import legal_test, recorded_findings
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.legal_test import DolTestRecord
from dolsdesk.domain.dols.recorded_findings import (
    Difference,
    RecordedFinding,
)
from dolsdesk.domain.records import Record
from dolsdesk.services.context import Context
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import findings
from dolsdesk.store.reads.findings import Told
from dolsdesk.store.repos import cases, records


@dataclass(frozen=True, slots=True)
class FindingsView:
    """The findings of a case: what is kept, what was found before, and the two side by side."""

    kept: tuple[Record[RecordedFinding], ...]
    earlier: tuple[Told, ...]
    old: DolTestRecord | None
    new: DolTestRecord | None
    differences: tuple[Difference, ...]


def view(ctx: Context, case: Case) -> FindingsView:
    """Return the findings about the person of a case, and the old beside the new."""
    with ctx.reading() as session:
        told = findings.every(session, person_id=case.person_id)
        about = tuple(one for one in told if one.place_id == case.place.id)
        old, new = _old_and_new(ctx, session, about)
    return FindingsView(
        kept=recorded_findings.stored(case.records),
        earlier=about,
        old=old,
        new=new,
        differences=recorded_findings.side_by_side(old, new),
    )


def old_and_new(
    ctx: Context, session: ReadSession, case: Case
) -> tuple[DolTestRecord | None, DolTestRecord | None]:
    """Return the last finding under an earlier test about a person in a place, and the last now."""
    told = findings.every(session, person_id=case.person_id)
    return _old_and_new(ctx, session, tuple(o for o in told if o.place_id == case.place.id))


def _old_and_new(
    ctx: Context, session: ReadSession, about: tuple[Told, ...]
) -> tuple[DolTestRecord | None, DolTestRecord | None]:
    """Return the last finding under an earlier test, and the last under the test in force."""
    test = legal_test.in_force(ctx.today, ctx.book)
    decided = [one for one in about if one.is_formal]
    before = [one for one in decided if one.test != test]
    since = [one for one in decided if one.test == test]
    if not before and len(since) > 1:
        before = since[:-1]
    return (
        _whole(session, before[-1]) if before else None,
        _whole(session, since[-1]) if since else None,
    )


def _whole(session: ReadSession, one: Told) -> DolTestRecord | None:
    if one.record_id:
        held, _person = records.load(session, one.record_id)
        finding: DolTestRecord = held.facts.finding
        return finding
    best = cases.load(session, one.request_id).assessments.get(AssessmentKind.BI)
    test = best.best_interests.test if best and best.best_interests else None
    if test is not None and test.decided_on is None and best is not None:
        return replace(test, decided_on=best.carried_out_on)
    return test
