"""A Form 1 or 2 read from a file: each value beside its source, and nothing kept of it (IN3)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dolsdesk import resources
from dolsdesk.domain.incoming import IncomingKind
from dolsdesk.domain.reading import form, labels
from dolsdesk.domain.reading.form import Certainty, Read, Reading
from dolsdesk.domain.reading.labels import Labels
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import incoming
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.received import looking, pieces

__all__ = ["Certainty", "FormFile", "Read", "keep", "read", "read_bytes"]


@dataclass(frozen=True, slots=True)
class FormFile:
    """A form that was read, with the file as it came."""

    name: str
    content: bytes
    reading: Reading

    @property
    def kind(self) -> IncomingKind:
        """Return what the file is to the desk."""
        return IncomingKind.FORM_2 if self.reading.is_further else IncomingKind.FORM_1


@cache
def known_labels() -> Labels:
    """Return the labels that forms are known to have."""
    return labels.parse(resources.text("reading/form-1.toml"))


def read(ctx: Context, path: Path) -> FormFile:
    """Return what a file says of a request.

    Raises:
        FileUnreadable: it is not there, damaged or locked.
        Refused: it is too large, could run, is a picture of a form, or no form is found in it.
    """
    ctx.require(Act.LOG_REQUEST)
    return _read(ctx, looking.at_path(path, incoming.largest(ctx)))


def read_bytes(ctx: Context, name: str, content: bytes) -> FormFile:
    """Return what the bytes of a file say of a request; see ``read``."""
    ctx.require(Act.LOG_REQUEST)
    return _read(ctx, looking.at_bytes(name, content, incoming.largest(ctx)))


def _read(ctx: Context, found: looking.Found) -> FormFile:
    known = known_labels()
    source = pieces.of(found.media, found.content, known)
    reading = form.read(source.pieces, known, title=source.title, today=ctx.today)
    if not reading.values:
        raise Refused("READING_NOTHING")
    return FormFile(found.name, found.content, reading)


def keep(ctx: Context, request_id: int, held: FormFile) -> Outcome[int]:
    """Keep the file that a request was read from in its case, as it came."""
    return incoming.keep_source(ctx, request_id, held.name, held.content, held.kind)
