"""What prefetch lacks is fetched, and nothing that is there is asked for."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests.faults.asking import TOKEN, ask, listing, post
from tests.faults.fhir_server import PATIENT, Exchange, FhirServer, page
from tests.toy_pack.calls import Json, call, weight

WEIGHT = weight(50)["entry"][0]["resource"]
UNSENT = dict.fromkeys(("patient", "conditions", "medicationRequests"), "unsent")


def weights(*ids: str) -> list[Json]:
    return [{**WEIGHT, "id": name} for name in ids]


def test_a_call_without_prefetch_is_answered_from_the_server(
    ehr: FhirServer, tmp_path: Path
) -> None:
    ehr.misbehave["Observation"] = lambda exchange: exchange.reply(page(WEIGHT))
    answer = ask(listing(tmp_path, ehr.base), ehr.base, **UNSENT)
    assert answer.status == 200
    assert answer.row()["verdict"] == "quiet"
    assert answer.notices == "" or "explodes" in answer.notices
    paths = {urlsplit(one.path).path for one in ehr.seen}
    assert {"/fhir/Patient/p1", "/fhir/Condition", "/fhir/MedicationRequest"} <= paths


def test_what_was_sent_is_not_asked_for(ehr: FhirServer, tmp_path: Path) -> None:
    ask(listing(tmp_path, ehr.base), ehr.base, observations=weight(50), procedures=None)
    for kind in ("Patient", "Condition", "MedicationRequest", "Observation", "Procedure"):
        assert not ehr.asked(f"{kind}/")
        assert not ehr.asked(f"{kind}?")
    assert ehr.asked("Immunization?")


def test_searches_are_whole_and_ask_for_fhir_json_with_the_token(
    ehr: FhirServer, tmp_path: Path
) -> None:
    ask(listing(tmp_path, ehr.base), ehr.base)
    (seen,) = ehr.asked("Observation")
    assert parse_qs(urlsplit(seen.path).query) == {"patient": ["p1"], "_count": ["200"]}
    assert seen.headers["Accept"] == "application/fhir+json"
    assert seen.headers["Accept-Encoding"] == "identity"
    assert seen.headers["Cache-Control"] == "no-cache", "no answer from a server's memory"
    assert seen.headers["Authorization"] == f"Bearer {TOKEN}"
    assert "Cookie" not in seen.headers


def test_a_server_without_a_token_is_asked_without_one(ehr: FhirServer, tmp_path: Path) -> None:
    post(listing(tmp_path, ehr.base), call("patient-view") | {"fhirServer": ehr.base})
    assert ehr.seen
    assert all("Authorization" not in one.headers for one in ehr.seen)


def test_without_a_server_in_the_call_nothing_is_asked(ehr: FhirServer, tmp_path: Path) -> None:
    answer = ask(listing(tmp_path, ehr.base), None)
    assert answer.row()["missing"] == ["weight: weight: not sent with the request"]
    assert ehr.seen == []


def test_a_budget_of_nothing_switches_fetching_off(ehr: FhirServer, tmp_path: Path) -> None:
    ask(listing(tmp_path, ehr.base, budget_ms=0), ehr.base)
    assert ehr.seen == []


def test_an_error_in_the_prefetch_is_mended_by_asking(ehr: FhirServer, tmp_path: Path) -> None:
    ehr.misbehave["Observation"] = lambda exchange: exchange.reply(page(WEIGHT))
    failed = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "lock"}]}
    answer = ask(listing(tmp_path, ehr.base), ehr.base, observations=failed)
    assert answer.row()["verdict"] == "quiet"


def test_the_next_page_of_the_prefetch_is_fetched(ehr: FhirServer, tmp_path: Path) -> None:
    ehr.misbehave["Observation"] = lambda exchange: exchange.reply(page(WEIGHT))
    sent = page(
        {**WEIGHT, "id": "w0", "code": {"text": "?"}}, following=f"{ehr.base}/Observation?n=2"
    )
    answer = ask(listing(tmp_path, ehr.base), ehr.base, observations=sent)
    assert [one.path for one in ehr.asked("Observation")] == ["/fhir/Observation?n=2"]
    assert answer.row()["verdict"] == "quiet"


def test_absence_is_a_fact_once_all_pages_were_read(ehr: FhirServer, tmp_path: Path) -> None:
    sent = page(following=f"{ehr.base}/Observation?n=2")
    answer = ask(listing(tmp_path, ehr.base), ehr.base, observations=sent)
    assert answer.row()["verdict"] == "fires"


def test_fewer_than_the_total_is_asked_for_afresh_and_counts_each_once(
    ehr: FhirServer, tmp_path: Path
) -> None:
    ehr.misbehave["Observation"] = lambda exchange: exchange.reply(
        page(*weights("w1", "w2"), total=2)
    )
    sent = page(*weights("w1"), total=2)
    answer = ask(listing(tmp_path, ehr.base), ehr.base, observations=sent)
    assert answer.row()["verdict"] == "quiet"
    assert len(ehr.asked("Observation")) == 1


def test_fewer_than_the_total_on_all_pages_is_incomplete(ehr: FhirServer, tmp_path: Path) -> None:
    ehr.misbehave["Observation"] = lambda exchange: exchange.reply(page(total=7))
    answer = ask(listing(tmp_path, ehr.base), ehr.base)
    assert "one page of more" in answer.row()["missing"][0]


@pytest.mark.parametrize("relative", [True, False])
def test_pages_are_followed_to_the_last(ehr: FhirServer, tmp_path: Path, relative: bool) -> None:
    def pages(exchange: Exchange) -> None:
        number = int(parse_qs(urlsplit(exchange.path).query).get("page", ["1"])[0])
        start = "" if relative else f"{ehr.base}/"
        following = f"{start}Observation?page={number + 1}" if number < 4 else ""
        found = weights("w4") if number == 4 else weights()
        exchange.reply(page(*found, following=following, total=1))

    ehr.misbehave["Observation"] = pages
    answer = ask(listing(tmp_path, ehr.base), ehr.base)
    assert len(ehr.asked("Observation")) == 4
    assert answer.row()["verdict"] == "quiet"


@pytest.mark.parametrize(
    "patient_id",
    ["p 1", "p?x=1", "p#x", "p&_count=1", "é", "p;x=1", "a+b", "p.1.very-long." * 20],
)
def test_an_odd_patient_id_changes_neither_path_nor_query(
    ehr: FhirServer, tmp_path: Path, patient_id: str
) -> None:
    ehr.misbehave["Patient"] = lambda exchange: exchange.reply({**PATIENT, "id": patient_id})
    body = call("patient-view") | {"fhirServer": ehr.base}
    body["context"]["patientId"] = patient_id
    del body["prefetch"]
    assert post(listing(tmp_path, ehr.base), body).status == 200
    (read,) = ehr.asked("Patient")
    assert unquote(read.path) == f"/fhir/Patient/{patient_id}"
    assert "?" not in read.path
    (search,) = ehr.asked("Condition")
    query = parse_qs(urlsplit(search.path).query)
    assert query == {"patient": [patient_id], "_count": ["200"]}


@pytest.mark.parametrize(
    "patient_id", [".", "..", "../Group/1", "a/../../b", "p\\1", "p\n1", "p%2F1"]
)
def test_an_id_that_could_climb_out_of_the_path_is_not_asked_for(
    ehr: FhirServer, tmp_path: Path, patient_id: str
) -> None:
    body = call("patient-view") | {"fhirServer": ehr.base}
    body["context"]["patientId"] = patient_id
    del body["prefetch"]
    answer = post(listing(tmp_path, ehr.base), body)
    assert answer.status == 412
    assert "patient-id-unusable" in answer.text
    assert ehr.seen == []


def test_fetches_are_counted_by_type_and_outcome(ehr: FhirServer, tmp_path: Path) -> None:
    client = listing(tmp_path, ehr.base)
    line = 'lupus_cds_fetches_total{outcome="ok",type="Observation"}'
    before = _figure(client.get("/metrics").get_data(as_text=True), line)
    ask(client, ehr.base, **UNSENT)
    assert _figure(client.get("/metrics").get_data(as_text=True), line) == before + 1


def _figure(exposition: str, line: str) -> float:
    found = [one for one in exposition.splitlines() if one.startswith(line)]
    return float(found[0].rpartition(" ")[2]) if found else 0.0
