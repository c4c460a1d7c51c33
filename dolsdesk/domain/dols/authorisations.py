"""Standard authorisations: start, longest lawful period, end, renewal, suspension, gaps.

Sch A1 paras 42, 50-55, 63-64, 89, 91-97; dols.md 3.1 and 3.4.
"""

from dataclasses import dataclass
from datetime import date

from dolsdesk.domain.counting import (
    age_on,
    days_from,
    first_day_after,
    last_day_of_days,
    last_day_of_months,
    last_day_within_days_of,
    latest_start_of_days,
)
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import Facts, RequestType
from dolsdesk.domain.dols.urgents import effective_last_day, gives_authority
from dolsdesk.domain.dols.worksheet import Step, Worksheet, first_of
from dolsdesk.domain.problems import Severity
from dolsdesk.rules.ids import RuleId

#: Requests whose authorisation may overlap the existing one (paras 25 and 30).
_MAY_OVERLAP = frozenset({RequestType.CHANGE_OF_PLACE, RequestType.DURING_REVIEW})


def work_out(facts: Facts, sheet: Worksheet) -> None:
    """Write down everything that follows about standard authorisations."""
    if facts.urgent_given_on is not None:
        _check_urgent_after_expiry(facts, facts.urgent_given_on, sheet)
    starts_on = _start(facts, sheet)
    if starts_on is not None:
        _period(facts, starts_on, sheet)
    elif facts.sa_last_day is not None:
        rule = sheet.rule(RuleId.SA_END, facts.sa_last_day)
        sheet.put(
            "sa_last_day", facts.sa_last_day, rule, Step.STATED_LAST_DAY, last=facts.sa_last_day
        )
    _suspension(facts, sheet)
    _end(facts, sheet)
    _renewal(facts, sheet)
    _urgent_end(facts, starts_on, sheet)
    _gap(facts, starts_on, sheet)
    _first_day_without(facts, sheet)


def _check_urgent_after_expiry(facts: Facts, urgent_given_on: date, sheet: Worksheet) -> None:
    """Warn where an urgent follows an expired authorisation (dols.md 10.6)."""
    existing = facts.existing_sa_last_day
    if existing is not None and urgent_given_on > existing and facts.same_detention is not False:
        sheet.flag(Code.URGENT_AFTER_EXPIRED_SA.problem())


def _start(facts: Facts, sheet: Worksheet) -> date | None:
    """Return the day the authorisation comes into force; write it down if it was worked out."""
    given_on, existing = facts.sa_given_on, facts.existing_sa_last_day
    starts_on = facts.sa_in_force_on
    if given_on is not None and given_on > sheet.as_at:
        sheet.flag(Code.SA_GIVEN_IN_FUTURE.problem())
    if starts_on is None:
        if given_on is None:
            return None
        follows = existing is not None and given_on <= existing and not _may_overlap(facts)
        if follows and existing is not None:
            starts_on = first_day_after(existing)
            rule = sheet.rule(RuleId.RENEWAL_REQUEST, given_on)
            sheet.put(
                "sa_in_force_on", starts_on, rule, Step.STARTS_AFTER_EXISTING, existing=existing
            )
        else:
            starts_on = given_on
            rule = sheet.rule(RuleId.SA_START, given_on)
            sheet.put("sa_in_force_on", starts_on, rule, Step.STARTS_WHEN_GIVEN, given=given_on)
    else:
        rule = sheet.rule(RuleId.SA_START, starts_on)
        sheet.put("sa_in_force_on", starts_on, rule, Step.STARTS_WHEN_STATED, start=starts_on)
    _check_start(facts, starts_on, sheet)
    return starts_on


def _may_overlap(facts: Facts) -> bool:
    if facts.request_type is None:
        return facts.review_in_progress is True
    if facts.request_type is RequestType.DURING_REVIEW:
        return facts.review_in_progress is not False
    return facts.request_type in _MAY_OVERLAP


