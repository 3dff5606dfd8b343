"""What a vignette may say: every unknown word is refused with the nearest known one."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

Json = dict[str, Any]
Said = Any
"""Whatever a vignette holds at this place: a word, a number, a list, an entry."""


class VignetteError(Exception):
    """A vignette that cannot be understood as written."""


def check_words(said: Mapping[str, Any], known: Iterable[str], what: str) -> None:
    """Refuse keys the shorthand does not have."""
    allowed = sorted(known)
    for word in said:
        if word not in allowed:
            raise VignetteError(f"{what}: unknown word '{word}'{nearest(word, allowed)}")


def nearest(word: str, known: Iterable[str]) -> str:
    """The end of a message that offers the closest known words."""
    close = get_close_matches(str(word), list(known), n=3, cutoff=0.5)
    return f" (did you mean {', '.join(close)}?)" if close else ""


def as_list(value: Said) -> list[Said]:
    """One item or many, as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def as_entry(item: Said, key: str) -> Json:
    """A bare name is the short form of a one-word entry."""
    if isinstance(item, dict):
        return dict(item)
    if isinstance(item, str):
        return {key: item}
    raise VignetteError(f"expected a name or an entry with '{key}', found {item!r}")
