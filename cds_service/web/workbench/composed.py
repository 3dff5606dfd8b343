"""A draft order from the small form of the Try it page."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import msgspec

from cds_service.engine.pack import Pack
from cds_service.engine.proposal import PlannedDose
from cds_service.errors import InvalidRequestError
from cds_service.hooks.request import decode_strictly
from cds_service.picture.code_forms import ATC
from cds_service.picture.codes import codes_of
from cds_service.picture.drug_names import ingredient_concepts
from cds_service.render.dosage import dosage_instructions, route_of


class StepOfForm(msgspec.Struct, frozen=True):
    """One step: a dose in mg, how often, and for how many days (None: open)."""

    mg: float
    times: int = 1
    every: int = 1
    days: int | None = None


class OrderForm(msgspec.Struct, frozen=True):
    """What the form says."""

    id: str
    patient: str
    drug: str
    route: str = "oral"
    steps: tuple[StepOfForm, ...] = ()


_FORM = msgspec.json.Decoder(OrderForm)
_MOST_MG, _MOST_STEPS = 100_000, 40


@cache
def _atc(concept: str) -> str:
    return next((code for system, code in codes_of(concept) if system == ATC), "")


def orderable(pack: Pack, language: str) -> list[tuple[str, str]]:
    """Concept and name of every drug the form offers: those with a code, by name."""
    named = {
        concept: pack.terms[concept].in_language(language)
        for concept in ingredient_concepts()
        if concept in pack.terms and _atc(concept)
    }
    return sorted(named.items(), key=lambda item: item[1])


def order_of_form(body: bytes, pack: Pack, today: date, language: str) -> dict[str, Any]:
    """The MedicationRequest a form asks for; raises InvalidRequestError."""
    form = decode_strictly(_FORM, body)
    if form.drug not in ingredient_concepts() or not _atc(form.drug):
        raise InvalidRequestError(f"there is no drug {form.drug!r} in the list", "$.drug")
    if not form.steps or len(form.steps) > _MOST_STEPS:
        raise InvalidRequestError("an order has 1 to 40 dosage steps", "$.steps")
    for place, step in enumerate(form.steps):
        if not (0 < step.mg <= _MOST_MG and 0 < step.times <= 24 and 0 < step.every <= 366):
            raise InvalidRequestError("dose or frequency out of range", f"$.steps[{place}]")
        if step.days is not None and not 0 < step.days <= 3660:
            raise InvalidRequestError("duration out of range", f"$.steps[{place}].days")
    name = pack.terms[form.drug].in_language(language) if form.drug in pack.terms else form.drug
    doses = [
        PlannedDose(mg=s.mg, times_per_day=s.times, every_days=s.every, days=s.days)
        for s in form.steps
    ]
    return {
        "resourceType": "MedicationRequest",
        "id": form.id,
        "status": "draft",
        "intent": "order",
        "medicationCodeableConcept": {
            "coding": [{"system": ATC, "code": _atc(form.drug)}],
            "text": name,
        },
        "subject": {"reference": f"Patient/{form.patient}"},
        "authoredOn": today.isoformat(),
        "dosageInstruction": dosage_instructions(doses, route_of(form.route, language), language),
    }
