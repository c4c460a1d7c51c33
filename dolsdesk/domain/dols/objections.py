"""Objections, and who will bring the challenge (RR4; dols.md 1.4, 5.13; MCA s21A)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dolsdesk.domain.counting import last_day_within_days_of
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.ordering import out_of_order
from dolsdesk.domain.problems import Problem
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId


class ObjectionHow(StrEnum):
    """How the objection showed."""

    WORDS = "objection_words"
    BEHAVIOUR = "objection_behaviour"
    FAMILY = "objection_family"
    WRITTEN = "objection_written"


class Challenger(StrEnum):
    """Who will bring the challenge."""

    REPRESENTATIVE = "challenge_representative"
    PERSON = "challenge_person"
    IMCA = "challenge_imca"
    COUNCIL = "challenge_council"
    OTHER = "challenge_other"


class ObjectionAnswer(StrEnum):
    """How the question who will bring the challenge was answered in the end."""

    ISSUED = "objection_challenge_issued"
    NO_LONGER = "objection_no_longer"
    ADVISED_NOT = "objection_advised_not"
    AUTHORITY_ENDED = "objection_authority_ended"


class ObjectionState(StrEnum):
    """How far the question has come who will bring the challenge; derived."""

    UNANSWERED = "objection_unanswered"
    NAMED = "objection_named"
    ANSWERED = "objection_closed"


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection to being there or to the care, recorded at any point of a case.

    It stays open until somebody answered who brings the challenge, or why nobody does.
    """

    on: date
    how: ObjectionHow
    what: str
    told_by: str
    challenger: Challenger | None = None
    challenger_name: str = ""
    challenge_by: date | None = None
    answer: ObjectionAnswer | None = None
    answered_on: date | None = None
    answer_note: str = ""

    @property
    def is_open(self) -> bool:
        """Return whether the objection has no answer yet."""
        return self.answer is None

    @property
    def state(self) -> ObjectionState:
        """Return how far the question has come."""
        if not self.is_open:
            return ObjectionState.ANSWERED
        named = self.challenger is not None
        return ObjectionState.NAMED if named else ObjectionState.UNANSWERED

    @property
    def lacks_challenger(self) -> bool:
        """Return whether nobody is named who will bring the challenge."""
        return self.is_open and self.challenger is None


def prompt_on(on: date, book: RuleBook) -> date:
    """Return by when it should be known who brings the challenge: a local target."""
    return last_day_within_days_of(on, book.value(RuleId.PR_S21A_PROMPT, on=on).amount)


def challenge_due_on(found: Objection, book: RuleBook) -> date:
    """Return by when the challenge is to be brought, or by when it should be known who does."""
    if found.challenger is not None and found.challenge_by is not None:
        return found.challenge_by
    return prompt_on(found.on, book)


def answer_problems(
    found: Objection, *, has_proceedings: bool, is_authorised: bool
) -> tuple[Problem, ...]:
    """Return why an answer cannot be true: no proceedings, or an authority that still runs."""
    if found.answer is ObjectionAnswer.ISSUED and not has_proceedings:
        return (Code.OBJECTION_NOT_ISSUED.problem(),)
    if found.answer is ObjectionAnswer.AUTHORITY_ENDED and is_authorised:
        return (Code.OBJECTION_AUTHORITY_RUNS.problem(),)
    return ()


def objection_problems(found: Objection, *, as_at: date) -> tuple[Problem, ...]:
    """Return what is missing or out of order in an objection."""
    wrong = [*out_of_order(as_at, on=found.on, answered_on=found.answered_on)]
    if not found.what.strip():
        wrong.append(Code.WHY_NEEDED.problem(field="what"))
    if not found.told_by.strip():
        wrong.append(Code.WHO_NEEDED.problem(field="told_by"))
    if found.challenger is not None and found.challenge_by is None:
        wrong.append(Code.WHEN_NEEDED.problem(field="challenge_by"))
    if found.challenge_by is not None and found.challenge_by < found.on:
        wrong.append(Code.FACTS_CONTRADICT.problem(field="challenge_by", first="on",
                                                   second="challenge_by"))  # fmt: skip
    if found.answer is not None:
        if not found.answer_note.strip():
            wrong.append(Code.OBJECTION_ANSWER_NEEDED.problem(field="answer_note"))
        if found.answered_on is None:
            wrong.append(Code.WHEN_NEEDED.problem(field="answered_on"))
    return tuple(wrong)


def still_objects(objections: Sequence[Objection], *, said_before: bool) -> bool:
    """Return whether the person is taken to object.

    ``said_before`` says that the request or the best interests assessor has it so. What was
    recorded last of objections counts for more, if it is that there is none any longer.
    """
    if any(one.is_open for one in objections):
        return True
    if objections and objections[-1].answer is ObjectionAnswer.NO_LONGER:
        return False
    return said_before or bool(objections)


class CourtKind(StrEnum):
    """What was asked of the Court of Protection."""

    S21A_STANDARD = "s21a_standard"
    S21A_URGENT = "s21a_urgent"
    S16_WELFARE = "s16_welfare"
    OTHER = "court_other"


#: Proceedings that are the challenge an objection asks for.
CHALLENGES = frozenset({CourtKind.S21A_STANDARD, CourtKind.S21A_URGENT})


class CourtState(StrEnum):
    """How far proceedings have come; derived."""

    TO_ISSUE = "court_to_issue"
    LIVE = "court_live"
    CLOSED = "court_closed"


