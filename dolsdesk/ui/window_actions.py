"""The table of actions of the main window: their names, keys and what they do."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QApplication

from dolsdesk.domain.staff import Act
from dolsdesk.services import words
from dolsdesk.services.worklist import Bucket
from dolsdesk.ui import places
from dolsdesk.ui.actions import ActionSpec
from dolsdesk.ui.case_actions import CaseActions
from dolsdesk.ui.main_window import MainWindow
from dolsdesk.ui.pages.several import DOINGS, NOBODY_CHOSEN, Several
from dolsdesk.ui.places import PLACES
from dolsdesk.ui.shell import Spot, Tone

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
        *_waiting_actions(window),
        *_several_actions(window),
        *_allocation_actions(window),
        *_view_actions(window),
        ActionSpec("keys", "Keys", "Help", "Every key and what it does.", shortcuts, "F1",
                   "keyboard"),
    ]  # fmt: skip


def _at(window: MainWindow, spot: Spot, run: str, *values: object) -> Callable[[], None]:
    """Return what goes to a place and has its page do something; the page is made only then."""

    def act() -> None:
        window.go(spot)
        if window.spot is spot:
            getattr(window.page, run)(*values)

    return act


def _desk_actions(window: MainWindow, who: Callable[[], None]) -> list[ActionSpec]:
    return [
        ActionSpec("who", "Change who is at this desk", "Desk",
                   "Somebody else sits down; what they do is recorded under their name.", who,
                   "Ctrl+Shift+U", "user-round"),
        ActionSpec("take_in", "Take in files", "Desk",
                   "Files and e-mails that came in: filed in the open case, or later.",
                   window.ask_files, "Ctrl+Shift+I", "upload", Act.RECORD_EVENT),
        ActionSpec("back_up", "Back up now", "Desk", "Make and check a backup of the store.",
                   _at(window, Spot.DESK, "back_up"), "", "database-backup", Act.BACK_UP),
        ActionSpec("restore", "Restore a backup", "Desk",
                   "Put a backup in the place of the present store, which is put aside.",
                   _at(window, Spot.DESK, "ask_restore"), "", "archive-restore", Act.MANAGE_DESK),
        ActionSpec("renew_recovery", "Make a new recovery key", "Desk",
                   "The present recovery key then opens the store no more.",
                   _at(window, Spot.DESK, "ask_recovery"), "", "key-round", Act.MANAGE_DESK),
        ActionSpec("verify", "Check the audit trail", "Desk",
                   "Check that no entry was changed, left out or cut off.",
                   _at(window, Spot.DESK, "verify"), "", "shield-check"),
        ActionSpec("import_cqc", "Import the CQC directory", "Desk",
                   "Bring the register of homes and hospitals up to date from a file.",
                   _at(window, Spot.REGISTER, "import_directory"), "", "download", Act.IMPORT),
        ActionSpec("add_assessor", "Add an assessor", "Desk",
                   "Put an assessor into the register.",
                   _at(window, Spot.REGISTER, "edit_assessor"), "", "users",
                   Act.EDIT_REGISTER),
        ActionSpec("import_staff", "Import a list of assessors", "Desk",
                   "From a spreadsheet saved as CSV; every line is looked at first.",
                   _at(window, Spot.REGISTER, "import_list"), "", "download", Act.IMPORT),
        ActionSpec("fees", "Fees of assessors", "Desk",
                   "Orders, invoices and releases, by month and by assessor.",
                   _at(window, Spot.REGISTER, "show_fees"), "", "file-text", Act.READ_REPORTS),
        ActionSpec("add_referral", "Record a third-party referral", "Desk",
                   "Somebody reports that a person may be deprived of liberty without authority.",
                   _at(window, Spot.REFERRALS, "log"), "", "flag", Act.RECORD_EVENT),
        ActionSpec("add_place", "Add a home or hospital", "Desk",
                   "Put a place into the register.",
                   _at(window, Spot.REGISTER, "edit_place"), "", "building-2",
                   Act.EDIT_REGISTER),
        ActionSpec("add_member", "Add somebody to the desk", "Desk",
                   "Let somebody use dolsdesk, with the roles they have.",
                   _at(window, Spot.REGISTER, "edit_member"), "", "user-round"),
        ActionSpec("new_campaign", "New campaign", "Desk",
                   "Choose who is to be looked at again under the test in force.",
                   _at(window, Spot.RESCREENING, "new_campaign"), "", "scale", Act.RUN_CAMPAIGN),
        ActionSpec("rule_file", "Look at a rule file", "Desk",
                   "What a change of law would touch, before anything changes.",
                   _at(window, Spot.DESK, "ask_rules"), "", "scale"),
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
            f"go_{place.spot.value}", place.name, "Go", f"{place.said}.",
            partial(window.go, place.spot), places.key(place.spot), place.icon, place.leave,
        )
        for place in PLACES
    ]  # fmt: skip
    found += [
        ActionSpec("new", "New request", "Go", "Log a request that arrived.",
                   partial(window.go, Spot.LOG), "Ctrl+N", "plus", Act.LOG_REQUEST),
        ActionSpec("duplicates", "Possible duplicates", "Go",
                   "Entries that may be one person: put together, or told apart.",
                   _at(window, Spot.PEOPLE, "show_pairs"), "", "users", Act.READ_ALL),
        ActionSpec("search", "Search", "Go", "Find a case by person, reference or home.",
                   _at(window, Spot.WORKLIST, "focus_search"), "Ctrl+F", "search"),
    ]  # fmt: skip
    found += [
        ActionSpec(f"list_{bucket.value}", name, "Go", "One of the ready-made lists.",
                   _at(window, Spot.WORKLIST, "show_bucket", bucket))
        for bucket, name in _LISTS
    ]  # fmt: skip
    return found


def _waiting_actions(window: MainWindow) -> list[ActionSpec]:
    def chosen(run: str) -> Callable[[], None]:
        def act() -> None:
            if window.spot is Spot.WAITING:
                getattr(window.page, run)()

        return act

    def why_not() -> str:
        return "" if window.spot is Spot.WAITING else "Choose a case on the waiting list first."

    return [
        ActionSpec("waiting_triage", "Triage what is chosen on the waiting list", "Case",
                   "The questions, the band, the reason and the next contact.",
                   chosen("triage_chosen"), "Ctrl+Shift+T", "list-todo", Act.TRIAGE, why_not),
        ActionSpec("waiting_contact", "Record a contact with what is chosen on the waiting list",
                   "Case", "What was said, and when somebody is in touch next.",
                   chosen("contact_chosen"), "Ctrl+Shift+C", "pen-line", Act.RECORD_EVENT, why_not),
        ActionSpec("waiting_letter", "Send a holding letter to what is chosen on the waiting list",
                   "Case", "It says that nothing is authorised and what goes on being asked.",
                   chosen("letter_chosen"), "Ctrl+Shift+H", "send", Act.RECORD_EVENT, why_not),
        ActionSpec("read_form", "Read a form into a new request", "Case",
                   "Form 1 or 2 as Word, PDF, e-mail or table; nothing is saved by reading it.",
                   _at(window, Spot.LOG, "read_form"), "Ctrl+Shift+R", "file-text",
                   Act.LOG_REQUEST),
        ActionSpec("papers_due", "Papers due today", "Case",
                   "Reminders, holding letters and chasers: looked through, then made in one run.",
                   _at(window, Spot.DAY, "papers_due"), "Ctrl+Shift+D", "send", Act.SEND_COPIES),
        ActionSpec("waiting_letters_due", "Send every holding letter that is due", "Case",
                   "Each can be seen first; each is frozen as it is sent.",
                   _at(window, Spot.WAITING, "letters_due"), "Ctrl+Shift+L", "send",
                   Act.RECORD_EVENT),
    ]  # fmt: skip


def _several_actions(window: MainWindow) -> list[ActionSpec]:
    def here() -> Several | None:
        return getattr(window.page, "several", None)

    def with_them(run: Callable[[Several], None]) -> Callable[[], None]:
        def act() -> None:
            several = here()
            if several is None:
                window.shell.say(NOBODY_CHOSEN, Tone.INFO)
            else:
                run(several)

        return act

    def why_not() -> str:
        several = here()
        return several.why_not if several is not None else NOBODY_CHOSEN

    menu = "Several cases"
    return [
        ActionSpec("several", "What can be done with those chosen", menu,
                   "In the worklist and on the waiting list; Shift, Ctrl and Ctrl+A choose.",
                   with_them(Several.open_menu), "Ctrl+B", "list-todo"),
        *(
            ActionSpec(doing.id, f"{doing.name}: those chosen", menu, doing.help,
                       with_them(doing.run), "", doing.icon, doing.leave, why_not)
            for doing in DOINGS
        ),
        ActionSpec("undo_bulk", "Undo the last act on several cases", menu,
                   "What was built on since stays, and says so. In a list: Ctrl+Z.",
                   _at(window, Spot.WORKLIST, "undo_last"), "", "undo-2", Act.RECORD_EVENT),
        ActionSpec("bulk_never", "Close, decide or end several cases", menu,
                   "Never: each is done for one person at a time.", lambda: None, "", "",
                   why_not=lambda: words.sentence("BULK_NEVER")),
    ]  # fmt: skip


def _allocation_actions(window: MainWindow) -> list[ActionSpec]:
    def allocate_chosen() -> None:
        if window.spot is Spot.WAITING:
            window.page.allocate_chosen()  # type: ignore[union-attr]

    def why_not() -> str:
        return "" if window.spot is Spot.WAITING else "Choose cases on the waiting list first."

    return [
        ActionSpec("allocate_chosen", "Propose assessors for what is chosen on the waiting list",
                   "Case", "One case or several; nothing is written before you accept.",
                   allocate_chosen, "Ctrl+Shift+A", "user-round-check", Act.ALLOCATE, why_not),
        ActionSpec("propose", "Propose assessors for the waiting list", "Go",
                   "By whom each waiting case would best be assessed, and why.",
                   _at(window, Spot.ALLOCATION, "propose"), "", "user-round-check", Act.ALLOCATE),
        ActionSpec("returns_due", "Returns due", "Go",
                   "Reports that are overdue or due back today.",
                   _at(window, Spot.ALLOCATION, "show_returns"), "", "inbox", Act.READ_ALL),
        ActionSpec("chase", "Chase the chosen report", "Case",
                   "Copies the text to send, and records the chase.",
                   _at(window, Spot.ALLOCATION, "chase"), "Ctrl+Shift+E", "send",
                   Act.RECORD_EVENT),
        ActionSpec("undo_allocation", "Undo an allocation of many cases", "Go",
                   "What was accepted in one act, until something comes back.",
                   _at(window, Spot.ALLOCATION, "show_accepted"), "", "undo-2", Act.ALLOCATE),
    ]  # fmt: skip


def _view_actions(window: MainWindow) -> list[ActionSpec]:
    def on_page(run: str) -> Callable[[], None]:
        return lambda: getattr(window.page, run)() if window.page is not None else None

    return [
        ActionSpec("save", "Save", "View", "Save what stands on the page.",
                   on_page("save_page"), "Ctrl+S", "save"),
        ActionSpec("print", "Print or preview", "View", "The paper of this page.",
                   on_page("print_page"), "Ctrl+P", "printer"),
        ActionSpec("refresh", "Refresh", "View", "Ask the store again.",
                   on_page("refresh"), "F5", "refresh-cw"),
        ActionSpec("save_view", "Save this view of the worklist", "View",
                   "Filters, columns and order under a name.",
                   _at(window, Spot.WORKLIST, "save_view", False), "", "bookmark"),
        ActionSpec("share_view", "Save this view for everybody", "View",
                   "Filters, columns and order under a name all can use.",
                   _at(window, Spot.WORKLIST, "save_view", True), "", "bookmark"),
    ]  # fmt: skip
