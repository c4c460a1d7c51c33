"""The table of actions of the main window: their names, keys and what they do."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QApplication

from dolsdesk.domain.staff import Act
from dolsdesk.services.worklist import Bucket
from dolsdesk.ui.actions import ActionSpec
from dolsdesk.ui.case_actions import CaseActions
from dolsdesk.ui.main_window import MainWindow
from dolsdesk.ui.pages.case.assessments import Assessments
from dolsdesk.ui.pages.case.decision import Decision
from dolsdesk.ui.pages.case.page import CasePage
from dolsdesk.ui.pages.case.papers import Papers
from dolsdesk.ui.pages.desk.page import DeskPage
from dolsdesk.ui.pages.log.page import LogPage
from dolsdesk.ui.pages.register.page import RegisterPage
from dolsdesk.ui.pages.reports.page import ReportsPage
from dolsdesk.ui.pages.worklist.page import WorklistPage
from dolsdesk.ui.shell import LEAVE, Spot

_SPOTS = (
    (Spot.WORKLIST, "Worklist", "What is due, overdue, without authority, waiting", "list-todo"),
    (Spot.LOG, "Log a request", "Take in a Form 1 or Form 2", "file-plus"),
    (Spot.DECISIONS, "Decisions", "What waits for a signatory", "stamp"),
    (Spot.REPORTS, "Reports", "Timescales and backlog", "chart-column"),
    (Spot.REGISTER, "Register", "Homes, hospitals, assessors, people of the desk", "building-2"),
    (Spot.DESK, "This desk", "Store, backups, audit trail, look, local targets", "settings"),
)
_LISTS = (
    (Bucket.DUE_TODAY, "Show what is due today"),
    (Bucket.OVERDUE, "Show what is overdue"),
    (Bucket.NO_AUTHORITY, "Show who is without authority"),
    (Bucket.WAITING, "Show who is waiting"),
    (Bucket.EXPIRING, "Show what is expiring"),
    (Bucket.COPIES, "Show copies to send"),
)


def specs(
    window: MainWindow,
    *,
    command_box: Callable[[], None],
    shortcuts: Callable[[], None],
    who: Callable[[], None],
) -> list[ActionSpec]:
    """Return every action of the window."""
    return [
        *_desk_actions(window, who),
        *_go_actions(window, command_box),
        *CaseActions(window).specs(),
        *_view_actions(window),
        ActionSpec("keys", "Keys", "Help", "Every key and what it does.", shortcuts, "F1",
                   "keyboard"),
    ]  # fmt: skip


def _desk_actions(window: MainWindow, who: Callable[[], None]) -> list[ActionSpec]:
    def on_desk(run: Callable[[DeskPage], None]) -> Callable[[], None]:
        def act() -> None:
            window.go(Spot.DESK)
            page = window.page
            if isinstance(page, DeskPage):
                run(page)

        return act

    def on_register(run: Callable[[RegisterPage], None]) -> Callable[[], None]:
        def act() -> None:
            window.go(Spot.REGISTER)
            page = window.page
            if isinstance(page, RegisterPage):
                run(page)

        return act

    return [
        ActionSpec("who", "Change who is at this desk", "Desk",
                   "Somebody else sits down; what they do is recorded under their name.", who,
                   "Ctrl+Shift+U", "user-round"),
        ActionSpec("back_up", "Back up now", "Desk", "Make and check a backup of the store.",
                   on_desk(DeskPage.back_up), "", "database-backup", Act.BACK_UP),
        ActionSpec("restore", "Restore a backup", "Desk",
                   "Put a backup in the place of the present store, which is put aside.",
                   on_desk(DeskPage.ask_restore), "", "archive-restore", Act.MANAGE_DESK),
        ActionSpec("verify", "Check the audit trail", "Desk",
                   "Check that no entry was changed, left out or cut off.",
                   on_desk(DeskPage.verify), "", "shield-check"),
        ActionSpec("import_cqc", "Import the CQC directory", "Desk",
                   "Bring the register of homes and hospitals up to date from a file.",
                   on_register(RegisterPage.import_directory), "", "download", Act.IMPORT),
        ActionSpec("add_assessor", "Add an assessor", "Desk",
                   "Put an assessor into the register.",
                   on_register(lambda page: page.edit_assessor(None)), "", "users",
                   Act.EDIT_REGISTER),
        ActionSpec("add_place", "Add a home or hospital", "Desk",
                   "Put a place into the register.",
                   on_register(lambda page: page.edit_place(None)), "", "building-2",
                   Act.EDIT_REGISTER),
        ActionSpec("add_member", "Add somebody to the desk", "Desk",
                   "Let somebody use dolsdesk, with the roles they have.",
                   on_register(lambda page: page.edit_member(None)), "", "user-round"),
        ActionSpec("leave", "Leave dolsdesk", "Desk", "What is being typed is kept.",
                   QApplication.closeAllWindows, "Ctrl+Q", "log-out"),
    ]  # fmt: skip


def _go_actions(window: MainWindow, command_box: Callable[[], None]) -> list[ActionSpec]:
    found = [
        ActionSpec("command", "Command box", "Go", "Every action by its name, every case by its"
                   " words.", command_box, "Ctrl+K", "command"),
        ActionSpec("back", "Back", "Go", "Back to where you came from.", window.back, "Alt+Left",
                   "arrow-left"),
    ]  # fmt: skip
    found += [
        ActionSpec(
            f"go_{spot.value}", name, "Go", f"{said}.", partial(window.go, spot),
            f"Ctrl+{number}", icon, LEAVE.get(spot),
        )
        for number, (spot, name, said, icon) in enumerate(_SPOTS, start=1)
    ]  # fmt: skip

    def log() -> None:
        window.go(Spot.LOG)

    found.append(
        ActionSpec("new", "New request", "Go", "Log a request that arrived.", log, "Ctrl+N",
                   "plus", Act.LOG_REQUEST)
    )  # fmt: skip

    def search() -> None:
        window.go(Spot.WORKLIST)
        page = window.page
        if isinstance(page, WorklistPage):
            page.focus_search()

    found.append(
        ActionSpec("search", "Search", "Go", "Find a case by person, reference or home.",
                   search, "Ctrl+F", "search")
    )  # fmt: skip
    for bucket, name in _LISTS:
        found.append(
            ActionSpec(f"list_{bucket.value}", name, "Go", "One of the ready-made lists.",
                       partial(_show_bucket, window, bucket))
        )  # fmt: skip
    return found


def _show_bucket(window: MainWindow, bucket: Bucket) -> None:
    window.go(Spot.WORKLIST)
    page = window.page
    if isinstance(page, WorklistPage):
        page.show_bucket(bucket)


def _view_actions(window: MainWindow) -> list[ActionSpec]:
    def save() -> None:
        page = window.page
        if isinstance(page, LogPage):
            page.save()
        elif isinstance(page, CasePage) and isinstance(page.part, Assessments):
            page.part.record()
        elif isinstance(page, ReportsPage):
            page.save_pdf()

    def print_it() -> None:
        page = window.page
        if isinstance(page, ReportsPage):
            page.save_pdf()
        elif isinstance(page, CasePage) and isinstance(page.part, Papers):
            page.part.print_paper()
        elif isinstance(page, CasePage) and isinstance(page.part, Decision):
            page.part.see()

    def refresh() -> None:
        if window.page is not None:
            window.page.refresh()

    def save_view(is_shared: bool) -> None:
        window.go(Spot.WORKLIST)
        if isinstance(window.page, WorklistPage):
            window.page.save_view(is_shared)

    return [
        ActionSpec("save", "Save", "View", "Save what stands on the page.", save, "Ctrl+S",
                   "save"),
        ActionSpec("print", "Print or preview", "View", "The paper of this page.", print_it,
                   "Ctrl+P", "printer"),
        ActionSpec("refresh", "Refresh", "View", "Ask the store again.", refresh, "F5",
                   "refresh-cw"),
        ActionSpec("save_view", "Save this view of the worklist", "View",
                   "Filters, columns and order under a name.", partial(save_view, False), "",
                   "bookmark"),
        ActionSpec("share_view", "Save this view for everybody", "View",
                   "Filters, columns and order under a name all can use.",
                   partial(save_view, True), "", "bookmark"),
    ]  # fmt: skip
