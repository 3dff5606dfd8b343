"""How long to wait between the end of a drug and a conception, for women and for men."""

from cds_service.model_api import Call, Quantity

WOMEN, MEN = "conception-delay-women", "conception-delay-men"
_DAYS = {"d": 1.0, "wk": 7.0, "mo": 30.4375, "a": 365.25}


def delay(call: Call, drug: str, table: str = WOMEN) -> Quantity | None:
    """The time to wait after a drug (a concept), None when the table does not list it."""
    number = call.definitions[table].numbers.get(drug)
    return Quantity(call.number(table, drug), number.unit) if number else None


def delay_days(call: Call, drug: str) -> int:
    """The time a woman waits, in days; none for a drug that leaves no trace."""
    number = call.definitions[WOMEN].numbers.get(drug)
    return round(call.number(WOMEN, drug) * _DAYS[number.unit]) if number else 0
