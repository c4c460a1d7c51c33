"""Every code of dols.md 7 and of after-agni.md 4.6 is raised by some use, and said in the window.

A scene drives the window to where the code must show, and gives back everything that is then said
there. A code without a scene fails; so does one whose sentence is not among what is said.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from dolsdesk.domain.dols import recorded_findings as rules
from dolsdesk.domain.dols.assessors import Declared, Profession
from dolsdesk.domain.dols.case import Answered
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.endings import ClosedAs
from dolsdesk.domain.dols.facts import AssessmentKind, RequestType
from dolsdesk.domain.dols.legal_test import (
    Basis,
    Consent,
    DolTestRecord,
    Evidence,
    EvidenceKind,
    Finding,
    Medication,
    Objective,
    Supports,
)
from dolsdesk.domain.fee_orders import Invoice
from dolsdesk.domain.places import PlaceKind
from dolsdesk.domain.staff import Role
from dolsdesk.services import (
    allocation,
    assessments,
    authorities,
    campaign_cases,
    closing,
    fee_orders,
    recorded_findings,
    register,
    representatives,
    requests,
    reviews,
    words,
)
from dolsdesk.store.repos import people, staff
from dolsdesk.ui.shell import CaseTab, Spot
from tests.services import rights
from tests.services.life import a_review, a_suspension
from tests.services.retest import (
    CARED_FOR,
    a_campaign,
    a_formal,
    sent,
    some_answers,
    the_bia,
    written,
)
from tests.support.beginning import Beginning
from tests.support.desk import (
    TODAY,
    World,
    a_closure,
    a_person,
    an_assessment,
    best_interests,
    new_request,
)
from tests.ui.conftest import opened
from tests.ui.driving import SIGNATORY, Driver, fill, sentence, shown

DAY = timedelta(days=1)
K = AssessmentKind
TODAY_SAID, YESTERDAY, TOMORROW = "today", "22 11 26", "24 11 26"

#: dols.md 7, each in its place.
SECTION_7 = """
RECEIVED_IN_FUTURE RECEIVED_BEFORE_FORM DUE_DATE_EDIT URGENT_OVER_7_DAYS URGENT_ZERO_DAYS
SECOND_URGENT URGENT_NO_REQUEST URGENT_AFTER_EXPIRED_SA URGENT_PLACE_MISMATCH EXTENSION_OVER_7_DAYS
SECOND_EXTENSION EXTENSION_AFTER_EXPIRY EXTENSION_NO_REQUEST EXTENSION_NO_REASON
REQ_MISSING_STATUTORY NOT_SUPERVISORY_BODY UNDER_18 SETTING_NOT_COVERED DUPLICATE_REQUEST
REQUEST_TOO_EARLY ASSESSOR_TRAINING_LAPSED ASSESSOR_NOT_ELIGIBLE ASSESSOR_SUSPENDED
SAME_ASSESSOR_MH_BI ASSESSOR_RELATIVE ASSESSOR_FINANCIAL BIA_INVOLVED_IN_CARE BIA_SAME_BODY
DECLARATION_MISSING ASSESSMENT_FUTURE ASSESSMENT_BEFORE_SELECTION BI_NO_MAX_PERIOD
BIA_PERIOD_OVER_1_YEAR BI_NO_CONSULTED BI_TEST_OLD MH_NOT_SHARED ELIG_CASE_MISSING
EQUIVALENT_TOO_OLD EQUIVALENT_CONDITIONS EQUIVALENT_NO_COPY GRANT_NOT_ALL_POSITIVE
GRANT_AFTER_NEGATIVE CONTINUE_AFTER_NEGATIVE SA_BACKDATED SA_EXCEEDS_BIA_PERIOD SA_EXCEEDS_1_YEAR
SA_OVERLAPS_EXISTING SA_GAP SA_NO_CONTENTS SIGNATORY_CONFLICT SHORTER_PERIOD_NO_REASON
CONDITION_NOT_FOR_MA COPIES_NOT_SENT RPR_INELIGIBLE RPR_NOT_RECOMMENDED RPR_P_OBJECTS
RPR_OUTSIDE_SA RPR_NO_CONTACT IMCA_NEEDED REVIEW_WHILE_SUSPENDED REVIEW_WHILE_RENEWAL
REVIEW_EXTENDS_SA SUSPEND_WRONG_REASON SUSPENSION_LATE_LIFT DEATH_BEFORE_EVENT
CLOSE_WITHOUT_EVIDENCE BULK_CLOSE GAP_EDIT INVOICE_DUPLICATE DATE_FORMAT DOB_IMPLAUSIBLE
""".split()  # noqa: SIM905  (seventy-one of them, as a reader compares them)
AFTER_AGNI = [f"AG_V{number:02}" for number in range(1, 27)]

BEA, MO = "Bea Iqbal", "Dr Mo Hart"


# The cases that scenes look at


def prepare(world: World) -> None:
    """Make every case once; nobody's number is needed twice, so each has a name of its own."""
    for number, make in enumerate(STARTS.values(), start=1):
        world.person = a_person(family_name=f"Ŵyn-{number}", nhs_number="")
        make(world)
        assert _newest(world) == number
    _assessors(world)
    _people(world)
    number = a_campaign(world)
    sent(world, number)


