"""Languages, numbers, quantities and dates."""

from datetime import date

import pytest

from cds_service.picture.values import Amount
from cds_service.render.language import day, negotiate, number, quantity


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "fr"), ("", "fr"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("EN", "en"),
        ("fr;q=0.3, en;q=0.8", "en"), ("en;q=0.3, fr;q=0.8", "fr"), ("de", "fr"),
        ("de, en;q=0.1", "en"), ("*", "fr"), ("fr;q=0, *", "en"), ("en;q=0", "fr"),
        ("en;q=nonsense", "fr"), ("de;q=0.9, en;q=0.5, *;q=0.1", "en"),
    ],
)  # fmt: skip
def test_the_language_is_the_one_the_client_prefers(header: str | None, language: str) -> None:
    assert negotiate(header, "fr") == language


def test_an_unknown_language_gives_the_default_of_the_settings() -> None:
    assert negotiate("de", "en") == "en"
    assert negotiate("fr", "en") == "fr"


@pytest.mark.parametrize(
    ("value", "digits", "fr", "en"),
    [
        (5.0, None, "5", "5"), (7.5, None, "7,5", "7.5"), (4.8387, None, "4,84", "4.84"),
        (10.0, None, "10", "10"), (100.0, 0, "100", "100"), (0.125, 3, "0,125", "0.125"),
        (1900.0, None, "1900", "1900"), (12500.0, None, "12\u202f500", "12\u202f500"),
        (-0.001, None, "0", "0"), (-1.5, None, "-1,5", "-1.5"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_the_language_does(
    value: float, digits: int | None, fr: str, en: str
) -> None:
    assert (number(value, "fr", digits), number(value, "en", digits)) == (fr, en)


@pytest.mark.parametrize(
    ("value", "unit", "fr", "en"),
    [
        (10.0, "mg/d", "10 mg/j", "10 mg/day"),
        (Amount(5, 10), "mg", "5–10 mg", "5–10 mg"),
        (Amount(5, 5), "mg", "5 mg", "5 mg"),
        (Amount(0, 70), "mg/g", "≤ 70 mg/g", "≤ 70 mg/g"),
        (Amount(3, float("inf")), "g/g", "≥ 3 g/g", "≥ 3 g/g"),
        (1.0, "d", "1 jour", "1 day"), (1.5, "d", "1,5 jour", "1.5 days"),
        (2.0, "d", "2 jours", "2 days"), (0.0, "a", "0 an", "0 years"),
        (3.0, "mo", "3 mois", "3 months"), (12.0, "", "12", "12"),
        (60.0, "mL/min/1.73m2", "60 mL/min/1,73 m²", "60 mL/min/1.73 m²"),
        (4.0, "furlong", "4 furlong", "4 furlong"),
    ],
)  # fmt: skip
def test_quantities_carry_their_unit(value: float | Amount, unit: str, fr: str, en: str) -> None:
    assert (quantity(value, unit, "fr"), quantity(value, unit, "en")) == (fr, en)


def test_dates_leave_no_doubt_about_day_and_month() -> None:
    assert day(date(2026, 3, 2), "fr") == "02/03/2026"
    assert day(date(2026, 3, 2), "en") == "2 Mar 2026"
