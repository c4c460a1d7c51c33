"""Holding letters: seen first, frozen as sent, never twice for one due day; one, or a run."""

import hashlib
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from dolsdesk.domain.dols.decision import LateReason
from dolsdesk.domain.dols.endings import ClosedAs
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.dols.waiting import ContactKind
from dolsdesk.domain.people import Contact, ContactRole
from dolsdesk.domain.records import RecordKind
from dolsdesk.errors import Refused
from dolsdesk.services import cases, closing, contacts, holding_letters, paperwork
from dolsdesk.services.holding_letters import Wanted
from dolsdesk.services.outcome import ProblemsFound
from dolsdesk.store.repos import cases as repo
from tests.reports.pdf import words as words_of
from tests.services.waiting import SOON, a_contact, triaged
from tests.support.desk import TODAY, World, a_closure, a_person
from tests.support.refusals import refused

DAY = timedelta(days=1)
QUEUE = LateReason.QUEUE
DAUGHTER = Contact("Nell Łukasz", "Daughter", ContactRole.FAMILY, "4 Dock Lane, Norchester")


def case_of(world: World, days: int = 0, name: str = "Wait", **values) -> int:
    """Log a request that came some days ago."""
    on = TODAY - days * DAY
    return world.a_case(received_on=on, person=a_person(family_name=name), **values)


def waiting(world: World, name: str = "Wait", *, next_contact_on: date = SOON) -> int:
    """Return a request on the waiting list whose home is to be contacted on a day."""
    request_id = case_of(world, 30, name)
    triaged(world.admin, request_id, next_contact_on=next_contact_on)
    return request_id


def with_family(world: World, request_id: int, *who: Contact) -> int:
    person_id = world.case(request_id).person_id
    world._write(lambda session: repo.replace_contacts(session, person_id, who or (DAUGHTER,)))
    return request_id


def said_in(content: bytes) -> str:
    return " ".join(words_of(content).split())


def sent_in(world: World, request_id: int) -> list:
    return [
        one.facts
        for one in world.case(request_id).records
        if one.kind is RecordKind.WAITING_CONTACT and one.facts.template
    ]


def papers_of(world: World, request_id: int) -> list:
    return list(cases.open_case(world.admin, request_id).papers)


def test_the_holding_letter_says_what_is_asked_and_never_that_anything_is_agreed(world):
    request_id = case_of(world, 30, urgent=True)
    triaged(world.admin, request_id)
    holding_letters.send(world.admin, request_id, Wanted(LateReason.NO_DOCTOR, SOON))
    ref = world.case(request_id).request.ref
    paper = paperwork.copy_of(world.admin, "L02", ref)
    assert (paper.is_draft, paper.name.startswith(f"{ref}_L02_")) == (False, True)
    said = " ".join(words_of(paper.content).split())
    for wanted in (
        "This letter is not an authorisation",
        "Nothing under Schedule A1 authorises a deprivation of liberty",
        "section 4", "Sections 5 and 6", "reduce every restriction", "Keep records",
        "The person objects", "Restrictions increase", "Family or friends disagree",
        "admitted to hospital", "moves or leaves", "dies", "paragraph 68", "Court of Protection",
        "Ombudsman", "No mental health assessor free", "28 November 2026",
    ):  # fmt: skip
        assert wanted in said, wanted
    assert not re.search(r"approv|extend|permi[st]|consent|agree to|is authorised", said.lower())
    [sent] = [one for one in world.case(request_id).records
              if one.kind is RecordKind.WAITING_CONTACT]  # fmt: skip
    assert sent.facts.kind is ContactKind.HOLDING_LETTER
    assert sent.facts.template == "ADASS-2018 L02 1"


def test_a_draft_of_the_letter_can_be_had_of_an_open_request_only(world):
    request_id = case_of(world)
    ref = world.case(request_id).request.ref
    assert paperwork.copy_of(world.admin, "L02", ref).is_draft
    closing.close(world.admin, request_id, a_closure(ClosedAs.WITHDRAWN))
    with refused(world, "PAPER_NOT_YET", Refused):
        paperwork.copy_of(world.admin, "L02", ref)


def test_while_an_urgent_runs_the_letter_says_when_it_ends(world):
    request_id = case_of(world, 2, urgent=True)
    ref = world.case(request_id).request.ref
    said = " ".join(words_of(paperwork.copy_of(world.admin, "L02", ref).content).split())
    assert "it ends at the end of Fri 27 Nov 2026" in said


# Seen first


