"""The shorthand of the vignettes says in FHIR R4 what the clinician meant."""

from datetime import date
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

from tests.vignettes import catalogue, chart, concepts
from tests.vignettes.build import build
from tests.vignettes.dates import Clock, Span
from tests.vignettes.reading import Vignette, all_vignettes
from tests.vignettes.wording import Json, VignetteError

TODAY = date(2026, 11, 20)
VIGNETTES = all_vignettes()


def request(**case: Any) -> Json:
    return build({"name": "a case", **case}, TODAY).body


def resources(body: Json, kind: str) -> list[Json]:
    found = []
    for bundle in [*body["prefetch"].values(), body["context"].get("draftOrders")]:
        entries = (bundle or {}).get("entry", [])
        found += [e["resource"] for e in entries if e["resource"]["resourceType"] == kind]
    return found


def order(**said: Any) -> Json:
    return resources(request(treatments=[said]), "MedicationRequest")[0]


def repeat(made: Json, number: int = 0) -> Json:
    told: Json = made["dosageInstruction"][number]["timing"]["repeat"]
    return told


def is_valid(resource: Json) -> None:
    get_fhir_model_class(resource["resourceType"]).model_validate(resource)


def test_a_daily_dose_carries_its_start_its_unit_and_its_code() -> None:
    made = order(drug="prednisone", dose="10 mg", since="14 mo")
    assert made["authoredOn"] == "2025-09-20"
    assert repeat(made) == {
        "boundsPeriod": {"start": "2025-09-20"}, "frequency": 1, "period": 1, "periodUnit": "d",
    }  # fmt: skip
    quantity = made["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]
    assert quantity == {"value": 10, "unit": "mg", "system": concepts.UCUM, "code": "mg"}
    assert made["medicationCodeableConcept"]["coding"][0]["code"] == "H02AB07"


def test_every_other_day_is_once_in_a_period_of_two_days() -> None:
    assert repeat(order(drug="prednisone", dose="10 mg", every="2 d"))["period"] == 2


def test_every_monday_keeps_its_day_of_the_week() -> None:
    made = repeat(order(drug="methotrexate", dose="15 mg", every="1 wk", on=["mon"]))
    assert made == {"frequency": 1, "period": 1, "periodUnit": "wk", "dayOfWeek": ["mon"]}


def test_alternating_doses_are_two_instructions_of_one_sequence() -> None:
    made = order(drug="hydroxychloroquine", alternate=["200 mg", "400 mg"])
    told = [
        (part["sequence"], part["timing"]["repeat"]["period"]) for part in made["dosageInstruction"]
    ]
    assert told == [(1, 2), (1, 2)]


def test_taper_steps_follow_one_another_by_duration_or_by_date() -> None:
    steps = [{"dose": "20 mg", "for": "14 d"}, {"dose": "5 mg"}]
    by_duration = order(drug="prednisone", steps=steps, since="7 d")
    assert repeat(by_duration)["boundsDuration"]["value"] == 14
    assert [part["sequence"] for part in by_duration["dosageInstruction"]] == [1, 2]
    by_date = order(drug="prednisone", steps=steps, since="7 d", bounds="dates")
    assert repeat(by_date)["boundsPeriod"] == {"start": "2026-11-13", "end": "2026-11-26"}
    assert repeat(by_date, 1)["boundsPeriod"] == {"start": "2026-11-27"}


def test_an_order_without_a_start_has_no_date_at_all() -> None:
    made = order(drug="prednisone", dose="5 mg", prn=True)
    assert "authoredOn" not in made
    assert "boundsPeriod" not in repeat(made)
    assert made["dosageInstruction"][0]["asNeededBoolean"]


def test_tablets_of_a_product_carry_the_cis_and_no_strength() -> None:
    made = order(drug="prednisone", dose="2 tablet", product="cortancyl-5")
    assert [c["code"] for c in made["medicationCodeableConcept"]["coding"]] == ["60492702"]
    assert made["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]["code"] == "{tbl}"


def test_a_draft_may_stop_change_or_replace_a_running_order() -> None:
    body = request(
        hook="order-sign",
        treatments=[{"drug": "prednisone", "dose": "10 mg", "since": "2 y"}],
        drafts=[
            {"stops": "prednisone", "reason": "remission"},
            {"changes": "prednisone", "drug": "prednisone", "dose": "5 mg"},
            {"replaces": "prednisone", "drug": "prednisone", "dose": "4 mg"},
        ],
    )
    stopped, changed, replacing = (e["resource"] for e in body["context"]["draftOrders"]["entry"])
    assert (stopped["id"], stopped["status"]) == ("prednisone", "stopped")
    assert (changed["id"], changed["status"]) == ("prednisone", "draft")
    assert replacing["priorPrescription"] == {"reference": "MedicationRequest/prednisone"}


def test_only_the_selected_drafts_are_selections() -> None:
    drafts = [{"drug": "mycophenolate"}, {"service": "upcr"}]
    body = request(hook="order-select", drafts=drafts, selected=[1])
    assert body["context"]["selections"] == ["ServiceRequest/draft-upcr"]


def test_types_with_nothing_are_sent_as_an_empty_searchset() -> None:
    assert request()["prefetch"]["observations"] == {
        "resourceType": "Bundle", "type": "searchset", "total": 0,
    }  # fmt: skip


def test_unsent_failed_null_and_one_page_are_told_apart() -> None:
    prefetch = request(
        weight=60,
        unsent=["procedures"],
        failed=["conditions"],
        null_keys=["medicationStatements"],
        one_page=["observations"],
    )["prefetch"]
    assert "procedures" not in prefetch
    assert prefetch["conditions"]["resourceType"] == "OperationOutcome"
    assert prefetch["medicationStatements"] is None
    assert prefetch["observations"]["link"][0]["relation"] == "next"
    assert prefetch["observations"]["total"] > len(prefetch["observations"]["entry"])


def test_a_stated_age_is_reached_and_an_exact_age_is_a_birthday() -> None:
    assert Clock(TODAY).birth(34) == date(1992, 5, 20)
    assert Clock(TODAY).birth("18 y") == date(2008, 11, 20)


def test_months_are_those_of_the_calendar() -> None:
    assert Span(1, "mo").before(date(2026, 3, 31)) == date(2026, 2, 28)


def test_dates_in_raw_resources_are_told_from_the_hook_day() -> None:
    raw = {"a": ["@-14d", "@", "@+1moT08:00:00+01:00", "@home"]}
    told = ["2026-11-06", "2026-11-20", "2026-12-20T08:00:00+01:00", "@home"]
    assert Clock(TODAY).resolve(raw) == {"a": told}


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ({"treatments": [{"drug": "prednison"}]}, "did you mean prednisone"),
        ({"treatments": [{"drug": "prednisone", "dosis": "5 mg"}]}, "unknown word 'dosis'"),
        ({"conditions": ["slee"]}, "'slee' is not in the conditions catalogue"),
        ({"weight": {"kg": 60, "ago": "long"}}, "not a length of time"),
        ({"drafts": [{"drug": "prednisone"}]}, "no draft orders"),
        ({"raw": [{"resourceType": "Coverage", "id": "c"}]}, "does not ask for"),
        ({"unsent": ["obs"]}, "no prefetch key"),
    ],
)
def test_what_cannot_be_understood_is_refused(case: Json, message: str) -> None:
    with pytest.raises(VignetteError, match=message):
        request(**case)


