"""``self-test``, ``backup``, ``restore``, ``verify-audit``, ``recalculate``, ``upgrade``."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from dolsdesk import paths
from dolsdesk.errors import Refused, Unavailable


def add(commands: Any) -> None:
    """Offer the commands."""
    tested = commands.add_parser("self-test", help="prove that this installation works")
    tested.set_defaults(command=_self_test)

    backed_up = commands.add_parser("backup", help="make a checked backup of the store")
    backed_up.add_argument("--into", type=Path, metavar="DIR", help="usually backups/ beside it")
    _store(backed_up)
    backed_up.set_defaults(command=_backup)

    restored = commands.add_parser("restore", help="put a backup in the place of the store")
    restored.add_argument("backup", type=Path, help="the .db file of a backup")
    restored.add_argument("--profile", type=Path, metavar="DIR")
    restored.set_defaults(command=_restore)

    verified = commands.add_parser("verify-audit", help="check every entry of the audit trail")
    verified.add_argument(
        "--backups", type=Path, metavar="DIR", action="append", default=[],
        help="a further folder of backups to hold the trail against",
    )  # fmt: skip
    _store(verified)
    verified.set_defaults(command=_verify_audit)

    recalculated = commands.add_parser("recalculate", help="work out the dates of every case anew")
    recalculated.add_argument(
        "--rules", type=Path, metavar="FILE",
        help="a rule file: show what it would change in open cases; needs --dry-run",
    )  # fmt: skip
    recalculated.add_argument(
        "--dry-run", action="store_true", help="with --rules: show, and change nothing"
    )
    _store(recalculated)
    recalculated.set_defaults(command=_recalculate)

    upgraded = commands.add_parser("upgrade", help="bring the store up to date")
    _store(upgraded)
    upgraded.set_defaults(command=_upgrade)


def _store(command: argparse.ArgumentParser) -> None:
    command.add_argument("--profile", type=Path, metavar="DIR")
    command.add_argument("--database", metavar="URL")


def _self_test(_options: argparse.Namespace) -> int:
    from dolsdesk.services import self_test

    failed = []
    for check in self_test.run():
        _say(f"FAILED  {check.name}: {check.problem}" if check.problem else f"ok      {check.name}")
        if check.problem:
            failed.append(check.name)
    if failed:
        raise Unavailable("SELF_TEST_FAILED", items=failed)
    return 0


def _backup(options: argparse.Namespace) -> int:
    from dolsdesk.services import backup, opening

    desk, ctx = opening.desk_and_context(options.profile, options.database)
    try:
        made = backup.run(ctx, options.into).value.backup
        folder = options.into or backup.default_folder(desk.store.location.path)
    finally:
        desk.close()
    _say(str(folder / made.name))
    return 0


def _restore(options: argparse.Namespace) -> int:
    from dolsdesk.clock import SystemClock
    from dolsdesk.services import backup, opening

    restored = backup.restore(
        options.profile or paths.default_profile(),
        options.backup,
        SystemClock(),
        passphrase=os.environ.get(opening.PASSPHRASE_VARIABLE),
    )
    restored.desk.close()
    _say(f"Restored {options.backup.name}.")
    if restored.put_aside is not None:
        _say(f"The store that stood there before is kept in {restored.put_aside}.")
    return 0


def _verify_audit(options: argparse.Namespace) -> int:
    from dolsdesk.services import admin, opening

    desk, _ = opening.desk_and_context(options.profile, options.database)
    try:
        report = admin.verify_audit(desk, options.backups)
    finally:
        desk.close()
    if report.broken is not None:
        raise Refused("AUDIT_BROKEN", seq=report.broken.seq, fault=report.broken.fault)
    _say(f"{report.count} entries, whole, held against {report.anchor_count} ends noted elsewhere.")
    for one in report.restorings:
        _say(f"Entry {one.seq}: {one.backup} was restored, which ended at {one.audit_seq}.")
    _say(f"The last entry has the hash {report.head}.")
    return 0


def _recalculate(options: argparse.Namespace) -> int:
    from dolsdesk.services import admin, opening

    if options.rules is not None or options.dry_run:
        return _preview_rules(options)

    desk, ctx = opening.desk_and_context(options.profile, options.database)
    try:
        done = admin.recalculate(ctx).value
    finally:
        desk.close()
    _say(f"{done.count} cases, dates of {len(done.moved)} moved.")
    for moved in done.moved:
        _say(f"{moved.ref}: {', '.join(moved.dates)}")
    return 0


def _preview_rules(options: argparse.Namespace) -> int:
    """Show what a rule file would change; adopting it is done in the window, by two people."""
    from dolsdesk.services import opening, rule_change

    if options.rules is None or not options.dry_run:
        raise Refused("RULES_DRY_RUN_ONLY")
    content = rule_change.read(options.rules)
    desk, ctx = opening.desk_and_context(options.profile, options.database)
    try:
        change = rule_change.preview(ctx, content, options.rules.name)
    finally:
        desk.close()
    for line in rule_change.lines(change):
        _say(line)
    return 0


def _upgrade(options: argparse.Namespace) -> int:
    from dolsdesk.services import opening

    before, after = opening.upgrade(options.profile, options.database)
    _say(f"The store is up to date: {after}." if before == after else f"{before} became {after}.")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
