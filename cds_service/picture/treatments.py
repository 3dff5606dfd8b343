"""All treatments together: what replaces what, what is taken when, what is counted once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import permutations

from cds_service.evidence.references import bare_id
from cds_service.evidence.resources import MedicationRequest
from cds_service.picture.treatment import ENDED, RUNNING, STOPPING, TAKEN, Treatment
from cds_service.picture.values import Gap


@dataclass(frozen=True, slots=True)
class Stop:
    """A draft that ends running treatments without putting the same drug in their place."""

    draft: Treatment
    ended: tuple[Treatment, ...]


@dataclass(frozen=True, slots=True)
class Treatments:
    """Treatments as they stand once the drafts of the call are signed.

    `now` holds those before signing. `complete` is whether both orders were answered in full, so
    that an absent drug is a fact; otherwise `gaps` says why not. `unread` are the drafts of
    which nobody knows what they order (at order-select the selected ones); they are nowhere else.
    """

    after: tuple[Treatment, ...]
    now: tuple[Treatment, ...]
    drafts: tuple[Treatment, ...]
    stops: tuple[Stop, ...]
    today: date
    gaps: tuple[Gap, ...] = ()
    unread: tuple[Gap, ...] = ()
    _of: dict[str, tuple[Treatment, ...]] = field(default_factory=dict, compare=False)

    @property
    def complete(self) -> bool:
        """Whether a drug that is not listed is certainly not ordered."""
        return not self.gaps

    def of(self, concept: str) -> tuple[Treatment, ...]:
        """Every systemic treatment of a concept, past, present and drafted."""
        found = self._of.get(concept)
        if found is None:
            found = tuple([t for t in self.after if t.is_a(concept) and t.systemic])
            self._of[concept] = found
        return found

    def running(self, concept: str) -> tuple[Treatment, ...]:
        """Treatments of a concept that run today or begin later, drafts included."""
        return tuple(
            [t for t in self.of(concept) if t.running and (t.end is None or t.end >= self.today)]
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
            [
                t for t in self.drafts
                if t.is_a(concept) and t.status not in STOPPING
                and t.draft is not None and t.draft.selected
            ]
        )  # fmt: skip


def settle(
    orders: Iterable[Treatment],
    drafts: Iterable[Treatment],
    statements: Iterable[Treatment],
    today: date,
    gaps: tuple[Gap, ...] = (),
    unread: tuple[Gap, ...] = (),
) -> Treatments:
    """Resolve replacements and duplicates between orders, drafts and statements.

    `gaps` says why the stored treatments may not be all there, `unread` which drafts are not.
    """
    stored = _without_renewed(_replaced_by_orders(list(orders)))
    drafted = list(drafts)
    unnamed = tuple(
        Gap("medications", "drug-not-identified", treatment.reference)
        for treatment in stored
        if treatment.running and not treatment.drug.identified
    )
    nameless = [draft for draft in drafted if _only_refers_to_a_drug(draft)]
    gaps += unnamed + tuple(gap for gap in unread if gap.why != "other-patient")
    gaps += tuple(_not_sent(draft) for draft in nameless)
    spoken = [t for t in statements if t.status not in {"not-taken", "intended"}]
    now = _with_statements(stored, spoken)
    signed = [t for t in drafted if t.drug.identified]
    after = list(stored)
    stops: list[Stop] = []
    for draft in signed:
        targets = [t for t in after if _replaces(draft, t)]
        stopping = draft.status in STOPPING
        if stopping and any(_names(draft, t) for t in after):
            # A stop that names one of several orders of a drug leaves the others.
            targets = [t for t in targets if _names(draft, t)]
        begins = today if stopping else max(draft.start or today, today)
        replaced = {id(target) for target in targets}
        after = [t.ended_before(begins) if id(t) in replaced else t for t in after]
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
        unread=unread + tuple(_not_sent(d) for d in nameless if d.draft and d.draft.selected),
    )


def _only_refers_to_a_drug(draft: Treatment) -> bool:
    """Whether a draft names a drug elsewhere; one without any drug is still being written."""
    if draft.draft is None or draft.drug.identified or draft.label or not draft.running:
        return False
    order = draft.draft.resource
    return isinstance(order, MedicationRequest) and order.medicationReference is not None


def _not_sent(draft: Treatment) -> Gap:
    return Gap("medications", "drug-not-sent", draft.reference)


def same_drug(one: Treatment, other: Treatment) -> bool:
    """Whether two treatments are the same active ingredient by the same kind of route."""
    if not one.ingredients & other.ingredients:
        return False
    return one.systemic == other.systemic and (
        not one.routes or not other.routes or bool(one.routes & other.routes)
    )


def _replaces(draft: Treatment, order: Treatment) -> bool:
    if order.status not in RUNNING:
        return False
    if _names(draft, order):
        return True
    return same_drug(draft, order) and not order.as_needed and not draft.as_needed


def _names(draft: Treatment, order: Treatment) -> bool:
    """Whether the draft carries the order's id, or names it as its prior prescription."""
    return bare_id(order.reference) in {draft.replaces, bare_id(draft.reference)}


def _replaced_by_orders(orders: list[Treatment]) -> list[Treatment]:
    """An order that a newer one names as its prior prescription ends when that one begins."""
    successors = {t.replaces: t for t in orders if t.replaces and t.status in TAKEN}
    if not successors:
        return orders
    settled = []
    for treatment in orders:
        successor = successors.get(bare_id(treatment.reference))
        if successor is not None and treatment.status in RUNNING:
            begins = successor.start or successor.authored or treatment.start or date.max
            settled.append(treatment.ended_before(begins))
        else:
            settled.append(treatment)
    return settled


def _without_renewed(orders: list[Treatment]) -> list[Treatment]:
    """The same prescription written again later is a renewal, not a second dose."""
    by_ingredients: dict[frozenset[str], list[Treatment]] = {}
    for treatment in orders:
        if treatment.status == "active":
            by_ingredients.setdefault(treatment.ingredients, []).append(treatment)
    renewed: dict[int, date] = {}
    for alike in by_ingredients.values():
        for older, newer in permutations(alike, 2):
            if newer.start is not None and _renews(newer, older):
                renewed[id(older)] = min(newer.start, renewed.get(id(older), newer.start))
    return [t.ended_before(renewed[id(t)]) if id(t) in renewed else t for t in orders]


def _renews(newer: Treatment, older: Treatment) -> bool:
    if newer.start is None or older.start is None or newer.start <= older.start:
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
                kept.append(statement.ended_before(min(starts)))
    return [*orders, *kept]
