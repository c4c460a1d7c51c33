"""A review of the authorisation, from whoever asks to its outcome (Schedule A1, Part 8)."""

from collections.abc import Callable
from functools import partial

from dolsdesk.domain.dols import holdings
from dolsdesk.domain.dols.assessments import Result
from dolsdesk.domain.dols.conditions import Condition
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.life import SA_LIVE
from dolsdesk.domain.dols.reviews import (
    MACHINE,
    ConditionAct,
    ConditionChange,
    Ground,
    Requester,
    Review,
    ReviewEvent,
    ReviewFinding,
    ReviewState,
    grounds_for,
)
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import reviews, words
from dolsdesk.services.cases import CaseView
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.dialogs.form import BECAUSE
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    ProseField,
    TickField,
    Values,
    options,
    yes_no,
)


def ask(part: Part) -> None:
    """Record that a review was asked for, or begin one."""
    look = part.shell.look
    on = DateField("requested_on", "Asked for on", look, part.today)
    on.set_raw("today")
    fields: list[Field] = [
        ChoiceField("requested_by", "Who asks", options(Requester)),
        LineField("requester_name", "Name"),
        on,
        ProseField("why", "What they say", look, lines=2),
    ]
    fields += [
        ChoiceField(
            f"ground_{kind}",
            words.fact(kind.value),
            [("", "Not in question"), *((g.value, words.fact(g.value)) for g in grounds_for(kind))],
        )
        for kind in AssessmentKind
    ]

    def act(given: Values) -> Outcome[int]:
        grounds = {
            kind: Ground(given[f"ground_{kind}"])
            for kind in AssessmentKind
            if given[f"ground_{kind}"]
        }
        return reviews.ask(
            part.shell.ctx,
            part.request_id,
            Review(
                state=ReviewState.REQUESTED,
                requested_by=Requester(given["requested_by"]),
                requested_on=given["requested_on"] or part.today(),
                grounds=grounds,
                why=given["why"],
                requester_name=given["requester_name"],
            ),
            reason=given.get(BECAUSE, ""),
        )

    part.ask(
        "Review asked for",
        "The council must review if the person, the representative or the managing authority asks,"
        " and may at any time. Eligibility can be reviewed for the cases of objection only"
        " (Schedule 1A, paragraph 5).",
        fields,
        accept="Record",
        act=act,
        said="Review begun. Notice is next.",
    )


def give_notice(part: Part) -> None:
    """Record that notice of the review is given."""
    on = DateField("notified_on", "Notice given on", part.shell.look, part.today)
    on.set_raw("today")
    part.ask(
        "Notice of the review",
        "Before it begins, or as soon as practicable after (paragraph 108). Whoever asked need not"
        " be told.",
        [on],
        accept="List the notices",
        act=lambda given: reviews.give_notice(
            part.shell.ctx, part.request_id, on=given["notified_on"]
        ),
        said="Notices are listed under Papers and copies.",
    )


def consider(part: Part) -> None:
    """Begin to decide which requirements are reviewable."""
    _run(part, partial(reviews.consider, part.shell.ctx, part.request_id),
         "Decide which requirements are reviewable.")  # fmt: skip


def find_none(part: Part) -> None:
    """Decide that no requirement is reviewable."""
    _with_reason(part, "No requirement is reviewable", "The review is then complete, with notice of"
                 " its outcome (paragraph 110).", "reviewable_why", reviews.find_none)  # fmt: skip


def conditions_only(part: Part) -> None:
    """Decide that only conditions need to vary."""
    _with_reason(part, "Conditions only", "There is no significant change, so conditions can vary"
                 " without a best interests assessment (paragraphs 111 and 114).",
                 "reviewable_why", reviews.conditions_only)  # fmt: skip


def pause(part: Part) -> None:
    """Pause the review."""
    _with_reason(part, "Pause the review", "While the authorisation is suspended, or a further"
                 " request is in hand (paragraphs 122 to 124).", "pause_why",
                 reviews.pause)  # fmt: skip


def resume(part: Part) -> None:
    """Go on with the review."""
    _run(part, partial(reviews.resume, part.shell.ctx, part.request_id), "The review goes on.")


