"""The rest of the chart: conditions, acts, stays, vaccines, allergies, requests, reports."""

from tests.vignettes import catalogue, concepts
from tests.vignettes.dates import Clock
from tests.vignettes.dosage import course
from tests.vignettes.wording import Json, check_words

HL7 = "http://terminology.hl7.org/CodeSystem"
STAY = f"{concepts.OWN}/lupus-stay"


def condition(said: Json, clock: Clock, subject: Json) -> Json:
    """A problem, active and confirmed unless said otherwise."""
    words = {
        "is",
        "code",
        "code_by",
        "clinical",
        "verification",
        "onset",
        "abated",
        "recorded",
        "text",
        "id",
    }
    check_words(said, words, f"condition {said.get('is')}")
    made: Json = {"resourceType": "Condition", "id": said["id"]}
    for key, word, usual in (
        ("clinicalStatus", "clinical", "active"),
        ("verificationStatus", "verification", "confirmed"),
    ):
        system = f"{HL7}/condition-{'clinical' if word == 'clinical' else 'ver-status'}"
        value = said.get(word, usual)
        void = key == "clinicalStatus" and said.get("verification") == "entered-in-error"
        if value != "none" and not void:
            made[key] = concepts.concept([concepts.coding(system, value)])
    made["category"] = [
        concepts.concept([concepts.coding(f"{HL7}/condition-category", "problem-list-item")])
    ]
    if "code" in said:
        made["code"] = concepts.literal(said["code"])
    elif "is" in said:
        made["code"] = concepts.condition(said["is"], said.get("code_by"))
    if "text" in said:
        made.setdefault("code", {})["text"] = said["text"]
    made["subject"] = subject
    for key, word in (
        ("onsetDateTime", "onset"),
        ("abatementDateTime", "abated"),
        ("recordedDate", "recorded"),
    ):
        if word in said:
            made[key] = clock.ago(said[word]).isoformat()
    return made


def procedure(said: Json, clock: Clock, subject: Json) -> Json:
    """An act, completed unless said otherwise."""
    check_words(said, {"is", "code", "ago", "status", "id", "note"}, f"procedure {said.get('is')}")
    made: Json = {
        "resourceType": "Procedure",
        "id": said["id"],
        "status": said.get("status", "completed"),
    }
    made |= {"code": concepts.act(said.get("code", said.get("is"))), "subject": subject}
    if "ago" in said:
        made["performedDateTime"] = clock.ago(said["ago"]).isoformat()
    if "note" in said:
        made["note"] = [{"text": said["note"]}]
    return made


def encounter(said: Json, clock: Clock, subject: Json) -> Json:
    """A stay or visit, in progress unless said otherwise; `type: hdj` is our day-hospital code."""
    check_words(said, {"class", "type", "status", "since", "until", "reason", "id"}, "encounter")
    kind = concepts.coding(f"{HL7}/v3-ActCode", said["class"])
    made: Json = {
        "resourceType": "Encounter",
        "id": said["id"],
        "status": said.get("status", "in-progress"),
    }
    made["class"] = kind
    if "type" in said:
        stay = said["type"]
        coded = (
            concepts.literal(stay)
            if isinstance(stay, dict)
            else concepts.concept([concepts.coding(STAY, stay)])
        )
        made["type"] = [coded]
    made["subject"] = subject
    made["period"] = course({"since": 0, **said}, clock)
    if "reason" in said:
        made["reasonCode"] = [concepts.condition(said["reason"])]
    return made


def immunization(said: Json, clock: Clock, subject: Json) -> Json:
    """A vaccine given; `influenza` stands for `influenza-vaccine` of the drug catalogue."""
    check_words(
        said, {"is", "code_by", "ago", "status", "id", "dose"}, f"immunization {said.get('is')}"
    )
    made: Json = {
        "resourceType": "Immunization",
        "id": said["id"],
        "status": said.get("status", "completed"),
    }
    made["vaccineCode"] = concepts.drug(vaccine_name(said["is"]), said.get("code_by", "atc"))
    made["patient"] = subject
    made["occurrenceDateTime"] = clock.ago(said.get("ago", 0)).isoformat()
    if "dose" in said:
        made["protocolApplied"] = [{"doseNumberPositiveInt": said["dose"]}]
    return made