def start(name: str) -> int:
    """Return the number of a case."""
    return list(STARTS).index(name) + 1


def _newest(world: World) -> int:
    with world.desk.store.reading() as session:
        return session.connection().exec_driver_sql("SELECT max(id) FROM request").scalar()


def logged(world: World, **values) -> int:
    return world.a_case(**{"person": world.person, **values})


def signing(world: World, **values) -> int:
    bi = values.pop("bi", {})
    request_id = world.allocated(logged(world, **values))
    return world.submitted(world.assessed(request_id, bi=bi))


def granted(world: World, **values) -> int:
    return world.granted(signing(world, arrangements_from=TODAY), **values)


def long_ago(world: World, work: Callable[[], object], days: int = 60) -> None:
    """Do something so many days ago."""
    world.desk.clock.move(days=-days)
    try:
        work()
    finally:
        world.desk.clock.move(days=days)


def followed(world: World) -> int:
    held = world.case(start("short"))
    new = new_request(world.home, person_id=held.person_id, person=held.person,
                      type=RequestType.FOLLOW_ON,
                      existing_sa_last_day=held.authorisation.last_day)  # fmt: skip
    request_id = requests.log(world.admin, new, reason="as it came").value
    return world.submitted(world.assessed(world.allocated(request_id)))


def suspended_long_ago(world: World) -> None:
    def work() -> None:
        on = world.desk.clock.today()
        request_id = signing(world, received_on=on, arrangements_from=on)
        world.granted(request_id, last_day=on + 150 * DAY)
        authorities.suspend(world.admin, request_id, a_suspension(on))

    long_ago(world, work)


def silent(world: World) -> None:
    def work() -> None:
        on = world.desk.clock.today()
        request_id = signing(world, received_on=on, arrangements_from=on)
        world.granted(request_id, last_day=on + 150 * DAY)
        rights.checked(world, request_id)
        rights.represented(world, request_id, on)

    long_ago(world, work, days=80)


def offered(world: World) -> None:
    request_id = rights.checked(world, granted(world))
    representatives.offer(world.admin, request_id, on=TODAY)


def reviewed(world: World) -> int:
    request_id = granted(world)
    reviews.ask(world.admin, request_id, a_review())
    reviews.give_notice(world.admin, request_id, on=TODAY)
    reviews.consider(world.admin, request_id)
    reviews.assess(world.admin, request_id, kinds=(K.BI,), why="A new care plan")
    return request_id


def suspended(world: World) -> int:
    request_id = granted(world)
    authorities.suspend(world.admin, request_id, a_suspension())
    return request_id


def negative(world: World) -> int:
    return world.turned_negative(world.allocated(logged(world)))


def no_deprivation(world: World) -> int:
    """Return a case whose assessor found no deprivation, and nothing more is said."""
    request_id = world.allocated(logged(world))
    record = a_formal(consent=Consent.NOT_REACHED, basis=frozenset({Basis.OBJECTIVE}),
                      decided_on=TODAY, decided_by=BEA)  # fmt: skip
    bi = best_interests(TODAY, is_deprivation=False, test=record)
    world.turned_negative(request_id, K.BI, best_interests=bi)
    return world.stopped(request_id)


def earlier_urgent(world: World) -> int:
    request_id = logged(world, urgent=True)
    closing.close(world.admin, request_id,
                  a_closure(ClosedAs.WITHDRAWN, restrictions_continue=False))  # fmt: skip
    return request_id


