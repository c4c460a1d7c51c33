"""Form 8 and Form 9: an appointment, or an authorisation, has come to its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dolsdesk.domain.dols import holdings, life
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.endings import Cessation, EarlyEnd
from dolsdesk.domain.dols.life import SaState
from dolsdesk.domain.dols.representatives import TOLD_FIRST, Appointment, RprEndReason
from dolsdesk.domain.dols.timescales import Answer
from dolsdesk.domain.forms.spec import Answer as Said
from dolsdesk.domain.records import RecordKind
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.services.papers.paper import (
    Paper,
    by_actor,
    day,
    header,
    joined,
    made,
    ticked,
)


class Ceased(StrEnum):
    """Why a standard authorisation has ceased, as Form 9 has it (forms.md 5)."""

    EXPIRED = "f9_expired"
    REPLACED = "f9_replaced"
    REVIEW = "f9_review"
    SUSPENSION = "f9_suspension"
    COURT = "f9_court"
    MOVED = "f9_moved"
    DIED = "f9_died"
    OTHER = "f9_other"


_BY_FACT: Mapping[EarlyEnd, Ceased] = {
    EarlyEnd.COURT: Ceased.COURT,
    EarlyEnd.DIED: Ceased.DIED,
    EarlyEnd.LEFT: Ceased.MOVED,
    EarlyEnd.MOVED: Ceased.MOVED,
    EarlyEnd.DETAINED_MHA: Ceased.OTHER,
    EarlyEnd.REVIEW: Ceased.REVIEW,
}
_BY_STATE: Mapping[SaState, Ceased] = {
    SaState.EXPIRED: Ceased.EXPIRED,
    SaState.REPLACED: Ceased.REPLACED,
    SaState.CEASED_SUSPENSION: Ceased.SUSPENSION,
}
#: Grounds on which the representative may put a view before the appointment ends (Form 8, row 5).
_REPRESENTATIONS = frozenset(
    {RprEndReason.NO_CONTACT, RprEndReason.INELIGIBLE, RprEndReason.NOT_BEST_INTERESTS}
)
#: The grounds in the order of Form 8.
_GROUNDS = (
    RprEndReason.PERIOD_ENDED,
    RprEndReason.PERSON_OBJECTS,
    RprEndReason.DONEE_OBJECTS,
    RprEndReason.NO_CONTACT,
    RprEndReason.INELIGIBLE,
    RprEndReason.UNWILLING,
    RprEndReason.NOT_BEST_INTERESTS,
    RprEndReason.DIED,
)


@dataclass(frozen=True, slots=True)
class End:
    """The last day of an authorisation, why, and in what words."""

    on: date
    because: Ceased
    terms: str = ""


def by_fact(ending: Cessation) -> End:
    """Return the end of an authorisation that came by a fact and not by the calendar."""
    told = ending.terms or (
        words.fact(ending.reason.value) if ending.reason is EarlyEnd.DETAINED_MHA else ""
    )
    return End(ending.on, _BY_FACT[ending.reason], told)


def by_calendar(case: Case, state: SaState | None, answer: Answer) -> End | None:
    """Return the end that came by the calendar; None where the authorisation has not ceased so."""
    because = _BY_STATE.get(state) if state else None
    on = life.last_day_of_authority(case, answer)
    return End(on, because) if because and on else None


def end_of(case: Case, state: SaState | None, answer: Answer) -> tuple[int | None, End] | None:
    """Return how the authorisation of a case has ceased, and the record that says so, if any."""
    held = holdings.newest(case.records, RecordKind.CESSATION, Cessation)
    if held is not None:
        return held.id, by_fact(held.facts)
    found = by_calendar(case, state, answer)
    return (None, found) if found else None


def form_9(
    ctx: Context, case: Case, end: End, *, record_id: int | None = None, is_draft: bool = False,
    replaces: str = "",
) -> Paper:  # fmt: skip
    """Return Form 9 for an authorisation that has ceased (para 65).

    Raises:
        ValueError: the case carries no authorisation.
    """
    given = case.authorisation
    if given is None:
        raise ValueError("the case carries no authorisation")
    now = ctx.clock.now()
    after = "F9_REPLACED" if end.because is Ceased.REPLACED else "F9_NOTHING_KNOWN"
    answers: dict[str, Said] = header(ctx, case) | {
        "in_force": day(given.in_force_on),
        "last_day": day(given.last_day),
        "ended_on": day(end.on),
        "reason_short": words.fact(f"{end.because.value}_short"),
        "reason": [ticked(one is end.because, words.fact(one.value)) for one in Ceased],
        "terms": end.terms,
        "next_authority": words.sentence(after),
        "signature": by_actor(ctx, None if is_draft else now),
    }
    return made(ctx, "F9", case, answers, now, is_draft=is_draft, record_id=record_id,
                replaces=replaces)  # fmt: skip


def form_8(
    ctx: Context, case: Case, ended: Appointment, *, record_id: int | None = None,
    is_draft: bool = False, replaces: str = "",
) -> Paper:  # fmt: skip
    """Return Form 8 for an appointment that has ended (RPR regs 13 and 14).

    Raises:
        ValueError: it has not ended.
    """
    if ended.ended_on is None or ended.end_reason is None:
        raise ValueError("the appointment has not ended")
    now, why = ctx.clock.now(), ended.end_reason
    asks = why in _REPRESENTATIONS
    is_over = why is RprEndReason.PERIOD_ENDED
    answers: dict[str, Said] = header(ctx, case) | {
        "representative_name": ended.name,
        "representative": joined(ended.relationship, ended.provider, ended.address, ended.phone),
        "terms": words.fact(ended.kind.value),
        "appointed": day(ended.appointed_on),
        "ends_on": day(ended.ended_on),
        "ground": [ticked(one is why, words.fact(f"f8_{one.value}")) for one in _GROUNDS],
        "reasons": joined(ended.told_why, ended.end_note),
        "told": day(ended.told_on) if why in TOLD_FIRST else words.fact("f8_not_told_first"),
        "representations_by": day(ended.to_end_on) if asks else None,
        "reasons_asked": "Yes" if asks else None,
        "effect": words.sentence("F8_OVER" if is_over else "F8_VACANCY"),
        "signature": by_actor(ctx, None if is_draft else now),
    }
    return made(ctx, "F8", case, answers, now, is_draft=is_draft, record_id=record_id,
                replaces=replaces)  # fmt: skip
