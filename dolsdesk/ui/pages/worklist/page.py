"""The worklist: what is due today, overdue, without authority, waiting, expiring (SW1, SW2)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QInputDialog, QMenu

from dolsdesk.domain import text
from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.services import words, worklist
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.worklist import Bucket, CaseLine, Query, SavedView, SortKey
from dolsdesk.services.worklist import Page as ListPage
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.pages.several import Several
from dolsdesk.ui.pages.worklist.columns import USUAL, columns
from dolsdesk.ui.pages.worklist.view import GRAVE, WorklistView
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.widgets.basics import button, clear, column, restyle

_PAUSE_MS = 150
_MOST = 5_000  # chosen at once
#: The view that is kept without being named: how the list looked last.
_LAST = "\u2024last"
_PRIORITIES = ("high", "medium", "low")


#: What a number somewhere else chose; a ready-made list drops it.
_NOT_CHOSEN: Mapping[str, Any] = {
    "ids": None, "states": frozenset(), "steps": frozenset(), "assessor_id": None,
}  # fmt: skip


class WorklistPage(Page):
    """Finds cases."""

    title = "Worklist"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._query = Query()
        self._ids_title = ""
        self._shown = list(USUAL)
        self._views: tuple[SavedView, ...] = ()
        self._next: tuple[object, ...] | None = None
        self._total = 0
        self._restored = False
        self._columns = columns(shell.ctx.today)
        self.model: RowModel[CaseLine] = RowModel(self._chosen_columns(), shell.look, self)
        self.view = WorklistView(self.model, shell.look)
        self.several = Several(self, self._chosen_ids)
        self.view.add_several(self.several.banner, self.several.button)
        self.setLayout(column(self.view))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search_typed)
        self._connect()
        self.refresh()  # asked for while the rest of the window is still being made
        self._is_stale = False

    def _connect(self) -> None:
        view = self.view
        for bucket, tile in view.tiles.items():
            tile.clicked.connect(partial(self._bucket_pressed, bucket))
        view.search.textEdited.connect(lambda _text: self._pause.start())
        view.search.returnPressed.connect(self._to_table)
        view.filters.clicked.connect(self._open_filters)
        view.columns.clicked.connect(self._open_columns)
        view.views.clicked.connect(self._open_views)
        view.table.opened.connect(lambda row: self.shell.open_case(row.request_id))
        view.table.sort_wanted.connect(self._sort)
        view.table.end_reached.connect(self._more)
        view.table.let_choose_several()
        view.table.count_changed.connect(self.several.count_changed)
        view.table.all_wanted.connect(self._all)

    # What is shown

    @property
    def query(self) -> Query:
        """Return the question the list answers."""
        return self._query

    def ask(self, query: Query, *, title: str = "") -> None:
        """Show the answer to another question."""
        self._query = query
        self._ids_title = title
        self.view.search.setText(query.words)
        self.refresh()

    def refresh(self) -> None:
        ctx = self.shell.ctx
        if self.view.as_at.text() != text.day_date(ctx.today):
            self._columns = columns(ctx.today)
            self.view.as_at.setText(text.day_date(ctx.today))
        self._show_chips()
        query, run_read = self._query, self.shell.tasks.run_read
        if self._restored:
            run_read(self, partial(worklist.page, ctx, query), self._show_page, latest="worklist")
        else:
            run_read(self, partial(_as_left, ctx, query), self._begin, latest="worklist")

    def concerns(self, changes: Changes) -> bool:
        return bool(changes.cases) or bool(changes.lists & {Listing.WORKLIST, Listing.VIEWS})

    def first_focus(self) -> None:
        self.view.table.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Override of QWidget: a new day makes every list another one."""
        super().showEvent(event)
        if self.view.as_at.text() not in {"", text.day_date(self.shell.ctx.today)}:
            self.refresh()

    def focus_search(self) -> None:
        """Give the keyboard to the search box."""
        self.view.search.setFocus()
        self.view.search.selectAll()

    def _begin(self, left: "_AsLeft") -> None:
        """Show the list as it was left."""
        self._restored = True
        self._query = left.query
        self._shown = [key for key in left.columns if key in self._columns] or list(USUAL)
        self.view.search.setText(left.query.words)
        self._show_chips()
        self._show_page(left.page)

    def _show_page(self, page: ListPage) -> None:
        self._fill(page)
        ctx, run_read = self.shell.ctx, self.shell.tasks.run_read
        run_read(self, partial(worklist.counts, ctx), self._show_counts, latest="worklist-counts")
        run_read(self, partial(worklist.views, ctx), self._keep_views, latest="views")

    def _fill(self, page: ListPage) -> None:
        kept, ids = self.view.table.current_row, frozenset(self._chosen_ids())
        had_focus = self.view.table.hasFocus()
        chosen = self._chosen_columns()
        if chosen != list(self.model.columns):
            self.model.set_columns(chosen)
        self.model.replace(page.rows)
        self.view.table.show_order(self._query.sort, descending=self._query.descending)
        self._next, self._total = page.next_after, page.total
        self._say_count(page)
        self._keep_selection(kept, ids)
        if had_focus:
            self.view.table.setFocus()

    def _keep_selection(self, kept: CaseLine | None, chosen: frozenset[int]) -> None:
        numbers = [row.request_id for row in self.model.rows]
        if kept is not None and kept.request_id in numbers:
            self.view.table.select_where(numbers.index(kept.request_id))
        else:
            self.view.table.select_first()
        if len(chosen) > 1 and chosen & set(numbers):
            self.view.table.choose_where(lambda row: row.request_id in chosen)

    def undo_last(self) -> None:
        """Undo the newest act on several cases of whoever sits here."""
        self.several.undo_last()

    def _chosen_ids(self) -> tuple[int, ...]:
        return tuple(row.request_id for row in self.view.table.chosen_rows)

    def _all(self) -> None:
        """Choose every case of the list, those not yet there too."""
        if self._next is None:
            return
        after, self._next = self._next, None
        self.shell.tasks.run_read(
            self,
            partial(worklist.page, self.shell.ctx, self._query, after=after, limit=_MOST),
            self._choose_all,
            latest="worklist",
        )

    def _choose_all(self, page: ListPage) -> None:
        self._show_more(page)
        self.view.table.choose_where(lambda _row: True)

    def _say_count(self, page: ListPage) -> None:
        shown = len(self.model.rows)
        if not self._total:
            self.view.count.setText("Nothing here.")
        elif shown < self._total:
            self.view.count.setText(f"{shown:,} of {self._total:,}")
        else:
            self.view.count.setText(text.number_of(self._total, "case"))
        if page.was_alike and page.rows:
            self.view.count.setText(f"{self.view.count.text()}, spelled alike")

    def _more(self) -> None:
        if self._next is None:
            return
        after, self._next = self._next, None
        self.shell.tasks.run_read(
            self,
            partial(worklist.page, self.shell.ctx, self._query, after=after),
            self._show_more,
            latest="worklist",
        )

    def _show_more(self, page: ListPage) -> None:
        self.model.append(page.rows)
        self._next = page.next_after
        self._say_count(page)

    def _show_counts(self, counts: Mapping[Bucket, int]) -> None:
        for bucket, tile in self.view.tiles.items():
            name = words.fact(bucket.value)
            number = counts.get(bucket)
            tile.setText(name if number is None else f"{name}  {number:,}")
            tile.setChecked(bucket is self._query.bucket and self._query.ids is None)
            tile.setProperty("tone", "danger" if number and bucket in GRAVE else "")
            restyle(tile)

    def _chosen_columns(self) -> list[Column[CaseLine]]:
        return [self._columns[key] for key in self._shown if key in self._columns]

    # Questions

    def _bucket_pressed(self, bucket: Bucket, _checked: bool = False) -> None:
        sort, descending = self._query.sort, self._query.descending
        natural = {
            Bucket.EXPIRING: (SortKey.EXPIRES, False),
            Bucket.EXPIRED: (SortKey.EXPIRES, False),
            Bucket.NO_AUTHORITY: (SortKey.NO_AUTHORITY, False),
            Bucket.CLOSED: (SortKey.DECIDED, True),
        }
        if bucket in natural:
            sort, descending = natural[bucket]
        elif self._query.bucket in natural:
            sort, descending = SortKey.DUE, False
        self._change(bucket=bucket, sort=sort, descending=descending, **_NOT_CHOSEN)

    def show_bucket(self, bucket: Bucket) -> None:
        """Show one of the ready-made lists."""
        self._bucket_pressed(bucket)

    def _search_typed(self) -> None:
        typed = self.view.search.text()
        if typed != self._query.words:
            self._change(words=typed, bucket=Bucket.ALL if typed.strip() else Bucket.OPEN)

    def _to_table(self) -> None:
        self._pause.stop()
        self._search_typed()
        self.view.table.setFocus()

    def _sort(self, key: str) -> None:
        same = self._query.sort == key
        self._change(sort=SortKey(key), descending=same and not self._query.descending)

    def _change(self, **values: Any) -> None:
        self._query = replace(self._query, **values)
        self.refresh()
        self._remember()

    # Filters, columns, views

    def _open_filters(self) -> None:
        menu = QMenu(self)
        query = self._query

        def offer(name: str, on: bool, change: Callable[[], None]) -> None:
            action = QAction(name, menu)
            action.setCheckable(True)
            action.setChecked(on)
            action.triggered.connect(lambda _checked=False: change())
            menu.addAction(action)

        for level in _PRIORITIES:
            offer(
                f"Priority {words.fact(level).lower()}",
                level in query.priorities,
                partial(self._toggle_priority, level),
            )
        menu.addSeparator()
        offer("With an urgent authorisation", query.urgent is True, partial(self._toggle, "urgent"))
        offer("The person objects", query.objects is True, partial(self._toggle, "objects"))
        menu.addSeparator()
        offer("No filter", False, self._clear_filters)
        menu.popup(self.view.filters.mapToGlobal(self.view.filters.rect().bottomLeft()))

    def _toggle_priority(self, level: str) -> None:
        self._change(priorities=self._query.priorities ^ {level})

    def _toggle(self, name: str) -> None:
        self._change(**{name: None if getattr(self._query, name) else True})

    def _clear_filters(self) -> None:
        self.view.search.clear()
        self._change(
            priorities=frozenset(),
            urgent=None,
            objects=None,
            words="",
            **_NOT_CHOSEN,
            bucket=Bucket.OPEN,
        )

    def _show_chips(self) -> None:
        """Show every filter in force: a hidden one would mislead."""
        clear(self.view.chips)
        query = self._query
        chips: list[tuple[str, Callable[[], None]]] = []
        if query.ids is not None:
            chips.append((self._ids_title or "Chosen cases", self._clear_filters))
        elif query.states or query.steps or query.assessor_id is not None:
            chips.append((self._ids_title or "Chosen stage", self._clear_filters))
        if query.words.strip():
            chips.append((f"“{query.words.strip()[:40]}”", self._drop_words))
        chips += [
            (f"Priority {level}", partial(self._toggle_priority, level))
            for level in sorted(query.priorities)
        ]
        if query.urgent:
            chips.append(("Urgent", partial(self._toggle, "urgent")))
        if query.objects:
            chips.append(("Objects", partial(self._toggle, "objects")))
        for name, drop in chips:
            made = button(f"{name}  ✕", drop, kind="filter", tip=f"Take the filter {name} away")
            made.setAccessibleName(f"Filter in force: {name}. Press to take it away")
            self.view.chips.addWidget(made)

    def _drop_words(self) -> None:
        self.view.search.clear()
        self._change(words="", bucket=Bucket.OPEN)

    def _open_columns(self) -> None:
        menu = QMenu(self)
        for key, shown in self._columns.items():
            action = QAction(shown.heading, menu)
            action.setCheckable(True)
            action.setChecked(key in self._shown)
            action.setEnabled(key != "person")
            action.triggered.connect(partial(self._toggle_column, key))
            menu.addAction(action)
        menu.addSeparator()
        usual = QAction("Usual columns", menu)
        usual.triggered.connect(lambda _checked=False: self._set_columns(list(USUAL)))
        menu.addAction(usual)
        menu.popup(self.view.columns.mapToGlobal(self.view.columns.rect().bottomLeft()))

    def _toggle_column(self, key: str, _checked: bool = False) -> None:
        wanted = set(self._shown) ^ {key}
        self._set_columns([name for name in self._columns if name in wanted])

    def _set_columns(self, keys: list[str]) -> None:
        self._shown = keys
        self.model.set_columns(self._chosen_columns())
        self._remember()

    def _open_views(self) -> None:
        menu = QMenu(self)
        for saved in self._views:
            if saved.name == _LAST:
                continue
            name = f"{saved.name} (shared)" if saved.is_shared else saved.name
            action = QAction(name, menu)
            action.triggered.connect(partial(self._use_view, saved))
            menu.addAction(action)
        menu.addSeparator()
        for name, work in (
            ("Save this view…", partial(self.save_view, False)),
            ("Save this view for everybody…", partial(self.save_view, True)),
        ):
            action = QAction(name, menu)
            action.triggered.connect(lambda _checked=False, work=work: work())
            menu.addAction(action)
        mine = [saved for saved in self._views if saved.name != _LAST]
        if mine:
            forget = menu.addMenu("Forget")
            for saved in mine:
                action = QAction(saved.name, forget)
                action.triggered.connect(partial(self._forget_view, saved))
                forget.addAction(action)
        menu.popup(self.view.views.mapToGlobal(self.view.views.rect().bottomLeft()))

    def save_view(self, is_shared: bool) -> None:
        """Ask for a name and save the view under it."""
        asking = QInputDialog(self)
        asking.setWindowTitle("Save this view")
        asking.setLabelText("Name of the view")
        asking.textValueSelected.connect(partial(self.keep_view, is_shared))
        asking.open()

    def keep_view(self, is_shared: bool, name: str) -> None:
        """Save the view under a name."""
        if not name.strip():
            return
        saved = SavedView(name.strip(), is_shared, self._query, tuple(self._shown))
        self.shell.tasks.run_change(self, partial(worklist.keep_view, self.shell.ctx, saved))
        self.shell.say(f"View “{saved.name}” saved.")

    def _use_view(self, saved: SavedView, _checked: bool = False) -> None:
        self._shown = [key for key in saved.columns if key in self._columns] or list(USUAL)
        self.ask(saved.query)
        self._remember()

    def _forget_view(self, saved: SavedView, _checked: bool = False) -> None:
        self.shell.tasks.run_change(self, partial(worklist.drop_view, self.shell.ctx, saved))

    def _keep_views(self, views: tuple[SavedView, ...]) -> None:
        self._views = views

    def _remember(self) -> None:
        if self._query.ids is not None:
            return
        saved = SavedView(_LAST, False, self._query, tuple(self._shown))

        def keep() -> Outcome[None]:
            return replace(worklist.keep_view(self.shell.ctx, saved), changes=Changes())

        self.shell.tasks.run_change(self, keep)


@dataclass(frozen=True, slots=True)
class _AsLeft:
    """The list as it was left: its question and columns, and the first page of the answer."""

    query: Query
    columns: tuple[str, ...]
    page: ListPage


def _as_left(ctx: Context, asked: Query) -> _AsLeft:
    """Return the list as it was left, unless something is asked already; on a worker's thread."""
    last = next((saved for saved in worklist.views(ctx) if saved.name == _LAST), None)
    query = last.query if last is not None and asked == Query() else asked
    return _AsLeft(query, last.columns if last else (), worklist.page(ctx, query))
