"""Acts on several cases, lists taken out, notes, each tried by everybody (test_permissions)."""

from dolsdesk.domain.bulk import BulkAct
from dolsdesk.domain.dols.waiting import ContactPlan
from dolsdesk.domain.staff import Act
from dolsdesk.services import bulk, case_list, contacts, finding, notes
from dolsdesk.services.bulk_kinds import Wish
from tests.services.waiting import SOON
from tests.support.uses import At, Use

_NOTE = Wish(BulkAct.NOTE, note="The home was rung.")


def _two(at: At) -> tuple[int, int]:
    return at.cases["checking"], at.cases["allocated"]


def _plan(at: At) -> bulk.Plan:
    return bulk.look(at.world.admin, _NOTE, _two(at))


def _noted(at: At) -> int:
    return bulk.run(at.world.admin, _plan(at), _two(at)).value.batch_id


USES = (
    Use(Act.RECORD_EVENT, "notes.add",
        lambda at, _: notes.add(at.ctx, at.cases["checking"], "Rung.")),
    Use(Act.RECORD_EVENT, "contacts.plan",
        lambda at, _: contacts.plan(at.ctx, at.cases["checking"], ContactPlan(SOON))),
    Use(Act.RECORD_EVENT, "bulk.check", lambda at, _: bulk.check(at.ctx, _NOTE)),
    Use(Act.RECORD_EVENT, "bulk.look", lambda at, _: bulk.look(at.ctx, _NOTE, _two(at))),
    Use(Act.RECORD_EVENT, "bulk.run", lambda at, plan: bulk.run(at.ctx, plan, _two(at)), _plan),
    Use(Act.RECORD_EVENT, "bulk.undo", lambda at, number: bulk.undo(at.ctx, number), _noted),
    Use(Act.EXPORT, "case_list.as_xlsx", lambda at, _: case_list.as_xlsx(at.ctx, _two(at))),
    Use(Act.EXPORT, "case_list.as_csv", lambda at, _: case_list.as_csv(at.ctx, _two(at))),
    Use(Act.READ_ALL, "case_list.as_pdf", lambda at, _: case_list.as_pdf(at.ctx, _two(at))),
    Use(Act.EXPORT, "case_list.save", lambda at, _: case_list.save(
        at.ctx, _two(at), "csv", at.folder / "cases.csv")),
    Use(Act.READ_ALL, "finding.recent", lambda at, _: finding.recent(at.ctx)),
    Use(Act.READ_ALL, "bulk.hands", lambda at, _: bulk.hands(at.ctx, _two(at))),
)  # fmt: skip

READING = {"bulk.check", "bulk.look", "bulk.hands", "finding.recent"}
