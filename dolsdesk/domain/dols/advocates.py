"""Independent mental capacity advocates: sections 39A, 39C and 39D (dols.md 1.5, 5.11; RR2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dolsdesk.domain.counting import last_day_within_days_of
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.ordering import out_of_order
from dolsdesk.domain.problems import Problem
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId


class AdvocateKind(StrEnum):
    """Under which section the advocate acts."""

    S39A = "s39a"
    S39C = "s39c"
    S39D = "s39d"


class AdvocateTrigger(StrEnum):
    """What calls for an advocate (dols.md 1.5)."""

    URGENT_FIRST = "39a_urgent_first"  # s39A: an urgent authorisation before the request
    REQUEST = "39a_request"  # s39A: a request, with no such urgent authorisation before it
    PARA_69 = "39a_para_69"  # s39A: an assessor was selected on a third party's report
    VACANCY = "39c_vacancy"  # s39C: the representative's appointment has ended
    PERSON_ASKS = "39d_person_asks"
    REPRESENTATIVE_ASKS = "39d_representative_asks"
    COUNCIL_BELIEVES = "39d_council_believes"


_A, _C, _D = AdvocateKind.S39A, AdvocateKind.S39C, AdvocateKind.S39D
#: Which triggers belong to which section.
TRIGGERS: Mapping[AdvocateKind, tuple[AdvocateTrigger, ...]] = {
    _A: (AdvocateTrigger.URGENT_FIRST, AdvocateTrigger.REQUEST, AdvocateTrigger.PARA_69),
    _C: (AdvocateTrigger.VACANCY,),
    _D: (
        AdvocateTrigger.PERSON_ASKS,
        AdvocateTrigger.REPRESENTATIVE_ASKS,
        AdvocateTrigger.COUNCIL_BELIEVES,
    ),
}


def kind_of(trigger: AdvocateTrigger) -> AdvocateKind:
    """Return under which section a trigger calls for an advocate."""
    return next(kind for kind, triggers in TRIGGERS.items() if trigger in triggers)


class AdvocateState(StrEnum):
    """How far an instruction has come; derived from its dates."""

    NOT_INSTRUCTED = "advocate_not_instructed"
    INSTRUCTED = "advocate_instructed"
    ACKNOWLEDGED = "advocate_acknowledged"
    REPORTED = "advocate_reported"
    ENDED = "advocate_ended"


@dataclass(frozen=True, slots=True)
class Advocacy:
    """One instruction of an advocate, or the reason why none was given.

    ``arose_on`` is the day on which the need arose or was asked for. Without instruction and
    without a reason why not, it is a need still to be met.
    """

    kind: AdvocateKind
    trigger: AdvocateTrigger
    arose_on: date | None = None
    said: str = ""
    ma_notified_on: date | None = None
    instructed_on: date | None = None
    provider: str = ""
    advocate: str = ""
    address: str = ""
    acknowledged_on: date | None = None
    report_received_on: date | None = None
    chased_on: date | None = None
    ended_on: date | None = None
    end_note: str = ""
    why_not_instructed: str = ""

    @property
    def state(self) -> AdvocateState:
        """Return how far the instruction has come."""
        if self.ended_on is not None:
            return AdvocateState.ENDED
        if self.report_received_on is not None:
            return AdvocateState.REPORTED
        if self.acknowledged_on is not None:
            return AdvocateState.ACKNOWLEDGED
        if self.instructed_on is not None:
            return AdvocateState.INSTRUCTED
        return AdvocateState.NOT_INSTRUCTED

    @property
    def is_settled(self) -> bool:
        """Return whether an advocate was instructed, or somebody said why not."""
        return self.instructed_on is not None or bool(self.why_not_instructed.strip())

    @property
    def is_unanswered(self) -> bool:
        """Return whether an instruction was given and nothing has been heard since."""
        return self.state is AdvocateState.INSTRUCTED

    @property
    def is_acting(self) -> bool:
        """Return whether an advocate acts for the person now."""
        return self.instructed_on is not None and self.ended_on is None


def need_problems(found: Advocacy, *, as_at: date) -> tuple[Problem, ...]:
    """Return what is missing where a need is recorded: the section and what calls for it."""
    wrong = [*out_of_order(as_at, arose_on=found.arose_on)]
    if found.trigger not in TRIGGERS[found.kind]:
        wrong.append(Code.FACTS_CONTRADICT.problem(field="trigger", first="kind",
                                                   second="trigger"))  # fmt: skip
    return tuple(wrong)


def problems(found: Advocacy, *, as_at: date) -> tuple[Problem, ...]:
    """Return what is missing or out of order in an instruction."""
    wrong = [*need_problems(found, as_at=as_at)]
    if not found.is_settled:
        wrong.append(Code.WHEN_NEEDED.problem(field="instructed_on"))
    if found.instructed_on is not None and not found.provider.strip():
        wrong.append(Code.WHO_NEEDED.problem(field="provider"))
    if found.instructed_on is None and (found.acknowledged_on or found.report_received_on):
        wrong.append(Code.WHEN_NEEDED.problem(field="instructed_on"))
    chased = out_of_order(as_at, instructed_on=found.instructed_on, chased_on=found.chased_on)
    wrong += [problem for problem in chased if problem.field == "chased_on"]
    wrong += out_of_order(
        as_at,
        instructed_on=found.instructed_on,
        acknowledged_on=found.acknowledged_on,
        report_received_on=found.report_received_on,
        ended_on=found.ended_on,
    )
    return tuple(wrong)


def answer_due_on(found: Advocacy, book: RuleBook) -> date | None:
    """Return by when an instruction should have been acknowledged: a local target."""
    asked_on = found.chased_on or found.instructed_on
    if asked_on is None:
        return None
    target = book.value(RuleId.PR_IMCA_ANSWER, on=asked_on).amount
    return last_day_within_days_of(asked_on, target)
