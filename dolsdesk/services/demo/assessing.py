"""The assessors of a case: chosen, at work, one after the other reporting."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from dolsdesk.domain.counting import last_day_of_months
from dolsdesk.domain.dols import equivalents
from dolsdesk.domain.dols.assessments import Assessment
from dolsdesk.domain.dols.facts import AssessmentKind, Facts, MaxPeriod
from dolsdesk.domain.dols.legal_test import OLD_TEST, in_force
from dolsdesk.domain.dols.states import DECIDED, RequestState
from dolsdesk.domain.dols.worksheet import Worksheet
from dolsdesk.services.allocation import USUAL_KINDS
from dolsdesk.services.demo.findings import NO_DEPRIVATION, REFUSED_KIND
from dolsdesk.services.demo.telling import Telling
from dolsdesk.services.demo.vocabulary import weighted
from dolsdesk.services.demo.wishes import Ground, Mood, Quirk

_K = AssessmentKind

#: Longest periods assessors advise, and how often each.
_PERIODS = {
    Mood.CONTENT: (("12m", "9m", "6m"), (80, 10, 10)),
    Mood.UNSETTLED: (("12m", "9m", "6m", "4m"), (50, 15, 30, 5)),
    Mood.OBJECTS: (("12m", "6m", "4m", "3m"), (15, 40, 15, 30)),
}
_MONTHS = (3, 4, 6, 9, 12)
_SHORT_STAY = 0.5  # of hospital patients are there for a month at most
_USED_AGAIN = 0.7
_UNTIL_DECIDED = timedelta(days=20)
_REPORTS_WITHIN = timedelta(days=2)

_SERVES = "Independent, with no other contract with the council; agreed with the DoLS lead."
_ACCEPTED = "Considered with the assessor; see the notes."


class Assessing:
    """Allocation and assessments of one case."""

    def __init__(self, telling: Telling) -> None:
        self._t = telling

    def allocate(self, on: date) -> None:
        """Let assessors be chosen, for whatever earlier assessments do not cover.

        Raises:
            LookupError: the register has nobody who may; it is too small for the plan.
        """
        told = self._t
        reused = self._equivalents(on)
        for found in reused:
            told.story.record(told.at(on), told.office, found, reason=_ACCEPTED)
        done = {found.kind for found in reused}
        until = told.plan.recorded_on if told.wish.goal in DECIDED else told.cast.days.as_at
        for kinds in (USUAL_KINDS[_K.MH], USUAL_KINDS[_K.BI]):
            asked = tuple(kind for kind in kinds if kind not in done)
            if not asked:
                continue
            chosen = told.cast.register.choose(
                asked, on, until=until or on, only=self._wanted(asked),
                is_place_run_by_council=told.story.case.place.is_run_by_council,
            )  # fmt: skip
            if chosen is None:
                raise LookupError(f"nobody in the register may do {asked} on {on}")
            told.story.allocate(told.at(on), told.lead, chosen, asked, reason=_SERVES)

    def assess(self) -> None:
        """Let the doctor report first and the best interests assessor afterwards."""
        told, plan, goal = self._t, self._t.plan, self._t.wish.goal
        assessed_on = plan.assessed_on or told.now.date()
        doctor_on = plan.doctor_on or assessed_on
        recorded_on = plan.recorded_on or assessed_on
        told.extend(doctor_on)
        has_doctor = _K.MH in told.story.case.active_allocations
        if has_doctor and told.wish.ground is not Ground.CAPACITY:
            doctor_in = min(doctor_on + _REPORTS_WITHIN, recorded_on)
            self._record_all((_K.MH, _K.ELIG), doctor_on, doctor_in)
        if goal is RequestState.ASSESSING:
            if not has_doctor:
                self._record_all((_K.NR,), doctor_on, doctor_on)
            return
        if told.story.state is not RequestState.NEGATIVE:
            told.extend(recorded_on)
            self._record_all((_K.AGE, _K.MC, _K.NR, _K.BI), assessed_on, recorded_on)
        if (
            told.story.state is RequestState.NEGATIVE
            and Quirk.STOP_NOT_TOLD not in told.wish.quirks
        ):
            told.story.tell_to_stop(told.at(told.now.date()), told.office)

    def _wanted(self, kinds: Sequence[AssessmentKind]) -> str:
        """Return the name of the one who must be chosen, if one must."""
        told = self._t
        if Quirk.SIGNATORY_ASSESSED not in told.wish.quirks or _K.BI not in kinds:
            return ""
        return next(one.name for one in told.cast.team.signatories if one.assessor_id)

    def _equivalents(self, on: date) -> tuple[Assessment, ...]:
        """Return earlier assessments that may be used again until the decision."""
        told = self._t
        if told.before is None or not told.wish.is_further or told.rng.random() > _USED_AGAIN:
            return ()
        until = (told.plan.decided_on or told.cast.days.as_at) + _UNTIL_DECIDED
        refused = REFUSED_KIND[told.wish.ground] if told.wish.ground else None
        found = [
            told.writer.equivalent(held, told.about, on, decided_by=told.lead.name)
            for kind in (_K.AGE, _K.MH, _K.ELIG)
            if (held := told.before.assessments.get(kind)) is not None
            and kind is not refused
            and self._may_be_used(held, until)
        ]
        if not {_K.MH, _K.ELIG} <= {one.kind for one in found}:
            found = [one for one in found if one.kind is _K.AGE]  # one alone saves no visit
        return tuple(found)

    def _may_be_used(self, earlier: Assessment, until: date) -> bool:
        sheet = Worksheet(self._t.cast.stage.book, until)
        facts = Facts(
            assessment_kind=earlier.kind,
            assessment_carried_out_on=earlier.carried_out_on,
            relied_on=until,
        )
        equivalents.work_out(facts, sheet)
        return sheet.results["equivalent_usable"].value is True and earlier.is_good

    def _record_all(
        self, kinds: Sequence[AssessmentKind], done_on: date, recorded_on: date
    ) -> None:
        """Record some kinds, one after the other, until one is negative."""
        recorded_on = max(self._t.cast.days.before(recorded_on), done_on)
        for kind in kinds:
            is_over = self._t.story.state is RequestState.NEGATIVE
            if not is_over and kind not in self._t.story.case.assessments:
                self._record(kind, done_on, recorded_on)

    def _record(self, kind: AssessmentKind, done_on: date, recorded_on: date) -> None:
        told, ground = self._t, self._t.wish.ground
        at = told.at(recorded_on)
        bia = told.story.case.active_allocations[kind].assessor_name
        if ground is not None and REFUSED_KIND[ground] is kind:
            known = self._in_force(ground, done_on)
            found = told.writer.negative(known, told.about, done_on, bia=bia)
        else:
            period = self._period(done_on) if kind is _K.BI else ""
            found = told.writer.positive(kind, told.about, done_on, period=period, bia=bia)
        found = replace(found, copy_received_on=max(at.date(), done_on))
        told.story.record(at, told.office, found, reason=_ACCEPTED)

    def _in_force(self, ground: Ground, on: date) -> Ground:
        """Return what a ground is called under the test of the day."""
        if ground not in NO_DEPRIVATION:
            return ground
        if in_force(on, self._t.cast.stage.book) == OLD_TEST:
            return Ground.OLD_TEST
        needs_consent = ground in {Ground.CONSENT, Ground.BOTH}
        return ground if needs_consent and self._t.about.can_show_consent else Ground.OBJECTIVE

    def _period(self, on: date) -> str:
        """Return the longest period the assessor advises."""
        told, wish = self._t, self._t.wish
        wanted = wish.last_day or wish.lasts_beyond
        if wanted is None and told.about.is_in_hospital and told.rng.random() < _SHORT_STAY:
            return "28d"
        usual = str(weighted(told.rng, *_PERIODS[told.about.mood]))
        if wanted is None:
            return usual
        starts_on = told.follows(told.plan.decided_on or on)
        if wish.last_day is None and MaxPeriod.parse(usual).last_day(starts_on) > wanted:
            return usual
        fitting = [n for n in _MONTHS if last_day_of_months(starts_on, n) >= wanted]
        return f"{fitting[0] if fitting else _MONTHS[-1]}m"
