"""Long text: wide, as tall as what stands in it, with its words counted; never altered by itself.

What is pasted comes in as plain text; nothing is corrected, replaced or completed.
"""

from typing import Any

from PySide6.QtCore import QTimer

from dolsdesk.domain import text as writing
from dolsdesk.domain.comparing import percent_kept
from dolsdesk.services import words
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import chip, label, row
from dolsdesk.ui.widgets.fields import ProseField

_TALLEST = 620
_WAIT_MS = 400
_WHOLE = 100


class WritingField(ProseField):
    """A field for a page or more, which knows what of it was copied from elsewhere."""

    def __init__(
        self, name: str, title: str, look: Look, *, hint: str = "", lines: int = 5
    ) -> None:
        super().__init__(name, title, look, hint=hint, lines=lines, tallest=_TALLEST)
        self._copied = ("", "")  # from where, and what
        self._count = label("", "small")
        self._mark = chip("", "info")
        self._mark.hide()
        self.foot = row(self._mark, None, self._count, gap="snug")
        self.box.insertLayout(2, self.foot)
        self._kept: tuple[str, int] = ("", 0)  # a text, and how much of what was copied it has
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._say_words)
        self.edit.textChanged.connect(self._wait.start)
        self._say_words()

    def _say_words(self) -> None:
        """Say how many words stand there, and how much of them was copied."""
        self._wait.stop()
        self._count.setText(writing.number_of(self.words, "word"))
        source, _was = self._copied
        if source:
            kept = self._percent()
            code = "COPIED_WHOLE" if kept == _WHOLE else "COPIED_PARTLY"
            self._mark.setText(words.sentence(code, text=source, n=kept))
        self._mark.setVisible(bool(source))

    def _percent(self) -> int:
        """Return how much of what was copied still stands; worked out once for each text."""
        said = self.edit.toPlainText()
        if self._kept[0] != said:
            self._kept = (said, percent_kept(self._copied[1], said))
        return self._kept[1]

    @property
    def law(self) -> str:
        """Return what the law says of the question."""
        return self.control.accessibleDescription()

    @property
    def words(self) -> int:
        """Return how many words stand there."""
        return len(self.edit.toPlainText().split())

    # Copied text

    def copy_in(self, said: str, source: str) -> None:
        """Put a text from elsewhere there, marked as copied until nothing of it is left."""
        self._copied, self._kept = (source, said), ("", 0)
        self.edit.setPlainText(said)
        self._say_words()

    @property
    def copied(self) -> tuple[str, int] | None:
        """Return where the text comes from and how much of it stands, or None."""
        source, _was = self._copied
        kept = self._percent() if source else 0
        return (source, kept) if kept else None

    def raw_copied(self) -> list[str]:
        """Return the mark of copying, for the draft."""
        return list(self._copied)

    def set_raw_copied(self, raw: Any) -> None:
        """Put the mark of copying back."""
        source, was = raw
        self._copied, self._kept = (str(source), str(was)), ("", 0)
        self._say_words()
