"""Pure in the middle: law reads no clock, no file and no log, and knows no number by heart."""

import ast
from pathlib import Path

import pytest

from tests.support import source
from tests.support.source import ROOT, calls, modules, tree, where

#: What may be imported where nothing but facts, dates and rules comes in.
PURE = {
    "bisect", "collections", "dataclasses", "datetime", "dateutil", "difflib", "enum", "functools",
    "hashlib", "itertools", "json", "math", "rapidfuzz", "re", "tomllib", "types", "typing",
    "unicodedata",
}  # fmt: skip

#: Built-in functions that reach outside.
REACHING_OUT = {"open", "print", "input", "exec", "eval", "breakpoint", "__import__"}

#: Ways to ask what time it is.
ASKING = {
    ("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"),
    ("time", "ctime"), ("time", "localtime"), ("time", "strftime"), ("time", "time"),
    ("time", "time_ns"), ("QDate", "currentDate"), ("QDateTime", "currentDateTime"),
    ("QDateTime", "currentDateTimeUtc"), ("QTime", "currentTime"),
}  # fmt: skip

#: Modules of the scheme that may name a number, and why.
WITH_NUMBERS = {
    "__init__": "nothing in it",
    "assessments": "codes of the national return",
    "assessors": "who may act; its periods come from the rule book",
    "case": "what is held",
    "codes": "names of problems",
    "facts": "the years dates are understood in",
    "legal_test": "the number of factors",
}

#: Modules that work out legal dates; a period of days belongs in the rule book.
DEADLINES = [
    "domain/counting.py",
    *(
        f"domain/dols/{path.name}"
        for path in sorted((ROOT / "domain" / "dols").glob("*.py"))
        if path.stem not in WITH_NUMBERS
    ),
]


def names(node: ast.AST) -> set[str]:
    """Return the libraries a statement imports."""
    if isinstance(node, ast.Import):
        return {alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and not node.level:
        return {(node.module or "").split(".")[0]}
    return set()


@pytest.mark.parametrize("path", modules("domain", "rules"), ids=lambda p: str(p.relative_to(ROOT)))
def test_domain_and_rules_reach_for_nothing(path):
    imported = set().union(*map(names, ast.walk(tree(path))))
    assert imported <= PURE | {"dolsdesk"}
    called = {name for name, _ in calls(path)}
    assert called & REACHING_OUT == set()
    assert not {name for name in called if name.endswith((".read_text", ".read_bytes", ".open"))}


def test_only_the_loader_of_the_rules_knows_where_they_lie():
    asking = {
        path.relative_to(ROOT).as_posix()
        for path in modules("domain", "rules")
        if any(
            isinstance(node, ast.ImportFrom) and "resources" in ast.unparse(node)
            for node in ast.walk(tree(path))
        )
    }
    assert asking == {"rules/loader.py"}


def clock_readings(path: Path) -> list[str]:
    """Return where a module asks for the time, whatever it calls the library."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value).split(".")[-1]
            if (owner, node.attr) in ASKING:
                found.append(where(path, node))
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            found += [where(path, node) for a in node.names if ("time", a.name) in ASKING]
    return found


def test_only_the_clock_reads_the_clock():
    readings = {path: clock_readings(path) for path in modules() if clock_readings(path)}
    assert [path.relative_to(ROOT).as_posix() for path in readings] == ["clock.py"]


def numbers(path: Path) -> list[str]:
    """Return where numbers other than 0 and 1 stand; a minus sign is no part of a number."""
    return [
        f"{where(path, node)} {node.value}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, (int, float))
        and not isinstance(node.value, bool)
        and node.value not in {0, 1}
    ]


@pytest.mark.parametrize("name", DEADLINES)
def test_no_deadline_module_knows_a_period_by_heart(name):
    assert numbers(ROOT / name) == []


def test_every_module_that_may_name_a_number_is_there():
    assert {path.stem for path in (ROOT / "domain" / "dols").glob("*.py")} >= set(WITH_NUMBERS)
    assert numbers(source.ROOT / "domain/dols/assessors.py") == []
