"""What happens to an authority after it was given: ended early, suspended, ceased, interrupted."""

from collections.abc import Callable
from functools import partial

from dolsdesk.domain.dols.endings import Absence, Cessation, Coroner, EarlyEnd
from dolsdesk.domain.dols.life import SA_LIVE, URGENT_RUNNING, SaState, UrgentState
from dolsdesk.domain.dols.suspensions import Suspension, SuspensionReason
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import authorities, words
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
    TimeField,
    Values,
    options,
)

_OF_URGENT = (EarlyEnd.COURT, EarlyEnd.LEFT, EarlyEnd.MOVED, EarlyEnd.DETAINED_MHA, EarlyEnd.DIED)


def end_urgent(part: Part) -> None:
    """Record that the urgent authorisation ended early."""
    _end(
        part,
        "The urgent authorisation ended early",
        "The managing authority gave it; the council records what ended it. A lapse needs no"
        " entry.",
        _OF_URGENT,
        partial(authorities.end_urgent, part.shell.ctx, part.request_id),
    )


def end_authorisation(part: Part) -> None:
    """Record that the standard authorisation ended early."""
    _end(
        part,
        "The authorisation ended early",
        "The person died or is no longer there, or the court ended it. The council itself ends an"
        " authorisation by a review only.",
        (*_OF_URGENT, EarlyEnd.REVIEW),
        partial(authorities.end_authorisation, part.shell.ctx, part.request_id),
    )


def _end(
    part: Part,
    title: str,
    lead: str,
    reasons: tuple[EarlyEnd, ...],
    run: Callable[..., Outcome[None]],
) -> None:
    on = DateField("on", "On", part.shell.look, part.today)
    on.set_raw("today")
    choices = [("", "Choose"), *((one.value, words.fact(one.value)) for one in reasons)]
    fields: list[Field] = [
        ChoiceField("reason", "What happened", choices),
        on,
        LineField("paper", "Evidence: what paper says so, from whom, dated when"),
        ProseField("terms", "The terms of the order, or what is known", part.shell.look, lines=2),
        ChoiceField("coroner", "If the person died: the coroner",
                    options(Coroner, blank="Not a death")),
    ]  # fmt: skip

    def act(given: Values) -> Outcome[None]:
        if not given["reason"]:
            raise Refused("CLOSURE_REASON_NEEDED", field="reason")
        return run(
            Cessation(
                reason=EarlyEnd(given["reason"]),
                on=given["on"] or part.today(),
                paper=given["paper"],
                terms=given["terms"],
                coroner=Coroner(given["coroner"]) if given["coroner"] else None,
            ),
            reason=given.get(BECAUSE, ""),
        )

    part.ask(title, lead, fields, accept="Record", act=act, said="Recorded, with its notices.")


def suspend(part: Part) -> None:
    """Record the notice that the person is no longer eligible."""
    look = part.shell.look
    on = DateField("suspension_notice_on", "Notice given on", look, part.today)
    on.set_raw("today")

    def act(given: Values) -> Outcome[None]:
        if not given["reason"]:
            raise Refused("CLOSURE_REASON_NEEDED", field="reason")
        return authorities.suspend(
            part.shell.ctx,
            part.request_id,
            Suspension(
                suspension_notice_on=given["suspension_notice_on"] or part.today(),
                suspension_notice_time=given["suspension_notice_time"],
                reason=SuspensionReason(given["reason"]),
                why=given["why"],
                location=given["location"],
            ),
            reason=given.get(BECAUSE, ""),
        )

    part.ask(
        "Notice of suspension",
        "There is no authority from the time of the notice. Without notice that the person is"
        " eligible again, the authorisation ceases at the end of the 28 days beginning with that"
        " day (Schedule A1, paragraphs 91 to 97).",
        [
            on,
            TimeField("suspension_notice_time", "At"),
            ChoiceField("reason", "Why the person is no longer eligible",
                        options(SuspensionReason, blank="Choose")),
            LineField("location", "Where the person is now"),
            ProseField("why", "What the notice says", look, lines=2),
        ],
        accept="Suspend",
        act=act,
        said="Suspended. Notices are listed under Papers and copies.",
    )  # fmt: skip


def lift(part: Part) -> None:
    """Record the notice that the person is eligible again."""
    look = part.shell.look
    part.ask(
        "The person is eligible again",
        "The suspension ends from the time of the notice. The authorisation's own last day does not"
        " move.",
        [
            DateField("eligibility_restored_on", "Notice given on", look, part.today),
            TimeField("eligibility_restored_time", "At"),
        ],
        accept="Lift the suspension",
        act=lambda given: authorities.lift_suspension(
            part.shell.ctx,
            part.request_id,
            restored_on=given["eligibility_restored_on"],
            restored_time=given["eligibility_restored_time"],
            reason=given.get(BECAUSE, ""),
        ),
        said="Suspension lifted. Notices are listed under Papers and copies.",
    )


