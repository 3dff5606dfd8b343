"""All treatments together: what replaces what, what is taken when, what is counted once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cds_service.picture.treatment import ENDED, RUNNING, Treatment
from cds_service.picture.values import Gap

STOPPING = frozenset({"stopped", "cancelled", "completed", "on-hold", "revoked"})
"""Statuses by which a draft ends a running order at signing."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A draft that ends running treatments without putting the same drug in their place."""

    draft: Treatment
    ended: tuple[Treatment, ...]


@dataclass(frozen=True, slots=True)
class Treatments:
    """Treatments as they stand once the drafts of the call are signed.

    `now` holds those before signing. `complete` is whether both orders were answered in full, so
    that an absent drug is a fact; otherwise `gaps` says why not.
    """

    after: tuple[Treatment, ...]
    now: tuple[Treatment, ...]
    drafts: tuple[Treatment, ...]
    stops: tuple[Stop, ...]
    today: date
    gaps: tuple[Gap, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether a drug that is not listed is certainly not ordered."""
        return not self.gaps

    def of(self, concept: str) -> tuple[Treatment, ...]:
        """Every systemic treatment of a concept, past, present and drafted."""
        return tuple(t for t in self.after if t.is_a(concept) and t.systemic)

    def running(self, concept: str) -> tuple[Treatment, ...]:
        """Treatments of a concept that run today or begin later, drafts included."""
        return tuple(
            t for t in self.of(concept) if t.running and (t.end is None or t.end >= self.today)
        )

    def takes(self, concept: str) -> bool | None:
        """Whether a concept is taken or planned; None when its absence is not a fact."""
        if any(not t.as_needed for t in self.running(concept)):
            return True
        unclear = any(t.status == "unknown" for t in self.of(concept))
        return None if unclear or not self.complete else False

    def ordered(self, concept: str) -> tuple[Treatment, ...]:
        """The drafts of this call that order a concept (selected ones, at order-select)."""
        return tuple(
            t for t in self.drafts
            if t.is_a(concept) and t.status not in STOPPING
            and t.draft is not None and t.draft.selected
        )  # fmt: skip


def settle(
    orders: Iterable[Treatment],
    drafts: Iterable[Treatment],
    statements: Iterable[Treatment],
    today: date,
    gaps: tuple[Gap, ...] = (),
) -> Treatments:
    """Resolve replacements and duplicates between orders, drafts and statements."""
    stored = _without_renewed(_replaced_by_orders(list(orders)))
    spoken = [t for t in statements if t.status not in {"not-taken", "intended"}]
    now = _with_statements(stored, spoken)
    signed = [t for t in drafts if t.drug.identified]
    after = list(stored)
    stops: list[Stop] = []
    for draft in signed:
        targets = [t for t in after if _replaces(draft, t)]
        stopping = draft.status in STOPPING
        begins = today if stopping else max(draft.start or today, today)
        after = [_ended_before(t, begins) if t in targets else t for t in after]
        if stopping:
            stops.append(Stop(draft, tuple(targets)))
    after += [t for t in signed if t.status not in STOPPING]
    return Treatments(
        after=tuple(_with_statements(after, spoken)),
        now=tuple(now),
        drafts=tuple(signed),
        stops=tuple(stops),
        today=today,
        gaps=gaps,
    )


def same_drug(one: Treatment, other: Treatment) -> bool:
    """Whether two treatments are the same active ingredient by the same kind of route."""
    if not one.ingredients & other.ingredients:
        return False
    return one.systemic == other.systemic and (
        not one.routes or not other.routes or bool(one.routes & other.routes)
    )


def _ended_before(treatment: Treatment, moment: date) -> Treatment:
    last = moment - timedelta(days=1)
    if treatment.end is not None and treatment.end <= last:
        return treatment
    return replace(treatment, end=last)


def _replaces(draft: Treatment, order: Treatment) -> bool:
    if order.status not in RUNNING:
        return False
    order_id = order.reference.rsplit("/", 1)[-1]
    draft_id = draft.reference.rsplit("/", 1)[-1]
    if order_id in {draft.replaces, draft_id}:
        return True
    return same_drug(draft, order) and not order.as_needed and not draft.as_needed


def _replaced_by_orders(orders: list[Treatment]) -> list[Treatment]:
    """An order that a newer one names as its prior prescription ends when that one begins."""
    successors = {t.replaces: t for t in orders if t.replaces and t.status in RUNNING | ENDED}
    settled = []
    for treatment in orders:
        successor = successors.get(treatment.reference.rsplit("/", 1)[-1])
        if successor is not None and treatment.status in RUNNING:
            settled.append(
                _ended_before(
                    treatment, successor.start or successor.authored or treatment.start or date.max
                )
            )
        else:
            settled.append(treatment)
    return settled


def _without_renewed(orders: list[Treatment]) -> list[Treatment]:
    """The same prescription written again later is a renewal, not a second dose."""
    settled = list(orders)
    for position, older in enumerate(orders):
        for newer in orders:
            if _renews(newer, older) and newer.start is not None:
                settled[position] = _ended_before(settled[position], newer.start)
    return settled


def _renews(newer: Treatment, older: Treatment) -> bool:
    if newer is older or newer.start is None or older.start is None:
        return False
    if newer.status != "active" or older.status != "active" or newer.start <= older.start:
        return False
    if not same_drug(newer, older) or newer.drug.strength != older.drug.strength:
        return False
    return newer.daily(newer.start) == older.daily(newer.start) and not newer.as_needed


def _with_statements(orders: list[Treatment], statements: list[Treatment]) -> list[Treatment]:
    """A statement about a drug that is also ordered says nothing more about its dose."""
    kept = []
    for statement in statements:
        ordered = [t for t in orders if t.status in RUNNING and same_drug(t, statement)]
        if statement.status in ENDED or not ordered:
            kept.append(statement)
        else:
            starts = [t.start for t in ordered if t.start is not None]
            if starts and statement.start is not None and statement.start < min(starts):
                kept.append(_ended_before(statement, min(starts)))
    return [*orders, *kept]
