"""The servers of these tests."""

from collections.abc import Iterator

import pytest

from tests.faults.fhir_server import FhirServer, fhir_server


@pytest.fixture(name="ehr")
def listed_server() -> Iterator[FhirServer]:
    with fhir_server() as server:
        yield server


@pytest.fixture(name="stranger")
def server_that_must_hear_nothing() -> Iterator[FhirServer]:
    with fhir_server() as server:
        yield server
        assert server.seen == [], "a server that is not on the list was called"
