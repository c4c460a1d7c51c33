"""What happens to a request or an authorisation, each tried by everybody (see test_permissions)."""

from dataclasses import replace

from dolsdesk.domain.dols.assessments import Result
from dolsdesk.domain.dols.endings import Absence, EarlyEnd
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.residence import ResidenceEvent
from dolsdesk.domain.dols.reviews import ReviewEvent
from dolsdesk.domain.staff import Act
from dolsdesk.services import authorities, corrections, handovers, residence, reviews
from tests.services import life
from tests.support.desk import TODAY
from tests.support.uses import At, Use

K = AssessmentKind


def begun(at: At) -> None:
    """Begin a review of the authorisation that was given."""
    reviews.ask(at.world.admin, at.cases["granted"], life.a_review())


def notified(at: At) -> None:
    begun(at)
    reviews.give_notice(at.world.admin, at.cases["granted"], on=TODAY)


def considered(at: At) -> None:
    notified(at)
    reviews.consider(at.world.admin, at.cases["granted"])


def assessing(at: At) -> None:
    considered(at)
    reviews.assess(at.world.admin, at.cases["granted"], kinds=(K.BI,), why="She moved units")


def assessed(at: At) -> None:
    assessing(at)
    reviews.record_finding(at.world.admin, at.cases["granted"], K.BI, life.a_finding())


def paused(at: At) -> None:
    begun(at)
    reviews.pause(at.world.admin, at.cases["granted"], why="A further request came")


def suspended(at: At) -> None:
    authorities.suspend(at.world.admin, at.cases["granted"], life.a_suspension())


def away(at: At) -> None:
    authorities.go_away(at.world.admin, at.cases["granted"], Absence("Hospital", TODAY))


def queried(at: At) -> None:
    residence.query(at.world.admin, at.cases["checking"], other_council="Eastmere",
                    queried_on=TODAY, reasons="Placed by them")  # fmt: skip


def ended_urgent(at: At) -> None:
    authorities.end_urgent(at.world.admin, at.cases["urgent"], life.an_ending(EarlyEnd.COURT))


def ended(at: At) -> None:
    """End the authorisation a day early, and take its notices off the list again."""
    at.world.desk.clock.move(days=400)


def a_record(at: At) -> int:
    away(at)
    return at.world.case(at.cases["granted"]).records[-1].id


def noted(at: At) -> int:
    found = at.world.case(at.cases["received"]).events
    return next(one.id for one in found if one.kind == "went_on_because")


USES = (
    Use(Act.RECORD_EVENT, "authorities.end_urgent", lambda at, _: authorities.end_urgent(
        at.ctx, at.cases["urgent"], life.an_ending(EarlyEnd.LEFT))),
    Use(Act.SEND_COPIES, "authorities.tell_urgent_ceased",
        lambda at, _: authorities.tell_urgent_ceased(at.ctx, at.cases["urgent"]), ended_urgent),
    Use(Act.RECORD_EVENT, "authorities.suspend", lambda at, _: authorities.suspend(
        at.ctx, at.cases["granted"], life.a_suspension())),
    Use(Act.RECORD_EVENT, "authorities.lift_suspension",
        lambda at, _: authorities.lift_suspension(at.ctx, at.cases["granted"], restored_on=TODAY),
        suspended),
    Use(Act.RECORD_EVENT, "authorities.end_authorisation",
        lambda at, _: authorities.end_authorisation(
            at.ctx, at.cases["granted"], life.an_ending(EarlyEnd.LEFT))),
    Use(Act.SEND_COPIES, "authorities.tell_ceased",
        lambda at, _: authorities.tell_ceased(at.ctx, at.cases["granted"]), ended),
    Use(Act.RECORD_EVENT, "authorities.go_away", lambda at, _: authorities.go_away(
        at.ctx, at.cases["granted"], Absence("Hospital", TODAY))),
    Use(Act.RECORD_EVENT, "authorities.come_back", lambda at, _: authorities.come_back(
        at.ctx, at.cases["granted"], back_on=TODAY), away),
    Use(Act.CORRECT, "authorities.enter_in_error", lambda at, made: authorities.enter_in_error(
        at.ctx, at.cases["granted"], made, why="Another person"), a_record),
    Use(Act.CORRECT, "corrections.correct", lambda at, _: corrections.correct(
        at.ctx, at.cases["checking"], "request_received_on", value=TODAY, why="Misread")),
    Use(Act.CORRECT, "corrections.reword", lambda at, made: corrections.reword(
        at.ctx, at.cases["received"], made, happened_on=TODAY, detail="", why="On Sunday"), noted),
    Use(Act.EDIT_REGISTER, "handovers.hand_over", lambda at, _: handovers.hand_over(
        at.ctx, at.world.home, managing_authority="Harbour Care Limited", from_on=TODAY,
        paper="Letter", reason="Advice")),
    Use(Act.RECORD_EVENT, "residence.query", lambda at, _: residence.query(
        at.ctx, at.cases["checking"], other_council="Eastmere", queried_on=TODAY,
        reasons="Placed by them")),
    Use(Act.RECORD_EVENT, "residence.go_on", lambda at, _: residence.go_on(
        at.ctx, at.cases["checking"], ResidenceEvent.DISPUTE, on=TODAY), queried),
    Use(Act.RECORD_EVENT, "reviews.ask",
        lambda at, _: reviews.ask(at.ctx, at.cases["granted"], life.a_review())),
    Use(Act.RECORD_EVENT, "reviews.give_notice",
        lambda at, _: reviews.give_notice(at.ctx, at.cases["granted"], on=TODAY), begun),
    Use(Act.RECORD_EVENT, "reviews.consider",
        lambda at, _: reviews.consider(at.ctx, at.cases["granted"]), notified),
    Use(Act.RECORD_EVENT, "reviews.find_none",
        lambda at, _: reviews.find_none(at.ctx, at.cases["granted"], why="Nothing new"),
        considered),
    Use(Act.RECORD_EVENT, "reviews.assess", lambda at, _: reviews.assess(
        at.ctx, at.cases["granted"], kinds=(K.BI,), why="She moved units"), considered),
    Use(Act.RECORD_EVENT, "reviews.conditions_only", lambda at, _: reviews.conditions_only(
        at.ctx, at.cases["granted"], why="A condition cannot be met"), considered),
    Use(Act.RECORD_ASSESSMENT, "reviews.record_finding", lambda at, _: reviews.record_finding(
        at.ctx, at.cases["granted"], K.BI, replace(life.a_finding(), result=Result.POSITIVE)),
        assessing),
    Use(Act.DECIDE, "reviews.complete", lambda at, _: reviews.complete(
        at.ctx, at.cases["granted"], ReviewEvent.KEEP), assessed),
    Use(Act.RECORD_EVENT, "reviews.pause", lambda at, _: reviews.pause(
        at.ctx, at.cases["granted"], why="A further request came"), begun),
    Use(Act.RECORD_EVENT, "reviews.resume",
        lambda at, _: reviews.resume(at.ctx, at.cases["granted"]), paused),
)  # fmt: skip
