"""Which glucocorticoids the order being signed stops, and whether something takes over."""

from cards.definitions.gc_kinds import GLUCOCORTICOID, is_depot, is_pulse
from cds_service.model_api import Call, Stop, Treatment


def glucocorticoid_stops(call: Call) -> tuple[Stop, ...]:
    """The drafts that end a glucocorticoid, by what they name or by what they end."""
    return tuple(
        stop
        for stop in call.picture.treatments.stops
        if stop.draft.is_a(GLUCOCORTICOID) or _regular(stop)
    )


def ended_by(call: Call, stops: tuple[Stop, ...]) -> list[Treatment]:
    """The regular treatments that end; without an order, what the patient is said to take."""
    ended = [order for stop in stops for order in _regular(stop)]
    stopped = frozenset().union(*(stop.draft.ingredients for stop in stops if stop.draft.systemic))
    return ended or [
        taken
        for taken in call.picture.treatments.running(GLUCOCORTICOID)
        if taken.reference.startswith("MedicationStatement/")
        and not taken.as_needed
        and not taken.ingredients.isdisjoint(stopped)
    ]


def _regular(stop: Stop) -> list[Treatment]:
    return [
        order
        for order in stop.ended
        if order.is_a(GLUCOCORTICOID)
        and order.systemic
        and not order.as_needed
        and not is_depot(order)
    ]


def taken_over(call: Call, ended: list[Treatment]) -> bool:
    """Whether another regular glucocorticoid goes on, or begins, after the signature.

    Pulses do not take over: they leave nothing behind them.
    """
    return any(
        order not in ended
        and not order.as_needed
        and not is_depot(order)
        and not (order.steps and all(is_pulse(call, order, step) for step in order.steps))
        for order in call.picture.treatments.running(GLUCOCORTICOID)
    )
