"""Writes the first migration from the models: ``python -m tests.support.migrations``.

Until the first release there is one version, 0001, and a change of the tables is followed by
running this; afterwards 0001 stands for ever and a change gets a version of its own.
"""

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import BigInteger, Enum, create_engine

from dolsdesk.store import ddl, migrations
from dolsdesk.store.base import Base
from dolsdesk.store.types import UtcDateTime

TARGET = Path(migrations.__file__).parent / "versions" / "0001_first.py"

_HEAD = '''"""The first version: every table, the append-only triggers, the search index."""

import sqlalchemy as sa
from alembic import op

from dolsdesk.store.types import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

BESIDES = {
'''


_MIDDLE = '''}


def choice(*values: str, length: int) -> sa.Enum:
    """Return the type of a column that holds one of some codes, as checked text."""
    return sa.Enum(*values, native_enum=False, create_constraint=True, length=length, name=None)


def upgrade() -> None:  # noqa: PLR0915  (one statement a table)
'''

_TAIL = """
    for statement in BESIDES[op.get_context().dialect.name]:
        op.execute(statement)
"""


#: Our own types, and how the migration writes them.
_WORDS = ((UtcDateTime, "UtcDateTime()"), (BigInteger, "KEY"))


def first() -> str:
    """Return the text of the first migration as the models want it."""
    with create_engine("sqlite://").connect() as connection:
        context = MigrationContext.configure(connection, opts={"render_item": _rendered})
        script = produce_migrations(context, Base.metadata)
        code = render_python_code(
            script.upgrade_ops, render_as_batch=False, render_item=_rendered, imports=set()
        )
    lines = [_HEAD]
    for dialect in ("sqlite", "postgresql"):
        lines.append(f'    "{dialect}": (\n')
        lines += [f"        {_literal(one)},\n" for one in ddl.statements(dialect)]
        lines.append("    ),\n")
    lines.append(_MIDDLE)
    commands = [line for line in code.splitlines() if not line.strip().startswith("#")]
    lines.append(textwrap.indent(textwrap.dedent("\n".join(commands)), "    "))
    lines.append(_TAIL)
    return _formatted("".join(lines))


def _rendered(kind: str, item: Any, _context: Any) -> Any:
    if kind == "type":
        if isinstance(item, Enum):
            return f"choice({', '.join(map(repr, item.enums))}, length={item.length})"
        for its_type, words in _WORDS:
            if isinstance(item, its_type):
                return words
    return False


def _literal(statement: str) -> str:
    lines = textwrap.wrap(statement.strip(), 80, break_long_words=False)
    return " ".join(repr(line + " ") for line in lines[:-1]) + " " + repr(lines[-1])


def _formatted(code: str) -> str:
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run(
        [ruff, "format", "--stdin-filename", TARGET, "-"],
        input=code, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return done.stdout


if __name__ == "__main__":
    TARGET.write_text(first(), encoding="utf-8")
