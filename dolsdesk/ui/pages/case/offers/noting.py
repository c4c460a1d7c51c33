"""A note in a case."""

from dolsdesk.domain.staff import Act
from dolsdesk.services import notes
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.widgets.fields import ProseField


def note(part: Part) -> None:
    """Ask what the note says."""
    part.ask(
        "Note",
        "It moves no date and decides nothing. It stays on record; an error is marked as one.",
        [ProseField("said", "Note", part.shell.look, lines=4)],
        accept="Add",
        act=lambda given: notes.add(part.shell.ctx, part.request_id, given["said"]),
        said="Note added.",
    )


OFFERS = (
    Offer("case_note", "Add a note…", "What is to be known of the case; it moves no date.",
          Act.RECORD_EVENT, CaseTab.HISTORY, lambda _view: True, note, "pen-line"),
)  # fmt: skip
