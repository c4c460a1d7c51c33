"""Pictures of every page and dialog, taken from the real window on the demonstration council."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea, QWidget

from dolsdesk.clock import SystemClock
from dolsdesk.config import Protection, Theme
from dolsdesk.domain.bulk import BulkAct
from dolsdesk.domain.dols.assessor_forms import Sheet
from dolsdesk.domain.dols.campaigns import ItemState
from dolsdesk.domain.dols.decision import LateReason
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.life import SaState
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.fee_orders import FeeState
from dolsdesk.domain.staff import Act, Role
from dolsdesk.services import (
    campaign_cases,
    campaigns,
    cases,
    paperwork,
    radar,
    reports,
    reviews,
    worklist,
)
from dolsdesk.services.council import find
from dolsdesk.services.fee_lists import FeeShow
from dolsdesk.services.incoming import Dropped
from dolsdesk.services.radar import ConcernKind
from dolsdesk.services.worklist import Bucket, CaseLine, Query, SortKey
from dolsdesk.ui.application import Application
from dolsdesk.ui.dialogs import recovery
from dolsdesk.ui.dialogs.case_letter import CaseLetterDialog
from dolsdesk.ui.dialogs.first_run import FirstRunDialog
from dolsdesk.ui.dialogs.opening import PassphraseDialog, TroubleDialog, WhoDialog
from dolsdesk.ui.dialogs.papers_due import PapersDue
from dolsdesk.ui.dialogs.recovery import RecoveryDialog
from dolsdesk.ui.main_window import MainWindow
from dolsdesk.ui.notifier import Notifier
from dolsdesk.ui.pages.allocation.page import AllocationPage
from dolsdesk.ui.pages.assessor.page import FormPage
from dolsdesk.ui.pages.case.assessments import Assessments
from dolsdesk.ui.pages.case.decision import Decision
from dolsdesk.ui.pages.case.documents import Documents
from dolsdesk.ui.pages.case.history import History
from dolsdesk.ui.pages.case.offered import offers
from dolsdesk.ui.pages.case.page import CasePage
from dolsdesk.ui.pages.case.papers import Papers
from dolsdesk.ui.pages.day.page import DayPage
from dolsdesk.ui.pages.desk.page import DeskPage
from dolsdesk.ui.pages.incoming.page import UnfiledPage
from dolsdesk.ui.pages.log.page import LogPage
from dolsdesk.ui.pages.people.page import PeoplePage
from dolsdesk.ui.pages.preview import PreviewPage
from dolsdesk.ui.pages.radar.page import RadarPage
from dolsdesk.ui.pages.referrals.page import ReferralsPage
from dolsdesk.ui.pages.register.page import RegisterPage
from dolsdesk.ui.pages.reports.page import ReportsPage
from dolsdesk.ui.pages.rescreening import doings
from dolsdesk.ui.pages.rescreening.page import RescreeningPage
from dolsdesk.ui.pages.waiting.listing import ListTab
from dolsdesk.ui.pages.waiting.page import WaitingPage
from dolsdesk.ui.pages.waiting.sets import SetsTab
from dolsdesk.ui.pages.worklist.page import WorklistPage
from dolsdesk.ui.shell import CaseTab, Shell, Spot
from dolsdesk.ui.tasks import Tasks

_SIZE = (1366, 768)
_PAUSE_MS = 40
_INVENTED_KEY = "ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345"
_LONGEST_MS = 60_000
_INVENTED_LIST = (
    "Full name;Discipline;BIA training;Refresher;Insurance expiry;Shoe size",
    "Nia Ŵyn;Social worker;1/3/2018;1/6/2026;31/12/2027;5",
    "Lou O'Neill;Nurse;1/3/2012;1/6/2025;31/12/2027;6",
    "Piet Aa;Plumber;;;;7",
)


_FORM = """REQUEST FOR STANDARD AUTHORISATION AND URGENT AUTHORISATION (Form 1)
Full name of person being deprived of liberty: Wójcik, Halina
Sex: Female
Date of Birth: 4 February 1939
Name and address of the care home or hospital requesting this authorisation: Rosewood House
Person to contact at the care home or hospital: Lee Longbottom, telephone 01632 960586
Usual address of the person: 14 Dock Lane, Norchester, NX1 4AB
How the care is funded: Local authority
THE DATE FROM WHICH THE STANDARD AUTHORISATION IS REQUIRED: 24/11/2026
Purpose of the standard authorisation: Personal care, medicines, help with meals.
Restrictions in place: Keypad on the front door; escorted outside; checked hourly at night.
Is an IMCA needed: No
Valid and applicable advance decision: Not known
Signed by: Lee Longbottom
Date signed: 23 November 2026
"""


class Camera:
    """Takes pictures of one run of dolsdesk."""

    def __init__(self, application: Application, into: Path) -> None:
        self.application = application
        self.into = into
        self.taken: list[Path] = []

    @property
    def window(self) -> MainWindow:
        """Return the window."""
        assert self.application.window is not None  # noqa: S101  (it was waited for)
        return self.application.window

    @property
    def shell(self) -> Shell:
        """Return the window's shell."""
        assert self.application.shell is not None  # noqa: S101  (it was waited for)
        return self.application.shell

    def settle(self) -> None:
        """Wait until nothing is under way and everything is drawn."""
        _wait(_PAUSE_MS)
        waited = 0
        while self.application.is_busy and waited < _LONGEST_MS:
            _wait(_PAUSE_MS)
            waited += _PAUSE_MS
        _wait(_PAUSE_MS)

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """Take a picture of the window, or of something over it."""
        self.settle()
        path = self.into / f"{len(self.taken) + 1:02}-{name}.png"
        (widget or self.window).grab().save(str(path))
        self.taken.append(path)

    def first(self, query: Query) -> CaseLine:
        """Return the first case that answers a question."""
        return worklist.page(self.shell.ctx, query, limit=1).rows[0]

    @contextmanager
    def sitting(self, act: Act) -> Iterator[None]:
        """Put somebody who may do something at the desk for a while."""
        before = self.shell.actor
        fitting = [m for m in self.shell.desk.staff() if m.may(act) and m.assessor_id is None]
        self.shell.change_actor(fitting[0])
        yield
        self.shell.change_actor(before)


