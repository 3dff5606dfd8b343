"""When anti-dsDNA, C3 and C4 were last measured, and which requests for them are open."""

from datetime import date, timedelta

from cards.definitions.requested import says
from cds_service.model_api import Call, Record

SEROLOGY: dict[str, tuple[str, ...]] = {
    "anti-dsdna": ("obs.anti-dsdna", "obs.anti-dsdna.other-method", "obs.anti-dsdna.qual"),
    "c3": ("obs.c3",),
    "c4": ("obs.c4",),
}
_WORDS = (
    "serologie lupique", "bilan lupique", "bilan immunologique", "lupus serology", "anti-adn",
    "anti adn", "anti-dna", "anti-dsdna", "complement c3", "c3, c4", "c3/c4", "c3 c4", "c3 et c4",
)  # fmt: skip
"""As requests name them, this pack's own among them: one of the three asks for the visit."""
_PENDING_DAYS = 92


def last_of(call: Call, concepts: tuple[str, ...]) -> date | None:
    """The day of the newest result, whatever its value."""
    found = call.picture.results.findings(*concepts)
    return max((finding.when for finding in found if finding.when is not None), default=None)


def serology_requests(call: Call) -> tuple[Record, ...]:
    """The open requests, those being signed included, of the last three months."""
    since = call.today - timedelta(days=_PENDING_DAYS)
    wanted = {concept for concepts in SEROLOGY.values() for concept in concepts}
    return tuple(
        request
        for request in call.picture.requests.listed
        if (not request.concepts.isdisjoint(wanted) or says(request.label, _WORDS))
        and (not request.when or request.when >= since)
    )
