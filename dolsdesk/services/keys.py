"""Encryption at rest (SE4): one random key a store, and the ways to get at it.

The store itself is encrypted with a random 256-bit key. Beside it lies a key file that holds this
key wrapped: by a passphrase, and by a recovery key that is shown once, when the store is made.
With the operating system's keyring the key lies there instead of under a passphrase. A new
passphrase therefore never touches the store, and every backup takes the key file along.

Passphrases are stretched with argon2id (RFC 9106, second recommended option); keys are wrapped
with AES-256-GCM, bound to the id of the store.
"""

import base64
import binascii
import hashlib
import json
import os
import secrets
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from dolsdesk import paths
from dolsdesk.config import Protection
from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused, SchemaTooNew, StoreDamaged, StoreLocked, Unavailable
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.store.backup import flush
from dolsdesk.store.faults import translated

FORMAT = 1
#: The shortest passphrase that is taken: three random words are longer.
SHORTEST = 12

_SERVICE = "dolsdesk"
_KEY_BYTES = 32
_SALT_BYTES = 16
_NONCE_BYTES = 12
#: More than this a key file may not ask of us, whoever wrote it.
_MOST_TIME, _MOST_MEMORY_KIB = 20, 1024 * 1024

#: Letters and digits that are not mistaken for each other when read from paper.
_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
_SECRET_SYMBOLS, _CHECK_SYMBOLS, _GROUP = 26, 2, 4


@dataclass(frozen=True, slots=True)
class NewKey:
    """The key of a store being made, and the recovery key to print."""

    key: bytes = field(repr=False)
    recovery: str = field(repr=False)


def create(
    store: Path, store_id: str, protection: Protection, *, passphrase: str | None = None
) -> NewKey:
    """Make the key of a new store and its key file.

    Args:
        store: where the store will be; the key file goes beside it.
        store_id: the id the key is bound to.
        protection: ``PASSPHRASE`` or ``KEYRING``.
        passphrase: the passphrase, for the first.

    Raises:
        Refused: the passphrase is too short.
        Unavailable: this computer has no keyring that can be used.
    """
    key, recovery = secrets.token_bytes(_KEY_BYTES), _new_recovery()
    held: dict[str, Any] = {
        "format": FORMAT,
        "store_id": store_id,
        "protection": protection.value,
        "recovery": _wrap(key, store_id, recovery, _HKDF),
    }
    if protection is Protection.PASSPHRASE:
        held["passphrase"] = _wrap(key, store_id, _long_enough(passphrase), _ARGON2ID)
    else:
        _put_in_keyring(store_id, key.hex())
    try:
        _save(store, held)
    except BaseException:
        _take_from_keyring(store_id)
        raise
    return NewKey(key, recovery)


def forget(store_id: str) -> None:
    """Take the key of a store out of the keyring again, where making the store went wrong."""
    _take_from_keyring(store_id)


def protection_of(store: Path) -> Protection:
    """Return how a store is protected; one without a key file is not encrypted.

    Raises:
        StoreDamaged: the key file is damaged.
    """
    if not paths.key_file(store).exists():
        return Protection.NONE
    return Protection(_load(store)["protection"])


def unlock(
    store: Path, *, passphrase: str | None = None, recovery: str | None = None
) -> bytes | None:
    """Return the key of a store, or None if the store is not encrypted.

    The recovery key is tried if one is given, then the way the store is protected.

    Raises:
        StoreLocked: no passphrase, a wrong one, a mistyped or wrong recovery key, or the keyring
            does not have the key any more.
        StoreDamaged: the key file is damaged.
        Unavailable: this computer has no keyring that can be used.
    """
    if not paths.key_file(store).exists():
        return None
    held = _load(store)
    store_id = held["store_id"]
    if recovery:
        wrong = StoreLocked("RECOVERY_WRONG", field="recovery")
        return _unwrap(held["recovery"], store_id, _checked(recovery), wrong)
    if held["protection"] == Protection.KEYRING:
        return _from_keyring(store_id)
    if not passphrase:
        raise StoreLocked("PASSPHRASE_NEEDED", field="passphrase")
    wrong = StoreLocked("PASSPHRASE_WRONG", field="passphrase")
    return _unwrap(held["passphrase"], store_id, passphrase, wrong)


def remember(store: Path, key: bytes) -> None:
    """Put the key into this computer's keyring, if that is how the store is protected.

    Raises:
        Unavailable: this computer has no keyring that can be used.
    """
    held = _load(store)
    if held["protection"] == Protection.KEYRING:
        _put_in_keyring(held["store_id"], key.hex())


