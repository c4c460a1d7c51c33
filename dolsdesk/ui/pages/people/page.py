"""People: found by name, everything on record about one, and duplicates (SW5, IN4)."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QTabWidget, QWidget

from dolsdesk.domain import nhs_number, text
from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.staff import Act
from dolsdesk.services import chronology, duplicates, finding, words
from dolsdesk.services.chronology import Happening, PersonView
from dolsdesk.services.duplicates import Known, Merged, Pair
from dolsdesk.services.files import write
from dolsdesk.services.finding import PersonMatch
from dolsdesk.ui import files
from dolsdesk.ui.dialogs.asking import Asking
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.shell import CaseTab, Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, card, column, holder, label, row
from dolsdesk.ui.widgets.fields import ChoiceField, LineField, ProseField
from dolsdesk.ui.widgets.flow import FlowLayout

_PAUSE_MS = 150
_ALL = ""


class PeoplePage(Page, Asking):
    """Two lists: everybody by name with their chronology, and entries that look alike."""

    title = "People"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self.view: PersonView | None = None
        self._asked: int | None = None
        self.search = QLineEdit()
        self.search.setAccessibleName("Find a person")
        self.search.setPlaceholderText("Name, reference or NHS number")
        self.search.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._find)
        self.search.textEdited.connect(lambda _text: self._pause.start())
        self.people_model: RowModel[PersonMatch] = RowModel(_people_columns(), look, self)
        self.people: RowTable[PersonMatch] = RowTable(self.people_model, "People found", look)
        self.people.chosen.connect(self._chosen)
        self.heading = label("", "muted")
        self.name = label("", "title", wrap=True)
        self.about = label("", "muted", wrap=True)
        self.kinds = ChoiceField("kinds", "Show", [(_ALL, "Everything")])
        self.kinds.combo.currentIndexChanged.connect(lambda _index: self._show_happenings())
        self.printed = button("Save as PDF…", self.save_chronology, kind="quiet")
        self.apart_button = button("Take a merge apart…", self.undo_merge, kind="quiet")
        self.merge_button = button("Same as somebody else…", self.merge_chosen, kind="quiet")
        self.happenings_model: RowModel[Happening] = RowModel(_happening_columns(), look, self)
        self.happenings: RowTable[Happening] = RowTable(
            self.happenings_model, "Everything on record", look
        )
        self.happenings.opened.connect(self._open)
        self.pairs_model: RowModel[Pair] = RowModel(_pair_columns(), look, self)
        self.pairs: RowTable[Pair] = RowTable(self.pairs_model, "Possible duplicates", look)
        self.pairs.opened.connect(lambda _pair: self.merge_pair())
        self.count = label("", "muted")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._people_tab(), "People")
        self.tabs.addTab(self._pairs_tab(), "Possible duplicates")
        self.tabs.currentChanged.connect(lambda _index: self._ask_pairs())
        box = column(label("People", "title"), self.tabs, gap="snug", margin="wide")
        box.setStretch(1, 1)
        self.setLayout(box)

    def _people_tab(self) -> QWidget:
        left = column(self.search, self.heading, self.people)
        acts = FlowLayout(gap=self.shell.look.px(8))
        for act in (self.merge_button, self.apart_button, self.printed):
            acts.addWidget(act)
        detail = column(
            self.name,
            self.about,
            self.kinds,
            acts,
            self.happenings,
            gap="tight",
        )
        detail.setStretch(4, 1)
        both = row(left, card(detail), gap="room")
        both.setStretch(0, 2)
        both.setStretch(1, 5)
        both.setContentsMargins(0, 10, 0, 0)
        return holder(both)

    def _pairs_tab(self) -> QWidget:
        box = column(
            label(
                "Entries that may be one person, the surest first. Nothing is deleted: a merge"
                " can be taken apart again.",
                "muted",
                wrap=True,
            ),
            self.count,
            row(
                button("Put together…", self.merge_pair),
                button("Not the same…", self.keep_apart),
                None,
            ),
            self.pairs,
        )
        box.setContentsMargins(0, 10, 0, 0)
        return holder(box)

    # Page

    def refresh(self) -> None:
        self._find()
        self._ask_pairs()
        if self.view is not None:
            self._ask(self.view.id)

    def concerns(self, changes: Changes) -> bool:
        touched = self.view is not None and self.view.id in changes.people
        return touched or Listing.PEOPLE in changes.lists

    def first_focus(self) -> None:
        self.search.setFocus()

    def print_page(self) -> None:
        self.save_chronology()

    def show_person(self, person_id: int) -> None:
        """Show everything on record about somebody."""
        self.tabs.setCurrentIndex(0)
        self._ask(person_id)

    def show_pairs(self) -> None:
        """Show the entries that may be one person."""
        self.tabs.setCurrentIndex(1)
        self.pairs.setFocus()

    # Finding

    def _find(self) -> None:
        ctx, typed = self.shell.ctx, self.search.text()
        found = partial(finding.people, ctx, typed) if typed.strip() else partial(
            finding.recent, ctx
        )  # fmt: skip
        self.heading.setText("Found" if typed.strip() else "Last worked on")
        self.shell.tasks.run_read(self, found, self._show_people, latest="people")

    def _show_people(self, found: tuple[PersonMatch, ...]) -> None:
        """Show who was found; whoever is shown already stays so, unless another is looked for."""
        self.people_model.replace(found)
        numbers = [one.id for one in found]
        if self._asked in numbers:
            self.people.select_where(numbers.index(self._asked))
        elif found and (self._asked is None or self.search.text().strip()):
            self.people.select_first()

    def _chosen(self, match: PersonMatch | None) -> None:
        if match is not None:
            self._ask(match.id)

    def _ask(self, person_id: int) -> None:
        self._asked = person_id
        self.shell.tasks.run_read(
            self,
            partial(chronology.of_person, self.shell.ctx, person_id),
            self._show_view,
            latest="person",
        )

    def _show_view(self, view: PersonView) -> None:
        self.view = view
        person = view.person
        number = f" · NHS {nhs_number.spaced(person.nhs_number)}" if person.nhs_number else ""
        died = f" · died {text.day_date(person.date_of_death)}" if person.date_of_death else ""
        self.name.setText(person.full_name)
        requests = text.number_of(len(view.cases), "request")
        self.about.setText(f"{view.ref} · born {person.born()}{number}{died} · {requests}")
        kinds = sorted({(one.kind, one.what) for one in view.happenings}, key=lambda one: one[1])
        chosen = self.kinds.value()
        self.kinds.set_options([(_ALL, "Everything"), *kinds])
        self.kinds.set_raw(chosen if chosen in {kind for kind, _ in kinds} else _ALL)
        may = self.shell.may(Act.MERGE_PEOPLE)
        merged = any(one.kind == "merged" for one in view.happenings)
        self.apart_button.setVisible(may and merged)
        self.merge_button.setVisible(may)
        self._show_happenings()

    def _show_happenings(self) -> None:
        if self.view is None:
            return
        kind = self.kinds.value()
        shown = [one for one in self.view.happenings if kind in {_ALL, one.kind}]
        self.happenings_model.replace(tuple(shown))

    def _open(self, one: Happening) -> None:
        if one.request_id is not None:
            self.shell.open_case(one.request_id, CaseTab.HISTORY)

    def save_chronology(self) -> None:
        """Save everything on record about the person shown as a PDF."""
        if self.view is None:
            return
        name = chronology.file_name(self.view.ref, self.shell.ctx.today)
        files.ask_save(self, "Save the chronology", name, "PDF (*.pdf)", self.write_chronology)

    def write_chronology(self, path: Path) -> None:
        """Write the chronology to a file; what is filtered out is left out."""
        if self.view is None:
            return
        ctx, person_id, kind = self.shell.ctx, self.view.id, self.kinds.value()
        kinds = frozenset({kind} if kind else ())
        self.shell.tasks.run_long(
            self,
            lambda: write(path, chronology.as_pdf(ctx, person_id, kinds)),
            lambda _value: self.shell.say(f"Saved as {path.name}."),
        )

    # Duplicates

    def _ask_pairs(self) -> None:
        if self.tabs.currentIndex() == 1:
            self.shell.tasks.run_read(
                self, partial(duplicates.pairs, self.shell.ctx), self._show_pairs, latest="pairs"
            )

    def _show_pairs(self, found: tuple[Pair, ...]) -> None:
        self.pairs_model.replace(found)
        self.pairs.select_first()
        self.count.setText(text.number_of(len(found), "pair") if found else "No two look alike.")

    def merge_pair(self) -> None:
        """Put the two entries of the chosen pair together."""
        pair = self.pairs.current_row
        if pair is None or not self.shell.may(Act.MERGE_PEOPLE):
            return
        both = [(str(one.id), f"{one.full_name} ({one.ref})") for one in (pair.one, pair.other)]
        ids = {pair.one.id, pair.other.id}
        self.ask(
            "Put two entries together",
            f"{words.fact(pair.likeness.value)}. Requests, records and contacts of the other go to"
            " the entry that is kept. Nothing is deleted, and it can be taken apart again.",
            [ChoiceField("kept", "Keep", both), ProseField("reason", "How you know",
                                                           self.shell.look, lines=2)],
            accept="Put together",
            act=lambda given: duplicates.merge(
                self.shell.ctx,
                kept_id=int(given["kept"]),
                merged_id=(ids - {int(given["kept"])}).pop(),
                reason=given["reason"],
            ),
            said="Put together.",
        )  # fmt: skip

    def merge_chosen(self) -> None:
        """Say that the person shown is the same as another, who is found by name."""
        from dolsdesk.ui.pages.finders import person_field

        if self.view is None:
            return
        kept = self.view
        other = person_field(self.shell, "other", "The other entry")
        self.ask(
            "Same as somebody else",
            f"{kept.person.full_name} ({kept.ref}) is kept; everything about the other entry goes"
            " there. It can be taken apart again.",
            [other, ProseField("reason", "How you know", self.shell.look, lines=2)],
            accept="Put together",
            act=lambda given: duplicates.merge(
                self.shell.ctx,
                kept_id=kept.id,
                merged_id=given["other"].id if given["other"] else kept.id,
                reason=given["reason"],
            ),
            said="Put together.",
        )

    def keep_apart(self) -> None:
        """Note that the two of the chosen pair are not the same."""
        pair = self.pairs.current_row
        if pair is None or not self.shell.may(Act.MERGE_PEOPLE):
            return
        self.ask(
            "Not the same person",
            f"{pair.one.full_name} ({pair.one.ref}) and {pair.other.full_name}"
            f" ({pair.other.ref}) are not named together again.",
            [LineField("reason", "How you know")],
            accept="They are two people",
            act=lambda given: duplicates.keep_apart(
                self.shell.ctx, pair.one.id, pair.other.id, reason=given["reason"]
            ),
            said="Noted.",
        )

    def undo_merge(self) -> None:
        """Ask which merge of the person shown is to be taken apart."""
        if self.view is not None:
            self.shell.tasks.run_read(
                self, partial(duplicates.of_person, self.shell.ctx, self.view.id), self._undo
            )

    def _undo(self, found: tuple[Merged, ...]) -> None:
        standing = [one for one in found if one.undone_at is None]
        if not standing:
            return
        self.ask(
            "Take two entries apart",
            "What was moved goes back, as far as it is still where it was put.",
            [
                ChoiceField("merge", "Which", [
                    (str(one.id), f"{one.merged_ref}, {text.moment(one.merged_at)}")
                    for one in standing
                ]),
                ProseField("why", "Why", self.shell.look, lines=2),
            ],
            accept="Take apart",
            act=lambda given: duplicates.undo(
                self.shell.ctx, int(given["merge"]), why=given["why"]
            ),
            said="Taken apart.",
        )  # fmt: skip


def _people_columns() -> list[Column[PersonMatch]]:
    return [
        Column("name", "Name", lambda r: text.full_name(r.given_names, r.family_name), 150,
               is_strong=True),
        Column("born", "Born",
               lambda r: text.short_date(r.date_of_birth) if r.date_of_birth else "", 96),
        Column("ref", "Reference", lambda r: r.ref, 90),
    ]  # fmt: skip


def _happening_columns() -> list[Column[Happening]]:
    return [
        Column("when", "Happened", chronology.when, 150),
        Column("what", "What", lambda r: r.what, 190, is_strong=True),
        Column("detail", "Detail", lambda r: r.detail, 320),
        Column("source", "Request", lambda r: r.source, 96),
        Column("who", "Recorded by", lambda r: r.recorded_by, 130),
    ]


def _pair_columns() -> list[Column[Pair]]:
    def born(one: Known) -> str:
        return text.short_date(one.date_of_birth) if one.date_of_birth else "not known"

    return [
        Column("why", "Why", lambda r: words.fact(r.likeness.value), 230, is_strong=True),
        Column("one", "One entry", lambda r: f"{r.one.full_name} ({r.one.ref})", 210),
        Column("born", "Born", lambda r: born(r.one), 100),
        Column("other", "Another", lambda r: f"{r.other.full_name} ({r.other.ref})", 210),
        Column("born_too", "Born", lambda r: born(r.other), 100),
    ]
