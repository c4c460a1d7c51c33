"""Which papers a case allows as it stands: those of what happened, and those headed for others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Protocol

from dolsdesk.domain import text
from dolsdesk.domain.dols import holdings
from dolsdesk.domain.dols.advocates import Advocacy
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.representatives import Appointment
from dolsdesk.domain.dols.reviews import Review
from dolsdesk.domain.dols.suspensions import Suspension
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import council
from dolsdesk.services.context import Context
from dolsdesk.services.papers import (
    advocacy,
    assessed,
    decided,
    dying,
    ending,
    extending,
    reviewing,
    suspending,
)
from dolsdesk.services.papers.paper import Paper
from dolsdesk.services.projection import grants_of_others, standing
from dolsdesk.services.templates import template
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.repos import cases, documents
from dolsdesk.store.repos.documents import Issued

#: The forms of a case, in the order of their numbers.
CODES = ("F1X", *assessed.CODES, "F5", "F6", "F7", "F7L", "F8", "F9", "F10D", "F11", "F12")
#: Forms that somebody else fills in: dolsdesk heads them and never issues them.
FOR_OTHERS = frozenset({"F12"})


class Making(Protocol):
    """Makes a paper: as a draft, or in the place of one that was issued."""

    def __call__(self, *, is_draft: bool = ..., replaces: str = ...) -> Paper:
        """Return the paper."""


@dataclass(frozen=True, slots=True)
class AtHand:
    """One paper that the case allows.

    Attributes:
        code: which form.
        detail: what tells it from another of the same code, such as a name or a day.
        make: makes it.
        act: the leave it takes to issue it.
        record_id: the record it is about, if any.
        is_for_others: it is headed for somebody else to fill in, and never issued.
    """

    code: str
    detail: str
    make: Making
    act: Act = Act.SEND_COPIES
    record_id: int | None = None
    is_for_others: bool = False


def of_case(ctx: Context, session: ReadSession, case: Case) -> tuple[AtHand, ...]:
    """Return the papers that a case allows, those of what happened first before the later ones."""
    return (
        *_headed(ctx, case),
        *_assessed(ctx, case),
        *_decided(ctx, case),
        *_of_records(ctx, case),
        *_ended(ctx, session, case),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A form that a case allows, as a list of them shows it.

    Attributes:
        code: which form.
        title: what it is called.
        detail: what tells it from another of the same code.
        record_id: the record it is about, if any.
        is_for_others: somebody else fills it in; it is printed with its head and never issued.
        is_issued: it stands issued already, and may be corrected.
        act: the leave it takes to issue it.
    """

    code: str
    title: str
    detail: str
    record_id: int | None
    is_for_others: bool
    is_issued: bool
    act: Act


def listed(ctx: Context, request_id: int) -> tuple[Line, ...]:
    """Return the forms that a case allows as it stands.

    Raises:
        NoSuchCase: there is no such request.
    """
    pack = council.pack(ctx)
    with ctx.reading() as session:
        case = cases.load(session, request_id)
        issued = documents.of_case(session, request_id)
        found = of_case(ctx, session, case)
    return tuple(
        Line(
            one.code, template(one.code, pack).title, one.detail, one.record_id,
            one.is_for_others, stands(issued, one.code, one.record_id), one.act,
        )
        for one in found
    )  # fmt: skip


def preview(ctx: Context, request_id: int, code: str, record_id: int | None = None) -> Paper:
    """Return a form as it would be issued now, marked as a draft unless others fill it in.

    Raises:
        Refused: the case does not allow it.
    """
    with ctx.reading() as session:
        case = cases.load(session, request_id)
        found = find(ctx, session, case, code, record_id)
    if found is None:
        raise Refused("PAPER_NOT_YET", paper=code, ref=case.request.ref)
    return found.make(is_draft=True)


def stands(issued: tuple[Issued, ...], code: str, record_id: int | None) -> bool:
    """Return whether a paper about the same thing is issued and stands."""
    return any(
        one.code == code and one.superseded_by is None and one.record_id in {None, record_id}
        for one in issued
    )


def find(
    ctx: Context, session: ReadSession, case: Case, code: str, record_id: int | None = None
) -> AtHand | None:
    """Return the paper of a code that a case allows, the newest where no record is named."""
    found = [
        one
        for one in of_case(ctx, session, case)
        if one.code == code and record_id in {None, one.record_id}
    ]
    return found[-1] if found else None


