"""What the French texts say of access to a drug on a day, each element apart and dated.

Marketing authorisation, agreement for hospitals, liste en sus and the HAS opinion are different
answers to different questions; off-label use is a fifth. The date of the order decides, and an
element that nobody checked for a year only informs.
"""

from dataclasses import dataclass
from datetime import date

from cds_service.model_api import Call, Case, Fires, Known, Term, Treatment, Verdict

_NOT_FOUND = -1
TO_RECHECK = "to-recheck"


@dataclass(frozen=True, slots=True)
class Element:
    """One regulatory element on a day: `value` None when no text was found or none was in force."""

    value: float | None
    since: date | None = None
    checked_on: date | None = None

    @property
    def yes(self) -> bool | None:
        """The element as an answer; None when it is not known."""
        return None if self.value is None else self.value > 0


def element(call: Call, drug: str, name: str, on: date) -> Element:
    """An element of the access table of a drug (`anifrolumab-iv`) in force on a day."""
    stated = [
        value
        for value in call.definitions[f"access-{drug}"].numbers[name].values
        if value.since <= on and (value.until is None or on <= value.until)
    ]
    if not stated:
        return Element(None)
    last = stated[-1]
    value = None if last.value == _NOT_FOUND else last.value
    return Element(value, last.since, last.checked_on)


def regulation_day(case: Case, order: Treatment) -> date:
    """The day whose rules apply: that of the order, else of the stay, never later than today."""
    stay = case.picture.stay
    of_stay = stay.when if isinstance(stay, Known) else None
    return min(order.authored or of_stay or case.today, case.today)


def still_checked(case: Case, verdict: Verdict, *elements: Element) -> Verdict:
    """The verdict, or its finding as an info card when an element has not been checked for a year.

    The table of the rule needs a wording `to-recheck` with the slots {finding} and {checked}.
    """
    checks = [found.checked_on for found in elements if found.checked_on is not None]
    if not isinstance(verdict, Fires) or not checks:
        return verdict
    if (case.today - min(checks)).days <= case.call.number("access", "recheck_days"):
        return verdict
    finding = Term(f"{case.table.rule}.{verdict.wording}")
    return Fires(
        TO_RECHECK,
        slots={**verdict.slots, "finding": finding, "checked": min(checks)},
        facts={**verdict.facts, "checked_on": min(checks)},
        concern=verdict.concern,
        missing=verdict.missing,
    )
