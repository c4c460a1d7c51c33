"""The first part of AG-D09, the report of a re-screening: dates, checks, lessons, sign-off."""

from collections.abc import Sequence

from dolsdesk.domain import text
from dolsdesk.domain.dols.campaigns import Campaign
from dolsdesk.domain.dols.recorded_findings import FindingState
from dolsdesk.domain.reporting import CaseFacts, Cell, Heading, Section, Table, Tile
from dolsdesk.domain.tally import Scope
from dolsdesk.services import words
from dolsdesk.services.retest_data import NONE, Data, of_told
from dolsdesk.store.reads.findings import Told


def record(_cases: Sequence[CaseFacts], _scope: Scope, data: Data) -> Section:
    """Return when each campaign ran, which findings a second person read, and what was learnt."""
    found = [one for one in data.standing if one.is_formal and one.test == data.test]
    checked = [one for one in found if one.state is FindingState.CHECKED]
    none = [one for one in found if one.outcome == NONE]
    read = [one for one in checked if one.outcome == NONE]
    return Section(
        code="AG-D09",
        title="Record of the re-screening",
        answers="When did each re-screening run, what was checked, and what was learnt?",
        tiles=(
            Tile("Findings", of_told(found), "under the test in force"),
            Tile("Read", of_told(checked), "by a second person"),
            Tile("No deprivation", of_told(none), "found"),
            Tile("Of these read", of_told(read), "by a second person"),
        ),
        charts=(),
        tables=(_dates(data), _checks(found, checked), _lessons(data)),
        definitions=(
            "Read: a second person looked at the finding after it was decided, and said so.",
            "A campaign is signed off when no case of it is unknown any more.",
        ),
    )


def _dates(data: Data) -> Table:
    names = ("Test", "Began", "Cohort frozen", "Aim", "Stands", "Letter approved by")
    return Table(
        "Dates",
        tuple(Heading(name, is_number=False) for name in ("Campaign", *names)),
        tuple(
            (
                Cell(one.name),
                Cell(words.fact(one.test)),
                Cell(text.short_date(one.starts_on)),
                Cell(text.short_date(one.snapshot_at.date()) if one.snapshot_at else "–"),
                Cell(text.short_date(one.target_end) if one.target_end else "–"),
                Cell(words.fact(one.state.value)),
                Cell(one.letter_approved_by or "–"),
            )
            for one in data.campaigns
        ),
    )


def _checks(found: Sequence[Told], checked: Sequence[Told]) -> Table:
    """Return how many findings of each outcome were made, and read by a second person."""
    outcomes = sorted({one.outcome for one in found})
    return Table(
        "Sampling checks",
        (Heading("Outcome", is_number=False), Heading("Findings"), Heading("Read by a second")),
        tuple(
            (
                Cell(words.fact(outcome)),
                Cell(of_told(one for one in found if one.outcome == outcome)),
                Cell(of_told(one for one in checked if one.outcome == outcome)),
            )
            for outcome in outcomes
        ),
    )


def _lessons(data: Data) -> Table:
    return Table(
        "Lessons and sign-off",
        tuple(Heading(name, is_number=False) for name in ("Campaign", "Lessons", "Signed off")),
        tuple(
            (Cell(one.name), Cell(one.lessons or "–"), Cell(_signed(one))) for one in data.campaigns
        ),
    )


def _signed(campaign: Campaign) -> str:
    if campaign.signed_off_at is None:
        return "not yet"
    return f"{campaign.sign_off_by}, {text.short_date(campaign.signed_off_at.date())}"
