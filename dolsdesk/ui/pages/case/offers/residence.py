"""Which council is responsible: queried, disputed, referred, settled. No clock stops."""

from collections.abc import Callable

from dolsdesk.domain.dols.residence import MACHINE, ResidenceEvent
from dolsdesk.domain.staff import Act
from dolsdesk.services import residence
from dolsdesk.services.cases import CaseView
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.widgets.fields import DateField, Field, LineField, ProseField

_GOES_ON = (
    "This council acts until another takes over; no clock stops (SI 2008/1858, regulation 18)."
)


def query(part: Part) -> None:
    """Record that another council may be responsible."""
    look = part.shell.look
    on = DateField("queried_on", "Queried on", look, part.today)
    on.set_raw("today")
    part.ask(
        "Ordinary residence in question",
        _GOES_ON,
        [
            LineField("other_council", "The other council"),
            on,
            ProseField("reasons", "Reasons for and against", look),
        ],
        accept="Record the question",
        act=lambda given: residence.query(
            part.shell.ctx,
            part.request_id,
            other_council=given["other_council"],
            queried_on=given["queried_on"],
            reasons=given["reasons"],
        ),
        said="Recorded. The clock runs on.",
    )


_STEPS = {
    ResidenceEvent.DISPUTE: ("Residence is disputed", "First written word of the dispute",
                             "or_dispute_arose_on"),
    ResidenceEvent.REFER: ("Dispute referred to the Secretary of State", "Referred on",
                           "or_referred_on"),
    ResidenceEvent.SETTLE_OURS: ("Settled: this council", "Settled on", "settled_on"),
    ResidenceEvent.SETTLE_THEIRS: ("Settled: the other council", "Settled on", "settled_on"),
}  # fmt: skip
_SETTLES = (ResidenceEvent.SETTLE_OURS, ResidenceEvent.SETTLE_THEIRS)


def go_on(part: Part, event: ResidenceEvent) -> None:
    """Record the next step of the question."""
    title, caption, name = _STEPS[event]
    on = DateField(name, caption, part.shell.look, part.today)
    on.set_raw("today")
    fields: list[Field] = [on]
    if event in _SETTLES:
        fields.append(LineField("settled_by", "Settled by"))
        fields.append(LineField("paper", "The agreement or determination: from whom, when"))
    part.ask(
        title,
        _GOES_ON,
        fields,
        accept="Record",
        act=lambda given: residence.go_on(
            part.shell.ctx,
            part.request_id,
            event,
            on=given[name],
            paper=given.get("paper", ""),
            settled_by=given.get("settled_by", ""),
        ),
        said="Recorded. The clock runs on.",
    )


def _step(event: ResidenceEvent) -> Callable[[Part], None]:
    return lambda part: go_on(part, event)


def _may(event: ResidenceEvent) -> Callable[[CaseView], bool]:
    def ask(view: CaseView) -> bool:
        held = residence.current(view.case)
        return held is not None and MACHINE.may(held.facts.state, event)

    return ask


_ON = CaseTab.OVERVIEW
OFFERS = (
    Offer("case_residence", "Ordinary residence in question…",
          "Another council may be responsible; this one acts meanwhile.", Act.RECORD_EVENT, _ON,
          lambda v: v.case.request.is_open and not residence.is_open(v.case), query, "scale"),
    Offer("case_residence_dispute", "Residence is disputed…",
          "The first written word of a dispute; four months to refer it.", Act.RECORD_EVENT, _ON,
          _may(ResidenceEvent.DISPUTE), _step(ResidenceEvent.DISPUTE), "scale"),
    Offer("case_residence_refer", "Dispute referred…",
          "Referred to the Secretary of State; fourteen days for legal arguments.",
          Act.RECORD_EVENT, _ON, _may(ResidenceEvent.REFER), _step(ResidenceEvent.REFER), "scale"),
    Offer("case_residence_ours", "Residence settled: this council…",
          "Agreed or determined; this council stays responsible.", Act.RECORD_EVENT, _ON,
          _may(ResidenceEvent.SETTLE_OURS), _step(ResidenceEvent.SETTLE_OURS), "scale"),
    Offer("case_residence_theirs", "Residence settled: the other council…",
          "Agreed or determined; the request can then be taken over.", Act.RECORD_EVENT, _ON,
          _may(ResidenceEvent.SETTLE_THEIRS), _step(ResidenceEvent.SETTLE_THEIRS), "scale"),
)  # fmt: skip
