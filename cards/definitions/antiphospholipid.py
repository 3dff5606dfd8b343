"""Antiphospholipid antibodies and syndrome: which tests were positive, how often, what is listed.

Source: two positives at least 12 weeks apart are persistent (general knowledge). Each result is
read against the limit or the flag of its own report; kits are never compared.
"""

from dataclasses import dataclass, replace
from datetime import date

from cards.definitions.serology import positive, raised
from cds_service.model_api import Call, Gap, Measure

_TESTS = {
    "lupus-anticoagulant": ("obs.lupus-anticoagulant",),
    "anticardiolipin": ("obs.acl-igg", "obs.acl-igm"),
    "anti-b2gp1": ("obs.ab2gp1-igg", "obs.ab2gp1-igm"),
}
_SYNDROME, _CARRIER = "cond.aps", "cond.aps.lupus-anticoagulant"
# CIM-10 has no code of its own: D68.6 holds other thrombophilias, D68.8 is older usage.
_UNSPECIFIC, _LEGACY = "cond.aps.possible", "cond.aps.legacy-unspecific"


@dataclass(frozen=True, slots=True)
class Antiphospholipid:
    """Days of positive results by test, tests read as negative, and what the problem list says.

    `listed`: an antiphospholipid syndrome; `gaps`: why a positive result may be unseen.
    """

    positives: dict[str, tuple[date, ...]]
    negatives: frozenset[str]
    listed: bool
    persistent: bool
    gaps: tuple[Gap, ...]

    @property
    def triple(self) -> bool:
        """Whether all three tests were positive."""
        return all(self.positives.get(test) for test in _TESTS)

    @property
    def once_positive(self) -> bool:
        """Whether any test was positive, confirmed or not."""
        return any(self.positives.values())

    @property
    def last_positive(self) -> date | None:
        """The day of the newest positive result."""
        return max((day for days in self.positives.values() for day in days), default=None)

    @property
    def tested(self) -> bool:
        """Whether the profile is complete enough to be called negative."""
        known = self.negatives | {test for test, days in self.positives.items() if days}
        return "lupus-anticoagulant" in known and len(known) > 1


def antiphospholipid(call: Call) -> Antiphospholipid:
    """What the record says of antiphospholipid antibodies."""
    positives: dict[str, tuple[date, ...]] = {}
    negatives: set[str] = set()
    gaps: list[Gap] = []
    for test, concepts in _TESTS.items():
        answers = [answer for concept in concepts for answer in _answers(call, concept)]
        positives[test] = tuple(sorted({day for day, answer in answers if answer}))
        if any(answer is False for _, answer in answers):
            negatives.add(test)
        elif answers and not positives[test]:
            gaps.append(Gap("antiphospholipid", "limits-missing"))
    results = call.picture.results
    if results.gap is not None:
        gaps.append(Gap("antiphospholipid", results.gap.why))
    problems = call.picture.problems
    days = sorted(day for found in positives.values() for day in found)
    weeks = call.number("antiphospholipid", "persistence_weeks")
    confirmed = len(days) > 1 and (days[-1] - days[0]).days >= weeks * 7
    found = Antiphospholipid(
        positives=positives,
        negatives=frozenset(negatives),
        listed=False,
        persistent=confirmed or bool(problems.of(_CARRIER)),
        gaps=tuple(dict.fromkeys(gaps)),
    )
    listed = any(
        _UNSPECIFIC not in problem.concepts or found.once_positive or not found.tested
        for problem in problems.of(_SYNDROME)
    )
    return replace(found, listed=listed)


def possible_syndrome(call: Call) -> bool:
    """Whether an older code that only may mean the syndrome is listed."""
    return bool(call.picture.problems.of(_LEGACY))


def _answers(call: Call, concept: str) -> list[tuple[date, bool | None]]:
    """Day and answer of each dated result of a test, numeric or in words."""
    results = call.picture.results
    measure = Measure(f"antiphospholipid:{concept}", (concept,), "antiphospholipid", "U/mL")
    numeric = results.series(measure)
    found = [(result.when, raised(result)) for result in numeric]
    read = {result.source for result in numeric}
    for finding in results.findings(concept):
        if finding.when is not None and finding.source not in read:
            high = bool(finding.flags & {"H", "HH", "HU"})
            normal = finding.number is not None and "N" in finding.flags
            found.append((finding.when, True if high else (False if normal else positive(finding))))
    return found
