"""BASICs, sun: photoprotection advice or skin check not noted within a year.

Source: BASICs (PNDS 2024): photoprotection, dermatological care. Adults with systemic lupus.
Not covered: advice that was not recorded; no code exists, words of acts and requests are read.
"""

from cards.definitions.basics import advised, judge, outside_basics, year
from cds_service.model_api import Case, Verdict

_PROTECTION = ("photoprotec", "protection solaire", "sun protection", "sunscreen", "ecran solaire")
_SKIN = ("dermato", "examen cutane", "examen de la peau", "skin check", "skin examination")


def decide(case: Case) -> Verdict:
    """Info that lists what is lacking."""
    outside = outside_basics(case)
    if outside:
        return outside
    call, since = case.call, year(case)
    return judge(
        (
            advised(call, "photoprotection", _PROTECTION, since, "photoprotection"),
            advised(call, "skin-check", _SKIN, since, "skin-check"),
        )
    )
