"""Prefetch as a client fills it: the service's templates say which key wants which resources."""

import json
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from tests.vignettes.chart import SECTIONS
from tests.vignettes.wording import Json, VignetteError, as_list, nearest

SERVICES = {
    "patient-view": "lupus-patient-view",
    "order-select": "lupus-order-select",
    "order-sign": "lupus-order-sign",
}
USUAL_TEMPLATES = {
    "patient": "Patient/{{context.patientId}}",
    "conditions": "Condition?patient={{context.patientId}}",
    "medicationRequests": "MedicationRequest?patient={{context.patientId}}",
    "medicationStatements": "MedicationStatement?patient={{context.patientId}}",
    "medicationDispenses": "MedicationDispense?patient={{context.patientId}}",
    "observations": "Observation?patient={{context.patientId}}",
    "procedures": "Procedure?patient={{context.patientId}}",
    "diagnosticReports": "DiagnosticReport?patient={{context.patientId}}",
    "encounters": "Encounter?patient={{context.patientId}}",
    "immunizations": "Immunization?patient={{context.patientId}}",
    "allergies": "AllergyIntolerance?patient={{context.patientId}}",
    "serviceRequests": "ServiceRequest?patient={{context.patientId}}",
    "researchSubjects": "ResearchSubject?individual=Patient/{{context.patientId}}",
    "practitionerRole": "PractitionerRole/{{userPractitionerRoleId}}",
}
FAILURE = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "error", "code": "exception", "diagnostics": "Recherche impossible"}],
}


def resource_type(template: str) -> str:
    """The resource type a template reads or searches."""
    return urlsplit(template).path.split("/")[0]


def fill(case: Json, resources: list[Json], templates: Mapping[str, str]) -> Json:
    """The prefetch of a request, with what the case says is unsent, failed, truncated or null."""
    keys = {
        mark: keys_of(case, mark, templates)
        for mark in ("unsent", "failed", "one_page", "null_keys")
    }
    prefetch: Json = {}
    for key, template in templates.items():
        if key in keys["unsent"]:
            continue
        if key in keys["null_keys"]:
            prefetch[key] = None
        elif key in keys["failed"]:
            prefetch[key] = FAILURE
        elif "?" not in template:
            if found := [r for r in resources if r["resourceType"] == resource_type(template)]:
                prefetch[key] = found[0]
        else:
            prefetch[key] = searchset(template, resources, truncated=key in keys["one_page"])
    refuse_unasked(resources, templates)
    return prefetch


def keys_of(case: Json, mark: str, templates: Mapping[str, str]) -> set[str]:
    """Prefetch keys named by key, by resource type, or by the section of the vignette."""
    found = set()
    for word in as_list(case.get(mark)):
        wanted = SECTIONS[word][0] if word in SECTIONS else word
        keys = {
            key for key, template in templates.items() if wanted in (key, resource_type(template))
        }
        if not keys:
            raise VignetteError(
                f"{mark}: the service has no prefetch key for '{word}'{nearest(word, templates)}"
            )
        found |= keys
    return found


def searchset(template: str, resources: list[Json], truncated: bool) -> Json:
    """The answer of a FHIR server to the template's search."""
    kind = resource_type(template)
    matches = [r for r in resources if r["resourceType"] == kind and wanted_by(template, r)]
    entries = [entry(r, "match") for r in matches]
    entries += [entry(r, "include") for r in included(matches, resources)]
    bundle: Json = {"resourceType": "Bundle", "type": "searchset", "total": len(matches)}
    if truncated:
        bundle["total"] = len(matches) + 50
        bundle["link"] = [{"relation": "next", "url": f"https://ehr.example/fhir/{kind}?page=2"}]
    if entries:
        bundle["entry"] = entries
    return bundle


def entry(resource: Json, mode: str) -> Json:
    """One entry of a searchset."""
    url = f"https://ehr.example/fhir/{resource['resourceType']}/{resource['id']}"
    return {"fullUrl": url, "resource": resource, "search": {"mode": mode}}


def included(matches: list[Json], resources: list[Json]) -> list[Json]:
    """Resources without a key of their own that a match refers to (a Medication, a Specimen)."""
    text = json.dumps(matches)
    asked = {r["resourceType"] for r in matches}
    return [
        r
        for r in resources
        if r["resourceType"] not in {*asked, "Patient"}
        and f'"{r["resourceType"]}/{r["id"]}"' in text
    ]


def wanted_by(template: str, resource: Json) -> bool:
    """Whether a server would return the resource (by `category`, `code` and `status` only)."""
    for name, values in parse_qsl(urlsplit(template).query):
        if name not in ("category", "code", "status") or "{{" in values:
            continue
        wanted = set(values.split(","))
        if name == "status":
            if resource.get("status") not in wanted:
                return False
        elif not tokens(resource.get(name)) & wanted:
            return False
    return True


def tokens(concepts: object) -> set[str]:
    """Codes and system|code tokens of one or several concepts."""
    found = set()
    for concept in as_list(concepts):
        for coding in concept.get("coding", []):
            found |= {str(coding.get("code")), f"{coding.get('system')}|{coding.get('code')}"}
    return found


def refuse_unasked(resources: list[Json], templates: Mapping[str, str]) -> None:
    """A case must not tell what the service never asks: the advice could not depend on it."""
    asked = {resource_type(template) for template in templates.values()}
    text = json.dumps(resources)
    for resource in resources:
        kind = resource["resourceType"]
        if kind not in asked and f'"{kind}/{resource["id"]}"' not in text:
            raise VignetteError(f"the case tells a {kind}, which the service does not ask for")