def go_away(part: Part) -> None:
    """Record a stay elsewhere."""
    look = part.shell.look
    on = DateField("from_on", "From", look, part.today)
    on.set_raw("today")
    part.ask(
        "Away from the home",
        "A stay in a general hospital is not a suspension. The authorisation covers its own place"
        " only: the hospital decides whether it needs authority of its own.",
        [
            LineField("where", "Where"),
            on,
            DateField("back_on", "Back on, if already back", look, part.today),
            ProseField("note", "Note", look, lines=2),
        ],
        accept="Record",
        act=lambda given: authorities.go_away(
            part.shell.ctx,
            part.request_id,
            Absence(
                where=given["where"],
                from_on=given["from_on"] or part.today(),
                back_on=given["back_on"],
                note=given["note"],
            ),
            reason=given.get(BECAUSE, ""),
        ),
        said="Recorded.",
    )


def come_back(part: Part) -> None:
    """Record that the person came back."""
    part.ask(
        "Back in the home",
        "Within its dates the authorisation covers the person here again.",
        [DateField("back_on", "Back on", part.shell.look, part.today)],
        accept="Record",
        act=lambda given: authorities.come_back(
            part.shell.ctx,
            part.request_id,
            back_on=given["back_on"],
            reason=given.get(BECAUSE, ""),
        ),
        said="Recorded.",
    )


def tell_urgent(part: Part) -> None:
    """List who must be told that the urgent authorisation ceased."""
    part.shell.tasks.run_change(
        part,
        partial(authorities.tell_urgent_ceased, part.shell.ctx, part.request_id),
        lambda _value: part.shell.say("Notices are listed under Papers and copies."),
    )


def tell_ceased(part: Part) -> None:
    """List who must be told that the authorisation ceased."""
    part.shell.tasks.run_change(
        part,
        partial(authorities.tell_ceased, part.shell.ctx, part.request_id),
        lambda _value: part.shell.say("Notices are listed under Papers and copies."),
    )


def _urgent_runs(view: CaseView) -> bool:
    return view.urgent_state in URGENT_RUNNING


def _urgent_is_over(view: CaseView) -> bool:
    state = view.urgent_state
    over = state is not None and state not in URGENT_RUNNING
    return over and state is not UrgentState.NO_AUTHORITY and not _listed(view, "urgent_ceased")


def _is_over(view: CaseView) -> bool:
    state = view.sa_state
    return state is not None and state not in SA_LIVE and not _listed(view, "sa_ceased")


def _listed(view: CaseView, event: str) -> bool:
    return any(line.event == event for line in view.case.copies)


def _is_live(view: CaseView) -> bool:
    return view.sa_state in SA_LIVE


_ON = CaseTab.AUTHORITY
OFFERS = (
    Offer("case_suspend", "Notice of suspension…",
          "The managing authority says that the person is no longer eligible.", Act.RECORD_EVENT,
          _ON, lambda v: v.sa_state is SaState.IN_FORCE, suspend, "hourglass"),
    Offer("case_lift", "Eligible again…",
          "Notice within the 28 days; the authorisation's last day does not move.",
          Act.RECORD_EVENT, _ON, lambda v: authorities.running_suspension(v.case) is not None,
          lift, "circle-check"),
    Offer("case_end_urgent", "Urgent ended early…",
          "By the court, or because the person died or is no longer there.", Act.RECORD_EVENT,
          _ON, _urgent_runs, end_urgent, "x"),
    Offer("case_end_sa", "Authorisation ended early…",
          "The person died or is no longer there, or the court ended it.", Act.RECORD_EVENT, _ON,
          _is_live, end_authorisation, "x"),
    Offer("case_away", "Away from the home…",
          "A stay elsewhere, such as in a general hospital: not a suspension.", Act.RECORD_EVENT,
          _ON, lambda v: _is_live(v) and authorities.away_now(v.case) is None, go_away,
          "log-out"),
    Offer("case_back", "Back in the home…", "The stay elsewhere is over.", Act.RECORD_EVENT, _ON,
          lambda v: authorities.away_now(v.case) is not None, come_back, "arrow-left"),
    Offer("case_tell_urgent", "List the notices: urgent ceased",
          "Who must be told that the urgent authorisation ceased (paragraph 90).",
          Act.SEND_COPIES, _ON, _urgent_is_over, tell_urgent, "list-todo"),
    Offer("case_tell_ceased", "List the notices: authorisation ceased",
          "Who must be told that the authorisation ceased (paragraph 65).", Act.SEND_COPIES, _ON,
          _is_over, tell_ceased, "list-todo"),
)  # fmt: skip
