"""What was typed is there again: after a power cut, after closing, beside another desk."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from dolsdesk import config
from dolsdesk.clock import FixedClock
from dolsdesk.config import Theme
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.recorded_findings import Stage
from dolsdesk.services import (
    assessments,
    campaign_cases,
    drafts,
    opening,
    recorded_findings,
    words,
)
from dolsdesk.ui.shell import CaseTab, Spot
from dolsdesk.ui.widgets.fields import MAX_LINE
from tests.services.retest import a_campaign, sent, some_answers, somebody, the_bia
from tests.support.desk import TODAY, World, an_assessment
from tests.support.processes import kill, working
from tests.ui.visits import Visit, furnished

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes")

#: No work older than this is ever lost.
LONGEST_S = 5.0

#: A desk in a process of its own, where somebody types until the power goes.
TYPING = """
    import os, sys
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from pathlib import Path
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication
    from dolsdesk.domain.dols.facts import AssessmentKind
    from dolsdesk.ui.shell import CaseTab, Spot
    from tests.ui.visits import Visit

    where, profile, request_id = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    visit = Visit(QApplication([]), profile)
    window, hands = visit.window, visit.hands
    hands.settle()
    if where == "log":
        window.go(Spot.LOG)
        hands.settle()
        hands.fill("Received on", "21 11 26")
        hands.fill("Person to contact there", "Mal Anager")
        hands.fill("Purpose: care and treatment", "Half a sen")
    elif where == "assessment":
        window.open_case(request_id, CaseTab.ASSESSMENTS)
        hands.settle()
        window.page.part.table.select_where(list(AssessmentKind).index(AssessmentKind.MC))
        hands.settle()
        hands.fill("The assessor's reasons", "Half a thou")
    elif where == "decision":
        window.open_case(request_id, CaseTab.DECISION)
        hands.settle()
        hands.push("Add a condition")
        hands.type("Half a condi")
        hands.fill("Notes on scrutiny", "Half a no")
    elif where == "finding":
        window.open_case(request_id, CaseTab.FINDINGS)
        hands.settle()
        hands.fill("The concrete situation of this person", "Half a situ")
        hands.push("Add a sign")
        row = "Signs of the person's wishes and feelings, row 1"
        hands.fill(f"{row}: What was seen or heard", "Half a si")
    elif where == "triage":
        window.go(Spot.WAITING)
        hands.settle()
        hands.press("Ctrl+Shift+T")
        hands.settle()
        hands.press("Space")
        hands.fill("Why this band", "Half a rea")
    else:
        window.go(Spot.RESCREENING)
        hands.settle()
        window.page.table.select_where(0)
        hands.settle()
        hands.push("Take answers…" if where == "answers" else "Triage…")
        hands.settle()
        field = "Q12 What the person says: words, date, who heard"
        hands.fill(field if where == "answers" else "Why", "Half a wo")
    print("typed", flush=True)
    while sys.stdin.readable():
        QTest.qWait(20)
