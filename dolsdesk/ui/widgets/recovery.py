"""A recovery key, shown once: to be written down, copied or printed before it is gone."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel, QWidget

from dolsdesk.ui import files
from dolsdesk.ui.widgets.basics import button, column, label, row
from dolsdesk.ui.widgets.fields import TickField

_SHEET = """<h1>Recovery key of a dolsdesk store</h1><p>{about}</p>
<p style="font-family: monospace; font-size: 16pt">{key}</p>
<p>Keep this sheet locked away, apart from the computer. Whoever holds it and the store can read
everything in the store.</p>"""


class RecoveryKey(QWidget):
    """The key, ways to keep it, and the tick that says it is kept."""

    def __init__(self) -> None:
        super().__init__()
        self._about = ""
        self.key = QLabel()
        self.key.setTextFormat(Qt.TextFormat.PlainText)
        self.key.setProperty("role", "title")
        self.key.setWordWrap(True)
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.key.setAccessibleName("Recovery key")
        self.written = TickField("written", "I have written the recovery key down")
        self.copy = button("Copy the key", self.copy_key)
        self.print = button("Print the key…", self.print_key)
        self.said = label("", "small", wrap=True)
        self.said.hide()
        box = column(
            label(
                "Recovery key. Write it down and keep it away from this computer: it opens the"
                " store if the passphrase is forgotten. It is not shown again.",
                "warning",
                wrap=True,
            ),
            self.key,
            row(self.copy, self.print, None),
            self.said,
            self.written,
        )
        box.setContentsMargins(0, 0, 0, 0)
        self.setLayout(box)

    def show_key(self, key: str, about: str) -> None:
        """Show a key; ``about`` says on paper which store it opens."""
        self.key.setText(key)
        self._about = about

    def copy_key(self) -> None:
        """Put the key on the clipboard, until it is shown no more."""
        QGuiApplication.clipboard().setText(self.key.text())
        self._say("Copied. Paste it where it will be kept before you close this.")

    def print_key(self) -> None:
        """Print the key on a sheet of its own; nothing of it stays in a file."""
        files.ask_printer(self, self._print_on)

    def _print_on(self, printer: QPrinter) -> None:
        sheet = QTextDocument()
        about = self._about.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
        sheet.setHtml(_SHEET.format(about=about, key=self.key.text()))
        sheet.print_(printer)
        self._say("Sent to the printer.")

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.show()

    def forget(self) -> None:
        """Take the key off the screen, and off the clipboard if it is there still."""
        clipboard = QGuiApplication.clipboard()
        if self.key.text() and clipboard.text() == self.key.text():
            clipboard.clear()
        self.key.setText("")
