"""A request until its assessments begin: checked, its urgent extended; a date corrected."""

from functools import partial

from dolsdesk.domain.dols.states import Event, RequestState, may
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import assessments, requests
from dolsdesk.services.cases import CaseView
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.dialogs import correction
from dolsdesk.ui.dialogs.form import BECAUSE
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    NumberField,
    ProseField,
    TickField,
    Values,
)


def check(part: Part) -> None:
    """Confirm that the content was checked."""
    part.shell.tasks.run_change(
        part,
        partial(requests.check, part.shell.ctx, part.request_id),
        lambda _value: part.shell.say("Marked as checked. The clock runs on."),
    )


def ask_extension(part: Part) -> None:
    """Record that the managing authority asked for an extension."""
    fields = [
        DateField("extension_requested_on", "Asked for on", part.shell.look, part.today),
        ProseField("reasons", "Reasons the managing authority gives", part.shell.look),
    ]
    fields[0].set_raw("today")
    part.ask(
        "Extension asked for",
        "One request only, before the urgent authorisation ends (Schedule A1, paragraph 84).",
        fields,
        accept="Record the request",
        act=lambda given: requests.ask_extension(
            part.shell.ctx,
            part.request_id,
            requested_on=given["extension_requested_on"] or part.today(),
            reasons=given["reasons"],
            because=given.get(BECAUSE, ""),
        ),
        said="Extension request recorded.",
    )


def decide_extension(part: Part) -> None:
    """Grant or refuse the extension."""
    look = part.shell.look
    fields = [
        ChoiceField("decision", "Decision", [("", "Choose"), ("yes", "Grant"), ("no", "Refuse")]),
        DateField("extension_decided_on", "Decided on", look, part.today),
        NumberField("extension_days", "Further days, 1 to 7, if granted", most=99),
        ProseField("exceptional_reasons", "Reasons", look),
        TickField("essential", "It is essential that the detention continues"),
    ]
    fields[1].set_raw("today")

    def decide(given: Values) -> Outcome[None]:
        if not given["decision"]:
            raise Refused("DECISION_NEEDED", field="decision")
        return requests.decide_extension(
            part.shell.ctx,
            part.request_id,
            decided_on=given["extension_decided_on"] or part.today(),
            is_granted=given["decision"] == "yes",
            days=given["extension_days"],
            reasons=given["exceptional_reasons"],
            is_essential=given["essential"],
            because=given.get(BECAUSE, ""),
        )

    part.ask(
        "Decide the extension",
        "It runs on from the original last day, and cannot be given once that has passed.",
        fields,
        accept="Decide",
        act=decide,
        said="Extension decided. The home must be given notice.",
    )


def begin(part: Part) -> None:
    """Record an assessor's first contact with the person."""
    on = DateField("first_contact_on", "First contact on", part.shell.look, part.today)
    on.set_raw("today")
    part.ask(
        "An assessor's first contact",
        "The assessments have begun. Recording one of them says so too.",
        [on],
        accept="Record",
        act=lambda given: assessments.begin(
            part.shell.ctx,
            part.request_id,
            on=given["first_contact_on"],
            reason=given.get(BECAUSE, ""),
        ),
        said="Recorded: the assessments have begun.",
    )


def correct(part: Part) -> None:
    """Put right a day that was recorded wrongly."""
    if part.view is not None:
        part.dialog = correction.of_case(part.shell, part, part.view)
        part.dialog.open()


def _is_unasked(view: CaseView) -> bool:
    case = view.case
    return case.urgent is not None and case.request.is_open and case.extension is None


def _is_undecided(view: CaseView) -> bool:
    asked = view.case.extension
    return asked is not None and asked.is_granted is None and view.case.request.is_open


_ON = CaseTab.OVERVIEW
OFFERS = (
    Offer("case_check", "Content is checked", "The content was looked through; the clock runs.",
          Act.CHECK_REQUEST, _ON, lambda v: may(v.case.request.state, Event.CHECK), check,
          "circle-check"),
    Offer("case_extension", "Extension asked for…",
          "The one request to extend the urgent authorisation.", Act.CHECK_REQUEST, _ON,
          _is_unasked, ask_extension, "clock"),
    Offer("case_decide_extension", "Decide the extension…", "Grant or refuse further days.",
          Act.DECIDE_EXTENSION, _ON, _is_undecided, decide_extension, "scale"),
    Offer("case_begin", "First contact…", "An assessor has begun: the day of the first contact.",
          Act.RECORD_ASSESSMENT, _ON, lambda v: v.case.request.state is RequestState.ALLOCATED,
          begin, "clipboard-check"),
    Offer("case_correct", "Correct a date…",
          "A day that was recorded wrongly, and every legal date that moves with it.",
          Act.CORRECT, _ON, lambda _view: True, correct, "pen-line"),
)  # fmt: skip
