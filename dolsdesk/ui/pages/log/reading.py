"""What was read of a form, put into the fields of a request that is being typed."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from dolsdesk.domain.dols.case import FormUsed
from dolsdesk.domain.dols.facts import RequestType
from dolsdesk.services.form_reading import Read
from dolsdesk.ui.pages.log.view import LogView
from dolsdesk.ui.widgets.fields import DateField


def fill(view: LogView, found: Sequence[Read], *, is_further: bool) -> None:
    """Put values into their fields; what was typed stays where nothing was read."""
    view.form_used.set_raw((FormUsed.FORM_2 if is_further else FormUsed.FORM_1).value)
    if is_further:
        view.type.set_raw(RequestType.FOLLOW_ON.value)
    for one in found:
        if one.field not in view.fields or one.field == "place":
            continue
        field = view.fields[one.field]
        if isinstance(field, DateField):
            with suppress(ValueError):
                field.set_value(date.fromisoformat(one.value))
        else:
            field.set_raw(one.value)


def place_named(found: Sequence[Read]) -> str:
    """Return the home or hospital that the form names, or nothing."""
    return next((one.value for one in found if one.field == "place"), "")


def person_named(found: Sequence[Read]) -> str:
    """Return the person's name as the form has it, given names first."""
    held = {one.field: one.value for one in found}
    return f"{held.get('given_names', '')} {held.get('family_name', '')}".strip()
