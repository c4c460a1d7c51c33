"""Re-screening campaigns: letters, answers, order of work, routes, counts, guards."""

from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from dolsdesk.domain.dols import campaigns as rules
from dolsdesk.domain.dols.campaigns import (
    ITEM,
    OPEN_ITEMS,
    CampaignEvent,
    CampaignState,
    Cohort,
    ItemEvent,
    ItemPriority,
    ItemState,
    Known,
    NextAction,
    TriageView,
)
from dolsdesk.domain.dols.case import Answered
from dolsdesk.domain.dols.endings import ClosedAs, ClosureReason
from dolsdesk.domain.dols.reviews import ReviewState
from dolsdesk.domain.dols.screening import Flag, MaView, Objecting, Told, differences, flags
from dolsdesk.domain.machine import TransitionRefused
from dolsdesk.errors import NotPermitted
from dolsdesk.services import (
    campaign_cases,
    campaign_sending,
    campaigns,
    closing,
    relook,
    requests,
    reviews,
)
from dolsdesk.services.outcome import ProblemsFound, ReasonNeeded
from tests.services.retest import (
    a_campaign,
    an_old_case,
    decided,
    sent,
    some_answers,
    somebody,
    the_bia,
)
from tests.support.desk import TODAY, a_closure, a_person, new_request
from tests.support.refusals import refused

OLD = date(2026, 3, 10)


def only(world, campaign: int):
    [item] = campaign_cases.items(world.admin, campaign)
    return item


def state(world, item: int) -> ItemState:
    return campaign_cases.detail(world.admin, item).item.state


def returned(world, item: int, **values) -> None:
    campaign_cases.record_answers(
        world.admin, item, some_answers(**values), returned_on=world.desk.clock.today(),
        reason="as it came",
    )  # fmt: skip


def routed(world, item: int, action: NextAction, due_on=TODAY + timedelta(days=14)) -> None:
    campaign_cases.route(world.lead, item, action, why="As the answers say", owner="Ada Min",
                    due_on=due_on)  # fmt: skip


def codes(found) -> set[str]:
    return {one.code for one in found.value.problems}


# Order of work


@pytest.mark.parametrize(
    ("known", "told", "order"),
    [
        (Known(), (), ItemPriority.LOW),
        (Known(waited_long=True), (), ItemPriority.MEDIUM),
        (Known(objects=True), (), ItemPriority.HIGH),
        (Known(has_family=False), (), ItemPriority.HIGH),
        (Known(safeguarding=True), (), ItemPriority.HIGH),
        (Known(s21a_live=True), (), ItemPriority.HIGH),
        (Known(ends_soon=True), (), ItemPriority.HIGH),
        (Known(provider_concern=True), (), ItemPriority.HIGH),
        (Known(), (Flag.SEDATION,), ItemPriority.HIGH),
        (Known(), (Flag.MAY_BE_HIDDEN,), ItemPriority.LOW),
    ],
)
def test_the_order_of_work_follows_from_listed_reasons(known, told, order):
    found = rules.reasons(known, told)
    assert rules.priority(found) is order
    assert all(isinstance(one, Flag) for one in found)  # reasons, never a score


def test_answers_raise_flags_question_by_question():
    assert flags(some_answers()) == ()
    told = some_answers(
        q04_by_force=Told.YES, q05_restraint=Told.YES, q06_medicine=Told.YES,
        q11_contact_limited=Told.YES, q14_objects=Objecting.IN_PAST,
        q15_may_be_hidden=Told.NOT_KNOWN, q16_disagrees=Told.YES,
    )  # fmt: skip
    assert flags(told) == (
        Flag.FORCE, Flag.RESTRAINT, Flag.SEDATION, Flag.CONTACT, Flag.OBJECTION,
        Flag.MAY_BE_HIDDEN, Flag.DISAGREEMENT,
    )  # fmt: skip


# Letters


def test_one_letter_goes_to_each_home_with_a_sheet_for_each_person(world, tmp_path):
    somebody(world, "One")
    somebody(world, "Two")
    requests.log(
        world.admin,
        new_request(world.council_home, person=a_person(family_name="Three"), received_on=OLD),
        reason="as it came",
    )
    number = a_campaign(world)
    sent(world, number)
    found = campaign_sending.letters(world.admin, number)
    assert sorted(len(one.items) for one in found) == [1, 2]
    path = tmp_path / "letter.pdf"
    letter = next(one for one in found if len(one.items) == 2)
    campaign_sending.save_letter(world.admin, letter.id, path)
    reader = PdfReader(path)
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for part in (
        "still stands", "Tell us today", "Rosewood House", "One", "Two", "Q03", "Q20",
        "Mon 7 Dec 2026", "OFFICIAL-SENSITIVE", "Page 1 of", "Multi-factorial test",
    ):  # fmt: skip
        assert part in words, part
    assert "DRAFT" not in words
    assert path.read_bytes() == campaign_sending.letter_content(world.admin, letter.id)
    assert all(
        one.reply_by == date(2026, 12, 7) for one in campaign_cases.items(world.admin, number)
    )


