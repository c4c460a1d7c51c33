"""The rights radar: everyone whose safeguards lack something today, each with its rule (RR5).

Worked out anew from the facts whenever it is asked for; nothing of it is stored.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dolsdesk.domain import text
from dolsdesk.domain.dols import rights
from dolsdesk.domain.dols.case import Answered
from dolsdesk.domain.dols.facts import RequestType
from dolsdesk.domain.dols.reviews import Review
from dolsdesk.domain.dols.rights import Concern, ConcernKind, Safeguards
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.dols.suspensions import Suspension
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.rules.ids import RuleId
from dolsdesk.rules.model import ValueInForce
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.store import search
from dolsdesk.store.reads import radar as reads
from dolsdesk.store.reads.radar import LiveCase

__all__ = ["Concern", "ConcernKind", "Radar", "RadarLine", "build", "chosen", "counts", "places"]


@dataclass(frozen=True, slots=True)
class RadarLine:
    """One line: who, where, what is lacking, since when and by when, and under which rule."""

    request_id: int
    ref: str
    person_name: str
    place_id: int
    place_name: str
    state: RequestState
    concern: Concern
    said: str
    rule: str
    citation: str
    key: str

    @property
    def kind(self) -> ConcernKind:
        """Return what kind of thing is lacking."""
        return self.concern.kind


@dataclass(frozen=True, slots=True)
class Radar:
    """Every line on a day, the most urgent first."""

    lines: tuple[RadarLine, ...]
    as_at: date


def build(ctx: Context) -> Radar:
    """Return everyone whose safeguards lack something today."""
    ctx.require(Act.READ_ALL)
    today = ctx.today
    with ctx.reading() as session:
        live = reads.live_cases(session, today)
        held = [*reads.records(session, today), *reads.last_contacts(session, today)]
    by_case: dict[int, dict[RecordKind, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for one in held:
        by_case[one.request_id][one.kind].append(one.facts)
    over = _over(live, today)
    rules: dict[RuleId, ValueInForce] = {}
    lines = []
    for case in live:
        found = _safeguards(case, by_case[case.request_id], today, is_over=case.request_id in over)
        for concern in rights.concerns(found, as_at=today, book=ctx.book):
            if concern.rule_id not in rules:
                rules[concern.rule_id] = ctx.book.value(concern.rule_id, on=today)
            lines.append(_line(case, concern, rules[concern.rule_id]))
    lines.sort(key=lambda line: (*line.concern.order, line.request_id))
    return Radar(tuple(lines), today)


def chosen(
    lines: Iterable[RadarLine],
    *,
    kinds: Collection[ConcernKind] = (),
    place_id: int | None = None,
    typed: str = "",
) -> tuple[RadarLine, ...]:
    """Return the lines of some kinds, of one home, in which every word typed stands.

    Where no line has them, words spelled like them are meant. None where there is no word in what
    was typed.
    """
    wanted = text.fold(typed).split()
    if typed.strip() and not wanted:
        return ()
    here = [
        line
        for line in lines
        if (not kinds or line.kind in kinds) and (place_id is None or line.place_id == place_id)
    ]
    found = tuple(line for line in here if all(word in line.key for word in wanted))
    if found or not wanted:
        return found
    near = _near(here, wanted)
    return tuple(
        line for line in here if all(any(word in line.key for word in options) for options in near)
    )


def is_alike(lines: Iterable[RadarLine], typed: str) -> bool:
    """Return whether no line has the words typed, so that words spelled like them are meant."""
    wanted = text.fold(typed).split()
    return bool(wanted) and not any(all(word in line.key for word in wanted) for line in lines)


def _near(lines: Sequence[RadarLine], wanted: Sequence[str]) -> list[list[str]]:
    """Return for each word what it may mean: itself where a line has it, or else those like it."""
    known = sorted({word for line in lines for word in line.key.split() if not word.isdigit()})
    return [
        [word] if any(word in line.key for line in lines) else search.near(word, known)
        for word in wanted
    ]


def counts(lines: Iterable[RadarLine]) -> Mapping[ConcernKind, int]:
    """Return how many lines there are of each kind."""
    return Counter(line.kind for line in lines)


def places(lines: Iterable[RadarLine]) -> tuple[tuple[int, str], ...]:
    """Return the homes and hospitals that lines are about, by name."""
    found = {line.place_id: line.place_name for line in lines}
    return tuple(sorted(found.items(), key=lambda one: (text.fold(one[1]), one[0])))


def _over(live: Sequence[LiveCase], today: date) -> set[int]:
    """Return authorisations that last no longer: ended today, or replaced by a newer one."""
    over = {case.request_id for case in live if case.expires_on == today and case.ended_by}
    newest: dict[tuple[int, int], LiveCase] = {}
    for case in live:
        begun = case.sa_in_force_on
        if case.is_open or begun is None or begun > today:
            continue
        key = case.person_id, case.place_id
        before = newest.get(key)
        if before is not None and before.sa_in_force_on is not None:
            earlier = min(before, case, key=lambda one: (one.sa_in_force_on or today, one[0]))
            over.add(earlier.request_id)
            newest[key] = case if earlier is before else before
        else:
            newest[key] = case
    return over


def _safeguards(
    case: LiveCase, held: Mapping[RecordKind, list[Any]], today: date, *, is_over: bool
) -> Safeguards:
    begun = case.sa_in_force_on
    lasts = not case.is_open and not is_over and begun is not None and begun <= today
    without = case.no_authority_from
    urgent_last = case.urgent_last_on if case.urgent_given_on else None
    ended = any(one.on <= today for one in held.get(RecordKind.URGENT_END, ()))
    runs = urgent_last is not None and urgent_last >= today and not ended
    contacts = held.get(RecordKind.REPRESENTATIVE_CONTACT, [])
    suspended: list[Suspension] = [
        one for one in held.get(RecordKind.SUSPENSION, []) if one.eligibility_restored_on is None
    ]
    under_review: list[Review] = [one for one in held.get(RecordKind.REVIEW, []) if one.is_open]
    return Safeguards(
        received_on=case.received_on,
        is_open=case.is_open,
        is_further=case.type is RequestType.FOLLOW_ON,
        says_objects=case.objects,
        nobody_to_consult=case.s39a_applies is Answered.YES,
        assessor_on_report=rights.has_assessor(held.get(RecordKind.REFERRAL, ())),
        urgent_given_on=case.urgent_given_on,
        urgent_last_on=urgent_last,
        urgent_runs=case.is_open and runs and without is not None and without > today,
        no_authority_from=without,
        sa_given_on=case.sa_given_on,
        sa_begun_on=begun if lasts else None,
        sa_last_on=case.expires_on,
        appointments=tuple(held.get(RecordKind.REPRESENTATIVE, ())),
        last_contact=contacts[0] if contacts else None,
        advocates=tuple(held.get(RecordKind.ADVOCATE, ())),
        objections=tuple(held.get(RecordKind.OBJECTION, ())),
        proceedings=tuple(held.get(RecordKind.COURT, ())),
        conditions=tuple(held.get(RecordKind.CONDITION, ())),
        suspension=suspended[-1] if suspended else None,
        review=under_review[-1] if under_review else None,
    )


def _line(case: LiveCase, concern: Concern, rule: ValueInForce) -> RadarLine:
    said = words.sentence(concern.said, **concern.params)
    return RadarLine(
        request_id=case.request_id,
        ref=case.ref,
        person_name=case.person_name,
        place_id=case.place_id,
        place_name=case.place_name,
        state=case.state,
        concern=concern,
        said=said,
        rule=rule.rule.title,
        citation=str(rule.citation),
        key=text.fold(f"{case.person_name} {case.place_name} {case.ref} {said}"),
    )
