"""`lupus-cds sample`."""

from __future__ import annotations

from datetime import date

import click
import msgspec

from cds_service.cli import options
from cds_service.cli.loading import the_settings, today, told
from cds_service.cli.printing import print_json


@click.command()
@click.argument("name", required=False)
@options.hook
@options.as_of
def sample(name: str | None, hook: str, as_of: date | None) -> None:
    """List the sample patients, or print a hook request about one of them."""
    from cds_service import samples
    from cds_service.evidence.templates import templates_for

    if name is None:
        click.echo("\n".join(samples.names()))
        return
    day = as_of or today(the_settings())
    with told():
        request = samples.hook_request(name, hook, day, templates_for(hook))
    print_json(msgspec.json.encode(request))
