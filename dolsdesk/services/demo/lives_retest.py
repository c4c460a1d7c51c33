"""A running re-screening in the demonstration council, with a case in every state.

Everything is done through the services people use, and typed in on the day the demonstration stands
at, about the days before.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.dols.campaigns import (
    CampaignEvent,
    Cohort,
    Item,
    ItemState,
    NextAction,
    TriageView,
)
from dolsdesk.domain.dols.legal_test import (
    CURRENT_TEST,
    FACTORS,
    Consent,
    Consulted,
    Direction,
    DolTestRecord,
    Evidence,
    EvidenceKind,
    Factor,
    Finding,
    Imputable,
    Medication,
    Objective,
    Setting,
    Supports,
    VisitMode,
)
from dolsdesk.domain.dols.recorded_findings import Stage, Subject
from dolsdesk.domain.dols.screening import (
    Answers,
    Going,
    MaView,
    Objecting,
    Payer,
    PurposeOf,
    Restriction,
    Told,
)
from dolsdesk.domain.staff import Role, StaffMember
from dolsdesk.rules.book import RuleBook
from dolsdesk.services import campaign_cases, campaign_sending, campaigns, recorded_findings
from dolsdesk.services.context import Context
from dolsdesk.services.demo.furniture import WORKSTATION
from dolsdesk.store import audit
from dolsdesk.store.handle import Store
from dolsdesk.store.repos import staff as staff_repo

_BEGAN, _SECOND, _LATER = 40, 18, 9  # days before the day the demonstration stands at
_NAME, _LIVE = "First look after June 2026", "Authorisations on the earlier test"
_PURPOSE = "Whatever rests on the test to 1 June 2026 is looked at again."
_WHY = "The home's answers and the papers say so."


def tell(store: Store, book: RuleBook, calendar: WorkingCalendar, as_at: date) -> None:
    """Let the council run its campaigns up to the day the demonstration stands at."""
    with store.reading() as session:
        members = sorted(staff_repo.members(session), key=lambda one: one.id)
    lead = next(one for one in members if Role.LEAD in one.roles)
    desk = next(one for one in members if Role.ADMINISTRATOR in one.roles)
    bia = next(one for one in members if Role.BIA in one.roles and one.assessor_id is not None)
    _Telling(store, book, calendar, as_at, lead=lead, desk=desk, bia=bia).run()


class _Late:
    """The clock of what is typed in today about an earlier day: the trail never runs backwards."""

    def __init__(self, on: date, at: datetime) -> None:
        self._on, self._at = on, at

    def now(self) -> datetime:
        """Return when it is typed in."""
        return self._at

    def today(self) -> date:
        """Return the day it is about."""
        return self._on


class _Telling:
    def __init__(
        self, store: Store, book: RuleBook, calendar: WorkingCalendar, as_at: date,
        *, lead: StaffMember, desk: StaffMember, bia: StaffMember,
    ) -> None:  # fmt: skip
        self._store, self._book, self._calendar = store, book, calendar
        self._at = _last(store) + timedelta(minutes=1)
        self._as_at, self._lead, self._desk, self._bia = as_at, lead, desk, bia
        self._twice = {ItemState.RETURNED, ItemState.TRIAGED}

    def run(self) -> None:
        """Run the campaign over the authorisations, and prepare one over the requests."""
        number = self._begin(Cohort.K3, _LIVE, self._ago(_BEGAN))
        if number is not None:
            found = list(campaign_cases.items(self._of(self._lead, self._as_at), number))
            for item, state in zip(found, _states(), strict=False):
                self._bring(number, item, state)
        self._begin(Cohort.K1, _NAME, self._as_at, runs=False)

    def _begin(self, cohort: Cohort, name: str, on: date, *, runs: bool = True) -> int | None:
        lead = self._of(self._lead, on)
        if not campaigns.preview(lead, cohort).total:
            return None
        number = campaigns.create(
            lead, name=name, purpose=_PURPOSE, cohort=cohort,
            target_end=self._as_at + timedelta(days=_BEGAN),
        ).value  # fmt: skip
        if runs:
            campaigns.lock(lead, number)
            campaigns.approve_letter(lead, number)
            campaigns.move(lead, number, CampaignEvent.RUN)
        return number

    def _bring(self, campaign: int, item: Item, state: ItemState) -> None:
        """Bring one item to a state, as people would."""
        if state is ItemState.SELECTED:
            return
        if state is ItemState.EXCLUDED:
            lead = self._of(self._lead, self._ago(_BEGAN))
            campaign_cases.exclude(lead, item.id, reason="Transferred to another team last week.")
            return
        campaign_sending.send(self._of(self._desk, self._ago(_BEGAN)), campaign, [item.id])
        if state is ItemState.SENT:
            return
        if state in {ItemState.REMINDED, ItemState.NOT_RETURNED}:
            self._chase(campaign, item, state)
            return
        objects = state is ItemState.ESCALATED
        answers = _answers(item, objects=objects)
        desk = self._of(self._desk, self._ago(_SECOND))
        campaign_cases.record_answers(
            desk, item.id, answers, returned_on=self._ago(_SECOND), channel="email",
            reason="As it came.",
        )  # fmt: skip
        if state in self._twice:
            self._twice.discard(state)
            self._return_again(item, answers, is_chosen=state is ItemState.TRIAGED)
        now = campaign_cases.detail(desk, item.id).item
        if now.state is ItemState.ESCALATED or state is ItemState.RETURNED:
            return
        self._route(item, state)

    def _return_again(self, item: Item, first: Answers, *, is_chosen: bool) -> None:
        """Let the questionnaire come back once more with other answers; one is chosen, or not."""
        desk = self._of(self._desk, self._ago(_LATER))
        again = replace(
            first, q10_goes_out=Going.NEVER, q10_words="Not since the summer; it takes two staff.",
            q20_name="The night manager",
        )  # fmt: skip
        campaign_cases.record_answers(
            desk, item.id, again, returned_on=self._ago(_LATER), channel="post",
            reason="As it came.",
        )  # fmt: skip
        if is_chosen:
            last = campaign_cases.detail(desk, item.id).returns[-1]
            campaign_cases.choose(
                desk,
                item.id,
                last.id,
                why="The manager rang: an agency filled in the first.",
            )

    def _chase(self, campaign: int, item: Item, state: ItemState) -> None:
        campaign_sending.remind(self._of(self._desk, self._ago(_SECOND)), campaign, [item.id])
        if state is ItemState.REMINDED:
            return
        campaign_sending.remind(self._of(self._desk, self._ago(_LATER)), campaign, [item.id])
        campaign_cases.mark_not_returned(self._of(self._desk, self._as_at), item.id)

    def _route(self, item: Item, state: ItemState) -> None:
        lead = self._of(self._lead, self._ago(_LATER))
        campaign_cases.triage(lead, item.id, TriageView.UNCLEAR, why=_WHY)
        if state is ItemState.TRIAGED:
            return
        campaign_cases.route(
            lead, item.id, NextAction.VISIT, why=_WHY, owner=self._bia.name,
            due_on=self._calendar.after(self._ago(_LATER), 1),
        )  # fmt: skip
        if state is ItemState.ACTION_OPEN or item.request_id is None:
            return
        self._decide(item.request_id)
        if state is ItemState.DONE:
            campaign_cases.finish(self._of(self._desk, self._ago(1)), item.id)

    def _decide(self, request_id: int) -> None:
        """Have an assessor find that the deprivation goes on, in words about this person."""
        on = self._ago(2)
        bia = self._of(self._bia, on)
        number = recorded_findings.begin(
            bia, request_id, stage=Stage.FORMAL_DECISION, subject=Subject.AUTHORISATION
        ).value
        recorded_findings.save(bia, request_id, number, _finding(on, request_id))
        recorded_findings.complete(bia, request_id, number)
        recorded_findings.decide(bia, request_id, number, reason="Read against the file.")
        recorded_findings.check(self._of(self._lead, on), request_id, number)

    def _of(self, member: StaffMember, on: date) -> Context:
        return Context(
            self._store, _Late(on, self._at), self._book, self._calendar, member, WORKSTATION
        )

    def _ago(self, days: int) -> date:
        return self._as_at - timedelta(days=days)


def _last(store: Store) -> datetime:
    """Return the instant of the last entry of the trail."""
    with store.reading() as session:
        return max(entry.at for entry in audit.entries(session))


def _states() -> Iterator[ItemState]:
    """Yield the state for each item in turn: every one, the early ones more often."""
    every = [one for one in ItemState if one is not ItemState.SELECTED]
    yield from every
    while True:
        yield ItemState.SELECTED
        yield ItemState.SENT
        yield ItemState.RETURNED


def _finding(on: date, number: int) -> DolTestRecord:
    """Return the finding of a deprivation that goes on; two such are never the same words."""
    told = _VISITS[number % len(_VISITS)]
    return DolTestRecord(
        test=CURRENT_TEST,
        situation=told["situation"],
        setting=Setting.CARE_HOME,
        period_from=on - timedelta(days=400),
        is_open_ended=True,
        factors=tuple(
            Factor(code, f"Looked at on the visit. {told['factor']}", Direction.TOWARDS)
            for code in FACTORS
        ),
        objective=Objective.MET,
        objective_reasons=told["objective"],
        consent=Consent.OBJECTS,
        imputable=Imputable.YES,
        medication=Medication.RULED_OUT,
        evidence=(
            Evidence(on, EvidenceKind.WORDS, Supports.OBJECTION, told["said"], "The assessor"),
        ),
        visit_mode=VisitMode.IN_PERSON,
        visited_on=on,
        seen_alone=True,
        consulted=(Consulted("The key worker", "Care home", on, told["worker"]),),
        finding=Finding.DOL,
        reasons=told["reasons"],
    )


_VISITS = (
    {
        "situation": "The person lives on a locked upstairs floor, is checked every half hour by"
        " day and night, and goes out only with two carers. Twice in the last month staff held an"
        " arm to bring the person back from the stairs. The daughter visits on Sundays.",
        "factor": "Much depends on who is on shift.",
        "objective": "Doors, checks and hands together leave next to nothing for the person to"
        " decide: where to be, when to go out and with whom are settled by others, every day.",
        "said": "“I want the bus home.”",
        "worker": "Asks for the bus each afternoon",
        "reasons": "The person asks for the bus home each afternoon, waits at the stairs with a bag"
        " and is led back. That has gone on for months. It is no passing wish, and what is done"
        " against it is done by the hour, by people who decide when it stops.",
    },
    {
        "situation": "The person has a ground-floor room beside the office. The garden gate has a"
        " keypad. Staff walk along in the garden and stand between the person and the gate. A"
        " sensor mat tells the night staff of every step. The son rings once a week.",
        "factor": "The garden is what matters most here.",
        "objective": "What keeps the person is not the keypad alone but that nobody ever lets a"
        " walk end anywhere but at the armchair; the mat and the closeness leave no moment alone.",
        "said": "“Let me be. I can walk.”",
        "worker": "Pushes the hand away on walks",
        "reasons": "On the visit the person pushed the carer's hand away three times and said to be"
        " let be. The key worker has seen the same for weeks. Walks are the one thing left to"
        " choose, and they are led. That is felt as an intrusion, and it is one.",
    },
)


def _answers(item: Item, *, objects: bool) -> Answers:
    settled = Answers(
        q01_adult=Told.YES,
        q02_test=CURRENT_TEST,
        q03_restrictions=(
            Restriction("Coded front door", "always", "the road outside is busy"),
            Restriction("Staff nearby in the day", "most of the time", "falls"),
        ),
        q04_way_out="The senior on duty; somebody goes along when asked.",
        q04_by_force=Told.NO,
        q05_restraint=Told.NO,
        q06_medicine=Told.NO,
        q07_is_open_ended=Told.YES,
        q08_purpose=PurposeOf.CARE,
        q09_ordinary="Much as other people here with the same needs live.",
        q10_goes_out=Going.WITH_SOMEONE,
        q10_asks_to=Told.YES,
        q11_contact_limited=Told.NO,
        q12_says="“It is all right here”, to the key worker last week.",
        q13_does="Sits with the same friends each day; sings; shows the garden to visitors.",
        q14_objects=Objecting.NEVER,
        q15_may_be_hidden=Told.NO,
        q16_disagrees=Told.NO,
        q17_view=MaView.NOT_SURE,
        q17_why="Seems settled, but cannot leave alone; we would like an assessor to look.",
        q19_payer=Payer.COUNCIL,
        q20_name="Home manager",
        q20_role="Registered manager",
        q20_on=item.joined_on,
    )
    if not objects:
        return settled
    return replace(
        settled,
        q12_says="“I want to go home”, most evenings, to whoever is on.",
        q13_does="Stands at the door with a coat on after tea.",
        q14_objects=Objecting.OFTEN,
    )
