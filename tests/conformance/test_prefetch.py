"""Four states of a prefetch value: absent, known empty, an error, data (maybe a first page)."""

from typing import Any

import pytest

from tests.conformance.calls import PATHS, Json, order_call, request, shared_service
from tests.toy_pack.calls import Said

REQUIRED = ("patient", "conditions", "medicationRequests")
OUTCOME = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "error", "code": "processing", "diagnostics": "out of order"}],
}
EMPTY = {"resourceType": "Bundle", "type": "searchset", "total": 0}


def trace(**prefetch: Any) -> Json:
    """The verdicts about a sample patient by rule; a value of ... leaves the key out."""
    body = request("steroid-maintenance", "patient-view")
    body["prefetch"] |= prefetch
    body["prefetch"] = {key: value for key, value in body["prefetch"].items() if value is not ...}
    answer = shared_service().post("/explain/lupus-patient-view", json=body)
    assert answer.status_code == 200, answer.text
    return {row["rule"]: row["verdict"] for row in answer.get_json()["trace"]}


def blind(verdicts: Json) -> set[str]:
    return {rule for rule, verdict in verdicts.items() if verdict == "cannot-tell"}


@pytest.mark.parametrize("key", REQUIRED)
def test_required_data_that_are_absent_are_412_and_named(key: str) -> None:
    body = order_call("order-sign")
    del body["prefetch"][key]
    answer = shared_service().post(PATHS["order-sign"], json=body)
    assert answer.status_code == 412
    assert answer.get_json()["issue"][0]["expression"] == [f"$.prefetch.{key}"]


@pytest.mark.parametrize("missing", ["observations", "procedures", "immunizations", "encounters"])
def test_data_that_only_refine_the_advice_never_cause_412(missing: str) -> None:
    trace(**{missing: ...})


def test_null_and_an_empty_searchset_mean_the_same_known_empty() -> None:
    assert trace(observations=None) == trace(observations=EMPTY)


def test_absent_is_not_known_empty() -> None:
    assert blind(trace(observations=...)) > blind(trace(observations=None))


def test_an_error_is_not_known_empty_either_and_causes_no_412() -> None:
    as_value = trace(observations=OUTCOME)
    inside = trace(observations={**EMPTY, "entry": [{"resource": OUTCOME}]})
    assert blind(as_value) == blind(inside) > blind(trace(observations=None))
    trace(conditions=OUTCOME)


@pytest.mark.parametrize(
    "value",
    [
        {}, {"message": "Unauthorized"}, {"issue": [{"severity": "error"}]}, [], "", 0, False,
        {"resourceType": "Bundle", "entry": "x"}, {"resourceType": "Bundle", "entry": [{}]},
        {"resourceType": "Bundle", "entry": [{"fullUrl": "urn:uuid:1"}]},
        {"resourceType": "Bundle", "entry": [{"resource": None, "search": {"mode": "match"}}]},
    ],
)  # fmt: skip
def test_what_is_no_answer_to_the_query_is_not_known_empty(value: Said) -> None:
    assert blind(trace(observations=value)) > blind(trace(observations=None))


def test_the_first_page_of_more_proves_no_absence() -> None:
    page = {**EMPTY, "link": [{"relation": "next", "url": "https://ehr.example.org/fhir?page=2"}]}
    assert blind(trace(observations=page)) > blind(trace(observations=None))


def test_a_bundle_of_nulls_and_odd_entries_is_read_as_far_as_it_goes() -> None:
    odd = {**EMPTY, "entry": [None, {}, {"resource": None}, {"resource": {"a": 1}}]}
    body = order_call("order-sign")
    body["prefetch"]["observations"] = odd
    assert shared_service().post(PATHS["order-sign"], json=body).status_code == 200
