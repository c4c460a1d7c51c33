"""Assessors' work and pay, each tried by everybody (see test_permissions)."""

from dolsdesk.domain.dols.corrections import ReturnReason
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.staff import Act
from dolsdesk.services import corrections
from tests.support.desk import TODAY
from tests.support.uses import At, Use

K = AssessmentKind


def sent_back(at: At) -> int:
    return at.world.sent_back(at.cases["submitted"], K.MC)


USES = (
    Use(Act.SEND_BACK, "corrections.send_back", lambda at, _: corrections.send_back(
        at.ctx, at.cases["submitted"], kind=K.MC, reason=ReturnReason.UNSIGNED, note="No date",
        due_on=TODAY)),
    Use(Act.SEND_BACK, "corrections.set_due", lambda at, record: corrections.set_due(
        at.ctx, at.cases["submitted"], record, due_on=TODAY, why="On leave"), sent_back),
)  # fmt: skip
