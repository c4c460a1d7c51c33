"""Checking the audit chain against backups, and projecting every case anew (SE3, TI4)."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from dolsdesk import config, paths
from dolsdesk.clock import FixedClock
from dolsdesk.domain.audit import Broken, Fault
from dolsdesk.domain.changes import Listing
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import admin, backup, worklist
from dolsdesk.services.worklist import Bucket, Query
from dolsdesk.store import audit
from dolsdesk.store.handle import Store
from tests.support.desk import World, a_person, open_copy


@pytest.fixture
def profile(store_template, tmp_path):
    """Return a profile with an open desk and a few cases."""
    world = World(open_copy(store_template, tmp_path))
    config.save(tmp_path, config.MachineSettings(store=str(tmp_path / "desk.db")))
    world.a_case(urgent=True)
    world.whole_way()
    yield world
    world.close()


def tamper(store: Store, *statements: str) -> None:
    with store.acting(
        actor_id=1, actor="A", workstation="", at=FixedClock.at(date(2026, 1, 1)).now()
    ) as write:
        write.housekeeping()
        for statement in statements:
            write.session.execute(text(statement))


def untriggered(store: Store) -> None:
    tamper(store, "DROP TRIGGER audit_entry_no_update", "DROP TRIGGER audit_entry_no_delete")


def note(world: World) -> None:
    world.a_case(person=a_person(family_name="Roe"))


def cut(store: Store, seq: int) -> None:
    """Cut the chain off after an entry so well that the store itself does not show it."""
    with store.reading() as session:
        last = next(entry for entry in audit.entries(session) if entry.seq == seq)
    untriggered(store)
    tamper(
        store,
        f"DELETE FROM audit_entry WHERE seq > {seq}",
        f"UPDATE audit_head SET seq = {seq}, hash = '{last.hash}'",
    )


def test_a_whole_chain_is_reported_with_its_length_and_end(any_world):
    any_world.a_case()
    report = admin.verify_audit(any_world.desk)
    with any_world.desk.store.reading() as session:
        *_, last = audit.entries(session)
    assert report.is_whole
    assert (report.count, report.head) == (last.seq, last.hash)
    assert report.anchor_count == 0


def test_the_first_broken_entry_is_named(profile):
    untriggered(profile.desk.store)
    tamper(profile.desk.store, "UPDATE audit_entry SET actor = 'Somebody' WHERE seq = 4")
    assert admin.verify_audit(profile.desk).broken == Broken(4, Fault.CHANGED)


def test_a_chain_cut_off_without_a_trace_is_found_out_by_a_backup(profile):
    made = backup.run(profile.admin).value.backup
    assert admin.verify_audit(profile.desk).anchor_count == 1
    cut(profile.desk.store, made.audit_seq - 3)
    report = admin.verify_audit(profile.desk)
    assert report.broken == Broken(made.audit_seq - 2, Fault.CUT)


def test_the_end_noted_in_a_backup_counts_after_the_backup_itself_has_gone(profile, tmp_path):
    made = backup.run(profile.admin).value.backup
    (tmp_path / "backups" / made.name).unlink()
    cut(profile.desk.store, made.audit_seq - 3)
    assert not admin.verify_audit(profile.desk).is_whole


def test_a_further_folder_of_backups_is_asked_too(profile, tmp_path):
    second = tmp_path / "share"
    second.mkdir()
    made = backup.run(profile.admin, second=second).value.backup
    (tmp_path / "backups" / "manifest.json").unlink()
    cut(profile.desk.store, made.audit_seq - 3)
    assert admin.verify_audit(profile.desk).is_whole
    assert not admin.verify_audit(profile.desk, [second]).is_whole


def test_backups_of_another_store_do_not_count(profile, tmp_path):
    backup.run(profile.admin)
    path = tmp_path / "backups" / "manifest.json"
    held = json.loads(path.read_text())
    held["anchors"][0] |= {"store_id": "ffff", "seq": 9_999}
    path.write_text(json.dumps(held))
    report = admin.verify_audit(profile.desk)
    assert report.is_whole
    assert report.anchor_count == 0


def restored(world: World, made: backup.Backup) -> World:
    profile = world.desk.store.location.path.parent
    world.close()
    world.desk.clock.move(minutes=5)
    done = backup.restore(profile, paths.backup_folder(profile / "x") / made.name, world.desk.clock)
    world.desk = replace(done.desk, clock=world.desk.clock)
    return world


def test_a_restored_backup_does_not_make_the_later_ones_look_like_a_cut_chain(profile):
    first = backup.run(profile.admin).value.backup
    note(profile)
    profile.desk.clock.move(minutes=5)
    backup.run(profile.admin)
    restored(profile, first)
    report = admin.verify_audit(profile.desk)
    assert report.is_whole
    assert [one.backup for one in report.restorings] == [first.name]
    note(profile)
    profile.desk.clock.move(minutes=5)
    third = backup.run(profile.admin).value.backup
    assert admin.verify_audit(profile.desk).is_whole
    cut(profile.desk.store, third.audit_seq - 2)
    assert admin.verify_audit(profile.desk).broken == Broken(third.audit_seq - 1, Fault.CUT)


def test_an_older_end_still_counts_after_a_restore(profile):
    first = backup.run(profile.admin).value.backup
    note(profile)
    profile.desk.clock.move(minutes=5)
    restored(profile, backup.run(profile.admin).value.backup)
    cut(profile.desk.store, first.audit_seq - 1)
    assert not admin.verify_audit(profile.desk).is_whole


@pytest.mark.parametrize("value", ["[1]", "{}", "broken", ""])
def test_a_restore_entry_that_was_tampered_with_is_named_and_no_obstacle(profile, value):
    made = backup.run(profile.admin).value.backup
    restored(profile, made)
    untriggered(profile.desk.store)
    tamper(profile.desk.store, f"UPDATE audit_entry SET after = '{value}' WHERE action = 'restore'")
    assert admin.verify_audit(profile.desk).broken == Broken(made.audit_seq + 1, Fault.CHANGED)


# Recalculating


def summaries(world: World) -> list[object]:
    with world.desk.store.reading() as session:
        return list(session.execute(text("SELECT * FROM case_summary ORDER BY request_id")))


def last_action(world: World) -> audit.Entry:
    with world.desk.store.reading() as session:
        *_, last = audit.entries(session)
    return last


def test_recalculating_what_is_right_changes_nothing_and_is_not_audited(any_world):
    any_world.a_case(urgent=True)
    any_world.whole_way()
    before, last = summaries(any_world), last_action(any_world)
    for _ in range(2):
        outcome = admin.recalculate(any_world.admin)
        assert (outcome.value.count, outcome.value.moved) == (2, ())
        assert outcome.value.is_complete
        assert not outcome.changes
    assert summaries(any_world) == before
    assert last_action(any_world) == last


def test_a_date_that_moved_is_put_right_named_and_audited(profile):
    before = summaries(profile)
    tamper(
        profile.desk.store,
        "UPDATE case_summary SET due_on = '2020-01-01', edition = 'old' WHERE request_id = 1",
    )
    outcome = admin.recalculate(profile.admin)
    [moved] = outcome.value.moved
    assert (moved.request_id, moved.dates) == (1, ("due_on",))
    assert outcome.changes.cases == {1}
    assert Listing.WORKLIST in outcome.changes.lists
    assert summaries(profile) == before
    entry = last_action(profile)
    assert entry.action == "recalculate"
    assert "old" in entry.before["editions"]
    assert entry.after == {"edition": profile.admin.book.edition, "moved": [moved.ref]}
    assert admin.recalculate(profile.admin).value.moved == ()


def test_a_lost_summary_is_made_again_with_its_search_entry(profile):
    before = summaries(profile)
    tamper(profile.desk.store, "DELETE FROM case_summary", "DELETE FROM search_request")
    assert len(admin.recalculate(profile.admin).value.moved) == 2
    assert summaries(profile) == before
    assert worklist.page(profile.admin, Query(Bucket.ALL, words="lukasz")).total == 2


def test_another_local_target_moves_the_dates_that_hang_on_it_and_no_others(profile):
    rule = RuleId.PR_RENEWAL_PROMPT
    days = profile.admin.book.value(rule, on=date(2026, 11, 23)).amount
    before = {row.request_id: row for row in summaries(profile)}
    ctx = replace(profile.admin, book=profile.admin.book.with_policy({rule: days + 7}))
    [moved] = admin.recalculate(ctx).value.moved
    assert moved.dates == ("renewal_prompt_on",)
    after = {row.request_id: row for row in summaries(profile)}
    assert after[moved.request_id].renewal_prompt_on != before[moved.request_id].renewal_prompt_on
    assert after[moved.request_id].due_on == before[moved.request_id].due_on


@pytest.mark.parametrize("batch", [1, 2, 3, 100])
def test_batches_of_any_size_come_to_the_same(profile, batch):
    for number in range(4):
        profile.a_case(person=a_person(family_name=f"N{number}"), received_on=date(2026, 11, 20))
    before = summaries(profile)
    tamper(profile.desk.store, "DELETE FROM case_summary")
    told = []
    done = admin.recalculate(
        profile.admin, batch=batch, progress=lambda *progress: told.append(progress)
    )
    assert done.value.count == 6
    assert summaries(profile) == before
    assert told[-1] == (6, 6)
    assert [one for one, _ in told] == sorted(one for one, _ in told)


def test_it_can_be_stopped_between_batches_and_run_again(profile):
    for number in range(4):
        profile.a_case(person=a_person(family_name=f"N{number}"))
    before = summaries(profile)
    tamper(profile.desk.store, "DELETE FROM case_summary")
    asked = iter([False, False, True])
    stopped = admin.recalculate(profile.admin, batch=2, stop=lambda: next(asked))
    assert (stopped.value.count, stopped.value.is_complete) == (4, False)
    assert len(summaries(profile)) == 4
    assert admin.recalculate(profile.admin, batch=2).value.is_complete
    assert summaries(profile) == before


def test_the_trail_is_whole_afterwards(profile):
    tamper(profile.desk.store, "UPDATE case_summary SET due_on = '2020-01-01'")
    admin.recalculate(profile.admin, batch=1)
    assert admin.verify_audit(profile.desk).is_whole
