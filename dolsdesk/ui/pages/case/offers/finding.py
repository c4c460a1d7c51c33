"""What can be done about the legal test in a case: write, decide, read, void, look after."""

from collections.abc import Callable
from functools import partial

from dolsdesk.domain.dols import recorded_findings as rules
from dolsdesk.domain.dols.legal_test import Finding
from dolsdesk.domain.dols.recorded_findings import (
    MACHINE,
    AdvocateAnswer,
    Aftercare,
    FindingEvent,
    Purpose,
    Stage,
    Subject,
)
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import finding_checks, recorded_findings, retest_papers, words
from dolsdesk.services.cases import CaseView
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.retest_papers import Made
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.pages.case.writing import WritingPart
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    ProseField,
    Values,
    options,
)


def begin(part: Part, stage: Stage) -> None:
    """Begin a record of one stage."""

    def act(given: Values) -> Outcome[int]:
        return recorded_findings.begin(
            part.shell.ctx, part.request_id, stage=stage, subject=Subject(given["subject"]),
            purpose=Purpose(given["purpose"]), test=given["test"],
        )  # fmt: skip

    tests = [("", "The test in force today"), ("CW2014", words.fact("CW2014")),
             ("AGNI2026", words.fact("AGNI2026"))]  # fmt: skip
    part.ask(
        f"Begin: {words.fact(stage.value).lower()}",
        "Nothing is filled in. It can be saved as often as you like before it is decided.",
        [
            ChoiceField("subject", "Made for", options(Subject, first=Subject.REQUEST)),
            ChoiceField("purpose", "Purpose", options(Purpose)),
            ChoiceField("test", "Test", tests),
        ],
        accept="Begin",
        act=act,
        said="Begun. Write it below.",
    )


def want_evidence(part: Part) -> None:
    """Say what is still wanted."""
    _with_words(part, "Evidence wanted", "The record waits until it has come.", "evidence_wanted",
                lambda number, said: recorded_findings.want_evidence(
                    part.shell.ctx, part.request_id, number, what=said))  # fmt: skip


def ready(part: Part) -> None:
    """Save what is typed and say that it is ready."""
    ctx, request_id, number = part.shell.ctx, part.request_id, _draft(part)
    typed = part.typed() if isinstance(part, WritingPart) else None

    def act() -> Outcome[None]:
        if typed is not None:
            recorded_findings.save(ctx, request_id, number, typed)
        return recorded_findings.complete(ctx, request_id, number)

    part.shell.tasks.run_change(part, act, lambda _value: part.shell.say("Ready to be decided."))


def send_back(part: Part) -> None:
    """Send it back to be written on."""
    _with_words(part, "Send back", "It becomes a draft again.", "why",
                lambda number, said: recorded_findings.send_back(
                    part.shell.ctx, part.request_id, number, why=said))  # fmt: skip


def decide(part: Part) -> None:
    """Decide what is typed."""
    ctx, request_id, number = part.shell.ctx, part.request_id, _draft(part)
    typed = part.typed() if isinstance(part, WritingPart) else None
    on = DateField("decided_on", "Decided on", part.shell.look, part.today)
    on.set_raw("today")
    fields: list[Field] = [
        on,
        *_aftercare_fields(part),
        LineField("legal_sign_off", "A look back: the legal team's sign-off"),
    ]

    def act(given: Values) -> Outcome[None]:
        if typed is not None:
            recorded_findings.save(ctx, request_id, number, typed)
        return recorded_findings.decide(
            ctx, request_id, number, decided_on=given["decided_on"],
            aftercare=_aftercare(given), legal_sign_off=given["legal_sign_off"],
            reason=given.get("because", ""),
        )  # fmt: skip

    part.ask(
        "Decide",
        "What is typed below is then frozen. It ends no authorisation, order or challenge by"
        " itself. Where there is no deprivation: what follows for the person.",
        fields,
        accept="Decide",
        act=act,
        said="Decided and kept.",
    )


def keep_view(part: Part) -> None:
    """Keep a view that decides nothing, as it is typed."""
    ctx, request_id, number = part.shell.ctx, part.request_id, _draft(part)
    typed = part.typed() if isinstance(part, WritingPart) else None

    def act() -> Outcome[None]:
        if typed is not None:
            recorded_findings.save(ctx, request_id, number, typed)
        return recorded_findings.keep_view(ctx, request_id, number)

    part.shell.tasks.run_change(part, act, lambda _value: part.shell.say("The view is kept."))


def check(part: Part) -> None:
    """Say that the decision was read."""
    number = _current(part)
    part.shell.tasks.run_change(
        part, partial(recorded_findings.check, part.shell.ctx, part.request_id, number),
        lambda _value: part.shell.say("Noted as read."),
    )  # fmt: skip