def test_a_letter_that_nobody_approved_is_a_draft_and_is_not_sent(world):
    somebody(world, "One")
    lead = world.lead
    number = campaigns.create(lead, name="First", purpose="", cohort=Cohort.K1).value
    campaigns.lock(lead, number)
    campaigns.move(lead, number, CampaignEvent.RUN)
    with refused(world, "LETTER_NOT_APPROVED"):
        sent(world, number)
    assert b"%PDF" in campaign_sending.letter_preview(lead, number)


def test_nothing_is_sent_while_the_campaign_does_not_run(world):
    somebody(world, "One")
    number = a_campaign(world)
    campaigns.move(world.lead, number, CampaignEvent.PAUSE)
    with refused(world, "CAMPAIGN_NOT_RUNNING"):
        sent(world, number)


# Answers


def test_a_questionnaire_returned_twice_is_kept_twice_and_a_person_chooses(world):
    somebody(world, "One")
    [item] = sent(world, a_campaign(world))
    returned(world, item)
    returned(world, item, q10_words="Never goes out", q17_view=MaView.NOT_SURE)
    view = campaign_cases.detail(world.admin, item)
    assert [one.is_chosen for one in view.returns] == [True, False]
    assert {one.question for one in view.differences} == {"q10_words", "q17_view"}
    assert view.needs_choice
    with refused(world, "RETURNS_DIFFER"):
        campaign_cases.triage(world.lead, item, TriageView.UNCLEAR, why="As told")
    with pytest.raises(ProblemsFound):
        campaign_cases.choose(world.admin, item, view.returns[1].id, why=" ")
    campaign_cases.choose(
        world.admin, item, view.returns[1].id, why="The manager rang and confirmed it"
    )
    view = campaign_cases.detail(world.admin, item)
    assert [one.is_chosen for one in view.returns] == [False, True]
    assert not view.needs_choice
    assert len(view.returns) == 2
    campaign_cases.triage(world.lead, item, TriageView.UNCLEAR, why="As told")


def test_the_same_answers_twice_need_no_choice(world):
    somebody(world, "One")
    [item] = sent(world, a_campaign(world))
    returned(world, item)
    returned(world, item)
    assert not campaign_cases.detail(world.admin, item).needs_choice
    assert differences(some_answers(), some_answers()) == ()


def test_open_questions_are_pointed_out_and_kept_open(world):
    somebody(world, "One")
    [item] = sent(world, a_campaign(world))
    with pytest.raises(ReasonNeeded) as found:
        campaign_cases.record_answers(
            world.admin, item, some_answers(q13_does=""), returned_on=TODAY
        )
    assert codes(found) == {"SCREENING_INCOMPLETE"}
    returned(world, item, q13_does="")
    [kept] = campaign_cases.detail(world.admin, item).returns
    assert kept.answers.q13_does == ""


def test_an_urgent_request_and_a_view_of_no_deprivation_contradict_each_other(world):
    somebody(world, "One", urgent=True)
    [item] = sent(world, a_campaign(world))
    with pytest.raises(ReasonNeeded) as found:
        campaign_cases.record_answers(world.admin, item, some_answers(), returned_on=TODAY)
    assert codes(found) == {"AG_V20"}


@pytest.mark.parametrize(("returned_on", "code"), [
    (TODAY + timedelta(days=1), "EVENT_IN_FUTURE"),
    (TODAY - timedelta(days=1), "SCREENING_OUT_OF_ORDER"),
])  # fmt: skip
def test_answers_do_not_come_back_before_they_were_asked_for(world, returned_on, code):
    somebody(world, "One")
    [item] = sent(world, a_campaign(world))
    with pytest.raises(ProblemsFound) as found:
        campaign_cases.record_answers(world.admin, item, some_answers(), returned_on=returned_on)
    assert code in codes(found)


