"""Anifrolumab or belimumab signed by a specialty outside the legal list.

Source: conditions of prescription (hospital order kept for dermatology, internal medicine,
nephrology, rheumatology). An unknown prescriber keeps the rule quiet.
Not covered: the yearly hospital renewal; delegated prescribing.
"""

from cards.definitions.anifrolumab import ANIFROLUMAB
from cards.definitions.belimumab_exclusions import BELIMUMAB
from cards.definitions.biologic_order import not_for_access_rules
from cards.definitions.specialty import on_the_list
from cds_service.model_api import Case, ChartText, Concern, Fires, Quiet, Verdict

_DRUGS = (ANIFROLUMAB, BELIMUMAB)


def decide(case: Case) -> Verdict:
    """Informs when a known specialty is none of the list."""
    found = [(drug, o) for drug in _DRUGS for o in case.picture.treatments.ordered(drug)]
    if not found:
        return Quiet("no-such-order")
    drug, order = found[0]
    outside = not_for_access_rules(case, order, drug)
    if outside:
        return outside
    written = case.picture.specialties
    listed = on_the_list(written)
    if listed is None:
        return Quiet("prescriber-unknown")
    if listed:
        return Quiet("on-the-list")
    words = sorted(text for text in written if not text.isdigit()) or sorted(written)
    return Fires(
        "not-on-the-list",
        slots={"drug": ChartText(order.label), "specialty": ChartText(words[0])},
        facts={"specialty": ", ".join(words)},
        concern=Concern(order.reference, "prescriber"),
    )
