"""AG-R07, AG-R09 and RP23: how late decisions were, what endings are, and the transition.

What lies before and after a change of the legal test is never joined into one line.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from dolsdesk.domain import text
from dolsdesk.domain.dols.legal_test import Basis
from dolsdesk.domain.reporting import (
    DAYS_A_WEEK,
    CaseFacts,
    Cell,
    Chart,
    ChartKind,
    Figure,
    Heading,
    Section,
    Series,
    Table,
    Tile,
    Unit,
)
from dolsdesk.domain.tally import Scope, count, weeks
from dolsdesk.services import words
from dolsdesk.services.retest_data import MOST_ROWS, NONE, Data, of_lines


def clocks(cases: Sequence[CaseFacts], scope: Scope, data: Data) -> Section:
    """Return how late decisions were, those under each test apart."""
    ended = [
        one for one in cases
        if one.closed_on is not None and scope.first <= one.closed_on <= scope.last
    ]  # fmt: skip
    now = [one for one in ended if _test_of(one, data) == data.test]
    then = [one for one in ended if _test_of(one, data) != data.test]
    named = (("Under an earlier test", then), (words.fact(data.test), now))
    return Section(
        code="AG-R07",
        title="Clocks",
        answers="How late were decisions and endings, under each test by itself?",
        tiles=tuple(
            Tile(f"{name}: late", count(one for one in held if _late(one)), f"of {len(held)}")
            for name, held in named
        ),
        charts=(),
        tables=tuple(_clock_table(name, held, data) for name, held in named),
        definitions=(
            "Late: ended after the day the assessments were due. No re-screening moves that day.",
            "CR-02 no deprivation on the restrictions, CR-03 on consent, CR-04 on both, CR-07"
            " another requirement, CR-08 authorised; the others are endings without a decision.",
        ),
    )


def _clock_table(name: str, held: Sequence[CaseFacts], data: Data) -> Table:
    newest = sorted(held, key=lambda one: (one.closed_on or date.min, one.request_id))
    rows = tuple(
        (
            Cell(one.ref),
            Cell(one.received_on),
            Cell(one.due_on),
            Cell(one.closed_on),
            Cell(
                Figure(
                    max(0, (one.closed_on - one.due_on).days)
                    if one.closed_on and one.due_on else None,
                    (one.request_id,), Unit.DAYS,
                )
            ),
            Cell(code_of(one, data)),
        )
        for one in reversed(newest[-MOST_ROWS:])
    )  # fmt: skip
    names = ("Received", "Due", "Ended")
    note = f"The {MOST_ROWS} that ended last." if len(held) > MOST_ROWS else ""
    return Table(
        name,
        (Heading("Reference", is_number=False), *(Heading(n, is_number=False) for n in names),
         Heading("Days late"), Heading("Code", is_number=False)),
        rows, note=note,
    )  # fmt: skip


def code_of(one: CaseFacts, data: Data) -> str:
    """Return the closure code of a case (3b)."""
    if one.request_id in data.closures:
        return data.closures[one.request_id]
    if one.outcome == "granted":
        return "CR-08"
    if one.outcome != "not_granted":
        return "CR-05"
    last = next((told for told in reversed(data.told) if told.request_id == one.request_id), None)
    if last is None or last.outcome != NONE:
        return "CR-07"
    by_basis = {Basis.OBJECTIVE.value: "CR-02", Basis.CONSENT.value: "CR-03"}
    grounds = [basis for basis in by_basis if basis in last.basis]
    return "CR-04" if len(grounds) > 1 else by_basis[grounds[0]] if grounds else "CR-07"


def _test_of(one: CaseFacts, data: Data) -> str:
    held = data.tests.get(one.request_id, "")
    if held:
        return held
    return data.test if (one.closed_on or date.min) >= data.since else ""


def _late(one: CaseFacts) -> bool:
    return one.due_on is not None and one.closed_on is not None and one.closed_on > one.due_on


#: What the yearly return says of each ending (3b); None where the year's own guidance decides.
_RETURNED = {
    "CR-01": None,
    "CR-02": "Not granted: best interests 2, not satisfied",
    "CR-03": "Not granted: best interests 2, not satisfied",
    "CR-04": "Not granted: best interests 2, not satisfied",
    "CR-05": "Not granted: change of circumstances",
    "CR-06": "Not granted: died",
    "CR-07": "Not granted: another requirement not satisfied",
    "CR-08": "Granted",
    "CR-09": None,
}


def bridge(cases: Sequence[CaseFacts], scope: Scope, data: Data) -> Section:
    """Return what each closure code is in the yearly return, and what has no place there yet."""
    ended = [
        one for one in cases
        if one.closed_on is not None and scope.first <= one.closed_on <= scope.last
    ]  # fmt: skip
    by_code: dict[str, list[CaseFacts]] = {code: [] for code in _RETURNED}
    for one in ended:
        by_code.setdefault(code_of(one, data), []).append(one)
    unmapped = [
        one for code, held in by_code.items() for one in held if _RETURNED.get(code) is None
    ]
    rows = tuple(
        (
            Cell(code),
            Cell(words.fact(f"closed_{code}")),
            Cell(_RETURNED.get(code) or "Set by hand, as that year's guidance says"),
            Cell(count(held)),
        )
        for code, held in by_code.items()
    )
    return Section(
        code="AG-R09",
        title="Return bridge",
        answers="What becomes of each ending in the yearly return, and what has no place there?",
        tiles=(
            Tile("Ended", count(ended), "requests"),
            Tile("Mapped", Figure(len(ended) - len(unmapped), _not_in(ended, unmapped))),
            Tile("Unmapped", count(unmapped), "to be set by hand"),
        ),
        charts=(),
        tables=(
            Table("Endings and the return",
                  (Heading("Code", is_number=False), Heading("How it ended", is_number=False),
                   Heading("In the return", is_number=False), Heading("Requests")), rows),
        ),
        definitions=(
            "The mapping follows the closure codes and is checked against each year's guidance.",
            "A request counts in the year in which it ended, whenever it was received.",
        ),
    )  # fmt: skip


def _not_in(every: Sequence[CaseFacts], some: Sequence[CaseFacts]) -> tuple[int, ...]:
    left_out = {one.request_id for one in some}
    return tuple(one.request_id for one in every if one.request_id not in left_out)


def transition(cases: Sequence[CaseFacts], scope: Scope, data: Data) -> Section:
    """Return how far the council has come from the earlier test to the one in force."""
    still_open = [one for one in data.lines if one.is_open and one.legal_test != data.test]
    live = [one for one in data.lines if not one.is_open and one.legal_test != data.test]
    refused = [one for one in cases if one.outcome == "not_granted" and one.decided_on]
    closed: dict[str, list[CaseFacts]] = {name: [] for name in ("CR-02", "CR-03", "CR-04")}
    for one in refused:
        code = code_of(one, data)
        if code in closed and scope.first <= (one.decided_on or date.min) <= scope.last:
            closed[code].append(one)
    days = weeks(scope.first, scope.last)
    named = (("Restrictions", "CR-02"), ("Consent", "CR-03"), ("Both", "CR-04"))
    series = tuple(
        Series(name, tuple(count(one for one in closed[code] if _in_week(one, on)) for on in days))
        for name, code in named
    )
    before = scope.changed_on or data.since
    return Section(
        code="RP23",
        title="Transition to the test in force",
        answers="What still rests on the earlier test, and what was closed as no deprivation?",
        tiles=(
            Tile("Open", of_lines(still_open), "with no finding under the test in force"),
            Tile("In force", of_lines(live), "authorisations on an earlier test"),
            *(Tile(f"Closed: {name.lower()}", count(closed[code]), "no deprivation")
              for name, code in named),
        ),
        charts=(
            Chart(ChartKind.LINES, "Closed as no deprivation, by week",
                  tuple(text.short_date(on) for on in days), series, marker=scope.marker(days),
                  note="Before and after the change of test are two measures and never joined."),
        ),
        tables=(
            _transition_table("Before", [c for c in refused if (c.decided_on or before) < before],
                              data, scope),
            _transition_table("Since", [c for c in refused if (c.decided_on or before) >= before],
                              data, scope),
        ),
        definitions=(
            f"The test in force began on {text.long_date(data.since)}.",
            "An authorisation is on an earlier test until somebody has found under the present"
            " one; it stays in force until a review, the court or its last day ends it.",
        ),
    )  # fmt: skip


def _transition_table(name: str, held: Sequence[CaseFacts], data: Data, scope: Scope) -> Table:
    inside = [one for one in held if scope.first <= (one.decided_on or date.min) <= scope.last]
    codes = ("CR-02", "CR-03", "CR-04", "CR-07")
    rows = tuple(
        (Cell(code), Cell(words.fact(f"closed_{code}")),
         Cell(count(one for one in inside if code_of(one, data) == code)))
        for code in codes
    )  # fmt: skip
    return Table(
        f"Not granted, {name.lower()} the change of test",
        (Heading("Code", is_number=False), Heading("Why", is_number=False), Heading("Requests")),
        rows,
    )


def _in_week(one: CaseFacts, ends_on: date) -> bool:
    on = one.decided_on
    return on is not None and ends_on - timedelta(days=DAYS_A_WEEK) < on <= ends_on