def void(part: Part) -> None:
    """Void the chosen record."""
    chosen = part.chosen if isinstance(part, WritingPart) else None
    if chosen is None:
        return
    part.ask(
        f"Void {chosen.facts.ref}",
        "It stays on record, struck through, and counts for nothing.",
        [ProseField("why", "Why", part.shell.look, lines=2)],
        accept="Void",
        act=lambda given: recorded_findings.void(part.shell.ctx, part.request_id, chosen.id,
                                                 why=given["why"]),
        said="Voided.",
    )  # fmt: skip


def aftercare(part: Part) -> None:
    """Record what follows for the person."""
    part.ask(
        "What follows for the person",
        "Before the last safeguard ends: the care review, and whether an advocate is needed.",
        _aftercare_fields(part),
        accept="Record",
        act=lambda given: recorded_findings.set_aftercare(
            part.shell.ctx, part.request_id, _aftercare(given)),
        said="Recorded.",
    )  # fmt: skip


def withdrawn(part: Part) -> None:
    """Record that contentment was lost."""
    on = DateField("withdrawn_on", "On", part.shell.look, part.today)
    on.set_raw("today")

    def act(given: Values) -> Outcome[None]:
        if given["withdrawn_on"] is None:
            raise Refused("WHEN_NEEDED", field="withdrawn_on")
        return recorded_findings.note_withdrawal(
            part.shell.ctx, part.request_id, on=given["withdrawn_on"], how=given["withdrawn_how"]
        )

    part.ask(
        "Objection, or contentment lost",
        "The finding stays as it was made. Act within two working days: ring the home, consider a"
        " new request, urgent if needed.",
        [on, ProseField("withdrawn_how", "What was said or seen, by whom", part.shell.look,
                        lines=3)],
        accept="Record",
        act=act,
        said="Recorded, and raised as an alert.",
    )  # fmt: skip


def letters(part: Part) -> None:
    """Show one of the papers about the finding as a draft; it can be saved from there."""
    ctx, request_id, ref = part.shell.ctx, part.request_id, part.case.request.ref

    def show(paper: Made) -> None:
        from dolsdesk.ui.dialogs.paper import PaperDialog

        part.paper = PaperDialog(
            part.shell, part, paper.title, paper.content, name=f"{ref}_{paper.code}.pdf",
            save=partial(retest_papers.save_draft, ctx, request_id, paper.code),
        )  # fmt: skip
        part.paper.open()

    part.ask(
        "Papers about the finding",
        "A draft until it is approved. The decision record shows the earlier finding beside it.",
        [ChoiceField("paper", "Which", _PAPERS)],
        accept="See it",
        act=lambda given: Outcome(retest_papers.draft(ctx, request_id, given["paper"])),
        said="",
        on_done=show,
    )


def approve(part: Part) -> None:
    """Approve one of the papers and freeze it."""
    part.ask(
        "Approve a paper",
        "It is frozen as it stands now and listed under “Papers and copies”.",
        [ChoiceField("paper", "Which", [one for one in _PAPERS if one[0] != "AG-D01"])],
        accept="Approve",
        act=lambda given: retest_papers.approve(part.shell.ctx, part.request_id, given["paper"]),
        said="Approved and kept.",
    )


_PAPERS = [
    ("AG-D01", "AG-D01 Questionnaire to the home"),
    ("AG-D02", "AG-D02 Please look again"),
    ("AG-D03", "AG-D03 Outcome, to the home"),
    ("AG-D04", "AG-D04 Outcome, to family or representative"),
    ("AG-D05", "AG-D05 Note for the person"),
    ("AG-D06", "AG-D06 Decision record"),
    ("AG-D07", "AG-D07 Outcome of a review"),
    ("AG-D08", "AG-D08 Referral for legal advice"),
]


def _always(_view: CaseView) -> bool:
    return True


def _aftercare_fields(part: Part) -> list[Field]:
    return [
        DateField("care_review_on", "Care review on", part.shell.look, part.today),
        LineField("worker", "Named worker"),
        ChoiceField("advocate", "Does the person need an advocate?",
                    options(AdvocateAnswer, blank="Choose")),
        LineField("advocate_note", "Why, or who"),
        LineField("conditions_carried", "Conditions copied into the care plan"),
    ]  # fmt: skip


def _aftercare(given: Values) -> Aftercare:
    return Aftercare(
        care_review_on=given["care_review_on"],
        worker=given["worker"],
        advocate=AdvocateAnswer(given["advocate"]) if given["advocate"] else None,
        advocate_note=given["advocate_note"],
        conditions_carried=given["conditions_carried"],
    )


def _with_words(
    part: Part, title: str, lead: str, field: str, run: Callable[[int, str], Outcome[None]]
) -> None:
    number = _draft(part)
    part.ask(
        title,
        lead,
        [ProseField(field, "What, and why", part.shell.look, lines=3)],
        accept="Record",
        act=lambda given: run(number, given[field]),
        said="Recorded.",
    )


