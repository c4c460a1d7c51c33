"""What the desk page shows of the store and its upkeep, and the council's own targets."""

from dataclasses import dataclass
from pathlib import Path

from dolsdesk.config import MachineSettings
from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.dols import queue
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.rules.ids import RuleId
from dolsdesk.rules.model import RuleClass, Unit, ValueInForce
from dolsdesk.services import backup, council
from dolsdesk.services.backup import Backup
from dolsdesk.services.context import Context
from dolsdesk.services.desk import POLICY_PREFIX
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.templates import CHOICES, NATIONAL
from dolsdesk.store.repos import settings as settings_repo

_MOST = 10_000
_PERCENT, _YEAR = 100, 52  # weeks


@dataclass(frozen=True, slots=True)
class StoreStanding:
    """Where the store is, how large, how protected, and its backups, newest first."""

    where: str
    size: int
    protection: str
    council: str
    edition: str
    backups: tuple[Backup, ...]
    folder: Path | None


def standing(ctx: Context, settings: MachineSettings) -> StoreStanding:
    """Return how the store and its backups stand."""
    held = council.settings(ctx)
    path = ctx.store.location.path
    folder = backup.folder_for(ctx, settings.backup_folder) if path is not None else None
    return StoreStanding(
        where=str(path) if path is not None else "PostgreSQL",
        size=path.stat().st_size if path is not None else 0,
        protection=settings.protection.value,
        council=held.get("council_name", ""),
        edition=ctx.book.edition,
        backups=backup.listed(folder, held.get("store_id", "")) if folder is not None else (),
        folder=folder,
    )


def targets(ctx: Context) -> tuple[ValueInForce, ...]:
    """Return every local target with the value in force today."""
    return tuple(
        ctx.book.value(RuleId(rule.id), on=ctx.today)
        for rule in ctx.book
        if rule.rule_class is RuleClass.PRACTICE and rule.unit is not Unit.NONE
    )


def set_target(ctx: Context, rule_id: RuleId, amount: int) -> Outcome[None]:
    """Set the council's own value of a local target; law cannot be changed here.

    Raises:
        Refused: the amount is no sensible number, or the rule is law.
    """
    rule = ctx.book.rule(rule_id)
    if rule.rule_class is not RuleClass.PRACTICE:
        raise Refused("LAW_IS_NOT_POLICY")
    if not 0 <= amount <= _MOST:
        raise Refused("TARGET_OUT_OF_RANGE", field="amount")
    if rule_id in queue.QUOTAS.values() and not amount:
        raise Refused("QUOTA_OF_ONE", field="amount")
    if rule_id is RuleId.PR_WAITING_BAND_SHARE and not 0 < amount <= _PERCENT:
        raise Refused("SHARE_OUT_OF_RANGE", field="amount")
    if rule_id is RuleId.PR_FORECAST_WEEKS and not 0 < amount <= _YEAR:
        raise Refused("WEEKS_OUT_OF_RANGE", field="amount")
    with ctx.acting(Act.MANAGE_DESK) as write:
        before = ctx.book.value(rule_id, on=ctx.today).amount
        settings_repo.write(write.session, {f"{POLICY_PREFIX}{rule_id.value}": str(amount)})
        write.record(
            "set_target", "setting", None,
            before={rule_id.value: before}, after={rule_id.value: amount},
        )  # fmt: skip
    return Outcome(None, Changes(lists=frozenset({Listing.SETTINGS, Listing.WORKLIST})))


def set_council(ctx: Context, *, name: str, address: str) -> Outcome[None]:
    """Set the council's name and address as they stand on paper.

    Raises:
        Refused: there is no name.
    """
    if not name.strip():
        raise Refused("NAME_NEEDED", field="council_name")
    values = {"council_name": name.strip(), "council_address": address.strip()}
    with ctx.acting(Act.MANAGE_DESK) as write:
        before = settings_repo.read(write.session)
        settings_repo.write(write.session, values)
        write.record(
            "set_council", "setting", None,
            before={key: before.get(key, "") for key in values}, after=values,
        )  # fmt: skip
    return Outcome(None, Changes(lists=frozenset({Listing.SETTINGS})))


def set_pack(ctx: Context, pack: str) -> Outcome[None]:
    """Choose the pack of forms that papers are made with from now on; issued ones stay as made.

    Raises:
        Refused: there is no such pack.
    """
    if pack not in CHOICES:
        raise Refused("NO_SUCH_PACK", field="pack")
    with ctx.acting(Act.MANAGE_DESK) as write:
        before = settings_repo.read(write.session).get(council.PACK_KEY, NATIONAL)
        settings_repo.write(write.session, {council.PACK_KEY: pack})
        write.record("set_form_pack", "setting", None, before={"pack": before},
                     after={"pack": pack})  # fmt: skip
    return Outcome(None, Changes(lists=frozenset({Listing.SETTINGS})))
