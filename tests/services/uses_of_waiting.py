"""Triage, contact and quotas, each tried by everybody (see test_permissions)."""

from dolsdesk.domain.dols.decision import LateReason
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.staff import Act
from dolsdesk.services import (
    breach_forecast,
    contacts,
    expiries,
    holding_letters,
    question_sets,
    waiting_list,
)
from dolsdesk.services.context import Context
from dolsdesk.services.holding_letters import Wanted
from tests.services import waiting
from tests.support.uses import At, Use

_EACH = dict.fromkeys(Priority, 2)


def save_version(at: At, _made: None) -> object:
    held = question_sets.bundled()[0]
    return question_sets.save_version(
        at.ctx, held, title="Ours", note="Two words", factors=held.factors
    )


def a_letter(at: At, ctx: Context) -> int:
    wanted = Wanted(LateReason.QUEUE, waiting.SOON)
    return holding_letters.send(ctx, at.cases["checking"], wanted).value


USES = (
    Use(Act.TRIAGE, "triage.triage",
        lambda at, _: waiting.triaged(at.ctx, at.cases["checking"])),
    Use(Act.RECORD_EVENT, "contacts.log", lambda at, _: contacts.log(
        at.ctx, at.cases["checking"], waiting.a_contact())),
    Use(Act.RECORD_EVENT, "holding_letters.send", lambda at, _: a_letter(at, at.ctx)),
    Use(Act.RECORD_EVENT, "holding_letters.send_due", lambda at, _: holding_letters.send_due(
        at.ctx, [at.cases["checking"]], LateReason.QUEUE)),
    Use(Act.RECORD_EVENT, "holding_letters.send_one_due",
        lambda at, _: holding_letters.send_one_due(
            at.ctx, at.cases["checking"], LateReason.QUEUE)),
    Use(Act.READ, "holding_letters.save_all", lambda at, letter: holding_letters.save_all(
        at.ctx, [letter], at.folder), lambda at: a_letter(at, at.world.admin)),
    Use(Act.MANAGE_DESK, "question_sets.save_version", save_version),
    Use(Act.MANAGE_DESK, "question_sets.use",
        lambda at, _: question_sets.use(at.ctx, "adass-2024", 1)),
    Use(Act.MANAGE_DESK, "waiting_list.set_quotas",
        lambda at, _: waiting_list.set_quotas(at.ctx, _EACH)),
    Use(Act.READ_ALL, "waiting_list.page", lambda at, _: waiting_list.page(at.ctx)),
    Use(Act.READ_ALL, "waiting_list.standing", lambda at, _: waiting_list.standing(at.ctx)),
    Use(Act.READ_ALL, "waiting_list.next_to_assess",
        lambda at, _: waiting_list.next_to_assess(at.ctx)),
    Use(Act.READ_ALL, "waiting_list.contacts", lambda at, _: waiting_list.contacts(at.ctx)),
    Use(Act.READ_ALL, "breach_forecast.forecast",
        lambda at, _: breach_forecast.forecast(at.ctx)),
    Use(Act.READ_ALL, "expiries.forecast", lambda at, _: expiries.forecast(at.ctx)),
)  # fmt: skip
