"""What a rule file would change, case by case, old beside new; and the way to put it forward."""

from PySide6.QtWidgets import QWidget

from dolsdesk.domain import text
from dolsdesk.services import rule_change
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.rule_change import Change, Differs
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import label
from dolsdesk.ui.widgets.fields import Field, ProseField, Values

_WIDE, _TALL = 860, 240


class _Differences(Field):
    """The list of what would differ, shown among the fields; nothing is typed into it."""

    def __init__(self, shell: Shell, change: Change) -> None:
        look = shell.look
        model: RowModel[Differs] = RowModel(_columns(), look)
        self.table: RowTable[Differs] = RowTable(model, "What would differ", look)
        model.setParent(self.table)
        model.replace(change.differs)
        self.table.setMinimumHeight(look.px(_TALL))
        super().__init__("differs", "Open and live cases it touches, old beside new", self.table)
        if not change.differs:
            self.table.hide()
            self.box.addWidget(label("No open or live case is touched.", "muted"))
            self.setFocusProxy(None)  # type: ignore[arg-type]

    def value(self) -> None:
        return None

    def raw(self) -> None:
        return None

    def set_raw(self, raw: object) -> None:
        """Nothing is typed here."""


class RulesDialog(FormDialog):
    """What a rule file would change."""

    def __init__(self, shell: Shell, parent: QWidget, change: Change) -> None:
        ctx = shell.ctx
        two = (
            " It changes law, so a second person has to adopt it."
            if change.is_law
            else " It changes local targets only, so one person can adopt it."
        )
        stopped = "" if change.is_complete else " Stopped before every case was looked at."
        lead = (
            f"{change.name} changes {', '.join(change.rules)} from {text.long_date(change.from_on)}"
            f" on. {text.number_of(change.looked_at, 'open or live case')} looked at,"
            f" {len(change.touched)} touched.{stopped} Nothing has changed yet, and cases of"
            f" earlier days keep their dates.{two}"
        )

        def act(given: Values) -> Outcome[bool]:
            return rule_change.propose(ctx, change.text, change.name, why=given["why"])

        super().__init__(
            shell, parent, title="What this rule file would change", lead=lead,
            fields=[_Differences(shell, change), ProseField("why", "Why it is adopted", shell.look,
                                                            lines=2)],
            accept="Put forward" if change.is_law else "Adopt", act=act,
            said="Put before a second person." if change.is_law
            else "Adopted. It is in force when dolsdesk is next opened.",
        )  # fmt: skip
        self.accept_button.setEnabled(change.is_complete)
        self.setMinimumWidth(min(shell.look.px(_WIDE), self.screen().availableSize().width()))


def _columns() -> list[Column[Differs]]:
    return [
        Column("ref", "Reference", lambda d: d.ref, 94),
        Column("what", "What", lambda d: d.name, 180, is_strong=True),
        Column("old", "Now", lambda d: d.old, 120),
        Column("new", "Would be", lambda d: d.new, 120),
        Column("why", "Why", lambda d: d.why, 260, tip=lambda d: d.why),
    ]