def test_an_objection_in_the_answers_escalates_the_case(world):
    somebody(world, "One")
    [item] = sent(world, a_campaign(world))
    returned(world, item, q14_objects=Objecting.OFTEN)
    found = campaign_cases.detail(world.admin, item).item
    assert found.state is ItemState.ESCALATED
    assert found.priority is ItemPriority.HIGH
    assert Flag.OBJECTION in found.reasons
    with pytest.raises(ProblemsFound) as refusal:
        routed(world, item, NextAction.ASK_MA_TO_RECONSIDER)
    assert "ESCALATED_ACTION" in codes(refusal)
    routed(world, item, NextAction.ALLOCATE_BIA)
    assert state(world, item) is ItemState.ACTION_OPEN


def test_a_withdrawal_is_not_taken_where_the_answers_tell_of_restraint(world):
    case = somebody(world, "One")
    [item] = sent(world, a_campaign(world))
    returned(world, item, q05_restraint=Told.YES)
    campaign_cases.triage(world.lead, item, TriageView.LIKELY_NOT_DOL, why="As told")
    routed(world, item, NextAction.ASK_MA_TO_RECONSIDER)
    withdrawal = a_closure(ClosedAs.WITHDRAWN, reason=ClosureReason.LOOKED_AGAIN)
    with pytest.raises(ProblemsFound) as found:
        campaign_cases.close_case(world.admin, item, withdrawal)
    assert "AG_V19" in codes(found)
    assert world.case(case).request.is_open


# Silence


def test_silence_leads_to_a_chase_or_a_visit_and_never_to_a_finding(world):
    somebody(world, "One")
    number = a_campaign(world)
    [item] = sent(world, number)
    for days in (15, 8):
        world.desk.clock.move(days=days)
        campaign_sending.remind(world.admin, number, [item])
    with refused(world, "REMINDERS_OWED"):
        campaign_cases.mark_not_returned(world.admin, item)
    world.desk.clock.move(days=8)
    campaign_cases.mark_not_returned(world.admin, item)
    due = world.desk.clock.today()
    for action in set(NextAction) - {NextAction.CHASE_MA, NextAction.VISIT}:
        with pytest.raises(ProblemsFound):
            routed(world, item, action, due)
    routed(world, item, NextAction.VISIT, due)
    for action in (NextAction.NO_CHANGE, NextAction.ASK_MA_TO_RECONSIDER):
        with pytest.raises(ProblemsFound):
            routed(world, item, action, due)
    with pytest.raises(ProblemsFound) as found:
        campaign_cases.note_decided(world.admin, item)
    assert codes(found) == {"ITEM_NOT_DECIDED"}


# Routes


def test_a_review_begins_at_once_and_ends_nothing(world):
    case = an_old_case(world)
    [item] = sent(world, a_campaign(world, Cohort.K3))
    returned(world, item)
    campaign_cases.triage(world.lead, item, TriageView.LIKELY_NOT_DOL, why="As told")
    routed(world, item, NextAction.START_PART8)
    assert reviews.current(world.case(case)).facts.state is ReviewState.OWN_MOTION


def test_an_authorisation_does_not_run_to_its_end_with_long_to_go(world):
    an_old_case(world)
    [item] = sent(world, a_campaign(world, Cohort.K3))
    returned(world, item)
    campaign_cases.triage(world.lead, item, TriageView.UNCLEAR, why="As told")
    with pytest.raises(ProblemsFound) as found:
        routed(world, item, NextAction.RUN_TO_EXPIRY)
    assert codes(found) == {"RUN_TO_EXPIRY_BARRED"}


def test_a_step_names_who_and_by_when_and_why(world):
    somebody(world, "One")
    [item] = sent(world, a_campaign(world))
    returned(world, item)
    campaign_cases.triage(world.lead, item, TriageView.UNCLEAR, why="As told")
    with pytest.raises(ProblemsFound) as found:
        campaign_cases.route(world.lead, item, NextAction.VISIT, why="", owner="", due_on=None)
    assert codes(found) == {"WHY_NEEDED", "WHO_NEEDED", "ACTION_NEEDS_OWNER"}
    with pytest.raises(ProblemsFound) as found:
        routed(world, item, NextAction.START_PART8)
    assert codes(found) == {"ACTION_NOT_FOR_SUBJECT"}


def test_a_case_closes_by_itself_on_evidence(world):
    case = somebody(world, "One")
    [item] = sent(world, a_campaign(world))
    returned(world, item)
    campaign_cases.triage(world.lead, item, TriageView.CIRCUMSTANCES_CHANGED, why="Moved")
    with refused(world, "NOT_ROUTED_TO_CLOSE"):
        campaign_cases.close_case(world.admin, item, a_closure())
    routed(world, item, NextAction.CLOSE_CR05_06_09)
    campaign_cases.close_case(world.admin, item, a_closure(reason=ClosureReason.MOVED))
    assert not world.case(case).request.is_open
    found = campaign_cases.detail(world.admin, item).item
    assert (found.state, found.outcome) == (ItemState.DECIDED, "CR-05")
    campaign_cases.finish(world.admin, item)
    assert state(world, item) is ItemState.DONE


