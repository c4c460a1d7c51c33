"""The validation codes of dols.md 7 with their severities, and those of after-agni.md 4.6."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from dolsdesk.domain.problems import Problem, Severity

_REFUSE, _FLAG, _WARN = Severity.REFUSE, Severity.FLAG, Severity.WARN


@dataclass(frozen=True, slots=True, eq=False)  # by identity: two codes may do the same
class _Kind:
    severity: Severity
    field: str | None


class Code(Enum):
    """One member per code, with what it does and the field it concerns."""

    # Requests
    RECEIVED_IN_FUTURE = _Kind(_REFUSE, "request_received_on")
    RECEIVED_BEFORE_FORM = _Kind(_WARN, "form_signed_on")
    DUE_DATE_EDIT = _Kind(_REFUSE, "assessments_due_on")
    REQ_MISSING_STATUTORY = _Kind(_WARN, None)
    NOT_SUPERVISORY_BODY = _Kind(_WARN, "ordinary_residence_status")
    UNDER_18 = _Kind(_WARN, "date_of_birth")
    SETTING_NOT_COVERED = _Kind(_REFUSE, "place")
    DUPLICATE_REQUEST = _Kind(_WARN, "person")
    PERSON_MAY_BE_KNOWN = _Kind(_WARN, "person")
    REQUEST_TOO_EARLY = _Kind(_WARN, "sa_sought_from")
    DEATH_BEFORE_EVENT = _Kind(_WARN, "date_of_death")
    CLOSE_WITHOUT_EVIDENCE = _Kind(_REFUSE, "reason")
    BULK_CLOSE = _Kind(_REFUSE, None)
    GAP_EDIT = _Kind(_REFUSE, None)
    DATE_FORMAT = _Kind(_REFUSE, None)
    DOB_IMPLAUSIBLE = _Kind(_WARN, "date_of_birth")
    NHS_NUMBER_WRONG = _Kind(_REFUSE, "nhs_number")
    FACTS_CONTRADICT = _Kind(_REFUSE, None)
    # Urgent authorisations and their one extension
    URGENT_OVER_7_DAYS = _Kind(_FLAG, "urgent_period")
    URGENT_ZERO_DAYS = _Kind(_REFUSE, "urgent_period")
    SECOND_URGENT = _Kind(_FLAG, "second_urgent_given_on")
    URGENT_NO_REQUEST = _Kind(_FLAG, "request_received_on")
    URGENT_AFTER_EXPIRED_SA = _Kind(_WARN, "urgent_given_on")
    URGENT_PLACE_MISMATCH = _Kind(_REFUSE, "place")
    URGENT_IN_FUTURE = _Kind(_REFUSE, "urgent_given_on")
    EXTENSION_OVER_7_DAYS = _Kind(_REFUSE, "extension_days")
    SECOND_EXTENSION = _Kind(_REFUSE, "second_extension_requested_on")
    EXTENSION_AFTER_EXPIRY = _Kind(_REFUSE, "extension_decided_on")
    EXTENSION_NO_REQUEST = _Kind(_REFUSE, "request_received_on")
    EXTENSION_NO_URGENT = _Kind(_REFUSE, "urgent_given_on")
    EXTENSION_NO_REASON = _Kind(_REFUSE, "exceptional_reasons")
    # Assessors
    ASSESSOR_TRAINING_LAPSED = _Kind(_REFUSE, "assessor")
    ASSESSOR_NOT_ELIGIBLE = _Kind(_REFUSE, "assessor")
    ASSESSOR_SUSPENDED = _Kind(_REFUSE, "assessor")
    SAME_ASSESSOR_MH_BI = _Kind(_REFUSE, "assessor")
    ASSESSOR_RELATIVE = _Kind(_REFUSE, "assessor")
    ASSESSOR_FINANCIAL = _Kind(_REFUSE, "assessor")
    BIA_INVOLVED_IN_CARE = _Kind(_REFUSE, "assessor")
    BIA_SAME_BODY = _Kind(_REFUSE, "assessor")
    BIA_SERVES_COUNCIL = _Kind(_WARN, "assessor")
    DECLARATION_MISSING = _Kind(_REFUSE, "declaration")
    ASSESSOR_ON_LEAVE = _Kind(_WARN, "assessor")
    ASSESSOR_OVERLOADED = _Kind(_WARN, "assessor")
    # Assessments
    ASSESSMENT_FUTURE = _Kind(_REFUSE, "assessment_carried_out_on")
    ASSESSMENT_BEFORE_SELECTION = _Kind(_WARN, "assessment_carried_out_on")
    ASSESSMENT_NOT_ALLOCATED = _Kind(_REFUSE, "assessor")
    ASSESSMENT_ALREADY_HELD = _Kind(_REFUSE, None)
    ASSESSMENT_NO_REASONS = _Kind(_REFUSE, "reasons")
    BI_NO_MAX_PERIOD = _Kind(_REFUSE, "bia_max_period")
    BIA_PERIOD_OVER_1_YEAR = _Kind(_REFUSE, "bia_max_period")
    BI_NO_CONSULTED = _Kind(_WARN, "consulted")
    BI_TEST_OLD = _Kind(_WARN, "legal_test")
    MH_NOT_SHARED = _Kind(_WARN, "notified_bia_on")
    ELIG_CASE_MISSING = _Kind(_REFUSE, "eligibility_case")
    EQUIVALENT_TOO_OLD = _Kind(_REFUSE, "relied_on")
    EQUIVALENT_CONDITIONS = _Kind(_REFUSE, "equivalent_conditions")
    EQUIVALENT_NO_COPY = _Kind(_REFUSE, "copy_received_on")
    CONTINUE_AFTER_NEGATIVE = _Kind(_WARN, None)
    # Decision
    GRANT_NOT_ALL_POSITIVE = _Kind(_REFUSE, None)
    GRANT_AFTER_NEGATIVE = _Kind(_REFUSE, None)
    REFUSE_WITHOUT_NEGATIVE = _Kind(_REFUSE, None)
    SA_GIVEN_IN_FUTURE = _Kind(_REFUSE, "sa_given_on")
    SA_BACKDATED = _Kind(_REFUSE, "sa_in_force_on")
    SA_EXCEEDS_BIA_PERIOD = _Kind(_REFUSE, "sa_last_day")
    SA_EXCEEDS_1_YEAR = _Kind(_REFUSE, "sa_last_day")
    SA_ENDS_BEFORE_START = _Kind(_REFUSE, "sa_last_day")
    SA_OVERLAPS_EXISTING = _Kind(_REFUSE, "sa_in_force_on")
    SA_GAP = _Kind(_FLAG, "sa_in_force_on")
    LATE_REASON_NEEDED = _Kind(_REFUSE, "late_reason")
    LATE_NOTE_NEEDED = _Kind(_REFUSE, "late_note")
    SA_NO_CONTENTS = _Kind(_REFUSE, None)
    SIGNATORY_CONFLICT = _Kind(_REFUSE, "signatory")
    SIGNATORY_NOT_AUTHORISED = _Kind(_REFUSE, "signatory")
    SHORTER_PERIOD_NO_REASON = _Kind(_WARN, "period_reason")
    CONDITION_NOT_FOR_MA = _Kind(_WARN, "conditions")
    COPIES_NOT_SENT = _Kind(_FLAG, None)
    RPR_INELIGIBLE = _Kind(_REFUSE, "representative")
    RPR_NOT_RECOMMENDED = _Kind(_REFUSE, "representative")
    RPR_P_OBJECTS = _Kind(_REFUSE, "representative")
    RPR_OUTSIDE_SA = _Kind(_REFUSE, "representative")
    RPR_MISSING = _Kind(_WARN, "representative")
    IMCA_NEEDED = _Kind(_FLAG, "imca")
    RPR_UNCHECKED = _Kind(_REFUSE, "representative")
    RPR_PAID_BY_COUNCIL = _Kind(_REFUSE, "selected_by")
    RPR_SUPPORT_QUESTION = _Kind(_REFUSE, "would_support_challenge")
    RPR_NO_CONTACT = _Kind(_WARN, "representative")
    OBJECTION_ANSWER_NEEDED = _Kind(_REFUSE, "answer_note")
    CONDITION_TEXT_NEEDED = _Kind(_REFUSE, "text")
    CONDITION_EVIDENCE_NEEDED = _Kind(_REFUSE, "evidence")
    # What happens to an authorisation, and how a request ends without a decision
    EVENT_IN_FUTURE = _Kind(_REFUSE, None)
    WHEN_NEEDED = _Kind(_REFUSE, None)
    WHY_NEEDED = _Kind(_REFUSE, None)
    WHO_NEEDED = _Kind(_REFUSE, None)
    WHERE_NEEDED = _Kind(_REFUSE, "where")
    CLOSURE_REASON_MISFIT = _Kind(_REFUSE, "reason")
    WITHDRAWAL_NOT_WRITTEN = _Kind(_REFUSE, "evidence")
    RESTRICTIONS_QUESTION = _Kind(_REFUSE, "restrictions_continue")
    WITHDRAWN_RESTRICTIONS_GO_ON = _Kind(_WARN, "restrictions_continue")
    TRANSFER_NOT_AGREED = _Kind(_REFUSE, "evidence")
    CORONER_QUESTION = _Kind(_REFUSE, "coroner")
    ENDED_OUTSIDE = _Kind(_REFUSE, "on")
    ORDER_TERMS_NEEDED = _Kind(_REFUSE, "terms")
    REVIEW_WHILE_SUSPENDED = _Kind(_REFUSE, None)
    REVIEW_WHILE_RENEWAL = _Kind(_REFUSE, None)
    REVIEW_EXTENDS_SA = _Kind(_REFUSE, "recommended_last_day")
    REVIEW_NOT_IN_FORCE = _Kind(_REFUSE, None)
    REVIEW_UNDER_WAY = _Kind(_REFUSE, None)
    REVIEW_GROUND_NEEDED = _Kind(_REFUSE, None)
    REVIEW_GROUND_MISFIT = _Kind(_REFUSE, None)
    REVIEW_NOT_REVIEWABLE = _Kind(_REFUSE, "kind")
    REVIEW_WHICH_NEGATIVE = _Kind(_REFUSE, "is_no_deprivation")
    REVIEW_ASSESSMENTS_OWED = _Kind(_REFUSE, None)
    REVIEW_MUST_TERMINATE = _Kind(_REFUSE, None)
    REVIEW_NOTHING_NEGATIVE = _Kind(_REFUSE, None)
    REVIEW_NOTHING_VARIED = _Kind(_REFUSE, None)
    COUNCIL_NAME_NEEDED = _Kind(_REFUSE, "other_council")
    REFERRAL_CONDITIONS = _Kind(_REFUSE, "reasonable_period_passed")
    LATE_FACT_COVERS_GAP = _Kind(_WARN, None)
    # Suspension, residence, third parties
    SUSPEND_WRONG_REASON = _Kind(_WARN, "suspension_reason")
    SUSPENSION_LATE_LIFT = _Kind(_REFUSE, "eligibility_restored_on")
    SUSPENSION_OUTSIDE_SA = _Kind(_REFUSE, "suspension_notice_on")
    # The waiting list
    TRIAGE_NOTHING_TICKED = _Kind(_WARN, "factors")
    TRIAGE_BAND_DIFFERS = _Kind(_WARN, "priority")
    SCREEN_WHY_NEEDED = _Kind(_REFUSE, "screen_why")
    TRIAGE_LAST = _Kind(_REFUSE, None)
    NEXT_ACTION_NEEDED = _Kind(_REFUSE, "next_action_on")
    NEXT_ACTION_BEYOND_TARGET = _Kind(_WARN, "next_action_on")
    CONTACT_SUMMARY_NEEDED = _Kind(_REFUSE, "what")
    CONTACT_WHO_NEEDED = _Kind(_REFUSE, "who")
    # The legal test (after-agni.md 4.6)
    AG_V01 = _Kind(_REFUSE, "legal_test")
    AG_V02 = _Kind(_REFUSE, "legal_test")
    AG_V03 = _Kind(_REFUSE, "decided_by")
    AG_V04 = _Kind(_REFUSE, "decided_by")
    AG_V05 = _Kind(_REFUSE, "factors")
    AG_V06 = _Kind(_REFUSE, "outcome")
    AG_V07 = _Kind(_REFUSE, "not_dol_basis")
    AG_V08 = _Kind(_REFUSE, "consent_evidence")
    AG_V09 = _Kind(_WARN, "reasons")
    AG_V10 = _Kind(_REFUSE, "consent_finding")
    AG_V11 = _Kind(_REFUSE, "consent_evidence")
    AG_V12 = _Kind(_REFUSE, "consent_finding")
    AG_V13 = _Kind(_REFUSE, "consent_finding")
    AG_V14 = _Kind(_WARN, "legal_consulted")
    AG_V15 = _Kind(_REFUSE, "look_again_on")
    AG_V16 = _Kind(_REFUSE, "visited_person_on")
    AG_V17 = _Kind(_REFUSE, None)
    AG_V18 = _Kind(_REFUSE, "reason")
    AG_V19 = _Kind(_REFUSE, "reason")
    AG_V21 = _Kind(_REFUSE, "outcome")
    AG_V22 = _Kind(_REFUSE, "method")
    AG_V23 = _Kind(_REFUSE, None)
    AG_V24 = _Kind(_REFUSE, None)
    AG_V26 = _Kind(_REFUSE, "date_of_birth")
    AG_INCOMPLETE = _Kind(_REFUSE, None)

    @property
    def severity(self) -> Severity:
        """Return what the code does."""
        return self.value.severity

    def problem(
        self, *, field: str | None = None, severity: Severity | None = None, **params: Any
    ) -> Problem:
        """Return this problem, at its usual field and severity unless others are given."""
        kind = self.value
        return Problem(self.name, severity or kind.severity, field or kind.field, params)
