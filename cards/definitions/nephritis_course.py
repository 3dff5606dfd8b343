"""The start and the severity of a nephritis: new treatment, severe form, new event."""

from datetime import date, timedelta

from cards.definitions.activity import severe_cns
from cards.definitions.glucocorticoids import course
from cards.definitions.nephritis import nephritis
from cards.definitions.nephritis_treatment import treatment_start
from cards.definitions.requested import says
from cds_service.model_api import Call

_CRESCENTS = ("crescent", "croissant")
_SEVERE_OUTSIDE_KIDNEY = ("cond.sle.lung", "cond.sle.aiha")


def at_its_start(call: Call, days: float) -> bool:
    """Whether the treatment of the nephritis, or the glucocorticoid course, began within days."""
    since = call.today - timedelta(days=days)
    present = call.once(course)
    if present is None or (present.start_certain and present.start >= since):
        return True
    began = call.once(treatment_start)
    return began is not None and began >= since


def severe_form(call: Call) -> bool:
    """Whether it is rapidly progressive, crescentic, stated severe, or severe elsewhere."""
    if call.once(nephritis).severe or severe_cns(call):
        return True
    problems = call.picture.problems
    listed = problems.active("cond.rpgn", *_SEVERE_OUTSIDE_KIDNEY)
    if any(not problem.in_remission for problem in listed):
        return True
    texts = (finding.text for finding in call.picture.results.findings("obs.ln-class"))
    return any(says(text, _CRESCENTS) for text in texts)


def new_event(call: Call, since: date) -> tuple[str, date | None]:
    """The newest documented severe flare since a day, else the onset of an active nephritis."""
    flares = call.picture.results.findings("obs.flare", since=since)
    severe = [f.when for f in flares if f.when is not None and "severe" in f.codes]
    if severe:
        return "flare", max(severe)
    state = call.once(nephritis)
    begun = max((day for day in (state.since, state.class_day) if day), default=None)
    if state.active and begun is not None and begun >= since:
        return "nephritis", begun
    return "", None
