"""A request before its assessments: logged, checked, waiting, its urgent extended, or closed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from dolsdesk.domain import nhs_number, text
from dolsdesk.domain.changes import Changes, Listing, of_case
from dolsdesk.domain.dols import intake, ordering, timescales
from dolsdesk.domain.dols.case import (
    Case,
    Extension,
    Request,
    Urgent,
    facts_of,
)
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.copies import NoticeEvent, due
from dolsdesk.domain.dols.facts import Facts, Priority
from dolsdesk.domain.dols.intake import Arrival
from dolsdesk.domain.dols.states import Event, RequestState
from dolsdesk.domain.dols.timescales import Answer
from dolsdesk.domain.dols.triage import Triage
from dolsdesk.domain.machine import TransitionRefused
from dolsdesk.domain.people import Contact, Person
from dolsdesk.domain.places import Place, PlaceKind
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.rules.book import RuleBook
from dolsdesk.services import persons, references, triage, words
from dolsdesk.services.acts import on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.services.papers import extending, issuing
from dolsdesk.services.projection import project_all
from dolsdesk.store.handle import ReadSession, Write
from dolsdesk.store.reads import people as people_reads
from dolsdesk.store.repos import cases, people, places


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request as typed: about a person already known, or a new one.

    ``urgent_place`` is the place that the urgent authorisation names, where it names one of its
    own.
    """

    request: Request
    person: Person
    place_id: int
    person_id: int | None = None
    contacts: tuple[Contact, ...] = ()
    urgent: Urgent | None = None
    urgent_place: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would follow if the request were logged as it is typed now."""

    answer: Answer
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is known of somebody in a place before a request is logged.

    ``open_ref`` is the reference of a request that is open, ``urgent_on`` the day an urgent
    authorisation was given for the same detention. ``namesakes`` are the references of people of
    the same name and birth date as somebody who is said to be new.
    """

    open_ref: str = ""
    urgent_on: date | None = None
    namesakes: tuple[str, ...] = ()


NOTHING_EARLIER = Earlier()


def preview(
    new: NewRequest, place: Place | None, *, as_at: date, book: RuleBook,
    earlier: Earlier = NOTHING_EARLIER,
) -> Preview:  # fmt: skip
    """Return the legal dates and problems of a request being typed; reads and writes nothing."""
    arrival = Arrival(
        new.request, new.person, place, new.urgent, as_at, earlier.open_ref, earlier.namesakes
    )
    facts = _facts(new, place, earlier)
    answer = timescales.work_out(facts, as_at=as_at, book=book)
    found = (*answer.problems, *intake.problems(arrival), *_typed_problems(new, place))
    return Preview(answer, found)


def log(ctx: Context, new: NewRequest, *, reason: str = "") -> Outcome[int]:
    """Log a request and return its id; the reference is given out here.

    Where nothing that reg 16(1) asks for is missing the request goes on as checked, otherwise it
    waits for somebody to look at what is missing. The clock runs either way.

    Raises:
        ProblemsFound: a date or fact the law refuses.
        ReasonNeeded: warnings stand without a reason.
        AlreadyExists: the NHS number belongs to somebody else.
    """
    with ctx.acting(Act.LOG_REQUEST) as write:
        session = write.session
        place = places.load(session, new.place_id)
        persons.refuse_taken_number(session, new.person, new.person_id)
        held = _earlier(session, new)
        found = preview(new, place, as_at=ctx.today, book=ctx.book, earlier=held)
        why = settle(found.problems, reason)
        person_id = persons.put(write, new.person, new.person_id)
        lacking = intake.missing(Arrival(new.request, new.person, place, new.urgent, ctx.today))
        state = RequestState.RECEIVED if lacking else RequestState.CHECKING
        ref = references.request_ref(session, new.request.received_on.year)
        request_id = cases.add_request(
            session,
            replace(new.request, ref=ref, state=state),
            person_id=person_id,
            place_id=new.place_id,
            recorded_by=ctx.actor.id,
            recorded_at=write.at,
        )
        if new.urgent is not None:
            cases.set_urgent(session, request_id, new.urgent)
        if new.contacts:
            cases.replace_contacts(session, person_id, new.contacts)
        _first_events(ctx, write, request_id, new=new, found=found, why=why)
        write.record(
            "log_request",
            "request",
            request_id,
            after={
                "ref": ref,
                "received_on": new.request.received_on.isoformat(),
                "received_time": str(new.request.received_time or ""),
                "urgent_given": new.request.urgent_given,
                "place_id": new.place_id,
                "person_id": person_id,
                "missing": [item.value for item in lacking],
            },
            reason=why,
        )
        of_person = cases.of_person(session, person_id)
        project_all(session, of_person, as_at=ctx.today, book=ctx.book)
    changes = Changes(cases=frozenset(of_person), people=frozenset({person_id}))
    return Outcome(request_id, of_case(request_id, Listing.DRAFTS) | changes)


