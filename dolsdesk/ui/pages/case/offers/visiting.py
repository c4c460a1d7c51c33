"""Visits of the assessors of a case."""

from dolsdesk.domain.staff import Act
from dolsdesk.services import visits
from dolsdesk.services.cases import CaseView
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.widgets.fields import ChoiceField, DateField, LineField, ProseField, TimeField


def plan(part: Part) -> None:
    """Ask who visits, when and where."""
    ctx, own = part.shell.ctx, part.shell.actor.assessor_id
    known = visits.selected(part.case)
    who = ChoiceField("assessor_id", "Who", [(str(one), name) for one, name in known.items()])
    if own in known:
        who.set_raw(str(own))
    part.ask(
        "Plan a visit",
        "It stands under My visits of whoever makes it. The assessment says who was seen and when.",
        [
            who,
            DateField("on", "On", part.shell.look, part.today),
            TimeField("at", "At"),
            LineField("where", "Where, if not at the home or hospital"),
            ProseField("note", "Note", part.shell.look, lines=2),
        ],
        accept="Plan it",
        act=lambda given: visits.plan(
            ctx, part.request_id, assessor_id=int(given["assessor_id"] or 0), on=given["on"],
            at=given["at"], where=given["where"], note=given["note"],
        ),
        said="Visit planned.",
    )  # fmt: skip


def move(part: Part) -> None:
    """Ask which visit is moved, to when and why."""
    ctx, which = part.shell.ctx, _which(part)
    first = visits.planned(part.case)[0].facts
    on = DateField("on", "To", part.shell.look, part.today)
    on.set_value(first.on)
    part.ask(
        "Move a visit", "", [which, on, TimeField("at", "At"), LineField("why", "Why")],
        accept="Move it",
        act=lambda given: visits.move(
            ctx, part.request_id, int(given["record_id"]), on=given["on"], at=given["at"],
            why=given["why"],
        ),
        said="Visit moved.",
    )  # fmt: skip


def call_off(part: Part) -> None:
    """Ask which visit is called off, and why."""
    ctx, which = part.shell.ctx, _which(part)
    part.ask(
        "Call a visit off", "", [which, LineField("why", "Why")],
        accept="Call it off",
        act=lambda given: visits.call_off(
            ctx, part.request_id, int(given["record_id"]), why=given["why"]
        ),
        said="Visit called off.",
    )  # fmt: skip


def made(part: Part) -> None:
    """Ask which visit was made, and on which day."""
    ctx, which = part.shell.ctx, _which(part)
    on = DateField("on", "On", part.shell.look, part.today)
    on.set_raw("today")
    part.ask(
        "A visit was made", "What was found belongs into the assessment.", [which, on],
        accept="It was made",
        act=lambda given: visits.made(
            ctx, part.request_id, int(given["record_id"]), on=given["on"]
        ),
        said="Visit noted.",
    )  # fmt: skip


def _which(part: Part) -> ChoiceField:
    listed = [(str(one.id), visits.said(one.facts)) for one in visits.planned(part.case)]
    return ChoiceField("record_id", "Which visit", listed)


def _may_plan(view: CaseView) -> bool:
    return view.case.request.is_open and bool(visits.selected(view.case))


def _has_planned(view: CaseView) -> bool:
    return bool(visits.planned(view.case))


OFFERS = (
    Offer("case_visit", "Plan a visit…", "Who visits, on which day, at what hour.",
          Act.RECORD_ASSESSMENT, CaseTab.OVERVIEW, _may_plan, plan, "calendar-days"),
    Offer("case_visit_moved", "Move a visit…", "To another day or hour, with the reason.",
          Act.RECORD_ASSESSMENT, CaseTab.OVERVIEW, _has_planned, move, "calendar-days"),
    Offer("case_visit_off", "Call a visit off…", "It stays on record as called off.",
          Act.RECORD_ASSESSMENT, CaseTab.OVERVIEW, _has_planned, call_off, "x"),
    Offer("case_visit_made", "A visit was made…", "What was found belongs into the assessment.",
          Act.RECORD_ASSESSMENT, CaseTab.OVERVIEW, _has_planned, made, "circle-check"),
)  # fmt: skip
