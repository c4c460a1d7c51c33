"""``dolsdesk report`` and ``dolsdesk paperwork``: documents without a window."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

_WRONG_USAGE = 2


def add(commands: Any) -> None:
    """Offer the commands."""
    report = commands.add_parser("report", help="one of the reports as PDF, spreadsheet or table")
    report.add_argument("name", nargs="?", help="its name or code; --list names them all")
    report.add_argument("--list", action="store_true", help="list the reports and what they answer")
    report.add_argument("--from", dest="first", type=_day, metavar="DATE")
    report.add_argument("--to", dest="last", type=_day, metavar="DATE")
    report.add_argument("--as-at", type=_day, metavar="DATE", help="usually today")
    target = report.add_mutually_exclusive_group()
    target.add_argument("--pdf", type=Path, metavar="FILE")
    target.add_argument("--xlsx", type=Path, metavar="FILE", help="with the case list")
    target.add_argument("--csv", type=Path, metavar="FILE")
    report.add_argument("--names", action="store_true", help="names in the case list of --xlsx")
    _store(report)
    report.set_defaults(command=_report, usage=report.format_usage())

    paperwork = commands.add_parser("paperwork", help="one form or letter of a case as PDF")
    paperwork.add_argument(
        "code",
        help="F1X, F3 to F12, TP-D or TP-O, L02 for the holding letter, or AG-D01 to AG-D08",
    )
    paperwork.add_argument("--case", required=True, metavar="REF")
    paperwork.add_argument("--into", required=True, type=Path, metavar="DIR")
    _store(paperwork)
    paperwork.set_defaults(command=_paperwork)


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as fault:
        raise argparse.ArgumentTypeError("write the date as YYYY-MM-DD") from fault


def _store(command: argparse.ArgumentParser) -> None:
    command.add_argument("--profile", type=Path, metavar="DIR")
    command.add_argument("--database", metavar="URL")


def _report(options: argparse.Namespace) -> int:
    from dolsdesk.services import reports

    if options.list:
        for kind in reports.REPORTS:
            sys.stdout.write(f"{kind.name:22}{kind.code:9}{kind.title}. {kind.answers}\n")
        return 0
    target = options.pdf or options.xlsx or options.csv
    if None in (options.name, options.first, options.last, target):
        sys.stderr.write(options.usage)
        return _WRONG_USAGE
    reports.kind(options.name)  # a wrong name is refused before the store is opened
    desk, ctx = _open(options)
    try:
        as_at = options.as_at or ctx.today
        made = reports.build(ctx, options.name, options.first, options.last, as_at)
        if options.pdf:
            content = reports.as_pdf(ctx, made)
        elif options.xlsx:
            content = reports.as_xlsx(ctx, made, with_names=options.names)
        else:
            content = reports.as_csv(ctx, made).encode()
    finally:
        desk.close()
    return _keep(target, content)


def _paperwork(options: argparse.Namespace) -> int:
    from dolsdesk.services import paperwork

    desk, ctx = _open(options)
    try:
        paper = paperwork.copy_of(ctx, options.code, options.case)
    finally:
        desk.close()
    return _keep(options.into / paper.name, paper.content)


def _open(options: argparse.Namespace) -> Any:
    from dolsdesk.services.opening import desk_and_context

    return desk_and_context(options.profile, options.database)


def _keep(path: Path, content: bytes) -> int:
    """Write a file whole or not at all, and say where it is.

    Raises:
        DiskFull: there is no room left.
        FolderReadOnly: the folder does not let us write.
    """
    from dolsdesk.services import files

    files.write(path, content, makes_folder=True)
    sys.stdout.write(f"{path}\n")
    return 0
