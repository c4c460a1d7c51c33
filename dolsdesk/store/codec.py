"""Frozen domain records to JSON and back, for columns that are read whole."""

from datetime import date
from typing import Any, TypeVar, get_origin

from cattrs.preconf.json import JsonConverter, make_converter

from dolsdesk.domain.dols.facts import MaxPeriod

T = TypeVar("T")


def _converter() -> JsonConverter:
    converter = make_converter(forbid_extra_keys=True, omit_if_default=True)
    converter.register_unstructure_hook(MaxPeriod, str)
    converter.register_structure_hook(MaxPeriod, lambda text, _: MaxPeriod.parse(text))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook_func(
        lambda kind: get_origin(kind) is frozenset,
        lambda members: sorted(converter.unstructure(member) for member in members),
    )
    return converter


_CONVERTER = _converter()


def dump(record: Any) -> Any:
    """Return a record as JSON values; fields at their default are left out."""
    return _CONVERTER.unstructure(record)


def load(values: Any, kind: type[T]) -> T:
    """Return the record that ``dump`` made the values from.

    Raises:
        ValueError: the values do not fit the record.
    """
    return _CONVERTER.structure(values, kind)
