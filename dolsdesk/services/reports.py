"""The reports: built from what the lists hold, and taken out as PDF, spreadsheet or plain table.

Looking at a report needs leave to read reports; so does printing it, which shows counts and
references. A spreadsheet or plain table carries the case list and needs leave to export. Each copy
that is taken out goes into the audit trail.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dolsdesk.clock import LONDON
from dolsdesk.domain import text
from dolsdesk.domain.reporting import (
    CaseFacts,
    Cell,
    Heading,
    Report,
    Section,
    Table,
    Value,
)
from dolsdesk.domain.staff import Act
from dolsdesk.domain.tally import Scope, as_known
from dolsdesk.errors import Refused
from dolsdesk.reports.model import Meta
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import (
    council,
    files,
    report_backlog,
    report_campaigns,
    report_equality,
    report_fees,
    report_findings,
    report_record,
    report_rework,
    report_safeguards,
    report_timescales,
    report_transition,
    retest_data,
    words,
)
from dolsdesk.services.context import Context
from dolsdesk.store.reads import statistics

#: Makes a section of the cases and the scope; of what ``asks`` read too, where it reads anything.
Builder = Callable[..., Section]


@dataclass(frozen=True, slots=True)
class Kind:
    """One report that can be asked for, by code or by name."""

    code: str
    name: str
    title: str
    answers: str
    parts: tuple[Builder, ...]
    asks: Callable[[Context], Any] | None = None


def _retest(code: str, name: str, title: str, answers: str, *parts: Builder) -> Kind:
    def of(part: Builder) -> Builder:
        def section(cases: Sequence[CaseFacts], scope: Scope, read: retest_data.Read) -> Section:
            return part(cases, scope, read(scope))

        return section

    return Kind(code, name, title, answers, tuple(map(of, parts)), retest_data.reader)


REPORTS: tuple[Kind, ...] = (
    Kind(
        "RP01",
        "timescale-compliance",
        report_timescales.TITLE,
        report_timescales.ANSWERS,
        (report_timescales.section,),
    ),
    Kind(
        "RP02",
        "backlog-ageing",
        report_backlog.TITLE,
        report_backlog.ANSWERS,
        (report_backlog.section,),
    ),
    Kind(
        "RP01-02",
        "timescales",
        "Timescales and backlog",
        "Both reports in one document, for the monthly meeting.",
        (report_timescales.section, report_backlog.section),
    ),
    Kind(report_rework.CODE, "rework", report_rework.TITLE, report_rework.ANSWERS,
         (report_rework.section,), report_rework.reader),
    Kind(report_fees.CODE, "fees", report_fees.TITLE, report_fees.ANSWERS,
         (report_fees.section,), report_fees.reader),
    _retest("RP23", "transition", "Transition to the test in force",
            "What still rests on the earlier test, what was closed as no deprivation.",
            report_transition.transition),
    _retest("AG-R01", "cohort-progress", "Cohort progress",
            "How far each re-screening has come.", report_campaigns.progress),
    _retest("AG-R02", "outcomes-by-provider", "Outcomes by provider",
            "What was found at each home; small numbers are hidden in copies.",
            report_findings.by_provider),
    _retest("AG-R03", "changed-decisions", "Changed decisions",
            "Who was found otherwise than before, and what ended.", report_findings.changed),
    _retest("AG-R04", "re-checks", "Re-check list",
            "Who is to be looked at again, and when.", report_findings.recheck),
    _retest("AG-R05", "later-objections", "Later objections",
            "Who objected after a finding of no deprivation.", report_findings.objections),
    _retest("AG-R06", "evidence-quality", "Evidence quality",
            "What findings rest on, by who made them.", report_safeguards.evidence),
    _retest("AG-R07", "clocks", "Clocks",
            "How late decisions were, under each test by itself.", report_transition.clocks),
    Kind("AG-R08", "equality-check", "Equality check",
         "Whether any group is found content more often than others.",
         (report_equality.section,), report_equality.reader),
    _retest("AG-R09", "return-bridge", "Return bridge",
            "What each ending is in the yearly return.", report_transition.bridge),
    _retest("AG-R10", "aftercare", "After-care",
            "What takes the place of the safeguards that ended.", report_safeguards.aftercare),
    _retest("AG-D09", "campaign-report", "Report of the re-screening",
            "Dates, progress, outcomes, changed decisions, checks, lessons and sign-off together.",
            report_record.record, report_campaigns.progress, report_findings.by_provider,
            report_findings.changed),
)  # fmt: skip


def kind(name: str) -> Kind:
    """Return a report by its code or name.

    Raises:
        Refused: there is none; the message lists those there are.
    """
    for one in REPORTS:
        if name.casefold() in {one.code.casefold(), one.name}:
            return one
    raise Refused("NO_SUCH_REPORT", name=name, names=tuple(one.name for one in REPORTS))


def build(ctx: Context, code: str, first: date, last: date, as_at: date) -> Report:
    """Return a report over a range of days, both included, as things stood on ``as_at``.

    Days after ``as_at`` are left out of the range.

    Raises:
        NotPermitted: this person may not read reports.
        Refused: no such report, the range runs backwards, or it looks into the future.
    """
    ctx.require(Act.READ_REPORTS)
    wanted = kind(code)
    if first > last:
        raise Refused("RANGE_BACKWARDS", field="last", first=first, last=last)
    if as_at > ctx.today:
        raise Refused("AS_AT_IN_FUTURE", field="as_at", on=as_at)
    if first > as_at:
        raise Refused("RANGE_NOT_BEGUN", field="first", first=first, as_at=as_at)
    last = min(last, as_at)
    with ctx.reading() as session:
        found = statistics.cases(session, first=first, as_at=as_at)
    cases = [as_known(case, as_at) for case in found]
    scope = _scope(ctx, first, last, as_at)
    more = (wanted.asks(ctx),) if wanted.asks else ()
    sections = tuple(part(cases, scope, *more) for part in wanted.parts)
    counted = {one for section in sections for figure in section.figures() for one in figure.ids}
    if beyond := counted - {case.request_id for case in cases}:
        with ctx.reading() as session:
            cases += [as_known(one, as_at) for one in statistics.some(session, beyond)]
    return Report(
        code=wanted.code,
        name=wanted.name,
        title=wanted.title,
        council=council.name(ctx),
        first=first,
        last=last,
        as_at=as_at,
        sections=sections,
        cases={case.request_id: case for case in cases if case.request_id in counted},
    )


def as_pdf(ctx: Context, report: Report) -> bytes:
    """Return a report as a printed document: counts and references, no names.

    Raises:
        NotPermitted: this person may not read reports.
    """
    from dolsdesk.reports import summaries

    at = ctx.clock.now().astimezone(LONDON)
    _took(ctx, Act.READ_REPORTS, report, "pdf")
    meta = Meta(
        title=report.title,
        council=report.council,
        reference=report.code,
        footer_person="",
        template=f"{report.first.isoformat()} to {report.last.isoformat()}",
        produced=f"{text.long_date(at.date())} at {text.clock_time(at.time())}",
        author=report.council,
    )
    return summaries.render(report.shared(), meta).content


def as_xlsx(ctx: Context, report: Report, *, with_names: bool = False) -> bytes:
    """Return a report as a spreadsheet with the case list behind it; names only if asked for.

    Raises:
        NotPermitted: this person may not export.
    """
    from dolsdesk.reports import spreadsheet

    _took(ctx, Act.EXPORT, report, "xlsx", with_names=with_names)
    named: dict[int, statistics.Named] = {}
    if with_names:
        with ctx.reading() as session:
            named = statistics.names(session, report.cases)
    return spreadsheet.workbook(report.shared(), _case_list(report, named))


def as_csv(ctx: Context, report: Report) -> str:
    """Return every figure of a report as one plain table, with a byte order mark.

    Raises:
        NotPermitted: this person may not export.
    """
    from dolsdesk.reports import plain

    _took(ctx, Act.EXPORT, report, "csv")
    return plain.table(report.shared())


def save(ctx: Context, report: Report, ending: str, path: Path) -> None:
    """Write a report to a file the person chose: ``pdf``, ``xlsx`` or ``csv``.

    Raises:
        DeskError: this person may not take it out, the disk is full, or the folder is not there
            or closed.
    """
    makers: Mapping[str, Callable[[], bytes]] = {
        "pdf": lambda: as_pdf(ctx, report),
        "xlsx": lambda: as_xlsx(ctx, report),
        "csv": lambda: as_csv(ctx, report).encode("utf-8"),
    }
    files.write(path, makers[ending]())


def _scope(ctx: Context, first: date, last: date, as_at: date) -> Scope:
    """Return what a report looks at, with the statutory period and any change of the legal test."""
    limit = ctx.book.value(RuleId.STANDARD_ASSESSMENTS, on=as_at).amount
    changes = [
        value for value in ctx.book.rule(RuleId.LEGAL_TEST).values[1:] if value.starts_on > first
    ]
    if not changes or changes[0].starts_on > last:
        return Scope(first, last, as_at, limit)
    on = changes[0].starts_on
    return Scope(first, last, as_at, limit, on, words.sentence("NEW_TEST", on=text.long_date(on)))


def _took(ctx: Context, act: Act, report: Report, form: str, *, with_names: bool = False) -> None:
    """Record that a copy of a report was taken out of the store."""
    with ctx.acting(act) as write:
        write.record(
            "export",
            "report",
            None,
            after={
                "report": report.code,
                "as": form,
                "from": report.first.isoformat(),
                "to": report.last.isoformat(),
                "as_at": report.as_at.isoformat(),
                "cases": len(report.cases),
                "with_names": with_names,
            },
        )


def _case_list(report: Report, named: Mapping[int, statistics.Named]) -> Table:
    """Return the requests behind the figures, with every fact that a figure turns on."""
    headings = [Heading("Reference", is_number=False)]
    if named:
        headings += [Heading("Person", is_number=False), Heading("Place", is_number=False)]
    headings += [
        Heading(name, is_number=False)
        for name in (
            "Received",
            "Kind",
            "Priority",
            "Setting",
            "Stage or outcome",
            "Due",
            "Assessments completed",
            "Decided",
            "Ended",
            "Reason for lateness",
        )
    ]
    headings += [
        Heading("Days to decision"),
        Heading("Days open"),
        Heading("Days late"),
        Heading("In time", is_number=False),
    ]
    return Table(
        "Cases",
        tuple(headings),
        tuple(_case_row(report, case, named) for case in report.cases.values()),
    )


def _case_row(
    report: Report, case: CaseFacts, named: Mapping[int, statistics.Named]
) -> tuple[Cell, ...]:
    decided = report_timescales.is_decided(case)
    who = named.get(case.request_id)
    values: list[Value] = [case.ref]
    if named:
        values += [who.person_name, who.place_name] if who else ["", ""]
    values += [
        case.received_on,
        "Urgent" if case.urgent_given else "Standard",
        words.fact(case.priority) if case.priority else "",
        words.fact(case.setting),
        report_backlog.stage_of(case) if case.is_open else words.fact(case.outcome),
        case.due_on,
        case.completed_on,
        case.decided_on,
        case.closed_on,
        words.fact(case.late_reason) if case.late_reason else "",
        report_timescales.days_taken(case) if decided else None,
        case.age_on(report.as_at) if case.is_open_on(report.as_at) else None,
    ]
    values.append(report_timescales.days_late(case))
    if decided and case.due_on is not None:
        values.append("Yes" if report_timescales.is_in_time(case) else "No")
    else:
        values.append("")
    return tuple(map(Cell, values))
