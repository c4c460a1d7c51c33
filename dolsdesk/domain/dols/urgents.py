"""Urgent authorisations and their one extension (Sch A1 Part 5, dols.md 3.1 and 4.2)."""

from datetime import date

from dolsdesk.domain.counting import first_day_after, last_day_of_days
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import Facts
from dolsdesk.domain.dols.worksheet import Step, Worksheet
from dolsdesk.rules.ids import RuleId


def work_out(facts: Facts, sheet: Worksheet) -> None:
    """Write down the last days of the urgent authorisation and its extension.

    Day 1 is the day it is given (dols.md 10.1). The managing authority's own statement is kept
    and capped at the statutory maximum; a second urgent for the same detention gives nothing.
    """
    _check_consistency(facts, sheet)
    if facts.has_urgent and "request_received_on" in facts.known_absent:
        sheet.flag(Code.URGENT_NO_REQUEST.problem())
    given_on = facts.urgent_given_on
    if given_on is None:
        _extension_without_urgent(facts, sheet)
        return
    if given_on > sheet.as_at:
        sheet.flag(Code.URGENT_IN_FUTURE.problem())
    _last_day(facts, given_on, sheet)
    _second_urgent(facts, sheet)
    _extension(facts, sheet)


def gives_authority(facts: Facts) -> bool:
    """Return whether the urgent authorisation gives any authority.

    It gives none where it is itself a second one for the same detention (Sch A1 para 77(2);
    dols.md 4.6 I10, 10.6). The days the council has to assess in are counted from it all the same.
    """
    is_second = facts.second_urgent_given_on == facts.urgent_given_on is not None
    return not is_second or facts.same_detention is False


def effective_last_day(sheet: Worksheet) -> date | None:
    """Return the last day of the urgent authorisation, its extension included."""
    return sheet.date("extended_urgent_last_day") or sheet.date("urgent_last_day")


def _check_consistency(facts: Facts, sheet: Worksheet) -> None:
    if facts.urgent_given is False and facts.urgent_given_on is not None:
        sheet.flag(
            Code.FACTS_CONTRADICT.problem(
                field="urgent_given", first="urgent_given", second="urgent_given_on"
            )
        )


def _last_day(facts: Facts, given_on: date, sheet: Worksheet) -> None:
    rule = sheet.rule(RuleId.URGENT_MAX_PERIOD, given_on)
    max_last_day = last_day_of_days(given_on, rule.amount)
    sheet.put(
        "urgent_max_last_day", max_last_day, rule, Step.DAYS_BEGINNING_WITH,
        n=rule.amount, start=given_on, last=max_last_day,
    )  # fmt: skip
    stated = _stated_last_day(facts, given_on, sheet)
    if stated is None:
        sheet.put(
            "urgent_last_day", max_last_day, rule, Step.DAYS_BEGINNING_WITH,
            n=rule.amount, start=given_on, last=max_last_day,
        )  # fmt: skip
    elif stated > max_last_day:
        sheet.flag(Code.URGENT_OVER_7_DAYS.problem(urgent_max_last_day=max_last_day))
        sheet.put(
            "urgent_last_day", max_last_day, rule, Step.URGENT_CAPPED,
            n=rule.amount, start=given_on, last=max_last_day, stated=stated,
        )  # fmt: skip
    else:
        sheet.put(
            "urgent_last_day", stated, rule, Step.URGENT_STATED,
            n=(stated - given_on).days + 1, start=given_on, last=stated,
        )  # fmt: skip


def _stated_last_day(facts: Facts, given_on: date, sheet: Worksheet) -> date | None:
    """Return the last day the form states, by a date or by a number of days."""
    by_days: date | None = None
    if facts.urgent_period_days is not None:
        if facts.urgent_period_days < 1:
            sheet.flag(Code.URGENT_ZERO_DAYS.problem())
            return None
        by_days = last_day_of_days(given_on, facts.urgent_period_days)
    by_date = facts.urgent_stated_last_day
    if by_date is not None and by_date < given_on:
        sheet.flag(Code.URGENT_ZERO_DAYS.problem(field="urgent_stated_last_day"))
        return by_days
    if by_days is not None and by_date is not None and by_days != by_date:
        sheet.flag(
            Code.FACTS_CONTRADICT.problem(
                field="urgent_stated_last_day",
                first="urgent_period_days",
                second="urgent_stated_last_day",
            )
        )
        # The reading that ends authority sooner (dols.md 10).
        return min(by_days, by_date)
    return by_days or by_date


def _second_urgent(facts: Facts, sheet: Worksheet) -> None:
    second_on = facts.second_urgent_given_on
    if second_on is None:
        return
    rule = sheet.rule(RuleId.URGENT_EXTENSION_REQUEST_ONCE, second_on)
    if facts.same_detention is False:
        longest = sheet.rule(RuleId.URGENT_MAX_PERIOD, second_on)
        last = last_day_of_days(second_on, longest.amount)
        sheet.put(
            "second_urgent_last_day", last, longest, Step.DAYS_BEGINNING_WITH,
            n=longest.amount, start=second_on, last=last,
        )  # fmt: skip
        return
    # Not stated counts as the same detention: the reading that ends authority sooner (10.6).
    sheet.flag(Code.SECOND_URGENT.problem())
    sheet.put("second_urgent_gives_authority", False, rule, Step.URGENT_VOID, start=second_on)


def _extension_without_urgent(facts: Facts, sheet: Worksheet) -> None:
    if facts.urgent_given is False and (
        facts.extension_requested_on or facts.extension_decided_on or facts.extension_days
    ):
        sheet.flag(Code.EXTENSION_NO_URGENT.problem())


def _extension(facts: Facts, sheet: Worksheet) -> None:
    original = sheet.date("urgent_last_day")
    if facts.second_extension_requested_on is not None:
        sheet.flag(Code.SECOND_EXTENSION.problem())
    asked = (facts.extension_requested_on, facts.extension_decided_on, facts.extension_days)
    if original is None or all(fact is None for fact in asked):
        return
    refused = False
    if "request_received_on" in facts.known_absent:
        sheet.flag(Code.EXTENSION_NO_REQUEST.problem())
        refused = True
    for on, field in (
        (facts.extension_requested_on, "extension_requested_on"),
        (facts.extension_decided_on, "extension_decided_on"),
    ):
        # An ended authorisation cannot be extended: decided on or before the last day (10.12).
        if on is not None and on > original:
            sheet.flag(Code.EXTENSION_AFTER_EXPIRY.problem(field=field, urgent_last_day=original))
            refused = True
    if facts.extension_days is None:
        return
    decided_on = facts.extension_decided_on or facts.extension_requested_on or original
    rule = sheet.rule(RuleId.URGENT_EXTENSION_MAX, decided_on)
    if not 1 <= facts.extension_days <= rule.amount:
        sheet.flag(Code.EXTENSION_OVER_7_DAYS.problem(n=rule.amount))
        refused = True
    if refused:
        return
    first = first_day_after(original)
    last = last_day_of_days(first, facts.extension_days)
    sheet.put(
        "extended_urgent_last_day", last, rule, Step.DAYS_RUNNING_ON,
        n=facts.extension_days, start=first, last=last, original=original,
    )  # fmt: skip