def died(world: World) -> int:
    request_id = granted(world)
    with world.desk.store.acting(
        actor_id=None, actor="set-up", workstation="test", at=world.desk.clock.now()
    ) as write:
        people.note_death(write.session, world.case(request_id).person_id, TODAY - 2 * DAY)
        write.record("set_up", "person", None)
    return request_id


def seventeen(world: World) -> int:
    person = replace(world.person, date_of_birth=date(2009, 1, 1))
    return world.allocated(logged(world, person=person))


def alike(world: World) -> int:
    """Return an assessed case whose reasons another assessor will write once more."""
    test = replace(best_interests(TODAY).test, reasons=_SAME)
    return signing(world, bi={"best_interests": best_interests(TODAY, test=test)})


def shared_out(world: World) -> int:
    """Return a case in which one assessor has the age and another the best interests."""
    request_id = world.allocated(logged(world))
    second = world.an_assessor("Ida Second", Profession.SOCIAL_WORKER)
    allocation.allocate(
        world.admin, request_id, assessor_id=second, kinds=(K.AGE,),
        declarations=dict.fromkeys(Declared, False), reason="load",
    )  # fmt: skip
    world.second = second
    return request_id


def written_up(world: World) -> int:
    request_id = world.allocated(logged(world))
    written(world, request_id)
    return request_id


def hidden(world: World) -> int:
    request_id = world.allocated(logged(world))
    assessments.record(world.admin, request_id, an_assessment(K.MH, TODAY), reason="as received")
    return request_id


def asked(world: World) -> int:
    request_id = logged(world, urgent=True)
    requests.ask_extension(world.admin, request_id, requested_on=TODAY, reasons="No doctor")
    return request_id


_SAME = (
    "She pulls at the door each evening, asks for her sister, and is brought back by two staff who"
    " hold her arms; nothing else was tried and she is distressed for an hour afterwards."
)
LAPSED = {"urgent": True, "received_on": date(2026, 11, 2)}
STARTS: Mapping[str, Callable[[World], object]] = {
    "checking": logged,
    "second": logged,
    "urgent": lambda w: logged(w, urgent=True),
    "asked": asked,
    "asked twice": asked,
    "lapsed": lambda w: logged(w, **LAPSED),
    "council": lambda w: requests.log(
        w.admin, new_request(w.council_home, person=w.person), reason="as it came"),
    "allocated": lambda w: w.allocated(logged(w)),
    "hidden": hidden,
    "signing": signing,
    "signing, lapsed": lambda w: signing(w, **LAPSED),
    "not eligible": lambda w: signing(w, bi={"best_interests": _advised(
        is_eligible_confirmed=False)}),
    "objected to": lambda w: signing(w, bi={"best_interests": _advised(is_objected_to=True)}),
    "granted": granted,
    "short": lambda w: granted(w, last_day=TODAY + 9 * DAY),
    "follows": followed,
    "suspended": suspended,
    "suspended long ago": suspended_long_ago,
    "silent": silent,
    "reviewed": reviewed,
    "negative": negative,
    "no deprivation": no_deprivation,
    "objects": lambda w: logged(w, person_objects=Answered.YES),
    "nobody to consult": lambda w: logged(w, s39a_applies=Answered.YES),
    "earlier urgent": earlier_urgent,
    "died": died,
    "seventeen": seventeen,
    "alike": alike,
    "shared out": shared_out,
    "written": written_up,
    "offered": offered,
    "old one": lambda w: logged(w, received_on=date(2026, 3, 10), urgent=True),
    "old two": lambda w: logged(w, received_on=date(2026, 3, 11)),
}  # fmt: skip


def _advised(**values):
    bi = best_interests(TODAY)
    return replace(bi, representative=replace(bi.representative, **values))


def _assessors(world: World) -> None:
    """Add assessors who may not act, each for another reason."""
    world.an_assessor("Lapsed Tom", Profession.SOCIAL_WORKER, training=[date(2025, 1, 1)])
    world.an_assessor("Uninsured Una", Profession.SOCIAL_WORKER, insured_until=date(2026, 1, 1))
    world.an_assessor("Suspended Sue", Profession.SOCIAL_WORKER, is_suspended=True)
    world.an_assessor("Employed Em", Profession.SOCIAL_WORKER, is_employed_by_council=True)
    world.an_assessor("Dr Two Hats", Profession.DOCTOR, s12_until=date(2028, 1, 1))
    world.an_assessor("Plain Pat", Profession.SOCIAL_WORKER)
    for name, kind in (("Relative Ray", Declared.RELATIVE_OF_PERSON),
                       ("Owner Olu", Declared.FINANCIAL_INTEREST)):  # fmt: skip
        made = world.an_assessor(name, Profession.SOCIAL_WORKER)
        register.add_interest(
            world.admin, made, kind, place_id=world.home, person_id=None, note="Declared"
        )


