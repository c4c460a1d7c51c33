"""Whether an earlier assessment may be used again (Sch A1 para 49, R8)."""

from dolsdesk.domain.counting import last_day_within_previous_months
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import AssessmentKind, Facts
from dolsdesk.domain.dols.worksheet import Step, Worksheet
from dolsdesk.rules.ids import RuleId


def work_out(facts: Facts, sheet: Worksheet) -> None:
    """Write down whether the assessment may be relied on, and until when.

    Measured to the day the supervisory body relies on it and tested again on the day the
    authorisation is given (dols.md 10.5). Not stated means: relied on today.
    """
    kind, done_on = facts.assessment_kind, facts.assessment_carried_out_on
    if done_on is not None and done_on > sheet.as_at:
        sheet.flag(Code.ASSESSMENT_FUTURE.problem())
    if done_on is not None and kind is AssessmentKind.BI:
        _check_test(facts, sheet)
    if kind is None or done_on is None:
        return
    relied_on = facts.relied_on or facts.sa_given_on or sheet.as_at
    rule = sheet.rule(RuleId.EQUIVALENT_AGE, relied_on)
    if kind is AssessmentKind.AGE:
        sheet.put("equivalent_usable", True, rule, Step.EQUIVALENT_AGE_EXEMPT)
        return
    last = last_day_within_previous_months(done_on, rule.amount)
    sheet.put(
        "equivalent_last_usable_on", last, rule, Step.WITHIN_PREVIOUS,
        n=rule.amount, done=done_on, last=last,
    )  # fmt: skip
    tested_on = max(on for on in (relied_on, facts.sa_given_on) if on is not None)
    usable = done_on <= relied_on and tested_on <= last
    step = Step.EQUIVALENT_IN_TIME if usable else Step.EQUIVALENT_OUT_OF_TIME
    sheet.put("equivalent_usable", usable, rule, step, on=tested_on, last=last, done=done_on)
    if not usable and (facts.relied_on is not None):
        sheet.flag(Code.EQUIVALENT_TOO_OLD.problem(last=last))


def _check_test(facts: Facts, sheet: Worksheet) -> None:
    """Warn where the finding rests on the test before the one in force today (dols.md 0.2)."""
    done_on = facts.assessment_carried_out_on
    if done_on is None:
        return
    then = sheet.rule(RuleId.LEGAL_TEST, done_on)
    now = sheet.rule(RuleId.LEGAL_TEST, sheet.as_at)
    sheet.put("legal_test_on_that_day", then.code, then, Step.TEST_ON_DATE, on=done_on)
    if (facts.legal_test or then.code) != now.code:
        sheet.flag(Code.BI_TEST_OLD.problem(starts_on=now.value.starts_on))
