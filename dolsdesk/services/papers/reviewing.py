"""Form 10, decision part: how a review of the authorisation ended (paras 109 to 120)."""

from dolsdesk.domain import text
from dolsdesk.domain.dols import holdings
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.conditions import Condition
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.reviews import ConditionChange, Review, ReviewOutcome
from dolsdesk.domain.forms.spec import Answer
from dolsdesk.domain.records import RecordKind
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.services.papers.paper import Paper, by_actor, day, header, made


def form_10(
    ctx: Context, case: Case, review: Review, *, record_id: int | None = None,
    is_draft: bool = False, replaces: str = "",
) -> Paper:  # fmt: skip
    """Return Form 10 for a review that is complete; the conditions are those after it.

    Raises:
        ValueError: it is not complete.
    """
    if review.completed_on is None or review.outcome is None:
        raise ValueError("the review is not complete")
    now = ctx.clock.now()
    who = words.fact(review.requested_by.value)
    name = f", {review.requester_name}" if review.requester_name else ""
    held = holdings.of(case.records, RecordKind.CONDITION, Condition)
    ends = review.outcome is ReviewOutcome.TERMINATED
    last = case.authorisation.last_day if case.authorisation else None
    answers: dict[str, Answer] = header(ctx, case) | {
        "requested": f"{who}{name}, {text.long_date(review.requested_on)}",
        "why": review.why,
        "notified": day(review.notified_on),
        "requirements": [_requirement(kind, review) for kind in AssessmentKind],
        "reviewable_why": review.reviewable_why,
        "findings": [[words.fact(k.value), f.reasons] for k, f in review.findings.items()],
        "outcome": words.fact(review.outcome.value),
        "reasons_varied": [[words.fact(k.value), why] for k, why in review.reasons_varied.items()],
        "condition_changes": [
            _change(one, {record.id: record.facts.text for record in held})
            for one in review.condition_changes
        ],
        "conditions": [one.facts.text for one in held if one.facts.binds],
        "effect": words.sentence("F10_ENDS", on=review.completed_on)
        if ends
        else words.sentence("F10_GOES_ON", on=last),
        "completed": day(review.completed_on),
        "signature": by_actor(ctx, None if is_draft else now),
    }
    return made(ctx, "F10D", case, answers, now, is_draft=is_draft, record_id=record_id,
                replaces=replaces)  # fmt: skip


def _requirement(kind: AssessmentKind, review: Review) -> list[str]:
    ground = review.grounds.get(kind)
    found = review.findings.get(kind)
    who = (
        [found.assessor_name, text.short_date(found.carried_out_on)] if found else ["Not assessed"]
    )
    return [
        words.fact(kind.value),
        words.fact(ground.value) if ground else "None",
        "Yes" if kind in review.reviewable else "No",
        ", ".join(part for part in who if part),
        words.fact(found.result.value) if found else "As before",
    ]


def _change(change: ConditionChange, texts: dict[int, str]) -> list[str]:
    before = texts.get(change.record_id, "") if change.record_id is not None else ""
    return [words.fact(change.act.value), before or "None", change.text or "None"]
