"""Dosage instructions: daily, every other day, weekly, alternating, tapering, on demand."""

from tests.vignettes import concepts
from tests.vignettes.dates import Clock, Span
from tests.vignettes.quantities import dose_and_rate
from tests.vignettes.wording import Json, Said, check_words

STEP_WORDS = {"dose", "per_day", "every", "on", "times", "when", "for", "prn", "text", "timing"}
WORDS = STEP_WORDS | {"steps", "alternate", "doses", "route", "since", "until", "in", "bounds"}


def dosages(said: Json, clock: Clock, usual_route: str | None) -> list[Json]:
    """All dosage instructions of one order; none when nothing is said about the dose."""
    route = said.get("route", usual_route)
    if "steps" in said:
        made = _steps(said, clock)
    elif "alternate" in said:
        parts = said["alternate"]
        every = f"{len(parts)} d"
        made = [_one({"dose": dose, "every": every}, 1) for dose in parts]
    elif "doses" in said:
        made = [_one(part, 1) for part in said["doses"]]
    elif said.keys() & STEP_WORDS - {"for"}:
        made = [_one({word: said[word] for word in said.keys() & STEP_WORDS - {"for"}}, None)]
    else:
        return []
    if "steps" not in said:
        period = course(said, clock)
        for dosage in made:
            if period and "timing" in dosage and "repeat" in dosage["timing"]:
                dosage["timing"]["repeat"] = {"boundsPeriod": period, **dosage["timing"]["repeat"]}
    if route and route != "none":
        for dosage in made:
            dosage["route"] = concepts.route(route)
    return made


def course(said: Json, clock: Clock) -> Json:
    """The first and last day of an order, as far as the vignette tells them."""
    period: Json = {}
    start = Span.of(said["in"]).after(clock.today) if "in" in said else None
    if "since" in said:
        start = clock.ago(said["since"])
    if start:
        period["start"] = start.isoformat()
    if "until" in said:
        period["end"] = clock.ago(said["until"]).isoformat()
    elif "for" in said:
        end = Span(1, "d").before(Span.of(said["for"]).after(start or clock.today))
        period["end"] = end.isoformat()
    return period


def _steps(said: Json, clock: Clock) -> list[Json]:
    """Taper steps: each with its duration, or with its dates when `bounds: dates`."""
    made, start = [], clock.ago(said["since"]) if "since" in said else clock.today
    for number, step in enumerate(said["steps"], start=1):
        check_words(step, STEP_WORDS, "a taper step")
        dosage = _one({word: step[word] for word in step.keys() - {"for"}}, number)
        bounds: Json = {}
        if said.get("bounds") == "dates":
            bounds = {"boundsPeriod": {"start": start.isoformat()}}
        if "for" in step:
            span = Span.of(step["for"])
            if said.get("bounds") == "dates":
                last = Span(1, "d").before(span.after(start))
                bounds["boundsPeriod"]["end"] = last.isoformat()
                start = span.after(start)
            else:
                unit = {"value": span.count, "unit": span.unit, "system": concepts.UCUM}
                bounds = {"boundsDuration": {**unit, "code": {"y": "a"}.get(span.unit, span.unit)}}
        dosage["timing"]["repeat"] = {**bounds, **dosage["timing"]["repeat"]}
        made.append(dosage)
    return made


def _one(said: Json, sequence: int | None) -> Json:
    """One dosage instruction."""
    check_words(said, STEP_WORDS, "a dose")
    made: Json = {"sequence": sequence} if sequence else {}
    if "text" in said:
        made["text"] = said["text"]
    if "timing" in said:
        made["timing"] = said["timing"]
    elif said.keys() & {"dose", "per_day", "every", "on", "times", "when"}:
        made["timing"] = {"repeat": _repeat(said)}
    if said.get("prn"):
        made["asNeededBoolean"] = True
    if "dose" in said:
        made["doseAndRate"] = [dose_and_rate(said["dose"])]
    return made


def _repeat(said: Json) -> Json:
    """How often: once a day unless said otherwise."""
    every = Span.of(said.get("every", "1 d"))
    repeat: Json = {"count": said["times"]} if "times" in said else {}
    if "when" not in said:
        repeat["frequency"] = said.get("per_day", 1)
    repeat |= {"period": every.count, "periodUnit": {"y": "a"}.get(every.unit, every.unit)}
    if "on" in said:
        repeat["dayOfWeek"] = _words(said["on"])
    if "when" in said:
        repeat["when"] = _words(said["when"])
    return repeat


def _words(said: Said) -> list[str]:
    return [said] if isinstance(said, str) else list(said)
