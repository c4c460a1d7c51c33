"""Every role by every act (SE1): whoever may not is refused and nothing is written."""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dolsdesk import services
from dolsdesk.domain.dols.assessors import Declared, Profession
from dolsdesk.domain.dols.endings import ClosedAs
from dolsdesk.domain.dols.facts import AssessmentKind, Priority
from dolsdesk.domain.places import PlaceKind
from dolsdesk.domain.staff import Act, Role
from dolsdesk.errors import NotPermitted
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import (
    allocation,
    assessments,
    backup,
    cases,
    closing,
    copies,
    decisions,
    imports,
    keys,
    paperwork,
    reasons,
    register,
    reports,
    requests,
    upkeep,
)
from dolsdesk.services.imports import CqcFile, CqcRow
from dolsdesk.services.register import AssessorDetails, PlaceDetails
from dolsdesk.store.repos import staff
from tests.services import (
    uses_of_allocating,
    uses_of_bulk,
    uses_of_incoming,
    uses_of_life,
    uses_of_lists,
    uses_of_papers,
    uses_of_people,
    uses_of_reading,
    uses_of_referrals,
    uses_of_retest,
    uses_of_rights,
    uses_of_signatures,
    uses_of_staffing,
    uses_of_visits,
    uses_of_waiting,
)
from tests.support.beginning import Beginning
from tests.support.desk import TODAY, World, a_closure, a_grant, an_assessment, new_request
from tests.support.profiles import PASSPHRASE, contents
from tests.support.refusals import refused
from tests.support.stores import rows
from tests.support.uses import At, Use

K = AssessmentKind
NOBODY = "nobody"
DESK = {Role.ADMINISTRATOR, Role.LEAD}
ASSESSORS = {Role.BIA, Role.MH_ASSESSOR}
EXTENDERS = {Role.LEAD, Role.SIGNATORY}
KEEPERS = {Role.LEAD, Role.MANAGER}

#: Who may do what, written down a second time.
MAY = {
    Act.READ: set(Role),
    Act.READ_ALL: set(Role) - ASSESSORS,
    Act.LOG_REQUEST: DESK,
    Act.CHECK_REQUEST: DESK,
    Act.TRIAGE: DESK,
    Act.DECIDE_EXTENSION: EXTENDERS,
    Act.ALLOCATE: DESK,
    Act.RECORD_ASSESSMENT: DESK | ASSESSORS,
    Act.SEND_BACK: DESK | {Role.SIGNATORY},
    Act.PREPARE_DECISION: DESK,
    Act.DECIDE: {Role.SIGNATORY},
    Act.SEND_COPIES: DESK,
    Act.CLOSE_REQUEST: DESK,
    Act.RECORD_EVENT: DESK,
    Act.CORRECT: DESK,
    Act.MERGE_PEOPLE: DESK,
    Act.EDIT_REGISTER: DESK,
    Act.HANDLE_FEES: DESK,
    Act.RELEASE_FEES: KEEPERS,
    Act.IMPORT: DESK,
    Act.READ_REPORTS: set(Role) - ASSESSORS,
    Act.EXPORT: DESK | {Role.MANAGER},
    Act.MANAGE_DESK: KEEPERS,
    Act.BACK_UP: DESK,
    Act.DECIDE_FINDING: {Role.BIA},
    Act.CHECK_FINDING: {Role.LEAD, Role.MANAGER, Role.SIGNATORY},
    Act.VOID_FINDING: KEEPERS,
    Act.RUN_CAMPAIGN: KEEPERS,
    Act.SEND_SCREENING: DESK,
    Act.ENTER_SCREENING: DESK | {Role.BIA},
    Act.TRIAGE_SCREENING: {Role.LEAD},
}


def record_own(at: At, _made: None) -> object:
    kind = K.MH if at.ctx.actor.assessor_id == at.world.doctor else K.AGE
    return assessments.record(at.ctx, at.cases["allocated"], an_assessment(kind, TODAY))