def _people(world: World) -> None:
    the_bia(world)
    world._write(lambda session: staff.add_member(
        session, name="Ida Second", roles={Role.BIA}, assessor_id=world.second))  # fmt: skip
    world.a_signatory_who_assesses("Bea Signs", world.bia)
    world.people |= {member.name: member for member in world.desk.staff()}
    world.a_place("Quay Flats", "1-1000000009", kind=PlaceKind.OTHER)


# Where something is said


Scene = Callable[[Driver], str]


def log(**typed: Any) -> Scene:
    """What is said beside the form of a request, sound but for what is typed."""

    def scene(driver: Driver) -> str:
        driver.be("Ada Min")
        page = driver.sight.go(Spot.LOG)
        page.discard()
        view = page.view
        values = dict(typed)
        person, place = values.pop("who", ""), values.pop("place", "Rosewood")
        if person:
            driver.pick(view.person, driver.world.case(start(person)).person_ref)
        else:
            driver.pick(view.person, "Mair Probert", which=-1)
        driver.pick(view.place, place)
        sound = {
            "received_on": "21 11 26", "urgent_given": "no", "sa_sought_from": "21 11 26",
            "purpose": "Care", "s39a_applies": "no", "signed_by": "M. Anager",
            "form_signed_on": "21 11 26", "gender": "female",
        }  # fmt: skip
        born = {} if person else {"date_of_birth": "6 5 1941"}
        view.fields.set_raw(view.fields.raw() | sound | born | values)
        view.received_on.edit.editingFinished.emit()
        page._typed()
        driver.settle()
        return shown(view)

    return scene


URGENT = {"urgent_given": "yes", "urgent_given_on": "21 11 26", "urgent_period_days": "7"}


def refusal(case: str, offer_id: str, **typed: Any) -> Scene:
    """What the form of an offer says when it is refused."""

    def scene(driver: Driver) -> str:
        driver.open(start(case))
        return driver.refusal(offer_id, **typed)

    return scene


def candidates(case: str, *names: str, role: str = "bi") -> Scene:
    """What stands against assessors in the list they are chosen from."""

    def scene(driver: Driver) -> str:
        part = driver.open(start(case), CaseTab.ASSESSORS)
        part._role_pressed(K(role))
        driver.settle()
        listed = [one.name for one in part.model.rows]
        said = []
        for name in names:
            part.table.select_where(listed.index(name))
            driver.settle()
            assert not part.select.isEnabled()
            said += part.problems.sentences
        return " ".join(said)

    return scene


def involved(driver: Driver) -> str:
    """What is said where an assessor answers that they are involved in the care."""
    part = driver.open(start("checking"), CaseTab.ASSESSORS)
    part._role_pressed(K.BI)
    driver.settle()
    part.table.select_where([one.name for one in part.model.rows].index("Plain Pat"))
    driver.settle()
    part._all_no()
    part._questions[Declared.INVOLVED_IN_CARE].set_raw("yes")
    part.select.click()
    driver.settle()
    return " ".join(part.problems.sentences)


def undeclared(driver: Driver) -> str:
    """What is said where an assessor has answered nothing."""
    part = driver.open(start("second"), CaseTab.ASSESSORS)
    part._role_pressed(K.BI)
    driver.settle()
    part.table.select_where([one.name for one in part.model.rows].index("Plain Pat"))
    driver.settle()
    for question in part._questions.values():
        question.set_raw("")
    part.select.click()
    driver.settle()
    return " ".join(part.problems.sentences)


def both_roles(driver: Driver) -> str:
    """What is said of the doctor of a case, as the other assessor of the same case."""
    part = driver.open(start("allocated"), CaseTab.ASSESSORS)
    part._role_pressed(K.BI)
    driver.settle()
    part.table.select_where([one.name for one in part.model.rows].index(MO))
    driver.settle()
    return " ".join(part.problems.sentences)


