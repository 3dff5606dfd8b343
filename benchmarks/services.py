"""The services that answer the same call: ours, the least and the most of Flask, and the peers."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.peers.install import express, healthchain
from benchmarks.request import SERVICE
from benchmarks.server import ROOT, Service

FLOOR = "floor"
OURS = "lupus-cds"
FULL_PARSE = "full parse"
HEALTHCHAIN = "HealthChain"
EXPRESS = "Node, Express"
UNREAD = "Node, body not read"

_PATH = f"/cds-services/{SERVICE}"
_PEERS = ROOT / "benchmarks" / "peers"

# One worker, with the worker class our own service builds upon.
_GUNICORN = (
    "--workers=1",
    "--worker-class=gthread",
    "--threads=4",
    "--keep-alive=30",
    "--no-control-socket",
    "--log-level=warning",
)


def own() -> list[Service]:
    """Ours between the least and the most that a Flask service can do with the call."""
    return [
        _flask(FLOOR, "benchmarks.floor_app:app"),
        lupus_cds(),
        _flask(FULL_PARSE, "benchmarks.full_parse_app:app"),
    ]


def lupus_cds(workers: int = 1) -> Service:
    """Our service as `lupus-cds serve` starts it: all rules, envelope validation, audit."""
    return Service(
        OURS,
        lambda _port: [sys.executable, "-m", "cds_service", "serve"],
        _PATH,
        forks=True,
        environment=lambda port, scratch: (
            _plain(port, scratch)
            | {
                "LUPUS_CDS_PORT": str(port),
                "LUPUS_CDS_WORKERS": str(workers),
                "LUPUS_CDS_DATABASE_URL": f"sqlite:///{scratch}/bench.db",
            }
        ),
    )


def peers() -> Iterator[Service]:
    """The peers that could be installed."""
    python = healthchain()
    if python is not None:
        yield Service(
            HEALTHCHAIN,
            lambda port: [
                *(str(python), "-m", "uvicorn", "healthchain_app:app", "--log-level=warning"),
                f"--port={port}",
            ],
            f"/cds{_PATH}",
            forks=False,
            environment=_plain,
            folder=_PEERS,
        )
    modules = express()
    node = shutil.which("node")
    if modules is not None and node is not None:
        for name, script in ((EXPRESS, "express_card.js"), (UNREAD, "unread_card.js")):
            yield Service(
                name,
                lambda port, script=script: [node, str(_PEERS / script), str(port)],  # type: ignore[misc] # a lambda with a default: bound now, not when called
                _PATH,
                forks=False,
                environment=lambda port, scratch: (
                    _plain(port, scratch) | {"NODE_PATH": str(modules), "NODE_ENV": "production"}
                ),
            )


def _flask(name: str, target: str) -> Service:
    return Service(
        name,
        lambda port: [
            *(sys.executable, "-m", "gunicorn", *_GUNICORN),
            *(f"--bind=127.0.0.1:{port}", target),
        ],
        _PATH,
        forks=True,
        environment=_plain,
    )


def _plain(_port: int, _scratch: Path) -> dict[str, str]:
    """This environment without settings of ours."""
    return {name: text for name, text in os.environ.items() if not name.startswith("LUPUS_CDS_")}
