"""Two biologics together, or the same one in two forms.

Source: SmPC of anifrolumab and belimumab. Not recommended and not studied is no contraindication:
a warning; only the same biologic twice (infusion and pen) is critical. A switch is only named.
Not covered: the washout after the first biologic, which the labels do not set.
"""

from cards.definitions.biologic_pairs import drafted, pairs, unclear
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fires,
    Quiet,
    Verdict,
)

_BY_URGENCY = (
    "same-twice",
    "anifrolumab-with",
    "belimumab-anti-cd20",
    "belimumab-after-anti-cd20",
    "switch",
)


def decide(case: Case) -> Verdict:
    """The most urgent meeting of a drafted biologic with another one."""
    drafts = drafted(case.call)
    if not drafts:
        return Quiet("no-such-order")
    found = sorted(
        (pair for draft in drafts for pair in pairs(case, draft)),
        key=lambda pair: _BY_URGENCY.index(pair.wording),
    )
    if case.picture.in_trial and not (found and found[0].wording == "same-twice"):
        return Quiet("in-trial")
    concern = Concern(drafts[0].reference, "biologic-combination")
    if not found:
        gaps = unclear(case.call)
        return CannotTell(gaps, concern=concern) if gaps else Quiet("single-biologic")
    first = found[0]
    return Fires(
        first.wording,
        slots={"drug": ChartText(first.draft.label), "other": ChartText(first.other.label)},
        facts={
            "other": first.other.reference,
            "other_since": first.other.start,
            "other_until": first.other.end,
        },
        concern=Concern(first.draft.reference, "biologic-combination"),
    )