def _check_start(facts: Facts, starts_on: date, sheet: Worksheet) -> None:
    given_on, existing = facts.sa_given_on, facts.existing_sa_last_day
    if given_on is not None and starts_on < given_on:
        sheet.flag(Code.SA_BACKDATED.problem(sa_given_on=given_on))
    if existing is not None and starts_on <= existing and not _may_overlap(facts):
        sheet.flag(Code.SA_OVERLAPS_EXISTING.problem(start=first_day_after(existing)))
    if facts.date_of_birth is not None:
        adult = sheet.rule(RuleId.AGE_REQUIREMENT, starts_on)
        if age_on(facts.date_of_birth, starts_on) < adult.amount:
            sheet.flag(Code.UNDER_18.problem(severity=Severity.REFUSE))
    if facts.date_of_death is not None and starts_on > facts.date_of_death:
        sheet.flag(Code.DEATH_BEFORE_EVENT.problem(field="sa_in_force_on"))


def _period(facts: Facts, starts_on: date, sheet: Worksheet) -> None:
    """Write down the longest lawful last day, and the last day (paras 42 and 51)."""
    rule = sheet.rule(RuleId.SA_MAX_PERIOD, starts_on)
    year_end = last_day_of_months(starts_on, rule.amount)
    longest, step = year_end, Step.YEAR_MAXIMUM
    maximum = facts.bia_max_period
    bia_last: date | None = None
    if maximum is not None:
        bia_last = maximum.last_day(starts_on)
        if bia_last > year_end and maximum.until is None:
            sheet.flag(Code.BIA_PERIOD_OVER_1_YEAR.problem())
        if bia_last < starts_on:
            sheet.flag(Code.SA_ENDS_BEFORE_START.problem(field="bia_max_period"))
            return
        if bia_last <= year_end:
            longest = bia_last
            step = Step.BIA_UNTIL if maximum.until else Step.BIA_MAXIMUM
    sheet.put(
        "sa_latest_permitted_last_day", longest, rule, step,
        start=starts_on, last=longest, n=rule.amount, maximum=str(maximum or ""), year_end=year_end,
    )  # fmt: skip
    proposed = facts.sa_proposed_last_day or facts.sa_last_day
    if proposed is None:
        if maximum is not None:
            sheet.put("sa_last_day", longest, rule, Step.LONGEST, last=longest)
        return
    if proposed < starts_on:
        sheet.flag(Code.SA_ENDS_BEFORE_START.problem(start=starts_on))
        return
    if proposed > year_end:
        sheet.flag(Code.SA_EXCEEDS_1_YEAR.problem(sa_latest_permitted_last_day=longest))
    if bia_last is not None and proposed > bia_last:
        sheet.flag(Code.SA_EXCEEDS_BIA_PERIOD.problem(sa_latest_permitted_last_day=longest))
    if proposed <= longest:
        sheet.put("sa_last_day", proposed, rule, Step.PROPOSED, last=proposed, longest=longest)


def _suspension(facts: Facts, sheet: Worksheet) -> None:
    notice_on = facts.suspension_notice_on
    if notice_on is None:
        return
    rule = sheet.rule(RuleId.SUSPENSION_28, notice_on)
    last = last_day_of_days(notice_on, rule.amount)
    sheet.put(
        "suspension_last_day", last, rule, Step.DAYS_BEGINNING_WITH,
        n=rule.amount, start=notice_on, last=last,
    )  # fmt: skip
    in_force, sa_last = sheet.date("sa_in_force_on"), sheet.date("sa_last_day")
    before = in_force is not None and notice_on < in_force
    if before or (sa_last is not None and notice_on > sa_last):
        sheet.flag(Code.SUSPENSION_OUTSIDE_SA.problem())
    restored = facts.eligibility_restored_on
    if restored is None:
        return
    if restored > last:
        sheet.flag(Code.SUSPENSION_LATE_LIFT.problem(suspension_last_day=last))
    if restored < notice_on:
        sheet.flag(
            Code.FACTS_CONTRADICT.problem(
                field="eligibility_restored_on",
                first="suspension_notice_on",
                second="eligibility_restored_on",
            )
        )


def _lifted_in_time(facts: Facts, sheet: Worksheet) -> bool:
    restored, last = facts.eligibility_restored_on, sheet.date("suspension_last_day")
    return restored is not None and last is not None and restored <= last


