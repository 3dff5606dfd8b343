"""The regulation of hospital anifrolumab on a day: five answers kept apart, and the period.

Source: regulatory history (cohort ATU 06/2021, label 02/2022, end of early access 13/05/2022,
agreement and liste en sus 20/09/2023), HAS opinion of 7 December 2022.
"""

from dataclasses import dataclass
from datetime import date

from cards.definitions.access import Element, element
from cds_service.model_api import Call, Fact

_DRUG = "anifrolumab-iv"


@dataclass(frozen=True, slots=True)
class Regulation:
    """What was in force: early access, label, agreement for hospitals, liste en sus."""

    day: date
    early_access: Element
    authorisation: Element
    agreement: Element
    listed: Element

    @property
    def period(self) -> str:
        """The name of the period, as the trace gives it."""
        if self.listed.yes:
            return "agreed-and-listed"
        if self.authorisation.yes:
            return "early-access" if self.early_access.yes else "authorised-not-agreed"
        return "cohort-atu" if self.early_access.yes else "before-early-access"

    def facts(self) -> dict[str, Fact]:
        """The answers for the trace."""
        return {
            "period": self.period,
            "authorised": self.authorisation.yes,
            "early_access": self.early_access.yes,
            "agreed_for_hospitals": self.agreement.yes,
            "liste_en_sus_in_force": self.listed.yes,
        }


def regulation(call: Call, on: date) -> Regulation:
    """The regulation in force on a day."""
    names = ("early_access", "authorisation", "hospital_agreement", "liste_en_sus")
    return Regulation(on, *(element(call, _DRUG, name, on) for name in names))


def has_opinion(call: Call, on: date, *, cutaneous: bool, after_belimumab: bool) -> dict[str, Fact]:
    """SMR (0 insufficient to 3 important) and ASMR (1 to 5) as HAS rated this use."""
    smr = element(call, _DRUG, "smr_cutaneous" if cutaneous else "smr_other", on)
    better = cutaneous and after_belimumab
    asmr = element(call, _DRUG, "asmr_after_belimumab" if better else "asmr_other", on)
    return {"smr": smr.value, "asmr": asmr.value}
