"""AG-R02 to AG-R05: findings by provider, changed decisions, re-checks and later objections."""

from collections.abc import Sequence
from datetime import date

from dolsdesk.domain.dols.campaigns import Item
from dolsdesk.domain.dols.legal_test import Basis
from dolsdesk.domain.reporting import (
    CaseFacts,
    Cell,
    Figure,
    Heading,
    Section,
    Table,
    Tile,
    Unit,
)
from dolsdesk.domain.tally import Scope
from dolsdesk.services import words
from dolsdesk.services.retest_data import (
    DOL,
    MOST_ROWS,
    NONE,
    UNSURE,
    Data,
    days_between,
    ids,
    later_objections,
    none_on,
    of_told,
    pairs_of,
)
from dolsdesk.store.reads.findings import Told


def by_provider(cases: Sequence[CaseFacts], scope: Scope, data: Data) -> Section:
    """Return what was found at each home, under the test in force."""
    since = [
        one
        for one in data.told
        if one.is_formal and one.test == data.test and one.decided_on is not None
        and scope.first <= one.decided_on <= scope.last
    ]  # fmt: skip
    later = {one.request_id for one, _on in later_objections(data)}
    withdrawn = {request for request, code in data.closures.items() if code == "CR-01"}
    known = {one.request_id for one in cases if one.closed_on is not None}
    homes: dict[str, list[Told]] = {}
    for one in since:
        homes.setdefault(one.place_name, []).append(one)
    replies: dict[str, list[Item]] = {}
    for item in data.items:
        if item.sent_on and item.returned_on:
            replies.setdefault(item.place_name, []).append(item)
    gone: dict[str, list[int]] = {}
    for item in data.items:
        if item.request_id in withdrawn and item.request_id in known:
            gone.setdefault(item.place_name, []).append(item.request_id or 0)
    rows = []
    for name in sorted({*homes, *replies, *gone}):
        found, back = homes.get(name, []), replies.get(name, [])
        days = [(i.returned_on - i.sent_on).days for i in back if i.returned_on and i.sent_on]
        rows.append(
            (
                Cell(name),
                Cell(of_told(found)),
                Cell(of_told(one for one in found if one.outcome == DOL)),
                Cell(of_told(none_on(found, Basis.OBJECTIVE))),
                Cell(of_told(none_on(found, Basis.CONSENT))),
                Cell(of_told(one for one in found if one.outcome == UNSURE)),
                Cell(Figure(len(gone.get(name, ())), tuple(gone.get(name, ())))),
                Cell(of_told(one for one in found if one.request_id in later)),
                Cell(Figure(sum(days) / len(days) if days else None, ids(back), Unit.DAYS)),
            )
        )
    headings = (
        Heading("Home or hospital", is_number=False), Heading("Cases"), Heading("Deprivation"),
        Heading("Restrictions", "None, on", note=1), Heading("Consent", "None, on", note=1),
        Heading("Uncertain"), Heading("Withdrawn"), Heading("Objected later"),
        Heading("Days to reply"),
    )  # fmt: skip
    return Section(
        code="AG-R02",
        title="Outcomes by provider",
        answers="What was found at each home under the test in force?",
        tiles=_outcome_tiles(since),
        charts=(),
        tables=(
            Table("Findings by home or hospital", headings, tuple(rows),
                  note="Numbers below five are shown as <5 in every copy that leaves the team.",
                  is_shared_small=True),
        ),
        definitions=(
            "A finding on both grounds is counted under each.",
            "Only findings under the test in force are counted; earlier ones are another measure.",
        ),
    )  # fmt: skip


def _outcome_tiles(found: Sequence[Told]) -> tuple[Tile, ...]:
    return (
        Tile("Findings", of_told(found), "under the test in force"),
        Tile("Deprivation", of_told(one for one in found if one.outcome == DOL)),
        Tile("None: restrictions", of_told(none_on(found, Basis.OBJECTIVE))),
        Tile("None: consent", of_told(none_on(found, Basis.CONSENT))),
        Tile("Uncertain", of_told(one for one in found if one.outcome == UNSURE)),
    )


