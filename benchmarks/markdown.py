"""Prose as it stands in the reports."""

from __future__ import annotations

import textwrap


def wrapped(text: str) -> str:
    """A paragraph in lines of at most 100 characters."""
    return textwrap.fill(text, width=100, break_on_hyphens=False, break_long_words=False)
