"""A form read: each value beside the label it stood at and the words it was read from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dolsdesk.domain.reading import values
from dolsdesk.domain.reading.labels import ALIKE, SURE, Asked, Labels
from dolsdesk.domain.reading.pieces import Piece, plain


class Certainty(StrEnum):
    """How sure it is that a value belongs to a field."""

    SURE = "read_sure"  # the label is one that is known
    LIKELY = "read_likely"  # the label is much like one that is known


@dataclass(frozen=True, slots=True)
class Read:
    """One value that was read.

    Attributes:
        field: the field of the request it goes into.
        value: what goes into it.
        piece: where it was read.
        certainty: how sure it is.
    """

    field: str
    value: str
    piece: Piece
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a form.

    Attributes:
        values: the values, in the order of the request's fields.
        is_further: whether it is a Form 2, a further request.
        unread: pieces whose label is known and whose value could not be read.
    """

    values: tuple[Read, ...]
    is_further: bool
    unread: tuple[Read, ...] = field(default=())

    def raw(self) -> dict[str, str]:
        """Return the values by the names of the fields."""
        return {one.field: one.value for one in self.values}


_FURTHER = ("further standard authorisation", "form 2")
_FIRST = ("form 1", "request for standard authorisation and urgent")


def read(pieces: Iterable[Piece], labels: Labels, *, title: str = "", today: date) -> Reading:
    """Return what pieces say, each field from the piece whose label is most like its own.

    Args:
        pieces: what stands on the form.
        labels: what is looked for.
        title: the words the form begins with.
        today: for years of two figures.
    """
    held = tuple(pieces)
    found: list[Read] = []
    unread: list[Read] = []
    for asked, piece, likeness in _placed(held, labels):
        certainty = Certainty.SURE if likeness >= SURE else Certainty.LIKELY
        told = list(_told(asked, piece, certainty, today))
        found += told
        if not told and piece.value.strip():
            unread.append(Read(asked.name, "", piece, certainty))
    values_ = tuple(_once(found))
    heads = plain(" ".join((title, *(one.label for one in held[:3]))))
    is_further = any(one in heads for one in _FURTHER) and not any(one in heads for one in _FIRST)
    if not is_further:
        is_further = any(one.field == "existing_sa_last_day" for one in values_)
    return Reading(values_, is_further, tuple(unread))


def _placed(pieces: tuple[Piece, ...], labels: Labels) -> Iterator[tuple[Asked, Piece, float]]:
    """Yield each field with its piece, the likest first; each piece serves one field."""
    scored = [
        (labels.likeness(asked, piece), bool(piece.value.strip()), -place, asked, piece)
        for asked in labels.fields
        for place, piece in enumerate(pieces)
    ]
    scored = [one for one in scored if one[0] >= ALIKE]
    scored.sort(key=lambda one: (one[0], one[1], one[2]), reverse=True)
    taken: set[int] = set()
    fields: set[str] = set()
    for likeness, has_value, _place, asked, piece in scored:
        if id(piece) in taken or asked.name in fields or not has_value:
            continue
        taken.add(id(piece))
        fields.add(asked.name)
        yield asked, piece, likeness


def _told(asked: Asked, piece: Piece, certainty: Certainty, today: date) -> Iterator[Read]:
    """Yield what one piece says: one value, or several for a name and for an address."""
    said = piece.value
    parts: dict[str, str]
    if asked.name == "full_name":
        given, family = values.person(said)
        parts = {"given_names": given, "family_name": family}
    elif asked.name == "place":
        parts = {"place": values.line(said.split("\n")[0]), "place_address": values.address(
            "\n".join(said.split("\n")[1:]))}  # fmt: skip
    elif asked.name == "usual_address":
        parts = {"usual_address": values.address(said), "postcode": values.postcode(said)}
    elif asked.name == "request_kind":
        parts = {"urgent_given": values.request(said)}
    elif asked.kind == "birth":
        parts = {"date_of_birth": values.a_date(said, is_birth=True, today=today)}
        if not parts["date_of_birth"]:
            parts = {"estimated_age": values.number(said)}
    else:
        parts = {asked.name: values.READ[asked.kind](said)}
    for name, value in parts.items():
        if value:
            yield Read(name, value, piece, certainty)


def _once(found: list[Read]) -> Iterator[Read]:
    """Yield one value for each field; communication and sensory loss are one field."""
    kept: dict[str, Read] = {}
    for one in found:
        name = "communication_needs" if one.field == "sensory_loss" else one.field
        held = kept.get(name)
        if held is None:
            kept[name] = Read(name, one.value, one.piece, one.certainty)
        elif name == "communication_needs":
            both = (
                f"{held.value}; {one.value}"
                if one.field == "sensory_loss"
                else (f"{one.value}; {held.value}")
            )
            kept[name] = Read(name, both, held.piece, held.certainty)
    if any(name.startswith("urgent_") and name != "urgent_given" for name in kept):
        first = next(one for name, one in kept.items() if name.startswith("urgent_"))
        kept.setdefault("urgent_given", Read("urgent_given", "yes", first.piece, first.certainty))
    yield from kept.values()
