"""``dolsdesk import``: files that others publish."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from dolsdesk.errors import FileUnreadable

#: What can be imported.
KINDS = ("providers",)


def add(commands: Any) -> None:
    """Offer the command."""
    importing = commands.add_parser("import", help="take over a file that others publish")
    importing.add_argument("kind", choices=KINDS, help="providers: the weekly CQC directory (CSV)")
    importing.add_argument("file", type=Path)
    importing.add_argument("--dry-run", action="store_true", help="say what would be done")
    importing.add_argument("--report", type=Path, metavar="FILE", help="a table of every place")
    importing.add_argument("--council", metavar="NAME", help="only places in this council's area")
    importing.add_argument("--profile", type=Path, metavar="DIR")
    importing.add_argument("--database", metavar="URL")
    importing.set_defaults(command=_import)


def _import(options: argparse.Namespace) -> int:
    from dolsdesk.services import imports, opening

    if options.report is not None and not options.report.absolute().parent.is_dir():
        raise FileUnreadable("FOLDER_MISSING", name=options.report.absolute().parent.name)
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
    counts = {outcome: report.count(outcome) for outcome in imports.OUTCOMES}
    told = {
        "dry_run": report.is_dry_run,
        "produced_on": file.produced_on.isoformat() if file.produced_on else None,
        **counts,
        "left_out": report.left_out,
        "gone_ids": [line.code for line in report.gone],
        "broken": [{"line": one.line, "what": one.what} for one in report.problems],
    }
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    return 0
