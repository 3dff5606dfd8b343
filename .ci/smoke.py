"""Start the installed service on a free loopback port, ask it for discovery, stop it again."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PATIENCE_SECONDS = 60
EXPECTED_HOOKS = {"patient-view", "order-select", "order-sign"}


def free_port() -> int:
    """Return a loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def discovery(url: str, service: subprocess.Popen[bytes]) -> dict[str, list[dict[str, str]]]:
    """Ask until the service answers; raise when it died or never does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if service.poll() is not None:
            message = f"the service ended by itself with code {service.returncode}"
            raise RuntimeError(message)
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                body: dict[str, list[dict[str, str]]] = json.load(answer)
                return body
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.2)
    message = f"no answer from {url} within {PATIENCE_SECONDS} s"
    raise RuntimeError(message)


def settings(port: int, folder: str) -> dict[str, str]:
    """Return this environment with settings of its own instead of the caller's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LUPUS_CDS_")}
    return kept | {
        "LUPUS_CDS_HOST": "127.0.0.1",
        "LUPUS_CDS_PORT": str(port),
        "LUPUS_CDS_DATABASE_URL": f"sqlite:///{folder}/smoke.db",
    }


def main() -> int:
    """Run the smoke test; 0 when discovery lists the three hooks."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("lupus-cds")), "serve"]
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("w+b") as log:
        service = subprocess.Popen(
            command,
            env=settings(port, folder),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            body = discovery(f"http://127.0.0.1:{port}/cds-services", service)
            hooks = {entry["hook"] for entry in body["services"]}
            if not hooks >= EXPECTED_HOOKS:
                message = f"discovery lists {sorted(hooks)}, expected {sorted(EXPECTED_HOOKS)}"
                raise RuntimeError(message)
        except (RuntimeError, OSError, LookupError, ValueError) as error:
            log.seek(0)
            sys.stdout.write(log.read().decode(errors="replace"))
            print(f"smoke test FAILED: {error}")
            return 1
        finally:
            service.terminate()
            try:
                service.wait(timeout=20)
            except subprocess.TimeoutExpired:
                service.kill()
                service.wait()
    print(f"smoke test passed: {len(body['services'])} services on port {port}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
