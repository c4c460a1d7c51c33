"""Who works at the desk, and what each role may do (returns-and-reports.md 7, features SE1)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """A hat; one person may wear several, but conflict checks are per case."""

    ADMINISTRATOR = "administrator"
    LEAD = "lead"
    BIA = "bia"
    MH_ASSESSOR = "mh_assessor"
    SIGNATORY = "signatory"
    MANAGER = "manager"
    AUDITOR = "auditor"


class Act(StrEnum):
    """Everything that needs leave."""

    READ = "read"
    READ_ALL = "read_all"
    LOG_REQUEST = "log_request"
    CHECK_REQUEST = "check_request"
    TRIAGE = "triage"
    DECIDE_EXTENSION = "decide_extension"
    ALLOCATE = "allocate"
    RECORD_ASSESSMENT = "record_assessment"
    SEND_BACK = "send_back"
    PREPARE_DECISION = "prepare_decision"
    DECIDE = "decide"
    SEND_COPIES = "send_copies"
    CLOSE_REQUEST = "close_request"
    RECORD_EVENT = "record_event"
    CORRECT = "correct"
    MERGE_PEOPLE = "merge_people"
    EDIT_REGISTER = "edit_register"
    HANDLE_FEES = "handle_fees"
    RELEASE_FEES = "release_fees"
    IMPORT = "import"
    READ_REPORTS = "read_reports"
    EXPORT = "export"
    MANAGE_DESK = "manage_desk"
    BACK_UP = "back_up"
    DECIDE_FINDING = "decide_finding"
    CHECK_FINDING = "check_finding"
    VOID_FINDING = "void_finding"
    RUN_CAMPAIGN = "run_campaign"
    SEND_SCREENING = "send_screening"
    ENTER_SCREENING = "enter_screening"
    TRIAGE_SCREENING = "triage_screening"


_DESK_WORK = frozenset(
    {
        Act.READ, Act.READ_ALL, Act.LOG_REQUEST, Act.CHECK_REQUEST, Act.TRIAGE, Act.ALLOCATE,
        Act.RECORD_ASSESSMENT, Act.SEND_BACK, Act.PREPARE_DECISION, Act.SEND_COPIES,
        Act.CLOSE_REQUEST, Act.RECORD_EVENT, Act.CORRECT, Act.MERGE_PEOPLE,
        Act.EDIT_REGISTER, Act.HANDLE_FEES, Act.IMPORT, Act.READ_REPORTS, Act.EXPORT, Act.BACK_UP,
        Act.SEND_SCREENING, Act.ENTER_SCREENING,
    }
)  # fmt: skip

#: Who may do what; whatever is not listed is refused.
PERMITTED: dict[Role, frozenset[Act]] = {
    Role.ADMINISTRATOR: _DESK_WORK,
    Role.LEAD: _DESK_WORK
    | {
        Act.DECIDE_EXTENSION, Act.MANAGE_DESK, Act.CHECK_FINDING, Act.VOID_FINDING,
        Act.RUN_CAMPAIGN, Act.TRIAGE_SCREENING, Act.RELEASE_FEES,
    },
    Role.BIA: frozenset(
        {Act.READ, Act.RECORD_ASSESSMENT, Act.DECIDE_FINDING, Act.ENTER_SCREENING}
    ),
    Role.MH_ASSESSOR: frozenset({Act.READ, Act.RECORD_ASSESSMENT}),
    Role.SIGNATORY: frozenset(
        {
            Act.READ, Act.READ_ALL, Act.DECIDE, Act.SEND_BACK, Act.DECIDE_EXTENSION,
            Act.READ_REPORTS, Act.CHECK_FINDING,
        }
    ),
    Role.MANAGER: frozenset(
        {
            Act.READ, Act.READ_ALL, Act.READ_REPORTS, Act.EXPORT, Act.MANAGE_DESK,
            Act.CHECK_FINDING, Act.VOID_FINDING, Act.RUN_CAMPAIGN, Act.RELEASE_FEES,
        }
    ),
    Role.AUDITOR: frozenset({Act.READ, Act.READ_ALL, Act.READ_REPORTS}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who uses dolsdesk; ``login`` is the name the operating system has for them.

    A signatory's authority is delegated by the council until the end of ``signs_until``, if the
    register says; ``trained_on`` is when they were last trained to scrutinise.
    """

    id: int
    name: str
    roles: frozenset[Role]
    job_title: str = ""
    assessor_id: int | None = None
    login: str = ""
    signs_until: date | None = None
    trained_on: date | None = None

    def may(self, act: Act) -> bool:
        """Return whether one of the roles permits an act."""
        return any(act in PERMITTED[role] for role in self.roles)
