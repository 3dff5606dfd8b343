"""Results, scores and clinicians' statements."""

from tests.vignettes import catalogue, concepts
from tests.vignettes.dates import Clock
from tests.vignettes.quantities import quantity
from tests.vignettes.wording import Json, Said, VignetteError, check_words

WORDS = {
    "is", "code", "value", "ago", "status", "specimen", "interpretation", "ref_high", "ref_low",
    "note", "method", "absent", "unit", "id", "time",
}  # fmt: skip
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"


def observation(said: Json, clock: Clock, subject: Json) -> Json:
    """One Observation; its day is required, since no result is read without one."""
    check_words(said, WORDS, f"observation {said.get('is')}")
    known = catalogue.entry("observations", said["is"]) if "is" in said else {}
    made: Json = {
        "resourceType": "Observation",
        "id": said["id"],
        "status": said.get("status", "final"),
    }
    category = concepts.coding(CATEGORY, known.get("category", "laboratory"))
    made["category"] = [concepts.concept([category])]
    made |= {"code": _code(said, known), "subject": subject}
    if "ago" in said:
        made["effectiveDateTime"] = clock.ago(said["ago"]).isoformat() + said.get("time", "")
    if "absent" in said:
        made["dataAbsentReason"] = concepts.concept([concepts.coding(ABSENT, said["absent"])])
    if "value" in said:
        made |= _value(said, known)
    if "specimen" in said:
        sample = catalogue.entry("specimens", said["specimen"])
        coded = concepts.concept([concepts.coding(concepts.SNOMED, sample["code"])], sample["text"])
        made["contained"] = [{"resourceType": "Specimen", "id": "specimen", "type": coded}]
        made["specimen"] = {"reference": "#specimen", "display": sample["text"]}
    if "interpretation" in said:
        made["interpretation"] = [
            concepts.concept([concepts.coding(INTERPRETATION, said["interpretation"])])
        ]
    if limits := {side: quantity(said[f"ref_{side}"], known.get("unit")) for side in ("low", "high")
                  if f"ref_{side}" in said}:  # fmt: skip
        made["referenceRange"] = [limits]
    if "method" in said:
        made["method"] = concepts.concept([], said["method"])
    if "note" in said:
        made["note"] = [{"text": said["note"]}]
    return made


def _code(said: Json, known: Json) -> Json:
    if "code" in said:
        return concepts.literal(said["code"])
    if "local" in known:
        return concepts.concept(
            [concepts.coding(concepts.OBSERVATION, known["local"])], known["text"]
        )
    number = known.get("specimen_codes", {}).get(said.get("specimen"), known["loinc"])
    return concepts.concept([concepts.coding(concepts.LOINC, number)], known["text"])


def _value(said: Json, known: Json) -> Json:
    value: Said = said["value"]
    if isinstance(value, dict):
        return value
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if "components" in known:
        return _pressure(str(value), known)
    if "answers" in known:
        return {"valueCodeableConcept": _answer(str(value), known["answers"])}
    if known.get("integer"):
        return {"valueInteger": int(value)}
    unit = said.get("unit", known.get("unit"))
    if unit == "none":
        return {"valueQuantity": quantity(value)}
    if isinstance(value, str) and (unit is None or value[:1].isalpha()):
        return {"valueString": value}
    return {"valueQuantity": quantity(value, unit)}


def _answer(word: str, family: str) -> Json:
    if family == "own":
        return concepts.concept([concepts.coding(concepts.OBSERVATION, word)])
    words = catalogue.entry("answers", family)
    if word not in words:
        raise VignetteError(f"'{word}' is none of the answers {', '.join(words)}")
    return concepts.concept([dict(words[word])])


def _pressure(value: str, known: Json) -> Json:
    """Blood pressure `128/76`."""
    parts = zip(known["components"], value.split("/"), strict=True)
    return {
        "component": [
            {
                "code": concepts.concept([concepts.coding(concepts.LOINC, code)]),
                "valueQuantity": quantity(number, known["unit"]),
            }
            for code, number in parts
        ]
    }
