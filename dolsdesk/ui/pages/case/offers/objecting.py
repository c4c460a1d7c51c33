"""Objections, and the question who brings the challenge (RR4)."""

from dolsdesk.domain.dols.objections import (
    Challenger,
    Objection,
    ObjectionAnswer,
    ObjectionHow,
    prompt_on,
)
from dolsdesk.domain.staff import Act
from dolsdesk.services import objections, words
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


def record(part: Part) -> None:
    """Record an objection."""
    look = part.shell.look
    on = DateField("on", "On", look, part.today)
    on.set_raw("today")

    def act(given: Values) -> Outcome[int]:
        challenger = given["challenger"]
        return objections.record(
            part.shell.ctx,
            part.request_id,
            Objection(
                on=given["on"] or part.today(),
                how=ObjectionHow(given["how"]),
                what=given["what"],
                told_by=given["told_by"],
                challenger=Challenger(challenger) if challenger else None,
                challenger_name=given["challenger_name"],
                challenge_by=given["challenge_by"],
            ),
            reason=given.get(BECAUSE, ""),
        )

    by = DateField("challenge_by", "By when", look, part.today)
    by.set_hint(
        "A local target: known by"
        f" {words.fill('{on}', {'on': prompt_on(part.today(), part.shell.ctx.book)})}."
    )
    part.ask(
        "An objection",
        "To being there, or to the care; from the person or from family and friends. It raises the"
        " question who will bring the challenge (section 21A), and stays open until that is"
        " answered.",
        [
            on,
            ChoiceField("how", "How it showed", options(ObjectionHow)),
            ProseField("what", "What was said or seen", look, lines=3),
            LineField("told_by", "Told by"),
            ChoiceField("challenger", "Who will bring the challenge",
                        options(Challenger, blank="Not known yet")),
            LineField("challenger_name", "Their name"),
            by,
        ],
        accept="Record the objection",
        act=act,
        said="Recorded. Who will bring the challenge?",
    )  # fmt: skip


def name_challenger(part: Part) -> None:
    """Record who will bring the challenge."""
    by = DateField("challenge_by", "By when", part.shell.look, part.today)
    by.set_value(prompt_on(part.today(), part.shell.ctx.book))
    part.ask(
        "Who will bring the challenge?",
        "The council must see to it that the person has effective and speedy access to the court"
        " (AJ v A Local Authority [2015] EWCOP 5).",
        [
            _which(part),
            ChoiceField("challenger", "Who", options(Challenger, blank="Choose")),
            LineField("challenger_name", "Their name"),
            by,
        ],
        accept="Record",
        act=lambda given: objections.name_challenger(
            part.shell.ctx,
            part.request_id,
            int(given["record"] or 0),
            challenger=Challenger(given["challenger"]) if given["challenger"] else None,
            name=given["challenger_name"],
            by=given["challenge_by"],
        ),
        said="Recorded.",
    )


def answer(part: Part) -> None:
    """Close an objection with an answer."""
    on = DateField("answered_on", "On", part.shell.look, part.today)
    on.set_raw("today")
    part.ask(
        "How was the question answered?",
        "An objection is not closed without an answer. Proceedings that are recorded answer it by"
        " themselves.",
        [
            _which(part),
            ChoiceField("answer", "Answer", options(ObjectionAnswer, blank="Choose")),
            on,
            ProseField("answer_note", "How, and on whose word", part.shell.look, lines=3),
        ],
        accept="Close the objection",
        act=lambda given: objections.answer(
            part.shell.ctx,
            part.request_id,
            int(given["record"] or 0),
            answer=ObjectionAnswer(given["answer"]) if given["answer"] else None,
            on=given["answered_on"],
            note=given["answer_note"],
        ),
        said="Answered.",
    )


def _which(part: Part) -> ChoiceField:
    found = objections.open_ones(part.case)
    listed = [
        (str(one.id), f"{words.fill('{on}', {'on': one.facts.on})}: {one.facts.what}"[:90])
        for one in found
    ]
    return ChoiceField("record", "Which objection", listed)


def _is_open(view: CaseView) -> bool:
    return bool(objections.open_ones(view.case))


_ON = CaseTab.RIGHTS
OFFERS = (
    Offer("case_objection", "Record an objection…",
          "At any point of a case; it asks who will bring the challenge.", Act.RECORD_EVENT, _ON,
          lambda _view: True, record, "flag"),
    Offer("case_challenger", "Who brings the challenge…", "Who, and by when.", Act.RECORD_EVENT,
          _ON, _is_open, name_challenger, "scale"),
    Offer("case_objection_answer", "Answer the objection…",
          "How the question who brings the challenge was answered.", Act.RECORD_EVENT, _ON,
          _is_open, answer, "check"),
)  # fmt: skip
