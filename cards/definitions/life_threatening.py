"""Lupus that threatens life or an organ now, in which a check must not delay treatment."""

from datetime import timedelta

from cards.definitions.activity import severe_cns
from cards.definitions.nephritis import nephritis
from cds_service.model_api import Call

_SEVERE = "severe"
_FLARE_WINDOW = timedelta(days=28)


def life_threatening(call: Call) -> bool:
    """Whether a severe nephritis, brain disease, flare or crescentic form is on record."""
    if call.once(nephritis).severe or severe_cns(call):
        return True
    if any(not p.in_remission for p in call.picture.problems.active("cond.rpgn")):
        return True
    flares = call.picture.results.findings("obs.flare", since=call.today - _FLARE_WINDOW)
    return any(flare.when is not None and _SEVERE in flare.codes for flare in flares)
