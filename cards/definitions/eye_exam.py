"""Eye examinations that screen for antimalarial retinopathy: visual field and macular OCT.

Source: AAO/ACR 2021 (automated visual field and SD-OCT). One of the two counts as an examination;
a fundoscopy alone does not. An uncoded text that names neither test leaves the question open.
"""

from dataclasses import dataclass
from datetime import date

from cards.definitions.requested import requested, says
from cds_service.model_api import Call, Gap

_TESTS = ("proc.oct-retina", "proc.visual-field")
_TEST_WORDS = ("champ visuel", "perimetrie", "oct macul", "visual field", "coherence optique")
_EYE_WORDS = ("ophtalmo", "ophthalmo", "retinopath")


@dataclass(frozen=True, slots=True)
class EyeExams:
    """Days of the examinations, newest first; `gaps` says why another may have been missed."""

    days: tuple[date, ...]
    gaps: tuple[Gap, ...]

    @property
    def last(self) -> date | None:
        """The day of the newest examination."""
        return self.days[0] if self.days else None


def eye_exams(call: Call) -> EyeExams:
    """The examinations on record up to today."""
    acts = call.picture.acts
    days: set[date] = set()
    gaps: list[Gap] = []
    for act in acts.listed:
        coded = not act.concepts.isdisjoint(_TESTS)
        named = not act.concepts and says(act.label, _TEST_WORDS)
        if coded or named:
            if act.when is None:
                gaps.append(Gap("eye-exam", "date-missing", act.label))
            elif act.when <= call.today:
                days.add(act.when)
        elif not act.concepts and says(act.label, _EYE_WORDS):
            gaps.append(Gap("eye-exam", "not-coded", act.label))
    gaps += [Gap("eye-exam", gap.why) for gap in (acts.gap, acts.report_gap) if gap]
    return EyeExams(tuple(sorted(days, reverse=True)), tuple(dict.fromkeys(gaps)))


def eye_exam_requested(call: Call) -> bool:
    """Whether such an examination is already asked for."""
    return requested(call, _TESTS, (*_TEST_WORDS, *_EYE_WORDS))
