"""States of the person's rights that the stories do not come to, acted out at the small council.

Everything goes through the services, this morning; so it is what the desk itself would make of it.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from dolsdesk.domain.dols import holdings
from dolsdesk.domain.dols.advocates import Advocacy, AdvocateKind, AdvocateTrigger
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.conditions import Condition, ConditionStatus
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.objections import (
    Challenger,
    CourtCase,
    CourtKind,
    Objection,
    ObjectionAnswer,
    ObjectionHow,
    Order,
    OrderEffect,
)
from dolsdesk.domain.dols.representatives import (
    ACTING,
    Appointment,
    ContactHow,
    Objecting,
    RprContact,
    RprEndReason,
    RprKind,
    RprSelectedBy,
    RprState,
    SupportsChallenge,
    checks_for,
)
from dolsdesk.domain.dols.reviews import (
    ConditionAct,
    ConditionChange,
    Ground,
    Requester,
    Review,
    ReviewState,
)
from dolsdesk.domain.dols.suspensions import Suspension, SuspensionReason
from dolsdesk.domain.records import RecordKind
from dolsdesk.services import (
    advocates,
    authorities,
    conditions,
    copies,
    court,
    objections,
    radar,
    representatives,
    reviews,
)
from dolsdesk.services.context import Context
from dolsdesk.store.reads import radar as reads
from dolsdesk.store.repos import cases

_SETTLED_SINCE, _LASTS_FOR = timedelta(days=45), timedelta(days=45)
_PROVIDER, _ADDRESS = "Wayfarer Advocacy", "14 Corn Hall Yard, Norchester, NX1 2CD"

_BUSY = frozenset({RecordKind.REVIEW, RecordKind.SUSPENSION})  # what another story began


def live(ctx: Context) -> None:
    """Let everything happen that the rights of a person can come to."""
    calm = _calm(ctx)
    for act in _ACTS:
        found = next(calm, None)
        if found is None:
            return  # so small or so young a council has no more authorisations
        act(ctx, found)
        _send(ctx, found)


def _calm(ctx: Context) -> Iterator[int]:
    """Yield authorisations that have lasted for a while and lack nothing, in a fixed order."""
    lacking = {line.request_id for line in radar.build(ctx).lines}
    today = ctx.today
    with ctx.reading() as session:
        listed = reads.live_cases(session, today)
    for one in listed:
        begun, ends = one.sa_in_force_on, one.expires_on
        if one.is_open or begun is None or ends is None or one.request_id in lacking:
            continue
        if begun <= today - _SETTLED_SINCE and ends >= today + _LASTS_FOR and not one.objects:
            case = _case(ctx, one.request_id)
            unpaid = representatives.current(case, ACTING)
            is_unpaid = unpaid is not None and unpaid.facts.kind is RprKind.UNPAID
            if is_unpaid and _conditions(case) and not any(r.kind in _BUSY for r in case.records):
                yield one.request_id


def _case(ctx: Context, request_id: int) -> Case:
    with ctx.reading() as session:
        return cases.load(session, request_id)


def _conditions(case: Case) -> tuple[int, ...]:
    held = holdings.of(case.records, RecordKind.CONDITION, Condition)
    return tuple(one.id for one in held if one.facts.binds)


def _send(ctx: Context, request_id: int) -> None:
    """Send whatever notices an act listed."""
    for line in _case(ctx, request_id).copies:
        if not line.is_settled:
            copies.mark_sent(ctx, request_id, line.id, on=ctx.today, method="post")


# Representatives


def _replace_by_a_paid_one(ctx: Context, request_id: int) -> None:
    """End an appointment for want of contact, and appoint a paid representative instead."""
    told_on = _appointed(ctx, request_id, ctx.today - timedelta(days=28))
    representatives.warn(ctx, request_id, told_on=told_on, to_end_on=ctx.today,
                         why="No visit and no call for ten weeks.")  # fmt: skip
    representatives.end(ctx, request_id, on=ctx.today, reason=RprEndReason.NO_CONTACT,
                        note="Two letters and three calls were not answered.")  # fmt: skip
    representatives.propose(
        ctx,
        request_id,
        Appointment(
            state=RprState.PROPOSED, name="Roisin Achterberg", kind=RprKind.PAID,
            selected_by=RprSelectedBy.COUNCIL, relationship="Paid representative",
            address=_ADDRESS, provider=_PROVIDER,
        ),
    )  # fmt: skip
    representatives.check(
        ctx, request_id, checks=dict.fromkeys(checks_for(RprKind.PAID), True),
        would_support_challenge=SupportsChallenge.YES,
    )  # fmt: skip
    representatives.offer(ctx, request_id, on=ctx.today)
    representatives.appoint(ctx, request_id, accepted_on=ctx.today, appointed_on=ctx.today)


def _to_end(ctx: Context, request_id: int) -> None:
    """Give notice that an appointment is to end; somebody else declines meanwhile."""
    told_on = _appointed(ctx, request_id, ctx.today - timedelta(days=3))
    representatives.warn(
        ctx, request_id, told_on=told_on, to_end_on=ctx.today + timedelta(days=11),
        why="Has begun to work for the home.",
    )  # fmt: skip
    representatives.propose(ctx, request_id, _another("Una Kettlewell", "Niece", ctx.today))
    representatives.decline(ctx, request_id, why="Lives abroad and could not visit.")


def _vacant(ctx: Context, request_id: int) -> None:
    """End an appointment by a death, with an advocate under section 39C meanwhile."""
    on = _appointed(ctx, request_id, ctx.today - timedelta(days=9))
    representatives.end(ctx, request_id, on=on, reason=RprEndReason.DIED)
    advocates.instruct(
        ctx, request_id,
        Advocacy(AdvocateKind.S39C, AdvocateTrigger.VACANCY, arose_on=on,
                 ma_notified_on=on, instructed_on=ctx.today - timedelta(days=8),
                 provider=_PROVIDER, address=_ADDRESS),
    )  # fmt: skip


def _unwilling(ctx: Context, request_id: int) -> None:
    """End an appointment because the representative is no longer willing; another is offered."""
    on = _appointed(ctx, request_id, ctx.today - timedelta(days=6))
    representatives.end(ctx, request_id, on=on, reason=RprEndReason.UNWILLING,
                        note="Wrote that visiting has become too far.")  # fmt: skip
    representatives.propose(ctx, request_id, _another("Gwilym Ormondroyd", "Friend", ctx.today))
    representatives.check(
        ctx, request_id, checks=dict.fromkeys(checks_for(RprKind.UNPAID), True),
        would_support_challenge=SupportsChallenge.UNSURE,
    )  # fmt: skip
    representatives.offer(ctx, request_id, on=ctx.today)


def _appointed(ctx: Context, request_id: int, on: date) -> date:
    """Return a day, or the day of the appointment where that is later."""
    held = representatives.current(_case(ctx, request_id), ACTING)
    began = held.facts.appointed_on if held else None
    return max(on, began) if began is not None else on


def _another(name: str, relationship: str, on: date) -> Appointment:
    return Appointment(
        state=RprState.PROPOSED, name=name, kind=RprKind.UNPAID, selected_by=RprSelectedBy.BIA,
        relationship=relationship, address="7 Ropewalk, Norchester", recommended_on=on,
    )  # fmt: skip


# Advocates


def _asks_for_an_advocate(ctx: Context, request_id: int) -> None:
    """Record that the representative asks for an advocate under section 39D."""
    advocates.ask_for(
        ctx, request_id,
        Advocacy(AdvocateKind.S39D, AdvocateTrigger.REPRESENTATIVE_ASKS,
                 arose_on=ctx.today - timedelta(days=2),
                 said="Wants to know what a review can change."),
    )  # fmt: skip


def _silent_advocate(ctx: Context, request_id: int) -> None:
    """Instruct an advocate who has not answered, though chased."""
    record_id = advocates.instruct(ctx, request_id, _instructed(ctx, days=24)).value
    advocates.chase(ctx, request_id, record_id, on=ctx.today - timedelta(days=10))


def _reporting_advocate(ctx: Context, request_id: int) -> None:
    """Instruct an advocate who reported and acts no longer; another is not thought needed."""
    record_id = advocates.instruct(ctx, request_id, _instructed(ctx, days=40)).value
    advocates.acknowledge(
        ctx, request_id, record_id, on=ctx.today - timedelta(days=37), advocate="Perpetua Raines"
    )
    advocates.receive_report(ctx, request_id, record_id, on=ctx.today - timedelta(days=12))
    advocates.end(ctx, request_id, record_id, on=ctx.today - timedelta(days=5),
                  note="The representative needs no more help.")  # fmt: skip
    advocates.decide_not(ctx, request_id, trigger=AdvocateTrigger.REPRESENTATIVE_ASKS,
                         why="Asked about visiting hours only; answered by the desk.")  # fmt: skip


def _instructed(ctx: Context, *, days: int) -> Advocacy:
    on = ctx.today - timedelta(days=days)
    return Advocacy(
        AdvocateKind.S39D, AdvocateTrigger.PERSON_ASKS, arose_on=on, instructed_on=on,
        provider=_PROVIDER, address=_ADDRESS,
    )  # fmt: skip


# Objections and the court


def _heard_on_a_visit(ctx: Context, request_id: int) -> None:
    """Let an objection be heard on a visit; who brings the challenge is to be named."""
    held = representatives.current(_case(ctx, request_id), ACTING)
    name = held.facts.name if held else ""
    representatives.log_contact(
        ctx, request_id,
        RprContact(on=ctx.today - timedelta(days=1), how=ContactHow.VISIT, by=name,
                   person_seen=True, persons_views="Held on to my coat and wept when I left.",
                   objecting=Objecting.IN_BEHAVIOUR, concerns="Hardly goes out any more."),
    )  # fmt: skip


def _objects_no_longer(ctx: Context, request_id: int) -> None:
    """Record an objection of the family, named and then settled."""
    record_id = _object(ctx, request_id, ObjectionHow.FAMILY, days=21)
    objections.name_challenger(
        ctx, request_id, record_id, challenger=Challenger.OTHER, name="Her nephew's solicitor",
        by=ctx.today + timedelta(days=9),
    )  # fmt: skip
    objections.answer(
        ctx, request_id, record_id, answer=ObjectionAnswer.NO_LONGER, on=ctx.today,
        note="The family withdrew it after the visiting times were changed.",
    )  # fmt: skip


def _before_the_court(ctx: Context, request_id: int) -> None:
    """Let a challenge be issued and heard; the court varies the conditions."""
    _object(ctx, request_id, ObjectionHow.WRITTEN, days=40)
    record_id = _issue(ctx, request_id, days=30)
    court.add_hearing(ctx, request_id, record_id, on=ctx.today + timedelta(days=16))
    [first, *_rest] = _conditions(_case(ctx, request_id))
    vary = ConditionChange(ConditionAct.VARY, "Offer an hour outside twice a day.", first)
    add = ConditionChange(ConditionAct.ADD, "Offer a visit to the old street once a month.")
    order = Order(ctx.today - timedelta(days=4), OrderEffect.VARIES_CONDITIONS,
                  "Conditions varied as set out; the application is adjourned.")  # fmt: skip
    court.add_order(ctx, request_id, record_id, order, changes=(vary, add))
    keeps = Order(ctx.today - timedelta(days=4), OrderEffect.CONTINUES,
                  "The authorisation continues until the next hearing.")  # fmt: skip
    court.add_order(ctx, request_id, record_id, keeps)


def _ended_by_the_court(ctx: Context, request_id: int) -> None:
    """Let the court terminate an authorisation."""
    record_id = _issue(ctx, request_id, days=35)
    order = Order(ctx.today, OrderEffect.TERMINATES, "Terminated; she is to return home today.")
    court.add_order(ctx, request_id, record_id, order)
    court.close(ctx, request_id, record_id, on=ctx.today)


def _shortened_by_the_court(ctx: Context, request_id: int) -> None:
    """Let the court name an earlier last day."""
    record_id = _issue(ctx, request_id, days=28)
    order = Order(ctx.today - timedelta(days=2), OrderEffect.VARIES_PERIOD,
                  "The authorisation ends sooner, so that a move can be tried.",
                  authority_to=ctx.today + timedelta(days=30))  # fmt: skip
    court.add_order(ctx, request_id, record_id, order)


def _authorised_by_the_court(ctx: Context, request_id: int) -> None:
    """Let the court authorise beyond the authorisation, and dismiss what was asked besides."""
    given = _case(ctx, request_id).authorisation
    if given is None:
        return
    record_id = _issue(ctx, request_id, days=50, kind=CourtKind.S16_WELFARE)
    beyond = Order(
        ctx.today - timedelta(days=7), OrderEffect.VARIES_PERIOD,
        "Extended by the court to the final hearing.",
        authority_to=given.last_day + timedelta(days=60),
    )  # fmt: skip
    court.add_order(ctx, request_id, record_id, beyond)
    refused = Order(ctx.today - timedelta(days=7), OrderEffect.DISMISSES,
                    "The application for costs is dismissed.")  # fmt: skip
    court.add_order(ctx, request_id, record_id, refused)


def _prepared_for_the_court(ctx: Context, request_id: int) -> None:
    """Let an application be prepared that nobody has issued yet."""
    court.begin(
        ctx, request_id,
        CourtCase(kind=CourtKind.S16_WELFARE, applicant="The council", issued_on=None,
                  legal_contact="Legal services, adults team"),
    )  # fmt: skip


def _issue(
    ctx: Context, request_id: int, *, days: int, kind: CourtKind = CourtKind.S21A_STANDARD
) -> int:
    person = _case(ctx, request_id).person.full_name
    return court.begin(
        ctx, request_id,
        CourtCase(kind=kind, applicant=f"{person}, by a litigation friend",
                  issued_on=ctx.today - timedelta(days=days), case_no=f"{20_000_000 + request_id}",
                  legal_contact="Legal services, adults team"),
    ).value  # fmt: skip


def _object(ctx: Context, request_id: int, how: ObjectionHow, *, days: int) -> int:
    return objections.record(
        ctx, request_id,
        Objection(on=ctx.today - timedelta(days=days), how=how,
                  what="Says that this is no home and wants to leave.", told_by="The home"),
    ).value  # fmt: skip


# Conditions, suspension, review


def _condition_questioned(ctx: Context, request_id: int) -> None:
    """Let a condition stand open again, with an owner, a day and what the home says."""
    [first, *_rest] = _conditions(_case(ctx, request_id))
    conditions.follow_up(
        ctx, request_id, first, status=ConditionStatus.OPEN, owner="The deputy manager",
        due_on=ctx.today + timedelta(days=10), ma_response="A new rota begins on the first.",
    )  # fmt: skip


def _suspended(ctx: Context, request_id: int) -> None:
    """Suspend an authorisation, so long ago that day 28 is near."""
    authorities.suspend(
        ctx, request_id,
        Suspension(suspension_notice_on=ctx.today - timedelta(days=21),
                   reason=SuspensionReason.HOSPITAL_TREATMENT_DETAINED,
                   why="Detained under section 2 at the Harbourne unit."),
    )  # fmt: skip


def _review_asked_for(ctx: Context, request_id: int) -> None:
    """Let the person ask for a review that has not begun."""
    reviews.ask(
        ctx, request_id,
        Review(state=ReviewState.REQUESTED, requested_by=Requester.PERSON,
               requested_on=ctx.today - timedelta(days=12),
               grounds={AssessmentKind.BI: Ground.NON_QUALIFICATION},
               why="Goes out alone now and wants to be asked again."),
    )  # fmt: skip


_ACTS: tuple[Callable[[Context, int], None], ...] = (
    _suspended, _review_asked_for, _replace_by_a_paid_one, _to_end, _vacant, _unwilling,
    _asks_for_an_advocate, _silent_advocate, _reporting_advocate, _heard_on_a_visit,
    _objects_no_longer, _before_the_court, _ended_by_the_court, _shortened_by_the_court,
    _authorised_by_the_court, _condition_questioned, _prepared_for_the_court,
)  # fmt: skip
