"""What every paper of a case shares: its header, its signature, and how it is made."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dolsdesk.clock import LONDON
from dolsdesk.domain import text
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.forms import spec
from dolsdesk.domain.forms.spec import Answers
from dolsdesk.domain.people import Person
from dolsdesk.domain.places import Place
from dolsdesk.reports.model import Meta
from dolsdesk.services import council, words
from dolsdesk.services.context import Context
from dolsdesk.services.templates import template

#: What the council does, as a form that somebody is to fill in has it: nothing is said yet.
BLANK = " "


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished paper with everything that is frozen beside its bytes.

    ``record_id`` is the record it is about: a suspension, an appointment. ``gaps`` are the labels
    of what the form asks for and the case does not say.
    """

    code: str
    title: str
    template: str
    answers: Mapping[str, Any]
    content: bytes
    pages: int
    record_id: int | None = None
    gaps: tuple[str, ...] = ()


def made(
    ctx: Context,
    code: str,
    case: Case,
    answers: Answers,
    at: datetime,
    *,
    is_draft: bool,
    record_id: int | None = None,
    is_blank: bool = False,
    replaces: str = "",
) -> Paper:
    """Return a paper of a case made from its template and the answers.

    ``is_blank`` leaves room where somebody is to write, instead of saying that nothing is stated.
    ``replaces`` says whose place it takes, and why.
    """
    return made_of(
        ctx, code, answers, at, ref=case.request.ref, person=case.person, is_draft=is_draft,
        record_id=record_id, is_blank=is_blank, replaces=replaces,
    )  # fmt: skip


def made_of(
    ctx: Context,
    code: str,
    answers: Answers,
    at: datetime,
    *,
    ref: str,
    person: Person,
    is_draft: bool,
    record_id: int | None = None,
    is_blank: bool = False,
    replaces: str = "",
) -> Paper:
    """Return a paper about a person, with or without a request."""
    from dolsdesk.reports import forms

    if replaces:
        answers = {**answers, forms.REPLACES: replaces}
    form = template(code, council.pack(ctx))
    meta = Meta(
        title=form.title,
        council=council.name(ctx),
        reference=ref,
        footer_person=f"{person.initials} born {person.born()}",
        template=form.template,
        produced=moment(at),
        author=council.name(ctx),
        is_draft=is_draft,
    )
    blank = BLANK if is_blank else forms.NOT_STATED
    done = forms.render(form, answers, meta, blank=blank)
    lacking = () if is_blank else tuple(field.label for field in spec.gaps(form, answers))
    return Paper(
        code, form.title, form.template, dict(answers), done.content, done.pages, record_id, lacking
    )


def header(ctx: Context, case: Case) -> dict[str, Any]:
    """Return the answers that every paper of a case has."""
    return about(ctx, case.person, case.place, ref=case.request.ref, ward=case.request.ward)


def about(
    ctx: Context, person: Person, place: Place, *, ref: str, ward: str = ""
) -> dict[str, Any]:
    """Return the header of a paper about a person in a place."""
    where = joined(place.name, place.address, place.postcode)
    return {
        "case_ref": ref,
        "person_name": person.full_name,
        "born": person.born(),
        "place": f"{where}\nWard: {ward}" if ward else where,
        "managing_authority": place.managing_authority or place.name,
        "supervisory_body": council.letterhead(ctx),
    }


def home_contact(case: Case) -> str:
    """Return whom to ask at the home, as the request names them."""
    request = case.request
    return joined(request.contact_name, request.contact_phone, request.contact_email)


def signature(
    name: str, position: str, at: datetime | None, *, unsigned: str = "NOT_SIGNED"
) -> list[str]:
    """Return a signature block: name, position and moment; without a moment, that it is not."""
    return [name, position, moment(at) if at else words.sentence(unsigned)]


def by_actor(ctx: Context, at: datetime | None) -> list[str]:
    """Return the signature block of whoever is at the desk; a draft has no moment."""
    return signature(ctx.actor.name, ctx.actor.job_title, at)


def file_name(ref: str, code: str, on: date) -> str:
    """Return the name of a paper's file (returns-and-reports.md 6)."""
    return f"{re.sub(r'[^0-9A-Za-z.-]', '-', ref)}_{code}_{on:%Y%m%d}.pdf"


def moment(at: datetime) -> str:
    """Write an instant in full, as it was on the wall clock in London."""
    local = at.astimezone(LONDON)
    return f"{text.long_date(local.date())} at {text.clock_time(local.time())}"


def day(on: date | None) -> str | None:
    """Write a day in full; nothing where there is none."""
    return text.long_date(on) if on else None


def yes_no(answer: bool | None) -> str | None:
    """Write a yes or a no; nothing where nobody answered."""
    return None if answer is None else "Yes" if answer else "No"


def ticked(chosen: bool, words_: str) -> list[str]:
    """Return one row of a list of choices: whether it is chosen, and what it says."""
    return ["Yes" if chosen else "No", words_]


def joined(*parts: str) -> str:
    """Return the parts that say something, one under another."""
    return "\n".join(part for part in parts if part)
