"""The two kinds of store every test here runs on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cds_service.store.store import Store
from tests.stores.postgresql import Server, programs_or_skip, running_server

KEY = "an invented secret of the tests"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    with running_server(programs_or_skip()) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty store."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'folder' / 'store.db'}"
    server: Server = request.getfixturevalue("postgresql")
    return server.new_database()


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A migrated store."""
    made = Store(database_url, KEY)
    made.prepare()
    yield made
    made.close()
