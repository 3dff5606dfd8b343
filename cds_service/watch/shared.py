"""The folder in which the workers share their figures, for as long as the service runs."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NAME = "PROMETHEUS_MULTIPROC_DIR"


@contextmanager
def shared_figures() -> Iterator[None]:
    """Choose the folder; to be entered before prometheus_client is imported.

    A folder that the operator chose is emptied of an earlier run; ours is removed in the end.
    """
    owner = os.getpid()
    chosen = os.environ.get(_NAME)
    folder = Path(chosen or tempfile.mkdtemp(prefix="lupus-cds-metrics-"))
    folder.mkdir(parents=True, exist_ok=True)
    for left_over in folder.glob("*.db"):
        left_over.unlink()
    os.environ[_NAME] = str(folder)
    try:
        yield
    finally:
        # The workers leave through here too, being forks.
        if not chosen and os.getpid() == owner:
            os.environ.pop(_NAME)
            shutil.rmtree(folder, ignore_errors=True)
