"""Drugs recognised by name in free text: whole words, longest name first, accents ignored."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import fhir_profiles

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """The concepts that a text names, and whether it names any drug, ours or another."""

    concepts: frozenset[str]
    some_drug: bool


@lru_cache(maxsize=8192)
def words_of(text: str) -> Words:
    """Return the words of a text in lower case without accents: `Solu-Médrol` gives two."""
    apart = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in apart if not unicodedata.combining(char))
    return tuple(re.findall(r"[a-z0-9]+", plain.casefold()))


@lru_cache(maxsize=8192)
def named_in(text: str) -> Named:
    """Return what a text names; a word taken by a long name is not read again as a shorter one."""
    words, names = words_of(text), _names_by_first_word()
    concepts: set[str] = set()
    some_drug, place = False, 0
    while place < len(words):
        for name, concept in names.get(words[place], ()):
            if words[place : place + len(name)] == name:
                some_drug = True
                concepts.update({concept} - {""})
                place += len(name)
                break
        else:
            place += 1
    return Named(frozenset(concepts), some_drug)


@lru_cache(maxsize=1)
def ingredient_concepts() -> frozenset[str]:
    """Return the concepts that stand for one active ingredient, as opposed to a class of drugs."""
    return frozenset(entry["concept"] for entry in _medications()["ingredients"])


@lru_cache(maxsize=1)
def _usual_names() -> Mapping[str, str]:
    return {entry["concept"]: entry["names"][0] for entry in _medications()["ingredients"]}


def name_of(concepts: frozenset[str]) -> str:
    """Return the usual name of the one ingredient among concepts, empty when they tell none."""
    names = [name for concept in concepts if (name := _usual_names().get(concept))]
    return names[0] if len(names) == 1 else ""


@lru_cache(maxsize=1)
def _medications() -> dict[str, list[dict[str, str]]]:
    text = (fhir_profiles.root() / "medications.json").read_text(encoding="utf-8")
    loaded: dict[str, list[dict[str, str]]] = json.loads(text)
    return loaded


@lru_cache(maxsize=1)
def _names_by_first_word() -> Mapping[str, tuple[tuple[Words, str], ...]]:
    loaded = _medications()
    named = {
        words_of(name): entry["concept"]
        for key in ("classes", "ingredients")
        for entry in loaded[key]
        for name in entry["names"]
    }
    # Common drugs of no interest to us: their names tell another drug from an unreadable order.
    named = {words_of(str(name)): "" for name in loaded["others"]} | named
    by_first: dict[str, list[tuple[Words, str]]] = {}
    for name, concept in sorted(named.items(), key=lambda item: -len(item[0])):
        by_first.setdefault(name[0], []).append((name, concept))
    return {first: tuple(entries) for first, entries in by_first.items()}
