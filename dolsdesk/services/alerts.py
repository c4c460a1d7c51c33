"""Alerts AG-A01 to AG-A09 over every case, or over one (after-agni.md 4.9)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dolsdesk.domain.dols import legal_test
from dolsdesk.domain.dols.alerts import COLOURS, Alert, Colour, Raised
from dolsdesk.domain.dols.campaigns import CampaignState, Item, ItemState, NextAction
from dolsdesk.domain.dols.legal_test import Finding
from dolsdesk.domain.dols.objections import Objection
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import cohorts, findings, relook
from dolsdesk.store.reads.findings import Told
from dolsdesk.store.reads.relook import Line
from dolsdesk.store.repos import campaigns, records

_NONE, _UNSURE = Finding.NOT_DOL.value, Finding.UNCERTAIN.value
_OF_INTEREST = frozenset({_NONE, _UNSURE})
_ORDER = {Colour.RED: 0, Colour.AMBER: 1, Colour.INFO: 2}


@dataclass(frozen=True)
class _Held:
    """What is known of every case, read once."""

    lines: tuple[Line, ...]
    standing: tuple[Told, ...]
    items: tuple[Item, ...]
    objections: Mapping[int, tuple[Objection, ...]]
    at_court: frozenset[int]
    asked: frozenset[int]


def raised(ctx: Context, request_id: int | None = None) -> tuple[Raised, ...]:
    """Return every alert, the most pressing first; those of one case only, if it is named."""
    if request_id is None:
        ctx.require(Act.READ_ALL)
    held = _read(ctx) if request_id is None else _read_one(ctx, request_id)
    found = tuple(_raised(ctx, held))
    if request_id is not None:
        found = tuple(one for one in found if one.request_id == request_id)
    return tuple(sorted(found, key=lambda one: (_ORDER[one.colour], one.alert, one.on or date.max)))


def _read(ctx: Context) -> _Held:
    with ctx.reading() as session:
        going = _going(session)
        return _Held(
            lines=relook.lines(session, ctx.today),
            standing=findings.standing(session, _OF_INTEREST),
            items=tuple(one for one in campaigns.all_items(session) if one.campaign_id in going),
            objections=cohorts.objecting(session),
            at_court=cohorts.challenged(session),
            asked=_asked(session),
        )


def _read_one(ctx: Context, request_id: int) -> _Held:
    """Read what bears on one case: nothing of anybody else is looked at."""
    with ctx.reading() as session:
        person_id = relook.person_of(session, request_id)
        going = _going(session)
        items = campaigns.items_of_person(session, person_id)
        return _Held(
            lines=relook.lines(session, ctx.today, request_id=request_id),
            standing=findings.standing(session, _OF_INTEREST, person_id=person_id),
            items=tuple(one for one in items if one.campaign_id in going),
            objections=cohorts.objecting(session, person_id),
            at_court=cohorts.challenged(session, person_id),
            asked=_asked(session),
        )


def _asked(session: ReadSession) -> frozenset[int]:
    """Return the people about whom the lawyers have been asked, whatever they have answered."""
    found = records.with_people(session, RecordKind.LEGAL_TASK)
    return frozenset(person_id for record, person_id in found if not record.is_void)


def _going(session: ReadSession) -> set[int]:
    states = {CampaignState.RUNNING, CampaignState.PAUSED, CampaignState.CLOSING}
    return {one.id for one in campaigns.listed(session) if one.state in states}


def _raised(ctx: Context, held: _Held) -> Iterator[Raised]:
    yield from _of_lines(ctx, held)
    yield from _of_items(ctx, held)
    yield from _of_findings(ctx, held)
    yield from _of_homes(ctx, held)


def _of_lines(ctx: Context, held: _Held) -> Iterator[Raised]:
    test = legal_test.in_force(ctx.today, ctx.book)
    soon = ctx.today + timedelta(days=ctx.amount(RuleId.AGNI_ENDING_SOON))
    for one in held.lines:
        if one.legal_test == test:
            continue
        late = one.due_on is not None and one.due_on < ctx.today and one.completed_on is None
        if one.is_open and late:
            said = words.sentence("ALERT_A01", on=one.due_on)
            yield _line(Alert.A01, one, one.due_on, said)
        elif not one.is_open and one.expires_on is not None and one.expires_on <= soon:
            said = words.sentence("ALERT_A05", on=one.expires_on)
            yield _line(Alert.A05, one, one.expires_on, said)


def _of_items(ctx: Context, held: _Held) -> Iterator[Raised]:
    for one in held.items:
        waits = one.state in {ItemState.SENT, ItemState.REMINDED}
        if waits and one.reply_by is not None and one.reply_by <= ctx.today:
            yield Raised(
                Alert.A04, COLOURS[Alert.A04], one.request_id or 0, one.ref, one.person_name,
                one.place_name, one.reply_by, words.sentence("ALERT_A04", on=one.reply_by),
                item_id=one.id,
            )  # fmt: skip


def _of_findings(ctx: Context, held: _Held) -> Iterator[Raised]:
    ahead = ctx.today + timedelta(days=ctx.amount(RuleId.AGNI_RECHECK_WARNING))
    longest = ctx.amount(RuleId.AGNI_RECHECK_UNCERTAIN)
    legal = {one.person_id for one in held.items if one.next_action is NextAction.LEGAL_REFERRAL}
    legal |= held.asked
    for one in held.standing:
        again = one.look_again_on
        if again is not None and again <= ahead:
            passed = again < ctx.today
            code = "ALERT_A02_PASSED" if passed else "ALERT_A02"
            colour = Colour.RED if passed else Colour.AMBER
            yield _found(Alert.A02, one, again, words.sentence(code, on=again), colour)
        decided = one.decided_on or ctx.today
        if one.outcome == _UNSURE and (ctx.today - decided).days > longest:
            said = words.sentence("ALERT_A06", on=decided, n=longest)
            yield _found(Alert.A06, one, decided, said)
        if one.outcome == _NONE:
            yield from _of_none(ctx, held, one, legal)


def _of_none(ctx: Context, held: _Held, one: Told, legal: set[int]) -> Iterator[Raised]:
    decided = one.decided_on or ctx.today
    signs = [told.on for told in held.objections.get(one.person_id, ()) if told.on > decided]
    signs += [one.withdrawn_on] if one.withdrawn_on else []
    if signs:
        on = max(signs)
        by = ctx.calendar.after(on, ctx.amount(RuleId.AGNI_OBJECTION_TASK))
        yield _found(Alert.A03, one, by, words.sentence("ALERT_A03", on=on, by=by))
    if one.person_id in held.at_court and one.person_id not in legal:
        yield _found(Alert.A07, one, decided, words.sentence("ALERT_A07"))
    if one.care_review_on is None:
        yield _found(Alert.A09, one, decided, words.sentence("ALERT_A09"))


def _of_homes(ctx: Context, held: _Held) -> Iterator[Raised]:
    days = ctx.amount(RuleId.AGNI_SAMPLE_DAYS)
    most = ctx.amount(RuleId.AGNI_SAMPLE_COUNT)
    since = ctx.today - timedelta(days=days)
    by_home: dict[int, list[Told]] = {}
    for one in held.standing:
        if one.outcome == _NONE and one.decided_on is not None and one.decided_on > since:
            by_home.setdefault(one.place_id, []).append(one)
    for found in by_home.values():
        if len(found) > most:
            last = found[-1]
            said = words.sentence("ALERT_A08", n=len(found), days=days)
            yield Raised(
                Alert.A08, COLOURS[Alert.A08], 0, "", "", last.place_name, last.decided_on, said,
                ids=tuple(one.request_id for one in found),
            )  # fmt: skip


def _line(alert: Alert, one: Line, on: date | None, said: str) -> Raised:
    return Raised(alert, COLOURS[alert], one.request_id, one.ref, one.person_name,
                  one.place_name, on, said)  # fmt: skip


def _found(
    alert: Alert, one: Told, on: date | None, said: str, colour: Colour | None = None
) -> Raised:
    return Raised(alert, colour or COLOURS[alert], one.request_id, one.case_ref, one.person_name,
                  one.place_name, on, said)  # fmt: skip