def _headed(ctx: Context, case: Case) -> Iterator[AtHand]:
    """Yield the assessors' forms with their header, while somebody has yet to answer."""
    asked = {kind for kind in case.active_allocations if case.awaits(kind)}
    for code, kind in (("F3", AssessmentKind.BI), ("F4", AssessmentKind.MH)):
        if kind in asked and case.request.is_open:
            yield AtHand(
                code,
                f"for {case.active_allocations[kind].assessor_name} to fill in",
                partial(_blank, ctx, case, code),
                is_for_others=True,
            )


def _blank(
    ctx: Context, case: Case, code: str, *, is_draft: bool = False, replaces: str = ""
) -> Paper:
    """Return a form to be filled in; it is no draft of anything."""
    del is_draft
    return assessed.form(ctx, case, code, is_blank=True, replaces=replaces)


def _assessed(ctx: Context, case: Case) -> Iterator[AtHand]:
    for code in assessed.codes_for(case):
        make = partial(assessed.form, ctx, case, code)
        yield AtHand(code, "as assessed", make)


def _decided(ctx: Context, case: Case) -> Iterator[AtHand]:
    make: Making
    asked, given, refused = case.extension, case.authorisation, case.refusal
    if asked is not None and asked.is_granted is not None and case.urgent is not None:
        make = partial(extending.form_1x, ctx, case, asked)
        yield AtHand("F1X", _on(asked.decided_on), make, Act.DECIDE_EXTENSION)
    if given is not None:
        yield AtHand("F5", _on(given.given_on), partial(decided.form_5, ctx, case), Act.DECIDE)
    if refused is not None:
        make = partial(decided.form_6, ctx, case)
        yield AtHand("F6", _on(refused.decided_on), make, Act.DECIDE)


def _of_records(ctx: Context, case: Case) -> Iterator[AtHand]:
    make: Making
    for advocate in holdings.of(case.records, RecordKind.ADVOCATE, Advocacy):
        if advocate.facts.instructed_on is not None:
            make = partial(advocacy.form_11, ctx, case, advocate.facts, record_id=advocate.id)
            yield AtHand("F11", advocate.facts.provider, make, record_id=advocate.id)
    for suspended in holdings.of(case.records, RecordKind.SUSPENSION, Suspension):
        facts, of = suspended.facts, suspended.id
        make = partial(suspending.form_7, ctx, case, facts, record_id=of)
        yield AtHand("F7", _on(facts.suspension_notice_on), make, record_id=of)
        if facts.eligibility_restored_on is not None:
            make = partial(suspending.form_7_lifted, ctx, case, facts, record_id=of)
            yield AtHand("F7L", _on(facts.eligibility_restored_on), make, record_id=of)
    for review in holdings.of(case.records, RecordKind.REVIEW, Review):
        if review.facts.completed_on is not None and review.facts.outcome is not None:
            make = partial(reviewing.form_10, ctx, case, review.facts, record_id=review.id)
            yield AtHand("F10D", _on(review.facts.completed_on), make, Act.DECIDE, review.id)
    for held in holdings.of(case.records, RecordKind.REPRESENTATIVE, Appointment):
        if held.facts.ended_on is not None and held.facts.end_reason is not None:
            make = partial(ending.form_8, ctx, case, held.facts, record_id=held.id)
            yield AtHand("F8", held.facts.name, make, record_id=held.id)


def _ended(ctx: Context, session: ReadSession, case: Case) -> Iterator[AtHand]:
    make: Making
    if case.authorisation is not None:
        earlier = grants_of_others(session, case, as_at=ctx.today, book=ctx.book)
        found = standing(case, as_at=ctx.today, book=ctx.book, earlier=earlier)
        over = ending.end_of(case, found.sa_state, found.answer)
        if over is not None:
            record_id, end = over
            make = partial(ending.form_9, ctx, case, end, record_id=record_id)
            yield AtHand("F9", _on(end.on), make, record_id=record_id)
    if case.person.date_of_death is not None:
        make = partial(dying.form_12, ctx, case)
        yield AtHand("F12", "for the home to fill in", make, is_for_others=True)


def _on(day: date | None) -> str:
    return text.short_date(day) if day else ""
