"""A request that ends without a decision, and the restrictions that end with it or later."""

from collections.abc import Callable

from dolsdesk.domain.dols.decision import LateReason
from dolsdesk.domain.dols.endings import (
    REASONS,
    ClosedAs,
    Closure,
    ClosureReason,
    Coroner,
    Evidence,
)
from dolsdesk.domain.dols.states import Event, may
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import closing, lateness, words
from dolsdesk.services.cases import CaseView
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    ProseField,
    Values,
    options,
    yes_no,
)

_LEADS = {
    ClosedAs.WITHDRAWN: "The managing authority withdraws in its own written words, before a"
    " decision. Somebody who may be objecting is assessed instead.",
    ClosedAs.NO_LONGER_NEEDED: "One request at a time, on evidence. The change of the legal test on"
    " 2 June 2026 alone ends no request: it needs the managing authority's withdrawal or an"
    " assessment.",
    ClosedAs.TRANSFERRED: "Another council takes over only on its written agreement or a"
    " determination. Until then this council must act (SI 2008/1858, regulation 18).",
}
_TITLES = {
    ClosedAs.WITHDRAWN: "Withdrawn by the managing authority",
    ClosedAs.NO_LONGER_NEEDED: "No longer needed",
    ClosedAs.TRANSFERRED: "Taken over by another council",
}


def close(part: Part, closed_as: ClosedAs) -> None:
    """End the request without a decision."""
    look = part.shell.look
    reasons = [(reason.value, words.fact(reason.value)) for reason in REASONS[closed_as]]
    on = DateField("on", "On", look, part.today)
    on.set_raw("today")
    fields: list[Field] = [
        ChoiceField(
            "reason", "Reason", [("", "Choose"), *reasons] if len(reasons) > 1 else reasons
        ),
        on,
        ChoiceField("evidence", "What shows it", options(Evidence, blank="Choose")),
        LineField("paper", "The paper: from whom, dated when"),
        ProseField("note", "What it says, in a few words", look, lines=2),
    ]
    if closed_as is ClosedAs.TRANSFERRED:
        fields.append(LineField("council", "The council that takes over"))
    if closed_as is ClosedAs.WITHDRAWN:
        fields.append(yes_no("restrictions_continue", "Do the restrictions go on?"))
    fields.append(_last_day(part))
    if lateness.is_late(part.shell.ctx, part.case):
        fields += [
            ChoiceField("late_reason", "Ends after the due day because",
                        options(LateReason, blank="Choose")),
            ProseField("late_note", "What held it up", look, lines=2),
        ]  # fmt: skip
    if closed_as is not ClosedAs.TRANSFERRED:
        fields.append(
            ChoiceField("coroner", "If the person died: the coroner",
                        options(Coroner, blank="Not a death"))
        )  # fmt: skip

    def act(given: Values) -> Outcome[None]:
        if not given["reason"]:
            raise Refused("CLOSURE_REASON_NEEDED", field="reason")
        if not given["evidence"]:
            raise Refused("EVIDENCE_KIND_NEEDED", field="evidence")
        answer = given.get("restrictions_continue")
        coroner = given.get("coroner")
        return closing.close(
            part.shell.ctx,
            part.request_id,
            Closure(
                closed_as=closed_as,
                reason=ClosureReason(given["reason"]),
                on=given["on"] or part.today(),
                evidence=Evidence(given["evidence"]),
                paper=given["paper"],
                note=given["note"],
                restrictions_continue=answer == "yes" if answer else None,
                arrangements_to=given["arrangements_to"],
                council=given.get("council", ""),
                coroner=Coroner(coroner) if coroner else None,
                late_reason=given.get("late_reason", ""),
                late_note=given.get("late_note", ""),
            ),
            reason=given.get("because", ""),
        )

    part.ask(
        _TITLES[closed_as],
        _LEADS[closed_as],
        fields,
        accept="Close the request",
        act=act,
        said="Request closed.",
    )


def end_arrangements(part: Part) -> None:
    """Record that the restrictions ended after the request was closed or refused."""
    ended = _last_day(part)
    ended.set_hint("The days without authority are counted up to this day.")

    def act(given: Values) -> Outcome[None]:
        last_day = given["arrangements_to"]
        if last_day is None:
            raise Refused("LAST_DAY_NEEDED", field="arrangements_to")
        return closing.end_arrangements(
            part.shell.ctx,
            part.request_id,
            arrangements_to=last_day,
            evidence=given["evidence"],
        )

    part.ask(
        "The restrictions have ended",
        "The days without authority that are on record stay there for ever.",
        [ended, LineField("evidence", "Evidence: what paper says so, from whom, when")],
        accept="Record",
        act=act,
        said="Recorded: the restrictions have ended.",
    )


def _last_day(part: Part) -> DateField:
    return DateField(
        "arrangements_to",
        "Last day of the restrictions",
        part.shell.look,
        part.today,
        hint="Blank if they go on: days without authority are then counted on.",
    )


def _as(closed_as: ClosedAs) -> Callable[[Part], None]:
    return lambda part: close(part, closed_as)


def _may(event: Event) -> Callable[[CaseView], bool]:
    return lambda view: may(view.case.request.state, event)


_ON = CaseTab.OVERVIEW
OFFERS = (
    Offer("case_withdraw", "Withdrawn…", "The managing authority withdraws its request in writing.",
          Act.CLOSE_REQUEST, _ON, _may(Event.WITHDRAW), _as(ClosedAs.WITHDRAWN), "x"),
    Offer("case_close", "No longer needed…",
          "Died, left, moved, detained under the Mental Health Act, or authorised by the court.",
          Act.CLOSE_REQUEST, _ON, _may(Event.CLOSE), _as(ClosedAs.NO_LONGER_NEEDED), "x"),
    Offer("case_transfer", "Taken over by another council…",
          "On its written agreement, or a determination of ordinary residence.",
          Act.CLOSE_REQUEST, _ON, _may(Event.TRANSFER), _as(ClosedAs.TRANSFERRED), "x"),
    Offer("case_ended", "The restrictions have ended…",
          "After a request was closed or refused; the days on record stay there.",
          Act.CLOSE_REQUEST, _ON, lambda v: closing.may_end_arrangements(v.case, v.sa_state),
          end_arrangements, "calendar-days"),
)  # fmt: skip
