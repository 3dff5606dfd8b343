"""Routes of administration, told apart as far as dosing needs it."""

from __future__ import annotations

import json
import unicodedata
from functools import cache

import fhir_profiles
from cds_service.evidence.resources.datatypes import Dosage

LOCAL = "local"


@cache
def _table() -> tuple[dict[str, str], dict[str, str]]:
    """Route codes and route words -> route name."""
    text = (fhir_profiles.root() / "routes.json").read_text(encoding="utf-8")
    codes: dict[str, str] = {}
    words: dict[str, str] = {}
    for name, known in json.loads(text).items():
        # The code alone is compared: clients name the systems of routes in many ways.
        for listed in known["codes"].values():
            codes.update(dict.fromkeys(listed, name))
        words.update(dict.fromkeys(known["words"], name))
    return codes, words


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(plain.lower().replace("-", " ").replace(".", "").split())


def routes_of(dosage: Dosage) -> frozenset[str]:
    """The routes a dosage names: `oral`, `iv`, `im`, `sc`, `local`; empty when none is known."""
    if dosage.route is None:
        return frozenset()
    codes, words = _table()
    found = {codes[c.code] for c in dosage.route.coding if c.code in codes}
    if found:
        return frozenset(found)
    written = [dosage.route.text or "", *(coding.display or "" for coding in dosage.route.coding)]
    spoken = [form for text in written for form in _forms(_folded(text))]
    return frozenset(words[form] for form in spoken if form in words)


def _forms(words: str) -> tuple[str, str]:
    """A route as written, and without the words around it ("voie nasale", "nasal use")."""
    return words, words.removeprefix("voie ").removesuffix(" use").removesuffix(" route")
