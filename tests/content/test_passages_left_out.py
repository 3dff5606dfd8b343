"""Passages of the sources that are known to be corrupted or wrong stay out of the pack."""

from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest

LEFT_OUT = {
    "a drug name invented by image recognition": ["dazlizumab"],
    "Sjögren trials read as lupus trials": ["iscalimab", "dazodalibep", "TWINSS", "Sjögren"],
    "thrombosis in monkeys, history only": ["CD154", "CD40L"],
    "a mislabelled line of the subcutaneous trial": ["56.2 vs 34", "56,2 vs 34"],
    "unreliable rows of a trial table": ["RIU", "Allo NK"],
    "a modelled cost that is not French": ["126 337", "126,337", "QALY"],
    "a garbled threshold": ["UPCR ±", "RPC ±"],
    "a ratio with the unit of an amount": ["UPCR > 3 g/j", "RPC > 3 g/j", "> 3 g/j"],
    "a target date that the guideline does not state": ["ACR 2024 : 4 à 6 mois"],
    "a label limited to the skin, which it is not": ["AMM dans les formes cutanées"],
    "a fully human antibody called humanised": ["humanisé", "humanized"],
    "a looser target found on a lay page": ["7,5 mg/j en 6 mois", "7.5 mg/day within 6 months"],
    "a registry's wrong count of new scores": ["≤ 2 BILAG B", "≤ 2 new BILAG B"],
}


def texts(folder: Traversable) -> list[tuple[str, str]]:
    """Every text file of the pack with its name."""
    found = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += texts(entry)
        elif entry.name.endswith((".yaml", ".py")):
            found.append((entry.name, entry.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize(("why", "passages"), LEFT_OUT.items(), ids=list(LEFT_OUT))
def test_a_passage_is_nowhere_in_the_pack(why: str, passages: list[str]) -> None:
    pack = texts(files("cards"))
    assert len(pack) > 50
    found = [(name, passage) for name, text in pack for passage in passages if passage in text]
    assert not found, why
