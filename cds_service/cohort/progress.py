"""How far a run is, at which rate, and how long it will take; on a terminal only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tqdm import tqdm

_TOLD = {"group": "grouping by patient", "ask": "asking the rules"}


def show_progress(what: str, total: int, done: Iterable[int]) -> Iterator[int]:
    """Pass the sizes on while a bar shows them."""
    with tqdm(
        desc=_TOLD[what], total=total, unit="B", unit_scale=True, disable=None, leave=False
    ) as bar:
        for size in done:
            # Grouped records are a little longer than the input.
            bar.update(min(size, total - bar.n))
            yield size
