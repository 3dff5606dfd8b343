"""Text from the chart shown as what it is: data, never markup, never instructions."""

from __future__ import annotations

import re

_LONGEST_READ = 500
_ALWAYS = re.compile(r"([\\`*_\[\]#|~>@])")
_OPENS_A_TAG = re.compile(r"<(?=[a-zA-Z/!?])")
_STARTS_A_BLOCK = re.compile(r"^(?:(\d+)([.)])|([-+=]))")
_STARTS_A_LINK = re.compile(r"(www)\.|:(?=//)", re.IGNORECASE)


def cleaned(text: str, longest: int) -> str:
    """One line without control or direction characters, at most `longest` characters."""
    visible = "".join(c if c.isprintable() else " " for c in text[:_LONGEST_READ])
    # Summaries and labels are plain text, yet not every client shows them as such.
    line = _OPENS_A_TAG.sub("‹", " ".join(visible.split()))
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def escaped(text: str) -> str:
    """A cleaned line as GitHub Flavored Markdown that renders exactly as that line."""
    safe = _ALWAYS.sub(r"\\\1", text)
    safe = _STARTS_A_BLOCK.sub(lambda found: _before_last(found.group()), safe)
    safe = _STARTS_A_LINK.sub(lambda found: _before_last(found.group()), safe)
    return safe.replace("&", "&amp;").replace("<", "&lt;")


def _before_last(text: str) -> str:
    return f"{text[:-1]}\\{text[-1]}"
