"""From the inbox to a signed authorisation, without touching the mouse."""

from datetime import date

from dolsdesk import resources
from dolsdesk.domain.dols.decision import Scrutiny
from dolsdesk.domain.dols.legal_test import FACTORS
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.services import words
from dolsdesk.ui import places
from dolsdesk.ui.pages.case.page import CasePage
from dolsdesk.ui.pages.preview import PreviewPage
from dolsdesk.ui.pages.reports.page import ReportsPage
from dolsdesk.ui.pages.worklist.page import WorklistPage
from dolsdesk.ui.shell import Spot


def test_one_request_travels_from_the_inbox_to_the_report_by_keyboard(visit, tmp_path):
    set_up_the_desk(visit)
    fill_the_register(visit)
    log_the_request(visit)
    see_it_in_the_worklist(visit)
    allocate_two_assessors(visit)
    record_six_assessments(visit)
    decide(visit)
    send_the_copies(visit)
    print_the_report(visit, tmp_path)


def set_up_the_desk(visit):
    hands = visit.hands
    hands.push("Set up this council's desk")
    hands.pick("Council", "norf")
    visit.picture("0-first-run")
    hands.push("Next")
    hands.fill("Your name, as it should stand in the record", "Siân Łukasz-O'Neill")
    hands.fill("Job title", "DoLS administrator")
    hands.push("Next")
    hands.push("Make the store")
    hands.push("Open the desk")
    assert visit.window.isVisible()
    hands.settle()


def fill_the_register(visit):
    hands = visit.hands
    hands.command("import cqc")
    directory = resources.path("demo/cqc-directory.csv")
    hands.type(str(directory))
    hands.press("Return")
    hands.settle()
    hands.push("Import")
    for name, profession, more in (
        ("Bea Iqbal", "Social worker", {}),
        ("Dr Morag Hart", "Doctor", {"Section 12 approval until": "1 1 2028"}),
    ):
        hands.command("add an assessor")
        hands.fill("Name", name)
        hands.choose("Profession", profession)
        hands.fill("Registered in the profession since", "1 1 2015")
        hands.fill("Initial training completed", "1 3 2018")
        hands.fill("Further training completed", "1 6 2026")
        for field, typed in more.items():
            hands.fill(field, typed)
        hands.fill("Insured until", "31 12 2027")
        hands.fill("Enhanced certificate dated", "1 1 2024")
        hands.push("Save")
    hands.command("add somebody")
    hands.fill("Name", "Ruth Okonjo")
    hands.fill("Job title, for signatures", "Head of Safeguarding")
    hands.tick("Signatory")
    hands.push("Save")


def log_the_request(visit):
    hands = visit.hands
    hands.press("Ctrl+N")
    hands.settle()
    hands.fill("Received on", "last sat")
    hands.fill("At", "2340")
    hands.pick("Relevant person", "Angharad Pritchard")
    hands.fill("Date of birth", "6 5 1941")
    hands.choose("Gender", "Female")
    hands.fill("NHS number", "999 000 0018")
    hands.pick("Care home or hospital", "abb")
    hands.fill("Person to contact there", "Maureen Alder")
    hands.choose("Urgent authorisation given?", "Yes")
    hands.fill("Given on", "21 11 26")
    hands.fill("Days it states", "7")
    hands.fill("Given by", "Maureen Alder")
    hands.fill("Reasons it gives", "She tries to leave at night and has been found in the road.")
    hands.fill("Authorisation wanted from", "21 11 26")
    hands.fill("Living under these arrangements since", "21 11 26")
    hands.fill("Purpose: care and treatment", "Personal care, medicines and watching at night.")
    hands.choose("Nobody but paid carers to consult (s39A)?", "No")
    hands.fill("Signed by", "Maureen Alder")
    hands.fill("Signed on", "21 11 26")
    page = visit.page
    assert page.view.dates.lines
    hands.settle()
    hands.push("Why urgent authorisation, last day Fri 27 Nov 2026?")
    hands.to("Received on")
    visit.picture("1-log-a-request")
    hands.press("Ctrl+S")
    hands.settle()
    assert isinstance(visit.page, CasePage), told(page)


def see_it_in_the_worklist(visit):
    hands = visit.hands
    hands.press("Ctrl+F")
    hands.settle()
    hands.type("pritchard anghared")
    hands.press("Return")
    hands.settle()
    assert [row.person_name for row in visit.page.model.rows] == ["Pritchard, Angharad"]
    visit.picture("2-worklist")
    hands.press("Return")
    hands.settle()
    assert isinstance(visit.page, CasePage)
    visit.picture("3-case")


def allocate_two_assessors(visit):
    hands = visit.hands
    hands.press("Ctrl+Return")  # the content is checked
    hands.settle()
    for name in ("Bea Iqbal", "Dr Morag Hart"):
        hands.press("Ctrl+Return")
        hands.settle()
        part = visit.page.part
        assert part.table.current_row.name == name
        hands.push("All no")
        visit.picture("4-assessors")
        hands.push("Select this assessor")
    assert visit.page.view.case.request.state is RequestState.ALLOCATED


def record_six_assessments(visit):
    hands = visit.hands
    for kind in ("mh", "elig", "age", "mc", "nr", "bi"):
        hands.press("Ctrl+Return")
        hands.settle()
        part = visit.page.part
        assert part.kind.value == kind
        hands.to("The six assessments")
        hands.press("Return")
        hands.fill("Carried out on", "today")
        hands.fill("Written copy received", "today")
        if kind in {"mh", "mc", "bi"}:
            hands.fill("Person visited on", "today")
        hands.choose("Requirement met?", "Yes, met")
        hands.fill("The assessor's reasons", f"What I saw and heard for {kind}.")
        {"mh": mental_health, "elig": eligibility, "bi": best_interests}.get(kind, nothing)(hands)
        if part.reason.isVisible():
            hands.fill("Why go on despite the warnings", "Read with the record.")
        visit.picture("5-assessments")
        hands.press("Ctrl+S")
        hands.settle()
        assert kind in {done.value for done in visit.page.view.case.assessments}, (
            part.problems.sentences
        )


