"""Why a drug that no order names may be taken all the same: for rules about the drug itself.

Most charts hold an order that names its drug only by a local code or an unknown brand. With lupus
it may be a lupus drug; without lupus that is no reason to suspect one. A query that was not
answered leaves the question open for everybody.
"""

from cards.definitions.gates import SLE
from cds_service.model_api import Call, Gap

_UNREAD = {"drug-not-identified", "drug-not-sent"}


def doubts(call: Call) -> tuple[Gap, ...]:
    """Why the absence of a drug is not a fact; empty when it is one, or as good as one."""
    gaps = call.picture.treatments.gaps
    if call.picture.problems.has(SLE) is not False:
        return gaps
    return tuple(gap for gap in gaps if gap.why not in _UNREAD)
