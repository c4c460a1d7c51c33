"""A case as it is opened at each of its states, and its papers as they leave the store."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from dolsdesk.domain.dols.endings import ClosureReason
from dolsdesk.domain.dols.facts import AssessmentKind, Priority
from dolsdesk.domain.dols.next_step import NextStep, Step
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.errors import Conflict, DiskFull, FileUnreadable
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import allocation, assessments, cases, closing, copies, decisions, requests
from tests.services import rights
from tests.support.desk import TODAY, World, a_closure, an_assessment
from tests.support.processes import run_as_reader
from tests.support.profiles import contents
from tests.support.refusals import refused

K, S = AssessmentKind, RequestState
DUE_ON, URGENT_LAST = date(2026, 12, 11), date(2026, 11, 27)


# How far a request has come


def received(world: World) -> int:
    return world.a_case(signed_by="")


def checked(world: World) -> int:
    return world.a_case()


def waiting(world: World) -> int:
    request_id = world.a_case()
    requests.wait(
        world.admin, request_id, priority=Priority.LOW, reason="Settled",
        next_contact_on=TODAY + timedelta(days=84),
    )  # fmt: skip
    return request_id


def asked_to_extend(world: World) -> int:
    request_id = world.a_case(urgent=True)
    requests.ask_extension(world.admin, request_id, requested_on=TODAY, reasons="No doctor")
    return request_id


def allocated(world: World) -> int:
    return world.allocated(world.a_case())


def assessing(world: World) -> int:
    request_id = allocated(world)
    assessments.record(world.admin, request_id, an_assessment(K.MH, TODAY))
    return request_id


def all_positive(world: World) -> int:
    return world.assessed(allocated(world))


def with_signatory(world: World) -> int:
    return world.submitted(all_positive(world))


def returned(world: World) -> int:
    request_id = with_signatory(world)
    world.sent_back(request_id, K.MC, "Which decision?")
    return request_id


def negative(world: World) -> int:
    return world.turned_negative(allocated(world))


def negative_and_told(world: World) -> int:
    request_id = negative(world)
    allocation.tell_to_stop(world.admin, request_id)
    return request_id


def refused_request(world: World) -> int:
    request_id = negative_and_told(world)
    decisions.refuse(world.signatory, request_id, reasons="Refused in advance")
    return request_id


def granted(world: World) -> int:
    return world.whole_way()


def granted_and_told(world: World) -> int:
    return told(world, granted(world))


def told(world: World, request_id: int) -> int:
    for line in world.case(request_id).copies:
        if not line.is_settled:
            copies.mark_sent(world.admin, request_id, line.id, on=TODAY, method="post")
    return request_id


def represented(world: World) -> int:
    request_id = rights.represented(world, rights.checked(world, granted_and_told(world)))
    return told(world, request_id)


def granted_long_ago(world: World) -> int:
    request_id = represented(world)
    world.desk.clock.move(days=152)  # 24 April 2027, 28 days before its last day
    return request_id


def closed(world: World) -> int:
    request_id = allocated(world)
    closing.close(world.admin, request_id, a_closure(reason=ClosureReason.LEFT))
    return request_id


STANDARD, GIVE = RuleId.STANDARD_ASSESSMENTS, RuleId.SA_GIVE_DUTY
ASK_FROM = date(2027, 4, 24)


@pytest.mark.parametrize(
    ("make", "state", "step"),
    [
        (received, S.RECEIVED, Step(NextStep.CHECK, RuleId.REQUEST_RECORD, DUE_ON)),
        (checked, S.CHECKING, Step(NextStep.ALLOCATE, STANDARD, DUE_ON)),
        (waiting, S.WAITING, Step(NextStep.ALLOCATE, STANDARD, DUE_ON)),
        (asked_to_extend, S.CHECKING, Step(NextStep.DECIDE_EXTENSION, RuleId.URGENT_EXTENSION_MAX)),
        (allocated, S.ALLOCATED, Step(NextStep.RECORD_ASSESSMENTS, STANDARD, DUE_ON)),
        (assessing, S.ASSESSING, Step(NextStep.RECORD_ASSESSMENTS, STANDARD, DUE_ON)),
        (all_positive, S.ALL_POSITIVE, Step(NextStep.SUBMIT, GIVE)),
        (with_signatory, S.WITH_SIGNATORY, Step(NextStep.DECIDE, GIVE)),
        (returned, S.RETURNED, Step(NextStep.CORRECT, STANDARD, DUE_ON)),
        (negative, S.NEGATIVE, Step(NextStep.STOP_ASSESSORS, RuleId.STOP_ASSESSMENTS)),
        (negative_and_told, S.NEGATIVE, Step(NextStep.REFUSE, RuleId.SA_REFUSAL_NOTICE)),
        (refused_request, S.NOT_GRANTED, Step(NextStep.SEND_COPIES, RuleId.SA_REFUSAL_NOTICE)),
        (granted, S.GRANTED, Step(NextStep.SEND_COPIES, RuleId.SA_COPIES)),
        (
            granted_and_told,
            S.GRANTED,
            Step(NextStep.APPOINT_REPRESENTATIVE, RuleId.RPR_APPOINT),
        ),
        (represented, S.GRANTED, Step(NextStep.NOTHING)),
        (granted_long_ago, S.GRANTED, Step(NextStep.ASK_FURTHER, RuleId.RENEWAL_REQUEST, ASK_FROM)),
        (closed, S.NO_LONGER_NEEDED, Step(NextStep.NOTHING)),
    ],
)
def test_each_state_has_its_one_next_step_with_the_rule_and_the_day(world, make, state, step):
    view = cases.open_case(world.admin, make(world))
    assert view.case.request.state is state
    assert replace(view.step, detail=()) == step
    assert view.answer.date("assessments_due_on") == (URGENT_LAST if view.case.urgent else DUE_ON)
    assert view.as_at == world.desk.clock.today()


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda world: world.a_case(urgent=True), RuleId.URGENT_ASSESSMENTS),
        (lambda world: world.allocated(world.a_case(urgent=True)), RuleId.URGENT_ASSESSMENTS),
        (
            lambda world: world.assessed(world.allocated(world.a_case(urgent=True))),
            RuleId.SA_GIVE_DUTY,
        ),
    ],
)
def test_while_an_urgent_runs_its_last_day_presses_at_every_step(world, make, rule):
    step = cases.open_case(world.admin, make(world)).step
    assert (step.rule_id, step.by) == (rule, URGENT_LAST)


def test_the_timeline_shows_every_day_and_the_history_every_act(world):
    request_id = world.whole_way(urgent=True)
    view = cases.open_case(world.auditor, request_id)
    assert [(one.kind, one.first_on, one.last_on) for one in view.spans] == [
        ("urgent", date(2026, 11, 21), date(2026, 11, 22)),
        ("standard", TODAY, date(2027, 5, 22)),
    ]
    assert [event.kind for event in view.case.events] == [
        "urgent_given", "received", "went_on_because", "allocated", "allocated",
        *["assessment_positive"] * 5, "finding_decided", "assessment_positive",
        "submitted", "granted", "representative", "condition",
    ]  # fmt: skip
    assert {event.recorded_by for event in view.case.events} == {"Ada Min", "Sig Natory"}
    assert [paper.code for paper in view.papers] == ["F5"]
    assert [problem.code for problem in view.cannot_decide] == ["SIGNATORY_NOT_AUTHORISED"]
    assert cases.open_case(world.signatory, request_id).cannot_decide == ()


def test_other_requests_about_the_person_are_listed_beside(world):
    first = world.whole_way()
    second = world.a_case(person_id=world.case(first).person_id)
    world.a_case()
    assert [one.request_id for one in cases.open_case(world.admin, first).others] == [second]
    assert [one.request_id for one in cases.open_case(world.admin, second).others] == [first]


def test_a_case_that_is_not_there_is_said_to_be_gone(world):
    with refused(world, "NO_SUCH_CASE", Conflict):
        cases.open_case(world.admin, 99)


# Papers as files


@pytest.fixture
def paper(world: World) -> tuple[int, bytes]:
    """Return a granted request and the bytes of its form."""
    request_id = world.whole_way()
    [issued] = cases.open_case(world.admin, request_id).papers
    return request_id, cases.content(world.admin, issued.id)


def test_a_paper_is_saved_byte_by_byte_and_the_trail_says_so(world, paper, tmp_path):
    request_id, content = paper
    path = tmp_path / "26-000001_F5.pdf"
    path.write_bytes(b"what stood here before")
    cases.save_paper(world.auditor, request_id, content, path)
    assert path.read_bytes() == content
    assert contents(tmp_path) == [path.name]
    [entry] = world.trail("save_paper")
    assert (entry.actor, entry.entity_id) == ("Audrey Tor", request_id)
    assert entry.after == {"file": "26-000001_F5.pdf"}


def test_a_folder_that_is_not_there_is_named(world, paper, tmp_path):
    request_id, content = paper
    with refused(world, "FOLDER_MISSING", FileUnreadable) as caught:
        cases.save_paper(world.admin, request_id, content, tmp_path / "gone" / "F5.pdf")
    assert caught.value.params == {"name": "gone"}


def test_a_full_disk_is_said_and_what_stood_there_before_still_stands(world, paper, tmp_path):
    request_id, content = paper
    with small_disk(tmp_path, kilobytes=64) as disk:
        path = disk / "F5.pdf"
        path.write_bytes(b"what stood here before")
        with refused(world, "DISK_FULL", DiskFull):
            cases.save_paper(world.admin, request_id, content * 40, path)
        assert contents(disk) == ["F5.pdf"]
        assert path.read_bytes() == b"what stood here before"
        cases.save_paper(world.admin, request_id, content[:1000], path)


@contextmanager
def small_disk(folder: Path, *, kilobytes: int) -> Iterator[Path]:
    """Mount a disk of a few kilobytes; only root can."""
    disk = folder / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    words = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", str(disk)]
    if not mount or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can be mounted by root only")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def test_a_folder_that_may_only_be_read_is_said(world, paper, tmp_path):
    """Root may write everywhere, so somebody else tries."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    said = run_as_reader(
        """
        from pathlib import Path
        from dolsdesk.errors import FolderReadOnly
        from dolsdesk.services import files
        try:
            files.write(Path(sys.argv[1]), b"%PDF")
        except FolderReadOnly as fault:
            print(fault.code)
        """,
        str(folder / "F5.pdf"),
    )
    assert said == "FOLDER_READ_ONLY"
    assert contents(folder) == []