def typing(case: str, kind: str, **typed: Any) -> Scene:
    """What is said of an assessment while it is typed."""

    def scene(driver: Driver) -> str:
        driver.request_id = start(case)
        part = driver.assessment(kind, **{"method": "new", **typed})
        return " ".join(part.problems.sentences)

    return scene


BEST = {
    "is_deprivation": "yes", "is_in_best_interests": "yes", "is_necessary": "yes",
    "is_proportionate": "yes", "bia_max_period": "6m", "period_reason": "Settled",
    "why_nobody_consulted": "Nobody could be found",
}  # fmt: skip


def finding(case: str = "hidden", *, record: DolTestRecord | None = None, **typed: Any) -> Scene:
    """What is said of a best interests assessment, with a finding of its own."""

    def scene(driver: Driver) -> str:
        part = driver.open(start(case), CaseTab.ASSESSMENTS)
        part.table.select_where(list(K).index(K.BI))
        driver.settle()
        sound = record or a_formal(consent=Consent.OBJECTS, objective=Objective.MET,
                                   finding=Finding.DOL, basis=frozenset(),
                                   look_again_on=None)  # fmt: skip
        part.form.finding.show_record(sound)
        part.form.fields.set_raw(part.form.fields.raw() | {
            "method": "new", "assessment_carried_out_on": "today", "copy_received_on": "today",
            "visited_on": "today", "result": "positive", "reasons": "Seen.", **BEST, **typed,
        })  # fmt: skip
        part.form.follow()
        part.look_again()
        return " ".join(part.problems.sentences)

    return scene


def none_found(**values: Any) -> Scene:
    """What is said of a finding of no deprivation on valid consent, but for what is given."""
    return finding(record=a_formal(**values), result="negative", is_deprivation="no")


def deciding(case: str, *, who: str = SIGNATORY, **typed: Any) -> Scene:
    """What is said of a decision while it is typed."""

    def scene(driver: Driver) -> str:
        driver.open(start(case), CaseTab.DECISION, who=who)
        return " ".join(driver.decision(**typed).form.problems.sentences)

    return scene


def standing(case: str, tab: CaseTab, *, who: str = "Lee Deer") -> Scene:
    """What a part of a case says of how it stands."""
    return lambda driver: shown(driver.open(start(case), tab, who=who))


def of_rights(case: str, offer_id: str, **typed: Any) -> Scene:
    return refusal(case, offer_id, **typed)


def second_extension(driver: Driver) -> str:
    """What is said where somebody else decided it while the form was open."""
    driver.open(start("asked twice"))
    typed = {"decision": "yes", "extension_days": "7", "exceptional_reasons": "Ill",
             "essential": True}  # fmt: skip
    dialog = driver.ask("case_decide_extension", **typed)
    requests.decide_extension(
        driver.world.lead, start("asked twice"), decided_on=TODAY, is_granted=True, days=7,
        reasons="Ill", is_essential=True,
    )  # fmt: skip
    driver.submit(dialog)
    said = shown(dialog)
    dialog.reject()
    return said


def enquiry(driver: Driver) -> str:
    """What is said of an urgent authorisation that came without a request."""
    driver.be("Lee Deer")
    page = driver.sight.go(Spot.REFERRALS)
    page.tabs.setCurrentIndex(1)
    page.enquiries.log()
    dialog = page.enquiries.dialog
    driver.pick(dialog.fields["place"], "rosew")
    fill(dialog, {
        "asked_by": "The manager", "family_name": "Ŵard", "what": "May we?",
        "ma_view": "view_not_sure", "ma_why": "New here", "urgent_given_on": "today",
        "extension_requested_on": "today",
    })  # fmt: skip
    driver.submit(dialog)
    said = shown(dialog)
    dialog.fields["extension_requested_on"].set_raw("")
    driver.submit(dialog)
    assert not dialog.isVisible(), shown(dialog)
    return f"{said} {shown(page.enquiries)}"


def many(button: str) -> Scene:
    """What is said where something is done to several people of a re-screening at once."""

    def scene(driver: Driver) -> str:
        driver.be("Lee Deer")
        page = driver.sight.go(Spot.RESCREENING)
        if not any(one.state == "item_returned" for one in page.items):
            for one in page.items:
                campaign_cases.record_answers(
                    driver.world.admin, one.id, some_answers(), returned_on=TODAY,
                    reason="as it came",
                )  # fmt: skip
            page = driver.sight.go(Spot.RESCREENING)
            page.refresh()
            driver.settle()
        page.table.selectAll()
        page._allow()
        page.buttons[button].click()
        return driver.refused()

    return scene


