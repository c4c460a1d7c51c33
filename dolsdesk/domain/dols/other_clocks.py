"""Clocks beside the request: reported unauthorised deprivations and ordinary residence.

Sch A1 para 69 and reg 14; SI 2014/2829 regs 3(7) and 4(3).
"""

from dolsdesk.domain.counting import (
    last_day_of_days,
    last_day_within_days_of,
    last_day_within_months_of,
)
from dolsdesk.domain.dols.facts import Facts
from dolsdesk.domain.dols.worksheet import Step, Worksheet
from dolsdesk.rules.ids import RuleId


def work_out(facts: Facts, sheet: Worksheet) -> None:
    """Write down the paragraph 69 date and the dates of an ordinary residence dispute."""
    received_on = facts.unauthorised_request_received_on
    if received_on is not None:
        rule = sheet.rule(RuleId.UNAUTHORISED_ASSESSMENT_DUE, received_on)
        last = last_day_of_days(received_on, rule.amount)
        sheet.put(
            "unauthorised_assessment_due_on", last, rule, Step.DAYS_BEGINNING_WITH,
            n=rule.amount, start=received_on, last=last,
        )  # fmt: skip
    arose_on = facts.or_dispute_arose_on
    if arose_on is not None:
        rule = sheet.rule(RuleId.OR_REFER_BY, arose_on)
        last = last_day_within_months_of(arose_on, rule.amount)
        sheet.put(
            "or_refer_by", last, rule, Step.MONTHS_OF, n=rule.amount, start=arose_on, last=last
        )
    referred_on = facts.or_referred_on
    if referred_on is not None:
        rule = sheet.rule(RuleId.OR_LEGAL_ARGUMENTS, referred_on)
        last = last_day_within_days_of(referred_on, rule.amount)
        sheet.put(
            "or_legal_arguments_by", last, rule, Step.DAYS_OF,
            n=rule.amount, start=referred_on, last=last,
        )  # fmt: skip
