"""AG-R06, what findings rest on, and AG-R10, what takes the place of the safeguards that ended."""

from collections.abc import Callable, Sequence

from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.legal_test import EvidenceKind, VisitMode
from dolsdesk.domain.reporting import CaseFacts, Cell, Heading, Section, Table, Tile
from dolsdesk.domain.tally import Scope
from dolsdesk.services import words
from dolsdesk.services.retest_data import MOST_ROWS, NONE, Data, of_told
from dolsdesk.store.reads.findings import Told


def evidence(_cases: Sequence[CaseFacts], scope: Scope, data: Data) -> Section:
    """Return how well findings are borne out, by who made them."""
    found = [
        one
        for one in data.told
        if one.is_formal and one.test == data.test and one.decided_on is not None
        and scope.first <= one.decided_on <= scope.last
    ]  # fmt: skip
    deciders = sorted({one.decided_by for one in found})
    rows = tuple(
        (
            Cell(name or "Nobody named"),
            Cell(of_told(own)),
            *(Cell(of_told(one for one in own if is_so(one))) for _name, is_so in _LACKS),
        )
        for name in deciders
        if (own := [one for one in found if one.decided_by == name])
    )
    return Section(
        code="AG-R06",
        title="Evidence quality",
        answers="What do findings rest on, and where is it thin?",
        tiles=(
            Tile("Findings", of_told(found), "under the test in force"),
            *(Tile(name, of_told(one for one in found if is_so(one))) for name, is_so in _LACKS),
        ),
        charts=(),
        tables=(
            Table("Findings by who made them",
                  (Heading("Decided by", is_number=False), Heading("Findings"),
                   *(Heading(name) for name, _is_so in _LACKS)), rows,
                  is_shared_small=True),
        ),
        definitions=(
            "Single source: every sign of the person's wishes was noticed by the same observer, or"
            " there is none. Staff only: every sign comes from staff who are not independent.",
            "Alike: almost the same words as another person's finding (AG-V09). Overridden: decided"
            " with a reason although a warning stood; known of findings decided by themselves.",
            "It tells where to read along. It is no judgement on anybody.",
        ),
    )  # fmt: skip


def _single(one: Told) -> bool:
    return len({sign.observer for sign in one.signs}) <= 1


def _staff_only(one: Told) -> bool:
    return bool(one.signs) and all(
        sign.kind == EvidenceKind.STAFF.value and not sign.is_independent for sign in one.signs
    )


#: What can be thin about a finding.
_LACKS: tuple[tuple[str, Callable[[Told], bool]], ...] = (
    ("Single source", _single),
    ("Not seen", lambda one: one.visit_mode == VisitMode.NOT_SEEN.value),
    ("Staff only", _staff_only),
    ("Alike", lambda one: Code.AG_V09.name in one.overridden),
    ("Overridden", lambda one: bool(one.overridden)),
)


def aftercare(_cases: Sequence[CaseFacts], scope: Scope, data: Data) -> Section:
    """Return what follows for everybody who was found not deprived."""
    found = sorted(
        (one for one in data.standing if one.outcome == NONE and one.test == data.test),
        key=lambda one: (one.care_review_on is not None, one.care_review_on or scope.as_at,
                         one.request_id),
    )  # fmt: skip
    unbooked = [one for one in found if one.care_review_on is None]
    passed = [one for one in found if one.care_review_on and one.care_review_on < scope.as_at]
    rows = tuple(
        (
            Cell(one.case_ref),
            Cell(one.decided_on),
            Cell(one.care_review_on or "not booked"),
            Cell(one.worker),
            Cell(words.fact(one.advocate) if one.advocate else "not answered"),
            Cell(one.conditions_carried),
        )
        for one in found[:MOST_ROWS]
    )
    names = ("Found", "Care review", "Named worker", "Advocate", "Conditions carried over")
    return Section(
        code="AG-R10",
        title="After-care",
        answers="What takes the place of the safeguards of everybody found not deprived?",
        tiles=(
            Tile("Not deprived", of_told(found), "findings that stand"),
            Tile("No review booked", of_told(unbooked)),
            Tile("Review passed", of_told(passed), "or not noted as held"),
            Tile("Advocate not answered", of_told(one for one in found if not one.advocate)),
            Tile("Conditions carried", of_told(one for one in found if one.conditions_carried)),
        ),
        charts=(),
        tables=(
            Table("After-care, case by case",
                  (Heading("Reference", is_number=False),
                   *(Heading(name, is_number=False) for name in names)), rows,
                  note=f"The first {MOST_ROWS}." if len(found) > MOST_ROWS else ""),
        ),
        definitions=(
            "Before the last safeguard ends the care review is set and the advocate question"
            " answered (AG-V25). No deprivation is not no duty.",
            "What was booked since the day of the report is told as it is now.",
        ),
    )  # fmt: skip