def check(ctx: Context, request_id: int, *, note: str = "") -> Outcome[None]:
    """Confirm that the content was checked; whatever is missing, the clock runs on."""
    with on_case(ctx, Act.CHECK_REQUEST, request_id) as act:
        act.move(Event.CHECK)
        act.happened("checked", note)
        act.record("check_request", reason=note)
    return Outcome(None, of_case(request_id))


def wait(
    ctx: Context, request_id: int, *, priority: Priority | None, reason: str,
    next_contact_on: date | None,
) -> Outcome[None]:  # fmt: skip
    """Put a checked request on the waiting list by word of mouth: a triage without a question set.

    The band orders the work and moves no statutory date (I19). ``services.triage`` asks by a set.

    Raises:
        Refused: no band, no reason, or no contact date to come.
    """
    triage.checked(priority, reason)
    if next_contact_on is None or next_contact_on <= ctx.today:
        raise Refused("NEXT_CONTACT_NEEDED", field="next_contact_on")
    assert priority is not None  # noqa: S101  (or it was refused above)
    found = Triage(priority, reason, ctx.today, next_contact_on=next_contact_on)
    with on_case(ctx, Act.TRIAGE, request_id) as act:
        triage.put(act, found)
    return Outcome(None, of_case(request_id))


def ask_extension(
    ctx: Context, request_id: int, *, requested_on: date, reasons: str, because: str = ""
) -> Outcome[None]:
    """Record the managing authority's one request to extend its urgent authorisation.

    Raises:
        ProblemsFound: there is no urgent, it has ended or was not given yet, or an extension was
            asked for before.
        ReasonNeeded: the person had died before.
        TransitionRefused: the request is over, and the urgent authorisation with it.
    """
    _not_in_future(ctx, requested_on, "extension_requested_on")
    with on_case(ctx, Act.CHECK_REQUEST, request_id) as act:
        _still_open(act.case)
        extension = Extension(requested_on=requested_on, reasons=reasons)
        late = act.after_death(extension_requested_on=requested_on)
        why = settle((*_extension_problems(act.case, extension, ctx), *late), because)
        if not reasons.strip():
            raise Refused("EXTENSION_REASONS_NEEDED", field="reasons")
        cases.set_extension(act.write.session, request_id, extension)
        act.happened("extension_requested", reasons, on=requested_on)
        act.record("request_extension", reason=why, requested_on=requested_on.isoformat())
    return Outcome(None, of_case(request_id))


def decide_extension(
    ctx: Context, request_id: int, *, decided_on: date, is_granted: bool, days: int | None,
    reasons: str, is_essential: bool, because: str = "",
) -> Outcome[None]:  # fmt: skip
    """Grant or refuse the extension (para 84); the notice to the home becomes due at once.

    Raises:
        ProblemsFound: too many days, too late, before it was asked for, or no exceptional reasons.
        ReasonNeeded: the person had died before.
        TransitionRefused: the request is over, and the urgent authorisation with it.
    """
    _not_in_future(ctx, decided_on, "extension_decided_on")
    with on_case(ctx, Act.DECIDE_EXTENSION, request_id) as act:
        _still_open(act.case)
        asked = act.case.extension
        if asked is None:
            raise Refused("EXTENSION_NOT_ASKED")
        if asked.is_granted is not None:
            settle((Code.SECOND_EXTENSION.problem(field="extension_days"),), "")
        answer = replace(
            asked,
            decided_on=decided_on,
            is_granted=is_granted,
            days=days if is_granted else None,
            decision_reasons=reasons,
            decided_by=ctx.actor.name,
        )
        problems = list(_extension_problems(replace(act.case, extension=None), answer, ctx))
        if not reasons.strip() or (is_granted and not is_essential):
            problems.append(Code.EXTENSION_NO_REASON.problem())
        if is_granted and days is None:
            problems.append(Code.EXTENSION_OVER_7_DAYS.problem(n=7))
        problems += ordering.out_of_order(
            ctx.today, extension_requested_on=asked.requested_on, extension_decided_on=decided_on
        )
        problems += act.after_death(extension_decided_on=decided_on)
        why = settle(tuple(problems), because)
        cases.set_extension(act.write.session, request_id, answer)
        event = NoticeEvent.EXTENSION_GRANTED if is_granted else NoticeEvent.EXTENSION_REFUSED
        number = issuing.issue(act, extending.form_1x(ctx, act.case, answer))
        cases.add_copies(act.write.session, request_id, due(event, act.case), number)
        act.happened(event.value, reasons, on=decided_on)
        act.record("decide_extension", is_granted=is_granted, days=days, reason=why or reasons)
    return Outcome(None, of_case(request_id))


