"""Who must be told what (the notice matrix of dols.md 3.6; forms.md 8 where it agrees)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dolsdesk.domain.dols import holdings
from dolsdesk.domain.dols.advocates import Advocacy, AdvocateKind
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.representatives import Appointment
from dolsdesk.domain.dols.reviews import Requester
from dolsdesk.domain.people import ContactRole
from dolsdesk.domain.records import RecordKind
from dolsdesk.rules.ids import RuleId


class NoticeEvent(StrEnum):
    """What happened that somebody must be told of."""

    GRANTED = "granted"
    NOT_GRANTED = "not_granted"
    EXTENSION_GRANTED = "extension_granted"
    EXTENSION_REFUSED = "extension_refused"
    URGENT_CEASED = "urgent_ceased"
    SA_CEASED = "sa_ceased"
    SUSPENDED = "suspended"
    SUSPENSION_LIFTED = "suspension_lifted"
    REVIEW_NOTICE = "review_notice"
    REVIEW_OUTCOME = "review_outcome"
    MA_CHANGED = "ma_changed"
    RPR_APPOINTED = "rpr_appointed_copies"
    RPR_TERMINATED = "rpr_terminated_copies"


class Recipient(StrEnum):
    """Who must be told."""

    PERSON = "person"
    MANAGING_AUTHORITY = "managing_authority"
    REPRESENTATIVE = "representative"
    IMCA_39A = "imca_39a"
    IMCA_39C = "imca_39c"
    IMCA_39D = "imca_39d"
    INTERESTED_PERSON = "interested_person"
    DONEE_OR_DEPUTY = "donee_or_deputy"


class NotSent(StrEnum):
    """Why a recipient whom the law names gets no copy."""

    UNKNOWN_ADDRESS = "not_sent_unknown_address"  # para 187: what was tried is recorded
    NO_CONTACT = "not_sent_no_contact"  # a manager's instruction
    DECEASED = "not_sent_deceased"
    REDACTION = "not_sent_redaction"  # what concerns others has to come out first
    OTHER = "not_sent_other"


class Paper(StrEnum):
    """What they must be given."""

    FORM_1X = "F1X"
    FORM_5 = "F5"
    FORM_6 = "F6"
    FORM_7 = "F7"
    FORM_7_LIFTED = "F7L"
    FORM_8 = "F8"
    FORM_9 = "F9"
    FORM_10 = "F10D"
    ASSESSMENTS = "assessments"
    NOTICE = "notice"
    STATEMENT_136 = "statement_136"
    APPOINTMENT = "appointment"


@dataclass(frozen=True, slots=True)
class Due:
    """One line the law asks for."""

    event: NoticeEvent
    recipient: Recipient
    name: str
    address: str
    papers: tuple[Paper, ...]
    rule_id: RuleId
    is_statutory: bool = True


_R, _P = Recipient, Paper


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the matrix: who gets which papers, by which rule."""

    rule_id: RuleId
    papers: tuple[Paper, ...]
    to: tuple[Recipient, ...]
    interested: tuple[Paper, ...] = ()
    is_statutory: bool = True


_BOTH = (_P.FORM_5, _P.ASSESSMENTS)
_ANY_IMCA = (_R.IMCA_39A, _R.IMCA_39C, _R.IMCA_39D)

