"""Whether a drug acts in the whole body or only where it is put."""

import json
from collections.abc import Iterable
from functools import lru_cache

import fhir_profiles
from cds_service.picture.drug_names import words_of


def systemic_by_atc(atc_codes: Iterable[str]) -> bool | None:
    """Return False for local products, True for systemic ones, None when silent or at odds."""
    local, systemic = tuple(_forms()["local_atc"]), tuple(_forms()["systemic_atc"])
    said = {code.startswith(systemic) for code in atc_codes if code.startswith((*local, *systemic))}
    return said.pop() if len(said) == 1 else None


@lru_cache(maxsize=8192)
def systemic_by_words(text: str) -> bool | None:
    """Return what the words of a label say of the form; a local word settles it."""
    words, forms = words_of(text), _forms()
    beginnings = tuple(forms["local_word_beginnings"])
    if any(word in forms["local_words"] or word.startswith(beginnings) for word in words):
        return False
    return True if any(word in forms["systemic_words"] for word in words) else None


@lru_cache(maxsize=1)
def _forms() -> dict[str, list[str]]:
    text = (fhir_profiles.root() / "drug-forms.json").read_text(encoding="utf-8")
    forms: dict[str, list[str]] = json.loads(text)
    return forms
