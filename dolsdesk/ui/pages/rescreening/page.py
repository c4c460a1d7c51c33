"""Re-screening: campaigns and their cases, alerts, who joined later, letters, the whole picture."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QAbstractItemView, QPushButton, QTabWidget, QWidget

from dolsdesk.domain import text
from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.dols.alerts import Raised
from dolsdesk.domain.dols.campaigns import (
    ITEM,
    OPEN_ITEMS,
    CampaignEvent,
    CampaignState,
    Event,
    Item,
    ItemEvent,
    ItemState,
)
from dolsdesk.services import alerts, campaign_cases, campaign_sending, campaigns, relook, words
from dolsdesk.services.campaign_cases import ItemView
from dolsdesk.services.campaign_sending import Letter, Sent
from dolsdesk.services.campaigns import Joined, Listed
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.relook import Group
from dolsdesk.ui import files
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.dialogs.paper import PaperDialog
from dolsdesk.ui.dialogs.running import Report, Running, Work
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.pages.reports.table import ReportTable
from dolsdesk.ui.pages.rescreening import asking, columns, doings, picture
from dolsdesk.ui.pages.rescreening.doings import Doing
from dolsdesk.ui.pages.rescreening.side import CaseSide
from dolsdesk.ui.shell import CaseTab, Shell
from dolsdesk.ui.tables.row_model import RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.tasks import Stop
from dolsdesk.ui.widgets.basics import button, clear, column, holder, label, row, scrolling
from dolsdesk.ui.widgets.fields import ChoiceField
from dolsdesk.ui.widgets.flow import Beside, FlowLayout

_SIDE, _LIST_TALL = 380, 220
_ALL = ""


class RescreeningPage(Page):
    """One campaign at a time, and what every case needs."""

    title = "Re-screening"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self.dialog: FormDialog | None = None
        self.running: Running | None = None
        self.paper: PaperDialog | None = None
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
        self.letters.opened.connect(self.see_sent)
        self.events_model: RowModel[Event] = RowModel(columns.events(), look, self)
        self.events: RowTable[Event] = RowTable(self.events_model, "What happened", look)
        self.side = CaseSide()
        self.picture = column(gap="room")
        self.buttons: dict[str, QPushButton] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        look = self.shell.look
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._of_campaign, self._of_items = FlowLayout(gap=look.px(6)), FlowLayout(gap=look.px(6))
        for doing in doings.of_campaigns(self):
            self._of_campaign.addWidget(self._button(doing))
        for doing in doings.of_cases(self):
            self._of_items.addWidget(self._button(doing))
        work = column(row(self.shown, None), self.table, holder(self._of_items), gap="snug")
        work.setStretch(1, 1)
        cases = Beside(scrolling(holder(work)), scrolling(self.side), look, wide=_SIDE)
        self._tab("Cases", cases)
        self._tab("Alerts", self.alerts)
        self._tab(
            "Joined later",
            row(self._button(doings.top_up(self)), None),
            self.joined,
        )
        self._tab("Letters", self.letters)
        self._tab("History", self.events)
        self._tab("Whole picture", scrolling(holder(self.picture)))
        head = row(label("Re-screening", "title"), None)
        top = row(self.campaign, self.standing, gap="room")
        top.setStretch(1, 1)
        box = column(
            head, top, holder(self._of_campaign),
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

    def _allow(self) -> None:
        for doing in (*doings.of_campaigns(self), *doings.of_cases(self), doings.top_up(self)):
            self.buttons[doing.id].setVisible(self.shell.may(doing.act) and doing.may())

    def is_in(self, state: CampaignState) -> bool:
        return self.now is not None and self.now.campaign.state is state

    def any_may(self, event: ItemEvent) -> bool:
        going = self.is_in(CampaignState.RUNNING)
        return going and any(ITEM.may(one.state, event) for one in self.chosen)

    def one_may(self, may: Callable[[Item], bool]) -> bool:
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
        ask(self, partial(campaign_cases.items, ctx, number), self._keep_items, latest="items")
        ask(self, partial(campaigns.top_up, ctx, number), self._show_joined, latest="joined")
        ask(
            self,
            partial(campaign_sending.letters, ctx, number),
            self._show_letters,
            latest="letters",
        )
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
        shown = ReportTable(picture.table(groups), self.shell.look)
        shown.opened.connect(lambda figure, name: self.shell.show_cases(figure.ids, name))
        self.picture.addWidget(
            label("Every open and live case, every case at court and of a campaign, by where its"
                  " re-look stands."
                  " Each column adds up to its total; Enter on a number opens its cases.",
                  "muted", wrap=True)
        )  # fmt: skip
        self.picture.addWidget(shown)
        self.picture.addStretch(1)

    # One case

    def _chose(self, item: Item) -> None:
        self._allow()
        self.shell.tasks.run_read(
            self, partial(campaign_cases.detail, self.shell.ctx, item.id), self._show_detail,
            latest="detail",
        )  # fmt: skip

    def _show_detail(self, view: ItemView | None) -> None:
        self.view = view
        self.side.show_view(view)
        self._allow()

    def _open_item(self, item: Item) -> None:
        if item.request_id is not None:
            self.shell.open_case(item.request_id, CaseTab.FINDINGS)

    def _open_alert(self, one: Raised) -> None:
        if one.ids:
            self.shell.show_cases(one.ids, words.fact(one.alert.value))
        elif one.request_id:
            self.shell.open_case(one.request_id, CaseTab.FINDINGS)

    def ask(self, form: Callable[..., asking.Asked]) -> None:
        if self.view is not None:
            self.open_dialog(form(self.shell, self.view))

    def open_dialog(self, asked: asking.Asked) -> None:
        """Ask what an act needs to know, and do it."""
        self.dialog = FormDialog(
            self.shell, self, title=asked.title, lead=asked.lead, fields=asked.fields,
            accept=asked.accept, act=asked.act, said=asked.said,
            on_done=asked.on_done, keeps=asked.keeps,
        )  # fmt: skip
        self.dialog.open()

    def run_one(self, run: Callable[..., Any]) -> None:
        if self.chosen:
            self.shell.tasks.run_change(
                self, partial(run, self.shell.ctx, self.chosen[0].id),
                lambda _value: self.shell.say("Noted."),
            )  # fmt: skip

    def refuse_many(self, what: str) -> None:
        """Have something that is done for one person at a time refused for several, by its name."""
        if self.now is not None:
            ids = [one.id for one in self.chosen]
            many = partial(campaign_sending.bulk, self.shell.ctx, self.now.campaign.id, ids, what)
            self.shell.tasks.run_change(self, many)

    def not_returned(self) -> None:
        """Say that nothing came back."""
        self.run_one(campaign_cases.mark_not_returned)

    # Many cases

    def send(self, event: ItemEvent) -> None:
        """Send or remind the chosen cases, after saying how many letters that makes."""
        now = self.now
        fit = [one for one in self.chosen if ITEM.may(one.state, event)]
        if now is not None and fit:
            self.open_dialog(asking.send(now.campaign, fit, event, self._send))

    def _send(self, asked: asking.Sending) -> None:
        """Send the letters home by home; what was sent before a stop stays sent."""
        ctx = self.shell.ctx
        run = campaign_sending.send if asked.event is ItemEvent.SEND else campaign_sending.remind

        def work(report: Report, stop: Stop) -> Outcome[Sent]:
            return run(ctx, asked.campaign_id, asked.ids, channel=asked.channel, progress=report,
                       stop=stop)  # fmt: skip

        self._run("Letters to homes", work, self._sent)

    def _sent(self, sent: Sent) -> None:
        made = text.number_of(len(sent.letters), "letter")
        left = f" Stopped: {text.number_of(sent.left, 'home')} left." if sent.left else ""
        self.shell.say(f"{made} about {text.number_of(sent.items, 'person', 'people')} sent.{left}")

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
            ctx, number = self.shell.ctx, now.campaign.id
            self._run(
                "Keeping earlier findings",
                lambda report, stop: campaigns.take_over(ctx, number, progress=report, stop=stop),
                lambda n: self.shell.say(f"{text.number_of(n, 'earlier finding')} kept."),
            )

    def _run(self, title: str, work: Work, on_done: Callable[[Any], None]) -> None:
        """Do something long, with its progress and a way to stop it."""
        self.running = Running(self.shell, self, title, work, on_done)
        self.running.open()

    def top_up(self) -> None:
        """Take those who joined later into the campaign."""
        now = self.now
        if now is not None:
            self.shell.tasks.run_change(
                self, partial(campaigns.add_top_up, self.shell.ctx, now.campaign.id),
                lambda n: self.shell.say(f"{text.number_of(n, 'case')} taken in."),
            )  # fmt: skip

    def see_letter(self) -> None:
        """Show the letter to the first home, as a draft."""
        now = self.now
        if now is not None:
            ctx, number = self.shell.ctx, now.campaign.id
            self.shell.tasks.run_read(
                self, partial(campaign_sending.letter_preview, ctx, number),
                lambda content: self._show_paper(
                    "The letter to the first home", content, "AG-D01_draft.pdf",
                    partial(campaign_sending.save_draft, ctx, number),
                ),
            )  # fmt: skip

    def see_sent(self, letter: Letter) -> None:
        """Show a letter exactly as it was sent."""
        ctx = self.shell.ctx
        self.shell.tasks.run_read(
            self, partial(campaign_sending.letter_seen, ctx, letter.id),
            lambda content: self._show_paper(
                f"Letter to {letter.place_name}", content, _letter_name(letter),
                partial(campaign_sending.save_letter, ctx, letter.id),
            ),
        )  # fmt: skip

    def _show_paper(
        self, title: str, content: bytes, name: str, save: Callable[[Path], None]
    ) -> None:
        self.paper = PaperDialog(self.shell, self, title, content, name=name, save=save)
        self.paper.open()

    def save_letter(self, letter: Letter) -> None:
        """Save a letter exactly as it was sent."""
        files.ask_save(self, "Save the letter", _letter_name(letter), "PDF (*.pdf)",
                       partial(self.write_letter, letter.id))  # fmt: skip

    def write_letter(self, letter_id: int, path: Path) -> None:
        """Write a letter to a file."""
        self.shell.tasks.run_long(
            self, partial(campaign_sending.save_letter, self.shell.ctx, letter_id, path),
            lambda _value: self.shell.say(f"Saved as {path.name}."),
        )  # fmt: skip


def _letter_name(letter: Letter) -> str:
    return f"{letter.kind}_{letter.id:05}.pdf"


def _is_shown(item: Item, wanted: str) -> bool:
    if wanted == _ALL:
        return True
    return item.state in OPEN_ITEMS if wanted == "open" else item.state.value == wanted
