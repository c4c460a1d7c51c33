"""The worklist: what is asked is what is shown, and how it was left is how it comes back."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.services import requests, worklist
from dolsdesk.services.worklist import Bucket, Query, SortKey
from dolsdesk.ui.pages.case.page import CasePage
from dolsdesk.ui.pages.worklist.columns import USUAL
from dolsdesk.ui.pages.worklist.page import WorklistPage
from dolsdesk.ui.shell import Spot
from tests.support.desk import a_person


@pytest.fixture
def cases(sight):
    """Make one request that is due today, one overdue, and one granted."""
    world = sight.world
    return {
        "due": world.a_case(
            received_on=date(2026, 11, 3), person=a_person(family_name="Dewi", given_names="Ann")
        ),
        "overdue": world.a_case(
            received_on=date(2026, 11, 2), person=a_person(family_name="Ost", given_names="Bea")
        ),
        "granted": world.whole_way(person=a_person(family_name="Gwynne", given_names="Cai")),
    }


@pytest.fixture
def page(sight, cases):
    return sight.go(Spot.WORKLIST)


def names(page):
    return [row.person_name for row in page.model.rows]


def test_what_is_due_today_is_not_overdue(sight, page):
    page.show_bucket(Bucket.DUE_TODAY)
    sight.settle()
    assert names(page) == ["Dewi, Ann"]
    left = [column.key for column in page.model.columns].index("left")
    assert page.model.index(0, left).data() == "today"
    page.show_bucket(Bucket.OVERDUE)
    sight.settle()
    assert names(page) == ["Ost, Bea"]
    assert page.model.index(0, left).data() == "1 over"


def test_tiles_count_what_their_lists_hold(sight, page):
    counts = worklist.counts(sight.shell.ctx)
    for bucket, tile in page.view.tiles.items():
        if bucket in counts:
            assert tile.text().endswith(f"{counts[bucket]:,}")


def test_one_box_finds_by_name_reference_and_home_and_forgives_spelling(sight, page):
    reference = page.model.rows[0].ref
    for typed, expected in (
        ("gwyne", "Gwynne, Cai"),
        ("ost", "Ost, Bea"),
        (reference, page.model.rows[0].person_name),
        ("rosewood dewi", "Dewi, Ann"),
    ):
        page.view.search.setText(typed)
        page._search_typed()
        sight.settle()
        assert names(page) == [expected], typed


def test_every_filter_in_force_is_shown_and_can_be_taken_away(sight, page):
    page._toggle("urgent")
    page._toggle_priority("high")
    sight.settle()
    chips = page.view.findChildren(QPushButton, options=Qt.FindChildOption.FindChildrenRecursively)
    shown = [chip.accessibleName() for chip in chips if chip.property("kind") == "filter"]
    assert any("Urgent" in name for name in shown)
    assert any("Priority high" in name for name in shown)
    assert names(page) == []
    page._clear_filters()
    sight.settle()
    assert names(page) == ["Ost, Bea", "Dewi, Ann"]


def test_a_heading_sorts_and_sorts_back(sight, page):
    page._sort(SortKey.PERSON)
    sight.settle()
    assert names(page) == ["Dewi, Ann", "Ost, Bea"]
    page._sort(SortKey.PERSON)
    sight.settle()
    assert names(page) == ["Ost, Bea", "Dewi, Ann"]
    header = page.view.table.horizontalHeader()
    assert header.isSortIndicatorShown()
    assert page.model.columns[header.sortIndicatorSection()].key == "person"


def test_the_list_comes_back_as_it_was_left(sight, page):
    page._toggle_column("born")
    page._sort(SortKey.PERSON)
    sight.settle()
    again = WorklistPage(sight.shell)
    sight.qtbot.addWidget(again)
    again.refresh()
    sight.settle()
    assert again.query.sort is SortKey.PERSON
    assert "born" in [column.key for column in again.model.columns]


def test_a_view_is_saved_under_a_name_and_used_again(sight, page):
    page.ask(Query(bucket=Bucket.OVERDUE))
    page.keep_view(True, "Monday meeting")
    sight.settle()
    sight.shell.change_actor(sight.world.people["Lee Deer"])
    saved = next(view for view in worklist.views(sight.shell.ctx) if view.name == "Monday meeting")
    assert saved.is_shared
    page.ask(Query())
    page._use_view(saved)
    sight.settle()
    assert names(page) == ["Ost, Bea"]
    assert [column.key for column in page.model.columns] == list(USUAL)


def test_enter_opens_the_case_and_back_returns_to_the_same_row(sight, page):
    page.view.table.select_where(1)
    chosen = page.view.table.current_row
    sight.qtbot.keyClick(page.view.table, Qt.Key.Key_Return)
    sight.settle()
    assert isinstance(sight.window.page, CasePage)
    sight.window.back()
    sight.settle()
    assert sight.window.page is page
    assert page.view.table.current_row == chosen


def test_a_change_somewhere_else_shows_at_once(sight, page):
    page.show_bucket(Bucket.OPEN)
    sight.settle()
    before = len(names(page))
    request_id = page.model.rows[0].request_id
    sight.shell.tasks.run_change(
        page,
        lambda: requests.wait(
            sight.shell.ctx, request_id, priority=Priority.HIGH, reason="Objects",
            next_contact_on=date(2026, 11, 30),
        ),
    )  # fmt: skip
    sight.settle()
    assert len(names(page)) == before
    state = next(row.state for row in page.model.rows if row.request_id == request_id)
    assert state is RequestState.WAITING


def test_more_rows_come_as_one_scrolls(sight):
    world = sight.world
    for number in range(6):
        world.a_case(person=a_person(family_name=f"Family{number}"))
    page = sight.go(Spot.WORKLIST)
    first = worklist.page(sight.shell.ctx, Query(), limit=4)
    page._show_page(first)
    assert len(names(page)) == 4
    page._more()
    sight.settle()
    assert len(names(page)) == 6
    assert len(set(names(page))) == 6
