"""Notes in a case: they move no date and decide nothing; an error stays on record as one."""

from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols.notes import Note
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services.acts import on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome


def add(
    ctx: Context, request_id: int, words: str, *, seen_version: int | None = None
) -> Outcome[int]:
    """Add a note to a case, open or over.

    Returns:
        The id of the record.

    Raises:
        Refused: it says nothing.
    """
    if not words.strip():
        raise Refused("NOTE_NEEDED", field="said")
    note = Note(words.strip())
    with on_case(ctx, Act.RECORD_EVENT, request_id, seen_version=seen_version) as act:
        record_id = act.begin(RecordKind.NOTE, note, on=ctx.today, detail=note.noted)
        act.record("add_note", record_id=record_id)
    return Outcome(record_id, of_case(request_id))
