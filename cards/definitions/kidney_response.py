"""The day a nephritis came into complete response, as far as the ratios on record tell.

A first ratio that is already low says only that response came no later.
"""

from dataclasses import dataclass
from datetime import date

from cards.definitions.proteinuria import undisturbed
from cds_service.model_api import Call


@dataclass(frozen=True, slots=True)
class Response:
    """The first ratio of a complete response; `certain` when a higher one came before it."""

    when: date
    certain: bool


def first_response(call: Call, start: date) -> Response | None:
    """The first complete response since the start of treatment, None when none is on record."""
    limit = call.number("nephritis-state", "complete_upcr_mg_per_g")
    higher = False
    for result in reversed(call.once(undisturbed)):
        if result.when < start:
            continue
        if result.value.below(limit):
            return Response(result.when, certain=higher)
        higher = True
    return None
