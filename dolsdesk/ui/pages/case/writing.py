"""A part of a case in which a finding is written."""

from dolsdesk.domain.dols.legal_test import DolTestRecord
from dolsdesk.domain.dols.recorded_findings import RecordedFinding
from dolsdesk.domain.records import Record
from dolsdesk.ui.pages.case.part import Part


class WritingPart(Part):
    """What acts on findings may ask of the part they stand in."""

    def typed(self) -> DolTestRecord | None:
        """Return the finding as it is typed, if one is being written."""
        return None

    @property
    def chosen(self) -> Record[RecordedFinding] | None:
        """Return the record that is chosen in the list."""
        return None