def take_all(profile: Path, into: Path) -> list[Path]:
    """Take a picture of every page and dialog; return their paths in order."""
    with _opened(profile, into) as camera:
        for shot in (
            _first_run, _day, _worklist, _several, _log, _waiting, _letters_due, _allocation, _case,
            _assessors, _assessments, _assessor_form, _decision, _papers_in, _papers, _authority,
            _rights,
            _finding, _history, _decisions, _radar, _rescreening, _people, _referrals, _reports,
            _register, _desk, _boxes, _openings, _themes,
        ):  # fmt: skip
            shot(camera)
        return camera.taken


def glimpse(profile: Path, into: Path) -> list[Path]:
    """Take one picture of the real window, with a Form 5 and the timescale report as PDFs."""
    with _opened(profile, into) as camera:
        camera.window.go(Spot.WORKLIST)
        camera.take("worklist")
        shell = camera.shell
        ctx = shell.ctx
        granted = camera.first(
            Query(bucket=Bucket.COPIES, states=frozenset({RequestState.GRANTED}))
        )
        form = into / "form-5.pdf"
        form.write_bytes(paperwork.copy_of(ctx, "F5", granted.ref).content)
        today = ctx.today
        report = reports.build(ctx, "timescales", today.replace(year=today.year - 1), today, today)
        printed = into / "timescales.pdf"
        printed.write_bytes(reports.as_pdf(ctx, report))
        return [*camera.taken, form, printed]


@contextmanager
def _opened(profile: Path, into: Path) -> Iterator[Camera]:
    into.mkdir(parents=True, exist_ok=True)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication([])
    application = Application(app, profile, SystemClock())
    application.settings = replace(application.settings, theme=Theme.LIGHT, text_percent=100)
    application.look.apply(Theme.LIGHT, 100)
    ready = QEventLoop()
    application.ready.connect(ready.quit)
    QTimer.singleShot(_LONGEST_MS, ready.quit)
    application.start()
    if application.window is None:
        ready.exec()
    camera = Camera(application, into)
    camera.window.resize(*_SIZE)
    try:
        yield camera
    finally:
        application.close()


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


# The pictures, in the order of the story


