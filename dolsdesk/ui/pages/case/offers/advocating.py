"""Independent mental capacity advocates: sections 39A, 39C and 39D (RR2)."""

from collections.abc import Callable
from typing import Any, NamedTuple

from dolsdesk.domain.dols.advocates import (
    TRIGGERS,
    Advocacy,
    AdvocateState,
    AdvocateTrigger,
    kind_of,
)
from dolsdesk.domain.dols.life import SA_LIVE
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import advocates, rights, words
from dolsdesk.services.cases import CaseView
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.dialogs.form import BECAUSE
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.widgets.fields import ChoiceField, DateField, LineField, ProseField, Values

_S = AdvocateState


def ask_for(part: Part) -> None:
    """Record that an advocate is needed."""
    look = part.shell.look

    def act(given: Values) -> Outcome[int]:
        trigger = _trigger(given)
        return advocates.ask_for(
            part.shell.ctx,
            part.request_id,
            Advocacy(kind_of(trigger), trigger, arose_on=given["arose_on"], said=given["said"],
                     ma_notified_on=given["ma_notified_on"]),
        )  # fmt: skip

    part.ask(
        "An advocate is needed",
        "What the facts call for is worked out and shown by itself. Record here what the home, the"
        " person or the representative asks for.",
        [
            _triggers(part),
            DateField("arose_on", "Since", look, part.today),
            DateField("ma_notified_on", "The home told us on", look, part.today),
            ProseField("said", "What was said", look, lines=2),
        ],
        accept="Record",
        act=act,
        said="Recorded. Instruct the advocate next.",
    )


def instruct(part: Part) -> None:
    """Instruct an advocate."""
    look = part.shell.look
    on = DateField("instructed_on", "Instructed on", look, part.today)
    on.set_raw("today")

    def act(given: Values) -> Outcome[int]:
        trigger = _trigger(given)
        return advocates.instruct(
            part.shell.ctx,
            part.request_id,
            Advocacy(
                kind_of(trigger), trigger,
                instructed_on=given["instructed_on"], provider=given["provider"],
                advocate=given["advocate"], address=given["address"],
                ma_notified_on=given["ma_notified_on"],
            ),
            reason=given.get(BECAUSE, ""),
        )  # fmt: skip

    part.ask(
        "Instruct an advocate",
        "At once: the law gives no number of days (Mental Capacity Act 2005, sections 39A to 39E).",
        [
            _triggers(part),
            on,
            LineField("provider", "Provider"),
            LineField("advocate", "Advocate, if named already"),
            LineField("address", "Address for papers"),
            DateField("ma_notified_on", "The home told us on", look, part.today),
        ],
        accept="Record the instruction",
        act=act,
        said="Instructed.",
    )


def decide_not(part: Part) -> None:
    """Record why no advocate is instructed."""
    part.ask(
        "No advocate is instructed",
        "The facts call for one. Say why none is instructed; this stays on record.",
        [_triggers(part), ProseField("why", "Why not", part.shell.look, lines=3)],
        accept="Record the reason",
        act=lambda given: advocates.decide_not(
            part.shell.ctx, part.request_id, trigger=_trigger(given), why=given["why"]
        ),
        said="Recorded.",
    )


def acknowledge(part: Part) -> None:
    """Record that the instruction was taken."""
    _ask(part, _ACKNOWLEDGE, advocates.acknowledge, LineField("advocate", "Who the advocate is"))


def receive_report(part: Part) -> None:
    """Record the advocate's report."""
    _ask(part, _REPORT, advocates.receive_report)


def chase(part: Part) -> None:
    """Record that an instruction was chased."""
    _ask(part, _CHASE, advocates.chase)


def end(part: Part) -> None:
    """Record that the advocate acts no longer."""
    _ask(part, _END, advocates.end, LineField("note", "Why"))


class _Step(NamedTuple):
    """What is asked: title, the field of its day, how that is called, and of which advocates."""

    title: str
    name: str
    caption: str
    states: tuple[AdvocateState, ...]