def change_passphrase(
    ctx: Context, *, new: str, passphrase: str | None = None, recovery: str | None = None
) -> Outcome[None]:
    """Set another passphrase; whoever knows the old one or holds the recovery key may.

    A store that was protected by the keyring is protected by the passphrase from then on.

    Raises:
        Refused: the store is not encrypted, or the new passphrase is too short.
        StoreLocked: the old passphrase or the recovery key is wrong.
    """
    store, key, held = _opened(ctx, passphrase, recovery)
    store_id, was = held["store_id"], held["protection"]
    held["passphrase"] = _wrap(key, store_id, _long_enough(new), _ARGON2ID)
    held["protection"] = Protection.PASSPHRASE.value
    with ctx.keeping_house() as write:  # knowing the key is the leave for it
        write.record("change_passphrase", "setting", None)
        _save(store, held)
    if was == Protection.KEYRING:
        _take_from_keyring(store_id)
    return Outcome(None, Changes(lists=frozenset({Listing.SETTINGS})))


def renew_recovery(
    ctx: Context, *, passphrase: str | None = None, recovery: str | None = None
) -> Outcome[str]:
    """Make another recovery key, to be shown once; the one before opens this store no more.

    Raises:
        NotPermitted: the person at the desk does not manage it.
        Refused: the store is not encrypted.
        StoreLocked: the passphrase or the recovery key is wrong.
    """
    ctx.require(Act.MANAGE_DESK)
    store, key, held = _opened(ctx, passphrase, recovery)
    fresh = _new_recovery()
    held["recovery"] = _wrap(key, held["store_id"], fresh, _HKDF)
    with ctx.acting(Act.MANAGE_DESK) as write:
        write.record("renew_recovery_key", "setting", None)
        _save(store, held)
    return Outcome(fresh, Changes(lists=frozenset({Listing.SETTINGS})))


def without_password(url: str) -> str:
    """Return a server's URL without its password, which goes into this computer's keyring.

    Raises:
        Unavailable: there is a password, and no keyring that can be used.
    """
    parts = urlsplit(url)
    if not parts.password:
        return url
    account, _, host = parts.netloc.rpartition("@")
    bare = urlunsplit(parts._replace(netloc=f"{account.partition(':')[0]}@{host}"))
    _put_in_keyring(bare, unquote(parts.password))
    return bare


def with_password(url: str) -> str:
    """Return a server's URL with the password this computer's keyring has for it, if any."""
    import keyring
    from keyring.errors import KeyringError

    parts = urlsplit(url)
    if parts.password or not parts.username:
        return url
    try:
        password = keyring.get_password(_SERVICE, url)
    except KeyringError:
        return url  # the server may know the person by other means
    if not password:
        return url
    account, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{account}:{quote(password, safe='')}@{host}"))


# Wrapping

_ARGON2ID = {"kdf": "argon2id", "time_cost": 3, "memory_kib": 64 * 1024, "lanes": 4}
#: 130 random bits need no stretching, only the right length.
_HKDF = {"kdf": "hkdf-sha256"}


