"""Arguments and options that several commands take."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from cds_service.cli.loading import the_settings, told
from cds_service.hooks.contexts import HOOKS


def _as_date(
    _context: click.Context, _parameter: click.Parameter, value: datetime | None
) -> date | None:
    return value.date() if value else None


def _take_content(
    _context: click.Context, _parameter: click.Parameter, folder: Path | None
) -> None:
    if folder is not None:
        from cds_service.content_folder import take_content_from

        with told():
            take_content_from(folder, the_settings().content)


request_file = click.argument("request_file", metavar="REQUEST.json|-", type=click.File("rb"))
as_of = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_as_date,
    help="The day of the call, today by default.",
)
language = click.option("--lang", type=click.Choice(["fr", "en"]), help="Language of the answer.")
as_json = click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
hook = click.option(
    "--hook", type=click.Choice(HOOKS), default=HOOKS[0], help="The hook to ask for."
)
content = click.option(
    "--content",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    callback=_take_content,
    expose_value=False,
    help="Take the guideline content from another copy: the folder that its package lies in.",
)
