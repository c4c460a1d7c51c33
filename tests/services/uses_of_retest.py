"""Findings, campaigns and rule files, each tried by everybody (see test_permissions)."""

from datetime import date

from dolsdesk.domain.dols.campaigns import CampaignEvent, Cohort, NextAction, TriageView
from dolsdesk.domain.dols.endings import ClosureReason
from dolsdesk.domain.dols.recorded_findings import Stage
from dolsdesk.domain.staff import Act
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import (
    assessed_findings,
    campaign_cases,
    campaign_sending,
    campaigns,
    recorded_findings,
    retest_papers,
    rule_change,
)
from tests.services.retest import CARED_FOR, a_formal, some_answers
from tests.support.desk import TODAY, a_closure, a_person
from tests.support.rule_files import changing
from tests.support.uses import At, Use

RULES = changing(RuleId.STANDARD_ASSESSMENTS, 14, date(2026, 12, 1))
TARGETS = changing(RuleId.PR_ACKNOWLEDGE, 2, date(2026, 12, 1))
F = recorded_findings


def bia(at: At):
    return at.world.desk.context(at.world.people["bia"])


def begun(at: At) -> int:
    return F.begin(bia(at), at.cases["allocated"], stage=Stage.FORMAL_DECISION).value


def typed(at: At) -> int:
    number = begun(at)
    F.save(bia(at), at.cases["allocated"], number, a_formal())
    return number


def ready(at: At) -> int:
    number = typed(at)
    F.complete(bia(at), at.cases["allocated"], number)
    return number


def decided(at: At) -> int:
    number = ready(at)
    F.decide(bia(at), at.cases["allocated"], number, aftercare=CARED_FOR, reason="as found")
    return number


def viewed(at: At) -> int:
    return F.begin(at.world.admin, at.cases["allocated"], stage=Stage.MA_VIEW).value


def drafted(at: At) -> int:
    return campaigns.create(at.world.lead, name="C", purpose="", cohort=Cohort.K2).value


def locked(at: At) -> int:
    number = drafted(at)
    campaigns.lock(at.world.lead, number)
    return number


def running(at: At) -> int:
    number = locked(at)
    campaigns.approve_letter(at.world.lead, number)
    campaigns.move(at.world.lead, number, CampaignEvent.RUN)
    return number


def item_of(at: At, campaign: int, case: str = "allocated") -> int:
    found = campaign_cases.items(at.world.admin, campaign)
    return next(one.id for one in found if one.request_id == at.cases[case])


def selected(at: At) -> int:
    return item_of(at, running(at))


def sent(at: At, case: str = "allocated") -> int:
    number = running(at)
    item = item_of(at, number, case)
    campaign_sending.send(at.world.admin, number, [item])
    return item


def returned(at: At, case: str = "allocated") -> int:
    item = sent(at, case)
    campaign_cases.record_answers(at.world.admin, item, some_answers(), returned_on=TODAY)
    return item


def twice(at: At) -> int:
    item = returned(at)
    other = some_answers(q09_ordinary="Quite")
    campaign_cases.record_answers(at.world.admin, item, other, returned_on=TODAY)
    return item


def triaged(at: At, case: str = "allocated") -> int:
    item = returned(at, case)
    campaign_cases.triage(at.world.lead, item, TriageView.UNCLEAR, why="As told")
    return item


def to_close(at: At) -> int:
    item = triaged(at, "checking")
    campaign_cases.route(at.world.lead, item, NextAction.CLOSE_CR05_06_09, why="Moved", owner="Ada",
                    due_on=TODAY)  # fmt: skip
    return item


def decided_late(at: At) -> int:
    """Have the assessor decide while the case is not yet routed, then route it."""
    item = triaged(at)
    decided(at)
    campaign_cases.route(at.world.lead, item, NextAction.VISIT, why="Go", owner="Ada", due_on=TODAY)
    return item


def to_finish(at: At) -> int:
    item = to_close(at)
    campaign_cases.close_case(at.world.admin, item, a_closure(reason=ClosureReason.MOVED))
    return item


