"""Fields: typed first, wrong said at once, nothing typed lost."""

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, Qt

from dolsdesk.ui.widgets.fields import (
    MAX_PROSE,
    DateField,
    LineField,
    NumberField,
    ProseField,
    TimeField,
)
from dolsdesk.ui.widgets.pickers import Match, PickField
from dolsdesk.ui.widgets.rows import Cell, RowsField

TODAY = date(2026, 11, 23)


@pytest.fixture
def day(look, qtbot):
    def make(**values):
        field = DateField("on", "Received on", look, lambda: TODAY, **values)
        qtbot.addWidget(field)
        field.show()
        return field

    return make


def leave(qtbot, field):
    field.edit.editingFinished.emit()
    qtbot.wait(1)


def test_a_date_is_shown_in_full_as_soon_as_it_is_left(day, qtbot):
    field = day()
    qtbot.keyClicks(field.edit, "2 6 26")
    assert field.value() == date(2026, 6, 2)
    leave(qtbot, field)
    assert field.edit.text() == "2 June 2026"
    assert field.fault == ""


def test_an_impossible_date_is_said_at_the_field_and_kept(day, qtbot):
    field = day()
    qtbot.keyClicks(field.edit, "29 2 26")
    leave(qtbot, field)
    assert field.fault == "Enter a real date as DD/MM/YYYY."
    assert field.raw() == "29 2 26"
    assert field.is_wrong
    assert field.control.accessibleDescription() == field.fault


def test_a_short_year_of_birth_is_refused(day, qtbot):
    field = day(is_birth=True)
    qtbot.keyClicks(field.edit, "6 5 41")
    leave(qtbot, field)
    assert field.fault == "Write the whole year of birth, such as 1941."


def test_the_calendar_never_opens_by_itself(day, qtbot):
    field = day()
    qtbot.keyClicks(field.edit, "2 6 26")
    leave(qtbot, field)
    assert field._calendar is None
    qtbot.keyClick(field.edit, Qt.Key.Key_F4)
    assert field._calendar is not None
    field._calendar.activated.emit(field._calendar.selectedDate())
    assert field._calendar is None
    assert field.value() == date(2026, 6, 2)


def test_a_blank_date_stays_unknown(day, qtbot):
    field = day()
    leave(qtbot, field)
    assert field.value() is None
    assert not field.is_wrong


def test_a_time_is_written_out(qtbot):
    field = TimeField("at", "At")
    qtbot.addWidget(field)
    qtbot.keyClicks(field.edit, "2340")
    leave(qtbot, field)
    assert field.edit.text() == "23:40"
    field.set_raw("25:00")
    leave(qtbot, field)
    assert field.fault


def test_a_number_that_is_none_is_said_and_kept(qtbot):
    field = NumberField("days", "Days", most=99)
    qtbot.addWidget(field)
    qtbot.keyClicks(field.edit, "-1")
    leave(qtbot, field)
    assert field.is_wrong
    assert field.raw() == "-1"


def test_a_huge_paste_is_cut_and_said_so(look, qtbot):
    field = ProseField("reasons", "Reasons", look)
    qtbot.addWidget(field)
    data = QMimeData()
    data.setText("x" * (MAX_PROSE + 10))
    field.edit.insertFromMimeData(data)
    assert len(field.raw()) == MAX_PROSE
    assert "first 400,000 characters" in field.fault


def test_a_hundred_kilobytes_are_no_trouble(look, qtbot):
    field = ProseField("reasons", "Reasons", look)
    qtbot.addWidget(field)
    data = QMimeData()
    data.setText("word " * 20_000)
    field.edit.insertFromMimeData(data)
    assert len(field.value()) == 99_999
    assert field.fault == ""


def test_tab_moves_on_from_long_text(look, qtbot):
    field = ProseField("reasons", "Reasons", look)
    qtbot.addWidget(field)
    assert field.edit.tabChangesFocus()


def test_matches_are_walked_and_taken_by_keyboard(look, qtbot):
    field = PickField("person", "Person", look)
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field.edit, "jo")
    field.show_matches([Match("Joan Haris\nborn 1941", 1), Match("Joan Harris\nborn 1942", 2)])
    with qtbot.waitSignal(field.picked) as picked:
        qtbot.keyClick(field.edit, Qt.Key.Key_Down)
        qtbot.keyClick(field.matches, Qt.Key.Key_Down)
        qtbot.keyClick(field.matches, Qt.Key.Key_Return)
    assert picked.args == [2]
    assert field.edit.text() == "Joan Harris"
    assert field.value() == 2


def test_typing_on_forgets_what_was_picked(look, qtbot):
    field = PickField("person", "Person", look)
    qtbot.addWidget(field)
    field.set_picked("Joan", 1)
    qtbot.keyClicks(field.edit, "x")
    assert field.value() is None


def test_asking_waits_for_a_pause_in_typing(look, qtbot):
    field = PickField("person", "Person", look)
    qtbot.addWidget(field)
    asked = []
    field.typed.connect(asked.append)
    qtbot.keyClicks(field.edit, "joan")
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == ["joan"]


def test_rows_are_added_taken_away_and_kept(look, qtbot):
    field = RowsField(
        "conditions", "Conditions", look, (Cell("text", lambda: LineField("text", "C")),)
    )
    qtbot.addWidget(field)
    field.set_raw([{"text": "one"}, {"text": "two"}])
    assert [row["text"] for row in field.value()] == ["one", "two"]
    field._remove(field._rows[0])
    field.add_row()
    assert field.value() == [{"text": "two"}]
    assert field.raw() == [{"text": "two"}, {"text": ""}]
