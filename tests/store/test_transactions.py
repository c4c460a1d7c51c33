"""What a store promises about writing, on every database alike."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from dolsdesk.domain.fees import FeeKind, Rate
from dolsdesk.domain.people import Gender
from dolsdesk.errors import AlreadyExists, DatabaseBusy, DatabaseGone, StaleRecord
from dolsdesk.store import audit
from dolsdesk.store.engine import open_engine, writing
from dolsdesk.store.handle import Location, Store
from dolsdesk.store.repos import counters as counters_repo
from dolsdesk.store.repos import rates as rates_repo
from dolsdesk.store.repos import settings as settings_repo
from dolsdesk.store.tables.drafts import DraftRow
from dolsdesk.store.tables.people import ContactRow, PersonRow
from dolsdesk.store.tables.settings import SettingRow
from dolsdesk.store.tables.staff import StaffRow
from dolsdesk.store.uow import Unaudited, write_scope
from tests.support.stores import copied

#: The append-only tables, each with a column of it.
KEPT = {
    "audit_entry": "seq", "case_event": "id", "document": "id", "document_bytes": "document_id",
    "assessor_rate": "id",
}  # fmt: skip

AT = datetime(2026, 11, 23, 9, 30, 15, 123456, tzinfo=UTC)


def act(store: Store, work, *, action: str = "try", at: datetime = AT) -> None:
    with store.acting(actor_id=1, actor="Ada Min", workstation="PC", at=at) as write:
        work(write.session)
        write.record(action, "setting", None)


def set_one(store: Store, key: str, value: str) -> None:
    act(store, lambda session: settings_repo.write(session, {key: value}))


def a_person(**values) -> PersonRow:
    record = {"ref": "P1", "family_name": "Doe", "name_key": "doe", "gender": Gender.FEMALE}
    return PersonRow(**{**record, **values})


def test_an_act_that_ends_well_is_kept_with_its_audit_entry(any_store):
    set_one(any_store, "colour", "blue")
    with any_store.reading() as session:
        assert settings_repo.read(session) == {"colour": "blue"}
        [entry] = audit.entries(session)
        assert (entry.seq, entry.actor, entry.action, entry.at) == (1, "Ada Min", "try", AT)
        assert audit.check(session) is None


def test_an_act_that_fails_leaves_nothing_not_even_its_audit_entry(any_store):
    def fail(session):
        settings_repo.write(session, {"colour": "blue"})
        raise RuntimeError

    with pytest.raises(RuntimeError):
        act(any_store, fail)
    with any_store.reading() as session:
        assert settings_repo.read(session) == {}
        assert list(audit.entries(session)) == []


def test_a_write_that_nobody_recorded_is_refused_and_undone(any_store):
    def unrecorded():
        with any_store.acting(actor_id=1, actor="A", workstation="", at=AT) as write:
            settings_repo.write(write.session, {"colour": "blue"})

    with pytest.raises(Unaudited):
        unrecorded()
    with any_store.reading() as session:
        assert settings_repo.read(session) == {}


def test_housekeeping_needs_no_audit_entry(any_store):
    with any_store.acting(actor_id=1, actor="A", workstation="", at=AT) as write:
        write.housekeeping()
        settings_repo.write(write.session, {"colour": "blue"})
    with any_store.reading() as session:
        assert settings_repo.read(session) == {"colour": "blue"}
        assert list(audit.entries(session)) == []


def test_whatever_is_done_in_a_reading_scope_is_rolled_back(any_store):
    with any_store.reading() as session:
        session.add(SettingRow(key="colour", value="blue"))
        session.flush()
    with any_store.reading() as session:
        assert settings_repo.read(session) == {}


def test_a_reading_scope_sees_one_moment_throughout(any_store):
    set_one(any_store, "colour", "blue")
    with any_store.reading() as session:
        assert settings_repo.read(session)["colour"] == "blue"
        set_one(any_store, "colour", "red")
        session.expire_all()
        assert settings_repo.read(session)["colour"] == "blue"
    with any_store.reading() as session:
        assert settings_repo.read(session)["colour"] == "red"


def test_a_missing_parent_is_refused_because_foreign_keys_are_on(any_store):
    orphan = ContactRow(person_id=999, name="Nobody", role="family")
    with pytest.raises(IntegrityError):
        act(any_store, lambda session: session.add(orphan))


def test_a_value_outside_the_enumeration_is_refused_by_the_database_itself(any_store):
    act(any_store, lambda session: session.add(a_person()))
    with pytest.raises(IntegrityError):
        act(any_store, lambda session: session.execute(text("UPDATE person SET gender = 'other!'")))


def test_an_enumeration_is_stored_by_value(any_store):
    act(any_store, lambda session: session.add(a_person()))
    with any_store.reading() as session:
        assert session.scalar(text("SELECT gender FROM person")) == Gender.FEMALE.value
        assert session.scalars(select(PersonRow)).one().gender is Gender.FEMALE


def test_the_same_reference_twice_is_said_to_exist_already(any_store):
    act(any_store, lambda session: session.add(a_person()))
    with pytest.raises(AlreadyExists) as refused:
        act(any_store, lambda session: session.add(a_person(family_name="Roe")))
    assert refused.value.code == "ALREADY_EXISTS"


def test_an_instant_comes_back_as_the_same_instant_in_utc(any_store):
    summer = timezone(timedelta(hours=1))
    written = datetime(2026, 6, 2, 0, 30, 0, 999999, tzinfo=summer)
    act(any_store, lambda session: session.add(StaffRow(name="A", roles=[])))
    draft = DraftRow(staff_id=1, kind="k", subject="", payload={}, updated_at=written)
    act(any_store, lambda session: session.add(draft))
    with any_store.reading() as session:
        found = session.scalars(select(DraftRow.updated_at)).one()
    assert found == written
    assert found.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused(any_store):
    draft = DraftRow(
        staff_id=1, kind="k", subject="", payload={}, updated_at=AT.replace(tzinfo=None)
    )
    with pytest.raises(Exception, match="time zone"):
        act(any_store, lambda session: session.add(draft))


def test_a_row_that_moved_on_since_it_was_read_cannot_be_written_over(any_store):
    act(any_store, lambda session: session.add(a_person()))
    with any_store.reading() as session:
        seen = session.scalars(select(PersonRow)).one()
        session.expunge(seen)

    def rename(session):
        session.scalars(select(PersonRow)).one().given_names = "Jane"

    act(any_store, rename)

    def overwrite(session):
        session.add(seen)
        seen.given_names = "Joan"

    with pytest.raises(StaleRecord):
        act(any_store, overwrite)
    with any_store.reading() as session:
        assert session.scalars(select(PersonRow.given_names)).one() == "Jane"


def test_what_is_kept_for_ever_can_be_neither_changed_nor_deleted(any_world):
    any_world.whole_way()
    store = any_world.desk.store
    rate = Rate(FeeKind.REVIEW, 9000, AT.date())
    act(store, lambda session: rates_repo.add(session, any_world.bia, rate))
    for table, column in KEPT.items():
        for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match="append-only"):
                act(store, lambda session, told=statement: session.execute(text(told)))


def test_writers_in_many_threads_queue_and_none_is_turned_away(any_store):
    """Each reads before it writes, which an ordinary SQLite transaction would not survive."""
    threads, rounds = 6, 8
    act(any_store, lambda session: counters_repo.next_number(session, "n"))
    faults = []

    def work():
        try:
            for _ in range(rounds):
                act(any_store, lambda session: counters_repo.next_number(session, "n"))
        except Exception as fault:  # noqa: BLE001  (whatever it is, the test shall name it)
            faults.append(fault)

    running = [threading.Thread(target=work) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert faults == []
    with any_store.reading() as session:
        assert session.scalar(text("SELECT last FROM counter")) == threads * rounds + 1
        assert audit.count(session) == threads * rounds + 1
        assert audit.check(session) is None


def test_the_first_number_of_a_counter_is_given_out_once_only(any_store):
    given = []
    ready = threading.Barrier(4)

    def work():
        ready.wait()
        act(any_store, lambda session: given.append(counters_repo.next_number(session, "new")))

    running = [threading.Thread(target=work) for _ in range(4)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert sorted(given) == [1, 2, 3, 4]


def test_a_writer_who_waits_longer_than_the_timeout_is_told_that_the_store_is_busy(any_store):
    impatient = open_engine(any_store.location, busy_timeout_ms=100)
    second = write_scope(impatient, actor_id=2, actor="B", workstation="", at=AT)
    try:
        with any_store.acting(actor_id=1, actor="A", workstation="", at=AT) as write:
            write.housekeeping()
            with pytest.raises(DatabaseBusy) as busy:
                second.__enter__()
    finally:
        impatient.dispose()
    assert busy.value.code == "DATABASE_BUSY"


def test_readers_go_on_while_somebody_writes(any_store):
    set_one(any_store, "colour", "blue")
    with any_store.acting(actor_id=1, actor="A", workstation="", at=AT) as write:
        settings_repo.write(write.session, {"colour": "red"})
        write.session.flush()
        with any_store.reading() as session:
            assert settings_repo.read(session)["colour"] == "blue"
        write.record("try", "setting", None)


def test_every_connection_to_a_file_is_prepared(store_template, tmp_path):
    store = copied(store_template, tmp_path)
    with Session(writing(store.engine)) as session:
        told = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("foreign_keys", "journal_mode", "synchronous", "temp_store")
        }
    store.close()
    assert told == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "temp_store": 2}


def test_a_store_whose_file_vanished_is_not_made_anew(store_template, tmp_path):
    store = copied(store_template, tmp_path)
    path = store.location.path
    path.unlink()
    with pytest.raises(DatabaseGone):
        set_one(store, "colour", "blue")
    store.close()
    assert not path.exists()


def test_repr_of_a_location_tells_neither_key_nor_password():
    told = repr(Location(url="postgresql://a:secret@b/c", key=b"k" * 32))
    assert "secret" not in told
    assert "kkkk" not in told
