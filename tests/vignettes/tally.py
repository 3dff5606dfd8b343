"""How many vignettes each rule has."""

from collections import Counter
from collections.abc import Iterable

from tests.vignettes.reading import Vignette

MINIMUM_PER_RULE = 3


def per_rule(vignettes: Iterable[Vignette]) -> Counter[str]:
    """The number of vignettes of each rule."""
    return Counter(vignette.rule for vignette in vignettes)


def table(counts: Counter[str]) -> list[str]:
    """The count of each rule, one line each, and the total."""
    lines = [f"{count:4d}  {rule}" for rule, count in sorted(counts.items())]
    return [*lines, f"{counts.total():4d}  in all, {len(counts)} rules"]
