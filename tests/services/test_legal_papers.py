"""The outcome of a review and a referral to the lawyers, as paper (AG-D07, AG-D08)."""

import io
from datetime import date

from pypdf import PdfReader

from dolsdesk.domain.dols.campaigns import NextAction, TriageView
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.reviews import ReviewEvent
from dolsdesk.services import campaign_cases, legal_papers, paperwork, retest_papers, reviews
from tests.services.life import a_finding, a_review
from tests.services.retest import a_campaign, sent, some_answers
from tests.support.desk import TODAY
from tests.support.refusals import refused

BI = AssessmentKind.BI
CHANGED = date(2026, 6, 2)


def printed(world, request_id: int, code: str) -> str:
    content = paperwork.copy_of(world.admin, code, world.case(request_id).request.ref).content
    return " ".join(
        " ".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages).split()
    )


def test_a_review_that_keeps_the_authorisation_says_up_to_when_it_goes_on(world):
    request_id = world.whole_way()
    reviews.ask(world.admin, request_id, a_review())
    with refused(world, "PAPER_NOT_YET"):
        printed(world, request_id, "AG-D07")
    reviews.give_notice(world.admin, request_id, on=TODAY)
    reviews.consider(world.admin, request_id)
    reviews.assess(world.admin, request_id, kinds=(BI,), why="She goes out")
    reviews.record_finding(world.admin, request_id, BI, a_finding())
    reviews.complete(world.signatory, request_id, ReviewEvent.KEEP)
    said = printed(world, request_id, "AG-D07")
    for part in ("Sion O'Neill", "She goes out alone now.", "up to and including Sat 22 May 2027",
                 "not sent yet", "Sig Natory", "DRAFT"):  # fmt: skip
        assert part in said, part
    retest_papers.approve(world.admin, request_id, "AG-D07")
    assert "DRAFT" not in printed(world, request_id, "AG-D07")


def test_dates_without_authority_are_counted_apart_before_and_since_the_change():
    for first, last, counts in (
        (date(2026, 5, 30), date(2026, 6, 3), (3, 2)),
        (date(2026, 5, 1), date(2026, 6, 1), (32, 0)),
        (date(2026, 6, 2), date(2026, 6, 2), (0, 1)),
    ):
        assert legal_papers.split(first, last, CHANGED) == counts


def test_a_referral_asks_the_question_and_counts_each_uncovered_day_once(world):
    request_id = world.a_case(
        received_on=date(2026, 5, 20), urgent=True, urgent_given_on=date(2026, 5, 20)
    )  # the urgent ends on 26 May: 27 May to 1 June, then 2 June to today
    unasked = printed(world, request_id, "AG-D08")
    assert "Nobody has written the question yet" in unasked
    assert "Nothing was found yet." in unasked
    [item] = sent(world, a_campaign(world))
    campaign_cases.record_answers(
        world.admin, item, some_answers(), returned_on=TODAY, reason="as it came"
    )
    campaign_cases.triage(world.lead, item, TriageView.UNCLEAR, why="Answers differ")
    campaign_cases.route(
        world.lead, item, NextAction.LEGAL_REFERRAL, why="Is a challenge needed?",
        owner="Ada Min", due_on=date(2026, 12, 1),
    )  # fmt: skip
    said = printed(world, request_id, "AG-D08")
    for part in ("Is a challenge needed?", "Tue 1 Dec 2026", "Ada Min", "Wed 27 May 2026"):
        assert part in said, part
    answers = retest_papers.draft(world.admin, request_id, "AG-D08").answers
    assert (answers["days_before"], answers["days_since"]) == ("6", "175")
    assert sum(int(one) for row in answers["gaps"] for one in row[2:]) == 6 + 175
    assert answers["chronology"][0][1]
