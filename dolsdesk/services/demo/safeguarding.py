"""What stands beside the person in a story: representative, advocate, objection, conditions.

It has its own chance and its own clock, so that nothing else of the demonstration depends on it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from dolsdesk.domain.dols import holdings, representatives
from dolsdesk.domain.dols.advocates import Advocacy, AdvocateKind, AdvocateTrigger
from dolsdesk.domain.dols.case import Answered, Authorisation
from dolsdesk.domain.dols.conditions import Condition, ConditionStatus
from dolsdesk.domain.dols.copies import NoticeEvent
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.objections import (
    Challenger,
    CourtCase,
    CourtKind,
    Objection,
    ObjectionAnswer,
    ObjectionHow,
)
from dolsdesk.domain.dols.representatives import (
    Appointment,
    ContactHow,
    RprContact,
    RprKind,
    RprState,
    SupportsChallenge,
    checks_for,
)
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.services.demo.timetable import Hours
from dolsdesk.services.demo.vocabulary import weighted
from dolsdesk.services.demo.wishes import Mood

if TYPE_CHECKING:
    from dolsdesk.services.demo.telling import Telling

#: How often a kind of representative is in touch, and how many contacts of theirs are kept.
_EVERY = {RprKind.PAID: 40, RprKind.UNPAID: 28}
_KEPT = 3
#: How the condition of an authorisation turns out: met, not met, nothing shown.
_CONDITIONS = (("met", "not_met", "unshown"), (95, 2, 3))
_NEVER_APPOINTED, _SILENT, _NOT_INSTRUCTED, _UNACKNOWLEDGED = 0.02, 0.03, 0.04, 0.04
#: What becomes of an objection.
_ANSWERS = (("advised_not", "issued", "no_longer", "named", "late", "unanswered"),
            (44, 24, 20, 7, 2, 3))  # fmt: skip
_STOOD_DOWN = "A representative was appointed. The power to challenge stays (paragraph 161)."
_PROVIDER, _PROVIDER_ADDRESS = "Norchester Voices", "2 Granary Court, Norchester, NX1 4AB"
_SAID = {
    Mood.OBJECTS: "Asked to go home and pointed at the door.",
    Mood.UNSETTLED: "Was restless at first, then glad of the company.",
    Mood.CONTENT: "Said that the food is good and the garden is better.",
}


class Safeguarding:
    """The safeguards of one case."""

    def __init__(self, telling: "Telling") -> None:
        self._t = telling
        self._rng = Random(telling.story.case.request.id * 7 + 1)  # noqa: S311  (its own)
        self._hours = Hours(self._rng, telling.now)

    def begin(self) -> None:
        """Let an advocate be instructed where there is nobody to consult (s39A)."""
        told = self._t
        request, urgent = told.story.case.request, told.story.case.urgent
        if request.s39a_applies is not Answered.YES or self._rng.random() < _NOT_INSTRUCTED:
            return
        before = urgent is not None and urgent.given_on <= request.received_on
        on = self._later(told.now.date(), 1, 3)
        if on is None:
            return
        asked = Advocacy(
            AdvocateKind.S39A,
            AdvocateTrigger.URGENT_FIRST if before else AdvocateTrigger.REQUEST,
            arose_on=request.received_on,
            ma_notified_on=request.received_on,
            instructed_on=on,
            provider=_PROVIDER,
            address=_PROVIDER_ADDRESS,
        )
        record = self._record(RecordKind.ADVOCATE, asked, on, "instruct_advocate",
                              f"Section 39A: Instructed, {_PROVIDER}")  # fmt: skip
        heard_on = self._later(on, 1, 5)
        if heard_on is None or self._rng.random() < _UNACKNOWLEDGED:
            return
        taken = replace(asked, acknowledged_on=heard_on, advocate="Imogen Achterberg")
        self._amend(record, taken, heard_on, "advocate_acknowledged_on",
                    "Section 39A: Acknowledged, Imogen Achterberg")  # fmt: skip

    def follow(self, given: Authorisation) -> None:
        """Let everything happen that follows from an authorisation, in the order of its days."""
        acts: list[tuple[date, Callable[[], object]]] = []
        self._objection(given, acts)
        self._appointment(given, acts)
        self._conditions(given, acts)
        for on, act in sorted(acts, key=lambda one: one[0]):
            if on <= self._t.cast.days.last:
                act()

    # The representative

    def _appointment(
        self, given: Authorisation, acts: list[tuple[date, Callable[[], object]]]
    ) -> None:
        held = self._held(RecordKind.REPRESENTATIVE, Appointment)
        if not held or self._rng.random() < _NEVER_APPOINTED:
            return
        proposed = held[-1]
        checked = replace(
            proposed.facts,
            checks=dict.fromkeys(checks_for(proposed.facts.kind), True),
            would_support_challenge=proposed.facts.would_support_challenge or SupportsChallenge.YES,
        )
        wrong = representatives.proposal_problems(checked)
        offered_on = self._later(given.given_on, 1, 3)
        if wrong or offered_on is None:
            return
        offered = replace(checked, state=RprState.OFFERED, offered_on=offered_on)
        acts.append((offered_on, lambda: self._change(proposed.id, offered, offered_on,
                                                      "offer_representative")))  # fmt: skip
        soonest = max(offered_on, given.in_force_on)
        appointed_on = self._later(soonest, 2, 6)
        if appointed_on is None or appointed_on > given.last_day:
            return
        appointed = replace(
            offered, state=RprState.APPOINTED, accepted_on=appointed_on,
            appointed_on=appointed_on, appointed_to=given.last_day,
        )  # fmt: skip
        acts.append((appointed_on, lambda: self._appoint(proposed.id, appointed)))
        self._contacts(appointed, given.last_day, acts)

    def _appoint(self, record_id: int, appointed: Appointment) -> None:
        on = appointed.appointed_on
        if on is None:
            return
        self._change(record_id, appointed, on, "appoint_representative")
        story, start = self._t.story, len(self._t.story.case.copies)
        story.tell(NoticeEvent.RPR_APPOINTED)
        self._stand_down(on)
        sent_on = self._later(on, 0, 2)
        if sent_on is None:
            return
        for index in range(start, len(story.case.copies)):
            line = story.case.copies[index]
            if line.address:
                method = "secure_email" if line.recipient == "managing_authority" else "post"
                story.settle_copy(self._at(sent_on), self._t.office, index, method=method)
            else:
                reason = "No address is known; asked the home and the family."
                story.settle_copy(self._at(sent_on), self._t.office, index, reason=reason)

    def _stand_down(self, on: date) -> None:
        for held in self._held(RecordKind.ADVOCATE, Advocacy):
            if held.facts.is_acting:
                note = (
                    "A representative was appointed. The power to challenge stays (paragraph 161)."
                )
                self._amend(held, replace(held.facts, ended_on=on, end_note=note), on,
                            "advocate_ended_on", note)  # fmt: skip

    def _contacts(
        self, acting: Appointment, last_day: date, acts: list[tuple[date, Callable[[], object]]]
    ) -> None:
        step, began = timedelta(days=_EVERY[acting.kind]), acting.appointed_on
        if began is None:
            return
        newest = min(self._t.cast.days.last, last_day)
        back = self._rng.random() * 0.9 * step
        if self._rng.random() < _SILENT:
            back += step * 1.3
        on = newest - timedelta(days=int(back.total_seconds() // 86_400))
        for _ in range(_KEPT):
            if on <= began:
                break
            made = self._contact(acting, on)
            acts.append((on, lambda made=made: self._log(made)))  # type: ignore[misc]
            on -= step

    def _contact(self, acting: Appointment, on: date) -> RprContact:
        how = weighted(self._rng, tuple(ContactHow), (70, 20, 8, 2))
        return RprContact(
            on=on,
            how=ContactHow.VISIT if acting.kind is RprKind.PAID else how,
            by=acting.name,
            person_seen=how is ContactHow.VISIT or acting.kind is RprKind.PAID,
            persons_views=_SAID[self._t.about.mood],
        )

    def _log(self, made: RprContact) -> None:
        how = made.how.value.removeprefix("contact_").capitalize()
        detail = f"{how}, {made.by}"
        self._record(RecordKind.REPRESENTATIVE_CONTACT, made, made.on, "log_contact", detail)

    # Objection

    def _objection(
        self, given: Authorisation, acts: list[tuple[date, Callable[[], object]]]
    ) -> None:
        if self._t.about.mood is not Mood.OBJECTS:
            return
        case = self._t.story.case
        best = case.assessments[AssessmentKind.BI]
        silent = self._t.about.is_silent
        found = Objection(
            on=best.carried_out_on,
            how=ObjectionHow.BEHAVIOUR if silent else ObjectionHow.WORDS,
            what=case.request.person_view or _SAID[Mood.OBJECTS],
            told_by=best.assessor_name,
        )
        kind = str(weighted(self._rng, *_ANSWERS))
        acts.append((given.given_on, lambda: self._record(
            RecordKind.OBJECTION, found, found.on, "record_objection", found.what)))  # fmt: skip
        named_on = self._later(given.given_on, 1, 6)
        if kind == "unanswered" or named_on is None:
            return
        days = 7 if kind == "late" else 35
        named = replace(
            found, challenger=Challenger.REPRESENTATIVE,
            challenger_name=given.representative.name if given.representative else "",
            challenge_by=named_on + timedelta(days=days),
        )  # fmt: skip
        if kind == "named":
            latest = self._t.cast.days.as_at + timedelta(days=14)
            named = replace(named, challenge_by=max(latest, named_on))
        acts.append((named_on, lambda: self._answer(named, named_on, "name_challenger")))
        answered_on = self._later(named_on, 6, 20)
        if kind in {"named", "late"} or answered_on is None:
            return
        closed = replace(
            named, answer=_ANSWER[kind], answered_on=answered_on, answer_note=_NOTES[kind]
        )
        if kind == "issued":
            acts.append((answered_on, lambda: self._issue(named, answered_on)))
        acts.append((answered_on, lambda: self._answer(closed, answered_on, "answer_objection")))

    def _answer(self, facts: Objection, on: date, action: str) -> None:
        [held] = self._held(RecordKind.OBJECTION, Objection)
        said = facts.answer_note or f"Challenge: {facts.challenger_name}"
        self._amend(held, facts, on, action, said)

    def _issue(self, named: Objection, on: date) -> None:
        number = 10_000_000 + self._t.story.case.request.id
        hearing = self._t.cast.days.as_at + timedelta(days=7 + int(self._rng.random() * 60))
        court = CourtCase(
            kind=CourtKind.S21A_STANDARD,
            applicant=f"{self._t.about.speech['name']}, by {named.challenger_name}",
            issued_on=on,
            case_no=str(number),
            hearings=(max(hearing, on),),
            legal_contact="Legal services, adults team",
        )
        self._record(RecordKind.COURT, court, on, "begin_proceedings", court.applicant)

    # Conditions

    def _conditions(
        self, given: Authorisation, acts: list[tuple[date, Callable[[], object]]]
    ) -> None:
        for held in self._held(RecordKind.CONDITION, Condition):
            how = weighted(self._rng, *_CONDITIONS)
            on = self._later(given.in_force_on, 14, 12)
            if how == "unshown" or on is None or on > given.last_day:
                continue
            found = replace(
                held.facts,
                status=ConditionStatus.MET if how == "met" else ConditionStatus.NOT_MET,
                evidence="Care plan and daily notes seen at the monitoring visit."
                if how == "met"
                else "Nothing in the daily notes for three weeks.",
                evidence_on=on,
                ma_response="" if how == "met" else "Short of staff; it will begin next month.",
            )
            acts.append((on, lambda held=held, found=found, on=on: self._change(  # type: ignore[misc]
                held.id, found, on, "follow_up_condition")))  # fmt: skip

    # What the acts are made of

    def _later(self, on: date, least: int, more: int) -> date | None:
        """Return a working day some days after a day; None if that has not come."""
        days = self._t.cast.days
        found = days.after(on + timedelta(days=least + int(self._rng.random() * (more + 1))))
        return found if found <= days.last else None

    def _at(self, on: date) -> datetime:
        return self._hours.at(on)

    def _held(self, kind: RecordKind, facts: type[Any]) -> tuple[Record[Any], ...]:
        return holdings.of(self._t.story.case.records, kind, facts)

    def _record(
        self, kind: RecordKind, facts: Any, on: date, action: str, detail: str
    ) -> Record[Any]:
        return self._t.story.begin_record(
            self._at(on), self._t.office, kind, facts, on=on, detail=detail, action=action
        )

    def _change(self, record_id: int, facts: Any, on: date, action: str) -> None:
        held = next(one for one in self._t.story.case.records if one.id == record_id)
        said = facts.name if isinstance(facts, Appointment) else facts.text
        self._amend(held, facts, on, action, said)

    def _amend(self, held: Record[Any], facts: Any, on: date, action: str, detail: str) -> None:
        self._t.story.amend_record(
            self._at(on), self._t.office, held, facts, on=on, detail=detail, action=action
        )


_ANSWER = {
    "advised_not": ObjectionAnswer.ADVISED_NOT,
    "issued": ObjectionAnswer.ISSUED,
    "no_longer": ObjectionAnswer.NO_LONGER,
}
_NOTES = {
    "advised_not": "The representative took legal advice and asked for a review first.",
    "issued": "The challenge was issued by the representative's solicitor.",
    "no_longer": "Settled since the move to a quieter unit; seen twice, and asks for nothing else.",
}
