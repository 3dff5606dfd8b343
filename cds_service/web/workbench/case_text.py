"""A vignette in words: the patient, the order, and what the clinician expects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import yaml

from cds_service.engine.pack import Pack
from cds_service.engine.table import Worded
from cds_service.picture.values import Gap
from cds_service.render.gaps import gap_name
from cds_service.render.language import number, quantity
from cds_service.web.workbench.facts import fact_words
from cds_service.web.workbench.vignettes import Case

_SPAN = re.compile(r"\b(\d+) ?(d|wk|mo|y)\b")
_UNITS = {"d": "d", "wk": "wk", "mo": "mo", "y": "a"}
VERDICTS = ("fires", "quiet", "cannot-tell")


class _CaseWords(msgspec.Struct, frozen=True):
    """The whole of case_words.yaml."""

    sections: dict[str, Worded]
    expected: dict[str, Worded]
    words: dict[str, Worded]
    first: tuple[str, ...]
    bare: frozenset[str]


@dataclass(frozen=True, slots=True)
class Example:
    """One case; `name` is the clinician's sentence as written, the lines are labels with texts."""

    name: str
    verdict: str
    hook: str
    indicator: str
    patient: tuple[tuple[str, str], ...]
    expected: tuple[tuple[str, str], ...]


@cache
def _case_words() -> _CaseWords:
    text = (files(__package__) / "case_words.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return msgspec.convert(yaml.load(text, Loader=loader), _CaseWords)  # noqa: S506 (safe loader)


class CaseTeller:
    """Tells cases in one language, with the terms of one pack."""

    def __init__(self, pack: Pack, language: str) -> None:
        self._terms = pack.terms
        self._facts = fact_words(pack.terms, language)
        self._titles = {rule.id: rule.table.title.in_language(language) for rule in pack.rules}
        self._language = language

    def grouped(self, cases: Iterable[Case]) -> dict[str, list[Example]]:
        """The cases by expected verdict; under `other` those that expect none."""
        groups: dict[str, list[Example]] = {verdict: [] for verdict in (*VERDICTS, "other")}
        for case in cases:
            example = self.example(case)
            groups[example.verdict].append(example)
        return {verdict: found for verdict, found in groups.items() if found}

    def example(self, case: Case) -> Example:
        """One case."""
        expect = case.get("expect", {})
        verdict = expect.get("verdict", "")
        return Example(
            name=case["name"],
            verdict=verdict if verdict in VERDICTS else "other",
            hook=case.get("hook", "patient-view"),
            indicator=expect.get("indicator", ""),
            patient=tuple(self._lines(case, _case_words().sections)),
            expected=tuple(self._expected(expect)),
        )

    def _lines(self, said: Mapping[str, Any], labels: Mapping[str, Worded]) -> Iterator[Any]:
        for key, label in labels.items():
            if key in said:
                yield label.in_language(self._language), self._told(said[key], "; ")

    def _expected(self, expect: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        known = dict(expect)
        if "facts" in known:
            known["facts"] = [self._fact(*fact) for fact in known["facts"].items()]
        if "missing" in known:
            known["missing"] = [
                gap_name(Gap(m, ""), self._language) for m in _all(expect["missing"])
            ]
        for key in ("speaks", "silent"):
            if key in known:
                known[key] = [self._titles.get(rule, rule) for rule in _all(expect[key])]
        yield from self._lines(known, _case_words().expected)

    def _fact(self, name: str, value: object) -> str:
        said = self._facts.values.get(f"{name}.{value}") or self._told(value)
        unit = self._facts.units.get(name, "")
        return f"{self._facts.names.get(name, name)} = {said} {unit}".rstrip()

    def _told(self, said: object, between: str = ", ") -> str:
        if isinstance(said, dict):
            return ", ".join(self._members(said))
        if isinstance(said, list):
            return between.join(self._told(item) for item in said)
        if isinstance(said, bool) or said is None:
            return self._word(str(said).lower())
        if isinstance(said, int | float):
            return number(said, self._language)
        return _SPAN.sub(self._span, self._word(str(said)))

    def _members(self, said: Mapping[str, Any]) -> Iterator[str]:
        words = _case_words()
        order = [*(key for key in words.first if key in said), *said]
        for key in dict.fromkeys(order):
            years = key == "age" and isinstance(said[key], int)
            told = quantity(said[key], "a", self._language) if years else self._told(said[key])
            label = "{}" if key in words.bare else self._word(key)
            yield label.format(told) if "{}" in label else f"{label} {told}"

    def _word(self, word: str) -> str:
        known = _case_words().words.get(word) or self._terms.get(f"med.{word}")
        if known:
            return known.in_language(self._language)
        named = gap_name(Gap(word, ""), self._language)
        return named if named != word else word

    def _span(self, found: re.Match[str]) -> str:
        return quantity(int(found[1]), _UNITS[found[2]], self._language)


def _all(said: object) -> list[Any]:
    return said if isinstance(said, list) else [said]
