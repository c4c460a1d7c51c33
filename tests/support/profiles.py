"""Profiles with a store of their own, as the first run makes them."""

from pathlib import Path

from dolsdesk import paths
from dolsdesk.clock import FixedClock
from dolsdesk.config import Protection
from dolsdesk.domain.staff import Role
from dolsdesk.services import setup
from dolsdesk.services.setup import Created, FirstRun
from tests.support.desk import TODAY

PASSPHRASE = "correct horse battery"
CLOCK = FixedClock.at(TODAY)


def first_run(**values) -> FirstRun:
    """Return the answers of a first run."""
    answers = {
        "council_gss": "E99999999",
        "council_name": " Norchester City Council ",
        "council_address": "1 Market Place\nNorchester",
        "staff_name": "Ada Min",
        "job_title": "Co-ordinator",
        "roles": frozenset({Role.ADMINISTRATOR, Role.LEAD}),
        "login": "amin",
        **values,
    }
    return FirstRun(**answers)


def made(profile: Path, *, encrypted: bool = False, **values) -> Created:
    """Make a profile with a store and return it open."""
    if encrypted:
        values |= {"protection": Protection.PASSPHRASE, "passphrase": PASSPHRASE}
    return setup.create(profile, first_run(**values), CLOCK)


def contents(folder: Path) -> list[str]:
    """Return the names of everything below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def is_let_go(store: Path) -> bool:
    """Return whether nobody has a store open: the last to close it takes its journal away."""
    return store.exists() and not any(file.exists() for file in paths.store_files(store)[:3])
