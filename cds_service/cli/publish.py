"""`lupus-cds publish`."""

from __future__ import annotations

from pathlib import Path

import click

from cds_service.cli.loading import the_pack, the_settings, told


@click.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the artefacts.",
)
def publish(out: Path) -> None:
    """Write the data contract and the rules as FHIR R4: JSON files and package.tgz."""
    from cds_service.publish.package import write_publication
    from cds_service.publish.publication import publish as made_of

    with told():
        files = write_publication(made_of(the_pack(the_settings())), out)
    click.echo(f"{files} files in {out}")
