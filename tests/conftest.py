"""What every test may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dolsdesk.rules import loader
from dolsdesk.rules.book import RuleBook
from tests.support.desk import World, make_template, open_copy


@pytest.fixture(scope="session")
def book() -> RuleBook:
    """Return the bundled rule book."""
    return loader.load()


@pytest.fixture(scope="session")
def store_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty store, made once and copied by each test."""
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def world(store_template: Path, tmp_path: Path) -> Iterator[World]:
    """Return a desk on a store of its own, with a home and assessors."""
    opened = World(open_copy(store_template, tmp_path))
    yield opened
    opened.close()
