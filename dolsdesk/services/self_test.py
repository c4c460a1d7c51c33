"""What the installed program proves of itself without a window: parts, law, store and paper.

Everything is made in a temporary folder and taken away again; no store of anybody is touched.
"""

import importlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from dolsdesk import resources
from dolsdesk.clock import FixedClock, SystemClock, london_date
from dolsdesk.config import Protection
from dolsdesk.domain import calendars
from dolsdesk.domain.dols import timescales
from dolsdesk.domain.dols.facts import Facts
from dolsdesk.domain.staff import Role
from dolsdesk.errors import DeskError
from dolsdesk.rules import loader
from dolsdesk.services import admin, backup, council, opening, setup
from dolsdesk.services.setup import Created, FirstRun
from dolsdesk.services.templates import template

_LIBRARIES = (
    "alembic", "argon2", "cattrs", "cryptography", "dateutil", "keyring", "openpyxl",
    "platformdirs", "psycopg", "rapidfuzz", "reportlab", "sqlalchemy", "sqlcipher3", "tomli_w",
)  # fmt: skip
_COUNCILS = 153
_FACES = 4
_PASSPHRASE = "an invented passphrase"  # noqa: S105  (of a store that lives for a second)


class Failed(Exception):
    """Something is not as it should be."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried, and what went wrong with it, if anything did."""

    name: str
    problem: str = ""


def run() -> Iterator[Check]:
    """Try everything, one after another."""
    with tempfile.TemporaryDirectory(prefix="dolsdesk-", ignore_cleanup_errors=True) as scratch:
        for name, work in _WORKS.items():
            yield _tried(name, work, Path(scratch) / name.replace(" ", "-"))


def _tried(name: str, work: Callable[[Path], None], folder: Path) -> Check:
    try:
        work(folder)
    except DeskError as fault:
        return Check(name, fault.code)
    except Exception as fault:  # noqa: BLE001  (whatever is wrong, the others are tried too)
        return Check(name, f"{type(fault).__name__}: {fault}")
    return Check(name)


def _libraries(_folder: Path) -> None:
    for name in _LIBRARIES:
        importlib.import_module(name)
    _expect(find_spec("PySide6") is not None, "PySide6 is missing")


def _resources(_folder: Path) -> None:
    _expect(len(council.all_councils()) == _COUNCILS, "the list of councils is not whole")
    _expect(len(resources.names("fonts", ".ttf")) >= _FACES, "a font is missing")
    calendars.parse(resources.text("calendars/england-and-wales.toml"))


def _clock(_folder: Path) -> None:
    summer, winter = (FixedClock.at(on, 0, 30) for on in (date(2026, 7, 1), date(2026, 1, 1)))
    _expect(summer.today() == date(2026, 7, 1), "summer time is not known")
    _expect(winter.today() == date(2026, 1, 1), "winter time is not known")
    _expect(london_date(SystemClock().now()).year > 2025, "the clock is wrong")  # noqa: PLR2004


def _rules(_folder: Path) -> None:
    received = date(2026, 3, 2)
    facts = Facts(request_received_on=received)
    answer = timescales.work_out(facts, as_at=received, book=loader.load())
    _expect(answer.date("assessments_due_on") == date(2026, 3, 22), "21 days are counted wrongly")


def _store(folder: Path) -> None:
    made = _made(folder)
    made.desk.close()
    opening.open_profile(folder, SystemClock()).close()


def _encryption(folder: Path) -> None:
    made = _made(folder, protection=Protection.PASSPHRASE)
    made.desk.close()
    path = made.desk.store.location.path
    _expect(path is not None and not opening.is_plain(path), "the store is not encrypted")
    opening.open_profile(folder, SystemClock(), passphrase=_PASSPHRASE).close()
    opening.open_profile(folder, SystemClock(), recovery=made.recovery).close()


def _upgrade(folder: Path) -> None:
    """Run every migration on an empty file, as an upgrade from the oldest version would."""
    from dolsdesk.store import migrate, schema
    from dolsdesk.store.engine import Access, Location, open_engine

    folder.mkdir()
    location = Location(folder / "empty.db")
    engine = open_engine(location, access=Access.CREATE, foreign_keys=False)
    try:
        migrate.to_head(engine)
        _expect(schema.standing(engine).version == schema.HEAD, "the migrations are not whole")
    finally:
        engine.dispose()


def _backup(folder: Path) -> None:
    made = _made(folder, protection=Protection.PASSPHRASE)
    try:
        done = backup.run(made.desk.context(made.member)).value
        path = made.desk.store.location.path
    finally:
        made.desk.close()
    copied = backup.default_folder(path) / done.backup.name
    restored = backup.restore(folder, copied, SystemClock(), passphrase=_PASSPHRASE)
    try:
        report = admin.verify_audit(restored.desk)
        _expect(report.is_whole and report.anchor_count > 0, "the audit trail is not whole")
    finally:
        restored.desk.close()


def _paper(_folder: Path) -> None:
    from dolsdesk.reports import forms
    from dolsdesk.reports.model import Meta

    form = template("F5")
    meta = Meta(form.title, "An invented council", "26-000000", "A.B.", form.template, "", "")
    done = forms.render(form, {"person_name": "Ŵyn Łukasz"}, meta)
    _expect(done.content.startswith(b"%PDF") and done.pages > 0, "Form 5 is no PDF")


def _made(folder: Path, *, protection: Protection = Protection.NONE) -> Created:
    first = FirstRun(
        council_gss="E99999999",
        council_name="An invented council",
        council_address="",
        staff_name="An invented person",
        roles=frozenset({Role.ADMINISTRATOR}),
        login="invented",
        protection=protection,
        passphrase=_PASSPHRASE,
    )
    return setup.create(folder, first, SystemClock())


def _expect(holds: bool, problem: str) -> None:
    if not holds:
        raise Failed(problem)


_WORKS: dict[str, Callable[[Path], None]] = {
    "libraries": _libraries,
    "resources": _resources,
    "clock": _clock,
    "rule book": _rules,
    "store": _store,
    "encryption": _encryption,
    "upgrade": _upgrade,
    "backup and restore": _backup,
    "form 5": _paper,
}
