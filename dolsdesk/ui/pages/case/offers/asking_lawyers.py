"""Questions to the council's lawyers."""

from dolsdesk.domain import text
from dolsdesk.domain.staff import Act
from dolsdesk.services import legal_tasks
from dolsdesk.services.cases import CaseView
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.widgets.fields import ChoiceField, DateField, LineField, ProseField


def ask(part: Part) -> None:
    """Ask what the lawyers are asked, who has it, and by when."""
    part.ask(
        "Ask the lawyers",
        "It stands in the case until it is answered. The referral itself (AG-D08) is made under"
        " Legal test.",
        [
            ProseField("question", "Question", part.shell.look, lines=3),
            LineField("owner", "Who has it"),
            DateField("due_on", "Answer by", part.shell.look, part.today),
        ],
        accept="Ask",
        act=lambda given: legal_tasks.ask(
            part.shell.ctx, part.request_id, question=given["question"], owner=given["owner"],
            due_on=given["due_on"],
        ),
        said="The lawyers are asked.",
    )  # fmt: skip


def answer(part: Part) -> None:
    """Ask which question was answered, when, and what was said."""
    listed = [
        (str(one.id), f"{one.facts.owner}, by {text.day_date(one.facts.due_on)}:"
                      f" {one.facts.question}")
        for one in legal_tasks.waiting(part.case)
    ]  # fmt: skip
    on = DateField("on", "Answered on", part.shell.look, part.today)
    on.set_raw("today")
    part.ask(
        "The lawyers answered",
        "",
        [
            ChoiceField("record_id", "Which question", listed), on,
            ProseField("said", "What they said", part.shell.look, lines=3),
        ],
        accept="Record",
        act=lambda given: legal_tasks.answer(
            part.shell.ctx, part.request_id, int(given["record_id"]), on=given["on"],
            said=given["said"],
        ),
        said="Answer recorded.",
    )  # fmt: skip


def _waits(view: CaseView) -> bool:
    return bool(legal_tasks.waiting(view.case))


OFFERS = (
    Offer("case_ask_lawyers", "Ask the lawyers…", "A question with an owner and a day.",
          Act.RECORD_EVENT, CaseTab.RIGHTS, lambda _view: True, ask, "scale"),
    Offer("case_lawyers_answered", "The lawyers answered…", "What they said, and when.",
          Act.RECORD_EVENT, CaseTab.RIGHTS, _waits, answer, "scale"),
)  # fmt: skip
