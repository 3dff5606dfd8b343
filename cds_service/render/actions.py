"""What a rule proposes, as CDS Hooks actions that carry whole, valid FHIR resources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from cds_service.engine.pack import Pack
from cds_service.engine.proposal import (
    Act,
    ChangeDraft,
    DraftOrder,
    RecommendVaccine,
    RequestService,
    WithdrawDraft,
)
from cds_service.errors import ContentError
from cds_service.evidence.evidence import Draft
from cds_service.evidence.resources import MedicationRequest
from cds_service.picture.codes import codes_of
from cds_service.picture.drug_names import ingredient_concepts
from cds_service.picture.treatment import Treatment
from cds_service.render.dosage import dosage_instructions, route_of, within_bounds
from cds_service.render.resend import mended
from cds_service.render.response import Action, JsonObject
from cds_service.render.valid import require_valid, require_valid_doses
from cds_service.render.wording import Writer

_ATC = "http://www.whocc.no/atc"


class NotActionableError(Exception):
    """The draft as it was sent leaves nothing to act on; the advice stands without suggestion."""


@dataclass(frozen=True, slots=True)
class ActionMaker:
    """Makes the actions for one patient, in one language."""

    patient: str
    pack: Pack
    writer: Writer

    def make(self, act: Act, description: str) -> Action:
        """The action of an act; raises NotActionableError or NotValidError."""
        match act:
            case ChangeDraft():
                return Action("update", description, self._changed(act))
            case WithdrawDraft():
                return Action("delete", description, resourceId=_named(_draft(act.order)))
            case DraftOrder():
                return Action("create", description, _checked(self._order(act)))
            case RequestService():
                return Action("create", description, _checked(self._service(act)))
            case RecommendVaccine():
                return Action("create", description, _checked(self._medication(act.vaccine)))

    def _changed(self, change: ChangeDraft) -> JsonObject:
        draft = _draft(change.order)
        _named(draft)
        if not isinstance(draft.resource, MedicationRequest):
            raise NotActionableError("the draft is not a MedicationRequest")
        whole = mended(_as_sent(draft), self.patient)
        before = whole.get("dosageInstruction", [])
        route = next((d["route"] for d in before if isinstance(d, dict) and "route" in d), None)
        doses = dosage_instructions(change.doses, route, self.writer.language)
        whole["dosageInstruction"] = within_bounds(doses, before)
        require_valid_doses(whole)
        return whole

    def _order(self, order: DraftOrder) -> JsonObject:
        resource = self._medication(order.drug)
        if order.doses:
            route = route_of(order.route, self.writer.language)
            resource["dosageInstruction"] = dosage_instructions(
                order.doses, route, self.writer.language
            )
        return resource

    def _medication(self, concept: str) -> JsonObject:
        return {
            "resourceType": "MedicationRequest",
            "status": "draft",
            "intent": "proposal",
            "medicationCodeableConcept": self._drug(concept),
            "subject": {"reference": self.patient},
        }

    def _drug(self, concept: str) -> JsonObject:
        name = self.writer.term(concept)
        if concept.startswith("med.") and concept not in ingredient_concepts():
            return {"text": name}  # a class of drugs: the prescriber chooses the molecule
        atc = next((code for system, code in codes_of(concept) if system == _ATC), None)
        if atc is None:
            raise ContentError(f"{concept} has no ATC code: it cannot be proposed as an order")
        return {"coding": [{"system": _ATC, "code": atc}], "text": name}

    def _service(self, request: RequestService) -> JsonObject:
        service = self.pack.services.get(request.service)
        if service is None:
            raise ContentError(f"shared/services.yaml has no {request.service}: add it")
        name = service.display.in_language(self.writer.language)
        code: dict[str, Any] = {"text": name}
        if service.system and service.code:
            code["coding"] = [{"system": service.system, "code": service.code}]
        return {
            "resourceType": "ServiceRequest",
            "status": "draft",
            "intent": "proposal",
            "code": code,
            "subject": {"reference": self.patient},
        }


def _as_sent(draft: Draft) -> JsonObject:
    try:
        return draft.as_sent()
    except (msgspec.DecodeError, RecursionError):
        # A number beyond all bounds, say, in a member that no rule reads.
        raise NotActionableError("the draft holds what cannot be sent back") from None


def _draft(order: Treatment) -> Draft:
    if order.draft is None:
        raise ContentError(f"{order.reference} is not being signed: only drafts may be changed")
    return order.draft


def _named(draft: Draft) -> str:
    """`Type/id` of a draft that has an id."""
    if not draft.resource.id:
        raise NotActionableError("the draft has no id")
    return draft.reference


def _checked(resource: JsonObject) -> JsonObject:
    require_valid(resource)
    return resource
