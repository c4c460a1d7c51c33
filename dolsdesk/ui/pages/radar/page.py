"""The rights radar: everyone whose safeguards lack something today (RR5)."""

from datetime import date
from functools import partial

from PySide6.QtCore import QTimer

from dolsdesk.domain import text
from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.services import radar, words
from dolsdesk.services.radar import ConcernKind, Radar, RadarLine
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.pages.radar.view import ALL_HOMES, RadarView
from dolsdesk.ui.shell import CaseTab, Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.widgets.basics import column, restyle

_PAUSE_MS = 150
_TOGETHER = 300
#: Kinds that tell of nobody beside the person, or of no authority.
_GRAVE = frozenset(
    {
        ConcernKind.SUSPENSION, ConcernKind.OBJECTS, ConcernKind.URGENT_LAPSED,
        ConcernKind.NO_REPRESENTATIVE, ConcernKind.ADVOCATE_NEEDED,
    }
)  # fmt: skip
_ON_AUTHORITY = frozenset({ConcernKind.SUSPENSION, ConcernKind.REVIEW})
#: Where a lapsed urgent authorisation is put right: where the request goes on.
_GOES_ON = {
    RequestState.RECEIVED: CaseTab.OVERVIEW,
    RequestState.CHECKING: CaseTab.ASSESSORS,
    RequestState.WAITING: CaseTab.ASSESSORS,
    RequestState.ALLOCATED: CaseTab.ASSESSMENTS,
    RequestState.ASSESSING: CaseTab.ASSESSMENTS,
    RequestState.RETURNED: CaseTab.ASSESSMENTS,
}


def tab_for(line: RadarLine) -> CaseTab:
    """Return the part of the case where a line can be put right."""
    if line.kind in _ON_AUTHORITY:
        return CaseTab.AUTHORITY
    if line.kind is ConcernKind.URGENT_LAPSED:
        return _GOES_ON.get(line.state, CaseTab.DECISION)
    return CaseTab.RIGHTS


