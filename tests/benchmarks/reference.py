"""The reference data set: ten years of an invented council, 40,000 requests.

It is made once, which takes some minutes, and kept under ``build/`` for as long as the maker of
demonstrations stays the same.
"""

import shutil
import sys
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

from dolsdesk.services import opening
from dolsdesk.services.demo import maker
from dolsdesk.services.demo.plans import Size

#: Always the same council, so that one measurement can be held against another.
SEED, AS_AT = 1, date(2026, 11, 22)

_HOME = Path(__file__).resolve().parents[2]
#: What says which demonstration is made, and the tables that it is written to.
_MAKERS = ("dolsdesk/services/demo", "dolsdesk/store/migrations/versions", "resources/demo")
_TELLS_EVERY = 400  # requests


def profile(size: Size) -> Path:
    """Return the profile of a demonstration, which is made unless it is there already."""
    into = _HOME / "build" / "benchmarks" / f"{size.name}-{_version()}"
    if not opening.is_set_up(into):
        for former in into.parent.glob(f"{size.name}-*"):
            shutil.rmtree(former)
        maker.make(into, size, seed=SEED, as_at=AS_AT, progress=_progress)
        say("")
    return into


def say(words: str, *, end: str = "\n") -> None:
    """Tell whoever waits how far things are."""
    sys.stderr.write(words + end)
    sys.stderr.flush()


def _version() -> str:
    """Return the hash of whatever makes a demonstration what it is."""
    known = sha256(f"{SEED} {AS_AT}".encode())
    for file in _files():
        known.update(file.read_bytes())
    return known.hexdigest()[:12]


def _files() -> Iterator[Path]:
    for folder in _MAKERS:
        yield from sorted(
            file
            for file in (_HOME / folder).rglob("*")
            if file.is_file() and "__pycache__" not in file.parts
        )


def _progress(done: int, total: int, what: str) -> None:
    if done % _TELLS_EVERY == 0:
        say(f"\rMaking the reference data set: {done:,} of {total:,} {what}", end="")
