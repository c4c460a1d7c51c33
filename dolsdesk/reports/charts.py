"""Charts as drawings: few lines, direct labels, legible in grey, never a line across a change."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, floor, log10
from typing import Any

from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Rect, String

from dolsdesk.domain.reporting import Chart, ChartKind, Figure, Unit
from dolsdesk.reports import theme
from dolsdesk.reports.text import clean
from dolsdesk.reports.theme import Style

_TICKS = 4
_DOTS = 15  # lines of no more points than this show each of them
_BELOW = 20.0  # room for the labels under the plot
_NARROW = 3.0  # a bar of this width has no outline
_SHARE = 0.72  # of a slot that its bars fill
_HANG = 2.4  # from the middle of a line of small print to its baseline


def drawing(chart: Chart, width: float, height: float) -> Drawing:
    """Return a chart as a drawing of a given size."""
    return _Plot(chart, width, height).drawn()


def in_words(chart: Chart) -> str:
    """Return what a chart shows, for whoever does not see it: every series with its numbers."""
    said = [f"Chart: {chart.title}."]
    for series in chart.series:
        pairs = zip(chart.labels, series.figures, strict=True)
        told = ", ".join(f"{label} {figure.text}" for label, figure in pairs)
        said.append(f"{series.name}: {told}.")
    return " ".join([*said, chart.note]).strip()


def value_axis(chart: Chart) -> list[float]:
    """Return a few round values from nought to the highest or above."""
    if chart.unit is Unit.PERCENT:
        return [0.0, 25.0, 50.0, 75.0, 100.0]
    heights = [[figure.value or 0.0 for figure in series.figures] for series in chart.series]
    if chart.kind is ChartKind.STACKED:
        heights = [[sum(parts) for parts in zip(*heights, strict=True)]]
    highest = max([1.0, *(value for row in heights for value in row)])
    power = 10 ** floor(log10(highest / _TICKS))
    steps = (max(step * power, 1.0) for step in (1, 2, 2.5, 5, 10))
    step = next(step for step in steps if step * _TICKS >= highest)
    return [step * number for number in range(ceil(highest / step) + 1)]


class _Plot:
    """One chart being drawn: the field of its numbers, and what stands around it."""

    def __init__(self, chart: Chart, width: float, height: float) -> None:
        self.chart = chart
        self.made = Drawing(width, height)
        self.values = value_axis(chart)
        self.left = max(theme.AXIS.width(self._text(value)) for value in self.values) + 6
        self.right = width - self._room_for_names()
        self.bottom = _BELOW
        self.title_y = height - 9
        self.legend_y = self.title_y - theme.CHART_TITLE.leading
        rows = 1 if chart.kind is ChartKind.LINES else 2
        self.top = self.title_y - rows * theme.CHART_TITLE.leading - 2
        self.slot = (self.right - self.left) / len(chart.labels)

    def x(self, place: float) -> float:
        """Return the middle of a slot; half a slot less is its beginning."""
        return self.left + (place + 0.5) * self.slot

    def y(self, value: float) -> float:
        """Return the height of a value."""
        return self.bottom + (self.top - self.bottom) * value / self.values[-1]

    def drawn(self) -> Drawing:
        """Draw everything and return it."""
        self._write(0.0, self.title_y, self.chart.title, theme.CHART_TITLE)
        self._axes()
        if self.chart.kind is ChartKind.LINES:
            self._lines()
        else:
            self._legend()
            self._bars()
        self._marker()
        return self.made

    def _text(self, value: float) -> str:
        return Figure(value, unit=self.chart.unit).text

    def _room_for_names(self) -> float:
        """Return the room at the right for the names of lines and their last values."""
        if self.chart.kind is not ChartKind.LINES:
            return 2.0
        widest = self._text(100.0) if self.chart.unit is Unit.PERCENT else self._text(8888.8)
        names = [f"{series.name} {widest}" for series in self.chart.series]
        return max(map(theme.SERIES.width, names)) + 5

    def _axes(self) -> None:
        for value in self.values:
            y = self.y(value)
            self._line(self.left, y, self.right, y, theme.RULE if value else theme.SLATE)
            self._write(self.left - 4, y - _HANG, self._text(value), theme.AXIS, anchor="end")
        widest = max(map(theme.AXIS.width, self.chart.labels)) + 5
        for place in range(0, len(self.chart.labels), max(1, ceil(widest / self.slot))):
            label = self.chart.labels[place]
            self._write(self.x(place), self.bottom - 8.5, label, theme.AXIS, anchor="middle")
        self._write(self.left, 1.0, self.chart.note, theme.AXIS)

    def _legend(self) -> None:
        x = self.left
        for number, series in enumerate(self.chart.series):
            self._box(x, self.legend_y, 5.5, 5.5, number)
            self._write(x + 8.5, self.legend_y + 0.4, series.name, theme.AXIS)
            x += theme.AXIS.width(series.name) + 19

    def _bars(self) -> None:
        is_stacked = self.chart.kind is ChartKind.STACKED
        wide = self.slot * _SHARE / (1 if is_stacked else len(self.chart.series))
        for place in range(len(self.chart.labels)):
            left, base = self.x(place) - self.slot * _SHARE / 2, 0.0
            for number, series in enumerate(self.chart.series):
                value = series.figures[place].value or 0.0
                if value:
                    tall = self.y(base + value) - self.y(base)
                    self._box(left, self.y(base), wide, tall, number)
                left, base = (left, base + value) if is_stacked else (left + wide, 0.0)
            if is_stacked:
                top = self.y(base) + 2.5
                self._write(self.x(place), top, self._text(base), theme.SERIES, anchor="middle")

    def _lines(self) -> None:
        ends: list[tuple[float, str, Style]] = []
        for number, series in enumerate(self.chart.series):
            colour, dashes = theme.SERIES_STROKES[number]
            stretches = list(self.chart.parts(series))
            for stretch in stretches:
                self._stretch(stretch, colour, dashes)
            if stretches:
                value = stretches[-1][-1][1]
                name = f"{series.name} {self._text(value)}"
                ends.append((self.y(value), name, replace(theme.SERIES, colour=colour)))
        lowest = self.bottom + 2.0
        for y, name, style in sorted(ends, key=lambda end: end[0]):
            y = max(y, lowest)  # noqa: PLW2901  (moved up so that no name covers another)
            self._write(self.right + 3, y - _HANG, name, style)
            lowest = y + style.leading

    def _stretch(self, stretch: Sequence[tuple[int, float]], colour: Any, dashes: Any) -> None:
        points = [(self.x(place), self.y(value)) for place, value in stretch]
        if len(points) > 1:
            flat = [part for point in points for part in point]
            line = PolyLine(flat, strokeColor=colour, strokeWidth=theme.FIRM, strokeLineJoin=1)
            line.strokeDashArray = dashes
            self.made.add(line)
        if len(self.chart.labels) <= _DOTS or len(points) == 1:
            for x, y in points:
                self.made.add(Circle(x, y, 1.6, fillColor=colour, strokeColor=None))

    def _marker(self) -> None:
        marker = self.chart.marker
        if marker is None:
            return
        x, above = self.x(marker.index - 0.5), self.top + 9
        self._line(x, self.bottom, x, above, theme.INK, weight=theme.THIN, dashes=(2, 1.6))
        if x - self.left > theme.AXIS.width(marker.text) + 3:
            self._write(x - 2.5, above - 5, marker.text, theme.AXIS, anchor="end")
        else:
            self._write(x + 2.5, above - 5, marker.text, theme.AXIS)

    def _box(self, x: float, y: float, wide: float, tall: float, number: int) -> None:
        outline = theme.ACCENT if wide > _NARROW else None
        box = Rect(x, y, wide, tall, fillColor=theme.SERIES_FILLS[number], strokeColor=outline)
        box.strokeWidth = theme.HAIRLINE
        self.made.add(box)

    def _line(
        self, x: float, y: float, to_x: float, to_y: float, colour: Any,
        *, weight: float = theme.HAIRLINE, dashes: Any = None,
    ) -> None:  # fmt: skip
        line = Line(x, y, to_x, to_y, strokeColor=colour, strokeWidth=weight)
        line.strokeDashArray = dashes
        self.made.add(line)

    def _write(
        self, x: float, y: float, words: str, style: Style, *, anchor: str = "start"
    ) -> None:
        if words:
            said = String(x, y, clean(words), textAnchor=anchor, fillColor=style.colour)
            said.fontName, said.fontSize = style.face.name, style.size
            self.made.add(said)
