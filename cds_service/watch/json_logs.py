"""The log of the running service on standard error, one JSON object a line.

Every line carries the id of the request it belongs to. Messages are constant, extras are checked by
their authors: no body, no chart text, no patient.
"""

from __future__ import annotations

import logging
from typing import Any

import msgspec
import structlog
from structlog.typing import EventDict, WrappedLogger

_OURS = "cds_service"
_FOREIGN = ("gunicorn.error", "alembic", "sqlalchemy", "py.warnings")


def log_json() -> None:
    """Write the logs of this package, of gunicorn and of the database tools as JSON lines."""
    handler = _json_handler()
    for name in _FOREIGN:
        _attach(logging.getLogger(name), handler, logging.WARNING)
    _attach(logging.getLogger(_OURS), handler, logging.INFO)


def _attach(log: logging.Logger, handler: logging.Handler, level: int) -> None:
    log.handlers = [handler]
    log.setLevel(level)
    log.propagate = False


def _json_handler() -> logging.Handler:
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                _kind_of_error_only,
                _no_words_of_strangers,
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(serializer=_as_text),
            ],
        )
    )
    return handler


def _kind_of_error_only(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """A traceback ends in the message of the error, which may be chart text: keep its kind."""
    raised = event.pop("exc_info", None)
    if isinstance(raised, tuple) and raised[0] is not None:
        event["error"] = raised[0].__name__
    event.pop("stack_info", None)
    return event


def _no_words_of_strangers(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """What gunicorn cannot parse it quotes: that may be a header with a token."""
    if event.get("logger") == "gunicorn.error":
        event["event"] = str(event["event"]).partition(": ")[0].partition("?")[0]
    return event


def _as_text(event: EventDict, **_options: Any) -> str:
    return msgspec.json.encode(event, enc_hook=str).decode()
