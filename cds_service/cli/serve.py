"""`lupus-cds serve`."""

from __future__ import annotations

import click

from cds_service.cli.loading import the_settings, told


@click.command()
def serve() -> None:
    """Start the service; settings are LUPUS_CDS_* environment variables."""
    from cds_service.serve import serve as listen

    settings = the_settings()
    with told():
        listen(settings)
