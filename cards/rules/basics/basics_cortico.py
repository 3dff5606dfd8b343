"""BASICs, corticosteroids: bone, diet, diabetes and eye pressure in long treatment.

Source: BASICs (PNDS 2024): osteoporosis, diet; duration of the guidance on glucocorticoid
osteoporosis. Adults with systemic lupus on glucocorticoids for three months or more.
Not covered: the dose (see the rule on bone), preventive treatment.
"""

from dataclasses import replace
from datetime import timedelta

from cards.definitions.basics import (
    BASICS,
    Item,
    advised,
    judge,
    measured,
    outside_basics,
    year,
)
from cards.definitions.bone_check import density
from cards.definitions.glucocorticoids import course
from cds_service.model_api import CannotTell, Case, Quiet, RequestService, Verdict

_DIET = ("dietet", "nutrition", "dietary", "dietitian")
_EYE = (
    "pression intraoculaire",
    "pression intra-oculaire",
    "tonometrie",
    "eye pressure",
    "glaucome",
)


def decide(case: Case) -> Verdict:
    """Info that lists what is lacking."""
    outside = outside_basics(case)
    if outside:
        return outside
    present = course(case.call)
    if present is None or present.days_on(case.today) < case.number("exposure_days"):
        gaps = case.picture.treatments.gaps
        if gaps and present is None:
            return CannotTell(gaps, concern=BASICS)
        return Quiet("no-glucocorticoid")
    call, since = case.call, year(case)
    # The atherosclerosis rule of the same card already offers the blood test.
    glucose = replace(
        measured(call, "glucose", ("obs.glucose", "obs.hba1c"), since, "glucose"), offer=None
    )
    bone = density(call, case.today - timedelta(days=round(case.number("density_days"))))
    return judge(
        (
            Item("dxa", bone.lacking, RequestService("dxa"), bone.gaps),
            advised(call, "diet", _DIET, since, "dietary-advice"),
            glucose,
            advised(call, "eye-pressure", _EYE, since, "eye-pressure"),
        )
    )
