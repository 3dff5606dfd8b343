"""The command line: `lupus-cds`. Commands import what they need, so that each starts at once."""

from __future__ import annotations

import click

from cds_service.cli.check import check
from cds_service.cli.cohort import cohort
from cds_service.cli.db import db
from cds_service.cli.evaluate import evaluate
from cds_service.cli.feedback import feedback
from cds_service.cli.publish import publish
from cds_service.cli.rules import rules
from cds_service.cli.sample import sample
from cds_service.cli.samples import samples
from cds_service.cli.serve import serve
from cds_service.logs import log_to_stderr


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    commands=[serve, db, feedback, evaluate, check, cohort, rules, sample, samples, publish],
)
@click.version_option(package_name="lupus-cds")
def main() -> None:
    """CDS Hooks decision support for systemic lupus."""
    log_to_stderr()
