"""Which open requests will pass their day, with what that rests on, and the back-test."""

from datetime import date
from functools import partial

from dolsdesk.domain import text
from dolsdesk.services import breach_forecast, words
from dolsdesk.services.breach_forecast import Forecast, RiskLine
from dolsdesk.ui.pages.reports.table import ReportTable
from dolsdesk.ui.pages.tab import Tab
from dolsdesk.ui.pages.worklist.columns import state_words
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, clear, column, holder, label, row, scrolling

_LIKELY, _UNLIKELY = 70, 30  # per cent
_TEST_TALL = 250


class RiskTab(Tab):
    """Requests at risk above, how far to trust that below."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self._forecast: Forecast | None = None
        self.said = label("", "lead", wrap=True)
        self.gone = button("", self._open_breached)
        self.model: RowModel[RiskLine] = RowModel(_columns(shell.ctx.today), look, self)
        self.table: RowTable[RiskLine] = RowTable(self.model, "Requests at risk", look)
        self.table.opened.connect(lambda one: shell.open_case(one.line.request_id))
        self.table.chosen.connect(self._show_evidence)
        self.evidence = label("", wrap=True)
        self.verdict = label("", "heading", wrap=True)
        self.test: ReportTable | None = None
        self.inside = column(gap="tight")
        self.inside.setContentsMargins(0, 0, 12, 12)
        self.area = scrolling(holder(self.inside))
        self.area.setMinimumHeight(look.px(_TEST_TALL))
        note = label(
            "Learnt from this council's own requests of the last half year. It orders nothing and"
            " decides nothing.",
            "muted",
            wrap=True,
        )
        head = row(self.said, self.gone)
        head.setStretch(0, 1)
        box = column(head, note, self.table, self.evidence, self.verdict, self.area, gap="snug")
        box.setStretch(2, 3)
        box.setStretch(5, 2)
        self.setLayout(box)

    def refresh(self) -> None:
        self.said.setText("Looking through the council's own history…")
        self.shell.tasks.run_read(
            self, partial(breach_forecast.forecast, self.shell.ctx), self._show, latest="at-risk"
        )

    def first_focus(self) -> None:
        self.table.setFocus()

    @property
    def chosen(self) -> int | None:
        one = self.table.current_row
        return one.line.request_id if one is not None else None

    def _show(self, found: Forecast) -> None:
        self._forecast = found
        self.model.set_columns(_columns(self.shell.ctx.today))
        self.model.replace(found.lines)
        self.table.select_first()
        self.said.setText(
            f"{text.number_of(len(found.lines), 'open request')} not past the day yet; about"
            f" {found.expected:.0f} of them will be."
        )
        self.gone.setText(f"Past their day already  {len(found.breached):,}")
        self.gone.setEnabled(bool(found.breached))
        self.verdict.setText(found.verdict)
        clear(self.inside)
        self.test = ReportTable(found.table, self.shell.look)
        self.inside.addWidget(label(found.table.title, "heading"))
        self.inside.addWidget(self.test)
        self.inside.addWidget(label(found.table.note, "small", wrap=True))
        self.inside.addStretch(1)

    def _show_evidence(self, one: RiskLine | None) -> None:
        self.evidence.setText(one.evidence if one is not None else "")

    def _open_breached(self) -> None:
        if self._forecast is not None:
            self.shell.show_cases(self._forecast.breached, "Past the day the law sets")


def _columns(today: date) -> list[Column[RiskLine]]:
    def likely(one: RiskLine) -> str:
        return "not known" if one.percent is None else f"{one.percent:.0f}%"

    def tone(one: RiskLine) -> str:
        if one.percent is None or one.percent < _UNLIKELY:
            return ""
        return "danger" if one.percent >= _LIKELY else "warning"

    def week(one: RiskLine) -> str:
        monday = today.toordinal() - today.weekday()
        weeks = (one.line.due_on.toordinal() - monday) // 7
        return ("this week", "next week")[weeks] if weeks < 2 else f"in {weeks} weeks"

    def band(one: RiskLine) -> str:
        return words.fact(one.line.priority) if one.line.priority else ""

    return [
        Column("likely", "Will breach", likely, 86, tone=tone, is_right=True),
        Column("week", "Its day", week, 86),
        Column("due", "Due by law", lambda one: text.near_date(one.line.due_on, today), 100),
        Column("ref", "Reference", lambda one: one.line.ref, 94),
        Column("person", "Person", lambda one: one.line.person_name, 140, is_strong=True),
        Column("place", "Home or hospital", lambda one: one.line.place_name, 140),
        Column("state", "Stage", lambda one: state_words(one.line.state), 100),
        Column("band", "Band", band, 66),
        Column("evidence", "What that rests on", lambda one: one.evidence, 400,
               tip=lambda one: one.evidence),
    ]  # fmt: skip
