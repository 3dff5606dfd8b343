"""How long belimumab has not been given, and whether the chart says why.

Source: Strasbourg series: interruptions of about two months were followed by worsening in 2 of 2.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.belimumab_exclusions import BELIMUMAB
from cards.definitions.belimumab_order import form
from cards.definitions.biologic_order import Form
from cds_service.model_api import Call, Gap, Treatment

_OTHERS = ("med.anifrolumab", "med.anti-cd20")
_INFECTION = ("cond.infection", "cond.infection.serious", "cond.acute-stress")
_SURGERY = "proc.surgery"


@dataclass(frozen=True, slots=True)
class Pause:
    """The last day of belimumab, its form, and the state: `none`, `running`, `ended`, `open`.

    `open` is an interruption that nobody called an end; `documented` says that a pause is on
    record (order on hold, infection or surgery since). `gaps` says what is missing.
    """

    state: str
    last: date | None = None
    form: Form = Form.UNKNOWN
    documented: bool = False
    gaps: tuple[Gap, ...] = ()


def pause(call: Call) -> Pause:
    """The interruption of belimumab on the day of the call, before any draft is signed."""
    treatments = call.picture.treatments
    taken = [t for t in treatments.now if t.is_a(BELIMUMAB) and _begun(call, t)]
    if not taken:
        return Pause("none", gaps=treatments.gaps)
    if any(t.status == "active" and (t.end is None or t.end >= call.today) for t in taken):
        return Pause("running")
    if any(treatments.takes(other) for other in _OTHERS):
        return Pause("ended")
    held = [t for t in taken if t.status == "on-hold"]
    latest = max(taken, key=lambda t: _last_day(call, t) or t.start or date.min)
    if not held and latest.stop_reasons:
        return Pause("ended")
    given = form(call, latest)
    last = _last_day(call, latest)
    if last is None and not held:
        return Pause("open", None, given, gaps=(Gap("treatment-end", "absent", latest.label),))
    known = [day for t in taken if (day := _last_day(call, t)) is not None]
    last = max(known, default=None)
    return Pause("open", last, given, documented=bool(held) or _explained(call, last))


def _begun(call: Call, treatment: Treatment) -> bool:
    known = {"active", "completed", "stopped", "on-hold"}
    return treatment.status in known and (treatment.start is None or treatment.start <= call.today)


def _last_day(call: Call, treatment: Treatment) -> date | None:
    """The last day a treatment was given, as far as the chart says."""
    listed = [day for step in treatment.steps for day in step.days if day <= call.today]
    if listed:
        return max(listed)
    end = treatment.end
    return end if end is not None and end <= call.today else None


def _explained(call: Call, last: date | None) -> bool:
    """Whether an infection or an operation since the last dose explains the pause."""
    if last is None:
        return False
    since = last - timedelta(days=round(call.number("belimumab", "iv_days")))
    events = [problem.since for problem in call.picture.problems.of(*_INFECTION)]
    events += [act.when for act in call.picture.acts.of(_SURGERY)]
    return any(day is not None and day >= since for day in events)
