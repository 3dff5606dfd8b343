"""What all tests share: the tally of vignettes at the end of a run."""

import pytest

from tests.vignettes.reading import all_vignettes
from tests.vignettes.tally import per_rule, table


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell how many vignettes each rule has."""
    reports = [r for found in terminalreporter.stats.values() for r in found]
    if not any("test_vignettes.py" in getattr(report, "nodeid", "") for report in reports):
        return
    terminalreporter.section("vignettes per rule")
    for line in table(per_rule(all_vignettes())):
        terminalreporter.write_line(line)
