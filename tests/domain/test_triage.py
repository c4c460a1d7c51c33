"""The band follows from the answers, and nothing that orders the work moves a date."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dolsdesk.domain.dols import queue, triage
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.dols.queue import Waiting, Why
from dolsdesk.domain.dols.triage import Factor, QuestionSet
from dolsdesk.domain.dols.waiting import ContactState, state

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
BANDS = [*Priority, ""]
factors = st.lists(st.sampled_from(BANDS), min_size=1, max_size=30).map(
    lambda bands: tuple(Factor(f"f{n}", str(band), "So it is") for n, band in enumerate(bands))
)
people = st.lists(
    st.builds(
        Waiting,
        request_id=st.integers(1, 10**6),
        band=st.sampled_from(list(Priority)),
        received_on=st.dates(date(2024, 1, 1), TODAY),
        due_on=st.none() | st.dates(date(2024, 1, 20), TODAY + 30 * DAY),
        no_authority_from=st.none() | st.dates(date(2024, 1, 1), TODAY + 30 * DAY),
    ),
    max_size=40,
    unique_by=lambda one: one.request_id,
)
quotas = st.fixed_dictionaries({band: st.integers(1, 5) for band in Priority})


@given(factors, st.data())
def test_the_band_is_the_highest_with_any_ticked_factor(asked, data):
    ticked = data.draw(st.sets(st.sampled_from([one.id for one in asked])))
    answers = triage.answered(QuestionSet("s", 1, "S", asked), ticked)
    bands = {one.band for one in asked if one.id in ticked and one.band}
    found = triage.suggested(answers)
    assert (found.value if found else None) == next(
        (band.value for band in Priority if band.value in bands), None
    )
    assert {one.id for one in answers} == ticked


def test_what_is_off_is_not_asked_and_a_factor_without_a_band_suggests_none():
    asked = (Factor("a", "high", "A", is_on=False), Factor("b", "", "B"))
    answers = triage.answered(QuestionSet("s", 1, "S", asked), {"a", "b"})
    assert [one.id for one in answers] == ["b"]
    assert triage.suggested(answers) is None


@given(people)
def test_the_order_is_band_gap_due_receipt(listed):
    found = queue.order(listed, TODAY)
    assert sorted(one.request_id for one in found) == sorted(one.request_id for one in listed)
    keys = [
        (list(Priority).index(one.band), not one.has_gap(TODAY), one.due_on or date.max,
         one.received_on)
        for one in found
    ]  # fmt: skip
    assert keys == sorted(keys)


@given(people, quotas, quotas)
def test_next_to_assess_never_leaves_a_band_out_nor_its_oldest(listed, quota, taken):
    called = queue.next_to_assess(listed, quota, taken, TODAY)
    for band in Priority:
        of_band = [one for one in called if one.band is band]
        waiting = [one for one in listed if one.band is band]
        left = max(quota[band] - taken[band], 0)
        assert len(of_band) == min(left, len(waiting))
        if of_band:
            oldest = min(waiting, key=lambda one: (one.received_on, one.request_id))
            assert of_band[0].request_id == oldest.request_id
            assert of_band[0].why is Why.OLDEST


@given(people, quotas, st.integers(0, 39), st.integers(1, 4))
def test_whoever_waits_is_called_within_the_weeks_of_those_older(listed, quota, number, more):
    """However many come later and go first in order, nobody is overtaken for ever."""
    if not listed:
        return
    one = listed[number % len(listed)]
    older = [
        other for other in listed
        if other.band is one.band
        and (other.received_on, other.request_id) < (one.received_on, one.request_id)
    ]  # fmt: skip
    left, weeks = list(listed), 0
    while one in left:
        week = TODAY + weeks * 7 * DAY
        called = {held.request_id for held in queue.next_to_assess(left, quota, {}, week)}
        left = [other for other in left if other.request_id not in called]
        if one in left:
            weeks += 1
            left += [
                Waiting(10**7 + weeks * 10 + n, one.band, week, week, TODAY - 900 * DAY)
                for n in range(more + quota[one.band])
            ]
        assert weeks <= len(older)


@given(st.fixed_dictionaries({band: st.integers(0, 50) for band in Priority}))
def test_a_band_swallows_the_list_only_above_its_share(counts):
    found = queue.swallowing(counts, 0.7)
    total = sum(counts.values())
    above = [band for band, n in counts.items() if total and n / total > 0.7]
    assert ([found] if found else []) == above


def test_due_today_is_not_overdue():
    assert state(TODAY, TODAY) is ContactState.DUE_TODAY
    assert state(TODAY - DAY, TODAY) is ContactState.OVERDUE
    assert state(TODAY + DAY, TODAY) is ContactState.IN_HAND
    assert state(None, TODAY) is ContactState.NONE
