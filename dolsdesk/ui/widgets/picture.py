"""A picture shown inside the window, from bytes: fitted to the room there is, with zoom."""

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import Drawing, IconButton, column, label, row, scrolling

_ZOOM_STEP = 1.2
_LEAST, _MOST = 0.1, 8.0
#: Points that a picture may have: four times what a good camera takes. More is a trap.
_MOST_POINTS = 200_000_000
#: The longer side that is kept; enough to zoom into small print of a photographed page.
_LONGEST_SIDE = 5_000


class _Picture(Drawing):
    """The picture itself; a ring says that it has the keyboard."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setAccessibleName("The picture")
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override of QLabel."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(self._look.colour("focus"), 3))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
            painter.end()


class PictureView(QWidget):
    """One picture at a time; a scan of several pages is turned like a book."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._buffer = QBuffer(self)  # outlives every reader: one of a TIFF looks at it to the last
        self._image = QImage()
        self._times = 1.0
        self._at = 0
        self.count = 0
        self.picture = _Picture(look)
        self.area = scrolling(self.picture)
        self.area.viewport().installEventFilter(self)
        self.where = label("", "muted")
        self.before = IconButton(look, "chevron-up", "Picture before", lambda: self._turn(-1))
        self.following = IconButton(look, "chevron-down", "Next picture", lambda: self._turn(1))
        bar = row(
            IconButton(look, "zoom-out", "Smaller picture", lambda: self._zoom(1 / _ZOOM_STEP)),
            IconButton(look, "zoom-in", "Larger picture", lambda: self._zoom(_ZOOM_STEP)),
            self.before, self.following, self.where, None, gap="tight",
        )  # fmt: skip
        box = column(bar, self.area, gap="tight")
        box.setStretch(1, 1)
        self.setLayout(box)

    def show_bytes(self, content: bytes) -> bool:
        """Show a picture and return whether it could be."""
        self._buffer.close()
        self._buffer.setData(QByteArray(content))
        self._at, self._times = 0, 1.0
        self.count = max(1, self._reader().imageCount())
        return self._read()

    def print_to(self, printer: QPrinter) -> None:
        """Print the picture that is seen, as large as the paper allows."""
        painter = QPainter(printer)
        area = printer.pageRect(QPrinter.Unit.DevicePixel).size().toSize()
        scaled = self._image.scaled(
            area, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawImage(QPoint(0, 0), scaled)
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override of QObject: a picture that is fitted stays so when there is more room."""
        if event.type() is QEvent.Type.Resize:
            self._draw()
        return super().eventFilter(watched, event)

    def _reader(self) -> QImageReader:
        """Return a reader at the beginning; pictures are counted by one that has read nothing."""
        self._buffer.close()
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(self._buffer)
        reader.setAutoTransform(True)
        return reader

    def _read(self) -> bool:
        reader = self._reader()
        if self._at and not reader.jumpToImage(self._at):
            return False
        size = reader.size()
        if not size.isValid() or size.width() * size.height() > _MOST_POINTS:
            return False
        if max(size.width(), size.height()) > _LONGEST_SIDE:
            longest = QSize(_LONGEST_SIDE, _LONGEST_SIDE)
            reader.setScaledSize(size.scaled(longest, Qt.AspectRatioMode.KeepAspectRatio))
        found = reader.read()
        if found.isNull():
            return False
        self._image = found
        is_several = self.count > 1
        for control in (self.before, self.following, self.where):
            control.setVisible(is_several)
        self.where.setText(f"Picture {self._at + 1} of {self.count}")
        self._draw()
        return True

    def _draw(self) -> None:
        if self._image.isNull():
            return
        room = self.area.maximumViewportSize()
        fitted = self._image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        least = self._image.size().boundedTo(fitted)  # a small picture is not blown up
        wanted = least * self._times
        if wanted.isEmpty():
            return
        self.picture.setPixmap(
            QPixmap.fromImage(
                self._image.scaled(
                    wanted,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
        )

    def _zoom(self, factor: float) -> None:
        self._times = max(_LEAST, min(_MOST, self._times * factor))
        self._draw()

    def _turn(self, step: int) -> None:
        if 0 <= self._at + step < self.count:
            self._at += step
            self._read()