def test_looking_at_the_letter_writes_nothing_and_the_sent_one_says_the_same(world):
    request_id = waiting(world)
    wanted = Wanted(LateReason.NO_DOCTOR, SOON)
    trail = len(world.trail())
    seen = holding_letters.preview(world.admin, request_id, wanted)
    assert len(world.trail()) == trail
    assert papers_of(world, request_id) == []
    assert "DRAFT" in words_of(seen.content)
    holding_letters.send(world.admin, request_id, wanted)
    [paper] = papers_of(world, request_id)
    issued = cases.content(world.admin, paper.id)
    assert "DRAFT" not in words_of(issued)
    assert paper.sha256 == hashlib.sha256(issued).hexdigest()
    for key in ("authority", "lateness", "band", "next_contact", "due"):
        assert seen.answers[key] in said_in(issued), key


def test_nothing_is_seen_or_sent_without_saying_why(world):
    request_id = waiting(world)
    with refused(world, "HOLDING_WHY_NEEDED"):
        holding_letters.preview(world.admin, request_id, Wanted(None))
    with refused(world, "HOLDING_WHY_NEEDED"):
        holding_letters.send(world.admin, request_id, Wanted(None, SOON))
    with refused(world, "HOLDING_WHY_NEEDED"):
        holding_letters.send_due(world.admin, [request_id], None)


def test_a_frozen_letter_keeps_its_bytes_whatever_comes_later(world):
    request_id = waiting(world)
    document_id = holding_letters.send(world.admin, request_id, Wanted(QUEUE, SOON)).value
    before = cases.content(world.admin, document_id)
    world.desk.clock.move(days=9)
    contacts.log(world.admin, request_id, a_contact(next_action_on=world.desk.clock.today() + DAY))
    assert cases.content(world.admin, document_id) == before


# Once


def test_nobody_gets_the_letter_twice_for_one_due_day(world):
    request_id = waiting(world, next_contact_on=TODAY + DAY)
    world.desk.clock.move(days=3)  # overdue since two days
    today = world.desk.clock.today()
    holding_letters.send(world.admin, request_id, Wanted(QUEUE, today + DAY))
    [sent] = sent_in(world, request_id)
    assert sent.answers_due_on == TODAY + DAY
    with refused(world, "LETTER_SENT"):
        holding_letters.send(world.admin, request_id, Wanted(QUEUE, today + DAY))
    world.desk.clock.move(days=1)  # the next one is due, and goes
    holding_letters.send(world.admin, request_id, Wanted(QUEUE, today + 5 * DAY))
    assert [one.answers_due_on for one in sent_in(world, request_id)] == [
        TODAY + DAY, today + DAY,
    ]  # fmt: skip


def test_a_contact_put_back_to_the_same_due_day_does_not_bring_the_letter_again(world):
    request_id = waiting(world, next_contact_on=TODAY + DAY)
    world.desk.clock.move(days=1)
    due_on = world.desk.clock.today()
    holding_letters.send(world.admin, request_id, Wanted(QUEUE, due_on + DAY))
    world._write(lambda session: repo.move(session, request_id, seen_version=None,
                                           next_contact_on=due_on))  # fmt: skip
    world.desk.clock.move(days=1)
    run = holding_letters.send_due(world.admin, [request_id], QUEUE).value
    assert run.sent == ()
    assert "twice" in run.left_out[0].why
    assert len(papers_of(world, request_id)) == 1


# To family


def test_the_family_gets_a_letter_of_its_own(world):
    request_id = with_family(world, waiting(world))
    holding_letters.send(world.admin, request_id, Wanted(QUEUE, SOON, DAUGHTER.name))
    [paper] = papers_of(world, request_id)
    assert (paper.code, paper.template) == ("L02F", "ADASS-2018 L02F 1")
    said = said_in(cases.content(world.admin, paper.id))
    for wanted in (
        "Nell Łukasz", "4 Dock Lane", "This letter is not an authorisation", "Rosewood House",
        "if the person is unhappy", "Ombudsman", "Court of Protection", "easy words",
        "reduce every restriction", "that is the council's failing", "Page 1 of",
        "OFFICIAL-SENSITIVE",
    ):  # fmt: skip
        assert wanted in said, wanted
    assert not re.search(r"approv|extend|permi[st]|consent|agree to|is authorised", said.lower())
    number = world.case(request_id).person.nhs_number
    assert not number or number not in said
    [sent] = sent_in(world, request_id)
    assert (sent.kind, sent.who) == (ContactKind.FAMILY_LETTER, DAUGHTER.name)


