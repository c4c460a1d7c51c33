"""Assessments: what stands in columns of their own, and the rest of the form as one document."""

from typing import Any

from dolsdesk.domain.dols.assessments import Assessment
from dolsdesk.store import codec
from dolsdesk.store.tables.assessments import AssessmentRow

#: Fields of an assessment that its row has columns for.
_COLUMNS = frozenset(
    {
        "kind", "method", "carried_out_on", "result", "assessor_id", "assessor_name",
        "copy_received_on", "version", "returned_reason",
    }
)  # fmt: skip


def details_of(found: Assessment) -> dict[str, Any]:
    """Return what an assessment's row has no column for; what was left blank is left out."""
    return {name: value for name, value in codec.dump(found).items() if name not in _COLUMNS}


def of_row(row: AssessmentRow) -> Assessment:
    """Return the facts of a row."""
    copied_on = row.copy_received_on
    columns = {
        "kind": row.kind.value,
        "method": row.method.value,
        "carried_out_on": row.carried_out_on.isoformat(),
        "result": row.result.value,
        "assessor_id": row.assessor_id,
        "assessor_name": row.assessor_name,
        "copy_received_on": copied_on.isoformat() if copied_on else None,
        "version": row.version_no,
        "returned_reason": row.returned_reason,
    }
    return codec.load({**row.details, **columns}, Assessment)
