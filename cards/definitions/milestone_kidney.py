"""Kidney function from the start of nephritis treatment to now, as the milestones judge it.

Source: EULAR 2025 (nephritis) recommendation 2. A loss under a RAAS blocker, an SGLT2 inhibitor or
a calcineurin inhibitor begun lately is to be interpreted: the drug is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.filtration_drugs import LOWERS_FILTRATION, begun_since
from cards.definitions.kidney_function import Change, change, unreadable_rate
from cds_service.model_api import (
    Amount,
    Case,
    ChartText,
    Fact,
    Gap,
    Quantity,
    Slot,
    Treatment,
    Unknown,
)


@dataclass(frozen=True, slots=True)
class KidneyCourse:
    """The two rates, whether function counts as lost, and the recent drugs that may explain it.

    `unread`: what was not sent or cannot be read; `absent`: what was not measured.
    """

    change: Change | None
    lost: bool
    recent: tuple[Treatment, ...] = ()
    unread: tuple[Gap, ...] = ()
    absent: tuple[Gap, ...] = ()

    @property
    def facts(self) -> dict[str, Fact]:
        """The loss in percent, for the trace."""
        known = self.change
        return {} if known is None else {"egfr_fall_percent": round(known.fall_percent, 1)}

    @property
    def slots(self) -> Mapping[str, Slot]:
        """The values of a card about lost function."""
        if self.change is None:
            return {}
        return {
            "egfr_before": Quantity(self.change.before.value, "mL/min/1.73m2", 0),
            "egfr_before_day": self.change.before.when,
            "egfr_after": Quantity(self.change.after.value, "mL/min/1.73m2", 0),
            "egfr_after_day": self.change.after.when,
            "loss": Quantity(self.change.fall_percent, "%", 1),
            "drugs": tuple(ChartText(treatment.label) for treatment in self.recent),
        }

    def wording(self, about: str) -> str:
        """The wording `about`, or its variant for a loss to be interpreted."""
        return f"{about}-to-interpret" if self.recent else about


def kidney_course(case: Case, start: date, opened: date) -> KidneyCourse:
    """From the rate nearest to day zero to the newest one since a day."""
    within = round(case.call.number("nephritis-treatment", "baseline_days"))
    found = change(case.call, start, within, opened)
    if isinstance(found, Unknown):
        unread = unreadable_rate(case.call, opened)
        return KidneyCourse(None, lost=False, unread=unread, absent=() if unread else found.gaps)
    loss = Amount.exactly(found.fall_percent)
    since = case.today - timedelta(days=round(case.number("expected_fall_days")))
    return KidneyCourse(
        found,
        lost=bool(loss.above(case.number("egfr_fall_percent"))),
        recent=begun_since(case.call, LOWERS_FILTRATION, since),
    )
