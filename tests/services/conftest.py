"""What tests of use cases share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.beginning import Beginning
from tests.support.desk import World


@pytest.fixture(scope="session")
def beginning(store_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Beginning:
    """Return the world every test here begins with."""
    return Beginning(store_template, tmp_path_factory.mktemp("beginning"))


@pytest.fixture
def world(beginning: Beginning) -> Iterator[World]:
    """Return a desk on a store of its own, with a home and assessors."""
    opened = beginning.again()
    yield opened
    opened.close()
