"""A report as data: figures that open their cases, tiles, tables and charts; nothing of its look.

The window draws it, ``reports`` prints it, and both say the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from dolsdesk.domain import text


class Unit(StrEnum):
    """What a figure counts."""

    CASES = "cases"
    DAYS = "days"
    PERCENT = "percent"
    POUNDS = "pounds"


_LEAST_SHARE = 0.5  # per cent; less would be written as none at all


@dataclass(frozen=True, slots=True)
class Figure:
    """One number and the requests it was counted from.

    ``value`` is None where there is nothing to count from. A share carries the requests above the
    line, a duration all that it was taken over.
    """

    value: float | None
    ids: tuple[int, ...] = ()
    unit: Unit = Unit.CASES

    @property
    def text(self) -> str:
        """Return the number as it is shown.

        >>> Figure(1204).text, Figure(12.5, unit=Unit.DAYS).text
        ('1,204', '12.5')
        >>> Figure(37.96, unit=Unit.PERCENT).text, Figure(None).text
        ('38%', '–')
        >>> Figure(0.4, unit=Unit.PERCENT).text
        '<1%'
        >>> Figure(1250.5, unit=Unit.POUNDS).text
        '£1,250.50'
        """
        if self.value is None:
            return "–"
        if self.unit is Unit.PERCENT:
            if 0 < self.value < _LEAST_SHARE:
                return "<1%"
            return f"{self.value:.0f}%"
        if self.unit is Unit.POUNDS:
            return f"£{self.value:,.2f}"
        return f"{self.value:,.1f}".removesuffix(".0")


DAYS_A_WEEK = 7
_FEWEST_SHARED = 5  # people a number may be about in a copy that leaves the team
FAR = date.max
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

#: What stands in a cell: a figure, or a fact of one case.
Value = Figure | date | str | int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: a figure that opens its cases, or a fact of one case."""

    value: Value

    @property
    def figure(self) -> Figure | None:
        """Return the figure in the cell, if it holds one."""
        return self.value if isinstance(self.value, Figure) else None

    @property
    def text(self) -> str:
        """Return what is shown."""
        if isinstance(self.value, Figure):
            return self.value.text
        if isinstance(self.value, date):
            return text.short_date(self.value)
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column; neighbours of one ``group`` stand under it. ``note`` is a number."""

    text: str
    group: str = ""
    is_number: bool = True
    note: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; the row numbered ``total`` sums the others up.

    ``is_shared_small`` says that numbers below five are hidden in copies that leave the team.
    """

    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int | None = None
    note: str = ""
    is_shared_small: bool = False

    def shared(self) -> "Table":
        """Return the table as it may leave the team: small numbers of people are not told."""
        if not self.is_shared_small:
            return self
        return replace(self, rows=tuple(tuple(map(_hidden, row)) for row in self.rows))


@dataclass(frozen=True, slots=True)
class Tile:
    """One number a reader sees first."""

    label: str
    figure: Figure
    below: str = ""
    note: int = 0


def _hidden(cell: Cell) -> Cell:
    figure = cell.figure
    if figure is None or figure.unit in {Unit.PERCENT, Unit.POUNDS}:
        return cell
    is_small = 0 < len(figure.ids) < _FEWEST_SHARED
    return Cell(f"<{_FEWEST_SHARED}") if is_small else cell


class ChartKind(StrEnum):
    """How a chart is drawn."""

    BARS = "bars"
    STACKED = "stacked"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers of a chart, a figure for every label."""

    name: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Marker:
    """A day on which what is counted changed: no line may run across it.

    ``index`` is the first label that belongs to the time after it.
    """

    index: int
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers over labels."""

    kind: ChartKind
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit = Unit.CASES
    marker: Marker | None = None
    note: str = ""

    def parts(self, series: Series) -> Iterator[list[tuple[int, float]]]:
        """Yield the stretches of a series that one line may join: never across the marker."""
        stretch: list[tuple[int, float]] = []
        for place, figure in enumerate(series.figures):
            is_break = self.marker is not None and place == self.marker.index
            if stretch and (is_break or figure.value is None):
                yield stretch
                stretch = []
            if figure.value is not None:
                stretch.append((place, figure.value))
        if stretch:
            yield stretch


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What a report knows of a request; no names."""

    request_id: int
    ref: str
    received_on: date
    urgent_given: bool
    priority: str
    setting: str
    state: str
    is_open: bool
    due_on: date | None
    completed_on: date | None
    decided_on: date | None
    closed_on: date | None
    outcome: str
    late_reason: str

    def is_open_on(self, on: date) -> bool:
        """Return whether it had been received and not ended by the end of a day."""
        if self.received_on > on:
            return False
        return self.closed_on > on if self.closed_on is not None else self.is_open

    def age_on(self, on: date) -> int:
        """Return for how many days it had waited on a day; 0 on the day of receipt."""
        return (on - self.received_on).days


@dataclass(frozen=True, slots=True)
class Section:
    """One report, or one part of a larger one."""

    code: str
    title: str
    answers: str
    tiles: tuple[Tile, ...]
    charts: tuple[Chart, ...]
    tables: tuple[Table, ...]
    definitions: tuple[str, ...]

    def figures(self) -> Iterator[Figure]:
        """Yield every figure of the section."""
        yield from (tile.figure for tile in self.tiles)
        for chart in self.charts:
            for series in chart.series:
                yield from series.figures
        for table in self.tables:
            for row in table.rows:
                yield from (cell.figure for cell in row if cell.figure is not None)


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report over a range of days, as things stood on a day."""

    code: str
    name: str
    title: str
    council: str
    first: date
    last: date
    as_at: date
    sections: tuple[Section, ...]
    cases: Mapping[int, CaseFacts] = field(default_factory=dict)

    @property
    def range(self) -> str:
        """Return the range in words."""
        return f"{text.long_date(self.first)} to {text.long_date(self.last)}"

    def behind(self, figure: Figure) -> tuple[CaseFacts, ...]:
        """Return the requests that a figure was counted from."""
        return tuple(self.cases[one] for one in figure.ids)

    def shared(self) -> "Report":
        """Return the report as it may leave the team."""
        sections = tuple(
            replace(one, tables=tuple(table.shared() for table in one.tables))
            for one in self.sections
        )
        return replace(self, sections=sections)

    def figures(self) -> Iterator[Figure]:
        """Yield every figure of the report."""
        for section in self.sections:
            yield from section.figures()


def superscript(number: int) -> str:
    """Write the number of a note as it stands behind a heading; nothing for no note.

    >>> superscript(12), superscript(0)
    ('¹²', '')
    """
    return str(number).translate(_RAISED) if number else ""
