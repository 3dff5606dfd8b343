"""JSON on standard output, laid out for people."""

from __future__ import annotations

import click
import msgspec


def print_json(body: bytes) -> None:
    """Print JSON indented by two."""
    click.echo(msgspec.json.format(body, indent=2).decode())
