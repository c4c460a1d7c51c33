"""The end of a case at the signatory's desk: sent back, granted or refused, and copied."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from dolsdesk.domain.dols.assessments import BestInterests, Recommendation, SelectedBy
from dolsdesk.domain.dols.case import Representative
from dolsdesk.domain.dols.decision import Grant, Scrutiny
from dolsdesk.domain.dols.facts import AssessmentKind, MaxPeriod
from dolsdesk.domain.dols.legal_test import OLD_TEST, Basis
from dolsdesk.domain.dols.rework import ReturnReason
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.staff import StaffMember
from dolsdesk.services.demo.findings import NO_DEPRIVATION
from dolsdesk.services.demo.safeguarding import Safeguarding
from dolsdesk.services.demo.telling import Telling
from dolsdesk.services.demo.vocabulary import pick, weighted
from dolsdesk.services.demo.wishes import Ground, Mood, Quirk

_K = AssessmentKind
_RETURNED = 0.04
_TWICE = 0.2  # of those, a second time
_OF_BEST_INTERESTS = 0.75  # of what is sent back
_AGAIN_AFTER = timedelta(days=5)
_SIGNED = "Considered with the assessor; see the notes."

_LATE_REASONS = (
    ("no_assessor", "no_doctor", "waiting_for_information", "person_unavailable", "queue",
     "contested"),
    (30, 20, 14, 10, 20, 6),
)  # fmt: skip

#: Under which key the reasons of a refusal are kept.
_REFUSALS: Mapping[Ground, str] = {
    Ground.NOT_BEST_INTERESTS: "not_best_interests",
    Ground.CAPACITY: "mc",
    Ground.INELIGIBLE: "elig",
    Ground.ATTORNEY: "nr",
}
_LOOSENED = 0.85  # the share of refusals after which the home is known to have ended them
_PROVIDER_ADDRESS = "2 Granary Court, Norchester, NX1 4AB"
_PROVIDER_PHONE = "01632 960990"


class Deciding:
    """The decision in one case."""

    def __init__(self, telling: Telling, paper_from: date | None) -> None:
        self._t = telling
        self._paper_from = paper_from

    def decide(self) -> None:
        """Let the case go to the signatory, as far as it is wished to go."""
        told, goal = self._t, self._t.wish.goal
        last = told.cast.days.last
        decided_on = told.plan.decided_on or last
        if told.story.state is RequestState.NEGATIVE:
            told.extend(decided_on)
            self._refuse(decided_on)
            return
        submitted_on = told.plan.submitted_on or decided_on
        told.extend(submitted_on)
        told.story.submit(told.at(submitted_on), told.office)
        is_open = goal in {RequestState.WITH_SIGNATORY, RequestState.RETURNED}
        rounds = self._rounds(is_open=is_open)
        returned_on = told.plan.returned_on or submitted_on
        for number in range(rounds):
            if number:
                self._correct(decided_on)
                told.story.submit(told.at(decided_on), told.office)
                returned_on = decided_on
            self._send_back(returned_on)
        told.extend(last if is_open else decided_on)
        if goal is RequestState.RETURNED:
            return
        if rounds:
            self._correct(decided_on)
            told.story.submit(told.at(decided_on), told.office)
        if is_open:
            return
        self._grant(decided_on)

    def _rounds(self, *, is_open: bool) -> int:
        """Return how often an assessment is sent back."""
        told = self._t
        if Quirk.RETURNED_TWICE in told.wish.quirks:
            return 2
        if is_open:
            return int(told.wish.goal is RequestState.RETURNED)
        if Quirk.RETURNED not in told.wish.quirks and told.rng.random() >= _RETURNED:
            return 0
        return 2 if told.rng.random() < _TWICE else 1

    def _send_back(self, on: date) -> None:
        told = self._t
        kind = _K.BI if told.rng.random() < _OF_BEST_INTERESTS else _K.MC
        faults = told.phrases["send_back"][kind.value]
        fault = pick(told.rng, sorted(faults))
        told.story.send_back(
            told.at(on), self._signatory(), kind=kind, reason=ReturnReason(fault),
            note=told.writer.say(faults[fault], told.about),
            due_on=told.cast.days.after(on + _AGAIN_AFTER),
        )  # fmt: skip

    def _correct(self, on: date) -> None:
        told = self._t
        for kind, held in tuple(told.story.case.assessments.items()):
            if held.returned_reason:
                at = told.at(on)
                fresh = replace(
                    held, returned_reason="", copy_received_on=at.date(),
                    reasons=f"{held.reasons} {told.say('correction', kind.value)}",
                )  # fmt: skip
                told.story.record(at, told.office, fresh, reason=_SIGNED)

    def _grant(self, on: date) -> None:
        told = self._t
        bi = told.story.case.assessments[_K.BI].best_interests or BestInterests()
        starts_on = told.follows(on)
        longest = (bi.max_period or MaxPeriod.parse("12m")).last_day(starts_on)
        last_day = longest
        if told.wish.last_day is not None:
            last_day = max(starts_on, min(longest, told.wish.last_day))
        shorter = "" if last_day == longest else told.say("period", "shorter")
        words = told.phrases["signatory"]
        grant = Grant(
            given_on=on,
            in_force_on=starts_on,
            last_day=last_day,
            purpose=told.say("signatory", "purpose"),
            period_reason=shorter or bi.period_reason,
            reasons={
                kind: told.writer.say(words["requirement"][kind.value], told.about)
                for kind in AssessmentKind
            },
            conditions=bi.conditions,
            representative=self._representative(bi.representative),
            scrutiny=frozenset(Scrutiny),
        )
        notes = "objects" if told.about.mood is Mood.OBJECTS else "notes"
        told.story.grant(
            told.at(on), self._signatory(), grant, notes=told.say("signatory", notes),
            late_reason=self._late_reason(), late_note=self._t.late_note(), reason=_SIGNED,
            document_id=self._document(on),
        )  # fmt: skip
        self._send_copies(on)
        given = told.story.case.authorisation
        if given is not None and (given.last_day >= told.cast.days.as_at or self._has_paper(on)):
            Safeguarding(told).follow(given)

    def _refuse(self, on: date) -> None:
        told = self._t
        text = str(told.phrases["refusal"][self._refusal()]).format_map(told.about.speech)
        told.story.refuse(
            told.at(on), self._signatory(), reasons=text, late_reason=self._late_reason(),
            late_note=self._t.late_note(), document_id=self._document(on),
        )  # fmt: skip
        sent_on = self._send_copies(on)
        last = told.story.urgent_last_day
        if last is not None and last >= on and sent_on is not None:
            told.story.note_refusal_received(told.at(sent_on), told.office)
        if sent_on is not None:
            self._loosen(sent_on)

    def _loosen(self, sent_on: date) -> None:
        """Let the home end the restrictions some days after it was refused."""
        told, days = self._t, self._t.cast.days
        rng = Random(told.story.case.request.id)  # noqa: S311  (its own, not the story's)
        on = days.after(sent_on + timedelta(days=1 + int(rng.random() * 9)))
        if on <= days.last and rng.random() < _LOOSENED:
            evidence = pick(rng, told.phrases["refusal"]["ended"])
            told.story.end_arrangements(told.at(on), told.office, last_day=on, evidence=evidence)

    def _refusal(self) -> str:
        """Return the key of the reasons that fit what the assessor found."""
        ground = self._t.wish.ground or Ground.OBJECTIVE
        best = self._t.story.case.assessments.get(_K.BI)
        test = best.best_interests.test if best and best.best_interests else None
        if ground not in NO_DEPRIVATION or test is None:
            return _REFUSALS[ground]
        if test.test == OLD_TEST:
            return "old"
        return "consent" if Basis.CONSENT in test.basis else "objective"

    def _signatory(self) -> StaffMember:
        """Return a signatory who assessed nothing in this case (AU1)."""
        own: set[int | None] = {one.assessor_id for one in self._t.story.case.allocations}
        free = [one for one in self._t.cast.team.signatories if one.assessor_id not in own]
        usual = [one for one in free if one.assessor_id is None]
        return pick(self._t.rng, usual or free)  # type: ignore[no-any-return]

    def _representative(self, advised: Recommendation | None) -> Representative:
        if advised is None or advised.selected_by is SelectedBy.NOBODY:
            return Representative(
                name=pick(self._t.rng, self._t.phrases["representative"]["paid"]),
                relationship="Paid representative",
                address=_PROVIDER_ADDRESS,
                phone=_PROVIDER_PHONE,
                is_paid=True,
                selected_by="council",
            )
        return Representative(
            advised.name, advised.relationship, advised.address, advised.phone,
            selected_by=advised.selected_by.value,
        )  # fmt: skip

    def _late_reason(self) -> str:
        """Return a reason; the story keeps it only where the decision is late."""
        return str(weighted(self._t.rng, *_LATE_REASONS))

    def _document(self, on: date) -> int | None:
        return self._t.cast.stage.next_id("document") if self._has_paper(on) else None

    def _has_paper(self, on: date) -> bool:
        return self._paper_from is not None and on >= self._paper_from

    def _send_copies(self, decided_on: date) -> date | None:
        """Send the copies some days after the decision, where those days have come."""
        told, days = self._t, self._t.cast.days
        sent_on = days.after(decided_on + timedelta(days=int(told.rng.random() * 3)))
        if sent_on > days.last:
            return None
        unsent = [at for at, line in enumerate(told.story.case.copies) if not line.is_settled]
        told.send(sent_on, unsent[:1] if Quirk.COPIES_UNSENT in told.wish.quirks else unsent)
        return sent_on
