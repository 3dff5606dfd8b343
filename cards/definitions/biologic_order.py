"""A biologic being ordered: for lupus or not, in a trial, as a renewal; by which route.

Source: group defaults of the access rules. Access criteria are for the start of a treatment, so a
renewal in a documented responder is outside them.
"""

from datetime import date, timedelta
from enum import Enum

from cds_service.model_api import Amount, Call, Case, Quiet, Treatment, course_on, courses

_TABLE = "biologic"
_GIVEN_UP = {"inefficacy", "58848006", "intolerance", "contraindication"}
LUPUS = frozenset(
    {
        "cond.sle",
        "cond.ln",
        "cond.ln.manifestation-only",
        "cond.npsle",
        "cond.npsle.manifestation-only",
        "cond.cle",
    }
)


class Form(Enum):
    """Infusion or injection under the skin; UNKNOWN when the order does not tell."""

    IV = "iv"
    SC = "sc"
    UNKNOWN = "unknown"


def form_by_route(order: Treatment) -> Form | None:
    """The form that the route of an order says; None when it says none, or both."""
    if order.routes == {"iv"}:
        return Form.IV
    return Form.SC if order.routes == {"sc"} else None


def amounts_mg(order: Treatment) -> frozenset[float]:
    """The exact doses of the regular steps, in mg."""
    return frozenset(
        step.at_once.low
        for step in order.steps
        if not step.as_needed and isinstance(step.at_once, Amount) and step.at_once.exact
    )


def for_another_disease(order: Treatment) -> bool:
    """Whether the order itself names an indication that is not lupus."""
    return bool(order.reasons) and order.reasons.isdisjoint(LUPUS)


def not_for_access_rules(case: Case, order: Treatment, drug: str) -> Quiet | None:
    """Trials, renewals in responders and other diseases are outside the access criteria."""
    if case.picture.in_trial:
        return Quiet("in-trial")
    if for_another_disease(order):
        return Quiet("other-indication")
    if renews_a_response(case.call, drug):
        return Quiet("renewal-in-responder")
    return None


def renews_a_response(call: Call, drug: str) -> bool:
    """Whether the drug is already taken and the last word on it, since its start, is a response."""
    taken = taken_before_signing(call, drug)
    if not taken:
        return False
    said = response_stated(call, present_start(call, taken))
    return said is not None and said[0]


def taken_before_signing(call: Call, drug: str) -> tuple[Treatment, ...]:
    """Treatments with the drug that run, or ended so lately that an order renews them."""
    since = call.today - timedelta(days=round(call.number(_TABLE, "renewal_gap_days")))
    return tuple(
        t
        for t in call.picture.treatments.now
        if t.is_a(drug)
        and not t.stop_reasons & _GIVEN_UP
        and (t.start is None or t.start <= call.today)
        and (t.running or (t.status in {"completed", "stopped"} and t.end and t.end >= since))
    )


def present_start(call: Call, taken: tuple[Treatment, ...]) -> date | None:
    """The first day of the exposure that goes on, or ended lately; None when it is not known."""
    gap_days = round(call.number(_TABLE, "renewal_gap_days"))
    drug_courses = courses(taken, gap_days)
    current = course_on(drug_courses, call.today) or (drug_courses[-1] if drug_courses else None)
    return current.start if current else None


def response_stated(call: Call, since: date | None) -> tuple[bool, date] | None:
    """The clinician's newest dated word on response since a day, while it still holds."""
    oldest = call.today - timedelta(days=round(call.number(_TABLE, "responder_days")))
    for finding in call.picture.results.findings("obs.responder", since=oldest):
        if finding.boolean is None or finding.when is None:
            continue
        return (finding.boolean, finding.when) if since is None or finding.when >= since else None
    return None
