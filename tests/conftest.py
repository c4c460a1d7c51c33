"""What every test may use."""

import pytest

from dolsdesk.rules import loader
from dolsdesk.rules.book import RuleBook


@pytest.fixture(scope="session")
def book() -> RuleBook:
    """Return the bundled rule book."""
    return loader.load()
