"""Where the order is written: a hospital stay, a day hospital, or not told."""

from __future__ import annotations

from cds_service.evidence.evidence import Evidence
from cds_service.evidence.references import bare_id
from cds_service.evidence.resources import Encounter
from cds_service.picture.dates import start_of
from cds_service.picture.problems import gap_of
from cds_service.picture.values import Gap, Known, Unknown

HOSPITAL = "hospital"
DAY_HOSPITAL = "day-hospital"

_STAY_CLASSES = {"IMP", "ACUTE", "NONAC", "SS"}
_STAY_TYPES = "https://lupus-cds.example/fhir/CodeSystem/lupus-stay"
_GOING_ON = {"arrived", "triaged", "in-progress", "onleave"}


def read_stay(evidence: Evidence) -> Known[str] | Unknown:
    """The kind of stay (`hospital`, `day-hospital`) and its first day.

    An ambulatory class alone does not tell.
    """
    encounters = evidence.of(Encounter)
    if evidence.encounter_id:
        wanted = bare_id(evidence.encounter_id)
        encounters = [encounter for encounter in encounters if encounter.id == wanted]
    else:
        encounters = [encounter for encounter in encounters if encounter.status in _GOING_ON]
    kinds = {kind for encounter in encounters if (kind := _kind(encounter))}
    if len(kinds) == 1:
        began = start_of(encounters[0].period)
        return Known(kinds.pop(), when=began, source=f"Encounter/{encounters[0].id or '?'}")
    if kinds:
        return Unknown.because("stay", "contradictory")
    if encounters:
        return Unknown.because("stay", "class-does-not-tell")
    return Unknown((gap_of(evidence, Encounter, "stay") or Gap("stay", "absent"),))


def _kind(encounter: Encounter) -> str | None:
    for concept in encounter.type:
        for coding in concept.coding:
            if coding.system == _STAY_TYPES and coding.code == "hdj":
                return DAY_HOSPITAL
    written = encounter.class_.code if encounter.class_ else None
    return HOSPITAL if written in _STAY_CLASSES else None
