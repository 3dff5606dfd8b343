"""What the client should know about its request, as sentences."""

from __future__ import annotations

from collections.abc import Iterable

from cds_service.engine.evaluate import Outcome
from cds_service.engine.table import Worded
from cds_service.engine.verdict import Failed
from cds_service.evidence.evidence import Notice
from cds_service.render.chart_text import cleaned

_LONGEST = 80
_SENTENCES = {
    "other-patient": Worded(
        "{what} concerne un autre patient et n'a pas été pris en compte.",
        "{what} is about another patient and was set aside.",
    ),
    "unreadable": Worded(
        "{what} : des données illisibles n'ont pas été prises en compte.",
        "{what}: data that could not be read were set aside.",
    ),
    "selection-unknown": Worded(
        "{what} : ne désigne aucun brouillon transmis, tous ont été examinés.",
        "{what}: names none of the drafts that were sent, all of them were looked at.",
    ),
    "fhir-server-timeout": Worded(
        "{what} : le serveur FHIR du dossier n'a pas répondu à temps.",
        "{what}: the FHIR server of the record did not answer in time.",
    ),
    "fhir-server-refused": Worded(
        "{what} : le serveur FHIR du dossier a refusé l'accès.",
        "{what}: the FHIR server of the record refused access.",
    ),
    "fhir-server-error": Worded(
        "{what} : le serveur FHIR du dossier a répondu par une erreur.",
        "{what}: the FHIR server of the record answered with an error.",
    ),
    "fhir-server-not-found": Worded(
        "{what} : introuvable sur le serveur FHIR du dossier.",
        "{what}: not found on the FHIR server of the record.",
    ),
    "fhir-server-unreachable": Worded(
        "{what} : le serveur FHIR du dossier est injoignable.",
        "{what}: the FHIR server of the record cannot be reached.",
    ),
    "fhir-server-untrusted": Worded(
        "{what} : le certificat du serveur FHIR du dossier n'est pas reconnu.",
        "{what}: the certificate of the record's FHIR server is not trusted.",
    ),
    "fhir-server-unreadable": Worded(
        "{what} : la réponse du serveur FHIR du dossier est illisible.",
        "{what}: the answer of the record's FHIR server could not be read.",
    ),
    "fhir-server-too-large": Worded(
        "{what} : la réponse du serveur FHIR du dossier est trop volumineuse.",
        "{what}: the answer of the record's FHIR server is too large.",
    ),
    "fhir-server-too-many-pages": Worded(
        "{what} : la réponse du serveur FHIR du dossier compte trop de pages.",
        "{what}: the answer of the record's FHIR server has too many pages.",
    ),
    "fhir-server-too-many-drugs": Worded(
        "{what} : trop de médicaments à lire un à un sur le serveur FHIR du dossier.",
        "{what}: too many drugs to read one by one on the FHIR server of the record.",
    ),
    "fhir-server-elsewhere": Worded(
        "{what} : un lien du serveur FHIR menait ailleurs et n'a pas été suivi.",
        "{what}: a link of the FHIR server led elsewhere and was not followed.",
    ),
    "patient-id-unusable": Worded(
        "{what} : l'identifiant du patient ne permet pas d'interroger le serveur FHIR.",
        "{what}: the patient's id cannot be used to ask the FHIR server.",
    ),
    "rule-failed": Worded(
        "La règle {what} n'a pas pu être évaluée.", "The rule {what} could not be evaluated."
    ),
}


def notice_texts(
    notices: Iterable[Notice], outcomes: Iterable[Outcome], language: str
) -> tuple[str, ...]:
    """A sentence for each notice of the evidence and each rule that failed."""
    failed = [
        Notice("rule-failed", f"{outcome.rule.id} ({outcome.verdict.incident})")
        for outcome in outcomes
        if isinstance(outcome.verdict, Failed)
    ]
    return tuple(_sentence(notice, language) for notice in (*notices, *failed))


def _sentence(notice: Notice, language: str) -> str:
    what = cleaned(notice.what, _LONGEST)
    known = _SENTENCES.get(notice.code)
    return (
        known.in_language(language).replace("{what}", what) if known else (f"{notice.code}: {what}")
    )
