"""Severe active nephritis or neuropsychiatric lupus, as the texts on anifrolumab mean them.

Source: orders of 20 September 2023, HAS opinion of 7 December 2022. The texts do not define
"severe": only a statement (or a rapidly progressive nephritis) makes it so, numbers only ask.
"""

from dataclasses import dataclass

from cards.definitions.activity import severe_cns
from cards.definitions.nephritis import nephritis, possibly_severe
from cds_service.model_api import Call, Gap


@dataclass(frozen=True, slots=True)
class Severity:
    """The severe organs (terms `severe....`), what is missing to rule the others out."""

    organs: tuple[str, ...]
    gaps: tuple[Gap, ...]


def severity(call: Call) -> Severity:
    """Whether a severe form is stated, and what would have to be said to exclude one."""
    state = call.once(nephritis)
    brain = severe_cns(call)
    organs = [name for name, is_so in (("nephritis", state.severe), ("cns", brain)) if is_so]
    gaps: list[Gap] = []
    if state.severe is None:
        gaps += state.gaps if state.active is None else ()
        if call.once(possibly_severe):
            gaps.append(Gap("ln-severe-active", "to-be-stated"))
    if brain is None:
        listed = call.picture.problems.why_unknown("cond.npsle")
        gaps += listed or (Gap("cns-severe-active", "to-be-stated"),)
    return Severity(tuple(f"severe.{name}" for name in organs), tuple(dict.fromkeys(gaps)))
