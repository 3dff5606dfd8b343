"""Examinations that are already asked for, or are being asked for in the same call."""

import unicodedata
from collections.abc import Iterable
from datetime import timedelta

from cds_service.model_api import Call


def requested(call: Call, concepts: Iterable[str], words: Iterable[str] = ()) -> bool:
    """Whether an open, recent request names one of the concepts, or one of the words (folded)."""
    since = call.today - timedelta(days=round(call.number("requested", "request_days")))
    wanted, named = frozenset(concepts), tuple(words)
    return any(
        (request.when is None or request.when >= since)
        and (not request.concepts.isdisjoint(wanted) or says(request.label, named))
        for request in call.picture.requests.listed
    )


def says(text: str, words: Iterable[str]) -> bool:
    """Whether a text of the chart contains one of the words, accents and case left aside."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe")).encode("ascii", "ignore")
    folded = " ".join(plain.decode().lower().replace("'", " ").split())
    return any(word in folded for word in words)
