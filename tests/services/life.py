"""What happens to an authorisation, as tests tell it: complete, on the day of the tests."""

from datetime import date, time

from dolsdesk.domain.dols.assessments import Result
from dolsdesk.domain.dols.endings import Cessation, Coroner, EarlyEnd
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.reviews import Ground, Requester, Review, ReviewFinding, ReviewState
from dolsdesk.domain.dols.suspensions import Suspension, SuspensionReason
from tests.support.desk import TODAY


def a_review(on: date = TODAY, **values) -> Review:
    """Return a review that the representative asks for, on best interests."""
    record = {
        "state": ReviewState.REQUESTED,
        "requested_by": Requester.REPRESENTATIVE,
        "requested_on": on,
        "grounds": {AssessmentKind.BI: Ground.NON_QUALIFICATION},
        "why": "She goes out alone now.",
        "requester_name": "Sion O'Neill",
        **values,
    }
    return Review(**record)


def a_finding(on: date = TODAY, **values) -> ReviewFinding:
    """Return a positive review assessment."""
    record = {
        "result": Result.POSITIVE,
        "carried_out_on": on,
        "reasons": "Still met, for these reasons.",
        "assessor_name": "Bea Iqbal",
        "copy_received_on": on,
        **values,
    }
    return ReviewFinding(**record)


def a_suspension(on: date = TODAY, **values) -> Suspension:
    """Return a notice that the person is detained for treatment."""
    record = {
        "suspension_notice_on": on,
        "suspension_notice_time": time(9, 15),
        "reason": SuspensionReason.HOSPITAL_TREATMENT_DETAINED,
        "why": "Detained under section 2.",
        **values,
    }
    return Suspension(**record)


def an_ending(reason: EarlyEnd, on: date = TODAY, **values) -> Cessation:
    """Return an early end, with its paper."""
    record = {
        "reason": reason,
        "on": on,
        "paper": "E-mail of the home",
        "terms": "Terminated" if reason is EarlyEnd.COURT else "",
        "coroner": Coroner.NOT_REQUIRED if reason is EarlyEnd.DIED else None,
        **values,
    }
    return Cessation(**record)
