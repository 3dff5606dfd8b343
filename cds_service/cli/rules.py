"""`lupus-cds rules`."""

from __future__ import annotations

import click
import msgspec

from cds_service.cli import options
from cds_service.cli.loading import the_pack, the_settings
from cds_service.cli.printing import print_json


@click.command()
@options.language
@options.as_json
def rules(lang: str | None, as_json: bool) -> None:
    """List every rule: id, topic, hooks, status, sources."""
    from cds_service.catalogue import catalogue

    settings = the_settings()
    entries = catalogue(the_pack(settings), lang or settings.language)
    if as_json:
        print_json(msgspec.json.encode(entries))
        return
    width = max((len(entry.id) for entry in entries), default=0)
    topics = max((len(entry.topic) for entry in entries), default=0)
    for entry in entries:
        click.echo(
            f"{entry.id:{width}}  {entry.topic:{topics}}  {entry.status:6}  "
            f"{','.join(entry.hooks):37}  {entry.certainty:2}  {', '.join(entry.sources)}"
        )
