"""Remission by the DORIS definition, with each of its components. Three-valued.

Source: DORIS 2021. Clinical SLEDAI 0 (serology left out), physician global assessment strictly
below 0.5 of 3, prednisone-equivalent at most 5 mg/day. Antimalarials, immunosuppressants and
biologics are allowed, serology is ignored, no duration is required.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.gc_kinds import pulses
from cards.definitions.glucocorticoids import dose_on
from cards.definitions.measures import CLINICAL_SLEDAI, PGA, SELENA_SLEDAI, SLEDAI_2K
from cards.definitions.scores import score
from cds_service.model_api import Amount, Call, Gap, Known, Unknown, all_true

_TABLE = "doris"
_FLARES = {"mild-moderate", "severe"}


@dataclass(frozen=True, slots=True)
class Component:
    """One component of a target: met or not (None when unknown), its value, what is missing.

    `by` names what decided when it is not the component's own measure: another instrument, or
    a `pulse`.
    """

    met: bool | None
    value: Known[Amount] | None
    gaps: tuple[Gap, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Doris:
    """The state (None when unknown) and its three components; `gaps` of the unknown ones."""

    state: bool | None
    clinical_sledai: Component
    pga: Component
    prednisone: Component

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing, component by component."""
        parts = (self.clinical_sledai, self.pga, self.prednisone)
        return tuple(dict.fromkeys(gap for part in parts if part.met is None for gap in part.gaps))


def doris(call: Call) -> Doris:
    """DORIS on the day of the call."""
    return doris_on(call, call.today)


def doris_on(call: Call, on: date) -> Doris:
    """DORIS on a day, from the scores that still held then and the dose of that day."""
    clinical = _clinical_sledai(call, on)
    physician = _pga(call, on)
    dose = prednisone_at_most(call, call.number(_TABLE, "prednisone_mg_per_day", on), on)
    state = all_true((clinical.met, physician.met, dose.met))
    return Doris(state, clinical, physician, dose)


def doris_in_force(call: Call, on: date | None = None) -> bool:
    """Whether the definition had been published on a day."""
    number = call.definitions[_TABLE].numbers["pga"]
    return number.on(on or call.today) is not None


def _clinical_sledai(call: Call, on: date) -> Component:
    """The clinical score itself, else what a total says for certain.

    Serology adds at most four points: a SLEDAI-2K of 0 has no clinical item, any total above 4
    has one. A SELENA-SLEDAI of 0 proves nothing, since it leaves persistent proteinuria out.
    """
    serology = call.number(_TABLE, "serology_points", on)
    clinical, total, selena = (
        score(call, measure, on) for measure in (CLINICAL_SLEDAI, SLEDAI_2K, SELENA_SLEDAI)
    )
    told: list[tuple[date, int, bool, Known[Amount], str]] = []
    if isinstance(clinical, Known):
        active = clinical.value.above(call.number(_TABLE, "clinical_sledai", on))
        if active is not None:
            told.append((clinical.when or on, 2, not active, clinical, ""))
    if isinstance(total, Known):
        if total.value.zero and not _newer_unread(call, total.when or on, on):
            told.append((total.when or on, 1, True, total, SLEDAI_2K.name))
        elif total.value.above(serology):
            told.append((total.when or on, 1, False, total, SLEDAI_2K.name))
    if isinstance(selena, Known) and selena.value.above(serology):
        told.append((selena.when or on, 0, False, selena, SELENA_SLEDAI.name))
    if not told:
        gaps = (
            clinical.gaps
            if isinstance(clinical, Unknown)
            else (Gap(CLINICAL_SLEDAI.name, "only-bounds"),)
        )
        return Component(None, None, gaps)
    when, _, met, value, by = max(told, key=lambda item: item[:2])
    if met and flares_between(call, when + timedelta(days=1), on):
        return Component(None, value, (Gap(CLINICAL_SLEDAI.name, "flare-since"),), by)
    return Component(met, value, by=by)


def _newer_unread(call: Call, since: date, until: date) -> bool:
    """Whether a clinical score of that time came in a form that cannot be read."""
    unread = call.picture.results.unusable(CLINICAL_SLEDAI)
    return any(when is None or since <= when <= until for when, _ in unread)


def _pga(call: Call, on: date) -> Component:
    found = score(call, PGA, on)
    if isinstance(found, Unknown):
        return Component(None, None, found.gaps)
    met = found.value.below(call.number(_TABLE, "pga", on))
    return Component(met, found, () if met is not None else (Gap(PGA.name, "only-bounds"),))


def prednisone_at_most(call: Call, limit_mg: float, on: date) -> Component:
    """Whether the prednisone-equivalent dose of a day is within a limit; a recent pulse is not."""
    dose = dose_on(call, on)
    source = dose.sources[0].reference if dose.sources else ""
    value = Known(dose.daily, "mg/d", on, source)
    if _pulse_before(call, on):
        return Component(False, value, by="pulse")
    above = dose.daily.above(limit_mg, prednisone_rounding(call))
    if above is not None:
        return Component(not above, value)
    return Component(None, value, dose.gaps or (Gap("dose", "range-around-limit"),))


def prednisone_rounding(call: Call) -> float:
    """The rounding tolerated around a dose, in mg/day."""
    return call.number(_TABLE, "rounding_mg")


def _pulse_before(call: Call, on: date) -> bool:
    since = on - timedelta(days=round(call.number("glucocorticoid-phase", "pulse_days")))
    return any(
        pulse.start is not None
        and pulse.start <= on
        and min(pulse.last_planned_day or pulse.start, on) >= since
        for pulse in call.once(pulses)
    )


def flares_between(call: Call, since: date, until: date) -> tuple[date, ...]:
    """The days on which a flare was documented between two days (inclusive), newest first."""
    return tuple(
        flare.when
        for flare in call.picture.results.findings("obs.flare", since=since)
        if flare.when is not None
        and flare.when <= until
        and (bool(flare.codes & _FLARES) or flare.boolean is True)
    )
