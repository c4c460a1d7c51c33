"""The list itself: bands with their route, then who waits, in order."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton

from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.staff import Act
from dolsdesk.services import waiting_list
from dolsdesk.services.waiting_list import BandStanding, Page, Show, Standing, WaitingLine
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.pages.tab import Tab
from dolsdesk.ui.pages.waiting.columns import band_columns, list_columns
from dolsdesk.ui.shell import CaseTab, Shell
from dolsdesk.ui.tables.row_model import RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, column, label, restyle, row
from dolsdesk.ui.widgets.fields import NumberField
from dolsdesk.ui.widgets.flow import FlowLayout

_BANDS_TALL, _LIST_TALL, _PAUSE_MS = 128, 190, 150
_MOST = 5_000  # chosen at once
_NAMES = {
    Show.ALL: "All", Show.HIGH: "High", Show.MEDIUM: "Medium", Show.LOW: "Low",
    Show.NOT_TRIAGED: "To be triaged", Show.RETRIAGE: "Triage again", Show.CONTACT: "Contact due",
    Show.CONTACT_ERROR: "Contact overdue", Show.BREACHED: "Past their day",
    Show.GAP: "Without authority",
}  # fmt: skip
_GRAVE = frozenset({Show.CONTACT_ERROR, Show.BREACHED, Show.GAP})


class ListTab(Tab):
    """Bands and the list in order."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self.show_what = Show.ALL
        self.standing: Standing | None = None
        self.dialog: FormDialog | None = None
        self._next: int | None = None
        self.warning = label("", "warning", wrap=True)
        self.warning.hide()
        self.bands_model: RowModel[BandStanding] = RowModel(band_columns(), look, self)
        self.bands: RowTable[BandStanding] = RowTable(self.bands_model, "Bands", look)
        self.bands.setFixedHeight(look.px(_BANDS_TALL))
        self.bands.opened.connect(lambda one: self.show_part(Show(one.band.value)))
        self.quotas = button("Weekly quotas…", self.edit_quotas)
        self.tiles: dict[Show, QPushButton] = {}
        group = QButtonGroup(self)
        group.setExclusive(True)
        strip = FlowLayout(gap=look.px(6))
        for show, name in _NAMES.items():
            tile = button(name, partial(self.show_part, show), kind="tile")
            tile.setCheckable(True)
            if show is Show.CONTACT_ERROR:
                tile.setToolTip("Nobody may wait without a day to come for the next contact")
            group.addButton(tile)
            self.tiles[show] = tile
            strip.addWidget(tile)
        self.search = QLineEdit()
        self.search.setAccessibleName("Search person, reference, NHS number or home")
        self.search.setPlaceholderText("Search person, reference, home")
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(2_000)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(self._to_table)
        self.count = label("", "muted", wrap=True)
        self.model: RowModel[WaitingLine] = RowModel(list_columns(shell.ctx, None), look, self)
        self.table: RowTable[WaitingLine] = RowTable(self.model, "Waiting list", look)
        self.table.opened.connect(lambda line: shell.open_case(line.request_id, CaseTab.WAITING))
        self.table.end_reached.connect(self._more)
        self.table.let_choose_several()
        self.table.count_changed.connect(self.count_changed)
        self.table.all_wanted.connect(self._all)
        self.table.setMinimumHeight(look.px(_LIST_TALL))
        self.tools = row(self.search, self.count, self.quotas)
        self.tools.setStretch(0, 1)
        self.tools.setStretch(1, 1)
        box = column(
            self.warning,
            self.bands,
            strip,
            self.tools,
            self.table,
            gap="snug",
        )
        box.setStretch(4, 1)
        self.setLayout(box)

    def refresh(self) -> None:
        run_read, ctx = self.shell.tasks.run_read, self.shell.ctx
        run_read(
            self, partial(waiting_list.standing, ctx), self._show_standing, latest="waiting-bands"
        )
        self._ask()

    def first_focus(self) -> None:
        self.table.setFocus()

    @property
    def chosen(self) -> int | None:
        line = self.table.current_row
        return line.request_id if line is not None else None

    @property
    def chosen_several(self) -> tuple[int, ...]:
        return tuple(line.request_id for line in self.table.chosen_rows)

    def show_part(self, show: Show) -> None:
        """Show a part of the list."""
        self.show_what = show
        self.tiles[show].setChecked(True)
        self._ask()

    def edit_quotas(self) -> None:
        """Set how many of each band are to be allocated a week."""
        held = {one.band: one.quota for one in self.standing.bands} if self.standing else {}
        fields = []
        for band in Priority:
            field = NumberField(f"quota_{band.value}", f"{_NAMES[Show(band.value)]}, a week")
            field.set_raw(held.get(band, ""))
            fields.append(field)
        self.dialog = FormDialog(
            self.shell,
            self,
            title="Weekly quotas",
            lead="How many of each band are to be allocated a week. The first of each goes to"
            " whoever waits longest, so that a low band never means never.",
            fields=fields,
            accept="Set",
            act=lambda given: waiting_list.set_quotas(
                self.shell.ctx, {band: given[f"quota_{band.value}"] for band in Priority}
            ),
            said="Quotas set.",
        )
        self.dialog.open()

    def _to_table(self) -> None:
        self._pause.stop()
        self._ask()
        self.table.setFocus()

    def _ask(self) -> None:
        ctx, typed = self.shell.ctx, self.search.text()
        self.shell.tasks.run_read(
            self,
            partial(waiting_list.page, ctx, self.show_what, words=typed),
            self._show_page,
            latest="waiting-list",
        )

    def _more(self) -> None:
        self._ask_on(self._show_more)

    def _all(self) -> None:
        """Choose everybody of the list, those not yet there too."""
        self._ask_on(self._choose_all, limit=_MOST)

    def _ask_on(self, then: Callable[[Page], None], **more: int) -> None:
        """Ask for what follows on the last line, if anything does."""
        if self._next is None:
            return
        after, self._next = self._next, None
        ctx, typed = self.shell.ctx, self.search.text()
        self.shell.tasks.run_read(
            self,
            partial(waiting_list.page, ctx, self.show_what, words=typed, after=after, **more),
            then,
            latest="waiting-list",
        )

    def _choose_all(self, page: Page) -> None:
        self._show_more(page)
        self.table.choose_where(lambda _line: True)

    def _show_standing(self, found: Standing) -> None:
        self.standing = found
        kept = self.bands.currentIndex().row()
        self.bands_model.replace(found.bands)
        self.bands.select_where(max(kept, 0))
        self.warning.setText(found.warning)
        self.warning.setVisible(bool(found.warning))
        self.quotas.setVisible(self.shell.may(Act.MANAGE_DESK))
        for show, tile in self.tiles.items():
            number = found.shows.get(show, 0)
            tile.setText(f"{_NAMES[show]}  {number:,}")
            tile.setChecked(show is self.show_what)
            tile.setProperty("tone", "danger" if number and show in _GRAVE else "")
            restyle(tile)
        self._keep_place(lambda: self.model.set_columns(list_columns(self.shell.ctx, found)))

    def _show_page(self, page: Page) -> None:
        self._keep_place(lambda: self.model.replace(page.rows))
        self._next = page.next_after
        self._say(page)

    def _show_more(self, page: Page) -> None:
        self.model.append(page.rows)
        self._next = page.next_after
        self._say(page)

    def _keep_place(self, change: Callable[[], None]) -> None:
        """Change what is shown; the case that is chosen stays chosen."""
        kept, several = self.chosen, frozenset(self.chosen_several)
        had_focus = self.table.hasFocus()
        change()
        numbers = [line.request_id for line in self.model.rows]
        if numbers:
            self.table.select_where(numbers.index(kept) if kept in numbers else 0)
        if len(several) > 1 and several & set(numbers):
            self.table.choose_where(lambda line: line.request_id in several)
        if had_focus:
            self.table.setFocus()

    def _say(self, page: Page) -> None:
        shown, total = len(self.model.rows), page.total
        if not total:
            self.count.setText("Nobody here.")
        elif shown < total:
            self.count.setText(f"{shown:,} of {total:,}, in order")
        else:
            alike = ", spelled alike" if page.was_alike else ""
            self.count.setText(f"{total:,} in order: authority gap, due day, receipt{alike}")
