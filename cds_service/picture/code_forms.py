"""The one spelling under which each code is compared."""

import json
import re
from functools import lru_cache

import fhir_profiles

CIM10 = "https://smt.esante.gouv.fr/terminologie-cim-10"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
ATC = "http://www.whocc.no/atc"
SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
CVX = "http://hl7.org/fhir/sid/cvx"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ORPHANET = "https://www.orpha.net"
CCAM = "https://smt.esante.gouv.fr/terminologie-ccam"
CIS = "https://smt.esante.gouv.fr/terminologie-bdpm"
CIP = "http://data.esante.gouv.fr/ansm/medicament/Presentation"
UCD = "http://data.esante.gouv.fr/ansm/medicament/UCD"

ICD_FAMILY = frozenset({CIM10, ICD10CM})
FRENCH_PRODUCTS = frozenset({CIS, CIP, UCD})

_ICD_CODE = re.compile(r"[A-Z][0-9A-Z]*")
_CCAM_LENGTH = 7


def _folded(uri: str) -> str:
    return uri.strip().rstrip("/").casefold()


@lru_cache(maxsize=1)
def _aliases() -> dict[str, str]:
    listed: dict[str, list[str]] = json.loads(
        (fhir_profiles.root() / "system-aliases.json").read_text(encoding="utf-8")
    )
    return {
        _folded(uri): canonical
        for canonical, others in listed.items()
        for uri in (canonical, *others)
    }


@lru_cache(maxsize=1024)
def canonical_system(uri: str | None) -> str | None:
    """Return the canonical URI of a code system from any of its URIs, None when not known."""
    return _aliases().get(_folded(uri)) if uri else None


def normalised(system: str, code: str) -> str:
    """Return a code as compared within its canonical system: `m32.1+8` gives `M321`."""
    bare = code.strip()
    if system in ICD_FAMILY:
        # PMSI appends +n, * or a dagger to the WHO code: what follows the code proper is dropped.
        found = _ICD_CODE.match(bare.upper().replace(".", "").replace(" ", ""))
        return found.group() if found else ""
    if system == ATC:
        return bare.upper().replace(" ", "")
    if system == ORPHANET:
        return bare.upper().removeprefix("ORPHA").lstrip(":_ ")
    if system == CCAM:
        return bare.upper()[:_CCAM_LENGTH]
    if system == CVX:
        return bare.lstrip("0")
    if system in FRENCH_PRODUCTS:
        return thirteen_digits(bare)
    return bare


def thirteen_digits(code: str) -> str:
    """Return the 13-digit form of a CIP7 or UCD7 code; another length only loses its spaces."""
    digits = code.replace(" ", "")
    if len(digits) != 7 or not digits.isdigit():
        return digits
    # UCD7 codes begin with 9 and CIP7 codes never do: the URI is no guide, since some cover both.
    twelve = ("34008" if digits.startswith("9") else "34009") + digits
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return f"{twelve}{-weighted % 10}"


def ancestors(system: str, code: str) -> tuple[str, ...]:
    """Return the normalised code and every broader code that a code list may hold in its place."""
    if system in ICD_FAMILY:
        return tuple(code[:length] for length in range(1, len(code) + 1))
    if system == ATC:
        return (*(code[:length] for length in (1, 3, 4, 5) if length < len(code)), code)
    return (code,)