def answers(driver: Driver) -> str:
    """What is said of a home that gave an urgent and sees no deprivation."""
    driver.be("Lee Deer")
    page = driver.sight.go(Spot.RESCREENING)
    page.table.select_where([one.request_id for one in page.items].index(start("old one")))
    driver.settle()
    page.buttons["item_answers"].click()
    fill(page.dialog, {"returned_on": "today", "q17_view": "view_not_deprived"})
    driver.submit(page.dialog)
    said = shown(page.dialog)
    page.dialog.reject()
    return said


def begun_elsewhere(driver: Driver) -> str:
    """What is said to an assessor who is not asked about best interests here."""
    driver.open(start("shared out"), CaseTab.FINDINGS, who="Ida Second")
    return driver.refusal("finding_begin", who="Ida Second")


def decided_elsewhere(driver: Driver) -> str:
    """What is said where the finding was decided while the form was open."""
    driver.open(start("written"), CaseTab.FINDINGS, who=BEA)
    dialog = driver.ask("finding_decide", who=BEA, care_review_on="4 3 27", worker="W. Orker",
                        advocate="advocate_not_needed", advocate_note="Her daughter")  # fmt: skip
    number = rules.draft(driver.world.case(start("written")).records).id
    recorded_findings.decide(
        the_bia(driver.world), start("written"), number, aftercare=CARED_FOR, reason="as found"
    )
    driver.submit(dialog)
    said = shown(dialog)
    dialog.reject()
    return said


def recorded_alike(driver: Driver) -> str:
    """What is said where another person's reasons are written once more."""
    scene = finding("allocated", record=replace(best_interests(TODAY).test, reasons=_SAME))
    scene(driver)
    part = driver.page.part
    part.reason.set_raw("")
    part.save.click()
    driver.settle()
    return " ".join(part.problems.sentences)


def invoiced_elsewhere(driver: Driver) -> str:
    """What is said where an order was invoiced while the form was open."""
    driver.be("Lee Deer")
    page = driver.sight.go(Spot.REGISTER)
    page.tabs.setCurrentWidget(page.fees)
    page.fees.refresh()
    driver.settle()
    page.fees.table.select_where(0)
    page.fees.ask_invoice()
    driver.settle()
    order_id = page.fees.chosen.order.id
    dialog = page.fees.dialog
    fill(dialog, {"number": "H-2", "dated_on": "today", f"line_{order_id}": "180"})
    first = Invoice("H-1", TODAY, ((order_id, 18000),))
    fee_orders.claim(driver.world.admin, first, because="Agreed")
    driver.submit(dialog)
    said = shown(dialog)
    dialog.reject()
    return said


CONTENT = Evidence(TODAY, EvidenceKind.STAFF, Supports.CONTENT, "“She is fine.”", "Staff")
OBJECTED = Evidence(TODAY, EvidenceKind.WORDS, Supports.OBJECTION, "“Let me go.”", "BIA")