class OrderEffect(StrEnum):
    """What an order does."""

    CONTINUES = "order_continues"
    VARIES_PERIOD = "order_varies_period"
    VARIES_CONDITIONS = "order_varies_conditions"
    TERMINATES = "order_terminates"
    AUTHORISES = "order_authorises"
    EXTENDS = "order_extends"
    DISMISSES = "order_dismisses"


@dataclass(frozen=True, slots=True)
class Order:
    """One sealed order; ``authority_to`` is its last day where it authorises or extends."""

    made_on: date
    effect: OrderEffect
    terms: str
    authority_from: date | None = None
    authority_to: date | None = None


@dataclass(frozen=True, slots=True)
class CourtCase:
    """Proceedings about the person. A pending challenge extends nothing (dols.md 5.13).

    ``issued_on`` is None while an application is prepared and not yet issued.
    """

    kind: CourtKind
    applicant: str
    issued_on: date | None
    case_no: str = ""
    hearings: tuple[date, ...] = ()
    orders: tuple[Order, ...] = ()
    legal_contact: str = ""
    closed_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Return whether they are not over, issued or still to be issued."""
        return self.closed_on is None

    @property
    def is_live(self) -> bool:
        """Return whether they were issued and go on."""
        return self.is_open and self.issued_on is not None

    @property
    def state(self) -> CourtState:
        """Return how far they have come."""
        if not self.is_open:
            return CourtState.CLOSED
        return CourtState.LIVE if self.is_live else CourtState.TO_ISSUE

    def last_day_of(self, order: Order) -> date | None:
        """Return the last day of an order: that of its period, or of a later order that ended it.

        None where it names no period. In a challenge what an order terminates is the authorisation.
        """
        if order.effect not in _WITH_PERIOD or order.authority_to is None:
            return None
        ended = [
            one.made_on
            for one in self.orders
            if one.effect is OrderEffect.TERMINATES and one.made_on > order.made_on
        ]
        is_challenge = self.kind in CHALLENGES
        return order.authority_to if is_challenge else min([order.authority_to, *ended])

    def authorises_to(self, on: date) -> date | None:
        """Return the last day of an order in force on a day; None where none is."""
        found = [
            last
            for order in self.orders
            if (last := self.last_day_of(order)) is not None
            and (order.authority_from or order.made_on) <= on <= last
        ]
        return max(found, default=None)

    def ends_own_order(self, ending: Order) -> bool:
        """Return whether an order that terminates ends an earlier one of these proceedings."""
        if self.kind in CHALLENGES or ending.effect is not OrderEffect.TERMINATES:
            return False
        earlier = [one for one in self.orders if one.made_on < ending.made_on]
        return any((self.last_day_of(one) or date.min) >= ending.made_on for one in earlier)

    def next_hearing(self, as_at: date) -> date | None:
        """Return the day of the next hearing, today's included, if one is fixed."""
        return min((on for on in self.hearings if on >= as_at), default=None)


_WITH_PERIOD = frozenset({OrderEffect.AUTHORISES, OrderEffect.EXTENDS, OrderEffect.VARIES_PERIOD})


def varied_last_day(proceedings: Iterable[CourtCase], sa_last_day: date) -> date | None:
    """Return the earlier last day that the court has set for an authorisation, if it has.

    The order made last counts, among those that set a period; a later day than the authorisation's
    own makes that no longer, but is the court's own authority (dols.md 5.13).
    """
    orders = [
        order
        for one in proceedings
        for order in one.orders
        if order.effect is OrderEffect.VARIES_PERIOD and order.authority_to is not None
    ]
    if not orders:
        return None
    newest = max(orders, key=lambda order: order.made_on).authority_to
    return newest if newest is not None and newest < sa_last_day else None


def court_problems(found: CourtCase, *, as_at: date) -> tuple[Problem, ...]:
    """Return what is missing or out of order in proceedings."""
    wrong = [*out_of_order(as_at, issued_on=found.issued_on, closed_on=found.closed_on)]
    if not found.applicant.strip():
        wrong.append(Code.WHO_NEEDED.problem(field="applicant"))
    if found.closed_on is not None and found.next_hearing(found.closed_on) is not None:
        wrong.append(Code.COURT_OPEN_HEARING.problem())
    issued_on = found.issued_on
    if issued_on is not None and any(hearing < issued_on for hearing in found.hearings):
        wrong.append(Code.FACTS_CONTRADICT.problem(field="hearing", first="issued_on",
                                                   second="hearing"))  # fmt: skip
    for order in found.orders:
        made = out_of_order(as_at, issued_on=found.issued_on, made_on=order.made_on)
        wrong += [problem for problem in made if problem.field == "made_on"]
        if not order.terms.strip():
            wrong.append(Code.ORDER_TERMS_NEEDED.problem(field="terms"))
        if order.effect in _WITH_PERIOD:
            wrong += _period_problems(order)
    return tuple(wrong)


def _period_problems(order: Order) -> Iterator[Problem]:
    """Yield what is wrong with the days an order authorises: none before it was made."""
    begins = order.authority_from or order.made_on
    if begins < order.made_on:
        yield Code.FACTS_CONTRADICT.problem(
            field="authority_from", first="made_on", second="authority_from"
        )
    if order.authority_to is None:
        yield Code.WHEN_NEEDED.problem(field="authority_to")
    elif order.authority_to < begins:
        yield Code.FACTS_CONTRADICT.problem(
            field="authority_to", first="authority_from", second="authority_to"
        )
