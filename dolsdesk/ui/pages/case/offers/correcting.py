"""Sending an assessment back to its assessor before the decision (AL8)."""

from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.rework import ReturnReason
from dolsdesk.domain.dols.states import Event, may
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import rework, words
from dolsdesk.services.cases import CaseView
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.dialogs.form import BECAUSE
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    LineField,
    ProseField,
    Values,
    options,
)


def send_back(part: Part) -> None:
    """Ask which assessment goes back, why, and until when; at first the one that is looked at."""
    look, ctx = part.shell.look, part.shell.ctx
    offered = rework.may_go_back(part.case)
    which = ChoiceField(
        "kind", "Which assessment", [(k.value, words.fact(k.value)) for k in offered]
    )
    looked_at = getattr(part, "kind", None)
    if looked_at in offered:
        which.set_raw(looked_at)
    due = DateField("due_on", "Due again by", look, part.today)
    due.set_value(rework.usual_due(ctx, part.case))

    def act(given: Values) -> Outcome[int]:
        if not given["reason"]:
            raise Refused("CHOOSE_ONE", field="reason")
        return rework.send_back(
            ctx,
            part.request_id,
            kind=AssessmentKind(given["kind"]),
            reason=ReturnReason(given["reason"]),
            note=given["note"],
            due_on=given["due_on"],
            because=given.get(BECAUSE, ""),
        )

    part.ask(
        "Send an assessment back",
        "It counts as not in until the next version comes. What was recorded is kept.",
        [
            which,
            ChoiceField("reason", "Why", options(ReturnReason, blank="Choose")),
            ProseField("note", "What is to be put right", look),
            due,
        ],
        accept="Send it back",
        act=act,
        said="Sent back for correction.",
    )


def set_due(part: Part) -> None:
    """Ask for another second due date."""
    found = rework.out(part.case)
    look = part.shell.look
    which = ChoiceField(
        "record",
        "Which correction",
        [(str(one.id), words.fact(one.facts.kind.value)) for one in found],
    )
    part.ask(
        "Another day for a correction",
        "The day agreed before stays on record. The limit of the law does not move.",
        [
            which,
            DateField("due_on", "Due again by", look, part.today),
            LineField("why", "Why", hint="Such as: on leave until then"),
        ],
        accept="Agree this day",
        act=lambda given: rework.set_due(
            part.shell.ctx, part.request_id, int(given["record"]), due_on=given["due_on"],
            why=given["why"], because=given.get(BECAUSE, ""),
        ),
        said="Recorded.",
    )  # fmt: skip


def _may_go_back(view: CaseView) -> bool:
    case = view.case
    return may(case.request.state, Event.RETURN) and bool(rework.may_go_back(case))


def _some_out(view: CaseView) -> bool:
    return view.case.request.is_open and bool(rework.out(view.case))


OFFERS = (
    Offer("case_send_back", "Send an assessment back…",
          "With a reason, what is to be put right, and a second due date.", Act.SEND_BACK,
          CaseTab.ASSESSMENTS, _may_go_back, send_back, "rotate-ccw"),
    Offer("case_second_due", "Another day for a correction…",
          "The second due date moves; the limit of the law does not.", Act.SEND_BACK,
          CaseTab.ASSESSMENTS, _some_out, set_due, "calendar-days"),
)  # fmt: skip
