"""`lupus-cds cohort`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cds_service.cli import options
from cds_service.cli.loading import the_pack, the_settings, today, told


@click.command()
@click.argument(
    "folder", metavar="INPUT", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the results.",
)
@options.hook
@options.as_of
@options.content
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local")
@click.option("--workers", type=click.IntRange(min=1), help="Processes, one a core by default.")
@click.option("--scheduler", metavar="ADDRESS", help="Of a dask cluster, else one is made here.")
@click.option(
    "--against",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="An earlier run to compare with.",
)
@click.option("--fresh", is_flag=True, help="Replace the run that --out holds.")
@options.language
def cohort(
    folder: Path,
    out: Path,
    hook: str,
    as_of: date | None,
    engine: str,
    workers: int | None,
    scheduler: str | None,
    against: Path | None,
    fresh: bool,
    lang: str | None,
) -> None:
    """Ask the same rules about a population: a Bulk Data export, or a folder of Bundles.

    Started again with the same input, hook and date, an interrupted run goes on.
    """
    from cds_service.cohort.command import Asked, run_cohort

    settings = the_settings()
    asked = Asked(
        folder, out, hook, as_of or today(settings), engine, workers, scheduler, against, fresh,
        lang or settings.language,
    )  # fmt: skip
    with told():
        for line in run_cohort(asked, settings, the_pack(settings)):
            click.echo(line, err=True)
