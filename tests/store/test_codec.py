"""Records that are read whole go into JSON and come back the same, on every database."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dolsdesk.domain.dols.assessments import BestInterests, EquivalentUse
from dolsdesk.domain.dols.case import Representative
from dolsdesk.domain.dols.facts import MaxPeriod
from dolsdesk.domain.dols.legal_test import DolTestRecord
from dolsdesk.store import codec

_PERIODS = st.sampled_from(["12m", "6m", "13w", "90d", "until:2027-03-31"]).map(MaxPeriod.parse)
st.register_type_strategy(MaxPeriod, _PERIODS)

KINDS = (BestInterests, DolTestRecord, EquivalentUse, Representative)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_record_comes_back_as_it_went_in(kind):
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(record=st.from_type(kind))
    def comes_back(record):
        written = json.loads(json.dumps(codec.dump(record)))
        assert codec.load(written, kind) == record

    comes_back()


def test_what_is_at_its_default_is_left_out():
    assert codec.dump(Representative("S", "Son")) == {"name": "S", "relationship": "Son"}


def test_a_value_nobody_knows_is_refused_rather_than_dropped():
    with pytest.raises(ExceptionGroup, match="Representative"):
        codec.load({"name": "S", "relationship": "Son", "shoe_size": 9}, Representative)
