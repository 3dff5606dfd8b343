"""BASICs, infections: recommended vaccines that are not on record.

Source: BASICs (PNDS 2024), Vaccination Info Service: influenza each season, pneumococcus, COVID-19
each year, recombinant zoster, human papillomavirus in the young. Adults with systemic lupus.
Not covered: boosters, number of doses, contraindications.
"""

from datetime import date

from cards.definitions.basics import Item, judge, outside_basics, vaccinated, year
from cds_service.model_api import Case, Gap, Verdict

_ZOSTER = "vac.zoster-recombinant"


def decide(case: Case) -> Verdict:
    """Info that lists the vaccines lacking."""
    outside = outside_basics(case)
    if outside:
        return outside
    call = case.call
    items = [
        vaccinated(call, "pneumococcal", "vac.pneumococcal", "vac.pneumococcal.conjugate"),
        vaccinated(call, "covid", "vac.covid19", "vac.covid19", year(case)),
        _zoster(case),
    ]
    since = _season(case)
    if since is not None:
        offered = "vac.influenza.inactivated"
        items.insert(0, vaccinated(call, "influenza", "vac.influenza", offered, since))
    if case.picture.person.at_least(round(case.number("hpv_max_age")) + 1) is False:
        items.append(vaccinated(call, "hpv", "vac.hpv", "vac.hpv"))
    return judge(items)


def _season(case: Case) -> date | None:
    """The day from which a vaccine counts for the present season; None out of season."""
    first, last = (round(case.number(f"season_{name}_month")) for name in ("first", "last"))
    month = case.today.month
    if not (month >= first or month <= last):
        return None
    opened = case.today.year if month >= first else case.today.year - 1
    return date(opened, round(case.number("season_vaccine_month")), 1)


def _zoster(case: Case) -> Item:
    item = vaccinated(case.call, "zoster", _ZOSTER, _ZOSTER)
    unstated = case.picture.immunizations.of("vac.zoster.unspecified")
    if item.lacking and unstated:
        gap = Gap("vaccine-kind", "to-be-stated", unstated[0].label)
        return Item(item.name, None, item.offer, (gap,))
    return item
