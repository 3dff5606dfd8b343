"""C3, C4 and anti-dsDNA at each visit, and no more often than monthly.

Source: ACR 2024 statement 13 (good practice).
Not covered: whether a result would change the decision; tests of other laboratories.
"""

from datetime import date

from cards.definitions.gates import adult_with_sle, unrelated_order
from cards.definitions.inpatient import inpatient
from cards.definitions.lupus_serology import SEROLOGY, last_of, serology_requests
from cds_service.model_api import (
    CannotTell,
    Case,
    Concern,
    Fact,
    Fires,
    Gap,
    Proposal,
    Quiet,
    Record,
    RequestService,
    Verdict,
)

_CONCERN = Concern("", "lupus-serology")


def decide(case: Case) -> Verdict:
    """Info when one of the three is older than a month, or when one is requested too soon."""
    outside = adult_with_sle(case)
    if outside:
        return outside
    last = {name: last_of(case.call, concepts) for name, concepts in SEROLOGY.items()}
    pending = serology_requests(case.call)
    facts: dict[str, Fact] = {f"last_{name}": day for name, day in last.items()}
    again = _too_soon(case, pending)
    if again is not None:
        return Fires("redundant", {"last": again}, facts, _CONCERN)
    outside = unrelated_order(case)
    if outside:
        return outside
    if case.once(inpatient):
        return Quiet("inpatient")
    if pending:
        return Quiet("requested", facts)
    due = [name for name, day in last.items() if _older(case, day)]
    if not due:
        return Quiet("tested", facts)
    gap = case.picture.results.gap
    if gap is not None:
        return CannotTell((Gap("serology", gap.why),), facts, _CONCERN)
    request = (Proposal("test", (RequestService("lupus-serology"),)),)
    known = [last[name] for name in due if last[name] is not None]
    if len(known) < len(due):
        return Fires("missing", {}, facts, _CONCERN, request)
    oldest = min(day for day in known if day is not None)
    return Fires("due", {"last": oldest}, facts, _CONCERN, request)


def _older(case: Case, day: date | None) -> bool:
    return day is None or (case.today - day).days > case.number("visit_days")


def _too_soon(case: Case, pending: tuple[Record, ...]) -> date | None:
    """The day of the result that a request repeats within four weeks."""
    for request in pending:
        for concepts in SEROLOGY.values():
            if request.concepts.isdisjoint(concepts):
                continue
            last = last_of(case.call, concepts)
            asked = request.when or case.today
            if last is not None and 0 <= (asked - last).days < case.number("redundant_days"):
                return last
    return None
