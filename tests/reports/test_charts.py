"""Charts as drawings."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.graphics.shapes import Line, PolyLine, Rect, String

from dolsdesk.domain.reporting import ChartKind, Marker, Unit
from dolsdesk.reports.charts import drawing, value_axis
from tests.reports.samples import a_chart

MARKER = Marker(2, date(2026, 6, 2), "New legal test, 2 June 2026")
NUMBERS = st.lists(st.one_of(st.none(), st.integers(0, 50_000)), min_size=1, max_size=60)


def _of(made, kind):
    return [shape for shape in made.contents if isinstance(shape, kind)]


def test_no_line_crosses_the_day_the_test_changed():
    made = drawing(a_chart(values=((1, 2, 3, 4, 5),), marker=MARKER), 240, 120)
    [marker] = [line for line in _of(made, Line) if line.x1 == line.x2]
    lines = _of(made, PolyLine)
    assert len(lines) == 2
    assert max(lines[0].points[::2]) < marker.x1 < min(lines[1].points[::2])


def test_without_a_marker_there_is_one_line():
    assert len(_of(drawing(a_chart(), 240, 120), PolyLine)) == 1


def test_a_missing_value_breaks_the_line():
    assert len(_of(drawing(a_chart(values=((1, 2, None, 4, 5),)), 240, 120), PolyLine)) == 2


def test_the_marker_says_what_changed_and_when():
    said = [shape.text for shape in _of(drawing(a_chart(marker=MARKER), 240, 120), String)]
    assert MARKER.text in said


def test_names_at_the_ends_of_lines_do_not_cover_each_other():
    made = drawing(a_chart(values=((5, 5, 5), (5, 5, 5), (5, 5, 5))), 240, 120)
    ends = sorted(s.y for s in _of(made, String) if s.text.startswith("Series"))
    assert len(ends) == 3
    assert all(higher - lower >= 8.9 for lower, higher in pairwise(ends))


def test_a_bar_stands_for_every_value_that_is_not_nought():
    chart = a_chart(ChartKind.BARS, values=((1, 0, 3), (2, 2, 2)))
    assert len(_of(drawing(chart, 240, 120), Rect)) == 5 + len(chart.series)


def test_stacked_bars_stand_on_each_other_and_carry_their_sum():
    chart = a_chart(ChartKind.STACKED, values=((10,), (20,)))
    made = drawing(chart, 240, 120)
    low, high = _of(made, Rect)[-2:]
    assert high.y == pytest.approx(low.y + low.height)
    assert high.height == pytest.approx(2 * low.height)
    assert "30" in [shape.text for shape in _of(made, String)]


@given(NUMBERS, st.sampled_from([ChartKind.BARS, ChartKind.STACKED, ChartKind.LINES]))
def test_the_axis_begins_at_nought_and_holds_every_value(values, kind):
    chart = a_chart(kind, values=(values, values))
    axis = value_axis(chart)
    highest = max((value or 0 for value in values), default=0)
    assert axis[0] == 0
    assert axis[-1] >= highest * (2 if kind is ChartKind.STACKED else 1)
    assert 2 <= len(axis) <= 6


def test_a_share_has_an_axis_to_a_hundred():
    assert value_axis(a_chart(unit=Unit.PERCENT)) == [0, 25, 50, 75, 100]


@given(NUMBERS, st.sampled_from(list(ChartKind)))
def test_everything_drawn_lies_inside_the_drawing(values, kind):
    made = drawing(a_chart(kind, values=(values, values), marker=None), 240, 120)
    for box in _of(made, Rect):
        assert box.x >= 0
        assert box.x + box.width <= 240
        assert box.y + box.height <= 120
    for line in _of(made, PolyLine):
        assert all(0 <= x <= 240 for x in line.points[::2])
        assert all(0 <= y <= 120 for y in line.points[1::2])
