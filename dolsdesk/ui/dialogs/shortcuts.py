"""The sheet of shortcuts (F1), made from the table of actions."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from dolsdesk.ui.actions import MENUS, Actions, keys_text
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import button, column, fit, label, row

#: Keys that are no actions: how the parts are walked.
_WALKING = (
    ("Tab, Shift+Tab", "Next and previous field"),
    ("Enter", "In a list: open the row. In a finding field: take the first match"),
    ("Down", "In a finding field: into the matches"),
    ("Shift+Down, Ctrl+A", "In the worklist and on the waiting list: choose several, or all"),
    ("Ctrl+Down, Ctrl+Space", "There: go on without choosing, and choose or leave out one more"),
    ("Ctrl+Z", "There: undo the last act on several cases"),
    ("F4, Alt+Down", "In a date field: the calendar"),
    ("Ctrl+Tab", "In a case: the next part"),
    ("Escape", "Close what is open, or go back"),
)


class Shortcuts(QDialog):
    """Every key and what it does."""

    def __init__(self, actions: Actions, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        lines = [
            (keys_text(spec), f"{spec.text}. {spec.help}")
            for menu in MENUS
            for spec in actions.specs
            if spec.menu == menu and spec.shortcut
        ]
        lines += list(_WALKING)
        self.table = QTableWidget(len(lines), 2)
        self.table.setAccessibleName("Keys and what they do")
        self.table.setHorizontalHeaderLabels(["Keys", "What they do"])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        for number, (keys, words) in enumerate(lines):
            self.table.setItem(number, 0, QTableWidgetItem(keys))
            self.table.setItem(number, 1, QTableWidgetItem(words))
        self.table.setColumnWidth(0, look.px(150))
        heading = self.table.horizontalHeader()
        heading.setStretchLastSection(True)
        heading.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        hint = label("Every action can also be reached by its name: Ctrl+K.", "muted")
        done = button("Close", self.accept, kind="primary")
        self.setLayout(column(self.table, row(hint, None, done), margin="room"))
        fit(self, look, 720, 560)
