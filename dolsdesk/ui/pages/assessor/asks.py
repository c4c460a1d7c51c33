"""Questions of a form, each with what the law says beside it and where that stands."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QWidget

from dolsdesk.services.asked import Ask, ask
from dolsdesk.ui.pages.assessor.writing import WritingField
from dolsdesk.ui.theme import SPACE, Look
from dolsdesk.ui.widgets.basics import column, holder, label
from dolsdesk.ui.widgets.fields import ChoiceField, Field, LineField, yes_no

#: From this width on, in pixels at 100 %, the law stands beside the question; else under it.
_BESIDE = 560
_LAW = 186
_ANY_WIDTH = 16_777_215  # what Qt takes for no limit


class Asked(QWidget):
    """Fields, and beside them what the law says of what they ask."""

    def __init__(self, look: Look, fields: Sequence[QWidget], of: Ask) -> None:
        super().__init__()
        self._look = look
        self._said = tuple(
            label(text, role, wrap=True)
            for text, role in ((of.prompt, "small"), (of.source, "label"))
            if text
        )
        self._law = holder(column(*self._said, None, gap="hair"))
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(SPACE["room"])
        self._box.addWidget(holder(column(*fields, None, gap="snug")), 1)
        self._box.addWidget(self._law)
        for field in fields:
            control = getattr(field, "control", None)
            if control is not None and not control.accessibleDescription():
                control.setAccessibleDescription(f"{of.prompt} {of.source}".strip())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override of QWidget: the law goes under the question where there is little room."""
        super().resizeEvent(event)
        beside = self.width() >= self._look.px(_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != way:
            self._box.setDirection(way)
        for one in self._said:
            one.setMinimumWidth(self._look.px(_LAW) if beside else 0)
            one.setMaximumWidth(self._look.px(_LAW) if beside else _ANY_WIDTH)


class Maker:
    """Makes the fields of one sheet, with the titles of the wording in use."""

    def __init__(self, look: Look) -> None:
        self.look = look

    def line(self, name: str, *, title: str = "", hint: str = "") -> LineField:
        """Return a field for one line."""
        return _fit(LineField(name, title or ask(name).title, hint=hint))

    def prose(self, name: str, *, title: str = "", lines: int = 5) -> WritingField:
        """Return a field for long text."""
        return _fit(WritingField(name, title or ask(name).title, self.look, lines=lines))

    def yes_no(self, name: str, *, title: str = "") -> ChoiceField:
        """Return a question that is answered by yes or no."""
        return _fit(yes_no(name, title or ask(name).title))

    def choice(
        self, name: str, options: Sequence[tuple[str, str]], *, title: str = ""
    ) -> ChoiceField:
        """Return a question with a few answers."""
        return _fit(ChoiceField(name, title or ask(name).title, options))

    def with_law(self, name: str, *fields: QWidget) -> Asked:
        """Return fields with the law that the wording has for a question."""
        return Asked(self.look, fields, ask(name))


F = TypeVar("F", bound=Field)


def _fit(field: F) -> F:
    """Let a field fit any width: its title wraps, its choices are cut rather than push."""
    field.wrap_caption()
    if isinstance(field, ChoiceField):
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        field.combo.setSizeAdjustPolicy(policy)
    return field


def explain(field: Field, name: str) -> None:
    """Put the law under a field that stands in a form of its own."""
    of = ask(name)
    field.set_hint(f"{of.prompt} ({of.source})" if of.source else of.prompt)
