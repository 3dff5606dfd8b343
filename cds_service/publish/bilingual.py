"""Texts in both languages: one as the member itself, the other as its translation extension."""

from __future__ import annotations

from cds_service.engine.table import Worded
from cds_service.publish.canonical import Json
from cds_service.render.language import Language

_TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"


def both(member: str, text: Worded, first: Language) -> Json:
    """A member in its first language, with `_member` that holds the other one."""
    second: Language = "en" if first == "fr" else "fr"
    parts = [
        {"url": "lang", "valueCode": second},
        {"url": "content", "valueString": text.in_language(second)},
    ]
    return {
        member: text.in_language(first),
        f"_{member}": {"extension": [{"url": _TRANSLATION, "extension": parts}]},
    }
