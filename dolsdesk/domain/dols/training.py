"""Whether an assessor's training is recent enough to be selected (regs 4(4) and 5(3)(d))."""

from datetime import date

from dolsdesk.domain.counting import last_day_of_months, last_day_within_previous_months
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import Facts
from dolsdesk.domain.dols.worksheet import Step, Worksheet
from dolsdesk.rules.ids import RuleId


def work_out(facts: Facts, sheet: Worksheet) -> None:
    """Write down until when the assessor may be selected, and whether on the day asked about.

    Further training within the 12 months before selection is needed, except during the 12 months
    beginning with completion of the initial training.
    """
    initial_on = facts.initial_training_on
    if initial_on is None and not facts.further_training_on:
        return
    tested_on = facts.selected_on or sheet.as_at
    rule = sheet.rule(RuleId.ASSESSOR_REFRESHER, tested_on)
    lasts: list[tuple[date, date, Step]] = []
    if initial_on is not None and initial_on <= tested_on:
        last = last_day_of_months(initial_on, rule.amount)
        lasts.append((last, initial_on, Step.TRAINING_INITIAL))
    for on in facts.further_training_on:
        if on <= tested_on:
            last = last_day_within_previous_months(on, rule.amount)
            lasts.append((last, on, Step.TRAINING_FURTHER))
    if lasts:
        last, trained_on, step = max(lasts, key=lambda entry: entry[:-1])
        sheet.put(
            "last_selectable_without_refresher_on", last, rule, step,
            n=rule.amount, start=trained_on, last=last,
        )  # fmt: skip
    if facts.selected_on is None:
        return
    fitting = [entry for entry in lasts if entry[0] >= tested_on]
    # Further training alone never makes an assessor: the initial training comes first.
    is_ok = bool(fitting) and (initial_on is None or initial_on <= tested_on)
    if is_ok:
        last, trained_on, step = max(fitting, key=lambda entry: entry[:-1])
        sheet.put(
            "assessor_training_ok", True, rule, step, n=rule.amount, start=trained_on, last=last
        )
    else:
        sheet.put("assessor_training_ok", False, rule, Step.TRAINING_LAPSED, on=tested_on)
        sheet.flag(Code.ASSESSOR_TRAINING_LAPSED.problem())
