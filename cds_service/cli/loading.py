"""What a command starts from: settings, pack, store, today; an error ends it with its message."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from cds_service.errors import LupusCdsError

if TYPE_CHECKING:
    from cds_service.engine.pack import Pack
    from cds_service.settings import Settings
    from cds_service.store.store import Store


@contextmanager
def told() -> Iterator[None]:
    """Errors raised on purpose end a command with their message."""
    try:
        yield
    except LupusCdsError as error:
        raise click.ClickException(str(error)) from None


def the_settings() -> Settings:
    """Read the LUPUS_CDS_* settings."""
    from cds_service.settings import load_settings

    with told():
        return load_settings()


def the_pack(settings: Settings) -> Pack:
    """Load the knowledge pack that the settings name."""
    from cds_service.engine.pack import load_pack
    from cds_service.errors import ContentError

    with told():
        try:
            return load_pack(settings.content)
        except ImportError as error:
            raise ContentError(
                f"the content {settings.content!r} does not fit this program: {error}"
            ) from None


def the_store() -> Store:
    """Open the store that the settings name."""
    from cds_service.store.store import Store

    settings = the_settings()
    if not settings.database_url:
        raise click.ClickException("LUPUS_CDS_DATABASE_URL is empty: there is no store")
    with told():
        return Store(settings.database_url, settings.hash_key)


def today(settings: Settings) -> date:
    """Return the present day in the time zone of the settings."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(settings.timezone)).date()
