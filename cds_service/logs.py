"""Log lines on standard error: the message, then its extra fields as `name=value`."""

from __future__ import annotations

import logging

_STANDARD = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


def log_to_stderr() -> None:
    """Write the log of this package to standard error; calling it again changes nothing."""
    log = logging.getLogger("cds_service")
    if log.handlers:
        return
    handler = logging.StreamHandler()
    handler.addFilter(_gather_extras)
    handler.setFormatter(
        logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s%(extras)s")
    )
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


def _gather_extras(record: logging.LogRecord) -> bool:
    extras = {k: v for k, v in record.__dict__.items() if k not in _STANDARD | {"extras"}}
    record.extras = "".join(f" {name}={value}" for name, value in extras.items())
    return True
