"""The patient's chart: every FHIR resource a case tells of."""

from collections import Counter
from collections.abc import Callable

from tests.vignettes import history, treatments
from tests.vignettes.dates import Clock
from tests.vignettes.observations import observation
from tests.vignettes.wording import Json, Said, as_entry, as_list, check_words

PATIENT_ID = "exemple"
SUBJECT = {"reference": f"Patient/{PATIENT_ID}"}
Maker = Callable[[Json, Clock, Json], Json]
SECTIONS: dict[str, tuple[str, str, Maker]] = {
    "conditions": ("Condition", "is", history.condition),
    "treatments": ("MedicationRequest", "drug", treatments.treatment),
    "observations": ("Observation", "is", observation),
    "procedures": ("Procedure", "is", history.procedure),
    "encounters": ("Encounter", "class", history.encounter),
    "immunizations": ("Immunization", "is", history.immunization),
    "allergies": ("AllergyIntolerance", "to", history.allergy),
    "service_requests": ("ServiceRequest", "is", history.service_request),
    "diagnostic_reports": ("DiagnosticReport", "is", history.diagnostic_report),
    "medication_dispenses": ("MedicationDispense", "drug", treatments.dispense),
    "research_subject": ("ResearchSubject", "study", history.research_subject),
}


def chart(case: Json, clock: Clock) -> list[Json]:
    """All resources of the chart, the Patient first."""
    names: Counter[str] = Counter()
    made = [patient(as_entry(case.get("patient", {}), "sex"), clock)]
    if "weight" in case:
        weight = case["weight"] if isinstance(case["weight"], dict) else {"kg": case["weight"]}
        check_words(weight, {"kg", "ago", "status"}, "weight")
        said = {
            "is": "weight",
            "value": weight["kg"],
            "ago": weight.get("ago", 0),
            "status": weight.get("status", "final"),
        }
        names["weight"] += 1
        made.append(observation({**said, "id": "weight"}, clock, SUBJECT))
    for section, (_, key, make) in SECTIONS.items():
        for item in as_list(case.get(section)):
            entry = named(as_entry(item, key), key, section, names)
            made.append(make(entry, clock, SUBJECT))
    made.extend(
        history.practitioner_role({"id": "role", **as_entry(role, "specialty")})
        for role in as_list(case.get("practitioner_role"))
    )
    made.extend(clock.resolve(raw) for raw in as_list(case.get("raw")))
    return made


def named(entry: Json, key: str, section: str, names: Counter[str]) -> Json:
    """Give the entry an id a reader recognises: the drug, the result, the condition."""
    if "id" in entry:
        return entry
    word: Said = entry.get(key) or entry.get("product")
    stem = (
        str(word)
        if isinstance(word, str) and section != "research_subject"
        else section.replace("_", "-")
    )
    if entry.get("as") == "statement":
        stem += "-statement"
    names[stem] += 1
    return {**entry, "id": (stem if names[stem] == 1 else f"{stem}-{names[stem]}").lower()[:64]}


def patient(said: Json, clock: Clock) -> Json:
    """The patient: sex, and an age or a birth date; either may be left out to make it unknown."""
    check_words(said, {"sex", "age", "birth_date", "deceased", "id"}, "patient")
    made: Json = {"resourceType": "Patient", "id": PATIENT_ID}
    if "sex" in said:
        made["gender"] = said["sex"]
    if "age" in said:
        made["birthDate"] = clock.birth(said["age"]).isoformat()
    if "birth_date" in said:
        made["birthDate"] = str(said["birth_date"])
    if "deceased" in said:
        made["deceasedBoolean"] = said["deceased"]
    return made
