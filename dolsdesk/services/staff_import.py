"""Taking a list of assessors over into the register: looked at first, written whole or not at all.

Whoever's training, insurance or approval has lapsed is taken over like everybody else and may not
be selected: the register says who and why (SI 2008/1858 regs 3 to 7).
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.dols import assessors
from dolsdesk.domain.dols.assessors import Assessor
from dolsdesk.domain.staff import Act
from dolsdesk.domain.text import fold
from dolsdesk.reports import plain
from dolsdesk.services import files, register, words
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.register import AssessorDetails
from dolsdesk.services.staff_file import LineProblem, StaffFile, StaffRow
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import register as reads

#: What can become of a line.
OUTCOMES = ("added", "changed", "unchanged")

_ASSESSOR = tuple(field.name for field in fields(Assessor) if field.name != "id")


@dataclass(frozen=True, slots=True)
class StaffLine:
    """What becomes of one line; ``barred`` says why the assessor may not be selected today."""

    line: int
    name: str
    outcome: str  # one of OUTCOMES
    barred: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffReport:
    """What an import did, or would do."""

    lines: tuple[StaffLine, ...]
    problems: tuple[LineProblem, ...]
    unused: tuple[str, ...]
    is_dry_run: bool = False

    def count(self, outcome: str) -> int:
        """Return how many lines came to an outcome."""
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def barred(self) -> tuple[StaffLine, ...]:
        """Return who may not be selected as they stand."""
        return tuple(line for line in self.lines if line.barred)

    @property
    def broken(self) -> int:
        """Return how many lines could not be used."""
        return len({one.line for one in self.problems})


@dataclass(frozen=True, slots=True)
class _Plan:
    row: StaffRow
    assessor_id: int | None
    details: AssessorDetails
    outcome: str


def import_staff(ctx: Context, file: StaffFile, *, dry_run: bool = False) -> Outcome[StaffReport]:
    """Add and change assessors as a list has them; nobody is ever taken away.

    Somebody is known by their e-mail address, or by their name where one of the two has no
    address. A blank cell leaves what the register holds; training is added to what is there. All
    of it is one act: if it fails nothing was written.

    Args:
        ctx: who imports, and into what.
        file: the list as read.
        dry_run: say what would be done and do nothing.

    Raises:
        NotPermitted: the person at the desk may not import.
    """
    ctx.require(Act.IMPORT)
    if dry_run:
        with ctx.reading() as session:
            plans, wrong = _planned(session, file.rows)
        return Outcome(_report(ctx, plans, (*file.problems, *wrong), file, is_dry_run=True))
    with ctx.acting(Act.IMPORT) as write:
        plans, wrong = _planned(write.session, file.rows)
        for one in plans:
            if one.outcome != "unchanged":
                register.put_assessor(write, one.details, one.assessor_id)
        report = _report(ctx, plans, (*file.problems, *wrong), file, is_dry_run=False)
        write.record(
            "import_staff",
            "assessor",
            None,
            after={
                "file": file.name,
                "sha256": file.sha256,
                **{outcome: report.count(outcome) for outcome in OUTCOMES},
                "broken": report.broken,
                "may_not_act": len(report.barred),
            },
        )
    return Outcome(report, Changes(lists=frozenset({Listing.ASSESSORS})))


def _report(
    ctx: Context, plans: Iterable[_Plan], problems: Iterable[LineProblem], file: StaffFile, *,
    is_dry_run: bool,
) -> StaffReport:  # fmt: skip
    lines = []
    for one in plans:
        found = assessors.barred(_assessor(one.details), ctx.today, ctx.book)
        lines.append(
            StaffLine(
                one.row.line, one.row.name, one.outcome,
                tuple(words.problem(problem) for problem in found),
                tuple(problem.code for problem in found),
            )
        )  # fmt: skip
    ordered = tuple(sorted(problems, key=lambda one: one.line))
    return StaffReport(tuple(lines), ordered, file.unused, is_dry_run)


def _planned(
    session: ReadSession, rows: Iterable[StaffRow]
) -> tuple[tuple[_Plan, ...], tuple[LineProblem, ...]]:
    """Return what is to be done with each line, and which lines cannot be told apart."""
    held = {one: AssessorDetails(**found) for one, found in reads.every_detail(session).items()}
    plans: list[_Plan] = []
    wrong: list[LineProblem] = []
    known, seen = _Register(held), _Seen()
    for row in rows:
        code, params, found = known.match(row)
        if not code:
            code, params = seen.told_before(row)
        if code:
            wrong.append(LineProblem(row.line, "name", words.sentence(code, **params)))
            continue
        seen.add(row)
        before = held[found] if found is not None else None
        details = _merged(before, row.values)
        outcome = "added" if before is None else "unchanged" if details == before else "changed"
        plans.append(_Plan(row, found, details, outcome))
    return tuple(plans), tuple(wrong)


class _Seen:
    """The lines read so far, by e-mail address and by name."""

    def __init__(self) -> None:
        self._emails: dict[str, int] = {}
        self._names: dict[str, tuple[int, str]] = {}

    def add(self, row: StaffRow) -> None:
        if row.email:
            self._emails.setdefault(row.email, row.line)
        self._names.setdefault(fold(row.name), (row.line, row.email))

    def told_before(self, row: StaffRow) -> tuple[str, dict[str, Any]]:
        """Return why a line repeats one before it; an empty code where it does not."""
        if row.email in self._emails:
            return "STAFF_LINE_TWICE", {"first": self._emails[row.email]}
        first, email = self._names.get(fold(row.name), (0, ""))
        if first and not (email and row.email):
            return "STAFF_LINE_TWICE", {"first": first}
        return "", {}


class _Register:
    """Whom the register holds, by e-mail address and by name."""

    def __init__(self, held: Mapping[int, AssessorDetails]) -> None:
        self._held = held
        self._emails: dict[str, list[int]] = {}
        self._names: dict[str, list[int]] = {}
        for number, one in held.items():
            if one.email:
                self._emails.setdefault(one.email.casefold(), []).append(number)
            self._names.setdefault(fold(one.name), []).append(number)

    def match(self, row: StaffRow) -> tuple[str, dict[str, Any], int | None]:
        """Return whom a line is about, or the code of why that cannot be said."""
        by_email = self._emails.get(row.email, []) if row.email else []
        by_name = self._names.get(fold(row.name), [])
        both = [number for number in by_email if number in by_name]
        if both:
            return "", {}, both[0]
        if by_email:
            return "STAFF_EMAIL_OF_OTHER", {"name": self._held[by_email[0]].name}, None
        if len(by_name) > 1:
            return "STAFF_NAME_SHARED", {"n": len(by_name)}, None
        if by_name and row.email and self._held[by_name[0]].email:
            return "STAFF_OTHER_EMAIL", {"email": self._held[by_name[0]].email}, None
        return "", {}, by_name[0] if by_name else None


def _merged(before: AssessorDetails | None, values: Mapping[str, Any]) -> AssessorDetails:
    if before is None:
        return AssessorDetails(**values)
    trained = {*before.further_training_on, *values.get("further_training_on", ())}
    return replace(before, **{**values, "further_training_on": tuple(sorted(trained))})


def _assessor(details: AssessorDetails) -> Assessor:
    return Assessor(id=0, **{name: getattr(details, name) for name in _ASSESSOR})


def write_report(report: StaffReport, path: Path) -> None:
    """Write what became of each line, and what is wrong with the others, for spreadsheets.

    Raises:
        Unavailable: the folder is not there or does not let us write, or the disk is full.
    """
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(("line", "name", "outcome", "may act", "field", "what"))
    for line in report.lines:
        may = "no" if line.barred else "yes"
        said = plain.guarded(" ".join(line.barred))
        writer.writerow((line.line, plain.guarded(line.name), line.outcome, may, "", said))
    for one in report.problems:
        writer.writerow((one.line, "", "not imported", "", one.field, plain.guarded(one.what)))
    files.write(path, target.getvalue().encode("utf-8-sig"))