def _first_run(camera: Camera) -> None:
    look = camera.application.look
    tasks = Tasks(Notifier(), lambda _fault: None)
    dialog = FirstRunDialog(look, tasks, camera.into / "nowhere", SystemClock())
    dialog.show()
    camera.take("first-run-welcome", dialog)
    dialog.advance()
    dialog.council.edit.setText("nor")
    dialog._find_council("nor")  # noqa: SLF001  (as if it had been typed)
    camera.take("first-run-council", dialog)
    dialog._council_picked(find("Norfolk", dialog._councils)[0])  # noqa: SLF001
    dialog.advance()
    dialog.name.set_raw("Morgan Reyes")
    dialog.job_title.set_raw("DoLS administrator")
    camera.take("first-run-you", dialog)
    dialog.advance()
    dialog.folder.set_raw("D:\\dolsdesk")
    dialog.protection.set_raw("passphrase")
    camera.take("first-run-store", dialog)
    dialog.deleteLater()
    tasks.close()


def _worklist(camera: Camera) -> None:
    camera.window.go(Spot.WORKLIST)
    page = camera.window.page
    assert isinstance(page, WorklistPage)  # noqa: S101
    page.ask(Query())
    camera.take("worklist")
    page.ask(Query(bucket=Bucket.OVERDUE, priorities=frozenset({"high"})))
    camera.take("worklist-overdue")
    name = camera.first(Query()).person_name.split(",")[0]
    page.ask(Query(bucket=Bucket.ALL, words=name.lower()))
    camera.take("worklist-search")
    page.ask(Query())


def _several(camera: Camera) -> None:
    """Take each act on several cases, as it asks and as it shows what would change."""
    camera.window.go(Spot.WORKLIST)
    page = camera.window.page
    assert isinstance(page, WorklistPage)  # noqa: S101
    page.ask(Query(bucket=Bucket.WITH_ASSESSORS))
    camera.settle()
    page.view.table.selectAll()
    for act in BulkAct:
        page.several.begin(act)
        camera.settle()
        dialog = page.several.dialog
        assert dialog is not None  # noqa: S101
        name = f"bulk-{act.value.replace('_', '-')}"
        dialog.fields.set_raw({"reason": "Leaves on Friday.", "note": "The home was rung."})
        if act is BulkAct.REALLOCATE:
            dialog.fields["to_id"].combo.setCurrentIndex(1)  # type: ignore[attr-defined]
        camera.take(name, dialog)
        dialog.look_at()
        camera.take(f"{name}-looked-at", dialog)
        dialog.reject()
    camera.take("worklist-several")
    page.ask(Query())


def _log(camera: Camera) -> None:
    camera.window.go(Spot.LOG)
    page = camera.window.page
    assert isinstance(page, LogPage)  # noqa: S101
    view = page.view
    view.received_on.set_raw("last sat")
    view.received_time.set_raw("23:40")
    view.urgent.set_raw("yes")
    view.urgent_on.set_raw("last sat")
    view.urgent_days.set_raw("7")
    name = camera.first(Query(sort=SortKey.PERSON)).person_name.split(",")[0]
    view.person.edit.setText(name)
    page._find_people(name)  # noqa: SLF001  (as if it had been typed)
    camera.settle()
    view.dates.lines[0].open()
    camera.take("log-a-request")
    view.area.ensureWidgetVisible(view.signed_on)
    view.person.matches.hide()
    camera.take("log-a-request-lower")
    page.discard()
    page.take_form(_form_of_someone(camera))
    camera.settle()
    if page.dialog is not None:
        camera.take("dialog-read-form", page.dialog)
        page.dialog.reject()


def _form_of_someone(camera: Camera) -> Path:
    """Write an invented Form 1 as lines of text beside the pictures, and return where it is."""
    path = camera.into / "form-1.txt"
    path.write_text(_FORM, encoding="utf-8")
    return path