def recommendation(said: Json, clock: Clock, subject: Json) -> Json:
    """A vaccine proposed (draft orders)."""
    check_words(said, {"recommend", "code_by", "id"}, "vaccine recommendation")
    code = concepts.drug(vaccine_name(said["recommend"]), said.get("code_by", "atc"))
    due = concepts.concept(
        [
            concepts.coding(
                "http://terminology.hl7.org/CodeSystem/immunization-recommendation-status", "due"
            )
        ]
    )
    made: Json = {
        "resourceType": "ImmunizationRecommendation",
        "id": said["id"],
        "patient": subject,
    }
    made["date"] = clock.today.isoformat()
    made["recommendation"] = [{"vaccineCode": [code], "forecastStatus": due}]
    return made


def vaccine_name(name: str) -> str:
    """The drug-catalogue name of a vaccine."""
    return name if name in catalogue.table("drugs") else f"{name}-vaccine"


def allergy(said: Json, clock: Clock, subject: Json) -> Json:
    """An allergy or intolerance to a drug."""
    words = {"to", "type", "code_by", "clinical", "verification", "criticality", "since", "id"}
    check_words(said, words, f"allergy to {said.get('to')}")
    made: Json = {"resourceType": "AllergyIntolerance", "id": said["id"]}
    status = concepts.coding(f"{HL7}/allergyintolerance-clinical", said.get("clinical", "active"))
    proof = concepts.coding(
        f"{HL7}/allergyintolerance-verification", said.get("verification", "confirmed")
    )
    made |= {
        "clinicalStatus": concepts.concept([status]),
        "verificationStatus": concepts.concept([proof]),
    }
    made |= {"type": said.get("type", "allergy"), "category": ["medication"]}
    if "criticality" in said:
        made["criticality"] = said["criticality"]
    made |= {"code": concepts.drug(said["to"], said.get("code_by", "atc")), "patient": subject}
    if "since" in said:
        made["recordedDate"] = clock.ago(said["since"]).isoformat()
    return made


def service_request(said: Json, clock: Clock, subject: Json) -> Json:
    """A test or examination already asked for."""
    check_words(
        said,
        {"is", "service", "code", "ago", "status", "intent", "id"},
        f"request {said.get('is')}",
    )
    made: Json = {
        "resourceType": "ServiceRequest",
        "id": said["id"],
        "status": said.get("status", "active"),
    }
    made["intent"] = said.get("intent", "order")
    made["code"] = concepts.act(said.get("code", said.get("is", said.get("service"))))
    made |= {"subject": subject, "authoredOn": clock.ago(said.get("ago", 0)).isoformat()}
    return made


def diagnostic_report(said: Json, clock: Clock, subject: Json) -> Json:
    """A report of an examination."""
    check_words(
        said, {"is", "code", "ago", "status", "conclusion", "id"}, f"report {said.get('is')}"
    )
    made: Json = {
        "resourceType": "DiagnosticReport",
        "id": said["id"],
        "status": said.get("status", "final"),
    }
    made |= {"code": concepts.act(said.get("code", said.get("is"))), "subject": subject}
    made["effectiveDateTime"] = clock.ago(said.get("ago", 0)).isoformat()
    if "conclusion" in said:
        made["conclusion"] = said["conclusion"]
    return made


def research_subject(said: Json, clock: Clock, subject: Json) -> Json:
    """Participation in a trial."""
    check_words(said, {"study", "status", "since", "until", "id"}, "research subject")
    made: Json = {
        "resourceType": "ResearchSubject",
        "id": said["id"],
        "status": said.get("status", "on-study"),
    }
    if period := course(said, clock):
        made["period"] = period
    made["study"] = {"display": said.get("study", "Essai clinique")}
    made["individual"] = subject
    return made


def practitioner_role(said: Json) -> Json:
    """The prescriber's specialty."""
    check_words(said, {"specialty", "id"}, "practitioner role")
    made: Json = {"resourceType": "PractitionerRole", "id": said["id"]}
    if "specialty" in said:
        known = catalogue.entry("specialties", said["specialty"])
        made["specialty"] = [
            concepts.concept([concepts.coding(concepts.SNOMED, known["code"])], known["text"])
        ]
    return made
