"""The aggregate figures of the series, from the traces of the service."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import mean, quantiles

from tests.vignettes.wording import Json

Facts = Mapping[str, Json]
"""Patient -> the facts of response-selena-strasbourg at one visit."""
RESPONDED = {"remission", "response"}


def categories(facts: Facts) -> dict[str, str]:
    """The category of each patient."""
    return {patient: found["category"] for patient, found in facts.items()}


def responders(facts: Facts) -> set[str]:
    """Remission or response, by the order of tests of the rule."""
    return {p for p, category in categories(facts).items() if category in RESPONDED}


def literal_responders(facts: Facts) -> set[str]:
    """Responders by the definition of the paper taken literally: no override by flare or stop."""
    return {
        patient
        for patient, found in facts.items()
        if found.get("score") == 0 or found.get("score_fall", 0) >= 4 or found["spared"]
    }


def bands(facts: Facts, fact: str) -> Counter[str]:
    """How many patients lie in each band; those without a score are left out."""
    return Counter(found[fact] for found in facts.values() if fact in found)


def treated(facts: Facts) -> set[str]:
    """Patients whom belimumab had not been stopped in before the visit."""
    return {patient for patient, found in facts.items() if found["because"] != "stopped"}


def values(facts: Facts, fact: str, among: Iterable[str] | None = None) -> list[float]:
    """A fact of the patients who have it, in their order."""
    chosen = set(facts if among is None else among)
    return [found[fact] for patient, found in facts.items() if patient in chosen and fact in found]


@dataclass(frozen=True)
class Spread:
    """Median, quartiles (the default method of R) and mean."""

    median: float
    low: float
    high: float
    mean: float


def spread(found: list[float]) -> Spread:
    """The description of a series of values."""
    low, median, high = quantiles(found, n=4, method="inclusive")
    return Spread(median, low, high, mean(found))


@dataclass(frozen=True)
class Line:
    """One claim of the paper beside what the table gives through the service."""

    claim: str
    paper: str
    ours: str
    mismatch: str = ""


def side_by_side(lines: list[Line]) -> str:
    """The lines as a table for the terminal, mismatches named underneath."""
    rows = [("claim", "paper", "service", ""), *((x.claim, x.paper, x.ours, x.mismatch and "!=")
                                                 for x in lines)]  # fmt: skip
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    laid = [
        "  ".join(text.ljust(width) for text, width in zip(row, (*widths, 2), strict=True)).rstrip()
        for row in rows
    ]
    named = [f"  != {line.claim}: {line.mismatch}" for line in lines if line.mismatch]
    return "\n".join([*laid, "mismatches:", *named])