def reminded(at: At) -> int:
    number = running(at)
    item = item_of(at, number)
    campaign_sending.send(at.world.admin, number, [item])
    for _ in range(2):
        campaign_sending.remind(at.world.admin, number, [item])
    at.world.desk.clock.move(days=30)
    return item


def closing(at: At) -> int:
    number = running(at)
    for one in campaign_cases.items(at.world.lead, number):
        campaign_cases.exclude(at.world.lead, one.id, reason="A trial")
    campaigns.move(at.world.lead, number, CampaignEvent.BEGIN_CLOSING)
    return number


def joined_later(at: At) -> int:
    number = locked(at)
    at.world.a_case(person=a_person(family_name="Late"))
    return number


def a_letter(at: At) -> int:
    number = running(at)
    campaign_sending.send(at.world.admin, number, [item_of(at, number)])
    return campaign_sending.letters(at.world.admin, number)[0].id


def proposed(at: At) -> None:
    rule_change.propose(at.world.lead, RULES, "r.toml", why="New law")


def all_of(at: At, campaign: int) -> list[int]:
    return [one.id for one in campaign_cases.items(at.world.admin, campaign)]


A = "allocated"
USES = (
    Use(Act.DECIDE_FINDING, "recorded_findings.begin",
        lambda at, _: F.begin(at.ctx, at.cases[A], stage=Stage.FORMAL_DECISION)),
    Use(Act.DECIDE_FINDING, "recorded_findings.save",
        lambda at, n: F.save(at.ctx, at.cases[A], n, a_formal()), begun),
    Use(Act.DECIDE_FINDING, "recorded_findings.want_evidence",
        lambda at, n: F.want_evidence(at.ctx, at.cases[A], n, what="The family"), begun),
    Use(Act.DECIDE_FINDING, "recorded_findings.complete",
        lambda at, n: F.complete(at.ctx, at.cases[A], n), typed),
    Use(Act.DECIDE_FINDING, "recorded_findings.send_back",
        lambda at, n: F.send_back(at.ctx, at.cases[A], n, why="More"), ready),
    Use(Act.DECIDE_FINDING, "recorded_findings.decide", lambda at, n: F.decide(
        at.ctx, at.cases[A], n, aftercare=CARED_FOR, reason="as found"), ready),
    Use(Act.ENTER_SCREENING, "recorded_findings.keep_view",
        lambda at, n: F.keep_view(at.ctx, at.cases[A], n), viewed),
    Use(Act.CHECK_FINDING, "recorded_findings.check",
        lambda at, n: F.check(at.ctx, at.cases[A], n), decided),
    Use(Act.VOID_FINDING, "recorded_findings.void",
        lambda at, n: F.void(at.ctx, at.cases[A], n, why="Another person's"), decided),
    Use(Act.RECORD_EVENT, "recorded_findings.set_aftercare",
        lambda at, _: F.set_aftercare(at.ctx, at.cases[A], CARED_FOR), decided),
    Use(Act.RECORD_EVENT, "recorded_findings.note_withdrawal",
        lambda at, _: F.note_withdrawal(at.ctx, at.cases[A], on=TODAY, how="Asked to go"),
        decided),
    Use(Act.SEND_SCREENING, "assessed_findings.migrate",
        lambda at, _: assessed_findings.migrate(at.ctx, [at.cases[A]])),
    Use(Act.RUN_CAMPAIGN, "campaigns.create", lambda at, _: campaigns.create(
        at.ctx, name="C", purpose="", cohort=Cohort.K2)),
    Use(Act.RUN_CAMPAIGN, "campaigns.lock", lambda at, n: campaigns.lock(at.ctx, n), drafted),
    Use(Act.RUN_CAMPAIGN, "campaigns.add_top_up",
        lambda at, n: campaigns.add_top_up(at.ctx, n), joined_later),
    Use(Act.RUN_CAMPAIGN, "campaigns.move",
        lambda at, n: campaigns.move(at.ctx, n, CampaignEvent.RUN), locked),
    Use(Act.RUN_CAMPAIGN, "campaigns.close",
        lambda at, n: campaigns.close(at.ctx, n, lessons="Ring first"), closing),
    Use(Act.RUN_CAMPAIGN, "campaigns.approve_letter",
        lambda at, n: campaigns.approve_letter(at.ctx, n), locked),
    Use(Act.SEND_SCREENING, "campaign_sending.bulk", lambda at, n: campaign_sending.bulk(
        at.ctx, n, all_of(at, n), "bulk_assign", owner="Ada", due_on=TODAY), running),
    Use(Act.SEND_SCREENING, "campaign_sending.send",
        lambda at, n: campaign_sending.send(at.ctx, n, all_of(at, n)), running),
    Use(Act.SEND_SCREENING, "campaign_sending.remind", lambda at, item: campaign_sending.remind(
        at.ctx, campaign_cases.detail(at.world.admin, item).item.campaign_id, [item]), sent),
    Use(Act.SEND_SCREENING, "campaign_sending.assign", lambda at, n: campaign_sending.assign(
        at.ctx, n, all_of(at, n), owner="Ada", due_on=TODAY), running),
    Use(Act.ENTER_SCREENING, "campaign_cases.record_answers",
        lambda at, item: campaign_cases.record_answers(
            at.ctx, item, some_answers(), returned_on=TODAY), sent),
    Use(Act.ENTER_SCREENING, "campaign_cases.choose",
        lambda at, item: campaign_cases.choose(
            at.ctx, item, campaign_cases.detail(at.world.admin, item).returns[1].id, why="Rang"),
        twice),
    Use(Act.SEND_SCREENING, "campaign_cases.mark_not_returned",
        lambda at, item: campaign_cases.mark_not_returned(at.ctx, item), reminded),
    Use(Act.TRIAGE_SCREENING, "campaign_cases.triage", lambda at, item: campaign_cases.triage(
        at.ctx, item, TriageView.UNCLEAR, why="As told"), returned),
    Use(Act.TRIAGE_SCREENING, "campaign_cases.route", lambda at, item: campaign_cases.route(
        at.ctx, item, NextAction.VISIT, why="Go", owner="Ada", due_on=TODAY), triaged),
    Use(Act.CLOSE_REQUEST, "campaign_cases.close_case", lambda at, item: campaign_cases.close_case(
        at.ctx, item, a_closure(reason=ClosureReason.MOVED)), to_close),
    Use(Act.SEND_SCREENING, "campaign_cases.note_decided",
        lambda at, item: campaign_cases.note_decided(at.ctx, item), decided_late),
    Use(Act.SEND_SCREENING, "campaign_cases.finish",
        lambda at, item: campaign_cases.finish(at.ctx, item), to_finish),
    Use(Act.RUN_CAMPAIGN, "campaign_cases.exclude",
        lambda at, item: campaign_cases.exclude(at.ctx, item, reason="A trial"), selected),
    Use(Act.ENTER_SCREENING, "campaign_cases.escalate",
        lambda at, item: campaign_cases.escalate(at.ctx, item, why="Asks to go"), sent),
    Use(Act.READ, "campaign_sending.letter_content",
        lambda at, letter: campaign_sending.letter_content(at.ctx, letter), a_letter),
    Use(Act.READ, "campaign_sending.save_letter", lambda at, letter: campaign_sending.save_letter(
        at.ctx, letter, at.folder / "l.pdf"), a_letter),
    Use(Act.READ, "retest_papers.save_draft", lambda at, _: retest_papers.save_draft(
        at.ctx, at.cases[A], "AG-D06", at.folder / "d.pdf"), decided),
    Use(Act.SEND_COPIES, "retest_papers.approve", lambda at, _: retest_papers.approve(
        at.ctx, at.cases[A], "AG-D03"), decided),
    Use(Act.MANAGE_DESK, "rule_change.propose", lambda at, _: rule_change.propose(
        at.ctx, TARGETS, "t.toml", why="Agreed")),
    Use(Act.MANAGE_DESK, "rule_change.confirm",
        lambda at, _: rule_change.confirm(at.ctx), proposed),
    Use(Act.MANAGE_DESK, "rule_change.decline",
        lambda at, _: rule_change.decline(at.ctx, why="The wrong draft"), proposed),
)  # fmt: skip
