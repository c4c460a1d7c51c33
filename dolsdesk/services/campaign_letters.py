"""The letter of a re-screening to a home: why we ask, for whom, and Q03 to Q20 (AG-D01)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dolsdesk.clock import LONDON
from dolsdesk.domain import text
from dolsdesk.domain.dols.campaigns import Campaign, Item
from dolsdesk.domain.dols.screening import QUESTIONS
from dolsdesk.domain.forms import spec
from dolsdesk.domain.forms.spec import Answers, FieldKind, Form, Section
from dolsdesk.reports.model import Meta
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import council, words
from dolsdesk.services.context import Context
from dolsdesk.services.templates import template
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import letters as reads

CODE = "AG-D01"
#: Room to write an answer by hand.
_ROOM = "\n".join(["_" * 34] * 4)
TEMPLATE = f"AGNI-2026 {CODE} 1"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one home about several people."""

    code: str
    content: bytes
    pages: int


def letter(
    ctx: Context,
    session: ReadSession,
    campaign: Campaign,
    place_id: int,
    items: Sequence[Item],
    *,
    reply_by: date,
    is_reminder: bool = False,
    is_draft: bool = False,
) -> Letter:
    """Return the letter to a home about the people of some items, with a sheet for each of them."""
    from dolsdesk.reports import forms

    about = reads.people(session, [one.person_id for one in items])
    home = reads.home(session, place_id)
    answers: dict[str, spec.Answer] = {
        "home": home,
        "supervisory_body": council.letterhead(ctx),
        "reply_by": text.day_date(reply_by),
        "people_count": str(len(items)),
        "reminder": words.sentence("LETTER_REMINDER") if is_reminder else None,
        "test": _test(ctx, campaign),
        "contact": campaign.owner,
        "people": [
            [one.ref or words.fact(one.subject.value), about[one.person_id].full_name,
             about[one.person_id].born(), words.fact(f"stands_{one.subject.value}")]
            for one in items
        ],
    }  # fmt: skip
    form, sheets = _with_sheets(items, about)
    now = ctx.clock.now().astimezone(LONDON)
    meta = Meta(
        title=form.title,
        council=council.name(ctx),
        reference=f"{campaign.name}",
        footer_person="",
        template=form.template,
        produced=f"{text.long_date(now.date())} at {text.clock_time(now.time())}",
        author=council.name(ctx),
        is_draft=is_draft or not campaign.letter_approved_by,
    )
    done = forms.render(form, {**answers, **sheets}, meta)
    return Letter(CODE, done.content, done.pages)


def _with_sheets(items: Sequence[Item], about: reads.People) -> tuple[Form, Answers]:
    """Return the letter with a sheet of questions for each person, and the sheets' rows."""
    form = template(CODE)
    sections, rows = list(form.sections), {}
    for item in items:
        key = f"questions_{item.id}"
        person = about[item.person_id]
        name = words.sentence("SHEET_OF", name=person.full_name, ref=item.ref)
        sections.append(
            Section(
                name,
                (
                    spec.Field(
                        key, words.sentence("SHEET_ASKS"), FieldKind.ROWS,
                        columns=("No", "Question", "Your answer"),
                    ),
                ),
            )
        )  # fmt: skip
        rows[key] = [[code, words.sentence(code), _ROOM] for code in QUESTIONS]
    return (
        Form(form.code, form.scheme, form.version, form.title, form.subtitle, tuple(sections),
             form.glance),
        rows,
    )  # fmt: skip


def _test(ctx: Context, campaign: Campaign) -> str:
    value = next(
        one for one in ctx.book.rule(RuleId.LEGAL_TEST).values if one.amount == campaign.test
    )
    return f"{words.fact(campaign.test)}: {value.source}"