def record_own_form(at: At, _made: None) -> object:
    kind = K.MH if at.ctx.actor.assessor_id == at.world.doctor else K.AGE
    found = an_assessment(kind, TODAY)
    return assessments.record_all(at.ctx, at.cases["allocated"], (found,))


def decide_extension(at: At, _made: None) -> object:
    return requests.decide_extension(
        at.ctx, at.cases["asked"], decided_on=TODAY, is_granted=True, days=7, reasons="No doctor",
        is_essential=True,
    )  # fmt: skip


def allocate(at: At, _made: None) -> object:
    return allocation.allocate(
        at.ctx, at.cases["checking"], assessor_id=at.world.doctor, kinds=(K.MH,),
        declarations=dict.fromkeys(Declared, False), reason="load accepted",
    )  # fmt: skip


def add_interest(at: At, _made: None) -> object:
    return register.add_interest(
        at.ctx, at.world.bia, Declared.FINANCIAL_INTEREST, place_id=at.world.home, person_id=None,
        note="Shares",
    )  # fmt: skip


def save_member(at: At, _made: None) -> object:
    return register.save_member(at.ctx, name="Neu", job_title="", roles={Role.AUDITOR})


def wait(at: At, _made: None) -> object:
    return requests.wait(
        at.ctx, at.cases["checking"], priority=Priority.LOW, reason="Settled",
        next_contact_on=date(2027, 1, 4),
    )  # fmt: skip


def close(at: At, _made: None) -> object:
    return closing.close(at.ctx, at.cases["checking"], a_closure(ClosedAs.WITHDRAWN))


def grant(at: At, _made: None) -> object:
    return decisions.grant(at.ctx, at.cases["submitted"], a_grant(TODAY), reason="signed")


LODGE = PlaceDetails("Lodge", PlaceKind.CARE_HOME, "1-2000000001")
NURSE = AssessorDetails("Noor Éa", Profession.NURSE)
ROW = CqcRow(
    9, "Harbour View", PlaceKind.CARE_HOME, "1-9900000001", "1-9900000009", "Harbour Care", "Quay",
    "NX1 2AB", "", "Norchester", "Residential homes",
)  # fmt: skip
DIRECTORY = CqcFile((ROW,), (), 0, TODAY, "directory.csv", "0" * 64)