def _waiting(camera: Camera) -> None:
    with camera.sitting(Act.MANAGE_DESK):
        camera.window.go(Spot.WAITING)
        page = camera.window.page
        assert isinstance(page, WaitingPage)  # noqa: S101
        for number, name in enumerate(("list", "next", "contact", "expiring", "risk", "sets")):
            page.tabs.setCurrentIndex(number)
            camera.take(f"waiting-{name}")
        sets = page.parts[-1]
        assert isinstance(sets, SetsTab)  # noqa: S101
        sets.edit()
        camera.take("dialog-question-set", sets.dialog)
        if sets.dialog is not None:
            sets.dialog.reject()
        page.tabs.setCurrentIndex(0)
        camera.settle()
        listed = page.parts[0]
        assert isinstance(listed, ListTab)  # noqa: S101
        listed.edit_quotas()
        camera.take("dialog-quotas", listed.dialog)
        if listed.dialog is not None:
            listed.dialog.reject()
        chosen = listed.chosen
    if chosen is not None:
        camera.window.open_case(chosen, CaseTab.WAITING)
        camera.take("case-waiting")
        shown = camera.window.page
        if isinstance(shown, CasePage):
            _offered(camera, shown, CaseTab.WAITING)


def _letters_due(camera: Camera) -> None:
    with camera.sitting(Act.RECORD_EVENT):
        camera.window.go(Spot.WAITING)
        page = camera.window.page
        assert isinstance(page, WaitingPage)  # noqa: S101
        page.letters_due()
        camera.settle()
        due = page.dialog
        assert isinstance(due, PapersDue)  # noqa: S101
        due.why.set_raw(LateReason.QUEUE.value)
        camera.take("dialog-letters-due", due)
        due.which.set_raw("")
        camera.take("dialog-papers-due", due)
        due.reject()


def _case(camera: Camera) -> None:
    line = camera.first(Query(bucket=Bucket.NO_AUTHORITY, sort=SortKey.NO_AUTHORITY))
    camera.window.open_case(line.request_id)
    camera.settle()
    page = camera.window.page
    assert isinstance(page, CasePage)  # noqa: S101
    for shown in page.overview.clocks.lines[:1]:
        shown.open()
    camera.take("case-without-authority")
    _offered(camera, page, CaseTab.OVERVIEW)
    renewal = camera.first(Query(bucket=Bucket.EXPIRING, sort=SortKey.EXPIRES))
    camera.window.open_case(renewal.request_id)
    camera.take("case-expiring")


def _offered(camera: Camera, page: CasePage, tab: CaseTab) -> None:
    """Take every dialog that a part of a case offers."""
    page.show_tab(tab)
    camera.settle()
    part, view = page.part, page.view
    if part is None or view is None:
        return
    for offer in offers(part, view, tab):
        if not offer.name.endswith("…"):
            continue  # it asks nothing
        offer.ask(part)
        camera.settle()  # some look into the store before they ask
        if part.dialog is not None:
            camera.take(f"dialog-{offer.id.replace('_', '-')}", part.dialog)
            part.dialog.reject()


def _allocation(camera: Camera) -> None:
    with camera.sitting(Act.ALLOCATE):
        camera.window.go(Spot.ALLOCATION)
        page = camera.window.page
        assert isinstance(page, AllocationPage)  # noqa: S101
        camera.settle()
        page.propose()
        camera.take("allocation-proposal")
        part = page.proposing
        part.change()
        camera.take("dialog-allocation-change", part.dialog)
        _reject(part.dialog)
        part.all_answered()
        part.accept()
        camera.take("dialog-allocation-accept", part.dialog)
        _reject(part.dialog)
        page.show_returns()
        camera.take("allocation-returns")
        page.returning.another_day()
        camera.take("dialog-return-day", page.returning.dialog)
        _reject(page.returning.dialog)
        page.show_accepted()
        camera.take("allocation-accepted")


def _reject(dialog: QDialog | None) -> None:
    if dialog is not None:
        dialog.reject()


def _assessors(camera: Camera) -> None:
    line = camera.first(Query(bucket=Bucket.WAITING))
    camera.window.open_case(line.request_id, CaseTab.ASSESSORS)
    camera.take("case-assessors")


