"""Signs of haemolysis on record: schistocytes, raised LDH, low haptoglobin.

LDH and haptoglobin are read against the limits of the laboratory that measured them.
"""

from datetime import date

from cards.definitions.measures import HAPTOGLOBIN, LDH
from cards.definitions.serology import lowered, positive, raised
from cds_service.model_api import Call, any_true


def haemolysis_signs(call: Call, since: date) -> dict[str, bool | None]:
    """Each sign looked for since a day: seen, not seen, or not readable (None)."""
    results = call.picture.results
    found: dict[str, bool | None] = {}
    cells = results.findings("obs.schistocytes", since=since)
    if cells:
        found["schistocytes"] = positive(cells[0])
    for name, measure, read in (("ldh", LDH, raised), ("haptoglobin", HAPTOGLOBIN, lowered)):
        series = [result for result in results.series(measure) if result.when >= since]
        if series:
            found[name] = read(series[0])
        elif any(when is None or when >= since for when, _ in results.unusable(measure)):
            found[name] = None
    return found


def haemolysis(signs: dict[str, bool | None]) -> bool | None:
    """Whether any sign is seen; None when none was looked for or readable."""
    return any_true(signs.values()) if signs else None
