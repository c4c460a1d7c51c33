"""What AG-D07 and AG-D08 say: the outcome of a review, and a referral to the council's lawyers.

They put together what is on record and conclude nothing (after-agni.md 4.10).
"""

from collections.abc import Iterable
from datetime import date

from dolsdesk.clock import LONDON
from dolsdesk.domain import text
from dolsdesk.domain.dols import holdings
from dolsdesk.domain.dols.authority import Authority, Span
from dolsdesk.domain.dols.campaigns import Item, NextAction
from dolsdesk.domain.dols.case import Case, CopyLine
from dolsdesk.domain.dols.copies import NoticeEvent
from dolsdesk.domain.dols.reviews import Review, ReviewOutcome
from dolsdesk.domain.forms.spec import Answer
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.errors import Refused
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import legal_tasks, words
from dolsdesk.services.context import Context
from dolsdesk.services.projection import standing_with_others
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import findings


def review_outcome(case: Case) -> dict[str, Answer]:
    """Return what the notice of a review's outcome says of the newest completed review.

    Raises:
        Refused: no review is complete.
    """
    held = [
        one
        for one in holdings.of(case.records, RecordKind.REVIEW, Review)
        if one.facts.completed_on is not None
    ]
    if not held:
        raise Refused("PAPER_NOT_YET", paper="AG-D07", ref=case.request.ref)
    record = held[-1]
    review = record.facts
    who = words.fact(review.requested_by.value)
    name = f", {review.requester_name}" if review.requester_name else ""
    return {
        "requested": f"{who}{name}, {text.day_date(review.requested_on)}",
        "why": review.why,
        "requirements": [
            [
                words.fact(kind.value),
                words.fact(review.grounds[kind].value) if kind in review.grounds else " ",
                words.fact(found.result.value),
                found.reasons,
            ]
            for kind, found in review.findings.items()
        ],
        "outcome": words.fact(review.outcome.value) if review.outcome else None,
        "completed": f"{_day(review.completed_on)}, {review.completed_by}",
        "ended": _ended(case, record),
        "told": [
            [text.begun(words.fact(line.recipient)), line.name, _sent(line)]
            for line in case.copies
            if line.event == NoticeEvent.REVIEW_OUTCOME.value
        ],
    }


def _ended(case: Case, record: Record[Review]) -> str:
    """Return when a review ended the authorisation, or up to when it goes on."""
    if record.facts.outcome is ReviewOutcome.TERMINATED:
        at = record.recorded_at.astimezone(LONDON)
        day = record.facts.completed_on or at.date()
        return words.sentence("ENDED_BY_REVIEW", on=day, at=text.clock_time(at.time()))
    given = case.authorisation
    return words.sentence("GOES_ON_AFTER_REVIEW", on=given.last_day) if given else ""


def _sent(line: CopyLine) -> str:
    if line.sent_on is not None:
        return text.day_date(line.sent_on)
    return line.reason_not_sent or words.sentence("NOT_SENT_YET")


def referral(
    ctx: Context, session: ReadSession, case: Case, item: Item | None
) -> dict[str, Answer]:
    """Return what a referral says: the question, each test's findings, the days uncovered."""
    spans = standing_with_others(session, case, as_at=ctx.today, book=ctx.book).spans
    since = ctx.book.value(RuleId.LEGAL_TEST, on=ctx.today).value.starts_on
    gaps = [(*gap, *split(*gap, since)) for gap in _gaps(spans, ctx.today)]
    found = [
        one
        for one in findings.every(session, person_id=case.person_id)
        if one.place_id == case.place.id and one.is_formal
    ]
    return {
        **_asked(case, item),
        "findings": [
            [_day(one.decided_on), words.fact(one.test),
             words.fact(one.outcome) if one.outcome else " ", one.decided_by or " ",
             one.reasons or " "]
            for one in found
        ],
        "days_before": str(sum(before for _, _, before, _ in gaps)),
        "days_since": str(sum(after for _, _, _, after in gaps)),
        "gaps": [
            [text.day_date(first), text.day_date(last), str(before), str(after)]
            for first, last, before, after in gaps
        ],
        "chronology": [
            [_day(one.happened_on), words.fact(f"event_{one.kind}"), one.detail or " ",
             one.recorded_by]
            for one in sorted(case.events, key=lambda one: (one.happened_on, one.id))
        ],
    }  # fmt: skip


def _asked(case: Case, item: Item | None) -> dict[str, Answer]:
    """Return what the lawyers are asked: in the case itself, or on the way of a re-screening."""
    tasks = legal_tasks.waiting(case)
    if tasks:
        task = tasks[-1].facts
        return {
            "question": task.question, "deadline": text.day_date(task.due_on), "owner": task.owner,
        }  # fmt: skip
    if item is None or item.next_action is not NextAction.LEGAL_REFERRAL:
        return {"question": None, "deadline": None, "owner": None}
    due = text.day_date(item.action_due) if item.action_due else None
    return {"question": item.action_why, "deadline": due, "owner": item.action_owner}


def split(first: date, last: date, since: date) -> tuple[int, int]:
    """Return how many dates from first to last, both included, lie before a day and from it on."""
    days = (last - first).days + 1
    before = min(max((since - first).days, 0), days)
    return before, days - before


def _gaps(spans: Iterable[Span], today: date) -> list[tuple[date, date]]:
    """Return the first and last date of each gap up to today, the part day at its end included."""
    return [
        (span.first_on, min(span.until_on if span.part_day else span.last_on, today))
        for span in spans
        if span.kind is Authority.NONE and span.first_on <= today
    ]


def _day(on: date | None) -> str:
    return text.day_date(on) if on else " "