OWN = (
    Use(Act.READ, "cases.save_paper", lambda at, content: cases.save_paper(
        at.ctx, at.cases["granted"], content, at.folder / "F5.pdf"), lambda at: at.content),
    Use(Act.READ, "paperwork.copy_of", lambda at, ref: paperwork.copy_of(at.ctx, "F5", ref),
        lambda at: at.world.case(at.cases["granted"]).request.ref),
    Use(Act.READ, "reasons.as_pdf",
        lambda at, _: reasons.as_pdf(at.ctx, at.cases["granted"])),
    Use(Act.LOG_REQUEST, "requests.log",
        lambda at, _: requests.log(at.ctx, new_request(at.world.home), reason="Another")),
    Use(Act.CHECK_REQUEST, "requests.check",
        lambda at, _: requests.check(at.ctx, at.cases["received"])),
    Use(Act.CHECK_REQUEST, "requests.ask_extension", lambda at, _: requests.ask_extension(
        at.ctx, at.cases["urgent"], requested_on=TODAY, reasons="No doctor")),
    Use(Act.TRIAGE, "requests.wait", wait),
    Use(Act.DECIDE_EXTENSION, "requests.decide_extension", decide_extension),
    Use(Act.ALLOCATE, "allocation.allocate", allocate),
    Use(Act.RECORD_ASSESSMENT, "assessments.record", record_own),
    Use(Act.RECORD_ASSESSMENT, "assessments.record_all", record_own_form),
    Use(Act.RECORD_ASSESSMENT, "assessments.begin", lambda at, _: assessments.begin(
        at.ctx, at.cases["allocated"], on=TODAY)),
    Use(Act.PREPARE_DECISION, "decisions.submit",
        lambda at, _: decisions.submit(at.ctx, at.cases["assessed"])),
    Use(Act.DECIDE, "decisions.grant", grant),
    Use(Act.DECIDE, "decisions.refuse",
        lambda at, _: decisions.refuse(at.ctx, at.cases["negative"], reasons="Not needed"),
        lambda at: at.world.stopped(at.cases["negative"])),
    Use(Act.SEND_COPIES, "decisions.note_refusal_received",
        lambda at, _: decisions.note_refusal_received(at.ctx, at.cases["refused"], TODAY)),
    Use(Act.SEND_COPIES, "allocation.tell_to_stop",
        lambda at, _: allocation.tell_to_stop(at.ctx, at.cases["negative"])),
    Use(Act.SEND_COPIES, "copies.mark_sent", lambda at, line: copies.mark_sent(
        at.ctx, at.cases["granted"], line.id, on=TODAY, method="post"),
        lambda at: at.copy("granted")),
    Use(Act.SEND_COPIES, "copies.mark_not_sent", lambda at, line: copies.mark_not_sent(
        at.ctx, at.cases["granted"], line.id, reason="No contact"), lambda at: at.copy("granted")),
    Use(Act.SEND_COPIES, "copies.undo",
        lambda at, line: copies.undo(at.ctx, at.cases["refused"], line.id),
        lambda at: at.copy("refused", is_settled=True)),
    Use(Act.CLOSE_REQUEST, "closing.close", close),
    Use(Act.CLOSE_REQUEST, "closing.end_arrangements", lambda at, _: closing.end_arrangements(
        at.ctx, at.cases["refused"], arrangements_to=TODAY, evidence="Letter")),
    Use(Act.EDIT_REGISTER, "register.save_place",
        lambda at, _: register.save_place(at.ctx, LODGE)),
    Use(Act.EDIT_REGISTER, "register.save_assessor",
        lambda at, _: register.save_assessor(at.ctx, NURSE)),
    Use(Act.EDIT_REGISTER, "register.add_leave",
        lambda at, _: register.add_leave(at.ctx, at.world.bia, TODAY, TODAY)),
    Use(Act.EDIT_REGISTER, "register.add_interest", add_interest),
    Use(Act.IMPORT, "imports.import_places",
        lambda at, _: imports.import_places(at.ctx, DIRECTORY)),
    Use(Act.READ_REPORTS, "reports.build",
        lambda at, _: reports.build(at.ctx, "RP01", TODAY, TODAY, TODAY)),
    Use(Act.READ_REPORTS, "reports.as_pdf",
        lambda at, report: reports.as_pdf(at.ctx, report), lambda at: at.report),
    Use(Act.EXPORT, "reports.as_xlsx",
        lambda at, report: reports.as_xlsx(at.ctx, report), lambda at: at.report),
    Use(Act.EXPORT, "reports.as_csv",
        lambda at, report: reports.as_csv(at.ctx, report), lambda at: at.report),
    Use(Act.EXPORT, "reports.save", lambda at, report: reports.save(
        at.ctx, report, "csv", at.folder / "r.csv"), lambda at: at.report),
    Use(Act.MANAGE_DESK, "register.save_member", save_member),
    Use(Act.MANAGE_DESK, "upkeep.set_target",
        lambda at, _: upkeep.set_target(at.ctx, RuleId.PR_RENEWAL_PROMPT, 56)),
    Use(Act.MANAGE_DESK, "upkeep.set_council",
        lambda at, _: upkeep.set_council(at.ctx, name="Norchester", address="1 Market Place")),
    Use(Act.MANAGE_DESK, "upkeep.set_pack",
        lambda at, _: upkeep.set_pack(at.ctx, "WMADASS-2024")),
    Use(Act.MANAGE_DESK, "keys.renew_recovery",
        lambda at, _: keys.renew_recovery(at.ctx, passphrase=PASSPHRASE), lambda at: at.key_file()),
    Use(Act.BACK_UP, "backup.run", lambda at, _: backup.run(at.ctx)),
    Use(Act.BACK_UP, "backup.rehearse",
        lambda at, path: backup.rehearse(at.ctx, path), lambda at: at.backup),
)  # fmt: skip

