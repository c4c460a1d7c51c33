"""Letters and forms of a case, each tried by everybody (see test_permissions)."""

from datetime import timedelta

from dolsdesk.domain.staff import Act
from dolsdesk.services import corrections, letter_writing, papers_due
from dolsdesk.services.letter_writing import Wanted
from dolsdesk.services.papers import issuing
from tests.support.uses import At, Use


def issued_and_wrong(at: At) -> int:
    """Issue a Form 3 as it was assessed, and then find that a date in it was wrong."""
    case = at.cases["granted"]
    made = issuing.issue_now(at.world.admin, case, "F3").value
    signed = at.world.case(case).request.received_on - timedelta(days=1)
    corrections.correct(at.world.lead, case, "form_signed_on", value=signed, why="Misread")
    return made


def reminder_due(at: At) -> tuple[papers_due.DueLine, ...]:
    last = at.world.case(at.cases["granted"]).authorisation.last_day
    at.world.desk.clock.move(days=(last - timedelta(days=20) - at.world.desk.clock.today()).days)
    return papers_due.due(at.world.admin, (papers_due.ENDING,))


def cover(at: At) -> Wanted:
    place = at.world.case(at.cases["granted"]).place
    return Wanted("L11", f"managing_authority|{place.name}")


USES = (
    Use(Act.READ_ALL, "papers_due.due", lambda at, _: papers_due.due(at.ctx)),
    Use(Act.SEND_COPIES, "papers_due.produce",
        lambda at, lines: papers_due.produce(at.ctx, lines), reminder_due),
    Use(Act.SEND_COPIES, "letter_writing.release",
        lambda at, _: letter_writing.release(at.ctx, at.cases["granted"], cover(at))),
    Use(Act.SEND_COPIES, "issuing.issue_now",
        lambda at, _: issuing.issue_now(at.ctx, at.cases["granted"], "F3")),
    Use(Act.SEND_COPIES, "issuing.correct",
        lambda at, made: issuing.correct(at.ctx, at.cases["granted"], made, why="Wrong day"),
        issued_and_wrong),
)  # fmt: skip
