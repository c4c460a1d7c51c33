"""The kinds of contradiction, each with what it does, the field it opens, and its source (AS5)."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from dolsdesk.domain.problems import Problem, Severity

_REFUSE, _WARN = Severity.REFUSE, Severity.WARN


@dataclass(frozen=True, slots=True, eq=False)  # by identity: two kinds may do the same
class _Kind:
    severity: Severity
    field: str
    source: str


class Clash(Enum):
    """One member per kind: what contradicts what, whether it stops the signature, and the rule."""

    # Days
    VISIT_TO_COME = _Kind(_REFUSE, "visited_on", "dols.md 5.5")
    SIGNED_BEFORE_VISIT = _Kind(_REFUSE, "assessment_carried_out_on", "dols.md 5.5")
    VISIT_BEFORE_REQUEST = _Kind(_WARN, "visited_on", "dols.md 5.5")
    VISIT_AFTER_DEATH = _Kind(_REFUSE, "visited_on", "dols.md 7, DEATH_BEFORE_EVENT")
    DOCUMENT_LATER = _Kind(_REFUSE, "documents", "Form 3 row 8")
    EVIDENCE_LATER = _Kind(_REFUSE, "evidence", "after-agni.md 4.4")
    BIA_TOLD_BEFORE = _Kind(_REFUSE, "notified_bia_on", "Schedule A1 para 36")
    BIA_ASKED_AFTER = _Kind(_REFUSE, "bia_asked_on", "Eligibility regs, reg 15")
    START_BEFORE_ASSESSMENT = _Kind(_REFUSE, "recommended_start", "Schedule A1 para 52")
    START_BEFORE_END = _Kind(_WARN, "recommended_start", "Schedule A1 para 29")
    SITUATION_ENDS_BEFORE = _Kind(_REFUSE, "expected_to", "after-agni.md 4.2")
    OPEN_ENDED_WITH_END = _Kind(_REFUSE, "is_open_ended", "after-agni.md 4.2")
    # Age
    UNDER_AGE_MET = _Kind(_REFUSE, "age_result", "Schedule A1 para 13")
    OF_AGE_NOT_MET = _Kind(_REFUSE, "age_result", "Schedule A1 para 13")
    # Capacity
    LACKS_WITHOUT_INABILITY = _Kind(_REFUSE, "mc_result", "MCA s3(1)")
    HAS_WITH_INABILITY = _Kind(_REFUSE, "mc_result", "MCA s3(1)")
    LACKS_WITHOUT_IMPAIRMENT = _Kind(_REFUSE, "impairment", "MCA s2(1)")
    INABILITY_WITHOUT_EVIDENCE = _Kind(_REFUSE, "mc_result", "Form 3 row 12")
    CAPACITY_AGAINST_FINDING = _Kind(_REFUSE, "capacity", "after-agni.md 4.2")
    CAPACITY_AGAINST_RECORD = _Kind(_WARN, "mc_result", "Schedule A1 para 15")
    INTERESTS_DESPITE_CAPACITY = _Kind(_REFUSE, "bi_result", "Schedule A1 para 133")
    # Mental health
    MET_WITHOUT_DISORDER = _Kind(_REFUSE, "mh_result", "Schedule A1 para 14")
    NOT_MET_WITH_DISORDER = _Kind(_REFUSE, "mh_result", "Schedule A1 para 14")
    DISORDER_WITHOUT_DIAGNOSIS = _Kind(_REFUSE, "diagnosis", "Form 4 row 6")
    # Eligibility
    ELIGIBLE_IN_A_CASE = _Kind(_REFUSE, "elig_result", "Schedule 1A para 2")
    INELIGIBLE_IN_NO_CASE = _Kind(_REFUSE, "elig_result", "Schedule 1A para 2")
    ELIGIBLE_DETAINED = _Kind(_REFUSE, "eligibility_case", "Schedule 1A case A")
    STATUS_AGAINST_ELIGIBILITY = _Kind(_WARN, "eligibility_case", "Schedule 1A; Form 1 row 24")
    CASE_E_OUTSIDE_HOSPITAL = _Kind(_REFUSE, "case_E", "Schedule 1A para 5")
    # No refusals
    NO_REFUSAL_WITH_CONFLICT = _Kind(_REFUSE, "nr_result", "Schedule A1 paras 18-20")
    REFUSAL_WITHOUT_CONFLICT = _Kind(_REFUSE, "nr_result", "Schedule A1 paras 18-20")
    CONFLICT_OF_NOTHING = _Kind(_REFUSE, "nr_result", "Form 3 row 13")
    ADVANCE_DECISION_ON_REQUEST = _Kind(_WARN, "advance_decision_exists", "Form 1 row 23")
    DONEE_ON_RECORD = _Kind(_WARN, "donee_exists", "Form 1 row 20")
    DEPUTY_ON_RECORD = _Kind(_WARN, "deputy_exists", "Form 1 row 20")
    # Wishes and objection
    OBJECTS_AND_CONSENTS = _Kind(_REFUSE, "person_objects", "[2026] UKSC 16")
    CONSENT_OBJECTS_ALONE = _Kind(_REFUSE, "person_objects", "[2026] UKSC 16")
    OBJECTS_WISHES_SAY_NOT = _Kind(_REFUSE, "wishes", "Form 3 row 15")
    WISHES_SAY_OBJECTS = _Kind(_WARN, "wishes", "Form 3 row 15")
    OBJECTS_NOT_SHOWN_HOW = _Kind(_REFUSE, "how_objects", "Form 3 row 15")
    NO_OBJECTION_SHOWN_HOW = _Kind(_REFUSE, "how_objects", "Form 3 row 15")
    SIGN_OF_OBJECTION = _Kind(_WARN, "person_objects", "after-agni.md 4.4")
    OBJECTION_ON_RECORD = _Kind(_WARN, "person_objects", "dols.md 5.13; Form 1 row 25")
    NOT_SEEN_YET_VISITED = _Kind(_REFUSE, "visit_mode", "after-agni.md 4.2")
    SEEN_ON_NO_DAY = _Kind(_REFUSE, "visited_on", "after-agni.md 4.2")
    SETTING_AGAINST_PLACE = _Kind(_WARN, "setting", "after-agni.md 4.2")
    # Best interests, period, conditions
    NEGATIVE_WITH_ALL_FOUR = _Kind(_REFUSE, "bi_result", "Schedule A1 para 16")
    UNAUTHORISED_WITHOUT_DEPRIVATION = _Kind(_REFUSE, "says_unauthorised", "Schedule A1 para 44")
    UNAUTHORISED_YET_POSITIVE = _Kind(_REFUSE, "says_unauthorised", "Schedule A1 para 44")
    PERIOD_OVER_MAXIMUM = _Kind(_REFUSE, "bia_max_period", "Schedule A1 para 42(2)")
    PERIOD_ENDS_BEFORE_START = _Kind(_REFUSE, "bia_max_period", "Schedule A1 para 42")
    PERIOD_WITHOUT_WHY = _Kind(_REFUSE, "period_reason", "Form 3 row 23")
    PERIOD_ON_NEGATIVE = _Kind(_REFUSE, "bia_max_period", "Form 3A; Schedule A1 para 42")
    PERIOD_PAST_THE_NEED = _Kind(_WARN, "bia_max_period", "after-agni.md 4.2")
    PERIOD_IN_OTHER_WORDS = _Kind(_WARN, "period_reason", "Form 3 row 23")
    CONDITIONS_ON_NEGATIVE = _Kind(_REFUSE, "advised", "Schedule A1 para 43")
    CONDITION_WITHOUT_REASON = _Kind(_WARN, "advised", "Form 3 row 25")
    CONDITION_TWICE = _Kind(_WARN, "recommendations", "Form 3 rows 25-26")
    CONTACT_ABOUT_NOTHING = _Kind(_WARN, "wants_contact", "Form 3 row 25")
    OTHER_AUTHORITY_UNSAID = _Kind(_REFUSE, "other_authority", "Form 3A")
    # People
    CONSULTED_AND_NOT = _Kind(_REFUSE, "not_consulted", "Form 3 rows 6-7")
    CONSULTED_WITHOUT_ADDRESS = _Kind(_WARN, "consulted", "Schedule A1 para 40")
    NOT_CONSULTED_WITHOUT_REASON = _Kind(_REFUSE, "not_consulted", "Form 3 row 7")
    NOBODY_AND_SOMEBODY = _Kind(_REFUSE, "why_nobody_consulted", "Schedule A1 para 40")
    CONSULTED_THEMSELF = _Kind(_REFUSE, "consulted", "Schedule A1 para 39")
    CONTACT_PASSED_OVER = _Kind(_WARN, "not_consulted", "Form 3 row 7")
    # The representative
    RPR_UNDER_18 = _Kind(_REFUSE, "rpr_adult", "RPR reg 3(1)(a)")
    RPR_OUT_OF_REACH = _Kind(_REFUSE, "rpr_can_keep_contact", "RPR reg 3(1)(b)")
    RPR_UNWILLING = _Kind(_REFUSE, "rpr_willing", "RPR reg 3(1)(c)")
    RPR_INTERESTED = _Kind(_REFUSE, "rpr_no_interest", "RPR reg 3(1)(d)")
    RPR_RELATED_TO_INTEREST = _Kind(_REFUSE, "rpr_not_related_to_interest", "RPR reg 3(1)(e)")
    RPR_OF_THE_HOME = _Kind(_REFUSE, "rpr_not_employed_by_home", "RPR reg 3(1)(f)-(g)")
    RPR_OF_THE_COUNCIL = _Kind(_REFUSE, "rpr_not_council_in_case", "RPR reg 3(1)(h)")
    RPR_PAID = _Kind(_REFUSE, "rpr_is_paid", "RPR reg 9")
    RPR_NAMED_THOUGH_NOBODY = _Kind(_REFUSE, "selected_by", "RPR regs 8-9")
    RPR_NOT_NAMED = _Kind(_REFUSE, "rpr_name", "RPR regs 5-8")
    RPR_IS_AN_ASSESSOR = _Kind(_REFUSE, "rpr_name", "RPR reg 3(1)(h)")
    RPR_OBJECTED_TO = _Kind(_REFUSE, "rpr_objected", "RPR reg 8(4)")
    RPR_AGAINST_CHALLENGE = _Kind(_WARN, "rpr_challenge", "[2015] EWCOP 5")
    SELECTED_WITHOUT_CAPACITY = _Kind(_REFUSE, "selected_by", "RPR reg 5")
    CAPACITY_TO_SELECT_UNUSED = _Kind(_WARN, "selected_by", "RPR regs 4-5")
    SELECTED_BY_NO_ATTORNEY = _Kind(_REFUSE, "selected_by", "RPR reg 6")
    ADVOCATE_FOR_PAID = _Kind(_WARN, "needs_39d", "MCA s39D(1)")
    RPR_ON_NEGATIVE = _Kind(_REFUSE, "rpr_name", "RPR reg 4")
    # Who and what the form rests on
    SAME_ASSESSOR = _Kind(_REFUSE, "bi_result", "Schedule A1 para 129(5)")
    EQUIVALENT_OVER_12_MONTHS = _Kind(_REFUSE, "relied_on", "Schedule A1 para 49(4)")
    EQUIVALENT_LATER = _Kind(_REFUSE, "relied_on", "Schedule A1 para 49(2)")
    RENEWAL_OF_NOTHING = _Kind(_WARN, "method", "Form 3B")
    RPR_UNSUITABLE_KEPT = _Kind(_WARN, "is_rpr_still_suitable", "Form 3B")
    # Texts
    TEXT_NAMES_OLD_TEST = _Kind(_REFUSE, "bi_reasons", "[2026] UKSC 16")
    TEXT_NAMES_OTHER_DATE = _Kind(_WARN, "visited_on", "dols.md 5.5")
    TEXT_NAMES_SOMEBODY_ELSE = _Kind(_WARN, "bi_reasons", "after-agni.md 4.6, AG-V09")
    COPIED_WORD_FOR_WORD = _Kind(_WARN, "wishes", "after-agni.md 4.6, AG-V09")

    @property
    def severity(self) -> Severity:
        """Return what it does: stops the signature, or lets it pass with a reason."""
        return self.value.severity

    @property
    def source(self) -> str:
        """Return the rule, form or note that it rests on."""
        return self.value.source

    def problem(self, *, field: str | None = None, **params: Any) -> Problem:
        """Return the problem, at its usual field or at another one, with its parameters."""
        return Problem(self.name, self.value.severity, field or self.value.field, params)
