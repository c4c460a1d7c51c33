"""The relevant person behind an act: known already, or somebody new."""

from dolsdesk.domain.people import Person
from dolsdesk.errors import AlreadyExists
from dolsdesk.services import references
from dolsdesk.store.handle import ReadSession, Write
from dolsdesk.store.repos import people


def refuse_taken_number(session: ReadSession, person: Person, person_id: int | None) -> None:
    """Refuse an NHS number that belongs to somebody else.

    Raises:
        AlreadyExists: it does.
    """
    number = person.nhs_number
    holder = people.by_nhs_number(session, number) if number else None
    if holder is not None and holder != person_id:
        raise AlreadyExists("NHS_NUMBER_TAKEN", field="nhs_number")


def put(write: Write, person: Person, person_id: int | None) -> int:
    """Add a person, or keep what is newly known of one, and return the id; both are audited."""
    session = write.session
    if person_id is None:
        ref = references.person_ref(session)
        added = people.add(session, person, ref)
        write.record("add_person", "person", added, after={"ref": ref})
        return added
    held = people.load(session, person_id)
    if held != person:
        people.change(session, person_id, person)
        changed = {
            name: [str(getattr(held, name) or ""), str(getattr(person, name) or "")]
            for name in Person.__dataclass_fields__
            if getattr(held, name) != getattr(person, name)
        }
        write.record("change_person", "person", person_id, after=changed)
    return person_id
