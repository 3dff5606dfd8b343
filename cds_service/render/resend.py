"""A draft order as the client sent it, mended so far that it can be sent back as valid FHIR."""

from __future__ import annotations

from typing import Any

_LISTS = {
    "basedOn", "category", "coding", "contained", "detectedIssue", "dosageInstruction",
    "eventHistory", "extension", "identifier", "instantiatesCanonical", "instantiatesUri",
    "insurance", "modifierExtension", "note", "reasonCode", "reasonReference",
    "supportingInformation",
}  # fmt: skip
"""Members that FHIR R4 defines as lists, wherever a MedicationRequest may have them."""


def mended(draft: dict[str, Any], subject: str) -> dict[str, Any]:
    """The draft without empty members, lists where FHIR wants them, and what R4 requires."""
    whole: dict[str, Any] = _mend(draft)
    whole.setdefault("status", "draft")
    whole.setdefault("intent", "order")
    whole.setdefault("subject", {"reference": subject})
    return whole


def _mend(value: Any) -> Any:  # noqa: ANN401 (any JSON)
    if isinstance(value, dict):
        members = {name: _mend(item) for name, item in value.items()}
        return {
            name: [item] if name in _LISTS and not isinstance(item, list) else item
            for name, item in members.items()
            if not _empty(item)
        }
    if isinstance(value, list):
        return [mended_item for item in value if not _empty(mended_item := _mend(item))]
    return value


def _empty(value: Any) -> bool:  # noqa: ANN401 (any JSON)
    return value is None or value in ("", [], {})
