"""The actions of a case: its parts, and what can be done with it as it stands."""

from functools import partial
from typing import TYPE_CHECKING

from dolsdesk.domain.staff import Act
from dolsdesk.services import words
from dolsdesk.ui.actions import ActionSpec
from dolsdesk.ui.main_window import MainWindow
from dolsdesk.ui.shell import CaseTab

if TYPE_CHECKING:
    from dolsdesk.ui.pages.case.offer import Offer
    from dolsdesk.ui.pages.case.page import CasePage

_TABS = (
    (CaseTab.OVERVIEW, "Overview of the case"),
    (CaseTab.WAITING, "Waiting: triage and contact"),
    (CaseTab.ASSESSORS, "Assessors of the case"),
    (CaseTab.ASSESSMENTS, "Assessments of the case"),
    (CaseTab.DECISION, "Decision of the case"),
    (CaseTab.FINDINGS, "Legal test in the case"),
    (CaseTab.AUTHORITY, "Authority of the case"),
    (CaseTab.RIGHTS, "Rights of the case"),
    (CaseTab.PAPERS, "Papers and copies of the case"),
    (CaseTab.HISTORY, "History of the case"),
)
#: The forms that assessors write, by the names of their sheets.
_FORMS = (
    ("sheet_best_interests", "Form 3, 3A or 3B, in the window: what is found makes it which."),
    ("sheet_medical", "Form 4, in the window: mental health, eligibility, and capacity if asked."),
)
#: The menu of the things that can be done in a part of the case.
_MENUS = {
    CaseTab.FINDINGS: "Legal test",
    CaseTab.AUTHORITY: "Authority",
    CaseTab.RIGHTS: "Rights",
}


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
                           partial(self._show, tab), f"Alt+{number % 10}", why_not=self._no_case)
                for number, (tab, name) in enumerate(_TABS, start=1)
            ),
            ActionSpec(f"tab_{CaseTab.DOCUMENTS.value}", "Documents received in the case", "Case",
                       "What came in: forms, letters, e-mails, photographs.",
                       partial(self._show, CaseTab.DOCUMENTS), "Alt+I", why_not=self._no_case),
            ActionSpec("case_reasons", "Save the legal dates with their reasons", "Case",
                       "Every date with its sum, rule and citation, as a PDF.",
                       self._save_reasons, "", "file-text",
                       why_not=self._no_case),
            ActionSpec("case_person", "Everything about this person", "Case",
                       "One chronology over all requests, referrals and papers.",
                       self._show_person, "Ctrl+Shift+P", "users", why_not=self._no_case),
            *(
                ActionSpec(f"case_write_{sheet}", f"Write {words.fact(sheet).lower()}",
                           "Case", said, partial(self._write, sheet), "", "pen-line",
                           Act.RECORD_ASSESSMENT, partial(self._not_due, sheet))
                for sheet, said in _FORMS
            ),
            ActionSpec("case_further", "Log a further request", "Case",
                       "For the person of this case, with what is known filled in.",
                       self._log_further, "", "file-plus", Act.LOG_REQUEST, self._not_authorised),
        ]  # fmt: skip

    def offers(self) -> list[ActionSpec]:
        """Return an action for everything that can be done with a case as it stands."""
        from dolsdesk.ui.pages.case.offers import OFFERS

        return [
            ActionSpec(
                offer.id,
                offer.title,
                _MENUS.get(offer.tab, "Case"),
                offer.help,
                partial(self._take, offer),
                icon=offer.icon,
                act=offer.act,
                why_not=partial(self._not_offered, offer),
            )
            for offer in OFFERS
        ]

    @property
    def _page(self) -> "CasePage | None":
        return self._window.case

    def _show(self, tab: CaseTab) -> None:
        if self._page is not None:
            self._page.show_tab(tab)

    def _do_next(self) -> None:
        if self._page is not None:
            self._page.header.next_button.click()

    def _write(self, sheet: str) -> None:
        from dolsdesk.domain.dols.assessor_forms import Sheet

        if self._page is not None:
            self._window.shell.write_form(self._page.request_id, Sheet(sheet))

    def _show_person(self) -> None:
        if self._page is not None and self._page.view is not None:
            self._window.shell.open_person(self._page.view.case.person_id)

    def _log_further(self) -> None:
        if self._page is not None and self._page.view is not None:
            self._window.shell.log_further(self._page.view.case)

    def _save_reasons(self) -> None:
        if self._page is not None:
            self._page.show_tab(CaseTab.OVERVIEW)
            self._page.overview.save_reasons()

    def _take(self, offer: "Offer") -> None:
        page = self._page
        if page is not None:
            page.show_tab(offer.tab)
            if page.part is not None:
                offer.ask(page.part)

    # Why an action cannot be done now; an empty text if it can

    def _no_case(self) -> str:
        return "" if self._page is not None else "Open a case first."

    def _not_offered(self, offer: "Offer") -> str:
        page = self._page
        if page is None or page.view is None:
            return self._no_case()
        return "" if offer.is_open(page.view) else "This case, as it stands, does not allow it."

    def _not_due(self, sheet: str) -> str:
        page = self._page
        if page is None or page.view is None:
            return self._no_case()
        from dolsdesk.domain.dols.assessor_forms import Sheet
        from dolsdesk.services import assessor_sheets

        due = assessor_sheets.may_write(page.view.case, Sheet(sheet))
        return "" if due else "Nothing on this form is due in this case."

    def _not_authorised(self) -> str:
        page = self._page
        if page is None or page.view is None:
            return self._no_case()
        given = page.view.case.authorisation
        return "" if given else "No authorisation was given in this case."