def _assessments(camera: Camera) -> None:
    query = Query(states=frozenset({RequestState.ASSESSING, RequestState.ALLOCATED}))
    line = camera.first(query)
    camera.window.open_case(line.request_id, CaseTab.ASSESSMENTS)
    camera.settle()
    page = camera.window.page
    assert isinstance(page, CasePage)  # noqa: S101
    part = page.part
    assert isinstance(part, Assessments)  # noqa: S101
    camera.take("case-assessments")
    part.table.select_where(list(AssessmentKind).index(AssessmentKind.BI))
    camera.take("case-best-interests")
    part.area.verticalScrollBar().setValue(700)
    camera.take("case-best-interests-factors")
    returned = camera.first(Query(states=frozenset({RequestState.RETURNED})))
    camera.window.open_case(returned.request_id, CaseTab.ASSESSMENTS)
    camera.take("case-sent-back")


def _assessor_form(camera: Camera) -> None:
    """Take a Form 3 as it is written: what stands against it, an earlier one beside it."""
    line = camera.first(Query(states=frozenset({RequestState.ALLOCATED})))
    camera.window.write_form(line.request_id, Sheet.BEST_INTERESTS)
    camera.settle()
    page = camera.window.page
    assert isinstance(page, FormPage)  # noqa: S101
    camera.take("assessor-form")
    page.show_earlier()
    camera.take("assessor-form-beside")
    page.show_earlier()
    camera.window.write_form(line.request_id, Sheet.MEDICAL)
    camera.take("assessor-form-4")


def _decision(camera: Camera) -> None:
    with camera.sitting(Act.DECIDE):
        ready = frozenset({RequestState.WITH_SIGNATORY})
        line = camera.first(Query(states=ready))
        camera.window.open_case(line.request_id, CaseTab.DECISION)
        camera.settle()
        page = camera.window.page
        assert isinstance(page, CasePage)  # noqa: S101
        part = page.part
        assert isinstance(part, Decision)  # noqa: S101
        camera.take("case-decision")
        part.send_back()
        if part.dialog is not None:
            camera.take("dialog-return", part.dialog)
            part.dialog.reject()
        for tick in part.form.scrutiny.values():
            tick.set_raw(True)
        part.form.reason.set_raw("Read with the home's own records.")
        part.form.late.set_raw("queue")
        part.form.late_note.set_raw("Nobody was free.")
        part.see()
        camera.settle()
        if isinstance(camera.window.page, PreviewPage):
            camera.take("form-5-before-signing")
        camera.window.back()
        refused = camera.first(Query(states=frozenset({RequestState.NEGATIVE})))
        camera.window.open_case(refused.request_id, CaseTab.DECISION)
        camera.take("case-refusal")


def _papers_in(camera: Camera) -> None:
    """Take what came in for a case, what waits to be filed, and what is asked of a file."""
    line = camera.first(Query(sort=SortKey.RECEIVED, descending=True))
    camera.window.open_case(line.request_id, CaseTab.DOCUMENTS)
    camera.settle()
    page = camera.window.page
    assert isinstance(page, CasePage)  # noqa: S101
    part = page.part
    assert isinstance(part, Documents)  # noqa: S101
    for number, name in enumerate(("e-mail", "form")):
        part.panel.table.select_where(number)
        camera.take(f"case-documents-{name}")
    content = "Rung by the ward: he is back on Thursday."
    camera.window.take_in([Dropped("call of the ward.txt", content=content.encode())])
    camera.take("take-in", camera.window.taking)
    _reject(camera.window.taking)
    camera.window.go(Spot.UNFILED)
    camera.take("unfiled-papers")
    unfiled = camera.window.page
    assert isinstance(unfiled, UnfiledPage)  # noqa: S101
    unfiled.file_under()
    camera.take("file-a-paper", unfiled.panel.dialog)
    _reject(unfiled.panel.dialog)


def _papers(camera: Camera) -> None:
    line = camera.first(Query(bucket=Bucket.COPIES, sort=SortKey.DECIDED, descending=True))
    camera.window.open_case(line.request_id, CaseTab.PAPERS)
    camera.take("case-papers")
    camera.settle()
    page = camera.window.page
    assert isinstance(page, CasePage)  # noqa: S101
    _offered(camera, page, CaseTab.PAPERS)
    part = page.part
    assert isinstance(part, Papers)  # noqa: S101
    part.write_for_line()
    dialog = part.dialog
    if isinstance(dialog, CaseLetterDialog):
        dialog.look()
        camera.settle()
        camera.take("letter-before-release", dialog.paper)
        _reject(dialog.paper)
        dialog.reject()


