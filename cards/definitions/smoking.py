"""Whether the patient smokes, by the newest dated answer, else by the problem list."""

from dataclasses import dataclass
from datetime import date

from cards.definitions.requested import says
from cds_service.model_api import Call, Finding

_SMOKES = {
    "77176002", "449868002", "428041000124106", "428061000124105", "428071000124103",
    "LA18976-3", "LA18977-1", "LA18981-3", "LA18982-1",
}  # fmt: skip
_DOES_NOT = {"8517006", "266919005", "8392000", "LA15920-4", "LA18978-9"}
_NOT_WORDS = ("non fum", "non-fum", "jamais", "ex fum", "ex-fum", "ancien", "sevr", "arret",
              "never", "former", "non-smok", "non smok", "quit")  # fmt: skip
_WORDS = ("fumeu", "fume ", "tabagisme actif", "smoker", "smokes", "smoking daily")


@dataclass(frozen=True, slots=True)
class Smoking:
    """Whether the patient smokes (None: not on record), with the day and the source."""

    smokes: bool | None
    when: date | None = None
    source: str = ""


def smoking(call: Call) -> Smoking:
    """The newest answer on record."""
    found = [
        Smoking(answer, finding.when, finding.source)
        for finding in call.picture.results.findings("obs.smoking")
        if (answer := _answer(finding)) is not None and finding.when is not None
    ]
    found += [
        Smoking(True, problem.recorded or problem.onset, problem.reference)
        for problem in call.picture.problems.active("cond.smoking")
    ]
    return max(found, key=lambda one: one.when or date.min, default=Smoking(None))


def _answer(finding: Finding) -> bool | None:
    if finding.codes & _SMOKES:
        return True
    if finding.codes & _DOES_NOT:
        return False
    if finding.boolean is not None:
        return finding.boolean
    if says(finding.text, _NOT_WORDS):
        return False
    return True if says(f"{finding.text} ", _WORDS) else None