def test_home_and_family_each_get_one_and_neither_gets_two(world):
    son = replace(DAUGHTER, name="Abe Łukasz")
    request_id = with_family(world, waiting(world), DAUGHTER, son)
    for to in ("", DAUGHTER.name, son.name):
        holding_letters.send(world.admin, request_id, Wanted(QUEUE, SOON, to))
        with refused(world, "LETTER_SENT"):
            holding_letters.send(world.admin, request_id, Wanted(QUEUE, SOON, to))
    assert [one.code for one in papers_of(world, request_id)] == ["L02", "L02F", "L02F"]


def test_a_letter_goes_to_nobody_who_is_not_known(world):
    request_id = waiting(world)
    assert holding_letters.addressees(world.case(request_id)) == ()
    with refused(world, "LETTER_TO_WHOM"):
        holding_letters.send(world.admin, request_id, Wanted(QUEUE, SOON, "Somebody Else"))
    with refused(world, "PAPER_NOT_YET", Refused):
        paperwork.copy_of(world.admin, "L02F", world.case(request_id).request.ref)


# All that are due


def due_ids(world: World) -> list[int]:
    return [one.request_id for one in holding_letters.due(world.admin)]


@pytest.fixture
def queue(world) -> list[int]:
    """Return three requests whose contact is due on the next day, and one whose is not."""
    world.later = waiting(world, "Later", next_contact_on=SOON)
    return [waiting(world, name, next_contact_on=TODAY + DAY) for name in ("One", "Two", "Three")]


def test_a_run_sends_what_is_due_and_nothing_else(world, queue):
    assert due_ids(world) == []
    world.desk.clock.move(days=1)
    assert set(due_ids(world)) == set(queue)
    steps = []
    run = holding_letters.send_due(
        world.admin, due_ids(world), QUEUE, progress=lambda done, total: steps.append((done, total))
    ).value
    assert (len(run.sent), run.left_out, run.left) == (3, (), 0)
    assert steps == [(1, 3), (2, 3), (3, 3)]
    assert due_ids(world) == []
    for request_id in queue:
        [paper] = papers_of(world, request_id)
        assert "DRAFT" not in words_of(cases.content(world.admin, paper.id))
        assert world.case(request_id).request.next_contact_on == TODAY + 8 * DAY  # weekly: high
    assert papers_of(world, world.later) == []
    again = holding_letters.send_due(world.admin, queue, QUEUE).value  # another desk, a stale list
    assert again.sent == ()
    assert len(again.left_out) == 3
    assert all(len(papers_of(world, one)) == 1 for one in queue)


def test_a_run_that_is_stopped_keeps_what_it_sent_and_goes_on_another_time(world, queue):
    world.desk.clock.move(days=1)
    sent = []
    run = holding_letters.send_due(
        world.admin, due_ids(world), QUEUE, progress=lambda done, _total: sent.append(done),
        stop=lambda: len(sent) >= 1,
    ).value  # fmt: skip
    assert (len(run.sent), run.left) == (1, 2)
    assert len(due_ids(world)) == 2
    rest = holding_letters.send_due(world.admin, due_ids(world), QUEUE).value
    assert len(rest.sent) == 2
    assert all(len(papers_of(world, one)) == 1 for one in queue)


def test_one_that_cannot_go_does_not_keep_the_others_back(world, queue):
    world.desk.clock.move(days=1)
    ids = due_ids(world)
    closing.close(world.admin, queue[1], a_closure(ClosedAs.WITHDRAWN))
    run = holding_letters.send_due(world.admin, ids, QUEUE).value
    assert len(run.sent) == 2
    [left] = run.left_out
    assert left.ref == world.case(queue[1]).request.ref
    assert left.why


def test_the_letters_of_a_run_are_saved_exactly_as_they_were_frozen(world, queue, tmp_path):
    world.desk.clock.move(days=1)
    run = holding_letters.send_due(world.admin, due_ids(world), QUEUE).value
    assert holding_letters.save_all(world.admin, run.sent, tmp_path) == 3
    kept = {path.read_bytes() for path in tmp_path.iterdir()}
    assert kept == {cases.content(world.admin, one) for one in run.sent}
    names = sorted(path.name for path in tmp_path.iterdir())
    assert all(re.fullmatch(r"26-\d{6}_L02_20261124\.pdf", name) for name in names)
    assert len(world.trail("export")) == 3


def test_a_letter_without_a_next_day_is_refused_while_the_case_waits(world):
    request_id = waiting(world)
    with pytest.raises(ProblemsFound):
        holding_letters.send(world.admin, request_id, Wanted(QUEUE, None))
    assert world.case(request_id).request.priority is Priority.HIGH
    assert papers_of(world, request_id) == []