def _end(facts: Facts, sheet: Worksheet) -> None:
    """Write down the day at whose end the authorisation ceases (paras 64 and 96)."""
    last, suspended_until = sheet.date("sa_last_day"), sheet.date("suspension_last_day")
    lapses = suspended_until is not None and not _lifted_in_time(facts, sheet)
    if suspended_until is not None and lapses and (last is None or suspended_until < last):
        rule = sheet.rule(RuleId.SUSPENSION_28, suspended_until)
        sheet.put(
            "sa_ceases_on", suspended_until, rule, Step.SUSPENSION_LAPSED, last=suspended_until
        )
    elif last is not None:
        rule = sheet.rule(RuleId.SA_END, last)
        sheet.put("sa_ceases_on", last, rule, Step.ENDS_AT_MIDNIGHT, last=last)
    ended, ceases = facts.sa_ended_on, sheet.date("sa_ceases_on")
    if ended is not None and ceases is not None and ended <= ceases:
        rule = sheet.rule(RuleId.AUTHORITY_FOR_PLACE, ended)
        sheet.put("sa_ceases_on", ended, rule, Step.SA_ENDED_EARLY, on=ended, last=last)


def _renewal(facts: Facts, sheet: Worksheet) -> None:
    """Write down when to ask for a further authorisation (local targets)."""
    last = facts.existing_sa_last_day or sheet.date("sa_last_day")
    if last is None:
        return
    prompt = sheet.rule(RuleId.PR_RENEWAL_PROMPT, last)
    prompt_on = last_day_within_days_of(last, -prompt.amount)
    sheet.put(
        "renewal_prompt_on", prompt_on, prompt, Step.DAYS_BEFORE,
        n=prompt.amount, last=last, on=prompt_on,
    )  # fmt: skip
    standard = sheet.rule(RuleId.STANDARD_ASSESSMENTS, last)
    latest = sheet.rule(RuleId.PR_RENEWAL_LATEST, last)
    receipt_on = latest_start_of_days(last, standard.amount)
    sheet.put(
        "renewal_latest_receipt_on", receipt_on, latest, Step.LATEST_RECEIPT,
        n=standard.amount, last=last, on=receipt_on,
    )  # fmt: skip


def _urgent_end(facts: Facts, starts_on: date | None, sheet: Worksheet) -> None:
    """Write down when the urgent authorisation ceases: by lapse or before (para 89)."""
    last = effective_last_day(sheet)
    if last is None:
        return
    notice_on, early_on = facts.ma_received_refusal_notice_on, facts.urgent_ended_on
    ends = first_of((starts_on, notice_on, early_on, last))
    if early_on is not None and ends == early_on:
        rule = sheet.rule(RuleId.AUTHORITY_FOR_PLACE, early_on)
        sheet.put("urgent_ceases_on", early_on, rule, Step.URGENT_ENDED_EARLY, on=early_on)
    elif starts_on is not None and ends == starts_on:
        rule = sheet.rule(RuleId.URGENT_SUPERSEDED, starts_on)
        sheet.put("urgent_ceases_on", starts_on, rule, Step.URGENT_SUPERSEDED, on=starts_on)
    elif notice_on is not None and ends == notice_on:
        rule = sheet.rule(RuleId.URGENT_ENDS_ON_REFUSAL, notice_on)
        sheet.put("urgent_ceases_on", notice_on, rule, Step.URGENT_REFUSED, on=notice_on)
    else:
        rule = sheet.rule(RuleId.URGENT_MAX_PERIOD, last)
        sheet.put("urgent_ceases_on", last, rule, Step.URGENT_LAPSES, last=last)


@dataclass(frozen=True, slots=True)
class _Before:
    """The authority that stood before the standard authorisation: its last day, and how it ended.

    ``ends_in_day`` is true where it ended at a moment within ``last_on`` (receipt of a refusal).
    """

    last_on: date
    ends_in_day: bool


