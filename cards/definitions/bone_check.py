"""What the record holds of bone protection: a recent bone density, vitamin D measured or given."""

from dataclasses import dataclass
from datetime import date

from cards.definitions.requested import requested, says
from cds_service.model_api import Call, Gap

_DENSITY = "obs.dxa"
_T_SCORES = ("obs.tscore.spine", "obs.tscore.femur", "obs.tscore.hip", "obs.tscore.forearm")
_DENSITY_WORDS = ("osteodensitometr", "densitometrie osseuse", "bone densit", "dxa", "dexa scan")
_VITAMIN_LEVEL, _VITAMIN_DRUG = "obs.vitamin-d", "med.vitd"


@dataclass(frozen=True, slots=True)
class Lack:
    """Whether something is lacking: True, False, or None with the gaps that leave it open."""

    lacking: bool | None
    gaps: tuple[Gap, ...] = ()


def density(call: Call, since: date) -> Lack:
    """Whether a bone density since a day is lacking, neither done nor asked for."""
    acts, results = call.picture.acts, call.picture.results
    # The French act codes are not in our sets: the name that comes with them is read.
    named = [act for act in acts.listed if not act.concepts and says(act.label, _DENSITY_WORDS)]
    done = [*acts.of(_DENSITY), *named]
    if any(act.when is not None and since <= act.when <= call.today for act in done):
        return Lack(False)
    if results.findings(_DENSITY, *_T_SCORES, since=since) or requested(call, (_DENSITY,)):
        return Lack(False)
    gaps = [Gap("bone-density", "date-missing", act.label) for act in done if act.when is None]
    channels = (acts.gap, acts.report_gap, results.gap)
    gaps += [Gap("bone-density", gap.why) for gap in channels if gap]
    return _lack(gaps)


def vitamin_d(call: Call, since: date) -> Lack:
    """Whether vitamin D since a day is lacking: neither measured, nor prescribed, nor asked for."""
    treatments, results = call.picture.treatments, call.picture.results
    if results.findings(_VITAMIN_LEVEL, since=since) or requested(call, (_VITAMIN_LEVEL,)):
        return Lack(False)
    for treatment in treatments.of(_VITAMIN_DRUG):
        last = treatment.last_planned_day or treatment.end or treatment.start
        if treatment.running or (last is not None and last >= since):
            return Lack(False)
    gaps = [Gap("vitamin-d", gap.why) for gap in (results.gap, *treatments.gaps) if gap]
    return _lack(gaps)


def _lack(gaps: list[Gap]) -> Lack:
    return Lack(None if gaps else True, tuple(dict.fromkeys(gaps)))
