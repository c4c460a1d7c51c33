"""What every test may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dolsdesk.rules import loader
from dolsdesk.rules.book import RuleBook
from dolsdesk.store.handle import Store
from tests.support import keyrings, stores
from tests.support import postgresql as servers
from tests.support.desk import TODAY, World, make_template, open_copy, open_on
from tests.support.keyrings import MemoryKeyring
from tests.support.postgresql import Server


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the journey keep pictures of what it sees, for the README, and a test kill more often."""
    parser.addoption("--pictures", metavar="DIR", help="where the journey keeps its pictures")
    parser.addoption(
        "--kills", type=int, default=12, metavar="N",
        help="how often somebody who writes a form is cut off",
    )  # fmt: skip


@pytest.fixture(scope="session")
def book() -> RuleBook:
    """Return the bundled rule book."""
    return loader.load()


@pytest.fixture(scope="session")
def store_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty store, made once and copied by each test."""
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def encrypted_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty encrypted store, made once and copied by each test."""
    return stores.make_encrypted_template(tmp_path_factory.mktemp("encrypted"))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Return a PostgreSQL server of our own."""
    with servers.running() as started:
        yield started


@pytest.fixture(scope="session")
def demo_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the profile of a demonstration council, made once (some seconds).

    It stands at ``tests.support.desk.TODAY``. Tests only look; one that changes something copies
    the folder first, e.g. with ``shutil.copytree(demo_profile, tmp_path / "demo")``. Open it with
    ``services.opening.open_profile(profile, SystemClock())``.
    """
    from dolsdesk.services.demo import maker, plans

    profile = tmp_path_factory.mktemp("demonstration") / "profile"
    maker.make(profile, plans.SIZES["small"], seed=1, as_at=TODAY)
    return profile


@pytest.fixture
def world(store_template: Path, tmp_path: Path) -> Iterator[World]:
    """Return a desk on a store of its own, with a home and assessors."""
    opened = World(open_copy(store_template, tmp_path))
    yield opened
    opened.close()


@pytest.fixture(params=stores.KINDS)
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Return an empty store: in a plain file, in an encrypted one, and on PostgreSQL."""
    with stores.opened(request, tmp_path) as store:
        yield store


@pytest.fixture
def any_world(any_store: Store) -> World:
    """Return a desk with a home and assessors on each kind of store."""
    return World(open_on(any_store))


@pytest.fixture
def memory_keyring() -> Iterator[MemoryKeyring]:
    """Use a keyring that lasts as long as the test."""
    with keyrings.using(MemoryKeyring()) as chosen:
        assert isinstance(chosen, MemoryKeyring)
        yield chosen


@pytest.fixture
def no_keyring() -> Iterator[None]:
    """Work on a computer without a keyring."""
    with keyrings.using(None):
        yield
