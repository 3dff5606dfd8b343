"""Lupus nephritis: whether there is one, its class, and whether it is active.

Source: shared definition nephritis-state. The texts do not define "severe": numbers alone make it
possibly severe, the prescriber's statement or a rapidly progressive form decides.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.kidney_function import Change, latest_bounds, worst_fall
from cards.definitions.proteinuria import recent_upcr
from cards.definitions.requested import says
from cards.definitions.sediment import active_sediment
from cards.definitions.statements import unread_statement
from cds_service.model_api import Call, Gap, Known, Unknown

_STATE = "nephritis-state"
_CLASSES = ("I", "II", "III", "IV", "V", "VI")
_ROMAN = re.compile(r"\b(VI|IV|V|I{1,3})\b")
_WITHOUT = re.compile(r"\b(sans|pas de|aucun|no|without|0 ?%(?: de)?)\s+(cro|cre)", re.IGNORECASE)
_PROLIFERATIVE_OR_MEMBRANOUS = {"III", "IV", "V"}


@dataclass(frozen=True, slots=True)
class Nephritis:
    """What is known of the nephritis.

    `ever`: None when the problem list does not tell. `active`: None when undetermined.
    `severe`: True when stated, False when stated not to be, None when nobody said.
    """

    ever: bool | None
    active: bool | None
    severe: bool | None
    classes: frozenset[str]
    class_day: date | None
    since: date | None
    gaps: tuple[Gap, ...] = ()
    lasting: bool = False
    """Whether the problem list still carries it, neither resolved nor in remission."""

    @property
    def pure_v(self) -> bool:
        """Whether the biopsy shows class V alone."""
        return self.classes == {"V"}

    @property
    def proliferative(self) -> bool:
        """Whether the biopsy shows class III or IV, with or without V."""
        return bool(self.classes & {"III", "IV"})


def nephritis(call: Call) -> Nephritis:
    """The nephritis on the day of the call."""
    problems = call.picture.problems
    listed = problems.of("cond.ln")
    if problems.of("cond.sle"):
        # CIM-10 codes the nephritis as N08.5 beside M32.1; alone it covers every such disease.
        listed += problems.of("cond.ln.manifestation-only")
    classes, class_day = _biopsy_class(call)
    stated = _stated(call)
    ever = True if listed or classes or stated else problems.ever_had("cond.ln")
    # Without a problem-list entry, a biopsy class stands for a nephritis that nobody has closed.
    lasting = (bool(classes) and not listed) or any(
        problem.active and not problem.in_remission for problem in listed
    )
    active: bool | None = ever
    if ever:
        active = True if stated else _active(call, lasting, classes, class_day)
    onsets = [problem.since for problem in listed if problem.since is not None]
    gaps = problems.why_unknown("cond.ln") if ever is None else ()
    if ever and active is None:
        gaps = _upcr_gaps(call)
    return Nephritis(
        ever=ever,
        active=active,
        severe=stated,
        classes=classes,
        class_day=class_day,
        since=max(onsets) if onsets else class_day,
        gaps=gaps,
        lasting=lasting,
    )


def _upcr_gaps(call: Call) -> tuple[Gap, ...]:
    found = call.once(recent_upcr)
    return found.gaps if isinstance(found, Unknown) else ()


def _stated(call: Call) -> bool | None:
    window = timedelta(days=round(call.number(_STATE, "statement_days")))
    for finding in call.picture.results.findings("obs.ln-severe-active", since=call.today - window):
        if finding.boolean is not None and finding.when is not None:
            return finding.boolean
    problems = call.picture.problems
    progressive = problems.active("cond.rpgn") and problems.of("cond.sle")
    return True if progressive or _crescents(call) else None


def _crescents(call: Call) -> bool:
    """Whether the biopsy of the last year, as its class is written, shows crescents."""
    since = call.today - timedelta(days=round(call.number(_STATE, "biopsy_days")))
    return any(
        says(finding.text, ("crescent", "croissant")) and not _WITHOUT.search(finding.text)
        for finding in call.picture.results.findings("obs.ln-class", since=since)
    )


def _active(
    call: Call, lasting: bool, classes: frozenset[str], class_day: date | None
) -> bool | None:
    window = timedelta(days=round(call.number(_STATE, "biopsy_days")))
    recent_biopsy = class_day is not None and class_day >= call.today - window
    if recent_biopsy and classes & _PROLIFERATIVE_OR_MEMBRANOUS:
        return True
    if not lasting:
        return False
    upcr = call.once(recent_upcr)
    below = None
    if isinstance(upcr, Known):
        below = upcr.value.below(call.number(_STATE, "active_upcr_mg_per_g"))
    if below is False or active_sediment(call):
        return True
    return None if below is None else False


def possibly_severe(call: Call) -> bool:
    """Whether numbers may mean a severe form that nobody has stated or ruled out."""
    state = call.once(nephritis)
    if not state.active or state.severe is not None:
        return False
    stated_since = call.today - timedelta(days=round(call.number(_STATE, "statement_days")))
    if unread_statement(call, "obs.ln-severe-active", stated_since):
        return True
    upcr = call.once(recent_upcr)
    nephrotic = isinstance(upcr, Known) and (
        upcr.value.below(call.number(_STATE, "nephrotic_upcr_mg_per_g")) is False
    )
    window = timedelta(days=round(call.number(_STATE, "upcr_window_days")))
    rate = latest_bounds(call, call.today - window)
    failing = isinstance(rate, Known) and bool(rate.value.below(call.number(_STATE, "severe_egfr")))
    year = round(call.number(_STATE, "severe_fall_days"))
    fall = worst_fall(call, call.today - window, year)
    falling = isinstance(fall, Change) and (
        fall.fall_percent >= call.number(_STATE, "severe_egfr_fall_percent")
    )
    return nephrotic or failing or falling


def _biopsy_class(call: Call) -> tuple[frozenset[str], date | None]:
    found: list[tuple[date | None, frozenset[str]]] = [
        (finding.when, read_class(finding.text))
        for finding in call.picture.results.findings("obs.ln-class")
    ]
    for roman in _CLASSES:
        found += [
            (problem.since, frozenset({roman}))
            for problem in call.picture.problems.active(f"cond.ln.class-{roman.lower()}")
        ]
    readable = [(when, classes) for when, classes in found if classes]
    if not readable:
        return frozenset(), None
    newest = max((when for when, _ in readable if when is not None), default=None)
    together = frozenset().union(*(classes for when, classes in readable if when == newest))
    return together, newest


def read_class(text: str) -> frozenset[str]:
    """The classes named in a biopsy text such as `III+V` or `classe IV-S (A/C)`."""
    return frozenset(_ROMAN.findall(text.upper()))