SCENES: Mapping[str, Scene] = {
    "RECEIVED_IN_FUTURE": log(received_on=TOMORROW),
    "RECEIVED_BEFORE_FORM": log(form_signed_on=YESTERDAY),
    "DUE_DATE_EDIT": refusal("checking", "case_correct", which="assessments_due_on",
                             day="20 12 26", why="Sooner"),
    "URGENT_OVER_7_DAYS": log(**{**URGENT, "urgent_period_days": "9"}),
    "URGENT_ZERO_DAYS": log(**{**URGENT, "urgent_period_days": "0"}),
    "SECOND_URGENT": log(who="earlier urgent", **{**URGENT, "received_on": "today",
                                                  "urgent_given_on": "today"}),
    "URGENT_NO_REQUEST": enquiry,
    "URGENT_AFTER_EXPIRED_SA": log(type="follow_on", existing_sa_last_day="20 11 26", **URGENT),
    "URGENT_PLACE_MISMATCH": log(urgent_place="Harbour View", **URGENT),
    "EXTENSION_OVER_7_DAYS": refusal("asked", "case_decide_extension", decision="yes",
                                     extension_days="8", exceptional_reasons="Ill",
                                     essential=True),
    "EXTENSION_NO_REASON": refusal("asked", "case_decide_extension", decision="yes",
                                   extension_days="7", exceptional_reasons=""),
    "SECOND_EXTENSION": second_extension,
    "EXTENSION_AFTER_EXPIRY": refusal("lapsed", "case_extension", reasons="Ill"),
    "EXTENSION_NO_REQUEST": enquiry,
    "REQ_MISSING_STATUTORY": log(signed_by=""),
    "NOT_SUPERVISORY_BODY": log(residence_status="queried"),
    "UNDER_18": log(date_of_birth="1 1 2010"),
    "SETTING_NOT_COVERED": log(place="Quay Flats"),
    "DUPLICATE_REQUEST": log(who="checking"),
    "REQUEST_TOO_EARLY": log(sa_sought_from="1 2 27"),
    "ASSESSOR_TRAINING_LAPSED": candidates("checking", "Lapsed Tom"),
    "ASSESSOR_NOT_ELIGIBLE": candidates("checking", "Uninsured Una"),
    "ASSESSOR_SUSPENDED": candidates("checking", "Suspended Sue"),
    "SAME_ASSESSOR_MH_BI": both_roles,
    "ASSESSOR_RELATIVE": candidates("checking", "Relative Ray"),
    "ASSESSOR_FINANCIAL": candidates("checking", "Owner Olu"),
    "BIA_INVOLVED_IN_CARE": involved,
    "BIA_SAME_BODY": candidates("council", "Employed Em"),
    "DECLARATION_MISSING": undeclared,
    "ASSESSMENT_FUTURE": typing("allocated", "mh", assessment_carried_out_on=TOMORROW),
    "ASSESSMENT_BEFORE_SELECTION": typing("allocated", "mh", assessment_carried_out_on=YESTERDAY),
    "BI_NO_MAX_PERIOD": finding(bia_max_period=""),
    "BIA_PERIOD_OVER_1_YEAR": finding(bia_max_period="13m"),
    "BI_NO_CONSULTED": finding(why_nobody_consulted=""),
    "BI_TEST_OLD": finding(assessment_carried_out_on="1 5 26"),
    "MH_NOT_SHARED": finding("allocated"),
    "ELIG_CASE_MISSING": typing("allocated", "elig", eligibility_case=""),
    "EQUIVALENT_TOO_OLD": typing("allocated", "mc", method="equivalent", relied_on="today",
                                 assessment_carried_out_on="23 11 25"),
    "EQUIVALENT_CONDITIONS": typing("allocated", "mc", method="equivalent"),
    "EQUIVALENT_NO_COPY": typing("allocated", "mc", method="equivalent", copy_received_on=""),
    "GRANT_NOT_ALL_POSITIVE": standing("allocated", CaseTab.DECISION, who=SIGNATORY),
    "GRANT_AFTER_NEGATIVE": standing("negative", CaseTab.DECISION, who=SIGNATORY),
    "CONTINUE_AFTER_NEGATIVE": typing("negative", "mh", notified_bia_on="today"),
    "SA_BACKDATED": deciding("signing", sa_in_force_on=YESTERDAY),
    "SA_EXCEEDS_BIA_PERIOD": deciding("signing", sa_last_day="23 5 27"),
    "SA_EXCEEDS_1_YEAR": deciding("signing", sa_last_day="23 11 27"),
    "SA_OVERLAPS_EXISTING": deciding("follows", sa_in_force_on="today"),
    "SA_GAP": deciding("signing, lapsed"),
    "SA_NO_CONTENTS": deciding("signing", purpose=""),
    "SIGNATORY_CONFLICT": standing("signing", CaseTab.DECISION, who="Bea Signs"),
    "SHORTER_PERIOD_NO_REASON": deciding("signing", sa_last_day="1 1 27", period_reason=""),
    "CONDITION_NOT_FOR_MA": deciding("signing", conditions=[
        {"text": "The council must find another home."}]),
    "COPIES_NOT_SENT": standing("granted", CaseTab.PAPERS),
    "RPR_INELIGIBLE": deciding("not eligible"),
    "RPR_NOT_RECOMMENDED": deciding("signing", representative="Somebody Else"),
    "RPR_P_OBJECTS": deciding("objected to"),
    "RPR_OUTSIDE_SA": of_rights("offered", "case_rpr_appoint", accepted_on=YESTERDAY,
                                appointed_on=YESTERDAY),
    "RPR_NO_CONTACT": standing("silent", CaseTab.RIGHTS),
    "IMCA_NEEDED": standing("nobody to consult", CaseTab.RIGHTS),
    "REVIEW_WHILE_SUSPENDED": refusal("suspended", "case_review", why="Open doors",
                                      ground_bi="non_qualification"),
    "REVIEW_WHILE_RENEWAL": refusal("short", "case_review", why="Open doors",
                                    ground_bi="non_qualification"),
    "REVIEW_EXTENDS_SA": refusal("reviewed", "case_review_finding", result="positive",
                                 reasons="As before", recommended_last_day="23 5 27"),
    "SUSPEND_WRONG_REASON": refusal("granted", "case_suspend", reason="general_hospital",
                                    why="A broken hip"),
    "SUSPENSION_LATE_LIFT": refusal("suspended long ago", "case_lift",
                                    eligibility_restored_on="today"),
    "DEATH_BEFORE_EVENT": refusal("died", "case_away", where="Norchester General"),
    "CLOSE_WITHOUT_EVIDENCE": refusal("checking", "case_close", reason="left",
                                      evidence="discharge_record", note="Went home"),
    "BULK_CLOSE": many("item_close"),
    "GAP_EDIT": refusal("lapsed", "case_correct", which="urgent_given_on", day="17 11 26",
                        why="Misread"),
    "INVOICE_DUPLICATE": invoiced_elsewhere,
    "DATE_FORMAT": log(received_on="31 2 26"),
    "DOB_IMPLAUSIBLE": log(date_of_birth="1 1 2012"),
    "AG_V01": finding(test="CW2014"),
    "AG_V02": finding(assessment_carried_out_on="1 5 26", test="AGNI2026"),
    "AG_V03": finding("checking"),
    "AG_V04": begun_elsewhere,
    "AG_V05": finding(F01_narrative=""),
    "AG_V06": finding(finding="not_dol"),
    "AG_V07": none_found(basis=frozenset()),
    "AG_V08": none_found(evidence=(replace(CONTENT, kind=EvidenceKind.FAMILY),)),
    "AG_V09": recorded_alike,
    "AG_V10": none_found(evidence=(*a_formal().evidence, OBJECTED)),
    "AG_V11": none_found(evidence=(CONTENT, replace(CONTENT, seen_on=TODAY - DAY))),
    "AG_V12": none_found(medication=Medication.NOT_KNOWN),
    "AG_V13": none_found(evidence=()),
    "AG_V14": none_found(medication=Medication.PRESENT, prescriber_view="Seen"),
    "AG_V15": none_found(look_again_on=None),
    "AG_V16": finding(visit_mode="not_seen"),
    "AG_V17": refusal("checking", "case_close", reason="left", evidence="desk_review",
                      paper="The file", note="Looked through"),
    "AG_V18": refusal("granted", "case_end_sa", reason="review", paper="The review"),
    "AG_V19": refusal("objects", "case_withdraw", reason="looked_again",
                      evidence="from_managing_authority", paper="E-mail", note="Content",
                      restrictions_continue="no"),
    "AG_V20": answers,
    "AG_V21": finding(finding="dol", is_deprivation="no", result="negative"),
    "AG_V22": finding(method="equivalent", assessment_carried_out_on="1 5 26"),
    "AG_V23": decided_elsewhere,
    "AG_V24": many("item_triage"),
    "AG_V25": standing("no deprivation", CaseTab.DECISION, who=SIGNATORY),
    "AG_V26": finding("seventeen"),
}  # fmt: skip


@pytest.fixture(scope="module")
def driver(store_template, tmp_path_factory, look) -> Iterator[Driver]:
    """Return somebody at one window, which every scene looks through."""
    beginning = Beginning(store_template, tmp_path_factory.mktemp("codes"), prepare)
    with opened(beginning.again(), look, tmp_path_factory.mktemp("profile")) as sight:
        yield Driver(sight)
    beginning.close()


def test_every_code_has_a_scene():
    listed = {*SECTION_7, *AFTER_AGNI}
    assert listed == set(SCENES)
    assert listed <= set(Code.__members__)
    assert (len(SECTION_7), len(AFTER_AGNI)) == (71, 26)


@pytest.mark.parametrize("code", SCENES)
def test_a_code_is_said_in_the_window(driver, code):
    driver.sight.faults.clear()
    said = SCENES[code](driver)
    assert sentence(code).search(said), f"{words.PROBLEMS[code]!r} is not in {said!r}"
