"""The CDS services offered: one for each hook, each with an id of its own."""

from __future__ import annotations

from dataclasses import dataclass

from cds_service.engine.table import Worded
from cds_service.errors import UnknownServiceError
from cds_service.evidence.templates import KEY_OF_TYPE, REQUIRED_TYPES
from cds_service.hooks.contexts import ORDER_SELECT, ORDER_SIGN, PATIENT_VIEW


@dataclass(frozen=True, slots=True)
class Service:
    """One CDS service: its id, the hook it answers, and what it says of itself."""

    id: str
    hook: str
    title: Worded
    description: Worded


SERVICES: tuple[Service, ...] = (
    Service(
        "lupus-patient-view",
        PATIENT_VIEW,
        Worded("Lupus : à l'ouverture du dossier", "Lupus: when the chart is opened"),
        Worded(
            "Traitements, suivi et objectifs du lupus systémique au regard des recommandations "
            "françaises et européennes datées.",
            "Treatment, monitoring and targets in systemic lupus against dated French and European "
            "recommendations.",
        ),
    ),
    Service(
        "lupus-order-select",
        ORDER_SELECT,
        Worded("Lupus : à la rédaction d'une prescription", "Lupus: when an order is drafted"),
        Worded(
            "Indications, contre-indications et conditions de prise en charge des traitements du "
            "lupus systémique, dès le choix du médicament.",
            "Indications, contraindications and funding conditions of drugs for systemic lupus, as "
            "soon as the drug is chosen.",
        ),
    ),
    Service(
        "lupus-order-sign",
        ORDER_SIGN,
        Worded("Lupus : à la signature d'une prescription", "Lupus: when an order is signed"),
        Worded(
            "Doses, associations et sécurité des traitements du lupus systémique, avec la "
            "correction proposée quand elle est possible.",
            "Doses, combinations and safety of drugs for systemic lupus, with the proposed "
            "correction where there is one.",
        ),
    ),
)

REQUIREMENTS = Worded(
    "Nécessite {keys} (412 sinon). Les autres données affinent l'avis ; une donnée absente est "
    "dite, jamais supposée normale.",
    "Requires {keys} (412 otherwise). Other data refine the advice; missing data are named, "
    "never taken for normal.",
)


def service_of(service_id: str) -> Service:
    """The service with this id; raises UnknownServiceError."""
    for service in SERVICES:
        if service.id == service_id:
            return service
    raise UnknownServiceError(service_id)


def requirements(language: str) -> str:
    """What a client must send, in words."""
    keys = ", ".join(KEY_OF_TYPE[kind] for kind in REQUIRED_TYPES)
    return REQUIREMENTS.in_language(language).replace("{keys}", keys)
