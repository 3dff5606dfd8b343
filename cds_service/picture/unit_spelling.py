"""The canonical spelling of a unit: codes keep their case, printed labels need not."""

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import fhir_profiles
from cds_service.picture.unit_table import FACTORS, REFUSED


@lru_cache(maxsize=4096)
def unit_of_code(kind: str, code: str) -> str | None:
    """Return the canonical unit that a machine code spells for a kind, its case respected."""
    exact = _plain(code)
    spellings = _spellings(kind)[0]
    return spellings.get(exact) or spellings.get(_without_annotation(exact))


@lru_cache(maxsize=4096)
def unit_of_text(kind: str, text: str) -> str | None:
    """Return the canonical unit that a printed label spells for a kind, whatever its case."""
    folded = _plain(text).casefold()
    spellings = _spellings(kind)[1]
    return spellings.get(folded) or spellings.get(_without_annotation(folded))


@lru_cache(maxsize=1024)
def counts(text: str) -> bool:
    """Tell whether a text names something counted: a tablet, a capsule, a pen, a vial."""
    plain = text.strip().strip("{}[]").casefold().replace("é", "e").replace("(s)", "")
    first = re.split(r"[\s{}(),.]", plain, maxsplit=1)[0]
    return bool(first) and first in _contract()["countable"]


def _plain(text: str) -> str:
    # NFKC turns superscripts into digits and the micro sign into the Greek mu; UCUM writes a u.
    plain = unicodedata.normalize("NFKC", text).replace("\u03bc", "u").replace("⁄", "/")
    return "".join(plain.replace("×", "x").split()).replace("(s)", "")


def _without_annotation(unit: str) -> str:
    """Drop what leaves a unit unchanged: `mg/g{creat}` and `mg/g créatinine` are `mg/g`."""
    bare = re.sub(r"\{[^}]*\}", "", unit)
    # "creat" must follow a unit letter, so that a text made of it alone stays unknown.
    return re.sub(
        r"(?<=[a-z])\(?(?:de|d')?cr[ée]at(?:inine?|ininurie)?\)?\.?", "", bare, flags=re.I
    )


@lru_cache(maxsize=1)
def _contract() -> dict[str, Any]:
    text = (fhir_profiles.root() / "unit-spellings.json").read_text(encoding="utf-8")
    contract: dict[str, Any] = json.loads(text)
    return contract


@lru_cache(maxsize=64)
def _spellings(kind: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the units of a kind by exact spelling and by spelling without case."""
    exact: dict[str, str] = {}
    folded: dict[str, str] = {}
    for unit in (*FACTORS.get(kind, ()), *REFUSED.get(kind, ())):
        for written in (unit, *_contract()["spellings"].get(unit, ())):
            spelling = _plain(written)
            exact.setdefault(spelling, unit)
            # UCUM allows both l and L for the litre.
            exact.setdefault(re.sub(r"(?<=[/mdu])L\b", "l", spelling), unit)
            folded.setdefault(spelling.casefold(), unit)
    return exact, folded