def changed(_cases: Sequence[CaseFacts], scope: Scope, data: Data) -> Section:
    """Return every decision that differs from the one before it."""
    pairs = [
        (old, new)
        for old, new in pairs_of(data)
        if new.decided_on is not None and scope.first <= new.decided_on <= scope.last
        and old.outcome and old.outcome != new.outcome
    ]  # fmt: skip
    rows = tuple(
        (
            Cell(new.case_ref),
            Cell(words.fact(old.test)),
            Cell(words.fact(old.outcome)),
            Cell(old.decided_on),
            Cell(words.fact(new.test)),
            Cell(words.fact(new.outcome)),
            Cell(", ".join(words.fact(f"basis_{one}", words.fact(one)) for one in new.basis)),
            Cell(new.decided_by),
            Cell(new.decided_on),
            Cell(Figure(days_between(old, new), (new.request_id,), Unit.DAYS)),
            Cell(_ended(new, data)),
        )
        for old, new in pairs[:MOST_ROWS]
    )
    names = ("Test then", "Outcome then", "Then", "Test now", "Outcome now", "Because", "By", "Now")
    loosened = [new for _old, new in pairs if new.outcome == NONE]
    return Section(
        code="AG-R03",
        title="Changed decisions",
        answers="Who was found otherwise than before, and what ended as a result?",
        tiles=(
            Tile("Changed", of_told(new for _old, new in pairs), "decisions"),
            Tile("To no deprivation", of_told(loosened)),
            Tile("To a deprivation", of_told(new for _, new in pairs if new.outcome == DOL)),
        ),
        charts=(),
        tables=(
            Table("Changed decisions",
                  (Heading("Reference", is_number=False),
                   *(Heading(n, is_number=False) for n in names), Heading("Days between"),
                   Heading("What ended", is_number=False)), rows),
        ),
        definitions=("An earlier decision stays as it was made; the later one stands beside it.",),
    )  # fmt: skip


def _ended(new: Told, data: Data) -> str:
    if new.outcome != NONE:
        return ""
    running = {line.request_id: line for line in data.lines}
    line = running.get(new.request_id)
    if line is None:
        return "The request or authorisation"
    return "Nothing yet: the request is open" if line.is_open else "Nothing yet: in force"


def recheck(_cases: Sequence[CaseFacts], scope: Scope, data: Data) -> Section:
    """Return who is to be looked at again, and when."""
    due = sorted(
        (one for one in data.standing if one.outcome in {NONE, UNSURE}),
        key=lambda one: (one.look_again_on or date.min, one.request_id),
    )
    late = [one for one in due if one.look_again_on is None or one.look_again_on < scope.as_at]
    rows = tuple(
        (
            Cell(one.case_ref),
            Cell(words.fact(one.outcome)),
            Cell(", ".join(words.fact(f"basis_{b}", words.fact(b)) for b in one.basis)),
            Cell(one.look_again_on or "no day set"),
            Cell(one.visited_on),
            Cell(
                Figure(
                    max(0, (scope.as_at - one.look_again_on).days) if one.look_again_on else None,
                    (one.request_id,), Unit.DAYS,
                )
            ),
        )
        for one in due[:MOST_ROWS]
    )  # fmt: skip
    names = ("Outcome", "Because", "Look again", "Last seen")
    return Section(
        code="AG-R04",
        title="Re-check list",
        answers="Who was found not deprived, or uncertain, and is to be looked at again?",
        tiles=(
            Tile("To look at again", of_told(due)),
            Tile("Overdue", of_told(late), "or without a day"),
            Tile("Uncertain", of_told(one for one in due if one.outcome == UNSURE)),
        ),
        charts=(),
        tables=(
            Table("Findings to look at again",
                  (Heading("Reference", is_number=False),
                   *(Heading(n, is_number=False) for n in names), Heading("Days overdue")), rows),
        ),
        definitions=("The ceiling is twelve months; any objection brings it forward.",),
    )  # fmt: skip


def objections(_cases: Sequence[CaseFacts], scope: Scope, data: Data) -> Section:
    """Return who objected after a finding of no deprivation: the key measure of safety."""
    found = [(one, on) for one, on in later_objections(data) if scope.first <= on <= scope.last]
    after = _after(data)
    rows = tuple(
        (
            Cell(one.case_ref),
            Cell(one.decided_on),
            Cell(on),
            Cell(
                Figure((on - one.decided_on).days if one.decided_on else None,
                       (one.request_id,), Unit.DAYS)
            ),
            Cell("Looked at again" if id(one) in after else "Open"),
            Cell(words.fact(after[id(one)].outcome) if id(one) in after else ""),
        )
        for one, on in found[:MOST_ROWS]
    )  # fmt: skip
    every = [one for one in data.told if one.is_formal and one.outcome == NONE]
    return Section(
        code="AG-R05",
        title="Later objections",
        answers="Who objected after being found not deprived, how soon, and what was done?",
        tiles=(
            Tile("Objected later", of_told(one for one, _on in found)),
            Tile("Findings of none", of_told(every), "so far"),
            Tile("Still open", of_told(one for one, _ in found if id(one) not in after)),
        ),
        charts=(),
        tables=(
            Table("Objections after a finding of no deprivation",
                  (Heading("Reference", is_number=False), Heading("Found", is_number=False),
                   Heading("Objected", is_number=False), Heading("Days after"),
                   Heading("Action", is_number=False), Heading("New outcome", is_number=False)),
                  rows),
        ),
        definitions=("Objected: an objection on record, or contentment that was lost.",),
    )  # fmt: skip


def _after(data: Data) -> dict[int, Told]:
    return {id(old): new for old, new in pairs_of(data)}