def _authority(camera: Camera) -> None:
    """Take the authority of a suspended case, and every dialog that cases at its stages offer."""
    wanted = [SaState.SUSPENDED, SaState.IN_FORCE, SaState.TERMINATED_REVIEW]
    granted = Query(bucket=Bucket.ALL, states=frozenset({RequestState.GRANTED}))
    for row in worklist.page(camera.shell.ctx, granted, limit=300).rows:
        view = cases.open_case(camera.shell.ctx, row.request_id)
        reviewed = reviews.current(view.case) is not None
        if view.sa_state not in wanted or (view.sa_state is SaState.IN_FORCE and not reviewed):
            continue
        wanted.remove(view.sa_state)
        camera.window.open_case(row.request_id, CaseTab.AUTHORITY)
        camera.take(f"case-authority-{view.sa_state.value.replace('_', '-')}")
        page = camera.window.page
        assert isinstance(page, CasePage)  # noqa: S101
        _offered(camera, page, CaseTab.AUTHORITY)


def _people(camera: Camera) -> None:
    line = camera.first(Query(bucket=Bucket.EXPIRING))
    camera.shell.open_person(cases.open_case(camera.shell.ctx, line.request_id).case.person_id)
    camera.settle()
    page = camera.window.page
    assert isinstance(page, PeoplePage)  # noqa: S101
    camera.take("people")
    page.tabs.setCurrentIndex(1)
    camera.take("people-duplicates")


def _day(camera: Camera) -> None:
    camera.window.go(Spot.DAY)
    page = camera.window.page
    assert isinstance(page, DayPage)  # noqa: S101
    camera.take("my-day")
    before = camera.shell.actor
    for role in (Role.MANAGER, Role.BIA, Role.MH_ASSESSOR, Role.SIGNATORY):
        fitting = [m for m in camera.shell.desk.staff() if m.roles == {role}]
        if fitting:
            camera.shell.change_actor(fitting[0])
            camera.window.go(Spot.DAY)
            camera.take(f"my-day-{role.value.replace('_', '-')}")
    camera.shell.change_actor(before)


def _referrals(camera: Camera) -> None:
    camera.window.go(Spot.REFERRALS)
    camera.settle()
    page = camera.window.page
    assert isinstance(page, ReferralsPage)  # noqa: S101
    camera.take("third-party-referrals")
    page.tabs.setCurrentIndex(1)
    camera.take("enquiries")
    page.tabs.setCurrentIndex(0)
    page.log()
    camera.take("dialog-third-party-referral", page.dialog)
    if page.dialog is not None:
        page.dialog.reject()


def _history(camera: Camera) -> None:
    camera.shell.open_case(
        camera.first(Query(bucket=Bucket.CLOSED, sort=SortKey.DECIDED, descending=True)).request_id,
        CaseTab.HISTORY,
    )
    camera.take("case-history")
    page = camera.window.page
    part = page.part if isinstance(page, CasePage) else None
    if isinstance(part, History):
        part.table.select_where(0)
        part.correct()
        camera.take("dialog-correct-entry", part.dialog)
        _reject(part.dialog)


def _decisions(camera: Camera) -> None:
    camera.window.go(Spot.DECISIONS)
    camera.take("decisions")


def _rights(camera: Camera) -> None:
    """Take the rights of some of those whom the radar names, with every dialog."""
    found = radar.build(camera.shell.ctx).lines
    wanted = (ConcernKind.OBJECTS, ConcernKind.NO_REPRESENTATIVE, ConcernKind.ADVOCATE_SILENT)
    for kind in wanted:
        line = next((one for one in found if one.kind is kind), None)
        if line is None:
            continue
        camera.window.open_case(line.request_id, CaseTab.RIGHTS)
        camera.settle()
        camera.take(f"case-rights-{kind.value.removeprefix('radar_').replace('_', '-')}")
        page = camera.window.page
        assert isinstance(page, CasePage)  # noqa: S101
        _offered(camera, page, CaseTab.RIGHTS)


def _radar(camera: Camera) -> None:
    camera.window.go(Spot.RADAR)
    page = camera.window.page
    assert isinstance(page, RadarPage)  # noqa: S101
    camera.take("radar")
    page.show_kind(ConcernKind.NO_REPRESENTATIVE)
    camera.take("radar-no-representative")
    page.show_kind(None)


