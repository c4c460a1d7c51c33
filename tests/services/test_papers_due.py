"""What goes out today: proposed once, made once, by whichever desk is first."""

from datetime import timedelta

import pytest

from dolsdesk.domain.dols.decision import LateReason
from dolsdesk.domain.dols.endings import EarlyEnd
from dolsdesk.services import authorities, cases, closing, papers_due, requests
from dolsdesk.services.papers_due import CHASER, ENDED, ENDING, HOLDING
from tests.reports import pdf
from tests.services import life
from tests.services.waiting import triaged
from tests.support.desk import a_closure, new_request
from tests.support.refusals import refused

DAY = timedelta(days=1)


@pytest.fixture
def granted(world):
    return world.whole_way()


@pytest.fixture
def waiting(world):
    request_id = world.a_case()
    triaged(world.admin, request_id)
    on(world, world.case(request_id).request.next_contact_on)
    return request_id


def last_day(world, request_id):
    return world.case(request_id).authorisation.last_day


def on(world, day) -> None:
    """Let it be another day."""
    world.desk.clock.move(days=(day - world.desk.clock.today()).days)


def due(world, *codes):
    return papers_due.due(world.admin, codes or papers_due.CODES)


def test_each_reminder_of_an_end_is_due_once_and_made_once(world, granted):
    end = last_day(world, granted)
    made = []
    for ahead in (57, 56, 55, 42, 41, 28, 20, 14, 8, 7, 1, 0):
        on(world, end - ahead * DAY)
        run = papers_due.produce(world.admin, due(world, ENDING)).value
        assert run.left_out == ()
        made += [ahead] * len(run.sent)
        assert due(world, ENDING) == ()
    assert made == [56, 42, 28, 14, 7]


def test_those_that_were_missed_are_one_letter_and_not_one_for_each(world, granted):
    on(world, last_day(world, granted) - 10 * DAY)
    [line] = due(world, ENDING)
    assert line.due_on == last_day(world, granted) - 14 * DAY
    assert "Ends on" in line.why


def test_after_the_end_the_home_is_told_the_next_day_and_again(world, granted):
    end = last_day(world, granted)
    on(world, end)
    assert due(world, ENDED) == ()
    on(world, end + DAY)
    [line] = due(world, ENDED)
    [sent] = papers_due.produce(world.admin, [line]).value.sent
    content = cases.content(world.admin, sent)
    assert "without authority" in pdf.words(content)
    assert pdf.faults(content) == []
    assert due(world, ENDED) == ()
    on(world, end + 29 * DAY)
    assert [one.due_on for one in due(world, ENDED)] == [end + 29 * DAY]


def test_two_desks_with_one_list_make_it_once(world, granted):
    on(world, last_day(world, granted) - 28 * DAY)
    lines = due(world, ENDING)
    assert len(papers_due.produce(world.admin, lines).value.sent) == 1
    again = papers_due.produce(world.lead, lines).value
    assert again.sent == ()
    assert "made already" in again.left_out[0].why


def test_a_further_request_takes_it_off_the_list_and_out_of_a_stale_one(world, granted):
    on(world, last_day(world, granted) - 28 * DAY)
    lines = due(world, ENDING)
    case, today = world.case(granted), world.desk.clock.today()
    request = new_request(case.place.id, person_id=case.person_id, received_on=today)
    requests.log(world.admin, request, reason="Asked again")
    assert due(world, ENDING) == ()
    [left] = papers_due.produce(world.admin, lines).value.left_out
    assert "does not hold any more" in left.why


def test_whoever_died_is_asked_for_nothing(world, granted):
    on(world, last_day(world, granted) - 28 * DAY)
    died = life.an_ending(EarlyEnd.DIED, world.desk.clock.today())
    authorities.end_authorisation(world.admin, granted, died)
    assert due(world, ENDING, ENDED) == ()


def test_an_overdue_report_is_chased_with_a_text_once_a_week(world):
    request_id = world.allocated(world.a_case())
    on(world, world.desk.clock.today() + 40 * DAY)
    lines = due(world, CHASER)
    assert {one.request_id for one in lines} == {request_id}
    seen = papers_due.preview(world.admin, lines[0])
    run = papers_due.produce(world.admin, lines).value
    assert (run.texts[0], len(run.texts)) == (seen, len(lines))
    assert world.case(request_id).person.family_name not in " ".join(run.texts)
    assert due(world, CHASER) == ()
    on(world, world.desk.clock.today() + 7 * DAY)
    assert len(due(world, CHASER)) == len(lines)


def test_holding_letters_stand_in_the_same_list_and_need_a_why(world, waiting):
    lines = due(world, HOLDING)
    assert [one.request_id for one in lines] == [waiting]
    with refused(world, "HOLDING_WHY_NEEDED"):
        papers_due.produce(world.admin, lines)
    assert len(papers_due.produce(world.admin, lines, LateReason.QUEUE).value.sent) == 1
    assert due(world, HOLDING) == ()


def test_closed_between_looking_and_making_it_is_left_out(world, waiting):
    lines = due(world, HOLDING)
    closing.close(world.admin, waiting, a_closure(on=world.desk.clock.today()), reason="Left")
    run = papers_due.produce(world.admin, lines, LateReason.QUEUE).value
    assert (run.sent, len(run.left_out)) == ((), 1)


def test_stopped_it_keeps_what_it_made_and_says_what_is_left(world, granted, waiting):
    on(world, last_day(world, granted) - 28 * DAY)
    lines = due(world, ENDING, HOLDING)
    assert len(lines) == 2
    done = []
    run = papers_due.produce(
        world.admin, lines, LateReason.QUEUE, stop=lambda: len(done) >= 1,
        progress=lambda number, _total: done.append(number),
    ).value  # fmt: skip
    assert (len(run.sent), run.left, done) == (1, 1, [1])
    assert len(due(world, ENDING, HOLDING)) == 1
