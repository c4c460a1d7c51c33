"""The fees of a story once it is told: what was ordered, invoiced, sent back and released.

What ``services.fee_orders`` does at the desk is done here to rows, for the thousands of orders of
a demonstration. Chance is drawn apart for each request, so that the stories stay as they are.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from dateutil.relativedelta import relativedelta

from dolsdesk.clock import LONDON, london_date
from dolsdesk.domain.dols.assessors import Assessor
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.fee_orders import (
    FeeAct,
    FeeEntry,
    FeeOrder,
    RejectReason,
    key_of,
    kind_for,
    rate_for,
)
from dolsdesk.domain.fees import FeeKind, Rate
from dolsdesk.domain.staff import StaffMember
from dolsdesk.services import fee_orders, words
from dolsdesk.services.demo.register import Team
from dolsdesk.services.demo.story import Recorded, Story
from dolsdesk.services.demo.timetable import Days
from dolsdesk.store.bulk import Bulk

_BACK = timedelta(days=400)  # before that day nothing is ordered through dolsdesk
_EARLY = 0.12  # the share of invoices that come before the form
_NEVER = 0.06
_DIFFERS, _TWICE, _WRONG = 0.05, 0.03, 0.02  # another amount; the same invoice again; voided
_TRAVEL = 0.1
_MILES = (900, 1350, 2250, 3060)
_PAYS_ON = 25  # the day of the month on which the lead releases
_EXTRA = 2500
_ENTRY = tuple(name for name in FeeEntry.__dataclass_fields__ if name not in {"on", "recorded_by"})


@dataclass
class _Kept:
    """An order while its entries are made, and who made it and each of them."""

    order: FeeOrder
    at: datetime
    actor: StaffMember
    actors: list[StaffMember] = field(default_factory=list)


class Bookkeeper:
    """Keeps the books of a demonstration."""

    def __init__(
        self, bulk: Bulk, days: Days, team: Team, assessors: Mapping[int, Assessor],
        rates: Mapping[int, tuple[Rate, ...]],
    ) -> None:  # fmt: skip
        self._bulk = bulk
        self._days = days
        self._team = team
        self._assessors = assessors
        self._rates = rates
        self._trail: list[Recorded] = []
        self._refs: Counter[int] = Counter()
        self._invoices: Counter[int] = Counter()

    @property
    def counters(self) -> dict[str, int]:
        """Return the last number of each year's orders."""
        return {f"fee-{year}": last for year, last in self._refs.items()}

    def keep(self, story: Story) -> list[Recorded]:
        """Write the fees of a story down, and return what belongs into the trail."""
        rng = Random(story.case.request.id)  # noqa: S311  (its own, not the story's)
        self._trail = []
        held: list[_Kept] = []
        for act in story.recorded:
            if act.action == "allocate" and act.after and london_date(act.at) >= self._first:
                held += self._order(act, held, rng)
        for one in held:
            if not one.order.is_cancelled:
                self._follow(story, one, rng)
        for one in held:
            self._write(one)
        return self._trail

    @property
    def _first(self) -> date:
        return self._days.as_at - _BACK

    def _order(self, act: Recorded, held: list[_Kept], rng: Random) -> list[_Kept]:
        after = act.after or {}
        chosen = self._assessors[after["assessor_id"]]
        kinds = tuple(AssessmentKind(kind) for kind in after["kinds"])
        for one in held:
            is_gone = set(one.order.kinds) & set(kinds) and one.order.assessor_id != chosen.id
            if is_gone and not one.order.is_cancelled:
                why = words.sentence("FEE_REPLACED", name=chosen.name)
                cancelled = FeeEntry(0, FeeAct.CANCELLED, london_date(act.at), why=why)
                self._enter(one, cancelled, act.at, act.actor)
        kind = kind_for(chosen, kinds)
        on = london_date(act.at)
        rate = rate_for(self._rates.get(chosen.id, ()), kind, on) if kind else None
        if kind is None or rate is None:
            return []
        order = FeeOrder(0, "", act.entity_id, chosen.id, kind, kinds, rate.pence, on)
        made = [self._place(act.at, act.actor, order)]
        if rng.random() < _TRAVEL:
            travel = replace(
                order, kind=FeeKind.TRAVEL, pence=rng.choice(_MILES),
                note="Miles to the home and back.",
            )  # fmt: skip
            made.append(self._place(act.at + timedelta(seconds=50), act.actor, travel))
        return made

    def _place(self, at: datetime, actor: StaffMember, order: FeeOrder) -> _Kept:
        year = order.ordered_on.year
        self._refs[year] += 1
        made = replace(
            order, id=self._bulk.next_id("fee_order"), ref=f"F{year % 100:02}-{self._refs[year]:05}"
        )
        self._trail.append(Recorded(
            at, actor, "order_fee", "fee_order", made.id, made.note, None, fee_orders.told(made)
        ))  # fmt: skip
        return _Kept(made, at, actor)

    def _follow(self, story: Story, one: _Kept, rng: Random) -> None:
        """Let the invoice come, and the money be released once the form is in."""
        form_in = self._form_in(story, one.order)
        chance = rng.random()
        if chance < _NEVER or (form_in is None and chance > _EARLY + _NEVER):
            return
        early = chance < _EARLY + _NEVER
        begin = one.order.ordered_on if early or form_in is None else form_in
        on = self._days.after(begin + timedelta(days=2 + rng.randrange(3 if early else 18)))
        office = rng.choice(self._team.administrators)
        if on > self._days.last:
            return
        number = self._number(one.order.assessor_id)
        if rng.random() < _WRONG:
            self._claim(one, number, on, office)
            voided = FeeEntry(0, FeeAct.VOIDED, on, number, one.order.pence, voids=1,
                              why="Entered against the wrong order.")  # fmt: skip
            self._enter(one, voided, self._at(one, on), office)
        differs = rng.random() < _DIFFERS
        self._claim(one, number, on, office, extra=_EXTRA if differs else 0)
        paid_on = self._pay_day(max(on, form_in)) if form_in is not None else None
        again_on = self._days.after(on + timedelta(days=12))
        is_twice = rng.random() < _TWICE and again_on <= self._days.last
        if is_twice and (paid_on is None or again_on <= paid_on):
            self._reject(one, number, again_on, office)
        if paid_on is not None and paid_on <= self._days.last:
            claim = one.order.claim
            released = FeeEntry(0, FeeAct.RELEASED, paid_on, number, claim.pence if claim else None)
            self._enter(one, released, self._at(one, paid_on), self._team.lead)
        if is_twice and paid_on is not None and again_on > paid_on:
            self._reject(one, number, again_on, office)

    def _claim(
        self, one: _Kept, number: str, on: date, office: StaffMember, *, extra: int = 0
    ) -> None:
        why = "A second visit, agreed beforehand." if extra else ""
        claim = FeeEntry(0, FeeAct.CLAIMED, on, number, (one.order.pence or 0) + extra, why=why)
        self._enter(one, claim, self._at(one, on), office)

    def _reject(self, one: _Kept, number: str, on: date, office: StaffMember) -> None:
        again = FeeEntry(
            0, FeeAct.REJECTED, on, number, why="Sent in twice.", reject=RejectReason.DUPLICATE
        )
        self._enter(one, again, self._at(one, on), office)

    def _form_in(self, story: Story, order: FeeOrder) -> date | None:
        """Return the day on which the last form of an order came in and stands."""
        days = []
        for kind in order.kinds:
            good = [
                found.copy_received_on
                for found, _actor, _at in story.versions
                if found.kind is kind and found.assessor_id == order.assessor_id
                and found.copy_received_on and not found.returned_reason
            ]  # fmt: skip
            if not good:
                return None
            days.append(min(good))
        return max(days)

    def _pay_day(self, on: date) -> date:
        this = on.replace(day=_PAYS_ON)
        return self._days.after(this if this > on else this + relativedelta(months=1))

    def _number(self, assessor_id: int) -> str:
        self._invoices[assessor_id] += 1
        name = self._assessors[assessor_id].name.removeprefix("Dr ")
        first = "".join(part[0] for part in name.split())
        return f"{first}-{self._invoices[assessor_id]:03}"

    def _at(self, one: _Kept, on: date) -> datetime:
        """Return a moment of a day, after everything entered on the order before."""
        last = one.order.entries[-1].recorded_at if one.order.entries else one.at
        moment = datetime.combine(on, time(15), LONDON) + timedelta(seconds=one.order.id % 3000)
        return moment if last is None or moment > last else last + timedelta(minutes=1)

    def _enter(self, one: _Kept, entry: FeeEntry, at: datetime, actor: StaffMember) -> None:
        number = len(one.order.entries) + 1
        made = replace(entry, number=number, recorded_at=at, recorded_by=actor.name)
        self._trail.append(Recorded(
            at, actor, entry.act.value, "fee_order", one.order.id, entry.why, None,
            fee_orders.entry_told(one.order, entry, number),
        ))  # fmt: skip
        one.order = replace(one.order, entries=(*one.order.entries, made))
        one.actors.append(actor)

    def _write(self, one: _Kept) -> None:
        order = one.order
        self._bulk.add(
            "fee_order",
            {
                "id": order.id, "ref": order.ref, "request_id": order.request_id,
                "assessor_id": order.assessor_id, "kind": order.kind,
                "kinds": [kind.value for kind in order.kinds], "pence": order.pence,
                "ordered_on": order.ordered_on, "note": order.note, "recorded_at": one.at,
                "recorded_by": one.actor.id,
            },
        )  # fmt: skip
        for entry, actor in zip(order.entries, one.actors, strict=True):
            row: dict[str, Any] = {name: getattr(entry, name) for name in _ENTRY}
            row |= {
                "order_id": order.id, "happened_on": entry.on,
                "invoice_key": key_of(entry.invoice_no), "recorded_by": actor.id,
            }  # fmt: skip
            self._bulk.add("fee_entry", row)
