"""What can be done with the cases that are chosen in a list, and how the last of it is undone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from dolsdesk.domain import text
from dolsdesk.domain.bulk import LEAVE, BulkAct
from dolsdesk.domain.staff import Act
from dolsdesk.services import words
from dolsdesk.ui import files
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.shell import Tone
from dolsdesk.ui.widgets.basics import Banner, button

if TYPE_CHECKING:
    from dolsdesk.services.bulk import Hands, Result
    from dolsdesk.ui.dialogs.bulk import BulkDialog

NOBODY_CHOSEN = "Choose cases in the worklist or on the waiting list first."


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing that can be done with those chosen.

    Attributes:
        id: stable name, also that of its action.
        name: what menus and the command box call it.
        help: one sentence for the sheet of keys.
        leave: the act it needs.
        icon: name of its icon.
        run: does it, or asks what it needs to know.
    """

    id: str
    name: str
    help: str
    leave: Act
    icon: str
    run: "Callable[[Several], None]"


class Several(QObject):
    """The cases chosen in one list: the button, the menu behind it, the message, the undoing."""

    def __init__(self, page: Page, chosen: Callable[[], tuple[int, ...]]) -> None:
        super().__init__(page)
        self.page = page
        self.dialog: BulkDialog | None = None
        self._chosen = chosen
        self.button = button("", self.open_menu, tip="What can be done with those chosen (Ctrl+B)")
        self.banner = Banner(page.shell.look)
        self.count_changed(0)
        undo = QShortcut(QKeySequence("Ctrl+Z"), page)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.undo_last)

    def count_changed(self, count: int) -> None:
        """Say how many are chosen."""
        self.button.setText(f"With {text.number_of(count, 'case')}…" if count else "With cases…")
        self.button.setEnabled(bool(count))

    @property
    def why_not(self) -> str:
        """Return why nothing can be done with those chosen, or nothing if it can."""
        return "" if self._chosen() else NOBODY_CHOSEN

    def open_menu(self) -> None:
        """Offer what can be done with those chosen, and say what is never done with several."""
        if self.why_not:
            self.page.shell.say(self.why_not, Tone.INFO)
            return
        menu = QMenu(self.page)
        for doing in DOINGS:
            action = QAction(doing.name, menu)
            action.setEnabled(self.page.shell.may(doing.leave))
            action.triggered.connect(partial(self._run, doing))
            menu.addAction(action)
        menu.addSeparator()
        never = QAction("Close, decide or end: one at a time", menu)
        never.setEnabled(False)
        never.setToolTip(words.sentence("BULK_NEVER"))
        menu.addAction(never)
        menu.setToolTipsVisible(True)
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def _run(self, doing: Doing, _checked: bool = False) -> None:
        doing.run(self)

    # Acts, each looked at first

    def begin(self, act: BulkAct) -> None:
        """Ask what an act needs to know; what it would do is shown before it is done."""
        from dolsdesk.services import bulk

        ids = self._chosen()
        if not ids:
            self.page.shell.say(NOBODY_CHOSEN, Tone.INFO)
            return
        self.page.shell.tasks.run_read(
            self, partial(bulk.hands, self.page.shell.ctx, ids), partial(self._open, act, ids)
        )

    def _open(self, act: BulkAct, ids: tuple[int, ...], hands: "Hands") -> None:
        from dolsdesk.ui.dialogs.bulk import BulkDialog

        self.dialog = BulkDialog(self.page.shell, self.page, act, ids, hands)
        self.dialog.done_with.connect(self._done)
        self.dialog.undo_wanted.connect(self.undo)
        self.dialog.open()

    def _done(self, result: "Result") -> None:
        from dolsdesk.ui.dialogs.bulk import told

        act = ("Undo (Ctrl+Z)", partial(self.undo, result.batch_id)) if result.done else None
        self.banner.show_message(told(result), _tone(result), act=act)

    # Undoing

    def undo_last(self) -> None:
        """Undo the newest act of whoever sits here today."""
        from dolsdesk.services import bulk

        self.page.shell.tasks.run_read(
            self, partial(bulk.last, self.page.shell.ctx), self._undo_found
        )

    def _undo_found(self, batch_id: int | None) -> None:
        if batch_id is None:
            self.page.shell.say("You have done nothing today with several cases.", Tone.INFO)
        else:
            self.undo(batch_id)

    def undo(self, batch_id: int) -> None:
        """Undo an act, as far as nothing was built on it since."""
        from dolsdesk.services import bulk

        self.banner.show_message("Undoing…", Tone.INFO)
        self.page.shell.tasks.run_long(
            self, partial(bulk.undo, self.page.shell.ctx, batch_id), self._undone,
            on_fault=self._not_undone,
        )  # fmt: skip

    def _undone(self, result: "Result") -> None:
        from dolsdesk.ui.dialogs.bulk import told

        self.banner.show_message(told(result, is_undone=True), _tone(result))

    def _not_undone(self, fault: Exception) -> None:
        self.banner.hide_message()
        self.page.shell.fault.emit(fault)

    # Lists taken out

    def take_out(self, ending: str) -> None:
        """Save those chosen as a workbook, a plain table or paper."""
        from dolsdesk.services import case_list

        ids = self._chosen()
        if not ids:
            self.page.shell.say(NOBODY_CHOSEN, Tone.INFO)
            return
        name = case_list.file_name(self.page.shell.ctx.today, ending)
        files.ask_save(
            self.page, "Save the cases chosen", name, _KINDS[ending],
            partial(self.write, ids, ending),
        )  # fmt: skip

    def write(self, ids: tuple[int, ...], ending: str, path: Path) -> None:
        """Write some cases to a file."""
        from dolsdesk.services import case_list

        self.page.shell.tasks.run_long(
            self,
            partial(case_list.save, self.page.shell.ctx, ids, ending, path),
            lambda _value: self.page.shell.say(f"Saved as {path.name}."),
        )


_KINDS = {"xlsx": "Workbook (*.xlsx)", "csv": "Plain table (*.csv)", "pdf": "PDF (*.pdf)"}


def _begin(act: BulkAct) -> Callable[[Several], None]:
    return lambda several: several.begin(act)


def _take(ending: str) -> Callable[[Several], None]:
    return lambda several: several.take_out(ending)


def _act(act: BulkAct, said: str, icon: str) -> Doing:
    name = f"bulk_{act.value}"
    return Doing(name, words.fact(name), said, LEAVE[act], icon, _begin(act))


#: Everything that can be done with several cases; nothing here closes, decides or ends.
DOINGS = (
    _act(BulkAct.REALLOCATE, "For a leaver or sickness; each case is asked anew who may act.",
         "users"),
    _act(BulkAct.NEXT_CONTACT, "One day for all, or as often as each band is in contact.",
         "calendar-days"),
    _act(BulkAct.LETTER_DUE, "They stand under Contact due until each is sent.", "send"),
    _act(BulkAct.NOTE, "The same words in each case.", "pen-line"),
    Doing("list_xlsx", "Save as a workbook", "Those chosen, with real dates.", Act.EXPORT,
          "download", _take("xlsx")),
    Doing("list_csv", "Save as a plain table", "Those chosen, for other programs.", Act.EXPORT,
          "download", _take("csv")),
    Doing("list_pdf", "Print the list", "Those chosen, as a PDF.", Act.READ_ALL, "printer",
          _take("pdf")),
)  # fmt: skip


def _tone(result: "Result") -> Tone:
    return Tone.WARNING if result.left else Tone.GOOD
