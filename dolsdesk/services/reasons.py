"""Why each legal date of a case is what it is: in words, and as paper on request (TI2)."""

from collections.abc import Iterable
from datetime import date

from dolsdesk.clock import LONDON
from dolsdesk.domain import text
from dolsdesk.domain.dols.authority import Span
from dolsdesk.domain.dols.worksheet import Result
from dolsdesk.domain.staff import Act
from dolsdesk.reports.model import Meta
from dolsdesk.rules.model import RuleClass
from dolsdesk.services import cases, council, words
from dolsdesk.services.cases import CaseView
from dolsdesk.services.context import Context

TITLE = "Legal dates and their reasons"
_CLASSES = {
    RuleClass.STATUTE: "Law",
    RuleClass.CODE: "Code of Practice",
    RuleClass.PRACTICE: "Local target",
    RuleClass.CASE_LAW: "Case law",
}


def worth_showing(results: Iterable[Result]) -> list[Result]:
    """Return the results that say something: no zeros, no date twice under two names."""
    listed = list(results)
    by_key = {result.key: result for result in listed}
    last = by_key.get("urgent_last_day")
    kept = []
    for result in listed:
        if result.value == 0 and not isinstance(result.value, bool):
            continue
        same = last is not None and result.value == last.value
        if result.key in {"urgent_max_last_day", "urgent_ceases_on"} and same:
            continue
        kept.append(result)
    return kept


def value(result: Result) -> str:
    """Return a result as people read it."""
    found = result.value
    if isinstance(found, date):
        return text.day_date(found)
    if isinstance(found, bool):
        return "yes" if found else "no"
    return str(found)


def lines(result: Result) -> tuple[str, ...]:
    """Return the sum, the rule with its citation and edition, its address, and any note."""
    found = result.rule
    source = found.citation
    rule = (
        f"{_CLASSES[found.rule.rule_class]}: {found.rule.title}. {source}"
        f" (in force from {text.long_date(found.value.starts_on)}; edition {found.edition})."
    )
    return tuple(line for line in (words.why(result), rule, source.url, source.note) if line)


def of_span(span: Span) -> tuple[str, str, str, str]:
    """Return first day, last day, authority and number of dates of a span."""
    name = words.fact(f"authority_{span.kind.value}")
    return (
        text.day_date(span.first_on),
        text.day_date(span.last_on),
        f"{name} {span.ref}".strip(),
        str(span.gap_dates or span.days),
    )


def as_pdf(ctx: Context, request_id: int) -> bytes:
    """Return every legal date of a case with its reason, and what authorised each day, as paper."""
    from dolsdesk.reports import reasons

    ctx.require(Act.READ)
    view = cases.open_case(ctx, request_id)
    with ctx.acting(Act.READ) as write:
        write.record("export", "request", request_id, after={"paper": "legal dates"})
    return reasons.render(
        about=_about(view),
        as_at=f"As things stood on {text.long_date(view.as_at)}",
        reasons=[
            reasons.Reason(words.fact(result.key), value(result), lines(result))
            for result in worth_showing(view.answer.results.values())
        ],
        spans=[of_span(span) for span in view.spans],
        meta=_meta(ctx, view),
    ).content


def file_name(ref: str, on: date) -> str:
    """Return the name of the paper's file; it carries the reference, never a person's name."""
    return f"{ref}_legal-dates_{on:%Y%m%d}.pdf"


def _about(view: CaseView) -> list[tuple[str, str]]:
    case = view.case
    return [
        ("Relevant person", case.person.full_name),
        ("Care home or hospital", case.place.name),
        ("Request received", text.long_date(case.request.received_on)),
    ]


def _meta(ctx: Context, view: CaseView) -> Meta:
    person = view.case.person
    at = ctx.clock.now().astimezone(LONDON)
    return Meta(
        title=TITLE,
        council=council.name(ctx),
        reference=view.case.request.ref,
        footer_person=f"{person.initials} born {person.born()}",
        template=f"edition {ctx.book.edition}",
        produced=f"{text.long_date(at.date())} at {text.clock_time(at.time())}",
        author=council.name(ctx),
    )
