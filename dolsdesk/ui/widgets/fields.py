"""Fields for typing: label above, what is wrong below, nothing typed ever lost.

Each field has ``name``, ``value()``, ``raw()`` and ``set_raw()`` (for drafts) and ``changed``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QDate, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from dolsdesk.domain import text as writing
from dolsdesk.domain.fees import parse_pounds, pounds
from dolsdesk.domain.hours import hours, parse_hours
from dolsdesk.domain.typed_dates import NotADate, parse_date, parse_time
from dolsdesk.services import words
from dolsdesk.ui.theme import SPACE, Look
from dolsdesk.ui.widgets.basics import IconButton, label, restyle, row

E = TypeVar("E", bound=StrEnum)
#: What was typed, by the names of the fields.
Values = Mapping[str, Any]

#: Longer lines are cut with a word about it; prose has room for a whole assessment.
MAX_LINE = 400
MAX_PROSE = 400_000
_TALLEST = 300
_ENDLESS_HEIGHT = 16_777_215  # Qt's own largest
#: Nobody writes such words, and laying one out would hold up the window.
_ENDLESS = re.compile(r"(\S{1000})(?=\S)")


class Field(QWidget):
    """A labelled control: the base of every field."""

    changed = Signal()

    def __init__(self, name: str, title: str, control: QWidget, *, hint: str = "") -> None:
        super().__init__()
        self.name = name
        self.title = title
        self.control = control
        self._own_fault = ""
        self._caption = label(title, "label")
        self._caption.setBuddy(control)
        self._hint = label(hint, "small", wrap=True)
        self._fault = label("", "error", wrap=True)
        self._fault.hide()
        control.setAccessibleName(title)
        if hint:
            control.setAccessibleDescription(hint)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(SPACE["hair"])
        for part in (self._caption, control, self._hint, self._fault):
            self.box.addWidget(part)
        # Only now: shown before it has a parent, it would open as a window of its own.
        self._hint.setVisible(bool(hint))
        self.setFocusProxy(control)

    def value(self) -> Any:
        """Return what was typed, as the thing it means."""
        raise NotImplementedError

    def raw(self) -> Any:
        """Return what was typed, exactly, for the draft."""
        raise NotImplementedError

    def set_raw(self, raw: Any) -> None:
        """Put back what was typed."""
        raise NotImplementedError

    def set_title(self, title: str) -> None:
        """Call the field something else."""
        if title != self.title:
            self.title = title
            self._caption.setText(title)
            self.control.setAccessibleName(title)

    def wrap_caption(self) -> None:
        """Let a long label break into lines instead of making the field wide."""
        self._caption.setWordWrap(True)
        policy = self._caption.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self._caption.setSizePolicy(policy)

    def hide_caption(self) -> None:
        """Leave the label out, where the place around the field says it; it is still spoken."""
        self._caption.hide()

    def set_hint(self, text: str) -> None:
        """Say something helpful under the field."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))
        self.control.setAccessibleDescription(text)

    def set_fault(self, sentence: str) -> None:
        """Say what is wrong, at the field; an empty text takes it away."""
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        self.control.setProperty("fault", bool(sentence))
        description = sentence or self._hint.text()
        self.control.setAccessibleDescription(description)
        restyle(self.control)

    def set_own_fault(self, sentence: str) -> None:
        """Say what is wrong with what was typed; only its own sentence is ever taken away.

        What the page says about the field stays while the keyboard moves on.
        """
        if sentence or self.fault == self._own_fault:
            self.set_fault(sentence)
        self._own_fault = sentence

    @property
    def fault(self) -> str:
        """Return what is said to be wrong."""
        return self._fault.text()


