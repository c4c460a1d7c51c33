"""The one table model."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument

from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable


@dataclass(frozen=True)
class Thing:
    name: str
    size: int


COLUMNS = (
    Column("name", "Name", lambda thing: thing.name, is_strong=True),
    Column("size", "Size", lambda thing: str(thing.size), is_right=True,
           tone=lambda thing: "danger" if thing.size > 9 else ""),
)  # fmt: skip


@pytest.fixture
def model(look, qapp):
    return RowModel(COLUMNS, look)


def test_the_model_is_sound_while_it_changes(model, qtmodeltester):
    qtmodeltester.check(model)
    model.replace([Thing("a", 1), Thing("b", 20)])
    model.append([Thing("c", 3)])
    model.set_columns(COLUMNS[:1])
    model.replace([])
    qtmodeltester.check(model)


def test_cells_say_their_heading_to_a_screen_reader(model):
    model.replace([Thing("Ŵyn", 20)])
    index = model.index(0, 1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Size: 20"
    assert index.data() == "20"


def test_a_tone_is_a_colour_and_a_weight_and_never_the_only_sign(model, look):
    model.replace([Thing("a", 20), Thing("b", 2)])
    grave, plain = model.index(0, 1), model.index(1, 1)
    role = Qt.ItemDataRole.ForegroundRole
    assert grave.data(role).color().name() == look.palette.danger
    assert plain.data(role) is None
    assert (
        grave.data(Qt.ItemDataRole.FontRole).weight()
        > plain.data(Qt.ItemDataRole.FontRole).weight()
    )


def test_a_cell_has_no_rows_of_its_own(model):
    model.replace([Thing("a", 1)])
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0


def test_enter_opens_the_row_that_has_the_keyboard(model, look, qtbot):
    table = RowTable(model, "Things", look)
    qtbot.addWidget(table)
    model.replace([Thing("a", 1), Thing("b", 2)])
    table.select_first()
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Down)
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args[0].name == "b"


def test_a_heading_asks_for_an_order_only_where_there_is_one(model, look, qtbot):
    table = RowTable(model, "Things", look)
    qtbot.addWidget(table)
    asked = []
    table.sort_wanted.connect(asked.append)
    model.set_columns([Column("name", "Name", lambda thing: thing.name, sort="person"), COLUMNS[1]])
    header = table.horizontalHeader()
    header.sectionClicked.emit(0)
    header.sectionClicked.emit(1)
    assert asked == ["person"]


def test_markup_in_a_cell_is_shown_as_it_stands_and_loads_nothing(model):
    hostile = 'A <img src="file://elsewhere/x.png"> & b'
    model.replace([Thing(hostile, 1), Thing("Rosewood House", 2)])
    tip = model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    page = QTextDocument()
    page.setHtml(tip)
    assert page.toPlainText() == hostile
    assert model.index(0, 0).data() == hostile
    assert model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole) == "Rosewood House"
