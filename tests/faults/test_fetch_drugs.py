"""A drug that an order only refers to is read from the record, and its lack is said."""

from pathlib import Path
from typing import Any

import pytest

from tests.faults import misbehaviours as wrong
from tests.faults.asking import BUDGET_MS, MARGIN, TOKEN, Told, listing, post
from tests.faults.fhir_server import Exchange, FhirServer, Misbehaviour, page
from tests.toy_pack.calls import PACK, Json, call, prednisone, searchset, weight

NAMED = prednisone()["medicationCodeableConcept"]
PREDNISONE = {"resourceType": "Medication", "id": "m1", "code": NAMED}


def referring(reference: str = "Medication/m1", **members: Any) -> Json:
    order = {name: value for name, value in prednisone().items() if "medication" not in name}
    return order | {"medicationReference": {"reference": reference}} | members


def sign(
    folder: Path, ehr: FhirServer, *drafts: Json, content: str = PACK, **prefetch: Any
) -> Told:
    body = call("order-sign", *drafts, **{"observations": weight(50)} | prefetch)
    body["prefetch"] = {k: v for k, v in body["prefetch"].items() if v != "unsent"}
    body["fhirServer"] = ehr.base
    body["fhirAuthorization"] = {
        "access_token": TOKEN, "token_type": "Bearer", "expires_in": 300,
        "scope": "patient/*.rs", "subject": "lupus-cds",
    }  # fmt: skip
    return post(listing(folder, ehr.base, content=content), body)


def gives(*drugs: Json) -> Misbehaviour:
    """A server that has these Medications and no others."""

    def read(exchange: Exchange) -> None:
        asked = exchange.path.split("/")[3]
        found = [drug for drug in drugs if drug["id"] == asked]
        exchange.reply(found[0]) if found else exchange.reply(b"{}", 404)

    return read


def test_the_drug_of_a_draft_is_read_with_the_token_and_its_dose_judged(
    ehr: FhirServer, tmp_path: Path
) -> None:
    ehr.misbehave["Medication"] = gives(PREDNISONE)
    answer = sign(tmp_path, ehr, referring())
    assert answer.row("dose-high")["verdict"] == "fires"
    (seen,) = ehr.asked("Medication/")
    assert seen.path == "/fhir/Medication/m1"
    assert seen.headers["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(
    "target", ["{base}/Medication/m1", "Medication/m1/_history/3", "Medication/" + "a.B-9" * 40]
)
def test_a_drug_is_read_by_any_literal_reference_under_the_base(
    ehr: FhirServer, tmp_path: Path, target: str
) -> None:
    reference = target.format(base=ehr.base)
    drug = PREDNISONE | {"id": reference.partition("Medication/")[2].partition("/")[0]}
    ehr.misbehave["Medication"] = gives(drug)
    answer = sign(tmp_path, ehr, referring(reference))
    assert answer.row("dose-high")["verdict"] == "fires"
    (seen,) = ehr.asked("Medication/")
    assert reference.endswith(seen.path.removeprefix("/fhir/"))


def test_drugs_of_orders_that_were_fetched_are_read_too_each_once(
    ehr: FhirServer, tmp_path: Path
) -> None:
    ehr.misbehave["MedicationRequest"] = lambda exchange: exchange.reply(
        page(*(referring(id=f"o{n}", status="active", authoredOn="2026-11-01") for n in range(9)))
    )
    ehr.misbehave["Medication"] = gives(PREDNISONE)
    sign(tmp_path, ehr, prednisone(), medicationRequests="unsent")
    assert len(ehr.asked("Medication/")) == 1


@pytest.mark.parametrize("sent", ["contained", "draftOrders", "prefetch", "named"])
def test_a_drug_that_was_sent_is_not_read(ehr: FhirServer, tmp_path: Path, sent: str) -> None:
    draft, beside = referring(), []
    prefetch: Json = {}
    if sent == "contained":
        draft = referring("#m1", contained=[PREDNISONE])
    elif sent == "draftOrders":
        beside = [PREDNISONE]
    elif sent == "prefetch":
        prefetch = {"anything": searchset(PREDNISONE)}
    else:
        draft["medicationCodeableConcept"] = NAMED
    answer = sign(tmp_path, ehr, draft, *beside, **prefetch)
    assert answer.row("dose-high")["verdict"] == "fires"
    assert not ehr.asked("Medication/")


