"""A walk past every page and every dialog, each as a person would come to see it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from dolsdesk import resources
from dolsdesk.config import Protection
from dolsdesk.domain.bulk import BulkAct
from dolsdesk.domain.dols.advocates import AdvocateTrigger
from dolsdesk.domain.dols.assessor_forms import AssessorForm, Sheet
from dolsdesk.domain.dols.campaigns import CampaignEvent, Cohort, TriageView
from dolsdesk.domain.dols.decision import Scrutiny
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.screening import Answers
from dolsdesk.domain.fee_orders import Invoice
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import (
    advocates,
    allocation,
    allocation_batch,
    allocation_plan,
    campaign_cases,
    campaign_sending,
    campaigns,
    contacts,
    court,
    enquiries,
    fee_lists,
    fee_orders,
    incoming,
    objections,
    requests,
    reviews,
    words,
)
from dolsdesk.services.council import find
from dolsdesk.services.fee_lists import FeeShow
from dolsdesk.services.form_fields import raw_of
from dolsdesk.services.incoming import Dropped
from dolsdesk.ui.dialogs import recovery
from dolsdesk.ui.dialogs.first_run import FirstRunDialog
from dolsdesk.ui.dialogs.opening import PassphraseDialog, TroubleDialog, WhoDialog
from dolsdesk.ui.pages.case.offered import offers
from dolsdesk.ui.pages.case.page import CasePage
from dolsdesk.ui.pages.preview import PreviewPage
from dolsdesk.ui.pages.referrals import dialogs
from dolsdesk.ui.pages.rescreening import doings
from dolsdesk.ui.shell import CaseTab, Spot, Tone
from tests.services import rights
from tests.services.life import a_review
from tests.services.test_enquiries import an_enquiry
from tests.services.test_referrals import reported
from tests.services.waiting import a_contact, triaged
from tests.support import arriving
from tests.support.desk import TODAY, World, a_person
from tests.support.forms import clean
from tests.support.rule_files import changing

Seen = tuple[str, QWidget]


class Walk:
    """Cases at every stage, and the way past everything that can be seen."""

    def __init__(self, sight) -> None:
        self.sight = sight
        self._offered: set[str] = set()
        world = sight.world
        old = date(2026, 11, 2)
        self.gap = world.a_case(received_on=old, urgent=True, arrangements_from=old)
        self.asked = world.a_case(urgent=True, person=a_person(family_name="Asker"))
        requests.ask_extension(world.admin, self.asked, requested_on=TODAY, reasons="Not finished")
        self.allocated = world.allocated(world.a_case(person=a_person(family_name="Late")))
        self.waiting = world.submitted(
            world.assessed(world.allocated(world.a_case(person=a_person(family_name="Wait"))))
        )
        self.negative = world.assessed_negative(
            world.allocated(world.a_case(person=a_person(family_name="Nay")))
        )
        self.out = world.assessed(
            world.allocated(world.a_case(person=a_person(family_name="Back")))
        )
        world.sent_back(self.out, AssessmentKind.MC, by=world.admin)
        self.queued = world.a_case(received_on=old, person=a_person(family_name="Queue"))
        triaged(world.admin, self.queued)
        contacts.log(world.admin, self.queued, a_contact())
        self.granted = world.whole_way(person=a_person(family_name="Done"))
        reported(world)
        enquiries.log(
            world.admin, an_enquiry(urgent_given_on=TODAY), person=a_person(family_name="Ward"),
            place_id=world.hospital,
        )  # fmt: skip
        world.a_case(person=a_person(family_name="Donee"))
        self.reviewed = world.whole_way(person=a_person(family_name="Again"))
        reviews.ask(world.admin, self.reviewed, a_review())
        reviews.give_notice(world.admin, self.reviewed, on=TODAY)
        reviews.consider(world.admin, self.reviewed)
        self.represented = rights.represented(
            world, world.whole_way(person=a_person(family_name="Beside"))
        )
        objections.record(world.admin, self.represented, rights.an_objection())
        court.begin(world.admin, self.represented, rights.proceedings())
        objections.record(world.admin, self.represented, rights.an_objection())
        advocates.instruct(
            world.admin, self.represented, rights.an_advocacy(AdvocateTrigger.PERSON_ASKS)
        )
        self.unchecked = world.whole_way(person=a_person(family_name="Nobody"))

    def pages(self) -> Iterator[Seen]:
        """Yield every page of the window, each as it looks with something on it."""
        sight = self.sight
        yield "my day", sight.go(Spot.DAY)
        with self.sitting("Lee Deer"):
            page = sight.go(Spot.DAY)
            page.lists.setCurrentRow(0)
            sight.settle()
            yield "how things stand", page
        yield "worklist", sight.go(Spot.WORKLIST)
        page = sight.go(Spot.LOG)
        page.view.received_on.set_raw("last sat")
        page.view.urgent.set_raw("yes")
        page.view.urgent_on.set_raw("last sat")
        page.view.residence.set_raw("queried")
        page._find_people("Wait")
        sight.settle()
        page.view.dates.lines[0].open()
        yield "log", page
        page = sight.go(Spot.WAITING)
        for number in range(page.tabs.count()):
            page.tabs.setCurrentIndex(number)
            sight.settle()
            yield f"waiting list: {page.tabs.tabText(number)}", page
        yield from self._of_allocation()
        yield "decisions", sight.go(Spot.DECISIONS)
        yield "radar", sight.go(Spot.RADAR)
        sight.shell.open_person(sight.world.case(self.granted).person_id)
        sight.settle()
        yield "people", sight.window.page
        sight.window.page.tabs.setCurrentIndex(1)
        sight.settle()
        yield "possible duplicates", sight.window.page
        page = sight.go(Spot.REFERRALS)
        yield "referrals", page
        page.tabs.setCurrentIndex(1)
        yield "enquiries", page
        page.tabs.setCurrentIndex(0)
        page = sight.go(Spot.REPORTS)
        for kind in range(page.kind.combo.count()):
            page.kind.combo.setCurrentIndex(kind)
            page.refresh()
            sight.settle()
            yield f"report {page.kind.value()}", page
        page = sight.go(Spot.REGISTER)
        for number in range(page.tabs.count()):
            page.tabs.setCurrentIndex(number)
            sight.settle()
            yield f"register: {page.tabs.tabText(number)}", page
        yield from self._of_re_screening()
        yield "desk", sight.go(Spot.DESK)
        for tab in CaseTab:
            yield f"case: {tab.value}", self.case(self.gap, tab)
        yield "how a case waits", self.case(self.queued, CaseTab.WAITING)
        yield "assessments of a case", self.best_interests()
        yield "an assessment that was sent back", self.case(self.out, CaseTab.ASSESSMENTS)
        yield from self._of_assessors()
        with self.sitting("Sig Natory"):
            yield "decision to sign", self.case(self.waiting, CaseTab.DECISION)
            yield "decision to refuse", self.case(self.negative, CaseTab.DECISION)
            yield "preview", self.preview()
        yield "rights of a case", self.case(self.represented, CaseTab.RIGHTS)
        yield "papers of a case", self.case(self.granted, CaseTab.PAPERS)
        yield from self._of_papers_in()
        yield "history of a case", self.case(self.granted, CaseTab.HISTORY)
        sight.shell.say("A message that stays until it is closed.", Tone.WARNING)
        yield "the window with a message", sight.window

    def _of_papers_in(self) -> Iterator[Seen]:
        """Yield papers that came in: an e-mail, a form, a picture, and one that is locked."""
        yield "unfiled papers, none", self.sight.go(Spot.UNFILED)
        received(self.sight.world, self.granted)
        received(self.sight.world, None)
        page = self.sight.go(Spot.UNFILED)
        page.refresh()
        for place in (self.case(self.granted, CaseTab.DOCUMENTS), page):
            panel = place.panel if place is page else place.part.panel
            for number in range(panel.model.rowCount()):
                panel.table.select_where(number)
                self.sight.settle()
                yield f"papers that came in: {number}", place
            self.sight.go(Spot.UNFILED)

    def _of_taking_in(self) -> Iterator[Seen]:
        """Yield what is asked of files that came in, and of papers to be put right or moved."""
        window = self.sight.window
        received(self.sight.world, self.granted)
        received(self.sight.world, None)
        page = self.sight.go(Spot.UNFILED)
        page.refresh()
        self.sight.settle()
        for name, found in (
            ("take in", coming()), ("take in nothing", (Dropped("run.exe", content=b"MZ"),)),
        ):  # fmt: skip
            window.take_in(found)
            self.sight.settle()
            yield from self._shown(name, window.taking)
        page.file_under()
        yield from self._shown("file a paper", page.panel.dialog)
        part = self.case(self.granted, CaseTab.DOCUMENTS).part
        for name, open_it in (("put right", part.panel.describe), ("refile", part.refile)):
            open_it()
            yield from self._shown(f"{name} a paper", part.panel.dialog)

    def _of_assessors(self) -> Iterator[Seen]:
        """Yield the assessors' forms: half written, beside an earlier one, at full height."""
        sight = self.sight
        sight.window.write_form(self.allocated, Sheet.MEDICAL)
        sight.settle()
        yield "a doctor's form", sight.window.page
        sight.window.write_form(self.allocated, Sheet.BEST_INTERESTS)
        sight.settle()
        page = sight.window.page
        page.form.set_raw(raw_of(clean(AssessorForm.F3A).found) | {"rpr_name": "Sion"})
        page.look_again()
        yield "a form that is a 3A", page
        page.form.set_raw(raw_of(clean(AssessorForm.F3).found) | {"rpr_adult": "no"})
        page.form.wishes.background.copy_in("She came in March.", "26-000001, 3 March 2026")
        page.look_again()
        yield "a form with a contradiction", page
        page.show_earlier()
        sight.settle()
        yield "a form beside an earlier one", page
        page.show_earlier()
        page._show_field(page.form.wishes.wishes)
        page.toggle_full()
        sight.settle()
        yield "a text at full height", page
        page.toggle_full()

    def _of_allocation(self) -> Iterator[Seen]:
        page = self.sight.go(Spot.ALLOCATION)
        page.proposing.beyond.set_raw("9")
        page.propose()
        self.sight.settle()
        for number in range(page.tabs.count()):
            page.tabs.setCurrentIndex(number)
            self.sight.settle()
            if page.part is page.returning:
                page.returning.all_out.set_raw(True)
                self.sight.settle()
            yield f"allocation: {page.tabs.tabText(number)}", page
        page.tabs.setCurrentIndex(0)

    def _of_re_screening(self) -> Iterator[Seen]:
        page = self.sight.go(Spot.RESCREENING)
        for number in range(page.tabs.count()):
            page.tabs.setCurrentIndex(number)
            self.sight.settle()
            yield f"re-screening: {page.tabs.tabText(number)}", page
        page.tabs.setCurrentIndex(0)

    def dialogs(self) -> Iterator[Seen]:
        """Yield every dialog, open over the window."""
        yield from self._of_campaigns()
        yield from self._of_the_register()
        yield from self._of_the_desk()
        yield from self._of_several()
        yield from self._of_the_waiting_list()
        yield from self._of_allocating()
        yield from self._of_people()
        yield from self._of_referrals()
        yield from self._of_a_case()
        yield from self._of_taking_in()
        yield from self._before_the_window()
        yield from self._of_the_window()

    def case(self, request_id: int, tab: CaseTab) -> CasePage:
        self.sight.window.open_case(request_id, tab)
        self.sight.settle()
        return self.sight.window.page

    def best_interests(self) -> CasePage:
        page = self.case(self.allocated, CaseTab.ASSESSMENTS)
        page.part.table.select_where(list(AssessmentKind).index(AssessmentKind.BI))
        form = page.part.form
        form.consulted.add_row({"name": "Sion"})
        form.conditions.add_row({"text": "A walk"})
        form.finding.evidence.add_row({"what": "No"})
        form.finding.finding.set_raw("not_dol")
        self.sight.settle()
        return page

    def preview(self) -> PreviewPage:
        part = self.case(self.waiting, CaseTab.DECISION).part
        for check in Scrutiny:
            part.form.scrutiny[check].set_raw(True)
        part.form.reason.set_raw("Considered")
        part.form.late.set_raw("queue")
        part.form.late_note.set_raw("Nobody was free.")
        part.see()
        self.sight.settle()
        page = self.sight.window.page
        assert isinstance(page, PreviewPage), part.form.problems.sentences
        return page

    @contextmanager
    def sitting(self, name: str) -> Iterator[None]:
        """Have somebody else at the desk for a while."""
        shell = self.sight.shell
        before = shell.actor
        shell.change_actor(self.sight.world.people[name])
        yield
        shell.change_actor(before)
        self.sight.settle()

    def _shown(self, name: str, dialog: QWidget) -> Iterator[Seen]:
        self.sight.settle()
        assert dialog.isVisible(), name
        yield name, dialog
        self.sight.settle()
        dialog.close()

    def _of_the_register(self) -> Iterator[Seen]:
        page = self.sight.go(Spot.REGISTER)
        for name, open_it in (
            ("place", lambda: page.edit_place(page.places_model.rows[0])),
            ("changes hands", page.hand_over),
            ("assessor", lambda: page.edit_assessor(page.assessors_model.rows[0])),
            ("leave", page.add_leave),
            ("conflict", page.add_interest),
            ("member", lambda: page.edit_member(None)),
            ("import", lambda: page.import_file(resources.path("demo/cqc-directory.csv"))),
            ("import assessors", lambda: page.import_staff_file(a_list(self.sight.shell.profile))),
        ):
            open_it()
            self.sight.settle()
            yield from self._shown(name, page.dialog)
        yield from self._of_fees()

    def _of_fees(self) -> Iterator[Seen]:
        """Yield the forms of fees, from an order to a release that is taken back."""
        world = self.sight.world
        with self.sitting("Lee Deer"):
            tab = self.sight.go(Spot.REGISTER).fees
            self.sight.go(Spot.REGISTER).show_fees()
            [number] = [
                line.order.id for line in fee_lists.of_case(world.admin, self.granted)
                if line.order.assessor_id == world.doctor
            ]  # fmt: skip
            invoice = Invoice("H-1", TODAY, ((number, 18000),))
            for then, forms in (
                (lambda: None, (tab.ask_invoice, tab.ask_reject, tab.ask_cancel)),
                (lambda: fee_orders.claim(world.admin, invoice, because="Agreed"),
                 (tab.ask_void, tab.ask_release, tab.ask_release_all)),
                (lambda: fee_orders.release(world.lead, [number]), (tab.ask_release_back,)),
            ):  # fmt: skip
                then()
                tab.show_part(FeeShow.ORDERED)
                self.sight.settle()
                tab.table.select_where(
                    next(n for n, one in enumerate(tab.model.rows) if one.order.id == number)
                )
                for form in forms:
                    form()
                    self.sight.settle()
                    yield from self._shown(form.__name__, tab.dialog)

    def _of_people(self) -> Iterator[Seen]:
        self.sight.shell.open_person(self.sight.world.case(self.granted).person_id)
        self.sight.settle()
        page = self.sight.window.page
        page.tabs.setCurrentIndex(1)
        self.sight.settle()
        for name, open_it in (
            ("put together", page.merge_pair),
            ("not the same", page.keep_apart),
            ("same as somebody else", page.merge_chosen),
        ):
            open_it()
            yield from self._shown(name, page.dialog)

    def _of_referrals(self) -> Iterator[Seen]:
        page = self.sight.go(Spot.REFERRALS)
        page.log()
        yield from self._shown("a referral", page.dialog)
        page.enquiries.log()
        yield from self._shown("an enquiry", page.enquiries.dialog)
        line = page.chosen
        for make in (dialogs.follow_up, dialogs.keep_as_concern, dialogs.decline, dialogs.find,
                     dialogs.tell):  # fmt: skip
            dialog = make(self.sight.shell, page, line)
            dialog.open()
            yield from self._shown(make.__name__.replace("_", " "), dialog)
        page._appoint_one(allocation.best_interests_assessors(self.sight.shell.ctx))
        yield from self._shown("appoint an assessor", page.dialog)

    def _of_campaigns(self) -> Iterator[Seen]:
        """Yield the dialogs of a campaign, from none to a case that was triaged."""
        world = self.sight.world
        with self.sitting("Lee Deer"):
            page = self.sight.go(Spot.RESCREENING)
            page.new_campaign()
            self.sight.settle()
            yield from self._shown("new campaign", page.dialog)
            number = campaigns.create(
                world.lead, name="Since June", purpose="", cohort=Cohort.K2
            ).value
            page.refresh()
            self.sight.settle()
            page.lock()
            self.sight.settle()
            yield from self._shown("freeze the cohort", page.dialog)
            campaigns.lock(world.lead, number)
            campaigns.approve_letter(world.lead, number)
            campaigns.move(world.lead, number, CampaignEvent.RUN)
            page.refresh()
            self.sight.settle()
            page.see_letter()
            self.sight.settle()
            yield from self._shown("a letter seen", page.paper)
            page._run("Letters to homes", lambda report, _stop: report(3, 9), lambda _done: None)
            self.sight.settle()
            page.running.show()
            yield from self._shown("letters on their way", page.running)
            item = campaign_cases.items(world.lead, number)[0].id
            for then in (
                lambda: None,
                lambda: campaign_sending.send(world.lead, number, [item]),
                lambda: self._answer(item),
                lambda: campaign_cases.triage(world.lead, item, TriageView.UNCLEAR, why="As told"),
            ):
                then()
                page.refresh()
                self.sight.settle()
                page.table.select_where(
                    next(place for place, one in enumerate(page.model.rows) if one.id == item)
                )
                self.sight.settle()
                for doing in doings.of_cases(page):
                    if doing.may() and doing.name.endswith("…") and doing.id not in self._offered:
                        self._offered.add(doing.id)
                        doing.run()
                        yield from self._shown(doing.name, page.dialog)

    def _answer(self, item: int) -> None:
        world = self.sight.world
        for said in ("Ordinary", "Hardly"):
            campaign_cases.record_answers(
                world.lead, item, Answers(q09_ordinary=said), returned_on=world.lead.today,
                reason="As it came",
            )  # fmt: skip
        returns = campaign_cases.detail(world.lead, item).returns
        campaign_cases.choose(world.lead, item, returns[0].id, why="Rang the home")

    def _of_the_desk(self) -> Iterator[Seen]:
        with self.sitting("Lee Deer"):
            page = self.sight.go(Spot.DESK)
            page.back_up()
            self.sight.settle()
            page.refresh()
            self.sight.settle()
            for name, open_it in (
                ("restore", page.ask_restore),
                ("target", lambda: page.edit_target(page.targets_model.rows[0])),
                ("council", page.edit_council),
                ("a rule file", lambda: page.look_at(rule_file(self.sight.shell.profile))),
            ):
                open_it()
                self.sight.settle()
                yield from self._shown(name, page.dialog)
            page.dialog = recovery.asking(
                self.sight.shell, page, Protection.PASSPHRASE, lambda _key: None
            )
            page.dialog.open()
            yield from self._shown("ask for a recovery key", page.dialog)
            page._show_recovery("ABCD-EFGH-IJKL-MNOP")
            page.dialog.shown.written.set_raw(True)
            yield from self._shown("a recovery key", page.dialog)

    def _of_several(self) -> Iterator[Seen]:
        """Yield what each act on several cases asks, and what it would change."""
        page = self.sight.go(Spot.WORKLIST)
        page.view.table.selectAll()
        for act in BulkAct:
            page.several.begin(act)
            self.sight.settle()
            dialog = page.several.dialog
            yield words.fact(f"bulk_{act.value}"), dialog
            given = {"to_id": str(self.sight.world.bia), "reason": "Leaves", "note": "Rung."}
            dialog.fields.set_raw(given)
            if act is BulkAct.REALLOCATE:
                dialog.fields["from_id"].set_raw(str(self.sight.world.doctor))
            dialog.look_at()
            self.sight.settle()
            yield from self._shown(f"what {act.value} would change", dialog)

    def _of_the_waiting_list(self) -> Iterator[Seen]:
        with self.sitting("Lee Deer"):
            page = self.sight.go(Spot.WAITING)
            page.tabs.setCurrentIndex(0)
            self.sight.settle()
            listed, sets = page.parts[0], page.parts[-1]
            for name, open_it, owner in (
                ("triage from the list", page.triage_chosen, page),
                ("contact from the list", page.contact_chosen, page),
                ("letter from the list", page.letter_chosen, page),
                ("letters due", page.letters_due, page),
                ("weekly quotas", listed.edit_quotas, listed),
            ):
                open_it()
                self.sight.settle()
                yield from self._shown(name, owner.dialog)
            page.tabs.setCurrentIndex(page.tabs.count() - 1)
            self.sight.settle()
            sets.edit()
            self.sight.settle()
            yield from self._shown("new version of a question set", sets.dialog)

    def _of_allocating(self) -> Iterator[Seen]:
        allocation_batch.accept(
            self.sight.world.lead,
            allocation_plan.propose(self.sight.world.lead, (AssessmentKind.MH,), beyond=9),
            answered={self.sight.world.doctor}, reason="As agreed",
        )  # fmt: skip
        with self.sitting("Lee Deer"):
            page = self.sight.go(Spot.ALLOCATION)
            page.proposing.beyond.set_raw("9")
            page.propose()
            self.sight.settle()
            propose, back, accepted = page.proposing, page.returning, page.accepted
            back.all_out.set_raw(True)
            for number, name, open_it, owner in (
                (0, "somebody else for a case", propose.change, propose),
                (0, "weights", propose.edit_weights, propose),
                (0, "accept a proposal", propose.accept, propose),
                (1, "another day for a report", back.another_day, back),
                (2, "undo an allocation", accepted.undo, accepted),
            ):
                page.tabs.setCurrentIndex(number)
                self.sight.settle()
                open_it()
                self.sight.settle()
                yield from self._shown(name, owner.dialog)

    def _of_a_case(self) -> Iterator[Seen]:
        with self.sitting("Lee Deer"):
            for request_id in (
                self.gap, self.asked, self.queued, self.granted, self.reviewed, self.out,
            ):  # fmt: skip
                for tab in (
                    CaseTab.OVERVIEW, CaseTab.WAITING, CaseTab.FINDINGS, CaseTab.AUTHORITY,
                    CaseTab.ASSESSMENTS,
                ):  # fmt: skip
                    yield from self._of_offers(self.case(request_id, tab), tab)
            for request_id in (self.unchecked, self.represented):
                tab = CaseTab.RIGHTS
                yield from self._of_offers(self.case(request_id, tab), tab)
            part = self.case(self.granted, CaseTab.HISTORY).part
            for name, row in (("correct a day", 0), ("correct the words of an entry", -1)):
                part.table.select_where(row % part.model.rowCount())
                part.correct()
                yield from self._shown(name, part.dialog)
        with self.sitting("Sig Natory"):
            part = self.case(self.waiting, CaseTab.DECISION).part
            part.send_back()
            yield from self._shown("return an assessment", part.dialog)
        part = self.case(self.granted, CaseTab.PAPERS).part
        for name, open_it in (
            ("copy sent", part.tick),
            ("copy not sent", part.not_sent_because),
            ("refusal received", part.note_received),
        ):
            open_it()
            yield from self._shown(name, part.dialog)

    def _of_offers(self, page: CasePage, tab: CaseTab) -> Iterator[Seen]:
        part = page.part
        for offer in offers(part, page.view, tab):
            if offer.name.endswith("…") and offer.id not in self._offered:
                self._offered.add(offer.id)
                offer.ask(part)
                self.sight.settle()  # some ask the store before they ask a person
                yield from self._shown(offer.title, part.dialog)

    def _before_the_window(self) -> Iterator[Seen]:
        shell = self.sight.shell
        look = shell.look
        dialog = FirstRunDialog(
            look, shell.tasks, shell.profile / "nowhere", self.sight.world.desk.clock
        )
        dialog.show()
        for number, step in enumerate(dialog.steps):
            dialog._show(number)
            if number == 1:
                dialog._find_council("nor")
            if number == 2:
                dialog._council_picked(find("Norfolk", dialog._councils)[0])
                dialog._show(2)
            if number == 3:
                dialog.protection.set_raw("passphrase")
            if number == 4:
                dialog.recovery.setText("ABCD-EFGH-IJKL-MNOP")
            self.sight.settle()
            yield f"first run: {step.name}", dialog
        dialog.close()
        dialog.deleteLater()
        for name, made in (
            ("who", WhoDialog(shell.desk.staff(), look)),
            ("passphrase", PassphraseDialog(look)),
            ("trouble", TroubleDialog(words.by_code("STORE_DAMAGED"), look, may_restore=True)),
        ):
            made.show()
            yield from self._shown(name, made)
            made.deleteLater()

    def _of_the_window(self) -> Iterator[Seen]:
        for name, made in (
            ("command box", self.sight.command_box()),
            ("keys", self.sight.shortcuts()),
        ):
            made.open()
            yield from self._shown(name, made)


