"""A report as paper: tiles, charts and tables, and how every number is counted."""

from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.graphics import renderPDF

from dolsdesk.domain import text
from dolsdesk.domain.reporting import Chart, Report, Section, Table, Tile, superscript
from dolsdesk.reports import blocks, charts, theme
from dolsdesk.reports.bands import Band, Block, put, tint
from dolsdesk.reports.model import Meta, Rendered
from dolsdesk.reports.page import bind
from dolsdesk.reports.tables import table
from dolsdesk.reports.tagging import Tag

_BETWEEN = 16.0  # charts side by side
_CHART_HEIGHT = 118.0


def render(report: Report, meta: Meta) -> Rendered:
    """Return a report as PDF."""
    story = [blocks.title(report.title, f"{report.range}, as at {text.long_date(report.as_at)}")]
    for section in report.sections:
        story += _section(section, is_alone=len(report.sections) == 1)
    return bind(story, meta)


def _section(section: Section, *, is_alone: bool) -> Iterator[Block]:
    level = 1 if is_alone else 2
    answers = blocks.note(section.answers, style=theme.SUBTITLE, space=0.0)
    yield answers if is_alone else answers.under(blocks.heading(section.title))
    yield _tiles(section.tiles)
    for start in range(0, len(section.charts), 2):
        yield _charts(section.charts[start : start + 2])
    for one in section.tables:
        yield _table(one, level)
    above = blocks.heading("How the numbers are counted", level=level)
    for number, words in enumerate(section.definitions, 1):
        definition = blocks.numbered(number, words)
        yield definition.under(above) if number == 1 else definition


def _tiles(tiles: Sequence[Tile]) -> Block:
    share, inset = theme.TEXT_WIDTH / len(tiles), 8.0
    height = 2 * theme.CAPTION.leading + theme.TILE.leading + 15.0
    tags = [Tag("P") for _ in tiles]

    def paint(canvas: Any, x: float, top: float) -> None:
        tint(canvas, x, top, height)
        for number, tile in enumerate(tiles):
            edge, below, tag = x + number * share + inset, top - 7.0, tags[number]
            put(canvas, edge, below, tile.label + superscript(tile.note), theme.CAPTION, tag=tag)
            below -= theme.CAPTION.leading
            put(canvas, edge, below, tile.figure.text, theme.TILE, tag=tag)
            put(canvas, edge, below - theme.TILE.leading, tile.below, theme.CAPTION, tag=tag)

    return Block([Band(height, paint)], first=1, space=11.0)


def _charts(pair: Sequence[Chart]) -> Block:
    width = (theme.TEXT_WIDTH - _BETWEEN) / 2
    drawings = [charts.drawing(chart, width, _CHART_HEIGHT) for chart in pair]
    tags = [Tag("Figure", says=charts.in_words(chart)) for chart in pair]

    def paint(canvas: Any, x: float, top: float) -> None:
        for number, made in enumerate(drawings):
            left = x + number * (width + _BETWEEN)
            with canvas.reading(tags[number]):
                renderPDF.draw(made, canvas, left, top - _CHART_HEIGHT)

    return Block([Band(_CHART_HEIGHT, paint)], first=1, space=14.0)


def _table(one: Table, level: int) -> Block:
    rows = [[cell.text for cell in row] for row in one.rows]
    made = table(one.headings, rows, total=one.total)
    if one.note:
        made = made.over(blocks.note(one.note))
    return made.under(blocks.subheading(one.title, level=level))
