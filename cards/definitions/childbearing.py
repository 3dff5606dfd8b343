"""Pregnancy, child-bearing potential and contraception, each with what proves it.

Source: shared definition effectiveContraception. An absent record is not an absent contraception,
and an old pregnancy entry is not a present pregnancy.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.serology import positive
from cds_service.model_api import Call, Known

_TABLE = "childbearing"
_PREGNANT_CODES = {"77386006", "LA15173-0"}
_NOT_PREGNANT_CODES = {"60001007", "LA26683-5"}


@dataclass(frozen=True, slots=True)
class Pregnancy:
    """The newest evidence: pregnant, not pregnant, or None; with its day and source."""

    pregnant: bool | None
    when: date | None = None
    source: str = ""


def pregnancy(call: Call) -> Pregnancy:
    """Whether the newest dated evidence says pregnant; old evidence counts as none."""
    since = call.today - timedelta(days=round(call.number(_TABLE, "pregnancy_days")))
    test_since = call.today - timedelta(days=round(call.number(_TABLE, "test_days")))
    found = [
        Pregnancy(positive(finding), finding.when, finding.source)
        for finding in call.picture.results.findings("obs.pregnancy-test", since=test_since)
    ]
    found += [
        Pregnancy(_status(finding.codes), finding.when, finding.source)
        for finding in call.picture.results.findings("obs.pregnancy-status", since=test_since)
    ]
    found += [
        Pregnancy(_hcg(finding.number, finding.codes), finding.when, finding.source)
        for finding in call.picture.results.findings("obs.hcg", since=test_since)
    ]
    for problem in call.picture.problems.active("cond.pregnancy"):
        begun = problem.since
        if begun is None or begun >= since:
            found.append(Pregnancy(True, begun, problem.reference))
    told = [item for item in found if item.pregnant is not None]
    if not told:
        return Pregnancy(None)
    return max(told, key=lambda item: (item.when or date.min, bool(item.pregnant)))


def _status(codes: frozenset[str]) -> bool | None:
    if codes & _PREGNANT_CODES:
        return True
    return False if codes & _NOT_PREGNANT_CODES else None


def _hcg(value: float | None, codes: frozenset[str]) -> bool | None:
    if value is None:
        return True if codes & {"POS", "10828004"} else None
    # Between the usual limits of "negative" and "positive" the test is to be repeated.
    return True if value >= 25 else (False if value < 5 else None)  # noqa: PLR2004


def can_bear_children(call: Call) -> bool | None:
    """Whether pregnancy is possible: None when sex or age is unknown."""
    person = call.picture.person
    if person.sex == "male":
        return False
    if call.picture.problems.of("cond.not-childbearing", "cond.menopause", "cond.hysterectomy"):
        return False
    too_old = person.at_least(round(call.number(_TABLE, "menopause_age")) + 1)
    too_young = person.at_least(round(call.number(_TABLE, "menarche_age")))
    if too_old or too_young is False:
        return False
    return None if person.sex is None or too_old is None or too_young is None else True


def effective_contraception(call: Call) -> bool | None:
    """Whether effective contraception is documented; False only when its absence is stated."""
    since = call.today - timedelta(days=round(call.number(_TABLE, "contraception_days")))
    for finding in call.picture.results.findings("obs.effective-contraception", since=since):
        if finding.boolean is not None and finding.when is not None:
            return finding.boolean
    if call.picture.problems.active("cond.iud", "cond.sterilisation"):
        return True
    running = call.picture.treatments.running("med.contraceptive")
    if any(t.authored is None or t.authored >= since for t in running):
        return True
    return None


def is_male(call: Call) -> bool:
    """Whether the patient is a man, for the advice on paternal exposure."""
    return call.picture.person.sex == "male"


def age_text(call: Call) -> int | None:
    """Age in years, when it is known."""
    age = call.picture.person.age
    return age.value if isinstance(age, Known) else None
