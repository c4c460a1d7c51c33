"""Cases that wait and people to assess them, for the tests of allocating many at once."""

from datetime import timedelta

from dolsdesk.domain.dols.assessors import Profession
from dolsdesk.domain.dols.facts import AssessmentKind, Priority
from dolsdesk.services import allocation_batch, allocation_plan
from dolsdesk.services.allocation_batch import Accepted
from dolsdesk.services.allocation_proposal import Proposal
from dolsdesk.services.context import Context
from tests.services.waiting import triaged
from tests.support.desk import TODAY, World, a_person

BI, MH = AssessmentKind.BI, AssessmentKind.MH
BOTH = (MH, BI)


def waiting(world: World, days: int = 0, band: Priority = Priority.HIGH, **values) -> int:
    """Return a triaged request that came some days ago and waits."""
    name = values.pop("name", f"Wait{days}")
    given = {"received_on": TODAY - timedelta(days=days), "person": a_person(family_name=name)}
    request_id = world.a_case(**{**given, **values})
    triaged(world.admin, request_id, band)
    return request_id


def a_pair(world: World, number: int = 1, **values) -> tuple[int, int]:
    """Add an AMHP and a section 12 doctor more, who may take everything of their roles."""
    bia = world.an_assessor(f"Ann Bia{number}", Profession.AMHP, **values)
    doctor = world.an_assessor(
        f"Dr Doc{number}", Profession.DOCTOR, s12_until=TODAY + timedelta(days=900), **values
    )
    return bia, doctor


def proposed(ctx: Context, roles=BOTH, **values) -> Proposal:
    return allocation_plan.propose(ctx, roles, values.pop("scope", None), **values)


def accepted(ctx: Context, proposal: Proposal, **values) -> Accepted:
    """Accept a proposal; everybody in it has answered no unless others are named."""
    everybody = {given.assessor_id for line in proposal.lines for given in line.given}
    record = {"answered": everybody, "reason": "", **values}
    return allocation_batch.accept(ctx, proposal, **record).value