# The campaign's own machine


def test_a_campaign_closes_when_none_is_unknown(world):
    somebody(world, "One")
    number = a_campaign(world)
    campaigns.move(world.lead, number, CampaignEvent.BEGIN_CLOSING)
    with refused(world, "CAMPAIGN_ITEMS_OPEN"):
        campaigns.close(world.lead, number, lessons="Ring first")
    campaign_cases.exclude(world.lead, only(world, number).id, reason="Decided last week on paper")
    with refused(world, "LESSONS_NEEDED"):
        campaigns.close(world.lead, number, lessons=" ")
    campaigns.close(world.lead, number, lessons="Ring first")
    held = campaigns.load(world.admin, number)
    assert (held.state, held.sign_off_by) == (CampaignState.CLOSED, "Lee Deer")
    moves = [one.to_state for one in campaigns.events(world.admin, number) if one.item_id is None]
    assert moves[0] == "campaign_draft"
    assert moves[-1] == "campaign_closed"


@pytest.mark.parametrize("event", list(ItemEvent))
def test_no_event_leads_an_item_anywhere_else(event):
    allowed = {
        ItemEvent.SEND: {"SELECTED"},
        ItemEvent.REMIND: {"SENT", "REMINDED"},
        ItemEvent.RETURN: {"SENT", "REMINDED", "NOT_RETURNED", "RETURNED", "TRIAGED",
                           "ACTION_OPEN", "ESCALATED"},
        ItemEvent.NOT_RETURN: {"REMINDED"},
        ItemEvent.TRIAGE: {"RETURNED", "ESCALATED"},
        ItemEvent.ROUTE: {"TRIAGED", "NOT_RETURNED", "ACTION_OPEN", "ESCALATED",
                          "DECIDED"},
        ItemEvent.DECIDE: {"ACTION_OPEN"},
        ItemEvent.FINISH: {"DECIDED"},
        ItemEvent.EXCLUDE: {"SELECTED"},
        ItemEvent.ESCALATE: {one.name for one in OPEN_ITEMS} - {"ESCALATED"},
    }[event]  # fmt: skip
    for one in ItemState:
        assert ITEM.may(one, event) == (one.name in allowed), one
        if one.name not in allowed:
            with pytest.raises(TransitionRefused):
                ITEM.after(one, event)


def test_every_change_of_an_item_is_on_record_with_who_and_from_where(world):
    somebody(world, "One")
    [item] = sent(world, a_campaign(world))
    returned(world, item)
    found = campaign_cases.detail(world.admin, item).events
    assert [(one.from_state, one.to_state) for one in found] == [
        ("", "item_selected"), ("item_selected", "item_sent"), ("item_sent", "item_returned"),
    ]  # fmt: skip
    assert {one.by for one in found} == {"Lee Deer", "Ada Min"}
    assert {one.person_name for one in found} == {"One, Ŵyn"}


# The whole picture


def test_the_whole_picture_adds_up(world):
    somebody(world, "One")
    somebody(world, "Two")
    somebody(world, "Since", date(2026, 7, 1))
    an_old_case(world, person=a_person(family_name="Live"))
    looked = world.allocated(somebody(world, "Looked"))
    decided(world, looked)
    number = a_campaign(world)
    sent(world, number)
    found = relook.groups(world.admin)
    assert all(one.adds_up for one in found)
    totals = [len(one.ids) for one in found]
    assert totals == [3, 1, 1, 0, 0, 0]
    before = found[0]
    assert before.parts[relook.CURRENT] == (looked,)
    assert len(before.parts["Sent"]) == 2


def test_a_case_of_a_campaign_stays_in_the_picture_when_it_is_no_longer_live(world):
    gone = somebody(world, "Gone")
    sent(world, a_campaign(world))
    closing.close(world.admin, gone, a_closure())
    [over] = [one for one in relook.groups(world.admin) if one.name.endswith("no longer live")]
    assert over.ids == (gone,)
    assert over.adds_up


def test_an_assessor_enters_answers_for_their_own_cases_only(world):
    case = somebody(world, "One", s39a_applies=Answered.NO)
    [item] = sent(world, a_campaign(world))
    bia = the_bia(world)
    with pytest.raises(NotPermitted):
        campaign_cases.record_answers(bia, item, some_answers(), returned_on=TODAY)
    world.allocated(case)
    campaign_cases.record_answers(bia, item, some_answers(), returned_on=TODAY)