def mental_health(hands):
    hands.fill("Likely effect of being detained on the person's mental health", "Distress.")
    hands.fill("Best interests assessor told on", "today")


def eligibility(hands):
    hands.choose("Schedule 1A: why the person is eligible", "None of the cases A to E applies")


def best_interests(hands):
    hands.choose("How the person was seen", "In person")
    hands.fill("The concrete situation of this person", "One wing, locked doors, asks to leave.")
    for factor in FACTORS:
        hands.fill(words.fact(factor), f"What was seen of {factor}.")
    hands.choose("Capacity to decide where to live for this care", "Lacks capacity")
    hands.choose("Objective element: confinement", "Met")
    hands.choose("Is the state responsible?", "Yes")
    hands.choose("Wishes and feelings: consent", "Objects")
    hands.choose("Could calming medicine hide an objection?", "Ruled out")
    hands.push("Add a sign")
    hands.fill(
        "Signs of the person's wishes and feelings, row 1: What was seen or heard", "“Home.”"
    )
    hands.fill("Signs of the person's wishes and feelings, row 1: By whom", "Bea Iqbal")
    hands.choose("Outcome", "A deprivation of liberty")
    hands.fill("Reasons, in the decider's own words", "She pulls at the door every afternoon.")
    hands.choose("1. Is, or is to be, a detained resident?", "Yes")
    hands.choose("2. In the person's best interests?", "Yes")
    hands.choose("3. Necessary to prevent harm to the person?", "Yes")
    hands.choose("4. Proportionate to that harm?", "Yes")
    hands.choose("Does the person object?", "Yes")
    hands.push("Add a person")
    hands.fill("People consulted, with addresses, row 1: Name", "Sion O'Neill")
    hands.fill("People consulted, with addresses, row 1: Relationship", "Son")
    hands.fill("People consulted, with addresses, row 1: Address", "9 Quay Street, Norchester")
    hands.fill("Maximum period", "6m")
    hands.fill("Why this period", "Her needs are settled.")
    hands.push("Add a condition")
    hands.fill("Conditions recommended, row 1: Condition on…", "Offer a walk outside each day.")
    hands.fill("Name", "Sion O'Neill")
    hands.fill("Relationship", "Son")
    hands.fill("Address", "9 Quay Street, Norchester")
    hands.choose("Eligible and willing (RPR reg 3)?", "Yes")
    hands.choose("Would support a challenge?", "Yes")
    hands.choose("Does anyone object to this choice?", "No")
    hands.choose("Section 39D advocate needed?", "No")


def nothing(hands):
    pass


def decide(visit):
    hands = visit.hands
    hands.press("Ctrl+Return")  # sent to the signatory
    hands.settle()
    sit_down(visit, "Ruth Okonjo")
    hands.press(places.key(Spot.DECISIONS))
    hands.settle()
    hands.press("Return")
    hands.settle()
    part = visit.page.part
    for check in Scrutiny:
        hands.tick(words.fact(check.value))
    assert part.form.last_day.value() == date(2027, 5, 22)
    if part.form.reason.isVisible():
        hands.fill("Why go on despite the warnings", "Considered.")
    visit.picture("6-decision")
    hands.push("See the form before signing")
    visit.picture("7-form-5-before-signing")
    assert isinstance(visit.page, PreviewPage), part.form.problems.sentences
    hands.push("Sign and issue")
    assert visit.page.view.case.request.state is RequestState.GRANTED


def sit_down(visit, name):
    hands = visit.hands
    hands.press("Ctrl+Shift+U")
    hands.settle()
    hands.to("People of the desk")
    hands.type(name[:3])
    hands.press("Return")
    hands.settle()
    assert visit.application.shell.actor.name == name


def send_the_copies(visit):
    hands = visit.hands
    sit_down(visit, "Siân Łukasz-O'Neill")
    page = visit.page
    assert len(page.view.papers) == 1
    names = {line.name for line in page.view.case.copies}
    assert names >= {"Angharad Pritchard", "Sion O'Neill"}
    hands.to("Who must get a copy")
    hands.press("Return")
    hands.settle()
    hands.push("Tick off as sent")
    visit.picture("7-papers-and-copies")
    hands.push("All by post today")
    assert all(line.is_settled for line in page.view.case.copies)


def print_the_report(visit, folder):
    hands = visit.hands
    hands.press(places.key(Spot.REPORTS))
    hands.settle()
    page = visit.page
    assert isinstance(page, ReportsPage)
    assert page.report.sections
    visit.picture("8-report")
    for button, ending in (("Save as PDF…", "pdf"), ("Save as workbook…", "xlsx")):
        hands.push(button)
        path = folder / f"timescales.{ending}"
        hands.press("Ctrl+A")
        hands.type(str(path))
        hands.press("Return")
        hands.settle()
        assert path.stat().st_size
    hands.to("Received: 1 in the range")
    hands.press("Space")
    hands.settle()
    assert isinstance(visit.page, WorklistPage)
    assert [row.person_name for row in visit.page.model.rows] == ["Pritchard, Angharad"]


def told(page):
    """Return everything the page says is wrong, for a test that fails."""
    faults = {field.name: field.fault for field in page.view.fields if field.fault}
    return page.view.problems.sentences, faults