#: The matrix of dols.md 3.6. Interested persons get the decision and never the assessments.
_MATRIX: Mapping[NoticeEvent, _Row] = {
    NoticeEvent.GRANTED: _Row(
        RuleId.SA_COPIES,
        _BOTH,
        (_R.PERSON, _R.MANAGING_AUTHORITY, _R.REPRESENTATIVE, _R.IMCA_39A),
        (_P.FORM_5,),
    ),
    NoticeEvent.NOT_GRANTED: _Row(
        RuleId.SA_REFUSAL_NOTICE,
        (_P.FORM_6, _P.ASSESSMENTS),
        (_R.PERSON, _R.MANAGING_AUTHORITY, _R.IMCA_39A),
        (_P.FORM_6,),
    ),
    NoticeEvent.EXTENSION_GRANTED: _Row(
        RuleId.URGENT_EXTENSION_MAX, (_P.FORM_1X,), (_R.MANAGING_AUTHORITY,)
    ),
    NoticeEvent.EXTENSION_REFUSED: _Row(
        RuleId.URGENT_EXTENSION_REFUSED_NOTICE, (_P.FORM_1X,), (_R.MANAGING_AUTHORITY,)
    ),
    NoticeEvent.URGENT_CEASED: _Row(
        RuleId.URGENT_CEASED_NOTICE, (_P.NOTICE,), (_R.PERSON, _R.IMCA_39A)
    ),
    NoticeEvent.SA_CEASED: _Row(
        RuleId.SA_CEASED_NOTICE,
        (_P.FORM_9,),
        (_R.MANAGING_AUTHORITY, _R.PERSON, _R.REPRESENTATIVE),
        (_P.FORM_9,),
    ),
    NoticeEvent.SUSPENDED: _Row(
        RuleId.SUSPENSION_START,
        (_P.FORM_7,),
        (_R.PERSON, _R.MANAGING_AUTHORITY, _R.REPRESENTATIVE),
    ),
    NoticeEvent.SUSPENSION_LIFTED: _Row(
        RuleId.SUSPENSION_LIFT,
        (_P.FORM_7_LIFTED,),
        (_R.PERSON, _R.MANAGING_AUTHORITY, _R.REPRESENTATIVE, _R.IMCA_39D),
    ),
    NoticeEvent.REVIEW_NOTICE: _Row(
        RuleId.REVIEW_NOTICE,
        (_P.NOTICE,),
        (_R.PERSON, _R.MANAGING_AUTHORITY, _R.REPRESENTATIVE, _R.IMCA_39C),
    ),
    NoticeEvent.REVIEW_OUTCOME: _Row(
        RuleId.REVIEW_OUTCOME_NOTICE,
        (_P.FORM_10, _P.ASSESSMENTS),
        (_R.MANAGING_AUTHORITY, _R.PERSON, _R.REPRESENTATIVE, _R.IMCA_39C, _R.IMCA_39D),
    ),
    NoticeEvent.MA_CHANGED: _Row(  # dols.md 10.18: good practice
        RuleId.AUTHORITY_FOR_PLACE, (_P.NOTICE,), (_R.MANAGING_AUTHORITY,), is_statutory=False
    ),
    NoticeEvent.RPR_APPOINTED: _Row(
        RuleId.RPR_APPOINT,
        (_P.APPOINTMENT,),
        (_R.REPRESENTATIVE, _R.PERSON, _R.MANAGING_AUTHORITY, *_ANY_IMCA, _R.DONEE_OR_DEPUTY),
        (_P.APPOINTMENT,),
    ),
    NoticeEvent.RPR_TERMINATED: _Row(
        RuleId.RPR_VACANCY,
        (_P.FORM_8,),
        (_R.REPRESENTATIVE, _R.PERSON, _R.MANAGING_AUTHORITY, *_ANY_IMCA, _R.DONEE_OR_DEPUTY),
        (_P.FORM_8,),
    ),
}

#: Whoever asked for a review need not be told that it begins (para 108).
_ASKED: Mapping[Requester, Recipient] = {
    Requester.PERSON: _R.PERSON,
    Requester.REPRESENTATIVE: _R.REPRESENTATIVE,
    Requester.IMCA_39C: _R.IMCA_39C,
    Requester.MANAGING_AUTHORITY: _R.MANAGING_AUTHORITY,
}


def due_on_grant(case: Case) -> tuple[Due, ...]:
    """Return who must be told of a grant, and of an urgent authorisation that is over with it.

    An urgent authorisation ceases when the standard one comes into force (para 89), so both
    notices can leave together (paras 57, 90). Where the standard one begins on a later day the
    urgent still runs, and its notice waits. A second urgent gave no authority that could cease.
    """
    granted, given = due(NoticeEvent.GRANTED, case), case.authorisation
    is_over = given is not None and given.in_force_on <= given.given_on
    is_told = any(line.event == NoticeEvent.URGENT_CEASED.value for line in case.copies)
    if case.urgent is None or case.earlier_urgent_on or is_told or not is_over:
        return granted
    return granted + due(NoticeEvent.URGENT_CEASED, case)