def _wrap(key: bytes, store_id: str, secret: str, how: dict[str, Any]) -> dict[str, Any]:
    """Return a key wrapped by a secret, with everything else that unwrapping needs."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    held = {**how, "salt": _text(os.urandom(_SALT_BYTES))}
    nonce = os.urandom(_NONCE_BYTES)
    wrapped = AESGCM(_stretched(secret, held)).encrypt(nonce, key, store_id.encode())
    return {**held, "nonce": _text(nonce), "wrapped": _text(wrapped)}


def _unwrap(held: dict[str, Any], store_id: str, secret: str, wrong: StoreLocked) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        nonce, wrapped = _bytes(held["nonce"]), _bytes(held["wrapped"])
        return AESGCM(_stretched(secret, held)).decrypt(nonce, wrapped, store_id.encode())
    except InvalidTag as fault:
        raise wrong from fault
    except (KeyError, TypeError, ValueError) as fault:
        raise StoreDamaged("KEY_FILE_DAMAGED") from fault


def _stretched(secret: str, held: dict[str, Any]) -> bytes:
    salt = _bytes(held["salt"])
    if held["kdf"] == _HKDF["kdf"]:
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return HKDF(SHA256(), _KEY_BYTES, salt, b"dolsdesk recovery key").derive(secret.encode())
    from argon2.low_level import Type, hash_secret_raw

    time_cost, memory, lanes = held["time_cost"], held["memory_kib"], held["lanes"]
    if held["kdf"] != _ARGON2ID["kdf"] or time_cost > _MOST_TIME or memory > _MOST_MEMORY_KIB:
        raise ValueError("not a key file of ours")
    # The same letters are the same passphrase, however the keyboard composed them.
    typed = unicodedata.normalize("NFKC", secret).encode()
    return hash_secret_raw(
        typed, salt, time_cost=time_cost, memory_cost=memory, parallelism=lanes,
        hash_len=_KEY_BYTES, type=Type.ID,
    )  # fmt: skip


def _long_enough(passphrase: str | None) -> str:
    if passphrase is None or len(passphrase) < SHORTEST:
        raise Refused("PASSPHRASE_SHORT", field="passphrase", n=SHORTEST)
    return passphrase


# The recovery key


def _new_recovery() -> str:
    secret = "".join(secrets.choice(_SYMBOLS) for _ in range(_SECRET_SYMBOLS))
    whole = secret + _check_symbols(secret)
    return "-".join(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))


def _checked(recovery: str) -> str:
    """Return a recovery key as it was printed, however it was typed.

    Raises:
        StoreLocked: a letter is wrong or missing.
    """
    symbols = "".join(recovery.upper().split()).replace("-", "").translate(_READ_AS)
    secret, check = symbols[:_SECRET_SYMBOLS], symbols[_SECRET_SYMBOLS:]
    if len(secret) < _SECRET_SYMBOLS or check != _check_symbols(secret):
        raise StoreLocked("RECOVERY_MISTYPED", field="recovery")
    return "-".join(symbols[at : at + _GROUP] for at in range(0, len(symbols), _GROUP))


def _check_symbols(secret: str) -> str:
    digest = hashlib.sha256(secret.encode()).digest()
    return "".join(_SYMBOLS[byte % len(_SYMBOLS)] for byte in digest[:_CHECK_SYMBOLS])


# The keyring


def _put_in_keyring(name: str, secret: str) -> None:
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, name, secret)
        kept = keyring.get_password(_SERVICE, name)
    except KeyringError as fault:
        raise Unavailable("KEYRING_NONE") from fault
    if kept != secret:
        raise Unavailable("KEYRING_NONE")


def _from_keyring(store_id: str) -> bytes:
    import keyring
    from keyring.errors import KeyringError

    try:
        kept = keyring.get_password(_SERVICE, store_id)
    except KeyringError as fault:
        raise Unavailable("KEYRING_NONE") from fault
    if not kept:
        raise StoreLocked("KEYRING_LOST", field="recovery")
    try:
        return bytes.fromhex(kept)
    except ValueError as fault:
        raise StoreLocked("KEYRING_LOST", field="recovery") from fault


def _take_from_keyring(store_id: str) -> None:
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(_SERVICE, store_id)
    except KeyringError:
        return  # it never got there


# The key file


def _opened(
    ctx: Context, passphrase: str | None, recovery: str | None
) -> tuple[Path, bytes, dict[str, Any]]:
    """Return the file of the open store, its key, and what the key file holds."""
    store = ctx.store.location.path
    key = unlock(store, passphrase=passphrase, recovery=recovery) if store else None
    if store is None or key is None:
        raise Refused("STORE_NOT_ENCRYPTED")
    return store, key, _load(store)


def _load(store: Path) -> dict[str, Any]:
    try:
        with translated():
            held = json.loads(paths.key_file(store).read_bytes())
        if held["format"] > FORMAT:
            raise SchemaTooNew("SCHEMA_TOO_NEW")
        ways = {"recovery", Protection(held["protection"]).value} - {Protection.KEYRING.value}
        if not ways <= held.keys():
            raise KeyError("a way to unwrap the key is missing")
        return {**held, "store_id": str(held["store_id"])}
    except (ValueError, KeyError, TypeError) as fault:
        raise StoreDamaged("KEY_FILE_DAMAGED") from fault


def _save(store: Path, held: dict[str, Any]) -> None:
    """Write a key file, whole or not at all."""
    path = paths.key_file(store)
    fresh = path.with_suffix(".key.new")
    with translated():
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
        flush(fresh)
        fresh.replace(path)
        flush(path)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, TypeError) as fault:
        raise ValueError("not base64") from fault