"""

#: Where somebody types, and who.
WHERE = {
    "log": "Ada Min", "assessment": "Ada Min", "decision": "Ada Min", "triage": "Ada Min",
    "finding": "Bea Iqbal", "answers": "Ada Min", "triage of a campaign": "Lee Deer",
}  # fmt: skip


def prepared(profile: Path, where: str) -> int:
    """Bring a case to where something can be typed; return its number."""
    if where == "log":
        return 0
    world = World(opening.open_profile(profile, FixedClock.at(TODAY)))
    bia = the_bia(world)
    if where in {"answers", "triage of a campaign"}:
        request_id = somebody(world, "Wait")
        [item] = [
            one
            for one in sent(world, a_campaign(world))
            if campaign_cases.detail(world.admin, one).item.request_id == request_id
        ]
        if where != "answers":
            campaign_cases.record_answers(world.admin, item, some_answers(), returned_on=TODAY)
    else:
        request_id = world.a_case()
    if where in {"assessment", "decision", "finding"}:
        world.allocated(request_id)
    if where == "decision":
        world.submitted(world.assessed(request_id))
    if where == "finding":
        recorded_findings.begin(bia, request_id, stage=Stage.FORMAL_DECISION)
    who = next(one for one in world.desk.staff() if one.name == WHERE.get(where, "Ada Min"))
    world.close()
    config.save(profile, replace(config.load(profile), staff_id=who.id))
    return request_id


@pytest.fixture(scope="module")
def cut_off(tmp_path_factory, store_template) -> dict[str, tuple[Path, int]]:
    """Have each desk typed at, cut its power, and return its profile and case.

    Three at a time: many at once would type too slowly on a small machine.
    """
    found = {}
    for some in batched(WHERE, 3):
        with ExitStack() as desks:
            processes = []
            for where in some:
                folder = tmp_path_factory.mktemp(where.replace(" ", "-"))
                profile = furnished(folder, store_template)
                found[where] = profile, prepared(profile, where)
                process = desks.enter_context(working(TYPING, where, *map(str, found[where])))
                processes.append(process)
            for process in processes:
                said = process.stdout.readline().strip()
                assert said == "typed", process.stderr.read()
            time.sleep(LONGEST_S)
            for process in processes:
                kill(process)
    return found


def batched(all_of: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = list(all_of)
    while rest:
        yield rest[:size]
        rest = rest[size:]


@pytest.fixture
def visit(request, qapp, cut_off):
    """Return the same desk the next morning."""
    found = Visit(qapp, cut_off[request.param][0])
    found.window  # noqa: B018  (wait for it)
    found.hands.settle()
    yield found
    found.leave()


def case_page(visit, request_id, tab):
    visit.window.open_case(request_id, tab)
    visit.hands.settle()
    return visit.window.page


@pytest.mark.parametrize("visit", ["log"], indirect=True)
def test_a_half_logged_request_is_there_after_a_power_cut(visit):
    assert "a request" in visit.window.said.text()
    visit.window.go(Spot.LOG)
    visit.hands.settle()
    view = visit.window.page.view
    assert view.purpose.raw() == "Half a sen"
    assert view.contact.raw() == "Mal Anager"
    assert view.received_on.raw() == "21 November 2026"
    assert view.dates.lines


@pytest.mark.parametrize("visit", ["assessment"], indirect=True)
def test_a_half_written_assessment_is_there_after_a_power_cut(visit, cut_off):
    assert "an assessment" in visit.window.said.text()
    part = case_page(visit, cut_off["assessment"][1], CaseTab.ASSESSMENTS).part
    part.table.select_where(list(AssessmentKind).index(AssessmentKind.MC))
    visit.hands.settle()
    assert part.form.reasons.raw() == "Half a thou"


@pytest.mark.parametrize("visit", ["decision"], indirect=True)
def test_a_half_made_decision_is_there_after_a_power_cut(visit, cut_off):
    assert "a decision" in visit.window.said.text()
    form = case_page(visit, cut_off["decision"][1], CaseTab.DECISION).part.form
    assert form.notes.raw() == "Half a no"
    assert {"text": "Half a condi"} in form.conditions.raw()


@pytest.mark.parametrize("visit", ["finding"], indirect=True)
def test_a_half_written_finding_is_there_after_a_power_cut(visit, cut_off):
    assert "a finding" in visit.window.said.text()
    part = case_page(visit, cut_off["finding"][1], CaseTab.FINDINGS).part
    assert part.form.base.situation.raw() == "Half a situ"
    assert [row["what"] for row in part.form.base.evidence.raw()] == ["Half a si"]
    assert "Found again" in part.kept.text()
    visit.hands.push("Save the draft")
    visit.hands.settle()
    assert drafts.find(visit.shell.ctx, "finding", str(part._editing)) is None


@pytest.mark.parametrize("visit", ["triage"], indirect=True)
def test_a_half_filled_triage_is_there_after_a_power_cut(visit):
    assert "a triage" in visit.window.said.text()
    visit.window.go(Spot.WAITING)
    visit.hands.settle()
    visit.hands.press("Ctrl+Shift+T")
    visit.hands.settle()
    dialog = visit.window.page.dialog
    assert dialog.fields["reason"].raw() == "Half a rea"
    assert len(dialog.factors.raw()) == 1
    assert "Found again" in dialog.banner.text


@pytest.mark.parametrize(
    ("visit", "button", "field"),
    [
        ("answers", "item_answers", "q12_says"),
        ("triage of a campaign", "item_triage", "triage_why"),
    ],
    indirect=["visit"],
)
def test_a_half_typed_form_of_a_campaign_is_there_after_a_power_cut(visit, button, field):
    visit.window.go(Spot.RESCREENING)
    visit.hands.settle()
    page = visit.window.page
    page.buttons[button].click()
    visit.hands.settle()
    dialog = page.dialog
    assert dialog.fields[field].raw() == "Half a wo"
    assert dialog.afresh.isVisible()
    dialog.afresh.click()  # what is not wanted is thrown away
    visit.hands.settle()
    assert dialog.fields[field].raw() == ""
    dialog.reject()
    page.buttons[button].click()
    visit.hands.settle()
    assert page.dialog.fields[field].raw() == ""


# Without a power cut


@pytest.fixture
def desk(qapp, tmp_path, store_template):
    """Return a desk opened in a profile of its own."""
    found = Visit(qapp, furnished(tmp_path, store_template))
    found.window  # noqa: B018  (wait for it)
    found.hands.settle()
    yield found
    found.leave()


def log_page(visit):
    visit.window.go(Spot.LOG)
    visit.hands.settle()
    return visit.window.page


def test_closing_the_window_at_once_loses_nothing(desk, qapp, tmp_path):
    log_page(desk)
    desk.hands.fill("Purpose: care and treatment", "Half a sentence")
    desk.leave()
    again = Visit(qapp, tmp_path / "profile")
    again.window  # noqa: B018  (wait for it)
    assert log_page(again).view.purpose.raw() == "Half a sentence"
    again.leave()


def test_larger_letters_leave_what_is_being_typed(desk):
    log_page(desk)
    desk.hands.fill("Purpose: care and treatment", "Half a sentence")
    desk.application.look.apply(Theme.LIGHT, 125)
    desk.hands.settle()
    assert desk.window.page.view.purpose.raw() == "Half a sentence"
    desk.application.look.apply(Theme.LIGHT, 100)


def test_somebody_elses_typing_is_kept_for_them_and_not_shown(desk):
    log_page(desk)
    desk.hands.fill("Purpose: care and treatment", "Half a sentence")
    members = {member.name: member for member in desk.shell.desk.staff()}
    desk.application._sit_down(members["Lee Deer"])
    desk.hands.settle()
    assert log_page(desk).view.purpose.raw() == ""
    desk.application._sit_down(members["Ada Min"])
    desk.hands.settle()
    assert log_page(desk).view.purpose.raw() == "Half a sentence"


# Two desks


def another_desk(desk, tmp_path):
    """Open the same store as another process would: nothing of the first is shared."""
    return World(opening.open_profile(tmp_path / "profile", FixedClock.at(TODAY)))


def test_the_second_to_decide_is_told_and_keeps_what_was_typed(desk, tmp_path):
    request_id = prepared(tmp_path / "profile", "decision")
    desk.shell.change_actor(next(m for m in desk.shell.desk.staff() if m.name == "Sig Natory"))
    part = case_page(desk, request_id, CaseTab.DECISION).part
    for tick in part.form.scrutiny.values():
        tick.set_raw(True)
    part.form.notes.set_raw("Read twice")
    part.form.reason.set_raw("Considered")
    part.form.late.set_raw("queue")
    part.form.late_note.set_raw("Nobody was free.")
    desk.hands.settle()
    other = another_desk(desk, tmp_path)
    other.sent_back(request_id, AssessmentKind.MC)
    other.close()
    part.sign()
    desk.hands.settle()
    assert desk.window.banner.text == words.by_code("STALE_RECORD")
    assert part.form.notes.raw() == "Read twice"
    assert part.form.reason.raw() == "Considered"


def test_the_second_to_assess_is_told_and_keeps_what_was_typed(desk, tmp_path):
    request_id = prepared(tmp_path / "profile", "assessment")
    part = case_page(desk, request_id, CaseTab.ASSESSMENTS).part
    part.table.select_where(list(AssessmentKind).index(AssessmentKind.MC))
    desk.hands.settle()
    typed = {
        "assessment_carried_out_on": "today", "copy_received_on": "today", "visited_on": "today",
        "result": "positive", "reasons": "What I saw and heard.",
    }  # fmt: skip
    part.form.fields.set_raw(typed)
    desk.hands.settle()
    other = another_desk(desk, tmp_path)
    assessments.record(
        other.admin, request_id, an_assessment(AssessmentKind.MC, TODAY), reason="as received"
    )
    other.close()
    part.record()
    desk.hands.settle()
    assert desk.window.banner.isVisible()
    assert desk.window.banner.text == words.by_code("STALE_RECORD")
    assert part.form.reasons.raw() == "What I saw and heard."


# Much too much


def test_a_hundred_kilobytes_pasted_freeze_nothing_and_lose_nothing(desk, qapp):
    page = log_page(desk)
    page.view.purpose.set_raw("It began here. ")
    page.view.signed_by.set_raw("M. Anager")
    for text in ("cared for " * 10_000, "x" * 100_000, "\N{GRINNING FACE}" * 50_000):
        qapp.clipboard().setText(text)
        for field, end in ((page.view.purpose, "Ctrl+End"), (page.view.signed_by, "End")):
            desk.hands.to(field.title)
            desk.hands.press(end)
            begun = time.monotonic()
            field.edit.paste()
            desk.hands.settle()
            assert time.monotonic() - begun < LONGEST_S
    assert page.view.purpose.raw().startswith("It began here. cared for ")
    assert page.view.signed_by.raw().startswith("M. Anager")
    assert page.view.signed_by.fault == words.sentence("LINE_FULL", n=MAX_LINE)
