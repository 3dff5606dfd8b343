"""The label of belimumab: systemic lupus of high activity, or active nephritis with background.

Source: SmPC of belimumab. "High activity" is given with an example (anti-dsDNA and low
complement): serology without clinical activity does not prove it, its absence disproves nothing.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.access import Element, element
from cards.definitions.activity import high_activity, moderate_to_severe
from cards.definitions.biologic_order import Form
from cards.definitions.nephritis import nephritis
from cards.definitions.serology import anti_dsdna, autoantibody_ever, complement
from cards.definitions.standard_therapy import standard_therapy
from cds_service.model_api import Call, Gap, all_true, any_true

_TABLE = "belimumab"
_IMMUNOSUPPRESSANT = "med.immunosuppressant"


@dataclass(frozen=True, slots=True)
class Indication:
    """One indication of the label: its criteria (terms `criterion....`) and what is missing."""

    name: str
    text: Element
    criteria: dict[str, bool | None]
    gaps: dict[str, tuple[Gap, ...]]

    @property
    def met(self) -> bool | None:
        """Whether every criterion is; False when the indication did not exist on that day."""
        return all_true(self.criteria.values()) if self.text.yes else False

    @property
    def unmet(self) -> tuple[str, ...]:
        """The criteria that are false."""
        return tuple(name for name, is_so in self.criteria.items() if is_so is False)

    @property
    def missing(self) -> tuple[Gap, ...]:
        """What is missing for the criteria that are not known."""
        unknown = [name for name, is_so in self.criteria.items() if is_so is None]
        return tuple(gap for name in unknown for gap in self.gaps.get(name, ()))


def lupus_indication(call: Call, form: Form, on: date) -> Indication:
    """Active, autoantibody-positive lupus with high activity despite standard therapy."""
    why = _why(call)
    activity, activity_gaps = _active_enough(call)
    return Indication(
        "lupus",
        element(call, "belimumab-sc" if form is Form.SC else "belimumab-iv", "authorisation", on),
        {
            "belimumab-age": call.picture.person.at_least(round(call.number(_TABLE, "least_age"))),
            "sle": call.picture.problems.has("cond.sle"),
            "high-activity": activity,
            "autoantibodies": autoantibody_ever(call),
            "standard-therapy": standard_therapy(call),
        },
        {
            "belimumab-age": (Gap("birth-date", "absent"),),
            "sle": call.picture.problems.why_unknown("cond.sle"),
            "high-activity": activity_gaps,
            "autoantibodies": (Gap("autoantibodies", why),),
            "standard-therapy": call.picture.treatments.gaps,
        },
    )


def nephritis_indication(call: Call, on: date) -> Indication:
    """Active lupus nephritis of an adult, with background immunosuppression."""
    state = call.once(nephritis)
    return Indication(
        "nephritis",
        element(call, "belimumab-ln", "authorisation", on),
        {
            "age": call.picture.person.at_least(18),
            "active-nephritis": state.active,
            "immunosuppressant": call.picture.treatments.takes(_IMMUNOSUPPRESSANT),
        },
        {
            "age": (Gap("birth-date", "absent"),),
            "active-nephritis": state.gaps,
            "immunosuppressant": call.picture.treatments.gaps,
        },
    )


def _active_enough(call: Call) -> tuple[bool | None, tuple[Gap, ...]]:
    said = high_activity(call)
    if said is not None:
        return said, ()
    since = call.today - timedelta(days=round(call.number(_TABLE, "serology_days")))
    dsdna, low = anti_dsdna(call, since), complement(call, since)
    clinical = moderate_to_severe(call)
    serological = all_true([dsdna.answer, low.answer])
    if serological and clinical:
        return True, ()
    if any_true([serological, clinical]) is False:
        return False, ()
    gaps = (*dsdna.gaps, *low.gaps) if serological is None else ()
    if clinical is None:
        gaps += (Gap("activity", _why(call)),)
    return None, gaps or (Gap("activity", "to-be-stated"),)


def _why(call: Call) -> str:
    gap = call.picture.results.gap
    return gap.why if gap else "absent"
