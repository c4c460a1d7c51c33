"""Arrows point down, names say what is inside, and a window opens without the heavy libraries."""

import pytest

from tests.support import source
from tests.support.processes import HOME, run

#: Libraries that are loaded when they are asked for, never to open a window.
HEAVY = (
    "alembic", "docx", "highspy", "lxml", "numpy", "olefile", "openpyxl", "ortools", "pandas",
    "pypdf", "reportlab",
)  # fmt: skip

#: What a start may load of the tables and of the law; the rest comes with the page that needs it.
TABLES = {"settings", "staff", "summaries", "views"}
LAW = {"states"}

#: Names that say nothing of what is inside.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "lib", "base_utils"}


def test_the_import_contracts_hold():
    told = run(
        """
        from importlinter.cli import lint_imports
        sys.exit(lint_imports(config_filename=sys.argv[1], no_cache=True))
        """,
        str(HOME / "pyproject.toml"),
    )
    assert "6 kept, 0 broken" in told


def test_no_module_has_a_name_that_says_nothing():
    names = {
        part.removesuffix(".py")
        for path in source.modules()
        for part in path.relative_to(source.ROOT).parts
    }
    assert names & EMPTY_NAMES == set()


def test_every_package_says_what_belongs_in_it():
    for path in source.ROOT.rglob("__init__.py"):
        assert path.read_text(encoding="utf-8").startswith('"""'), path


def inside(package: str, told: str) -> set[str]:
    """Return the names of a package's modules among those told of."""
    return {name.split(".")[-1] for name in told.split() if name.startswith(f"{package}.")}


@pytest.mark.parametrize(
    "start",
    [
        "import dolsdesk.app",
        "import dolsdesk.ui.application, dolsdesk.ui.main_window, dolsdesk.ui.window_actions",
    ],
)
def test_the_window_is_there_before_the_heavy_libraries(start):
    told = run(f"{start}\nprint(*sorted(sys.modules))")
    loaded = {name.split(".")[0] for name in told.split()}
    assert "dolsdesk" in loaded
    assert loaded & set(HEAVY) == set()


def test_a_desk_opens_its_store_without_the_heavy_libraries(store_template, tmp_path):
    """Migrations are loaded only where the store is behind."""
    store = tmp_path / "desk.db"
    store.write_bytes(store_template.read_bytes())
    told = run(
        """
        from pathlib import Path
        from dolsdesk.clock import SystemClock
        from dolsdesk.services import worklist
        from dolsdesk.services.desk import open_desk
        from dolsdesk.domain.staff import Role, StaffMember
        from dolsdesk.store.handle import Location
        desk = open_desk(Location(Path(sys.argv[1])), SystemClock())
        ctx = desk.context(StaffMember(1, "", frozenset(Role)))
        assert desk.staff() is not None and worklist.views(ctx) is not None
        worklist.page(ctx, worklist.Query())
        worklist.counts(ctx)
        desk.close()
        print(*sorted(sys.modules))
        """,
        str(store),
    )
    loaded = {name.split(".")[0] for name in told.split()}
    assert "sqlalchemy" in loaded
    assert loaded & set(HEAVY) == set()
    assert inside("dolsdesk.store.tables", told) == TABLES


def test_the_window_is_there_before_most_tables_and_most_of_the_law():
    told = run(
        """
        from dolsdesk import app
        app.code()
        from dolsdesk.ui import furnishing
        print(*sorted(sys.modules))
        """
    )
    assert inside("dolsdesk.store.tables", told) <= TABLES
    assert inside("dolsdesk.domain.dols", told) <= LAW


def test_the_command_line_needs_no_window():
    told = run("import dolsdesk.__main__, dolsdesk.cli\nprint(*sorted(sys.modules))")
    assert "PySide6" not in {name.split(".")[0] for name in told.split()}
