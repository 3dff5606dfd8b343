"""What is missing and why, as sentences."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from cds_service.engine.table import Worded
from cds_service.picture.values import Gap
from cds_service.render.chart_text import cleaned, escaped

_SUBJECT = 60


class GapWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words for each `Gap.what` and each `Gap.why`."""

    what: dict[str, Worded]
    why: dict[str, Worded]


@cache
def gap_words() -> GapWords:
    """The words of gaps.yaml."""
    text = (files("cds_service.render") / "gaps.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return msgspec.convert(yaml.load(text, Loader=loader), GapWords)  # noqa: S506 (safe loader)


def gap_name(gap: Gap, language: str) -> str:
    """What is missing; its code when there are no words for it."""
    return _word(gap_words().what, gap.what, language)


def gap_text(gap: Gap, language: str, *, markdown: bool = False) -> str:
    """What is missing, why, and of which drug or resource, as plain text or Markdown."""
    subject = cleaned(gap.subject, _SUBJECT)
    if markdown:
        subject = escaped(subject)
    about = f" ({subject})" if subject else ""
    colon = " : " if language == "fr" else ": "
    return f"{gap_name(gap, language)}{about}{colon}{_word(gap_words().why, gap.why, language)}"


def gap_list(gaps: Iterable[Gap], language: str) -> str:
    """Several gaps in Markdown, each said once."""
    return "; ".join(dict.fromkeys(gap_text(gap, language, markdown=True) for gap in gaps))


def _word(words: dict[str, Worded], code: str, language: str) -> str:
    known = words.get(code)
    return known.in_language(language) if known else code
