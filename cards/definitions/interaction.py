"""Two drugs that meet because one of them is being ordered.

The partner may run already, be ordered in the same call, or have ended a short while ago. A new
order may be taken back; a running treatment never is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cds_service.model_api import (
    Call,
    CannotTell,
    ChartText,
    Concern,
    Gap,
    Proposal,
    Quiet,
    Slot,
    Treatment,
    WithdrawDraft,
)

_ENDED = {"completed", "stopped"}
_END_NOT_TOLD = {"on-hold", "unknown"}


def _names(*treatments: Treatment) -> tuple[ChartText, ...]:
    return tuple(ChartText(label) for label in dict.fromkeys(t.label for t in treatments))


@dataclass(frozen=True, slots=True)
class Exposure:
    """Treatments of some concepts that count, drafts included, and why others may be missing."""

    taken: tuple[Treatment, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One treatment of each side, and the drafts of each side among the orders of the call."""

    one: Treatment
    other: Treatment
    one_drafts: tuple[Treatment, ...]
    other_drafts: tuple[Treatment, ...]

    @property
    def draft(self) -> Treatment:
        """The order that the advice is about."""
        return (self.other_drafts or self.one_drafts)[0]

    @property
    def slots(self) -> dict[str, Slot]:
        """The two drugs and the draft as the chart writes them: `drug`, `partner`, `draft`."""
        return {
            "drug": _names(self.one, *self.one_drafts),
            "partner": _names(self.other, *self.other_drafts),
            "draft": _names(*(self.other_drafts or self.one_drafts)),
        }

    @property
    def withdrawals(self) -> tuple[Proposal, ...]:
        """Take back the draft; with a draft on each side, one or the other."""
        if self.one_drafts and self.other_drafts:
            return (
                _withdraw("withdraw-partner", self.other_drafts, alternative=True),
                _withdraw("withdraw-drug", self.one_drafts, alternative=True),
            )
        return (_withdraw("withdraw", self.other_drafts or self.one_drafts),)


@dataclass(frozen=True, slots=True)
class Apart:
    """An order of one side whose partner is not there, or, with `gaps`, may be there unseen."""

    draft: Treatment
    gaps: tuple[Gap, ...]


def _withdraw(key: str, drafts: Iterable[Treatment], *, alternative: bool = False) -> Proposal:
    return Proposal(key, tuple(WithdrawDraft(draft) for draft in drafts), alternative)


def new_orders(call: Call, *concepts: str) -> tuple[Treatment, ...]:
    """The drafts of the call that order one of the concepts for the whole body."""
    treatments = call.picture.treatments
    found = (t for concept in concepts for t in treatments.ordered(concept) if t.systemic)
    return tuple({treatment.reference: treatment for treatment in found}.values())


def exposure(call: Call, concepts: Iterable[str], days_after: int = 0) -> Exposure:
    """What is taken or planned once the call is signed, or ended less than some days ago."""
    treatments = call.picture.treatments
    taken: list[Treatment] = []
    gaps: list[Gap] = list(treatments.gaps)
    found = (t for concept in concepts for t in treatments.of(concept))
    for treatment in {t.reference: t for t in found}.values():
        if treatment.running or (days_after and treatment.status in _ENDED):
            last = treatment.end
            if last is None and not treatment.running:
                gaps.append(Gap("treatment-end", "date-missing", treatment.label))
            elif last is None or (call.today - last).days < max(days_after, 1):
                taken.append(treatment)
        elif treatment.status == "unknown" or (days_after and treatment.status in _END_NOT_TOLD):
            gaps.append(Gap("treatment-end", "not-stated", treatment.label))
    return Exposure(tuple(taken), tuple(dict.fromkeys(gaps)))


def meeting(
    call: Call, ones: tuple[str, ...], others: tuple[str, ...], ones_days_after: int = 0
) -> Meeting | Apart | None:
    """Whether an order makes two drugs meet; None without an order of either.

    The first side counts up to `ones_days_after` days after its end.
    """
    one_drafts, other_drafts = new_orders(call, *ones), new_orders(call, *others)
    if not one_drafts and not other_drafts:
        return None
    one_side = exposure(call, ones, ones_days_after if other_drafts else 0)
    other_side = exposure(call, others)
    if one_side.taken and other_side.taken:
        one = max(one_drafts or one_side.taken, key=_lasts)
        other = max(other_drafts or other_side.taken, key=_lasts)
        return Meeting(one, other, one_drafts, other_drafts)
    missing = (other_side.gaps if not other_side.taken else ()) + (
        one_side.gaps if not one_side.taken else ()
    )
    return Apart((other_drafts or one_drafts)[0], tuple(dict.fromkeys(missing)))


def _lasts(treatment: Treatment) -> date:
    return treatment.end or date.max


def undecided(*found: Apart | None) -> CannotTell | Quiet:
    """The verdict when no pair of drugs meets: what may be unseen, else quiet."""
    apart = [one for one in found if one is not None]
    if not apart:
        return Quiet("no-such-order")
    gaps = tuple(dict.fromkeys(gap for one in apart for gap in one.gaps))
    concern = Concern(apart[0].draft.reference, "interaction")
    return CannotTell(gaps, concern=concern) if gaps else Quiet("no-interaction")
