"""A draft order as the client sent it, mended where its meaning is plain, to be sent back."""

from __future__ import annotations

from typing import Any

from cds_service.render.valid import NotValidError

_LISTS = {
    "basedOn", "category", "coding", "contained", "detectedIssue", "dosageInstruction",
    "eventHistory", "extension", "identifier", "instantiatesCanonical", "instantiatesUri",
    "insurance", "modifierExtension", "note", "reasonCode", "reasonReference",
    "supportingInformation",
}  # fmt: skip
"""Members that FHIR R4 defines as lists, wherever a MedicationRequest may have them."""
_DEEPEST = 60
"""Levels of nesting; a real order has less than twenty."""


def mended(draft: dict[str, Any], subject: str) -> dict[str, Any]:
    """The draft without empty members, lists where FHIR wants them, and what R4 requires.

    Raises NotValidError when it is nested beyond reason.
    """
    whole: dict[str, Any] = _mend(draft, 0)
    whole.setdefault("status", "draft")
    whole.setdefault("intent", "order")
    whole.setdefault("subject", {"reference": subject})
    return whole


def _mend(value: Any, depth: int) -> Any:  # noqa: ANN401 (any JSON)
    if depth > _DEEPEST:
        raise NotValidError("nested too deeply")
    if isinstance(value, dict):
        whole: dict[str, Any] = {}
        for name, item in value.items():
            member = _mend(item, depth + 1) if isinstance(item, dict | list) else item
            if _empty(member):
                continue
            wants_list = name in _LISTS and not isinstance(member, list)
            whole[name] = [member] if wants_list else member
        return whole
    if isinstance(value, list):
        return [mended_item for item in value if not _empty(mended_item := _mend(item, depth + 1))]
    return value


def _empty(value: Any) -> bool:  # noqa: ANN401 (any JSON)
    # A number, zero and false among them, is never empty.
    return value is None or (not value and isinstance(value, str | list | dict))
