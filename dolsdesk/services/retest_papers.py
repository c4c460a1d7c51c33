"""The papers of a change of the legal test: AG-D01 to AG-D08 (after-agni.md 4.10).

A letter is a draft until somebody approves it; approving freezes it like any issued paper. No
letter says that the law was wrong about somebody, promises anything, or ends an authority before
it ended.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from dolsdesk.clock import LONDON
from dolsdesk.domain import text
from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import recorded_findings as rules
from dolsdesk.domain.dols.campaigns import Item
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.legal_test import DolTestRecord, Finding, VisitMode
from dolsdesk.domain.dols.life import SA_LIVE
from dolsdesk.domain.dols.recorded_findings import RecordedFinding, Stage
from dolsdesk.domain.dols.screening import QUESTIONS, Answers
from dolsdesk.domain.forms.spec import Answer
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.reports.model import Meta
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import campaign_letters, council, files, finding_beside, legal_papers, words
from dolsdesk.services.acts import on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.projection import grants_of_others, standing
from dolsdesk.services.templates import template
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import findings
from dolsdesk.store.repos import campaigns as campaigns_repo
from dolsdesk.store.repos import cases, documents

#: The papers of a case that can be asked for by code.
CODES = ("AG-D01", "AG-D02", "AG-D03", "AG-D04", "AG-D05", "AG-D06", "AG-D07",
         "AG-D08")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A paper with everything that is frozen beside its bytes."""

    code: str
    title: str
    template: str
    answers: Mapping[str, Any]
    content: bytes
    pages: int


def make(
    ctx: Context, session: ReadSession, code: str, case: Case, *, is_draft: bool = True
) -> Made:
    """Return one of the papers of a case.

    Raises:
        Refused: there is no such paper, no questionnaire to send, or nothing is decided yet.
    """
    if code not in CODES:
        raise Refused("NO_SUCH_PAPER", paper=code, papers=CODES)
    if code == "AG-D01":
        return _questionnaire(ctx, session, case)
    answers = _answers(ctx, session, code, case)
    form = template(code)
    now = ctx.clock.now().astimezone(LONDON)
    meta = Meta(
        title=form.title,
        council=council.name(ctx),
        reference=case.request.ref,
        footer_person=""
        if code == "AG-D05"
        else f"{case.person.initials} born {case.person.born()}",
        template=form.template,
        produced=f"{text.long_date(now.date())} at {text.clock_time(now.time())}",
        author=council.name(ctx),
        is_draft=is_draft,
    )
    from dolsdesk.reports import forms

    render = forms.render_large if code == "AG-D05" else forms.render
    done = render(form, answers, meta)
    return Made(code, form.title, form.template, dict(answers), done.content, done.pages)


def draft(ctx: Context, request_id: int, code: str) -> Made:
    """Return a paper of a case as it stands now, marked as a draft; looking is no act."""
    with ctx.reading() as session:
        return make(ctx, session, code, cases.load(session, request_id))


def save_draft(ctx: Context, request_id: int, code: str, path: Path) -> None:
    """Write a draft to a file the person chose; that it left the store is recorded."""
    with ctx.acting(Act.READ) as write:
        made = make(ctx, write.session, code, cases.load(write.session, request_id))
        write.record("export", "request", request_id, after={"paper": code, "is_draft": True})
        files.write(path, made.content)


def approve(ctx: Context, request_id: int, code: str) -> Outcome[int]:
    """Approve a paper and freeze it as issued.

    Raises:
        Refused: it cannot be made, or is the questionnaire, which a campaign sends.
    """
    if code == "AG-D01":
        raise Refused("PAPER_OF_CAMPAIGN")
    with on_case(ctx, Act.SEND_COPIES, request_id) as act:
        made = make(ctx, act.write.session, code, act.case, is_draft=False)
        document_id = documents.add(
            act.write.session,
            request_id,
            code=made.code,
            title=made.title,
            template=made.template,
            edition=ctx.book.edition,
            answers=made.answers,
            content=made.content,
            pages=made.pages,
            issued_at=act.write.at,
            issued_by=ctx.actor.id,
        )
        act.happened("letter_approved", f"{made.code}: {made.title}")
        act.record("approve_paper", paper=code, document_id=document_id)
    return Outcome(document_id, of_case(request_id))


