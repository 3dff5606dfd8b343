"""Why a call got no answer, in the language of the page."""

from __future__ import annotations

from cds_service.check_words import why_text
from cds_service.errors import InvalidRequestError, MissingDataError
from cds_service.web.workbench.words import word


def refusal(error: InvalidRequestError | MissingDataError, language: str) -> str:
    """What was wrong; data lacking for the same reason are told together."""
    if isinstance(error, InvalidRequestError):
        return str(error)
    lacking: dict[str, list[str]] = {}
    for key, why in error.missing:
        lacking.setdefault(why_text(why, language), []).append(key)
    return "\n".join(
        word("refusal.missing", language, what=", ".join(keys), why=why)
        for why, keys in lacking.items()
    )
