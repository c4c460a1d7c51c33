"""The frame: the rail of places, the pages, messages, menus. No features of its own."""

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QLabel,
    QMainWindow,
    QProgressBar,
    QStackedWidget,
    QWidget,
)

from dolsdesk.clock import london_date
from dolsdesk.domain import text
from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.staff import Act
from dolsdesk.services import words
from dolsdesk.services.worklist import Bucket, Query
from dolsdesk.ui import places
from dolsdesk.ui.actions import Actions
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.pages.places import PageFactory
from dolsdesk.ui.rail import Rail
from dolsdesk.ui.shell import CaseTab, Message, Shell, Spot, Tone
from dolsdesk.ui.widgets.basics import Banner, column, label, row, set_role

_BUSY_AFTER_MS = 300
_SAY_MS = 12_000

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dolsdesk.domain.dols.assessor_forms import Sheet
    from dolsdesk.domain.dols.case import Case
    from dolsdesk.services.incoming import Dropped
    from dolsdesk.ui.dialogs.take_in import TakeIn
    from dolsdesk.ui.pages.assessor.page import FormPage
    from dolsdesk.ui.pages.case.page import CasePage
    from dolsdesk.ui.pages.preview import PreviewPage, Sign


class MainWindow(QMainWindow):
    """The window."""

    closing = Signal()

    def __init__(
        self,
        shell: Shell,
        pages: dict[Spot, PageFactory],
    ) -> None:
        super().__init__()
        self.shell = shell
        self._factories = pages
        self._pages: dict[Spot, Page] = {}
        self._cases: dict[int, CasePage] = {}
        self._forms: dict[tuple[int, Sheet], FormPage] = {}
        self._preview_page: PreviewPage | None = None
        self._trail: list[Page] = []
        self._percent = shell.look.percent
        self.rail = Rail(shell.look)
        self.banner = Banner(shell.look)
        self.stack = QStackedWidget()
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setAccessibleName("Last message")
        self.busy = QProgressBar()
        self.backed_up = label("", "small")
        self.taking: TakeIn | None = None
        self.setAcceptDrops(True)
        self._build()
        self._connect()
        self._midnight()

    def _build(self) -> None:
        middle = QWidget()
        inner = column(self.banner, self.stack, gap="hair")
        inner.setStretch(1, 1)
        middle.setLayout(inner)
        whole = QWidget()
        box = row(self.rail, middle, gap="hair")
        box.setSpacing(0)
        box.setStretch(1, 1)
        whole.setLayout(box)
        self.setCentralWidget(whole)
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setFixedWidth(self.shell.look.px(110))
        self.busy.setAccessibleName("Working")
        self.busy.hide()
        self.statusBar().addWidget(self.said, 1)
        self.statusBar().addPermanentWidget(self.busy)
        self.statusBar().addPermanentWidget(self.backed_up)
        self.statusBar().setSizeGripEnabled(False)
        self._show_actor()

    def _connect(self) -> None:
        shell = self.shell
        shell.said.connect(self.show_message)
        shell.spot_wanted.connect(self.go)
        shell.case_wanted.connect(self.open_case)
        shell.cases_wanted.connect(self._show_cases)
        shell.query_wanted.connect(self._show_query)
        shell.person_wanted.connect(self._show_person)
        shell.further_wanted.connect(self._log_further)
        shell.allocation_wanted.connect(self._allocate_many)
        shell.request_wanted.connect(self._log_for)
        shell.preview_wanted.connect(self._preview)
        shell.form_wanted.connect(self.write_form)
        shell.files_wanted.connect(self.take_in)
        shell.back_wanted.connect(self.back)
        shell.actor_changed.connect(self._show_actor)
        shell.actor_changed.connect(self.remake)
        shell.tasks.busy_changed.connect(self._busy_changed)
        shell.look.changed.connect(self._look_changed)
        shell.notifier.changed.connect(self._touched)
        self.rail.chosen.connect(self.go)
        self._busy_wait = QTimer(self)
        self._busy_wait.setSingleShot(True)
        self._busy_wait.setInterval(_BUSY_AFTER_MS)
        self._busy_wait.timeout.connect(self.busy.show)
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(_SAY_MS)
        self._forget.timeout.connect(self.said.clear)

    def install_menus(self, actions: Actions) -> None:
        """Put the actions into the menu bar."""
        actions.fill(self.menuBar(), self.shell.may)

    # Where we are

    @property
    def page(self) -> Page | None:
        """Return the page that is seen."""
        found = self.stack.currentWidget()
        return found if isinstance(found, Page) else None

    @property
    def spot(self) -> Spot | None:
        """Return the place that is seen; a case belongs to none."""
        return self._spot_of(self.page) if self.page is not None else None

    @property
    def case(self) -> "CasePage | None":
        """Return the page of the case that is seen, if one is."""
        return next((case for case in self._cases.values() if case is self.page), None)

    def go(self, spot: Spot) -> None:
        """Go to a place."""
        if not self._may_go(spot):
            self.rail.show_spot(self.spot)
            sentence = words.by_code(
                "NOT_PERMITTED", act=places.of(spot).leave, name=self.shell.actor.name
            )
            self.shell.say(sentence, Tone.WARNING)
            return
        self._show(self.place(spot), spot)

    def _may_go(self, spot: Spot) -> bool:
        return places.may_go(spot, self.shell.may)

    def open_case(self, request_id: int, tab: CaseTab = CaseTab.OVERVIEW) -> None:
        """Open a case; one that is open already comes forward."""
        if request_id not in self._cases:
            from dolsdesk.ui.pages.case.page import CasePage

            self._cases[request_id] = CasePage(self.shell, request_id, tab)
            self.stack.addWidget(self._cases[request_id])
        else:
            self._cases[request_id].show_tab(tab)
        self._show(self._cases[request_id], None)

    def write_form(self, request_id: int, sheet: "Sheet") -> None:
        """Open an assessor's form; one that is open already comes forward."""
        key = (request_id, sheet)
        if key not in self._forms:
            from dolsdesk.ui.pages.assessor.page import FormPage

            self._forms[key] = FormPage(self.shell, request_id, sheet)
            self.stack.addWidget(self._forms[key])
        self._show(self._forms[key], None)

    def _preview(self, _request_id: int, paper: object, sign: "Sign") -> None:
        """Show a paper before it is signed."""
        if self._preview_page is None:
            from dolsdesk.ui.pages.preview import PreviewPage

            self._preview_page = PreviewPage(self.shell)
            self.stack.addWidget(self._preview_page)
        self._preview_page.show_paper(paper, sign)
        self._show(self._preview_page, None)

    def _log_for(self, person_id: int, place: object) -> None:
        """Log a request about somebody who is known, at a place."""
        self.go(Spot.LOG)
        if self.spot is Spot.LOG:
            self.page.begin_for(person_id, place)  # type: ignore[union-attr]

    def _log_further(self, case: "Case") -> None:
        """Log a further request for the person of a case."""
        self.go(Spot.LOG)
        if self.spot is Spot.LOG:
            self.page.begin_further(case)  # type: ignore[union-attr]

    def _allocate_many(self, ids: frozenset[int]) -> None:
        """Propose assessors for some cases of the waiting list."""
        self.go(Spot.ALLOCATION)
        if self.spot is Spot.ALLOCATION:
            self.page.choose(ids)  # type: ignore[union-attr]

    def place(self, spot: Spot) -> Page:
        """Return the page of a place, made if need be."""
        if spot not in self._pages:
            self._pages[spot] = self._factories[spot](self.shell)
            self.stack.addWidget(self._pages[spot])
        return self._pages[spot]

    @property
    def _every_page(self) -> list[Page]:
        """Return the pages that were made and may hold something typed."""
        return [*self._pages.values(), *self._cases.values(), *self._forms.values()]

    def remake(self) -> None:
        """Make the pages afresh, for another person or another text size.

        What was being typed is kept for whoever typed it.
        """
        page, focus = self.page, self.focusWidget()
        if page is None:
            return
        spot, case, name = self.spot, self.case, focus.accessibleName() if focus else ""
        form = next((key for key, made in self._forms.items() if made is page), None)
        gone: list[Page] = self._every_page
        if self._preview_page is not None:
            gone.append(self._preview_page)
        for old in gone:
            old.leaving()
        self._pages, self._cases, self._forms = {}, {}, {}
        self._preview_page, self._trail = None, []
        if form is not None and self.shell.may(Act.RECORD_ASSESSMENT):
            self.write_form(*form)
        elif case is not None:
            self.open_case(case.request_id, case.tab)
        else:
            self.go(spot if spot is not None and self._may_go(spot) else Spot.WORKLIST)
        for old in gone:
            self.stack.removeWidget(old)
            old.deleteLater()
        self._focus_again(name)

    def _focus_again(self, name: str) -> None:
        """Give the keyboard back to the control of that name, if there still is one."""
        if not name or self.page is None:
            return
        for found in self.page.findChildren(QWidget):
            if found.accessibleName() == name and found.focusPolicy() != Qt.FocusPolicy.NoFocus:
                found.setFocus()
                return

    def back(self) -> None:
        """Go back to where the person came from."""
        if len(self._trail) > 1:
            self._trail.pop()
            page = self._trail.pop()
            self._show(page, self._spot_of(page))

    def _show(self, page: Page, spot: Spot | None) -> None:
        now = self.page
        if now is not None and now is not page:
            now.leaving()
        self.banner.hide_message()
        self.stack.setCurrentWidget(page)
        self.rail.show_spot(spot)
        if not self._trail or self._trail[-1] is not page:
            self._trail.append(page)
            del self._trail[:-50]
        # The title of the window carries no name: shared screens and task switchers show it.
        self.setWindowTitle(f"{page.title} – dolsdesk")
        page.first_focus()
        self.shell.turned.emit()

    def _spot_of(self, page: Page) -> Spot | None:
        return next((spot for spot, made in self._pages.items() if made is page), None)

    def _show_person(self, person_id: int) -> None:
        self.go(Spot.PEOPLE)
        self._pages[Spot.PEOPLE].show_person(person_id)  # type: ignore[attr-defined]

    def _show_cases(self, ids: tuple[int, ...], title: str) -> None:
        self.go(Spot.WORKLIST)
        worklist = self._pages[Spot.WORKLIST]
        worklist.ask(Query(bucket=Bucket.ALL, ids=ids), title=title)  # type: ignore[attr-defined]

    def _show_query(self, query: Query, title: str) -> None:
        self.go(Spot.WORKLIST)
        self._pages[Spot.WORKLIST].ask(query, title=title)  # type: ignore[attr-defined]

    # Papers that come in

    def ask_files(self) -> None:
        """Ask which files came in, and take them in."""
        from dolsdesk.ui import dropping, files

        files.ask_open_many(
            self, "Files that came in", "All files (*)", lambda paths: self.take_in(
                dropping.of_paths(paths))
        )  # fmt: skip

    def take_in(self, dropped: "Sequence[Dropped]") -> None:
        """Take files in: into the case that is seen, or wherever they are said to belong."""
        from dolsdesk.ui.dialogs.take_in import TakeIn

        if not self.shell.may(Act.RECORD_EVENT):
            sentence = words.by_code(
                "NOT_PERMITTED", act=Act.RECORD_EVENT, name=self.shell.actor.name
            )
            self.shell.say(sentence, Tone.WARNING)
            return
        if not dropped:
            self.shell.say(words.sentence("INCOMING_NOTHING_DROPPED"), Tone.WARNING)
            return
        view = self.case.view if self.case is not None else None
        self.taking = TakeIn(self.shell, self, dropped, view.case if view is not None else None)
        self.taking.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Override of QMainWindow: files and messages may be dropped anywhere."""
        from dolsdesk.ui import dropping

        if dropping.holds_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Override of QMainWindow: what was dropped is copied, and never moved away."""
        from dolsdesk.ui import dropping

        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take_in(dropping.files_of(event.mimeData()))

    # Messages

    def show_message(self, message: Message) -> None:
        """Say something: in passing at the foot, or at the top until it is closed."""
        if message.tone in {Tone.WARNING, Tone.DANGER}:
            self.banner.show_message(message.text, message.tone)
        else:
            self.said.setText(message.text)
            self._forget.start()
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, message.text))

    def _busy_changed(self, is_busy: bool) -> None:
        if is_busy:
            self._busy_wait.start()
        else:
            self._busy_wait.stop()
            self.busy.hide()

    def _show_actor(self) -> None:
        actor = self.shell.actor
        roles = ", ".join(sorted(words.fact(role.value) for role in actor.roles))
        self.rail.show_actor(actor.name, roles)
        self.rail.allow(self.shell.may)

    def show_backup(self) -> None:
        """Show how old the newest checked backup is (BK1)."""
        from dolsdesk.services import backup

        ctx, chosen = self.shell.ctx, self.shell.settings.backup_folder
        if ctx.store.is_file:
            self.shell.tasks.run_read(
                self, partial(backup.last_made, ctx, chosen), self._show_backup, latest="backup-age"
            )

    def _show_backup(self, made_at: datetime | None) -> None:
        if made_at is None:
            self.backed_up.setText("No backup yet")
        else:
            self.backed_up.setText(f"Backed up {text.near_moment(made_at)}")
        is_old = made_at is None or london_date(made_at) < self.shell.ctx.today
        set_role(self.backed_up, "warning" if is_old else "small")

    def _touched(self, changes: Changes) -> None:
        if Listing.BACKUPS in changes.lists:
            self.show_backup()

    # Days and sizes

    def _midnight(self) -> None:
        """Look every minute whether the day has changed: machines sleep and clocks jump."""
        self._day = self.shell.ctx.today
        self._day_timer = QTimer(self)
        self._day_timer.setInterval(int(timedelta(minutes=1).total_seconds() * 1000))
        self._day_timer.timeout.connect(self._look_at_day)
        self._day_timer.start()

    def _look_at_day(self) -> None:
        if self.shell.ctx.today != self._day:
            self._day = self.shell.ctx.today
            for page in self._every_page:
                page.new_day()
            self.show_backup()

    def resizeEvent(self, event: object) -> None:
        """Override of QMainWindow: a narrow window keeps only the rail's icons."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit_rail()

    def _look_changed(self) -> None:
        self._fit_rail()
        if self.shell.look.percent != self._percent:
            self._percent = self.shell.look.percent
            QTimer.singleShot(0, self, self.remake)

    def _fit_rail(self) -> None:
        self.rail.draw(is_narrow=self.width() < self.shell.look.px(1100))

    def geometry_text(self) -> str:
        """Return the window's place and size, for next time."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def restore_geometry(self, text: str) -> None:
        """Put the window where it was."""
        if text:
            self.restoreGeometry(QByteArray.fromBase64(text.encode("ascii")))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Override of QMainWindow: what was typed is kept, then every write is finished."""
        for page in self._every_page:
            page.leaving()
        self.closing.emit()
        super().closeEvent(event)