def _questionnaire(ctx: Context, session: ReadSession, case: Case) -> Made:
    item = _item(session, case)
    if item is None:
        raise Refused("NOT_IN_CAMPAIGN", ref=case.request.ref)
    campaign = campaigns_repo.load(session, item.campaign_id)
    reply_by = item.reply_by or ctx.today + timedelta(days=campaign.reply_days)
    made = campaign_letters.letter(
        ctx, session, campaign, item.place_id, (item,), reply_by=reply_by, is_draft=True
    )
    form = template("AG-D01")
    return Made("AG-D01", form.title, form.template, {}, made.content, made.pages)


def _item(session: ReadSession, case: Case) -> Item | None:
    found = campaigns_repo.items_of_request(session, case.request.id)
    return found[0] if found else None


def _decision(session: ReadSession, case: Case) -> RecordedFinding:
    """Return the decision a letter tells of: the record that stands, or the assessment's finding.

    Raises:
        Refused: nothing is decided.
    """
    held = rules.current(case.records)
    if held is not None:
        return held.facts
    for one in reversed(findings.every(session, person_id=case.person_id)):
        if one.request_id != case.request.id or not one.is_formal:
            continue
        for done in case.assessments.values():
            best = done.best_interests
            if best is not None and best.test is not None:
                return rules.migrated(
                    best.test, ref="", version=done.version,
                    carried_out_on=done.carried_out_on, test=one.test,
                )  # fmt: skip
    raise Refused("PAPER_NOT_YET", paper="AG-D06", ref=case.request.ref)


def _answers(ctx: Context, session: ReadSession, code: str, case: Case) -> dict[str, Answer]:
    place = case.place
    common: dict[str, Answer] = {
        "case_ref": case.request.ref,
        "person_name": case.person.full_name,
        "born": case.person.born(),
        "home": "\n".join(p for p in (place.name, place.address, place.postcode) if p),
        "supervisory_body": ", ".join(council.letterhead(ctx).splitlines()),
    }
    if code == "AG-D02":
        return common | _reconsider(ctx, session, case)
    if code == "AG-D07":
        return common | legal_papers.review_outcome(case)
    if code == "AG-D08":
        return common | legal_papers.referral(ctx, session, case, _item(session, case))
    decided = _decision(session, case)
    makers: Mapping[str, Callable[[], dict[str, Answer]]] = {
        "AG-D03": lambda: _to_home(ctx, session, case, decided),
        "AG-D04": lambda: _to_family(ctx, session, case, decided),
        "AG-D05": lambda: _to_person(ctx, case, decided),
        "AG-D06": lambda: _whole(ctx, session, case, decided),
    }
    return common | _decided(ctx, decided) | makers[code]()


def _reconsider(ctx: Context, session: ReadSession, case: Case) -> dict[str, Answer]:
    item = _item(session, case)
    returns = campaigns_repo.questionnaires(session, item.id) if item else ()
    chosen = next((one for one in returns if one.is_chosen), None)
    view = item.triage_view if item else None
    usual = ctx.today + timedelta(days=ctx.amount(RuleId.AGNI_REPLY))
    set_for = item.action_due if item else None
    reply_by = set_for if set_for is not None and set_for > ctx.today else usual
    return {
        "reply_by": text.day_date(reply_by),
        "answers": _questions(chosen.answers) if chosen else None,
        "reading": f"{words.fact(view.value)}. {item.triage_why}" if item and view else None,
        "choices": [
            words.sentence("CHOICE_STAND"), words.sentence("CHOICE_WITHDRAW"),
            words.sentence("CHOICE_MORE"),
        ],
    }  # fmt: skip


