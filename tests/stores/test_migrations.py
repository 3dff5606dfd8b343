"""The migrations make the tables the code expects, whoever runs them and however often."""

import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from cds_service.errors import StoreLostError
from cds_service.store.address import address
from cds_service.store.connections import connect
from cds_service.store.schema import Base
from cds_service.store.store import Store


def test_the_migrated_tables_are_those_of_the_schema(store: Store, database_url: str) -> None:
    connections = connect(address(database_url))
    with connections.read.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []
    connections.close()


def test_migrating_again_changes_nothing(store: Store) -> None:
    store.upgrade()
    store.check()


def test_many_may_migrate_at_the_same_moment(database_url: str) -> None:
    stores = [Store(database_url, "a secret for the tests") for _ in range(8)]
    failed: list[Exception] = []

    def upgrade(store: Store) -> None:
        try:
            store.upgrade()
            store.check()
        except StoreLostError as error:
            failed.append(error)

    threads = [threading.Thread(target=upgrade, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    assert failed == []


def test_a_store_without_tables_is_not_ready_and_says_what_to_do(database_url: str) -> None:
    with pytest.raises(StoreLostError, match=r"lupus-cds db upgrade|missing"):
        Store(database_url, "a secret for the tests").check()


def test_a_store_of_a_newer_version_is_left_alone(store: Store, database_url: str) -> None:
    connections = connect(address(database_url))
    with connections.durable.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    connections.close()
    with pytest.raises(StoreLostError, match="newer"):
        store.upgrade()
    with pytest.raises(StoreLostError, match="9999"):
        store.check()