class LineField(Field):
    """One line of text."""

    def __init__(self, name: str, title: str, *, hint: str = "", placeholder: str = "") -> None:
        self.edit = QLineEdit()
        self.edit.setMaxLength(MAX_LINE)
        self.edit.setPlaceholderText(placeholder)
        super().__init__(name, title, self.edit, hint=hint)
        self.edit.textChanged.connect(lambda _text: self.changed.emit())
        # Said once what was pasted stands there, or typing it would take the sentence away again.
        self.edit.inputRejected.connect(partial(QTimer.singleShot, 0, self, self._say_full))

    def _say_full(self) -> None:
        self.set_fault(words.sentence("LINE_FULL", n=self.edit.maxLength()))

    def value(self) -> str:
        return writing.tidy(self.edit.text())

    def raw(self) -> str:
        return self.edit.text()

    def set_raw(self, raw: Any) -> None:
        self.edit.setText(str(raw or ""))


class SecretField(LineField):
    """A passphrase: not shown as it is typed, unless it is asked to be."""

    def __init__(self, name: str, title: str, *, hint: str = "") -> None:
        super().__init__(name, title, hint=hint)
        self.show_typed(False)

    def show_typed(self, is_shown: bool) -> None:
        """Show what is typed, or hide it."""
        modes = QLineEdit.EchoMode
        self.edit.setEchoMode(modes.Normal if is_shown else modes.Password)


