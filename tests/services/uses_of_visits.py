"""Visits and the manager's overview, each tried by everybody (see test_permissions)."""

from dolsdesk.domain.staff import Act
from dolsdesk.services import overview, visits
from tests.support.desk import TODAY
from tests.support.uses import At, Use


def _own(at: At) -> int:
    """Return the assessor that whoever tries it is, or else the best interests assessor."""
    return at.ctx.actor.assessor_id or at.world.bia


def _plan(at: At, ctx: object = None) -> int:
    return visits.plan(
        ctx or at.world.admin, at.cases["allocated"], assessor_id=_own(at), on=TODAY, at=None
    ).value


USES = (
    Use(Act.READ_ALL, "overview.build", lambda at, _: overview.build(at.ctx)),
    Use(Act.RECORD_ASSESSMENT, "visits.plan", lambda at, _: _plan(at, at.ctx)),
    Use(Act.RECORD_ASSESSMENT, "visits.move", lambda at, made: visits.move(
        at.ctx, at.cases["allocated"], made, on=TODAY, at=None, why="Asked"), _plan),
    Use(Act.RECORD_ASSESSMENT, "visits.call_off", lambda at, made: visits.call_off(
        at.ctx, at.cases["allocated"], made, why="Asked"), _plan),
    Use(Act.RECORD_ASSESSMENT, "visits.made", lambda at, made: visits.made(
        at.ctx, at.cases["allocated"], made, on=TODAY), _plan),
)  # fmt: skip

READING = {"overview.build"}
