"""Maps: former ATC codes to present ones, spellings of units to UCUM."""

from __future__ import annotations

from collections.abc import Iterator

from cds_service.engine.table import Worded
from cds_service.picture.code_forms import ATC
from cds_service.picture.unit_table import FACTORS
from cds_service.publish.bilingual import both
from cds_service.publish.canonical import FRANCE, Edition, Json, canonical
from cds_service.publish.code_systems import UNIT_SPELLINGS, unit_spellings
from cds_service.publish.former_codes import former_codes
from cds_service.publish.value_set import codes, value_set

UCUM = "http://unitsofmeasure.org"
_ALL_UNITS = "all.unit"
_SPLIT = "The former code was split by use; the service reads each as the same substance."
_CODES = Worded("Anciens codes ATC", "Former ATC codes")
_PRESENT = Worded("Codes ATC qui remplacent les anciens", "ATC codes in place of the former ones")
_READ = Worded("Unités lues", "Units that are read")
_UNITS = Worded("Graphies d'unités vers UCUM", "Spellings of units to UCUM")


def concept_maps(edition: Edition) -> Iterator[Json]:
    """Every concept map, with the value sets that it leads from and to."""
    former = sorted(former_codes())
    elements = [_element(old, display, new) for old, display, new in former]
    old_codes = {old: display for old, display, _ in former}
    new_codes = {code: display for _, display, new in former for code in new}
    yield value_set("former-atc", _CODES, f"{_CODES.en}.", [codes(ATC, old_codes)], edition)
    yield value_set("present-atc", _PRESENT, f"{_PRESENT.en}.", [codes(ATC, new_codes)], edition)
    scope = ("former-atc", "present-atc")
    yield _map("former-atc", _CODES, scope, (ATC, ATC), elements, edition)
    spelt = [
        {"code": text, "target": [{"code": unit, "equivalence": "equal"}]}
        for unit, others in unit_spellings().items()
        for text in others
    ]
    units = sorted({unit for factors in FACTORS.values() for unit in factors})
    listed = codes(UCUM, dict.fromkeys(units, ""))
    yield value_set(_ALL_UNITS, _READ, f"{_READ.en}, whatever is measured.", [listed], edition)
    scope = (UNIT_SPELLINGS, _ALL_UNITS)
    systems = (canonical("CodeSystem", UNIT_SPELLINGS), UCUM)
    yield _map("unit-spelling-to-ucum", _UNITS, scope, systems, spelt, edition)


def _element(old: str, display: str, new: tuple[str, ...]) -> Json:
    # Of a code that was split by use the old one does not tell which half it means.
    how = (
        {"equivalence": "equal"} if len(new) == 1 else {"equivalence": "inexact", "comment": _SPLIT}
    )
    targets = [{"code": code, "display": display, **how} for code in new]
    return {"code": old, "display": display, "target": targets}


def _map(
    name: str,
    title: Worded,
    scope: tuple[str, str],
    systems: tuple[str, str],
    elements: list[Json],
    edition: Edition,
) -> Json:
    return {
        **edition.head("ConceptMap", name),
        **both("title", title, "en"),
        "experimental": False,
        "description": f"{title.en}, as the service reads them.",
        "jurisdiction": [FRANCE],
        "sourceCanonical": canonical("ValueSet", scope[0]),
        "targetCanonical": canonical("ValueSet", scope[1]),
        "group": [{"source": systems[0], "target": systems[1], "element": elements}],
    }
