"""``dolsdesk import``: files that others publish."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from dolsdesk.errors import FileUnreadable

_WRONG_USAGE = 2

#: What can be imported.
KINDS = ("providers", "staff")


def add(commands: Any) -> None:
    """Offer the command."""
    importing = commands.add_parser("import", help="take over a file that others publish")
    importing.add_argument(
        "kind",
        choices=KINDS,
        help="providers: the weekly CQC directory (CSV); staff: a list of assessors (CSV)",
    )
    importing.add_argument("file", type=Path)
    importing.add_argument("--dry-run", action="store_true", help="say what would be done")
    importing.add_argument("--report", type=Path, metavar="FILE", help="a table of every place")
    importing.add_argument("--council", metavar="NAME", help="only places in this council's area")
    importing.add_argument("--profile", type=Path, metavar="DIR")
    importing.add_argument("--database", metavar="URL")
    importing.set_defaults(command=_import)


def _import(options: argparse.Namespace) -> int:
    if options.report is not None and not options.report.absolute().parent.is_dir():
        raise FileUnreadable("FOLDER_MISSING", name=options.report.absolute().parent.name)
    if options.kind != "providers" and options.council is not None:
        sys.stderr.write("--council is for providers only\n")
        return _WRONG_USAGE
    told = _providers(options) if options.kind == "providers" else _staff(options)
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    return 0


def _providers(options: argparse.Namespace) -> dict[str, Any]:
    from dolsdesk.services import imports, opening

    file = imports.read_cqc(options.file)
    desk, ctx = opening.desk_and_context(options.profile, options.database)
    try:
        report = imports.import_places(
            ctx, file, only_council=options.council, dry_run=options.dry_run
        ).value
    finally:
        desk.close()
    if options.report is not None:
        imports.write_report(report, options.report)
    return {
        "dry_run": report.is_dry_run,
        "produced_on": file.produced_on.isoformat() if file.produced_on else None,
        **{outcome: report.count(outcome) for outcome in imports.OUTCOMES},
        "left_out": report.left_out,
        "gone_ids": [line.code for line in report.gone],
        "broken": [{"line": one.line, "what": one.what} for one in report.problems],
    }


def _staff(options: argparse.Namespace) -> dict[str, Any]:
    """Import a list of assessors; what is printed names lines, never people."""
    from dolsdesk.services import opening, staff_file, staff_import

    desk, ctx = opening.desk_and_context(options.profile, options.database)
    try:
        file = staff_file.read(options.file, ctx.today)
        report = staff_import.import_staff(ctx, file, dry_run=options.dry_run).value
    finally:
        desk.close()
    if options.report is not None:
        staff_import.write_report(report, options.report)
    return {
        "dry_run": report.is_dry_run,
        **{outcome: report.count(outcome) for outcome in staff_import.OUTCOMES},
        "may_not_act": [
            {"line": line.line, "why": list(dict.fromkeys(line.codes))} for line in report.barred
        ],
        "broken": [
            {"line": one.line, "field": one.field, "what": one.what} for one in report.problems
        ],
        "unused_columns": list(report.unused),
    }
