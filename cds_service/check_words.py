"""The words of the check, and of why a resource type did not come, in both languages."""

from __future__ import annotations

import re

from cds_service.engine.table import Worded
from cds_service.evidence.channel import State
from cds_service.evidence.fetch_trouble import Trouble

STATES = {
    State.PARTIAL: Worded("une page sur plusieurs", "one page of more"),
    State.NOT_SENT: Worded("non transmis", "not sent"),
    State.ERROR: Worded("venu en erreur", "came as an error"),
}

INCOMPLETE = Worded("Incomplet", "Incomplete")
SET_ASIDE = Worded("Mis de côté", "Set aside")
IRREGULAR = Worded(
    "FHIR irrégulier (lu autant que possible)", "Irregular FHIR (read as far as possible)"
)
UNUSABLE = Worded("Données inutilisables", "Data that could not be used")
BLIND = Worded("Règles qui ne peuvent conclure", "Rules that cannot tell")
NOTHING = Worded("rien", "none")
RULE_FAILED = Worded("la règle est en défaut", "the rule failed")

_ODD = {
    "skipped": Worded("type non lu : {what}", "type that is not read: {what}"),
    "unreadable": Worded("illisible : {what}", "unreadable: {what}"),
}
_WHY = {
    Trouble.TIMEOUT: Worded(
        "le serveur FHIR n'a pas répondu à temps", "the FHIR server did not answer in time"
    ),
    Trouble.REFUSED: Worded("le serveur FHIR a refusé l'accès", "the FHIR server refused access"),
    Trouble.FAILED: Worded(
        "le serveur FHIR a répondu par une erreur", "the FHIR server answered with an error"
    ),
    Trouble.NOT_FOUND: Worded("introuvable sur le serveur FHIR", "not found on the FHIR server"),
    Trouble.UNREACHABLE: Worded(
        "le serveur FHIR est injoignable", "the FHIR server cannot be reached"
    ),
    Trouble.UNTRUSTED: Worded(
        "le certificat du serveur FHIR n'a pas pu être vérifié",
        "the certificate of the FHIR server could not be verified",
    ),
    Trouble.UNREADABLE: Worded(
        "la réponse du serveur FHIR est illisible", "the answer of the FHIR server is unreadable"
    ),
    Trouble.TOO_LARGE: Worded(
        "la réponse du serveur FHIR est trop grande", "the answer of the FHIR server is too large"
    ),
    Trouble.TOO_MANY_PAGES: Worded(
        "la réponse du serveur FHIR compte trop de pages",
        "the answer of the FHIR server has too many pages",
    ),
    Trouble.TOO_MANY_DRUGS: Worded(
        "trop de médicaments à lire un à un sur le serveur FHIR",
        "too many drugs to read one by one on the FHIR server",
    ),
    Trouble.ELSEWHERE: Worded(
        "un lien du serveur FHIR menait ailleurs", "a link of the FHIR server led elsewhere"
    ),
    Trouble.NOT_LISTED: Worded(
        "ce serveur FHIR n'est pas dans la liste de ceux qui peuvent être appelés "
        "(fhir_servers du fichier LUPUS_CDS_CLIENTS)",
        "this FHIR server is not among those that may be called "
        "(fhir_servers in the file LUPUS_CDS_CLIENTS)",
    ),
    Trouble.PATIENT_ID: Worded(
        "l'identifiant du patient ne permet pas d'interroger le serveur FHIR",
        "the patient's id cannot be used to ask the FHIR server",
    ),
    "neither sent nor fetchable": Worded(
        "ni transmis, ni accessible", "neither sent nor fetchable"
    ),
    "resources of another patient were sent": Worded(
        "des ressources d'un autre patient sont venues", "resources of another patient were sent"
    ),
    "resources of another type were sent": Worded(
        "des ressources d'un autre type sont venues", "resources of another type were sent"
    ),
    "one page of more": Worded("une page sur plusieurs", "one page of more"),
}
_UNREADABLE = re.compile(r"unreadable:? (.+)", re.DOTALL)
_COUNTED = re.compile(r"(\d+) of (\d+)")


def why_text(why: str, language: str) -> str:
    """Why a resource type did not come, or not whole; the record's own words stay its own."""
    known = _WHY.get(why)
    if known:
        return known.in_language(language)
    if found := _COUNTED.fullmatch(why):
        return Worded("{0} sur {1}", "{0} of {1}").in_language(language).format(*found.groups())
    if found := _UNREADABLE.fullmatch(why):
        return odd_text(f"unreadable:{found[1]}", language)
    return why


def odd_text(name: str, language: str) -> str:
    """What is irregular in the FHIR that came: a resource type, or what could not be read."""
    kind, _, what = name.partition(":")
    known = _ODD.get(kind)
    return known.in_language(language).replace("{what}", what) if known and what else name
