"""Drafts: what is being typed is kept for whoever types it, and nobody else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dolsdesk.domain.changes import Listing
from dolsdesk.services import drafts
from dolsdesk.services.drafts import Draft

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=8,
)


def test_a_draft_is_found_again_as_it_was_typed(world):
    payload = {"family_name": "Łukasz-O'Neill", "received_on": "21 11 2026", "rows": [{"n": 1}]}
    drafts.keep(world.admin, "assessment", "7/bi", payload)
    found = drafts.find(world.admin, "assessment", "7/bi")
    assert found == Draft("assessment", "7/bi", payload, world.desk.clock.now())
    assert drafts.find(world.admin, "assessment", "7/mh") is None
    assert drafts.find(world.admin, "log-request", "7/bi") is None


def test_a_draft_takes_the_place_of_the_one_before(world):
    for words in ("first", "second"):
        drafts.keep(world.admin, "log-request", "", {"purpose": words})
        world.desk.clock.move(seconds=5)
    [found] = drafts.all_of_mine(world.admin)
    assert found.payload == {"purpose": "second"}


def test_the_newest_draft_comes_first(world):
    for subject in ("1", "2", "3"):
        drafts.keep(world.admin, "assessment", subject, {})
        world.desk.clock.move(seconds=5)
    assert [one.subject for one in drafts.all_of_mine(world.admin)] == ["3", "2", "1"]


def test_a_draft_belongs_to_whoever_types_it(world):
    drafts.keep(world.admin, "log-request", "", {"purpose": "Ada's"})
    drafts.keep(world.lead, "log-request", "", {"purpose": "Lee's"})
    drafts.drop(world.lead, "log-request")
    assert drafts.all_of_mine(world.lead) == ()
    assert drafts.find(world.signatory, "log-request") is None
    assert drafts.find(world.admin, "log-request").payload == {"purpose": "Ada's"}


def test_a_dropped_draft_is_gone_and_lists_are_told(world):
    drafts.keep(world.admin, "log-request", "", {"purpose": "typed"})
    assert drafts.drop(world.admin, "log-request").changes.lists == {Listing.DRAFTS}
    assert drafts.find(world.admin, "log-request") is None
    drafts.drop(world.admin, "log-request")


def test_a_draft_is_no_act_and_stays_out_of_the_trail(world):
    before = len(world.trail())
    drafts.keep(world.auditor, "log-request", "", {"family_name": "Łukasz"})
    drafts.drop(world.auditor, "log-request")
    assert len(world.trail()) == before


@pytest.mark.parametrize("size", [100_000, 5_000_000])
def test_a_huge_draft_comes_back_whole(world, size):
    payload = {"reasons": "ŵ \U0001f642" * (size // 3)}
    drafts.keep(world.admin, "assessment", "7/bi", payload)
    assert drafts.find(world.admin, "assessment", "7/bi").payload == payload


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(payload=st.dictionaries(TEXT, VALUES, max_size=5))
def test_whatever_is_typed_comes_back_equal(world, payload):
    drafts.keep(world.admin, "log-request", "", payload)
    assert drafts.find(world.admin, "log-request").payload == payload
