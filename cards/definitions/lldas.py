"""Low disease activity (LLDAS), with each of its components. Three-valued.

Source: LLDAS 2016. SLEDAI-2K at most 4 (serology counts) without activity in a major organ,
haemolytic anaemia or gut activity; no new activity since the visit before; SELENA physician global
assessment at most 1; prednisone-equivalent at most 7.5 mg/day; standard maintenance doses. It
keeps its own 7.5 mg: the 5 mg of the guidelines is another target.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.doris import Component, prednisone_at_most
from cards.definitions.measures import CLINICAL_SLEDAI, PGA, SLEDAI_2K, UPCR
from cards.definitions.nephritis import nephritis
from cards.definitions.proteinuria import undisturbed
from cards.definitions.scores import score, score_days
from cards.definitions.sediment import active_sediment
from cards.definitions.visits import new_activity
from cds_service.model_api import Amount, Call, Gap, Known, Unknown, all_true, any_true

_TABLE = "lldas"
_ORGANS = (
    "cond.npsle",
    "cond.npsle.manifestation-only",
    "cond.sle.lung",
    "cond.sle.endocarditis",
    "cond.pericarditis",
    "cond.pleurisy",
)
_BLOOD_AND_GUT = ("cond.haemolytic-anaemia", "cond.gut-vasculitis")
_CAPPED = (
    ("med.hydroxychloroquine", "hydroxychloroquine_mg_per_day", 1),
    ("med.methotrexate", "methotrexate_mg_per_week", 7),
    ("med.azathioprine", "azathioprine_mg_per_day", 1),
    ("med.mycophenolate.sodium", "mycophenolate_sodium_mg_per_day", 1),
    ("med.mycophenolate", "mycophenolate_mofetil_mg_per_day", 1),
    ("med.leflunomide", "leflunomide_mg_per_day", 1),
)


@dataclass(frozen=True, slots=True)
class Lldas:
    """The state (None when unknown) and its components; `gaps` of the unknown ones."""

    state: bool | None
    sledai: Component
    organs: Component
    no_new_activity: Component
    pga: Component
    prednisone: Component
    doses: Component

    @property
    def components(self) -> dict[str, Component]:
        """The components by their term in the glossary."""
        return {
            "lldas.sledai": self.sledai,
            "lldas.organs": self.organs,
            "lldas.no-new-activity": self.no_new_activity,
            "lldas.pga": self.pga,
            "lldas.prednisone": self.prednisone,
            "lldas.doses": self.doses,
        }

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing, component by component."""
        parts = self.components.values()
        return tuple(dict.fromkeys(gap for part in parts if part.met is None for gap in part.gaps))


def lldas(call: Call) -> Lldas:
    """LLDAS on the day of the call."""
    return lldas_on(call, call.today)


def lldas_on(call: Call, on: date) -> Lldas:
    """LLDAS on a day, from the scores that still held then and the doses of that day."""
    sledai = _sledai(call, on)
    found = Lldas(
        state=None,
        sledai=sledai,
        organs=_organs(call, on, sledai),
        no_new_activity=_no_new_activity(call, on),
        pga=_pga(call, on),
        prednisone=prednisone_at_most(call, call.number(_TABLE, "prednisone_mg_per_day", on), on),
        doses=_doses(call, on),
    )
    return _with_state(found)


def _with_state(found: Lldas) -> Lldas:
    parts = found.components.values()
    return Lldas(all_true(part.met for part in parts), *parts)


def _sledai(call: Call, on: date) -> Component:
    """The SLEDAI-2K total; without it a clinical score above the limit says no, never yes."""
    limit = call.number(_TABLE, "sledai_2k", on)
    total = score(call, SLEDAI_2K, on)
    if isinstance(total, Known):
        above = total.value.above(limit)
        gaps = (Gap(SLEDAI_2K.name, "only-bounds"),) if above is None else ()
        return Component(None if above is None else not above, total, gaps)
    clinical = score(call, CLINICAL_SLEDAI, on)
    if isinstance(clinical, Known) and clinical.value.above(limit):
        return Component(False, clinical, by=CLINICAL_SLEDAI.name)
    return Component(None, None, total.gaps)


