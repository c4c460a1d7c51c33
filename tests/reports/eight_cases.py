"""Eight requests whose reports can be counted by hand.

=====  ========  ==========  ==========  ==========  ======================================
case   kind      received    due         ended       how
=====  ========  ==========  ==========  ==========  ======================================
A      standard  4 May       24 May      10 June     withdrawn
B      urgent    8 June      14 June     12 June     granted after 4 days, in time
C      standard  15 June     5 July      5 July      granted after 20 days, in time
D      standard  16 June     6 July      7 July      granted after 21 days, a day late in law
E      standard  1 July      21 July     1 Sept      granted after 62 days, late
F      urgent    20 July     26 July     24 July     refused after 4 days, in time
G      standard  3 Aug       23 Aug      open        112 days old, high priority
H      urgent    10 Nov      16 Nov      open        13 days old, in hospital
=====  ========  ==========  ==========  ==========  ======================================
"""

from datetime import date

from dolsdesk.clock import FixedClock
from dolsdesk.domain.dols.assessments import Result
from dolsdesk.domain.dols.endings import ClosedAs, ClosureReason
from dolsdesk.domain.dols.facts import AssessmentKind, Priority
from dolsdesk.domain.reporting import Figure, Report
from dolsdesk.services import assessments, closing, decisions, reports, requests
from tests.support.desk import World, a_closure, a_grant, a_person, an_assessment, new_request

FIRST, LAST = date(2026, 5, 1), date(2026, 11, 23)


class EightCases:
    """A desk with the eight requests above, and their ids by letter."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.ids: dict[str, int] = {}
        self._log("A", date(2026, 5, 4))
        self._at(date(2026, 6, 10))
        closing.close(
            world.admin,
            self.ids["A"],
            a_closure(
                ClosedAs.WITHDRAWN,
                reason=ClosureReason.MOVED,
                on=date(2026, 6, 10),
                paper="E-mail of the home",
                note="She moved back home.",
            ),
        )
        self._granted("B", date(2026, 6, 8), date(2026, 6, 12), urgent=True)
        self._granted("C", date(2026, 6, 15), date(2026, 7, 5))
        self._granted("D", date(2026, 6, 16), date(2026, 7, 7))
        self._granted("E", date(2026, 7, 1), date(2026, 9, 1), late_reason="no_doctor")
        self._refused("F", date(2026, 7, 20), date(2026, 7, 24))
        self._log("G", date(2026, 8, 3))
        requests.wait(
            world.admin,
            self.ids["G"],
            priority=Priority.HIGH,
            reason="Objects every day.",
            next_contact_on=date(2026, 9, 3),
        )
        self._log("H", date(2026, 11, 10), urgent=True, place_id=world.hospital)
        self._at(LAST)

    def report(self, name: str = "timescales", as_at: date = LAST) -> Report:
        return reports.build(self.world.lead, name, FIRST, LAST, as_at)

    def letters(self, figure: Figure) -> str:
        """Return the letters of the cases that a figure opens."""
        by_id = {request_id: letter for letter, request_id in self.ids.items()}
        return "".join(sorted(by_id[one] for one in figure.ids))

    def _at(self, on: date) -> None:
        self.world.desk.clock.set(FixedClock.at(on).now())

    def _log(self, letter: str, on: date, *, place_id: int | None = None, **values) -> int:
        self._at(on)
        person = a_person(family_name=f"Invented{letter}")
        place = place_id or self.world.home
        new = new_request(place, person=person, received_on=on, **values)
        self.ids[letter] = requests.log(self.world.admin, new, reason="as it came").value
        return self.ids[letter]

    def _granted(
        self, letter: str, received_on: date, on: date, *, late_reason: str = "queue", **values
    ) -> None:
        request_id = self.world.allocated(self._log(letter, received_on, **values))
        self._at(on)
        self.world.submitted(self.world.assessed(request_id))
        given = a_grant(on, last_day=date(2026, 11, 30))
        decisions.grant(
            self.world.signatory,
            request_id,
            given,
            late_reason=late_reason,
            late_note="Late.",
            reason="signed",
        )

    def _refused(self, letter: str, received_on: date, on: date) -> None:
        request_id = self.world.allocated(self._log(letter, received_on, urgent=True))
        self._at(on)
        found = an_assessment(
            AssessmentKind.MC, on, result=Result.NEGATIVE, reasons="She can decide."
        )
        assessments.record(self.world.admin, request_id, found, reason="as received")
        self.world.stopped(request_id)
        decisions.refuse(self.world.signatory, request_id, reasons="She can decide this herself.")
