"""What ends with a standard authorisation: the representative's appointment, and advocates."""

from dataclasses import replace
from datetime import date

from dolsdesk.domain.dols import holdings, representatives
from dolsdesk.domain.dols.advocates import Advocacy, AdvocateKind
from dolsdesk.domain.dols.copies import NoticeEvent
from dolsdesk.domain.dols.representatives import Appointment, RprEndReason, RprEvent
from dolsdesk.domain.records import RecordKind
from dolsdesk.services.acts import CaseAct
from dolsdesk.services.papers import ending, issuing

#: Advocates whose instruction rests on an authorisation in force (ss39C and 39D).
_WITH_AUTHORITY = frozenset({AdvocateKind.S39C, AdvocateKind.S39D})


def end_rights(act: CaseAct, *, on: date) -> None:
    """End what rests on the authorisation of a case, on its last day (RPR reg 13(c), s39D)."""
    appointed = holdings.of(act.case.records, RecordKind.REPRESENTATIVE, Appointment)
    acting = [one for one in appointed if one.facts.is_acting]
    for one in acting:
        ended = replace(
            one.facts,
            state=representatives.MACHINE.after(one.facts.state, RprEvent.END),
            ended_on=max(on, one.facts.appointed_on or on),
            end_reason=RprEndReason.PERIOD_ENDED,
        )
        paper = ending.form_8(act.ctx, act.case, ended, record_id=one.id)
        act.tell(NoticeEvent.RPR_TERMINATED, document_id=issuing.issue(act, paper))
        act.amend(one, ended, on=on, detail=f"{one.facts.name}: the authorisation ended")
    for held in holdings.of(act.case.records, RecordKind.ADVOCATE, Advocacy):
        if held.facts.kind in _WITH_AUTHORITY and held.facts.is_acting:
            over = replace(held.facts, ended_on=on, end_note="The authorisation ended")
            act.amend(held, over, on=on, detail="The authorisation ended")
