"""The authority timeline, drawn by day, with any gap in plain sight (dols.md 3.4)."""

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip

from dolsdesk.domain import text
from dolsdesk.domain.dols.authority import Authority, Span
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import Drawing

_ROLES = {
    Authority.URGENT: "urgent",
    Authority.EXTENSION: "extension",
    Authority.STANDARD: "standard",
    Authority.COURT: "court",
    Authority.NONE: "gap",
}
_NAMES = {
    Authority.URGENT: "Urgent authorisation",
    Authority.EXTENSION: "Extension of the urgent",
    Authority.STANDARD: "Standard authorisation",
    Authority.COURT: "Court order",
    Authority.NONE: "No authority",
}
_SHORT_NAMES = {
    Authority.URGENT: "Urgent",
    Authority.EXTENSION: "Extension",
    Authority.STANDARD: "Standard",
    Authority.COURT: "Court",
}
_BAR_TOP, _BAR_HEIGHT, _HEIGHT, _EMPTY_HEIGHT = 30, 26, 92, 36
_LINE, _LINES = 16, 2
#: Up to so many days the weeks are named, beyond them the months.
_SHORT = 84


def describe(span: Span) -> str:
    """Return a span in words."""
    last = span.last_on
    days = text.number_of(span.gap_dates or span.days, "date")
    if span.kind is Authority.NONE:
        part = ", the last of them in part" if span.part_day else ""
        shown = last + timedelta(days=1) if span.part_day else last
        return (
            f"No authority in force from {text.long_date(span.first_on)}"
            f" to {text.long_date(shown)}: {days}{part}"
        )
    return (
        f"{_NAMES[span.kind]} {span.ref}: {text.long_date(span.first_on)}"
        f" up to and including {text.long_date(last)}, {days}"
    )


def _labels(span: Span) -> list[str]:
    """Return what may be written at a span, fullest first."""
    if span.kind is Authority.NONE:
        return [f"No authority: {text.number_of(span.gap_dates, 'date')}"]
    until = text.short_date(span.last_on)
    return [f"{_NAMES[span.kind]} to {until}", f"{_SHORT_NAMES[span.kind]} to {until}"]


