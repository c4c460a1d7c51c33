"""The rates of an assessor: what is held, and rows for what is added."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from dolsdesk.domain import fees, text
from dolsdesk.domain.fees import FeeKind, Rate, RateStanding
from dolsdesk.errors import Refused
from dolsdesk.services import words
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import column, label
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    MoneyField,
    Values,
    options,
)
from dolsdesk.ui.widgets.rows import Cell, RowsField

_ROW_PX, _FEWEST, _MOST = 29, 1, 7


class RateCard(QWidget):
    """The rates held, the newest of each kind first; nothing of them can be changed."""

    def __init__(self, held: Sequence[Rate], today: date, look: Look) -> None:
        super().__init__()
        self.model: RowModel[Rate] = RowModel(_columns(held, today), look, self)
        self.table: RowTable[Rate] = RowTable(self.model, "Rates", look)
        self.model.replace(fees.ordered(held))
        lines = min(max(len(held), _FEWEST), _MOST) + 1
        self.table.setFixedHeight(look.px(_ROW_PX * lines + 8))
        self.table.select_first()
        none = label("No rate is held yet.", "muted")
        box = column(label("Rates", "heading"), self.table, none, gap="tight")
        box.setContentsMargins(0, 0, 0, 0)
        self.setLayout(box)
        self.table.setVisible(bool(held))
        none.setVisible(not held)


class NewRates(RowsField):
    """Rates to be added, each of a kind, an amount and its first day."""

    def __init__(self, look: Look, today: Callable[[], date]) -> None:
        super().__init__(
            "rates",
            "New rates",
            look,
            [
                Cell("kind", _kind, 3),
                Cell("pence", lambda: MoneyField("pence", "Amount"), 1),
                Cell("valid_from", lambda: DateField("valid_from", "From", look, today), 2),
                Cell("note", lambda: LineField("note", "Note"), 2),
            ],
            add="Add a rate",
            hint="This council's own amounts; no fee is set by law. A new rate holds from its first"
            " day and leaves the earlier ones as they are.",
        )
        self.hide_caption()

    @property
    def wrong_part(self) -> Field | None:
        """Return the first part of a row in which something unreadable stands."""
        parts = (part for row in self.rows for part in row.values())
        return next((part for part in parts if getattr(part, "is_wrong", False)), None)

    @property
    def is_wrong(self) -> bool:
        """Return whether something unreadable stands in a row."""
        return self.wrong_part is not None


def read(typed: Sequence[Values]) -> tuple[Rate, ...]:
    """Return the rates that were typed.

    Raises:
        Refused: a row says not what it is for, how much, or from when.
    """
    found = []
    for row in typed:
        if not row["kind"] or row["pence"] is None or row["valid_from"] is None:
            raise Refused("RATE_INCOMPLETE", field="rates")
        found.append(Rate(FeeKind(row["kind"]), row["pence"], row["valid_from"], row["note"]))
    return tuple(found)


def _kind() -> ChoiceField:
    return ChoiceField("kind", "For", options(FeeKind, blank="Choose"))


def _columns(held: Sequence[Rate], today: date) -> list[Column[Rate]]:
    def stands(rate: Rate) -> str:
        return words.fact(f"rate_{fees.standing(rate, held, today).value}")

    def tone(rate: Rate) -> str:
        is_now = fees.standing(rate, held, today) is RateStanding.IN_FORCE
        return "" if is_now else "muted"

    return [
        Column("kind", "For", lambda rate: words.fact(rate.kind.value), 220, tone=tone),
        Column("amount", "Amount", lambda rate: fees.pounds(rate.pence), 80, is_right=True,
               tone=tone),
        Column("from", "From", lambda rate: text.short_date(rate.valid_from), 100, tone=tone),
        Column("stands", "Stands", stands, 80, tone=tone),
        Column("note", "Note", lambda rate: rate.note, 140, tip=lambda rate: rate.note),
    ]  # fmt: skip
