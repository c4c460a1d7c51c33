"""What begins anew, changes hands or is put right on the last morning of the demonstration.

A second urgent authorisation, a move that another authorisation follows, an extension refused, what
homes ask before they ask for anything, a home that is sold, a day that was misread: each entered
through the services, so that it is what the desk itself would make of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dolsdesk.domain.dols.assessments import Assessment, BestInterests, Method, SelectedBy
from dolsdesk.domain.dols.case import Case, Channel, FormUsed, Representative, Request, Urgent
from dolsdesk.domain.dols.corrections import Correctable
from dolsdesk.domain.dols.decision import Grant, Scrutiny
from dolsdesk.domain.dols.endings import Cessation, EarlyEnd
from dolsdesk.domain.dols.enquiries import Enquiry
from dolsdesk.domain.dols.facts import AssessmentKind, RequestType
from dolsdesk.domain.dols.life import UrgentState
from dolsdesk.domain.dols.screening import MaView
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.people import Gender, Person
from dolsdesk.services import (
    allocation,
    assessments,
    authorities,
    cases,
    copies,
    corrections,
    decisions,
    enquiries,
    handovers,
    register,
    requests,
    worklist,
)
from dolsdesk.services.allocation import USUAL_KINDS
from dolsdesk.services.context import Context
from dolsdesk.services.requests import NewRequest
from dolsdesk.services.worklist import Bucket, Query

#: How many requests are logged here, and how many of them stay open.
REQUESTS, STILL_OPEN = 3, 2
#: How many papers are issued here.
PAPERS = 1
_K = AssessmentKind
_DAY = timedelta(days=1)
_ORDER = (_K.MH, _K.ELIG, _K.AGE, _K.MC, _K.NR, _K.BI)
_BUYER = "Greenway Healthcare Limited"
_CONCERN = "CQC: requires improvement, September; the council's own visit is due"


@dataclass(frozen=True, slots=True)
class Desk:
    """Who acts on the last morning."""

    lead: Context
    signatory: Context

    @property
    def today(self) -> date:
        """Return the day the demonstration stands at."""
        return self.lead.today

    def ago(self, days: int) -> date:
        """Return the day so many days ago."""
        return self.today - days * _DAY


def live(at: Desk, calm: Iterator[Case]) -> int:
    """Let everything happen that begins anew; return how many people are new to the council.

    ``calm`` yields authorisations that run and that nothing else happens to.
    """
    _urgents(at)
    _moves(at, calm)
    people = _asks(at)
    _changes_hands(at, calm)
    _puts_right(at)
    return people


def send(at: Desk, request_id: int) -> None:
    """Tick off what is to be sent about a case, as most of it is by the time somebody looks."""
    for line in cases.open_case(at.lead, request_id).case.copies:
        if not line.is_settled:
            copies.mark_sent(at.lead, request_id, line.id, on=at.today, method="secure_email")


# Urgent authorisations


def _urgents(at: Desk) -> None:
    """End two early, refuse to extend a third, and let a second be given where one was before."""
    running, extended = [], []
    for row in worklist.page(at.lead, Query(urgent=True), limit=100).rows:
        state = cases.open_case(at.lead, row.request_id).urgent_state
        if state is UrgentState.IN_FORCE:
            running.append(row.request_id)
        elif state is UrgentState.EXTENDED:
            extended.append(row.request_id)
    for act, held in ((_refuse_extension, running), (_by_the_court, extended + running[1:]),
                      (_left, (extended + running[1:])[1:])):  # fmt: skip
        if held:
            act(at, held[0])
            send(at, held[0])
    _second_urgent(at)


def _by_the_court(at: Desk, request_id: int) -> None:
    _ends(at, request_id, EarlyEnd.COURT, "The detention is not authorised.")


def _left(at: Desk, request_id: int) -> None:
    _ends(at, request_id, EarlyEnd.LEFT, "")


def _ends(at: Desk, request_id: int, reason: EarlyEnd, terms: str) -> None:
    found = Cessation(reason, at.today, "The home's e-mail of this morning.", terms=terms)
    authorities.end_urgent(at.lead, request_id, found)


def _refuse_extension(at: Desk, request_id: int) -> None:
    requests.ask_extension(
        at.lead, request_id, requested_on=at.today, reasons="The manager is on leave this week."
    )
    requests.decide_extension(
        at.lead, request_id, decided_on=at.today, is_granted=False, days=None,
        reasons="Leave at the home is no exceptional reason.", is_essential=False,
    )  # fmt: skip


def _second_urgent(at: Desk) -> None:
    """Let a home give itself an urgent authorisation again where one had been given before."""
    over = frozenset({RequestState.WITHDRAWN, RequestState.NOT_GRANTED})
    query = Query(bucket=Bucket.ALL, states=over, urgent=True)
    for row in worklist.page(at.lead, query, limit=100).rows:
        case = cases.open_case(at.lead, row.request_id).case
        if case.request.arrangements_to is None and case.person.date_of_death is None:
            _log(at, case, RequestType.FIRST, case.place.id, urgent=Urgent(
                at.ago(1), period_days=7, given_by="The deputy manager",
                reasons="The person tried the door again in the night."))  # fmt: skip
            return


# A move


def _moves(at: Desk, calm: Iterator[Case]) -> None:
    """Let somebody with a recent authorisation move, and be authorised in the new home."""
    homes = [one for one in register.find_places(at.lead, "house") if not one.is_run_by_council]
    for case in calm:
        best = case.assessments[_K.BI].best_interests
        home = next((one for one in homes if one.id != case.place.id), None)
        is_recent = best is not None and best.test is not None and best.test.test == "AGNI2026"
        if home is None or not is_recent:
            continue
        request_id = _log(at, case, RequestType.CHANGE_OF_PLACE, home.id)
        for role in (_K.MH, _K.BI):
            _allocate(at, request_id, role)
        for kind in _ORDER:
            found = _again(case.assessments[kind], at.today)
            assessments.record(at.lead, request_id, found, reason="As the assessor wrote it.")
        decisions.submit(at.lead, request_id)
        _grant(at, request_id)
        send(at, request_id)
        return


def _allocate(at: Desk, request_id: int, role: AssessmentKind) -> None:
    kinds = USUAL_KINDS[role]
    chosen = next(one for one in allocation.candidates(at.lead, request_id, kinds) if one.may_act)
    asked = allocation.questions(at.lead, request_id, kinds)
    allocation.allocate(
        at.lead, request_id, assessor_id=chosen.id, kinds=kinds,
        declarations=dict.fromkeys(asked, False), reason="Free this week.",
    )  # fmt: skip


def _again(found: Assessment, today: date) -> Assessment:
    """Return what an assessor of the new home finds today, much as it was found before."""
    return replace(
        found, method=Method.NEW, carried_out_on=today, copy_received_on=today, visited_on=today,
        selected_on=None, version=1, returned_reason="", equivalent=None,
        notified_bia_on=today if found.kind is _K.MH else found.notified_bia_on,
        best_interests=_best(found.best_interests, today),
    )  # fmt: skip


def _best(found: BestInterests | None, today: date) -> BestInterests | None:
    if found is None or found.test is None:
        return found
    seen = tuple(replace(one, seen_on=today) for one in found.test.evidence)
    test = replace(found.test, decided_on=today, visited_on=today, evidence=seen)
    return replace(found, test=test)


def _grant(at: Desk, request_id: int) -> None:
    case = cases.open_case(at.signatory, request_id).case
    bounds = decisions.bounds(at.signatory, case)
    best = case.assessments[_K.BI].best_interests
    given = Grant(
        given_on=at.today,
        in_force_on=bounds.first_on,
        last_day=bounds.latest_last_day,
        purpose=case.request.purpose,
        period_reason=best.period_reason if best else "",
        reasons={kind: found.reasons for kind, found in case.assessments.items()},
        conditions=best.conditions if best else (),
        representative=_representative(best),
        scrutiny=frozenset(Scrutiny),
    )
    decisions.grant(at.signatory, request_id, given, notes="Read.", reason="A representative is"
                    " asked for in the new home.")  # fmt: skip


def _representative(best: BestInterests | None) -> Representative | None:
    advised = best.representative if best else None
    if advised is None or advised.selected_by is SelectedBy.NOBODY:
        return Representative("Ada Quill", relationship="Paid representative", is_paid=True,
                              selected_by="council")  # fmt: skip
    return Representative(advised.name, advised.relationship, advised.address, advised.phone,
                          selected_by=advised.selected_by.value)  # fmt: skip


def _log(
    at: Desk, case: Case, kind: RequestType, place_id: int, *, urgent: Urgent | None = None
) -> int:
    """Log a request about somebody who is known, signed the day before."""
    given = case.authorisation
    request = Request(
        id=0, ref="", type=kind, state=RequestState.RECEIVED, received_on=at.ago(1),
        received_time=None, channel=Channel.EMAIL, form_used=FormUsed.FORM_1,
        urgent_given=urgent is not None, purpose=case.request.purpose, sa_sought_from=at.today,
        form_signed_on=at.ago(1), signed_by="The manager", arrangements_from=at.ago(1),
        existing_sa_last_day=given.last_day if given else None, funding=case.request.funding,
    )  # fmt: skip
    new = NewRequest(request, case.person, place_id, case.person_id, urgent=urgent)
    return requests.log(at.lead, new, reason="As it came.").value


# Enquiries


def _asks(at: Desk) -> int:
    """Let a ward and two homes ask before they ask for anything; one then asks."""
    hospital = next(
        one.id for one in register.find_places(at.lead, "") if one.kind.value == "hospital"
    )
    home = register.find_places(at.lead, "house")[0].id
    told = (
        ("Threlfall", "Ivy", hospital, MaView.NOT_DEPRIVED, None,
         "Day 3 with pneumonia and confused; staff would stop her from walking off the ward.",
         "No restraint and no pattern of objection; home in six days."),
        ("Mbeki-Ŵalsh", "Oren", home, MaView.NOT_SURE, at.ago(2),
         "Moved in yesterday. May the garden gate be locked at night?",
         "He has not been here long enough to say."),
        ("Sundqvist", "Astrid", home, MaView.DEPRIVED, None,
         "Holds on to the door when her daughter leaves. What do we send?",
         "She is brought back and cannot leave alone."),
    )  # fmt: skip
    for family, given, place, view, urgent_on, what, why in told:
        person = Person(family, given, date(1941, 5, 14), gender=Gender.NOT_STATED,
                        usual_address="At the home", postcode="NX2 2BB")  # fmt: skip
        enquiries.log(
            at.lead,
            Enquiry(
                on=at.ago(2), asked_by="The nurse in charge", what=what, ma_view=view, ma_why=why,
                told="The guidance on the judgment, and this council's page for homes.",
                watch_for="Attempts to leave, with date and time.", urgent_given_on=urgent_on,
            ),
            person=person,
            place_id=place,
        )  # fmt: skip
    asked = next(one for one in enquiries.listed(at.lead) if one.person.family_name == "Sundqvist")
    request = Request(
        id=0, ref="", type=RequestType.FIRST, state=RequestState.RECEIVED, received_on=at.ago(1),
        received_time=None, channel=Channel.PORTAL, form_used=FormUsed.FORM_1, urgent_given=False,
        purpose="Personal care and nursing", sa_sought_from=at.today,
        form_signed_on=at.ago(1), signed_by="The manager", arrangements_from=at.ago(1),
    )  # fmt: skip
    new = NewRequest(request, asked.person, asked.place.id, asked.person_id)
    requests.log(at.lead, new, reason="As it came.")
    return len(told)


# Homes, and what was misread


def _changes_hands(at: Desk, calm: Iterator[Case]) -> None:
    """Let the home of somebody with an authorisation be sold, and another give cause for worry."""
    case, other = next(calm, None), next(calm, None)
    if case is not None:
        handovers.hand_over(
            at.lead, case.place.id, managing_authority=_BUYER, from_on=at.today,
            paper="Letter of the buyer's solicitors, received this morning",
            reason="As the legal team advised in October.",
        )  # fmt: skip
    if other is not None:
        held = other.place
        details = register.PlaceDetails(
            **{name: getattr(held, name) for name in register.PlaceDetails.__dataclass_fields__}
        )
        register.save_place(at.lead, replace(details, concern=_CONCERN), held.id)


def _puts_right(at: Desk) -> None:
    """Put right a day of receipt that was misread by one."""
    for row in worklist.page(at.lead, Query(bucket=Bucket.WAITING, urgent=False), limit=50).rows:
        case = cases.open_case(at.lead, row.request_id).case
        if _may_move(case):
            corrections.correct(
                at.lead, row.request_id, Correctable.FORM_SIGNED_ON,
                value=case.request.received_on - _DAY, why="The day was read from the fax line.",
                paper="The form itself, last page", because="As the form has it.",
            )  # fmt: skip
            return


def _may_move(case: Case) -> bool:
    signed = case.request.form_signed_on
    return signed is not None and signed != case.request.received_on - _DAY
