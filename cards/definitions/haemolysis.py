"""Signs of haemolysis on record: schistocytes, raised LDH, low haptoglobin.

LDH and haptoglobin are read against the limits of the laboratory that measured them.
"""

from datetime import date

from cards.definitions.measures import HAPTOGLOBIN, LDH
from cards.definitions.serology import HIGH_FLAGS, lowered, positive, raised
from cds_service.model_api import Call, Finding, any_true


def haemolysis_signs(call: Call, since: date) -> dict[str, bool | None]:
    """Each sign looked for since a day: seen, not seen, or not readable (None)."""
    results = call.picture.results
    found: dict[str, bool | None] = {}
    cells = results.findings("obs.schistocytes", since=since)
    if cells:
        found["schistocytes"] = _cells(cells[0])
    for name, measure, read in (("ldh", LDH, raised), ("haptoglobin", HAPTOGLOBIN, lowered)):
        series = [result for result in results.series(measure) if result.when >= since]
        if series:
            found[name] = read(series[0])
        elif any(when is None or when >= since for when, _ in results.unusable(measure)):
            found[name] = None
    return found


def _cells(finding: Finding) -> bool | None:
    """Whether schistocytes are seen; a count says so when it is zero, or flagged as high."""
    if finding.number is None:
        return positive(finding)
    if finding.flags & HIGH_FLAGS:
        return True
    return False if finding.number == 0 or finding.flags & {"N"} else None


def haemolysis(signs: dict[str, bool | None]) -> bool | None:
    """Whether any sign is seen; None when none was looked for or readable."""
    return any_true(signs.values()) if signs else None