def assess(part: Part) -> None:
    """Decide which requirements are reviewable, and have them assessed."""
    held = reviews.current(part.case)
    asked = held.facts.grounds if held else {}
    ticks = [TickField(kind.value, words.fact(kind.value)) for kind in AssessmentKind]
    for tick in ticks:
        tick.set_raw(AssessmentKind(tick.name) in asked)
    part.ask(
        "Which requirements are reviewable?",
        "Each that is ticked gets a review assessment.",
        [*ticks, ProseField("reviewable_why", "Why", part.shell.look, lines=2)],
        accept="Have them assessed",
        act=lambda given: reviews.assess(
            part.shell.ctx,
            part.request_id,
            kinds=tuple(kind for kind in AssessmentKind if given[kind.value]),
            why=given["reviewable_why"],
        ),
        said="Review assessments are owed.",
    )


def record_finding(part: Part) -> None:
    """Record a review assessment."""
    look = part.shell.look
    held = reviews.current(part.case)
    owed = held.facts.owed or held.facts.reviewable if held else ()
    on = DateField("carried_out_on", "Carried out on", look, part.today)
    on.set_raw("today")

    def act(given: Values) -> Outcome[None]:
        if not given["result"]:
            raise Refused("RESULT_NEEDED", field="result")
        answer = given["is_no_deprivation"]
        return reviews.record_finding(
            part.shell.ctx,
            part.request_id,
            AssessmentKind(given["kind"]),
            ReviewFinding(
                result=Result(given["result"]),
                carried_out_on=given["carried_out_on"] or part.today(),
                reasons=given["reasons"],
                assessor_name=given["assessor_name"],
                copy_received_on=given["copy_received_on"],
                is_no_deprivation=answer == "yes" if answer else None,
                recommended_last_day=given["recommended_last_day"],
            ),
            reason=given.get(BECAUSE, ""),
        )

    part.ask(
        "Review assessment",
        "A negative one ends the authorisation at once (paragraph 117).",
        [
            ChoiceField("kind", "Requirement", [(k.value, words.fact(k.value)) for k in owed]),
            ChoiceField("result", "Result", options(Result, blank="Choose")),
            LineField("assessor_name", "Assessor"),
            on,
            DateField("copy_received_on", "Written copy received on", look, part.today),
            ProseField("reasons", "The assessor's reasons", look, lines=3),
            yes_no("is_no_deprivation", "Best interests not met: no deprivation of liberty?"),
            DateField("recommended_last_day", "Last day the assessor recommends, if any", look,
                      part.today),
        ],
        accept="Record the assessment",
        act=act,
        said="Review assessment recorded.",
    )  # fmt: skip


def keep(part: Part) -> None:
    """Complete the review with no change."""
    _run(part, partial(reviews.complete, part.shell.ctx, part.request_id, ReviewEvent.KEEP),
         "Review complete: no change. Notices are listed.")  # fmt: skip


def terminate(part: Part) -> None:
    """Terminate the authorisation on a negative review assessment."""
    part.ask(
        "Terminate the authorisation",
        "A review assessment is negative, so the authorisation ends at once, today (paragraph 117)."
        " Notices of the outcome and of the end are listed; the representative's appointment ends.",
        [],
        accept="Terminate it",
        act=lambda _given: reviews.complete(part.shell.ctx, part.request_id, ReviewEvent.TERMINATE),
        said="Terminated. Notices are listed under Papers and copies.",
    )


def vary(part: Part) -> None:
    """Complete the review and vary conditions or reasons."""
    held = holdings.of(part.case.records, RecordKind.CONDITION, Condition)
    binding = [(str(one.id), one.facts.text) for one in held if one.facts.binds]
    kinds = [(kind.value, words.fact(kind.value)) for kind in AssessmentKind]

    def act(given: Values) -> Outcome[None]:
        changes: tuple[ConditionChange, ...] = ()
        if given["condition_act"]:
            changes = (
                ConditionChange(
                    act=ConditionAct(given["condition_act"]),
                    text=given["condition_text"],
                    record_id=int(given["condition"]) if given["condition"] else None,
                ),
            )
        said = given["reason_text"].strip()
        varied = {AssessmentKind(given["reason_kind"]): said} if said else {}
        return reviews.complete(
            part.shell.ctx, part.request_id, ReviewEvent.VARY, changes=changes,
            reasons_varied=varied, reason=given.get(BECAUSE, ""),
        )  # fmt: skip

    part.ask(
        "Complete the review, varied",
        "A review varies conditions or reasons. It never makes an authorisation longer.",
        [
            ChoiceField("condition_act", "Conditions", options(ConditionAct, blank="No change")),
            ChoiceField("condition", "Which condition", [("", "None"), *binding]),
            LineField("condition_text", "The condition as it is from now on"),
            ChoiceField("reason_kind", "Reason varied for", kinds),
            ProseField("reason_text", "The reason as it is from now on", part.shell.look, lines=2),
        ],
        accept="Complete the review",
        act=act,
        said="Review complete: varied. Notices are listed.",
    )