def _rescreening(camera: Camera) -> None:
    with camera.sitting(Act.TRIAGE_SCREENING):
        camera.window.go(Spot.RESCREENING)
        camera.settle()
        page = camera.window.page
        assert isinstance(page, RescreeningPage)  # noqa: S101
        _running(page)
        camera.settle()
        returned = next(
            place for place, one in enumerate(page.model.rows)
            if one.state is ItemState.ESCALATED
        )  # fmt: skip
        page.table.select_where(returned)
        camera.take("re-screening")
        for number in range(1, page.tabs.count()):
            page.tabs.setCurrentIndex(number)
            camera.take(f"re-screening-{number}")
        page.tabs.setCurrentIndex(0)
        page.see_letter()
        camera.settle()
        if page.paper is not None:
            camera.take("dialog-letter-seen", page.paper)
            page.paper.accept()
        for name, open_it in page_dialogs(page):
            open_it()
            camera.settle()
            if page.dialog is not None:
                camera.take(f"dialog-{name}", page.dialog)
                page.dialog.reject()


def _running(page: RescreeningPage) -> None:
    """Look at the campaign that runs."""
    for one in page.listed:
        if one.progress.total:
            page.campaign.set_raw(str(one.campaign.id))
            return


def page_dialogs(page: RescreeningPage) -> tuple[tuple[str, Callable[[], None]], ...]:
    """Return the dialogs of re-screening that the chosen case allows, and those of campaigns."""
    found = (*doings.of_campaigns(page), *doings.of_cases(page))
    return tuple(
        (doing.id.replace("_", "-"), doing.run)
        for doing in found
        if doing.name.endswith("…") and doing.may() and doing.id != "letter_see"
    )


def _finding(camera: Camera) -> None:
    ctx = camera.shell.ctx
    decided = next(
        item
        for one in campaigns.listed(ctx)
        for item in campaign_cases.items(ctx, one.campaign.id)
        if item.state is ItemState.DECIDED
    )
    with camera.sitting(Act.VOID_FINDING):
        camera.window.open_case(decided.request_id or 0, CaseTab.FINDINGS)
        camera.take("case-legal-test")
        case = camera.window.page
        assert isinstance(case, CasePage)  # noqa: S101
        _offered(camera, case, CaseTab.FINDINGS)


