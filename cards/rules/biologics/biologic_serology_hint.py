"""Belimumab or anifrolumab ordered in a serologically quiet lupus.

Source: EULAR 2023 (observation): both work better when complement is low or anti-dsDNA raised. Not
a contraindication.
Not covered: serology older than three months; other antibodies.
"""

from datetime import timedelta

from cards.definitions.anifrolumab import ANIFROLUMAB
from cards.definitions.belimumab_exclusions import BELIMUMAB
from cards.definitions.biologic_order import not_for_access_rules
from cards.definitions.gates import with_sle
from cards.definitions.serology import anti_dsdna, complement
from cds_service.model_api import (
    CannotTell,
    Case,
    ChartText,
    Concern,
    Fact,
    Fires,
    Quiet,
    Treatment,
    Verdict,
)


def decide(case: Case) -> Verdict:
    """Informs when C3, C4 and anti-dsDNA are all known and all quiet."""
    ordered = _order(case)
    if ordered is None:
        return Quiet("no-such-order")
    drug, order = ordered
    outside = with_sle(case) or not_for_access_rules(case, order, drug)
    if outside:
        return outside
    since = case.today - timedelta(days=round(case.number("serology_days")))
    dsdna, low = anti_dsdna(case.call, since), complement(case.call, since)
    facts: dict[str, Fact] = {"anti_dsdna_raised": dsdna.answer, "complement_low": low.answer}
    if dsdna.answer or low.answer:
        return Quiet("serologically-active", facts)
    concern = Concern(order.reference, "biologic-serology")
    if dsdna.when is None or low.when is None or None in (dsdna.answer, low.answer):
        return CannotTell((*dsdna.gaps, *low.gaps), facts, concern)
    return Fires(
        "quiet-serology",
        slots={"drug": ChartText(order.label), "dsdna_on": dsdna.when, "c_on": low.when},
        facts=facts,
        concern=concern,
    )


def _order(case: Case) -> tuple[str, Treatment] | None:
    for drug in (BELIMUMAB, ANIFROLUMAB):
        for order in case.picture.treatments.ordered(drug):
            return drug, order
    return None