class Timeline(Drawing):
    """Bars of authority over time; gaps are hatched, named and counted."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._spans: tuple[Span, ...] = ()
        self._today = date(2000, 1, 1)
        self._at = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Authority timeline")
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Override of QWidget."""
        return QSize(600, self._tall())

    def minimumSizeHint(self) -> QSize:
        """Override of QWidget."""
        return QSize(200, self._tall())

    def _tall(self) -> int:
        return self._look.px(_HEIGHT if self._spans else _EMPTY_HEIGHT)

    def show_spans(self, spans: tuple[Span, ...], today: date) -> None:
        """Show spans as things stand today."""
        self._spans, self._today, self._at = spans, today, -1
        words = ". ".join(describe(span) for span in spans) or "No authority is recorded yet."
        self.setAccessibleDescription(words)
        self.setToolTip("")
        self.updateGeometry()
        self.update()

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return the spans shown."""
        return self._spans

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override of QWidget: the arrows walk from span to span."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is None or not self._spans:
            super().keyPressEvent(event)
            return
        self._at = max(0, min(len(self._spans) - 1, self._at + step))
        words = describe(self._spans[self._at])
        self.setAccessibleDescription(words)
        box = self._box(self._spans[self._at])
        QToolTip.showText(self.mapToGlobal(box.bottomLeft().toPoint()), words, self)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Override of QWidget: the pointer names the span under it."""
        for span in self._spans:
            if self._box(span).contains(event.position()):
                QToolTip.showText(event.globalPosition().toPoint(), describe(span), self)
                return
        QToolTip.hideText()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override of QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look
        painter.setFont(look.font("small"))
        if not self._spans:
            painter.setPen(look.colour("muted"))
            painter.drawText(
                self.rect(),
                Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap,
                "No authority is recorded, and nothing says since when the person has lived"
                " under these arrangements.",
            )
            return
        self._paint_scale(painter)
        for number, span in enumerate(self._spans):
            self._paint_span(painter, span, chosen=number == self._at)
        self._paint_words(painter)
        self._paint_today(painter)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    # Geometry

    def _range(self) -> tuple[date, date]:
        first = self._spans[0].first_on
        until = max(self._spans[-1].until_on, self._today + timedelta(days=1))
        first = min(first, self._today)
        room = max(1, (until - first).days // 60)
        return first - timedelta(days=room), until + timedelta(days=room)

    def _x(self, on: date) -> float:
        first, until = self._range()
        return self.width() * (on - first).days / (until - first).days

    def _box(self, span: Span) -> QRectF:
        left, right = self._x(span.first_on), self._x(span.until_on)
        return QRectF(
            left, self._look.px(_BAR_TOP), max(3.0, right - left), self._look.px(_BAR_HEIGHT)
        )

    # Painting

    def _paint_scale(self, painter: QPainter) -> None:
        look = self._look
        now, room = self._x(self._today), look.px(80)
        for on, words in self._marks():
            x = self._x(on)
            if now - room < x < now + room // 2:
                continue  # the word "Today" stands there
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawLine(QPointF(x, look.px(18)), QPointF(x, look.px(_BAR_TOP + 30)))
            wide = painter.fontMetrics().horizontalAdvance(words) + 4
            if x + wide < self.width():
                painter.setPen(look.colour("muted"))
                place = QRectF(x + 3, 0, wide, look.px(18))
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)

    def _marks(self) -> list[tuple[date, str]]:
        """Return the days that are named above: weeks on a short line, months on a long one."""
        first, until = self._range()
        most = max(1, self.width() // self._look.px(76))
        if (until - first).days <= _SHORT:
            every = max(1, -(-(until - first).days // 7 // most))
            monday = first + timedelta(days=-first.weekday() % 7)
            weeks = [monday + timedelta(weeks=n * every) for n in range(most + 1)]
            return [(on, text.short_date(on)[:-5]) for on in weeks if on < until]
        months = (until.year - first.year) * 12 + until.month - first.month
        every = max(1, -(-months // most))
        marks = []
        for number in range(0, months + 1, every):
            at = first.month - 1 + number
            on = date(first.year + at // 12, at % 12 + 1, 1)
            if first <= on < until:
                marks.append((on, text.short_date(on)[2:]))
        return marks

    def _paint_span(self, painter: QPainter, span: Span, *, chosen: bool) -> None:
        look, box = self._look, self._box(span)
        colour = look.colour(_ROLES[span.kind])
        if span.kind is Authority.NONE:
            painter.setPen(QPen(colour, 2))
            painter.setBrush(QBrush(look.colour("danger_soft")))
            painter.drawRect(box)
            painter.fillRect(box, QBrush(colour, Qt.BrushStyle.BDiagPattern))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(box, 3, 3)
        if chosen:
            painter.setPen(QPen(look.colour("focus"), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(-2, -2, 2, 2))

    def _paint_words(self, painter: QPainter) -> None:
        """Write what each span is: inside it where it fits, else below; a gap always."""
        look = self._look
        painter.setFont(look.font("small", 600))
        metrics = painter.fontMetrics()
        taken: list[QRectF] = []
        gaps_first = sorted(self._spans, key=lambda span: span.kind is not Authority.NONE)
        for span in gaps_first:
            box = self._box(span)
            offered = [(words, metrics.horizontalAdvance(words) + 10) for words in _labels(span)]
            inside = [words for words, wide in offered if wide < box.width()]
            if inside and span.kind is not Authority.NONE:
                painter.setPen(look.colour("surface"))
                wide = metrics.horizontalAdvance(inside[0]) + 10
                painter.drawText(
                    box.adjusted(self._indent(box, wide), 0, -2, 0),
                    Qt.AlignmentFlag.AlignVCenter,
                    inside[0],
                )
                continue
            found = self._room(offered, box, taken)
            if found is not None:
                words, place = found
                taken.append(place)
                painter.setPen(look.colour(_ROLES[span.kind]))
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        painter.setFont(look.font("small"))

    def _indent(self, box: QRectF, wide: int) -> float:
        """Return where words begin inside a span: behind today's mark, if it would cross them."""
        usual = 6.0
        behind = self._x(self._today) + usual - box.left()
        crosses = 0 < behind < wide + 2 * usual
        return behind if crosses and behind + wide < box.width() else usual

    def _room(
        self, offered: list[tuple[str, int]], box: QRectF, taken: list[QRectF]
    ) -> tuple[str, QRectF] | None:
        """Return the fullest words that have room below a span, and where they go."""
        tall = self._look.px(_LINE)
        for row in range(_LINES):
            top = box.bottom() + 3 + row * tall
            for words, wide in offered:
                left = max(0.0, min(box.left(), self.width() - wide))
                place = QRectF(left, top, wide, tall)
                if not any(place.intersects(other) for other in taken):
                    return words, place
        return None

    def _paint_today(self, painter: QPainter) -> None:
        look, x = self._look, self._x(self._today)
        painter.setPen(QPen(look.colour("text"), 2))
        painter.drawLine(QPointF(x, look.px(16)), QPointF(x, look.px(_BAR_TOP + 32)))
        painter.setBrush(look.colour("text"))
        top = look.px(16)
        painter.drawPolygon(
            QPolygonF([QPointF(x - 4, top), QPointF(x + 4, top), QPointF(x, top + 5)])
        )
        wide = look.px(44)
        left = min(max(0.0, x - wide / 2), self.width() - wide)
        painter.setPen(look.colour("text"))
        painter.setFont(look.font("small", 600))
        box = QRectF(left, 0, wide, look.px(16))
        painter.fillRect(box, look.colour("surface"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "Today")
