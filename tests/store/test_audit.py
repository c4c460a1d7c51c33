"""The audit chain in the store: whoever changes, drops or reorders an entry is found out (SE3)."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from dolsdesk.domain.audit import Broken, Fault
from dolsdesk.store import audit
from dolsdesk.store.handle import Store
from tests.support import stores

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ENTRIES = 12


@pytest.fixture
def chain(any_store) -> Store:
    """Return a store of each kind with a chain of entries that can be tampered with."""
    return with_chain(any_store)


def with_chain(store: Store) -> Store:
    """Give a store a chain of entries, and take its append-only triggers out of the way."""
    for number in range(1, ENTRIES + 1):
        with store.acting(actor_id=1, actor="A", workstation="PC", at=AT) as write:
            write.record("act", "request", number, after={"n": number, "at": "23:40"}, reason="r")
    tamper(store, *WITHOUT_TRIGGERS[store.is_file])
    return store


WITHOUT_TRIGGERS = {
    True: ("DROP TRIGGER audit_entry_no_update", "DROP TRIGGER audit_entry_no_delete"),
    False: ("ALTER TABLE audit_entry DISABLE TRIGGER ALL",),
}


def tamper(store: Store, *statements: str) -> None:
    with store.acting(actor_id=1, actor="A", workstation="", at=AT) as write:
        write.housekeeping()
        for statement in statements:
            write.session.execute(text(statement))


def found(store: Store, anchors: dict[int, str] | None = None) -> Broken | None:
    with store.reading() as session:
        return audit.check(session, anchors)


def ends(store: Store) -> dict[int, str]:
    with store.reading() as session:
        return {entry.seq: entry.hash for entry in audit.entries(session)}


def test_a_chain_nobody_touched_is_whole(chain):
    assert found(chain) is None
    assert found(chain, ends(chain)) is None


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'B'",
        "actor_id = 2",
        "actor_id = NULL",
        "reason = ''",
        "action = 'other'",
        "entity = 'person'",
        "entity_id = 99",
        "workstation = 'X'",
        "hash = 'h'",
    ],
)
def test_a_changed_value_is_named(chain, change):
    tamper(chain, f"UPDATE audit_entry SET {change} WHERE seq = 5")
    assert found(chain) == Broken(5, Fault.CHANGED)


@pytest.mark.parametrize("value", ['{"n": 6, "at": "23:40"}', '{"n": 5}', "null", '"x"'])
def test_changed_details_are_named(chain, value):
    tamper(
        chain, f"UPDATE audit_entry SET after = '{value.replace(':', chr(92) + ':')}' WHERE seq = 5"
    )
    assert found(chain) == Broken(5, Fault.CHANGED)


def test_a_changed_time_is_named(chain):
    tamper(chain, "UPDATE audit_entry SET at = '2026-11-23 09\\:30\\:00.000001' WHERE seq = 5")
    assert found(chain) == Broken(5, Fault.CHANGED)


@pytest.mark.parametrize("change", ["at = 'yesterday'", "after = '{broken'", "at = 5"])
def test_a_value_that_cannot_even_be_read_is_named(change, store_template, tmp_path):
    """PostgreSQL itself refuses such values; SQLite takes them."""
    store = with_chain(stores.copied(store_template, tmp_path))
    tamper(store, f"UPDATE audit_entry SET {change} WHERE seq = 5")
    assert found(store) == Broken(5, Fault.CHANGED)
    store.close()


def test_a_dropped_entry_is_named(chain):
    tamper(chain, "DELETE FROM audit_entry WHERE seq = 5")
    assert found(chain) == Broken(5, Fault.MISSING)


def test_two_entries_that_changed_places_are_named(chain):
    tamper(
        chain,
        "UPDATE audit_entry SET seq = -5 WHERE seq = 5",
        "UPDATE audit_entry SET seq = 5 WHERE seq = 6",
        "UPDATE audit_entry SET seq = 6 WHERE seq = -5",
    )
    assert found(chain) == Broken(5, Fault.MOVED)


def test_entries_cut_off_the_end_are_noticed(chain):
    tamper(chain, "DELETE FROM audit_entry WHERE seq > 9")
    assert found(chain) == Broken(10, Fault.CUT)


def test_a_tail_cut_off_together_with_the_head_is_noticed_by_an_end_noted_elsewhere(chain):
    anchors = ends(chain)
    tamper(
        chain,
        "DELETE FROM audit_entry WHERE seq > 9",
        f"UPDATE audit_head SET seq = 9, hash = '{anchors[9]}'",
    )
    assert found(chain) is None
    assert found(chain, {ENTRIES: anchors[ENTRIES]}) == Broken(10, Fault.CUT)


def test_a_chain_written_anew_from_the_middle_is_noticed_by_an_end_noted_elsewhere(chain):
    anchors = ends(chain)
    tamper(
        chain,
        "DELETE FROM audit_entry WHERE seq > 9",
        f"UPDATE audit_head SET seq = 9, hash = '{anchors[9]}'",
    )
    for _ in range(3):
        with chain.acting(actor_id=1, actor="A", workstation="", at=AT) as write:
            write.record("invented", "request", 1)
    assert found(chain) is None
    assert found(chain, {ENTRIES: anchors[ENTRIES]}) == Broken(ENTRIES, Fault.CHANGED)


def test_a_changed_head_is_noticed(chain):
    tamper(chain, "UPDATE audit_head SET hash = 'h'")
    assert found(chain) == Broken(ENTRIES, Fault.CHANGED)


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module", params=stores.KINDS)
def trail(request, tmp_path_factory) -> Iterator[Store]:
    """Return a store of each kind, shared by every example."""
    with stores.opened(request, tmp_path_factory.mktemp("trail")) as store:
        yield store


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(values=st.dictionaries(_TEXT, _VALUES, max_size=4))
def test_whatever_is_recorded_comes_back_fitting_its_hash(trail, values):
    with trail.acting(actor_id=1, actor="A", workstation="", at=AT) as write:
        write.record("act", "request", 1, after=values)
    with trail.reading() as session:
        assert audit.check(session) is None
