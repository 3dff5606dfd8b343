"""Exports that several tests read."""

from pathlib import Path

import pytest

from tests.cohort.exports import Json, population, write_export


@pytest.fixture(scope="session")
def charts() -> list[list[Json]]:
    return population()


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory, charts: list[list[Json]]) -> Path:
    return write_export(tmp_path_factory.mktemp("cohort") / "export", charts)