def _facts(new: NewRequest, place: Place | None, earlier: Earlier) -> Facts:
    blank = Place(0, "", PlaceKind.CARE_HOME, "", "", "", "")
    case = Case(
        new.request, 0, "", new.person, place or blank, urgent=new.urgent,
        earlier_urgent_on=earlier.urgent_on,
    )  # fmt: skip
    return facts_of(case)


def _earlier(session: ReadSession, new: NewRequest) -> Earlier:
    if new.person_id is None:
        return Earlier(namesakes=people.namesakes(session, new.person))
    given = new.urgent
    return Earlier(
        open_ref=people_reads.open_request_at(session, new.person_id, new.place_id),
        urgent_on=cases.earlier_urgent_on(
            session, new.person_id, new.place_id, before=given.given_on
        )
        if given is not None
        else None,
    )


def _typed_problems(new: NewRequest, place: Place | None) -> Iterator[Problem]:
    number, named = new.person.nhs_number, text.fold(new.urgent_place)
    if number and not nhs_number.is_valid(number):
        yield Code.NHS_NUMBER_WRONG.problem()
    if new.urgent is not None and named and place is not None and named != text.fold(place.name):
        yield Code.URGENT_PLACE_MISMATCH.problem(field="urgent_place")


def _first_events(
    ctx: Context, write: Write, request_id: int, *, new: NewRequest, found: Preview, why: str
) -> None:
    request = new.request

    def happened(kind: str, on: date, detail: str) -> None:
        cases.add_event(
            write.session,
            request_id,
            kind=kind,
            happened_on=on,
            happened_time=request.received_time if kind == "received" else None,
            detail=detail,
            recorded_by=ctx.actor.id,
            recorded_at=write.at,
        )

    if new.urgent is not None:
        happened("urgent_given", new.urgent.given_on, new.urgent.reasons)
    happened("received", request.received_on, words.fact(request.channel.value))
    for problem in found.problems:
        happened("noted", ctx.today, words.problem(problem))
    if why:
        happened("went_on_because", ctx.today, why)


def _not_in_future(ctx: Context, on: date, field: str) -> None:
    if on > ctx.today:
        raise Refused("DATE_IN_FUTURE", field=field)


def _still_open(case: Case) -> None:
    """Refuse what only an open request can have; an ended urgent cannot be extended (para 84)."""
    if not case.request.is_open:
        raise TransitionRefused("TRANSITION_REFUSED", state=case.request.state)


def _extension_problems(case: Case, extension: Extension, ctx: Context) -> tuple[Problem, ...]:
    if case.urgent is None:
        return (Code.EXTENSION_NO_URGENT.problem(),)
    if case.extension is not None:
        return (Code.SECOND_EXTENSION.problem(),)
    facts = facts_of(replace(case, extension=replace(extension, is_granted=True)))
    answer = timescales.work_out(facts, as_at=ctx.today, book=ctx.book)
    about = {"EXTENSION_OVER_7_DAYS", "EXTENSION_AFTER_EXPIRY", "SECOND_EXTENSION"}
    return (
        *(problem for problem in answer.problems if problem.code in about),
        *ordering.out_of_order(
            ctx.today,
            urgent_given_on=case.urgent.given_on,
            extension_requested_on=extension.requested_on,
        ),
    )


def earlier(ctx: Context, new: NewRequest) -> Earlier:
    """Return what is known of the person in this place before the request is logged."""
    with ctx.reading() as session:
        return _earlier(session, new)


def person(ctx: Context, person_id: int) -> Person:
    """Return a person already known."""
    with ctx.reading() as session:
        return people.load(session, person_id)


def place(ctx: Context, place_id: int) -> Place:
    """Return a place of the register."""
    with ctx.reading() as session:
        return places.load(session, place_id)