def _draft(part: Part) -> int:
    held = rules.draft(part.case.records)
    return held.id if held else 0


def _current(part: Part) -> int:
    held = rules.current(part.case.records)
    return held.id if held else 0


def _may(event: FindingEvent) -> Callable[[CaseView], bool]:
    def ask_view(view: CaseView) -> bool:
        held = rules.draft(view.case.records)
        formal = held is not None and held.facts.stage is Stage.FORMAL_DECISION
        return held is not None and formal and MACHINE.may(held.facts.state, event)

    return ask_view


def _is_view(stage: Stage) -> Callable[[CaseView], bool]:
    def ask_view(view: CaseView) -> bool:
        held = rules.draft(view.case.records)
        return held is not None and held.facts.stage is stage

    return ask_view


def _may_begin(view: CaseView) -> bool:
    return rules.draft(view.case.records) is None


def _may_check(view: CaseView) -> bool:
    held = rules.current(view.case.records)
    return held is not None and MACHINE.may(held.facts.state, FindingEvent.CHECK)


def _may_void(view: CaseView) -> bool:
    return any(not one.is_void for one in rules.stored(view.case.records))


def _owes_care(view: CaseView) -> bool:
    return _found_none(view) or finding_checks.review_found_none(view.case)


def _found_none(view: CaseView) -> bool:
    held = rules.current(view.case.records)
    if held is not None:
        return held.facts.finding.finding is not Finding.DOL
    return any(
        one.best_interests is not None
        and one.best_interests.test is not None
        and one.best_interests.test.finding is not Finding.DOL
        for one in view.case.assessments.values()
    )


_ON = CaseTab.FINDINGS
_E = FindingEvent
OFFERS = (
    Offer("finding_begin", "Begin a formal decision…",
          "A finding of its own, for an assessor to decide.", Act.DECIDE_FINDING, _ON, _may_begin,
          partial(begin, stage=Stage.FORMAL_DECISION), "scale"),
    Offer("finding_triage", "Begin a triage view…", "What triage thinks; it closes nothing.",
          Act.TRIAGE_SCREENING, _ON, _may_begin, partial(begin, stage=Stage.TRIAGE_VIEW), "eye"),
    Offer("finding_ma", "Keep the home's view…", "What the home thinks; it closes nothing.",
          Act.ENTER_SCREENING, _ON, _may_begin, partial(begin, stage=Stage.MA_VIEW),
          "building-2"),
    Offer("finding_evidence", "Evidence wanted…", "Say what is still to come.",
          Act.DECIDE_FINDING, _ON, _may(_E.WANT_EVIDENCE), want_evidence, "hourglass"),
    Offer("finding_ready", "Ready to be decided", "What is typed is saved first.",
          Act.DECIDE_FINDING, _ON, _may(_E.COMPLETE), ready, "check"),
    Offer("finding_send_back", "Send back…", "It becomes a draft again.", Act.DECIDE_FINDING,
          _ON, _may(_E.SEND_BACK), send_back, "rotate-ccw"),
    Offer("finding_decide", "Decide…", "From then on it is frozen.", Act.DECIDE_FINDING, _ON,
          _may(_E.DECIDE), decide, "stamp"),
    Offer("finding_keep_ma", "Keep this view of the home", "As it is typed; it closes nothing.",
          Act.ENTER_SCREENING, _ON, _is_view(Stage.MA_VIEW), keep_view, "check"),
    Offer("finding_keep_triage", "Keep this triage view", "As it is typed; it closes nothing.",
          Act.TRIAGE_SCREENING, _ON, _is_view(Stage.TRIAGE_VIEW), keep_view, "check"),
    Offer("finding_check", "Read and checked", "A signatory or manager has read the decision.",
          Act.CHECK_FINDING, _ON, _may_check, check, "badge-check"),
    Offer("finding_void", "Void the chosen finding…", "With a reason; it stays, struck through.",
          Act.VOID_FINDING, _ON, _may_void, void, "trash-2"),
    Offer("finding_aftercare", "What follows for the person…",
          "Care review and advocate, before the last safeguard ends.", Act.RECORD_EVENT, _ON,
          _owes_care, aftercare, "users"),
    Offer("finding_withdrawn", "Objection, or contentment lost…",
          "After a finding of no deprivation: act within two working days.", Act.RECORD_EVENT,
          _ON, _found_none, withdrawn, "triangle-alert"),
    Offer("finding_papers", "Papers about the finding…", "Letters and the decision record, seen"
          " as drafts.", Act.READ, _ON, _always, letters, "file-text"),
    Offer("finding_approve", "Approve a paper…", "It is frozen and listed with the papers.",
          Act.SEND_COPIES, _ON, _always, approve, "send"),
)  # fmt: skip
