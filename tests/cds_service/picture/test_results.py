"""Results as the rules read them: the parts of a panel count like results of their own."""

from datetime import date

import pytest

from cds_service.evidence.channel import State
from cds_service.evidence.evidence import Evidence
from cds_service.evidence.resources import Observation
from cds_service.evidence.resources.clinical import Component, ReferenceRange
from cds_service.evidence.resources.datatypes import CodeableConcept, Coding, Quantity
from cds_service.picture.results import Measure, Results
from cds_service.picture.values import Amount, Unknown

TODAY = date(2026, 11, 20)
SYSTOLIC = Measure("systolic", ("obs.bp.sys",), "pressure", "mmHg")
DIASTOLIC = Measure("diastolic", ("obs.bp.dia",), "pressure", "mmHg")


def loinc(code: str) -> CodeableConcept:
    return CodeableConcept(coding=(Coding(system="http://loinc.org", code=code),))


def side(code: str, value: float | None, unit: str | None = "mm[Hg]") -> Component:
    quantity = None if value is None else Quantity(value=value, code=unit)
    return Component(code=loinc(code), valueQuantity=quantity)


def panel(*components: Component, status: str = "final") -> Observation:
    return Observation(
        id="bp",
        status=status,
        code=loinc("85354-9"),
        effectiveDateTime="2026-11-18",
        component=components,
    )


def results(*observations: Observation) -> Results:
    evidence = Evidence(patient_id="p")
    channel = evidence.channel("Observation")
    channel.answered(State.DATA)
    channel.resources += observations
    return Results(evidence, TODAY)


def test_both_sides_of_a_pressure_panel_are_read_with_its_date_and_source() -> None:
    found = results(panel(side("8480-6", 142), side("8462-4", 88)))
    for measure, value in ((SYSTOLIC, 142), (DIASTOLIC, 88)):
        (result,) = found.series(measure)
        assert result.value == Amount.exactly(value)
        assert result.when == date(2026, 11, 18)
        assert result.source == "Observation/bp"


def test_a_side_without_a_value_is_no_result() -> None:
    found = results(panel(side("8480-6", 142), side("8462-4", None)))
    assert len(found.series(SYSTOLIC)) == 1
    assert found.series(DIASTOLIC) == []
    assert found.unusable(DIASTOLIC) == []


def test_a_side_without_a_unit_is_unusable() -> None:
    found = results(panel(side("8480-6", 142, unit=None)))
    assert isinstance(found.latest(SYSTOLIC), Unknown)
    assert [gap.why for _, gap in found.unusable(SYSTOLIC)] == ["unit-missing"]


@pytest.mark.parametrize("status", ["registered", "cancelled", "entered-in-error"])
def test_a_panel_without_result_yet_has_no_parts(status: str) -> None:
    assert results(panel(side("8480-6", 142), status=status)).series(SYSTOLIC) == []


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (Quantity(value=0.9), 0.9),
        (Quantity(value=90, unit="mg/dL"), 0.9),
        (Quantity(value=0.9, unit="au"), None),
        (Quantity(), None),
    ],
    ids=["without a unit", "in another unit", "in an unknown unit", "without a value"],
)
def test_a_limit_without_a_unit_is_in_the_unit_of_its_result(
    limit: Quantity, expected: float | None
) -> None:
    c3 = Observation(
        id="c3",
        status="final",
        code=loinc("4485-9"),
        effectiveDateTime="2026-11-18",
        valueQuantity=Quantity(value=0.6, unit="g/L"),
        referenceRange=(ReferenceRange(low=limit),),
    )
    (result,) = results(c3).series(Measure("c3", ("obs.c3",), "complement", "g/L"))
    assert result.low_limit == pytest.approx(expected)