class _Prose(QPlainTextEdit):
    """Long text: Tab moves on, as in every other field; a huge paste is cut and said so."""

    paste_cut = Signal()

    def __init__(self, lines: int, look_px: Callable[[float], int], tallest: int) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self._least = look_px(19 * lines + 16)
        self._most = max(self._least, look_px(tallest))
        self._is_full = False
        self.setFixedHeight(self._least)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())

    def _grow(self) -> None:
        """Be as tall as what stands in it, within reason; beyond that it scrolls."""
        if self._is_full:
            return
        lines = self.document().size().height()
        wanted = round(lines * self.fontMetrics().lineSpacing()) + 16
        self.setFixedHeight(max(self._least, min(self._most, wanted)))

    def be_full(self, wanted: bool) -> None:
        """Take all the height there is, or only what the text needs again."""
        self._is_full = wanted
        if wanted:
            self.setMinimumHeight(self._least)
            self.setMaximumHeight(_ENDLESS_HEIGHT)
        else:
            self._grow()

    def canInsertFromMimeData(self, source: Any) -> bool:
        """Override of QPlainTextEdit: a file that is dropped here is for the window to take in."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: Any) -> None:
        """Override of QPlainTextEdit: paste as plain text, and no more than there is room for."""
        text = _ENDLESS.sub(r"\1\n", source.text())
        room = MAX_PROSE - len(self.toPlainText())
        self.insertPlainText(text[: max(0, room)])
        if len(text) > room:
            self.paste_cut.emit()


class ProseField(Field):
    """Text of any length."""

    def __init__(
        self, name: str, title: str, look: Look, *, hint: str = "", lines: int = 3,
        tallest: int = _TALLEST,
    ) -> None:  # fmt: skip
        self.edit = _Prose(lines, look.px, tallest)
        super().__init__(name, title, self.edit, hint=hint)
        self.edit.textChanged.connect(self.changed.emit)
        self.edit.paste_cut.connect(self._say_cut)

    def value(self) -> str:
        return writing.tidy_lines(self.edit.toPlainText())

    def raw(self) -> str:
        return self.edit.toPlainText()

    def set_raw(self, raw: Any) -> None:
        self.edit.setPlainText(str(raw or ""))

    def _say_cut(self) -> None:
        self.set_fault(words.sentence("PASTE_CUT", n=MAX_PROSE))


class DateField(Field):
    """A date, typed first; the calendar opens on F4 or its button and never by itself."""

    def __init__(
        self, name: str, title: str, look: Look, today: Callable[[], date], *,
        hint: str = "", is_birth: bool = False,
    ) -> None:  # fmt: skip
        self._look = look
        self._today = today
        self._is_birth = is_birth
        self.edit = QLineEdit()
        self.edit.setMaxLength(40)
        example = "6 5 1941" if is_birth else "2 6 26, today, +21"
        self.edit.setPlaceholderText(example)
        self.edit.setMinimumWidth(look.px(136))
        super().__init__(name, title, self.edit, hint=hint)
        self._spoken = label("", "small")
        self._calendar: QCalendarWidget | None = None
        self.pick = IconButton(look, "calendar-days", f"Calendar for {title}", self.open_calendar)
        self.pick.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.box.removeWidget(self.edit)
        self.box.insertLayout(1, row(self.edit, self.pick, gap="hair"))
        self.box.insertWidget(2, self._spoken)
        self._spoken.hide()
        self.edit.textChanged.connect(self._typed)
        self.edit.editingFinished.connect(self._settle)
        self.edit.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override of QObject: F4 and Alt+Down open the calendar."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            down = event.key() == Qt.Key.Key_Down
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if event.key() == Qt.Key.Key_F4 or (down and alt):
                self.open_calendar()
                return True
        return super().eventFilter(watched, event)

    def value(self) -> date | None:
        """Return the date, or None where the field is blank or what stands there is no date."""
        try:
            return parse_date(self.edit.text(), today=self._today(), is_birth=self._is_birth)
        except NotADate:
            return None

    @property
    def is_wrong(self) -> bool:
        """Return whether something stands there that is no date."""
        return bool(self.edit.text().strip()) and self.value() is None

    def set_value(self, on: date | None) -> None:
        """Put a date there."""
        self.edit.setText(writing.long_date(on) if on else "")
        self.edit.setCursorPosition(0)

    def raw(self) -> str:
        return self.edit.text()

    def set_raw(self, raw: Any) -> None:
        self.edit.setText(str(raw or ""))

    def open_calendar(self) -> None:
        """Open the calendar under the field."""
        made = QCalendarWidget()
        made.setWindowFlag(Qt.WindowType.Popup)
        made.setAccessibleName(f"Calendar for {self.title}")
        made.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        made.setGridVisible(False)
        shown = self.value() or self._today()
        made.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        made.activated.connect(self._picked)
        made.clicked.connect(self._picked)
        made.move(self.edit.mapToGlobal(self.edit.rect().bottomLeft()))
        made.show()
        made.setFocus()
        self._calendar = made

    def _picked(self, chosen: QDate) -> None:
        self.set_value(date(chosen.year(), chosen.month(), chosen.day()))
        if self._calendar is not None:
            self._calendar.close()
            self._calendar.deleteLater()
            self._calendar = None
        self.edit.setFocus()

    def _typed(self) -> None:
        on = self.value()
        self._spoken.setText(writing.day_date(on) if on else "")
        self._spoken.setVisible(on is not None)
        if on is not None or not self.edit.text().strip():
            self.set_fault("")
        self.changed.emit()

    def _settle(self) -> None:
        """Show the whole date at once, or say what is wrong with it."""
        typed = self.edit.text()
        try:
            on = parse_date(typed, today=self._today(), is_birth=self._is_birth)
        except NotADate as wrong:
            self.set_own_fault(words.by_code(str(wrong)))
            return
        if on is not None:
            self.edit.blockSignals(True)
            self.edit.setText(writing.long_date(on))
            self.edit.setCursorPosition(0)
            self.edit.blockSignals(False)
            self._spoken.setText(writing.day_date(on))
        self.set_own_fault("")


class TimeField(Field):
    """A time of day, typed."""

    def __init__(self, name: str, title: str, *, hint: str = "") -> None:
        self.edit = QLineEdit()
        self.edit.setMaxLength(12)
        self.edit.setPlaceholderText("23:40")
        super().__init__(name, title, self.edit, hint=hint)
        self.edit.textChanged.connect(lambda _text: self.changed.emit())
        self.edit.editingFinished.connect(self._settle)

    def value(self) -> time | None:
        try:
            return parse_time(self.edit.text())
        except NotADate:
            return None

    @property
    def is_wrong(self) -> bool:
        """Return whether something stands there that is no time of day."""
        return bool(self.edit.text().strip()) and self.value() is None

    def raw(self) -> str:
        return self.edit.text()

    def set_raw(self, raw: Any) -> None:
        self.edit.setText(str(raw or ""))

    def _settle(self) -> None:
        if self.is_wrong:
            self.set_own_fault(words.by_code("TIME_FORMAT"))
            return
        at = self.value()
        if at is not None:
            self.edit.setText(writing.clock_time(at))
        self.set_own_fault("")


class NumberField(Field):
    """A small whole number, typed; blank where unknown."""

    def __init__(self, name: str, title: str, *, hint: str = "", most: int = 999) -> None:
        self.edit = QLineEdit()
        self.edit.setMaxLength(6)
        self._most = most
        super().__init__(name, title, self.edit, hint=hint)
        self.edit.textChanged.connect(lambda _text: self.changed.emit())
        self.edit.editingFinished.connect(self._settle)

    def value(self) -> int | None:
        typed = self.edit.text().strip()
        return (
            int(typed) if typed.isascii() and typed.isdigit() and int(typed) <= self._most else None
        )

    @property
    def is_wrong(self) -> bool:
        """Return whether something stands there that is no such number."""
        return bool(self.edit.text().strip()) and self.value() is None

    def raw(self) -> str:
        return self.edit.text()

    def set_raw(self, raw: Any) -> None:
        self.edit.setText(str(raw if raw is not None else ""))

    def _settle(self) -> None:
        wrong = words.sentence("NUMBER_WANTED", most=self._most) if self.is_wrong else ""
        self.set_own_fault(wrong)


class _ReadField(Field):
    """A line that is read as something else: blank where unknown, said at once where unreadable."""

    def __init__(
        self, name: str, title: str, read: Callable[[str], int | None],
        write: Callable[[int], str], *, hint: str = "", placeholder: str = "",
    ) -> None:  # fmt: skip
        self.edit = QLineEdit()
        self.edit.setMaxLength(20)
        self.edit.setPlaceholderText(placeholder)
        self._read = read
        self._write = write
        super().__init__(name, title, self.edit, hint=hint)
        self.edit.textChanged.connect(lambda _text: self.changed.emit())
        self.edit.editingFinished.connect(self._settle)

    def value(self) -> int | None:
        try:
            return self._read(self.edit.text())
        except ValueError:
            return None

    @property
    def is_wrong(self) -> bool:
        """Return whether something stands there that cannot be read."""
        return bool(self.edit.text().strip()) and self.value() is None

    def set_value(self, value: int | None) -> None:
        """Put a value there."""
        self.edit.setText("" if value is None else self._write(value))

    def raw(self) -> str:
        return self.edit.text()

    def set_raw(self, raw: Any) -> None:
        self.edit.setText(str(raw or ""))

    def _settle(self) -> None:
        try:
            self.set_value(self._read(self.edit.text()))
        except ValueError as wrong:
            self.set_own_fault(words.by_code(str(wrong)))
        else:
            self.set_own_fault("")


class MoneyField(_ReadField):
    """An amount in pounds, typed with or without pence; its value is in pence."""

    def __init__(self, name: str, title: str, *, hint: str = "") -> None:
        super().__init__(name, title, parse_pounds, pounds, hint=hint, placeholder="180.00")


class HoursField(_ReadField):
    """Hours of a week, typed; its value is in minutes."""

    def __init__(self, name: str, title: str, *, hint: str = "") -> None:
        super().__init__(name, title, parse_hours, hours, hint=hint, placeholder="18.5")


class ChoiceField(Field):
    """One of a few; typing the first letters chooses."""

    def __init__(
        self, name: str, title: str, options: Sequence[tuple[str, str]], *, hint: str = ""
    ) -> None:
        self.combo = QComboBox()
        self.combo.setMaxVisibleItems(20)
        self.combo.setMinimumContentsLength(6)
        for value, text in options:
            self.combo.addItem(text, value)
        super().__init__(name, title, self.combo, hint=hint)
        self.combo.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.combo.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override of QObject: the wheel scrolls the page and never changes a choice."""
        if event.type() == QEvent.Type.Wheel and not self.combo.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def value(self) -> str:
        return str(self.combo.currentData() or "")

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer other things to choose from; the first of them is chosen, and nobody is told."""
        self.combo.blockSignals(True)
        self.combo.clear()
        for value, text in options:
            self.combo.addItem(text, value)
        self.combo.blockSignals(False)

    def choice(self, kind: type[E]) -> E | None:
        """Return the choice as a member of an enumeration, or None where nothing is chosen."""
        return kind(self.value()) if self.value() else None

    def raw(self) -> str:
        return self.value()

    def set_raw(self, raw: Any) -> None:
        index = self.combo.findData(str(raw or ""))
        self.combo.setCurrentIndex(max(0, index))


class TickField(Field):
    """A yes-or-no box whose label is the question."""

    def __init__(self, name: str, title: str, *, hint: str = "") -> None:
        self.box_control = QCheckBox(title)
        super().__init__(name, title, self.box_control, hint=hint)
        self._caption.hide()
        self.box_control.toggled.connect(lambda _on: self.changed.emit())

    def value(self) -> bool:
        return self.box_control.isChecked()

    def raw(self) -> bool:
        return self.value()

    def set_raw(self, raw: Any) -> None:
        self.box_control.setChecked(bool(raw))


YES_NO = (("", "Choose"), ("yes", "Yes"), ("no", "No"))


def yes_no(name: str, title: str, *, hint: str = "") -> ChoiceField:
    """Return a question that may be left open."""
    return ChoiceField(name, title, YES_NO, hint=hint)


def as_bool(field: ChoiceField) -> bool | None:
    """Return the answer to a yes-or-no question, or None where it is open."""
    return {"yes": True, "no": False}.get(field.value())


def options(kind: type[E], *, blank: str = "", first: E | None = None) -> list[tuple[str, str]]:
    """Return the members of an enumeration with their plain words; ``first`` is the usual one."""
    members = sorted(kind, key=lambda member: member is not first)
    listed = [(member.value, words.fact(member.value)) for member in members]
    return [("", blank), *listed] if blank else listed


class Fields:
    """A set of fields by name: values, drafts, and faults shown where they belong."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._fields: Mapping[str, Field] = {field.name: field for field in fields}

    def __getitem__(self, name: str) -> Field:
        """Return a field by name."""
        return self._fields[name]

    def __contains__(self, name: object) -> bool:
        """Return whether there is a field of this name."""
        return name in self._fields

    def __iter__(self) -> Any:
        """Yield the fields in order."""
        return iter(self._fields.values())

    def values(self) -> Values:
        """Return everything typed, as the things it means."""
        return {name: field.value() for name, field in self._fields.items()}

    def raw(self) -> dict[str, Any]:
        """Return everything typed, for the draft."""
        return {name: field.raw() for name, field in self._fields.items()}

    def set_raw(self, raw: Mapping[str, Any]) -> None:
        """Put back everything typed."""
        for name, value in raw.items():
            if name in self._fields:
                self._fields[name].set_raw(value)

    def clear_faults(self) -> None:
        """Take every fault away, except where what stands there cannot be read."""
        for field in self._fields.values():
            if not getattr(field, "is_wrong", False):
                field.set_fault("")

    def first_wrong(self) -> Field | None:
        """Return the first field, or part of a field, with something unreadable in it."""
        wrong = next((f for f in self._fields.values() if getattr(f, "is_wrong", False)), None)
        return getattr(wrong, "wrong_part", wrong)
