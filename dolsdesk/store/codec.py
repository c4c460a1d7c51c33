"""Frozen domain records to JSON and back, for columns that are read whole."""

from datetime import date, time
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_origin

from dolsdesk.domain.dols.facts import MaxPeriod

if TYPE_CHECKING:
    from cattrs.preconf.json import JsonConverter

T = TypeVar("T")


@cache
def _converter() -> "JsonConverter":
    from cattrs.preconf.json import make_converter  # not before a case is read: start-up

    converter = make_converter(forbid_extra_keys=True, omit_if_default=True)
    converter.register_unstructure_hook(MaxPeriod, str)
    converter.register_structure_hook(MaxPeriod, lambda text, _: MaxPeriod.parse(text))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook(time, time.isoformat)
    converter.register_structure_hook(time, lambda text, _: time.fromisoformat(text))
    converter.register_unstructure_hook_func(
        _is_frozenset,
        lambda members: sorted(converter.unstructure(member) for member in members),
    )
    return converter


def _is_frozenset(kind: Any) -> bool:
    return get_origin(kind) is frozenset


def dump(record: Any) -> Any:
    """Return a record as JSON values; fields at their default are left out."""
    return _converter().unstructure(record)


def load(values: Any, kind: type[T]) -> T:
    """Return the record that ``dump`` made the values from.

    Raises:
        ValueError: the values do not fit the record.
    """
    return _converter().structure(values, kind)
