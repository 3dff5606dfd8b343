"""The facts of the trace in words: names, units and coded values, from the terms of the pack."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from cds_service.engine.table import Worded

_NAME, _VALUE = "fact.", "value."
_UNIT = re.compile(r"(.*) \[(.+)\]")


class FactWords(msgspec.Struct, frozen=True):
    """Names of facts, their units, and coded values as `<fact>.<code>`, in one language."""

    names: dict[str, str]
    units: dict[str, str]
    values: dict[str, str]


def fact_words(terms: Mapping[str, Worded], language: str) -> FactWords:
    """The words of every fact that the pack names (`fact.<name>`, `value.<name>.<code>`)."""
    names: dict[str, str] = {}
    units: dict[str, str] = {}
    values: dict[str, str] = {}
    for key, said in terms.items():
        text = said.in_language(language)
        if key.startswith(_VALUE):
            values[key.removeprefix(_VALUE)] = text
        elif key.startswith(_NAME):
            name = key.removeprefix(_NAME)
            measured = _UNIT.fullmatch(text)
            names[name] = measured[1] if measured else text
            if measured:
                units[name] = measured[2]
    return FactWords(names, units, values)