class RadarPage(Page):
    """Finds who has nobody beside them, or something owed to them."""

    title = "Rights radar"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.radar = Radar((), shell.ctx.today)
        self.kind: ConcernKind | None = None
        self._shown: tuple[RadarLine, ...] = ()
        self._sort, self._descending = "urgency", False
        self.model: RowModel[RadarLine] = RowModel(_columns(shell.ctx.today), shell.look, self)
        self.view = view = RadarView(self.model, shell.look)
        self.setLayout(column(view))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._choose)
        view.everything.clicked.connect(lambda _checked=False: self.show_kind(None))
        for kind, tile in view.tiles.items():
            tile.clicked.connect(partial(self._pressed, kind))
        view.search.textEdited.connect(lambda _text: self._pause.start())
        view.search.returnPressed.connect(self._to_table)
        view.place.changed.connect(self._choose)
        view.table.opened.connect(self.open_line)
        view.table.chosen.connect(self._show_rule)
        view.table.sort_wanted.connect(self._sort_by)
        view.table.end_reached.connect(self._more)

    # Page

    def refresh(self) -> None:
        self.shell.tasks.run_read(
            self, partial(radar.build, self.shell.ctx), self._show, latest="radar"
        )

    def concerns(self, changes: Changes) -> bool:
        return bool(changes.cases) or bool(changes.lists & {Listing.SETTINGS, Listing.PLACES})

    def first_focus(self) -> None:
        self.view.table.setFocus()

    def open_line(self, line: RadarLine) -> None:
        """Open the case of a line where it can be put right."""
        self.shell.open_case(line.request_id, tab_for(line))

    # What is shown

    def show_kind(self, kind: ConcernKind | None) -> None:
        """Show the lines of one kind, or all of them."""
        self.kind = kind
        self._choose()

    def _pressed(self, kind: ConcernKind, _checked: bool = False) -> None:
        self.show_kind(None if self.kind is kind else kind)

    def _show(self, found: Radar) -> None:
        self.radar = found
        self.view.as_at.setText(text.day_date(found.as_at))
        self.model.set_columns(_columns(found.as_at))
        self._show_places()
        self._choose()

    def _show_places(self) -> None:
        """Offer the homes that lines are about; the one chosen stays chosen."""
        combo = self.view.place.combo
        kept = self.view.place.value()
        listed = [(str(place), name) for place, name in radar.places(self.radar.lines)]
        combo.blockSignals(True)
        combo.clear()
        for value, name in (*ALL_HOMES, *listed):
            combo.addItem(name, value)
        combo.setCurrentIndex(max(0, combo.findData(kept)))
        combo.blockSignals(False)

    def _choose(self) -> None:
        place = self.view.place.value()
        place_id = int(place) if place else None
        typed = self.view.search.text()
        here = radar.chosen(self.radar.lines, place_id=place_id, typed=typed)
        counted = radar.counts(here)
        for kind, tile in self.view.tiles.items():
            number = counted.get(kind, 0)
            tile.setText(f"{words.fact(kind.value)}  {number:,}")
            tile.setChecked(kind is self.kind)
            tile.setProperty("tone", "danger" if number and kind in _GRAVE else "")
            restyle(tile)
        self.view.everything.setText(f"Everything  {len(here):,}")
        self.view.everything.setChecked(self.kind is None)
        kinds = (self.kind,) if self.kind is not None else ()
        self._shown = self._ordered(radar.chosen(here, kinds=kinds))
        self._fill()

    def _fill(self) -> None:
        kept = self.view.table.current_row
        had_focus = self.view.table.hasFocus()
        upto = _TOGETHER
        if kept is not None and kept in self._shown:
            upto = max(upto, self._shown.index(kept) + 1)
        self.model.replace(self._shown[:upto])
        self.view.table.show_order(self._sort, descending=self._descending)
        if kept is not None and kept in self._shown:
            self.view.table.select_where(self._shown.index(kept))
        else:
            self.view.table.select_first()
        self._say_count()
        self._show_rule(self.view.table.current_row)
        if had_focus:
            self.view.table.setFocus()

    def _more(self) -> None:
        there = len(self.model.rows)
        self.model.append(self._shown[there : there + _TOGETHER])
        self._say_count()

    def _say_count(self) -> None:
        there, total = len(self.model.rows), len(self._shown)
        if not total:
            self.view.count.setText("Nothing is lacking.")
        elif there < total:
            self.view.count.setText(f"{there:,} of {total:,}")
        else:
            alike = radar.is_alike(self.radar.lines, self.view.search.text())
            said = text.number_of(total, "line")
            self.view.count.setText(f"{said}, spelled alike" if alike else said)

    def _show_rule(self, line: RadarLine | None) -> None:
        """Say of the chosen line what it rests on."""
        if line is None:
            self.view.rule.setText("")
            return
        self.view.rule.setText(f"{line.said} {line.rule}: {line.citation}.")

    # Order and search

    def _sort_by(self, key: str) -> None:
        self._descending = self._sort == key and not self._descending
        self._sort = key
        self._choose()

    def _ordered(self, lines: tuple[RadarLine, ...]) -> tuple[RadarLine, ...]:
        keys = {
            "person": lambda line: text.fold(line.person_name),
            "place": lambda line: text.fold(line.place_name),
            "since": lambda line: line.concern.since.toordinal(),
            "by": lambda line: (line.concern.by or line.concern.since).toordinal(),
        }
        if self._sort in keys:
            return tuple(sorted(lines, key=keys[self._sort], reverse=self._descending))
        return tuple(reversed(lines)) if self._descending else lines

    def _to_table(self) -> None:
        self._pause.stop()
        self._choose()
        self.view.table.setFocus()


def _columns(today: date) -> list[Column[RadarLine]]:
    def tone(line: RadarLine) -> str:
        if not line.concern.is_late(today):
            return "warning"
        return "danger" if line.kind in _GRAVE else "warning"

    def by(line: RadarLine) -> str:
        on = line.concern.by
        return text.near_date(on, today) if on else "at once"

    return [
        Column("kind", "What", lambda r: words.fact(r.kind.value), 136, "urgency", tone=tone),
        Column("person", "Person", lambda r: r.person_name, 140, "person", is_strong=True),
        Column("place", "Home or hospital", lambda r: r.place_name, 130, "place"),
        Column("since", "Since", lambda r: text.near_date(r.concern.since, today), 84, "since"),
        Column("by", "By", by, 78, "by"),
        Column("said", "What is lacking", lambda r: r.said, 250,
               tip=lambda r: f"{r.said}\n{r.rule}: {r.citation}"),
        Column("rule", "Rule", lambda r: r.citation, 176, tip=lambda r: r.rule),
        Column("ref", "Reference", lambda r: r.ref, 90),
    ]  # fmt: skip
