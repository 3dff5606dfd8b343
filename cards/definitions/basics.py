"""The BASICs checklist of damage prevention: what each of its rules looks for, and how it speaks.

Source: BASICs (PNDS 2024, as reproduced in expert slides). All its rules share one concern, so that
they become one card, with one suggestion for each missing item. The yearly rhythm is a local
choice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.gates import adult_with_sle
from cards.definitions.inpatient import inpatient
from cards.definitions.requested import requested, says
from cds_service.model_api import (
    Call,
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Proposal,
    Quiet,
    RecommendVaccine,
    RequestService,
    Term,
    Verdict,
)

BASICS = Concern("", "basics")


@dataclass(frozen=True, slots=True)
class Item:
    """One point of the checklist: its name (also of its suggestion), whether it is lacking.

    `lacking` is None when that cannot be known; `gaps` says why. No `offer` when another rule of
    the same card makes it.
    """

    name: str
    lacking: bool | None
    offer: RequestService | RecommendVaccine | None
    gaps: tuple[Gap, ...] = ()


def outside_basics(case: Case) -> Quiet | CannotTell | None:
    """Why the checklist is not for this patient now, or None when it is."""
    outside = adult_with_sle(case)
    if isinstance(outside, CannotTell):
        return CannotTell(outside.missing, outside.facts, BASICS)
    if outside:
        return outside
    return Quiet("inpatient") if inpatient(case.call) else None


def judge(items: Sequence[Item]) -> Verdict:
    """Fires with every item that is lacking; says what cannot be known."""
    lacking = [item for item in items if item.lacking]
    gaps = tuple(dict.fromkeys(gap for item in items if item.lacking is None for gap in item.gaps))
    facts: dict[str, Fact] = {"lacking": ", ".join(item.name for item in lacking)}
    if not lacking:
        return CannotTell(gaps, facts, BASICS) if gaps else Quiet("up-to-date", facts)
    return Fires(
        "lacking",
        slots={"items": tuple(Term(f"basics.{item.name}") for item in lacking)},
        facts=facts,
        concern=BASICS,
        proposals=tuple(Proposal(item.name, (item.offer,)) for item in lacking if item.offer),
        missing=gaps,
    )


def year(case: Case) -> date:
    """The first day of the interval in which an item counts as done."""
    return case.today - timedelta(days=round(case.number("interval_days")))


def measured(call: Call, name: str, concepts: Sequence[str], since: date, service: str) -> Item:
    """A result that is lacking when none is dated within the interval and none is asked for."""
    results = call.picture.results
    offer = RequestService(service)
    if any(finding.when for finding in results.findings(*concepts, since=since)):
        return Item(name, False, offer)
    if requested(call, concepts):
        return Item(name, False, offer)
    if results.gap is not None:
        return Item(name, None, offer, (results.gap,))
    return Item(name, True, offer)


def advised(call: Call, name: str, words: Iterable[str], since: date, service: str) -> Item:
    """An advice or examination without a code, recognised by the words of an act or request."""
    acts, wanted = call.picture.acts, tuple(words)
    offer = RequestService(service)
    done = any(act.when and act.when >= since and says(act.label, wanted) for act in acts.listed)
    if done or requested(call, (), wanted):
        return Item(name, False, offer)
    gaps = tuple(gap for gap in (acts.gap, acts.report_gap) if gap)
    return Item(name, None if gaps else True, offer, gaps)


def vaccinated(
    call: Call, name: str, concept: str, offered: str, since: date | None = None
) -> Item:
    """A vaccine that is lacking when none was given since a day (ever, without one) or ordered."""
    given, offer = call.picture.immunizations, RecommendVaccine(offered)
    if any(since is None or (dose.when and dose.when >= since) for dose in given.of(concept)):
        return Item(name, False, offer)
    if call.picture.treatments.running(concept):
        return Item(name, False, offer)
    if given.gap is not None:
        return Item(name, None, offer, (given.gap,))
    return Item(name, True, offer)
