"""A second due date: today at the earliest, and a reason where it passes the limit of the law."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.rework import Correction, CorrectionState, ReturnReason, due_problems

TODAY = date(2026, 11, 23)
GIVEN = Correction(AssessmentKind.BI, 1, ReturnReason.PERIOD, "Why a year?", TODAY)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("due_on", "limit", "code"),
    [
        (TODAY, None, None),
        (TODAY, TODAY, None),
        (TODAY - DAY, TODAY, "RETURN_DUE_PAST"),
        (TODAY + DAY, TODAY, "RETURN_DUE_AFTER_LIMIT"),
        (TODAY + 9 * DAY, TODAY + 9 * DAY, None),
        (TODAY + 10 * DAY, TODAY + 9 * DAY, "RETURN_DUE_AFTER_LIMIT"),
        (TODAY + DAY, TODAY - DAY, None),  # the limit has passed, so every day is late
        (None, TODAY, "WHEN_NEEDED"),
    ],
)
def test_the_second_due_date(due_on, limit, code):
    found = due_problems(replace(GIVEN, due_on=due_on), limit=limit, as_at=TODAY)
    assert [problem.code for problem in found] == ([code] if code else [])


def test_it_is_late_after_its_last_day_and_never_once_it_is_back():
    assert GIVEN.state is CorrectionState.OUT
    assert not GIVEN.is_late(TODAY)
    assert GIVEN.is_late(TODAY + DAY)
    back = replace(GIVEN, came_back_on=TODAY + 2 * DAY)
    assert (back.state, back.is_late(TODAY + 3 * DAY)) == (CorrectionState.BACK, False)
