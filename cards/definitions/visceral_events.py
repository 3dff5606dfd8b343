"""New kidney or serous involvement since a treatment began.

Source: poster of Lille and Boulogne: a class IV+V nephritis at month 2 and a pericarditis at month
3, both on anifrolumab. New means: not there before the first dose.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.measures import UPCR
from cards.definitions.nephritis import nephritis
from cards.definitions.proteinuria import ill_on, reached, undisturbed
from cards.definitions.serology import positive
from cds_service.model_api import Amount, Call, Finding, Gap, Known, Result, Unknown

_TABLE = "visceral-events"
_STATE = "nephritis-state"
_SEROUS = ("cond.pericarditis", "cond.pleurisy")
_SEDIMENT = ("obs.urine-rbc", "obs.red-cell-casts")


@dataclass(frozen=True, slots=True)
class Event:
    """Whether it happened (None when unknown), when, the value if there is one, what is missing."""

    happened: bool | None
    when: date | None = None
    value: Known[Amount] | None = None
    source: str = ""
    gaps: tuple[Gap, ...] = ()


def new_proteinuria(call: Call, start: date) -> Event:
    """A ratio at or above 0.5 g/g that was below it before, or was never known to be above."""
    since = call.today - timedelta(days=round(call.number(_TABLE, "upcr_days")))
    found = call.picture.results.latest(UPCR, since=since)
    if isinstance(found, Unknown):
        return Event(None, gaps=found.gaps)
    now = next((r for r in call.once(undisturbed) if r.when >= since), None)
    if now is None:
        return Event(None, gaps=(Gap(UPCR.name, "disturbed"),))
    limit = call.number(_STATE, "active_upcr_mg_per_g")
    high = reached(now.value, limit)
    if not high or now.when < start:
        gaps = (Gap(UPCR.name, "only-bounds"),) if high is None else ()
        return Event(high if now.when >= start else False, gaps=gaps)
    value = Known(now.value, UPCR.unit, now.when, now.source)
    before = _before(call, start)
    if before is not None:
        was = reached(before.value, limit)
        return Event(None if was is None else not was, now.when, value)
    known_nephritis = _nephritis_before(call, start)
    gaps = (Gap("baseline", "absent-then"),)
    return Event(None if known_nephritis is not False else True, now.when, value, gaps=gaps)


def _before(call: Call, start: date) -> Result | None:
    """The newest ratio of the year before the first dose, that day included."""
    first = start - timedelta(days=round(call.number(_TABLE, "before_days")))
    return next((r for r in call.once(undisturbed) if first <= r.when <= start), None)


def _nephritis_before(call: Call, start: date) -> bool | None:
    """Whether a nephritis was known before the first dose."""
    state = call.once(nephritis)
    if not state.ever:
        return state.ever
    return state.since is None or state.since < start


def new_nephritis(call: Call, start: date) -> Event:
    """A nephritis put on the problem list, or seen on a biopsy, since the first dose."""
    state = call.once(nephritis)
    if state.ever and state.since is not None and state.since >= start:
        return Event(True, state.since)
    return Event(False)


def new_haematuria(call: Call, start: date) -> Event:
    """Red cells above the limit, or casts, that were not there in the year before."""
    first = start - timedelta(days=round(call.number(_TABLE, "before_days")))
    seen = [
        (finding.when, finding)
        for finding in call.picture.results.findings(*_SEDIMENT, since=first)
        if finding.when is not None and not ill_on(call, finding.when) and _shows(call, finding)
    ]
    recent = call.today - timedelta(days=round(call.number(_TABLE, "upcr_days")))
    now = [item for item in seen if item[0] > start and item[0] >= recent]
    if not now or any(when <= start for when, _ in seen):
        return Event(False)
    when, finding = now[0]
    return Event(True, when, source=finding.source)


def _shows(call: Call, finding: Finding) -> bool:
    if finding.number is not None:
        return finding.number > call.number(_STATE, "haematuria_per_field")
    return bool(positive(finding))


def new_serositis(call: Call, start: date) -> Event:
    """A pericarditis or pleurisy that began since the first dose; undated ones are unknown."""
    problems = call.picture.problems
    listed = [p for p in problems.active(*_SEROUS) if not p.in_remission]
    dated = [(p.since, p.reference) for p in listed if p.since is not None and p.since >= start]
    if dated:
        when, source = max(dated)
        return Event(True, when, source=source)
    unknown = problems.why_unknown(*_SEROUS)
    if any(problem.since is None for problem in listed):
        unknown += (Gap("serositis", "date-missing"),)
    return Event(None if unknown else False, gaps=unknown)
