"""The product's own source, as trees to be walked."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import dolsdesk

ROOT = Path(dolsdesk.__path__[0])


@cache
def tree(path: Path) -> ast.Module:
    """Return the tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def modules(*under: str) -> list[Path]:
    """Return every module below some folders of the product, or the modules named."""
    found: list[Path] = []
    for name in under or ("",):
        place = ROOT / name
        found += sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return found


def where(path: Path, node: ast.AST) -> str:
    """Return a place as it is printed: module and line."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call of a module with the dotted name that is called."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node
