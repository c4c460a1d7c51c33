"""What an act on a case leaves in a running campaign: a decision that was made, an objection.

It moves the item of the case and nothing else; the campaign decides nothing.
"""

from typing import Any

from dolsdesk.domain.dols.campaigns import ITEM, CampaignState, Item, ItemEvent, ItemState
from dolsdesk.domain.dols.recorded_findings import RecordedFinding
from dolsdesk.domain.dols.screening import BARS_WITHDRAWAL, Flag, flags
from dolsdesk.services.acts import CaseAct
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.repos import campaigns
from dolsdesk.store.repos.campaigns import Step

_GOING = frozenset({CampaignState.RUNNING, CampaignState.PAUSED, CampaignState.CLOSING})


def decided(act: CaseAct, record: RecordedFinding) -> None:
    """Note in the items about the person here that the assessor has decided."""
    found = record.finding.finding
    for item in _of_person_here(act):
        if record.finding.test != _test(act, item) or not ITEM.may(item.state, ItemEvent.DECIDE):
            continue
        _move(act, item, ItemEvent.DECIDE, record.ref, finding_ref=record.ref,
              outcome=found.value if found else "")  # fmt: skip


def escalate(act: CaseAct, why: str) -> None:
    """Bring the items about the person here to the front, because of an objection."""
    for item in _of_person_here(act):
        if ITEM.may(item.state, ItemEvent.ESCALATE):
            _move(act, item, ItemEvent.ESCALATE, why, escalated_why=why)


def bars_withdrawal(session: ReadSession, request_id: int) -> tuple[Flag, ...]:
    """Return the flags of a returned questionnaire on which no withdrawal is taken (AG-V19)."""
    found: set[Flag] = set()
    for item in campaigns.items_of_request(session, request_id):
        for one in campaigns.questionnaires(session, item.id):
            if one.is_chosen:
                found |= BARS_WITHDRAWAL & set(flags(one.answers))
    return tuple(flag for flag in Flag if flag in found)


def _of_person_here(act: CaseAct) -> tuple[Item, ...]:
    session = act.write.session
    going = {one.id for one in campaigns.listed(session) if one.state in _GOING}
    return tuple(
        one
        for one in campaigns.items_of_person(session, act.case.person_id)
        if one.place_id == act.case.place.id and one.campaign_id in going and one.is_open
    )


def _test(act: CaseAct, item: Item) -> str:
    return campaigns.load(act.write.session, item.campaign_id).test


def _move(act: CaseAct, item: Item, event: ItemEvent, note: str, **values: Any) -> ItemState:
    state = ITEM.after(item.state, event)
    campaigns.change_item(act.write.session, item, state=state, **values)
    step = Step(item.id, item.state.value, state.value, note)
    campaigns.happened(
        act.write.session, item.campaign_id, [step], at=act.write.at, by=act.ctx.actor.id
    )
    return state
