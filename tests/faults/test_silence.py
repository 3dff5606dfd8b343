"""What a FHIR server says and is asked is neither logged nor counted, however it fails."""

import json
from pathlib import Path

from tests.faults import misbehaviours as wrong
from tests.faults.fhir_server import Exchange, fhir_server, page
from tests.stores.client import Client, rows_of_all_tables
from tests.stores.served import served
from tests.toy_pack.calls import Json, call, prednisone

SECRET = "zq7qz"
PATIENT = f"p-{SECRET}"


def another_patient(exchange: Exchange) -> None:
    other = {"reference": f"Patient/other-{SECRET}"}
    exchange.reply(page({"resourceType": "Procedure", "id": SECRET, "subject": other}))


def off_the_base(exchange: Exchange) -> None:
    exchange.reply(page(following=f"https://elsewhere.example/{SECRET}"))


def not_fhir(exchange: Exchange) -> None:
    exchange.reply(json.dumps({"resourceType": SECRET, SECRET: SECRET}).encode())


def says_why(exchange: Exchange) -> None:
    issue = {"severity": "error", "code": "exception", "diagnostics": SECRET}
    exchange.reply({"resourceType": "OperationOutcome", "issue": [issue]})


def request(base: str) -> Json:
    draft = prednisone(subject={"reference": f"Patient/{PATIENT}"})
    del draft["medicationCodeableConcept"]
    draft["medicationReference"] = {"reference": f"Medication/{SECRET}"}
    body = call("order-sign", draft)
    body["context"]["patientId"] = PATIENT
    body["prefetch"] = {}
    return body | {
        "fhirServer": base,
        "fhirAuthorization": {
            "access_token": f"token-{SECRET}", "token_type": "Bearer", "expires_in": 300,
            "scope": "patient/*.rs", "subject": "lupus-cds",
        },
    }  # fmt: skip


def test_nothing_of_a_fetch_is_logged_counted_or_kept(tmp_path: Path) -> None:
    url, clients = f"sqlite:///{tmp_path / 'store.db'}", tmp_path / "clients.toml"
    with fhir_server() as ehr:
        ehr.misbehave |= {
            "Patient": lambda exchange: exchange.reply(
                {"resourceType": "Patient", "id": PATIENT, "birthDate": "1990-01-01"}
            ),
            "Observation": wrong.resetting,
            "Procedure": another_patient,
            "DiagnosticReport": off_the_base,
            "Encounter": not_fhir,
            "Immunization": says_why,
            "ServiceRequest": wrong.odd_headers,
            "MedicationStatement": wrong.slow,
            "Medication": says_why,
        }
        clients.write_text(
            '[[client]]\nname = "ehr"\nissuer = "https://ehr.example"\n'
            f'fhir_servers = ["{ehr.base}"]\n'
        )
        with served(url, tmp_path, workers=1, LUPUS_CDS_CLIENTS=str(clients)) as running:
            client = Client(running.base)
            status, answer = client.post("/cds-services/lupus-order-sign", request(ehr.base))
            assert status == 200, answer
            status, told = client.post("/explain/lupus-order-sign", request(ehr.base))
            assert status == 200
            assert len(json.loads(told)["notices"]) >= 8, "each failure was met"
            figures = client.get("/metrics")[1]
            assert running.stop() == 0
            log = running.log.read_text()
    assert all(f"token-{SECRET}" in one.headers["Authorization"] for one in ehr.seen)
    assert SECRET not in log
    assert SECRET not in figures
    rows = rows_of_all_tables(url)
    assert rows["audit_call"]
    assert SECRET not in str(rows)
