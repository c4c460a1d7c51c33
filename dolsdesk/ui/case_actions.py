"""The actions of a case: its parts, and what can be done with it as it stands."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from dolsdesk.domain.staff import Act
from dolsdesk.ui.actions import ActionSpec
from dolsdesk.ui.main_window import MainWindow
from dolsdesk.ui.shell import CaseTab

if TYPE_CHECKING:
    from dolsdesk.ui.pages.case.page import CasePage

_TABS = (
    (CaseTab.OVERVIEW, "Overview of the case"),
    (CaseTab.ASSESSORS, "Assessors of the case"),
    (CaseTab.ASSESSMENTS, "Assessments of the case"),
    (CaseTab.DECISION, "Decision of the case"),
    (CaseTab.PAPERS, "Papers and copies of the case"),
    (CaseTab.HISTORY, "History of the case"),
)


class CaseActions:
    """Actions on whichever case is open."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def specs(self) -> list[ActionSpec]:
        """Return every action of a case."""
        return [
            ActionSpec("next", "Do the next thing", "Case",
                       "What the law asks for next in this case.", self._do_next, "Ctrl+Return",
                       "chevron-right", why_not=self._no_case),
            *(
                ActionSpec(f"tab_{tab.value}", name, "Case", "A part of the case.",
                           partial(self._show, tab), f"Alt+{number}", why_not=self._no_case)
                for number, (tab, name) in enumerate(_TABS, start=1)
            ),
            ActionSpec("case_reasons", "Save the legal dates with their reasons", "Case",
                       "Every date with its sum, rule and citation, as a PDF.",
                       self._on_overview("save_reasons"), "", "file-text",
                       why_not=self._no_case),
            ActionSpec("case_wait", "Put on the waiting list", "Case",
                       "With a priority, a reason and the day of the next contact.",
                       self._on_overview("wait"), "", "hourglass", Act.TRIAGE,
                       self._not_offered("Waiting list…")),
            ActionSpec("case_extension", "Record an extension request", "Case",
                       "The one request to extend the urgent authorisation.",
                       self._on_overview("ask_extension"), "", "clock", Act.CHECK_REQUEST,
                       self._not_offered("Extension asked for…")),
            ActionSpec("case_decide_extension", "Decide the extension", "Case",
                       "Grant or refuse further days.",
                       self._on_overview("decide_extension"), "", "scale",
                       Act.DECIDE_EXTENSION, self._not_offered("Decide the extension…")),
            ActionSpec("case_close", "Close without a decision", "Case",
                       "Withdrawn, no longer needed, or taken over by another council.",
                       self._on_overview("close_case"), "", "x", Act.CLOSE_REQUEST,
                       self._not_offered("Close without a decision…")),
            ActionSpec("case_ended", "Record that the restrictions ended", "Case",
                       "After a request was closed or refused; the days on record stay there.",
                       self._on_overview("end_arrangements"), "", "calendar-days",
                       Act.CLOSE_REQUEST, self._not_offered("The restrictions have ended…")),
            ActionSpec("case_further", "Log a further request", "Case",
                       "For the person of this case, with what is known filled in.",
                       self._log_further, "", "file-plus", Act.LOG_REQUEST, self._not_authorised),
        ]  # fmt: skip

    @property
    def _page(self) -> "CasePage | None":
        return self._window.case

    def _show(self, tab: CaseTab) -> None:
        if self._page is not None:
            self._page.show_tab(tab)

    def _do_next(self) -> None:
        if self._page is not None:
            self._page.header.next_button.click()

    def _log_further(self) -> None:
        if self._page is not None and self._page.view is not None:
            self._window.shell.log_further(self._page.view.case)

    def _on_overview(self, run: str) -> Callable[[], None]:
        def act() -> None:
            page = self._page
            if page is not None:
                page.show_tab(CaseTab.OVERVIEW)
                getattr(page.overview, run)()

        return act

    # Why an action cannot be done now; an empty text if it can

    def _no_case(self) -> str:
        return "" if self._page is not None else "Open a case first."

    def _not_offered(self, name: str) -> Callable[[], str]:
        def ask() -> str:
            page = self._page
            if page is None or page.view is None:
                return self._no_case()
            found = any(title == name for title, _run in page.overview.offers(page.view))
            return "" if found else "This case, as it stands, does not allow it."

        return ask

    def _not_authorised(self) -> str:
        page = self._page
        if page is None or page.view is None:
            return self._no_case()
        given = page.view.case.authorisation
        return "" if given else "No authorisation was given in this case."
