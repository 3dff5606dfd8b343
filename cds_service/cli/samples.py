"""`lupus-cds samples`."""

from __future__ import annotations

from datetime import date

import click

from cds_service.cli import options
from cds_service.cli.loading import the_settings, today, told


@click.group()
def samples() -> None:
    """Put the sample patients on a FHIR server."""


@samples.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--to", "base", required=True, metavar="URL", help="The base of the FHIR server.")
@click.option(
    "--wait",
    "patience",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Seconds to wait for the server to answer.",
)
@options.as_of
def load(names: tuple[str, ...], base: str, patience: int, as_of: date | None) -> None:
    """Load samples, all by default, each in one transaction; what was there is replaced."""
    from cds_service import samples as bundled
    from cds_service.cli.samples_server import FhirServer

    day = as_of or today(the_settings())
    with told(), FhirServer(base) as server:
        charts = {name: bundled.chart(name, day) for name in names or bundled.names()}
        server.wait(patience)
        for name, chart in charts.items():
            loaded = server.load(chart)
            click.echo(f"{name}: {loaded.patient}, {loaded.resources} resources")
