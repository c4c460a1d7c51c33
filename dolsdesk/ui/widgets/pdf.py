"""A PDF shown inside the window, from bytes; nothing is written to a temporary file."""

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import IconButton, column, label, row

_ZOOM_STEP = 1.2
_PRINT_DPI = 300


class _Pages(QPdfView):
    """Pages that are looked at: a link in them leads nowhere, whoever wrote it."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Override of QPdfView."""
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Override of QPdfView."""
        event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Override of QPdfView."""
        event.ignore()


class PdfView(QWidget):
    """Pages one under another, with zoom and page keys."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._bytes = QByteArray()
        self._buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self.pages = _Pages(self)
        self.pages.setDocument(self.document)
        self.pages.setPageMode(QPdfView.PageMode.MultiPage)
        self.pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.pages.setAccessibleName("The paper, page by page")
        # Fitted to the width, a page may just fit without the bar and not with it: Qt would show
        # and hide the bar for ever.
        self.pages.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.where = label("", "muted")
        self.pages.pageNavigator().currentPageChanged.connect(lambda _page: self._say_page())
        bar = row(
            IconButton(look, "zoom-out", "Smaller", lambda: self._zoom(1 / _ZOOM_STEP)),
            IconButton(look, "zoom-in", "Larger", lambda: self._zoom(_ZOOM_STEP)),
            IconButton(look, "chevron-up", "Page before", lambda: self._turn(-1)),
            IconButton(look, "chevron-down", "Next page", lambda: self._turn(1)),
            self.where,
            None,
            gap="tight",
        )
        box = column(bar, self.pages, gap="tight")
        box.setStretch(1, 1)
        self.setLayout(box)
        self.setFocusProxy(self.pages)

    def show_bytes(self, content: bytes) -> None:
        """Show a PDF."""
        self.document.close()
        self._buffer.close()
        self._bytes = QByteArray(content)
        self._buffer.setBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self.pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._say_page()

    @property
    def is_shown(self) -> bool:
        """Return whether there are pages to be seen: the file was a PDF, whole and not locked."""
        return self.document.status() is QPdfDocument.Status.Ready and self.document.pageCount() > 0

    def text(self) -> str:
        """Return the words of every page."""
        pages = range(self.document.pageCount())
        return "\n".join(self.document.getAllText(page).text() for page in pages)

    def print_to(self, printer: QPrinter) -> None:
        """Print every page."""
        painter = QPainter(printer)
        _paint(self.document, printer, painter, is_first=True)
        painter.end()

    def _zoom(self, factor: float) -> None:
        self.pages.setZoomMode(QPdfView.ZoomMode.Custom)
        self.pages.setZoomFactor(max(0.3, min(5.0, self.pages.zoomFactor() * factor)))

    def _turn(self, step: int) -> None:
        navigator = self.pages.pageNavigator()
        wanted = navigator.currentPage() + step
        if 0 <= wanted < self.document.pageCount():
            navigator.jump(wanted, QPointF())

    def _say_page(self) -> None:
        at = self.pages.pageNavigator().currentPage() + 1
        self.where.setText(f"Page {at} of {max(1, self.document.pageCount())}")


def print_all(contents: Sequence[bytes], printer: QPrinter) -> None:
    """Print some papers one after another, in one job."""
    painter = QPainter(printer)
    for number, content in enumerate(contents):
        buffer = QBuffer()
        buffer.setData(content)
        buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        document = QPdfDocument()
        document.load(buffer)
        _paint(document, printer, painter, is_first=number == 0)
        document.close()
    painter.end()


def _paint(document: QPdfDocument, printer: QPrinter, painter: QPainter, *, is_first: bool) -> None:
    """Paint every page of a document, each as large as the paper lets it."""
    area = printer.pageRect(QPrinter.Unit.DevicePixel)
    for number in range(document.pageCount()):
        if number or not is_first:
            printer.newPage()
        size = document.pagePointSize(number)
        scale = min(area.width() / size.width(), area.height() / size.height())
        wanted = (size * scale).toSize()
        painter.drawImage(QPoint(0, 0), document.render(number, wanted))
