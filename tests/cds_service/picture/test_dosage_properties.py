"""The dosage reader under arbitrary but valid prescriptions."""

from datetime import date, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from cds_service.evidence.resources.datatypes import Dosage
from cds_service.picture.drugs import Strength
from cds_service.picture.regimen import Regimen
from cds_service.picture.values import Amount

START = date(2026, 1, 1)
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
doses = st.floats(min_value=0.5, max_value=200).map(lambda mg: round(mg, 2))
counts = st.integers(min_value=1, max_value=6)
lengths = st.integers(min_value=1, max_value=60)


def dosage(mg: float, **repeat: object) -> Dosage:
    """A FHIR dosage of `mg` by mouth."""
    sequence = repeat.pop("sequence", None)
    return msgspec.convert(
        {
            "sequence": sequence,
            "timing": {"repeat": repeat},
            "doseAndRate": [{"doseQuantity": {"value": mg, "unit": "mg", "code": "mg"}}],
        },
        Dosage,
    )


def daily(dosages: list[Dosage], on: date, strength: Strength | None = None) -> float:
    """The daily dose in mg of everything in force on a day; must be readable."""
    total = 0.0
    for step in Regimen(tuple(dosages), START, strength, None).steps:
        if step.covers(on):
            assert isinstance(step.daily, Amount), step.daily
            assert step.daily.exact
            total += step.daily.low
    return total


@given(doses, counts)
def test_the_daily_dose_is_dose_times_frequency(mg: float, times: int) -> None:
    read = daily([dosage(mg, frequency=times, period=1, periodUnit="d")], START)
    assert abs(read - mg * times) < 1e-9


@given(doses, st.integers(min_value=1, max_value=30))
def test_every_so_many_days_divides_the_dose(mg: float, days: int) -> None:
    read = daily([dosage(mg, frequency=1, period=days, periodUnit="d")], START)
    assert abs(read - mg / days) < 1e-9


@given(doses, st.sets(st.sampled_from(WEEKDAYS), min_size=1))
def test_named_weekdays_count_one_seventh_each(mg: float, weekdays: set[str]) -> None:
    read = daily([dosage(mg, dayOfWeek=sorted(weekdays))], START)
    assert abs(read - mg * len(weekdays) / 7) < 1e-9


@given(doses)
def test_hours_and_days_say_the_same(mg: float) -> None:
    by_hour = daily([dosage(mg, frequency=1, period=12, periodUnit="h")], START)
    by_day = daily([dosage(mg, frequency=2, period=1, periodUnit="d")], START)
    assert abs(by_hour - by_day) < 1e-9


@given(st.lists(st.tuples(doses, lengths), min_size=1, max_size=6))
def test_a_sequence_is_one_dose_a_day_and_ends_after_its_lengths(
    plan: list[tuple[float, int]],
) -> None:
    dosages = [
        dosage(
            mg,
            sequence=position,
            frequency=1,
            period=1,
            periodUnit="d",
            boundsDuration={"value": days, "unit": "d", "code": "d"},
        )
        for position, (mg, days) in enumerate(plan, 1)
    ]
    day = START
    for mg, days in plan:
        assert abs(daily(dosages, day) - mg) < 1e-9
        assert abs(daily(dosages, day + timedelta(days=days - 1)) - mg) < 1e-9
        day += timedelta(days=days)
    assert daily(dosages, day) == 0
    assert Regimen(tuple(dosages), START, None, None).end == day - timedelta(days=1)


@given(st.permutations([(20.0, 14), (15.0, 10), (10.0, 7)]))
def test_the_order_of_a_sequence_is_its_number_not_its_place(plan: list[tuple[float, int]]) -> None:
    numbers = {20.0: 1, 15.0: 2, 10.0: 3}
    dosages = [
        dosage(
            mg,
            sequence=numbers[mg],
            frequency=1,
            period=1,
            periodUnit="d",
            boundsDuration={"value": days, "unit": "d", "code": "d"},
        )
        for mg, days in plan
    ]
    assert daily(dosages, START) == 20
    assert daily(dosages, START + timedelta(days=30)) == 10


@given(doses, counts, st.floats(min_value=0.5, max_value=100))
def test_tablets_need_a_strength_and_then_say_the_same_as_mg(
    tablets: float, times: int, strength: float
) -> None:
    raw = {
        "timing": {"repeat": {"frequency": times, "period": 1, "periodUnit": "d"}},
        "doseAndRate": [{"doseQuantity": {"value": tablets, "unit": "comprimé"}}],
    }
    counted = msgspec.convert(raw, Dosage)
    unknown = Regimen((counted,), START, None, None).steps[0].daily
    assert unknown == "strength-unknown"
    read = daily([counted], START, Strength(strength, "unit"))
    assert abs(read - tablets * strength * times) < 1e-6


@given(st.floats(max_value=-0.01, allow_nan=False, allow_infinity=False))
def test_a_negative_dose_is_never_a_number(mg: float) -> None:
    step = Regimen((dosage(mg, frequency=1, period=1, periodUnit="d"),), START, None, None).steps[0]
    assert step.daily == "dose-unreadable"


@given(doses, doses)
def test_a_range_keeps_both_ends(one: float, other: float) -> None:
    low, high = sorted((one, other))
    quantity = {"unit": "mg", "code": "mg"}
    raw = {
        "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
        "doseAndRate": [
            {"doseRange": {"low": {"value": low, **quantity}, "high": {"value": high, **quantity}}}
        ],
    }
    step = Regimen((msgspec.convert(raw, Dosage),), START, None, None).steps[0]
    assert step.daily == Amount(low, high)
