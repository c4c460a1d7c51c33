"""A chart that opens the cases behind each of its numbers: bars, stacked bars or lines."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip

from dolsdesk.domain.reporting import Chart, ChartKind, Figure
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import Drawing

_LEFT, _RIGHT, _TOP, _BOTTOM, _HEIGHT = 46, 12, 44, 40, 236
_ROLES = ("accent", "urgent", "muted", "standard")
_PATTERNS = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense4Pattern,
    Qt.BrushStyle.CrossPattern,
)


class ChartView(Drawing):
    """Draws a chart; the arrows walk its numbers, Enter opens the cases behind one."""

    opened = Signal(object, str)

    def __init__(self, chart: Chart, look: Look) -> None:
        super().__init__()
        self.chart = chart
        self._look = look
        self._at = (-1, 0)
        self._boxes: dict[tuple[int, int], QRectF] = {}
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(look.px(_HEIGHT))
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(self._in_words())
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Override of QWidget."""
        return QSize(420, self._look.px(_HEIGHT))

    def _in_words(self) -> str:
        parts = []
        for series in self.chart.series:
            told = ", ".join(
                f"{label}: {figure.text}"
                for label, figure in zip(self.chart.labels, series.figures, strict=True)
            )
            parts.append(f"{series.name}. {told}")
        if self.chart.marker is not None:
            parts.append(self.chart.marker.text)
        return ". ".join(parts)

    # Keyboard and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override of QWidget."""
        place, series = self._at
        moves = {
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Down: (0, 1),
            Qt.Key.Key_Up: (0, -1),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is not None:
            self._at = (
                max(0, min(len(self.chart.labels) - 1, place + move[0])),
                max(0, min(len(self.chart.series) - 1, series + move[1])),
            )
            self._say()
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and place >= 0:
            self._open()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Override of QWidget: the pointer names the number under it."""
        found = self._under(event.position())
        if found is None:
            QToolTip.hideText()
            self.unsetCursor()
            return
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        QToolTip.showText(event.globalPosition().toPoint(), self._words(found), self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Override of QWidget: a press opens the cases behind a number."""
        found = self._under(event.position())
        if found is not None:
            self._at = found
            self._open()

    def _under(self, point: QPointF) -> tuple[int, int] | None:
        return next((key for key, box in self._boxes.items() if box.contains(point)), None)

    def _figure(self, at: tuple[int, int]) -> Figure:
        return self.chart.series[at[1]].figures[at[0]]

    def _words(self, at: tuple[int, int]) -> str:
        series = self.chart.series[at[1]]
        return f"{self.chart.labels[at[0]]}, {series.name}: {self._figure(at).text}"

    def _say(self) -> None:
        self.setAccessibleDescription(self._words(self._at))
        box = self._boxes.get(self._at)
        if box is not None:
            QToolTip.showText(
                self.mapToGlobal(box.topLeft().toPoint()), self._words(self._at), self
            )

    def _open(self) -> None:
        figure = self._figure(self._at)
        if figure.ids:
            self.opened.emit(figure.ids, f"{self.chart.title}: {self._words(self._at)}")

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override of QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._boxes = {}
        look = self._look
        painter.setPen(look.colour("text"))
        painter.setFont(look.font("body", 600))
        painter.drawText(QRectF(0, 0, self.width(), look.px(20)), 0, self.chart.title)
        self._legend(painter)
        area = QRectF(
            look.px(_LEFT),
            look.px(_TOP),
            self.width() - look.px(_LEFT + _RIGHT),
            self.height() - look.px(_TOP + _BOTTOM),
        )
        top = self._scale(painter, area)
        if self.chart.kind is ChartKind.LINES:
            self._lines(painter, area, top)
        else:
            self._bars(painter, area, top)
        self._labels(painter, area)
        self._marker(painter, area)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _colour(self, number: int) -> QColor:
        return self._look.colour(_ROLES[number % len(_ROLES)])

    def _legend(self, painter: QPainter) -> None:
        if len(self.chart.series) < 2:
            return
        look, x = self._look, 0.0
        painter.setFont(look.font("small"))
        for number, series in enumerate(self.chart.series):
            box = QRectF(x, look.px(24), look.px(11), look.px(11))
            painter.setPen(QPen(self._colour(number), 1))
            painter.setBrush(QBrush(self._colour(number), self._pattern(number)))
            painter.drawRect(box)
            painter.setPen(look.colour("muted"))
            wide = painter.fontMetrics().horizontalAdvance(series.name)
            painter.drawText(QPointF(x + look.px(16), look.px(34)), series.name)
            x += wide + look.px(34)

    def _pattern(self, number: int) -> Qt.BrushStyle:
        return _PATTERNS[number % len(_PATTERNS)]

    def _top(self) -> float:
        columns: list[float] = []
        for place in range(len(self.chart.labels)):
            values = [series.figures[place].value or 0.0 for series in self.chart.series]
            stacked = self.chart.kind is ChartKind.STACKED
            columns.append(sum(values) if stacked else max(values, default=0.0))
        return max([1.0, *columns])

    def _scale(self, painter: QPainter, area: QRectF) -> float:
        look, highest = self._look, self._top()
        step = _step(highest)
        top = step * max(1, -(-int(highest) // step))
        painter.setFont(look.font("small"))
        value = 0
        while value <= top:
            y = area.bottom() - area.height() * value / top
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(look.colour("muted"))
            painter.drawText(
                QRectF(0, y - 9, area.left() - 6, 18),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                f"{value:,}",
            )
            value += step
        return float(top)

    def _bars(self, painter: QPainter, area: QRectF, top: float) -> None:
        count, many = len(self.chart.labels), len(self.chart.series)
        stacked = self.chart.kind is ChartKind.STACKED
        slot = area.width() / max(1, count)
        wide = slot * 0.68 / (1 if stacked else many)
        for place in range(count):
            base = area.bottom()
            for number, series in enumerate(self.chart.series):
                value = series.figures[place].value or 0.0
                tall = area.height() * value / top
                left = area.left() + slot * place + slot * 0.16 + (0 if stacked else wide * number)
                box = QRectF(left, base - tall, wide, tall)
                painter.setPen(QPen(self._colour(number), 1))
                painter.setBrush(QBrush(self._colour(number), self._pattern(number)))
                painter.drawRect(box)
                self._boxes[place, number] = box.adjusted(0, min(0.0, tall - 10), 0, 0)
                self._ring(painter, (place, number), box)
                if stacked:
                    base -= tall

    def _lines(self, painter: QPainter, area: QRectF, top: float) -> None:
        count = len(self.chart.labels)
        slot = area.width() / max(1, count)
        for number, series in enumerate(self.chart.series):
            painter.setPen(QPen(self._colour(number), 2))
            for stretch in self.chart.parts(series):
                points = [
                    QPointF(
                        area.left() + slot * (place + 0.5),
                        area.bottom() - area.height() * value / top,
                    )
                    for place, value in stretch
                ]
                painter.drawPolyline(points)
                for (place, _value), point in zip(stretch, points, strict=True):
                    box = QRectF(point.x() - 3, point.y() - 3, 6, 6)
                    painter.setBrush(self._colour(number))
                    if count <= 40:
                        painter.drawEllipse(box)
                    self._boxes[place, number] = box.adjusted(-slot / 2 + 3, -9, slot / 2 - 3, 9)
                    self._ring(painter, (place, number), box.adjusted(-3, -3, 3, 3))

    def _ring(self, painter: QPainter, at: tuple[int, int], box: QRectF) -> None:
        if at == self._at and self.hasFocus():
            painter.save()
            painter.setPen(QPen(self._look.colour("focus"), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(-2, -2, 2, 2))
            painter.restore()

    def _labels(self, painter: QPainter, area: QRectF) -> None:
        look = self._look
        count = len(self.chart.labels)
        slot = area.width() / max(1, count)
        widest = max(
            (painter.fontMetrics().horizontalAdvance(name) for name in self.chart.labels), default=1
        )
        every = max(1, -(-(widest + 10) // max(1, int(slot))))
        painter.setPen(look.colour("muted"))
        painter.setFont(look.font("small"))
        for place in range(0, count, every):
            box = QRectF(
                area.left() + slot * (place + 0.5) - widest, area.bottom() + 4, 2 * widest, 18
            )
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, self.chart.labels[place])

    def _marker(self, painter: QPainter, area: QRectF) -> None:
        marker = self.chart.marker
        if marker is None:
            return
        look = self._look
        x = area.left() + area.width() / len(self.chart.labels) * marker.index
        painter.setPen(QPen(look.colour("text"), 2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, area.top() - 4), QPointF(x, area.bottom()))
        painter.setPen(look.colour("text"))
        painter.setFont(look.font("small", 500))
        wide = painter.fontMetrics().horizontalAdvance(marker.text)
        left = min(max(area.left(), x - wide / 2), area.right() - wide)
        painter.drawText(QPointF(left, self.height() - look.px(6)), marker.text)


def _step(highest: float) -> int:
    """Return a round step that gives about four lines."""
    step = 1
    while highest / step > 5:
        for factor in (2, 5, 10):
            if highest / (step * factor) <= 5:
                return step * factor
        step *= 10
    return step
