"""The question sets of triage: which version is in use, what each asks, and making a new one."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from dolsdesk.domain import text
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.dols.triage import Factor, QuestionSet
from dolsdesk.domain.staff import Act
from dolsdesk.services import question_sets, words
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.pages.tab import Tab
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, column, label, room, row
from dolsdesk.ui.widgets.fields import ChoiceField, LineField, TickField, Values
from dolsdesk.ui.widgets.rows import Cell, RowsField

_SETS_TALL, _WIDE = 150, 940
_BANDS = [*((band.value, words.fact(band.value)) for band in Priority), ("", "No band")]


class SetsTab(Tab):
    """Versions above, the factors of the chosen one below."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self.dialog: FormDialog | None = None
        self._in_use: QuestionSet | None = None
        self.note = label("", "muted", wrap=True)
        self.model: RowModel[QuestionSet] = RowModel(self._columns(), look, self)
        self.table: RowTable[QuestionSet] = RowTable(self.model, "Question sets", look)
        self.table.setFixedHeight(look.px(_SETS_TALL))
        self.table.chosen.connect(self._show_factors)
        self.table.opened.connect(lambda _set: self.edit())
        self.factors_model: RowModel[Factor] = RowModel(_factor_columns(), look, self)
        self.factors: RowTable[Factor] = RowTable(self.factors_model, "Factors", look)
        self.use_button = button("Use this version", self.use)
        self.edit_button = button("New version…", self.edit, kind="primary")
        said = label(
            "A version that was made is never changed: editing makes a new one, and each triage"
            " keeps the words it was made with. No band moves a date.",
            "muted",
            wrap=True,
        )
        box = column(
            said,
            self.table,
            row(self.edit_button, self.use_button, None),
            self.note,
            self.factors,
        )
        box.setStretch(4, 1)
        self.setLayout(box)

    def refresh(self) -> None:
        ctx = self.shell.ctx
        self.shell.tasks.run_read(
            self,
            lambda: (question_sets.all_sets(ctx), question_sets.in_use(ctx)),
            self._show,
            latest="question-sets",
        )

    def first_focus(self) -> None:
        self.table.setFocus()

    def use(self) -> None:
        """Have triage ask by the chosen version from now on."""
        chosen = self.table.current_row
        if chosen is not None:
            self.shell.tasks.run_change(
                self,
                partial(question_sets.use, self.shell.ctx, chosen.id, chosen.version),
                lambda _value: self.shell.say(f"Triage now asks by {chosen.name}."),
            )

    def edit(self) -> None:
        """Make a new version from the chosen one."""
        chosen = self.table.current_row
        if chosen is None or not self.shell.may(Act.MANAGE_DESK):
            return
        self.dialog = _SetDialog(self.shell, self, chosen)
        self.dialog.open()

    def _show(self, found: tuple[tuple[QuestionSet, ...], QuestionSet]) -> None:
        listed, self._in_use = found
        kept = self.table.current_row
        self.model.set_columns(self._columns())
        self.model.replace(listed)
        wanted = kept if kept in listed else self._in_use
        self.table.select_where(listed.index(wanted) if wanted in listed else 0)
        may = self.shell.may(Act.MANAGE_DESK)
        self.edit_button.setEnabled(may)
        self.use_button.setEnabled(may)
        self._show_factors(self.table.current_row)

    def _show_factors(self, chosen: QuestionSet | None) -> None:
        self.note.setText(chosen.note if chosen else "")
        self.factors_model.replace(chosen.factors if chosen else ())
        self.factors.select_first()

    def _columns(self) -> list[Column[QuestionSet]]:
        def used(one: QuestionSet) -> str:
            held = self._in_use
            same = held is not None and (held.id, held.version) == (one.id, one.version)
            return "in use" if same else ""

        def made(one: QuestionSet) -> str:
            if one.made_on is None:
                return "comes with dolsdesk"
            return f"{text.short_date(one.made_on)}, {one.made_by}"

        return [
            Column("title", "Question set", lambda one: one.title, 240, is_strong=True),
            Column("version", "Version", lambda one: str(one.version), 70, is_right=True),
            Column("used", "Used", used, 80, tone=lambda one: "good" if used(one) else ""),
            Column("asked", "Asks", lambda one: f"{len(one.asked)} factors", 90),
            Column("made", "Made", made, 200),
            Column("note", "What is different", lambda one: one.note, 320),
        ]


class _SetDialog(FormDialog):
    """The factors of a version, to be edited into a new one."""

    def __init__(self, shell: Shell, parent: QWidget, based_on: QuestionSet) -> None:
        look = shell.look
        title = LineField("title", "Title")
        title.set_raw(based_on.title)
        note = LineField("note", "What is different in this version, and why")
        rows = RowsField(
            "factors", "Factors", look,
            (
                Cell("band", lambda: ChoiceField("band", "Band", _BANDS), 2),
                Cell("text", lambda: LineField("text", "What it asks"), 9),
                Cell("is_on", lambda: TickField("is_on", "Asked"), 1),
                Cell("id", _code, 3),
            ),
            add="Add a factor",
        )  # fmt: skip
        for factor in based_on.factors:
            made = rows.add_row(
                {
                    "band": factor.band,
                    "text": factor.text,
                    "is_on": factor.is_on,
                    "id": factor.id,
                }
            )
            for field in made.values():
                if isinstance(field, LineField):
                    field.edit.setCursorPosition(0)  # what stands there is read from its start
        super().__init__(
            shell,
            parent,
            title=f"New version of {based_on.title}",
            lead="What is edited here goes into a new version; use it once it is right. A factor"
            " without a band only asks for the screening question.",
            fields=[title, note, rows],
            accept="Make this version",
            act=lambda given: _save(shell, based_on, given),
            said="New version made. It is not in use before somebody says so.",
        )
        self.setMinimumWidth(min(look.px(_WIDE), room(self).width()))


def _code() -> LineField:
    """Return the field that shows the code of a factor, which stays as it is."""
    field = LineField("id", "Code")
    field.edit.setReadOnly(True)
    field.edit.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    field.edit.setPlaceholderText("new")
    return field


def _save(shell: Shell, based_on: QuestionSet, given: Values) -> Outcome[QuestionSet]:
    known = {factor.id: factor for factor in based_on.factors}
    factors = [
        Factor(
            id=line["id"],
            band=line["band"],
            text=line["text"],
            is_addition=known[line["id"]].is_addition if line["id"] in known else True,
            is_on=line["is_on"],
        )
        for line in given["factors"]
    ]
    return question_sets.save_version(
        shell.ctx, based_on, title=given["title"], note=given["note"], factors=factors
    )


def _factor_columns() -> list[Column[Factor]]:
    return [
        Column("band", "Band", lambda one: words.fact(one.band or "no_band"), 80),
        Column("text", "What it asks", lambda one: one.text, 520, is_strong=True),
        Column("on", "Asked", lambda one: "asked" if one.is_on else "off", 70),
        Column("local", "Kind", lambda one: "local addition" if one.is_addition else "", 120),
        Column("id", "Code", lambda one: one.id, 180),
    ]
