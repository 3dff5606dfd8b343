"""How a component of a target is told: as a slot of the wording and as a fact of the trace."""

from cards.definitions.doris import Component
from cds_service.model_api import Fact, Known, Quantity, Slot, Term


def told(component: Component, unit: str, *, dated: bool = True) -> Slot:
    """The value with its day, and the instrument when it is another one; or "not known"."""
    value = component.value
    if value is None:
        return Term("not-known")
    parts: tuple[Slot, ...] = (Quantity(value.value, unit),)
    if component.by:
        parts += (Term(component.by),)
    if dated and value.when is not None:
        parts += (value.when,)
    return parts


def fact(component: Component) -> Fact:
    """The value as a fact of the trace, when it is exactly known and of the component itself."""
    value = component.value
    if value is None or not value.value.exact or component.by not in {"", "pulse"}:
        return None
    return Known(value.value.high, value.unit, value.when, value.source)


def three_valued(state: bool | None) -> str:
    """`true`, `false` or `unknown`, as the trace writes the category of a target."""
    return "unknown" if state is None else str(state).lower()