def _run(part: Part, act: Callable[[], Outcome[None]], said: str) -> None:
    part.shell.tasks.run_change(part, act, lambda _value: part.shell.say(said))


def _with_reason(
    part: Part, title: str, lead: str, field: str, run: Callable[..., Outcome[None]]
) -> None:
    part.ask(
        title,
        lead,
        [ProseField(field, "Why", part.shell.look, lines=3)],
        accept="Record",
        act=lambda given: run(part.shell.ctx, part.request_id, why=given[field]),
        said="Recorded.",
    )


def _may(event: ReviewEvent) -> Callable[[CaseView], bool]:
    def ask_view(view: CaseView) -> bool:
        held = reviews.current(view.case)
        return held is not None and MACHINE.may(held.facts.state, event)

    return ask_view


def _is(state: ReviewState) -> Callable[[CaseView], bool]:
    def ask_view(view: CaseView) -> bool:
        held = reviews.current(view.case)
        return held is not None and held.facts.state is state

    return ask_view


def _may_begin(view: CaseView) -> bool:
    return view.sa_state in SA_LIVE and reviews.current(view.case) is None


_ON = CaseTab.AUTHORITY
_E = ReviewEvent
OFFERS = (
    Offer("case_review", "Review asked for…",
          "By the person, the representative, the managing authority, or the council itself.",
          Act.RECORD_EVENT, _ON, _may_begin, ask, "rotate-ccw"),
    Offer("case_review_notice", "Notice of the review…", "Who must be told that it begins.",
          Act.RECORD_EVENT, _ON, _may(_E.NOTIFY), give_notice, "send"),
    Offer("case_review_consider", "Which requirements are reviewable?",
          "The council decides which requirements, if any, are to be looked at again.",
          Act.RECORD_EVENT, _ON, _may(_E.CONSIDER), consider, "eye"),
    Offer("case_review_none", "None is reviewable…", "The review is then complete.",
          Act.RECORD_EVENT, _ON, _may(_E.FIND_NONE), find_none, "check"),
    Offer("case_review_assess", "Have requirements assessed…",
          "Review assessments of the requirements that are reviewable.", Act.RECORD_EVENT, _ON,
          _may(_E.ASSESS), assess, "clipboard-check"),
    Offer("case_review_conditions", "Conditions only…",
          "Conditions vary without a best interests assessment.", Act.RECORD_EVENT, _ON,
          _may(_E.CONDITIONS), conditions_only, "pen-line"),
    Offer("case_review_finding", "Record a review assessment…",
          "What the assessor found of one requirement.", Act.RECORD_ASSESSMENT, _ON,
          _is(ReviewState.ASSESSING), record_finding, "clipboard-check"),
    Offer("case_review_keep", "Complete the review: no change",
          "Every reviewable requirement is met as before.", Act.DECIDE, _ON, _may(_E.KEEP), keep,
          "check"),
    Offer("case_review_vary", "Complete the review: varied…",
          "Conditions or reasons vary; the last day never moves later.", Act.DECIDE, _ON,
          _may(_E.VARY), vary, "pen-line"),
    Offer("case_review_terminate", "Terminate the authorisation…",
          "A review assessment is negative: the authorisation ends at once.", Act.DECIDE, _ON,
          _may(_E.TERMINATE), terminate, "circle-x"),
    Offer("case_review_pause", "Pause the review…",
          "The authorisation is suspended, or a further request is in hand.", Act.RECORD_EVENT,
          _ON, _may(_E.PAUSE), pause, "hourglass"),
    Offer("case_review_resume", "Go on with the review",
          "What paused it is over.", Act.RECORD_EVENT, _ON, _is(ReviewState.PAUSED), resume,
          "chevron-right"),
)  # fmt: skip