def _reports(camera: Camera) -> None:
    camera.window.go(Spot.REPORTS)
    camera.settle()
    page = camera.window.page
    assert isinstance(page, ReportsPage)  # noqa: S101
    camera.take("reports")
    bar = page.area.verticalScrollBar()
    bar.setValue(bar.maximum() // 3)
    camera.take("reports-tables")
    bar.setValue(bar.maximum() * 3 // 4)
    camera.take("reports-backlog")
    bar.setValue(0)
    for name in ("rework", "fees"):
        page.kind.set_raw(name)
        page.refresh()
        camera.take(f"report-{name}")


def _register(camera: Camera) -> None:
    camera.window.go(Spot.REGISTER)
    page = camera.window.page
    assert isinstance(page, RegisterPage)  # noqa: S101
    for number, name in enumerate(("places", "assessors", "fees", "staff")):
        page.tabs.setCurrentIndex(number)
        camera.take(f"register-{name}")
    dialogs: tuple[tuple[str, Callable[[], None]], ...] = (
        ("place", partial(page.edit_place, page.places_model.rows[0])),
        ("changes-hands", page.hand_over),
        ("assessor", partial(page.edit_assessor, page.assessors_model.rows[0])),
        ("leave", page.add_leave),
        ("conflict", page.add_interest),
        ("member", partial(page.edit_member, page.staff_model.rows[0])),
    )
    for name, open_it in dialogs:
        open_it()
        camera.settle()
        camera.take(f"dialog-{name}", page.dialog)
        if name == "assessor" and page.dialog is not None:
            for area in page.dialog.findChildren(QScrollArea):
                area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
            camera.take("dialog-assessor-rates", page.dialog)
        if page.dialog is not None:
            page.dialog.reject()
    _import_list(camera, page)
    _fees(camera, page)


def _import_list(camera: Camera, page: RegisterPage) -> None:
    """Take a picture of a list of assessors before it is imported."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "assessors.csv"
        path.write_text("\n".join(_INVENTED_LIST), encoding="utf-8")
        page.import_staff_file(path)
        camera.settle()
        camera.take("dialog-import-assessors", page.dialog)
        if page.dialog is not None:
            page.dialog.reject()


def _fees(camera: Camera, page: RegisterPage) -> None:
    """Take pictures of a month, of what it comes to, and of every form of fees."""
    tab = page.fees
    page.show_fees()
    tab.show_part(FeeShow.RELEASED)
    tab.month.combo.setCurrentIndex(1)
    camera.take("register-fees-released")
    tab.per_assessor.click()
    camera.take("register-fees-by-assessor")
    tab.per_assessor.click()
    tab.show_part(FeeShow.UNSETTLED)
    camera.settle()
    for state, name in (
        (FeeState.ORDERED, "invoice"), (FeeState.ORDERED, "reject"), (FeeState.CLAIMED, "void"),
    ):  # fmt: skip
        places = [n for n, line in enumerate(tab.model.rows) if line.state is state]
        tab.table.select_where(places[0])
        {"invoice": tab.ask_invoice, "reject": tab.ask_reject, "void": tab.ask_void}[name]()
        camera.settle()
        if tab.dialog is not None:
            camera.take(f"dialog-fee-{name}", tab.dialog)
            tab.dialog.reject()
    with camera.sitting(Act.RELEASE_FEES):
        camera.window.go(Spot.REGISTER)
        page = camera.window.page  # type: ignore[assignment]
        page.show_fees()
        camera.settle()
        page.fees.ask_release_all()
        if page.fees.dialog is not None:
            camera.take("dialog-fee-release", page.fees.dialog)
            page.fees.dialog.reject()


def _desk(camera: Camera) -> None:
    camera.window.go(Spot.DESK)
    camera.take("this-desk")
    shell, window = camera.shell, camera.window
    asked = recovery.asking(shell, window, Protection.PASSPHRASE, lambda _key: None)
    asked.open()
    camera.take("dialog-ask-recovery-key", asked)
    asked.reject()
    shown = RecoveryDialog(shell, window, _INVENTED_KEY, "")
    shown.open()
    camera.take("dialog-recovery-key", shown)
    shown.accept()
    page = camera.window.page
    if isinstance(page, DeskPage):
        page.signing.ask_passphrase(Path("council-seal.p12"))
        if page.signing.dialog is not None:
            camera.take("dialog-certificate", page.signing.dialog)
            page.signing.dialog.reject()


def _boxes(camera: Camera) -> None:
    camera.window.go(Spot.WORKLIST)
    for name, open_it in (
        ("command-box", camera.application.show_command_box),
        ("keys", camera.application.show_shortcuts),
    ):
        open_it()
        camera.take(name, camera.application.dialog)
        if camera.application.dialog is not None:
            camera.application.dialog.close()


def _openings(camera: Camera) -> None:
    look = camera.application.look
    dialogs: tuple[tuple[str, QWidget], ...] = (
        ("who", WhoDialog(camera.shell.desk.staff(), look)),
        ("passphrase", PassphraseDialog(look)),
        ("trouble", TroubleDialog(_damaged(), look, may_restore=True)),
    )
    for name, dialog in dialogs:
        dialog.show()
        camera.take(name, dialog)
        dialog.deleteLater()


def _damaged() -> str:
    from dolsdesk.services import words

    return words.by_code("STORE_DAMAGED")


def _themes(camera: Camera) -> None:
    look = camera.application.look
    line = camera.first(Query(bucket=Bucket.NO_AUTHORITY, sort=SortKey.NO_AUTHORITY))
    for theme, percent in ((Theme.DARK, 100), (Theme.CONTRAST, 100), (Theme.LIGHT, 200)):
        look.apply(theme, percent)
        name = f"{theme.value}-{percent}"
        camera.window.go(Spot.WORKLIST)
        camera.window.resize(*_SIZE)
        camera.take(f"worklist-{name}")
        camera.window.open_case(line.request_id, CaseTab.OVERVIEW)
        camera.take(f"case-{name}")
    look.apply(Theme.LIGHT, 100)