def _authority_before(facts: Facts, sheet: Worksheet) -> _Before | None:
    urgent_last = effective_last_day(sheet) if gives_authority(facts) else None
    ended_on = first_of((facts.ma_received_refusal_notice_on, facts.urgent_ended_on))
    if urgent_last is not None and ended_on is not None and ended_on <= urgent_last:
        return _Before(ended_on, ends_in_day=True)
    lasts = [on for on in (urgent_last, facts.existing_sa_last_day) if on is not None]
    return _Before(max(lasts), ends_in_day=False) if lasts else None


def _gap(facts: Facts, starts_on: date | None, sheet: Worksheet) -> None:
    """Write down the calendar dates on which, for all or part of the day, nothing authorised."""
    before = _authority_before(facts, sheet)
    if before is None or starts_on is None or sheet.has(Code.SA_BACKDATED.name):
        _suspension_gap(facts, sheet)
        return
    rule = sheet.rule(RuleId.SA_START, starts_on)
    first = first_day_after(before.last_on)
    if starts_on <= first:
        sheet.put("gap_dates", 0, rule, Step.NO_GAP, last=before.last_on, start=starts_on)
        _suspension_gap(facts, sheet)
        return
    in_force_when_given = facts.sa_given_on is None or facts.sa_given_on == starts_on
    gap = days_from(first, starts_on) + (1 if in_force_when_given else 0)
    step = Step.GAP_PART_DAY if in_force_when_given else Step.GAP_WHOLE_DAYS
    sheet.put("gap_dates", gap, rule, step, n=gap, first=first, start=starts_on)
    sheet.flag(Code.SA_GAP.problem(gap_dates=gap, first_day_without_authority=first))
    _suspension_gap(facts, sheet, before=gap)


def _suspension_gap(facts: Facts, sheet: Worksheet, before: int = 0) -> None:
    """Add the dates of a suspension that was lifted to those of a gap before it."""
    notice_on, restored = facts.suspension_notice_on, facts.eligibility_restored_on
    if notice_on is None or restored is None or not _lifted_in_time(facts, sheet):
        return
    gap = days_from(notice_on, restored) + 1
    rule = sheet.rule(RuleId.SUSPENSION_START, notice_on)
    step = Step.GAP_AND_SUSPENSION if before else Step.GAP_PART_DAY
    sheet.put(
        "gap_dates", before + gap, rule, step,
        n=gap, before=before, first=notice_on, start=restored,
    )  # fmt: skip


def _first_day_without(facts: Facts, sheet: Worksheet) -> None:
    """Write down the first date on which, for all or part of the day, nothing authorises."""
    if facts.suspension_notice_on is not None:
        rule = sheet.rule(RuleId.SUSPENSION_START, facts.suspension_notice_on)
        sheet.put(
            "first_day_without_authority", facts.suspension_notice_on, rule, Step.SUSPENDED,
            on=facts.suspension_notice_on,
        )  # fmt: skip
        return
    before = _authority_before(facts, sheet)
    starts_on, ceases_on = sheet.date("sa_in_force_on"), sheet.date("sa_ceases_on")
    never_began = ceases_on is not None and starts_on is not None and ceases_on < starts_on
    last = None if never_began else ceases_on
    if before is not None and (
        starts_on is None or never_began or starts_on > first_day_after(before.last_on)
    ):
        if before.ends_in_day:
            rule = sheet.rule(RuleId.URGENT_ENDS_ON_REFUSAL, before.last_on)
            sheet.put(
                "first_day_without_authority", before.last_on, rule, Step.URGENT_REFUSED,
                on=before.last_on,
            )  # fmt: skip
            return
        last = before.last_on
    if last is None:
        return
    if last == facts.sa_ended_on:
        rule = sheet.rule(RuleId.AUTHORITY_FOR_PLACE, last)
        sheet.put(
            "first_day_without_authority", last, rule, Step.SA_ENDED_EARLY,
            on=last, last=sheet.date("sa_last_day"),
        )  # fmt: skip
        return
    first = first_day_after(last)
    rule = sheet.rule(RuleId.SA_END, last)
    sheet.put("first_day_without_authority", first, rule, Step.DAY_AFTER, last=last, first=first)
