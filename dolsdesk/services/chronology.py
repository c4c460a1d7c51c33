"""Everything that is on record about one person, in order, with where it stands (SW5)."""

from dataclasses import dataclass
from datetime import date, datetime, time

from dolsdesk.clock import LONDON
from dolsdesk.domain import text
from dolsdesk.domain.people import Person
from dolsdesk.domain.staff import Act
from dolsdesk.services import council, words
from dolsdesk.services.context import Context
from dolsdesk.store.reads import chronology as reads
from dolsdesk.store.reads import worklist
from dolsdesk.store.reads.worklist import CaseLine
from dolsdesk.store.repos import people


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing on record: when it happened, what it is, where it stands, who recorded it."""

    on: date
    at: time | None
    kind: str
    what: str
    detail: str
    source: str
    request_id: int | None
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as the window shows them: who they are, their requests, everything in order."""

    id: int
    ref: str
    person: Person
    cases: tuple[CaseLine, ...]
    happenings: tuple[Happening, ...]
    merged_into: int | None


def of_person(ctx: Context, person_id: int) -> PersonView:
    """Return everything that is on record about a person, oldest first.

    Raises:
        NotPermitted: an assessor sees their own cases only.
    """
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        found = reads.of_person(session, person_id)
        return PersonView(
            id=person_id,
            ref=people.ref(session, person_id),
            person=people.load(session, person_id),
            cases=worklist.of_person(session, person_id, besides=0),
            happenings=tuple(
                Happening(
                    on=one.happened_on,
                    at=one.happened_time,
                    kind=one.kind,
                    what=words.fact(one.kind if one.kind.startswith("record_")
                                    else f"event_{one.kind}"),
                    detail=one.detail,
                    source=one.source,
                    request_id=one.request_id,
                    recorded_at=one.recorded_at,
                    recorded_by=one.recorded_by,
                )
                for one in found
            ),
            merged_into=people.merged_into(session, person_id),
        )  # fmt: skip


def as_pdf(ctx: Context, person_id: int, kinds: frozenset[str] = frozenset()) -> bytes:
    """Return the chronology of a person as paper; only of some kinds, if any are named."""
    from dolsdesk.reports import chronology
    from dolsdesk.reports.model import Meta

    view = of_person(ctx, person_id)
    with ctx.acting(Act.READ) as write:
        write.record("export", "person", person_id, after={"paper": "chronology"})
    at = ctx.clock.now().astimezone(LONDON)
    name = council.name(ctx)
    listed = [one for one in view.happenings if not kinds or one.kind in kinds]
    return chronology.render(
        about=[
            ("Relevant person", view.person.full_name),
            ("Born", view.person.born()),
            ("Requests", ", ".join(one.ref for one in view.cases)),
        ],
        rows=[(when(one), one.what, one.detail, one.source, one.recorded_by) for one in listed],
        meta=Meta(
            title="Chronology",
            council=name,
            reference=view.ref,
            footer_person=f"{view.person.initials} born {view.person.born()}",
            template=f"edition {ctx.book.edition}",
            produced=f"{text.long_date(at.date())} at {text.clock_time(at.time())}",
            author=name,
        ),
    ).content


def when(one: Happening) -> str:
    """Return when something happened, as people read it."""
    at = f" {text.clock_time(one.at)}" if one.at else ""
    return f"{text.day_date(one.on)}{at}"


def file_name(ref: str, on: date) -> str:
    """Return the name of the paper's file; it carries the reference, never a person's name."""
    return f"{ref}_chronology_{on:%Y%m%d}.pdf"
