"""One real FHIR server with the samples on it, a proxy before it, and our service."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from integration.tests.moments import TODAY
from integration.tests.proxy import Proxy, proxy_before
from integration.tests.server import RealServer, real_server
from integration.tests.service import Service, service_trusting


def load_samples(base: str, *names: str) -> str:
    """Load samples as an integrator does; what the command said."""
    command = [sys.executable, "-m", "cds_service", "samples", "load", *names]
    told = subprocess.run(
        [*command, "--to", base, "--as-of", TODAY.isoformat(), "--wait", "60"],
        stdout=subprocess.PIPE, check=True, text=True, env=os.environ | {"NO_PROXY": "127.0.0.1"},
    )  # fmt: skip
    return told.stdout


@pytest.fixture(scope="session")
def hapi() -> Iterator[RealServer]:
    with real_server() as server:
        load_samples(server.base)
        yield server


@pytest.fixture(scope="session")
def _proxy(hapi: RealServer) -> Iterator[Proxy]:
    with proxy_before(hapi.base) as running:
        yield running


@pytest.fixture
def proxy(_proxy: Proxy) -> Iterator[Proxy]:
    _proxy.behave()
    yield _proxy
    _proxy.behave()


@pytest.fixture(scope="session")
def service(
    hapi: RealServer, _proxy: Proxy, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    with service_trusting(folder, hapi.base, _proxy.base) as running:
        yield running
