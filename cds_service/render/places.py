"""Places in sources in the language of the answer: generic words change, quotations stay."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cds_service.engine.pack import Pack
from cds_service.engine.table import Worded

_TERM = "place."
_BETWEEN = re.compile(r"( \(|\)|, | ; |; | : |: )")
_NUMBERED = re.compile(r"(\D+?) (\d+(?:(?:-| à | to | et | and )\d+)*)")
_JOINED = {" à ": " to ", " et ": " and "}


class Places:
    """Tells places in one language, with the generic words that a pack has in both."""

    def __init__(self, terms: Mapping[str, Worded], language: str) -> None:
        words = [said for key, said in terms.items() if key.startswith(_TERM)]
        self._written = {text for said in words for text in (said.fr, said.en)}
        self._words = {
            text.lower(): said.in_language(language)
            for said in words
            for text in (said.fr, said.en)
        }
        self._told: dict[str, str] = {}
        french = language == "fr"
        self._joined = {
            (en if french else fr): (fr if french else en) for fr, en in _JOINED.items()
        }

    def told(self, locator: str) -> str:
        """A place, each of its parts by itself; told once, as a pack has only so many."""
        told = self._told.get(locator)
        if told is None:
            told = "".join(self._part(part) for part in _BETWEEN.split(locator))
            self._told[locator] = told
        return told

    def _part(self, part: str) -> str:
        known = self._words.get(part.lower())
        if known is None and (numbered := _NUMBERED.fullmatch(part)):
            noun = self._words.get(numbered[1].lower())
            if noun is None:
                return part
            numbers = numbered[2]
            for word, other in self._joined.items():
                numbers = numbers.replace(word, other)
            return f"{noun} {numbers}"
        if known is None:
            return part
        opens = part not in self._written and part[0].isupper()
        return known[0].upper() + known[1:] if opens else known


_KEPT: dict[tuple[str, str], Places] = {}


def places_of(pack: Pack, language: str) -> Places:
    """The places of a pack, made once for each content version, which stands for its terms."""
    key = (pack.version, language)
    if key not in _KEPT:
        _KEPT[key] = Places(pack.terms, language)
    return _KEPT[key]
