"""A field of several rows, each of a few small parts: people consulted, conditions, evidence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from dolsdesk.ui.theme import SPACE, Look
from dolsdesk.ui.widgets.basics import IconButton, button
from dolsdesk.ui.widgets.fields import Field

Make = Callable[[], Field]


@dataclass(frozen=True, slots=True)
class Cell:
    """One part of a row: its name, how its field is made, and how wide it is."""

    name: str
    make: Make
    stretch: int = 1


class RowsField(Field):
    """Rows that can be added and taken away."""

    def __init__(
        self, name: str, title: str, look: Look, cells: Sequence[Cell], *,
        add: str = "Add a row", hint: str = "",
    ) -> None:  # fmt: skip
        self._look = look
        self._cells = tuple(cells)
        self._rows: list[dict[str, Field]] = []
        self._signs: dict[int, QWidget] = {}
        self._number = 0
        self._holder = QWidget()
        self._grid = QGridLayout(self._holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE["snug"])
        self._grid.setVerticalSpacing(SPACE["snug"])
        for index, cell in enumerate(self._cells):
            self._grid.setColumnStretch(index, cell.stretch)
        super().__init__(name, title, self._holder, hint=hint)
        self.adding = button(add, self._add_pressed, kind="quiet")
        self.box.insertWidget(2, self.adding, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.adding)

    def _add_pressed(self) -> None:
        self.add_row()

    def add_row(self, values: Mapping[str, Any] | None = None) -> dict[str, Field]:
        """Add a row and give it the keyboard if a person asked for it."""
        made = {cell.name: cell.make() for cell in self._cells}
        self._number += 1
        number = self._number
        for index, field in enumerate(made.values()):
            field.control.setAccessibleName(f"{self.title}, row {number}: {field.title}")
            field.changed.connect(self.changed.emit)
            self._grid.addWidget(field, number, index, Qt.AlignmentFlag.AlignTop)
        name = f"Take row {number} of {self.title} away"
        sign = IconButton(self._look, "x", name, lambda: self._remove(made))
        self._grid.addWidget(sign, number, len(self._cells), Qt.AlignmentFlag.AlignBottom)
        self._rows.append(made)
        self._signs[id(made)] = sign
        for key, value in (values or {}).items():
            if key in made:
                made[key].set_raw(value)
        if values is None:
            next(iter(made.values())).setFocus()
            self.changed.emit()
        return made

    def _remove(self, gone: dict[str, Field]) -> None:
        self._rows.remove(gone)
        for field in gone.values():
            self._grid.removeWidget(field)
            field.deleteLater()
        sign = self._signs.pop(id(gone))
        self._grid.removeWidget(sign)
        sign.deleteLater()
        self.adding.setFocus()
        self.changed.emit()

    @property
    def rows(self) -> tuple[Mapping[str, Field], ...]:
        """Return the fields of each row."""
        return tuple(self._rows)

    def value(self) -> list[dict[str, Any]]:
        """Return the rows in which something stands."""
        found = [{name: field.value() for name, field in row.items()} for row in self._rows]
        return [row for row in found if any(_stands(value) for value in row.values())]

    def raw(self) -> list[dict[str, Any]]:
        return [{name: field.raw() for name, field in row.items()} for row in self._rows]

    def set_raw(self, raw: Any) -> None:
        for row in list(self._rows):
            self._remove(row)
        for values in raw or ():
            self.add_row(values)


def _stands(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None