USES = (
    *OWN,
    *uses_of_allocating.USES,
    *uses_of_bulk.USES,
    *uses_of_incoming.USES,
    *uses_of_life.USES,
    *uses_of_lists.USES,
    *uses_of_papers.USES,
    *uses_of_people.USES,
    *uses_of_reading.USES,
    *uses_of_referrals.USES,
    *uses_of_retest.USES,
    *uses_of_rights.USES,
    *uses_of_signatures.USES,
    *uses_of_staffing.USES,
    *uses_of_visits.USES,
    *uses_of_waiting.USES,
)

#: Use cases that only look.
READING = {
    "reports.build", "chronology.of_person", "radar.build", "expiries.forecast",
    "waiting_list.page", "waiting_list.standing", "waiting_list.next_to_assess",
    "waiting_list.contacts", "breach_forecast.forecast", "allocation_plan.propose",
    "allocation_plan.places", "allocation_batch.batches", "returns.listed",
    "returns.late_cases", "ranking_weights.weights", "fee_lists.page", "fee_lists.every",
    "fee_lists.standing", "fee_lists.of_case", "fee_lists.awaiting_invoice", "papers_due.due",
    "paperwork.notice_of_report",
    *uses_of_bulk.READING, *uses_of_incoming.READING,
    *uses_of_lists.READING, *uses_of_reading.READING, *uses_of_visits.READING,
}  # fmt: skip

#: Use cases that show an assessor their own cases only, and refuse nobody (see test_day).
NARROWED = {
    "day.lists", "worklist.page", "worklist.counts", "cases.open_case", "cases.require_theirs",
}  # fmt: skip


class Office:
    """A desk with somebody in each role, and a case at each stage, again and again."""

    def __init__(self, template: Path, folder: Path) -> None:
        self.cases: dict[str, int] = {}
        self._beginning = Beginning(template, folder, self._prepare)

    def somebody(self, role: Role | str, folder: Path) -> At:
        world = self._beginning.again()
        return At(world, world.desk.context(world.people[str(role)]), self.cases, folder)

    def close(self) -> None:
        self._beginning.close()

    def _prepare(self, world: World) -> None:
        own = {Role.BIA: world.bia, Role.MH_ASSESSOR: world.doctor}
        with world.desk.store.acting(
            actor_id=None, actor="set-up", workstation="test", at=world.desk.clock.now()
        ) as write:
            for role in Role:
                staff.add_member(
                    write.session, name=str(role), roles={role}, assessor_id=own.get(role)
                )
            staff.add_member(write.session, name=NOBODY, roles=())
            write.record("set_up", "staff", None)
        world.people |= {member.name: member for member in world.desk.staff()}
        self.cases |= {
            "received": world.a_case(signed_by=""),
            "checking": world.a_case(),
            "urgent": world.a_case(urgent=True),
            "asked": world.a_case(urgent=True),
            "allocated": world.allocated(world.a_case()),
            "assessed": world.assessed(world.allocated(world.a_case())),
            "submitted": world.submitted(world.assessed(world.allocated(world.a_case()))),
            "negative": world.turned_negative(world.allocated(world.a_case())),
            "granted": world.whole_way(),
            "refused": world.stopped(
                world.turned_negative(world.allocated(world.a_case(urgent=True)))
            ),
        }
        requests.ask_extension(
            world.admin, self.cases["asked"], requested_on=TODAY, reasons="No doctor"
        )
        decisions.refuse(world.signatory, self.cases["refused"], reasons="Not needed")
        [line, *_] = world.case(self.cases["refused"]).copies
        copies.mark_sent(world.admin, self.cases["refused"], line.id, on=TODAY, method="post")


@pytest.fixture(scope="module")
def office(store_template, tmp_path_factory) -> Iterator[Office]:
    made = Office(store_template, tmp_path_factory.mktemp("office"))
    yield made
    made.close()


