"""Damaged files: never opened as if they were sound, never touched (BK3)."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from dolsdesk import config
from dolsdesk.errors import DeskError
from dolsdesk.services import keys, opening
from dolsdesk.store.engine import Access, Location, raw_connection
from tests.support.desk import World, a_person, open_copy
from tests.support.profiles import CLOCK, PASSPHRASE, contents, made

PAGE = 4096
Damage = Callable[[bytearray, random.Random], bytes]

#: What a person may be told about a damaged file.
TOLD = {"STORE_DAMAGED", "STORE_NOT_A_DATABASE", "STORE_NOT_OURS", "SCHEMA_TOO_NEW"}


def flip(count: int) -> Damage:
    def damage(raw: bytearray, chance: random.Random) -> bytes:
        for _ in range(count):
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        return bytes(raw)

    return damage


def overwrite(length: int) -> Damage:
    def damage(raw: bytearray, chance: random.Random) -> bytes:
        at = chance.randrange(len(raw) - length)
        raw[at : at + length] = chance.randbytes(length)
        return bytes(raw)

    return damage


def cut(share: float) -> Damage:
    return lambda raw, _chance: bytes(raw[: int(len(raw) * share)])


def blank_page(raw: bytearray, chance: random.Random) -> bytes:
    at = chance.randrange(1, len(raw) // PAGE) * PAGE
    raw[at : at + PAGE] = bytes(PAGE)
    return bytes(raw)


def swap_pages(raw: bytearray, chance: random.Random) -> bytes:
    one, other = (at * PAGE for at in chance.sample(range(1, len(raw) // PAGE), 2))
    raw[one : one + PAGE], raw[other : other + PAGE] = (
        raw[other : other + PAGE],
        raw[one : one + PAGE],
    )
    return bytes(raw)


def other_header(header: bytes) -> Damage:
    return lambda raw, _chance: header + bytes(raw[len(header) :])


def nothing_but(content: bytes) -> Damage:
    return lambda _raw, _chance: content


DAMAGES: dict[str, Damage] = {
    **{f"flip-{count}-{n}": flip(count) for count in (1, 8, 60) for n in range(5)},
    **{
        f"overwrite-{length}-{n}": overwrite(length) for length in (16, 600, 9000) for n in range(3)
    },
    **{f"cut-{share}": cut(share) for share in (0.001, 0.05, 0.3, 0.5, 0.9, 0.99, 0.9999)},
    **{f"blank-page-{n}": blank_page for n in range(5)},
    **{f"swap-pages-{n}": swap_pages for n in range(5)},
    "header-empty": other_header(bytes(100)),
    "header-random": other_header(b"\x93\x17" * 50),
    "header-of-a-zip": other_header(b"PK\x03\x04"),
    "header-of-an-older-sqlite": other_header(b"** This file contains an SQLite 2.1 database **"),
    "header-with-another-page-size": other_header(b"SQLite format 3\x00\x02\x00"),
    "header-of-the-future": other_header(b"SQLite format 3\x00\x10\x00\x09\x09"),
    "zero-length": nothing_but(b""),
    "one-byte": nothing_but(b"S"),
    "only-a-header": nothing_but(b"SQLite format 3\x00"),
    "a-letter": nothing_but("Dear Ōkami,\n".encode() * 500),
    "random": nothing_but(random.Random(1).randbytes(40_000)),  # noqa: S311  (no secret)
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory, store_template) -> Path:
    """Return a plain store with a few cases, closed."""
    folder = tmp_path_factory.mktemp("sound")
    world = World(open_copy(store_template, folder))
    for number in range(6):
        world.a_case(person=a_person(family_name=f"N{number}"), purpose="Care. " * 200)
    world.whole_way()
    world.close()
    return folder / "desk.db"


@pytest.fixture(scope="module")
def sound_encrypted(tmp_path_factory) -> Path:
    """Return the profile of an encrypted store, closed."""
    profile = tmp_path_factory.mktemp("encrypted")
    made(profile, encrypted=True).desk.close()
    return profile


def spoilt(path: Path, damage: Damage, name: str) -> bytes:
    """Damage a file and return what is in it now."""
    chance = random.Random(name)  # noqa: S311  (no secret)
    content = damage(bytearray(path.read_bytes()), chance)
    path.write_bytes(content)
    return content


def is_broken(path: Path) -> bool:
    """Return whether SQLite itself finds the structure of a file broken."""
    try:
        raw = raw_connection(path, None, access=Access.LOOK_AT_COPY)
        try:
            found = raw.execute("PRAGMA integrity_check").fetchone()[0]
            orphan = raw.execute("PRAGMA foreign_key_check").fetchone()
            return found != "ok" or orphan is not None
        finally:
            raw.close()
    except (sqlite3.Error, UnicodeDecodeError):
        return True


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_store_is_not_opened_and_not_touched(name, sound, tmp_path):
    shutil.copy(sound, tmp_path / "dolsdesk.db")
    path = tmp_path / "dolsdesk.db"
    content = spoilt(path, DAMAGES[name], name)
    told = told_on_opening(tmp_path)
    assert told in TOLD or not is_broken(path)
    assert told in {"", *TOLD}
    assert contents(tmp_path) == ["dolsdesk.db"]
    assert path.read_bytes() == content


def told_on_opening(profile: Path) -> str:
    """Return what a person is told; nothing where the store opens.

    It may open if what changed is inside somebody's words, which only encryption notices.
    """
    try:
        opening.open_profile(profile, CLOCK).close()
    except DeskError as fault:
        return fault.code
    return ""


def test_most_of_these_damages_touch_the_structure(sound, tmp_path):
    """So that the test above would notice if nothing were ever refused."""
    refused = 0
    for name, damage in DAMAGES.items():
        path = tmp_path / f"{name}.db"
        shutil.copy(sound, path)
        spoilt(path, damage, name)
        refused += is_broken(path)
    assert len(DAMAGES) >= 50
    assert refused > len(DAMAGES) * 0.6


@pytest.mark.parametrize("name", [one for one in DAMAGES if not one.startswith("header")])
def test_any_damage_to_an_encrypted_store_is_noticed(name, sound_encrypted, tmp_path):
    """Every page carries a code that no flipped bit fits."""
    profile = tmp_path / "profile"
    shutil.copytree(sound_encrypted, profile)
    path = profile / "dolsdesk.db"
    (profile / config.NAME).unlink()
    content = spoilt(path, DAMAGES[name], name)
    listed = contents(profile)
    key = keys.unlock(path, passphrase=PASSPHRASE)
    with pytest.raises(DeskError) as refused:
        opening.examine(Location(path, key=key))
    assert refused.value.code == "STORE_DAMAGED"
    assert path.read_bytes() == content
    assert contents(profile) == listed


def cut_off(path: Path) -> tuple[bytes, bytes]:
    """Leave a store as a desk that was killed does; return the file and its journal."""
    raw = raw_connection(path, None, access=Access.WRITE)
    raw.execute("UPDATE setting SET value = value || '!'")
    raw.commit()
    base, journal = path.read_bytes(), journal_of(path).read_bytes()
    raw.close()
    path.write_bytes(base)
    journal_of(path).write_bytes(journal)
    return base, journal


def journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


@pytest.mark.parametrize("at", [40, 60, 200, 900])
def test_a_damaged_journal_costs_no_more_than_what_it_held(sound, tmp_path, at):
    """A desk was killed with its last act in the journal, and the journal was damaged after."""
    path = tmp_path / "dolsdesk.db"
    shutil.copy(sound, path)
    _, journal = cut_off(path)
    spoilt_journal = bytearray(journal)
    spoilt_journal[at] ^= 0xFF
    journal_of(path).write_bytes(spoilt_journal)
    desk = opening.open_profile(tmp_path, CLOCK)
    assert desk.settings()["council_name"].startswith("Norchester City Council")
    desk.close()


def test_what_a_killed_desk_left_in_the_journal_is_found_again(sound, tmp_path):
    path = tmp_path / "dolsdesk.db"
    shutil.copy(sound, path)
    cut_off(path)
    desk = opening.open_profile(tmp_path, CLOCK)
    assert desk.settings()["council_name"] == "Norchester City Council!"
    desk.close()


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def an_index_blanked(content: bytes) -> bytes:
    """Blank one page that the journal does not hold anew."""
    with sqlite3.connect(":memory:") as connection:
        connection.deserialize(content.replace(b"\x10\x00\x02\x02", b"\x10\x00\x01\x01", 1))
        page = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_person_name_key'"
        ).fetchone()[0]
    connection.close()
    at = (page - 1) * PAGE
    return content[:at] + bytes(PAGE) + content[at + PAGE :]


@pytest.mark.parametrize("damage", [half, an_index_blanked])
def test_neither_a_damaged_store_nor_the_journal_beside_it_is_touched(damage, sound, tmp_path):
    """SQLite itself would write the journal into the file when the file is closed again."""
    path = tmp_path / "dolsdesk.db"
    shutil.copy(sound, path)
    base, journal = cut_off(path)
    path.write_bytes(damage(base))
    with pytest.raises(DeskError) as refused:
        opening.open_profile(tmp_path, CLOCK)
    assert refused.value.code == "STORE_DAMAGED"
    assert path.read_bytes() == damage(base)
    assert journal_of(path).read_bytes() == journal


def test_an_emptied_store_keeps_the_journal_beside_it(sound, tmp_path):
    """SQLite itself throws a journal away when the file beside it is empty."""
    path, journal = tmp_path / "dolsdesk.db", tmp_path / "dolsdesk.db-wal"
    path.write_bytes(b"")
    journal.write_bytes(b"the last acts")
    with pytest.raises(DeskError):
        opening.open_profile(tmp_path, CLOCK)
    assert journal.read_bytes() == b"the last acts"


def other_tables(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE contacts (name)")
    connection.commit()
    connection.close()


def no_tables(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 3")
    connection.close()


def no_version(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM alembic_version")
    connection.commit()
    connection.close()


def no_audit_head(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE audit_head")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("make", [other_tables, no_tables, no_version, no_audit_head])
def test_a_database_that_is_no_store_of_ours_is_not_opened(make, sound, tmp_path):
    path = tmp_path / "dolsdesk.db"
    if make in {no_version, no_audit_head}:
        shutil.copy(sound, path)
    make(path)
    before = path.read_bytes()
    with pytest.raises(DeskError) as refused:
        opening.open_profile(tmp_path, CLOCK)
    assert refused.value.code in TOLD
    assert path.read_bytes() == before
