"""The notices on a third party's report of an unauthorised deprivation (paras 69 and 71 to 73)."""

from dolsdesk.domain.dols import timescales
from dolsdesk.domain.dols.facts import Facts
from dolsdesk.domain.dols.referrals import Declined, Referral, ReferralState
from dolsdesk.domain.forms.spec import Answer
from dolsdesk.domain.people import Person
from dolsdesk.domain.places import Place
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.services.papers.paper import Paper, about, by_actor, day, made_of

DECISION, OUTCOME = "TP-D", "TP-O"
_FOUND = {
    ReferralState.NOT_DETAINED: "TP_NOT_DETAINED",
    ReferralState.DETAINED_AUTHORISED: "TP_AUTHORISED",
    ReferralState.DETAINED_UNAUTHORISED: "TP_UNAUTHORISED",
}
_DECLINED = {
    Declined.FRIVOLOUS_OR_VEXATIOUS: "TP_DECLINED",
    Declined.ALREADY_DECIDED: "TP_DECLINED_BEFORE",
}


def code_for(found: Referral) -> str | None:
    """Return which notice the report has come to, if any."""
    if found.state in {ReferralState.NOT_ASSESSED, ReferralState.ASSESSOR_APPOINTED}:
        return DECISION
    return OUTCOME if found.state in _FOUND else None


def notice(
    ctx: Context, person: Person, place: Place, found: Referral, *, record_id: int,
    code: str = "", is_draft: bool = False, replaces: str = "",
) -> Paper:  # fmt: skip
    """Return the notice of the decision, or of the outcome. It does not name who reported.

    Whoever reported may wish to stay unnamed to the home and the person; what was said is given.

    Raises:
        ValueError: nothing is decided.
    """
    code = code or code_for(found) or ""
    if not code:
        raise ValueError("nothing is decided on this report")
    now = ctx.clock.now()
    ref = f"TP-{record_id}"
    said = _decision(ctx, found) if code == DECISION else _outcome(found)
    answers: dict[str, Answer] = (
        about(ctx, person, place, ref=ref)
        | said
        | {
            "received": day(found.unauthorised_request_received_on),
            "about": found.what_is_said,
            "told_ma": day(found.told_ma_on),
            "ma_response": found.ma_response,
            "signature": by_actor(ctx, None if is_draft else now),
        }
    )
    return made_of(ctx, code, answers, now, ref=ref, person=person, is_draft=is_draft,
                   record_id=record_id, replaces=replaces)  # fmt: skip


def _decision(ctx: Context, found: Referral) -> dict[str, Answer]:
    if found.declined is not None:
        return {
            "decision": words.fact("tp_not_assess"),
            "declined": words.fact(found.declined.value),
            "reasons": found.why,
            "effect": words.sentence(_DECLINED[found.declined]),
        }
    facts = Facts(unauthorised_request_received_on=found.unauthorised_request_received_on)
    due = timescales.work_out(facts, as_at=ctx.today, book=ctx.book)
    return {
        "decision": words.fact("tp_assess"),
        "reasons": found.why or words.sentence("TP_CONDITIONS_MET"),
        "assessor": found.assessor_name,
        "due": day(due.date("unauthorised_assessment_due_on")),
        "effect": words.sentence("TP_ASSESSED"),
    }


def _outcome(found: Referral) -> dict[str, Answer]:
    return {
        "outcome": words.fact(found.state.value),
        "assessor": found.assessor_name,
        "assessed_on": day(found.assessment_carried_out_on),
        "reasons": found.reasons,
        "effect": words.sentence(_FOUND[found.state]),
    }