@pytest.mark.parametrize("vignette", VIGNETTES, ids=[vignette.label for vignette in VIGNETTES])
def test_everything_the_builder_makes_of_a_vignette_is_valid_r4(vignette: Vignette) -> None:
    case = {key: value for key, value in vignette.case.items() if key != "raw"}
    case["drafts"] = [
        d for d in case.get("drafts", []) if "raw" not in d and d.get("code_by") != "none"
    ]
    if not case["drafts"]:
        del case["drafts"]
    body = build(case, case.get("today", TODAY)).body
    for value in [*body["prefetch"].values(), body["context"].get("draftOrders")]:
        if value is not None:
            is_valid(value)


ONE_ENTRY = {
    "drugs": ("treatments", "drug", {"dose": "1 mg"}),
    "products": ("treatments", "product", {"dose": "1 tablet"}),
    "conditions": ("conditions", "is", {}),
    "observations": ("observations", "is", {"ago": "1 d"}),
    "procedures": ("procedures", "is", {}),
}


@pytest.mark.parametrize("table", ONE_ENTRY)
def test_every_name_of_the_catalogue_makes_a_valid_resource(table: str) -> None:
    section, key, rest = ONE_ENTRY[table]
    for name in catalogue.table(table):
        for resource in chart.chart({section: [{key: name, **rest}]}, Clock(TODAY)):
            is_valid(resource)
