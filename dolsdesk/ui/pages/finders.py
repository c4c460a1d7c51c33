"""Fields that find a person or a place of the store as its name is typed."""

from functools import partial

from dolsdesk.domain import nhs_number, text
from dolsdesk.domain.places import Place
from dolsdesk.services import finding, words, worklist
from dolsdesk.services.finding import PersonMatch
from dolsdesk.services.worklist import Bucket, CaseLine, Query, SortKey
from dolsdesk.services.worklist import Page as ListPage
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.pickers import Match, PickField

_CASES = 7  # as many as are shown under a field

NO_SUCH_PLACE = "Not in the register. Add it under Register, or import the CQC directory."


def person_field(shell: Shell, name: str, title: str) -> PickField:
    """Return a field that finds a person who is known; its value is their match, or None."""
    field = PickField(name, title, shell.look, placeholder="Name, reference or NHS number")

    def show(found: tuple[PersonMatch, ...]) -> None:
        field.show_matches(
            [Match(person_words(one), one) for one in found], nothing="Nobody of this name."
        )

    def find(typed: str) -> None:
        shell.tasks.run_read(
            field, partial(finding.people, shell.ctx, typed), show, latest=f"person-{id(field)}"
        )

    field.typed.connect(find)
    return field


def place_field(shell: Shell, name: str, title: str) -> PickField:
    """Return a field that finds a home or hospital of the register; its value is the place."""
    field = PickField(name, title, shell.look, placeholder="Name or postcode")

    def show(found: tuple[Place, ...]) -> None:
        field.show_matches([Match(place_words(one), one) for one in found], nothing=NO_SUCH_PLACE)

    def find(typed: str) -> None:
        shell.tasks.run_read(
            field, partial(finding.places, shell.ctx, typed), show, latest=f"place-{id(field)}"
        )

    field.typed.connect(find)
    return field


def case_field(shell: Shell, name: str, title: str, *, hint: str = "") -> PickField:
    """Return a field that finds a case; its value is the number of the request, or None."""
    field = PickField(
        name, title, shell.look, hint=hint, placeholder="Reference, name or NHS number"
    )

    def show(found: ListPage) -> None:
        field.show_matches(
            [Match(case_words(one), one.request_id) for one in found.rows],
            nothing="No case of this name or reference.",
        )

    def find(typed: str) -> None:
        query = Query(bucket=Bucket.ALL, words=typed, sort=SortKey.RECEIVED, descending=True)
        shell.tasks.run_read(
            field,
            partial(worklist.page, shell.ctx, query, limit=_CASES),
            show,
            latest=f"case-{id(field)}",
        )

    field.typed.connect(find)
    return field


def case_words(line: CaseLine) -> str:
    """Return what tells a case apart from others of the same person."""
    born = f"born {text.long_date(line.born_on)}" if line.born_on else "birth date not known"
    state = words.fact(line.state.value)
    came = text.short_date(line.received_on)
    return f"{line.ref}  {line.person_name}\n{born} · {line.place_name} · {came} · {state}"


def person_words(one: PersonMatch) -> str:
    """Return what tells a person apart from a namesake."""
    born = text.long_date(one.date_of_birth) if one.date_of_birth else ""
    if not born and one.estimated_age is not None:
        born = f"about {one.estimated_age}"
    parts = [
        f"born {born}" if born else "birth date not known",
        f"NHS {nhs_number.spaced(one.nhs_number)}" if one.nhs_number else "no NHS number",
        f"last at {one.last_place}" if one.last_place else one.usual_address,
    ]
    name = text.full_name(one.given_names, one.family_name)
    return f"{name}  ({one.ref})\n{' · '.join(part for part in parts if part)}"


def place_words(place: Place) -> str:
    """Return a place with where it is."""
    return f"{place.name}\n{words.fact(place.kind.value)} · {place.address} {place.postcode}"
