"""Proposals, allocations, returns and weights, each tried by everybody (see test_permissions)."""

from datetime import timedelta

from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.staff import Act
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import (
    allocation_batch,
    allocation_plan,
    ranking_weights,
    returns,
    targets,
)
from tests.services import allocating
from tests.support.desk import TODAY
from tests.support.uses import At, Use


def a_proposal(at: At):
    allocating.waiting(at.world, 2)
    return allocating.proposed(at.world.lead, beyond=9)


def a_batch(at: At) -> int:
    return allocating.accepted(at.world.lead, a_proposal(at), reason="As agreed").batch_id


def reports_out(at: At):
    return returns.listed(at.world.lead, all_out=True)


USES = (
    Use(Act.ALLOCATE, "allocation_plan.propose",
        lambda at, _: allocation_plan.propose(at.ctx, (AssessmentKind.MH,)), a_proposal),
    Use(Act.READ_ALL, "allocation_plan.places", lambda at, _: allocation_plan.places(at.ctx)),
    Use(Act.ALLOCATE, "allocation_batch.accept",
        lambda at, made: allocating.accepted(at.ctx, made, reason="As agreed"),
        a_proposal),
    Use(Act.READ_ALL, "allocation_batch.batches", lambda at, _: allocation_batch.batches(at.ctx)),
    Use(Act.ALLOCATE, "allocation_batch.undo",
        lambda at, batch: allocation_batch.undo(at.ctx, batch, "Wrong week"), a_batch),
    Use(Act.READ_ALL, "returns.listed", lambda at, _: returns.listed(at.ctx)),
    Use(Act.READ_ALL, "returns.late_cases", lambda at, _: returns.late_cases(at.ctx)),
    Use(Act.RECORD_EVENT, "returns.chase",
        lambda at, out: returns.chase(at.ctx, out[:1]), reports_out),
    Use(Act.ALLOCATE, "returns.move",
        lambda at, out: returns.move(
            at.ctx, out[0].request_id, out[0].assessor_id, TODAY + timedelta(days=2),
            why="Asked for", reason="As agreed"), reports_out),
    Use(Act.READ_ALL, "ranking_weights.weights", lambda at, _: ranking_weights.weights(at.ctx)),
    Use(Act.MANAGE_DESK, "ranking_weights.set_weights",
        lambda at, _: ranking_weights.set_weights(at.ctx, {RuleId.PR_RANK_SKILL: 30})),
    Use(Act.MANAGE_DESK, "targets.set_many",
        lambda at, _: targets.set_many(at.ctx, {RuleId.PR_RANK_SKILL: 30}, "set_weights")),
)  # fmt: skip
