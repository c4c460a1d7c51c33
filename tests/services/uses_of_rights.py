"""What is done for a person's rights, each tried by everybody (see test_permissions)."""

from dolsdesk.domain.dols.advocates import AdvocateTrigger
from dolsdesk.domain.dols.conditions import ConditionStatus
from dolsdesk.domain.dols.objections import Challenger, ObjectionAnswer, OrderEffect
from dolsdesk.domain.dols.representatives import (
    RprEndReason,
    RprKind,
    SupportsChallenge,
    checks_for,
)
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.services import (
    advocates,
    conditions,
    court,
    legal_tasks,
    objections,
    radar,
    representatives,
)
from tests.services import rights
from tests.support.desk import TODAY
from tests.support.uses import At, Use


def declined(at: At) -> None:
    representatives.decline(at.world.admin, at.cases["granted"], why="Unwilling")


def offered(at: At) -> None:
    representatives.offer(at.world.admin, at.cases["granted"], on=TODAY)


def appointed(at: At) -> None:
    rights.represented(at.world, at.cases["granted"])


def instructed(at: At) -> int:
    return advocates.instruct(at.world.admin, at.cases["checking"], rights.an_advocacy()).value


def objected(at: At) -> int:
    return objections.record(at.world.admin, at.cases["granted"], rights.an_objection()).value


def issued(at: At) -> int:
    return court.begin(at.world.admin, at.cases["granted"], rights.proceedings()).value


def prepared(at: At) -> int:
    unissued = rights.proceedings(issued_on=None)
    return court.begin(at.world.admin, at.cases["granted"], unissued).value


def a_condition(at: At) -> int:
    [held] = rights.held(at.world, at.cases["granted"], RecordKind.CONDITION)
    return held.id


def check(at: At, _made: None) -> object:
    return representatives.check(
        at.ctx, at.cases["granted"], checks=dict.fromkeys(checks_for(RprKind.UNPAID), True),
        would_support_challenge=SupportsChallenge.YES,
    )  # fmt: skip


def asked_lawyers(at: At) -> int:
    return legal_tasks.ask(
        at.world.admin, at.cases["granted"], question="May it go on?", owner="L. Egal",
        due_on=TODAY,
    ).value  # fmt: skip


def follow_up(at: At, made: int) -> object:
    return conditions.follow_up(
        at.ctx, at.cases["granted"], made, status=ConditionStatus.NOT_MET, owner="The manager"
    )


USES = (
    Use(Act.RECORD_EVENT, "representatives.propose", lambda at, _: representatives.propose(
        at.ctx, at.cases["granted"], rights.an_appointment()), declined),
    Use(Act.RECORD_EVENT, "representatives.check", check),
    Use(Act.RECORD_EVENT, "representatives.offer",
        lambda at, _: representatives.offer(at.ctx, at.cases["granted"], on=TODAY)),
    Use(Act.RECORD_EVENT, "representatives.appoint", lambda at, _: representatives.appoint(
        at.ctx, at.cases["granted"], accepted_on=TODAY, appointed_on=TODAY), offered),
    Use(Act.RECORD_EVENT, "representatives.decline", lambda at, _: representatives.decline(
        at.ctx, at.cases["granted"], why="Unwilling")),
    Use(Act.RECORD_EVENT, "representatives.warn", lambda at, _: representatives.warn(
        at.ctx, at.cases["granted"], told_on=TODAY, to_end_on=TODAY, why="No visits"), appointed),
    Use(Act.RECORD_EVENT, "representatives.end", lambda at, _: representatives.end(
        at.ctx, at.cases["granted"], on=TODAY, reason=RprEndReason.DIED), appointed),
    Use(Act.RECORD_EVENT, "representatives.log_contact",
        lambda at, _: representatives.log_contact(
            at.ctx, at.cases["granted"], rights.a_contact()), appointed),
    Use(Act.RECORD_EVENT, "advocates.ask_for", lambda at, _: advocates.ask_for(
        at.ctx, at.cases["granted"], rights.an_advocacy(AdvocateTrigger.PERSON_ASKS)), appointed),
    Use(Act.RECORD_EVENT, "advocates.instruct", lambda at, _: advocates.instruct(
        at.ctx, at.cases["checking"], rights.an_advocacy())),
    Use(Act.RECORD_EVENT, "advocates.decide_not", lambda at, _: advocates.decide_not(
        at.ctx, at.cases["checking"], trigger=AdvocateTrigger.REQUEST, why="A cousin came")),
    Use(Act.RECORD_EVENT, "advocates.acknowledge", lambda at, made: advocates.acknowledge(
        at.ctx, at.cases["checking"], made, on=TODAY), instructed),
    Use(Act.RECORD_EVENT, "advocates.receive_report", lambda at, made: advocates.receive_report(
        at.ctx, at.cases["checking"], made, on=TODAY), instructed),
    Use(Act.RECORD_EVENT, "advocates.chase", lambda at, made: advocates.chase(
        at.ctx, at.cases["checking"], made, on=TODAY), instructed),
    Use(Act.RECORD_EVENT, "advocates.end", lambda at, made: advocates.end(
        at.ctx, at.cases["checking"], made, on=TODAY, note="Decided"), instructed),
    Use(Act.RECORD_EVENT, "objections.record", lambda at, _: objections.record(
        at.ctx, at.cases["granted"], rights.an_objection())),
    Use(Act.RECORD_EVENT, "objections.name_challenger",
        lambda at, made: objections.name_challenger(
            at.ctx, at.cases["granted"], made, challenger=Challenger.IMCA, name="", by=TODAY),
        objected),
    Use(Act.RECORD_EVENT, "objections.answer", lambda at, made: objections.answer(
        at.ctx, at.cases["granted"], made, answer=ObjectionAnswer.NO_LONGER, on=TODAY,
        note="Settled"), objected),
    Use(Act.RECORD_EVENT, "court.begin", lambda at, _: court.begin(
        at.ctx, at.cases["granted"], rights.proceedings())),
    Use(Act.RECORD_EVENT, "court.issue", lambda at, made: court.issue(
        at.ctx, at.cases["granted"], made, on=TODAY), prepared),
    Use(Act.RECORD_EVENT, "court.add_hearing", lambda at, made: court.add_hearing(
        at.ctx, at.cases["granted"], made, on=TODAY), issued),
    Use(Act.RECORD_EVENT, "court.add_order", lambda at, made: court.add_order(
        at.ctx, at.cases["granted"], made, rights.an_order(OrderEffect.CONTINUES)), issued),
    Use(Act.RECORD_EVENT, "court.close", lambda at, made: court.close(
        at.ctx, at.cases["granted"], made, on=TODAY), issued),
    Use(Act.RECORD_EVENT, "legal_tasks.ask", lambda at, _: legal_tasks.ask(
        at.ctx, at.cases["granted"], question="May it go on?", owner="L. Egal", due_on=TODAY)),
    Use(Act.RECORD_EVENT, "legal_tasks.answer", lambda at, made: legal_tasks.answer(
        at.ctx, at.cases["granted"], made, on=TODAY, said="It may"), asked_lawyers),
    Use(Act.RECORD_EVENT, "conditions.follow_up", follow_up, a_condition),
    Use(Act.READ_ALL, "radar.build", lambda at, _: radar.build(at.ctx)),
)  # fmt: skip
