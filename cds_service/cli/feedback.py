"""`lupus-cds feedback`."""

from __future__ import annotations

import click
import msgspec

from cds_service.cli.loading import the_store, told


@click.group()
def feedback() -> None:
    """What became of the cards."""


@feedback.command()
def export() -> None:
    """Print every stored feedback entry, one JSON object a line."""
    with told():
        for entry in the_store().feedback():
            click.echo(msgspec.json.encode(entry))