def _questions(answers: Answers) -> list[list[str]]:
    """Return what a home answered, question by question."""
    rows = []
    for code in QUESTIONS:
        said = [
            _NAMED.get(name, "{}").format(told.rstrip("."))
            for name in Answers.__dataclass_fields__
            if name.startswith(code.lower()) and (told := _plain(getattr(answers, name)))
        ]
        rows.append([f"{code} {words.sentence(code)}", "; ".join(said) or "–"])
    return rows


#: Answers that are a bare yes or no beside others, and say what they are about.
_NAMED = {
    "q04_by_force": "stopped by force: {}",
    "q07_is_open_ended": "open-ended: {}",
    "q10_asks_to": "asks to go out: {}",
    "q18_confused": "confused: {}",
}


def _plain(value: Any) -> str:
    if value in (None, "", ()):
        return ""
    if isinstance(value, tuple):
        return "; ".join(f"{one.what} ({one.how_often}, {one.why})" for one in value)
    code = getattr(value, "value", None)
    if code is not None:
        return words.fact(code)
    return value if isinstance(value, str) else text.long_date(value)


def _decided(ctx: Context, decided: RecordedFinding) -> dict[str, Answer]:
    finding = decided.finding
    on = text.long_date(finding.decided_on) if finding.decided_on else ""
    again = finding.look_again_on
    care = decided.aftercare
    return {
        "finding": words.fact(finding.finding.value) if finding.finding else None,
        "decided": f"{on}, {finding.decided_by}",
        "test": _test(ctx, finding),
        "why": finding.reasons,
        "signs": finding.objection_signs,
        "look_again": text.long_date(again) if again else None,
        "care_actions": care.conditions_carried,
        "care_review": text.long_date(care.care_review_on) if care.care_review_on else None,
    }


def _test(ctx: Context, finding: DolTestRecord) -> str:
    found = [v for v in ctx.book.rule(RuleId.LEGAL_TEST).values if v.amount == finding.test]
    cited = f": {found[0].source}" if found else ""
    return f"{words.fact(finding.test)}{cited}"


def _stands(ctx: Context, session: ReadSession, case: Case) -> str:
    """Return what authorises today, or waits; never that something ended before it did."""
    earlier = grants_of_others(session, case, as_at=ctx.today, book=ctx.book)
    found = standing(case, as_at=ctx.today, book=ctx.book, earlier=earlier)
    if found.sa_state in SA_LIVE and case.authorisation is not None:
        return words.sentence("STANDS_SA", on=case.authorisation.last_day)
    if case.request.is_open:
        return words.sentence("STANDS_REQUEST", on=case.request.received_on)
    return words.sentence("STANDS_NOTHING")


def _to_home(
    ctx: Context, session: ReadSession, case: Case, _decided: RecordedFinding
) -> dict[str, Answer]:
    return {"standing": _stands(ctx, session, case)}


def _to_family(
    ctx: Context, session: ReadSession, case: Case, _decided: RecordedFinding
) -> dict[str, Answer]:
    stands = _stands(ctx, session, case)
    ends = words.sentence("ENDS_NOTHING_YET", stands=stands)
    return {
        "ends": f"{ends}\n{words.sentence('ENDS_AT_END')}",
        "disagree": [
            words.sentence(code)
            for code in ("DISAGREE_REVIEW", "DISAGREE_COMPLAIN", "DISAGREE_ADVOCATE",
                         "DISAGREE_COURT")
        ],
    }  # fmt: skip


