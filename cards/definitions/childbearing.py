"""Pregnancy, child-bearing potential and contraception, each with what proves it.

Source: shared definition effectiveContraception. An absent record is not an absent contraception,
and an old pregnancy entry is not a present pregnancy. A positive test counts as long as a
pregnancy lasts unless that pregnancy is known to be over; a negative one only for a while.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cards.definitions.serology import positive
from cds_service.model_api import Amount, Call, Gap, Known, Measure, Problem, Treatment

_TABLE = "childbearing"
_PREGNANCY = "cond.pregnancy"
_TESTS = ("obs.hcg", "obs.pregnancy-test")
_HCG = Measure("pregnancy-test", _TESTS, "hcg", "IU/L")
"""An amount counts under the code of a yes-or-no test too: laboratories send it so."""
_PREGNANT_CODES = {"77386006", "LA15173-0"}
_NOT_PREGNANT_CODES = {"60001007", "LA26683-5"}


@dataclass(frozen=True, slots=True)
class Pregnancy:
    """The newest evidence: pregnant, not pregnant, or None; with its day and source.

    `gaps` says what may hide a pregnancy when nothing tells.
    """

    pregnant: bool | None
    when: date | None = None
    source: str = ""
    gaps: tuple[Gap, ...] = ()


def pregnancy(call: Call) -> Pregnancy:
    """Whether the newest dated evidence says pregnant; old evidence counts as none."""
    found = [*_listed(call), *_tested(call)]
    told = [item for item in found if item.pregnant is not None]
    newest = max(told, key=_newest_and_positive_last, default=None)
    unclear = tuple(
        gap
        for item in found
        if item.pregnant is None and (newest is None or _day(item) >= _day(newest))
        for gap in item.gaps
    )
    if newest is not None and (newest.pregnant or not unclear):
        return newest
    problems, results = call.picture.problems, call.picture.results
    gaps = unclear + problems.why_unknown(_PREGNANCY) + ((results.gap,) if results.gap else ())
    return Pregnancy(None, gaps=tuple(dict.fromkeys(gaps)))


def _day(item: Pregnancy) -> date:
    return item.when or date.min


def _newest_and_positive_last(item: Pregnancy) -> tuple[date, bool]:
    return _day(item), bool(item.pregnant)


def _since(call: Call, number: str) -> date:
    return call.today - timedelta(days=round(call.number(_TABLE, number)))


def _over(call: Call, problem: Problem) -> bool:
    return not problem.active or (problem.abated is not None and problem.abated < call.today)


def _listed(call: Call) -> Iterator[Pregnancy]:
    since = _since(call, "pregnancy_days")
    for problem in call.picture.problems.of(_PREGNANCY):
        if _over(call, problem):
            if problem.abated is not None:
                yield Pregnancy(False, problem.abated, problem.reference)
        elif problem.since is None or problem.since >= since:
            noted = [day for day in (problem.onset, problem.recorded) if day is not None]
            yield Pregnancy(True, max(noted, default=None), problem.reference)


def _tested(call: Call) -> Iterator[Pregnancy]:
    recent, as_long_as_it_lasts = _since(call, "test_days"), _since(call, "pregnancy_days")
    over = any(_over(call, problem) for problem in call.picture.problems.of(_PREGNANCY))
    results = call.picture.results
    for item in (*_coded(call), *_measured(call)):
        since = as_long_as_it_lasts if item.pregnant and not over else recent
        if item.when is not None and since <= item.when <= call.today:
            yield item
    for when, gap in results.unusable(_HCG):
        if gap.why != "value-missing" and when is not None and when >= recent:
            yield Pregnancy(None, when, gaps=(gap,))


def _coded(call: Call) -> Iterator[Pregnancy]:
    results = call.picture.results
    unreadable = (Gap("pregnancy-test", "value-unreadable"),)
    for finding in results.findings(*_TESTS):
        if finding.number is not None:
            continue
        answer = positive(finding)
        gaps = unreadable if answer is None else ()
        yield Pregnancy(answer, finding.when, finding.source, gaps)
    for finding in results.findings("obs.pregnancy-status"):
        if finding.codes & (_PREGNANT_CODES | _NOT_PREGNANT_CODES):
            yield Pregnancy(bool(finding.codes & _PREGNANT_CODES), finding.when, finding.source)


def _measured(call: Call) -> Iterator[Pregnancy]:
    grey = (Gap("pregnancy-test", "to-be-repeated"),)
    for result in call.picture.results.series(_HCG):
        answer = _hcg(call, result.value)
        gaps = grey if answer is None else ()
        yield Pregnancy(answer, result.when, result.source, gaps)


def _hcg(call: Call, value: Amount) -> bool | None:
    # Between the usual limits of "negative" and "positive" the test is to be repeated.
    if value.below(call.number(_TABLE, "hcg_positive_iu_per_l")) is False:
        return True
    limit = call.number(_TABLE, "hcg_negative_iu_per_l")
    return False if value.high < limit or (value.high <= limit and not value.exact) else None


def can_bear_children(call: Call) -> bool | None:
    """Whether pregnancy is possible: None when sex or age is unknown."""
    person = call.picture.person
    if person.sex == "male":
        return False
    if call.picture.problems.of("cond.not-childbearing", "cond.menopause", "cond.hysterectomy"):
        return False
    if call.picture.acts.of("cond.hysterectomy"):
        return False
    too_old = person.at_least(round(call.number(_TABLE, "menopause_age")) + 1)
    too_young = person.at_least(round(call.number(_TABLE, "menarche_age")))
    if too_old or too_young is False:
        return False
    return None if person.sex is None or too_old is None or too_young is None else True


def pregnancy_wish(call: Call) -> Problem | None:
    """A wish for a child recorded within its window; an undated entry is taken as present."""
    since = _since(call, "wish_days")
    wishes = call.picture.problems.active("cond.pregnancy-wish")
    return next((w for w in wishes if w.since is None or w.since >= since), None)


def effective_contraception(call: Call) -> bool | None:
    """Whether effective contraception is documented; False only when its absence is stated.

    A record counts for a year; a sterilisation does not expire.
    """
    since = _since(call, "contraception_days")
    for finding in call.picture.results.findings("obs.effective-contraception", since=since):
        if finding.boolean is not None and finding.when is not None:
            return finding.boolean
    problems, acts = call.picture.problems, call.picture.acts
    if problems.active("cond.sterilisation") or acts.of("cond.sterilisation"):
        return True
    devices = [
        max(p.onset or date.min, p.recorded or date.min) for p in problems.active("cond.iud")
    ]
    devices += [act.when for act in acts.of("cond.iud") if act.when is not None]
    # An active entry without any date is taken as present.
    if any(day == date.min or day >= since for day in devices):
        return True
    return True if any(_taken_since(call, t, since) for t in _contraceptives(call)) else None


def _contraceptives(call: Call) -> Iterator[Treatment]:
    """Contraceptives in use before signing, whatever their route, that the call does not end."""
    treatments = call.picture.treatments
    ended = {order.reference for stop in treatments.stops for order in stop.ended}
    for treatment in treatments.now:
        used = treatment.is_a("med.contraceptive") and treatment.running
        if used and treatment.reference not in ended:
            yield treatment


def _taken_since(call: Call, treatment: Treatment, since: date) -> bool:
    if treatment.end is not None and treatment.end < call.today:
        return False
    if treatment.start is not None and treatment.start > call.today:
        return False
    recorded = treatment.authored or treatment.start
    return recorded is None or recorded >= since


def is_male(call: Call) -> bool:
    """Whether the patient is a man, for the advice on paternal exposure."""
    return call.picture.person.sex == "male"


def age_text(call: Call) -> int | None:
    """Age in years, when it is known."""
    age = call.picture.person.age
    return age.value if isinstance(age, Known) else None
