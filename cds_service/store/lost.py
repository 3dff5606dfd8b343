"""Which database errors mean that the store is lost, and which are defects of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InvalidRequestError,
    SQLAlchemyError,
    StatementError,
)
from sqlalchemy.exc import (
    TimeoutError as PoolTimeoutError,
)

from cds_service.errors import StoreLostError

T = TypeVar("T")

_UPGRADE = "run lupus-cds db upgrade"
_HINTS = {
    "SQLITE_CANTOPEN": f"there is no database file that could be opened: {_UPGRADE}",
    "SQLITE_ERROR": f"its tables are missing: {_UPGRADE}",
    "42P01": f"its tables are missing: {_UPGRADE}",
}


@contextmanager
def loss_is_told() -> Iterator[None]:
    """Raise StoreLostError for everything that is the store's fault; the message holds no data."""
    try:
        yield
    except (DataError, IntegrityError):
        raise
    except (DBAPIError, PoolTimeoutError, InvalidRequestError, OSError) as error:
        raise StoreLostError(told(error)) from None


def told(error: Exception) -> str:
    """The kind of an error, and the database's own code for it; never its parameters."""
    origin = error.orig if isinstance(error, StatementError) else None
    code = getattr(origin, "sqlstate", None) or getattr(origin, "sqlite_errorname", None)
    name = type(origin or error).__name__
    return _HINTS.get(str(code)) or (f"{name} {code}" if code else name)


def twice(work: Callable[[], T]) -> T:
    """Do it again if the connection turns out to be dead: the pool then opens another."""
    try:
        return work()
    except SQLAlchemyError as error:
        if not (isinstance(error, DBAPIError) and error.connection_invalidated):
            raise
    return work()
