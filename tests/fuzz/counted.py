"""What the fuzz tests went through, told at the end of a run, over all processes."""

from collections import Counter
from collections.abc import Callable, Iterable

Record = Callable[[str, object], None]
"""pytest's `record_property`."""
_MARK = "fuzz: "


def count(record: Record, numbers: Counter[str]) -> None:
    """Add to what is told."""
    for what, number in numbers.items():
        record(f"{_MARK}{what}", number)


def counted(reports: Iterable[object]) -> list[str]:
    """One line for each kind of thing counted, in order."""
    total: Counter[str] = Counter()
    for report in reports:
        for name, number in getattr(report, "user_properties", ()):
            if name.startswith(_MARK) and getattr(report, "when", "") == "call":
                total[name] += number
    return [f"{name}: {number}" for name, number in sorted(total.items())]
