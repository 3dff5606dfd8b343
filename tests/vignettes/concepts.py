"""CodeableConcepts: how a name of the catalogue is coded in a French record."""

from tests.vignettes import catalogue
from tests.vignettes.wording import Json, Said, VignetteError, check_words

ATC = "http://www.whocc.no/atc"
CIM10 = "https://smt.esante.gouv.fr/terminologie-cim-10"
CIS = "https://smt.esante.gouv.fr/terminologie-bdpm"
CVX = "http://hl7.org/fhir/sid/cvx"
EDQM = "http://standardterms.edqm.eu"
LOINC = "http://loinc.org"
ORPHANET = "https://www.orpha.net"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
OWN = "https://lupus-cds.example/fhir/CodeSystem"
OBSERVATION = f"{OWN}/lupus-observation"
STATUS_REASON = f"{OWN}/lupus-status-reason"

_DRUG_SYSTEMS = {"atc": ATC, "former": ATC, "rxnorm": RXNORM, "snomed": SNOMED, "cvx": CVX}
_CONDITION_SYSTEMS = {"cim10": CIM10, "snomed": SNOMED, "orphanet": ORPHANET}


def coding(system: str, code: Said, display: str | None = None) -> Json:
    """One coding."""
    made = {"system": system, "code": str(code)}
    return {**made, "display": display} if display else made


def concept(codings: list[Json], text: str | None = None) -> Json:
    """A CodeableConcept of these codings and this text."""
    made: Json = {"coding": codings} if codings else {}
    return {**made, "text": text} if text else made


def literal(said: Json) -> Json:
    """A concept written out in the vignette: system, code, display, text, or several `coding`s."""
    check_words(said, {"system", "code", "display", "text", "coding"}, "a code")
    if "coding" in said:
        return concept(said["coding"], said.get("text"))
    codings = [coding(said["system"], said["code"], said.get("display"))] if "code" in said else []
    return concept(codings, said.get("text"))


def drug(name: Said, by: str = "atc", product: str | None = None) -> Json | None:
    """The coded drug, by `atc`, `former`, `rxnorm`, `snomed`, `cvx`, `text` or `none`."""
    if by == "none":
        return None
    if isinstance(name, dict):
        return literal(name)
    if product is not None:
        box = catalogue.entry("products", product)
        return concept([coding(CIS, box["cis"], box["text"])] if by != "text" else [], box["text"])
    known = catalogue.entry("drugs", name)
    if by == "text":
        return concept([], known["text"])
    if by not in _DRUG_SYSTEMS:
        raise VignetteError(
            f"{name}: code_by {by} is none of {', '.join(_DRUG_SYSTEMS)}, cis, text, none"
        )
    if by not in known:
        if by != "atc":
            raise VignetteError(f"{name}: the catalogue has no {by} code")
        return concept([], known["text"])
    return concept([coding(_DRUG_SYSTEMS[by], known[by], known["text"])], known["text"])


def condition(name: str, by: str | None = None) -> Json:
    """The coded condition, in CIM-10 unless said otherwise."""
    known = catalogue.entry("conditions", name)
    chosen = by or known.get("by", "cim10")
    if chosen == "text":
        return concept([], known["text"])
    if chosen not in known:
        raise VignetteError(f"{name}: the catalogue has no {chosen} code")
    system = _CONDITION_SYSTEMS[chosen]
    return concept([coding(system, code) for code in known[chosen]], known["text"])


def act(name: Said) -> Json:
    """A coded act, examination or request."""
    if isinstance(name, dict):
        return literal(name)
    known = catalogue.entry("procedures", name)
    codings = [coding(known.get("system", SNOMED), known["code"])] if "code" in known else []
    return concept(codings, known["text"])


def route(name: str) -> Json:
    """A coded route of administration."""
    known = catalogue.entry("routes", name)
    codings = [coding(SNOMED, known["snomed"])] if "snomed" in known else []
    if "edqm" in known:
        codings.append(coding(EDQM, known["edqm"]))
    return concept(codings, known["text"])
