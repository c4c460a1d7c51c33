"""Encryption at rest: what opens a store, what does not, and how one gets back in (SE4)."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dolsdesk import config, paths
from dolsdesk.config import Protection
from dolsdesk.domain.staff import Role
from dolsdesk.errors import DeskError, Refused, SchemaTooNew, StoreDamaged, StoreLocked, Unavailable
from dolsdesk.services import keys, opening
from dolsdesk.store import audit
from tests.support.profiles import CLOCK, PASSPHRASE, made

STORE_ID = "0a1b2c3d4e5f"


@pytest.fixture
def store(tmp_path):
    return tmp_path / "dolsdesk.db"


@pytest.fixture
def new(store):
    return keys.create(store, STORE_ID, Protection.PASSPHRASE, passphrase=PASSPHRASE)


def code_of(work) -> str:
    with pytest.raises(DeskError) as refused:
        work()
    return refused.value.code


def change(store, **values) -> None:
    path = paths.key_file(store)
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def test_the_passphrase_opens(store, new):
    assert keys.unlock(store, passphrase=PASSPHRASE) == new.key
    assert len(new.key) == 32


def test_the_recovery_key_opens(store, new):
    assert keys.unlock(store, recovery=new.recovery) == new.key


@pytest.mark.parametrize(
    "typed",
    [str.lower, lambda key: key.replace("-", ""), lambda key: key.replace("-", " "),
     lambda key: f"  {key}\n", lambda key: key.replace("0", "O").replace("1", "l")],
)  # fmt: skip
def test_the_recovery_key_opens_however_it_is_typed(store, new, typed):
    assert keys.unlock(store, recovery=typed(new.recovery)) == new.key


def test_the_recovery_key_is_made_of_seven_groups_of_four(new):
    groups = new.recovery.split("-")
    assert [len(group) for group in groups] == [4] * 7


def test_a_wrong_passphrase_is_told_from_a_missing_one(store, new):
    assert code_of(lambda: keys.unlock(store)) == "PASSPHRASE_NEEDED"
    assert code_of(lambda: keys.unlock(store, passphrase="")) == "PASSPHRASE_NEEDED"
    assert code_of(lambda: keys.unlock(store, passphrase="Correct horse battery")) == (
        "PASSPHRASE_WRONG"
    )


@pytest.mark.parametrize("at", [0, 7, 20, 33])
def test_one_wrong_letter_of_the_recovery_key_is_noticed_before_it_is_tried(store, new, at):
    letter = "X" if new.recovery[at] != "X" else "Y"
    typed = new.recovery[:at] + letter + new.recovery[at + 1 :]
    assert code_of(lambda: keys.unlock(store, recovery=typed)) == "RECOVERY_MISTYPED"


@pytest.mark.parametrize("typed", ["x", "-", "ABCD", "A" * 500, "é" * 28])
def test_what_is_no_recovery_key_is_said_to_be_mistyped(store, new, typed):
    assert code_of(lambda: keys.unlock(store, recovery=typed)) == "RECOVERY_MISTYPED"


def test_the_recovery_key_of_another_store_does_not_open(store, new, tmp_path):
    other = keys.create(tmp_path / "other.db", "ffff", Protection.PASSPHRASE, passphrase=PASSPHRASE)
    assert code_of(lambda: keys.unlock(store, recovery=other.recovery)) == "RECOVERY_WRONG"


def test_a_passphrase_may_be_typed_with_composed_or_with_combining_letters(store):
    new = keys.create(store, STORE_ID, Protection.PASSPHRASE, passphrase="café crème brûlée")
    assert keys.unlock(store, passphrase="cafe\u0301 cre\u0300me bru\u0302le\u0301e") == new.key


@pytest.mark.parametrize("passphrase", [None, "", "short", "x" * (keys.SHORTEST - 1)])
def test_a_short_passphrase_is_refused_and_leaves_no_key_file(store, passphrase):
    assert (
        code_of(lambda: keys.create(store, STORE_ID, Protection.PASSPHRASE, passphrase=passphrase))
        == "PASSPHRASE_SHORT"
    )
    assert not paths.key_file(store).exists()


def test_the_key_file_tells_neither_key_nor_passphrase_and_is_for_us_alone(store, new):
    path = paths.key_file(store)
    held = path.read_text()
    assert PASSPHRASE not in held
    assert new.key.hex() not in held
    assert new.recovery not in held
    assert path.stat().st_mode & 0o077 == 0
    assert repr(new.key) not in repr(new)
    assert new.recovery not in repr(new)


def test_no_two_stores_have_the_same_key(store, new, tmp_path):
    again = keys.create(tmp_path / "b.db", STORE_ID, Protection.PASSPHRASE, passphrase=PASSPHRASE)
    assert again.key != new.key
    assert again.recovery != new.recovery


def test_a_key_file_put_beside_another_store_is_of_no_use(store, new):
    change(store, store_id="ffff")
    assert code_of(lambda: keys.unlock(store, passphrase=PASSPHRASE)) == "PASSPHRASE_WRONG"


def test_a_store_without_a_key_file_is_not_encrypted(store):
    assert keys.unlock(store) is None
    assert keys.protection_of(store) is Protection.NONE


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff", b"[]", b"{}", b'{"format": 1}', b'{"format": 1, "protection": "magic"}',
     b'{"format": "one", "protection": "passphrase", "store_id": "x"}',
     b'{"format": 1, "protection": "passphrase", "store_id": "x", "passphrase": {"salt": "!"}}',
     b'{"format": 1, "protection": "passphrase", "store_id": "x", "passphrase": 7}',
     b'{"format": 1, "protection": "passphrase", "store_id": "x"}'],
)  # fmt: skip
def test_a_damaged_key_file_is_said_to_be_damaged(store, content):
    paths.key_file(store).write_bytes(content)
    with pytest.raises(StoreDamaged) as refused:
        keys.unlock(store, passphrase=PASSPHRASE)
    assert refused.value.code == "KEY_FILE_DAMAGED"


def test_a_key_file_that_asks_for_all_the_memory_there_is_is_refused(store, new):
    held = json.loads(paths.key_file(store).read_text())["passphrase"]
    change(store, passphrase={**held, "memory_kib": 2**30})
    assert code_of(lambda: keys.unlock(store, passphrase=PASSPHRASE)) == "KEY_FILE_DAMAGED"


def test_a_key_file_of_a_newer_dolsdesk_is_refused(store, new):
    change(store, format=2)
    with pytest.raises(SchemaTooNew):
        keys.unlock(store, passphrase=PASSPHRASE)


def test_the_keyring_opens_without_a_word(store, memory_keyring):
    new = keys.create(store, STORE_ID, Protection.KEYRING)
    assert memory_keyring.held == {("dolsdesk", STORE_ID): new.key.hex()}
    assert keys.unlock(store) == new.key
    assert keys.protection_of(store) is Protection.KEYRING


def test_a_lost_keyring_is_not_the_end(store, memory_keyring):
    new = keys.create(store, STORE_ID, Protection.KEYRING)
    memory_keyring.held.clear()
    assert code_of(lambda: keys.unlock(store)) == "KEYRING_LOST"
    key = keys.unlock(store, recovery=new.recovery)
    keys.remember(store, key)
    assert keys.unlock(store) == new.key


def test_a_computer_without_a_keyring_says_so_and_leaves_no_key_file(store, no_keyring):
    with pytest.raises(Unavailable) as refused:
        keys.create(store, STORE_ID, Protection.KEYRING)
    assert refused.value.code == "KEYRING_NONE"
    assert not paths.key_file(store).exists()


def test_something_else_in_the_keyring_is_no_key(store, memory_keyring):
    keys.create(store, STORE_ID, Protection.KEYRING)
    memory_keyring.held["dolsdesk", STORE_ID] = "not hexadecimal"
    assert code_of(lambda: keys.unlock(store)) == "KEYRING_LOST"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_no_text_whatever_passes_for_a_recovery_key(typed):
    with pytest.raises(StoreLocked):
        keys._checked(typed)


# On an open desk


@pytest.fixture
def encrypted(tmp_path):
    done = made(tmp_path, encrypted=True)
    yield done
    done.desk.close()


def test_a_changed_passphrase_opens_and_the_old_one_does_not(encrypted, tmp_path):
    ctx = encrypted.desk.context(encrypted.member)
    keys.change_passphrase(ctx, passphrase=PASSPHRASE, new="another long one")
    encrypted.desk.close()
    with pytest.raises(StoreLocked):
        opening.open_profile(tmp_path, CLOCK, passphrase=PASSPHRASE)
    again = opening.open_profile(tmp_path, CLOCK, passphrase="another long one")
    with again.store.reading() as session:
        assert [entry.action for entry in audit.entries(session)][-1] == "change_passphrase"
    again.close()


def test_a_forgotten_passphrase_can_be_replaced_with_the_recovery_key(encrypted, tmp_path):
    ctx = encrypted.desk.context(encrypted.member)
    keys.change_passphrase(ctx, recovery=encrypted.recovery, new="another long one")
    store = paths.store_file(tmp_path)
    assert keys.unlock(store, passphrase="another long one")
    assert keys.unlock(store, recovery=encrypted.recovery)


@pytest.mark.parametrize(
    ("old", "fresh", "code"),
    [
        ("wrong passphrase", "another long one", "PASSPHRASE_WRONG"),
        (PASSPHRASE, "short", "PASSPHRASE_SHORT"),
    ],
)
def test_a_passphrase_that_cannot_be_changed_stays(encrypted, tmp_path, old, fresh, code):
    ctx = encrypted.desk.context(encrypted.member)
    assert code_of(lambda: keys.change_passphrase(ctx, passphrase=old, new=fresh)) == code
    assert keys.unlock(paths.store_file(tmp_path), passphrase=PASSPHRASE)


def test_a_new_recovery_key_takes_the_place_of_the_old_one(encrypted, tmp_path):
    ctx = encrypted.desk.context(encrypted.member)
    fresh = keys.renew_recovery(ctx, passphrase=PASSPHRASE).value
    store = paths.store_file(tmp_path)
    assert code_of(lambda: keys.unlock(store, recovery=encrypted.recovery)) == "RECOVERY_WRONG"
    assert keys.unlock(store, recovery=fresh) == keys.unlock(store, passphrase=PASSPHRASE)
    with encrypted.desk.store.reading() as session:
        entry = list(audit.entries(session))[-1]
    assert (entry.action, entry.actor) == ("renew_recovery_key", "Ada Min")
    assert fresh not in f"{entry.before}{entry.after}{entry.reason}"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"passphrase": "wrong passphrase"}, "PASSPHRASE_WRONG"),
        ({"recovery": "ABCD-EFGH"}, "RECOVERY_MISTYPED"),
        ({}, "PASSPHRASE_NEEDED"),
    ],
)
def test_the_recovery_key_stays_where_the_store_is_not_opened_with_what_was_typed(
    encrypted, tmp_path, given, code
):
    ctx = encrypted.desk.context(encrypted.member)
    assert code_of(lambda: keys.renew_recovery(ctx, **given)) == code
    assert keys.unlock(paths.store_file(tmp_path), recovery=encrypted.recovery)


def test_whoever_does_not_manage_the_desk_makes_no_recovery_key(encrypted, tmp_path):
    member = replace(encrypted.member, roles=frozenset({Role.ADMINISTRATOR}))
    ctx = encrypted.desk.context(member)
    assert code_of(lambda: keys.renew_recovery(ctx, passphrase=PASSPHRASE)) == "NOT_PERMITTED"
    assert keys.unlock(paths.store_file(tmp_path), recovery=encrypted.recovery)


def test_a_store_in_the_keyring_can_be_given_a_passphrase(tmp_path, memory_keyring):
    done = made(tmp_path, protection=Protection.KEYRING)
    keys.change_passphrase(done.desk.context(done.member), new="another long one")
    done.desk.close()
    assert memory_keyring.held == {}
    assert keys.protection_of(paths.store_file(tmp_path)) is Protection.PASSPHRASE
    opening.open_profile(tmp_path, CLOCK, passphrase="another long one").close()


def test_a_plain_store_has_no_passphrase_to_change(world):
    with pytest.raises(Refused) as refused:
        keys.change_passphrase(world.admin, new="another long one")
    assert refused.value.code == "STORE_NOT_ENCRYPTED"


# A server's password


def test_the_password_of_a_server_goes_into_the_keyring_and_comes_back(memory_keyring):
    url = "postgresql://ada:p%40ss%2Fword@db.example:5432/desk?sslmode=require"
    bare = keys.without_password(url)
    assert bare == "postgresql://ada@db.example:5432/desk?sslmode=require"
    assert keys.with_password(bare) == url


def test_a_url_without_a_password_is_left_as_it_is(memory_keyring):
    for url in ("postgresql://ada@db.example/desk", "postgresql:///desk?host=/tmp"):
        assert keys.without_password(url) == url
        assert keys.with_password(url) == url
    assert memory_keyring.held == {}


def test_a_password_with_no_keyring_to_keep_it_is_refused(no_keyring):
    with pytest.raises(Unavailable):
        keys.without_password("postgresql://ada:secret@db.example/desk")
    assert keys.with_password("postgresql://ada@db.example/desk") == (
        "postgresql://ada@db.example/desk"
    )


def test_settings_never_hold_a_passphrase(tmp_path, encrypted):
    assert PASSPHRASE not in (tmp_path / config.NAME).read_text()