def due(event: NoticeEvent, case: Case, *, asked_by: Requester | None = None) -> tuple[Due, ...]:
    """Return one line for each recipient the law names for an event.

    Interested persons are those the best interests assessor names as consulted (para 40); they get
    the decision and never the assessments (para 135). ``asked_by`` is who asked for a review.
    """
    row = _MATRIX[event]
    extra = (*_statement(event, case), *_again(event, case))
    lines: list[Due] = []
    for recipient in row.to:
        if event is NoticeEvent.REVIEW_NOTICE and asked_by and _ASKED.get(asked_by) is recipient:
            continue
        for name, address in _WHO[recipient](case):
            lines.append(
                Due(event, recipient, name, address, (*row.papers, *extra), row.rule_id,
                    row.is_statutory)
            )  # fmt: skip
    if row.interested:
        named = {line.name for line in lines if line.recipient is Recipient.REPRESENTATIVE}
        lines += [
            Due(event, Recipient.INTERESTED_PERSON, name, address, (*row.interested, *extra),
                row.rule_id)
            for name, address in _interested(case)
            if name not in named
        ]  # fmt: skip
    return tuple(lines)


def named(recipient: Recipient, case: Case) -> Iterator[tuple[str, str]]:
    """Yield who a kind of recipient is in a case, each with the address that is held."""
    yield from (_interested if recipient is Recipient.INTERESTED_PERSON else _WHO[recipient])(case)


def _statement(event: NoticeEvent, case: Case) -> tuple[Paper, ...]:
    """Return the assessor's statement that the person is deprived already (para 136)."""
    said = event is NoticeEvent.NOT_GRANTED and case.refusal and case.refusal.says_unauthorised
    return (Paper.STATEMENT_136,) if said else ()


def _again(event: NoticeEvent, case: Case) -> tuple[Paper, ...]:
    """Return what goes to whoever runs the home from now on: the authorisation, once more."""
    return _BOTH if event is NoticeEvent.MA_CHANGED and case.authorisation else ()


_Named = Iterator[tuple[str, str]]


def _person(case: Case) -> _Named:
    person = case.person
    yield person.full_name, person.usual_address or case.place.address


def _home(case: Case) -> _Named:
    yield case.place.name, case.place.address


def _representative(case: Case) -> _Named:
    """Yield whoever represents the person: appointed, or named in the authorisation."""
    held = holdings.of(case.records, RecordKind.REPRESENTATIVE, Appointment)
    acting = [one.facts for one in held if one.facts.is_acting]
    named = case.authorisation.representative if case.authorisation else None
    if acting:
        yield acting[-1].name, acting[-1].address
    elif named is not None and not any(one.facts.ended_on for one in held):
        yield named.name, named.address


def _interested(case: Case) -> _Named:
    found = case.assessments.get(AssessmentKind.BI)
    for who in found.best_interests.consulted if found and found.best_interests else ():
        yield who.name, who.address


def _donees(case: Case) -> _Named:
    for contact in case.contacts:
        if contact.role in {ContactRole.DONEE, ContactRole.DEPUTY}:
            yield contact.name, contact.address


def _advocate(kind: AdvocateKind, case: Case) -> _Named:
    held = holdings.of(case.records, RecordKind.ADVOCATE, Advocacy)
    acting = [one.facts for one in held if one.facts.kind is kind and one.facts.is_acting]
    for one in acting:
        yield one.advocate or one.provider, one.address
    if kind is AdvocateKind.S39A and not held and case.request.s39a_applies == "yes":
        yield "Advocate under section 39A", ""


def _imca_39a(case: Case) -> _Named:
    return _advocate(AdvocateKind.S39A, case)


def _imca_39c(case: Case) -> _Named:
    return _advocate(AdvocateKind.S39C, case)


def _imca_39d(case: Case) -> _Named:
    return _advocate(AdvocateKind.S39D, case)


_WHO = {
    Recipient.PERSON: _person,
    Recipient.MANAGING_AUTHORITY: _home,
    Recipient.REPRESENTATIVE: _representative,
    Recipient.IMCA_39A: _imca_39a,
    Recipient.IMCA_39C: _imca_39c,
    Recipient.IMCA_39D: _imca_39d,
    Recipient.DONEE_OR_DEPUTY: _donees,
}
