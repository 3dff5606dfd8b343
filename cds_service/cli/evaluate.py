"""`lupus-cds evaluate`."""

from __future__ import annotations

from datetime import date
from typing import IO

import click

from cds_service.cli import options
from cds_service.cli.answering import answered
from cds_service.cli.loading import the_pack, the_settings
from cds_service.cli.printing import print_json


@click.command()
@options.request_file
@click.option("--explain", is_flag=True, help="Add why each rule said what it said.")
@options.as_of
@options.content
@options.language
def evaluate(request_file: IO[bytes], explain: bool, as_of: date | None, lang: str | None) -> None:
    """Answer one CDS Hooks request without a server.

    With --as-of, numbers are those in force on that day; rules and wording are those of the content
    at hand. An earlier content, where a copy of it was kept, is taken with --content.
    """
    from cds_service.content_folder import later_than
    from cds_service.web.replies import explain_reply, hook_reply

    settings = the_settings()
    language = lang or settings.language
    pack = the_pack(settings)
    if as_of and later_than(pack.version, as_of):
        click.echo(
            f"the content {pack.version} is later than {as_of}: its numbers are those of that day, "
            "its rules and wording are not; --content takes a copy of that day's content",
            err=True,
        )
    answer = answered(request_file.read(), settings, pack, as_of, language)
    explained = explain_reply(answer, pack, language) if explain else None
    print_json(explained or hook_reply(answer, language))
