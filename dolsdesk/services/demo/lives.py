"""What else happens to people of the demonstration council, done by the desk on its last morning.

A council has a case or two at every state of dols.md 4. The stories told before hold those that
are common; here the rare ones are entered through the services, with the days on which they
happened, as a desk enters what lies in its post in the morning.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from dolsdesk.clock import FixedClock
from dolsdesk.domain.dols.assessments import Result
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.endings import Absence, Cessation, Coroner, EarlyEnd
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.life import SaState
from dolsdesk.domain.dols.recorded_findings import AdvocateAnswer, Aftercare
from dolsdesk.domain.dols.referrals import Declined, Referral, ReferralEvent, ReferralState
from dolsdesk.domain.dols.residence import ResidenceEvent
from dolsdesk.domain.dols.reviews import (
    Ground,
    Requester,
    Review,
    ReviewEvent,
    ReviewFinding,
    ReviewState,
)
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.dols.suspensions import Suspension, SuspensionReason
from dolsdesk.domain.people import Gender, Person
from dolsdesk.domain.staff import Role
from dolsdesk.services import (
    allocation,
    authorities,
    cases,
    recorded_findings,
    referrals,
    register,
    residence,
    reviews,
    worklist,
)
from dolsdesk.services.demo import lives_anew
from dolsdesk.services.demo.council import Counts
from dolsdesk.services.demo.lives_anew import Desk
from dolsdesk.services.desk import assemble
from dolsdesk.services.referrals import NewReferral
from dolsdesk.services.worklist import Bucket, Query, SortKey
from dolsdesk.store import audit
from dolsdesk.store.handle import Store

_DAY = timedelta(days=1)
#: How long ago things happened, in days; the suspension that ran out must lie back further.
_WEEK, _MONTH, _OVER_28 = 7, 30, 40
_COUNCIL = "Eastmere Borough Council"
_K = AssessmentKind
#: Of so many cases, one has its notices still to be sent.
_LEFT_TO_SEND = 5
#: Of a name from here on, one letter less still reads as the same name.
_LONG_NAME = 6
#: How many requests are deemed to have been made, of the reports entered here; how many in all.
_DEEMED = 1
REQUESTS = _DEEMED + lives_anew.REQUESTS


def enter(store: Store, as_at: date, counts: Counts) -> Counts:
    """Enter what happened to people at every state that the stories leave out.

    Returns:
        The counts, with what was added.
    """
    desk = assemble(store, FixedClock.at(as_at, hour=8, minute=45))
    members = desk.staff()
    by_role = {
        role: desk.context(next(m for m in members if role in m.roles and m.assessor_id is None))
        for role in (Role.LEAD, Role.SIGNATORY)
    }
    at = Desk(by_role[Role.LEAD], by_role[Role.SIGNATORY])
    live = _live(at)
    for number, happens in enumerate(_LIVES):
        case = next(live, None)
        if case is None:
            break
        happens(at, case)
        if number % _LEFT_TO_SEND:
            lives_anew.send(at, case.request.id)
    _waiting(at)
    people = _reports(at) + lives_anew.live(at, live)
    with store.reading() as session:
        entries = audit.head(session)
    return replace(
        counts,
        requests=counts.requests + REQUESTS,
        still_open=counts.still_open + _DEEMED + lives_anew.STILL_OPEN,
        people=counts.people + people,
        documents=counts.documents + lives_anew.PAPERS,
        audits=entries[0] if entries else counts.audits,
    )


def _live(at: Desk) -> Iterator[Case]:
    """Yield authorisations that have been in force for long enough, oldest first."""
    query = Query(
        bucket=Bucket.ALL, states=frozenset({RequestState.GRANTED}), sort=SortKey.RECEIVED,
        descending=True,
    )  # fmt: skip
    for row in reversed(worklist.page(at.lead, query, limit=400).rows):
        view = cases.open_case(at.lead, row.request_id)
        given = view.case.authorisation
        if view.sa_state is SaState.IN_FORCE and given and given.in_force_on <= at.ago(_OVER_28):
            yield view.case


# Standard authorisations


def _suspended(at: Desk, case: Case) -> None:
    authorities.suspend(at.lead, case.request.id, _notice(at.ago(_WEEK)))


def _lifted(at: Desk, case: Case) -> None:
    authorities.suspend(at.lead, case.request.id, _notice(at.ago(_MONTH)))
    authorities.lift_suspension(
        at.lead, case.request.id, restored_on=at.ago(_WEEK), reason="The ward's letter."
    )


def _ran_out(at: Desk, case: Case) -> None:
    authorities.suspend(at.lead, case.request.id, _notice(at.ago(_OVER_28)))


def _notice(on: date) -> Suspension:
    return Suspension(
        on, SuspensionReason.HOSPITAL_TREATMENT_DETAINED,
        "The ward sister telephoned: detained under section 2, letter to follow.",
    )  # fmt: skip


def _died(at: Desk, case: Case) -> None:
    _ends(at, case, EarlyEnd.DIED, "Notice of death by e-mail of the home.",
          coroner=Coroner.NOT_REQUIRED)  # fmt: skip


def _left(at: Desk, case: Case) -> None:
    _ends(at, case, EarlyEnd.LEFT, "The manager's e-mail: went to live with family.")


def _court(at: Desk, case: Case) -> None:
    _ends(at, case, EarlyEnd.COURT, "Sealed order of the Court of Protection.",
          terms="The standard authorisation is terminated.")  # fmt: skip


def _ends(at: Desk, case: Case, reason: EarlyEnd, paper: str, *, terms: str = "",
          coroner: Coroner | None = None) -> None:  # fmt: skip
    authorities.end_authorisation(
        at.lead, case.request.id,
        Cessation(reason, at.ago(_WEEK), paper, terms=terms, coroner=coroner),
    )  # fmt: skip


def _away(at: Desk, case: Case) -> None:
    authorities.go_away(
        at.lead, case.request.id,
        Absence("Norchester General, ward 7", at.ago(_WEEK), note="A broken hip."),
    )  # fmt: skip


# Reviews


def _requested(at: Desk, case: Case) -> None:
    reviews.ask(
        at.lead, case.request.id,
        Review(
            ReviewState.REQUESTED, Requester.REPRESENTATIVE, at.ago(_WEEK),
            {_K.BI: Ground.NON_QUALIFICATION},
            "The representative says the doors are open now and nobody is stopped from going out.",
        ),
    )  # fmt: skip


def _own_motion(at: Desk, case: Case) -> None:
    reviews.ask(
        at.lead, case.request.id,
        Review(
            ReviewState.OWN_MOTION, Requester.COUNCIL, at.ago(_WEEK),
            {_K.BI: Ground.CHANGE_OF_REASON},
            "Decided on the old test; the home's answers point to few restrictions.",
        ),
    )  # fmt: skip


def _notified(at: Desk, case: Case) -> None:
    _requested(at, case)
    reviews.give_notice(at.lead, case.request.id, on=at.ago(_WEEK - 1))


def _deciding(at: Desk, case: Case) -> None:
    _notified(at, case)
    reviews.consider(at.lead, case.request.id)


def _none(at: Desk, case: Case) -> None:
    _deciding(at, case)
    reviews.find_none(at.lead, case.request.id, why="The doors are locked as before.")


def _assessing(at: Desk, case: Case) -> None:
    _deciding(at, case)
    reviews.assess(at.lead, case.request.id, kinds=(_K.BI,), why="The care plan has changed.")


def _conditions(at: Desk, case: Case) -> None:
    _deciding(at, case)
    reviews.conditions_only(at.lead, case.request.id, why="The garden is closed for works.")


def _kept(at: Desk, case: Case) -> None:
    _assessing(at, case)
    _finds(at, case, Result.POSITIVE)
    reviews.complete(at.signatory, case.request.id, ReviewEvent.KEEP)


def _varied(at: Desk, case: Case) -> None:
    _assessing(at, case)
    _finds(at, case, Result.POSITIVE)
    reviews.complete(
        at.signatory, case.request.id, ReviewEvent.VARY,
        reasons_varied={_K.BI: "Supervision is less close than a year ago, and still constant."},
    )  # fmt: skip


def _terminated(at: Desk, case: Case) -> None:
    _assessing(at, case)
    _finds(at, case, Result.NEGATIVE)
    recorded_findings.set_aftercare(
        at.lead, case.request.id,
        Aftercare(care_review_on=at.ago(-28), worker="The allocated social worker",
                  advocate=AdvocateAnswer.NOT_NEEDED, advocate_note="Family speak for her."),
    )  # fmt: skip
    reviews.complete(at.signatory, case.request.id, ReviewEvent.TERMINATE)


def _paused(at: Desk, case: Case) -> None:
    _assessing(at, case)
    reviews.pause(at.lead, case.request.id, why="A further request is in hand.")


def _finds(at: Desk, case: Case, result: Result) -> None:
    negative = result is Result.NEGATIVE
    reviews.record_finding(
        at.lead, case.request.id, _K.BI,
        ReviewFinding(
            result, at.today,
            "Goes out alone most days and says this is home."
            if negative
            else "Still asks to leave each evening and is brought back.",
            assessor_name="Independent assessor",
            copy_received_on=at.today,
            is_no_deprivation=True if negative else None,
        ),
    )  # fmt: skip


_LIVES: tuple[Callable[[Desk, Case], None], ...] = (
    _suspended, _lifted, _ran_out, _died, _left, _court, _away, _requested, _own_motion, _notified,
    _deciding, _none, _assessing, _conditions, _kept, _varied, _terminated, _paused,
)  # fmt: skip


# Questions about requests that are open


def _waiting(at: Desk) -> None:
    """Question who is responsible for some who wait, each at another step."""
    steps: tuple[tuple[ResidenceEvent, ...], ...] = (
        (),
        (ResidenceEvent.DISPUTE,),
        (ResidenceEvent.DISPUTE, ResidenceEvent.REFER),
        (ResidenceEvent.SETTLE_OURS,),
        (ResidenceEvent.SETTLE_THEIRS,),
    )
    waiting = worklist.page(at.lead, Query(bucket=Bucket.WAITING), limit=len(steps)).rows
    for row, taken in zip(waiting, steps, strict=False):
        residence.query(
            at.lead, row.request_id, other_council=_COUNCIL, queried_on=at.ago(_WEEK),
            reasons="Placed here by them in 2023; the person now pays for the care.",
        )  # fmt: skip
        for step in taken:
            residence.go_on(
                at.lead, row.request_id, step, on=at.ago(1), paper="Their letter.",
                settled_by="Agreed by letter",
            )  # fmt: skip


# Reports of an unauthorised deprivation


def _reports(at: Desk) -> int:
    """Enter reports, one at each state; return how many people they are about."""
    homes = [one.id for one in register.find_places(at.lead, "house")]
    bia = allocation.best_interests_assessors(at.lead)[0]
    people = (
        ("Quill", "Hester"), ("Ashdown", "Tobias"), ("Okonjo", "Ngozi"), ("Ŵaldren", "Siôn"),
        ("Brandt", "Ilse"), ("O'Hara-Łuk", "Maeve"), ("Featherby", "Cuthbert"),
    )  # fmt: skip
    ids = [
        referrals.log(
            at.lead,
            NewReferral(
                _report(at, number),
                Person(
                    family,
                    given,
                    date(1938 + number, 3, 9),
                    gender=Gender.NOT_STATED,
                    usual_address="At the home",
                    postcode="NX2 2BB",
                ),
                homes[number % len(homes)],
            ),
        ).value
        for number, (family, given) in enumerate(people)
    ]
    _again(at, homes[0])
    _received, concern, declined, appointed, *assessed = ids
    referrals.keep_as_concern(at.lead, concern, why="The home was not asked yet; it is told now.")
    referrals.decline(
        at.lead, declined, because=Declined.ALREADY_DECIDED, why="Decided in the spring."
    )
    for one in (appointed, *assessed):
        referrals.appoint(at.lead, one, assessor_id=bia.id, on=at.ago(3))
    for one, event in zip(
        assessed,
        (
            ReferralEvent.FIND_NOT_DETAINED,
            ReferralEvent.FIND_AUTHORISED,
            ReferralEvent.FIND_UNAUTHORISED,
        ),
        strict=True,
    ):
        referrals.find(
            at.lead, one, event, carried_out_on=at.ago(2), received_on=at.ago(1),
            reasons="Visited, and talked with the person alone.",
        )  # fmt: skip
    return len(people) + 1


def _again(at: Desk, place_id: int) -> None:
    """Enter a report about somebody on record already, as the name was heard by telephone."""
    known = next(
        person
        for row in worklist.page(at.lead, Query(sort=SortKey.PERSON)).rows
        for person in [cases.open_case(at.lead, row.request_id).case.person]
        if len(person.family_name) > _LONG_NAME and person.family_name.isalpha()
    )
    family = f"{known.family_name[:-2]}{known.family_name[-1]}"
    again = Person(
        family, known.given_names, known.date_of_birth, gender=known.gender,
        usual_address="At the home", postcode="NX2 2BB",
    )  # fmt: skip
    referrals.log(at.lead, NewReferral(_report(at, 0), again, place_id))


def _report(at: Desk, number: int) -> Referral:
    asked = at.ago(_WEEK)
    found = Referral(
        state=ReferralState.RECEIVED,
        referrer="A niece",
        relationship="Family",
        contact="By telephone in the evening",
        unauthorised_request_received_on=at.ago(4),
        what_is_said="Kept in one corridor, with the door locked, and brought back when leaving.",
        told_ma_on=asked,
        asked_ma_on=asked,
        reasonable_period_passed=True,
        ma_response="The home has not answered.",
    )
    if number == 1:
        return replace(found, asked_ma_on=None, reasonable_period_passed=None, ma_response="")
    return found
