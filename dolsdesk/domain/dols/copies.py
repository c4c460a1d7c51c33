"""Who must be told what (the notice matrix of dols.md 3.6; forms.md 8 where it agrees)."""

from dataclasses import dataclass
from enum import StrEnum

from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.rules.ids import RuleId


class NoticeEvent(StrEnum):
    """What happened that somebody must be told of."""

    GRANTED = "granted"
    NOT_GRANTED = "not_granted"
    EXTENSION_GRANTED = "extension_granted"
    EXTENSION_REFUSED = "extension_refused"


class Recipient(StrEnum):
    """Who must be told."""

    PERSON = "person"
    MANAGING_AUTHORITY = "managing_authority"
    REPRESENTATIVE = "representative"
    IMCA_39A = "imca_39a"
    INTERESTED_PERSON = "interested_person"


class Paper(StrEnum):
    """What they must be given."""

    FORM_5 = "F5"
    FORM_6 = "F6"
    ASSESSMENTS = "assessments"
    NOTICE = "notice"
    STATEMENT_136 = "statement_136"


@dataclass(frozen=True, slots=True)
class Due:
    """One line the law asks for."""

    event: NoticeEvent
    recipient: Recipient
    name: str
    address: str
    papers: tuple[Paper, ...]
    rule_id: RuleId


def due(event: NoticeEvent, case: Case) -> tuple[Due, ...]:
    """Return one line for each recipient the law names for an event.

    Interested persons are those the best interests assessor names as consulted (para 40); they get
    the decision and never the assessments (para 135).
    """
    lines = {
        NoticeEvent.GRANTED: _granted,
        NoticeEvent.NOT_GRANTED: _not_granted,
        NoticeEvent.EXTENSION_GRANTED: _extension,
        NoticeEvent.EXTENSION_REFUSED: _extension,
    }
    return tuple(lines[event](event, case))


def _granted(event: NoticeEvent, case: Case) -> list[Due]:
    both = (Paper.FORM_5, Paper.ASSESSMENTS)
    lines = [
        _person(event, case, both, RuleId.SA_COPIES),
        _home(event, case, both, RuleId.SA_COPIES),
    ]
    representative = case.authorisation.representative if case.authorisation else None
    if representative is not None:
        lines.append(
            Due(
                event, Recipient.REPRESENTATIVE, representative.name, representative.address,
                both, RuleId.SA_COPIES,
            )
        )  # fmt: skip
    lines += _advocate(event, case, both, RuleId.SA_COPIES)
    lines += _interested(event, case, (Paper.FORM_5,), RuleId.SA_COPIES)
    return lines


def _not_granted(event: NoticeEvent, case: Case) -> list[Due]:
    said = bool(case.refusal and case.refusal.says_unauthorised)
    extra = (Paper.STATEMENT_136,) if said else ()
    both = (Paper.FORM_6, Paper.ASSESSMENTS, *extra)
    rule = RuleId.SA_REFUSAL_NOTICE
    return [
        _person(event, case, both, rule),
        _home(event, case, both, rule),
        *_advocate(event, case, both, rule),
        *_interested(event, case, (Paper.FORM_6, *extra), rule),
    ]


def _extension(event: NoticeEvent, case: Case) -> list[Due]:
    rule = (
        RuleId.URGENT_EXTENSION_MAX
        if event is NoticeEvent.EXTENSION_GRANTED
        else RuleId.URGENT_EXTENSION_REFUSED_NOTICE
    )
    return [_home(event, case, (Paper.NOTICE,), rule)]


def _person(event: NoticeEvent, case: Case, papers: tuple[Paper, ...], rule: RuleId) -> Due:
    person = case.person
    return Due(
        event, Recipient.PERSON, person.full_name, person.usual_address or case.place.address,
        papers, rule,
    )  # fmt: skip


def _home(event: NoticeEvent, case: Case, papers: tuple[Paper, ...], rule: RuleId) -> Due:
    place = case.place
    return Due(event, Recipient.MANAGING_AUTHORITY, place.name, place.address, papers, rule)


def _advocate(event: NoticeEvent, case: Case, papers: tuple[Paper, ...], rule: RuleId) -> list[Due]:
    if case.request.s39a_applies != "yes":
        return []
    return [Due(event, Recipient.IMCA_39A, "Advocate under section 39A", "", papers, rule)]


def _interested(
    event: NoticeEvent, case: Case, papers: tuple[Paper, ...], rule: RuleId
) -> list[Due]:
    found = case.assessments.get(AssessmentKind.BI)
    consulted = found.best_interests.consulted if found and found.best_interests else ()
    representative = case.authorisation.representative if case.authorisation else None
    return [
        Due(event, Recipient.INTERESTED_PERSON, who.name, who.address, papers, rule)
        for who in consulted
        if representative is None or who.name != representative.name
    ]
