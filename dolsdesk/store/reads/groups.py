"""What is recorded of people by which outcomes are compared: no names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dolsdesk.domain.counting import age_on
from dolsdesk.domain.dols.case import Answered
from dolsdesk.store.tables.people import PersonRow
from dolsdesk.store.tables.requests import RequestRow


@dataclass(frozen=True, slots=True)
class About:
    """What is recorded of a request's person; ``is_alone``: only paid carers can be asked."""

    born_on: date | None
    estimated_age: int | None
    gender: str
    ethnicity: str
    has_needs: bool
    is_alone: bool

    def age_on(self, on: date) -> int | None:
        """Return the age on a day, or the estimate on the form."""
        return age_on(self.born_on, on) if self.born_on is not None else self.estimated_age


def about(session: Session) -> Mapping[int, About]:
    """Return what is recorded of the person of each request."""
    statement = select(
        RequestRow.id, PersonRow.date_of_birth, PersonRow.estimated_age, PersonRow.gender,
        PersonRow.ethnicity, PersonRow.communication_needs, RequestRow.s39a_applies,
    ).join(PersonRow, PersonRow.id == RequestRow.person_id)  # fmt: skip
    return {
        row[0]: About(
            row[1], row[2], row[3].value, row[4].strip(), bool(row[5].strip()),
            row[6] is Answered.YES,
        )
        for row in session.execute(statement)
    }  # fmt: skip
