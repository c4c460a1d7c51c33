"""When the assessments of a request are due (reg 13), and what is wrong with the dates given."""

from datetime import date

from dolsdesk.domain.counting import (
    age_on,
    days_from,
    last_day_of_days,
    last_day_within_days_of,
)
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import Facts
from dolsdesk.domain.dols.urgents import effective_last_day
from dolsdesk.domain.dols.worksheet import Step, Worksheet
from dolsdesk.rules.ids import RuleId


def work_out(facts: Facts, sheet: Worksheet) -> None:
    """Write down when the assessments are due; nothing but an extension ever moves it (I13)."""
    received_on = facts.request_received_on
    if received_on is not None:
        _check_receipt(facts, received_on, sheet)
    last_of_urgent = effective_last_day(sheet)
    if last_of_urgent is not None and facts.urgent_given_on is not None:
        _due_within_urgent(facts, sheet, facts.urgent_given_on, last_of_urgent)
    elif received_on is not None and not facts.has_urgent:
        rule = sheet.rule(RuleId.STANDARD_ASSESSMENTS, received_on)
        due_on = last_day_of_days(received_on, rule.amount)
        sheet.put(
            "assessments_due_on", due_on, rule, Step.DAYS_BEGINNING_WITH,
            n=rule.amount, start=received_on, last=due_on,
        )  # fmt: skip
    _completion(facts, sheet)


def _due_within_urgent(facts: Facts, sheet: Worksheet, given_on: date, last: date) -> None:
    rule = sheet.rule(RuleId.URGENT_ASSESSMENTS, given_on)
    sheet.put("assessments_due_on", last, rule, Step.WITHIN_URGENT, last=last)
    received_on = facts.request_received_on
    if received_on is None:
        return
    late = max(0, days_from(last, received_on))
    sheet.put(
        "days_late_on_receipt", late, rule, Step.LATE_ON_RECEIPT,
        n=late, due=last, received=received_on,
    )  # fmt: skip
    if late:
        # The urgent had ended before the request arrived: report both dates (dols.md 10.13).
        standard = sheet.rule(RuleId.STANDARD_ASSESSMENTS, received_on)
        reference = last_day_of_days(received_on, standard.amount)
        sheet.put(
            "assessments_reference_on", reference, standard, Step.REFERENCE_ONLY,
            n=standard.amount, start=received_on, last=reference,
        )  # fmt: skip


def _completion(facts: Facts, sheet: Worksheet) -> None:
    due_on, done_on = sheet.date("assessments_due_on"), facts.assessments_completed_on
    if due_on is None or done_on is None:
        return
    late = max(0, days_from(due_on, done_on))
    rule = sheet.results["assessments_due_on"].rule
    sheet.put("days_late", late, rule, Step.DAYS_LATE, n=late, due=due_on, done=done_on)


def _check_receipt(facts: Facts, received_on: date, sheet: Worksheet) -> None:
    if received_on > sheet.as_at:
        sheet.flag(Code.RECEIVED_IN_FUTURE.problem())
    if facts.form_signed_on is not None and received_on < facts.form_signed_on:
        sheet.flag(Code.RECEIVED_BEFORE_FORM.problem())
    if facts.sa_sought_from is not None:
        window = sheet.rule(RuleId.REQUEST_28_DAY_WINDOW, received_on)
        if facts.sa_sought_from > last_day_within_days_of(received_on, window.amount):
            sheet.flag(Code.REQUEST_TOO_EARLY.problem(n=window.amount))
    if facts.date_of_birth is not None:
        age = age_on(facts.date_of_birth, received_on)
        youngest = sheet.rule(RuleId.PR_AGE_YOUNGEST, received_on).amount
        oldest = sheet.rule(RuleId.PR_AGE_OLDEST, received_on).amount
        if not youngest <= age <= oldest:
            sheet.flag(Code.DOB_IMPLAUSIBLE.problem(age=age))
        adult = sheet.rule(RuleId.AGE_REQUIREMENT, received_on)
        if age < adult.amount and facts.sa_in_force_on is None:
            sheet.flag(Code.UNDER_18.problem())
    if facts.date_of_death is not None and received_on > facts.date_of_death:
        sheet.flag(Code.DEATH_BEFORE_EVENT.problem(field="request_received_on"))
