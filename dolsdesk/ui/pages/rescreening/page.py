"""Re-screening: campaigns and their cases, alerts, who joined later, letters, the whole picture."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QAbstractItemView, QPushButton, QTabWidget, QVBoxLayout, QWidget

from dolsdesk.domain import text
from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.dols.alerts import Raised
from dolsdesk.domain.dols.campaigns import (
    CAMPAIGN,
    ITEM,
    OPEN_ITEMS,
    CampaignEvent,
    CampaignState,
    Event,
    Item,
    ItemEvent,
    ItemState,
    NextAction,
)
from dolsdesk.domain.reporting import Cell, Figure, Heading, Table
from dolsdesk.domain.staff import Act
from dolsdesk.services import alerts, campaigns, relook, words
from dolsdesk.services.campaigns import ItemView, Joined, Letter, Listed
from dolsdesk.services.relook import Group
from dolsdesk.ui import files
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.pages.reports.table import ReportTable
from dolsdesk.ui.pages.rescreening import asking, columns, forms
from dolsdesk.ui.shell import CaseTab, Shell
from dolsdesk.ui.tables.row_model import RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, clear, column, holder, label, row, scrolling
from dolsdesk.ui.widgets.fields import ChoiceField
from dolsdesk.ui.widgets.flow import Beside, FlowLayout

_SIDE, _LIST_TALL = 380, 220
_ALL = ""


@dataclass(frozen=True, slots=True)
class Doing:
    """Something that can be done with a campaign or with the chosen cases."""

    id: str
    name: str
    help: str
    act: Act
    run: Callable[[], None]
    may: Callable[[], bool]


class RescreeningPage(Page):
    """One campaign at a time, and what every case needs."""

    title = "Re-screening"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self.dialog: FormDialog | None = None
        self.listed: tuple[Listed, ...] = ()
        self.items: tuple[Item, ...] = ()
        self.view: ItemView | None = None
        self.campaign = ChoiceField("campaign", "Campaign", [("", "None yet")])
        self.campaign.combo.setMinimumWidth(look.px(300))
        self.campaign.changed.connect(self._turn)
        self.standing = label("", "heading", wrap=True)
        self.shown = ChoiceField("shown", "Show", [
            (_ALL, "Every case"), ("open", "Not done yet"),
            *((state.value, words.fact(state.value)) for state in ItemState),
        ])  # fmt: skip
        self.shown.changed.connect(self._show_items)
        self.model: RowModel[Item] = RowModel(columns.items(shell.ctx.today), look, self)
        self.table: RowTable[Item] = RowTable(self.model, "Cases of the campaign", look)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setMinimumHeight(look.px(_LIST_TALL))
        self.table.opened.connect(self._open_item)
        self.table.chosen.connect(self._chose)
        self.alerts_model: RowModel[Raised] = RowModel(columns.alerts(), look, self)
        self.alerts: RowTable[Raised] = RowTable(self.alerts_model, "Alerts", look)
        self.alerts.opened.connect(self._open_alert)
        self.joined_model: RowModel[Joined] = RowModel(columns.joined(), look, self)
        self.joined: RowTable[Joined] = RowTable(self.joined_model, "Joined later", look)
        self.joined.opened.connect(
            lambda one: shell.open_case(one.request_id) if one.request_id else None
        )
        self.letters_model: RowModel[Letter] = RowModel(columns.letters(), look, self)
        self.letters: RowTable[Letter] = RowTable(self.letters_model, "Letters", look)
        self.letters.opened.connect(self.save_letter)
        self.events_model: RowModel[Event] = RowModel(columns.events(), look, self)
        self.events: RowTable[Event] = RowTable(self.events_model, "What happened", look)
        self.detail = QVBoxLayout()
        self.detail.setContentsMargins(8, 0, 8, 8)
        self.picture = column(gap="room")
        self.buttons: dict[str, QPushButton] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        look = self.shell.look
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._of_campaign, self._of_items = FlowLayout(gap=look.px(6)), FlowLayout(gap=look.px(6))
        for doing in self.campaign_doings():
            self._of_campaign.addWidget(self._button(doing))
        for doing in self.item_doings():
            self._of_items.addWidget(self._button(doing))
        work = column(row(self.shown, None), self.table, holder(self._of_items), gap="snug")
        work.setStretch(1, 1)
        side = scrolling(holder(self.detail))
        cases = Beside(scrolling(holder(work)), side, look, wide=_SIDE)
        self._tab("Cases", cases)
        self._tab("Alerts", self.alerts)
        self._tab(
            "Joined later",
            row(self._button(self._top_up_doing()), None),
            self.joined,
        )
        self._tab("Letters", self.letters)
        self._tab("History", self.events)
        self._tab("Whole picture", scrolling(holder(self.picture)))
        head = row(label("Re-screening", "title"), None)
        box = column(
            head, row(self.campaign, self.standing, None, gap="room"), holder(self._of_campaign),
            self.tabs, gap="snug", margin="wide",
        )  # fmt: skip
        box.setStretch(3, 1)
        self.setLayout(box)

    def _tab(self, name: str, *parts: Any) -> None:
        inside = QWidget()
        box = column(*parts, gap="snug")
        box.setContentsMargins(0, 10, 0, 0)
        box.setStretch(box.count() - 1, 1)
        inside.setLayout(box)
        self.tabs.addTab(inside, name)

    def _button(self, doing: Doing) -> QPushButton:
        made = button(doing.name, doing.run, tip=doing.help)
        self.buttons[doing.id] = made
        return made

    # What can be done

    def campaign_doings(self) -> list[Doing]:
        """Return what can be done with campaigns."""

        def step(event: CampaignEvent) -> Doing:
            return Doing(
                event.value, words.fact(event.value), "The next state of the campaign.",
                Act.RUN_CAMPAIGN, partial(self.step, event),
                lambda: self.now is not None and CAMPAIGN.may(self.now.campaign.state, event),
            )  # fmt: skip

        return [
            Doing("campaign_new", "New campaign…", "Choose a cohort and see how many it holds.",
                  Act.RUN_CAMPAIGN, self.new_campaign, lambda: True),
            Doing("campaign_lock", "Freeze the cohort…", "Count, then keep the list as it is now.",
                  Act.RUN_CAMPAIGN, self.lock, partial(self._is, CampaignState.DRAFT)),
            step(CampaignEvent.RUN),
            step(CampaignEvent.PAUSE),
            step(CampaignEvent.RESUME),
            step(CampaignEvent.BEGIN_CLOSING),
            Doing("campaign_close", "Sign off and close…", "When no case is unknown any more.",
                  Act.RUN_CAMPAIGN, self.close_campaign,
                  partial(self._is, CampaignState.CLOSING)),
            Doing("letter_see", "See the letter…", "As it would go to the first home, as a draft.",
                  Act.READ, self.see_letter, lambda: bool(self.items)),
            Doing("letter_approve", "Approve the letter", "Until then nothing can be sent.",
                  Act.RUN_CAMPAIGN, self.approve, lambda: self.now is not None
                  and not self.now.campaign.letter_approved_by),
            Doing("take_over", "Keep earlier findings", "As records, exactly as they were made.",
                  Act.SEND_SCREENING, self.take_over, lambda: bool(self.items)),
        ]  # fmt: skip

    def item_doings(self) -> list[Doing]:
        """Return what can be done with the chosen cases, in the order of their course."""
        one = self._one
        return [
            Doing("item_send", "Send the questionnaire…", "One letter to each home.",
                  Act.SEND_SCREENING, partial(self.send, ItemEvent.SEND),
                  partial(self._any, ItemEvent.SEND)),
            Doing("item_remind", "Remind…", "One letter to each home that has not answered.",
                  Act.SEND_SCREENING, partial(self.send, ItemEvent.REMIND),
                  partial(self._any, ItemEvent.REMIND)),
            Doing("item_assign", "Assign…", "Who has the next step, and by when.",
                  Act.SEND_SCREENING, self.assign, lambda: bool(self.chosen)),
            Doing("item_answers", "Take answers…", "What the home wrote, question by question.",
                  Act.ENTER_SCREENING, partial(self._ask, asking.answers),
                  lambda: one(lambda i: i.state not in {ItemState.SELECTED, ItemState.EXCLUDED})),
            Doing("item_choose", "Which answers count…", "The returns differ: choose, with a"
                  " reason.", Act.ENTER_SCREENING, partial(self._ask, asking.choose),
                  lambda: self.view is not None and self.view.needs_choice),
            Doing("item_not_returned", "Not returned", "After the reminders; it concludes nothing.",
                  Act.SEND_SCREENING, self.not_returned,
                  lambda: one(lambda i: ITEM.may(i.state, ItemEvent.NOT_RETURN))),
            self._alone("item_triage", "Triage…", "What seems likely. It closes nothing.",
                        Act.TRIAGE_SCREENING, partial(self._ask, asking.triage),
                        lambda i: ITEM.may(i.state, ItemEvent.TRIAGE)),
            self._alone("item_route", "Next step…", "The lawful next step of this case.",
                        Act.TRIAGE_SCREENING, partial(self._ask, asking.route),
                        lambda i: ITEM.may(i.state, ItemEvent.ROUTE)),
            self._alone("item_close", "Close the case…", "On evidence, one at a time.",
                        Act.CLOSE_REQUEST, partial(self._ask, asking.close), _may_close),
            self._alone("item_decided", "Decided", "The assessor's finding or a lawful ending is on"
                        " record.", Act.SEND_SCREENING,
                        partial(self._run_one, campaigns.note_decided),
                        lambda i: ITEM.may(i.state, ItemEvent.DECIDE)),
            Doing("item_done", "Done", "Whatever follows from the decision has happened.",
                  Act.SEND_SCREENING, partial(self._run_one, campaigns.finish),
                  lambda: one(lambda i: ITEM.may(i.state, ItemEvent.FINISH))),
            Doing("item_exclude", "Leave out…", "Before anything is sent, with a reason.",
                  Act.RUN_CAMPAIGN, partial(self._ask, asking.exclude),
                  lambda: one(lambda i: ITEM.may(i.state, ItemEvent.EXCLUDE))),
            Doing("item_escalate", "Escalate…", "An objection, a safeguarding concern, or the"
                  " provider.", Act.ENTER_SCREENING, partial(self._ask, asking.escalate),
                  lambda: one(lambda i: i.is_open)),
        ]  # fmt: skip

    def _alone(  # noqa: PLR0917  (a line of the table above)
        self, name: str, title: str, tip: str, act: Act, run: Callable[[], None],
        may: Callable[[Item], bool],
    ) -> Doing:  # fmt: skip
        """Return what is done for one person at a time; for several it says so (AG-V24)."""

        def go() -> None:
            if len(self.chosen) > 1 and self.now is not None:
                ids = [one.id for one in self.chosen]
                many = partial(campaigns.bulk, self.shell.ctx, self.now.campaign.id, ids, name)
                self.shell.tasks.run_change(self, many)
            else:
                run()

        return Doing(
            name, title, tip, act, go,
            lambda: any(map(may, self.chosen)) if len(self.chosen) > 1 else self._one(may),
        )  # fmt: skip

    def _top_up_doing(self) -> Doing:
        return Doing("top_up", "Take them in", "Marked as joined later; never by itself.",
                     Act.RUN_CAMPAIGN, self.top_up,
                     lambda: bool(self.joined_model.rows))  # fmt: skip

    def _allow(self) -> None:
        for doing in (*self.campaign_doings(), *self.item_doings(), self._top_up_doing()):
            self.buttons[doing.id].setVisible(self.shell.may(doing.act) and doing.may())

    def _is(self, state: CampaignState) -> bool:
        return self.now is not None and self.now.campaign.state is state

    def _any(self, event: ItemEvent) -> bool:
        going = self._is(CampaignState.RUNNING)
        return going and any(ITEM.may(one.state, event) for one in self.chosen)

    def _one(self, may: Callable[[Item], bool]) -> bool:
        return len(self.chosen) == 1 and may(self.chosen[0])

    @property
    def now(self) -> Listed | None:
        """Return the campaign that is looked at."""
        wanted = self.campaign.value()
        return next((one for one in self.listed if str(one.campaign.id) == wanted), None)

    @property
    def chosen(self) -> list[Item]:
        """Return the chosen cases."""
        picked = self.table.selectionModel().selectedRows() if self.table.selectionModel() else []
        rows = [self.model.row(index) for index in picked]
        return [one for one in rows if one is not None]

    # Page

    def refresh(self) -> None:
        self.shell.tasks.run_read(
            self, partial(campaigns.listed, self.shell.ctx), self._show_listed, latest="campaigns"
        )
        self.shell.tasks.run_read(
            self, partial(alerts.raised, self.shell.ctx), self._show_alerts, latest="alerts"
        )
        self.shell.tasks.run_read(
            self, partial(relook.groups, self.shell.ctx), self._show_picture, latest="relook"
        )

    def concerns(self, changes: Changes) -> bool:
        return bool(changes.lists & {Listing.CAMPAIGNS, Listing.WORKLIST})

    def first_focus(self) -> None:
        self.campaign.setFocus()

    def save_page(self) -> None:
        """Save the chosen letter."""
        letter = self.letters.current_row
        if letter is not None:
            self.save_letter(letter)

    def print_page(self) -> None:
        self.save_page()

    def _show_listed(self, found: tuple[Listed, ...]) -> None:
        kept = self.campaign.value()
        self.listed = found
        combo = self.campaign.combo
        combo.blockSignals(True)
        combo.clear()
        for one in found:
            state = words.fact(one.campaign.state.value)
            combo.addItem(f"{one.campaign.name} · {state}", str(one.campaign.id))
        if not found:
            combo.addItem("None yet", "")
        self.campaign.set_raw(kept or (str(found[0].campaign.id) if found else ""))
        combo.blockSignals(False)
        self._turn()

    def _turn(self) -> None:
        """Ask for everything of the campaign that is looked at now."""
        now = self.now
        if now is None:
            self.standing.setText(
                "No campaign yet. Begin with “New campaign…”: choose who is to be looked at again."
            )
            self.items = ()
            self._show_items()
            return
        held, campaign = now.progress, now.campaign
        said = (
            f"{text.number_of(held.total, 'case')}, {held.sent} sent, {held.returned} returned,"
            f" {held.total - held.unknown} done or left out, {held.unknown} still unknown"
            if held.total
            else f"{words.fact(campaign.cohort.value)}: not frozen yet"
        )
        self.standing.setText(said)
        ctx, number = self.shell.ctx, campaign.id
        ask = self.shell.tasks.run_read
        ask(self, partial(campaigns.items, ctx, number), self._keep_items, latest="items")
        ask(self, partial(campaigns.top_up, ctx, number), self._show_joined, latest="joined")
        ask(self, partial(campaigns.letters, ctx, number), self._show_letters, latest="letters")
        ask(self, partial(campaigns.events, ctx, number), self._show_events, latest="events")

    def _keep_items(self, found: tuple[Item, ...]) -> None:
        self.items = found
        self._show_items()

    def _show_items(self) -> None:
        kept = {one.id for one in self.chosen}
        wanted = self.shown.value()
        shown = [one for one in self.items if _is_shown(one, wanted)]
        self.model.replace(shown)
        numbers = [place for place, one in enumerate(shown) if one.id in kept]
        if shown:
            self.table.select_where(numbers[0] if numbers else 0)
        else:
            self._show_detail(None)
        self._allow()

    def _show_alerts(self, found: tuple[Raised, ...]) -> None:
        self.alerts_model.replace(found)
        self.tabs.setTabText(1, f"Alerts ({len(found)})")

    def _show_joined(self, found: tuple[Joined, ...]) -> None:
        self.joined_model.replace(found)
        self.tabs.setTabText(2, f"Joined later ({len(found)})")
        self._allow()

    def _show_letters(self, found: tuple[Letter, ...]) -> None:
        self.letters_model.replace(found)

    def _show_events(self, found: tuple[Event, ...]) -> None:
        self.events_model.replace(tuple(reversed(found)))

    def _show_picture(self, groups: tuple[Group, ...]) -> None:
        clear(self.picture)
        shown = ReportTable(_picture(groups), self.shell.look)
        shown.opened.connect(lambda figure, name: self.shell.show_cases(figure.ids, name))
        self.picture.addWidget(
            label("Every open and live case and every case at court, by where its re-look stands."
                  " Each column adds up to its total; Enter on a number opens its cases.",
                  "muted", wrap=True)
        )  # fmt: skip
        self.picture.addWidget(shown)
        self.picture.addStretch(1)

    # One case

    def _chose(self, item: Item) -> None:
        self._allow()
        self.shell.tasks.run_read(
            self, partial(campaigns.detail, self.shell.ctx, item.id), self._show_detail,
            latest="detail",
        )  # fmt: skip

    def _show_detail(self, view: ItemView | None) -> None:
        self.view = view
        clear(self.detail)
        if view is not None:
            for made in _told(view):
                self.detail.addWidget(made)
            self.detail.addStretch(1)
        self._allow()

    def _open_item(self, item: Item) -> None:
        if item.request_id is not None:
            self.shell.open_case(item.request_id, CaseTab.FINDINGS)

    def _open_alert(self, one: Raised) -> None:
        if one.ids:
            self.shell.show_cases(one.ids, words.fact(one.alert.value))
        elif one.request_id:
            self.shell.open_case(one.request_id, CaseTab.FINDINGS)

    def _ask(self, form: Callable[..., asking.Asked]) -> None:
        if self.view is not None:
            self.open_dialog(form(self.shell, self.view))

    def open_dialog(self, asked: asking.Asked) -> None:
        """Ask what an act needs to know, and do it."""
        self.dialog = FormDialog(
            self.shell, self, title=asked.title, lead=asked.lead, fields=asked.fields,
            accept=asked.accept, act=asked.act, said=asked.said,
        )  # fmt: skip
        self.dialog.open()

    def _run_one(self, run: Callable[..., Any]) -> None:
        if self.chosen:
            self.shell.tasks.run_change(
                self, partial(run, self.shell.ctx, self.chosen[0].id),
                lambda _value: self.shell.say("Noted."),
            )  # fmt: skip

    def not_returned(self) -> None:
        """Say that nothing came back."""
        self._run_one(campaigns.mark_not_returned)

    # Many cases

    def send(self, event: ItemEvent) -> None:
        """Send or remind the chosen cases, after saying how many letters that makes."""
        now = self.now
        fit = [one for one in self.chosen if ITEM.may(one.state, event)]
        if now is not None and fit:
            self.open_dialog(asking.send(self.shell, now.campaign, fit, event))

    def assign(self) -> None:
        """Say who has the next step of the chosen cases."""
        now = self.now
        if now is not None and self.chosen:
            self.open_dialog(asking.assign(self.shell, now.campaign, self.chosen))

    # The campaign

    def new_campaign(self) -> None:
        """Ask for a campaign; how many its cohort holds is counted before anything is written."""
        self.shell.tasks.run_read(
            self, partial(asking.counted, self.shell.ctx),
            lambda found: self.open_dialog(asking.new_campaign(self.shell, found)),
        )  # fmt: skip

    def lock(self) -> None:
        """Ask whether to freeze the cohort, with its size."""
        now = self.now
        if now is not None:
            self.shell.tasks.run_read(
                self, partial(campaigns.preview_of, self.shell.ctx, now.campaign.id),
                lambda found: self.open_dialog(asking.lock(self.shell, now.campaign, found)),
            )  # fmt: skip

    def step(self, event: CampaignEvent) -> None:
        """Take the campaign to its next state."""
        now = self.now
        if now is not None:
            self.shell.tasks.run_change(
                self, partial(campaigns.move, self.shell.ctx, now.campaign.id, event),
                lambda _value: self.shell.say(f"{words.fact(event.value)}: done."),
            )  # fmt: skip

    def close_campaign(self) -> None:
        """Ask what was learnt, and close."""
        now = self.now
        if now is not None:
            self.open_dialog(asking.close_campaign(self.shell, now.campaign))

    def approve(self) -> None:
        """Approve the letter."""
        now = self.now
        if now is not None:
            self.shell.tasks.run_change(
                self, partial(campaigns.approve_letter, self.shell.ctx, now.campaign.id),
                lambda _value: self.shell.say(words.sentence("LETTER_APPROVED")),
            )  # fmt: skip

    def take_over(self) -> None:
        """Keep the earlier findings of every case as records."""
        now = self.now
        if now is not None:
            self.shell.tasks.run_long(
                self, partial(campaigns.take_over, self.shell.ctx, now.campaign.id),
                lambda n: self.shell.say(f"{text.number_of(n, 'earlier finding')} kept."),
            )  # fmt: skip

    def top_up(self) -> None:
        """Take those who joined later into the campaign."""
        now = self.now
        if now is not None:
            self.shell.tasks.run_change(
                self, partial(campaigns.add_top_up, self.shell.ctx, now.campaign.id),
                lambda n: self.shell.say(f"{text.number_of(n, 'case')} taken in."),
            )  # fmt: skip

    def see_letter(self) -> None:
        """Save a draft of the letter to look at."""
        now = self.now
        if now is not None:
            files.ask_save(
                self, "Save a draft of the letter", "AG-D01_draft.pdf", "PDF (*.pdf)",
                partial(self.write_draft, now.campaign.id),
            )  # fmt: skip

    def write_draft(self, campaign_id: int, path: Path) -> None:
        """Write a draft of the letter to a file."""
        self.shell.tasks.run_long(
            self, partial(campaigns.save_draft, self.shell.ctx, campaign_id, path),
            lambda _value: self.shell.say(f"Saved as {path.name}."),
        )  # fmt: skip

    def save_letter(self, letter: Letter) -> None:
        """Save a letter exactly as it was sent."""
        name = f"AG-D01_{letter.id:05}.pdf"
        files.ask_save(self, "Save the letter", name, "PDF (*.pdf)",
                       partial(self.write_letter, letter.id))  # fmt: skip

    def write_letter(self, letter_id: int, path: Path) -> None:
        """Write a letter to a file."""
        self.shell.tasks.run_long(
            self, partial(campaigns.save_letter, self.shell.ctx, letter_id, path),
            lambda _value: self.shell.say(f"Saved as {path.name}."),
        )  # fmt: skip


def _may_close(item: Item) -> bool:
    closing = {NextAction.CLOSE_CR05_06_09, NextAction.ASK_MA_TO_RECONSIDER}
    return item.state is ItemState.ACTION_OPEN and item.next_action in closing


def _is_shown(item: Item, wanted: str) -> bool:
    if wanted == _ALL:
        return True
    return item.state in OPEN_ITEMS if wanted == "open" else item.state.value == wanted


def _told(view: ItemView) -> Sequence[QWidget]:
    """Return the parts that tell of one case: why it is where it is, and what came back."""
    item = view.item
    made: list[QWidget] = [label(item.person_name, "lead", wrap=True)]
    why = ", ".join(words.fact(flag.value) for flag in item.reasons) or "No reason on the list"
    lines = [f"{words.fact(item.priority.value)}: {why}."]
    for name, said in (
        ("Triage", f"{words.fact(item.triage_view.value)}: {item.triage_why}"
         if item.triage_view else ""),
        ("Next step", f"{words.fact(item.next_action.value)}: {item.action_why}"
         if item.next_action else ""),
        ("Escalated", item.escalated_why),
        ("Outcome", f"{words.fact(item.outcome)} {item.finding_ref}" if item.outcome else ""),
        ("Left out", item.excluded_reason),
        ("", words.sentence("TOPPED_UP") if item.is_top_up else ""),
    ):  # fmt: skip
        if said:
            lines.append(f"{name}: {said}" if name else said)
    made.append(label("\n".join(lines), wrap=True))
    if view.differences:
        made.append(label("The returns differ", "danger"))
        made.append(label("\n".join(
            f"{words.fact(one.question)}: “{forms.written(one.first)}” or"
            f" “{forms.written(one.second)}”" for one in view.differences
        ), wrap=True))  # fmt: skip
    for one in view.returns:
        counts = " · counts" if one.is_chosen and len(view.returns) > 1 else ""
        made.append(
            label(f"Return {one.number}, {text.short_date(one.returned_on)}{counts}", "heading")
        )
        lines = [f"{name}: {said}" for name, said in forms.told(one.answers)]
        made.append(label("\n".join(lines), "small", wrap=True))
    made.append(label("What happened", "heading"))
    made.append(label("\n".join(
        f"{text.short_date(one.at.date())} {words.fact(one.to_state)}, {one.by}"
        + (f": {one.note}" if one.note else "") for one in reversed(view.events)
    ), "small", wrap=True))  # fmt: skip
    return made


def _picture(groups: tuple[Group, ...]) -> Table:
    named = [group.name.partition(": ") for group in groups]
    headings = (
        Heading("Where it stands", is_number=False),
        *(Heading(below, above) for above, _colon, below in named),
    )
    rows = [
        (Cell(name), *(Cell(Figure(len(g.parts[name]), g.parts[name])) for g in groups))
        for name in relook.COLUMNS
    ]
    every = (Cell("All"), *(Cell(Figure(len(g.ids), g.ids)) for g in groups))
    return Table("Where the re-look stands", headings, (*rows, every), total=len(rows))
