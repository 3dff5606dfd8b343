"""Says once that the adult lupus rules were not applied to a minor.

Source: population gate G-ADULT. Drug-safety rules still run.
Not covered: paediatric targets.
"""

from cards.definitions.gates import unrelated_order, with_sle
from cds_service.model_api import CannotTell, Case, Concern, Fires, Gap, Known, Quiet, Verdict


def decide(case: Case) -> Verdict:
    """Fires for a minor with systemic lupus."""
    outside = with_sle(case) or unrelated_order(case)
    if outside:
        return outside
    person = case.picture.person
    grown_up = person.at_least(18)
    concern = Concern("", "adult-rules")
    if grown_up is None:
        return CannotTell((Gap("birth-date", "absent"),), concern=concern)
    if grown_up:
        return Quiet("adult")
    age = person.age
    years = age.value if isinstance(age, Known) else person.oldest or 0
    return Fires("minor", slots={"age": years}, facts={"age_years": years}, concern=concern)