_RUNNING = (_S.INSTRUCTED, _S.ACKNOWLEDGED)
_ACKNOWLEDGE = _Step(
    "Instruction acknowledged", "acknowledged_on", "Acknowledged on", (_S.INSTRUCTED,)
)
_REPORT = _Step("Report received", "report_received_on", "Received on", _RUNNING)
_CHASE = _Step("Instruction chased", "chased_on", "Chased on", _RUNNING)
_END = _Step("The advocate acts no longer", "ended_on", "Since", tuple(_S))


def _ask(part: Part, step: _Step, run: Callable[..., Outcome[None]], *more: LineField) -> None:
    on = DateField(step.name, step.caption, part.shell.look, part.today)
    on.set_raw("today")
    found = advocates.acting(part.case, *step.states)
    which = ChoiceField("record", "Which", [(str(one.id), _called(one.facts)) for one in found])

    def act(given: Values) -> Outcome[None]:
        extra: dict[str, Any] = {field.name: given[field.name] for field in more}
        record_id = int(given["record"] or 0)
        return run(part.shell.ctx, part.request_id, record_id, on=given[step.name], **extra)

    part.ask(step.title, "", [which, on, *more], accept="Record", act=act, said="Recorded.")


def _called(found: Advocacy) -> str:
    who = found.advocate or found.provider
    return f"{words.fact(found.kind.value)}, {who}"


def _triggers(part: Part) -> ChoiceField:
    """Return the question why; what the facts call for is chosen already."""
    listed = [
        (one.value, f"{words.fact(kind.value)}: {words.fact(one.value)}")
        for kind, triggers in TRIGGERS.items()
        for one in triggers
    ]
    made = ChoiceField("trigger", "Why an advocate", [("", "Choose"), *listed])
    if part.view is not None:
        for need in rights.needs(part.view)[:1]:
            made.set_raw(need.trigger.value)
    return made


def _trigger(given: Values) -> AdvocateTrigger:
    if not given["trigger"]:
        raise Refused("CHOOSE_ONE", field="trigger")
    return AdvocateTrigger(given["trigger"])


def _is_live(view: CaseView) -> bool:
    return view.case.request.is_open or view.sa_state in SA_LIVE


def _acts(*states: AdvocateState) -> Callable[[CaseView], bool]:
    return lambda view: bool(advocates.acting(view.case, *states))


_ON = CaseTab.RIGHTS
OFFERS = (
    Offer("case_imca_need", "An advocate is needed…",
          "The home, the person or the representative asks for one.", Act.RECORD_EVENT, _ON,
          _is_live, ask_for, "users"),
    Offer("case_imca_instruct", "Instruct an advocate…",
          "Under section 39A, 39C or 39D, at once.", Act.RECORD_EVENT, _ON, _is_live, instruct,
          "send"),
    Offer("case_imca_not", "Why no advocate…",
          "The facts call for an advocate and none is instructed.", Act.RECORD_EVENT, _ON,
          lambda view: bool(rights.needs(view)), decide_not, "circle-x"),
    Offer("case_imca_acknowledge", "Instruction acknowledged…",
          "The provider took the instruction.", Act.RECORD_EVENT, _ON, _acts(_S.INSTRUCTED),
          acknowledge, "check"),
    Offer("case_imca_chase", "Instruction chased…", "Nothing has been heard since.",
          Act.RECORD_EVENT, _ON, _acts(_S.INSTRUCTED, _S.ACKNOWLEDGED), chase, "clock"),
    Offer("case_imca_report", "Advocate's report received…",
          "Every assessor must take into account what the advocate says.", Act.RECORD_EVENT, _ON,
          _acts(_S.INSTRUCTED, _S.ACKNOWLEDGED), receive_report, "file-text"),
    Offer("case_imca_end", "The advocate acts no longer…", "Since when, and why.",
          Act.RECORD_EVENT, _ON, _acts(), end, "x"),
)  # fmt: skip
