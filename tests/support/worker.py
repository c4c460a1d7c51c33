"""A process that works at a desk until it is killed: ``python -m tests.support.worker``.

It reads one task a line, as JSON, and forks a child for it, so that a child is at work at once.
The child writes what it has been told is saved.
"""

import json
import os
import random
import sys
from pathlib import Path

from dolsdesk.clock import FixedClock
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.services import assessments, cases, self_test, worklist
from dolsdesk.services.desk import open_desk
from dolsdesk.services.worklist import Query
from dolsdesk.store.handle import Location
from tests.support.desk import TODAY, World, a_person, an_assessment

OLDEST_OPEN = Query(sort=worklist.SortKey.REF)
KINDS = (
    AssessmentKind.MH, AssessmentKind.ELIG, AssessmentKind.AGE, AssessmentKind.MC,
    AssessmentKind.NR, AssessmentKind.BI,
)  # fmt: skip


def main() -> None:
    self_test._paper(Path())  # so that no child spends its short life loading fonts
    for line in sys.stdin:
        task = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                work(**task)
            finally:
                os._exit(1)
        tell("pid", child)
        os.waitpid(child, 0)
        tell("over", child)


def work(path: str, key: str | None, seed: int) -> None:
    """Log requests, and bring those that wait one step on, until killed."""
    location = Location(Path(path), key=bytes.fromhex(key) if key else None)
    world = World(open_desk(location, FixedClock.at(TODAY)))
    chance = random.Random(seed)  # noqa: S311  (no secret)
    tell("working", os.getpid())
    for number in range(10_000):
        waiting = worklist.page(world.admin, OLDEST_OPEN, limit=1).rows
        if not waiting or chance.random() < 0.2:
            person = a_person(family_name=f"N{seed}-{number}")
            tell("logged", world.a_case(person=person))
        else:
            go_on(world, waiting[0].request_id)


def go_on(world: World, case: int) -> None:
    """Bring a case one step on, from wherever an earlier worker left it."""
    held = cases.open_case(world.admin, case).case
    missing = [kind for kind in KINDS if kind not in held.assessments]
    if held.request.state is RequestState.CHECKING:
        world.allocated(case)
    elif held.request.state is RequestState.ALL_POSITIVE:
        world.submitted(case)
    elif held.request.state is RequestState.WITH_SIGNATORY:
        world.granted(case)
        tell("granted", case)
    else:
        found = an_assessment(missing[0], world.desk.clock.today())
        assessments.record(world.admin, case, found, reason="as received")


def tell(what: str, number: int) -> None:
    os.write(1, f"{what} {number}\n".encode())


if __name__ == "__main__":
    main()
