"""What assessors write: the six assessments of a case, in the words of its portrait."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from dolsdesk.domain.counting import last_day_within_months_of
from dolsdesk.domain.dols.assessments import (
    Assessment,
    BestInterests,
    EligibilityCase,
    EquivalentUse,
    Method,
    Recommendation,
    RefusalKind,
    Result,
    SelectedBy,
)
from dolsdesk.domain.dols.facts import AssessmentKind, MaxPeriod
from dolsdesk.domain.dols.form_parts import Advised
from dolsdesk.domain.dols.legal_test import (
    CURRENT_TEST,
    FACTORS,
    OLD_TEST,
    Basis,
    Consent,
    Direction,
    DolTestRecord,
    Evidence,
    EvidenceKind,
    Factor,
    Finding,
    Imputable,
    Medication,
    Objective,
    Supports,
    VisitMode,
    in_force,
)
from dolsdesk.domain.people import Contact, ContactRole
from dolsdesk.domain.places import PlaceKind
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId
from dolsdesk.services.demo.vocabulary import Vocabulary, pick
from dolsdesk.services.demo.wishes import Ground, Mood

_K = AssessmentKind

#: Which requirement a ground refuses.
REFUSED_KIND: Mapping[Ground, AssessmentKind] = {
    Ground.OBJECTIVE: _K.BI,
    Ground.CONSENT: _K.BI,
    Ground.BOTH: _K.BI,
    Ground.OLD_TEST: _K.BI,
    Ground.NOT_BEST_INTERESTS: _K.BI,
    Ground.CAPACITY: _K.MC,
    Ground.INELIGIBLE: _K.ELIG,
    Ground.ATTORNEY: _K.NR,
}
NO_DEPRIVATION = frozenset({Ground.OBJECTIVE, Ground.CONSENT, Ground.BOTH, Ground.OLD_TEST})

_T, _A, _N = "towards", "away", "neutral"

#: Which way each factor points, F01 to F18, for how somebody is about the arrangements.
_LEANINGS: Mapping[str, tuple[str, ...]] = {
    Mood.OBJECTS: (_T, _T, _T, _T, _T, _T, _T, _T, _A, _T, _T, _N, _T, _T, _T, _T, _T, _N),
    Mood.UNSETTLED: (_N, _N, _T, _N, _T, _T, _N, _T, _A, _N, _T, _N, _N, _T, _N, _T, _T, _N),
    Mood.CONTENT: (_A, _N, _A, _A, _A, _A, _A, _A, _A, _A, _A, _A, _A, _A, _A, _N, _A, _N),
    Ground.CONSENT: (_N, _N, _T, _N, _A, _N, _N, _N, _A, _N, _A, _A, _A, _A, _A, _T, _N, _A),
}
_SEEN_BEFORE = (0, 3, 6)  # days before the finding on which signs were seen

#: Maximum periods, and under which key their reasons are kept.
PERIOD_REASONS: Mapping[str, str] = {
    "12m": "m12", "9m": "m9", "6m": "m6", "4m": "m4", "3m": "m3", "28d": "d28",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom the assessors write about."""

    portrait: Mapping[str, Any]
    mood: Mood
    speech: Mapping[str, str]
    place_kind: PlaceKind
    contacts: tuple[Contact, ...]
    variant: int
    knows_birthday: bool

    @property
    def is_silent(self) -> bool:
        """Return whether the person cannot put wishes into words."""
        return bool(self.portrait.get("silent"))

    @property
    def can_show_consent(self) -> bool:
        """Return whether wishes can be shown to more than the assessor."""
        return bool(self.contacts) and not self.is_silent

    @property
    def is_in_hospital(self) -> bool:
        """Return whether the place is a hospital."""
        return self.place_kind is PlaceKind.HOSPITAL


