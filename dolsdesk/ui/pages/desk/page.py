"""This desk: the store and its backups, the audit trail, the look, the council's own targets."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from dolsdesk import config
from dolsdesk.config import Protection, Theme
from dolsdesk.domain import text
from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.rules.ids import RuleId
from dolsdesk.rules.model import ValueInForce
from dolsdesk.services import admin, backup, council, rule_change, templates, upkeep, words
from dolsdesk.services.admin import AuditReport
from dolsdesk.services.backup import Backup, Made
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.rule_change import Change, Pending
from dolsdesk.services.upkeep import StoreStanding
from dolsdesk.ui import files
from dolsdesk.ui.dialogs import recovery
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.dialogs.recovery import RecoveryDialog
from dolsdesk.ui.dialogs.running import Report, Running
from dolsdesk.ui.pages.desk.rules_dialog import RulesDialog
from dolsdesk.ui.pages.desk.signing import SigningCard
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.shell import Shell, Tone
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.tasks import Stop
from dolsdesk.ui.widgets.basics import button, card, column, holder, label, row, scrolling
from dolsdesk.ui.widgets.fields import ChoiceField, LineField, NumberField, ProseField, Values
from dolsdesk.ui.widgets.flow import FlowLayout, line

_MB = 1_000_000
_SIZES = ("90", "100", "110", "125", "150", "175", "200")


class DeskPage(Page):
    """Upkeep."""

    title = "This desk"

    def __init__(  # noqa: PLR0915  (one statement a part)
        self, shell: Shell, on_restore: Callable[[Path], None] | None = None
    ) -> None:
        super().__init__(shell)
        look = shell.look
        self._on_restore = on_restore
        self._backup_folder: Path | None = None
        self._standing: StoreStanding | None = None
        self.dialog: QDialog | None = None
        self.running: Running | None = None
        self.store = label("", wrap=True)
        self.age = label("", "heading", wrap=True)
        self.audit = label("Not checked since dolsdesk was opened.", "muted", wrap=True)
        self.model: RowModel[Backup] = RowModel(_backup_columns(), look, self)
        self.backups: RowTable[Backup] = RowTable(self.model, "Backups", look)
        self.backups.setMinimumHeight(look.px(180))
        self.make = button("Back up now", self.back_up, kind="primary")
        self.prove = button("Prove the chosen backup", self.rehearse)
        self.folder = button("Folder…", self.ask_folder, tip="Where backups go")
        self.restore = button("Restore the chosen backup…", self.ask_restore, kind="danger")
        self.check = button("Check the audit trail", self.verify)
        self.theme = ChoiceField("theme", "Colours", [
            (Theme.SYSTEM.value, "As the system"), (Theme.LIGHT.value, "Light"),
            (Theme.DARK.value, "Dark"), (Theme.CONTRAST.value, "High contrast"),
        ])  # fmt: skip
        self.text_size = ChoiceField("text_percent", "Text size", [(s, f"{s} %") for s in _SIZES])
        self.theme.set_raw(shell.settings.theme.value)
        self.text_size.set_raw(str(shell.settings.text_percent))
        self.theme.changed.connect(self._look_chosen)
        self.text_size.changed.connect(self._look_chosen)
        self.council = button("Name and address on paper…", self.edit_council)
        self.pack = button("Forms…", self.edit_pack, tip="Which pack of forms papers are made with")
        self.outgoing = button(
            "Outgoing folder…", self.ask_outgoing,
            tip="Where papers made in one run are written on this computer",
        )  # fmt: skip
        self.recovery = button(
            "New recovery key…", self.ask_recovery, tip="Where the printed one is lost or was seen"
        )
        self.recovery.hide()
        self.targets_model: RowModel[ValueInForce] = RowModel(_target_columns(), look, self)
        self.targets: RowTable[ValueInForce] = RowTable(self.targets_model, "Local targets", look)
        self.targets.setMinimumHeight(look.px(300))
        self.targets.opened.connect(self.edit_target)
        acts = FlowLayout(gap=look.px(8))
        for act in (self.make, self.prove, self.folder, self.restore):
            acts.addWidget(act)
        self.law = label("", wrap=True)
        self.look_at_rules = button(
            "Look at a rule file…", self.ask_rules, tip="What it would change, before it does"
        )
        self.confirm_rules = button("Adopt as second person…", self.ask_confirm)
        self.decline_rules = button("Put it aside…", self.ask_decline, kind="quiet")
        law = FlowLayout(gap=look.px(8))
        for act in (self.look_at_rules, self.confirm_rules, self.decline_rules):
            law.addWidget(act)
        papers = FlowLayout(gap=look.px(8))
        for act in (self.council, self.pack, self.outgoing, self.recovery):
            papers.addWidget(act)
        self.signing = SigningCard(shell)
        left = column(
            card(
                column(
                    label("Store", "lead"), self.store,
                    holder(papers),
                )
            ),
            card(
                column(
                    label("Backups", "lead"), self.age, self.backups,
                    holder(acts),
                )
            ),
            card(column(label("Audit trail", "lead"), self.audit, row(self.check, None))),
            self.signing,
            None,
            gap="room",
        )  # fmt: skip
        note = label(
            "None of these is law. A statutory period cannot be changed; Enter changes a target.",
            "muted",
            wrap=True,
        )
        right = column(
            card(column(label("Look", "lead"), row(self.theme, self.text_size, None, gap="room"))),
            card(column(label("Local targets", "lead"), note, self.targets)),
            card(column(label("Law", "lead"), self.law, holder(law))),
            None,
            gap="room",
        )
        both = line(look, holder(left), holder(right))
        inside = QWidget()
        inside.setLayout(both)
        both.setContentsMargins(2, 2, 10, 16)
        box = column(label("This desk", "title"), scrolling(inside), gap="snug", margin="wide")
        box.setStretch(1, 1)
        self.setLayout(box)

    # Page

    def refresh(self) -> None:
        self.shell.tasks.run_read(
            self,
            partial(upkeep.standing, self.shell.ctx, self.shell.settings),
            self._show_standing,
            latest="upkeep",
        )
        self.shell.tasks.run_read(
            self, partial(rule_change.pending, self.shell.ctx), self._show_law, latest="law"
        )
        self.signing.refresh()
        self.targets_model.replace(upkeep.targets(self.shell.ctx))
        self.make.setEnabled(self.shell.may(Act.BACK_UP))
        for control in (self.council, self.pack):
            control.setEnabled(self.shell.may(Act.MANAGE_DESK))

    def concerns(self, changes: Changes) -> bool:
        return bool(changes.lists & {Listing.BACKUPS, Listing.SETTINGS})

    def first_focus(self) -> None:
        self.make.setFocus()

    def _show_standing(self, held: StoreStanding) -> None:
        size = f", {held.size / _MB:,.1f} MB" if held.size else ""
        kinds = {
            "none": "not encrypted",
            "passphrase": "encrypted, opened with a passphrase",
            "keyring": "encrypted, opened with this machine's keyring",
        }
        self.store.setText(
            f"{held.council}\n{held.where}{size}, {kinds[held.protection]}.\n"
            f"Rules edition {held.edition}."
        )
        self._standing = held
        self.recovery.setVisible(held.protection != Protection.NONE.value)
        self.recovery.setEnabled(self.shell.may(Act.MANAGE_DESK))
        self._backup_folder = held.folder
        self.model.replace(held.backups)
        self.backups.select_first()
        is_file = held.folder is not None
        for control in (self.make, self.prove, self.restore):
            control.setEnabled(is_file and self.shell.may(Act.BACK_UP))
        self.folder.setEnabled(is_file and self.shell.may(Act.MANAGE_DESK))
        self.prove.setEnabled(bool(held.backups) and self.shell.may(Act.BACK_UP))
        self.restore.setEnabled(bool(held.backups) and self.shell.may(Act.MANAGE_DESK))
        if not is_file:
            self.age.setText(words.by_code("BACKUP_NEEDS_FILE"))
        elif held.backups:
            self.age.setText(f"Newest checked backup: {text.moment(held.backups[0].made_at)}.")
        else:
            self.age.setText("There is no backup yet.")

    # Law

    def _show_law(self, waiting: Pending | None) -> None:
        may = self.shell.may(Act.MANAGE_DESK)
        edition = self.shell.ctx.book.edition
        said = f"Rules edition {edition}. A change of law is looked at before it changes anything."
        if waiting is not None:
            said += (
                f"\n{waiting.name}, put forward by {waiting.proposed_by} ({waiting.why}), waits for"
                " a second person."
            )
        self.law.setText(said)
        self.confirm_rules.setVisible(waiting is not None)
        self.decline_rules.setVisible(waiting is not None)
        own = waiting is not None and waiting.proposed_by_id == self.shell.actor.id
        self.confirm_rules.setEnabled(may and not own)
        self.decline_rules.setEnabled(may)

    def ask_rules(self) -> None:
        """Choose a rule file to look at."""
        files.ask_open(self, "Rule file", "Rule file (*.toml)", self.look_at)

    def look_at(self, path: Path) -> None:
        """Show what a rule file would change; nothing changes by looking."""
        ctx = self.shell.ctx

        def read(report: Report, stop: Stop) -> Change:
            content = rule_change.read(path)
            return rule_change.preview(ctx, content, path.name, progress=report, stop=stop)

        self.running = Running(
            self.shell, self, "Looking at every open and live case", read, self._show_change
        )
        self.running.open()

    def _show_change(self, change: Change) -> None:
        self.dialog = RulesDialog(self.shell, self, change)
        self.dialog.open()

    def ask_confirm(self) -> None:
        """Adopt the waiting rule file, as the second person."""
        self.dialog = FormDialog(
            self.shell, self, title="Adopt the rule file",
            lead="It is read whenever dolsdesk is opened from now on. Cases of earlier days keep"
            " their dates; work the others out anew afterwards.",
            fields=[], accept="Adopt", act=lambda _given: rule_change.confirm(self.shell.ctx),
            said="Adopted. It is in force when dolsdesk is next opened.",
        )  # fmt: skip
        self.dialog.open()

    def ask_decline(self) -> None:
        """Put the waiting rule file aside."""
        self.dialog = FormDialog(
            self.shell, self, title="Put the rule file aside", lead="Nothing has changed by it.",
            fields=[ProseField("why", "Why", self.shell.look, lines=2)], accept="Put aside",
            act=lambda given: rule_change.decline(self.shell.ctx, why=given["why"]),
            said="Put aside.",
        )  # fmt: skip
        self.dialog.open()

    # Backups

    def back_up(self) -> None:
        """Make a backup now."""
        ctx = self.shell.ctx
        self.make.setEnabled(False)
        self.shell.tasks.run_long(
            self, partial(backup.run, ctx, self._folder()), self._backed_up, on_fault=self._failed
        )

    def _backed_up(self, made: Made) -> None:
        self.make.setEnabled(True)
        self.shell.say(f"Backed up and checked: {made.backup.name}.")

    def _failed(self, fault: Exception) -> None:
        self.make.setEnabled(True)
        self.shell.fault.emit(fault)

    def _folder(self) -> Path | None:
        held = self.shell.settings.backup_folder
        return Path(held) if held else None

    def _chosen(self) -> Path | None:
        found, folder = self.backups.current_row, self._backup_folder
        return folder / found.name if found is not None and folder is not None else None

    def ask_folder(self) -> None:
        """Choose where backups go; a network folder will do."""
        files.ask_folder(self, "Folder for backups", self.use_folder)

    def use_folder(self, folder: Path) -> None:
        """Have backups go to a folder from now on."""
        shell = self.shell
        shell.settings = replace(shell.settings, backup_folder=str(folder))
        self._keep_settings()
        self.shell.say("Backups go to that folder from now on.")
        self.refresh()

    def ask_outgoing(self) -> None:
        """Choose where papers that were made in one run are written."""
        files.ask_folder(self, "Outgoing folder", self.use_outgoing)

    def use_outgoing(self, folder: Path) -> None:
        """Have papers written to a folder from now on."""
        shell = self.shell
        shell.settings = replace(shell.settings, outgoing_folder=str(folder))
        self._keep_settings()
        self.shell.say("Papers made in one run can be written to that folder from now on.")

    def rehearse(self) -> None:
        """Prove that the chosen backup could be restored, without restoring it."""
        path = self._chosen()
        if path is not None:
            self.shell.tasks.run_long(
                self,
                partial(backup.rehearse, self.shell.ctx, path),
                lambda _value: self.shell.say(f"{path.name} opens, and its checks pass."),
            )

    def ask_restore(self) -> None:
        """Restore the chosen backup, after a word about what happens to the present store."""
        path = self._chosen()
        if path is None:
            return
        fields = [LineField("sure", "Type RESTORE to go on")]

        def sure(given: Values) -> Outcome[None]:
            if given["sure"].upper() != "RESTORE":
                raise Refused("TYPE_RESTORE", field="sure")
            return Outcome(None)

        self.dialog = FormDialog(
            self.shell,
            self,
            title="Restore a backup",
            lead=f"{path.name} takes the place of the present store. The present store is put"
            " aside in the folder “replaced” and is never deleted. Everything recorded since the"
            " backup is then missing here.",
            fields=fields,
            accept="Restore",
            act=sure,
        )
        self.dialog.accepted.connect(lambda: self._restore_now(path))
        self.dialog.open()

    def _restore_now(self, path: Path) -> None:
        if self._on_restore is not None:
            self._on_restore(path)

    # Recovery key

    def ask_recovery(self) -> None:
        """Make a new recovery key in the place of the present one."""
        shell = self.shell
        if not shell.may(Act.MANAGE_DESK):
            name = shell.actor.name
            shell.say(words.by_code("NOT_PERMITTED", name=name, act=Act.MANAGE_DESK), Tone.DANGER)
            return
        if shell.settings.protection is Protection.NONE:
            shell.say(words.by_code("STORE_NOT_ENCRYPTED"), Tone.WARNING)
            return
        self.dialog = recovery.asking(shell, self, shell.settings.protection, self._show_recovery)
        self.dialog.open()

    def _show_recovery(self, key: str) -> None:
        """Show the new key, once."""
        held = self._standing
        where = f"{held.council}\nThe store {held.where}" if held else ""
        on = text.long_date(self.shell.ctx.today)
        self.dialog = RecoveryDialog(self.shell, self, key, f"{where}\nMade on {on}")
        self.dialog.open()

    # Audit

    def verify(self) -> None:
        """Check every entry of the audit trail."""
        self.check.setEnabled(False)
        self.audit.setText("Checking every entry…")
        self.shell.tasks.run_long(
            self,
            partial(admin.verify_audit, self.shell.desk),
            self._verified,
            on_fault=self._failed,
        )

    def _verified(self, found: AuditReport) -> None:
        self.check.setEnabled(True)
        if found.is_whole:
            self.audit.setText(
                f"Whole: {found.count:,} entries, each chained to the one before, held against"
                f" {text.number_of(found.anchor_count, 'end')} noted in backups."
            )
        elif found.broken is not None:
            self.audit.setText(
                f"Broken at entry {found.broken.seq:,}:"
                f" {words.fact(f'audit_{found.broken.fault}')}. Tell whoever is responsible for"
                " information governance, and change nothing."
            )
            self.shell.say(self.audit.text(), Tone.DANGER)

    # Look, targets, council

    def _look_chosen(self) -> None:
        theme, percent = Theme(self.theme.value()), int(self.text_size.value())
        shell = self.shell
        shell.settings = replace(shell.settings, theme=theme, text_percent=percent)
        shell.look.apply(theme, percent)
        self._keep_settings()

    def _keep_settings(self) -> None:
        settings, profile = self.shell.settings, self.shell.profile
        self.shell.tasks.run_read(
            self, partial(config.save, profile, settings), lambda _value: None
        )

    def edit_target(self, target: ValueInForce) -> None:
        """Change the council's own value of a target."""
        amount = NumberField("amount", words.fact(target.rule.unit.value), most=10_000)
        amount.set_raw(str(target.amount))

        def set_it(given: Values) -> Outcome[None]:
            value = given["amount"]
            if value is None:
                raise Refused("TARGET_OUT_OF_RANGE", field="amount")
            return upkeep.set_target(self.shell.ctx, RuleId(target.rule.id), value)

        self.dialog = FormDialog(
            self.shell,
            self,
            title=target.rule.title,
            lead="A local target of this council; it takes effect when dolsdesk is next opened.",
            fields=[amount],
            accept="Set",
            act=set_it,
            said="Target set.",
        )
        self.dialog.open()

    def edit_pack(self) -> None:
        """Choose the pack of forms that papers are made with."""
        choice = ChoiceField(
            "pack", "Forms", [(one, words.fact(f"pack_{one}")) for one in templates.CHOICES]
        )
        choice.set_raw(council.pack(self.shell.ctx))
        self.dialog = FormDialog(
            self.shell, self, title="Forms",
            lead="Papers are made with this pack from now on; issued ones stay as they are. What"
            " the West Midlands revision leaves as it was comes from the national set.",
            fields=[choice], accept="Use these forms",
            act=lambda given: upkeep.set_pack(self.shell.ctx, given["pack"]), said="Forms chosen.",
        )  # fmt: skip
        self.dialog.open()

    def edit_council(self) -> None:
        """Change the name and address that stand on paper."""
        self.shell.tasks.run_read(self, self.shell.desk.settings, self._edit_council)

    def _edit_council(self, held: Mapping[str, str]) -> None:
        name = LineField("council_name", "Council")
        address = ProseField("council_address", "Address", self.shell.look, lines=3)
        name.set_raw(held.get("council_name", ""))
        address.set_raw(held.get("council_address", ""))
        self.dialog = FormDialog(
            self.shell,
            self,
            title="Name and address on paper",
            lead="Papers already issued stay as they are.",
            fields=[name, address],
            accept="Save",
            act=lambda given: upkeep.set_council(
                self.shell.ctx,
                name=given["council_name"],
                address=given["council_address"],
            ),
            said="Saved.",
        )
        self.dialog.open()


def _backup_columns() -> list[Column[Backup]]:
    return [
        Column("at", "Made", lambda b: text.moment(b.made_at), 190, is_strong=True),
        Column("size", "Size", lambda b: f"{b.size / _MB:,.1f} MB", 76, is_right=True),
        Column("checked", "Checked", lambda b: "yes" if b.is_checked else "not listed", 80,
               tone=lambda b: "good" if b.is_checked else "warning"),
        Column("name", "File", lambda b: b.name, 130, tip=lambda b: b.name),
    ]  # fmt: skip


def _target_columns() -> list[Column[ValueInForce]]:
    return [
        Column("title", "Target", lambda t: t.rule.title, 250, is_strong=False),
        Column("amount", "Value", lambda t: str(t.amount), 60, is_right=True),
        Column("unit", "Unit", lambda t: words.fact(t.rule.unit.value), 80),
    ]
