"""Treatments: orders, statements of the patient, and dispensings."""

from tests.vignettes import catalogue, concepts
from tests.vignettes.dates import Clock
from tests.vignettes.dosage import WORDS as DOSAGE_WORDS
from tests.vignettes.dosage import course, dosages
from tests.vignettes.wording import Json, Said, VignetteError, as_list, check_words

WORDS = DOSAGE_WORDS | {
    "drug", "product", "code_by", "as", "status", "reason", "indication", "category", "id",
    "intent", "note", "replaces", "medication", "authored", "supply", "based_on",
}  # fmt: skip
DISPENSE_WORDS = {"drug", "product", "code_by", "ago", "days", "quantity", "status", "id"}
CATEGORY = "http://terminology.hl7.org/CodeSystem/medicationrequest-category"
LACK_OF_ACTION = concepts.coding(concepts.SNOMED, "58848006", "Lack of drug action")


def treatment(said: Json, clock: Clock, subject: Json) -> Json:
    """One MedicationRequest, or one MedicationStatement when `as: statement`."""
    check_words(said, WORDS, f"treatment {said.get('drug') or said.get('product')}")
    kind = said.get("as", "order")
    if kind == "order":
        return medication_request(said, clock, subject)
    if kind == "statement":
        return medication_statement(said, clock, subject)
    raise VignetteError(f"a treatment is an order or a statement, not '{kind}'")


def medication_request(said: Json, clock: Clock, subject: Json) -> Json:
    """An order, active unless said otherwise."""
    period = course(said, clock)
    made: Json = {"resourceType": "MedicationRequest", "id": said["id"]}
    made |= _medication(said)
    made |= {
        "status": said.get("status", "active"),
        "intent": said.get("intent", "order"),
        "subject": subject,
    }
    if "category" in said:
        made["category"] = [concepts.concept([concepts.coding(CATEGORY, said["category"])])]
    if "authored" in said:
        made["authoredOn"] = clock.ago(said["authored"]).isoformat()
    elif "start" in period:
        made["authoredOn"] = min(period["start"], clock.today.isoformat())
    if "reason" in said:
        made["statusReason"] = status_reason(said["reason"])
    if "replaces" in said:
        made["priorPrescription"] = {"reference": f"MedicationRequest/{said['replaces']}"}
    made |= _indication_and_note(said)
    if instructions := dosages(said, clock, usual_route(said)):
        made["dosageInstruction"] = instructions
    elif period:
        made["dispenseRequest"] = {"validityPeriod": period}
    if "supply" in said:
        made["dispenseRequest"] = said["supply"]
    return made


def medication_statement(said: Json, clock: Clock, subject: Json) -> Json:
    """What the patient says is taken, or was."""
    made: Json = {"resourceType": "MedicationStatement", "id": said["id"]}
    made |= _medication(said)
    made |= {"status": said.get("status", "active"), "subject": subject}
    if period := course(said, clock):
        made["effectivePeriod"] = period
    if "based_on" in said:
        made["basedOn"] = [{"reference": f"MedicationRequest/{said['based_on']}"}]
    if "reason" in said:
        made["statusReason"] = [status_reason(said["reason"])]
    made |= _indication_and_note(said)
    if instructions := dosages(said, clock, usual_route(said)):
        made["dosage"] = instructions
    return made


def dispense(said: Json, clock: Clock, subject: Json) -> Json:
    """One dispensing in the community."""
    check_words(said, DISPENSE_WORDS, f"dispensing of {said.get('drug')}")
    made: Json = {"resourceType": "MedicationDispense", "id": said["id"], **_medication(said)}
    made |= {"status": said.get("status", "completed"), "subject": subject}
    if "quantity" in said:
        made["quantity"] = {"value": said["quantity"], "unit": "comprimé"}
    if "days" in said:
        made["daysSupply"] = {
            "value": said["days"],
            "unit": "d",
            "system": concepts.UCUM,
            "code": "d",
        }
    made["whenHandedOver"] = clock.ago(said.get("ago", 0)).isoformat()
    return made


def status_reason(said: Said) -> Json:
    """Why an order ended: a word of ours, `lack-of-drug-action` (SNOMED CT), or a literal code."""
    if isinstance(said, dict):
        return concepts.literal(said)
    if said == "lack-of-drug-action":
        return concepts.concept([LACK_OF_ACTION])
    return concepts.concept([concepts.coding(concepts.STATUS_REASON, said)])


def usual_route(said: Json) -> str | None:
    """The route an ordinary order of this drug carries."""
    if isinstance(said.get("drug"), str):
        found: str | None = catalogue.entry("drugs", said["drug"]).get("route")
        return found
    return None


def _medication(said: Json) -> Json:
    by = said.get("code_by", "atc")
    coded = concepts.drug(said.get("drug"), by, said.get("product"))
    if coded is None:
        return {}
    if said.get("medication") == "contained":
        inner = {"resourceType": "Medication", "id": "medication", "code": coded}
        return {"contained": [inner], "medicationReference": {"reference": "#medication"}}
    if said.get("medication") is not None:
        return {"medicationReference": {"reference": said["medication"]}}
    return {"medicationCodeableConcept": coded}


def _indication_and_note(said: Json) -> Json:
    made: Json = {}
    if "indication" in said:
        reasons = as_list(said["indication"])
        coded = [
            concepts.literal(r) if isinstance(r, dict) else concepts.condition(r) for r in reasons
        ]
        made["reasonCode"] = coded
    if "note" in said:
        made["note"] = [{"text": said["note"]}]
    return made
