"""As many patients of each age as among adults in France, out of a larger number of patients."""

from collections.abc import Iterable, Mapping

SHARES: Mapping[tuple[int, int], float] = {
    (18, 29): 0.18,
    (30, 44): 0.23,
    (45, 59): 0.24,
    (60, 74): 0.22,
    (75, 120): 0.13,
}
"""Ages in years -> share of the adults, after the population estimates of INSEE, rounded."""


def chosen(ages: Iterable[tuple[str, int]], number: int) -> list[str]:
    """The names of `number` people given with their ages; ValueError when an age is too rare.

    The first of each age in order of name, so that the choice is the same each time.
    """
    ordered = sorted(ages)
    names: list[str] = []
    for (youngest, oldest), share in SHARES.items():
        wanted = round(number * share)
        found = [name for name, age in ordered if youngest <= age <= oldest][:wanted]
        if len(found) < wanted:
            few = f"{len(found)} people of {youngest} to {oldest} years, {wanted} needed"
            raise ValueError(f"{few}: have Synthea make more")
        names += found
    return names