FAULTS: list[tuple[Misbehaviour, str]] = [
    (wrong.slow, "did not answer in time"),
    (wrong.dripping_body, "did not answer in time"),
    (wrong.failing, "answered with an error"),
    (wrong.outcome, "answered with an error"),
    (wrong.unauthorized, "refused access"),
    (wrong.unknown_search, "not found"),
    (wrong.cut_json, "could not be read"),
    (wrong.another_resource, "could not be read"),
    (wrong.bomb, "could not be read"),
    (wrong.resetting, "cannot be reached"),
    (lambda exchange: exchange.reply(PREDNISONE | {"id": "m2"}), "could not be read"),
    (lambda exchange: exchange.reply(page(PREDNISONE)), "could not be read"),
]


@pytest.mark.parametrize(("fault", "told"), FAULTS)
def test_a_drug_that_cannot_be_read_leaves_the_draft_unknown_in_time_and_says_so(
    ehr: FhirServer, tmp_path: Path, fault: Misbehaviour, told: str
) -> None:
    ehr.misbehave["Medication"] = fault
    answer = sign(tmp_path, ehr, referring())
    assert answer.seconds < BUDGET_MS / 1000 + MARGIN
    assert answer.status == 200
    (notice,) = [one for one in answer.body["notices"] if one.startswith("Medication:")]
    assert told in notice
    assert answer.row("dose-high")["verdict"] == "cannot-tell"
    assert "drug only referred to, and not sent" in answer.row("dose-high")["missing"][0]
    (card,) = answer.body["cards"]
    assert card["extension"]["example.lupus-cds"]["verdict"] == "cannot-tell"


def test_a_running_order_whose_drug_cannot_be_read_makes_no_drug_certainly_absent(
    ehr: FhirServer, tmp_path: Path
) -> None:
    ehr.misbehave["Medication"] = wrong.failing
    running = searchset(referring(id="o1", status="active", authoredOn="2026-11-01"))
    answer = sign(tmp_path, ehr, prednisone(), content="cards", medicationRequests=running)
    assert "(MedicationRequest/o1): a running drug could not be identified" in answer.text


def test_a_slow_search_does_not_keep_drugs_from_being_read(ehr: FhirServer, tmp_path: Path) -> None:
    ehr.misbehave["Procedure"] = ehr.misbehave["MedicationDispense"] = wrong.slow
    ehr.misbehave["MedicationRequest"] = lambda exchange: exchange.reply(
        page(referring(id="o1", status="active", authoredOn="2026-11-01"))
    )
    ehr.misbehave["Medication"] = gives(PREDNISONE)
    answer = sign(tmp_path, ehr, prednisone(), medicationRequests="unsent")
    assert len(ehr.asked("Medication/")) == 1
    assert "Medication:" not in answer.notices
    assert "procedures:" in answer.notices


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{stranger}/fhir/Medication/m1",
        "http://127.0.0.1:{port}/admin/Medication/m1",
        "{base}/../Medication/m1",
        "Medication/..",
        "Medication/m1?_format=xml",
        "Medication/%2e%2e",
        "Medication/m1/$everything",
        "../Medication/m1",
        "//127.0.0.1:{stranger}/fhir/Medication/m1",
        "Patient/p2",
    ],
)
def test_a_reference_off_the_base_or_to_something_else_is_never_asked_for(
    ehr: FhirServer, stranger: FhirServer, tmp_path: Path, target: str
) -> None:
    reference = target.format(base=ehr.base, port=ehr.port, stranger=stranger.port)
    answer = sign(tmp_path, ehr, referring(reference))
    assert not [one for one in ehr.seen if "m1" in one.path or one.path.endswith("/")]
    assert not ehr.asked("Patient/")
    assert "led elsewhere and was not followed" in answer.notices
    assert answer.row("dose-high")["verdict"] == "cannot-tell"


def test_drugs_are_read_up_to_a_bound_drafts_first_and_the_rest_is_said(
    ehr: FhirServer, tmp_path: Path
) -> None:
    ehr.misbehave["Medication"] = gives(PREDNISONE)
    many = searchset(*(
        referring(f"Medication/x{n}", id=f"o{n}", status="active") for n in range(100)
    ))  # fmt: skip
    answer = sign(tmp_path, ehr, referring(), medicationRequests=many)
    assert len(ehr.asked("Medication/")) == 64
    assert answer.row("dose-high")["verdict"] == "fires"
    assert "too many drugs to read one by one" in answer.notices


@pytest.mark.parametrize("server", [None, "http://127.0.0.1:9/fhir"])
def test_without_a_server_to_ask_a_draft_of_an_unknown_drug_is_said(
    ehr: FhirServer, tmp_path: Path, server: str | None
) -> None:
    body = call("order-sign", referring(), observations=weight(50))
    if server:
        body["fhirServer"] = server
    answer = post(listing(tmp_path, ehr.base), body)
    assert answer.row("dose-high")["verdict"] == "cannot-tell"
    assert "MedicationRequest/draft-1" in answer.row("dose-high")["missing"][0]
    assert ehr.seen == []
