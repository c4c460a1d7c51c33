"""Conditions: who sees to each, by when, and what shows that it is met (AU6)."""

from dolsdesk.domain.dols.conditions import ConditionStatus
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import conditions, words
from dolsdesk.services.cases import CaseView
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.widgets.fields import ChoiceField, DateField, LineField, ProseField, Values


def follow_up(part: Part) -> None:
    """Record how a condition stands."""
    look = part.shell.look
    found = conditions.binding(part.case)
    by_id = {str(one.id): one.facts for one in found}
    which = ChoiceField("record", "Condition", [(key, one.text) for key, one in by_id.items()])
    status = ChoiceField(
        "status", "How it stands", [(one.value, words.fact(one.value)) for one in conditions.SAID]
    )
    owner = LineField("owner", "Who sees to it")
    due = DateField("due_on", "By when", look, part.today)
    evidence = ProseField("evidence", "What shows it", look, lines=2)
    evidence_on = DateField("evidence_on", "Dated", look, part.today)
    response = ProseField("ma_response", "What the home says", look, lines=2)

    def show() -> None:
        """Start from what is recorded of the condition chosen."""
        held = by_id.get(which.value())
        if held is None:
            return
        status.set_raw(held.status.value)
        owner.set_raw(held.owner)
        due.set_value(held.due_on)
        evidence.set_raw(held.evidence)
        evidence_on.set_value(held.evidence_on)
        response.set_raw(held.ma_response)

    show()
    which.changed.connect(show)

    def act(given: Values) -> Outcome[None]:
        if not given["record"]:
            raise Refused("CHOOSE_ONE", field="record")
        return conditions.follow_up(
            part.shell.ctx,
            part.request_id,
            int(given["record"]),
            status=ConditionStatus(given["status"]),
            owner=given["owner"],
            due_on=given["due_on"],
            evidence=given["evidence"],
            evidence_on=given["evidence_on"],
            ma_response=given["ma_response"],
        )

    part.ask(
        "How a condition stands",
        "Its words change by a review or by the court only (Schedule A1, paragraph 61).",
        [which, status, owner, due, evidence, evidence_on, response],
        accept="Record",
        act=act,
        said="Recorded.",
    )


def _has_some(view: CaseView) -> bool:
    return bool(conditions.binding(view.case))


OFFERS = (
    Offer("case_condition", "How a condition stands…",
          "Who sees to it, by when, evidence, what the home says.", Act.RECORD_EVENT,
          CaseTab.RIGHTS, _has_some, follow_up, "clipboard-check"),
)  # fmt: skip
