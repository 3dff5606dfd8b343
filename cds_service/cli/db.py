"""`lupus-cds db`: the tables of the store and what is too old in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from cds_service.cli.loading import the_settings, the_store, told


@click.group()
def db() -> None:
    """The store: migrate it, prune it."""


@db.command()
def upgrade() -> None:
    """Make the tables of the store, or migrate them."""
    with told():
        the_store().upgrade()
    click.echo("the store is up to date")


@db.command()
@click.option("--days", type=click.IntRange(min=1), help="Instead of LUPUS_CDS_RETENTION_DAYS.")
def prune(days: int | None) -> None:
    """Delete what is older than the retention period; the service does it once a day."""
    now = datetime.now(UTC)
    before = now - timedelta(days=days or the_settings().retention_days)
    with told():
        for table, rows in the_store().prune(before, now).items():
            click.echo(f"{table}: {rows}")