def _to_person(ctx: Context, case: Case, decided: RecordedFinding) -> dict[str, Answer]:
    finding = decided.finding
    said = {Finding.DOL: "NOTE_DOL", Finding.NOT_DOL: "NOTE_NOT_DOL"}
    lines = []
    if finding.visit_mode is not None and finding.visit_mode is not VisitMode.NOT_SEEN:
        lines.append(words.sentence("NOTE_SEEN", name=finding.decided_by))
    code = said.get(finding.finding, "NOTE_UNCERTAIN") if finding.finding else "NOTE_UNCERTAIN"
    lines.append(words.sentence(code))
    if finding.look_again_on is not None:
        lines.append(words.sentence("NOTE_AGAIN", on=finding.look_again_on))
    return {
        "known_as": case.person.known_as or case.person.given_names,
        "said": lines,
        "tell": words.sentence("NOTE_TELL", name=decided.aftercare.worker or ctx.actor.name),
    }


def _whole(
    ctx: Context, session: ReadSession, case: Case, decided: RecordedFinding
) -> dict[str, Answer]:
    finding = decided.finding
    told = [
        one
        for one in findings.every(session, person_id=case.person_id)
        if one.place_id == case.place.id and one.is_formal
    ]
    return {
        "finding_ref": decided.ref,
        "subject": f"{words.fact(decided.subject.value)}, {words.fact(Stage(decided.stage).value)}",
        "situation": finding.situation,
        "factors": [
            [f"{one.code} {words.fact(one.code)}", one.narrative, words.fact(one.direction.value)]
            for one in finding.factors
        ],
        "consent": words.fact(finding.consent.value) if finding.consent else None,
        "evidence": [
            [text.short_date(one.seen_on), words.fact(one.kind.value),
             words.fact(one.supports.value), one.what, one.observer]
            for one in finding.evidence
        ],
        "reliability": [
            [words.fact(one.doubt.value), words.fact(one.standing.value), one.note or " "]
            for one in finding.reliability
        ],
        "contrary": finding.objection_answer,
        "visit": _visit(finding),
        "consulted": [
            [one.name, one.link or " ", text.short_date(one.on) if one.on else " ",
             one.view or one.why_not or " "]
            for one in finding.consulted
        ],
        "findings": _limbs(finding),
        "legal": finding.legal_consulted,
        "history": [
            [text.short_date(one.decided_on) if one.decided_on else " ", words.fact(one.test),
             words.fact(one.outcome) if one.outcome else " ", one.decided_by or " ",
             one.ref or one.case_ref]
            for one in told
        ],
        "beside": _beside(ctx, session, case),
    }  # fmt: skip


def _visit(finding: DolTestRecord) -> str:
    if finding.visit_mode is None:
        return ""
    how = words.fact(finding.visit_mode.value)
    on = f", {text.long_date(finding.visited_on)}" if finding.visited_on else ""
    return f"{how}{on}. {finding.why_not_seen}".strip()


def _limbs(finding: DolTestRecord) -> list[list[str]]:
    return [
        [words.fact(f"beside_{name}"), words.fact(value.value) if value else " ", why or " "]
        for name, value, why in (
            ("objective", finding.objective, finding.objective_reasons),
            ("imputable", finding.imputable, finding.imputable_reason),
            ("capacity", finding.capacity, ""),
        )
    ]


def _beside(ctx: Context, session: ReadSession, case: Case) -> list[list[str]]:
    """Return where the earlier finding and this one differ, both having been recorded."""
    old, new = finding_beside.old_and_new(ctx, session, case)
    return [
        [
            words.fact(f"beside_{one.name}", words.fact(one.name)),
            *(
                words.fact(told) if one.name == "test" else _said(told)
                for told in (one.old, one.new)
            ),
        ]
        for one in rules.side_by_side(old, new)
        if one.is_changed and one.old is not None and one.new is not None
    ]


def _said(value: Any) -> str:
    if isinstance(value, tuple):
        return f"{value[0]} ({words.fact(value[1])})"
    if isinstance(value, frozenset):
        return ", ".join(sorted(words.fact(str(one)) for one in value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return _plain(value)
