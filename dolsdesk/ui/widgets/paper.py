"""A paper that came in, shown inside the window: pages, a picture, its words, or why it is not."""

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QWidget

from dolsdesk.domain import incoming
from dolsdesk.domain.incoming import Media
from dolsdesk.services import words
from dolsdesk.services.incoming import Opened
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import column, holder, label
from dolsdesk.ui.widgets.pdf import PdfView
from dolsdesk.ui.widgets.picture import PictureView


class PaperView(QWidget):
    """Shows one paper; nothing in it runs, and no link in it leads anywhere."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.pdf = PdfView(look)
        self.picture = PictureView(look)
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName("The words of the paper")
        self.message = label("", wrap=True)
        self.stack = QStackedWidget()
        self._nothing = holder(column(self.message, None))
        for one in (self._nothing, self.pdf, self.picture, self.words):
            self.stack.addWidget(one)
        box = column(self.stack)
        self.setLayout(box)

    @property
    def can_print(self) -> bool:
        """Return whether something is shown that can be printed."""
        return self.stack.currentWidget() is not self._nothing

    def show_paper(self, opened: Opened) -> None:
        """Show a paper, or say why it cannot be shown."""
        paper = opened.held.paper
        if not paper.is_shown:
            self.say(opened.said)
        elif paper.media is Media.PDF:
            self.pdf.show_bytes(opened.content)
            if self.pdf.is_shown:
                self.stack.setCurrentWidget(self.pdf)
            else:
                self.say(words.sentence("INCOMING_DAMAGED"))
        elif paper.media in incoming.PICTURES:
            if self.picture.show_bytes(opened.content):
                self.stack.setCurrentWidget(self.picture)
            else:
                self.say(words.sentence("INCOMING_NO_PICTURE"))
        else:
            self.words.setPlainText(opened.words)
            self.stack.setCurrentWidget(self.words)

    def say(self, sentence: str) -> None:
        """Show a sentence in place of a paper."""
        self.message.setText(sentence)
        self.stack.setCurrentWidget(self._nothing)

    def print_to(self, printer: QPrinter) -> None:
        """Print what is shown."""
        shown = self.stack.currentWidget()
        if shown is self.pdf:
            self.pdf.print_to(printer)
        elif shown is self.picture:
            self.picture.print_to(printer)
        elif shown is self.words:
            self.words.print_(printer)
