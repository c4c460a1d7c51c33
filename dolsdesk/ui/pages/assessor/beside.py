"""An earlier form beside the one being written: differences marked by words and strokes."""

from functools import partial
from html import escape
from typing import Any

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtWidgets import QTextBrowser, QWidget

from dolsdesk.domain.comparing import Change, Piece
from dolsdesk.domain.dols.assessor_forms import Sheet
from dolsdesk.services import earlier_forms, words
from dolsdesk.services.drafts import Draft
from dolsdesk.services.earlier_forms import EarlierForm, Line
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import button, column
from dolsdesk.ui.widgets.fields import ChoiceField, TickField

_WAIT_MS = 700
_ELSEWHERE = "elsewhere"


class BesideForm(QWidget):
    """Chooses an earlier form, shows it against the present one, and copies texts on request."""

    copy_wanted = Signal(str, str, str)
    compare_wanted = Signal()
    rely_wanted = Signal(object)

    def __init__(self, shell: Shell, sheet: Sheet) -> None:
        super().__init__()
        self._shell = shell
        self._forms: tuple[EarlierForm, ...] = ()
        self._elsewhere: Draft | None = None
        self._long: frozenset[str] = frozenset()
        self._lines: tuple[Line, ...] = ()
        self.which = ChoiceField("earlier_form", "Held against", [("", "Choose an earlier form")])
        self.only = TickField("only_differences", "Only what differs")
        self.only.set_raw(True)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName("The earlier form beside this one")
        self.text.anchorClicked.connect(self._clicked)
        self.rely = button("Rely on this one (Form 3B)", self._rely)
        self.rely.hide()
        self._may_rely = sheet is Sheet.BEST_INTERESTS
        box = column(self.which, self.only, self.text, self.rely, gap="snug")
        box.setStretch(2, 1)
        self.setLayout(box)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self.compare_wanted)
        self.which.changed.connect(self.compare_wanted)
        self.only.changed.connect(self._draw)

    def show_forms(self, forms: tuple[EarlierForm, ...], long_texts: frozenset[str]) -> None:
        """Offer the forms that the present one can be held against."""
        self._forms, self._long = forms, long_texts
        self._offer()

    def show_elsewhere(self, draft: Draft) -> None:
        """Offer what the same person had typed at another desk, and show it."""
        self._elsewhere = draft
        self._offer()
        self.which.set_raw(_ELSEWHERE)

    def _offer(self) -> None:
        chosen = self.which.value()
        listed = [(str(number), form.title) for number, form in enumerate(self._forms)]
        if self._elsewhere is not None:
            said = words.sentence("TYPED_ELSEWHERE", at=self._elsewhere.updated_at)
            listed.insert(0, (_ELSEWHERE, said))
        first = "Choose an earlier form" if listed else "No earlier form is on record"
        self.which.set_options([("", first), *listed])
        self.which.set_raw(chosen)
        if not chosen and self._forms:
            self.which.set_raw("0")

    @property
    def chosen(self) -> tuple[dict[str, Any], str] | None:
        """Return what the present form is held against, and where it comes from."""
        value = self.which.value()
        if value == _ELSEWHERE and self._elsewhere is not None:
            return dict(self._elsewhere.payload), words.sentence(
                "TYPED_ELSEWHERE", at=self._elsewhere.updated_at
            )
        if not value:
            return None
        form = self._forms[int(value)]
        return form.raw, form.source

    def touched(self) -> None:
        """Note that something was typed; the comparison follows a little later."""
        if self.isVisible():
            self._wait.start()

    def _rely(self) -> None:
        if self.which.value() not in {"", _ELSEWHERE}:
            self.rely_wanted.emit(self._forms[int(self.which.value())])

    def compare(self, raw: dict[str, Any]) -> None:
        """Hold the present form against the chosen one, in the background."""
        held = self.chosen
        self.rely.setVisible(self._may_rely and self.which.value() not in {"", _ELSEWHERE})
        if held is None:
            self._show(())
            return
        self._shell.tasks.run_read(
            self,
            partial(earlier_forms.lines, held[0], raw),
            self._show,
            latest=f"beside-{id(self)}",
        )

    def _show(self, lines: tuple[Line, ...]) -> None:
        self._lines = lines
        self._draw()

    def _draw(self) -> None:
        at = self.text.verticalScrollBar().value()
        shown = [one for one in self._lines if not (self.only.value() and one.is_same)]
        if not self._lines:
            said = "<p>Nothing to compare yet.</p>"
        elif not shown:
            said = "<p>Nothing differs.</p>"
        else:
            said = "".join(map(self._line, shown))
        self.text.setHtml(f"{_SIGNS if shown else ''}{said}")
        self.text.verticalScrollBar().setValue(at)

    def _line(self, line: Line) -> str:
        said = "".join(map(_piece, line.pieces)).replace("\n", "<br>")
        copy = (
            f'<a href="copy:{line.name}">Copy the earlier text</a>'
            if line.name in self._long and line.old and not line.is_same
            else ""
        )
        return f"<h4>{escape(line.title)}: {_verdict(line)}</h4><p>{said}</p><p>{copy}</p>"

    def _clicked(self, link: QUrl) -> None:
        held = self.chosen
        if link.scheme() == "copy" and held is not None:
            name = link.path()
            self.copy_wanted.emit(name, str(held[0].get(name, "")), held[1])


_SIGNS = (
    "<p><s>[&minus; stood there before &minus;]</s> <u><b>[+ stands here now +]</b></u>"
    " and the rest is the same.</p>"
)


def _piece(piece: Piece) -> str:
    said = escape(piece.text)
    if piece.change is Change.REMOVED:
        return f"<s>[&minus; {said.strip()} &minus;]</s> "
    if piece.change is Change.ADDED:
        return f"<u><b>[+ {said.strip()} +]</b></u> "
    return said


def _verdict(line: Line) -> str:
    if line.is_same:
        return "same as earlier"
    if not line.new:
        return "only in the earlier one"
    return "changed" if line.old else "only in this one"
