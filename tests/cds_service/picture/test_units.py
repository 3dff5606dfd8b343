"""Units as hospitals write them, converted or refused."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cds_service.picture.unit_table import CANONICAL, FACTORS
from cds_service.picture.units import Converted, convert, converted, is_countable, unit_problem

LINEAR = [(kind, unit) for kind, units in FACTORS.items() for unit in units if unit != "mmol/mol"]


@pytest.mark.parametrize("grams_per_gram", [0.25, 0.5, 0.7, 0.8, 1.0, 2.0, 3.0, 3.5])
def test_a_protein_ratio_is_the_same_in_every_unit(grams_per_gram: float) -> None:
    mg_per_g = grams_per_gram * 1000
    for value, unit in [
        (grams_per_gram, "g/g"),
        (mg_per_g, "mg/g"),
        (mg_per_g / 8.84, "mg/mmol"),
        (mg_per_g / 8.84, "g/mol"),
        (mg_per_g / 8840, "g/mmol"),
    ]:
        for label, code in [(unit, None), (None, unit), (unit, unit)]:
            assert convert("upcr", value, label, code) == pytest.approx(mg_per_g)


@pytest.mark.parametrize(
    ("kind", "value", "unit", "expected"),
    [
        ("upcr", 56.6, "mg/mmol", 500.344),
        ("upcr", 500, "mg/g créat.", 500),
        ("upcr", 500, "mg/g{creat}", 500),
        ("creatinine", 1, "mg/dL", 88.42),
        ("creatinine", 10, "mg/L", 88.42),
        ("creatinine", 80, "µmol/L", 80),
        ("creatinine", 80, "μmol/l", 80),
        ("egfr", 55, "mL/min/1,73 m²", 55),
        ("egfr", 55, "ml/min/1.73m2", 55),
        ("complement", 90, "mg/dL", 0.9),
        ("anti_dsdna", 30, "UI/mL", 30),
        ("anti_dsdna", 30, "kIU/L", 30),
        ("hcq_level", 1, "µmol/L", 335.9),
        ("hcq_level", 1.2, "mg/L", 1200),
        ("mass_dose", 0.5, "g", 500),
        ("mass_dose", 250, "µg", 0.25),
        ("weight", 100, "[lb_av]", 45.359237),
        ("height", 1.7, "m", 170),
        ("protein_24h", 500, "mg/24 h", 0.5),
        ("protein_24h", 0.5, "g/(24.h)", 0.5),
        ("cells", 150, "G/L", 150),
        ("cells", 150, "10⁹/L", 150),
        ("cells", 1500, "/mm³", 1.5),
        ("haemoglobin", 120, "g/L", 12),
        ("haemoglobin", 7.5, "mmol/L", 12.0825),
        ("ldl", 1, "g/L", 2.586),
        ("hba1c", 53, "mmol/mol", 6.9995),
        ("pressure", 14, "cmHg", 140),
        ("time_days", 2, "semaines", 14),
        ("time_days", 2, "semaine(s)", 14),
        ("time_days", 1, "mois", 30.4375),
        ("time_days", 1, "an", 365.25),
        ("time_days", 3, "jour(s)", 3),
    ],
)
def test_printed_units_are_converted(kind: str, value: float, unit: str, expected: float) -> None:
    assert convert(kind, value, unit, None) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("kind", "unit", "code", "problem"),
    [
        ("upcr", None, None, "missing"),
        ("upcr", " ", "", "missing"),
        ("upcr", "mg/L", None, "unknown"),
        ("upcr", "mg/g", "mg/mmol", "contradictory"),
        ("upcr", "mg/24h", "mg/g", "contradictory"),
        ("upcr", "g/mol", "mg/mmol", ""),
        ("egfr", "mL/min", None, "unknown"),
        ("egfr", None, "mL/min", "unknown"),
        ("anti_dsdna", "U/mL", None, "unknown"),
        ("anti_dsdna", "UI/mL", "U/mL", "contradictory"),
        ("mass_dose", None, "Mg", "unknown"),
        ("mass_dose", "Mg", None, ""),
        ("mass_dose", None, "MG", ""),
        ("mass_dose", "comprimé", "mg", "contradictory"),
        ("creatinine", "µmol/litre de plasma", "umol/L", ""),
        ("score", None, None, ""),
        ("score", "{score}", "{score}", ""),
        ("score", "mg", None, "unknown"),
    ],
)
def test_a_unit_that_cannot_be_used_says_why(
    kind: str, unit: str | None, code: str | None, problem: str
) -> None:
    assert unit_problem(kind, unit, code) == problem
    assert (convert(kind, 1.0, unit, code) is None) is bool(problem)


def test_a_kind_without_a_table_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="no unit table"):
        convert("shoe_size", 42, "cm", "cm")


def test_a_converted_value_carries_its_canonical_unit() -> None:
    assert converted("upcr", 1, "g/g", None) == Converted(1000.0, "mg/g")
    assert converted("upcr", 1, None, None) is None


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_value_that_is_no_number_is_not_converted(value: float) -> None:
    assert convert("upcr", value, "mg/g", "mg/g") is None


def test_every_kind_names_its_canonical_unit_with_factor_one() -> None:
    assert set(CANONICAL) == set(FACTORS)
    assert all(FACTORS[kind][unit] == 1.0 for kind, unit in CANONICAL.items())


@given(st.sampled_from(LINEAR), st.floats(min_value=1e-6, max_value=1e6))
def test_every_unit_of_a_kind_makes_the_round_trip(pair: tuple[str, str], value: float) -> None:
    kind, unit = pair
    canonical = convert(kind, value, None, unit)
    assert canonical is not None
    assert canonical / FACTORS[kind][unit] == pytest.approx(value)
    assert convert(kind, canonical, CANONICAL[kind], CANONICAL[kind]) == canonical


@given(st.sampled_from(LINEAR), st.floats(0, 1e6), st.floats(0, 1e6))
def test_conversion_keeps_the_order(pair: tuple[str, str], one: float, other: float) -> None:
    kind, unit = pair
    low, high = (convert(kind, value, unit, None) for value in sorted((one, other)))
    assert low is not None
    assert high is not None
    assert low <= high


@given(st.sampled_from(sorted(FACTORS)), st.text(max_size=15), st.text(max_size=15))
def test_no_text_in_place_of_a_unit_raises(kind: str, unit: str, code: str) -> None:
    convert(kind, 1.0, unit, code)


@pytest.mark.parametrize(
    "text",
    [
        "{tablet}", "{tbl}", "TAB", "TABL", "{pill}", "comprimé", "comprimé(s)", "comprimés", "cp",
        "cpr", "gélule", "capsule", "CAP", "stylo", "flacon", "{pen}", "{vial}",
    ],
)  # fmt: skip
def test_tablets_pens_and_vials_are_counted(text: str) -> None:
    assert is_countable(text, None)
    assert is_countable(None, text)


@pytest.mark.parametrize("text", [None, "", "1", "mg", "mL", "dose"])
def test_nothing_else_is_counted(text: str | None) -> None:
    assert not is_countable(text, None)
    assert not is_countable(None, text)


def test_a_tablet_with_a_mass_code_is_no_count() -> None:
    assert not is_countable("comprimé", "mg")