@pytest.mark.parametrize("use", USES, ids=lambda use: use.name)
@pytest.mark.parametrize("role", [NOBODY, *Role])
def test_every_use_case_is_for_those_who_may_and_nobody_else(office, role, use, tmp_path):
    at = office.somebody(role, tmp_path)
    made = use.before(at)
    before, beside = rows(at.world.desk.store), contents(at.world.desk.store.location.path.parent)
    if role in MAY[use.act]:
        use.do(at, made)
        assert (rows(at.world.desk.store) == before) == (use.name in READING)
        return
    with refused(at.world, "NOT_PERMITTED", NotPermitted) as caught:
        use.do(at, made)
    # What leave a paper takes is found from the case, which nobody may read without leave.
    assert caught.value.params["act"] in {use.act, Act.READ}
    assert rows(at.world.desk.store) == before
    assert contents(at.world.desk.store.location.path.parent) == beside
    assert contents(tmp_path) == []


def test_every_act_is_tried():
    assert set(MAY) == set(Act) == {use.act for use in USES}


def asking_for_leave(module: Path) -> set[str]:
    """Return the public functions of a module that name an act, or call one that does."""
    calls: dict[str, set[str]] = {}
    for function in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(function, ast.FunctionDef):
            nodes = list(ast.walk(function))
            calls[function.name] = {
                node.func.id
                for node in nodes
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            } | {
                node.value.id
                for node in nodes
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
                and node.value.id == "Act"
            }  # fmt: skip
    asking = {"Act"}
    while more := {name for name, words in calls.items() if words & asking} - asking:
        asking |= more
    return {f"{module.stem}.{name}" for name in asking - {"Act"} if not name.startswith("_")}


def test_every_use_case_that_asks_for_leave_is_tried():
    found = set()
    folder = Path(services.__path__[0])
    for module in (*folder.glob("*.py"), folder / "papers/issuing.py"):
        found |= asking_for_leave(module)
    assert found == {use.name for use in USES} | NARROWED


def test_hats_add_up(office, tmp_path):
    at = office.somebody(Role.SIGNATORY, tmp_path)
    register.save_member(at.world.lead, name="Both", job_title="", roles={Role.SIGNATORY, Role.BIA})
    [both] = [member for member in at.world.desk.staff() if member.name == "Both"]
    assert {act for act in Act if both.may(act)} == {
        act for act in Act if MAY[act] & {Role.SIGNATORY, Role.BIA}
    }


def test_a_hat_that_was_taken_off_gives_no_leave_any_more(office, tmp_path):
    at = office.somebody(Role.ADMINISTRATOR, tmp_path)
    register.save_member(
        at.world.lead, name="administrator", job_title="", roles={Role.AUDITOR},
        staff_id=at.ctx.actor.id,
    )  # fmt: skip
    now = at.world.desk.context(at.world.desk.member(at.ctx.actor.id))
    with refused(at.world, "NOT_PERMITTED", NotPermitted):
        requests.check(now, at.cases["received"])


def test_where_nobody_may_manage_the_desk_anybody_adds_the_first_who_may(office, tmp_path):
    """Otherwise a desk whose first run named no lead would stay shut for ever."""
    at = office.somebody(Role.AUDITOR, tmp_path)
    with at.world.desk.store.acting(
        actor_id=None, actor="set-up", workstation="test", at=at.world.desk.clock.now()
    ) as write:
        for member in at.world.desk.staff():
            left = member.roles - KEEPERS
            staff.change_member(write.session, member.id, name=member.name, roles=left)
        write.record("set_up", "staff", None)
    with refused(at.world, "NOT_PERMITTED", NotPermitted):
        register.save_member(
            at.ctx, name="auditor", job_title="", roles={Role.LEAD}, staff_id=at.ctx.actor.id
        )
    register.save_member(at.ctx, name="First", job_title="", roles={Role.LEAD})
    with refused(at.world, "NOT_PERMITTED", NotPermitted):
        register.save_member(at.ctx, name="Second", job_title="", roles={Role.LEAD})