class Writer:
    """Writes assessments; chance decides only which words are used."""

    def __init__(self, vocabulary: Vocabulary, book: RuleBook, rng: Random) -> None:
        self._findings = vocabulary.findings
        self._phrases = vocabulary.phrases
        self._book = book
        self._rng = rng

    def say(self, options: Any, about: Subject) -> str:
        """Return one of some texts, with the person's name and pronouns in it."""
        return str(pick(self._rng, options)).format_map(about.speech) if options else ""

    def own(self, key: str, about: Subject) -> str:
        """Return a text of the portrait itself; those of one life go together."""
        texts = about.portrait[key]
        return str(texts[about.variant % len(texts)]).format_map(about.speech)

    def positive(
        self, kind: AssessmentKind, about: Subject, on: date, *, period: str, bia: str
    ) -> Assessment:
        """Return a good assessment of a kind, carried out on a day."""
        found = Assessment(
            kind=kind,
            method=Method.NEW,
            carried_out_on=on,
            result=Result.POSITIVE,
            reasons=self._reasons(kind, about),
            visited_on=on if kind in _VISITED else None,
        )
        if kind is _K.MH:
            effect = self.say(about.portrait["effect"], about)
            return replace(found, effect_of_detention=effect, notified_bia_on=on)
        if kind is _K.ELIG:
            return replace(found, eligibility_case=EligibilityCase.NONE)
        if kind is _K.BI:
            return replace(found, best_interests=self._granted(about, on, period, bia))
        return found

    def negative(self, ground: Ground, about: Subject, on: date, *, bia: str) -> Assessment:
        """Return the assessment that a refusal rests on."""
        found = Assessment(
            kind=REFUSED_KIND[ground],
            method=Method.NEW,
            carried_out_on=on,
            result=Result.NEGATIVE,
            reasons="",
            visited_on=on,
        )
        words = self._findings
        if ground is Ground.CAPACITY:
            return replace(found, reasons=self.say(words["capacity_regained"]["reasons"], about))
        if ground is Ground.ATTORNEY:
            reasons = self.say(words["refused_by_attorney"]["reasons"], about)
            return replace(found, reasons=reasons, refusal_kind=RefusalKind.DONEE)
        if ground is Ground.INELIGIBLE:
            first, second = words["ineligible"]["reasons"]
            return replace(
                found,
                reasons=(second if about.is_in_hospital else first).format_map(about.speech),
                eligibility_case=EligibilityCase.E if about.is_in_hospital else EligibilityCase.A,
            )
        test = self._test(about, on, bia, ground)
        if ground is Ground.NOT_BEST_INTERESTS:
            reasons = self.say(words["not_best_interests"]["reasons"], about)
        else:
            reasons = test.reasons
        return replace(found, reasons=reasons, best_interests=self._refused(about, test, ground))

    def equivalent(
        self, earlier: Assessment, about: Subject, on: date, *, decided_by: str
    ) -> Assessment:
        """Return an earlier assessment used again, with the four conditions of paragraph 49."""
        words = self._phrases["equivalent"]
        within = "within_time_age" if earlier.kind is _K.AGE else "within_time"
        use = EquivalentUse(
            author=earlier.assessor_name,
            relied_on=on,
            holds_written_copy=self.say(words["holds_written_copy"], about),
            meets_requirements=self.say(words["meets_requirements"], about),
            within_time=self.say(words[within], about),
            still_accurate=self.say(words["still_accurate"], about),
            decided_by=decided_by,
        )
        return replace(
            earlier, method=Method.EQUIVALENT, equivalent=use, assessor_id=None, version=1,
            copy_received_on=on,
        )  # fmt: skip

    def consulted(self, about: Subject) -> tuple[Contact, ...]:
        """Return whom the best interests assessor consulted."""
        return tuple(replace(one, was_consulted=True) for one in about.contacts)

    def _reasons(self, kind: AssessmentKind, about: Subject) -> str:
        portrait, phrases = about.portrait, self._phrases
        if kind is _K.ELIG and "eligibility" in portrait:
            return self.say(portrait["eligibility"], about)
        if kind is _K.ELIG:
            texts = phrases["elig"]["reasons"]
            return self.say(texts[2:] if about.is_in_hospital else texts[:2], about)
        if kind in {_K.MH, _K.MC}:
            return self.own("mental_health" if kind is _K.MH else "capacity", about)
        if kind is _K.BI:
            return self.say(portrait["best"][about.mood], about)
        if kind is _K.AGE:
            return self.say(phrases["age"]["reasons" if about.knows_birthday else "unknown"], about)
        has_attorney = any(one.role is ContactRole.DONEE for one in about.contacts)
        return self.say(phrases["attorney" if has_attorney else "nr"]["reasons"], about)

    def _granted(self, about: Subject, on: date, period: str, bia: str) -> BestInterests:
        consulted = self.consulted(about)
        key = PERIOD_REASONS[period]
        if about.mood is Mood.OBJECTS and period == "12m":
            key = "m12_objects"
        reasons = self._phrases["period"][key]
        return BestInterests(
            is_deprivation=True,
            is_in_best_interests=True,
            is_necessary=True,
            is_proportionate=True,
            max_period=MaxPeriod.parse(period),
            period_reason=self.say(reasons, about),
            advised=tuple(Advised(text) for text in self._conditions(about)),
            recommendations=tuple(
                text.format_map(about.speech) for text in about.portrait["recommendations"][:1]
            ),
            consulted=consulted,
            why_nobody_consulted=""
            if consulted
            else self.say(self._phrases["consulted"]["not_asked"], about),
            person_objects=about.mood is Mood.OBJECTS,
            says_unauthorised=False,
            test=self._test(about, on, bia, None),
            representative=self._representative(about),
            needs_39d=about.mood is Mood.OBJECTS,
        )

    def _refused(self, about: Subject, test: DolTestRecord, ground: Ground) -> BestInterests:
        consulted = self.consulted(about)
        is_unauthorised = ground is Ground.NOT_BEST_INTERESTS
        return BestInterests(
            is_deprivation=is_unauthorised,
            is_in_best_interests=False if is_unauthorised else None,
            is_necessary=False if is_unauthorised else None,
            is_proportionate=False if is_unauthorised else None,
            consulted=consulted,
            why_nobody_consulted=""
            if consulted
            else self.say(self._phrases["consulted"]["not_asked"], about),
            person_objects=about.mood is Mood.OBJECTS,
            says_unauthorised=is_unauthorised,
            test=test,
        )

    def _conditions(self, about: Subject) -> tuple[str, ...]:
        most = {Mood.CONTENT: 1, Mood.UNSETTLED: 2, Mood.OBJECTS: 3}[about.mood]
        told = about.portrait["conditions"][:most]
        return tuple(text.format_map(about.speech) for text in told)

    def _representative(self, about: Subject) -> Recommendation:
        """Recommend a relative; for somebody who objects often nobody, so that one is paid."""
        family = [one for one in about.contacts if one.address and one.relationship != "Neighbour"]
        objects = about.mood is Mood.OBJECTS
        if not family or (objects and self._rng.random() < 1 / 2):
            return Recommendation(SelectedBy.NOBODY)
        chosen = family[0]
        return Recommendation(
            selected_by=SelectedBy.BIA,
            name=chosen.name,
            relationship=chosen.relationship,
            address=chosen.address,
            phone=chosen.phone,
            is_eligible_confirmed=True,
            would_support_challenge=True,
        )

    # The test for a deprivation of liberty

    def _test(self, about: Subject, on: date, bia: str, ground: Ground | None) -> DolTestRecord:
        if in_force(on, self._book) == OLD_TEST:
            return self._old_test(about, on, bia, ground)
        is_dol = ground not in NO_DEPRIVATION
        leaning = ground if ground is Ground.CONSENT else about.mood
        record = DolTestRecord(
            test=CURRENT_TEST,
            decided_on=on,
            decided_by=bia,
            situation=self.say(about.portrait["situation"][about.mood], about),
            factors=tuple(
                self._factor(code, way, about)
                for code, way in zip(FACTORS, _LEANINGS[leaning], strict=True)
            ),
            objective=_OBJECTIVE.get(ground, Objective.MET),
            consent=_CONSENT.get(ground, _CONSENT_OF[about.mood]),
            imputable=Imputable.YES,
            evidence=self._evidence(about, on, bia),
            visit_mode=VisitMode.IN_PERSON,
            visited_on=on,
        )
        if is_dol:
            return self._dol(record, about)
        return self._not_dol(record, about, on, ground)

    def _dol(self, record: DolTestRecord, about: Subject) -> DolTestRecord:
        mood = Mood.OBJECTS if about.mood is Mood.OBJECTS else Mood.UNSETTLED
        words = self._findings
        return replace(
            record,
            medication=Medication.NOT_KNOWN,
            finding=Finding.DOL,
            reasons=self.say(words["dol"][mood], about),
            legal_consulted=self.say(words["legal_advice"]["texts"], about),
        )

    def _not_dol(
        self, record: DolTestRecord, about: Subject, on: date, ground: Ground | None
    ) -> DolTestRecord:
        words = self._findings
        rule = RuleId.AGNI_RECHECK_OBJECTIVE
        basis = {Basis.OBJECTIVE}
        if ground is not Ground.OBJECTIVE:
            rule = RuleId.AGNI_RECHECK_CONSENT
            basis = {Basis.CONSENT} if ground is Ground.CONSENT else set(_BOTH)
        months = self._book.value(rule, on=on).amount
        return replace(
            record,
            medication=Medication.RULED_OUT,
            prescriber_view=self.say(words["prescriber"]["texts"], about),
            finding=Finding.NOT_DOL,
            basis=frozenset(basis),
            reasons=self.say(words["not_dol"][(ground or Ground.OBJECTIVE).value], about),
            look_again_on=last_day_within_months_of(on, months),
            objection_signs=self.say(words["objection_signs"]["texts"], about),
        )

    def _old_test(self, about: Subject, on: date, bia: str, ground: Ground | None) -> DolTestRecord:
        words = self._findings["old_test"]
        is_dol = ground not in NO_DEPRIVATION
        return DolTestRecord(
            test=OLD_TEST,
            decided_on=on,
            decided_by=bia,
            situation=self.say(words["situation"], about) if is_dol else "",
            objective=Objective.MET if is_dol else Objective.NOT_MET,
            imputable=Imputable.YES,
            visit_mode=VisitMode.IN_PERSON,
            visited_on=on,
            finding=Finding.DOL if is_dol else Finding.NOT_DOL,
            basis=frozenset() if is_dol else frozenset({Basis.OBJECTIVE}),
            reasons=self.say(words["reasons" if is_dol else "not_dol"], about),
        )

    def _factor(self, code: str, way: str, about: Subject) -> Factor:
        texts = self._findings["factor"][code]
        if code == "F15" and not about.contacts:
            return Factor(code, self.say(texts["not_known"], about), Direction.NOT_KNOWN)
        if about.is_in_hospital:
            texts = texts | texts.get("hospital", {})
        if not texts.get(way):
            way = _N
        return Factor(code, self.say(texts[way], about), Direction(way))

    def _evidence(self, about: Subject, on: date, bia: str) -> tuple[Evidence, ...]:
        told = [one for one in self._findings["evidence"] if one["mood"] == about.mood]
        speech = {
            **about.speech,
            "bia": bia,
            "relative": about.contacts[0].name if about.contacts else "",
        }
        found = []
        for one, days in zip(told, _SEEN_BEFORE, strict=True):
            says = one["kind"] == EvidenceKind.WORDS
            if one["kind"] == EvidenceKind.FAMILY and not about.contacts:
                continue
            if says and about.is_silent and about.mood is Mood.CONTENT:
                continue
            found.append(
                Evidence(
                    seen_on=on - timedelta(days=days),
                    kind=EvidenceKind(one["kind"]),
                    supports=Supports(one["supports"]),
                    what=pick(self._rng, one["what"]).format_map(speech),
                    observer=one["observer"].format_map(speech),
                )
            )
        return tuple(found)


_VISITED = frozenset({_K.MH, _K.MC, _K.BI})

_BOTH = (Basis.OBJECTIVE, Basis.CONSENT)

_OBJECTIVE: Mapping[Ground | None, Objective] = {
    Ground.OBJECTIVE: Objective.NOT_MET,
    Ground.BOTH: Objective.NOT_MET,
}
_CONSENT: Mapping[Ground | None, Consent] = {
    Ground.OBJECTIVE: Consent.NOT_REACHED,
    Ground.BOTH: Consent.VALID_TACIT,
    Ground.CONSENT: Consent.VALID_EXPRESS,
}
_CONSENT_OF: Mapping[Mood, Consent] = {
    Mood.OBJECTS: Consent.OBJECTS,
    Mood.UNSETTLED: Consent.FLUCTUATING,
    Mood.CONTENT: Consent.NOT_SHOWN,
}
