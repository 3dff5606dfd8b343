"""`lupus-cds check`."""

from __future__ import annotations

from datetime import date
from typing import IO

import click
import msgspec

from cds_service.cli import options
from cds_service.cli.answering import answered
from cds_service.cli.loading import the_pack, the_settings
from cds_service.cli.printing import print_json


@click.command()
@options.request_file
@options.as_of
@options.language
@options.as_json
def check(request_file: IO[bytes], as_of: date | None, lang: str | None, as_json: bool) -> None:
    """Say what a request lacks, what in it is unreadable, and which rules that makes blind."""
    from cds_service.check import check as look_through

    settings = the_settings()
    language = lang or settings.language
    answer = answered(request_file.read(), settings, the_pack(settings), as_of, language)
    report = look_through(answer, language)
    if as_json:
        print_json(msgspec.json.encode(report))
    else:
        click.echo("\n".join(report.lines()))