def _organs(call: Call, on: date, sledai: Component) -> Component:
    """Major organs, red cells and gut; absence from an answered problem list is enough."""
    kidney, kidney_gaps = _kidney(call, on, sledai)
    problems = call.picture.problems
    listed = [
        problem
        for problem in problems.active(*_ORGANS, *_BLOOD_AND_GUT)
        if not problem.in_remission and (problem.since is None or problem.since <= on)
    ]
    brain = _stated(call, "obs.cns-severe-active", on)
    unknown = problems.why_unknown(*_ORGANS, *_BLOOD_AND_GUT)
    active = any_true((bool(listed), bool(brain), kidney, None if unknown else False))
    return Component(None if active is None else not active, None, (*unknown, *kidney_gaps))


def _kidney(call: Call, on: date, sledai: Component) -> tuple[bool | None, tuple[Gap, ...]]:
    severe = _stated(call, "obs.ln-severe-active", on)
    if severe:
        return True, ()
    if on == call.today and active_sediment(call):
        return True, ()
    since = on - timedelta(days=score_days(call))
    upcr = call.picture.results.latest(UPCR, since=since, until=on)
    undisturbed_one = next((r for r in call.once(undisturbed) if since <= r.when <= on), None)
    if isinstance(upcr, Known) and undisturbed_one is not None:
        below = undisturbed_one.value.below(call.number("nephritis-state", "active_upcr_mg_per_g"))
        gaps = (Gap(UPCR.name, "only-bounds"),) if below is None else ()
        return None if below is None else not below, gaps
    total = sledai.value
    if sledai.met and total is not None and total.value.zero:
        return False, ()
    state = call.once(nephritis)
    if state.ever is False or (state.ever and state.active is False):
        return False, ()
    disturbed = (Gap(UPCR.name, "disturbed"),)
    missing = upcr.gaps if isinstance(upcr, Unknown) else disturbed
    return None, missing if state.ever else state.gaps


def _stated(call: Call, concept: str, on: date) -> bool | None:
    since = on - timedelta(days=score_days(call))
    for finding in call.picture.results.findings(concept, since=since):
        if finding.boolean is not None and finding.when is not None and finding.when <= on:
            return finding.boolean
    return None


def _no_new_activity(call: Call, on: date) -> Component:
    since = new_activity(call, on)
    value = None
    if since.now is not None:
        value = Known(since.now.value, since.now.instrument, since.now.when, since.now.source)
    return Component(None if since.new is None else not since.new, value, since.gaps)


def _pga(call: Call, on: date) -> Component:
    found = score(call, PGA, on)
    if isinstance(found, Unknown):
        return Component(None, None, found.gaps)
    above = found.value.above(call.number(_TABLE, "pga", on))
    gaps = (Gap(PGA.name, "only-bounds"),) if above is None else ()
    return Component(None if above is None else not above, found, gaps)


def _doses(call: Call, on: date) -> Component:
    """Whether every drug with a usual maintenance limit is within it."""
    gaps: list[Gap] = list(call.picture.treatments.gaps)
    within: list[bool | None] = [None if gaps else True]
    for drug, limit, days in _CAPPED:
        daily = _daily(call, drug, on)
        if isinstance(daily, Unknown):
            gaps.extend(daily.gaps)
            within.append(None)
            continue
        above = daily.times(days).above(call.number(_TABLE, limit, on))
        if above is None:
            gaps.append(Gap("dose", "range-around-limit"))
        within.append(None if above is None else not above)
    return Component(all_true(within), None, tuple(dict.fromkeys(gaps)))


def _daily(call: Call, drug: str, on: date) -> Amount | Unknown:
    """The dose of a drug on a day, mycophenolate sodium apart from mofetil."""
    total = Amount.exactly(0.0)
    for treatment in call.picture.treatments.of(drug):
        if drug == "med.mycophenolate" and treatment.is_a("med.mycophenolate.sodium"):
            continue
        if treatment.as_needed or not treatment.taken_on(on):
            continue
        daily = treatment.daily(on)
        if isinstance(daily, Unknown):
            return daily
        total += daily
    return total
