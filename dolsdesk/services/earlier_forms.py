"""Earlier forms about the same person, and two forms held against each other line by line (AS6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dolsdesk.domain import text
from dolsdesk.domain.comparing import Piece, pieces
from dolsdesk.domain.dols.assessments import Assessment
from dolsdesk.domain.dols.assessor_forms import KINDS, LEAD, Sheet
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.services import words
from dolsdesk.services.asked import wording
from dolsdesk.services.context import Context
from dolsdesk.services.form_fields import raw_of
from dolsdesk.store.reads import earlier

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EarlierForm:
    """One form on record: of which request, by whom, when, and what stands on it.

    ``version`` is the number of its leading assessment; ``was_returned`` whether that was sent
    back.
    """

    request_id: int
    ref: str
    found: Mapping[AssessmentKind, Assessment]
    lead: Assessment
    was_returned: bool

    @property
    def source(self) -> str:
        """Return where a text copied from it comes from."""
        return f"{self.ref}, {text.long_date(self.lead.carried_out_on)}"

    @property
    def title(self) -> str:
        """Return the form in one line."""
        back = ", sent back" if self.was_returned else ""
        version = f", version {self.lead.version}" if self.lead.version > 1 or back else ""
        return f"{self.source}: {self.lead.assessor_name}{version}{back}"

    @property
    def raw(self) -> dict[str, Any]:
        """Return it as the fields of the sheet would hold it."""
        return raw_of(self.found)


@dataclass(frozen=True, slots=True)
class Line:
    """One question with both answers, and what is the same, came and went between them."""

    name: str
    title: str
    old: str
    new: str
    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        """Return whether both say the same, but for spaces."""
        return self.old.split() == self.new.split()


def of_person(ctx: Context, person_id: int, sheet: Sheet) -> tuple[EarlierForm, ...]:
    """Return every form of a sheet on record about a person, the newest first.

    A version that was sent back is a form by itself.
    """
    with ctx.reading() as session:
        held = earlier.forms_of_person(session, person_id, KINDS[sheet])
    return tuple(sorted(_forms(held, sheet), key=_age, reverse=True))


def _age(form: EarlierForm) -> tuple[date, int, int]:
    return form.lead.carried_out_on, form.request_id, form.lead.version


def _forms(held: list[tuple[int, str, Assessment]], sheet: Sheet) -> Iterator[EarlierForm]:
    by_request: dict[int, list[Assessment]] = {}
    refs: dict[int, str] = {}
    for request_id, ref, found in held:
        by_request.setdefault(request_id, []).append(found)
        refs[request_id] = ref
    for request_id, all_of in by_request.items():
        newest: dict[AssessmentKind, Assessment] = {}
        for found in all_of:  # oldest version first
            if found.returned_reason and found.kind is LEAD[sheet]:
                yield EarlierForm(request_id, refs[request_id], {found.kind: found}, found, True)
            if not found.returned_reason:
                newest[found.kind] = found
        lead = newest.get(LEAD[sheet])
        if lead is not None:
            yield EarlierForm(request_id, refs[request_id], newest, lead, was_returned=False)


def lines(old: Raw, new: Raw) -> tuple[Line, ...]:
    """Return two forms line by line, in the order of the form; what neither says is left out.

    Forty thousand words take less than a second.
    """
    return tuple(_lines(old, new))


def _lines(old: Raw, new: Raw) -> Iterator[Line]:
    order = list(wording().asks)
    names = [name for name in (*old, *new) if not name.startswith("_")]
    place = {name: number for number, name in enumerate(order)}
    for name in sorted(dict.fromkeys(names), key=lambda one: place.get(one, len(order))):
        if name not in old and (name in _USUAL or new.get(name) == _OPEN):
            continue
        was, now = said(old.get(name)), said(new.get(name))
        if was or now:
            yield Line(name, title(name), was, now, pieces(was, now))


#: Fields that always hold a choice, which says nothing where the other form has none.
_USUAL = frozenset({"assessed_for", "method", "medication", "capacity", "test"})
_OPEN = "not_known"


def title(name: str) -> str:
    """Return what a field is called."""
    asked = wording().asks
    if name in asked:
        return asked[name].title
    stem, _, part = name.rpartition("_")
    if part in _PARTS and stem:
        return f"{words.fact(stem)}: {words.fact(f'part_{part}')}"
    return words.fact(name)


_PARTS = frozenset(
    {"narrative", "direction", "evidence", "exists", "conflicts", "note", "standing"}
)


def said(value: Any) -> str:
    """Return what a field holds as people read it; rows are lines."""
    if value is None or value is False or value == "":
        return ""
    if value is True:
        return "Yes"
    if isinstance(value, (list, tuple)):
        rows = (", ".join(filter(None, map(said, row.values()))) for row in value)
        return "\n".join(row for row in rows if row)
    return words.fact(value, value) if isinstance(value, str) else str(value)
