"""Filling the `{slots}` of a sentence, in the language of the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cds_service.engine.table import Worded
from cds_service.engine.verdict import ChartText, Quantity, Slot, Term
from cds_service.errors import ContentError
from cds_service.picture.drug_names import words_of
from cds_service.render.chart_text import cleaned, escaped
from cds_service.render.language import day, number, quantity

SUMMARY_LIMIT = 140
"""A summary has fewer characters than this (CDS Hooks)."""

IN_DETAIL, IN_SUMMARY = 60, 40
_WHEN_TIGHT = (24, 12)
_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_NAME_IN_BRACKETS = re.compile(r" \((\w[\w'-]*)\)")


def slots_of(text: str) -> set[str]:
    """The names of the slots of a sentence."""
    return set(_SLOT.findall(text))


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes in one language with one pack's glossary."""

    language: str
    terms: Mapping[str, Worded]

    def plain(self, text: Worded, slots: Mapping[str, Slot], chart: int = IN_SUMMARY) -> str:
        """A sentence as plain text; text from the chart takes `chart` characters at most."""
        return self._fill(text, slots, chart, markdown=False)

    def summary(self, text: Worded, slots: Mapping[str, Slot]) -> str:
        """A sentence of fewer than 140 characters; cut short only as a last resort."""
        sentence = self._sentence(text, slots, IN_SUMMARY)
        for chart in _WHEN_TIGHT:
            if len(sentence) < SUMMARY_LIMIT:
                return sentence
            sentence = self._sentence(text, slots, chart)
        return sentence if len(sentence) < SUMMARY_LIMIT else cut(sentence)

    def _sentence(self, text: Worded, slots: Mapping[str, Slot], chart: int) -> str:
        """A sentence that begins with a capital, also when it begins with a drug's name."""
        filled = self.plain(text, slots, chart)
        opens = text.in_language(self.language).lstrip().startswith("{")
        return filled[:1].upper() + filled[1:] if opens else filled

    def markdown(self, text: Worded, slots: Mapping[str, Slot]) -> str:
        """A text in GitHub Flavored Markdown; text from the chart is escaped."""
        return self._fill(text, slots, IN_DETAIL, markdown=True)

    def term(self, key: str) -> str:
        """A term of the glossary, its key when the glossary does not have it."""
        known = self.terms.get(key)
        return known.in_language(self.language) if known else key

    def _fill(self, text: Worded, slots: Mapping[str, Slot], chart: int, *, markdown: bool) -> str:
        def value(found: re.Match[str]) -> str:
            try:
                slot = slots[found[1]]
            except KeyError:
                raise ContentError(
                    f"no value for the slot {{{found[1]}}} of {text.fr!r}: mend rule or table"
                ) from None
            return self._write(slot, chart, markdown=markdown)

        wording = text.in_language(self.language).strip()
        return _NAME_IN_BRACKETS.sub(_said_once, _SLOT.sub(value, wording))

    def _write(self, slot: Slot, chart: int, *, markdown: bool) -> str:
        match slot:
            case Quantity(value, unit, digits):
                return quantity(value, unit, self.language, digits)
            case ChartText(text):
                line = cleaned(text, chart)
                return escaped(line) if markdown else line
            case Term(key):
                return self.term(key)
            case date():
                return day(slot, self.language)
            case tuple():
                return ", ".join(self._write(item, chart, markdown=markdown) for item in slot)
            case int():
                return number(slot, self.language, 0)


def _said_once(found: re.Match[str]) -> str:
    """Brackets that only repeat the name before them, as "Methotrexate (méthotrexate)", go."""
    name = found.string[: found.start()].rpartition(" ")[2]
    return "" if words_of(name) == words_of(found[1]) else found[0]


def cut(sentence: str) -> str:
    """The beginning of a sentence that is too long for a summary, cut between words."""
    head = sentence[: SUMMARY_LIMIT - 2].rsplit(" ", 1)[0].rstrip(" ,;:(—–")
    return f"{head}…"
