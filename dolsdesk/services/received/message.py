"""What an e-mail is, whichever way it was saved: who wrote it, when, what about, and what with."""

from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser

#: Elements whose words are no words of the letter.
_NOT_READ = frozenset({"script", "style", "head", "title", "template", "noscript"})
#: Elements that begin a new line.
_LINES = frozenset(
    {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote",
     "hr", "ul", "ol", "section", "article"}
)  # fmt: skip
#: Elements without an end.
_ALONE = frozenset({"br", "hr"})


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that an e-mail brings, under the name it was given."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """An e-mail; ``sent_on`` is the day in London, where it says one."""

    sender: str
    to: str
    subject: str
    sent_on: date | None
    body: str
    attached: tuple[Attached, ...]


class _Words(HTMLParser):
    """Takes the words out of a page; nothing is fetched, and no script is read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        """Override of HTMLParser."""
        if tag in _NOT_READ:
            self._unread += 1
        elif tag in _LINES:
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append("\t")

    def handle_startendtag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        """Override of HTMLParser."""
        if tag in _ALONE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Override of HTMLParser."""
        if tag in _NOT_READ and self._unread:
            self._unread -= 1
        elif tag in _LINES - _ALONE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Override of HTMLParser."""
        if not self._unread:
            self.parts.append(" ".join(data.split(" ")).replace("\r", "").replace("\n", " "))


def words_of_page(markup: str) -> str:
    r"""Return the words of a page, a line for each paragraph.

    >>> words_of_page("<p>Dear <b>all</b></p><script>run()</script><p>Thanks</p>")
    'Dear all\n\nThanks'
    """
    reader = _Words()
    reader.feed(markup)
    reader.close()
    lines = [line.strip() for line in "".join(reader.parts).split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()