def coming() -> tuple[Dropped, ...]:
    """Return files as they come in: an e-mail that brings two, a picture, a locked PDF."""
    mail = arriving.a_letter_by_mail({"Form 1.pdf": arriving.a_pdf(), "run.exe": b"MZ"})
    return (
        Dropped("request.eml", content=mail),
        Dropped("room.docx", content=arriving.a_picture()),
        Dropped("locked.pdf", content=arriving.a_locked_pdf()),
    )


def received(world: World, request_id: int | None) -> None:
    """Take in what comes, in a case or to be filed later."""
    found = incoming.look(world.admin, coming()).found
    arrivals = [incoming.Arrival(one, one.kind, TODAY, one.sender) for one in found]
    incoming.take_in(world.admin, arrivals, request_id)


def a_list(folder: Path) -> Path:
    """Return a list of assessors with one to add, one whose training lapsed, and a broken line."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "assessors.csv"
    lines = (
        "Name,Profession,Initial training,Further training,Shoe size",
        "Nia Ŵyn,Social worker,1/3/2018,1/6/2026,5", "Lou O'Neill,Nurse,1/3/2012,1/6/2025,6",
        "A B,Plumber,,,7",
    )  # fmt: skip
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def rule_file(folder: Path) -> Path:
    """Return a rule file that would change a statutory period from next month on."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "faster.toml"
    content = changing(RuleId.STANDARD_ASSESSMENTS, 14, date(2026, 11, 1))
    path.write_text(content, encoding="utf-8")
    return path
