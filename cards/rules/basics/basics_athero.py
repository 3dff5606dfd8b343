"""BASICs, atherosclerosis: risk factors not measured within a year, antiphospholipids never.

Source: BASICs (PNDS 2024): cardiovascular risk and antiphospholipid syndrome. Adults with systemic
lupus.
Not covered: the risk score and the target of each measure.
"""

from cards.definitions.basics import Item, judge, measured, outside_basics, year
from cards.definitions.requested import requested
from cards.definitions.smoking import smoking
from cds_service.model_api import Case, RequestService, Verdict

_APL = (
    "obs.lupus-anticoagulant", "obs.acl-igg", "obs.acl-igm", "obs.ab2gp1-igg", "obs.ab2gp1-igm",
)  # fmt: skip


def decide(case: Case) -> Verdict:
    """Info that lists what is lacking."""
    outside = outside_basics(case)
    if outside:
        return outside
    call, since = case.call, year(case)
    return judge(
        (
            measured(call, "blood-pressure", ("obs.bp", "obs.bp.sys"), since, "blood-pressure"),
            measured(call, "lipids", ("obs.ldl",), since, "lipids"),
            _smoking(case),
            measured(call, "glucose", ("obs.glucose", "obs.hba1c"), since, "glucose"),
            _antiphospholipid(case),
        )
    )


def _smoking(case: Case) -> Item:
    item = measured(case.call, "smoking", ("obs.smoking",), year(case), "smoking-status")
    noted = case.once(smoking).when
    asked = requested(case.call, (), ("statut tabagique", "smoking status"))
    if asked or (noted is not None and noted >= year(case)):
        return Item(item.name, False, item.offer)
    return item


def _antiphospholipid(case: Case) -> Item:
    offer = RequestService("antiphospholipid-profile")
    known = case.picture.problems.of("cond.aps", "cond.aps.lupus-anticoagulant")
    never = case.picture.results.never(*_APL)
    if known or never is False or requested(case.call, _APL, ("phospholipid", "anticardiolipin")):
        return Item("antiphospholipid", False, offer)
    gap = case.picture.results.gap
    return Item("antiphospholipid", never, offer, (gap,) if gap else ())
