"""The specialties that may sign the first order of a lupus biologic, by code or by word.

Source: French conditions of prescription of anifrolumab and belimumab.
"""

import re
import unicodedata
from collections.abc import Iterable

_SNOMED = {"394810000", "394589003", "419192003", "394582007"}
_WORD = re.compile(r"[a-z]{4}")
"""A specialty in words; a bare code of another list ("SM48") does not tell."""
_WORDS = ("rhumato", "rheumato", "nephro", "medecine interne", "internal medicine", "dermato")


def on_the_list(written: Iterable[str]) -> bool | None:
    """Whether a role names one of the specialties; None when it names none that can be read."""
    texts = [_folded(text) for text in written]
    if any(text in _SNOMED or any(word in text for word in _WORDS) for text in texts):
        return True
    return False if any(_WORD.search(text) for text in texts) else None


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(plain.lower().split())
