"""What all tests share: no store unless asked for; the tally of vignettes at the end of a run."""

import os
import re

import pytest

from tests.fuzz.counted import counted
from tests.vignettes.reading import all_vignettes
from tests.vignettes.tally import per_rule, table


def pytest_configure() -> None:
    """No test reads or writes the store of whoever works in this folder."""
    os.environ["LUPUS_CDS_DATABASE_URL"] = ""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what was not run, and how many vignettes each rule has."""
    skipped = "".join(str(r.longrepr) for r in terminalreporter.stats.get("skipped", []))
    for reason in sorted(set(re.findall(r"NOT RUN: [^'\"]+", skipped))):
        terminalreporter.write_line(f"!!! {reason}", red=True)
    reports = [r for found in terminalreporter.stats.values() for r in found]
    for line in counted(reports):
        terminalreporter.write_line(line)
    if not any("test_vignettes.py" in getattr(report, "nodeid", "") for report in reports):
        return
    terminalreporter.section("vignettes per rule")
    for line in table(per_rule(all_vignettes())):
        terminalreporter.write_line(line)
