"""Examinations that are already asked for, or are being asked for in the same call."""

import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from cds_service.model_api import Call

NEPHROLOGY = ("nephrolog",)
MEETING = ("rcp lupus", "concertation pluridisciplinaire", "multidisciplinary meeting")


def requested(
    call: Call, concepts: Iterable[str], words: Iterable[str] = (), since: date | None = None
) -> bool:
    """Whether an open request names one of the concepts, or one of the words (folded).

    Of the last months, or since a day: a referral answers a finding only when it came after it.
    """
    if since is None:
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
